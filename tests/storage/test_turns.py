"""Whoever has read may write: SQLite's writers wait for each other, and nobody is turned away."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select, update

from surveyapp.storage import staff
from surveyapp.storage.db import main_store, store_engines
from surveyapp.storage.tables import Staff

WRITER = """
import sqlite3, sys
store = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=15)
store.execute("BEGIN IMMEDIATE")
store.execute("UPDATE staff SET name = 'Von nebenan'")
print("writes", flush=True)
sys.stdin.readline()
store.execute("COMMIT")
print("has written", flush=True)
"""
"""Another process that holds the store until it is told to end."""


@pytest.fixture
def path(sqlite_app):
    """Return the file of a main store with one account."""
    with sqlite_app.app_context():
        staff.add_staff(main_store(), staff.Seat("16065", "a@example.org", "Anna", "admin"), "")
        main_store().commit()
        return store_engines()["main"].url.database


@pytest.fixture
def neighbour(path):
    """Run another process that is writing."""
    command = [sys.executable, "-c", WRITER, path]
    with subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout.readline() == "writes\n"
        yield process
        process.kill()


def ended(process):
    """Let the other process commit, and wait until it has."""
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "has written\n"


def test_who_has_read_writes_though_another_process_wrote_meanwhile(sqlite_app, neighbour):
    with sqlite_app.app_context():
        anna = staff.staff_by_email(main_store(), "a@example.org")
        ended(neighbour)
        anna.email = "neu@example.org"
        main_store().commit()

        found = main_store().execute(select(Staff.name, Staff.email)).one()

    assert found == ("Von nebenan", "neu@example.org")


def test_who_has_read_waits_for_another_process_that_is_writing(sqlite_app, neighbour):
    has_read = Event()

    def write():
        with sqlite_app.app_context():
            anna = staff.staff_by_email(main_store(), "a@example.org")
            has_read.set()
            anna.email = "neu@example.org"
            main_store().commit()
            return main_store().execute(select(Staff.name, Staff.email)).one()

    with ThreadPoolExecutor(1) as threads:
        written = threads.submit(write)
        has_read.wait(timeout=15)
        ended(neighbour)
        found = written.result(timeout=15)

    assert found == ("Von nebenan", "neu@example.org")


def test_two_who_write_on_and_on_lose_nothing(sqlite_app, path):
    add = update(Staff).values(name=Staff.name + "+")

    def write(_):
        with sqlite_app.app_context():
            for _round in range(10):
                main_store().scalars(select(Staff)).all()
                main_store().execute(add)
                main_store().commit()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, range(2)))

    with sqlite3.connect(path) as store:
        assert store.execute("SELECT name FROM staff").fetchone() == ("Anna" + "+" * 20,)


@pytest.mark.parametrize(
    ("look", "is_free"),
    [
        (lambda session: staff.staff_of(session, "16065"), True),
        (lambda session: staff.lock_admins(session, "16065"), False),
        (lambda session: (session.begin_nested(), session.connection()), False),
    ],
    ids=["reading", "reading for update", "a savepoint"],
)
def test_only_what_will_write_holds_the_store(sqlite_app, path, look, is_free):
    with sqlite_app.app_context():
        look(main_store())

        found = may_write(path)

    assert found == is_free


def may_write(path):
    """Say whether somebody else could write now, without waiting."""
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    finally:
        other.close()
    return True
