"""What the pages to make surveys and waves show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from surveyapp.questionnaire import versions as comparing
from surveyapp.questionnaire.versions import Change
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.field import make
from surveyapp.services.find_questionnaires import Kept, Stage
from surveyapp.services.letters import standing
from surveyapp.storage import inventory
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.questionnaire_pages import stage_words, title_of


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """The form of a survey; empty texts where it is a new one."""

    title: str
    slug: str = ""
    #: Whether the address may still be another one.
    may_move: bool = True
    may_delete: bool = False
    #: The facility it belongs to; empty where it is the whole county's.
    facility: str = ""


@dataclass(frozen=True, slots=True)
class WavePage:
    """The form of a wave."""

    slug: str
    survey: str
    title: str
    #: Where it is sent to.
    address: str
    #: What stays comparable with the last wave; empty for the first one.
    comparable: tuple[str, ...]
    editions_url: str
    #: Whether how families take part is settled, for codes were issued.
    is_settled: bool
    delete_url: str = ""


@dataclass(frozen=True, slots=True)
class PeriodsPage:
    """The form of a survey that goes on by itself."""

    slug: str
    survey: str


def questionnaires(session: Session, county_ags: str) -> list[tuple[str, str]]:
    """Return what a survey can ask: id and title with its newest version; drafts are none yet."""
    newest: dict[str, Kept] = {}
    for kept in finding.newest(session, county_ags):
        if kept.stage is not Stage.DRAFT:
            newest[kept.questionnaire.id] = kept
    return [(id_, _choice(kept)) for id_, kept in newest.items()]


def _choice(kept: Kept) -> str:
    return _(
        "%(title)s (Fassung %(version)s, %(stage)s)",
        title=title_of(kept.questionnaire),
        version=kept.questionnaire.version,
        stage=stage_words(kept.stage)[0].lower(),
    )


def versions(session: Session, survey: Survey) -> list[tuple[int, str]]:
    """Return the versions a wave of a survey can ask, the newest first."""
    found = make.versions_of(session, survey.county_ags, survey.questionnaire)
    return [(number, _("Fassung %(number)s", number=number)) for number in reversed(found)]


def new_survey_page() -> SurveyPage:
    """Return the page of a survey that is made."""
    return SurveyPage(_("Neue Befragung"))


def survey_page(session: Session, survey: Survey) -> SurveyPage:
    """Return the page of a survey that is changed."""
    return SurveyPage(
        survey.title,
        survey.slug,
        may_move=make.may_move(survey),
        may_delete=not survey.waves,
        facility=inventory.name_of(session, survey.county_ags, survey.place_id),
    )


def wave_page(session: Session, survey: Survey, wave: Wave | None) -> WavePage:
    """Return the page of the next wave, or of one that is changed."""
    number = make.next_number(survey) if wave is None else wave.number
    before = [each for each in survey.waves if each.number < number]
    if wave is None:
        address = url_for("staff.new_wave", slug=survey.slug)
        title, is_settled, delete_url = _("Welle %(number)s planen", number=number), False, ""
    else:
        place: dict[str, Any] = {"slug": survey.slug, "number": number}
        address = url_for("staff.change_wave", **place)
        title = _("Welle %(number)s ändern", number=number)
        found = standing(wave.id)
        is_settled = found.is_issued
        delete_url = "" if found.last_serial else url_for("staff.delete_wave", **place)
    return WavePage(
        slug=survey.slug,
        survey=survey.title,
        title=title,
        address=address,
        comparable=_comparable(session, survey, before),
        editions_url=_editions_url(session, survey),
        is_settled=is_settled,
        delete_url=delete_url,
    )


def _comparable(session: Session, survey: Survey, before: Sequence[Wave]) -> tuple[str, ...]:
    """Say what the newest version has in common with the one of the last wave."""
    if not before:
        return ()
    known = finding.editions(session, survey.questionnaire)
    old = [each for each in known if each.questionnaire.version == before[-1].version]
    if not old:
        return ()
    words = {"number": before[-1].number, "version": before[-1].version}
    if known[-1].questionnaire.version == before[-1].version:
        return (
            _(
                "Welle %(number)s hatte die Fassung %(version)s. Sie ist die neueste: Bleibt es dabei, "
                "ist alles "
                "vergleichbar.",
                **words,
            ),
        )
    found = comparing.compare(old[-1].questionnaire, known[-1].questionnaire)
    numbers = Counter(_degree(each.change) for each in found)
    return (
        _(
            "Welle %(number)s hatte die Fassung %(version)s. Gegenüber der neuesten Fassung %(newest)s "
            "gilt:",
            **words,
            newest=known[-1].questionnaire.version,
        ),
        *(sentence for degree, sentence in _degrees(numbers) if numbers[degree]),
    )


def _degree(change: Change) -> str:
    if change <= Change.WORDING:
        return "fully"
    return "partly" if change in {Change.FILTER, Change.OPTIONS} else "not"


def _degrees(numbers: Counter[str]) -> tuple[tuple[str, str], ...]:
    return (
        (
            "fully",
            ngettext(
                "%(num)s Teil bleibt vergleichbar.",
                "%(num)s Teile bleiben vergleichbar.",
                numbers["fully"],
            ),
        ),
        (
            "partly",
            ngettext(
                "%(num)s Teil ist nur teilweise vergleichbar.",
                "%(num)s Teile sind nur teilweise vergleichbar.",
                numbers["partly"],
            ),
        ),
        (
            "not",
            ngettext(
                "%(num)s Teil ist neu, entfallen oder nicht vergleichbar.",
                "%(num)s Teile sind neu, entfallen oder nicht vergleichbar.",
                numbers["not"],
            ),
        ),
    )


def _editions_url(session: Session, survey: Survey) -> str:
    known = finding.editions(session, survey.questionnaire)
    return url_for("staff.editions", key=known[-1].key) if known else ""


def periods_page(survey: Survey) -> PeriodsPage:
    """Return the page of a survey that may go on by itself."""
    return PeriodsPage(survey.slug, survey.title)
