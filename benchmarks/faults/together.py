"""Two processes at the same thing at the same moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Barrier
from random import SystemRandom
from typing import Any

from flask import Flask

import config
from benchmarks.faults.families import CLOSES, Admin, Round, invite, look, says
from benchmarks.faults.figures import Figures
from benchmarks.faults.processes import Work, at_work, gate
from surveyapp.services.batches import mix, mix_all
from surveyapp.services.enter import Ticket
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage.db import let_go, main_store, store_engines

PER_ROUND = 10

Tell = Callable[[object], None]


def send_each(
    tell: Tell,
    start: Barrier,
    first: int,
    tickets: Sequence[Ticket],
) -> None:
    """Let families send, each as soon as the other process is ready for its step too."""
    for number, ticket in enumerate(tickets, start=first):
        start.wait()
        tell((str(submit(ticket, says(number))), number))


def open_each(tell: Tell, start: Barrier, wave_id: str, times: int) -> None:
    """Open batches as often, each time as soon as the other process is ready."""
    for _ in range(times):
        start.wait()
        tell(("opened", mix(wave_id, SystemRandom())))


def send_on(
    tell: Tell,
    start: Barrier,
    first: int,
    tickets: Sequence[Ticket],
) -> None:
    """Let families send one after the other without waiting again."""
    start.wait()
    for number, ticket in enumerate(tickets, start=first):
        tell((str(submit(ticket, says(number))), number))


def close(tell: Tell, start: Barrier, wave_id: str) -> None:
    """Close the wave."""
    start.wait()
    tell((str(close_wave(main_store(), Admin(), wave_id, CLOSES)), -1))


def run(app: Flask, rounds: int, seed: int) -> list[Figures]:
    """Try every pair as often and compare."""
    pairs = (_two_mixes, _one_ticket_twice, _mix_and_send, _close_and_send)
    return [
        pair(app, rounds, seed + number, f"zugleich-{number}") for number, pair in enumerate(pairs)
    ]


def _two_mixes(app: Flask, rounds: int, seed: int, slug: str) -> Figures:
    asked = invite(PER_ROUND * (rounds + 1), seed, slug)
    for number in range(PER_ROUND):
        submit(asked.tickets[number], says(number))
    opened = []
    for each in range(1, rounds + 1):
        for number in range(each * PER_ROUND, (each + 1) * PER_ROUND):
            submit(asked.tickets[number], says(number))
        job = (open_each, asked.wave_id, 1)
        opened.append(sorted(number for _, number in _at_once(app, job, job)))
    mix_all(asked.wave_id)
    wrong = [each for each in opened if each != [0, PER_ROUND]]
    problem = f"two jobs opened {wrong[0]}" if wrong else ""
    return _figures("two jobs open at once", asked, rounds, range(len(asked.tickets)), problem)


def _one_ticket_twice(app: Flask, rounds: int, seed: int, slug: str) -> Figures:
    asked = invite(rounds, seed, slug)
    job = (send_each, 0, asked.tickets)
    told = Counter(_at_once(app, job, job))
    mix_all(asked.wave_id)
    kept = Counter({(str(kind), n): 1 for kind in Submitted for n in range(rounds)})
    problem = "" if told == kept else f"one ticket ended as {(told - kept).most_common(1)}"
    name = "one page sent twice at once"
    return _figures(name, asked, rounds, range(rounds), problem, retried=rounds)


def _mix_and_send(app: Flask, rounds: int, seed: int, slug: str) -> Figures:
    asked = invite(rounds * 4, seed, slug)
    told = _at_once(app, (open_each, asked.wave_id, rounds * 4), (send_each, 0, asked.tickets))
    mix_all(asked.wave_id)
    kept = {number for kind, number in told if kind == str(Submitted.NEW)}
    problem = "" if len(kept) == rounds * 4 else "somebody was refused while a batch was opened"
    return _figures("opening while families send", asked, rounds * 4, kept, problem)


def _close_and_send(app: Flask, rounds: int, seed: int, slug: str) -> Figures:
    rows = [_close_once(app, seed, f"{slug}-{each}") for each in range(max(2, rounds // 5))]
    fault = next((row.integrity for row in rows if row.integrity != "ok"), "ok")
    return Figures(
        rows[0].fault,
        rows[0].database,
        runs=len(rows),
        acknowledged=sum(row.acknowledged for row in rows),
        lost=sum(row.lost for row in rows),
        doubled=sum(row.doubled for row in rows),
        orphan_keys=sum(row.orphan_keys for row in rows),
        integrity=fault,
        remark=f"{len(rows) * 3 * PER_ROUND - sum(row.acknowledged for row in rows)} were told "
        "that the survey has ended, and nothing of them was kept",
    )


def _close_once(app: Flask, seed: int, slug: str) -> Figures:
    asked = invite(3 * PER_ROUND, seed, slug)
    for number in range(PER_ROUND):
        submit(asked.tickets[number], says(number))
    told = _at_once(app, (close, asked.wave_id), (send_on, PER_ROUND, asked.tickets[PER_ROUND:]))
    kept = {*range(PER_ROUND), *(n for kind, n in told if kind == str(Submitted.NEW))}
    is_done = (str(WaveStep.DONE), -1) in told
    problem = "" if is_done else "the wave was not closed"
    return _figures("closing while families send", asked, 1, kept, problem)


def _at_once(app: Flask, *jobs: tuple[Any, ...]) -> list[Any]:
    """Let processes do their jobs from one moment on; return all they tell."""
    let_go()
    own, start = app.extensions["surveyapp.config"], gate(len(jobs))
    return _told(own, start, list(jobs))


def _told(own: config.Config, start: Barrier, jobs: list[tuple[Any, ...]]) -> list[Any]:
    if not jobs:
        return []
    work: Work = jobs[0][0]
    with at_work(own, work, start, *jobs[0][1:]) as worker:
        others = _told(own, start, jobs[1:])
        return [*worker.hear(), *others]


def _figures(
    fault: str,
    asked: Round,
    runs: int,
    acknowledged: Sequence[int] | range | set[int],
    problem: str,
    retried: int = 0,
) -> Figures:
    found = look(asked.wave_id)
    strangers = set(found.documents) - set(acknowledged)
    return Figures(
        fault,
        store_engines()["urn"].dialect.name,
        runs=runs,
        acknowledged=len(acknowledged),
        lost=found.lost(acknowledged),
        doubled=found.doubled + len(strangers),
        retried=retried,
        orphan_keys=found.orphan_keys,
        integrity=problem or found.integrity,
    )
