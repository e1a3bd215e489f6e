"""Weights on the command line: what is open, all proposals accepted, and refusals with a sentence."""

import json

from surveyapp.cli import commands
from tests.builders import a_wave
from tests.services.simulated import a_simulated_wave, close


def run(app, *arguments):
    return app.test_cli_runner().invoke(commands, ["weights", *arguments])


def test_all_proposals_are_accepted_and_the_answers_counted_in_words_and_as_json(sqlite_app):
    with sqlite_app.app_context():
        close(a_simulated_wave(25), is_decided=False)

    before = run(sqlite_app, "probe")
    done = run(sqlite_app, "probe", "--wave", "1", "--accept")
    machine = run(sqlite_app, "probe", "--format", "json")

    assert before.exit_code == 1
    assert "; area Artern; " in before.output
    assert done.exit_code == 0
    assert "25 answers count like" in done.output
    assert "merged with" in done.output
    assert json.loads(machine.output)["questions"] == []


def test_unknown_survey_and_running_wave_are_refused(sqlite_app):
    with sqlite_app.app_context():
        a_wave()

    unknown, running = run(sqlite_app, "keine"), run(sqlite_app, "familie-26")

    assert (unknown.exit_code, running.exit_code) == (1, 1)
    assert "there is no survey 'keine'" in unknown.output
    assert "no such closed wave" in running.output
