"""The survey of one facility, as the people see it who work there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.services import paper_files
from surveyapp.services.count_answers import rounded_counts
from surveyapp.storage import inventory, plans, releases
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui.languages import language
from surveyapp.web.staff.context import WaveView, rolling_words, wave_view
from surveyapp.web.staff.frame import results_url


@dataclass(frozen=True, slots=True)
class OwnWave:
    """One wave of the survey of a facility."""

    view: WaveView
    number: int
    #: What happens next, in a sentence.
    next_step: str
    #: Where answers are shown as they come in, and where the results are; empty where there are none.
    returns_url: str
    results_url: str
    #: Code and name of each language of its posters; empty where nobody can answer any more.
    languages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OwnSurveyPage:
    """The survey of a facility, the newest wave first."""

    slug: str
    title: str
    facility: str
    place: int
    #: Path of the page for families, and the same as one would print it.
    family_url: str
    family_address: str
    rolling: str
    waves: tuple[OwnWave, ...]
    #: Where devices on site are explained; empty where nobody can answer any more.
    on_site_url: str


@dataclass(frozen=True, slots=True)
class OwnSurvey:
    """One survey as the page of its facility names it."""

    title: str
    url: str
    state: str


def own_surveys(session: Session, county_ags: str, place_id: int) -> tuple[OwnSurvey, ...]:
    """Return the surveys of a facility with how they stand."""
    found = survey_store.surveys_of_place(session, county_ags, place_id)
    return tuple(
        OwnSurvey(each.title, url_for("staff.survey", slug=each.slug), _state(each))
        for each in found
    )


def _state(survey: Survey) -> str:
    if not survey.waves:
        return _("noch nicht geplant")
    states = {each.state for each in survey.waves}
    if "open" in states:
        return _("läuft")
    return _("geplant") if "planned" in states else _("geschlossen")


def own_survey_page(session: Session, survey: Survey) -> OwnSurveyPage:
    """Return what the people of a facility see of its survey."""
    counts = rounded_counts(survey.waves)
    path = f"/f/{survey.slug}/"
    takes_answers = any(each.state != "closed" for each in survey.waves)
    return OwnSurveyPage(
        slug=survey.slug,
        title=survey.title,
        facility=inventory.name_of(session, survey.county_ags, survey.place_id),
        place=survey.place_id or 0,
        family_url=path,
        family_address=f"{request.host}{path}",
        rolling=rolling_words(plans.months_of(session, survey.id)),
        waves=tuple(_wave(session, each, counts) for each in reversed(survey.waves)),
        on_site_url=url_for("staff.on_site", slug=survey.slug) if takes_answers else "",
    )


def _wave(session: Session, wave: Wave, counts: Mapping[str, int]) -> OwnWave:
    there: dict[str, Any] = {"slug": wave.survey.slug, "number": wave.number}
    has_results = releases.latest_release(session, wave.id) is not None
    spoken = () if wave.state == "closed" else paper_files.languages_of(session, wave)
    return OwnWave(
        view=wave_view(wave, counts),
        number=wave.number,
        next_step=_next(wave, has_results=has_results),
        returns_url="" if wave.state == "planned" else url_for("staff.returns", **there),
        results_url=results_url(wave.survey.slug, wave.number) if has_results else "",
        languages=tuple((code, language(code).name) for code in spoken),
    )


def _next(wave: Wave, *, has_results: bool) -> str:
    if has_results:
        return ""
    return {
        "planned": _(
            "Der Landkreis öffnet die Welle. Hängen Sie Plakate erst auf, wenn sie läuft."
        ),
        "open": _("Ergebnisse gibt es erst nach dem Schließen. So bleibt jede Antwort geschützt."),
        "closed": _("Der Landkreis berechnet die Ergebnisse. Dann stehen sie hier."),
    }[wave.state]
