"""A draft put aside: brought back by its code alone, in its language, and gone when it is sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from surveyapp.services import deletion_log
from surveyapp.services.deletion_log import Whole
from surveyapp.services.limits import LIMITS, What, Whom
from surveyapp.services.retain import due_cases, retain
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, urn_store
from surveyapp.storage.tables import SavedDraft
from tests.builders import Actor
from tests.journeys.journey import Journey, an_open_wave
from tests.tickets import invited
from tests.urn import raw_urn

SLUG = "same-page"
TODAY = date(2026, 11, 22)


@pytest.fixture
def open_survey(mini_questionnaires, request):
    app = request.getfixturevalue("app" if "app" in request.fixturenames else "sqlite_app")
    with app.app_context():
        an_open_wave("same_page")


def paused(app, **answers):
    """Return a family that has put its answers aside, and the code it got."""
    family = Journey(app, SLUG).starts()
    family.answer(**(answers or {"kita": "yes"})).press("pause")
    family.sees("Später weitermachen")
    return family, family.tree.find(".//p[@class='receipt']/bdi").text


def resumed(app, code):
    family = Journey(app, SLUG).opens(f"/f/{SLUG}/fortsetzen")
    family.fill(**{"resume-code": code}).path = f"/f/{SLUG}/"
    return family.press("resume")


def rows(app):
    with app.app_context(), urn_store() as urn:
        return urn.scalars(select(SavedDraft)).all()


def test_a_family_goes_on_where_it_was(app, open_survey):
    _family, code = paused(app)

    again = resumed(app, code)
    again.answer(months=1).answer(content="yes").submits()

    assert again.stored() == [{"kita": "yes", "months": 1, "content": "yes"}]
    assert rows(app) == []


def test_the_device_speaks_another_language_and_the_family_reads_its_own(sqlite_app, open_survey):
    family = Journey(sqlite_app, SLUG).opens(f"/f/{SLUG}/?lang=en").starts()
    family.answer(kita="no").press("pause")
    code = family.tree.find(".//p[@class='receipt']/bdi").text

    again = resumed(sqlite_app, code)

    assert again.tree.get("lang") == "en"
    again.sees("Does your child go to daycare?")


def test_pressing_twice_and_saving_again_give_one_code_and_one_row(app, open_survey):
    family, code = paused(app)
    family.press("stay").fill(months=7)
    family.press("pause")
    family.press("stay").press("pause")

    again = resumed(app, code)

    family.sees(code)
    assert len(rows(app)) == 1
    assert again.tree.find(".//input[@name='months']").get("value") == "7"


def test_two_devices_go_on_with_one_draft_and_count_once(sqlite_app, open_survey):
    _family, code = paused(sqlite_app)
    first, second = resumed(sqlite_app, code), resumed(sqlite_app, code)

    first.answer(months=1).answer(content="yes").submits()
    second.answer(months=2).answer(content="no").press("send")

    second.sees("Ihre Antworten waren schon gespeichert")
    assert first.stored() == [{"kita": "yes", "months": 1, "content": "yes"}]


def test_a_tab_that_never_knew_of_the_saving_deletes_it_when_it_sends(sqlite_app, open_survey):
    family = Journey(sqlite_app, SLUG).starts().answer(kita="yes")
    draft = family._sent()["draft"]
    family.press("pause")
    before = len(rows(sqlite_app))

    family.tree.find(".//input[@name='draft']").set("value", draft[0])
    family.press("stay").answer(months=1).answer(content="yes").submits()

    assert (before, len(rows(sqlite_app))) == (1, 0)


def test_throwing_everything_away_ends_the_code(sqlite_app, open_survey):
    family, code = paused(sqlite_app)

    family.press("leave").sees("auch was bei uns zurückgelegt ist").press("discard")

    assert rows(sqlite_app) == []
    assert resumed(sqlite_app, code).status == 422


def test_nothing_in_the_urn_can_be_read_without_the_code(app, open_survey):
    words = "Zuckerrübenschnitzel"
    with app.app_context():
        an_open_wave("text")
    family = Journey(app, "text").starts().fill(wish=words)

    family.press("pause")
    code = family.tree.find(".//p[@class='receipt']/bdi").text.replace("-", "")

    (row,) = rows(app)
    with app.app_context():
        everything = raw_urn()
    assert words.encode() not in everything
    assert code.encode() not in everything
    assert len(row.ciphertext) == 4096 + 28
    assert row.code_hash in everything


def test_the_code_of_the_letter_is_not_put_aside_and_is_asked_for_at_the_end(
    sqlite_app, mini_questionnaires
):
    with sqlite_app.app_context():
        letter = invited(an_open_wave("same_page", sampling="all"))[0]
    family = Journey(sqlite_app, SLUG).starts(letter)
    family.answer(kita="yes").press("pause").sees("Seinen Code legen wir nicht dazu")
    code = family.tree.find(".//p[@class='receipt']/bdi").text

    again = resumed(sqlite_app, code).answer(months=1).answer(content="yes").press("send")
    again.sees("brauchen wir noch Ihren Code aus dem Brief")
    again.fill(code=letter).submits()

    assert len(again.stored()) == 1
    assert rows(sqlite_app) == []


def test_on_the_first_page_a_resume_code_opens_too(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        letter = invited(an_open_wave("same_page", sampling="all"))[0]
    family = Journey(sqlite_app, SLUG).starts(letter).answer(kita="yes").press("pause")
    code = family.tree.find(".//p[@class='receipt']/bdi").text

    assert Journey(sqlite_app, SLUG).starts(code).sees("Ihre Wartezeit").status == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ABCDE-FGHJK-MNPQR", "Tippfehler"),
        ("", "Tippfehler"),
        ("22222-22222-22222", "keinen angefangenen Fragebogen"),
        ("2222-2222-2222", "Das ist der Code aus Ihrem Brief"),
    ],
)
def test_a_code_that_opens_nothing_says_what_to_do(sqlite_app, open_survey, typed, said):
    family = resumed(sqlite_app, typed)

    assert family.status == 422
    family.sees(said)
    assert family.tree.find(".//input[@name='resume-code']").get("value") == typed


def test_after_fourteen_days_nothing_opens_and_the_plan_of_deletion_says_so(app, open_survey):
    _family, code = paused(app)
    with app.app_context():
        with urn_store() as urn:
            urn.execute(update(SavedDraft).values(expires_on=TODAY - timedelta(days=1)))
        status = resumed(app, code).status

        assert due_cases(main_store(), TODAY - timedelta(days=1)) == ()
        said = retain(main_store(), TODAY)

        assert said == (
            (
                "Am 22. November 2026 gelöscht: weniger als 10 zurückgelegte Fragebögen von "
                "Familien. Die Speicher sind neu geschrieben."
            ),
        )
        assert isinstance(deletion_log.verify(main_store()), Whole)
    assert (status, rows(app)) == (422, [])


def test_closing_the_wave_deletes_what_nobody_can_send_any_more(sqlite_app, open_survey):
    paused(sqlite_app)

    with sqlite_app.app_context():
        wave = surveys.open_wave_of(main_store(), SLUG)
        step = close_wave(main_store(), Actor(), wave.id, TODAY)

    assert (step, rows(sqlite_app)) == (WaveStep.DONE, [])
    assert Journey(sqlite_app, SLUG).opens(f"/f/{SLUG}/fortsetzen").status == 410


def test_a_code_of_one_survey_opens_nothing_in_another(sqlite_app, open_survey):
    _family, code = paused(sqlite_app)
    with sqlite_app.app_context():
        an_open_wave("skip_rule")

    other = Journey(sqlite_app, "skip-rule").opens("/f/skip-rule/fortsetzen")
    other.fill(**{"resume-code": code}).path = "/f/skip-rule/"

    assert other.press("resume").status == 422


def test_whoever_guesses_has_to_wait_as_with_letters(sqlite_app, open_survey):
    number = next(
        each.number for each in LIMITS if (each.what, each.whom) == (What.WRONG_CODE, Whom.NETWORK)
    )
    client = sqlite_app.test_client()
    sent = {"resume-code": "22222-22222-22222"}
    sender = {"REMOTE_ADDR": "93.184.216.34"}

    found = [
        client.post(f"/f/{SLUG}/", data=sent, environ_base=sender).status_code
        for _ in range(number + 1)
    ]

    assert found == [422] * number + [429]


@pytest.mark.parametrize(
    "wrong", [{"code_hash": b"x"}, {"ciphertext": b"x" * 4096}, {"ciphertext": b"x" * 28}]
)
def test_the_database_refuses_drafts_of_another_form(app, open_survey, wrong):
    row = {
        "code_hash": b"h" * 32,
        "wave_id": "w" * 22,
        "ciphertext": b"x" * 4124,
        "expires_on": TODAY,
    }

    with app.app_context(), pytest.raises(IntegrityError), urn_store() as urn:
        urn.add(SavedDraft(**{**row, **wrong}))


def test_the_page_with_the_code_stays_in_no_memory(sqlite_app, open_survey):
    family, _code = paused(sqlite_app)

    assert family.response.headers["Cache-Control"] == "no-store"
    assert f"{SLUG}/fortsetzen" in family.words
    family.press("rest").sees("Ihr Fragebogen wartet auf Sie")
    assert family.response.headers["Clear-Site-Data"] == '"cache"'
