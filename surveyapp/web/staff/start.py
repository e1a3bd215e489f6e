"""Where each role begins: the surveys, or the one page it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask_babel import format_date, format_datetime, format_decimal, ngettext
from flask_babel import gettext as _

from surveyapp.access.roles import Action, Role, may
from surveyapp.questionnaire.texts import wording
from surveyapp.services import installation as running
from surveyapp.services import retain, retention
from surveyapp.services.counties_beside import counties_beside
from surveyapp.services.find_questionnaires import Kept, Stage, newest
from surveyapp.services.rights import ROLES
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey
from surveyapp.ui.languages import spoken
from surveyapp.web.staff.frame import results_url
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.translation_state import LanguageState, language_states

GIGABYTE = 10**9
STARTS: Mapping[Role, str] = {
    Role.TRANSLATOR: "staff.translations",
    Role.FACILITY: "staff.facility",
    Role.OFFICER: "staff.protection",
    Role.COUNCIL: "staff.counties",
    Role.STATE: "staff.counties",
    Role.OPERATOR: "staff.installation",
}
"""Where those begin who do not see the surveys of their county."""


def elsewhere(actor: Staff) -> Page:
    """Lead somebody who does not see surveys to where the own role begins."""
    where = STARTS[Role(actor.role)]
    if where == "staff.facility":
        return redirect(url_for(where, place=actor.place_id))
    return redirect(url_for(where))


# The state, and the council


@for_staff(Action.READ_RELEASED)
def counties(actor: Staff) -> Page:
    """Show what counties have released, side by side."""
    found = counties_beside(main_store(), actor)
    shown = tuple(each for each in found if each.surveys)
    silent = tuple(each.name for each in found if not each.surveys)
    return render_template(
        "staff/start/counties.html",
        counties=shown,
        silent=silent,
        is_one=len(found) == 1,
        results_url=results_url,
        format_date=format_date,
        format_decimal=format_decimal,
    )


# The data protection officer


@dataclass(frozen=True, slots=True)
class SurveyRules:
    """One survey with how long things of it are kept, and what was deleted."""

    slug: str
    title: str
    has_documents: bool
    rules: tuple[tuple[str, str], ...]
    deleted: tuple[str, ...]


@for_staff(Action.PREPARE_DOCUMENTS)
def protection(actor: Staff) -> Page:
    """Show the rules of each survey, what was deleted by them, and where its documents are."""
    found = survey_store.surveys_of(main_store(), actor.county_ags)
    rules = tuple(_rules(each) for each in found)
    return render_template("staff/start/protection.html", surveys=rules)


def _rules(survey: Survey) -> SurveyRules:
    months = retention.plan(main_store(), survey)
    return SurveyRules(
        slug=survey.slug,
        title=survey.title,
        has_documents=bool(survey.waves),
        rules=tuple(
            (subject.many, ngettext("%(num)s Monat", "%(num)s Monate", months[key]))
            for key, subject in retention.SUBJECTS.items()
        ),
        deleted=retain.sentences_of(main_store(), survey.slug),
    )


# Translators


@dataclass(frozen=True, slots=True)
class Translated:
    """One questionnaire and how far its languages are."""

    title: str
    stage: str
    languages: tuple[LanguageState, ...]
    key: str = ""
    #: Languages that can be added; only to drafts.
    more_languages: tuple[tuple[str, str], ...] = ()


@for_staff(Action.TRANSLATE)
def translations(actor: Staff) -> Page:
    """List drafts and questionnaires with the languages they have and what is missing."""
    found = sorted(newest(main_store(), actor.county_ags), key=_drafts_first)
    shown = tuple(_translated(each) for each in found)
    may_read = may(actor, Action.VIEW, actor.county_ags)
    return render_template("staff/start/translations.html", questionnaires=shown, may_read=may_read)


def _drafts_first(kept: Kept) -> bool:
    return kept.stage is not Stage.DRAFT


def _translated(kept: Kept) -> Translated:
    stages = {
        Stage.DRAFT: _("Entwurf"),
        Stage.PUBLISHED: _("veröffentlicht"),
        Stage.PACKAGED: _("mitgeliefert"),
    }
    offered = kept.questionnaire.languages
    more = tuple((code, language_name(code)) for code in spoken() if code not in (*offered, "de"))
    return Translated(
        _title(kept),
        stages[kept.stage],
        _languages(kept),
        kept.key,
        more if kept.stage is Stage.DRAFT else (),
    )


def _title(kept: Kept) -> str:
    return wording(kept.questionnaire.title, "de")


def _languages(kept: Kept) -> tuple[LanguageState, ...]:
    draft = kept.draft_id if kept.stage is Stage.DRAFT else ""
    return tuple(language_states(kept.questionnaire, kept.key, draft))


# Whoever runs the installation


@for_staff(Action.RUN_SYSTEM)
def installation(actor: Staff) -> Page:  # noqa: ARG001 - the same for every county
    """Show the state of the installation: no answer, no survey, no name."""
    found = running.look()
    names = tuple((str(role), words) for role, words in ROLES.items())
    rooms = tuple((each.what, _room(each), each.is_nearly_full) for each in found.rooms)
    backup = format_datetime(found.backup, "medium") if found.backup else ""
    return render_template(
        "staff/start/installation.html", found=found, roles=names, rooms=rooms, backup=backup
    )


def _room(room: running.Room) -> str:
    free, total = (format_decimal(round(each / GIGABYTE, 1)) for each in (room.free, room.total))
    return _("%(free)s von %(total)s GB frei", free=free, total=total)
