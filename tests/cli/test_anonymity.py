"""The command that attacks an installation, as operators run it."""

import json

from surveyapp.services.keys import settings
from tests.cli.test_commands import run


def test_check_of_a_sound_installation_ends_well_and_says_its_figures(sqlite_app):
    result = run(sqlite_app, "anonymity-check", "--families", "60", "--format", "json")

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert found["is_clean"]
    assert found["structure"] == []
    assert found["figures"]["linkage.database.tried"] == 60
    assert {name.split(".")[1] for name in found["figures"]} == {
        *("database", "backups", "journal", "logs")
    }


def test_check_of_an_installation_that_logs_ends_with_a_finding(sqlite_app):
    with sqlite_app.app_context():
        log = settings().instance / "access.log"
        log.write_text('10.0.0.7 - - "GET /f/familie-26/ HTTP/1.1" 200\n')

    result = run(sqlite_app, "anonymity-check", "--families", "60")

    assert result.exit_code == 1
    assert f"LEAK          {log}: 1 lines with" in result.stdout
    assert "place of responses and texts in the files" in result.stdout
