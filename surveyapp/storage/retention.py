"""How long things are kept, what is left of a closed wave, and deleting it for good."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, contains_eager, lazyload

from surveyapp.storage.db import REGISTER, URN, register_store, urn_reading, urn_store
from surveyapp.storage.order import forget_deleted
from surveyapp.storage.tables import (
    Batch,
    Invitation,
    Issuer,
    KeyedSheet,
    Response,
    RetentionRule,
    SavedDraft,
    SealedBallot,
    SpentToken,
    Survey,
    TextAnswer,
    Wave,
    Withdrawal,
)

REGISTERED = (REGISTER, (Invitation, Issuer))
ANSWERED = (
    URN,
    (Response, SealedBallot, SpentToken, Withdrawal, SavedDraft, Batch, KeyedSheet),
)
WRITTEN = (URN, (TextAnswer,))
"""Store and tables of what belongs together, in an order in which they can be deleted."""

_COUNTED = {Invitation, Response, SealedBallot, TextAnswer}
"""Tables with a row for each thing that people would count; a ballot nobody could open is an answer."""

Rows = tuple[str, tuple[type[Any], ...]]

_OPENERS = {REGISTER: register_store, URN: urn_store}


def closed_waves(session: Session) -> Sequence[Wave]:
    """Return every closed wave with its survey, the one that closed first before the others."""
    query = (
        select(Wave)
        .join(Wave.survey)
        .options(contains_eager(Wave.survey).options(lazyload(Survey.waves)))
        .where(Wave.state == "closed")
        .order_by(Wave.closes_on, Survey.slug, Wave.number)
    )
    return session.scalars(query).all()


def months_of(session: Session, survey_id: str) -> dict[str, int]:
    """Return the rules of a survey: subject to months."""
    query = select(RetentionRule).where(RetentionRule.survey_id == survey_id)
    return {rule.subject: rule.months for rule in session.scalars(query)}


def set_months(session: Session, survey_id: str, months: Mapping[str, int]) -> None:
    """Replace the rules of a survey."""
    session.execute(delete(RetentionRule).where(RetentionRule.survey_id == survey_id))
    session.add_all(
        RetentionRule(survey_id=survey_id, subject=subject, months=number)
        for subject, number in sorted(months.items())
    )


def count(rows: Rows, wave_id: str) -> tuple[int, int]:
    """Return how many rows of a wave people would count, and how many there are in all."""
    store, tables = rows
    with _OPENERS[store]() as session:
        numbers = {
            table: session.scalar(
                select(func.count()).select_from(table).where(_of_wave(table, wave_id))
            )
            or 0
            for table in tables
        }
    return sum(numbers[table] for table in _COUNTED & set(tables)), sum(numbers.values())


def remove(rows: Rows, wave_id: str) -> None:
    """Delete all rows of a wave in one transaction, then write the store anew without their bytes."""
    store, tables = rows
    with _OPENERS[store]() as session:
        for table in tables:
            session.execute(delete(table).where(_of_wave(table, wave_id)))
    forget_deleted(store)


def _of_wave(table: type[Any], wave_id: str) -> ColumnElement[bool]:
    if table is SealedBallot:
        waiting_in = select(Batch.id).where(Batch.wave_id == wave_id)
        return SealedBallot.batch_id.in_(waiting_in)
    found: ColumnElement[bool] = table.wave_id == wave_id
    return found


Document = Mapping[str, Any]


def count_answered(wave_id: str, questions: Collection[str]) -> tuple[int, int]:
    """Return how many families of a wave answered one of these questions, and texts included."""
    with urn_reading() as session:
        answered = sum(1 for _ in _answered(session, wave_id, questions))
        query = select(func.count()).select_from(TextAnswer)
        texts = session.scalar(query.where(*_texts(wave_id, questions))) or 0
    return max(answered, texts), answered + texts


def forget_answers(
    wave_id: str, questions: Collection[str], left_of: Callable[[Document], dict[str, Any]]
) -> None:
    """Delete the answers to some questions of a wave, then write the urn anew without their bytes.

    ``left_of`` says what is left of a document.
    """
    with urn_store() as session:
        for response_id, document in list(_answered(session, wave_id, questions)):
            query = update(Response).where(Response.id == response_id)
            session.execute(query.values(document=left_of(document)))
        session.execute(delete(TextAnswer).where(*_texts(wave_id, questions)))
    forget_deleted(URN)


def _answered(
    session: Session, wave_id: str, questions: Collection[str]
) -> Iterator[tuple[bytes, Document]]:
    query = select(Response.id, Response.document).where(Response.wave_id == wave_id)
    for row in session.execute(query.execution_options(yield_per=2000)):
        if not row.document.keys().isdisjoint(questions):
            yield row.id, row.document


def _texts(wave_id: str, questions: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return TextAnswer.wave_id == wave_id, TextAnswer.question.in_(questions)
