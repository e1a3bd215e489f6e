"""Free texts get their themes from people: one looks at all of them, a second one at some, blind.

What the words of a text suggest is shown and never counts by itself. What the second person gives is
compared with the first one's (``compare_coders``), and where they differ somebody looks a third time.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from math import ceil

from sqlalchemy.orm import Session

from surveyapp.access.roles import Actor
from surveyapp.questionnaire.themes import Theme, suggest
from surveyapp.services.keep_themes import themes_of
from surveyapp.services.keys import derived_key
from surveyapp.services.quoting import Reader, may_read
from surveyapp.storage import text_codes, texts, themes
from surveyapp.storage.db import urn_reading, urn_store
from surveyapp.storage.surveys import Wave
from surveyapp.storage.text_codes import Given

ON_A_PAGE = 50
"""Texts on one page."""

SAMPLE_SHARE, SAMPLE_LEAST = 0.2, 50
"""The second person looks at a fifth of the texts, at 50 of them or more where there are as many."""


class Look(IntEnum):
    """Who gives a text its themes."""

    FIRST = 1
    SECOND = 2
    #: Decides where the first two differ.
    THIRD = 3


class Refusal(StrEnum):
    """Why somebody may not look."""

    #: Nobody may: the wave is open, or the person has no right to read texts.
    NOT_ALLOWED = "not_allowed"
    #: The person has not said yet whether to look first or second.
    NOT_BEGUN = "not_begun"
    #: Who looked first knows the answers, and who looks second must not.
    OTHER_LOOK = "other_look"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the texts of one question are."""

    question: str
    texts: int
    #: Texts the first look has given themes.
    coded: int
    #: Texts the second person is to look at, and has looked at.
    sample: int
    second: int
    #: Texts given different themes by the two, and still to be decided.
    differing: int
    undecided: int

    @property
    def left(self) -> int:
        """Return how many texts keep the question from being released."""
        return self.texts - self.coded + self.undecided


@dataclass(frozen=True, slots=True)
class Task:
    """One text to look at."""

    id: bytes
    text: str
    language: str
    #: What its words suggest; empty for the second person, who shall see the text alone.
    suggested: tuple[str, ...]
    #: What this look gave it; None where it has not looked.
    given: tuple[str, ...] | None
    #: What the first two gave it, for the third look.
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    #: Both have looked: what they gave is what their agreement is measured by.
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of one page."""

    themes: tuple[Theme, ...]
    tasks: tuple[Task, ...]
    #: Page, counted from 1, of so many, and the first page with something left to do.
    page: int
    pages: int
    first_open: int
    #: Texts of this look in all, and how many are done.
    total: int
    done: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person sent for one text."""

    #: Codes ticked.
    ticked: frozenset[str]
    #: "None of them" is ticked.
    is_none: bool
    #: What this look had given the text when the page was made; None where it had not looked.
    seen: tuple[str, ...] | None
    #: What was suggested on the page, and whether the person said that it is right.
    suggested: frozenset[str] = frozenset()
    is_confirmed: bool = False


class Trouble(StrEnum):
    """Why what was sent for one text was not kept."""

    #: A theme and "none of them" at once.
    BOTH = "both"
    #: Somebody else gave it other themes meanwhile.
    CHANGED = "changed"
    #: Both looks are done; only the third decides now.
    FIXED = "fixed"
    #: A theme that is not there any more.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of one page."""

    kept: int
    troubles: Mapping[bytes, Trouble]
    #: Texts with a suggestion that nobody confirmed, or with nothing ticked.
    open: int


def look_allowed(
    session: Session, reader: Reader, wave: Wave, question: str, look: Look
) -> Refusal | None:
    """Say why somebody may not look at the texts of a question; None where they may."""
    if not may_read(reader, wave):
        return Refusal.NOT_ALLOWED
    if look is Look.THIRD:
        return None
    own = themes.look_of(session, wave.id, question, reader.id)
    if own is None:
        return Refusal.NOT_BEGUN
    return None if own == look else Refusal.OTHER_LOOK


def begin(
    session: Session, reader: Reader, wave: Wave, question: str, look: Look
) -> Refusal | None:
    """Let somebody look first or second at the texts of a question.

    That is for good from the first text on that this look gave its themes.
    """
    if not may_read(reader, wave) or look is Look.THIRD:
        return Refusal.NOT_ALLOWED
    if may_switch(session, reader, wave, question):
        themes.leave_look(session, wave.id, question, reader.id)
    themes.begin_look(session, wave.id, question, reader.id, look)
    session.commit()
    return look_allowed(session, reader, wave, question, look)


def may_switch(session: Session, reader: Reader, wave: Wave, question: str) -> bool:
    """Say whether somebody may still change between first and second: that look has given nothing."""
    own = themes.look_of(session, wave.id, question, reader.id)
    if own is None:
        return False
    with urn_reading() as urn:
        return question not in text_codes.count_by_question(urn, wave.id, own)


def progress_of(actor: Actor, wave: Wave) -> tuple[Progress, ...]:
    """Return how far the texts of each question of a closed wave are; none where nobody may read."""
    if not may_read(actor, wave):
        return ()
    with urn_reading() as urn:
        numbers = sorted(texts.count_by_question(urn, wave.id).items())
        return tuple(_progress(urn, wave, question) for question, _ in numbers)


def progress_of_question(wave: Wave, question: str) -> Progress:
    """Return how far the texts of one question are."""
    with urn_reading() as urn:
        return _progress(urn, wave, question)


def _progress(urn: Session, wave: Wave, question: str) -> Progress:
    ids = text_codes.ids_of(urn, wave.id, question)
    given = text_codes.of_question(urn, [wave.id], question)
    sample = set(sample_of(ids))
    differing = [each for each in given.values() if differs(each)]
    return Progress(
        question=question,
        texts=len(ids),
        coded=sum(1 for each in given.values() if Look.FIRST in each),
        sample=len(sample),
        second=sum(1 for key, each in given.items() if Look.SECOND in each and key in sample),
        differing=len(differing),
        undecided=sum(1 for each in differing if Look.THIRD not in each),
    )


def sample_of(ids: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the texts the second person looks at: drawn by a key, and so the same every time."""
    number = min(len(ids), max(SAMPLE_LEAST, ceil(SAMPLE_SHARE * len(ids))))
    key = derived_key("second look")
    return tuple(sorted(ids, key=lambda each: hmac.digest(key, each, "sha256"))[:number])


def differs(given: Given) -> bool:
    """Say whether two people gave a text different themes."""
    both = Look.FIRST in given and Look.SECOND in given
    return both and given[Look.FIRST] != given[Look.SECOND]


def sheet(
    session: Session, reader: Reader, wave: Wave, question: str, look: Look, page: int | None
) -> Sheet:
    """Return one page of texts; the first page with something left to do where none is named.

    Raises
    ------
    PermissionError
        If the person may not look; ask ``look_allowed`` first.
    """
    refusal = look_allowed(session, reader, wave, question, look)
    if refusal is not None:
        message = f"{reader.id} may not look at texts of {wave.survey.slug}: {refusal}"
        raise PermissionError(message)
    known = themes_of(session, wave.survey, question)
    with urn_reading() as urn:
        given = text_codes.of_question(urn, [wave.id], question)
        ids = _ids(urn, wave, question, look, given)
        done = [look in given.get(each, {}) for each in ids]
        pages = max(-(-len(ids) // ON_A_PAGE), 1)
        first_open = done.index(False) // ON_A_PAGE + 1 if False in done else pages
        page = min(max(page or first_open, 1), pages)
        shown = ids[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
        found = text_codes.texts_with(urn, shown)
        tasks = tuple(
            _task(found[each], look, given.get(each, {}), known) for each in shown if each in found
        )
    return Sheet(known, tasks, page, pages, first_open, len(ids), sum(done))


def _ids(
    urn: Session, wave: Wave, question: str, look: Look, given: Mapping[bytes, Given]
) -> tuple[bytes, ...]:
    ids = text_codes.ids_of(urn, wave.id, question)
    if look is Look.FIRST:
        return ids
    if look is Look.SECOND:
        return sample_of(ids)
    return tuple(each for each in ids if differs(given.get(each, {})))


def _task(text: texts.TextAnswer, look: Look, given: Given, known: Sequence[Theme]) -> Task:
    is_third = look is Look.THIRD
    return Task(
        id=text.id,
        text=text.text,
        language=text.language,
        suggested=suggest(text.text, known) if look is Look.FIRST else (),
        given=given.get(look),
        first=given.get(Look.FIRST, ()) if is_third else (),
        second=given.get(Look.SECOND, ()) if is_third else (),
        is_fixed=not is_third and Look.FIRST in given and Look.SECOND in given,
    )


def save(
    session: Session,
    reader: Reader,
    wave: Wave,
    question: str,
    look: Look,
    choices: Mapping[bytes, Choice],
) -> Saved | Refusal:
    """Keep what a person gave the texts of one page; whatever cannot be kept is said, text by text.

    Nothing of somebody else is overwritten: a text that got other themes since the page was made
    keeps them, and is shown again.
    """
    refusal = look_allowed(session, reader, wave, question, look)
    if refusal is not None:
        return refusal
    known = {each.code for each in themes_of(session, wave.survey, question, keep=True)}
    session.commit()
    troubles: dict[bytes, Trouble] = {}
    kept = still_open = 0
    with urn_store() as urn:
        there = text_codes.hold(urn, wave.id, question, choices)
        given = text_codes.of_question(urn, [wave.id], question)
        for text_id in sorted(there):
            choice, now = choices[text_id], given.get(text_id, {})
            wanted = _wanted(choice)
            if _is_open(choice):
                still_open += 1
            elif trouble := _trouble(choice, wanted, look, now, known):
                troubles[text_id] = trouble
            elif wanted not in {choice.seen, now.get(look)}:
                _put(urn, text_id, look, wanted)
                kept += 1
    return Saved(kept, troubles, still_open)


def _trouble(
    choice: Choice, wanted: tuple[str, ...] | None, look: Look, now: Given, known: set[str]
) -> Trouble | None:
    """Say why what a person changed cannot be kept; None where it can, or nothing was changed."""
    if choice.is_none and choice.ticked:
        return Trouble.BOTH
    if wanted in {choice.seen, now.get(look)}:
        return None
    if not choice.ticked <= known:
        return Trouble.UNKNOWN
    if look is Look.THIRD and not differs(now):
        return Trouble.CHANGED
    if look is not Look.THIRD and Look.FIRST in now and Look.SECOND in now:
        return Trouble.FIXED
    return Trouble.CHANGED if now.get(look) != choice.seen else None


def _wanted(choice: Choice) -> tuple[str, ...] | None:
    """Return what a text shall have; None where it shall count as not looked at."""
    return tuple(sorted(choice.ticked)) if choice.ticked or choice.is_none else None


def _is_open(choice: Choice) -> bool:
    """Say whether nobody has decided yet: nothing ticked, or what was suggested and not confirmed."""
    if choice.seen is not None:
        return False
    is_as_suggested = bool(choice.suggested) and choice.ticked == choice.suggested
    nothing = not choice.ticked and not choice.is_none
    return nothing or (is_as_suggested and not choice.is_none and not choice.is_confirmed)


def _put(urn: Session, text_id: bytes, look: Look, wanted: tuple[str, ...] | None) -> None:
    if wanted is None:
        text_codes.remove(urn, [text_id], look)
    else:
        text_codes.put(urn, text_id, look, wanted)
