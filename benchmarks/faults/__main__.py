"""Bring about every fault and print what it cost: ``make faults``, or ``--help`` for a shorter one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask

import config
from benchmarks.faults import clock, disk_full, kill, power, restore, stop, together
from benchmarks.faults.figures import Figures, as_json, as_text
from benchmarks.faults.stores import Server, installation, postgresql_settings, sqlite_settings

Settings = Callable[[Path], config.Config]


def main() -> int:
    """Run all faults; 0 if none cost anything, 1 otherwise."""
    asked = _arguments()
    rows = []
    for row in run(asked.kills, asked.seed):
        rows.append(row)
        sys.stderr.write(
            f"{row.fault} ({row.database}): {row.runs} runs, {row.acknowledged} confirmed, "
            f"{row.lost} lost, {row.doubled} doubled, {row.integrity}; {row.remark}\n"
        )
        sys.stderr.flush()
    sys.stdout.write(as_json(rows) + "\n" if asked.format == "json" else as_text(rows))
    return 0 if all(row.is_clean for row in rows if not row.is_counter_check) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=300, help="processes to kill; others follow")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same moments")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    return parser.parse_args()


def run(kills: int, seed: int) -> Iterator[Figures]:
    """Yield the figures of every fault; half of the kills fall to each database."""
    yield from _on_a_database(sqlite_settings, kills, seed)
    with _fresh(sqlite_settings) as app:
        yield from power.run(app, cuts=kills, seed=seed)
    yield disk_full.run(seed)
    server = Server()
    try:
        yield from _on_a_database(lambda at: postgresql_settings(server.url, at), kills, seed)
    finally:
        server.close()
    yield stop.run(stops=max(3, kills // 20), seed=seed)


def _on_a_database(made: Settings, kills: int, seed: int) -> Iterator[Figures]:
    with _fresh(made) as app:
        yield kill.run(app, kills=(kills + 1) // 2, seed=seed)
    with _fresh(made) as app:
        yield clock.run(app, families=max(10, kills // 10), seed=seed)
    with _fresh(made) as app:
        yield from together.run(app, rounds=max(4, kills // 30), seed=seed)
    with _fresh(made) as app:
        yield from restore.run(app, seed=seed)


@contextmanager
def _fresh(made: Settings) -> Iterator[Flask]:
    """Make stores of one's own for one fault, and their folder."""
    with TemporaryDirectory() as folder, installation(made(Path(folder))) as app:
        yield app


if __name__ == "__main__":
    sys.exit(main())
