"""The draft: all a family has answered so far, sealed into one hidden field of its page.

No server keeps it, no cookie points to it. Only this installation can read or change it, it fits one
survey only, and its length tells little about the answers.
"""

from __future__ import annotations

import hmac
import json
import zlib
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag

from surveyapp.questionnaire.anonymise import WEB
from surveyapp.questionnaire.answers import Answers
from surveyapp.services.enter import Ticket
from surveyapp.services.keys import opened_with, sealed_with

LONGEST = 64 * 1024
"""Longest sealed draft, in characters."""

STEP = 256
"""The content is padded to multiples of this many bytes."""


class DraftTooLongError(ValueError):
    """The answers do not fit into a page; the questionnaire allows more than it can hold."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What one family has said so far, and where it is."""

    ticket: Ticket
    language: str
    #: The publication the family began with, and finishes on.
    document_hash: str
    answers: Answers
    #: Key of the step the family sees; empty on the review page.
    step: str
    #: True once the review page was reached: from then on "Weiter" leads back to it.
    is_reviewing: bool = False
    #: Who filled it in, a row of ``questionnaire.anonymise.MODES``.
    mode: str = WEB
    #: True once it was put aside on the server.
    is_saved: bool = False

    @property
    def seed(self) -> str:
        """Return the text that gives this family its own order of rotating options."""
        return hmac.digest(self.ticket.claim, b"order", "sha256").hex()


def seal(draft: Draft, key: bytes, *, slug: str) -> str:
    """Return the draft as text that only ``open_draft`` with the same key can read.

    Raises
    ------
    DraftTooLongError
        If the text would be longer than ``LONGEST`` characters.
    """
    packed = _packed(draft)
    padded = packed + b"\1" + bytes(-(len(packed) + 1) % STEP)
    text = urlsafe_b64encode(sealed_with(key, padded, slug.encode())).decode("ascii")
    if len(text) > LONGEST:
        message = (
            f"the draft of survey {slug!r} has {len(text)} characters, and a page carries {LONGEST}; "
            "shorten the longest text questions"
        )
        raise DraftTooLongError(message)
    return text


def open_draft(text: str, key: bytes, *, slug: str) -> Draft | None:
    """Return the sealed draft; None if it was changed, or sealed for another survey."""
    if len(text) > LONGEST:
        return None
    try:
        padded = opened_with(key, urlsafe_b64decode(text.encode("ascii")), slug.encode())
    except (InvalidTag, Base64Error, ValueError):
        return None
    return _unpacked(padded.rstrip(b"\0")[:-1])


def without_code(draft: Draft) -> bytes:
    """Return a draft as it may lie on the server: nothing in it leads to a letter.

    Where the survey needs a code, it is asked for before the answers are sent.
    """
    ticket = replace(draft.ticket, code_hash=None, token=None, stratum="")
    return _packed(replace(draft, ticket=ticket))


def taken_up(content: bytes) -> Draft:
    """Return the draft that ``without_code`` made these bytes of."""
    return _unpacked(content)


def _packed(draft: Draft) -> bytes:
    return zlib.compress(json.dumps(_to_json(draft), separators=(",", ":")).encode(), 6)


def _unpacked(packed: bytes) -> Draft:
    return _from_json(json.loads(zlib.decompress(packed)))


def _to_json(draft: Draft) -> dict[str, Any]:
    ticket = draft.ticket
    return {
        "wave": ticket.wave_id,
        "claim": _written(ticket.claim),
        "code": _written(ticket.code_hash),
        "token": _written(ticket.token),
        "stratum": ticket.stratum,
        "language": draft.language,
        "asked": draft.document_hash,
        "answers": draft.answers.to_json(),
        "step": draft.step,
        "review": draft.is_reviewing,
        "mode": draft.mode,
        "saved": draft.is_saved,
    }


def _from_json(document: dict[str, Any]) -> Draft:
    return Draft(
        ticket=Ticket(
            wave_id=document["wave"],
            claim=b64decode(document["claim"]),
            code_hash=_read(document["code"]),
            # Drafts sealed by the version before have neither.
            token=_read(document.get("token")),
            stratum=document.get("stratum", ""),
        ),
        language=document["language"],
        document_hash=document["asked"],
        answers=Answers.from_json(document["answers"]),
        step=document["step"],
        is_reviewing=document["review"],
        mode=document.get("mode", WEB),
        is_saved=document.get("saved", False),
    )


def _written(secret: bytes | None) -> str | None:
    return None if secret is None else b64encode(secret).decode("ascii")


def _read(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
