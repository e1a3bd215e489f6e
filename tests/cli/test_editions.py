"""Versions on the command line: compare, publish, list."""

import pytest

from tests.cli.test_commands import run
from tests.services.test_publish import CORRECTED, TEXT, changed


@pytest.fixture
def files(tmp_path):
    """Write questionnaires to files and return a function that gives their paths."""

    def write(**texts):
        paths = {name: tmp_path / f"{name}.yaml" for name in texts}
        for name, text in texts.items():
            paths[name].write_text(text, encoding="utf-8")
        return {name: str(path) for name, path in paths.items()}

    return write


def test_a_difference_is_told_question_by_question(sqlite_app, files):
    path = files(old=TEXT, new=changed(("code: no_place", "code: full")))

    result = run(sqlite_app, "questionnaire", "diff", path["old"], path["new"])

    assert result.exit_code == 1
    assert "question reason: other options or limits" in result.output
    assert "new: full; gone: no_place" in result.output
    assert "this is a new version" in result.output


def test_other_words_stay_comparable(sqlite_app, files):
    path = files(old=TEXT, new=CORRECTED)

    result = run(sqlite_app, "questionnaire", "diff", path["old"], path["new"])

    assert result.exit_code == 0
    assert "question kita: other words; stays comparable" in result.output
    assert "this is a correction" in result.output


def test_what_was_published_is_listed_with_its_reason(app, files):
    path = files(first=TEXT, second=CORRECTED)

    first = run(app, "questionnaire", "publish", path["first"])
    second = run(app, "questionnaire", "publish", path["second"], "--note", "Krippe ergänzt")
    listed = run(app, "questionnaire", "versions", "same_page")

    assert (first.exit_code, second.exit_code, listed.exit_code) == (0, 0, 0)
    lines = listed.output.splitlines()
    assert lines[0].startswith("1.0 ")
    assert lines[1].startswith("1.1 ")
    assert lines[1].endswith("Krippe ergänzt")


def test_what_does_not_follow_is_refused_with_the_cure(sqlite_app, files):
    path = files(first=TEXT, other=changed(("Kita?", "Krippe?")))
    run(sqlite_app, "questionnaire", "publish", path["first"])

    result = run(sqlite_app, "questionnaire", "publish", path["other"])

    assert result.exit_code == 1
    assert "raise its correction or version" in result.output
    assert "Traceback" not in result.output
