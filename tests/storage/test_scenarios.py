"""Scenarios are kept apart from the stock, for one county, and never twice."""

from datetime import date

import pytest

from surveyapp.storage import scenarios
from surveyapp.storage.db import main_store

DAY = date(2026, 11, 22)


def a_scenario(name="Neue Kita im Süden", county_ags="16065"):
    return scenarios.add(main_store(), county_ags=county_ags, name=name, kind="kita", made_on=DAY)


CLOSED = scenarios.Change("close", "K1")
ADDED = scenarios.Change("add", spot="1kmN3133E4393", places=40)


def test_scenario_of_a_name_is_kept_once_in_each_county(app):
    with app.app_context():
        first, again = a_scenario(), a_scenario()
        elsewhere = a_scenario(county_ags="16062")
        main_store().commit()

        assert (first is not None, again, elsewhere is not None) == (True, None, True)
        assert [each.id for each in scenarios.scenarios_of(main_store(), "16065")] == [first.id]
        assert scenarios.scenario_of(main_store(), "16065", elsewhere.id) is None
        assert scenarios.count_of(main_store(), "16062") == 1


def test_change_of_a_number_is_kept_once_and_goes_with_its_scenario(app):
    with app.app_context():
        scenario = a_scenario()
        kept = [
            scenarios.add_change(main_store(), scenario, 1, CLOSED),
            scenarios.add_change(main_store(), scenario, 1, ADDED),
            scenarios.add_change(main_store(), scenario, scenarios.next_number(scenario), ADDED),
        ]
        main_store().commit()

        assert kept == [True, False, True]
        assert [(c.number, c.place_key) for c in scenario.changes] == [(1, "K1"), (2, None)]

        scenarios.remove_change(main_store(), scenario, 1)
        scenarios.remove_change(main_store(), scenario, 7)
        main_store().commit()
        assert [c.number for c in scenario.changes] == [2]

        scenarios.remove(main_store(), scenario)
        main_store().commit()
        assert scenarios.scenarios_of(main_store(), "16065") == []
        assert main_store().query(scenarios.ScenarioChange).count() == 0


@pytest.mark.parametrize(
    "change",
    [
        scenarios.Change("add"),
        scenarios.Change("close", "K1", spot="1kmN3133E4393"),
        scenarios.Change("move", "K1"),
        scenarios.Change("resize", "K1"),
        scenarios.Change("close", "K1", places=3),
        scenarios.Change("resize", "K1", places=2001),
        scenarios.Change("burn", "K1"),
    ],
)
def test_change_that_makes_no_sense_cannot_be_kept(app, change):
    with app.app_context():
        scenario = a_scenario()

        assert not scenarios.add_change(main_store(), scenario, 1, change)
        assert scenario.changes == []


def test_county_weighs_urgency_for_itself(app):
    with app.app_context():
        usual = scenarios.points_of(main_store(), "16065")
        for need in (5, 6):
            points = {"need": need, "deprivation": 0, "distance": 2}
            scenarios.set_points(main_store(), "16065", points)
            main_store().commit()

        assert usual == scenarios.EVEN_POINTS == scenarios.points_of(main_store(), "16062")
        assert scenarios.points_of(main_store(), "16065") == points
