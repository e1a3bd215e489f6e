"""The audit log: chained, append-only, never forked, forgotten after a year."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from surveyapp.services import audit
from surveyapp.services.audit import Broken, Deed, Fault, Whole
from surveyapp.services.deeds import DEEDS
from surveyapp.storage import audits
from surveyapp.storage.db import db, main_store, main_writing

COUNTY = "16065"


@dataclass(frozen=True)
class Person:
    county_ags: str = COUNTY
    id: str = "p" * 22
    name: str = "Petra Planung"


@pytest.fixture
def session(app):
    with app.app_context():
        yield main_store()


def note_some(session, number, *, at=None, person=None):
    for wave in range(1, number + 1):
        audit.note(session, person or Person(), Deed.WAVE_OPENED, f"familien, Welle {wave}", at=at)
    session.commit()


def break_by(session, statement):
    """Change a row as somebody who owns the database can, triggers or not."""
    for name in ("audit_entry", "audit_chain"):
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER ALL"))
    if session.get_bind().dialect.name == "sqlite":
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for trigger in session.scalars(text(triggers)).all():
            session.execute(text(f"DROP TRIGGER {trigger}"))
    session.execute(text(statement))
    session.commit()


def test_every_deed_has_words():
    assert set(DEEDS) == set(Deed)


def test_entries_follow_each_other_in_their_own_county(session):
    note_some(session, 2)
    note_some(session, 1, person=Person(county_ags="16062"))

    found = audit.check(session)

    assert [(each.county_ags, each.entries, each.last) for each in found] == [
        ("16062", 1, 1),
        (COUNTY, 2, 2),
    ]
    assert all(isinstance(each, Whole) for each in found)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entry SET detail = 'x' WHERE number = 2", Broken(COUNTY, 2, Fault.CHANGED)),
        ("DELETE FROM audit_entry WHERE number = 2", Broken(COUNTY, 2, Fault.MISSING)),
        ("DELETE FROM audit_entry WHERE number = 3", Broken(COUNTY, 3, Fault.MISSING)),
        ("UPDATE audit_entry SET number = 9 WHERE number = 1", Broken(COUNTY, 1, Fault.MISSING)),
    ],
)
def test_check_names_the_entry_that_is_broken(session, statement, broken):
    note_some(session, 3)

    break_by(session, statement)

    assert audit.check(session) == (broken,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET detail = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE audit_chain SET last_number = 0, cut_number = 0",
        "DELETE FROM audit_chain",
    ],
)
def test_database_refuses_to_change_what_was_noted(session, statement):
    note_some(session, 1)

    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))

    session.rollback()
    assert isinstance(audit.check_county(session, COUNTY), Whole)


def test_a_year_later_old_entries_go_and_the_rest_still_hangs_together(session):
    note_some(session, 3, at=datetime(2025, 11, 1, 9, 30, tzinfo=UTC))
    note_some(session, 2, at=datetime(2026, 11, 1, 9, 30, tzinfo=UTC))

    audit.forget_expired(session, date(2026, 11, 2))

    assert audit.count_expired(session, date(2026, 11, 2)) == 0
    found = audit.check_county(session, COUNTY)
    assert (found.entries, found.last) == (2, 5)
    break_by(session, "DELETE FROM audit_entry WHERE number = 4")
    assert audit.check_county(session, COUNTY) == Broken(COUNTY, 4, Fault.MISSING)


def test_an_announced_deed_is_noted_with_the_commit_and_not_without(session):
    with audit.announced(session, Person(), Deed.AREAS_CHANGED):
        session.rollback()
    with audit.announced(session, Person(), Deed.WAVE_CLOSED):
        session.commit()
        session.commit()
    session.commit()

    entries = audits.found(session, audits.matching(COUNTY), 0, 10)
    assert [each.deed for each in entries] == ["wave_closed"]


def test_writers_at_the_same_time_do_not_fork_the_chain(app):
    def write(_number):
        with app.app_context(), main_writing() as session:
            audit.note(session, Person(), Deed.JOB_STARTED)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(20)))

    with app.app_context():
        found = audit.check_county(main_store(), COUNTY)
        db.session.remove()
    assert (found.entries, found.last) == (20, 20)
