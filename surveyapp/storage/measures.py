"""Measures of a county, in answer to its surveys. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from surveyapp.planning.measures import FOR_FAMILIES, Resolution, Standing, State
from surveyapp.storage.db import new_id
from surveyapp.storage.surveys import Survey
from surveyapp.storage.tables import MeasureRow, MeasureSubject, MeasureTranslation
from surveyapp.storage.tables import Survey as SurveyRow

__all__ = ["MeasureRow"]

SUBJECTS = ("topic", "field", "life_stage", "facility_type")
"""Kinds of codes that say what a measure is about."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a family reads of a measure, in one language."""

    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Content:
    """What a measure says, and what it is about."""

    words: Words
    #: Kind of subject to codes, in order; see ``SUBJECTS``.
    subjects: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """One measure as it stands."""

    id: str
    #: Short name and title of the survey it answers.
    slug: str
    survey: str
    content: Content
    standing: Standing
    #: Language to words, German left out.
    translations: Mapping[str, Words]
    revision: int
    is_example: bool
    changed_on: date
    #: Account that changed it last.
    changed_by: str

    def answers(self, topic: str) -> bool:
        """Say whether it answers a topic of the results."""
        return topic in self.content.subjects.get("topic", ())


def seen(known: Known, revision: int) -> Known:
    """Return a measure as somebody saw it at a revision: changing it then notices a later one."""
    return replace(known, revision=revision)


def add(
    session: Session,
    survey: Survey,
    content: Content,
    staff_id: str,
    today: date,
    *,
    is_example: bool = False,
) -> str:
    """Add a proposed measure in answer to a survey and return its id."""
    row = MeasureRow(
        id=new_id(),
        county_ags=survey.county_ags,
        survey_id=survey.id,
        title=content.words.title,
        sentence=content.words.sentence,
        state=State.PROPOSED,
        is_example=is_example,
        made_by=staff_id,
        made_on=today,
        changed_by=staff_id,
        changed_on=today,
        subjects=list(_subjects(content)),
    )
    session.add(row)
    session.flush()
    return row.id


def _subjects(content: Content) -> Iterable[MeasureSubject]:
    for kind in SUBJECTS:
        for position, code in enumerate(dict.fromkeys(content.subjects.get(kind, ()))):
            yield MeasureSubject(kind=kind, code=code, position=position)


def claim(session: Session, known: Known, staff_id: str, today: date) -> bool:
    """Begin a change of a measure as it was read; False where another has changed it since."""
    query = (
        update(MeasureRow)
        .where(MeasureRow.id == known.id, MeasureRow.revision == known.revision)
        .values(revision=known.revision + 1, changed_by=staff_id, changed_on=today)
    )
    return session.connection().execute(query).rowcount == 1


def write(session: Session, measure_id: str, content: Content) -> None:
    """Replace what a measure says and is about."""
    row = session.get_one(MeasureRow, measure_id)
    row.title, row.sentence = content.words.title, content.words.sentence
    row.subjects.clear()
    session.flush()
    row.subjects.extend(_subjects(content))
    session.flush()


def stand(session: Session, measure_id: str, standing: Standing) -> None:
    """Replace how far a measure is, with what proves it."""
    row, resolution = session.get_one(MeasureRow, measure_id), standing.resolution
    row.state, row.done_on = standing.state, standing.done_on
    row.body = resolution.body if resolution else None
    row.decided_on = resolution.decided_on if resolution else None
    row.number = resolution.number if resolution else ""
    row.link = resolution.link if resolution else ""
    session.flush()


def translate(session: Session, measure_id: str, words: Mapping[str, Words]) -> None:
    """Replace the words of a measure in all languages but German."""
    row = session.get_one(MeasureRow, measure_id)
    row.translations.clear()
    session.flush()
    row.translations.extend(
        MeasureTranslation(language=language, title=said.title, sentence=said.sentence)
        for language, said in words.items()
    )
    session.flush()


def remove(session: Session, measure_id: str) -> None:
    """Delete a measure with all that belongs to it."""
    session.delete(session.get_one(MeasureRow, measure_id))
    session.flush()


_ORDER = case({str(state): place for place, state in enumerate(State)}, value=MeasureRow.state)


def of_county(session: Session, county_ags: str) -> tuple[Known, ...]:
    """Return all measures of a county by state and title; three statements."""
    query = (
        select(MeasureRow, SurveyRow.slug, SurveyRow.title)
        .join(SurveyRow, SurveyRow.id == MeasureRow.survey_id)
        .where(MeasureRow.county_ags == county_ags)
        .order_by(_ORDER, MeasureRow.title, MeasureRow.id)
    )
    return tuple(_known(*row) for row in session.execute(query))


def one_of(session: Session, county_ags: str, measure_id: str) -> Known | None:
    """Return a measure of a county; None where it does not exist, or belongs to another one."""
    query = (
        select(MeasureRow, SurveyRow.slug, SurveyRow.title)
        .join(SurveyRow, SurveyRow.id == MeasureRow.survey_id)
        .where(MeasureRow.county_ags == county_ags, MeasureRow.id == measure_id)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _known(*row)


def for_families(session: Session, survey: Survey) -> tuple[Known, ...]:
    """Return the measures of a survey that were resolved, those under way first; three statements."""
    query = (
        select(MeasureRow)
        .where(
            MeasureRow.survey_id == survey.id,
            MeasureRow.county_ags == survey.county_ags,
            MeasureRow.state.in_([str(state) for state in FOR_FAMILIES]),
        )
        .order_by(MeasureRow.title, MeasureRow.id)
    )
    found = [_known(row, survey.slug, survey.title) for row in session.scalars(query)]
    return tuple(sorted(found, key=lambda each: FOR_FAMILIES.index(each.standing.state)))


def _known(row: MeasureRow, slug: str, survey: str) -> Known:
    subjects: dict[str, list[str]] = {}
    for each in row.subjects:
        subjects.setdefault(each.kind, []).append(each.code)
    return Known(
        id=row.id,
        slug=slug,
        survey=survey,
        content=Content(Words(row.title, row.sentence), subjects),
        standing=Standing(State(row.state), _resolution(row), row.done_on),
        translations={each.language: Words(each.title, each.sentence) for each in row.translations},
        revision=row.revision,
        is_example=row.is_example,
        changed_on=row.changed_on,
        changed_by=row.changed_by,
    )


def _resolution(row: MeasureRow) -> Resolution | None:
    if row.body is None or row.decided_on is None:
        return None
    return Resolution(row.body, row.decided_on, row.number, row.link)
