"""What protects the families of one survey: recovery key and signing keys. Read only."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from surveyapp.storage.tables import Issuer, RecoveryKey


def has_recovery_key(session: Session, county_ags: str) -> bool:
    """Say whether the county has an offline key to which the keys of waiting batches are sealed."""
    query = select(exists().where(RecoveryKey.county_ags == county_ags))
    return bool(session.scalar(query))


def signed_strata(register: Session, wave_id: str) -> tuple[str, ...]:
    """Return the strata of a wave whose tokens are signed blindly; the whole county is the empty one."""
    query = select(Issuer.stratum).where(Issuer.wave_id == wave_id).order_by(Issuer.stratum)
    return tuple(register.scalars(query))
