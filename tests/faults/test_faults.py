"""Machines that fail in every way that can be brought about here: a shorter ``make faults``."""

import json
from collections import Counter

import pytest

from benchmarks.faults import clock, disk_full, kill, power, restore, stop, together
from benchmarks.faults.figures import Figures, as_json, as_text
from benchmarks.faults.restore import Case
from benchmarks.faults.tape import FileCall, Statement


@pytest.fixture
def asked(app):
    with app.app_context():
        yield app


def test_processes_killed_while_sending_and_opening_lose_and_double_nothing(asked):
    row = kill.run(asked, kills=16, seed=7)

    assert row.is_clean, row
    assert row.acknowledged > 16
    assert row.retried > 0


def test_power_cut_anywhere_loses_nothing_that_was_confirmed(sqlite_app):
    with sqlite_app.app_context():
        ours, normal, off, keys = power.run(sqlite_app, cuts=32, seed=3)

    assert ours.is_clean, ours
    assert ours.acknowledged > 32
    assert off.lost > 0
    assert keys.lost > 0
    assert normal.is_counter_check


def test_key_reaches_the_disk_before_its_batch_can_be_seen(sqlite_app):
    with sqlite_app.app_context():
        tape = power.record(25, seed=1).tape

    added = [
        place
        for place, entry in enumerate(tape)
        if isinstance(entry, Statement) and entry.sql.startswith("INSERT INTO batch ")
    ]
    calls = [
        [entry.call for entry in tape[:place] if isinstance(entry, FileCall)][-5:]
        for place in added
    ]
    assert calls == [["make", "write", "sync", "move", "sync"]] * len(added) != []


def test_tape_sets_connections_up_as_the_product_does(sqlite_app):
    with sqlite_app.app_context():
        tape = power.record(3, seed=1).tape

    said = Counter(entry.sql for entry in tape if isinstance(entry, Statement))
    assert said["PRAGMA synchronous=FULL"] >= 2
    assert said["PRAGMA journal_mode=TRUNCATE"] >= 2


def test_full_disk_keeps_what_was_confirmed_and_refuses_the_rest_until_there_is_room():
    row = disk_full.run(seed=5)

    if not row.runs:
        pytest.skip(row.remark)
    assert row.is_clean, row
    assert row.retried > 0


def test_nothing_depends_on_the_clock(asked):
    row = clock.run(asked, families=22, seed=2)

    assert row.is_clean, row


def test_two_processes_at_one_thing_lose_and_double_nothing(asked):
    rows = together.run(asked, rounds=2, seed=4)

    assert [row for row in rows if not row.is_clean] == []
    assert len(rows) == 4


def test_server_stopped_at_once_has_kept_what_it_confirmed():
    row = stop.run(stops=2, seed=6)

    assert row.is_clean, row
    assert row.acknowledged > 0


@pytest.mark.parametrize(
    "case",
    [
        Case(("urn",), keeps_keys=True),
        Case(("register",), keeps_keys=False),
        Case(("register", "urn"), keeps_keys=False),
    ],
    ids=lambda case: case.name,
)
def test_old_backup_loses_only_what_came_after_it(asked, case):
    (row,) = restore.run(asked, seed=8, cases=[case])

    assert row.is_clean, row
    assert row.retried > 0


def test_figures_are_a_table_for_people_and_json_for_programs():
    row = Figures("power cut", "sqlite", runs=3, acknowledged=20, lost=1, remark="seen twice")

    assert json.loads(as_json([row]))["faults"][0]["lost"] == 1
    assert as_text([row]).splitlines()[1:] == [
        "power cut  sqlite    3     20            1     0        0        0            ok",
        "    seen twice",
    ]
    assert not row.is_clean
