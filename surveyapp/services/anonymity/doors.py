"""The doors by which a rehearsal's families hand in their answers: those of the product itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from surveyapp.questionnaire.anonymise import AnonymousResponse
from surveyapp.services.enter import EnterRefusal, enter
from surveyapp.services.submit import Submitted, submit


class DoorError(RuntimeError):
    """A door refused a family of the rehearsal; the message says which and how."""


@dataclass(frozen=True, slots=True)
class Family:
    """One family of a rehearsal."""

    slug: str
    code: str
    response: AnonymousResponse


Door = Callable[[Family], None]


def sealed(family: Family) -> None:
    """Hand in with the code, as a browser without JavaScript does."""
    ticket = enter(family.slug, family.code)
    if isinstance(ticket, EnterRefusal):
        message = f"the door refused a fresh code: {ticket}"
        raise DoorError(message)
    _check(submit(ticket, family.response))


def blind(family: Family) -> None:
    """Hand in with a blindly signed token, as a browser with JavaScript does."""
    tickets: Any = import_module("surveyapp.services.tickets")
    ticket = tickets.enter_blind(family.slug)
    if isinstance(ticket, EnterRefusal):
        message = f"the door refused a family without a code: {ticket}"
        raise DoorError(message)
    token = _token(family, ticket.wave_id)
    stratum = tickets.verify(ticket.wave_id, token)
    if stratum is None:
        message = f"the door refused a fresh token of wave {ticket.wave_id}"
        raise DoorError(message)
    _check(submit(replace(ticket, token=token, stratum=stratum), family.response))


def _token(family: Family, wave_id: str) -> bytes:
    """Play the browser's part: draw a message, have it signed blindly, take the blinding off."""
    import secrets  # noqa: PLC0415 - for this door only

    from cryptography.hazmat.primitives.serialization import load_der_public_key  # noqa: PLC0415

    tickets: Any = import_module("surveyapp.services.tickets")
    keys: Any = import_module("surveyapp.services.issuer_keys")
    rsa: Any = import_module("surveyapp.services.blindrsa")
    checked = tickets.check_code(family.slug, family.code)
    issuer = next(each for each in keys.issuers_of(wave_id) if each.key_id == checked.key_id)
    key, message = (
        load_der_public_key(issuer.public_key),
        keys.token_input(issuer, secrets.token_bytes(32)),
    )
    blinding = rsa.blind(key, message)
    signature = tickets.redeem(family.slug, family.code, blinding.blinded)
    token: bytes = message + rsa.finalize(key, message, signature, blinding)
    return token


def _check(outcome: object) -> None:
    if outcome is not Submitted.NEW:
        message = f"the door refused complete answers: {outcome}"
        raise DoorError(message)


def doors() -> tuple[Door, ...]:
    """Return the doors this version of the product has."""
    has_tickets = find_spec("surveyapp.services.tickets") is not None
    return (sealed, blind) if has_tickets else (sealed,)
