"""The register of invitations: added as a whole, looked up and claimed one at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Invitation

OPEN = "open"
USED = "used"


def add_invitations(session: Session, wave_id: str, hashes: Iterable[bytes]) -> None:
    """Add open invitations in the order of their hashes, so the order of issue is not kept."""
    rows = [{"code_hash": code, "wave_id": wave_id, "state": OPEN} for code in sorted(hashes)]
    if rows:
        session.execute(insert(Invitation), rows)


def state_of(session: Session, wave_id: str, code_hash: bytes) -> str | None:
    """Return ``open``, ``used`` or ``void``; None for a code the wave does not know."""
    query = select(Invitation.state).where(
        Invitation.code_hash == code_hash, Invitation.wave_id == wave_id
    )
    return session.scalar(query)


def use_invitation(session: Session, wave_id: str, code_hash: bytes, claim: bytes) -> bool:
    """Use the code for this claim; True again for the same claim, False for any other."""
    mark = hashlib.sha256(claim).digest()
    query = (
        update(Invitation)
        .where(
            Invitation.code_hash == code_hash,
            Invitation.wave_id == wave_id,
            or_(Invitation.state == OPEN, Invitation.claim == mark),
        )
        .values(state=USED, claim=mark)
    )
    return session.connection().execute(query).rowcount == 1


def admitted_to(session: Session, wave_id: str, code_hash: bytes) -> tuple[str, str] | None:
    """Return state and stratum of an invitation; None for a code the wave does not know."""
    query = select(Invitation.state, Invitation.stratum).where(
        Invitation.code_hash == code_hash, Invitation.wave_id == wave_id
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row.state, row.stratum)


def count_by_state(session: Session, wave_id: str) -> dict[str, int]:
    """Return how many invitations of a wave are in each state."""
    query = (
        select(Invitation.state, func.count())
        .where(Invitation.wave_id == wave_id)
        .group_by(Invitation.state)
    )
    return dict(session.execute(query).all())
