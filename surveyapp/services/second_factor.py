"""What beside a password proves who somebody is: who needs it, who has it, and checking it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from surveyapp.access.roles import ALLOWED, Action, Role
from surveyapp.services import code_app, spare_codes
from surveyapp.services.keys import settings
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.services.sessions import Stage
from surveyapp.storage import factors
from surveyapp.storage import staff as staff_rows
from surveyapp.storage.factors import CodeApp, Passkey
from surveyapp.storage.staff import Staff

GUARDED = frozenset(
    {
        *(Action.RELEASE, Action.EXPORT_MICRODATA),
        *(Action.MANAGE_STAFF, Action.MANAGE_TOKENS),
    }
)
"""What nobody may do with a password alone, where the installation says so. Files of figures that were
released are not among it: they hold what anybody may read soon."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has beside its password."""

    passkeys: Sequence[Passkey]
    app: CodeApp | None
    spare_codes: int

    @property
    def has_any(self) -> bool:
        """Say whether a password alone does not open the account."""
        return bool(self.passkeys) or self.app is not None


def factors_of(session: Session, staff: Staff) -> Factors:
    """Return what an account has beside its password."""
    return Factors(
        factors.passkeys_of(session, staff.id),
        factors.code_app(session, staff.id),
        factors.count_spare_codes(session, staff.id),
    )


def is_needed(role: str) -> bool:
    """Say whether a role needs more than a password."""
    return settings().needs_second_factor and bool(ALLOWED[Role(role)] & GUARDED)


def stage_after_password(session: Session, staff: Staff) -> Stage:
    """Return how far a right password brings somebody."""
    if factors_of(session, staff).has_any:
        return Stage.HALF
    return Stage.BARE if is_needed(staff.role) else Stage.WHOLE


def check_code(session: Session, staff: Staff, typed: str, network: bytes, now: float) -> bool:
    """Check a code of the app or a spare code, and use it up; wrong ones are counted."""
    sender = Sender(network, staff.id.encode())
    if limiter().wait(What.SECOND_FACTOR, sender, now):
        return False
    typed = typed[:100]
    if code_app.check(session, staff, typed, now) or spare_codes.use(session, staff, typed):
        limiter().forget(What.SECOND_FACTOR, Sender(account=sender.account))
        return True
    limiter().note(What.SECOND_FACTOR, sender, now)
    return False


def may_lose(session: Session, staff: Staff, *, passkey: str | None = None) -> bool:
    """Say whether an account keeps what it needs without one passkey, or without its app.

    Until the caller commits nobody else takes anything from it, so that two do not take the last two.
    """
    staff_rows.hold(session, staff.id)
    found = factors_of(session, staff)
    left = [each for each in found.passkeys if each.id != passkey]
    has_app = found.app is not None and passkey is not None
    if not is_needed(staff.role):
        return bool(left or staff.password_hash)
    return bool(left) or (has_app and staff.password_hash is not None)
