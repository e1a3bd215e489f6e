"""Answers that come in a burst: noticed by the hour, in memory, and told to staff as a day.

Where anybody may answer, a program may too. Staff learn on which day that may have happened; which
answers came then is known to nobody.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from mmap import mmap
from statistics import median
from struct import Struct

from flask import current_app
from sqlalchemy.orm import Session

from surveyapp.services.shared_memory import SharedMemory
from surveyapp.storage import surveys

EXTENSION = "surveyapp.bursts"
HOURS = 24
"""Hours an hour is compared with."""

FEWEST = 30
"""So many answers in an hour are no burst, however quiet it was before."""

FACTOR = 5
"""A burst has more answers than so many usual hours."""

_WAVES = 64
_WAVE = Struct(f"<QI{HOURS + 1}HI")
_MOST = 2**16 - 1


class Bursts:
    """Answers by hour for each of the waves that were answered last, and what was thrown away."""

    def __init__(self) -> None:
        self._memory = SharedMemory(_WAVES * _WAVE.size)

    def note(self, wave_id: str, now: float) -> bool:
        """Count one more answer of a wave; say whether this hour is a burst."""
        with self._memory.locked() as memory:
            place, counts, dropped = self._read(memory, wave_id, now)
            counts = [min(counts[0] + 1, _MOST), *counts[1:]]
            self._write(memory, place, wave_id, now, counts, dropped)
        return counts[0] > max(FEWEST, FACTOR * median(counts[1:]))

    def note_dropped(self, wave_id: str, now: float) -> None:
        """Count what a program sent and nobody kept."""
        with self._memory.locked() as memory:
            place, counts, dropped = self._read(memory, wave_id, now)
            self._write(memory, place, wave_id, now, counts, dropped + 1)

    def dropped(self, wave_id: str, now: float) -> int:
        """Return how often a program was caught since the server started."""
        with self._memory.locked() as memory:
            return self._read(memory, wave_id, now)[2]

    def _read(self, memory: mmap, wave_id: str, now: float) -> tuple[int, list[int], int]:
        """Return the place of a wave, its counts from this hour backwards, and what was dropped."""
        tag, hour = _tag(wave_id), int(now // 3600)
        rows = {at: _WAVE.unpack_from(memory, at) for at in range(0, len(memory), _WAVE.size)}
        found = next((at for at, row in rows.items() if row[0] == tag), None)
        if found is None:
            return min(rows, key=lambda at: rows[at][1]), [0] * (HOURS + 1), 0
        _, last, *counts, dropped = rows[found]
        past = min(max(hour - last, 0), HOURS + 1)
        return found, [*[0] * past, *counts][: HOURS + 1], dropped

    def _write(
        self,
        memory: mmap,
        place: int,
        wave_id: str,
        now: float,
        counts: list[int],
        dropped: int,
    ) -> None:
        _WAVE.pack_into(memory, place, _tag(wave_id), int(now // 3600), *counts, dropped)


def _tag(wave_id: str) -> int:
    return int.from_bytes(hashlib.sha256(wave_id.encode()).digest()[:8], "little")


def bursts() -> Bursts:
    """Return what the running application counts by hour."""
    found: Bursts = current_app.extensions[EXTENSION]
    return found


def note_ballot(session: Session, wave_id: str, now: float) -> None:
    """Count an answer to a wave open to anybody; a burst marks the wave with the day."""
    if bursts().note(wave_id, now):
        surveys.mark_burst(session, wave_id, datetime.fromtimestamp(now, UTC).date())
        session.commit()
