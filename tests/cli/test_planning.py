"""The command that finds the best places."""

import json
from datetime import date

from surveyapp.cli import commands
from surveyapp.services import load_stock
from surveyapp.storage import scenarios
from surveyapp.storage.db import main_store

DAY = date(2026, 11, 22)


def test_best_places_are_printed_as_json(sqlite_app):
    with sqlite_app.app_context():
        load_stock.load_example(main_store(), "16065")
        main_store().commit()

    result = sqlite_app.test_cli_runner().invoke(
        commands, ["best-places", "16065", "playground", "--number", "2"]
    )

    found = json.loads(result.output)
    assert result.exit_code == 0
    assert found["is_proven"]
    assert len(found["places"]) == 2
    assert found["reached"] <= found["unreached"]
    assert found["places"][0]["added"] >= found["places"][1]["added"] > 0


def test_unknown_type_and_scenario_are_refused_in_a_sentence(sqlite_app):
    runner = sqlite_app.test_cli_runner()
    with sqlite_app.app_context():
        foreign = scenarios.add(
            main_store(), county_ags="16062", name="Fremd", kind="kita", made_on=DAY
        ).id
        main_store().commit()

    unknown = runner.invoke(commands, ["best-places", "16065", "schloss"])
    other = runner.invoke(commands, ["best-places", "16065", "kita", "--scenario", foreign])

    assert (unknown.exit_code, other.exit_code) == (1, 1)
    assert "has no facility type 'schloss'" in unknown.stderr
    assert "no such scenario" in other.stderr
