import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask.cli import ScriptInfo

from surveyapp.cli import commands
from surveyapp.services import load_stock
from surveyapp.services.accounts import sign_in
from surveyapp.storage import contacts
from surveyapp.storage.db import main_store, store_engines
from tests.builders import a_wave

ROOT = Path(__file__).parents[2]
EXAMPLE = """\
id: probe
version: 1
title: {de: Probe}
intro: {de: Guten Tag}
thanks: {de: Danke}
languages: [de]
minutes: 1
sections: [{id: home, title: {de: Ihre Familie}}]
pages:
  - id: start
    section: home
    title: {de: Start}
    questions:
      - id: children_count
        item: 1
        type: number
        minimum: 0
        maximum: 12
        text: {de: Wie viele Kinder haben Sie?}
        planning: {measures: context, unit: family}
"""


def run(app, *arguments, **options):
    """Run a command in the test's own application."""
    return app.test_cli_runner().invoke(commands, list(arguments), **options)


def _all_commands(group, path=()):
    for name, command in group.commands.items():
        yield (*path, name)
        if hasattr(command, "commands"):
            yield from _all_commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *_all_commands(commands)], ids=" ".join)
def test_every_command_explains_itself(sqlite_app, path):
    result = run(sqlite_app, *path, "--help")

    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")
    assert len(result.output.splitlines()) > 3


def test_wrong_usage_ends_with_code_two(sqlite_app):
    result = run(sqlite_app, "simulate", "familie-26", "--families", "many")

    assert result.exit_code == 2


def test_wrong_setting_ends_with_code_two_and_names_it():
    def no_app():
        import config  # noqa: PLC0415

        config.load({"PORT": "door", "SECRET_KEY": "t" * 64})

    from click.testing import CliRunner  # noqa: PLC0415

    result = CliRunner().invoke(
        commands, ["simulate", "x", "--families", "1"], obj=ScriptInfo(create_app=no_app)
    )

    assert result.exit_code == 2
    assert result.output.startswith("Error: PORT is 'door'")


def test_lost_store_ends_with_code_three_and_no_traceback(sqlite_app):
    with sqlite_app.app_context():
        for engine in store_engines().values():
            Path(engine.url.database).unlink()
            engine.dispose()

    result = run(sqlite_app, "letters", "void", "familie-26", "1")

    assert result.exit_code == 3
    assert result.output.startswith("Error: The main store cannot be used")
    assert "Traceback" not in result.output


def test_upgrade_makes_the_tables_of_a_fresh_installation(tmp_path):
    env = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}},
        "PYTHONPATH": str(ROOT),
        "SURVEYAPP_INSTANCE": str(tmp_path / "new"),
        "SECRET_KEY": "t" * 64,
    }
    command = [sys.executable, "-m", "surveyapp", "db", "upgrade"]

    result = subprocess.run(
        command, env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert {path.name for path in (tmp_path / "new").glob("*.sqlite")} == {
        "main.sqlite",
        "register.sqlite",
        "urn.sqlite",
    }


def test_staff_account_is_added_and_can_sign_in(sqlite_app):
    arguments = ["staff", "add", "--county", "16065", "--email", "a@example.org"]
    arguments += ["--name", "Frau Beispiel", "--role", "admin"]

    short = run(sqlite_app, *arguments, "--password", "kurz")
    result = run(sqlite_app, *arguments, input="langes Kennwort\nlanges Kennwort\n")

    assert short.exit_code == 1
    assert "password too short" in short.output
    assert result.exit_code == 0
    with sqlite_app.app_context():
        assert sign_in(main_store(), "a@example.org", "langes Kennwort")


def test_broken_questionnaire_is_found_with_its_line(sqlite_app, tmp_path):
    file = tmp_path / "broken.yaml"
    file.write_text(EXAMPLE.replace("type: number", "tipe: number"), encoding="utf-8")

    result = run(sqlite_app, "questionnaire", "check", str(file), "--format", "json")

    findings = json.loads(result.stdout)
    assert result.exit_code == 1
    assert any("tipe" in str(finding) and finding["line"] > 1 for finding in findings)


def test_trace_shows_the_screens_of_one_family(sqlite_app, tmp_path):
    file, answers = tmp_path / "probe.yaml", tmp_path / "answers.json"
    file.write_text(EXAMPLE, encoding="utf-8")
    answers.write_text('{"children_count": 2}', encoding="utf-8")

    result = run(sqlite_app, "questionnaire", "trace", str(file), "--answers", str(answers))

    assert result.exit_code == 0
    assert json.loads(result.output)["questionnaire"] == "probe"


def test_questionnaire_of_another_encoding_is_a_finding_and_no_failure(sqlite_app, tmp_path):
    file = tmp_path / "latin.yaml"
    file.write_bytes(EXAMPLE.replace("Danke", "Grüße").encode("latin-1"))

    result = run(sqlite_app, "questionnaire", "check", str(file))

    assert result.exit_code == 1
    assert "the file is not UTF-8" in result.output


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b"[" * 100_000, b'{"a": "\xff"}', b'{"children_count": "\\ud800"}'],
)
def test_answers_that_cannot_be_traced_are_refused_by_the_name_of_their_file(
    sqlite_app, tmp_path, content
):
    file, answers = tmp_path / "probe.yaml", tmp_path / "answers.json"
    file.write_text(EXAMPLE, encoding="utf-8")
    answers.write_bytes(content)

    result = run(sqlite_app, "questionnaire", "trace", str(file), "--answers", str(answers))

    assert result.exit_code == 1
    assert "answers.json: these are no answers" in result.output
    assert "Traceback" not in result.output


def test_trace_refuses_a_language_the_questionnaire_does_not_speak(sqlite_app, tmp_path):
    file, answers = tmp_path / "probe.yaml", tmp_path / "answers.json"
    file.write_text(EXAMPLE, encoding="utf-8")
    answers.write_text("{}", encoding="utf-8")
    arguments = ("trace", str(file), "--answers", str(answers), "--language", "xx")

    result = run(sqlite_app, "questionnaire", *arguments)

    assert result.exit_code == 1
    assert "speaks de" in result.output


def test_unusable_inventory_is_refused_whole(sqlite_app, tmp_path):
    file = tmp_path / "orte.csv"
    file.write_text("Unsinn;Spalte\n1;2\n", encoding="utf-8")

    result = run(sqlite_app, "inventory", "import", str(file), "--county", "16065")

    assert result.exit_code == 1
    assert "nothing was taken over" in result.output


def test_travel_times_are_taken_over_whole_or_not_at_all(sqlite_app, tmp_path):
    file = tmp_path / "zeiten.csv"
    with sqlite_app.app_context():
        load_stock.load_example(main_store(), "16065")
    options = ("--county", "16065", "--mode", "drive", "--source", "OSRM", "--as-of", "2026-03-01")

    outputs = []
    for row in ("16065067;bsp-kita-01;4", "16065067;nirgends;4"):
        file.write_text(f"von;nach;minuten\n{row}\n", encoding="utf-8")
        outputs.append(run(sqlite_app, "inventory", "travel-times", str(file), *options))

    assert (outputs[0].exit_code, outputs[0].output) == (0, "1 ways to 1 places\n")
    assert outputs[1].exit_code == 1
    assert "zeiten.csv 2 nach: Eine Einrichtung mit diesem Schlüssel" in outputs[1].output
    assert "1 faults; nothing was taken over" in outputs[1].output


def test_help_loads_no_application():
    code = "import sys; from surveyapp.cli import commands; print(*sorted(sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"sqlalchemy", "alembic", "pandas", "rich.progress", "pydantic"} & set(loaded)


def test_expired_contact_wishes_are_deleted_and_counted(sqlite_app):
    with sqlite_app.app_context():
        wave = a_wave()
        for key, year in ((b"a" * 16, 2020), (b"b" * 16, 2100)):
            main_store().add(
                contacts.ContactWish(
                    id=key,
                    survey_id=wave.survey_id,
                    entry=b"sealed",
                    consent_hash="0" * 64,
                    delete_year=year,
                    delete_month=1,
                )
            )
        main_store().commit()

    result = run(sqlite_app, "contacts", "forget")

    assert result.output == "contact wishes deleted: 1\n"
    with sqlite_app.app_context():
        assert contacts.count(main_store(), wave.survey_id) == 1
