"""Leaving an address or a number: voluntary, apart from the answers, gone when its time is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from surveyapp.services import contact
from surveyapp.services.waves import close_wave
from surveyapp.storage import contacts, surveys
from surveyapp.storage.db import main_store, register_store, store_engines, urn_store
from tests.builders import Actor, statements_of
from tests.journeys.journey import Journey, an_open_wave, some_codes
from tests.staff_journey import alerts, press, signed_in

LINK = "Kontaktdaten hinterlassen"
FORM = "/f/contact-form/kontakt"
SURVEY = "/verwaltung/befragungen/contact-form/"
LISTED = f"{SURVEY}kontakte"
AGREED = {"contact-agreement": "yes"}


@pytest.fixture
def family(journey):
    return journey("contact_form")


@pytest.fixture
def kept(sqlite_app):
    """Return a function that reads what the county would read of the only survey."""

    def read():
        with sqlite_app.app_context():
            survey = surveys.survey_by_slug(main_store(), "contact-form")
            today = date(2026, 1, 1)
            return [
                dict(wish.said) for wish in contact.wishes_of(main_store(), Actor(), survey, today)
            ]

    return read


def test_a_family_leaves_its_number_after_its_answers(family, kept):
    family.answer(advice="yes").submits()
    family.follows(LINK).sees("Dürfen wir Sie anrufen?", "Das ist freiwillig.", "spätestens im")

    family.fill(number="(03632) 123-45", name="  Frau   Älter ", topic="care", **AGREED)
    family.press("send").sees("Ihre Kontaktdaten sind angekommen", "löschen wir sie")

    assert kept() == [
        {
            "Ihre Telefonnummer": "0363212345",
            "Ihr Name": "Frau Älter",
            "Worum geht es?": "Kinderbetreuung",
        }
    ]
    assert family.stored() == [{"advice": "yes"}]
    assert family.response.headers["Clear-Site-Data"] == '"cache"'


def test_nothing_of_the_family_goes_with_the_link(family):
    family.answer(advice="yes").submits()

    (address,) = (each.get("href") for each in family.tree.iter("a") if each.text == LINK)
    family.follows(LINK)

    names = {each.get("name") for each in family.tree.iter("input")}
    assert address == f"{FORM}?lang=de"
    assert not names & {"draft", "code"}


def test_the_form_can_be_reached_by_hand_and_is_mended_like_any_page(family, kept):
    family.opens(FORM).press("send")
    assert family.status == 422
    family.sees(
        "2 Antworten fehlen", "Wie erreichen wir Sie?", "Bitte setzen Sie hier ein Häkchen."
    )

    family.fill(mail="familie", **AGREED).press("send")
    family.sees("Eine Antwort fehlt", "Das ist noch keine E-Mail-Adresse.")
    family.never_sees("Ihre Kontaktdaten sind angekommen")
    family.fill(mail="familie @ example.org").press("send").sees(
        "Ihre Kontaktdaten sind angekommen"
    )

    assert kept() == [{"Ihre E-Mail-Adresse": "familie@example.org"}]


def test_nothing_is_kept_without_agreement(family, kept):
    family.opens(FORM).fill(mail="familie@example.org").press("send")

    family.sees("Bitte setzen Sie hier ein Häkchen.")
    assert kept() == []


def test_a_question_opens_by_what_was_chosen_on_the_page(family, kept):
    family.opens(FORM).fill(number="0363212345", topic="other", **AGREED).press("send")
    family.sees("Zu Ihrer Antwort haben wir noch eine Frage.")

    family.fill(matter="Unser Spielplatz").press("send").sees("Ihre Kontaktdaten sind angekommen")

    (said,) = kept()
    assert said["Was möchten Sie besprechen?"] == "Unser Spielplatz"


def test_in_english_families_read_english_and_staff_read_german(family, kept):
    family.opens(FORM).fill(number="0363212345", topic="care")
    family.press("language:en").sees("May we call you?", "Send contact details")
    family.never_sees("Wie erreichen wir Sie?")

    family.fill(**AGREED).press("send").sees(
        "We have received your contact details", "We delete them in"
    )

    assert kept() == [{"Ihre Telefonnummer": "0363212345", "Worum geht es?": "Kinderbetreuung"}]


def test_a_page_sent_twice_leaves_one_wish(family, kept):
    family.opens(FORM).fill(number="0363212345", **AGREED)
    form = {**family._sent(), "do": ["send"]}

    pages = [family.client.post(FORM, data=form) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert len(kept()) == 1


def test_a_program_that_fills_in_everything_gets_thanks_and_leaves_nothing(family, kept):
    family.opens(FORM).fill(number="0363212345", **AGREED, **{"message-subject": "Buy now"})

    family.press("send").sees("Ihre Kontaktdaten sind angekommen")

    assert kept() == []


def test_a_flood_is_met_with_a_kind_sentence(family, sqlite_app, kept):
    settings = sqlite_app.extensions["surveyapp.config"]
    sqlite_app.extensions["surveyapp.config"] = replace(settings, contacts_most=1)
    family.opens(FORM).fill(number="0363212345", **AGREED).press("send")

    family.opens(FORM)

    assert family.status == 409
    family.sees("Zurzeit können wir keine Kontaktdaten annehmen")
    assert len(kept()) == 1


def test_the_form_ends_with_the_wave(family, sqlite_app, kept):
    family.opens(FORM).fill(number="0363212345", **AGREED)
    with sqlite_app.app_context():
        (wave,) = surveys.open_waves(main_store())
        close_wave(main_store(), Actor(), wave.id, date(2026, 12, 1))

    family.press("send")

    assert family.status == 410
    family.sees("Diese Umfrage ist zurzeit nicht geöffnet")
    assert kept() == []


def test_a_questionnaire_without_the_form_offers_none(journey):
    family = journey("yesno")

    family.opens("/f/yesno/kontakt")

    assert family.status == 404
    family.sees("Diese Umfrage fragt nicht nach Kontaktdaten")


def test_no_store_holds_anything_by_which_wish_and_answers_could_be_joined(
    sqlite_app, mini_questionnaires
):
    with sqlite_app.app_context():
        wave = an_open_wave("contact_form", sampling="all")
        codes = some_codes(wave, 5)
    for code in codes:
        family = Journey(sqlite_app, "contact-form").starts(code).answer(advice="yes").submits()
        family.follows(LINK).fill(number="0363212345", **AGREED).press("send")

    with sqlite_app.app_context():
        found = main_store().execute(text("SELECT * FROM contact_wish")).all()
        wishes = {bytes(value) for row in found for value in row if isinstance(value, bytes)}
        with urn_store() as urn, register_store() as register:
            others = [
                *urn.execute(text("SELECT id FROM response")).scalars(),
                *register.execute(text("SELECT code_hash FROM invitation")).scalars(),
                *register.execute(text("SELECT claim FROM invitation")).scalars(),
            ]
    assert len(found) == 5
    assert not wishes & {bytes(each) for each in others if each is not None}
    assert wave.id not in str(found)


def test_leaving_a_wish_touches_neither_urn_nor_register(family, sqlite_app):
    family.opens(FORM).fill(number="0363212345", **AGREED)
    with sqlite_app.app_context():
        engines = store_engines()
    seen = statements_of(engines["urn"], engines["register"])

    family.press("send").sees("Ihre Kontaktdaten sind angekommen")

    assert seen == []


def test_staff_reads_the_wish_and_deletes_it_when_it_is_settled(family, sqlite_app):
    family.opens(FORM).fill(number="0363212345", name="<b>Ada</b>", **AGREED).press("send")
    client = signed_in(sqlite_app)

    assert "Eine Familie möchte, dass Sie sich melden." in client.get(SURVEY).text
    page = client.get(LISTED).text
    assert "0363212345" in page
    assert "&lt;b&gt;Ada&lt;/b&gt;" in page
    (address,) = (part.split('"')[0] for part in page.split('action="')[1:] if "loeschen" in part)
    done = press(client, LISTED, address)
    again = press(client, LISTED, address)

    assert alerts(done.text) == ["Die Kontaktdaten sind gelöscht."]
    assert alerts(again.text) == ["Dieser Eintrag war schon gelöscht."]
    assert "Zurzeit wartet niemand auf Ihren Anruf." in done.text
    with sqlite_app.app_context():
        wave_survey = surveys.survey_by_slug(main_store(), "contact-form")
        assert contacts.count(main_store(), wave_survey.id) == 0


def test_planners_and_other_counties_learn_nothing_of_wishes(family, sqlite_app):
    family.opens(FORM).fill(number="0363212345", **AGREED).press("send")
    planner, foreign = signed_in(sqlite_app, role="planner"), signed_in(sqlite_app, "16062")

    assert planner.get(LISTED).status_code == 403
    assert "Kontaktwünsche" not in planner.get(SURVEY).text
    assert foreign.get(LISTED).status_code == 404


def test_staff_reads_what_families_agreed_to_beside_their_addresses(family, sqlite_app):
    family.answer(advice="yes").submits()
    family.follows(LINK).fill(number="(03632) 123-45", topic="care", **AGREED).press("send")

    page = signed_in(sqlite_app).get(LISTED).text

    assert "Dem haben die Familien zugestimmt:" in page
    assert "Der Landkreis darf mich anrufen." in page
