"""Opened responses: added a batch at a time, and read in an order that means nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Text, cast, delete, func, insert, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Response, TextAnswer, Withdrawal

if TYPE_CHECKING:
    from surveyapp.questionnaire.anonymise import AnonymousResponse


@dataclass(frozen=True, slots=True)
class Opened:
    """What one ballot becomes when it is opened."""

    response: AnonymousResponse
    stratum: str
    #: None where no receipt leads here.
    receipt_hash: bytes | None
    #: One for each text, in its order.
    text_hashes: tuple[bytes | None, ...]

    def without_receipt(self) -> Opened:
        """Return the same, with no receipt leading to any of it."""
        return replace(self, receipt_hash=None, text_hashes=(None,) * len(self.text_hashes))


def add_opened(
    session: Session, wave_id: str, opened: Sequence[Opened], new_id: Callable[[], bytes]
) -> None:
    """Add the responses of a batch, and their texts apart, each in the order of fresh random ids."""
    rows = [
        {
            "id": new_id(),
            "wave_id": wave_id,
            "stratum": each.stratum,
            "version": each.response.version,
            "language": each.response.language,
            "mode": each.response.mode,
            "received_year": each.response.received_year,
            "received_month": each.response.received_month,
            "document": each.response.document,
            "receipt_hash": each.receipt_hash,
        }
        for each in opened
    ]
    texts = [
        {
            "id": new_id(),
            "wave_id": wave_id,
            "question": question,
            "language": each.response.language,
            "text": words,
            "receipt_hash": receipt_hash,
        }
        for each in opened
        for (question, words), receipt_hash in zip(
            each.response.texts, each.text_hashes, strict=True
        )
    ]
    for table, found in ((Response, rows), (TextAnswer, texts)):
        if found:
            session.execute(insert(table), sorted(found, key=itemgetter("id")))


def remove_with_receipts(
    session: Session, wave_id: str, hashes: Collection[bytes]
) -> frozenset[bytes]:
    """Delete responses and texts of a wave with these hashes of receipts; return which there were."""
    found: set[bytes] = set()
    for table in (Response, TextAnswer):
        query = delete(table).where(table.wave_id == wave_id, table.receipt_hash.in_(hashes))
        deleted = session.scalars(query.returning(table.receipt_hash))
        found.update(each for each in deleted if each is not None)
    return frozenset(found)


def remove_withdrawn(session: Session, wave_id: str) -> bool:
    """Delete what was withdrawn and stands here all the same, after a backup came back."""
    noted = select(Withdrawal.receipt_hash).where(Withdrawal.wave_id == wave_id)
    number = 0
    for table in (Response, TextAnswer):
        query = delete(table).where(table.wave_id == wave_id, table.receipt_hash.in_(noted))
        number += session.connection().execute(query).rowcount
    return number > 0


def known_receipts(session: Session, hashes: Collection[bytes]) -> frozenset[bytes]:
    """Return those hashes beside which a response lies already."""
    query = select(Response.receipt_hash).where(Response.receipt_hash.in_(hashes))
    return frozenset(each for each in session.scalars(query) if each is not None)


def forget_receipts(session: Session, wave_id: str) -> None:
    """Wipe the hashes of receipts from a wave that is closed: nobody can withdraw any more."""
    for table in (Response, TextAnswer):
        query = update(table).where(table.wave_id == wave_id, table.receipt_hash.is_not(None))
        session.connection().execute(query.values(receipt_hash=None))


def documents_of(session: Session, wave_ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield wave id and document of every response, sorted by random id; memory stays small."""
    query = (
        select(Response.wave_id, Response.document)
        .where(Response.wave_id.in_(wave_ids))
        .order_by(Response.id)
        .execution_options(yield_per=2000)
    )
    yield from session.execute(query)


class Part(NamedTuple):
    """Some responses of a wave."""

    #: Documents as JSON.
    documents: list[str]
    #: The stratum of each.
    strata: list[str]


def parts_of(session: Session, wave_id: str, size: int) -> Iterator[Part]:
    """Yield the responses of a wave in parts, sorted by random id; memory holds one part.

    Documents stay text: whoever reads many has a quicker way to do so than one row at a time.
    """
    query = (
        select(cast(Response.document, Text), Response.stratum)
        .where(Response.wave_id == wave_id)
        .order_by(Response.id)
        .execution_options(yield_per=size)
    )
    for rows in session.execute(query).partitions():
        yield Part([document for document, _ in rows], [stratum for _, stratum in rows])


def texts_of(session: Session, wave_id: str) -> Sequence[TextAnswer]:
    """Return the free texts of a wave by question and random id."""
    query = (
        select(TextAnswer)
        .where(TextAnswer.wave_id == wave_id)
        .order_by(TextAnswer.question, TextAnswer.id)
    )
    return session.scalars(query).all()


def count_responses(session: Session, wave_id: str) -> int:
    """Return how many responses of a wave were opened."""
    query = select(func.count()).select_from(Response).where(Response.wave_id == wave_id)
    return session.scalar(query) or 0


def count_by_wave(session: Session, wave_ids: Sequence[str]) -> dict[str, int]:
    """Return how many responses of each wave were opened; one statement."""
    query = (
        select(Response.wave_id, func.count().label("number"))
        .where(Response.wave_id.in_(wave_ids))
        .group_by(Response.wave_id)
    )
    return {row.wave_id: row.number for row in session.execute(query)}
