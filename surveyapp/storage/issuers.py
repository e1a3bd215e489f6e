"""The keys that sign tickets: one for each stratum of a wave, written once and never changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Issuer

_INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add_issuer(
    session: Session, wave_id: str, stratum: str, *, public_key: bytes, private_key: bytes
) -> None:
    """Add the key of a stratum; if another process was first, its key stays."""
    row = {"public_key": public_key, "private_key": private_key}
    insert = _INSERT[session.get_bind().dialect.name]
    query = insert(Issuer).values(wave_id=wave_id, stratum=stratum, **row)
    session.execute(query.on_conflict_do_nothing(index_elements=["wave_id", "stratum"]))


def private_key_of(session: Session, wave_id: str, stratum: str) -> bytes | None:
    """Return the sealed private key of a stratum; None where none was made."""
    query = select(Issuer.private_key).where(Issuer.wave_id == wave_id, Issuer.stratum == stratum)
    return session.scalar(query)


def public_keys_of(session: Session, wave_id: str) -> dict[str, bytes]:
    """Return the public key of each stratum of a wave, sorted by stratum."""
    query = select(Issuer.stratum, Issuer.public_key).where(Issuer.wave_id == wave_id)
    return dict(sorted((row.stratum, row.public_key) for row in session.execute(query)))
