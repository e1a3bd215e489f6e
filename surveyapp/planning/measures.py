"""Measures: how far one is, which steps it may take, and what has to be known for each.

A measure that families read as decided has a resolution with a date, and one that is called done has
the day on which it was. Both are proven by ``Standing``, which refuses to be anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

LONGEST_TITLE, LONGEST_SENTENCE = 120, 400
LONGEST_NUMBER, LONGEST_LINK = 60, 300


_PLACE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?")
"""Where a link leads: a name with a dot, and no name of a user before it that reads like another place."""


class State(StrEnum):
    """How far a measure is."""

    PROPOSED = "proposed"
    RESOLVED = "resolved"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


FOR_FAMILIES = (State.UNDER_WAY, State.DONE, State.RESOLVED)
"""States that families read of, in the order in which they read them."""

STEPS: Mapping[State, tuple[State, ...]] = {
    State.PROPOSED: (State.PROPOSED, State.RESOLVED, State.DROPPED),
    State.RESOLVED: (
        State.RESOLVED,
        State.UNDER_WAY,
        State.DONE,
        State.DROPPED,
        State.PROPOSED,
    ),
    State.UNDER_WAY: (State.UNDER_WAY, State.DONE, State.DROPPED),
    State.DONE: (State.DONE, State.UNDER_WAY),
    State.DROPPED: (State.DROPPED, State.PROPOSED, State.RESOLVED),
}
"""State to those it may go to. To stay is a step too: a resolution may have been written wrongly."""

BODIES: Mapping[str, str] = {
    "county_council": "Kreistag",
    "city_council": "Stadtrat",
    "municipal_council": "Gemeinderat",
    "youth_welfare": "Jugendhilfeausschuss",
    "social_committee": "Sozialausschuss",
    "administration": "Verwaltung",
}
"""Who may resolve on a measure: code to German name; a new body is a new row."""


class Refusal(StrEnum):
    """Why a measure was not kept as somebody wanted it."""

    NO_TITLE = "no_title"
    TITLE_TOO_LONG = "title_too_long"
    NO_SENTENCE = "no_sentence"
    SENTENCE_TOO_LONG = "sentence_too_long"
    NO_SUCH_STEP = "no_such_step"
    NO_RESOLUTION = "no_resolution"
    UNKNOWN_BODY = "unknown_body"
    NO_DECIDED_ON = "no_decided_on"
    DECIDED_LATER = "decided_later"
    NUMBER_TOO_LONG = "number_too_long"
    WRONG_LINK = "wrong_link"
    NO_DONE_ON = "no_done_on"
    DONE_LATER = "done_later"
    DONE_BEFORE_DECIDED = "done_before_decided"
    #: Somebody has changed the measure since the page was shown.
    CHANGED_MEANWHILE = "changed_meanwhile"
    #: Only what was never more than proposed is deleted; anything else is dropped, and stays on file.
    NOT_ONLY_PROPOSED = "not_only_proposed"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who decided when, and where that can be read."""

    #: Code of the body, see ``BODIES``.
    body: str
    decided_on: date
    #: Its number as the body counts, such as ``747/18``; empty where it has none.
    number: str = ""
    #: Where anybody can read it; empty where nowhere.
    link: str = ""


class UnprovenError(ValueError):
    """A measure claims a state without what proves it; the message names both."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a measure is, with what proves it."""

    state: State = State.PROPOSED
    resolution: Resolution | None = None
    done_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a state without its proof, or a proof without its state.

        Raises
        ------
        UnprovenError
            Naming the state and what is missing or too much.
        """
        is_decided = self.state in FOR_FAMILIES
        if is_decided and self.resolution is None:
            message = f"a measure is {self.state} without a resolution; give body and date of one"
            raise UnprovenError(message)
        if self.state is State.PROPOSED and self.resolution is not None:
            message = "a proposed measure has a resolution; call it resolved or leave that out"
            raise UnprovenError(message)
        if (self.state is State.DONE) != (self.done_on is not None):
            message = f"a measure is {self.state}, done on {self.done_on}; one needs the other"
            raise UnprovenError(message)


def wrong_words(title: str, sentence: str) -> Refusal | None:
    """Say what is wrong with the words of a measure; None where families can read them."""
    if not any(sign.isalnum() for sign in title):
        return Refusal.NO_TITLE
    if not any(sign.isalnum() for sign in sentence):
        return Refusal.NO_SENTENCE
    if len(title) > LONGEST_TITLE:
        return Refusal.TITLE_TOO_LONG
    return Refusal.SENTENCE_TOO_LONG if len(sentence) > LONGEST_SENTENCE else None


def wrong_resolution(resolution: Resolution, today: date) -> Refusal | None:
    """Say what is wrong with a resolution; None where nothing is."""
    if resolution.body not in BODIES:
        return Refusal.UNKNOWN_BODY
    if resolution.decided_on > today:
        return Refusal.DECIDED_LATER
    if len(resolution.number) > LONGEST_NUMBER:
        return Refusal.NUMBER_TOO_LONG
    return None if _is_link(resolution.link) else Refusal.WRONG_LINK


def _is_link(link: str) -> bool:
    """Say whether a link is empty, or leads to a page on the web by a safe way."""
    if not link:
        return True
    try:
        parts = urlsplit(link)
        is_port = parts.port != 0
    except ValueError:
        return False
    is_written_plainly = link.isprintable() and not set(link) & set(" \\")
    is_web = parts.scheme == "https" and is_port and _PLACE.fullmatch(parts.netloc) is not None
    return is_written_plainly and len(link) <= LONGEST_LINK and is_web


def step(
    before: Standing,
    to: State,
    resolution: Resolution | None,
    done_on: date | None,
    today: date,
) -> Standing | Refusal:
    """Return a measure's standing after a step, or why it may not take it.

    ``resolution`` is what is known of one now; a measure that goes back to a proposal loses it.
    ``done_on`` counts for a measure that is done, and for no other.
    """
    if to not in STEPS[before.state]:
        return Refusal.NO_SUCH_STEP
    if to is State.PROPOSED:
        return Standing()
    wrong = wrong_resolution(resolution, today) if resolution else None
    if to is State.DROPPED:
        return wrong or Standing(to, resolution)
    if resolution is None:
        return Refusal.NO_RESOLUTION
    if to is State.DONE:
        wrong = wrong or _wrong_day(done_on, resolution, today)
    return wrong or Standing(to, resolution, done_on if to is State.DONE else None)


def _wrong_day(done_on: date | None, resolution: Resolution, today: date) -> Refusal | None:
    if done_on is None:
        return Refusal.NO_DONE_ON
    if done_on > today:
        return Refusal.DONE_LATER
    return Refusal.DONE_BEFORE_DECIDED if done_on < resolution.decided_on else None
