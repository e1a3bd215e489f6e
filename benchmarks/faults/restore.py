"""An old backup comes back: of the urn, of the register, of both, with and without key files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from flask import Flask

from benchmarks.faults import copies
from benchmarks.faults.families import CLOSES, COUNTY, OPENS, Admin, Round, invite, look, says
from benchmarks.faults.figures import Figures
from surveyapp.services import recovery
from surveyapp.services.batches import KeyMissingError, mix, mix_waves
from surveyapp.services.compare_stores import RegisterBehindError
from surveyapp.services.enter import CLAIM_BYTES
from surveyapp.services.keys import settings
from surveyapp.services.receipt import secret_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.services.withdraw import withdraw
from surveyapp.storage.db import REGISTER, URN, main_store, store_engines

BEFORE, AFTER = range(25), range(25, 45)
"""Families that sent before the backup was made, and after it."""
RETURNING = range(25, 35)
"""Families whose page is still open when the backup is back, so that they send it again."""
SECOND_DRAFTS = range(35, 45)
"""Families of which somebody else begins anew with the code that was used."""

EARLY, LATE, NEWER = 2, 3, 27
"""Families that take their answers back: before the backup, after it, and having sent after it."""


@dataclass(frozen=True)
class Case:
    """What comes back, and whether the folder of keys is still there."""

    stores: tuple[str, ...]
    keeps_keys: bool

    @property
    def name(self) -> str:
        """Say what comes back, and what became of the keys."""
        names = " and ".join(self.stores)
        return f"old {names} restored, keys {'as they were' if self.keeps_keys else 'lost'}"


CASES = tuple(
    Case(stores, keeps)
    for stores, keeps in product(((URN,), (REGISTER,), (REGISTER, URN)), (True, False))
)


def run(app: Flask, seed: int, cases: Sequence[Case] = CASES) -> list[Figures]:
    """Try each case in a wave of its own."""
    del app  # its context is all that is needed
    with TemporaryDirectory() as folder:
        sheet = Path(folder) / "recovery.txt"
        recovery.make_recovery_key(main_store(), COUNTY, sheet, OPENS)
        return [_tried(case, seed + n, f"zurueck-{n}", sheet) for n, case in enumerate(cases)]


def _tried(case: Case, seed: int, slug: str, sheet: Path) -> Figures:
    asked, randomness = invite(len(BEFORE) + len(AFTER), seed, slug), Random(seed)  # noqa: S311
    _send(asked, BEFORE, randomness)
    withdraw(slug, secret_of(asked.tickets[EARLY].claim))
    kept = {store: copies.backup(store) for store in case.stores}
    _send(asked, AFTER, randomness)
    for number in (LATE, NEWER):
        withdraw(slug, secret_of(asked.tickets[number].claim))
    _bring_back(case, kept)
    problems = _go_on(case, sheet)
    for number in set(RETURNING) - {NEWER}:
        outcome = submit(asked.tickets[number], says(number))
        if not isinstance(outcome, Submitted):
            problems.append(f"family {number} that sent again: {outcome}")
    submit(asked.tickets[NEWER], says(NEWER))  # whatever it is told, nothing of it may be kept
    twice = _begin_anew(asked)
    if close_wave(main_store(), Admin(), asked.wave_id, CLOSES) is not WaveStep.DONE:
        problems.append("the wave cannot be closed")
    return _figures(case, asked, twice, problems)


def _send(asked: Round, numbers: range, randomness: Random) -> None:
    for number in numbers:
        submit(asked.tickets[number], says(number))
    mix(asked.wave_id, randomness)


def _bring_back(case: Case, kept: dict[str, bytes | copies.Rows]) -> None:
    """Do what operators are told to do: withdrawals first, then the copy."""
    noted = copies.rows_of(URN, "withdrawal")["withdrawal"]
    for store, copy in kept.items():
        copies.restore(store, copy)
    if URN in case.stores:
        known = {row["receipt_hash"] for row in copies.rows_of(URN, "withdrawal")["withdrawal"]}
        missing = [row for row in noted if row["receipt_hash"] not in known]
        copies.add(URN, {"withdrawal": missing})
    if not case.keeps_keys:
        for path in settings().keys.glob("[0-9a-f]*"):
            path.unlink()


def _go_on(case: Case, sheet: Path) -> list[str]:
    """Let the job find out what is missing, bring the keys back, and let it go on."""
    lacks_key = URN in case.stores or not case.keeps_keys
    told: set[type[Exception]] = {type(failure) for failure in mix_waves()}
    expected: set[type[Exception]] = {KeyMissingError} if lacks_key else set()
    if case.stores == (REGISTER,):
        expected.add(RegisterBehindError)
    if told != expected:
        return [f"the job said {told}"]
    if not lacks_key:
        return []
    found = recovery.recover(sheet)
    left = [each for each in mix_waves() if isinstance(each, KeyMissingError)]
    is_whole = isinstance(found, recovery.Recovered) and found.still_missing == 0
    return [] if is_whole and not left else [f"keys recover: {found}; then {left}"]


def _begin_anew(asked: Round) -> int:
    """Let other people of these families begin anew; return how many are let in again."""
    outcomes = [
        submit(replace(asked.tickets[number], claim=bytes([number]) * CLAIM_BYTES), says(100))
        for number in SECOND_DRAFTS
    ]
    return sum(isinstance(each, Submitted) for each in outcomes)


def _figures(case: Case, asked: Round, twice: int, problems: list[str]) -> Figures:
    found = look(asked.wave_id)
    withdrawn = {EARLY, LATE, NEWER}
    safe = {*BEFORE, *RETURNING} if URN in case.stores else {*BEFORE, *AFTER}
    del found.documents[100], found.texts[100]
    gone = set(SECOND_DRAFTS) - set(found.documents)
    problems += [f"family {n} took its answers back" for n in withdrawn & set(found.documents)]
    over = 0 if set(case.stores) == {REGISTER, URN} else twice  # the first one is gone there
    return Figures(
        case.name,
        store_engines()[URN].dialect.name,
        runs=1,
        acknowledged=len(safe),
        lost=found.lost(safe - withdrawn) + len(withdrawn & set(found.documents)),
        doubled=found.doubled,
        retried=len(RETURNING),
        orphan_keys=found.orphan_keys,
        integrity=problems[0] if problems else found.integrity,
        remark=f"{len(gone)} of {len(AFTER)} that came after the copy are gone; "
        f"{over} of {len(SECOND_DRAFTS)} codes used after the copy brought a second ballot",
    )
