"""The blind ticket on the wire: three small JSON addresses, and what a token proves when answers come.

None of them sees an answer, sets a cookie or repeats what it was sent. ``/schluessel`` shows the keys of
all strata to whoever asks; a browser takes its key from there and not from the answer to its code, so
that no key can be made up for one family: anybody may compare the list from elsewhere.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, request

from surveyapp.access.codes import read_code
from surveyapp.services import issuer_keys, tickets
from surveyapp.services.enter import EnterRefusal, Ticket, enter
from surveyapp.services.limits import What
from surveyapp.services.tickets import TicketRefusal
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.web.respond.limits import note, seconds_to_wait
from surveyapp.web.respond.messages import (
    CODE_MISSING,
    ENTER_REFUSALS,
    TICKET_REFUSED,
    waiting_time,
)
from surveyapp.web.respond.visit import Visit

FIELD = "ticket-token"
"""Field of the token; the dash keeps it apart from questions."""

BLIND = "blind"
"""Value of the pressed button when the browser keeps the code to itself."""

LONGEST_JSON = 2048
"""Bytes of a request: a code and a number of 2048 bits take 380."""

_CLOSED = "Diese Umfrage ist zurzeit nicht geöffnet."
_STATUS: Mapping[TicketRefusal, tuple[HTTPStatus, str]] = {
    TicketRefusal.CLOSED: (HTTPStatus.GONE, _CLOSED),
    TicketRefusal.NOT_VALID: (HTTPStatus.FORBIDDEN, "Dieser Code gilt nicht oder nicht mehr."),
}


def of_known_survey(view: Callable[[str], Response]) -> Callable[[str], Response]:
    """Let a view answer for surveys there are; all others are not found."""

    @wraps(view)
    def answer(slug: str) -> Response:
        if surveys.title_of(main_store(), slug) is None:
            return _refused(HTTPStatus.NOT_FOUND, "Diese Umfrage gibt es nicht.")
        return view(slug)

    return answer


@of_known_survey
def keys(slug: str) -> Response:
    """Show the keys of all strata of the open wave, the same for everybody."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return _refused(*_STATUS[TicketRefusal.CLOSED])
    found = [
        {
            "stratum": issuer.stratum,
            "id": tickets.written(issuer.key_id),
            "n": tickets.written(issuer.modulus),
            "challenge": tickets.written(issuer.challenge_digest),
        }
        for issuer in issuer_keys.issuers_of(wave.id)
    ]
    return _said({"wave": wave.id, "keys": found})


@of_known_survey
def check(slug: str) -> Response:
    """Say whether a code is open, and which of the keys is that of its stratum."""
    sent = _sent("code")
    if isinstance(sent, Response):
        return sent
    found = tickets.check_code(slug, sent["code"])
    if isinstance(found, TicketRefusal):
        return _refused(*_STATUS[found])
    if not found.key_id:
        _count(sent["code"])
    return _said({"state": found.state, "key": tickets.written(found.key_id)})


@of_known_survey
def sign(slug: str) -> Response:
    """Use a code up for the signature of a blinded number."""
    sent = _sent("code", "blinded")
    if isinstance(sent, Response):
        return sent
    found = tickets.redeem(slug, sent["code"], decoded(sent["blinded"]))
    if isinstance(found, TicketRefusal):
        if found is TicketRefusal.NOT_VALID:
            _count(sent["code"])
        return _refused(*_STATUS[found])
    return _said({"signature": tickets.written(found)})


def admitted(visit: Visit) -> Ticket | str:
    """Return the ticket with which the answers may be sent, or the sentence that asks for the code.

    A token wins; where there is none, a code typed on the review page goes the sealed way.
    """
    ticket = visit.draft.ticket
    if not visit.is_blind:
        return ticket
    if visit.token:
        token = decoded(visit.token)
        stratum = tickets.verify(ticket.wave_id, token)
        if stratum is not None:
            return replace(ticket, token=token, stratum=stratum)
        return str(TICKET_REFUSED)
    return _with_code(visit) if visit.code else str(CODE_MISSING)


def _with_code(visit: Visit) -> Ticket | str:
    """Return the ticket for the code typed on the review page, or why there is none."""
    if seconds := seconds_to_wait(What.WRONG_CODE):
        return waiting_time(seconds)
    ticket = visit.draft.ticket
    entered = enter(visit.survey.slug, visit.code, claim=ticket.claim)
    if isinstance(entered, EnterRefusal):
        if entered is not EnterRefusal.MISTYPED:
            note(What.WRONG_CODE)
        return str(ENTER_REFUSALS.get(entered, _CLOSED))
    return replace(ticket, code_hash=entered.code_hash)


def _sent(*names: str) -> dict[str, str] | Response:
    """Return the texts a request must hold, or why it does not, or must wait."""
    if seconds := seconds_to_wait(What.WRONG_CODE):
        refusal = _refused(HTTPStatus.TOO_MANY_REQUESTS, waiting_time(seconds))
        refusal.headers["Retry-After"] = str(seconds)
        return refusal
    if not request.is_json:
        return _refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Bitte als application/json senden.")
    length = request.content_length
    if length is None or length > LONGEST_JSON:
        sentence = (
            f"Die Anfrage darf höchstens {LONGEST_JSON} Bytes haben und muss ihre Länge nennen."
        )
        return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, sentence)
    content = _read()
    if not isinstance(content, dict) or not all(isinstance(content.get(n), str) for n in names):
        sentence = f"Erwartet wird ein JSON-Objekt mit Text in: {', '.join(names)}."
        return _refused(HTTPStatus.BAD_REQUEST, sentence)
    return {name: content[name] for name in names}


def _read() -> Any:  # noqa: ANN401 - whatever JSON can say
    """Return what a request says in JSON; None where it is none, or is nested too deep to be read."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _count(code: str) -> None:
    """Count a code that opens nothing: whoever guesses has to wait. A typing mistake guesses nothing."""
    if read_code(code) is not None:
        note(What.WRONG_CODE)


def decoded(text: str) -> bytes:
    """Return the bytes of a text in base64; none where it is not."""
    try:
        return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (Base64Error, UnicodeEncodeError):
        return b""


def _refused(status: HTTPStatus, sentence: str) -> Response:
    return _said({"error": sentence}, status)


def _said(content: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    response = jsonify(content)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
