from datetime import date
from random import Random

import pytest
from sqlalchemy import text

from surveyapp.services.enter import enter, issue_codes, new_response_id
from surveyapp.services.submit import submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage.db import main_store, store_engines
from tests.builders import Actor, FamilyAnswers, a_wave

TODAY = date(2026, 12, 1)


def test_closing_a_wave_ends_it_today(app):
    with app.app_context():
        wave = a_wave()

        step = close_wave(main_store(), Actor(), wave.id, TODAY)

        assert step is WaveStep.DONE
        assert (wave.state, wave.closes_on) == ("closed", TODAY)


@pytest.mark.parametrize(
    ("actor", "state", "expected"),
    [
        (Actor(county_ags="16062"), "open", WaveStep.NOT_FOUND),
        (Actor(role="planner"), "open", WaveStep.NOT_ALLOWED),
        (Actor(), "planned", WaveStep.WRONG_STATE),
        (Actor(), "closed", WaveStep.WRONG_STATE),
    ],
)
def test_wave_is_closed_only_by_those_who_may_and_when_it_is_open(
    sqlite_app, actor, state, expected
):
    with sqlite_app.app_context():
        wave = a_wave(state=state)

        assert close_wave(main_store(), actor, wave.id, TODAY) is expected
        assert wave.state == state


def test_closing_a_wave_erases_the_order_in_which_families_came(app):
    with app.app_context():
        wave = a_wave()
        for code in issue_codes(wave.id, 30, Random(1)):
            submit(enter("familie-26", code), new_response_id(), FamilyAnswers())

        close_wave(main_store(), Actor(), wave.id, TODAY)

        for store, table, key in (
            ("register", "invitation", "code_hash"),
            ("urn", "response", "id"),
        ):
            assert _traces_of_order(store, table, key) == []


def _traces_of_order(store, table, key):
    """What a reader of the file can still see of the order: places not by key, transactions apart."""
    engine = store_engines()[store]
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            free = connection.exec_driver_sql("PRAGMA freelist_count").scalar()
            return [free] if free else []
        by_place = connection.execute(text(f"SELECT {key} FROM {table} ORDER BY ctid")).all()
        writers = connection.execute(text(f"SELECT DISTINCT xmin::text FROM {table}")).all()
    return [trace for trace in (by_place != sorted(by_place), len(writers) > 1) if trace]
