"""The command that writes questionnaires in other formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from surveyapp.cli.give_out import FORMAT_NAMES, export_questionnaire
from surveyapp.exchange.writers import WRITERS

FAMILY = Path(__file__).parent.parent / "questionnaires" / "repeat_children.yaml"


def run(*arguments):
    return CliRunner().invoke(export_questionnaire, [str(each) for each in arguments])


def test_the_command_knows_every_format():
    assert set(FORMAT_NAMES) == set(WRITERS)


@pytest.mark.parametrize("name", FORMAT_NAMES)
def test_a_questionnaire_is_written_into_a_folder_under_its_name(name, tmp_path):
    done = run(FAMILY, "--to", name, "--output", tmp_path)

    [written] = tmp_path.iterdir()
    assert done.exit_code == 0, done.output
    assert written.name.endswith(WRITERS[name].suffix)
    assert written.stat().st_size > 0


def test_the_json_schema_needs_no_questionnaire(tmp_path):
    done = run("--to", "json-schema", "--output", tmp_path / "schema.json")

    assert done.exit_code == 0
    assert (tmp_path / "schema.json").read_bytes() == WRITERS["json-schema"].give(None, "").content


def test_what_a_form_cannot_say_is_told(tmp_path):
    done = run(FAMILY, "--to", "xlsform", "--output", tmp_path, "--language", "en")

    assert "not in the file: indicators: needs do not belong into a form" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "ddi"], "name the questionnaire"),
        ([FAMILY, "--to", "ddi", "--language", "fr"], "is not written in fr"),
        ([FAMILY, "--to", "ddi", "--county", "99999"], "99999"),
    ],
)
def test_wrong_usage_is_answered_with_a_sentence(arguments, said, tmp_path):
    done = run(*arguments, "--output", tmp_path / "x")

    assert done.exit_code == 2
    assert said in done.stderr


def test_a_county_brings_its_municipalities(tmp_path):
    source = FAMILY.parent / "municipality.yaml"

    done = run(source, "--to", "codebook-html", "--output", tmp_path, "--county", "16065")

    [written] = tmp_path.iterdir()
    assert done.exit_code == 0
    assert "Sondershausen" in written.read_text(encoding="utf-8")
