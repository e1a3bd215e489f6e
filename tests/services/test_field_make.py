"""Surveys and waves made by staff: what is taken, what is refused and why."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from random import Random
from threading import Barrier

import pytest

from surveyapp.questionnaire import library
from surveyapp.services import letters, waves
from surveyapp.services.field import make, plan, rolling
from surveyapp.services.field.make import FieldRefusal, SurveyPlan, WavePlan
from surveyapp.services.field.plan import Area, Wanted
from surveyapp.storage import plans, publications, surveys
from surveyapp.storage.db import main_store, main_writing
from surveyapp.storage.surveys import Survey, Wave
from tests.builders import Actor, a_wave, published

TODAY = date(2026, 11, 22)
PLAN = WavePlan(1, date(2026, 12, 1), date(2027, 1, 15), "random", 1200)
FIELD = Actor(role="field")


def a_survey(title="Familien fragen 2027", slug=""):
    made = make.make_survey(main_store(), FIELD, SurveyPlan(title, slug, "familie"))
    assert isinstance(made, Survey)
    return made


def test_a_survey_without_address_gets_one_from_its_title_and_a_second_press_finds_it(app):
    with app.app_context():
        first = a_survey("Größere Umfrage: Süd & Nord")

        again = a_survey("Größere Umfrage: Süd & Nord")

        assert first.slug == "groessere-umfrage-sued-nord"
        assert again is first
        assert first.county_ags == FIELD.county_ags


def test_an_address_is_given_once_and_the_next_proposal_is_numbered(sqlite_app):
    with sqlite_app.app_context():
        make.add_wave(main_store(), FIELD, a_survey("Familien"), PLAN, 1, TODAY)

        taken = make.make_survey(main_store(), FIELD, SurveyPlan("Andere", "familien", "familie"))
        numbered = a_survey("Familien")

        assert taken is FieldRefusal.SLUG_TAKEN
        assert numbered.slug == "familien-2"


WRONG_SURVEYS = (
    (Actor(role="planner"), "Titel", "", "familie", FieldRefusal.NOT_ALLOWED),
    (FIELD, " ", "", "familie", FieldRefusal.TITLE),
    (FIELD, "x" * 201, "", "familie", FieldRefusal.TITLE),
    (FIELD, "a\nb", "", "familie", FieldRefusal.TITLE),
    (FIELD, "Титул", "", "familie", FieldRefusal.SLUG),
    (FIELD, "Titel", "Groß", "familie", FieldRefusal.SLUG),
    (FIELD, "Titel", "neu", "familie", FieldRefusal.SLUG),
    (FIELD, "Titel", "../f", "familie", FieldRefusal.SLUG),
    (FIELD, "Titel", "", "gibt-es-nicht", FieldRefusal.UNKNOWN_QUESTIONNAIRE),
)


def test_a_survey_is_refused_with_what_is_wrong(sqlite_app):
    with sqlite_app.app_context():
        for actor, title, slug, questionnaire, expected in WRONG_SURVEYS:
            plan = SurveyPlan(title, slug, questionnaire)
            assert make.make_survey(main_store(), actor, plan) is expected

        assert not surveys.has_surveys(main_store())


def test_a_wave_is_planned_changed_and_deleted(app):
    with app.app_context():
        survey = a_survey()

        wave = make.add_wave(main_store(), FIELD, survey, PLAN, 1, TODAY)
        assert isinstance(wave, Wave)
        changed = replace(PLAN, sampling="open", invited=None)
        assert make.change_wave(main_store(), FIELD, wave.id, changed, TODAY) is None
        assert (wave.sampling, wave.invited, wave.state) == ("open", None, "planned")
        assert make.delete_wave(main_store(), FIELD, wave.id) is None
        assert survey.waves == []
        assert make.delete_survey(main_store(), FIELD, survey) is None
        assert not surveys.has_surveys(main_store())


def test_the_second_press_of_the_button_makes_no_second_wave(app):
    with app.app_context():
        survey = a_survey()
        make.add_wave(main_store(), FIELD, survey, PLAN, 1, TODAY)

        again = make.add_wave(main_store(), FIELD, survey, PLAN, 1, TODAY)

        assert again is FieldRefusal.MADE_MEANWHILE
        assert len(survey.waves) == 1


WRONG_WAVES = (
    ({"version": 99}, FieldRefusal.UNKNOWN_QUESTIONNAIRE),
    ({"closes_on": date(2026, 11, 30)}, FieldRefusal.DATES),
    ({"opens_on": date(2020, 1, 1), "closes_on": date(2020, 2, 1)}, FieldRefusal.DATES),
    ({"closes_on": date(2037, 1, 15)}, FieldRefusal.TOO_LONG),
    ({"sampling": "alle"}, FieldRefusal.SAMPLING),
    ({"invited": 99}, FieldRefusal.LETTERS),
    ({"invited": None}, FieldRefusal.LETTERS),
    ({"invited": 20_001}, FieldRefusal.LETTERS),
    ({"sampling": "open"}, FieldRefusal.LETTERS),
)


def test_a_wave_is_refused_with_what_is_wrong(sqlite_app):
    with sqlite_app.app_context():
        survey = a_survey()

        for change, expected in WRONG_WAVES:
            plan_ = replace(PLAN, **change)
            assert make.add_wave(main_store(), FIELD, survey, plan_, 1, TODAY) is expected

        assert survey.waves == []


@pytest.mark.parametrize(
    ("actor", "state", "expected"),
    [
        (Actor(county_ags="16062"), "planned", FieldRefusal.NOT_FOUND),
        (Actor(role="planner"), "planned", FieldRefusal.NOT_ALLOWED),
        (FIELD, "open", FieldRefusal.WRONG_STATE),
        (FIELD, "closed", FieldRefusal.WRONG_STATE),
    ],
)
def test_only_a_planned_wave_of_ones_own_is_changed_or_deleted(sqlite_app, actor, state, expected):
    with sqlite_app.app_context():
        wave = a_wave(state=state)

        assert make.change_wave(main_store(), actor, wave.id, PLAN, TODAY) is expected
        assert make.delete_wave(main_store(), actor, wave.id) is expected


def test_a_wave_with_codes_keeps_its_letters_and_its_address(app):
    with app.app_context():
        survey = a_survey()
        wave = make.add_wave(main_store(), FIELD, survey, PLAN, 1, TODAY)
        letters.issue(main_store(), FIELD, wave.id, {"": 1200}, 0, Random(1))
        later = replace(PLAN, closes_on=date(2027, 2, 1))

        assert make.change_wave(main_store(), FIELD, wave.id, later, TODAY) is None
        other = make.change_wave(main_store(), FIELD, wave.id, replace(PLAN, invited=900), TODAY)
        moved = make.change_survey(main_store(), FIELD, survey, "Neuer Titel", "andere-adresse")
        titled = make.change_survey(main_store(), FIELD, survey, "Neuer Titel", survey.slug)

        assert wave.closes_on == date(2027, 2, 1)
        assert other is FieldRefusal.CODES_ISSUED
        assert make.delete_wave(main_store(), FIELD, wave.id) is FieldRefusal.CODES_ISSUED
        assert (moved, titled) == (FieldRefusal.SLUG_IN_USE, None)
        assert survey.title == "Neuer Titel"
        assert make.delete_survey(main_store(), FIELD, survey) is FieldRefusal.NOT_EMPTY


def test_two_waves_opened_in_the_same_moment_end_in_one_open_wave_and_a_sentence(app, monkeypatch):
    with app.app_context():
        survey = a_survey()
        first = make.add_wave(main_store(), FIELD, survey, PLAN, 1, TODAY)
        second = make.add_wave(main_store(), FIELD, survey, PLAN, 2, TODAY)
        published("familie")
        main_store().commit()
        at_rest, first_id = waves.publish.packaged, first.id

        def meanwhile(session, *arguments, **words):
            found = at_rest(session, *arguments, **words)
            session.rollback()
            with app.app_context():
                other = surveys.wave_by_id(main_store(), first_id)
                surveys.mark_open(main_store(), other, document=published("familie"), today=TODAY)
                main_store().commit()
            return found

        monkeypatch.setattr(waves.publish, "packaged", meanwhile)

        step = waves.open_wave(main_store(), FIELD, second.id, TODAY)

        assert step is waves.WaveStep.ANOTHER_OPEN
        assert surveys.open_wave_of(main_store(), survey.slug).id == first_id


def while_it_is_checked(app, monkeypatch, deed):
    """Let somebody else do something, once, while the questionnaire of a wave is being looked up."""
    at_rest, deeds = waves.publish.packaged, [deed]

    def meanwhile(session, *arguments, **words):
        found = at_rest(session, *arguments, **words)
        session.commit()
        while deeds:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(beside, deeds.pop()).result(timeout=30)
        return found

    def beside(deed):
        with app.app_context():
            deed()

    monkeypatch.setattr(waves.publish, "packaged", meanwhile)


def test_a_wave_changed_while_it_is_opened_asks_what_it_says_now(app, monkeypatch):
    with app.app_context():
        published("familie")
        text = library.text_of("familie", 1).replace("version: 1\n", "version: 2\n", 1)
        words = {"correction": 0, "document": text, "published_on": TODAY}
        newer = publications.add(main_store(), questionnaire="familie", version=2, **words)
        wave_id = make.add_wave(main_store(), FIELD, a_survey(), PLAN, 1, TODAY).id
        changes = {"version": 2, "closes_on": date(2027, 1, 31)}

        def deed():
            wave = surveys.wave_by_id(main_store(), wave_id)
            assert surveys.change_planned(main_store(), wave, **changes)
            main_store().commit()

        while_it_is_checked(app, monkeypatch, deed)

        step = waves.open_wave(main_store(), FIELD, wave_id, TODAY)

        main_store().expire_all()
        wave = surveys.wave_by_id(main_store(), wave_id)
        assert (step, wave.closes_on) == (waves.WaveStep.DONE, date(2027, 1, 31))
        assert (wave.version, wave.document_hash) == (2, newer.document_hash)


def test_a_wave_deleted_while_it_is_opened_is_not_found(app, monkeypatch):
    with app.app_context():
        published("familie")
        wave_id = make.add_wave(main_store(), FIELD, a_survey(), PLAN, 1, TODAY).id
        while_it_is_checked(
            app, monkeypatch, lambda: make.delete_wave(main_store(), FIELD, wave_id)
        )

        step = waves.open_wave(main_store(), FIELD, wave_id, TODAY)

        assert step is waves.WaveStep.NOT_FOUND


# The plan of a sample

NORTH, SOUTH, WEST = Area("n", "Nord", 2000), Area("s", "Süd", 1000), Area("w", "West", 300)


def test_a_plan_says_letters_answers_and_widths_of_each_area():
    wanted = Wanted((NORTH, SOUTH, WEST), 1200, rate=30, width=5)

    found = plan.plan_of(wanted)

    # 1200 letters by families are 727, 364 and 109; West is too small and joins South.
    assert found.parts == {"Nord": 727, plan.THE_REST: 473}
    assert [(each.letters, each.answers) for each in found.lines] == [
        (727, 218), (364, 109), (109, 32)
    ]  # fmt: skip
    assert (found.letters, found.answers) == (1200, 359)
    # 1.971 times the root of 0.25 / 217
    assert found.lines[0].half_width == pytest.approx(0.0669, abs=5e-5)
    assert found.half_width == pytest.approx(0.0520, abs=5e-4)
    # 0.25 × 1.966² / 0.05² answers are 387 and one for the estimated spread; of 30 in 100 letters.
    assert found.lines[0].needed == 1294
    assert found.lines[2].needed is None
    assert 1290 <= found.needed <= 1310


def test_small_parts_can_get_more_letters_instead_of_joining_others():
    wanted = Wanted((NORTH, SOUTH, WEST), 1200, small_parts=plan.SmallParts.RAISE)

    found = plan.plan_of(wanted)

    assert found.parts == {"Nord": 667, "Süd": 333, "West": 200}
    # n Σ N²/n over (Σ N)²: 359 answers, 200, 99 and 60 of them
    assert found.effect == pytest.approx(
        359 * (2000**2 / 200 + 1000**2 / 99 + 300**2 / 60) / 3300**2
    )


def test_areas_below_the_minimum_of_a_figure_are_named():
    wanted = Wanted((NORTH, SOUTH, replace(WEST, rate=15)), 1200)

    found = plan.plan_of(wanted)

    assert [each.is_shown for each in found.lines] == [True, True, False]
    assert found.lines[2].answers == 16


@pytest.mark.parametrize(
    ("letters_", "expected"),
    [
        (99, plan.PlanRefusal.LETTERS),
        (3301, plan.PlanRefusal.MORE_THAN_FAMILIES),
        (3300, None),
    ],
)
def test_a_plan_needs_enough_letters_and_enough_families(letters_, expected):
    found = plan.plan_of(Wanted((NORTH, SOUTH, WEST), letters_))

    assert found is expected or isinstance(found, plan.Plan)


def test_the_minimum_is_that_of_releases():
    from analytics.released import MINIMUM_GROUP  # noqa: PLC0415 - heavy

    assert plan.FEWEST_SHOWN == MINIMUM_GROUP


def test_a_plan_is_kept_with_the_wave_and_read_again(app):
    with app.app_context():
        wave = make.add_wave(main_store(), FIELD, a_survey(), PLAN, 1, TODAY)
        wanted = Wanted((NORTH, replace(SOUTH, rate=20), WEST), 900, width=4)

        plan.keep(main_store(), FIELD, wave.id, Wanted((NORTH,), 300))
        assert plan.keep(main_store(), FIELD, wave.id, wanted) is None
        main_store().expire_all()

        assert plan.kept(main_store(), wave) == wanted
        assert wave.invited == 900
        parts = plan.parts_of(main_store(), wave.id)
        assert {name: part.letters for name, part in parts.items()} == {
            "Nord": 545, plan.THE_REST: 355
        }  # fmt: skip
        assert parts[plan.THE_REST].families == 1300


@pytest.mark.parametrize(
    ("actor", "state", "expected"),
    [
        (Actor(county_ags="16062"), "planned", FieldRefusal.NOT_FOUND),
        (Actor(role="planner"), "planned", FieldRefusal.NOT_ALLOWED),
        (FIELD, "open", FieldRefusal.WRONG_STATE),
    ],
)
def test_only_those_who_may_plan_keep_a_plan_of_a_planned_wave(sqlite_app, actor, state, expected):
    with sqlite_app.app_context():
        wave = a_wave(state=state)

        assert plan.keep(main_store(), actor, wave.id, Wanted((NORTH,), 300)) is expected
        assert plans.plan_of(main_store(), wave.id) is None


def test_every_county_has_areas_with_estimated_families(sqlite_app):
    with sqlite_app.app_context():
        found = plan.areas_of(main_store(), "16065", TODAY)

        assert [each.name for each in found] == sorted(each.name for each in found)
        assert {each.name: each.families for each in found}["Sondershausen"] == 1798
        assert plan.year_of_estimate("16065") >= 2020


def at_once(app, press, times=4):
    """Do the same in several requests at the same moment."""
    start = Barrier(times)

    def one(_number):
        with app.app_context():
            start.wait()
            return press()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_a_survey_asked_for_in_the_same_moment_is_one(app):
    found = at_once(app, lambda: a_survey("Doppelt").slug)

    assert found == ["doppelt"] * 4


@pytest.mark.parametrize("months", [3, None])
def test_periods_set_in_the_same_moment_are_set_once(app, months):
    with app.app_context():
        rolling.set_rolling(main_store(), FIELD, a_survey("Immer"), None if months else 6)

    def press():
        survey = surveys.survey_by_slug(main_store(), "immer")
        refusal = rolling.set_rolling(main_store(), FIELD, survey, months)
        return refusal, plans.months_of(main_store(), survey.id)

    assert at_once(app, press) == [(None, months)] * 4


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_wave_opened_in_the_same_moment_keeps_its_plan(app, is_deleted):
    with app.app_context():
        survey = a_survey()
        wave = make.add_wave(main_store(), FIELD, survey, PLAN, 1, TODAY)
        wanted = Wanted((Area("a", "A", 3000),), 1000)
        assert plan.keep(main_store(), FIELD, wave.id, wanted) is None
        asked = published("familie")
        main_store().commit()
        with main_writing() as other:
            surveys.mark_open(other, other.get(Wave, wave.id), document=asked, today=TODAY)
        assert wave.state == "planned"

        if is_deleted:
            refusal = make.delete_wave(main_store(), FIELD, wave.id)
        else:
            refusal = make.change_wave(main_store(), FIELD, wave.id, PLAN, TODAY)

        assert refusal is FieldRefusal.WRONG_STATE
        assert plans.plan_of(main_store(), wave.id) is not None
