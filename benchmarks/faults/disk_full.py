"""A full disk: a small one in memory, which only root may mount."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory

from benchmarks.faults.families import CLOSES, Admin, Round, invite, look, says, used_codes
from benchmarks.faults.figures import Figures
from benchmarks.faults.stores import installation, sqlite_settings
from surveyapp.services import batches
from surveyapp.services.count_answers import count_kept, rounded_count
from surveyapp.services.keys import settings
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage import surveys
from surveyapp.storage.db import StoreUnavailableError, main_store

FAULT = "disk full"
FAMILIES = 160
_MEGABYTES = 14
_LEAST_ROOM = 40_000
"""Bytes left when the disk is filled: enough for some ballots more."""


def run(seed: int) -> Figures:
    """Fill the disk below all stores, try what families and staff do, make room, and compare."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "disk"
        folder.mkdir()
        refusal = _why_not(folder)
        if refusal:
            return Figures(FAULT, "sqlite", runs=0, remark=f"not tried: {refusal}")
        try:
            with installation(sqlite_settings(folder)):
                return _tried(folder, seed)
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


def _why_not(folder: Path) -> str:
    """Mount the small disk; return why that cannot be done here."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return "only root may mount a small disk"
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_MEGABYTES}m", "tmpfs", str(folder)]
    done = subprocess.run(mount, check=False, capture_output=True)  # noqa: S603
    return "this machine does not allow mounts" if done.returncode else ""


def _tried(folder: Path, seed: int) -> Figures:
    asked = invite(FAMILIES, seed)
    problems: list[str] = []
    acknowledged = set(range(25))
    for number in sorted(acknowledged):
        submit(asked.tickets[number], says(number))
    with _filled(folder):
        refused = _send_all(asked, acknowledged, problems)
        problems += _changed_by_mixing(asked)
    for number in refused:
        outcome = submit(asked.tickets[number], says(number))
        if outcome is Submitted.NEW:
            acknowledged.add(number)
        else:
            problems.append(f"family {number} that sent again: {outcome}")
    return _compared(asked, acknowledged, refused, problems)


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """Leave almost no room on a disk for a while."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        file.write(bytes(shutil.disk_usage(folder).free - _LEAST_ROOM))
    yield
    ballast.unlink()


def _send_all(asked: Round, acknowledged: set[int], problems: list[str]) -> list[int]:
    """Let all other families send; return who was refused."""
    refused = []
    for number in range(25, FAMILIES):
        try:
            if submit(asked.tickets[number], says(number)) is Submitted.NEW:
                acknowledged.add(number)
        except StoreUnavailableError as error:
            refused.append(number)
            if "its disk is full" not in str(error):
                problems.append(str(error))
    if not refused:
        problems.append("the disk never got full")
    return refused


def _changed_by_mixing(asked: Round) -> list[str]:
    """Return what opening and closing do wrong on a full disk: they must refuse and change nothing."""
    before, found = _state(asked), []
    for name, step in (
        ("opening", lambda: batches.mix(asked.wave_id, SystemRandom())),
        ("closing", lambda: close_wave(main_store(), Admin(), asked.wave_id, CLOSES)),
    ):
        try:
            found.append(f"{name} on a full disk ended with {step()}")
        except StoreUnavailableError:
            main_store().rollback()
        if _state(asked) != before:
            found.append(f"{name} on a full disk changed something")
    return found


def _state(asked: Round) -> Sequence[object]:
    wave = surveys.wave_by_id(main_store(), asked.wave_id)
    assert wave is not None
    keys = sorted(path.name for path in settings().keys.iterdir())
    return wave.state, rounded_count(wave), count_kept(wave.id), used_codes(wave.id), keys


def _compared(
    asked: Round, acknowledged: set[int], refused: Sequence[int], problems: list[str]
) -> Figures:
    opened = batches.mix(asked.wave_id, SystemRandom())
    step = close_wave(main_store(), Admin(), asked.wave_id, CLOSES)
    if not opened or step is not WaveStep.DONE:
        problems.append(f"with room again: {opened} opened, closing ended with {step}")
    found = look(asked.wave_id)
    return Figures(
        FAULT,
        "sqlite",
        runs=1,
        acknowledged=len(acknowledged),
        lost=found.lost(acknowledged),
        doubled=found.doubled,
        retried=len(refused),
        orphan_keys=found.orphan_keys,
        integrity=problems[0] if problems else found.integrity,
        remark=f"{len(refused)} refused while it was full, all kept when they sent again; "
        "opening and closing refused and changed nothing",
    )
