"""Where each role begins: the surveys, or the one page it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.access.roles import Action, Role
from surveyapp.services import retain, retention
from surveyapp.services.counties_beside import counties_beside
from surveyapp.services.find_questionnaires import Kept, Stage, newest
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey
from surveyapp.web.staff.guard import Page, for_staff

GIGABYTE = 10**9
NEARLY_FULL = 0.1
"""Share of a disk that is free when somebody should do something."""

STARTS: Mapping[Role, str] = {
    Role.TRANSLATOR: "staff.translations",
    Role.FACILITY: "results.index",
    Role.OFFICER: "staff.protection",
    Role.COUNCIL: "results.index",
    Role.STATE: "staff.counties",
    Role.OPERATOR: "staff.installation",
}
"""Where those begin who do not see the surveys of their county."""


@for_staff(None)
def start(actor: Staff) -> Page:
    """Lead to where the person's role begins."""
    where = STARTS.get(Role(actor.role), "staff.surveys")
    if where == "results.index":
        return redirect("/ergebnisse/")  # another process may serve them
    return redirect(url_for(where))


# The state


@for_staff(Action.READ_RELEASED)
def counties(actor: Staff) -> Page:
    """Show what counties have released, side by side."""
    found = counties_beside(main_store(), actor)
    shown = tuple(each for each in found if each.surveys)
    silent = tuple(each.name for each in found if not each.surveys)
    return render_template("staff/start/counties.html", counties=shown, silent=silent)


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
    #: Name of a language, and how many texts it lacks in words; empty words where none.
    languages: tuple[tuple[str, str], ...]


@for_staff(Action.TRANSLATE)
def translations(actor: Staff) -> Page:
    """List drafts and questionnaires with the languages they have and what is missing."""
    found = sorted(newest(main_store(), actor.county_ags), key=_drafts_first)
    shown = tuple(_translated(each) for each in found)
    return render_template("staff/start/translations.html", questionnaires=shown)


def _drafts_first(kept: Kept) -> bool:
    return kept.stage is not Stage.DRAFT


def _translated(kept: Kept) -> Translated:
    stages = {
        Stage.DRAFT: _("Entwurf"),
        Stage.PUBLISHED: _("veröffentlicht"),
        Stage.PACKAGED: _("mitgeliefert"),
    }
    return Translated(_title(kept), stages[kept.stage], tuple(_languages(kept)))
