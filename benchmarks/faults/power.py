"""Power cuts: a tape of real statements is played to a disk that forgets, and cut off anywhere."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import apsw
from flask import Flask

from benchmarks.faults.disk import ForgetfulVFS, Machine, PowerCutError
from benchmarks.faults.families import SLUG, Found, Round, invite, look, says
from benchmarks.faults.figures import Figures
from benchmarks.faults.tape import Entry, FileCall, Statement, Told, recorded
from surveyapp.services.batches import mix, mix_all
from surveyapp.services.keys import settings
from surveyapp.services.receipt import secret_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.withdraw import withdraw
from surveyapp.storage.db import REGISTER, URN, let_go, store_engines

FAMILIES = 42

Change = Callable[[Entry], Entry | None]
"""Makes a setting weaker on the tape: returns the entry as it would be, or None to leave it out."""


def as_it_is(entry: Entry) -> Entry:
    """Change nothing."""
    return entry


def without_waiting(entry: Entry) -> Entry:
    """Let SQLite not wait for the disk."""
    return _with_level(entry, "OFF")


def with_usual_advice(entry: Entry) -> Entry:
    """Let SQLite wait at the places it is often advised to."""
    return _with_level(entry, "NORMAL")


def without_key_sync(entry: Entry) -> Entry | None:
    """Let no key file, and not their folder, be synced."""
    return None if isinstance(entry, FileCall) and entry.call == "sync" else entry


def _with_level(entry: Entry, level: str) -> Entry:
    if not isinstance(entry, Statement) or "synchronous=FULL" not in entry.sql:
        return entry
    sql = entry.sql.replace("synchronous=FULL", f"synchronous={level}")
    return Statement(entry.store, entry.connection, sql)


@dataclass(frozen=True)
class Recording:
    """The stores before the tape, the tape, and who is on it."""

    asked: Round
    tape: Sequence[Entry]
    #: The files of both stores, and of the keys, when the tape begins.
    stores: dict[str, bytes]
    keys: dict[str, bytes]


@dataclass
class Outcome:
    """What came of all cuts."""

    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    retried: int = 0
    orphan_keys: int = 0
    problems: list[str] = field(default_factory=list)


def record(families: int, seed: int) -> Recording:
    """Let families send, take back and be opened on the tape."""
    asked = invite(families, seed)
    randomness = Random(seed)  # noqa: S311 - the same draw every time
    let_go()
    stores, keys = _store_files(), _key_files()
    with recorded(settings().keys) as tape:
        for number, ticket in enumerate(asked.tickets):
            tape.append(Told("try", number))
            submit(ticket, says(number))
            tape.append(Told("ack", number))
            if number % 7 == 6:
                mix(asked.wave_id, randomness)
            if number % 15 == 14:
                withdraw(SLUG, secret_of(asked.tickets[number - 5].claim))
                tape.append(Told("withdrawn", number - 5))
    return Recording(asked, tape, stores, keys)


def run(app: Flask, cuts: int, seed: int) -> Iterator[Figures]:
    """Cut the power as often with the product's settings, and with weaker ones that must show."""
    del app  # its context is all that is needed
    recording = record(FAMILIES, seed)
    kinds: tuple[tuple[str, Change, int], ...] = (
        ("power cut", as_it_is, cuts),
        ("power cut, if SQLite waited less (NORMAL)", with_usual_advice, cuts // 4),
        ("power cut, if SQLite did not wait (OFF)", without_waiting, cuts // 4),
        ("power cut, if keys were not synced", without_key_sync, cuts // 4),
    )
    for name, change, times in kinds:
        yield _figures(recording, name, change, times, seed)
    _put_back(recording.stores, recording.keys)


def _figures(recording: Recording, name: str, change: Change, cuts: int, seed: int) -> Figures:
    randomness = Random(seed)  # noqa: S311 - the same cuts every time
    whole = Machine()
    _play(recording, whole, change)
    total, outcome = whole.calls, Outcome()
    for _ in range(cuts):
        machine = Machine(ends_after=randomness.randrange(total))
        told = _play(recording, machine, change)
        _restart(recording, machine, randomness)
        _compare(recording, told, outcome)
    return Figures(
        name,
        store_engines()[URN].dialect.name,
        runs=cuts,
        acknowledged=outcome.acknowledged,
        lost=outcome.lost,
        doubled=outcome.doubled,
        retried=outcome.retried,
        orphan_keys=outcome.orphan_keys,
        integrity=outcome.problems[0] if outcome.problems else "ok",
        is_counter_check=change is not as_it_is,
        remark=f"{total} writes and syncs to stop before; "
        f"{len(outcome.problems)} cuts after which something was damaged or did not fit",
    )


def _play(recording: Recording, machine: Machine, change: Change) -> list[Told]:
    """Play the tape to a machine until its power ends; return what families had been told."""
    told: list[Told] = []
    machine.keep_keys(recording.keys)
    with TemporaryDirectory(dir=_fast_folder()) as folder:
        player = _Player(Path(folder), machine, recording.stores)
        with contextlib.suppress(PowerCutError):
            for entry in map(change, recording.tape):
                if isinstance(entry, Told):
                    told.append(entry)
                elif entry is not None:
                    player.play(entry)
        player.close()
    return told


class _Player:
    """Connections of SQLite on a machine, one for each connection on the tape."""

    def __init__(self, folder: Path, machine: Machine, stores: dict[str, bytes]) -> None:
        self._folder, self._machine = folder, machine
        self._name = f"forgetful-{id(machine)}"
        self._vfs = ForgetfulVFS(self._name, machine)
        self._open: dict[tuple[str, int], apsw.Connection] = {}
        for name, content in stores.items():
            (folder / name).write_bytes(content)
            machine.file(str(folder / name), content)

    def play(self, entry: Statement | FileCall) -> None:
        """Do one thing that is on the tape."""
        if isinstance(entry, FileCall):
            self._machine.key_call(entry.call, entry.name, entry.what, entry.offset)
            return
        place = (entry.store, entry.connection)
        if place not in self._open:
            path = str(self._folder / f"{entry.store}.sqlite")
            self._open[place] = apsw.Connection(path, vfs=self._name)
        for _ in self._open[place].execute(entry.sql):
            pass

    def close(self) -> None:
        """Let go of all files; a machine without power writes nothing any more."""
        self._machine.files = {Path(path).name: f for path, f in self._machine.files.items()}
        for connection in self._open.values():
            with contextlib.suppress(apsw.Error, PowerCutError):
                connection.close(True)  # noqa: FBT003 - by force, positional only
        self._vfs.unregister()


def _restart(recording: Recording, machine: Machine, randomness: Random) -> None:
    """Put what the machine still has where the product looks for it."""
    stores = {name: file.after_cut(randomness) for name, file in sorted(machine.files.items())}
    _put_back(
        {**dict.fromkeys(recording.stores, b""), **stores}, machine.keys_after_cut(randomness)
    )


def _compare(recording: Recording, told: Sequence[Told], outcome: Outcome) -> None:
    """Let the product go on from there: the unconfirmed family sends again, all is opened."""
    asked = recording.asked
    acknowledged = {each.number for each in told if each.kind == "ack"}
    withdrawn = {each.number for each in told if each.kind == "withdrawn"}
    in_flight = {each.number for each in told if each.kind == "try"} - acknowledged
    outcome.acknowledged += len(acknowledged) + len(withdrawn)
    try:
        for number in sorted(in_flight):
            outcome.retried += 1
            if not isinstance(submit(asked.tickets[number], says(number)), Submitted):
                outcome.problems.append(f"family {number} was refused")
        mix_all(asked.wave_id)
        found = look(asked.wave_id)
    except Exception as fault:  # noqa: BLE001 - damaged pages show as anything; it is counted
        outcome.problems.append(str(fault).split(":", maxsplit=1)[0])
        outcome.lost += len(acknowledged) + len(withdrawn)
        return
    _count(found, acknowledged, in_flight, withdrawn, outcome)


def _count(
    found: Found,
    acknowledged: set[int],
    in_flight: set[int],
    withdrawn: set[int],
    outcome: Outcome,
) -> None:
    there = (acknowledged | in_flight) - withdrawn
    # A withdrawal that was under way may have been done, and nobody was told so.
    perhaps = {number for number in there if number % 15 == 9 and number + 5 in acknowledged}
    outcome.lost += found.lost(there - perhaps) + sum(found.documents[one] for one in withdrawn)
    outcome.doubled += found.doubled
    outcome.orphan_keys += found.orphan_keys
    if found.integrity != "ok":
        outcome.problems.append(found.integrity)
    elif found.used < len(acknowledged | in_flight):
        outcome.problems.append("a code of a kept answer is open again")


def _store_paths() -> dict[str, Path]:
    return {name: Path(str(store_engines()[name].url.database)) for name in (REGISTER, URN)}


def _store_files() -> dict[str, bytes]:
    """Return the files of both stores, with their journals, by name."""
    return {
        path.name: path.read_bytes()
        for store in _store_paths().values()
        for path in sorted(store.parent.glob(f"{store.name}*"))
    }


def _key_files() -> dict[str, bytes]:
    folder = settings().keys
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".lock"}


def _put_back(stores: dict[str, bytes], keys: dict[str, bytes]) -> None:
    """Replace the files of stores and keys by these."""
    let_go()
    folder = _store_paths()[URN].parent
    for name, content in stores.items():
        (folder / name).write_bytes(content)
    for path in [path for path in settings().keys.iterdir() if path.name != ".lock"]:
        path.unlink()
    for name, content in keys.items():
        (settings().keys / name).write_bytes(content)


def _fast_folder() -> str | None:
    """Return a folder in memory where there is one: the model does the forgetting."""
    memory = Path("/dev/shm")  # noqa: S108 - a place, no name in it
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > 2**26 else None
