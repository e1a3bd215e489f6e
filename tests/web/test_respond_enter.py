"""Coming in: codes as people type them, and every door that stays shut says why."""

from __future__ import annotations

import pytest

from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.builders import a_wave
from tests.journeys.journey import Journey, an_open_wave, some_codes


@pytest.fixture
def code(sqlite_app, mini_questionnaires):
    """Open a survey with codes and return the one of this family."""
    with sqlite_app.app_context():
        return some_codes(an_open_wave("same_page", sampling="all"))[0]


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda c: c.replace("-", ""), lambda c: f"  {c.replace('-', ' – ')} "]
)
def test_a_code_may_be_typed_as_people_type(sqlite_app, code, typed):
    family = Journey(sqlite_app, "same-page").starts(typed(code))

    family.sees("Geht Ihr Kind in die Kita?")


def test_a_typing_mistake_is_named_at_the_field_and_what_was_typed_stays(sqlite_app, code):
    family = Journey(sqlite_app, "same-page").starts("ABCD-EFGH")

    assert family.status == 422
    assert family.title.startswith("Fehler: ")
    family.sees("Tippfehler")
    assert family.tree.find(".//input[@id='code']").get("value") == "ABCD-EFGH"


def test_a_code_of_another_wave_does_not_open_this_one(sqlite_app, code):
    with sqlite_app.app_context():
        other = some_codes(an_open_wave("skip_rule", sampling="all"), 2)[1]

    family = Journey(sqlite_app, "same-page").starts(other)

    assert family.status == 422
    family.sees("gehört er nicht zu dieser Umfrage")


def test_a_used_code_says_so_and_what_to_do(sqlite_app, code):
    first = Journey(sqlite_app, "same-page").starts(code)
    first.answer(kita="yes").answer(months=1).answer(content="yes").submits()

    second = Journey(sqlite_app, "same-page").starts(code)

    second.sees("mit ihm wurde schon geantwortet", "wenden Sie sich")


def test_the_second_draft_of_one_code_cannot_be_sent(sqlite_app, code):
    families = [Journey(sqlite_app, "same-page").starts(code) for _ in range(2)]
    for family in families:
        family.answer(kita="yes").answer(months=1).answer(content="yes")
    families[0].submits()

    families[1].press("send")

    assert families[1].status == 409
    families[1].sees("Mit Ihrem Code wurde schon geantwortet")
    assert len(families[0].stored()) == 1


def test_a_wave_that_closes_on_the_way_takes_nothing_and_says_so(sqlite_app, code):
    family = Journey(sqlite_app, "same-page").starts(code)
    with sqlite_app.app_context():
        session = main_store()
        wave = surveys.open_wave_of(session, "same-page")
        surveys.mark_closed(session, wave, today=wave.opens_on)
        session.commit()

    family.answer(kita="yes")

    assert family.status == 410
    family.sees("zurzeit nicht geöffnet")


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_a_survey_that_is_not_open_says_so(sqlite_app, state):
    with sqlite_app.app_context():
        a_wave(slug="kreis", state=state)

    family = Journey(sqlite_app, "kreis")

    assert family.status == 410
    family.sees("zurzeit nicht geöffnet", "Zeitraum")


def test_an_unknown_survey_says_so(sqlite_app):
    family = Journey(sqlite_app, "gibt-es-nicht")

    assert family.status == 404
    family.sees("Diese Umfrage gibt es nicht", "Adresse")


@pytest.mark.parametrize("draft", ["", "Unsinn", "A" * 500])
def test_an_unreadable_draft_gives_a_clear_page(sqlite_app, code, draft):
    family = Journey(sqlite_app, "same-page")

    family._read(family.client.post(family.address, data={"draft": draft, "do": "next"}))

    assert family.status == 400
    family.sees("passt nicht mehr zur Umfrage", "beginnen Sie neu")


def test_the_draft_of_another_survey_gives_a_clear_page(sqlite_app, code):
    with sqlite_app.app_context():
        an_open_wave("skip_rule")
    other = Journey(sqlite_app, "skip-rule").starts()
    draft = other.tree.find(".//input[@name='draft']").get("value")
    family = Journey(sqlite_app, "same-page")

    family._read(family.client.post(family.address, data={"draft": draft, "do": "next"}))

    assert family.status == 400


def test_the_first_page_lists_open_surveys_with_their_county(sqlite_app, code):
    page = sqlite_app.test_client().get("/").text

    assert 'href="/f/same-page/"' in page
    assert "Kyffhäuserkreis" in page


@pytest.mark.parametrize(
    ("address", "header", "language"),
    [
        ("/f/same-page/", None, "de"),
        ("/f/same-page/", "en-GB,en;q=0.8", "en"),
        ("/f/same-page/?lang=de", "en-GB", "de"),
        ("/f/same-page/?lang=xx", "de-DE", "de"),
        ("/?lang=en", None, "en"),
    ],
)
def test_the_page_speaks_the_chosen_language(sqlite_app, code, address, header, language):
    headers = {} if header is None else {"Accept-Language": header}

    page = sqlite_app.test_client().get(address, headers=headers).text

    assert f'<html lang="{language}"' in page
