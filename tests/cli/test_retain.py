from datetime import date

import pytest
from sqlalchemy import text

from surveyapp.services import deletion_log
from surveyapp.services.keys import instance_folder
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.builders import a_wave, add_texts
from tests.cli.test_commands import run


@pytest.fixture
def due(app):
    """An installation in which the text and the answer of one family have had their time."""
    with app.app_context():
        wave = a_wave()
        add_texts(wave, ("de", "Mehr Busse"))
        wave.opens_on = date(2020, 1, 1)
        main_store().commit()
        surveys.mark_closed(main_store(), wave, today=date(2020, 1, 31))
        main_store().commit()
    return app


def test_what_is_due_is_said_deleted_and_then_no_longer_due(due):
    said = [run(due, "retain", *options) for options in (["--dry-run"], [], ["--dry-run"], [])]

    assert [each.exit_code for each in said] == [0, 0, 0, 0]
    assert "due since 2021-01-31: weniger als 10 Freitexte der Welle 1" in said[0].output
    assert said[1].output.count("gelöscht: weniger als 10 ") == 2
    assert [each.output for each in said[2:]] == ["nothing is due\n"] * 2


def test_the_log_is_checked_and_its_first_broken_entry_named(due):
    run(due, "retain")
    with due.app_context():
        key = deletion_log.public_key_of().hex()

    whole = run(due, "retain", "--verify")
    by_key = run(due, "retain", "--public-key", key)
    with due.app_context():
        main_store().execute(text("UPDATE deletion SET sentence = '' WHERE number = 3"))
        main_store().commit()
    broken = run(due, "retain", "--verify")

    assert (whole.exit_code, by_key.exit_code, broken.exit_code) == (0, 0, 1)
    assert whole.output.startswith("the log of deletions is whole: 4 entries")
    assert f"public key {key}" in whole.output
    assert "entry 3 is changed" in broken.output


@pytest.mark.parametrize("key", ["", "zz", "00" * 31])
def test_a_key_that_is_none_is_named(due, key):
    result = run(due, "retain", "--public-key", key)

    assert result.exit_code == 2
    assert "64 hexadecimal digits" in result.output


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{broken", b"\xff", b'{"number": -1, "hash": ""}']
)
def test_a_damaged_file_of_the_newest_entry_is_named(due, content):
    run(due, "retain")
    with due.app_context():
        path = instance_folder() / deletion_log.HEAD
    path.write_bytes(content)

    result = run(due, "retain", "--verify")

    assert result.exit_code == 1
    assert f"{path} cannot be read" in result.output
    assert "compare with what you noted" in result.output
