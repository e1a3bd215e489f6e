"""Measures of the demo: invented, marked as examples, and resolved by resolutions nobody took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.planning.measures import Resolution, Standing, State
from surveyapp.services.planning.subjects import subjects_of
from surveyapp.storage import measures
from surveyapp.storage.measures import Content, Words
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey


@dataclass(frozen=True, slots=True)
class Invented:
    """One measure of the demo."""

    words: Words
    topic: str
    standing: Standing


INVENTED = (
    Invented(
        Words(
            "Betreuung in den Sommerferien",
            "In Sondershausen und Artern gibt es in den Sommerferien jeden Tag Betreuung bis 16 Uhr.",
        ),
        "need.holiday_care_gap",
        Standing(
            State.DONE,
            Resolution("youth_welfare", date(2025, 2, 18), "B 12/25"),
            date(2025, 7, 1),
        ),
    ),
    Invented(
        Words(
            "Drei Kitas öffnen früher",
            "Drei Kitas öffnen schon um 6 Uhr. Die erste hat im August 2026 begonnen.",
        ),
        "need.edge_care_gap",
        Standing(State.UNDER_WAY, Resolution("county_council", date(2025, 12, 10), "B 71/25")),
    ),
    Invented(
        Words(
            "Rufbus am Abend",
            "Ein Rufbus fährt bis 22 Uhr in alle Dörfer. Man bestellt ihn per Telefon.",
        ),
        "need.unreachable_gap",
        Standing(State.RESOLVED, Resolution("county_council", date(2026, 6, 17), "B 34/26")),
    ),
    Invented(
        Words(
            "Beratung auch am Samstag", "Die Familienberatung öffnet einmal im Monat am Samstag."
        ),
        "need.counselling_gap",
        Standing(),
    ),
)
"""Three that families read of, and a proposal that only staff see."""


def invent(session: Session, staff: Staff, survey: Survey, today: date) -> None:
    """Keep the measures of the demo in answer to a survey; those that are there already stay."""
    there = {each.content.words.title for each in measures.of_county(session, survey.county_ags)}
    about = {each.id: each for each in subjects_of(session, survey)}
    for each in INVENTED:
        if each.words.title in there:
            continue
        subject = about.get(each.topic)
        codes = {"topic": [each.topic]}
        if subject is not None:
            codes |= {
                "field": list(subject.fields),
                "life_stage": list(subject.life_stages),
                "facility_type": list(subject.facility_types),
            }
        made = measures.add(
            session, survey, Content(each.words, codes), staff.id, today, is_example=True
        )
        measures.stand(session, made, each.standing)
    session.commit()
