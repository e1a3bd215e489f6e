"""Sheets of a wave: keyed twice by two people, compared, decided, and then put into the urn.

Until both entries agree a sheet lies sealed in the urn store, padded, under a keyed hash of its number.
Nothing beside it says who keyed it, or when. In a wave with codes the code is typed first and exchanged at
once for a token, as a browser would: code and answers never meet. With the agreement both entries go.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, Actor, may
from surveyapp.access.serials import read_serial
from surveyapp.questionnaire.anonymise import PAPER, anonymise
from surveyapp.questionnaire.answers import AnswerErrors, complete
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.services import blindrsa, tickets
from surveyapp.services.ballot import STEP
from surveyapp.services.enter import CLAIM_BYTES, Ticket
from surveyapp.services.issuer_keys import issuers_of, token_input
from surveyapp.services.keying import form
from surveyapp.services.keying.form import Difference, Keyed, Typed
from surveyapp.services.keys import derived_key, opened_with, sealed_with
from surveyapp.services.submit import SubmitRefusal, submit
from surveyapp.storage import paper
from surveyapp.storage.db import urn_reading, urn_store
from surveyapp.storage.order import forget_deleted
from surveyapp.storage.surveys import Wave

KEPT_DAYS = 30
"""A sheet whose entries do not agree by then is deleted."""

_PURPOSE = "paper"
_PREFIX = 4


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


class KeyingStep(StrEnum):
    """How an entry ended."""

    #: The first entry is kept; somebody else makes the second.
    FIRST = "first"
    #: Both agree; the answers are in the urn, and nothing else of the sheet is left.
    AGREED = "agreed"
    #: The entries differ.
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one person keyed."""

    #: Keyed hash of the account: tells two people apart, and names none.
    by: str
    fields: Keyed


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet while it is keyed, as it lies sealed."""

    number: int
    #: Language of the sheet the family wrote on.
    language: str
    #: Random bytes of its ticket.
    claim: bytes
    #: The day from which it is deleted.
    until: date
    #: Token that was exchanged for the code; None where nobody needs a code, or not exchanged yet.
    token: bytes | None = None
    stratum: str = ""
    entries: tuple[Entry, ...] = ()


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
        found = _token(self.wave, code, sheet.claim)
        if found is None:
            if is_new:
                self._remove(sheet.number)
            return KeyingRefusal.CODE_NOT_VALID
        kept = replace(sheet, token=found[0], stratum=found[1])
        self._keep(kept)
        return kept

    def enter(self, typed_number: str, language: str, typed: Typed) -> KeyingStep | KeyingRefusal:
        """Keep what this person keyed; the second of two entries that agree is the end of the sheet."""
        found = form.form_of(self.questionnaire, typed)
        if not found.is_done:
            return KeyingRefusal.UNFINISHED
        sheet = self.begin(typed_number, "", language)
        if isinstance(sheet, KeyingRefusal):
            return sheet
        fields = form.keyed(self.questionnaire, found.answers)
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
        typed = form.retyped(self.questionnaire, fields)
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
        return KeyingRefusal.CLOSED if outcome is SubmitRefusal.CLOSED else None

    # Deciding

    def differences(self, sheet: Sheet) -> tuple[Difference, ...]:
        """Return what the two entries of a sheet do not agree on."""
        one, two = sheet.entries
        return form.differences(self.questionnaire, one.fields, two.fields)

    def decided(self, sheet: Sheet, chosen: Mapping[str, str]) -> dict[str, dict[str, str]]:
        """Return the sheet as it is typed after a decision: name of a difference to what is right."""
        one, two = (form.retyped(self.questionnaire, each.fields) for each in sheet.entries)
        merged = {key: {**two.get(key, {}), **one.get(key, {})} for key in {**one, **two}}
        for each in self.differences(sheet):
            merged[each.screen].pop(each.field, None)
            if chosen.get(each.name):
                merged[each.screen][each.field] = chosen[each.name]
        return merged

    def decide(self, number: int, typed: Typed) -> KeyingStep | KeyingRefusal:
        """Take what a third look at the sheet found right, in place of both entries."""
        found = form.form_of(self.questionnaire, typed)
        if not found.is_done:
            return KeyingRefusal.UNFINISHED
        fields = form.keyed(self.questionnaire, found.answers)
        with urn_store() as urn:
            sealed = paper.sheet(urn, self._id(number))
            sheet = self._opened(number, sealed) if sealed else None
            if sheet is None or len(sheet.entries) < 2:
                return KeyingRefusal.UNKNOWN
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

    def _keep(self, sheet: Sheet) -> None:
        with urn_store() as urn:
            self._put(urn, sheet)

    def _put(self, urn: Session, sheet: Sheet) -> None:
        sheet_id = self._id(sheet.number)
        sealed = sealed_with(derived_key(_PURPOSE), _packed(sheet), sheet_id)
        paper.put(urn, sheet_id, self.wave.id, sealed)

    def _remove(self, number: int) -> None:
        with urn_store() as urn:
            paper.remove(urn, self._id(number))

    def _opened(self, number: int, sealed: bytes) -> Sheet:
        return _opened(self._id(number), sealed)

    def _id(self, number: int) -> bytes:
        return _hashed(f"sheet/{self.wave.id}/{number}")

    def _mark(self, number: int) -> str:
        return _hashed(f"person/{self.wave.id}/{number}/{self.actor_id}").hex()


def may_key(actor: Actor, wave: Wave) -> bool:
    """Say whether somebody may key sheets of a wave."""
    return may(actor, Action.KEY_SHEETS, wave.survey.county_ags)


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
    return {sheet_id: _opened(sheet_id, sealed) for sheet_id, sealed in found.items()}


def _hashed(text: str) -> bytes:
    return hmac.digest(derived_key(f"{_PURPOSE} marks"), text.encode(), "sha256")


def _packed(sheet: Sheet) -> bytes:
    """Return a sheet as bytes, filled up to a multiple of ``STEP``."""
    content: dict[str, Any] = {
        "number": sheet.number,
        "language": sheet.language,
        "claim": sheet.claim.hex(),
        "until": sheet.until.isoformat(),
        "token": sheet.token.hex() if sheet.token else "",
        "stratum": sheet.stratum,
        "entries": [{"by": each.by, "fields": each.fields} for each in sheet.entries],
    }
    body = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    packed = len(body).to_bytes(_PREFIX, "big") + body
    return packed + bytes(-len(packed) % STEP)


def _opened(sheet_id: bytes, sealed: bytes) -> Sheet:
    packed = opened_with(derived_key(_PURPOSE), sealed, sheet_id)
    length = int.from_bytes(packed[:_PREFIX], "big")
    found = json.loads(packed[_PREFIX : _PREFIX + length])
    return Sheet(
        number=found["number"],
        language=found["language"],
        claim=bytes.fromhex(found["claim"]),
        until=date.fromisoformat(found["until"]),
        token=bytes.fromhex(found["token"]) or None,
        stratum=found["stratum"],
        entries=tuple(Entry(each["by"], _fields(each["fields"])) for each in found["entries"]),
    )


def _fields(found: Mapping[str, Mapping[str, list[str]]]) -> Keyed:
    return {
        key: {name: tuple(values) for name, values in fields.items()}
        for key, fields in found.items()
    }


# The part of a browser


def _token(wave: Wave, code: str, claim: bytes) -> tuple[bytes, str] | None:
    """Exchange a code for a token and the stratum it was signed for; None where the code is not open.

    All that is random follows from the claim, so that a second try with the same code is the same.
    """
    slug = wave.survey.slug
    checked = tickets.check_code(slug, code)
    keys = {each.key_id: each for each in issuers_of(wave.id)}
    if isinstance(checked, tickets.TicketRefusal):
        return None
    known = [keys[checked.key_id]] if checked.key_id else list(keys.values())
    for issuer in known:
        key = cast("rsa.RSAPublicKey", serialization.load_der_public_key(issuer.public_key))
        message = token_input(issuer, _drawn(claim, "nonce", 32))
        salt = _drawn(claim, "salt", blindrsa.SALT_BYTES)
        blinding = blindrsa.blind(key, message, salt=salt, factor=_factor(claim, key))
        signed = tickets.redeem(slug, code, blinding.blinded)
        if isinstance(signed, bytes):
            signature = blindrsa.finalize(key, message, signed, blinding)
            return None if signature is None else (message + signature, issuer.stratum)
    return None


def _factor(claim: bytes, key: rsa.RSAPublicKey) -> int:
    drawn = int.from_bytes(_drawn(claim, "factor", 264), "big")
    return drawn % (key.public_numbers().n - 2) + 2


def _drawn(claim: bytes, purpose: str, length: int) -> bytes:
    return hashlib.shake_256(claim + purpose.encode()).digest(length)
