"""The urn: putting one family's answers in, and reading all of a wave in an order that means nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Response, TextAnswer

if TYPE_CHECKING:
    from surveyapp.questionnaire.anonymise import AnonymousResponse

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add_response(
    session: Session, wave_id: str, response_id: bytes, response: AnonymousResponse
) -> bool:
    """Put one response into the urn; False if it already lies there."""
    row = {
        "id": response_id,
        "wave_id": wave_id,
        "version": response.version,
        "language": response.language,
        "mode": response.mode,
        "received_year": response.received_year,
        "received_month": response.received_month,
        "document": response.document,
    }
    return _add_once(session, Response, [row]) == 1


def document_of(session: Session, response_id: bytes) -> dict[str, Any] | None:
    """Return the document of the response with this id, which only its family's draft knows."""
    return session.scalar(select(Response.document).where(Response.id == response_id))


def add_texts(
    session: Session,
    wave_id: str,
    language: str,
    texts: Sequence[tuple[bytes, str, str]],
) -> None:
    """Put free texts (own id, question, text) into the urn; those already there stay."""
    rows = [
        {"id": own_id, "wave_id": wave_id, "question": question, "language": language, "text": text}
        for own_id, question, text in sorted(texts)
    ]
    if rows:
        _add_once(session, TextAnswer, rows)


def documents_of(session: Session, wave_ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield wave id and document of every response, sorted by random id; memory stays small."""
    query = (
        select(Response.wave_id, Response.document)
        .where(Response.wave_id.in_(wave_ids))
        .order_by(Response.id)
        .execution_options(yield_per=2000)
    )
    yield from session.execute(query)


def texts_of(session: Session, wave_id: str) -> Sequence[TextAnswer]:
    """Return the free texts of a wave by question and random id."""
    query = (
        select(TextAnswer)
        .where(TextAnswer.wave_id == wave_id)
        .order_by(TextAnswer.question, TextAnswer.id)
    )
    return session.scalars(query).all()


def count_responses(session: Session, wave_id: str) -> int:
    """Return how many families answered a wave; never shown before the wave is closed."""
    query = select(func.count()).select_from(Response).where(Response.wave_id == wave_id)
    return session.scalar(query) or 0


def count_by_wave(session: Session, wave_ids: Sequence[str]) -> dict[str, int]:
    """Return how many families answered each wave; one statement."""
    query = (
        select(Response.wave_id, func.count().label("number"))
        .where(Response.wave_id.in_(wave_ids))
        .group_by(Response.wave_id)
    )
    return {row.wave_id: row.number for row in session.execute(query)}


def _add_once(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> int:
    insert = _INSERT[session.get_bind().dialect.name]
    query = insert(table).values(rows).on_conflict_do_nothing(index_elements=["id"])
    options = {
        "preserve_rowcount": True
    }  # the driver forgets the number of inserted rows otherwise
    return session.connection().execute(query, execution_options=options).rowcount
