"""The hourly job and the key ceremony, as operators run them."""

import stat

import pytest

from surveyapp.services.keys import settings
from surveyapp.storage.db import main_store
from tests.builders import a_wave
from tests.cli.test_commands import run
from tests.urn import batch_names, fill, key_files, waiting


def test_job_opens_what_lies_together_and_prints_rounded_numbers_only(sqlite_app):
    with sqlite_app.app_context():
        fill(a_wave(), 23)
        main_store().commit()

    result = run(sqlite_app, "mix")

    assert result.exit_code == 0
    assert result.output == "familie-26, wave 1: at least 10 answers open\n"
    with sqlite_app.app_context():
        assert waiting() == 13


def test_upgrade_gives_an_open_wave_from_before_its_batch(sqlite_app):
    with sqlite_app.app_context():
        wave = a_wave()
        _lose_batch()

        result = run(sqlite_app, "mix")

        assert result.exit_code == 0
        assert len(batch_names()) == 1
        fill(wave, 1)
        assert waiting() == 1


def _lose_batch():
    from surveyapp.storage import ballots  # noqa: PLC0415
    from surveyapp.storage.db import urn_store  # noqa: PLC0415

    with urn_store() as urn:
        for batch in ballots.batches(urn):
            ballots.remove_batch(urn, batch)


def test_lost_keys_are_named_and_come_back_with_the_recovery_key(sqlite_app, tmp_path):
    sheet = tmp_path / "recovery.txt"
    with sqlite_app.app_context():
        wave = a_wave()
        fill(wave, 20)
    made = run(sqlite_app, "keys", "make", "--county", "16065", "--output", str(sheet))
    with sqlite_app.app_context():
        for name in key_files():
            (settings().keys / name).unlink()

    failed = run(sqlite_app, "mix")
    recovered = run(sqlite_app, "keys", "recover", "--key", str(sheet))
    again = run(sqlite_app, "mix")

    assert made.exit_code == 0
    assert stat.S_IMODE(sheet.stat().st_mode) == 0o600
    assert failed.exit_code == 1
    assert "nothing is lost" in failed.output
    assert recovered.output == "keys brought back: 1; still missing: 0\n"
    assert again.output == "familie-26, wave 1: at least 10 answers open\n"


def test_key_ceremony_overwrites_neither_file_nor_key(sqlite_app, tmp_path):
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    second.write_text("something else")

    def make(county, path, *more):
        return run(sqlite_app, "keys", "make", "--county", county, "--output", str(path), *more)

    made, again = make("16065", first), make("16065", tmp_path / "third.txt")
    taken, unknown = make("16062", second), make("99999", tmp_path / "fourth.txt")
    nowhere = make("16062", tmp_path / "no" / "folder.txt")
    replaced = make("16065", tmp_path / "fifth.txt", "--replace")

    codes = [each.exit_code for each in (made, again, taken, unknown, nowhere, replaced)]
    assert codes == [0, 1, 1, 1, 1, 0]
    assert "has a recovery key" in again.output
    assert "is there already" in taken.output
    assert second.read_text() == "something else"
    assert "no county '99999'" in unknown.output
    assert "cannot be used" in nowhere.output


def test_file_that_is_no_recovery_key_is_refused_in_a_sentence(sqlite_app, tmp_path):
    sheet = tmp_path / "letter.txt"
    sheet.write_text("Sehr geehrte Damen und Herren,\n")

    results = [
        run(sqlite_app, "keys", "recover", "--key", str(path))
        for path in (sheet, tmp_path / "none")
    ]

    assert [each.exit_code for each in results] == [1, 1]
    assert "holds no recovery key" in results[0].output
    assert "cannot be used: No such file" in results[1].output


@pytest.mark.parametrize(
    "command",
    [("mix",), ("keys", "make", "--county", "16065", "--output"), ("keys", "recover", "--key")],
)
def test_folder_of_keys_that_cannot_be_used_is_named_and_nothing_is_done(
    sqlite_app, tmp_path, command
):
    sheet = tmp_path / "recovery.txt"
    with sqlite_app.app_context():
        a_wave()
        main_store().commit()
        folder = settings().keys
    if "recover" in command:
        run(sqlite_app, "keys", "make", "--county", "16065", "--output", str(sheet))
    folder.rename(tmp_path / "away")
    folder.touch()

    result = run(sqlite_app, *command, *([str(sheet)] if len(command) > 1 else []))

    assert result.exit_code == 3
    assert f"The folder of keys cannot be used: {folder} (File exists)" in result.output
    assert sheet.exists() == ("recover" in command)


def test_job_passes_by_what_is_no_key(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
        main_store().commit()
        (settings().keys / ("a" * 32)).mkdir()
        (settings().keys / ("b" * 32)).write_bytes(bytes(54))

    result = run(sqlite_app, "mix")

    assert result.exit_code == 0
