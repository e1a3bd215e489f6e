"""The one door through which answers are kept.

First the code is used up in the register, then the ballot is sealed and put into the urn, each in a
transaction of its own, so that nothing in either store points to the other. Both steps can be
repeated with the same ticket: a double click, or a retry after the machine stopped between the two,
ends as one ballot.
"""

from __future__ import annotations

import hmac
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from surveyapp.services.ballot import Ballot, pack, seal, tag, token_hash
from surveyapp.services.enter import Ticket
from surveyapp.services.receipt import response_hash, secret_of
from surveyapp.storage import ballots, register, surveys
from surveyapp.storage.ballots import Batch
from surveyapp.storage.db import (
    StoreUnavailableError,
    main_reading,
    main_store,
    register_store,
    urn_store,
)

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

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
    #: The same page was sent before, and its answers were deleted with their receipt.
    WITHDRAWN = "withdrawn"


def submit(ticket: Ticket, response: AnonymousResponse) -> Submitted | SubmitRefusal:
    """Keep one family's answers exactly once; at most five statements.

    A token must have been verified before: here it is only spent.

    Raises
    ------
    StoreUnavailableError
        If a store cannot write; the same call may be repeated.
    ValueError
        If the wave needs a code, and the ticket has neither one nor a token.
    """
    needs_code = surveys.needs_code(main_store(), ticket.wave_id)
    if needs_code is None:
        return SubmitRefusal.CLOSED
    if needs_code and ticket.code_hash is None and ticket.token is None:
        message = (
            f"wave {ticket.wave_id} needs a code; a ticket without one must bring a verified token"
        )
        raise ValueError(message)
    allowed = ticket if ticket.token is not None else _with_token(ticket)
    if allowed is None:
        return SubmitRefusal.USED
    ballot = Ballot(response, allowed.stratum, secret_of(allowed.claim))
    with urn_store() as urn:
        outcome = _put(urn, allowed, ballot)
    return outcome or _no_batch(ticket)


def _with_token(ticket: Ticket) -> Ticket | None:
    """Use up the code where there is one, and play the part of a browser that makes its own token."""
    token = hmac.digest(ticket.claim, b"ballot", "sha256")
    if ticket.code_hash is None:
        return replace(ticket, token=token)
    with register_store() as session:
        stratum = register.use_invitation(session, ticket.wave_id, ticket.code_hash, ticket.claim)
    return None if stratum is None else replace(ticket, token=token, stratum=stratum)


def _put(urn: Session, ticket: Ticket, ballot: Ballot) -> Submitted | SubmitRefusal | None:
    """Spend the token for the sealed ballot; None where the wave has no batch."""
    batch = _batch(urn, ticket.wave_id)
    if batch is None:
        return None
    token = ticket.token or b""
    spent, mark = token_hash(ticket.wave_id, token), tag(token, ballot)
    if not ballots.spend_token(urn, ticket.wave_id, spent, mark):
        if ballots.is_withdrawn(urn, ticket.wave_id, response_hash(ballot.receipt)):
            return SubmitRefusal.WITHDRAWN
        is_same = hmac.compare_digest(ballots.tag_of(urn, spent) or b"", mark)
        return Submitted.AGAIN if is_same else SubmitRefusal.KEPT
    sealed = seal(pack(ballot), batch.public_key, batch.id)
    ballots.add_ballots(urn, batch.id, {spent: sealed})
    return Submitted.NEW


def _batch(urn: Session, wave_id: str) -> Batch | None:
    """Return the batch to fill; the one that was waited for may just have been opened."""
    return ballots.batch_to_fill(urn, wave_id) or ballots.batch_to_fill(urn, wave_id)


def _no_batch(ticket: Ticket) -> SubmitRefusal:
    """Tell a wave that was closed a moment ago from one that cannot take ballots at all."""
    with main_reading() as session:
        is_open = surveys.is_open(session, ticket.wave_id)
    if not is_open:
        return SubmitRefusal.CLOSED
    message = (
        f"The urn store cannot be used: the open wave {ticket.wave_id} has no batch; "
        "run: surveyapp mix"
    )
    raise StoreUnavailableError(message)
