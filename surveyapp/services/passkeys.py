"""Passkeys: asking a device for one, and reading what it says (WebAuthn, by the library ``webauthn``)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from surveyapp.services import open_questions
from surveyapp.services.open_questions import Kind
from surveyapp.storage import factors
from surveyapp.storage import staff as staff_rows
from surveyapp.storage.factors import Passkey
from surveyapp.storage.staff import Staff

if TYPE_CHECKING:
    from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
    from webauthn.registration.verify_registration_response import VerifiedRegistration

MOST = 20
"""Passkeys one account may have."""
LONGEST_NAME = 60
_LONGEST_CREDENTIAL = 20_000
_LONGEST_ID = 1023


class PasskeyRefusal(StrEnum):
    """Why a passkey was not taken."""

    #: It answered nothing that was asked, or too late, or a second time.
    NOT_ASKED = "not_asked"
    #: What the device says does not fit, or nobody showed the device who it is.
    NOT_RIGHT = "not_right"
    KNOWN = "known"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the browser is: passkeys count for one host only."""

    host: str
    #: Scheme, host and port.
    origin: str

    @property
    def can_have_passkeys(self) -> bool:
        """Say whether browsers make passkeys here: by a name, over TLS or on the own machine."""
        try:
            ip_address(self.host.strip("[]"))
        except ValueError:
            is_own = self.host == "localhost" or self.host.endswith(".localhost")
            return is_own or self.origin.startswith("https://")
        return False


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a device: the key the browser holds, and what its script hands on."""

    key: str
    #: JSON, as ``PublicKeyCredential.parse…OptionsFromJSON`` reads it.
    options: str


def ask_for_new(
    session: Session, place: Place, user_id: str, email: str, name: str, minute: int
) -> Asked:
    """Ask a device to make a passkey for an account that exists, or is about to."""
    import webauthn  # noqa: PLC0415 - few requests need it
    from webauthn.helpers import structs  # noqa: PLC0415

    known = factors.passkeys_of(session, user_id)
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name="Familienbefragung",
        user_id=user_id.encode(),
        user_name=email,
        user_display_name=name,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=each.credential_id) for each in known
        ],
    )
    content = {"challenge": options.challenge.hex(), "user": user_id}
    key = open_questions.ask(session, Kind.NEW_PASSKEY, content, minute)
    return Asked(key, webauthn.options_to_json(options))


def read_new(
    session: Session, place: Place, user_id: str, key: str, credential: str, minute: int
) -> VerifiedRegistration | PasskeyRefusal:
    """Read the passkey a device has made for an account; the question is used up either way."""
    import webauthn  # noqa: PLC0415 - few requests need it
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    asked = open_questions.hear(session, Kind.NEW_PASSKEY, key, minute)
    if asked is None or asked["user"] != user_id:
        return PasskeyRefusal.NOT_ASKED
    if len(factors.passkeys_of(session, user_id)) >= MOST:
        return PasskeyRefusal.TOO_MANY
    try:
        made = webauthn.verify_registration_response(
            credential=_spoken(credential),
            expected_challenge=bytes.fromhex(asked["challenge"]),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return PasskeyRefusal.NOT_RIGHT
    if len(made.credential_id) > _LONGEST_ID:
        return PasskeyRefusal.NOT_RIGHT
    is_known = factors.passkey_by_credential(session, made.credential_id) is not None
    return PasskeyRefusal.KNOWN if is_known else made


def keep(
    session: Session, staff_id: str, made: VerifiedRegistration, name: str, today: date
) -> Passkey:
    """Add a passkey that was read to an account. The caller commits."""
    return factors.add_passkey(
        session,
        staff_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name.strip()[:LONGEST_NAME] or "Passkey",
        today=today,
    )


def ask_for_one(
    session: Session, place: Place, kind: Kind, minute: int, staff: Staff | None = None
) -> Asked:
    """Ask a device for a passkey it has: of anybody to sign in, of ``staff`` to prove who it is."""
    import webauthn  # noqa: PLC0415 - few requests need it
    from webauthn.helpers import structs  # noqa: PLC0415

    known = factors.passkeys_of(session, staff.id) if staff else ()
    options = webauthn.generate_authentication_options(
        rp_id=place.host,
        user_verification=structs.UserVerificationRequirement.REQUIRED,
        allow_credentials=[
            structs.PublicKeyCredentialDescriptor(id=each.credential_id) for each in known
        ],
    )
    content = {"challenge": options.challenge.hex(), "user": staff.id if staff else ""}
    key = open_questions.ask(session, kind, content, minute)
    return Asked(key, webauthn.options_to_json(options))


def whose(
    session: Session,
    place: Place,
    kind: Kind,
    key: str,
    credential: str,
    *,
    minute: int,
    today: date,
) -> Staff | PasskeyRefusal:
    """Return the account whose passkey a device has used; the question is used up either way."""
    asked = open_questions.hear(session, kind, key, minute)
    if asked is None:
        return PasskeyRefusal.NOT_ASKED
    try:
        spoken = _spoken(credential)
        passkey = factors.passkey_by_credential(session, _credential_id(spoken))
    except (ValueError, TypeError, KeyError):
        return PasskeyRefusal.NOT_RIGHT
    if passkey is None or asked["user"] not in {"", passkey.staff_id}:
        return PasskeyRefusal.NOT_RIGHT
    used = _verified(place, bytes.fromhex(asked["challenge"]), spoken, passkey)
    staff = staff_rows.staff_by_id(session, passkey.staff_id)
    if used is None or staff is None or not staff.is_active:
        return PasskeyRefusal.NOT_RIGHT
    passkey.sign_count, passkey.used_on = used.new_sign_count, today
    session.commit()
    return staff


def _verified(
    place: Place, challenge: bytes, spoken: dict[str, Any], passkey: Passkey
) -> VerifiedAuthentication | None:
    import webauthn  # noqa: PLC0415 - few requests need it
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        return webauthn.verify_authentication_response(
            credential=spoken,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError):
        return None


def _spoken(credential: str) -> dict[str, Any]:
    """Return what a device says as a tree; ValueError or TypeError for anything else."""
    try:
        spoken = json.loads(credential[:_LONGEST_CREDENTIAL])
    except RecursionError as error:
        raise ValueError("brackets within brackets without end") from error
    if not isinstance(spoken, dict):
        raise TypeError("a credential is a JSON object")
    return spoken


def _credential_id(spoken: dict[str, Any]) -> bytes:
    import webauthn  # noqa: PLC0415 - few requests need it

    return webauthn.base64url_to_bytes(spoken["rawId"])
