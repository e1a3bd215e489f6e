"""A family takes its answers back: whatever its receipt leads to is deleted, while the wave is open."""

from __future__ import annotations

from enum import StrEnum

from surveyapp.services.ballot import MOST_TEXTS
from surveyapp.services.receipt import response_hash, text_hash
from surveyapp.storage import ballots, responses, surveys
from surveyapp.storage.db import main_store, urn_store
from surveyapp.storage.order import forget_deleted


class Withdrawn(StrEnum):
    """How an attempt to take answers back ended; the same whether or not there were any."""

    #: What the receipt leads to is deleted, or will never be opened.
    DONE = "done"
    #: No wave of the survey is open: receipts were deleted with its end.
    CLOSED = "closed"


def withdraw(slug: str, receipt: bytes) -> Withdrawn:
    """Delete what a receipt leads to in the open wave of a survey, now and wherever it turns up.

    Nothing tells a right receipt from a wrong one, neither the outcome nor the work done for it.

    Raises
    ------
    StoreUnavailableError
        If the urn cannot write; the same call may be repeated.
    """
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return Withdrawn.CLOSED
    mine = response_hash(receipt)
    hashes = [mine, *(text_hash(receipt, place) for place in range(MOST_TEXTS))]
    with urn_store() as urn:
        # Taking the batch keeps a job from opening the ballot between the look and the note.
        ballots.batch_to_fill(urn, wave.id)
        found = responses.remove_with_receipts(urn, wave.id, hashes)
        ballots.note_withdrawals(urn, wave.id, {mine, *found})
    forget_deleted()
    return Withdrawn.DONE
