"""From a family's phone to the planner's page: one family more is counted."""

from datetime import date
from random import Random

from surveyapp.questionnaire.answers import Answers, raw_step
from surveyapp.questionnaire.examples import answer_all, example_value
from surveyapp.questionnaire.flow import steps
from surveyapp.questionnaire.library import load
from surveyapp.questionnaire.places import with_municipalities
from surveyapp.region.territory import municipalities_of
from surveyapp.services import load_stock, release_results
from surveyapp.services.accounts import create_staff
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.enter import issue_codes
from surveyapp.services.keys import instance_folder
from surveyapp.services.releasing.order import Order
from surveyapp.services.releasing.weighting_overview import accept_all
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import staff_by_email
from tests.builders import open_all
from tests.journeys.journey import Journey
from tests.services.simulated import COUNTY, a_simulated_wave

ALL = Order(leaves_out_what_leaks=True)
FAMILIES = 152
"""Rounded to 150; one family more makes 155."""

EMAIL, PASSWORD = "planung@kreis.example", "ein langes Kennwort"
AGES = ("0-2", "3-5", "10-14")


def questionnaire():
    names = [(place.ags, place.name) for place in municipalities_of(COUNTY)]
    return with_municipalities(load("familie", 1), names)


def family_with_three_children(asked_of) -> Answers:
    """Return the answers of a family like no simulated one: it has nineteen rooms."""
    randomness = Random(3)
    known = {
        "members": ("partner", "children"),
        "children_count": 3,
        "gender": "diverse",
        "rooms": 19,
    }

    def answer(asked, _known):
        if asked.question.id == "age_band":
            return AGES[int(asked.item) - 1]
        return known.get(asked.question.id) or example_value(asked, randomness)

    return answer_all(asked_of, answer).answers


def on_page(family, raw):
    names = {control.get("name") for control in family.tree.iter()}
    return {name: values for name, values in raw.items() if name in names}


def answer_all_pages(family, asked_of, answers):
    for step in steps(asked_of, answers):
        raw = raw_step(asked_of, answers, step)
        family.fill(**on_page(family, raw)).press("next")
        if _opened_more(family):
            family.fill(**on_page(family, raw)).press("next")
        assert family.status == 200, family.words


def _opened_more(family):
    """Say whether the same page came back with questions its answers opened."""
    return any("note" in (each.get("class") or "").split() for each in family.tree.iter())


def counted(wave):
    """Return families, and those with the rare answer."""
    dataset = build_dataset(instance_folder(), wave)
    return len(dataset.families), int((dataset.families["rooms"] == 19).sum())


def test_a_family_answers_on_its_phone_and_is_counted_in_the_results(app):
    with app.app_context():
        session = main_store()
        load_stock.load_stock(session, COUNTY)
        load_stock.load_example(session, COUNTY)
        wave = a_simulated_wave(FAMILIES, slug="ganz")
        code = issue_codes(wave.id, 1, Random(5))[0]
        create_staff(
            session, county_ags=COUNTY, email=EMAIL, name="P", role="admin", password=PASSWORD
        )
        open_all(wave)
        before = counted(wave)
        accept_all(session, wave)
        table_before, contents_before, _ = release_results.compute(session, wave, ALL)

    asked_of = questionnaire()
    family = Journey(app, "ganz").starts(code)
    answer_all_pages(family, asked_of, family_with_three_children(asked_of))
    family.sees("Stimmt alles?").submits()
    with app.app_context():
        wave = surveys.survey_by_slug(main_store(), "ganz").waves[0]
        actor = staff_by_email(main_store(), EMAIL)
        assert close_wave(main_store(), actor, wave.id, date(2026, 11, 20)) is WaveStep.DONE
        after = counted(wave)
        accept_all(main_store(), wave)
        release_results.release("ganz", 1, date(2026, 11, 20), leave_out_what_leaks=True)
        found = releases.latest(main_store(), "ganz")
        releases.set_public(main_store(), found.release, is_public=True)
        main_store().commit()
    page = app.test_client().get("/ergebnisse/ganz/").text

    assert before == (FAMILIES, 0)
    assert after == (FAMILIES + 1, 1)
    assert (contents_before.n, found.contents.n) == (150, 155)
    assert _n(found.table, "generations_wish.none") >= _n(table_before, "generations_wish.none")
    assert "155" in page


def _n(table, topic):
    return max((cell.n or 0 for cell in table.where(topic=topic, view="county")), default=0)
