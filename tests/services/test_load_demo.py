"""The demo: loaded once, resumed after an interruption, never mixed with a real county."""

from datetime import date

import pytest

import config
from surveyapp.access.roles import Role
from surveyapp.questionnaire.translating.origins import State
from surveyapp.services import (
    demo_people,
    letters,
    load_demo,
    retention,
    studio,
    studio_comments,
    translate,
    voices,
)
from surveyapp.services.accounts import sign_in
from surveyapp.services.count_answers import count_kept
from surveyapp.services.enter import Ticket, enter
from surveyapp.services.jobs import ask
from surveyapp.services.load_demo import DemoWave
from surveyapp.storage import drafts, releases, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import staff_by_email
from surveyapp.ui import current_config
from tests.builders import a_wave
from tests.conftest import an_app_with_tables
from tests.stores import Kept

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def small_demo():
    """Let the demo have a handful of families, so that it loads in seconds."""
    waves = (
        DemoWave(date(2024, 9, 2), date(2024, 10, 13), 25, 60),
        DemoWave(date(2026, 9, 1), date(2026, 10, 11), 30, 60),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load_demo, "PAST_WAVES", waves)
        patch.setattr(load_demo, "OPEN_FAMILIES", 5)
        yield


@pytest.fixture(scope="module")
def kept_demo(small_demo, tmp_path_factory):
    """The demo as the first start leaves it on SQLite."""
    folder = tmp_path_factory.mktemp("demo")
    settings = config.load({"SURVEYAPP_INSTANCE": str(folder), "SECRET_KEY": "t" * 64})
    with an_app_with_tables(settings) as app:
        with app.app_context():
            load()
        yield Kept(app, tmp_path_factory.mktemp("kept"))


@pytest.fixture
def loaded(kept_demo):
    """An application with the demo, for one test to change."""
    return kept_demo.put_back()


class Interrupted(BaseException):
    """Somebody pressed Ctrl-C."""


def load(stop_at=None, share=0.0):
    """Load the demo, up to the named step where one is given."""

    def progress(step, done):
        if stop_at and stop_at in step and done >= share:
            raise Interrupted

    load_demo.load(main_store(), current_config().instance, TODAY, progress)


def families():
    survey = surveys.survey_by_slug(main_store(), load_demo.SLUG)
    return {wave.number: count_kept(wave.id) for wave in survey.waves}


@pytest.mark.parametrize("engine_config", ["postgresql"], indirect=True)
def test_demo_has_two_released_waves_and_one_to_answer(app, small_demo):
    """On PostgreSQL; what an interrupted start leaves on SQLite is looked at below."""
    with app.app_context():
        assert load_demo.is_wanted(main_store())

        load()

        assert not load_demo.is_wanted(main_store())
        assert families() == {1: 25, 2: 30, 3: 5}
        survey = surveys.survey_by_slug(main_store(), load_demo.SLUG)
        assert [wave.state for wave in survey.waves] == ["closed", "closed", "open"]
        for wave in survey.waves[:2]:
            assert releases.latest_release(main_store(), wave.id, only_public=True) is not None
        addresses = load_demo.addresses(main_store(), current_config().instance)
        assert len(addresses.people) == len(Role)
        assert {each.survey.slug for each in surveys.open_waves(main_store())} == {
            load_demo.SLUG,
            *(each.slug for each in load_demo.OTHER_SURVEYS),
        }


def test_demo_shows_letters_voices_and_a_plan_of_its_own(loaded):
    with loaded.app_context():
        survey = surveys.survey_by_slug(main_store(), load_demo.SLUG)
        closed, under_way = survey.waves[1:]
        issued = letters.standing(under_way.id)
        assert [(part.letters, part.reserve) for part in issued.parts] == [(900, 20)]
        assert under_way.invited == 900
        assert voices.of_wave(main_store(), survey.slug, closed.number)
        assert retention.plan(main_store(), survey) == load_demo.KEPT_MONTHS


def test_every_role_of_the_demo_signs_in_with_the_one_password(loaded):
    with loaded.app_context():
        offered = load_demo.addresses(main_store(), current_config().instance)

        inside = [sign_in(main_store(), email, offered.password) for email, _ in offered.people]

        assert [each.role for each in inside] == [each.role for each in demo_people.PEOPLE]
        assert {each.role for each in inside} == set(Role)


def test_demo_has_a_draft_people_work_on(loaded):
    with loaded.app_context():
        planner = staff_by_email(main_store(), "jugendhilfe@kyffhaeuserkreis.example")
        (draft,) = drafts.drafts_of(main_store(), load_demo.COUNTY)

        history = studio.history(main_store(), planner, draft.id)

        assert [each.who for each in history[:3]] == ["Jana Wolf", "Olena Kowal", "Dana Fritsch"]
        english = translate.translation(main_store(), planner, draft.id, "en")
        assert english.count(State.STALE) == 1
        assert english.count(State.MISSING) > 5
        (thread,) = studio_comments.threads(main_store(), planner, draft.id)
        assert [len(thread.remarks), thread.is_resolved] == [2, False]


def test_demo_leaves_a_job_for_the_worker(loaded):
    with loaded.app_context():
        admin = staff_by_email(main_store(), "planung@kyffhaeuserkreis.example")

        (job,) = ask.own_jobs(main_store(), admin)

        assert (job.kind, job.state) == ("documents", "queued")


def test_each_start_offers_a_reserve_code_that_opens_the_survey(loaded):
    with loaded.app_context():
        instance = current_config().instance

        codes = [load_demo.addresses(main_store(), instance).code for _ in range(2)]

        assert all(isinstance(enter(load_demo.SLUG, code), Ticket) for code in codes)
        wave = surveys.open_wave_of(main_store(), load_demo.SLUG)
        assert [(part.letters, part.reserve) for part in letters.standing(wave.id).parts] == [
            (900, 22)
        ]


STOPS = (
    ("Orte und Angebote", 1.0),
    ("25 Familien", 0.5),
    ("Ergebnisse, 1. Welle", 0.0),
    ("5 Familien, 3. Welle", 0.4),
)


def test_a_demo_interrupted_at_every_start_is_finished_by_one_that_is_not(sqlite_app, small_demo):
    with sqlite_app.app_context():
        for step, share in STOPS:
            with pytest.raises(Interrupted):
                load(step, share)
            main_store().rollback()
            assert load_demo.is_wanted(main_store())

        load()

        assert not load_demo.is_wanted(main_store())
        assert families() == {1: 25, 2: 30, 3: 5}
        survey = surveys.survey_by_slug(main_store(), load_demo.SLUG)
        for wave in survey.waves[:2]:
            states = [each.state for each in releases.releases_of(main_store(), wave.id)]
            assert states.count("done") == 1
            assert "running" not in states


@pytest.mark.parametrize("slug", [load_demo.SLUG, "familie-26"])
def test_county_with_surveys_of_its_own_gets_no_demo(app, slug):
    with app.app_context():
        a_wave(slug=slug)

        assert not load_demo.is_wanted(main_store())


def test_survey_without_waves_is_no_unfinished_demo(sqlite_app):
    with sqlite_app.app_context():
        surveys.add_survey(
            main_store(),
            county_ags="16065",
            slug=load_demo.SLUG,
            title="Unsere Umfrage",
            questionnaire="familie",
        )

        assert not load_demo.is_wanted(main_store())
