"""The seat of the preview: staff pages say what to show, the part for families draws it as always.

The two parts do not know each other; the application gives the drawing its seat here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Response, current_app

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.values import Answers

EXTENSION = "surveyapp.preview"


class Outcome(StrEnum):
    """What a tester is told at the end."""

    KEPT = "kept"
    #: The link has taken as many answers as it may.
    FULL = "full"
    #: The link is over or was deleted.
    GONE = "gone"
    #: There is nothing to try out yet.
    EMPTY = "empty"
    #: A button was pressed that leads nowhere here.
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Tester:
    """What is different on every page for somebody who tries a questionnaire out by a link."""

    #: A random number the pages carry from the first to the last, so that nothing sent twice counts twice.
    claim: bytes
    #: What the field for a remark is called when it is sent, and how much it takes.
    field: str
    longest: int
    #: Key of a step to what the tester said of it before.
    said_of: Callable[[str], str]
    #: The remark that was too long, to be mended; None where there was none.
    too_long: str | None = None
    #: What is told instead of a page; None where there is one to show.
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What is looked at: a questionnaire that nobody is asked, by a family that does not exist."""

    #: Ties a page to the next; no survey is called so.
    name: str
    county_ags: str
    #: As families of the county would meet it.
    questionnaire: Questionnaire
    answers: Answers
    #: Key of the step to show; empty for what is said instead.
    step: str
    language: str
    #: Heading and sentence where there is no page to show, and where the preview ends; a tester is told
    #: an outcome instead.
    nothing: tuple[str, str] = ("", "")
    end: tuple[str, str] = ("", "")
    #: Field name to values, as the page sent them; empty for the first look.
    sent: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: Somebody outside who tries it out; None where staff look at a preview.
    tester: Tester | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a page sent along, opened: all answers so far, and where they were given."""

    answers: Answers
    #: Key of the step; empty on the review page.
    step: str
    language: str
    #: The random number of the tester.
    claim: bytes


@dataclass(frozen=True, slots=True)
class Seat:
    """What the part for families does for others."""

    draw: Draw
    #: Opens what the page of a scene sent; None where it is not from a page of this scene.
    read: Read
    #: Says to a tester that a link opens nothing, in the language of the request.
    gone: Callable[[], Response]


Draw = Callable[[Scene], Response]
Read = Callable[[Scene], Said | None]


def draw(scene: Scene) -> Response:
    """Return a page as families would see it; nothing of it is kept anywhere."""
    return _seat().draw(scene)


def read(scene: Scene) -> Said | None:
    """Return what the page of a scene sent; None where it is not from a page of this scene."""
    return _seat().read(scene)


def gone() -> Response:
    """Return the page for a link that opens nothing any more."""
    return _seat().gone()


def _seat() -> Seat:
    found: Seat = current_app.extensions[EXTENSION]
    return found
