"""The command that writes the data protection documents."""

import pytest

from surveyapp.cli import commands
from surveyapp.services.documents.pack import DOCUMENTS
from tests.builders import a_wave


@pytest.fixture
def run(sqlite_app):
    """Return a function that runs the command on a survey with one wave."""
    with sqlite_app.app_context():
        a_wave()
    runner = sqlite_app.test_cli_runner()
    return lambda *words: runner.invoke(commands, ["documents", *map(str, words)])


def test_every_document_is_written_as_its_profile_says(run, tmp_path):
    folder = tmp_path / "neu" / "unterlagen"

    done = run("familie-26", "--output", folder, "--format", "html", "--profile", "statistik")

    written = sorted(folder.iterdir())
    assert done.exit_code == 0
    assert len(written) == len(DOCUMENTS) == len(done.output.splitlines())
    assert "§§ 22 und 23" in written[1].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "cure"),
    [
        (("gibt-es-nicht", "--output", "x"), 1, "there is no survey 'gibt-es-nicht'"),
        (("familie-26", "--output", "x", "--format", "odt"), 2, "html, pdf, docx"),
        (("familie-26", "--output", "x", "--format", ","), 2, "joined by commas"),
        (("familie-26", "--output", "/proc/nichts", "--format", "html"), 1, "name another folder"),
    ],
)
def test_wrong_use_is_one_sentence_with_its_cure(run, words, code, cure):
    done = run(*words)

    assert done.exit_code == code
    assert cure in done.output
