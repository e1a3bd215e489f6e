"""Bursts: an hour that has far more answers than the hours before it."""

from __future__ import annotations

from datetime import date

import pytest

from surveyapp.services.bursts import FEWEST, HOURS, Bursts, note_ballot
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.builders import a_wave

HOUR = 3600
BEGIN = 500_000 * HOUR


def answers(bursts, number, hour, wave="w"):
    return [bursts.note(wave, BEGIN + hour * HOUR + second) for second in range(number)]


def test_thirty_answers_in_a_quiet_hour_are_no_burst_and_one_more_is():
    bursts = Bursts()

    found = answers(bursts, FEWEST + 1, 0)

    assert found == [False] * FEWEST + [True]


def test_a_busy_day_expects_more():
    bursts = Bursts()
    for hour in range(HOURS):
        answers(bursts, 20, hour)

    found = answers(bursts, 101, HOURS)

    assert not any(found[:100])
    assert found[100]


def test_hours_without_an_answer_count_as_empty_and_old_ones_not_at_all():
    bursts = Bursts()
    for hour in range(HOURS):
        answers(bursts, 20, hour)

    assert answers(bursts, FEWEST + 1, HOURS + 13)[-1]
    assert answers(bursts, FEWEST + 1, 10 * HOURS)[-1]


def test_waves_are_counted_apart():
    bursts = Bursts()
    answers(bursts, FEWEST, 0, "one")

    assert not bursts.note("other", BEGIN)
    assert bursts.note("one", BEGIN)


def test_what_a_program_sent_is_counted_in_memory():
    bursts = Bursts()
    bursts.note_dropped("w", BEGIN)
    answers(bursts, 3, 5)
    bursts.note_dropped("w", BEGIN + 9 * HOUR)

    assert bursts.dropped("w", BEGIN + 9 * HOUR) == 2
    assert bursts.dropped("other", BEGIN) == 0


@pytest.mark.parametrize("number", [FEWEST, FEWEST + 1])
def test_a_burst_marks_the_wave_with_the_day_and_nothing_finer(app, number):
    with app.app_context():
        wave_id = a_wave(sampling="open").id
        for second in range(number):
            note_ballot(main_store(), wave_id, BEGIN + second)
        main_store().expire_all()

        marked = surveys.wave_by_id(main_store(), wave_id).burst_on

    assert marked == (None if number == FEWEST else date(2027, 1, 15))
