"""The one door through which answers are kept.

First the code is used up in the register, then the response is put into the urn, each in a
transaction of its own, so that nothing in either store points to the other. Both steps can be
repeated with the same ticket and response id: a double click, or a retry after the machine stopped
between the two, ends as one response.
"""

from __future__ import annotations

import hmac
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from surveyapp.services.enter import RESPONSE_ID_BYTES, Ticket
from surveyapp.storage import register, responses, surveys
from surveyapp.storage.db import main_store, register_store, urn_store

if TYPE_CHECKING:
    from surveyapp.questionnaire.anonymise import AnonymousResponse


class Submitted(StrEnum):
    """The answers are kept; they survive a power cut from here on."""

    NEW = "new"
    #: The same page was sent before; nothing was added.
    AGAIN = "again"


class SubmitRefusal(StrEnum):
    """Why the answers were not kept."""

    #: The wave no longer takes answers.
    CLOSED = "closed"
    #: The code was used by another draft, or withdrawn.
    USED = "used"
    #: The same draft was sent before with other answers, and those are kept.
    KEPT = "kept"


def submit(
    ticket: Ticket, response_id: bytes, response: AnonymousResponse
) -> Submitted | SubmitRefusal:
    """Keep one family's answers exactly once; at most five statements.

    Raises
    ------
    StoreUnavailableError
        If a store cannot write; the same call may be repeated.
    """
    if not surveys.is_open(main_store(), ticket.wave_id):
        return SubmitRefusal.CLOSED
    if ticket.code_hash is not None:
        with register_store() as session:
            may_answer = register.use_invitation(
                session, ticket.wave_id, ticket.code_hash, ticket.claim
            )
        if not may_answer:
            return SubmitRefusal.USED
    with urn_store() as session:
        is_new = responses.add_response(session, ticket.wave_id, response_id, response)
        if not is_new and responses.document_of(session, response_id) != response.document:
            return SubmitRefusal.KEPT
    if response.texts:
        with urn_store() as session:
            texts = _with_own_ids(ticket.claim, response.texts)
            responses.add_texts(session, ticket.wave_id, response.language, texts)
    return Submitted.NEW if is_new else Submitted.AGAIN


def _with_own_ids(claim: bytes, texts: tuple[tuple[str, str], ...]) -> list[tuple[bytes, str, str]]:
    """Give each text an id that a retry makes again and nobody else can.

    The ids follow from the claim, which lies only in the family's draft: in the urn they look random
    and lead to no other row.
    """
    numbers: Counter[str] = Counter()
    found = []
    for question, text in texts:
        # Counted for each question alone: a text more elsewhere must not give this one another id.
        found.append((_text_id(claim, question, numbers[question]), question, text))
        numbers[question] += 1
    return found


def _text_id(claim: bytes, question: str, number: int) -> bytes:
    return hmac.digest(claim, f"text/{question}/{number}".encode(), "sha256")[:RESPONSE_ID_BYTES]
