"""The audit log's rows: entries are added at the end of a county's chain and never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import NO_HASH, AuditChain, AuditEntry

__all__ = ["NO_HASH", "AuditChain", "AuditEntry"]


Conditions = tuple[ColumnElement[bool], ...]
"""What a search in the log must fulfil."""


def hold(session: Session, county_ags: str) -> tuple[int, str]:
    """Return number and hash of a county's newest entry; nobody else adds one until this ends.

    The first statement writes, so that SQLite lets one writer in and no reader's old view forks the
    chain; PostgreSQL locks the row.
    """
    values = {"county_ags": county_ags, "cut_number": 0, "last_number": 0}
    hashes = {"cut_hash": NO_HASH, "last_hash": NO_HASH}
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    make = sqlite.insert(AuditChain) if is_sqlite else postgresql.insert(AuditChain)
    session.execute(make.values(**values, **hashes).on_conflict_do_nothing())
    ends = select(AuditChain.last_number, AuditChain.last_hash)
    number, hash_ = session.execute(
        ends.where(AuditChain.county_ags == county_ags).with_for_update()
    ).one()
    return number, hash_


def add(session: Session, entry: Mapping[str, object]) -> None:
    """Add an entry at the end of the chain that ``hold`` holds."""
    session.execute(insert(AuditEntry).values(**entry))
    session.execute(
        update(AuditChain)
        .where(AuditChain.county_ags == entry["county_ags"])
        .values(last_number=entry["number"], last_hash=entry["hash"])
    )


def chains(session: Session) -> Sequence[AuditChain]:
    """Return the ends of all chains by county, as they stand in the store now."""
    query = select(AuditChain).order_by(AuditChain.county_ags)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def chain_of(session: Session, county_ags: str) -> AuditChain | None:
    """Return the ends of a county's chain."""
    return session.get(AuditChain, county_ags, populate_existing=True)


def in_order(session: Session, county_ags: str) -> Sequence[AuditEntry]:
    """Return all entries of a county from the first that is kept, as they stand in the store now."""
    query = select(AuditEntry).where(AuditEntry.county_ags == county_ags)
    options = {"populate_existing": True}
    return session.scalars(query.order_by(AuditEntry.number).execution_options(**options)).all()


def found(
    session: Session, conditions: Conditions, offset: int, limit: int
) -> Sequence[AuditEntry]:
    """Return entries, the newest first."""
    query = select(AuditEntry).where(*conditions).order_by(AuditEntry.number.desc())
    return session.scalars(query.offset(offset).limit(limit)).all()


def count(session: Session, conditions: Conditions) -> int:
    """Return how many entries there are."""
    query = select(func.count()).select_from(AuditEntry).where(*conditions)
    return session.scalar(query) or 0


def matching(
    county_ags: str, *, deed: str = "", name: str = "", since: str = "", until: str = ""
) -> Conditions:
    """Return the conditions of a search in a county's entries; what is empty does not narrow it."""
    return (
        AuditEntry.county_ags == county_ags,
        *((AuditEntry.deed == deed,) if deed else ()),
        *((AuditEntry.actor_name == name,) if name else ()),
        *((AuditEntry.at >= since,) if since else ()),
        *((AuditEntry.at < until,) if until else ()),
    )


def names(session: Session, county_ags: str) -> Sequence[str]:
    """Return whose deeds stand in a county's log."""
    query = select(AuditEntry.actor_name).where(AuditEntry.county_ags == county_ags)
    return session.scalars(query.distinct().order_by(AuditEntry.actor_name)).all()


def count_before(session: Session, at: str) -> int:
    """Return how many entries of all counties are older than a minute."""
    return count(session, (AuditEntry.at < at,))


def cut(session: Session, at: str) -> None:
    """Delete what is older than a minute, and keep the hash of the last of it in its chain."""
    query = select(AuditEntry.county_ags, func.max(AuditEntry.number)).where(AuditEntry.at < at)
    for county_ags, number in session.execute(query.group_by(AuditEntry.county_ags)).all():
        last = session.get_one(AuditEntry, (county_ags, number))
        session.execute(
            update(AuditChain)
            .where(AuditChain.county_ags == county_ags)
            .values(cut_number=number, cut_hash=last.hash)
        )
        session.execute(
            delete(AuditEntry).where(
                AuditEntry.county_ags == county_ags, AuditEntry.number <= number
            )
        )
