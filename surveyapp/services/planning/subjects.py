"""What of a survey a measure can answer: its needs and themes, by the codes of its results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from surveyapp.questionnaire.texts import FALLBACK, wording
from surveyapp.services import show_results
from surveyapp.services.asked import published
from surveyapp.storage.surveys import Survey


@dataclass(frozen=True, slots=True)
class Subject:
    """One need or theme, with what it is about itself."""

    #: Topic of the results, such as ``need.care_gap``.
    id: str
    label: str
    fields: Sequence[str]
    life_stages: Sequence[str]
    facility_types: Sequence[str]


def subjects_of(session: Session, survey: Survey) -> tuple[Subject, ...]:
    """Return the needs and themes of a survey's newest results; before any, the needs it asks for."""
    shown = show_results.find(session, survey.slug, None, survey.county_ags)
    if shown is None:
        return _asked(session, survey)
    return tuple(
        Subject(topic.id, topic.label, topic.fields, topic.life_stages, topic.facility_types)
        for topic in shown.figures.contents.topics
        if topic.kind in {"indicator", "theme"}
    )


def _asked(session: Session, survey: Survey) -> tuple[Subject, ...]:
    hashes = [wave.document_hash for wave in survey.waves if wave.document_hash]
    if not hashes:
        return ()
    return tuple(
        Subject(
            f"need.{each.id}",
            wording(each.label, FALLBACK),
            each.planning.fields,
            each.planning.life_stages,
            each.planning.facility_types,
        )
        for each in published(session, hashes[-1]).indicators
    )
