"""Codes of six digits that an app shows (TOTP, RFC 6238): the shared secret, and each code once."""

from __future__ import annotations

import hmac
import re
from datetime import date

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from surveyapp.services.keys import derived_key, opened_with, sealed_with
from surveyapp.storage import factors
from surveyapp.storage.staff import Staff

ISSUER = "Familienbefragung"
"""What the app calls the account's place."""
_STEP = 30
"""Seconds for which a code is shown."""
_PURPOSE = "staff-code-app"
_BEFORE = "new/"
"""Marks a secret that a page carries until a first code proves that the app has it."""


def new_secret() -> str:
    """Draw a secret of 160 bits, as apps take it in: base 32."""
    import pyotp  # noqa: PLC0415 - few pages need it

    return pyotp.random_base32(32)


def address_of(secret: str, email: str) -> str:
    """Return what the QR code for the app holds."""
    import pyotp  # noqa: PLC0415 - few pages need it

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def carried(staff: Staff, secret: str) -> str:
    """Return a new secret so that a page can carry it and nobody else can make one."""
    return sealed_with(
        derived_key(_PURPOSE), secret.encode(), f"{_BEFORE}{staff.id}".encode()
    ).hex()


def brought_back(staff: Staff, text: str) -> str | None:
    """Return the new secret a page carried; None where it was not made for this account."""
    try:
        sealed = bytes.fromhex(text)
        place = f"{_BEFORE}{staff.id}".encode()
        return opened_with(derived_key(_PURPOSE), sealed, place).decode()
    except (ValueError, InvalidTag):
        return None


def set_up(
    session: Session, staff: Staff, secret: str, code: str, *, now: float, today: date
) -> bool:
    """Give an account an app that has just shown a right code; False where the code is wrong."""
    step = _step_of(secret, code, now)
    if step is None:
        return False
    sealed = sealed_with(derived_key(_PURPOSE), secret.encode(), staff.id.encode())
    factors.set_code_app(session, staff.id, secret=sealed, last_step=step, today=today)
    session.commit()
    return True


def check(session: Session, staff: Staff, code: str, now: float) -> bool:
    """Say whether the app shows this code now, or did half a minute ago, and use it up."""
    app = factors.code_app(session, staff.id)
    if app is None:
        return False
    try:
        secret = opened_with(derived_key(_PURPOSE), app.secret, staff.id.encode()).decode()
    except InvalidTag:  # the installation's secret has changed; spare codes and passkeys are left
        return False
    step = _step_of(secret, code, now)
    session.commit()
    is_first = step is not None and factors.use_step(session, staff.id, step)
    session.commit()
    return is_first


def _step_of(secret: str, code: str, now: float) -> int | None:
    """Return the step of time whose code this is; clocks may differ by one step."""
    import pyotp  # noqa: PLC0415 - few pages need it

    typed = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", typed):
        return None
    present = int(now // _STEP)
    totp = pyotp.TOTP(secret)
    shown = {step: totp.at(step * _STEP) for step in (present, present - 1, present + 1)}
    fitting = (step for step, each in shown.items() if hmac.compare_digest(each, typed))
    return next(fitting, None)
