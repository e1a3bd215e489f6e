"""Simulated families: believable, repeatable, and never among real ones."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.places import with_municipalities
from surveyapp.region.territory import municipalities_of
from surveyapp.services import load_stock
from surveyapp.services.simulate import SimulateRefusal, answer, simulate
from surveyapp.services.simulation.households import Child, Surroundings, draw_household
from surveyapp.services.simulation.surroundings import surroundings_of
from surveyapp.storage.db import main_store
from tests.questionnaire.mini import mini, source
from tests.services.simulated import COUNTY, a_simulated_wave, close, documents

PLACES = [(place.ags, place.name) for place in municipalities_of(COUNTY)]
FAMILIE = with_municipalities(library.load("familie", 1), PLACES)
AGES = {"0-2": (0, 2), "3-5": (3, 5), "6-9": (6, 9), "10-14": (10, 14), "15-17": (15, 17)}


def surroundings(ags="16065067", *, care=0.8, near=0.8):
    types = dict.fromkeys(("kita", "after_school", "playground", "paediatrician"), near)
    return Surroundings(
        ags=ags,
        children=100.0,
        nearness=types,
        care_places=care,
        after_school_places=care,
        density=3,
    )


def households(around, number, seed=1):
    randomness = Random(seed)
    return [draw_household([around], [1.0], randomness) for _ in range(number)]


def answers_of(household, seed=1):
    return answer(FAMILIE, household, Random(seed)).answers.to_json()


def ignore(_share):
    return None


def test_same_seed_gives_the_same_documents(app):
    with app.app_context():
        first = a_simulated_wave(25, slug="eins", seed=7)
        second = a_simulated_wave(25, slug="zwei", seed=7)
        other = a_simulated_wave(25, slug="drei", seed=8)

        stored = [sorted(map(repr, documents(wave))) for wave in (first, second, other)]

    assert stored[0] == stored[1]
    assert stored[0] != stored[2]
    assert len(stored[0]) == 25


def test_wave_of_real_families_is_left_alone(app):
    with app.app_context():
        wave = a_simulated_wave(0, is_simulated=False)

        outcome = simulate(main_store(), "probe", 5, 1, ignore)

        assert outcome is SimulateRefusal.REAL_WAVE
        assert documents(wave) == []


def test_unknown_survey_and_closed_wave_are_refused(sqlite_app):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(0))

        unknown = simulate(main_store(), "gibt-es-nicht", 5, 1, ignore)
        closed = simulate(main_store(), "probe", 5, 1, ignore)

        assert unknown is closed is SimulateRefusal.NOT_OPEN
        assert documents(wave) == []


@pytest.mark.parametrize("name", ["familie", "thekiz", "ankommen"])
def test_families_answer_every_questionnaire_without_a_mistake(name):
    version = library.versions(name)[-1]
    questionnaire = with_municipalities(library.load(name, version), PLACES)

    for number, household in enumerate(households(surroundings(), 30)):
        stored = answer(questionnaire, household, Random(number)).answers.to_json()

        assert encode(questionnaire, stored).family


@pytest.mark.parametrize(
    "name",
    [
        "consent",
        "dropdown",
        "image",
        "matrix_multiple",
        "may_not_apply",
        "ranking",
        "scale",
        "yesno",
    ],
)
def test_families_answer_every_kind_of_choice(name):
    for number, household in enumerate(households(surroundings(), 20)):
        stored = answer(mini(name), household, Random(number)).answers.to_json()

        assert encode(mini(name), stored).family


def test_number_of_children_is_that_of_the_children_asked_for():
    for household in households(surroundings(), 60):
        stored = answers_of(household)

        count = len(household.children)
        assert stored["children_count"] == count
        assert sorted(stored["age_band"]) == [str(number + 1) for number in range(count)]


def test_children_a_questionnaire_counts_in_its_own_words_are_answered_for():
    text = source("adults_and_children").replace("children_count", "wie_viele_kinder")
    questionnaire = document.parse(text)

    most = 0
    for number, household in enumerate(households(surroundings(), 30)):
        stored = answer(questionnaire, household, Random(number)).answers.to_json()
        most = max(most, stored["wie_viele_kinder"] - len(household.children))

    assert most > 0


def test_age_and_care_of_each_child_fit():
    seen = set()
    for household in households(surroundings(), 200):
        stored = answers_of(household)
        for place, child in enumerate(household.children):
            item = str(place + 1)
            low, high = AGES[stored["age_band"][item]]
            care = stored.get("care", {}).get(item, ())

            assert low <= child.age <= high
            assert child.age <= 9 or item not in stored.get("care", {})
            assert "after_school" not in care or child.age >= 6
            assert not {"kita", "thekiz", "childminding"} & set(care) or child.age < 6
            assert "childminding" not in care or child.age < 3
            if child.hours_now:
                assert {"kita", "thekiz", "childminding", "after_school"} & set(care)
            seen.update(care)
    assert {"kita", "after_school", "relatives", "none"} <= seen


def test_family_without_a_car_goes_nowhere_in_it():
    without = [replace(each, has_car=False) for each in households(surroundings(), 150)]

    stored = [answers_of(household, seed) for seed, household in enumerate(without)]

    assert not any("car" in each["mobility"] for each in stored)
    assert all(each["mobility"] for each in stored)
    assert not any(way == "car" for each in stored for way in each.get("way_mode", {}).values())


def test_household_with_nothing_true_of_it_chooses_what_is_likeliest():
    child = Child(age=4, hours_now=35, hours_wish=35)
    household = replace(households(surroundings(), 1)[0], children=(child,))

    stored = [answers_of(household, seed) for seed in range(60)]

    assert all("none" not in each["care"]["1"] for each in stored)


def test_need_for_care_grows_where_places_are_short():
    def share_in_need(around):
        needs = [
            child["need.care_gap"]
            for seed, household in enumerate(households(around, 250))
            for child in encode(FAMILIE, answers_of(household, seed)).children
            if child["need.care_gap"] >= 0
        ]
        return sum(needs) / len(needs)

    short = share_in_need(surroundings(care=0.4))
    enough = share_in_need(surroundings(care=0.9))

    assert short > enough + 0.2


def test_facilities_nobody_recorded_say_nothing_about_a_place(sqlite_app):
    with sqlite_app.app_context():
        load_stock.load_stock(main_store(), COUNTY)
        load_stock.load_example(main_store(), COUNTY)

        around = surroundings_of(main_store(), COUNTY, date(2026, 10, 11))

    household = replace(households(surroundings(), 1)[0], surroundings=around[0])
    assert household.nearness(("bus_stop",)) is None
    assert household.nearness(("kita", "bus_stop")) is not None
    assert len({frozenset(each.nearness) for each in around}) == 1
    assert len({each.care_places for each in around}) > 5
