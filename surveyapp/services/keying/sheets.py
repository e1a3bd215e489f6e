"""Sheets of a wave: keyed twice by two people, compared, decided, and then put into the urn.

Until both entries agree a sheet lies sealed in the urn store, padded, under a keyed hash of its number.
Nothing beside it says who keyed it, or when. In a wave with codes the code is typed first and exchanged at
once for a token, as a browser would: code and answers never meet. With the agreement both entries go.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.access.serials import read_serial
from surveyapp.questionnaire.anonymise import PAPER, anonymise
from surveyapp.questionnaire.answers import AnswerErrors, complete
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.services.enter import CLAIM_BYTES, Ticket
from surveyapp.services.keying import form
from surveyapp.services.keying.compare import Difference, Keyed, differences, keyed, retyped
from surveyapp.services.keying.form import Typed
from surveyapp.services.keying.sheet import Entry, Sheet, hashed, open_sheet, seal_sheet, state_of
from surveyapp.services.keying.token import token_for
from surveyapp.services.submit import SubmitRefusal, submit
from surveyapp.storage import paper
from surveyapp.storage.db import urn_reading, urn_store
from surveyapp.storage.order import forget_deleted
from surveyapp.storage.surveys import Wave

KEPT_DAYS = 30
"""A sheet whose entries do not agree by then is deleted."""


class KeyingRefusal(StrEnum):
    """Why a sheet is not keyed."""

    #: The role does not allow it, or the wave is none of the actor's county.
    NOT_ALLOWED = "not_allowed"
    #: The wave takes no answers now.
    CLOSED = "closed"
    #: No number, or its letter does not fit.
    MISTYPED = "mistyped"
    #: The wave needs the code of the letter, and none was typed.
    CODE_MISSING = "code_missing"
    #: The code is mistyped, unknown, void, or somebody has answered with it.
    CODE_NOT_VALID = "code_not_valid"
    #: The same person keyed it before: somebody else must.
    SAME_PERSON = "same_person"
    #: Both entries are there; what differs is to be decided.
    TO_DECIDE = "to_decide"
    #: Something that is asked was not typed yet, or does not fit.
    UNFINISHED = "unfinished"
    #: There is nothing of this sheet.
    UNKNOWN = "unknown"
    #: What was kept of it when the page was shown is gone, or has been keyed anew.
    REPLACED = "replaced"


class KeyingStep(StrEnum):
    """How an entry ended."""

    #: The first entry is kept; somebody else makes the second.
    FIRST = "first"
    #: Both agree; the answers are in the urn, and nothing else of the sheet is left.
    AGREED = "agreed"
    #: The entries differ.
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Sheets of a wave that are not done, by what they wait for."""

    second: tuple[int, ...] = ()
    decision: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        """Return how many sheets are not done."""
        return len(self.second) + len(self.decision)


@dataclass(frozen=True)
class Desk:
    """Where one person keys the sheets of one open wave."""

    wave: Wave
    actor_id: str
    questionnaire: Questionnaire
    today: date
    random_bytes: Callable[[int], bytes] = secrets.token_bytes

    @property
    def needs_code(self) -> bool:
        """Say whether a sheet needs the code of a letter."""
        return self.wave.sampling != "open"

    def begin(self, typed: str, code: str, language: str) -> Sheet | KeyingRefusal:
        """Return the sheet of a number to be keyed now, by this person."""
        number = read_serial(typed)
        if number is None:
            return KeyingRefusal.MISTYPED
        sheet = self.sheet(number)
        if sheet is not None and sheet.entries:
            return self._not_again(sheet) or sheet
        day = self.today + timedelta(days=KEPT_DAYS)
        new = sheet or Sheet(number, language, self.random_bytes(CLAIM_BYTES), day)
        new = replace(new, language=language)
        if not self.needs_code or new.token is not None:
            return new
        return self._with_token(new, code) if code.strip() else KeyingRefusal.CODE_MISSING

    def _not_again(self, sheet: Sheet) -> KeyingRefusal | None:
        if len(sheet.entries) > 1:
            return KeyingRefusal.TO_DECIDE
        is_own = sheet.entries[0].by == self._mark(sheet.number)
        return KeyingRefusal.SAME_PERSON if is_own else None

    def _with_token(self, sheet: Sheet, code: str) -> Sheet | KeyingRefusal:
        """Exchange the code for a token; a try that was cut off may be made again with the same code."""
        is_new = self.sheet(sheet.number) is None
        self._keep(sheet)
        found = token_for(self.wave, code, sheet.claim)
        if found is None:
            if is_new:
                self._remove(sheet.number)
            return KeyingRefusal.CODE_NOT_VALID
        kept = replace(sheet, token=found[0], stratum=found[1])
        self._keep(kept)
        return kept

    def enter(
        self, typed_number: str, language: str, typed: Typed, seen: str = ""
    ) -> KeyingStep | KeyingRefusal:
        """Keep what this person keyed; the second of two entries that agree is the end of the sheet.

        ``seen`` is the state in which the sheet was begun. A second entry that comes twice finds the
        sheet done: it must not begin it anew.
        """
        found = form.form_of(self.questionnaire, typed)
        if not found.is_done:
            return KeyingRefusal.UNFINISHED
        if seen and not self.state(read_serial(typed_number) or 0):
            return KeyingRefusal.REPLACED
        sheet = self.begin(typed_number, "", language)
        if isinstance(sheet, KeyingRefusal):
            return sheet
        fields = keyed(self.questionnaire, found.answers)
        kept = self._add(sheet, Entry(self._mark(sheet.number), fields))
        if isinstance(kept, KeyingRefusal):
            return kept
        if len(kept.entries) == 1:
            return KeyingStep.FIRST
        return self.settle(kept)

    def _add(self, sheet: Sheet, entry: Entry) -> Sheet | KeyingRefusal:
        """Add an entry to the sheet as it is now: somebody may have keyed it meanwhile."""
        with urn_store() as urn:
            sealed = paper.sheet(urn, self._id(sheet.number))
            now = sheet if sealed is None else self._opened(sheet.number, sealed)
            refusal = self._not_again(now) if now.entries else None
            if refusal is not None:
                return refusal
            kept = replace(now, entries=(*now.entries, entry))
            self._put(urn, kept)
        return kept

    def settle(self, sheet: Sheet) -> KeyingStep | KeyingRefusal:
        """Put the answers of a sheet into the urn where both entries agree, and delete the entries."""
        one, two = sheet.entries
        if one.fields != two.fields:
            return KeyingStep.DIFFERS
        refusal = self._submitted(sheet, one.fields)
        if refusal is not None:
            return refusal
        self._remove(sheet.number)
        return KeyingStep.AGREED

    def _submitted(self, sheet: Sheet, fields: Keyed) -> KeyingRefusal | None:
        typed = retyped(self.questionnaire, fields)
        found = complete(self.questionnaire, form.form_of(self.questionnaire, typed).answers)
        if isinstance(found, AnswerErrors):
            return KeyingRefusal.UNFINISHED
        response = anonymise(
            found,
            questionnaire=self.questionnaire,
            received_on=self.today,
            language=sheet.language,
            mode=PAPER,
        )
        ticket = Ticket(self.wave.id, sheet.claim, token=sheet.token, stratum=sheet.stratum)
        outcome = submit(ticket, response)
        return _REFUSED.get(outcome)

    # Deciding

    def differences(self, sheet: Sheet) -> tuple[Difference, ...]:
        """Return what the two entries of a sheet do not agree on."""
        one, two = sheet.entries
        return differences(self.questionnaire, one.fields, two.fields)

    def decided(self, sheet: Sheet, chosen: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the sheet as it is typed after a decision: name of a difference to what is right."""
        one, two = (retyped(self.questionnaire, each.fields) for each in sheet.entries)
        merged = {key: {**two.get(key, {}), **one.get(key, {})} for key in {**one, **two}}
        for each in self.differences(sheet):
            merged[each.screen].pop(each.field, None)
            if chosen.get(each.name):
                merged[each.screen][each.field] = chosen[each.name]
        return merged

    def decide(self, seen: Sheet, typed: Typed) -> KeyingStep | KeyingRefusal:
        """Take what a third look at a sheet found right, in place of the entries it saw."""
        found = form.form_of(self.questionnaire, typed)
        if not found.is_done:
            return KeyingRefusal.UNFINISHED
        fields = keyed(self.questionnaire, found.answers)
        with urn_store() as urn:
            sealed = paper.sheet(urn, self._id(seen.number))
            sheet = self._opened(seen.number, sealed) if sealed else None
            if sheet is None or len(sheet.entries) < 2:
                return KeyingRefusal.UNKNOWN
            if sheet.entries != seen.entries:
                return KeyingRefusal.REPLACED
            entries = tuple(replace(each, fields=fields) for each in sheet.entries)
            kept = replace(sheet, entries=entries)
            self._put(urn, kept)
        return self.settle(kept)

    def discard(self, number: int) -> bool:
        """Delete both entries of a sheet, so that it is keyed anew; a used code stays with it."""
        sheet = self.sheet(number)
        if sheet is None or not sheet.entries:
            return False
        if sheet.token is None:
            self._remove(number)
        else:
            self._keep(replace(sheet, entries=()))
        return True

    # What lies in the store

    def sheet(self, number: int) -> Sheet | None:
        """Return what was kept of a sheet so far."""
        with urn_store() as urn:
            sealed = paper.sheet(urn, self._id(number))
        return None if sealed is None else self._opened(number, sealed)

    def state(self, number: int) -> str:
        """Return what changes with every entry of a sheet; empty while there is none."""
        sheet = self.sheet(number)
        return state_of(sheet) if sheet is not None and sheet.entries else ""

    def _keep(self, sheet: Sheet) -> None:
        with urn_store() as urn:
            self._put(urn, sheet)

    def _put(self, urn: Session, sheet: Sheet) -> None:
        sheet_id = self._id(sheet.number)
        paper.put(urn, sheet_id, self.wave.id, seal_sheet(sheet_id, sheet))

    def _remove(self, number: int) -> None:
        with urn_store() as urn:
            paper.remove(urn, self._id(number))

    def _opened(self, number: int, sealed: bytes) -> Sheet:
        return open_sheet(self._id(number), sealed)

    def _id(self, number: int) -> bytes:
        return hashed(f"sheet/{self.wave.id}/{number}")

    def _mark(self, number: int) -> str:
        return hashed(f"person/{self.wave.id}/{number}/{self.actor_id}").hex()


_REFUSED: Mapping[StrEnum, KeyingRefusal] = {
    SubmitRefusal.CLOSED: KeyingRefusal.CLOSED,
    SubmitRefusal.USED: KeyingRefusal.CODE_NOT_VALID,
}
"""What the urn refuses; other answers of the same sheet that are kept already are no refusal."""


def waiting(wave_id: str) -> Waiting:
    """Return the sheets of a wave that are not done yet."""
    found = sorted(_all(wave_id).values(), key=lambda sheet: sheet.number)
    return Waiting(
        tuple(each.number for each in found if len(each.entries) == 1),
        tuple(each.number for each in found if len(each.entries) > 1),
    )


def forget_all(wave_id: str) -> None:
    """Delete everything that was keyed of a wave and is not in the urn."""
    with urn_store() as urn:
        paper.remove_all(urn, wave_id)


def forget_old(today: date) -> int:
    """Delete the sheets whose time is over, and return how many they were."""
    with urn_reading() as urn:
        waves = paper.waves_with_sheets(urn)
    old = [key for wave in waves for key, sheet in _all(wave).items() if sheet.until <= today]
    if old:
        with urn_store() as urn:
            for sheet_id in old:
                paper.remove(urn, sheet_id)
        forget_deleted("urn")
    return len(old)


def _all(wave_id: str) -> Mapping[bytes, Sheet]:
    with urn_reading() as urn:
        found = paper.sheets_of(urn, wave_id)
    return {sheet_id: open_sheet(sheet_id, sealed) for sheet_id, sealed in found.items()}
