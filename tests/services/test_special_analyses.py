"""One further table: asked for with a reason, stricter, attacked with all the others, bounded."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from surveyapp.services import processes, release_special, run_release
from surveyapp.services.release_results import ReleaseRefusedError, release
from surveyapp.services.release_special import SpecialRefusedError
from surveyapp.services.special_analyses import MOST, SpecialRefusal, ask, choices
from surveyapp.storage import releases, specials
from surveyapp.storage.db import main_store
from surveyapp.storage.specials import Wanted
from surveyapp.storage.tables import SpecialAnalysis
from tests import builders_release as builders
from tests.services.simulated import a_simulated_wave, a_telling_wave, close
from tests.staff_journey import OTHER_COUNTY, an_account

TODAY = date(2026, 11, 2)
LANGUAGES = Wanted("languages", "axis.income", "", "Für den Ausschuss im Dezember")


def released_wave():
    wave = a_telling_wave()
    release("probe", 1, TODAY, leave_out_what_leaks=True)
    return wave


def started(wave, wanted, account):
    analysis = specials.start(main_store(), wave.id, wanted, account.id, TODAY, "1 2")
    main_store().commit()
    return analysis


def test_special_analysis_is_computed_kept_and_attacked_with_all_the_others(app):
    with app.app_context():
        wave, account = released_wave(), an_account()
        analysis = started(wave, LANGUAGES, account)

        said = release_special.compute(analysis.id)

        found = specials.read_special(main_store(), analysis)
        assert said.startswith("special analysis 1: ")
        assert {(cell.topic, cell.view) for cell in found.table} == {("languages", "axis.income")}
        assert {cell.n >= 30 for cell in found.table if cell.n is not None} == {True}
        assert found.table.minimum == 30
        assert found.contents.axes["axis.income"] == "Einkommen des Haushalts"
        assert found.analysis.protocol["tau"] == 2.0
        usual = releases.latest(main_store(), wave.id).release.protocol["marks"]
        assert found.analysis.protocol["marks"]["axis.income"] != usual["axis.income"]


def test_table_whose_groups_are_made_from_its_question_is_refused_with_a_sentence(sqlite_app):
    with sqlite_app.app_context():
        wave, account = released_wave(), an_account()
        analysis = started(wave, replace(LANGUAGES, topic="income", first="axis.income"), account)

        with pytest.raises(SpecialRefusedError, match="is made from income"):
            release_special.compute(analysis.id)

        assert analysis.state == "failed"
        assert "eben dieser Frage" in analysis.message


def test_table_of_answers_that_are_gone_is_refused_with_a_sentence(sqlite_app):
    with sqlite_app.app_context():
        wave, account = released_wave(), an_account()
        analysis = started(wave, replace(LANGUAGES, first="axis.family_form"), account)

        with pytest.raises(SpecialRefusedError, match="were deleted"):
            release_special.compute(analysis.id)

        assert "nach Plan gelöscht" in analysis.message


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (replace(LANGUAGES, topic="nothing"), SpecialRefusal.UNKNOWN_TOPIC),
        (replace(LANGUAGES, topic="benefits.none"), SpecialRefusal.UNKNOWN_TOPIC),
        (replace(LANGUAGES, first="municipality"), SpecialRefusal.UNKNOWN_GROUPS),
        (replace(LANGUAGES, first=""), SpecialRefusal.UNKNOWN_GROUPS),
        (replace(LANGUAGES, first="languages"), SpecialRefusal.SAME),
        (
            replace(LANGUAGES, first="overall_grade", second="axis.income"),
            SpecialRefusal.TWO_QUESTIONS,
        ),
        (replace(LANGUAGES, first="axis.age_band"), SpecialRefusal.OTHER_UNIT),
        (replace(LANGUAGES, reason="weil"), SpecialRefusal.REASON_TOO_SHORT),
        (replace(LANGUAGES, reason="weil " * 200), SpecialRefusal.REASON_TOO_LONG),
    ],
)
def test_what_cannot_be_asked_for_is_refused(wave_of_results, wanted, refusal):
    wave, account = wave_of_results

    assert ask(main_store(), account, wave, wanted, TODAY) is refusal
    assert specials.analyses_of(main_store(), wave.id) == []


@pytest.fixture
def wave_of_results(sqlite_app):
    """A wave with a release, without any figures, and a planner."""
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(0))
        made = releases.start(main_store(), wave.id, TODAY)
        releases.finish(main_store(), made, *builders.release(), {})
        main_store().commit()
        yield wave, an_account(role="planner")


def test_nobody_of_another_county_and_nobody_before_a_release_gets_one(wave_of_results):
    wave, _ = wave_of_results
    stranger = an_account(OTHER_COUNTY)

    assert ask(main_store(), stranger, wave, LANGUAGES, TODAY) is SpecialRefusal.NOT_ALLOWED


def test_number_of_special_analyses_is_bounded(wave_of_results):
    wave, account = wave_of_results
    for _ in range(MOST):
        started(wave, LANGUAGES, account)
    main_store().execute(update(SpecialAnalysis).values(state="done"))

    assert ask(main_store(), account, wave, LANGUAGES, TODAY) is SpecialRefusal.TOO_MANY


def test_killed_special_analysis_is_noticed(wave_of_results):
    wave, account = wave_of_results
    analysis = started(wave, LANGUAGES, account)

    run_release.settle(main_store(), wave.id)

    assert analysis.state == "failed"
    assert "unterbrochen" in analysis.message


def test_sensitive_questions_and_places_cannot_be_chosen(wave_of_results):
    known = choices(main_store(), wave_of_results[0])

    assert not {"benefits.none", "municipality"} & (known.topics.keys() | known.groups.keys())
    assert {"axis.family_form", "overall_grade"} <= known.groups.keys()
    assert set(known.axes) == {name for name in known.groups if name.startswith("axis.")}


def test_nothing_else_of_a_wave_is_computed_beside_a_special_analysis_or_a_release(wave_of_results):
    wave, account = wave_of_results
    alive = processes.own_mark()
    first = specials.start(main_store(), wave.id, LANGUAGES, account.id, TODAY, alive)
    main_store().commit()

    beside = run_release.start(main_store(), account, wave, TODAY)
    with pytest.raises(ReleaseRefusedError, match="is being computed"):
        release("probe", 1, TODAY)
    specials.fail(main_store(), first, "vorbei")
    second = releases.start_alone(main_store(), wave.id, TODAY, alive)

    assert beside is None
    assert second is not None
    assert ask(main_store(), account, wave, LANGUAGES, TODAY) is SpecialRefusal.BUSY


def test_many_presses_at_the_same_moment_start_one_special_analysis(app):
    with app.app_context():
        wave_id, asker = close(a_simulated_wave(0)).id, an_account().id

    def start(_):
        with app.app_context():
            return specials.start_alone(main_store(), wave_id, LANGUAGES, asker, TODAY, "1 2")

    with ThreadPoolExecutor(8) as pool:
        started = list(pool.map(start, range(8)))

    assert started.count(None) == 7
