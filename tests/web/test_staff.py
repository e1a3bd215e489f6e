"""Signing in and out, sessions that end, surveys and waves."""

import time
from datetime import date

import pytest

from surveyapp.services import sessions
from surveyapp.services.bursts import bursts
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.storage import releases, staff_sessions, surveys
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.builders import a_wave
from tests.page_review import review
from tests.staff_journey import (
    COUNTY,
    PASSWORD,
    a_simulated_wave,
    alerts,
    an_account,
    keep_session,
    press,
    signed_in,
)

SIGN_IN, SURVEYS = "/verwaltung/anmelden", "/verwaltung/"


def test_staff_sign_in_work_and_sign_out(app):
    with app.app_context():
        an_account(email="p@example.org")
    client = app.test_client()

    inside = press(client, SIGN_IN, SIGN_IN, email="P@example.org", password=PASSWORD)
    outside = press(client, SURVEYS, "/verwaltung/abmelden")

    assert "Angemeldet: Petra Planung, Leitung der Befragungen" in inside.text
    assert "Kyffhäuserkreis" in inside.text
    assert alerts(outside.text) == ["Sie sind abgemeldet."]
    assert client.get(SURVEYS).location == SIGN_IN


@pytest.mark.parametrize(("email", "password"), [("p@example.org", "falsch"), ("x@y", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_look_the_same(sqlite_app, email, password):
    with sqlite_app.app_context():
        an_account(email="p@example.org")
    client = sqlite_app.test_client()

    page = press(client, SIGN_IN, SIGN_IN, email=email, password=password)

    assert page.status_code == 422
    assert review(page.text) == []
    assert alerts(page.text)[0].startswith(
        "Eine Angabe passt noch nicht E-Mail-Adresse oder Passwort stimmen nicht."
    )
    assert password not in page.text


def test_an_empty_form_names_every_field_and_links_to_it(sqlite_app):
    page = press(sqlite_app.test_client(), SIGN_IN, SIGN_IN)

    assert page.status_code == 422
    assert review(page.text) == []
    assert "<title>Fehler: Anmelden" in page.text
    assert "2 Angaben passen noch nicht" in page.text


@pytest.mark.parametrize(
    ("began", "seen", "is_inside"),
    [(0, 0, True), (719, 29, True), (720, 0, False), (31, 30, False)],
    ids=["fresh", "just in time", "after twelve hours", "after a pause of half an hour"],
)
def test_a_session_ends_after_a_working_day_or_a_pause(sqlite_app, began, seen, is_inside):
    with sqlite_app.app_context():
        account = an_account()
    client = sqlite_app.test_client()
    keep_session(client, account.id, began=began, seen=seen)

    page = client.get(SURVEYS, follow_redirects=True)

    assert ("Angemeldet: Petra Planung" in page.text) is is_inside
    assert ("Ihre Anmeldung ist abgelaufen" in page.text) is not is_inside


def test_every_page_begins_the_pause_anew_but_not_the_working_day(sqlite_app):
    with sqlite_app.app_context():
        account = an_account()
    client = sqlite_app.test_client()
    secret = keep_session(client, account.id, began=600, seen=29)
    now = sessions.minute_now()

    client.get(SURVEYS)

    with sqlite_app.app_context():
        row = staff_sessions.find(main_store(), sessions.hash_of(secret))
    assert row.seen >= now
    assert row.began <= now - 599


def test_an_id_that_the_store_does_not_know_is_no_session(sqlite_app):
    with sqlite_app.app_context():
        account = an_account()
    client = sqlite_app.test_client()
    with client.session_transaction() as session:
        session["id"] = account.id

    assert client.get(SURVEYS).location == SIGN_IN


def test_an_account_that_was_closed_is_out_at_once(sqlite_app):
    with sqlite_app.app_context():
        account = an_account()
        client = sqlite_app.test_client()
        keep_session(client, account.id)
        assert client.get(SURVEYS).status_code == 200
        account.is_active = False
        main_store().commit()

    assert client.get(SURVEYS).location == SIGN_IN


def test_a_wave_is_opened_and_closed_by_its_buttons(app):
    client = signed_in(app)
    with app.app_context():
        a_wave(slug="familien", state="planned")
    page = "/verwaltung/befragungen/familien/"

    opened = press(client, page, f"{page}1/oeffnen")
    twice = press(client, page, f"{page}1/oeffnen")
    closed = press(client, page, f"{page}1/schliessen")

    assert alerts(opened.text) == ["Die Welle ist geöffnet. Familien können jetzt antworten."]
    assert alerts(twice.text) == ["Das ging nicht: Jemand hat die Welle inzwischen geändert."]
    assert alerts(closed.text) == [
        "Die Welle ist geschlossen. Jetzt können Sie die Ergebnisse berechnen."
    ]
    assert "Ergebnisse berechnen" in closed.text


def test_planners_see_no_button_they_may_not_press(sqlite_app):
    client = signed_in(sqlite_app, role="planner")
    with sqlite_app.app_context():
        a_wave(slug="familien", state="planned")

    page = client.get("/verwaltung/befragungen/familien/")
    refused = press(client, SURVEYS, "/verwaltung/befragungen/familien/1/oeffnen")

    assert "Welle öffnen" not in page.text
    assert refused.status_code == 403
    assert "Das gehört nicht zu Ihren Aufgaben" in refused.text


@pytest.mark.parametrize(
    ("families", "shown"), [(0, "weniger als 10"), (7, "weniger als 10"), (13, "mindestens 10")]
)
def test_answers_are_counted_in_tens_only(sqlite_app, families, shown):
    client = signed_in(sqlite_app)
    with sqlite_app.app_context():
        a_simulated_wave(families, state="open")

    pages = [client.get(url).text for url in (SURVEYS, "/verwaltung/befragungen/familien/")]

    assert all(f"{shown} Antworten" in page for page in pages)
    assert not any(f"{families} Antworten" in page for page in pages if families % 10)


def test_results_are_shown_to_all_and_hidden_again(sqlite_app):
    client = signed_in(sqlite_app)
    with sqlite_app.app_context():
        builders.publish(main_store(), builders.release(), is_public=False)
    page, results = "/verwaltung/befragungen/familie-16065/", "/ergebnisse/familie-16065/"
    family = sqlite_app.test_client()

    before = family.get(results).status_code
    press(client, page, f"{page}1/zeigen")
    twice = press(client, page, f"{page}1/zeigen")
    shown = family.get(results).status_code
    press(client, page, f"{page}1/verbergen")
    hidden = family.get(results).status_code

    assert (before, shown, hidden) == (404, 200, 404)
    assert alerts(twice.text) == ["Die Ergebnisse sind jetzt für alle sichtbar."]
    assert f'href="{results}"' in twice.text


def test_titles_and_places_with_markup_are_shown_as_words(sqlite_app):
    title = """<script>alert("1")</script> & 'Umfrage'"""
    client = signed_in(sqlite_app)
    with sqlite_app.app_context():
        surveys.add_survey(
            main_store(), county_ags=COUNTY, slug="xss", title=title, questionnaire="familie"
        )
        main_store().commit()

    pages = [client.get(url) for url in (SURVEYS, "/verwaltung/befragungen/xss/")]

    for page in pages:
        assert "<script" not in page.text
        assert "&lt;script&gt;alert(&#34;1&#34;)" in page.text
        assert review(page.text) == []


def test_the_navigation_leads_to_the_results_released_last_in_the_own_county(sqlite_app):
    with sqlite_app.app_context():
        builders.publish(main_store(), builders.release(), slug="alt")
        builders.publish(main_store(), builders.release(), slug="neu")
        later = releases.latest_release(main_store(), "neu")
        later.created_on = builders.date(2026, 7, 1)
        main_store().commit()

        assert releases.newest_slug(main_store(), COUNTY) == "neu"
        assert releases.newest_slug(main_store(), "16062") is None


@pytest.mark.parametrize("burst_on", [None, date(2026, 11, 20)])
def test_staff_learn_of_a_burst_by_its_day_and_what_to_do(app, burst_on):
    with app.app_context():
        wave = a_wave(slug="offen", sampling="open")
        if burst_on:
            surveys.mark_burst(main_store(), wave.id, burst_on)
            main_store().commit()
        bursts().note_dropped(wave.id, time.time())

    page = signed_in(app).get(f"{SURVEYS}befragungen/offen/").text

    assert review(page) == []
    assert ("Auffällig viele Antworten am 20. November 2026" in page) == bool(burst_on)
    assert ("Lesen Sie die Ergebnisse mit Vorsicht" in page) == bool(burst_on)
    assert "Von Programmen gesendet, nicht gezählt" in page


def test_failed_sign_ins_of_one_network_close_the_door_for_it_without_a_word(app):
    with app.app_context():
        an_account(email="p@example.org")
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "91.12.34.56"
    with app.app_context():
        for _ in range(50):
            limiter().note(What.SIGN_IN, Sender(bytes([91, 12, 34, 56])), time.time())

    here = press(client, SIGN_IN, SIGN_IN, email="p@example.org", password=PASSWORD)
    client.environ_base["REMOTE_ADDR"] = "91.12.99.1"
    there = press(client, SIGN_IN, SIGN_IN, email="p@example.org", password=PASSWORD)

    assert here.status_code == 422
    assert "Passwort stimmen nicht" in here.text
    assert "Angemeldet: Petra Planung" in there.text
