"""What staff see of answers while a wave runs, and waves that follow each other by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from random import Random
from threading import Barrier

import pytest

from surveyapp.services import letters
from surveyapp.services.count_answers import count_kept
from surveyapp.services.enter import enter
from surveyapp.services.field import make, plan, response, rolling
from surveyapp.services.field.make import FieldRefusal, WavePlan
from surveyapp.services.field.plan import Area, Wanted
from surveyapp.services.field.rolling import Turned
from surveyapp.services.submit import submit
from surveyapp.storage import audits, register, surveys
from surveyapp.storage.db import main_store, register_store
from tests.builders import Actor, a_response, a_wave

TODAY = date(2026, 11, 22)
FIELD = Actor(role="field")


def report_used(wave_id, used):
    """Let codes be used, and a batch be opened: as many serials of each part as named."""
    with register_store() as session:
        for stratum, number in used.items():
            session.connection().exec_driver_sql(
                "UPDATE invitation SET state = 'used' WHERE serial IN (SELECT serial FROM invitation "
                f"WHERE stratum = '{stratum}' ORDER BY serial LIMIT {number})"
            )
        register.report(session, wave_id)


def test_answers_are_known_by_part_in_tens_and_beside_families(app):
    with app.app_context():
        wave = a_wave(state="planned", sampling="random")
        wanted = Wanted((Area("n", "Nord", 2000), Area("s", "Süd", 1000)), 900)
        plan.keep(main_store(), FIELD, wave.id, wanted)
        letters.issue(main_store(), FIELD, wave.id, {"Nord": 600, "Süd": 300}, 0, Random(1))
        before = response.response_of(main_store(), wave)
        report_used(wave.id, {"Nord": 187, "Süd": 39})

        found = response.response_of(main_store(), wave)

        assert not before.is_known
        assert [each.answers for each in before.parts] == [0, 0]
        assert (found.letters, found.percent, found.is_known) == (900, 23, True)
        north, south = found.parts
        assert (north.answers, north.percent, north.expected) == (180, 30, 180)
        assert (south.answers, south.percent, south.expected) == (30, 10, 90)
        assert (south.families_percent, south.answers_percent) == (33, 14)
        assert (north.deviation, south.deviation) == ("more", "fewer")
        assert (north.is_lagging, south.is_lagging) == (False, True)


def test_codes_used_since_the_last_batch_do_not_show(sqlite_app):
    with sqlite_app.app_context():
        wave = a_wave(state="planned", sampling="random")
        letters.issue(main_store(), FIELD, wave.id, {"": 400}, 0, Random(1))
        with register_store() as session:
            session.connection().exec_driver_sql("UPDATE invitation SET state = 'used'")

        found = response.response_of(main_store(), wave)

        assert (found.percent, found.is_known) == (0, False)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 1), 3, date(2026, 3, 31)),
        (date(2026, 12, 31), 3, date(2026, 12, 31)),
        (date(2028, 2, 29), 12, date(2028, 12, 31)),
        (date(2026, 7, 1), 6, date(2026, 12, 31)),
    ],
)
def test_periods_end_with_quarter_half_year_or_year(day, months, expected):
    assert rolling.period_end(day, months) == expected


def a_rolling_wave(families):
    """Return the open wave of a survey with a period to 15 December, answered by some families."""
    wave = a_wave(slug="thekiz", sampling="open")
    assert rolling.set_rolling(main_store(), FIELD, wave.survey, 3) is None
    for _ in range(families):
        submit(enter("thekiz", ""), a_response())
    return wave


def test_when_a_period_ends_the_next_wave_is_open_and_all_answers_are_in(app):
    with app.app_context():
        wave = a_rolling_wave(20)
        survey = wave.survey
        assert rolling.turn_over(main_store(), date(2026, 12, 15)) == []

        turns = rolling.turn_over(main_store(), date(2026, 12, 16))

        assert [(each.number, each.turned) for each in turns] == [(1, Turned.DONE)]
        main_store().expire_all()
        following = surveys.open_wave_of(main_store(), "thekiz")
        assert (wave.state, wave.closes_on) == ("closed", date(2026, 12, 15))
        assert (following.number, following.sampling) == (2, "open")
        assert (following.opens_on, following.closes_on) == (
            date(2026, 12, 16),
            date(2026, 12, 31),
        )
        assert count_kept(wave.id) == 20
        deeds = [each.deed for each in audits.in_order(main_store(), "16065")]
        assert deeds == ["wave_closed", "wave_opened"]
        submit(enter("thekiz", ""), a_response())
        assert rolling.turn_over(main_store(), date(2026, 12, 16)) == []
        assert len(survey.waves) == 2


def test_a_period_with_too_few_answers_goes_on_and_opens_nothing(app):
    with app.app_context():
        wave = a_rolling_wave(19)

        turns = rolling.turn_over(main_store(), date(2027, 1, 2))

        assert [each.turned for each in turns] == [Turned.EXTENDED]
        assert (wave.state, wave.closes_on) == ("open", date(2027, 3, 31))
        assert len(wave.survey.waves) == 1


def test_a_period_waits_for_the_codes_of_the_wave_somebody_planned_next(sqlite_app):
    with sqlite_app.app_context():
        wave = a_rolling_wave(20)
        plan_ = WavePlan(1, date(2027, 1, 1), date(2027, 3, 31), "cluster", 150)
        following = make.add_wave(main_store(), FIELD, wave.survey, plan_, 2, TODAY)

        waiting = rolling.turn_over(main_store(), date(2027, 1, 2))
        letters.issue(main_store(), FIELD, following.id, {"": 150}, 0, Random(2))
        done = rolling.turn_over(main_store(), date(2027, 1, 2))

        assert [each.turned for each in (*waiting, *done)] == [Turned.WAITS_FOR_CODES, Turned.DONE]
        assert surveys.open_wave_of(main_store(), "thekiz").id == following.id
        assert following.closes_on == date(2027, 3, 31)
        assert len(wave.survey.waves) == 2


def a_planned_wave(survey, opens_on, closes_on):
    plan_ = WavePlan(1, opens_on, closes_on, "open", None)
    return make.add_wave(main_store(), FIELD, survey, plan_, len(survey.waves) + 1, TODAY)


def test_the_planned_wave_that_begins_first_comes_next_and_not_before_its_day(sqlite_app):
    with sqlite_app.app_context():
        survey = a_rolling_wave(20).survey
        later = a_planned_wave(survey, date(2027, 4, 1), date(2027, 6, 30))
        first = a_planned_wave(survey, date(2027, 1, 1), date(2027, 3, 31))

        early = rolling.turn_over(main_store(), date(2026, 12, 31))
        done = rolling.turn_over(main_store(), date(2027, 1, 1))

        assert [each.turned for each in (*early, *done)] == [Turned.WAITS_FOR_DAY, Turned.DONE]
        assert (first.state, later.state) == ("open", "planned")
        assert first.closes_on == date(2027, 3, 31)


def test_a_planned_wave_whose_time_is_over_neither_opens_nor_is_passed_over(sqlite_app):
    with sqlite_app.app_context():
        survey = a_rolling_wave(20).survey
        over = a_planned_wave(survey, date(2026, 12, 16), date(2026, 12, 20))

        refused = rolling.turn_over(main_store(), date(2026, 12, 21))
        next_one = a_planned_wave(survey, date(2026, 12, 16), date(2026, 12, 31))
        done = rolling.turn_over(main_store(), date(2026, 12, 21))

        assert [each.turned for each in (*refused, *done)] == [Turned.PLAN_IS_OVER, Turned.DONE]
        assert (over.state, next_one.state) == ("planned", "open")


def test_a_survey_rolls_only_when_those_say_so_who_may(sqlite_app):
    with sqlite_app.app_context():
        survey = a_wave().survey

        foreign = rolling.set_rolling(main_store(), Actor(county_ags="16062"), survey, 3)
        planner = rolling.set_rolling(main_store(), Actor(role="planner"), survey, 3)
        odd = rolling.set_rolling(main_store(), FIELD, survey, 5)

        assert (foreign, planner, odd) == (
            FieldRefusal.NOT_FOUND,
            FieldRefusal.NOT_ALLOWED,
            FieldRefusal.DATES,
        )


def test_periods_that_end_in_two_runs_at_once_end_once(app):
    with app.app_context():
        a_rolling_wave(20)
    start = Barrier(2)

    def run(_number):
        with app.app_context():
            start.wait()
            return [each.turned for each in rolling.turn_over(main_store(), date(2026, 12, 16))]

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(run, range(2)))

    assert found == [[], [Turned.DONE]]
