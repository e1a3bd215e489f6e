"""Tokens with which programs read a county's figures: made once, shown once, blocked at any time.

A token opens what is ticked for one county and nothing else. No scope opens answers of families, codes,
contacts or texts; there is none to tick.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random
from typing import Protocol

from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.services.keys import derived_key
from surveyapp.storage import tokens
from surveyapp.storage.tokens import ApiToken

PREFIX = "fb_"
"""What every token begins with, so that people and scanners of secrets know it."""

_BITS = 256
LONGEST_NAME = 80
MOST_DAYS = 731
"""Longest time a token may be used: two years, then somebody looks at it again."""
MOST_TOKENS = 50
"""Tokens a county may have that can be used."""


class Scope(StrEnum):
    """What a program may read."""

    SURVEYS = "surveys"
    INVENTORY = "inventory"
    QUESTIONNAIRES = "questionnaires"
    #: Results everybody may read.
    RESULTS = "results"
    #: Results the county has not yet shown to everybody.
    UNPUBLISHED = "results:unpublished"


WORDS: Mapping[Scope, str] = {
    Scope.SURVEYS: "Befragungen und ihre Wellen",
    Scope.INVENTORY: "Bestand an Orten und Angeboten",
    Scope.QUESTIONNAIRES: "Fragebögen und ihr Codeplan",
    Scope.RESULTS: "Ergebnisse, die alle sehen dürfen",
    Scope.UNPUBLISHED: "Ergebnisse, die noch nicht für alle sichtbar sind",
}
"""What people call a scope."""


class TokenRefusal(StrEnum):
    """Why no token was made."""

    NOT_ALLOWED = "not_allowed"
    NAME = "name"
    NO_SCOPE = "no_scope"
    #: The last day is past, or too far away.
    UNTIL = "until"
    TOO_MANY = "too_many"


class Maker(Actor, Protocol):
    """A person with an account."""

    @property
    def id(self) -> str:
        """The id of the account."""


@dataclass(frozen=True, slots=True)
class Made:
    """A token that was just made; its secret is shown now and never again."""

    token: ApiToken
    secret: str


def make(
    session: Session,
    actor: Maker,
    name: str,
    scopes: Collection[Scope],
    until: date,
    today: date,
    randomness: Random,
) -> Made | TokenRefusal:
    """Make a token for the actor's county; the same randomness gives the same token again. Commits."""
    name = name.strip()
    refusal = _refusal(actor, name, scopes, until, today)
    if refusal is not None:
        return refusal
    secret = f"{PREFIX}{randomness.getrandbits(_BITS):064x}"
    same = tokens.by_hash(session, _hash(secret))
    if same is not None:
        return Made(same, secret)
    if _number_of_usable(session, actor.county_ags, today) >= MOST_TOKENS:
        return TokenRefusal.TOO_MANY
    token = tokens.add(
        session,
        county_ags=actor.county_ags,
        name=name,
        hash_=_hash(secret),
        scopes=[each for each in Scope if each in scopes],
        made_by=actor.id,
        made_on=today,
        until=until,
    )
    session.commit()
    return Made(token, secret)


def _refusal(
    actor: Maker, name: str, scopes: Collection[Scope], until: date, today: date
) -> TokenRefusal | None:
    if not may(actor, Action.MANAGE_TOKENS, actor.county_ags):
        return TokenRefusal.NOT_ALLOWED
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        return TokenRefusal.NAME
    if not scopes:
        return TokenRefusal.NO_SCOPE
    if not 0 <= (until - today).days <= MOST_DAYS:
        return TokenRefusal.UNTIL
    return None


def _number_of_usable(session: Session, county_ags: str, today: date) -> int:
    return sum(is_usable(each, today) for each in tokens.of_county(session, county_ags))


def revoke(session: Session, actor: Maker, token_id: str, today: date) -> ApiToken | None:
    """Block a token of the actor's county for good; None where there is none. Commits."""
    token = tokens.own(session, actor.county_ags, token_id)
    if token is None or not may(actor, Action.MANAGE_TOKENS, token.county_ags):
        return None
    token.revoked_on = token.revoked_on or max(today, token.made_on)
    session.commit()
    return token


def is_usable(token: ApiToken, today: date) -> bool:
    """Say whether a token opens something today."""
    return token.revoked_on is None and token.until >= today


def token_of(session: Session, secret: str, today: date) -> ApiToken | None:
    """Return the usable token a program shows; notes the day of its use and commits."""
    token = tokens.by_hash(session, _hash(secret))
    if token is None or not is_usable(token, today):
        return None
    if token.used_on is None or token.used_on < today:
        tokens.note_use(session, token, today)
        session.commit()
    return token


def opens(token: ApiToken, scope: Scope) -> bool:
    """Say whether a token opens something of its own county."""
    return scope.value in token.scopes


def _hash(secret: str) -> str:
    return hmac.digest(derived_key("tokens"), secret.encode("utf-8", "replace"), "sha256").hex()
