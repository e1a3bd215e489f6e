"""What the pages of measures show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.inventory import lists
from surveyapp.planning.measures import BODIES, FOR_FAMILIES, Refusal, State
from surveyapp.services.planning.subjects import Subject, subjects_of
from surveyapp.storage import measures
from surveyapp.storage import staff as staff_store
from surveyapp.storage.measures import Known, Words
from surveyapp.storage.surveys import Survey
from surveyapp.ui import languages
from surveyapp.web.staff.measure_forms import refusal_sentence, state_words
from surveyapp.web.staff.planning_pages import kinds_of

Choices = Mapping[str, Mapping[str, str]]
"""Kind of subject to codes and labels."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure in a list."""

    id: str
    title: str
    state: str
    resolution: str
    survey: str
    topics: str
    is_for_families: bool
    is_example: bool


@dataclass(frozen=True, slots=True)
class MeasuresPage:
    """All measures of a county."""

    lines: tuple[MeasureLine, ...]
    #: Short name and title of the surveys a new one can answer.
    surveys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeasurePage:
    """One measure, or a new one in answer to a survey."""

    #: Empty for a new one.
    id: str
    name: str
    slug: str
    survey: str
    revision: int = 0
    changed: str = ""
    is_only_proposed: bool = False
    is_for_families: bool = False
    is_example: bool = False
    translated: str = ""
    #: Where families read of it; another process may serve that.
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class TranslationLine:
    """The words of a measure in one language, with what is wrong with them."""

    code: str
    name: str
    direction: str
    title: str
    sentence: str
    error: str


@dataclass(frozen=True, slots=True)
class NeedMeasures:
    """The measures that answer one need, and where a new one is begun."""

    lines: tuple[MeasureLine, ...]
    new: str


def choices_of(session: Session, survey: Survey) -> Choices:
    """Return what a measure in answer to a survey can be about."""
    return {
        "topic": {each.id: each.label for each in subjects_of(session, survey)},
        "field": {each.code: each.label for each in lists.fields_of_action().values()},
        "life_stage": {each.code: each.label for each in lists.life_stages().values()},
        "facility_type": kinds_of(session, survey.county_ags),
    }


def first_subjects(session: Session, survey: Survey, wanted: str) -> dict[str, Sequence[str]]:
    """Return what a new measure in answer to a need is about until somebody says otherwise."""
    found = next((each for each in subjects_of(session, survey) if each.id == wanted), None)
    return {} if found is None else _of(found)


def _of(subject: Subject) -> dict[str, Sequence[str]]:
    return {
        "topic": [subject.id],
        "field": subject.fields,
        "life_stage": subject.life_stages,
        "facility_type": subject.facility_types,
    }


def measures_page(session: Session, county_ags: str, surveys: Sequence[Survey]) -> MeasuresPage:
    """Return all measures of a county, those not yet decided first."""
    labels = {
        subject.id: subject.label for survey in surveys for subject in subjects_of(session, survey)
    }
    return MeasuresPage(
        tuple(_line(each, labels) for each in measures.of_county(session, county_ags)),
        tuple((survey.slug, survey.title) for survey in surveys),
    )


def need_measures(session: Session, county_ags: str, slug: str, topic: str) -> NeedMeasures:
    """Return the measures of a survey that answer one need."""
    found = measures.of_county(session, county_ags)
    lines = tuple(_line(each, {}) for each in found if each.slug == slug and each.answers(topic))
    return NeedMeasures(lines, url_for("staff.new_measure", befragung=slug, bedarf=topic))


def _line(known: Known, labels: Mapping[str, str]) -> MeasureLine:
    topics = known.content.subjects.get("topic", ())
    return MeasureLine(
        id=known.id,
        title=known.content.words.title,
        state=state_words()[known.standing.state],
        resolution=_resolution(known),
        survey=known.survey,
        topics=", ".join(labels.get(code, code) for code in topics),
        is_for_families=known.standing.state in FOR_FAMILIES,
        is_example=known.is_example,
    )


def _resolution(known: Known) -> str:
    resolution = known.standing.resolution
    if resolution is None:
        return ""
    said = f"{BODIES[resolution.body]}, {format_date(resolution.decided_on, 'medium')}"
    return f"{said}, {resolution.number}" if resolution.number else said


def new_page(survey: Survey) -> MeasurePage:
    """Return the page of a measure nobody has kept yet."""
    return MeasurePage("", _("Neue Maßnahme"), survey.slug, survey.title)


def measure_page(session: Session, known: Known) -> MeasurePage:
    """Return the page of one measure."""
    person = staff_store.staff_by_id(session, known.changed_by)
    spoken = [languages.language(code).name for code in known.translations]
    is_for_families = known.standing.state in FOR_FAMILIES
    return MeasurePage(
        id=known.id,
        name=known.content.words.title,
        slug=known.slug,
        survey=known.survey,
        revision=known.revision,
        changed=_(
            "Zuletzt geändert am %(day)s von %(name)s.",
            day=format_date(known.changed_on, "long"),
            name=person.name if person else "–",
        ),
        is_only_proposed=known.standing.state is State.PROPOSED,
        is_for_families=is_for_families,
        is_example=known.is_example,
        translated=", ".join(spoken),
        feedback=f"/ergebnisse/{known.slug}/familien" if is_for_families else "",
    )


def translation_lines(
    words: Mapping[str, Words], wrong: Mapping[str, Refusal]
) -> tuple[TranslationLine, ...]:
    """Return the words of a measure in every language of families but German."""
    empty = Words("", "")
    return tuple(
        TranslationLine(
            code=code,
            name=languages.language(code).name,
            direction=languages.language(code).direction,
            title=words.get(code, empty).title,
            sentence=words.get(code, empty).sentence,
            error=refusal_sentence(wrong[code]) if code in wrong else "",
        )
        for code in other_languages()
    )


def other_languages() -> tuple[str, ...]:
    """Return the languages of families' pages but German."""
    return tuple(code for code in languages.spoken() if code != languages.SOURCE)
