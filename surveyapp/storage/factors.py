"""What proves who somebody is: passkeys, an app that shows codes, spare codes. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import CodeApp, Passkey, SpareCode, Staff

__all__ = ["CodeApp", "Passkey"]


def passkeys_of(session: Session, staff_id: str) -> Sequence[Passkey]:
    """Return the passkeys of an account by name."""
    query = select(Passkey).where(Passkey.staff_id == staff_id)
    return session.scalars(query.order_by(Passkey.made_on, Passkey.name, Passkey.id)).all()


def passkey_by_credential(session: Session, credential_id: bytes) -> Passkey | None:
    """Return the passkey that a device calls so."""
    return session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def add_passkey(
    session: Session,
    staff_id: str,
    *,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    name: str,
    today: date,
) -> Passkey:
    """Add a passkey."""
    row = Passkey(
        id=new_id(),
        staff_id=staff_id,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        name=name,
        made_on=today,
    )
    session.add(row)
    session.flush()
    return row


def remove_passkey(session: Session, staff_id: str, passkey_id: str) -> bool:
    """Remove a passkey of an account; False where it has none of this id."""
    query = delete(Passkey).where(Passkey.staff_id == staff_id, Passkey.id == passkey_id)
    return session.connection().execute(query).rowcount == 1


def code_app(session: Session, staff_id: str) -> CodeApp | None:
    """Return the app of an account; None where it has none."""
    query = select(CodeApp).where(CodeApp.staff_id == staff_id)
    return session.scalar(query.execution_options(populate_existing=True))


def set_code_app(
    session: Session, staff_id: str, *, secret: bytes, last_step: int, today: date
) -> None:
    """Give an account an app; an older one counts no more."""
    remove_code_app(session, staff_id)
    row = CodeApp(staff_id=staff_id, secret=secret, last_step=last_step, made_on=today)
    session.add(row)
    session.flush()


def use_step(session: Session, staff_id: str, step: int) -> bool:
    """Use up the codes up to a step; False where that one was used, here or at the same moment."""
    query = update(CodeApp).where(CodeApp.staff_id == staff_id, CodeApp.last_step < step)
    return session.connection().execute(query.values(last_step=step)).rowcount == 1


def remove_code_app(session: Session, staff_id: str) -> bool:
    """Remove the app of an account; False where there was none."""
    session.expire_all()
    query = delete(CodeApp).where(CodeApp.staff_id == staff_id)
    return session.connection().execute(query).rowcount == 1


def set_spare_codes(session: Session, staff_id: str, hashes: Collection[bytes]) -> None:
    """Give an account new spare codes in the place of all older ones."""
    session.execute(delete(SpareCode).where(SpareCode.staff_id == staff_id))
    session.add_all(SpareCode(code_hash=each, staff_id=staff_id) for each in hashes)
    session.flush()


def count_spare_codes(session: Session, staff_id: str) -> int:
    """Return how many spare codes an account has left."""
    query = select(func.count()).select_from(SpareCode).where(SpareCode.staff_id == staff_id)
    return session.scalar(query) or 0


def use_spare_code(session: Session, staff_id: str, code_hash: bytes) -> bool:
    """Use up a spare code; False where the account has none such."""
    query = delete(SpareCode).where(
        SpareCode.staff_id == staff_id, SpareCode.code_hash == code_hash
    )
    return session.connection().execute(query).rowcount == 1


def count_passkeys(session: Session, county_ags: str) -> dict[str, int]:
    """Return how many passkeys the accounts of a county have, by account."""
    query = (
        select(Passkey.staff_id, func.count())
        .join(Staff, Staff.id == Passkey.staff_id)
        .where(Staff.county_ags == county_ags)
        .group_by(Passkey.staff_id)
    )
    return dict(session.execute(query).all())


def with_app(session: Session, county_ags: str) -> frozenset[str]:
    """Return the accounts of a county that have an app."""
    query = select(CodeApp.staff_id).join(Staff, Staff.id == CodeApp.staff_id)
    return frozenset(session.scalars(query.where(Staff.county_ags == county_ags)))


def remove_all(session: Session, staff_id: str) -> None:
    """Remove every factor of an account."""
    for table in (Passkey, CodeApp, SpareCode):
        session.execute(delete(table).where(table.staff_id == staff_id))
    session.expire_all()
