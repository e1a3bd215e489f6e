"""Codes for letters: issued once for a wave, made void, issued anew, and listed for a reminder.

The codes themselves leave with the answer to ``issue`` and are nowhere afterwards: the register keeps
keyed hashes. What staff learn here is as old as the last opened batch.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.access.codes import new_code, written
from surveyapp.access.roles import Action, Actor, may
from surveyapp.exchange.letters.model import Letter
from surveyapp.services.enter import code_hash
from surveyapp.services.issuer_keys import ensure_issuer
from surveyapp.services.keys import derived_key, settings
from surveyapp.storage import invitations, surveys
from surveyapp.storage.db import register_reading, register_store
from surveyapp.storage.invitations import LETTER, RESERVE
from surveyapp.storage.register import OPEN, USED, NewInvitation, add_invitations
from surveyapp.storage.surveys import Wave

FEWEST_LETTERS = 100
"""With fewer, the answers of one batch could be guessed from who got a letter at all."""

FEWEST_OF_STRATUM = 200
"""Each part of the county has a key of its own, so its families hide among themselves only."""

MOST_LETTERS = 20_000
"""As many as one file of letters can well hold; a larger county divides its survey."""

LONGEST_STRATUM = 60

WAIT_DAYS = 4
"""From one list for a reminder to the next: days are all that is kept, so only the fourth day is
surely more than 72 hours later."""


class IssueRefusal(StrEnum):
    """Why no codes were issued."""

    #: There is no such wave in the actor's county.
    NOT_FOUND = "not_found"
    #: The actor's role does not allow it.
    NOT_ALLOWED = "not_allowed"
    #: Anybody may answer the wave; nobody needs a code.
    OPEN_TO_ANYBODY = "open_to_anybody"
    #: The wave takes no answers any more.
    CLOSED = "closed"
    #: Fewer than ``FEWEST_LETTERS`` in all.
    TOO_FEW = "too_few"
    #: More than ``MOST_LETTERS``, reserve codes included.
    TOO_MANY = "too_many"
    #: One of several parts gets fewer than ``FEWEST_OF_STRATUM``.
    PART_TOO_SMALL = "part_too_small"
    #: A part has no name, or a longer one than ``LONGEST_STRATUM``.
    PART_NAME = "part_name"
    #: The wave has codes; they are issued once.
    ALREADY_ISSUED = "already_issued"


class VoidStep(StrEnum):
    """How an attempt to make codes unusable ended."""

    DONE = "done"
    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    #: The wave takes no answers any more.
    CLOSED = "closed"
    #: The wave has no code with this serial, or none at all.
    UNKNOWN = "unknown"
    ALREADY_VOID = "already_void"
    #: Reported as used: the family, or one family of the wave, has answered.
    USED = "used"


class ReminderRefusal(StrEnum):
    """Why there is no list of families to remind."""

    NOT_FOUND = "not_found"
    NOT_ALLOWED = "not_allowed"
    #: Families cannot answer now, so nobody is reminded.
    NOT_OPEN = "not_open"
    #: No batch was opened yet: nothing is known of who answered.
    FIRST_BATCH = "first_batch"
    #: The last list is not three whole days old.
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Issued:
    """All letters and reserve codes of a wave by serial, for one answer and never again."""

    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """How many letters and reserve codes one part of the county has."""

    stratum: str
    letters: int
    reserve: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What was issued for a wave, as it was known when the last batch was opened."""

    parts: tuple[Part, ...]
    #: Serials of the codes that were made void.
    void: tuple[int, ...]
    is_answered: bool
    #: 0 before anything was issued; new codes are numbered behind those that were made void.
    last_serial: int

    @property
    def is_issued(self) -> bool:
        """Say whether there are codes a family can answer with, or did."""
        return bool(self.parts)


def issue(
    session: Session,
    actor: Actor,
    wave_id: str,
    strata: Mapping[str, int],
    reserve: int,
    randomness: Random,
) -> Issued | IssueRefusal:
    """Draw the codes of a wave: letters by part, then ``reserve`` codes for each part.

    ``strata`` names each part and its number of letters, in the order of the county's list; a wave
    that is not divided has the one part "". Asked again with the same randomness, as a second press of
    the same button does, it returns the same letters; with any other it refuses. The wave counts as many
    invited families as there are letters.
    """
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _not_theirs(actor, wave) or _not_now(wave) or _wrong_numbers(strata, reserve)
    if wave is None or refusal is not None:
        return refusal or IssueRefusal.NOT_FOUND
    # One look: who is overtaken between looking and keeping finds the numbers taken.
    before = standing(wave_id)
    first = before.last_serial + 1
    issued = Issued(tuple(_drawn(wave, strata, reserve, first, randomness)))
    if before.is_issued or not _kept(wave_id, issued):
        found = _same_as_before(wave_id, issued)
        if found is None:
            return IssueRefusal.ALREADY_ISSUED
        issued = found
    # Response rates are about those who got a letter, whatever was planned.
    is_noted = surveys.note_invited(session, wave, sum(strata.values()))
    session.commit()
    return issued if is_noted else _taken_back(session, actor, wave_id)


def _taken_back(session: Session, actor: Actor, wave_id: str) -> IssueRefusal:
    """Make codes void that nobody got: while they were drawn, the wave was changed or deleted."""
    with register_store() as register:
        invitations.make_void(register, wave_id)
    wave = surveys.wave_by_id(session, wave_id)
    return _not_theirs(actor, wave) or _not_now(wave) or IssueRefusal.ALREADY_ISSUED


def standing(wave_id: str) -> Standing:
    """Return what was issued for a wave."""
    with register_reading() as register:
        groups = invitations.groups(register, wave_id)
        made_void = invitations.serials(register, wave_id, invitations.VOID)
    valid = [each for each in groups if each.reported != invitations.VOID]
    parts = []
    for stratum in dict.fromkeys(each.stratum for each in valid):
        numbers = {
            kind: sum(each.number for each in valid if (each.stratum, each.kind) == (stratum, kind))
            for kind in (LETTER, RESERVE)
        }
        parts.append(Part(stratum, numbers[LETTER], numbers[RESERVE]))
    return Standing(
        parts=tuple(parts),
        void=tuple(made_void),
        is_answered=any(each.reported == USED for each in groups),
        last_serial=max((each.last_serial for each in groups), default=0),
    )


def void(session: Session, actor: Actor, wave_id: str, serial: int) -> VoidStep:
    """Make the code of a lost letter unusable, so that a reserve code can be given out instead.

    A code that was used since the last batch was opened answers in the same way; its use is reported
    with the next batch.
    """
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _no_void(actor, wave)
    if refusal is not None:
        return refusal
    with register_store() as register:
        reported = invitations.reported_of(register, wave_id, serial)
        if reported == OPEN:
            invitations.make_void(register, wave_id, serial)
    states = {OPEN: VoidStep.DONE, USED: VoidStep.USED, invitations.VOID: VoidStep.ALREADY_VOID}
    return VoidStep.UNKNOWN if reported is None else states[reported]


def void_all(session: Session, actor: Actor, wave_id: str) -> VoidStep:
    """Make all codes of a wave unusable, so that it can get new ones: only before anybody answered.

    Nobody answered means: nobody as far as was known when the last batch was opened. Families who
    answered since keep their answer.
    """
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _no_void(actor, wave)
    if refusal is not None:
        return refusal
    found = standing(wave_id)
    if not found.is_issued:
        return VoidStep.UNKNOWN
    if found.is_answered:
        return VoidStep.USED
    with register_store() as register:
        invitations.make_void(register, wave_id)
    return VoidStep.DONE


def reminders(
    session: Session, actor: Actor, wave_id: str, today: date, mark: str = ""
) -> tuple[int, ...] | ReminderRefusal:
    """Return the serials of letters nobody had answered when the last batch was opened.

    ``mark`` is the ``reminder_mark`` of the page whose button was pressed: pressed twice, it gives the
    same list twice.
    """
    wave = surveys.wave_by_id(session, wave_id)
    refusal = _no_reminders(actor, wave)
    if wave is None or refusal is not None:
        return refusal or ReminderRefusal.NOT_FOUND
    not_since = today - timedelta(days=WAIT_DAYS)
    is_first = surveys.mark_listed(session, wave, today=today, not_since=not_since)
    session.commit()
    found = _unanswered(wave_id)
    is_again = wave.listed_on == today and hmac.compare_digest(mark, _mark(wave, today, found))
    return found if is_first or is_again else ReminderRefusal.TOO_SOON


def may_remind(wave: Wave, today: date) -> ReminderRefusal | None:
    """Return why there is no list today; None where there is one."""
    if wave.state != "open":
        return ReminderRefusal.NOT_OPEN
    if not standing(wave.id).is_answered:
        return ReminderRefusal.FIRST_BATCH
    again = listed_again_on(wave)
    return ReminderRefusal.TOO_SOON if again is not None and today < again else None


def reminder_mark(wave: Wave, today: date) -> str:
    """Return the mark of the list as it stands now, for the page that offers it; it tells nothing.

    Made only before a list was given out: that it still fits afterwards proves that nothing has
    changed since, so that giving the list once more tells nothing new.
    """
    return "" if may_remind(wave, today) else _mark(wave, today, _unanswered(wave.id))


def _mark(wave: Wave, today: date, serials: tuple[int, ...]) -> str:
    said = f"{wave.id}/{today}/{serials}".encode()
    return hmac.digest(derived_key("reminders"), said, "sha256").hex()


def _unanswered(wave_id: str) -> tuple[int, ...]:
    with register_reading() as register:
        return tuple(invitations.serials(register, wave_id, OPEN, LETTER))


def _no_reminders(actor: Actor, wave: Wave | None) -> ReminderRefusal | None:
    theirs = _not_theirs(actor, wave)
    if wave is None or theirs is not None:
        return ReminderRefusal(theirs or IssueRefusal.NOT_FOUND)
    if wave.state != "open":
        return ReminderRefusal.NOT_OPEN
    return None if standing(wave.id).is_answered else ReminderRefusal.FIRST_BATCH


def listed_again_on(wave: Wave) -> date | None:
    """Return the first day on which the next list may be made; None where nothing is to wait for."""
    return wave.listed_on + timedelta(days=WAIT_DAYS) if wave.listed_on else None


def next_wave(waves: Sequence[Wave], number: int | None = None) -> Wave | None:
    """Return the wave with this number; without one, the open wave or else the next planned one."""
    if number is not None:
        return next((wave for wave in waves if wave.number == number), None)
    for state in ("open", "planned"):
        for wave in waves:
            if wave.state == state:
                return wave
    return None


def _not_theirs(actor: Actor, wave: Wave | None) -> IssueRefusal | None:
    if wave is None or wave.survey.county_ags != actor.county_ags:
        return IssueRefusal.NOT_FOUND
    if not may(actor, Action.ISSUE_CODES, wave.survey.county_ags):
        return IssueRefusal.NOT_ALLOWED
    return None


def _not_now(wave: Wave | None) -> IssueRefusal | None:
    if wave is None or wave.state == "closed":
        return IssueRefusal.CLOSED
    return IssueRefusal.OPEN_TO_ANYBODY if wave.sampling == "open" else None


def _wrong_numbers(strata: Mapping[str, int], reserve: int) -> IssueRefusal | None:
    letters = sum(strata.values())
    rules = (
        (letters < FEWEST_LETTERS or reserve < 0, IssueRefusal.TOO_FEW),
        (letters + reserve * len(strata) > MOST_LETTERS, IssueRefusal.TOO_MANY),
        (set(strata) != {""} and not all(map(_is_name, strata)), IssueRefusal.PART_NAME),
        (
            len(strata) > 1 and min(strata.values()) < FEWEST_OF_STRATUM,
            IssueRefusal.PART_TOO_SMALL,
        ),
    )
    return next((refusal for is_broken, refusal in rules if is_broken), None)


def _is_name(stratum: str) -> bool:
    return bool(stratum.strip()) and stratum.isprintable() and len(stratum) <= LONGEST_STRATUM


def _no_void(actor: Actor, wave: Wave | None) -> VoidStep | None:
    refusal = _not_theirs(actor, wave)
    if wave is None or refusal is not None:
        return VoidStep(refusal or IssueRefusal.NOT_FOUND)
    return VoidStep.CLOSED if wave.state == "closed" else None


def _drawn(
    wave: Wave, strata: Mapping[str, int], reserve: int, first: int, randomness: Random
) -> Iterator[Letter]:
    """Draw different codes, and number them as the county's list is sorted."""
    places = [(stratum, False) for stratum, number in strata.items() for _ in range(number)]
    places += [(stratum, True) for stratum in strata for _ in range(reserve)]
    start = f"{settings().address}/f/{wave.survey.slug}/#"
    codes: dict[str, None] = {}
    while len(codes) < len(places):
        codes[new_code(randomness)] = None
    numbered = enumerate(zip(codes, places, strict=True), start=first)
    for serial, (code, (stratum, is_reserve)) in numbered:
        yield Letter(serial, stratum, is_reserve, written(code), f"{start}{code}")


def _hashes(wave_id: str, issued: Issued) -> dict[bytes, Letter]:
    key = derived_key("codes")
    return {
        code_hash(key, wave_id, letter.code.replace("-", "")): letter for letter in issued.letters
    }


def _kept(wave_id: str, issued: Issued) -> bool:
    """Put hashes and the keys of their parts into the register; False where somebody was faster.

    Serials are taken then, and nothing is kept.
    """
    new = [
        NewInvitation(
            hashed, letter.serial, letter.stratum, RESERVE if letter.is_reserve else LETTER
        )
        for hashed, letter in _hashes(wave_id, issued).items()
    ]
    try:
        with register_store() as register:
            invitations.issue_alone(register, wave_id)
            add_invitations(register, wave_id, new)
            for stratum in sorted({each.stratum for each in new}):
                # Now, for the first family would wait for it, and be seen to have waited.
                ensure_issuer(register, wave_id, stratum)
    except IntegrityError:
        return False
    return True


def _same_as_before(wave_id: str, issued: Issued) -> Issued | None:
    """Return the letters again if exactly their codes were issued, with the serials of then."""
    hashes = _hashes(wave_id, issued)
    with register_reading() as register:
        serials = invitations.valid_hashes(register, wave_id)
    if hashes.keys() != serials.keys():
        return None
    shift = min(serials[each] for each in hashes) - issued.letters[0].serial
    return Issued(tuple(replace(each, serial=each.serial + shift) for each in issued.letters))
