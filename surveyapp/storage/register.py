"""The register of invitations: added as a whole, looked up and claimed one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from sqlalchemy import and_, func, insert, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Invitation
from surveyapp.storage.tables.register import NO_CLAIM

OPEN = "open"
USED = "used"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation nobody has used."""

    code_hash: bytes
    #: Number in the county's list, from 1.
    serial: int
    stratum: str = ""
    kind: str = "letter"


def add_invitations(session: Session, wave_id: str, invitations: Iterable[NewInvitation]) -> None:
    """Add open invitations in the order of their hashes, so the order of issue is not kept."""
    rows = [
        {
            "code_hash": each.code_hash,
            "wave_id": wave_id,
            "serial": each.serial,
            "stratum": each.stratum,
            "kind": each.kind,
            "state": OPEN,
            "reported": OPEN,
            "claim": NO_CLAIM,
        }
        for each in sorted(invitations, key=attrgetter("code_hash"))
    ]
    if rows:
        session.execute(insert(Invitation), rows)


def last_serial(session: Session, wave_id: str) -> int:
    """Return the highest serial of a wave; 0 where nobody is invited yet."""
    query = select(func.max(Invitation.serial)).where(Invitation.wave_id == wave_id)
    return session.scalar(query) or 0


def state_of(session: Session, wave_id: str, code_hash: bytes) -> str | None:
    """Return ``open``, ``used`` or ``void``; None for a code the wave does not know."""
    query = select(Invitation.state).where(
        Invitation.code_hash == code_hash, Invitation.wave_id == wave_id
    )
    return session.scalar(query)


def was_used_by(session: Session, wave_id: str, code_hash: bytes, claim: bytes) -> bool:
    """Say whether the code was used for exactly this claim."""
    query = select(Invitation.claim).where(
        Invitation.code_hash == code_hash,
        Invitation.wave_id == wave_id,
        Invitation.state == USED,
    )
    return session.scalar(query) == hashlib.sha256(claim).digest()


def use_invitation(session: Session, wave_id: str, code_hash: bytes, claim: bytes) -> str | None:
    """Use the code for this claim and return its stratum, again for the same claim; None for others."""
    mark = hashlib.sha256(claim).digest()
    query = (
        update(Invitation)
        .where(
            Invitation.code_hash == code_hash,
            Invitation.wave_id == wave_id,
            or_(
                Invitation.state == OPEN,
                and_(Invitation.state == USED, Invitation.claim == mark),
            ),
        )
        .values(state=USED, claim=mark)
        .returning(Invitation.stratum)
    )
    return session.scalar(query)


def admitted_to(session: Session, wave_id: str, code_hash: bytes) -> tuple[str, str] | None:
    """Return state and stratum of an invitation; None for a code the wave does not know."""
    query = select(Invitation.state, Invitation.stratum).where(
        Invitation.code_hash == code_hash, Invitation.wave_id == wave_id
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row.state, row.stratum)


def strata_of(session: Session, wave_id: str) -> list[str]:
    """Return the parts of the county that a wave invites, sorted."""
    query = select(Invitation.stratum).where(Invitation.wave_id == wave_id).distinct()
    return sorted(session.scalars(query))


def report(session: Session, wave_id: str) -> None:
    """Let staff see the state of every invitation of a wave as it is now; one statement.

    All rows are written, changed or not, so that none shows by its place that it was.
    """
    query = update(Invitation).where(Invitation.wave_id == wave_id)
    session.connection().execute(query.values(reported=Invitation.state))


def count_reported(session: Session, wave_id: str) -> dict[str, int]:
    """Return how many invitations of a wave were in each state when the last batch was opened."""
    query = (
        select(Invitation.reported, func.count())
        .where(Invitation.wave_id == wave_id)
        .group_by(Invitation.reported)
    )
    return dict(session.execute(query).all())


def count_not_open(session: Session, wave_id: str) -> int:
    """Return how many codes of a wave can be used no more; shown to nobody."""
    query = select(func.count()).select_from(Invitation)
    return session.scalar(query.where(Invitation.wave_id == wave_id, Invitation.state != OPEN)) or 0
