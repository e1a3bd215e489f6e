"""PostgreSQL stopped at once, again and again, while families send."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from flask import Flask

from benchmarks.faults.families import CLOSES, Admin, invite, look, says
from benchmarks.faults.figures import Figures
from benchmarks.faults.processes import Worker, at_work, flag
from benchmarks.faults.stores import Server, installation, postgresql_settings
from surveyapp.services.batches import mix
from surveyapp.services.enter import Ticket
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage.db import StoreUnavailableError, end_session, let_go, main_store

SENDERS = 2
_PER_STOP = 60
"""Families that one process can let send between two stops; more than it manages."""


def send_until(
    tell: Callable[[object], None],
    wave_id: str,
    first: int,
    tickets: Sequence[Ticket],
    is_over: Event,
) -> None:
    """Let each family send, again and again with the same ticket, until it is told yes."""
    for number, ticket in enumerate(tickets, start=first):
        if is_over.is_set():
            return
        while not _sent(tell, number, ticket):
            time.sleep(0.05)
        if number % 10 == 9:
            with suppress(StoreUnavailableError):
                mix(wave_id, SystemRandom())


def _sent(tell: Callable[[object], None], number: int, ticket: Ticket) -> bool:
    try:
        outcome = submit(ticket, says(number))
    except StoreUnavailableError:
        end_session()  # as at the end of every request
        tell(("retry", number))
        return False
    tell(("ack" if isinstance(outcome, Submitted) else str(outcome), number))
    return True


def run(stops: int, seed: int) -> Figures:
    """Start a server of one's own, stop it as often, and compare."""
    server = Server()
    try:
        with TemporaryDirectory() as folder:
            own = postgresql_settings(server.url, Path(folder))
            with installation(own) as app:
                return _tried(app, server, stops, seed)
    finally:
        server.close()


def _tried(app: Flask, server: Server, stops: int, seed: int) -> Figures:
    randomness = Random(seed)  # noqa: S311 - no secret
    share = stops * _PER_STOP
    asked = invite(SENDERS * share, seed)
    let_go()
    is_over, told = flag(), []
    with ExitStack() as stack:
        workers: list[Worker] = []
        for first in range(0, SENDERS * share, share):
            tickets = asked.tickets[first : first + share]
            work = (send_until, asked.wave_id, first, tickets, is_over)
            own = app.extensions["surveyapp.config"]
            workers.append(stack.enter_context(at_work(own, *work)))
        for _ in range(stops):
            time.sleep(0.2 + 0.6 * randomness.random())
            server.stop_at_once()
            server.start()
            told += [message for worker in workers for message in worker.heard()]
        is_over.set()
        told += [message for worker in workers for message in worker.hear()]
    return _compared(asked.wave_id, told, stops)


def _compared(wave_id: str, told: Sequence[tuple[str, int]], stops: int) -> Figures:
    kept = {number for kind, number in told if kind == "ack"}
    again = {number for kind, number in told if kind == "retry"}
    refused = sorted({kind for kind, _ in told} - {"ack", "retry"})
    step = close_wave(main_store(), Admin(), wave_id, CLOSES)
    found = look(wave_id)
    problem = f"refused: {refused}" if refused else ""
    if step is not WaveStep.DONE:
        problem = f"the wave cannot be closed: {step}"
    return Figures(
        "immediate stop of the server",
        "postgresql",
        runs=stops,
        acknowledged=len(kept),
        lost=found.lost(kept),
        doubled=found.doubled,
        retried=len(again),
        orphan_keys=found.orphan_keys,
        integrity=problem or found.integrity,
    )
