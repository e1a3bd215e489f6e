"""Where a questionnaire is filled in: at home, at a device for everybody, or with somebody who helps.

The place goes along in the address of the first page and in a field of every form, so that no cookie
is needed. It is not stored: of it only the mode stays with the answers.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from flask import current_app, g, request, url_for

from surveyapp.questionnaire.anonymise import ASSISTED
from surveyapp.ui.place import HOME, Place

FIELD = "page-place"
"""Field of forms and addresses with the name of the place; the dash keeps it apart from questions."""


PLACES: Mapping[str, Place] = {
    place.name: place
    for place in (
        HOME,
        Place("kiosk", is_shared=True, is_unattended=True),
        Place("begleitet", mode=ASSISTED, is_shared=True),
    )
}
"""Name to place."""

NAMES = frozenset(PLACES) - {HOME.name}
"""The places that have a first page of their own."""


_PAGES = frozenset(
    f"respond.{view}"
    for view in ("start", "resume", "contact", "survey_document", "accessibility", "shell")
)
"""Pages that are the same place's when it leads to them."""

ANY = "any"
"""The mark of a page that the device keeps for whichever family it is at."""


def arrive() -> None:
    """Note for the rest of the request where the family is."""
    name = (request.view_args or {}).get("place") or request.values.get(FIELD, "")
    if request.form.get("mode") == ASSISTED:  # sent by a device that was without network
        name = "begleitet"
    g.place = PLACES.get(name, HOME)


def here() -> Place:
    """Return the place of the request."""
    found: Place = g.get("place", HOME)
    return found


def start() -> str:
    """Return where the next family begins; empty at home, and on pages of no survey."""
    slug = (request.view_args or {}).get("slug")
    return url_for("respond.start", slug=slug) if slug and here().is_shared else ""


def stay(endpoint: str, values: dict[str, Any]) -> None:
    """Let links lead to pages of the same place."""
    if here().name and endpoint in _PAGES:
        has_own_page = current_app.url_map.is_endpoint_expecting(endpoint, "place")
        values.setdefault("place" if has_own_page else FIELD, here().name)


def recognise(claim: bytes) -> None:
    """Note whose pages follow, by a mark that tells one family from the next on a shared device."""
    g.family = hmac.digest(claim, b"page", "sha256").hex()[:16] if here().is_shared else ""


def serve_any() -> None:
    """Note that the page goes with whichever family the device is at."""
    g.family = ANY if here().is_shared else ""


def family() -> str:
    """Return the mark of the family; empty where none has begun, or the device is its own."""
    return str(g.get("family", ""))
