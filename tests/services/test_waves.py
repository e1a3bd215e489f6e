from datetime import date
from random import Random

import pytest
from sqlalchemy import text

from surveyapp.questionnaire import library
from surveyapp.services import check_questionnaire, run_bounded
from surveyapp.services.enter import enter, issue_codes
from surveyapp.services.submit import submit
from surveyapp.services.waves import WaveStep, close_wave, open_wave
from surveyapp.storage import publications, surveys
from surveyapp.storage.db import main_store, store_engines
from tests.builders import Actor, a_response, a_wave

TODAY = date(2026, 12, 1)


def test_opening_a_wave_starts_it_today_and_freezes_its_document(app):
    with app.app_context():
        wave = a_wave(state="planned")

        step = open_wave(main_store(), Actor(), wave.id, TODAY)

        assert step is WaveStep.DONE
        assert (wave.state, wave.opens_on) == ("open", TODAY)
        frozen = publications.by_hash(main_store(), wave.document_hash)
        assert frozen.document == library.text_of("familie", 1)


def test_a_wave_stays_planned_while_its_questionnaire_cannot_be_checked(sqlite_app, monkeypatch):
    monkeypatch.setattr(run_bounded, "_WAITING_SECONDS", 0)
    check_questionnaire._checked.cache_clear()

    with sqlite_app.app_context(), run_bounded._AT_ONCE, run_bounded._AT_ONCE:
        wave = a_wave(state="planned")

        step = open_wave(main_store(), Actor(), wave.id, TODAY)

        assert step is WaveStep.NOT_CHECKED
        assert wave.state == "planned"


@pytest.mark.parametrize(
    ("actor", "state", "expected"),
    [
        (Actor(county_ags="16062"), "planned", WaveStep.NOT_FOUND),
        (Actor(role="planner"), "planned", WaveStep.NOT_ALLOWED),
        (Actor(), "open", WaveStep.WRONG_STATE),
        (Actor(), "closed", WaveStep.WRONG_STATE),
    ],
)
def test_wave_is_opened_only_by_those_who_may_and_when_it_is_planned(
    sqlite_app, actor, state, expected
):
    with sqlite_app.app_context():
        wave = a_wave(state=state)

        assert open_wave(main_store(), actor, wave.id, TODAY) is expected
        assert wave.state == state


def test_second_wave_waits_until_the_first_is_closed(sqlite_app):
    with sqlite_app.app_context():
        first = a_wave()
        second = surveys.add_wave(
            main_store(),
            first.survey,
            version=1,
            opens_on=TODAY,
            closes_on=TODAY,
            sampling="open",
            invited=None,
        )

        assert open_wave(main_store(), Actor(), second.id, TODAY) is WaveStep.ANOTHER_OPEN
        close_wave(main_store(), Actor(), first.id, TODAY)
        assert open_wave(main_store(), Actor(), second.id, TODAY) is WaveStep.DONE


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
            submit(enter("familie-26", code), a_response())

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
