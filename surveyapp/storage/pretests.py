"""Links for testers with their answers and remarks: kept apart from every survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import PretestAnswer, PretestLink, PretestRemark

__all__ = ["PretestAnswer", "PretestLink", "PretestRemark"]

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add_link(session: Session, **row: Any) -> bool:  # noqa: ANN401 - columns
    """Keep a new link; False where somebody else has kept one of the same id."""
    query = _INSERT[session.get_bind().dialect.name](PretestLink).values(row)
    options = {"preserve_rowcount": True}  # the driver forgets the number of rows otherwise
    kept = session.connection().execute(query.on_conflict_do_nothing(), execution_options=options)
    return kept.rowcount == 1


def by_secret(session: Session, secret: str) -> PretestLink | None:
    """Return the link an address ends with."""
    return session.scalar(select(PretestLink).where(PretestLink.secret == secret))


def link_of(session: Session, county_ags: str, link_id: str) -> PretestLink | None:
    """Return a link of a county; one of another county does not exist."""
    query = select(PretestLink).where(
        PretestLink.county_ags == county_ags, PretestLink.id == link_id
    )
    return session.scalar(query)


def links_of(session: Session, county_ags: str, key: str) -> Sequence[PretestLink]:
    """Return a county's links to a questionnaire, the newest first."""
    query = (
        select(PretestLink)
        .where(PretestLink.county_ags == county_ags, PretestLink.key == key)
        .order_by(PretestLink.made_on.desc(), PretestLink.id)
    )
    return session.scalars(query).all()


def hold(session: Session, link_id: str) -> bool:
    """Keep a link from being deleted until the transaction ends; False where it is gone already."""
    # Writing the same note takes the lock on both databases before anything is read.
    lock = update(PretestLink).where(PretestLink.id == link_id).values(note=PretestLink.note)
    options = {"preserve_rowcount": True}  # the driver forgets the number of rows otherwise
    return session.connection().execute(lock, execution_options=options).rowcount == 1


def put_answer(
    session: Session,
    link_id: str,
    mark: str,
    *,
    language: str,
    document: Mapping[str, Any],
    today: date,
) -> None:
    """Keep what a tester answered; the same tester's answers replace what came before."""
    changes = {"language": language, "document": dict(document), "received_on": today}
    _put(session, PretestAnswer, link_id, mark, changes)


def put_remark(
    session: Session, link_id: str, mark: str, *, page: str, words: str, today: date
) -> None:
    """Keep what a tester said of a page; said again of the same page, it replaces what came before."""
    _put(
        session, PretestRemark, link_id, mark, {"page": page, "words": words, "received_on": today}
    )


def _put(
    session: Session,
    table: type[PretestAnswer | PretestRemark],
    link_id: str,
    mark: str,
    changes: Mapping[str, Any],
) -> None:
    row = {"id": new_id(), "link_id": link_id, "mark": mark, **changes}
    query = _INSERT[session.get_bind().dialect.name](table).values(row)
    session.execute(
        query.on_conflict_do_update(index_elements=["link_id", "mark"], set_=dict(changes))
    )


def remark_with(session: Session, link_id: str, mark: str) -> str:
    """Return what a tester said of a page; empty where nothing."""
    query = select(PretestRemark.words).where(
        PretestRemark.link_id == link_id, PretestRemark.mark == mark
    )
    return session.scalar(query) or ""


def remove_remark(session: Session, link_id: str, mark: str) -> None:
    """Delete what a tester said of a page and took back."""
    own = PretestRemark.link_id == link_id, PretestRemark.mark == mark
    session.execute(delete(PretestRemark).where(*own))


def is_new(
    session: Session, table: type[PretestAnswer | PretestRemark], link_id: str, mark: str
) -> bool:
    """Say whether nothing of that mark came in yet."""
    query = select(table.id).where(table.link_id == link_id, table.mark == mark)
    return session.scalar(query) is None


def answers_of(session: Session, link_id: str) -> Sequence[PretestAnswer]:
    """Return what testers answered through a link, the newest first."""
    query = select(PretestAnswer).where(PretestAnswer.link_id == link_id)
    return session.scalars(query.order_by(PretestAnswer.received_on.desc(), PretestAnswer.id)).all()


def remarks_of(session: Session, link_id: str) -> Sequence[PretestRemark]:
    """Return what testers said through a link, the newest first."""
    query = select(PretestRemark).where(PretestRemark.link_id == link_id)
    return session.scalars(query.order_by(PretestRemark.received_on.desc(), PretestRemark.id)).all()


def count(session: Session, link_id: str) -> tuple[int, int]:
    """Return how many answers and remarks came in through a link."""
    found = [
        session.scalar(select(func.count()).select_from(table).where(table.link_id == link_id)) or 0
        for table in (PretestAnswer, PretestRemark)
    ]
    return found[0], found[1]


def remove_link(session: Session, link_id: str) -> None:
    """Delete a link with all that came in through it."""
    for table in (PretestAnswer, PretestRemark):
        session.execute(delete(table).where(table.link_id == link_id))
    session.execute(delete(PretestLink).where(PretestLink.id == link_id))


def remove_links_to(session: Session, county_ags: str, key: str) -> None:
    """Delete a county's links to a questionnaire, with all that came in through them."""
    for link in links_of(session, county_ags, key):
        remove_link(session, link.id)


def move_links(session: Session, county_ags: str, key: str, new_key: str) -> None:
    """Let a county's links to a questionnaire lead to another key of it."""
    own = PretestLink.county_ags == county_ags, PretestLink.key == key
    session.execute(update(PretestLink).where(*own).values(key=new_key))


def count_before(session: Session, day: date) -> int:
    """Return how many links ended, and answers and remarks came in, before a day."""
    return sum(
        session.scalar(select(func.count()).select_from(table).where(is_old)) or 0
        for table, is_old in _old(day)
    )


def forget_before(session: Session, day: date) -> None:
    """Delete what came in before a day, and the links that ended before it with all that is theirs."""
    for table, is_old in _old(day):
        session.execute(delete(table).where(is_old))


def _old(day: date) -> Iterator[tuple[type[Any], ColumnElement[bool]]]:
    ended = select(PretestLink.id).where(PretestLink.until < day)
    for table in (PretestAnswer, PretestRemark):
        yield table, or_(table.received_on < day, table.link_id.in_(ended))
    yield PretestLink, PretestLink.until < day
