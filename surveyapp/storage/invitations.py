"""Invitations as staff see them: made void, counted and listed.

Everything here reads ``reported`` and never ``state``: what staff see changes when a batch is opened, and
at no other moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.register import OPEN, USED
from surveyapp.storage.tables import Invitation

VOID = "void"
LETTER, RESERVE = "letter", "reserve"


@dataclass(frozen=True, slots=True)
class Group:
    """How many invitations of one stratum, kind and reported state there are."""

    stratum: str
    kind: str
    reported: str
    number: int
    #: The highest serial among them.
    last_serial: int


def issue_alone(session: Session, wave_id: str) -> None:
    """Let nobody else issue codes for a wave until the transaction ends.

    Codes lie in the order of their hashes, and two lists at once would wait for each other's serials.
    SQLite lets one transaction write at a time in any case.
    """
    if session.get_bind().dialect.name == "postgresql":
        key = func.hashtextextended(wave_id, 0)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def valid_hashes(session: Session, wave_id: str) -> dict[bytes, int]:
    """Return the serials of a wave's codes by hash, without those that were made void."""
    query = select(Invitation.code_hash, Invitation.serial).where(
        Invitation.wave_id == wave_id, Invitation.reported != VOID
    )
    return dict(session.execute(query).all())


def groups(session: Session, wave_id: str) -> Sequence[Group]:
    """Count the invitations of a wave as they were reported."""
    columns = (Invitation.stratum, Invitation.kind, Invitation.reported)
    query = (
        select(*columns, func.count(), func.max(Invitation.serial))
        .where(Invitation.wave_id == wave_id)
        .group_by(*columns)
        .order_by(*columns)
    )
    return [Group(*row) for row in session.execute(query)]


def reported_of(session: Session, wave_id: str, serial: int) -> str | None:
    """Return the reported state of one serial; None where the wave has no such serial."""
    query = select(Invitation.reported).where(
        Invitation.wave_id == wave_id, Invitation.serial == serial
    )
    return session.scalar(query)


def serials(session: Session, wave_id: str, reported: str, kind: str = "") -> list[int]:
    """Return the serials in a reported state, of one kind or of both, in order."""
    query = select(Invitation.serial).where(
        Invitation.wave_id == wave_id, Invitation.reported == reported
    )
    if kind:
        query = query.where(Invitation.kind == kind)
    return list(session.scalars(query.order_by(Invitation.serial)))


def make_void(session: Session, wave_id: str, serial: int | None = None) -> None:
    """Make one code of a wave unusable, or all that are not reported as used.

    A code used since the last batch stays used, but is reported as void like the others: nobody
    learns of it before the next batch is opened.
    """
    query = (
        update(Invitation)
        .where(Invitation.wave_id == wave_id, Invitation.reported != USED)
        .values(reported=VOID, state=case((Invitation.state == OPEN, VOID), else_=Invitation.state))
    )
    if serial is not None:
        query = query.where(Invitation.serial == serial)
    session.connection().execute(query)
