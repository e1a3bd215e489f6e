"""One sheet while it is keyed, and how it lies in the urn store: padded and sealed."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveyapp.services.ballot import STEP
from surveyapp.services.keying.compare import Keyed
from surveyapp.services.keys import derived_key, opened_with, sealed_with

_PURPOSE = "paper"
_PREFIX = 4


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


def seal_sheet(sheet_id: bytes, sheet: Sheet) -> bytes:
    """Return a sheet as it may lie in the store."""
    return sealed_with(derived_key(_PURPOSE), _packed(sheet), sheet_id)


def hashed(text: str) -> bytes:
    """Return what stands for a number or an account: nobody without the key can tell which."""
    return hmac.digest(derived_key(f"{_PURPOSE} marks"), text.encode(), "sha256")


def state_of(sheet: Sheet) -> str:
    """Return what changes with every entry of a sheet, and tells nothing of them."""
    return hmac.digest(derived_key(f"{_PURPOSE} states"), _packed(sheet), "sha256").hex()


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


def open_sheet(sheet_id: bytes, sealed: bytes) -> Sheet:
    """Return the sheet that was ``sealed`` for this place."""
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
