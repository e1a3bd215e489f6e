"""What staff may know of an open wave: numbers that change only when a batch is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from surveyapp.storage import ballots, responses
from surveyapp.storage.db import urn_reading
from surveyapp.storage.surveys import Wave

ROUNDING = 10
"""Answers are counted in steps of this size."""


def rounded_count(wave: Wave) -> int:
    """Return how many families have answered, rounded down to tens; ballots that wait do not count."""
    return rounded_counts([wave])[wave.id]


def rounded_counts(waves: Sequence[Wave]) -> Mapping[str, int]:
    """Return the rounded number of each wave by its id; two statements.

    While a batch waits it is the number of its beginning: what is withdrawn since does not show.
    """
    with urn_reading() as urn:
        counts = responses.count_by_wave(urn, [wave.id for wave in waves])
        noted = ballots.counted(urn, [wave.id for wave in waves])
    return {wave.id: noted.get(wave.id, in_tens(counts.get(wave.id, 0))) for wave in waves}


def in_tens(number: int) -> int:
    """Return a number rounded down to tens."""
    return number // ROUNDING * ROUNDING


def count_kept(wave_id: str) -> int:
    """Return how many ballots of a wave were ever kept, opened or waiting; shown to nobody."""
    with urn_reading() as urn:
        return responses.count_responses(urn, wave_id) + ballots.count_waiting(urn, wave_id)
