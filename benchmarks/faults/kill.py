"""kill -9 while families send and batches are opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random, SystemRandom

from flask import Flask

from benchmarks.faults.families import CLOSES, Admin, Round, invite, look, says, used_codes
from benchmarks.faults.figures import Figures
from benchmarks.faults.processes import Worker, at_work
from surveyapp.services import batches
from surveyapp.services.count_answers import count_kept
from surveyapp.services.enter import Ticket
from surveyapp.services.keys import settings
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage.db import let_go, main_store, store_engines

MOST = 10
"""Families that send before a kill, at most."""

_LONGEST = {"try": 0.008, "mix": 0.06}
"""Seconds from the begin of a step until the kill, at most."""


@dataclass
class Seen:
    """What the processes that were killed have told."""

    acknowledged: set[int] = field(default_factory=set)
    tried: set[int] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=lambda: {"try": 0, "mix": 0, "between": 0})
    last: str = ""

    def take(self, message: Sequence[object]) -> None:
        """Remember one message."""
        kind, *rest = message
        self.last = str(kind)
        if kind == "try":
            self.tried.add(int(str(rest[0])))
        elif kind == "ack":
            self.acknowledged.add(int(str(rest[0])))
        elif kind == "refused":
            self.refused.append(str(rest[0]))


def send(
    tell: Callable[[object], None], wave_id: str, first: int, tickets: Sequence[Ticket]
) -> None:
    """Open what can be opened, then let families send, beginning with number ``first``."""
    _open(tell, wave_id)
    for number, ticket in enumerate(tickets, start=first):
        tell(("try", number))
        outcome = submit(ticket, says(number))
        kept = isinstance(outcome, Submitted)
        tell(("ack", number) if kept else ("refused", f"family {number}: {outcome}"))
        if number % 5 == 4:
            _open(tell, wave_id)


def _open(tell: Callable[[object], None], wave_id: str) -> None:
    tell(("mix",))
    batches.mix(wave_id, SystemRandom())
    tell(("mixed",))


def run(app: Flask, kills: int, seed: int) -> Figures:
    """Kill as often, let each unconfirmed family send again, close the wave and compare."""
    randomness = Random(seed)  # noqa: S311 - no secret
    asked = invite(kills * MOST + 2 * MOST, seed)
    let_go()
    seen, retried, faults = Seen(), 0, []
    for _ in range(kills):
        first = len(seen.acknowledged)
        retried += first in seen.tried
        _send_and_kill(app, asked, first, randomness, seen)
        faults += _inconsistent(asked, seen)
    first = len(seen.acknowledged)
    if first in seen.tried:  # the last one that nobody confirmed
        retried += 1
        outcome = submit(asked.tickets[first], says(first))
        seen.take(("ack", first) if isinstance(outcome, Submitted) else ("refused", outcome))
    return _compared(asked, kills, retried, seen, faults)


def _send_and_kill(app: Flask, asked: Round, first: int, randomness: Random, seen: Seen) -> None:
    tickets = asked.tickets[first : first + 2 * MOST]
    aim = randomness.choice(("try", "mix"))
    countdown = randomness.randint(1, MOST if aim == "try" else 3)
    own = app.extensions["surveyapp.config"]
    with at_work(own, send, asked.wave_id, first, tickets) as worker:
        for message in worker.hear():
            seen.take(message)
            countdown -= message[0] == aim
            if countdown == 0:
                break
        time.sleep(randomness.random() * _LONGEST[aim])
        _kill(worker, seen)


def _kill(worker: Worker, seen: Seen) -> None:
    worker.kill()
    for message in worker.hear():
        seen.take(message)
    seen.kills[seen.last if seen.last in seen.kills else "between"] += 1


def _inconsistent(asked: Round, seen: Seen) -> list[str]:
    """Return what is wrong between the stores right after a kill, before anything is repaired."""
    used, kept = used_codes(asked.wave_id), count_kept(asked.wave_id)
    acknowledged = len(seen.acknowledged)
    in_flight = len(seen.tried - seen.acknowledged)
    if acknowledged <= kept <= used <= acknowledged + in_flight and in_flight <= 1:
        return []
    return [f"{acknowledged} confirmed, {kept} kept, {used} codes used, {in_flight} on the way"]


def _compared(asked: Round, kills: int, retried: int, seen: Seen, faults: Sequence[str]) -> Figures:
    step = close_wave(main_store(), Admin(), asked.wave_id, CLOSES)
    found = look(asked.wave_id)
    problems = [*faults, *seen.refused]
    if step is not WaveStep.DONE:
        problems.append(f"the wave cannot be closed: {step}")
    if found.used != len(seen.acknowledged):
        problems.append(f"{found.used} codes used by {len(seen.acknowledged)} families")
    if any(settings().keys.glob("*.new")):
        problems.append("a key was left half-written")
    return Figures(
        "kill -9 while sending and opening",
        store_engines()["urn"].dialect.name,
        runs=kills,
        acknowledged=len(seen.acknowledged),
        lost=found.lost(seen.acknowledged),
        doubled=found.doubled,
        retried=retried,
        orphan_keys=found.orphan_keys,
        integrity=problems[0] if problems else found.integrity,
        remark=f"killed while sending {seen.kills['try']}, while opening {seen.kills['mix']}, "
        f"between {seen.kills['between']}",
    )
