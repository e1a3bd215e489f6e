"""Deleting what has had its time: nothing too early, nothing left, nothing unlogged."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from surveyapp.services import contact, deletion_log, issuer_keys, keyfiles, retention
from surveyapp.services.build_dataset import dataset_folder
from surveyapp.services.deletion_log import Broken, Fault, Whole
from surveyapp.services.keys import settings
from surveyapp.services.retain import RetainRefusal, _alone, due_cases, retain, sentences_of
from surveyapp.services.retention import months_after
from surveyapp.storage import deletions, surveys
from surveyapp.storage.db import main_store, register_store, store_engines, urn_store
from surveyapp.storage.tables import Invitation
from tests.builders import Actor, a_wave, add_texts
from tests.urn import batch_names, fill, key_files

CLOSED = date(2026, 12, 1)
MARKER = "Zuckerrübenschnitzel"
CODE = b"\xc0\xde" * 16
LONG_AFTER = date(2031, 1, 1)


@pytest.fixture
def kept(app):
    """A closed wave with codes, answers, texts and files."""
    with app.app_context():
        app.wave = wave = a_wave()
        add_texts(wave, ("de", f"{MARKER} für alle"))
        with register_store() as register:
            register.add(
                Invitation(
                    code_hash=CODE,
                    wave_id=wave.id,
                    serial=1,
                    stratum="",
                    kind="letter",
                    state="used",
                    reported="used",
                    claim=b"c" * 32,
                )
            )
        folder = dataset_folder(app.extensions["surveyapp.config"].instance, wave)
        folder.mkdir(parents=True)
        (folder / "families.parquet").write_bytes(b"PAR1")
        surveys.mark_closed(main_store(), wave, today=CLOSED)
        main_store().commit()
        yield app
        main_store().rollback()


def rows(store, table):
    with store() as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}"))


def left():
    tables = ("invitation", register_store), ("response", urn_store), ("text_answer", urn_store)
    return tuple(rows(store, table) for table, store in tables)


def test_each_kind_goes_when_its_own_time_is_over_and_not_a_day_before(kept):
    seen = []

    for months in (1, 12, 36):
        day = months_after(CLOSED, months)
        retain(main_store(), day - timedelta(days=1))
        before = left()
        retain(main_store(), day)
        seen.append((before, left()))

    assert seen == [
        ((1, 1, 1), (0, 1, 1)),
        ((0, 1, 1), (0, 1, 0)),
        ((0, 1, 0), (0, 0, 0)),
    ]
    folder = dataset_folder(kept.extensions["surveyapp.config"].instance, kept.wave)
    assert not folder.exists()


def test_an_open_wave_loses_nothing_however_old(app):
    with app.app_context():
        add_texts(a_wave(), ("de", MARKER))

        assert retain(main_store(), LONG_AFTER) == ()
        assert left() == (0, 1, 1)


def test_no_file_of_a_store_holds_a_byte_of_what_was_deleted(kept):
    def bytes_of_files():
        instance = kept.extensions["surveyapp.config"].instance
        return b"".join(path.read_bytes() for path in sorted(instance.glob("*.sqlite*")))

    is_sqlite = store_engines()["urn"].dialect.name == "sqlite"
    before = bytes_of_files()

    retain(main_store(), LONG_AFTER)

    after = bytes_of_files()
    assert (MARKER.encode() in before, CODE in before) == (is_sqlite, is_sqlite)
    assert MARKER.encode() not in after
    assert CODE not in after
    assert left() == (0, 0, 0)


def test_running_again_deletes_and_logs_nothing_more(kept):
    first = retain(main_store(), LONG_AFTER)

    second = retain(main_store(), LONG_AFTER)

    assert (len(first), second) == (4, ())
    assert len(deletions.every(main_store())) == 8


def test_a_dry_look_changes_nothing(kept):
    cases = due_cases(main_store(), LONG_AFTER)

    assert {case.subject for case in cases} == set(retention.SUBJECTS)
    assert left() == (1, 1, 1)
    assert deletions.every(main_store()) == []


def test_expired_contact_wishes_are_deleted_and_logged(app):
    with app.app_context():
        wave = a_wave()
        contact.leave_wish(
            main_store(),
            wave.survey.slug,
            b"k" * 16,
            (("Telefon", "1"),),
            consent="Ja",
            keep_days=1,
            today=date(2026, 11, 22),
        )

        said = retain(main_store(), date(2026, 12, 1))

        assert said == (
            "Am 1. Dezember 2026 gelöscht: 1 Kontaktwunsch. Die Speicher sind neu geschrieben.",
        )


def test_the_log_says_in_words_what_was_deleted(kept):
    retain(main_store(), date(2027, 1, 1))

    assert sentences_of(main_store(), "familie-26") == (
        (
            "Am 1. Januar 2027 gelöscht: 1 Einladungscode der Welle 1 von „Familien 2026“. "
            "Die Speicher sind neu geschrieben."
        ),
    )


def test_only_one_run_works_at_a_time(kept):
    with _alone() as is_alone:
        assert is_alone
        assert retain(main_store(), LONG_AFTER) is RetainRefusal.BUSY
    assert left() == (1, 1, 1)


# A wave that was closed and never mixed to its end


@pytest.fixture
def unmixed(app):
    """A closed wave whose three ballots wait for a key that is lost, and whose codes have a key."""
    with app.app_context():
        app.wave = wave = a_wave()
        fill(wave, 3)
        issuer_keys.ensure_issuers(wave.id)
        surveys.mark_closed(main_store(), wave, today=CLOSED)
        main_store().commit()
        yield app
        main_store().rollback()


def waiting_rows():
    return tuple(rows(urn_store, table) for table in ("batch", "sealed_ballot", "spent_token"))


@pytest.mark.parametrize("is_lost", [True, False])
def test_ballots_that_were_never_opened_go_with_the_responses(unmixed, is_lost):
    if is_lost:
        for file in keyfiles.files(settings().keys):
            keyfiles.remove(file)
    day = months_after(CLOSED, 36)
    retain(main_store(), day - timedelta(days=1))
    before = waiting_rows()

    said = retain(main_store(), day)

    assert (before, waiting_rows()) == ((1, 3, 3), (0, 0, 0))
    assert keyfiles.files(settings().keys) == []
    assert said[0].startswith("Am 1. Dezember 2029 gelöscht: weniger als 10 Antworten von Familien")
    assert retain(main_store(), day) == ()


def test_the_ballots_of_other_waves_keep_waiting(unmixed):
    fill(a_wave(slug="andere"), 2)

    retain(main_store(), LONG_AFTER)

    assert waiting_rows() == (1, 2, 2)
    assert set(key_files()) == batch_names()


def test_the_keys_that_sign_tickets_go_with_the_codes(unmixed):
    before = rows(register_store, "issuer")

    retain(main_store(), months_after(CLOSED, 1))

    assert (before, rows(register_store, "issuer")) == (1, 0)


# A machine that stops between two steps


def refusing(engine, table, event):
    """Make a database refuse an event on a table, and return the statement that ends that."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.exec_driver_sql(
                f"CREATE TRIGGER halt BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, 'halt'); END"
            )
        return "DROP TRIGGER halt"
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION halt() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'halt'; END $$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER halt BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION halt()"
        )
    return f"DROP TRIGGER halt ON {table}"


def steps():
    return [entry.entry["step"] for entry in deletions.every(main_store())]


def test_stopped_before_deleting_the_log_does_not_call_it_deleted(kept):
    engine = store_engines()["register"]
    mend = refusing(engine, "invitation", "DELETE")
    with pytest.raises(Exception, match="halt"):
        retain(main_store(), date(2027, 1, 1))
    main_store().rollback()

    assert (steps(), left()) == (["begun"], (1, 1, 1))

    with engine.begin() as connection:
        connection.exec_driver_sql(mend)
    retain(main_store(), date(2027, 1, 2))
    assert (steps(), left()) == (["begun", "done"], (0, 1, 1))
    assert isinstance(deletion_log.verify(main_store()), Whole)


def test_stopped_after_deleting_the_next_run_says_that_it_is_done(kept):
    retain(main_store(), date(2027, 1, 1))
    main_store().execute(text("DELETE FROM deletion WHERE number = 2"))  # it was never written
    main_store().commit()
    main_store().expunge_all()
    assert (steps(), left()) == (["begun"], (0, 1, 1))

    said = retain(main_store(), date(2027, 1, 2))

    assert steps() == ["begun", "done"]
    assert said[0].startswith("Am 2. Januar 2027 gelöscht: 1 Einladungscode")


# The log


@pytest.fixture
def logged(kept):
    """A log of eight entries."""
    retain(main_store(), LONG_AFTER)
    main_store().expunge_all()
    return kept


def changed(*statements):
    for statement in statements:
        main_store().execute(text(statement))
    main_store().commit()
    main_store().expunge_all()
    return deletion_log.verify(main_store())


def test_a_whole_log_is_found_whole_by_the_noted_key_too(logged):
    key = deletion_log.public_key_of()

    found = deletion_log.verify(main_store(), key)

    assert isinstance(found, Whole)
    assert (found.entries, found.is_end_known) == (8, True)
    assert deletion_log.verify(main_store(), b"\1" * 32) == Broken(1, Fault.CHANGED)


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["UPDATE deletion SET sentence = 'Nichts.' WHERE number = 3"], Broken(3, Fault.CHANGED)),
        (["DELETE FROM deletion WHERE number = 5"], Broken(5, Fault.MISSING)),
        (["DELETE FROM deletion WHERE number = 1"], Broken(1, Fault.MISSING)),
        (["DELETE FROM deletion WHERE number >= 7"], Broken(7, Fault.MISSING)),
        (["DELETE FROM deletion"], Broken(1, Fault.MISSING)),
        (
            [
                "UPDATE deletion SET number = 99 WHERE number = 2",
                "UPDATE deletion SET number = 2 WHERE number = 4",
                "UPDATE deletion SET number = 4 WHERE number = 99",
            ],
            Broken(2, Fault.CHANGED),
        ),
        (
            ["UPDATE deletion SET previous_hash = '" + "0" * 64 + "' WHERE number = 6"],
            Broken(6, Fault.CHANGED),
        ),
        (
            [
                (
                    "UPDATE deletion SET entry = (SELECT entry FROM deletion WHERE number = 1) "
                    "WHERE number = 8"
                )
            ],
            Broken(8, Fault.CHANGED),
        ),
    ],
)
def test_a_changed_removed_or_moved_entry_is_named(logged, statements, broken):
    assert changed(*statements) == broken


def test_without_the_file_of_the_newest_entry_the_end_is_not_called_known(logged):
    (logged.extensions["surveyapp.config"].instance / deletion_log.HEAD).unlink()

    found = deletion_log.verify(main_store())

    assert isinstance(found, Whole)
    assert not found.is_end_known


# The plan


def test_a_survey_may_keep_things_for_another_time(kept):
    months = {**retention.plan(main_store(), kept.wave.survey), "texts": 0, "register": 2}

    retention.change_plan(main_store(), Actor(), kept.wave.survey, months)
    retain(main_store(), date(2027, 1, 1))

    assert retention.plan(main_store(), kept.wave.survey) == months
    assert left() == (1, 1, 0)


@pytest.mark.parametrize("other", [{"role": "planner"}, {"county_ags": "16062"}])
def test_only_administrators_of_the_county_change_the_plan(kept, other):
    with pytest.raises(PermissionError, match="administrators"):
        retention.change_plan(main_store(), Actor(**other), kept.wave.survey, {"texts": 1})


@pytest.mark.parametrize("months", [{"texts": 121}, {"texts": -1}, {"drafts": 1}])
def test_a_rule_that_cannot_be_kept_is_refused(kept, months):
    with pytest.raises(ValueError, match="months"):
        retention.change_plan(main_store(), Actor(), kept.wave.survey, months)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2026, 11, 30), 36, date(2029, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day, months, expected):
    assert months_after(day, months) == expected
