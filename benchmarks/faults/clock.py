"""A clock that jumps: days and months go back and forth, and so do the times of all files."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from random import Random

from flask import Flask

from benchmarks.faults.families import Admin, Round, invite, look, says
from benchmarks.faults.figures import Figures
from surveyapp.services.batches import mix
from surveyapp.services.keys import settings
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage.db import main_store, store_engines

_YEARS = (2020, 2026, 2027, 2099)
_SECONDS = (0, 315_532_800, 4_102_444_800)
"""1970, 1980 and 2100, as files write it."""


def run(app: Flask, families: int, seed: int) -> Figures:
    """Send, send again, open and close, each on another day, and compare."""
    del app  # its context is all that is needed
    randomness = Random(seed)  # noqa: S311 - no secret
    asked = invite(families, seed)
    problems = []
    for number in range(families):
        outcomes = [_send(asked, number, randomness) for _ in range(2)]
        if outcomes != [Submitted.NEW, Submitted.AGAIN]:
            problems.append(f"family {number}: {outcomes}")
        _touch_files(randomness)
        mix(asked.wave_id, randomness)
    step = close_wave(main_store(), Admin(), asked.wave_id, date(2019, 1, 1))
    if step is not WaveStep.DONE:
        problems.append(f"the wave cannot be closed before it was opened: {step}")
    found = look(asked.wave_id)
    return Figures(
        "clock jumps",
        store_engines()["urn"].dialect.name,
        runs=2 * families + 1,
        acknowledged=families,
        lost=found.lost(range(families)),
        doubled=found.doubled,
        retried=families,
        orphan_keys=found.orphan_keys,
        integrity=problems[0] if problems else found.integrity,
        remark="every page sent twice, with months from 2020 to 2099; closed before it was opened",
    )


def _send(asked: Round, number: int, randomness: Random) -> object:
    said = says(number, year=randomness.choice(_YEARS), month=randomness.randint(1, 12))
    return submit(asked.tickets[number], said)


def _touch_files(randomness: Random) -> None:
    paths = list(settings().keys.iterdir())
    for engine in store_engines().values():
        if engine.dialect.name == "sqlite":
            paths += Path(str(engine.url.database)).parent.glob("*.sqlite*")
    for path in paths:
        seconds = randomness.choice(_SECONDS)
        os.utime(path, (seconds, seconds))
