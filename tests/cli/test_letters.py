"""Letters on the command line: written once, made void, issued anew, listed for a reminder."""

import csv
import io
import stat
from datetime import date

import openpyxl
import pytest
from sqlalchemy import text

from surveyapp.access.codes import read_code
from surveyapp.cli import commands
from surveyapp.storage import register
from surveyapp.storage.db import main_store, register_store
from tests.builders import a_wave

SLUG = "familie-26"


@pytest.fixture
def wave_id(sqlite_app):
    with sqlite_app.app_context():
        return a_wave().id


def run(app, *arguments, **options):
    return app.test_cli_runner().invoke(commands, ["letters", *map(str, arguments)], **options)


def test_codes_are_written_once_for_their_owner_only(sqlite_app, wave_id, tmp_path):
    file = tmp_path / "codes.csv"

    first = run(sqlite_app, "issue", SLUG, "--number", 100, "--reserve", 5, "--output", file)
    second = run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "again.csv")

    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    assert (first.exit_code, first.output) == (0, f"105 codes of wave 1 written to {file}\n")
    assert len({read_code(row["Code"]) for row in rows} - {None}) == 105
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert second.exit_code == 1
    assert "has codes already" in second.output
    assert not (tmp_path / "again.csv").exists()
    with sqlite_app.app_context(), register_store() as session:
        assert register.count_reported(session, wave_id) == {"open": 105}


def test_a_file_that_cannot_be_made_is_found_out_before_anything_is_drawn(
    sqlite_app, wave_id, tmp_path
):
    (tmp_path / "there.csv").write_text("mine")

    there = run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "there.csv")
    nowhere = run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "no/x.csv")

    assert (there.exit_code, nowhere.exit_code) == (1, 1)
    assert "File exists" in there.output
    assert "No such file" in nowhere.output
    assert (tmp_path / "there.csv").read_text() == "mine"
    with sqlite_app.app_context(), register_store() as session:
        assert register.count_reported(session, wave_id) == {}


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("--number", 99), 1, "codes need at least 100 letters"),
        (("--stratum", "Nord=300", "--stratum", "Süd=199"), 1, "at least 200 letters"),
        (("--stratum", "Nord"), 2, "must be NAME=N"),
        (("--stratum", "Nord=300", "--stratum", "Nord=300"), 2, "each name once"),
        (("--stratum", "Nord=300", "--stratum", " Nord =300"), 2, "each name once"),
        (("--stratum", " =300"), 2, "must be NAME=N"),
        (("--number", 100, "--stratum", "Nord=300"), 2, "either --number or"),
        ((), 2, "either --number or"),
        (("--number", 100, "--wave", 7), 1, "has no wave 7"),
    ],
)
def test_what_cannot_be_issued_is_refused_in_a_sentence(
    sqlite_app, wave_id, tmp_path, arguments, status, sentence
):
    result = run(sqlite_app, "issue", SLUG, *arguments, "--output", tmp_path / "codes.xlsx")

    assert (result.exit_code, list(tmp_path.glob("*.xlsx"))) == (status, [])
    assert sentence in " ".join(result.output.split())


def test_a_file_of_another_kind_and_an_unknown_survey_are_refused(sqlite_app, wave_id, tmp_path):
    kind = run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "codes.doc")
    survey = run(sqlite_app, "issue", "nichts", "--number", 100, "--output", tmp_path / "c.csv")

    assert (kind.exit_code, survey.exit_code) == (2, 1)
    assert "must end in .xlsx, .csv, .pdf" in kind.output
    assert "there is no survey 'nichts'" in survey.output


def test_a_letter_is_made_void_and_all_are_issued_anew(sqlite_app, wave_id, tmp_path):
    run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "first.csv")

    void = run(sqlite_app, "void", SLUG, 17)
    again = run(sqlite_app, "void", SLUG, 17)
    unknown = run(sqlite_app, "void", SLUG, 101)
    no_number = run(sqlite_app, "void", SLUG, 10**20)
    unsure = run(sqlite_app, "void-all", SLUG, input="n\n")
    all_of_them = run(sqlite_app, "void-all", SLUG, "--yes")
    anew = run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "second.csv")

    assert [each.exit_code for each in (void, again, unknown, unsure)] == [0, 1, 1, 1]
    assert no_number.exit_code == 2
    assert "void already" in again.output
    assert "no such code" in unknown.output
    assert (all_of_them.exit_code, anew.exit_code) == (0, 0)
    assert (tmp_path / "second.csv").read_text("utf-8-sig").splitlines()[1].startswith("101;")


def test_reminders_are_written_when_a_batch_was_opened_and_not_too_often(
    sqlite_app, wave_id, tmp_path
):
    run(sqlite_app, "issue", SLUG, "--number", 100, "--output", tmp_path / "codes.csv")
    early = run(sqlite_app, "reminders", SLUG, "--output", tmp_path / "early.xlsx")
    with sqlite_app.app_context(), register_store() as session:
        used = "UPDATE invitation SET state = 'used', reported = 'used' WHERE serial < 11"
        session.execute(text(used))

    done = run(sqlite_app, "reminders", SLUG, "--output", tmp_path / "list.xlsx")
    soon = run(sqlite_app, "reminders", SLUG, "--output", tmp_path / "soon.xlsx")

    page = openpyxl.load_workbook(tmp_path / "list.xlsx").active
    assert "no batch of answers was opened yet" in early.output
    assert done.exit_code == 0
    assert [cell.value for cell in page["A"]] == ["Lfd. Nr.", *range(11, 101)]
    assert soon.exit_code == 1
    assert "the next one may be made from 2" in soon.output
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"list.xlsx"}
    with sqlite_app.app_context():
        listed = main_store().scalar(text("SELECT listed_on FROM wave"))
        assert date.fromisoformat(listed)
