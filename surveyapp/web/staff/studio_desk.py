"""Where one is in the studio: the draft, the element in the middle, and the addresses that lead on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from flask import abort, request, url_for

from surveyapp.services import find_questionnaires as finding
from surveyapp.services import studio
from surveyapp.services import studio_comments as comments
from surveyapp.services.studio import Desk
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff

PATH, TASK, ALL = "ort", "tun", "alles"
"""Parts of an address: the element in the middle, what is done to it, and whether everything is shown."""

CARRIED = (ALL, "familie", "sprache")
"""Parts of an address that stay while one goes from element to element."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at a draft, and what they look at."""

    actor: Staff
    key: str
    desk: Desk
    #: Address of the element in the middle.
    path: str = ""
    #: What is done to it, a row of ``studio_rooms.ROOMS``; empty for its form.
    task: str = ""
    #: What stays while one goes on: whether all settings are shown, and who looks at the preview.
    carried: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_all(self) -> bool:
        """Say whether all settings are shown."""
        return bool(self.carried.get(ALL))

    @property
    def longest_remark(self) -> int:
        """Return how many characters a comment may have."""
        return comments.LONGEST

    def url(self, path: str | None = None, task: str = "", **more: Any) -> str:  # noqa: ANN401
        """Return the address of an element, shown as this one is."""
        place = self.path if path is None else path
        return studio_url(self.key, place, task, **{**self.carried, **more})

    def to(self, view: str, **more: Any) -> str:  # noqa: ANN401 - as url_for has it
        """Return the address of another page of the studio."""
        return url_for(f"staff.{view}", key=self.key, **more)


def studio_url(key: str, path: str = "", task: str = "", **more: Any) -> str:  # noqa: ANN401
    """Return the address of the studio with an element in the middle."""
    said = {name: value for name, value in ((PATH, path), (TASK, task), *more.items()) if value}
    return url_for("staff.studio", key=key, **said)


def draft_id(key: str) -> str:
    """Return the id of the draft in the key of a questionnaire; 404 where it is no draft's."""
    start, _dot, id_ = key.partition(".")
    if start != finding.DRAFT or not id_:
        abort(404)
    return id_


def seat(actor: Staff, key: str) -> Seat:
    """Return where the request is: at a draft of the actor's county, or 404."""
    desk = studio.open_draft(main_store(), actor, draft_id(key))
    if desk is None:
        abort(404)
    return seat_at(actor, key, desk)


def seat_at(actor: Staff, key: str, desk: Desk) -> Seat:
    """Return where the request is, at a desk that is known already."""
    asked = request.values
    carried = {name: asked[name] for name in CARRIED if asked.get(name)}
    return Seat(actor, key, desk, asked.get(PATH, ""), asked.get(TASK, ""), carried)


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)
