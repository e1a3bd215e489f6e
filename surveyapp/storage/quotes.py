"""Quotations: texts of families in the wording that a person approved for everybody to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Quote, Survey, Wave

__all__ = ["Quote"]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def keep(session: Session, quote: Quote) -> None:
    """Keep a quotation; another wording of the same text takes its place."""
    names = ("id", "wave_id", "question", "language", "text", "approved_by")
    row = {name: getattr(quote, name) for name in names}
    query = _INSERT[session.get_bind().dialect.name](Quote).values(row)
    changes = {name: row[name] for name in ("text", "approved_by")}
    session.execute(query.on_conflict_do_update(index_elements=["id"], set_=changes))


def of_wave(session: Session, wave_id: str) -> Sequence[Quote]:
    """Return the quotations of a wave by question and random id."""
    query = select(Quote).where(Quote.wave_id == wave_id).order_by(Quote.question, Quote.id)
    return session.scalars(query).all()


def remove(session: Session, wave_id: str, quote_id: str) -> bool:
    """Delete a quotation of a wave; False if it was not there."""
    query = delete(Quote).where(Quote.id == quote_id, Quote.wave_id == wave_id)
    return session.connection().execute(query).rowcount == 1


def quoted_wave(session: Session, slug: str, number: int) -> Wave | None:
    """Return a survey's wave where anything of it may be quoted; one statement."""
    query = (
        select(Wave)
        .join(Survey, Survey.id == Wave.survey_id)
        .where(Survey.slug == slug, Wave.number == number)
        .where(select(Quote.id).where(Quote.wave_id == Wave.id).exists())
    )
    return session.scalar(query)
