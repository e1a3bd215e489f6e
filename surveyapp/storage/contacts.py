"""Contact wishes: kept once, read by survey in an order that means nothing, deleted by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import ContactWish, Survey

__all__ = ["ContactWish"]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def keep(session: Session, wish: ContactWish) -> None:
    """Keep a wish; the same page sent again replaces what it had left in this survey."""
    columns = ("id", "survey_id", "entry", "consent_hash", "delete_year", "delete_month")
    row = {name: getattr(wish, name) for name in columns}
    query = _INSERT[session.get_bind().dialect.name](ContactWish).values(row)
    session.execute(
        query.on_conflict_do_update(
            index_elements=["id"],
            set_={name: row[name] for name in columns[2:]},
            where=ContactWish.survey_id == wish.survey_id,
        )
    )


def of_survey(session: Session, survey_id: str) -> Sequence[ContactWish]:
    """Return the wishes of a survey, sorted by random id."""
    query = select(ContactWish).where(ContactWish.survey_id == survey_id).order_by(ContactWish.id)
    return session.scalars(query).all()


def count(session: Session, survey_id: str) -> int:
    """Return how many wishes of a survey are kept."""
    query = select(func.count()).select_from(ContactWish).where(ContactWish.survey_id == survey_id)
    return session.scalar(query) or 0


def survey_of(session: Session, wish_id: bytes) -> Survey | None:
    """Return the survey in which a wish was left; None where there is no such wish."""
    query = select(Survey).join(ContactWish).where(ContactWish.id == wish_id)
    return session.scalar(query)


def remove(session: Session, wish_id: bytes) -> bool:
    """Delete one wish; False if it was not there."""
    query = delete(ContactWish).where(ContactWish.id == wish_id)
    return session.connection().execute(query).rowcount == 1


def count_expired(session: Session, today: date) -> int:
    """Return how many wishes there are whose month of deletion has come."""
    query = select(func.count()).select_from(ContactWish).where(_is_over(today))
    return session.scalar(query) or 0


def remove_expired(session: Session, today: date) -> int:
    """Delete every wish whose month of deletion has come, and return how many there were."""
    # Deleting nothing would still lock the store, so look first.
    if not count_expired(session, today):
        return 0
    return session.connection().execute(delete(ContactWish).where(_is_over(today))).rowcount


def _is_over(today: date) -> ColumnElement[bool]:
    return or_(
        ContactWish.delete_year < today.year,
        and_(ContactWish.delete_year == today.year, ContactWish.delete_month <= today.month),
    )


def lay_in_order(session: Session) -> None:
    """Write all wishes anew by random id, so that their places do not tell who came when."""
    columns = ContactWish.__table__.columns
    found = session.execute(select(*columns).order_by(ContactWish.id)).mappings()
    rows = [dict(row) for row in found]
    if rows:
        session.execute(delete(ContactWish))
        session.execute(insert(ContactWish), rows)
