"""Who may ask: the one place that reads the token, before any view runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any

from flask import Response, abort, request

from surveyapp.services import tokens
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.services.tokens import Scope
from surveyapp.storage.db import main_store, see_only
from surveyapp.storage.tokens import ApiToken
from surveyapp.ui.network import network
from surveyapp.ui.problem import problem

View = Callable[..., Any]

_SCHEME = "bearer"
_LONGEST = 200
"""Signs of a token that are looked at; ours have 67."""


def for_programs(*scopes: Scope) -> Callable[[View], View]:
    """Let only programs see a view whose token opens one of ``scopes``; it gets the token first."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - passed on as it is
            token = _token()
            if not any(tokens.opens(token, each) for each in scopes):
                abort(problem(403))
            see_only(token.county_ags)
            return view(token, *arguments, **named)

        return guarded

    return guard


def today() -> date:
    """Return today's date."""
    return datetime.now(UTC).date()


def _token() -> ApiToken:
    """Return the token of the request, or end it: 401 without a good one, 429 after too many."""
    sender = Sender(network=network())
    _refuse_too_often(What.UNKNOWN_PROGRAM, sender)
    token = tokens.token_of(main_store(), _shown(), today())
    if token is None:
        limiter().note(What.UNKNOWN_PROGRAM, sender, time.time())
        refusal = problem(401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        abort(refusal)
    sender = Sender(sender.network, token.id.encode())
    _refuse_too_often(What.PROGRAM, sender)
    limiter().note(What.PROGRAM, sender, time.time())
    see_only(token.county_ags)
    return token


def _shown() -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip()[:_LONGEST] if scheme.lower() == _SCHEME else ""


def _refuse_too_often(what: What, sender: Sender) -> None:
    seconds = limiter().wait(what, sender, time.time())
    if seconds:
        refusal: Response = problem(429)
        refusal.headers["Retry-After"] = str(seconds)
        abort(refusal)
