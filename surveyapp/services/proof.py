"""A proof of work: a sender's browser computes for a moment, and nobody has to solve a puzzle.

It slows floods down and proves no human. A challenge fits one draft of one survey only, so it can be
used for one ballot and has not to be remembered.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable
from secrets import randbelow
from typing import Any

import altcha

from surveyapp.services.keys import derived_key

ALGORITHM = "PBKDF2/SHA-256"

ROUNDS = 5000
"""Rounds of one attempt."""

FEWEST, SPREAD = 100, 200
"""Attempts until a solution is found: never fewer and never many more, so that no phone is unlucky."""

LASTS = 3600
"""Seconds a challenge may take, from showing the page to sending it."""


def purpose_of(slug: str, claim: bytes) -> str:
    """Return what a challenge is good for: the one ballot of a draft, and it names neither."""
    key = derived_key("proof of purpose")
    return hmac.digest(key, slug.encode() + b"/" + claim, "sha256")[:16].hex()


def challenge(purpose: str, now: float, random_below: Callable[[int], int] = randbelow) -> str:
    """Return a signed challenge as the JSON object that ``proof.js`` reads."""
    made = altcha.create_challenge(
        ALGORITHM,
        ROUNDS,
        counter=FEWEST + random_below(SPREAD),
        data={"for": purpose, "until": int(now) + LASTS},
        hmac_secret=derived_key("proof"),
        hmac_key_secret=derived_key("proof of key"),
    )
    return json.dumps(made.to_dict(), separators=(",", ":"))


def is_solved(payload: str, purpose: str, now: float) -> bool:
    """Say whether a challenge of ours was solved for this purpose and in time."""
    found = altcha.verify_solution(
        payload, derived_key("proof"), hmac_key_secret=derived_key("proof of key")
    )
    if not found.verified:
        return False
    signed = _data(payload)
    return signed["for"] == purpose and now < signed["until"]


def _data(payload: str) -> dict[str, Any]:
    """Return what was signed with a challenge, once its signature has been verified."""
    found: dict[str, Any] = json.loads(base64.b64decode(payload))["challenge"]["parameters"]["data"]
    return found
