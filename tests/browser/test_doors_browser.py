"""Signing in with passkeys in a real Chromium, and every page of accounts in every look."""

import re
from urllib.parse import parse_qs

import pytest
from sqlalchemy import update

from surveyapp.services import sessions
from surveyapp.storage import factors
from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import StaffSession
from tests.browsing import DESK, inspect, inspect_everywhere, press, served, sign_out, watched
from tests.staff_journey import PASSWORD, a_place, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_app):
    """A county with one account; gives the address by name, as passkeys need one."""
    with sqlite_app.app_context():
        an_account(email="p@example.org")
        a_place()
    with served(sqlite_app) as address:
        yield f"{address.replace('127.0.0.1', 'localhost')}/verwaltung"


def with_finger(page):
    """Give the page's browser a device that makes passkeys and asks for a finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, made["authenticatorId"]


def sign_in(page, office):
    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    press(page, "main button >> nth=0")


def make_passkey(page, office, name):
    page.goto(f"{office}/zugang/passkey")
    page.fill("#name", name)
    press(page, "main button")


def forget_proof(app):
    """Let the newest proof of everybody be an hour old."""
    with app.app_context():
        then = sessions.minute_now() - 29
        main_store().execute(update(StaffSession).values(began=then, proven=then))
        main_store().commit()


def test_a_passkey_is_made_signs_in_without_a_password_and_proves_who_it_is(
    sqlite_app, office, new_page
):
    page = new_page(viewport=DESK)
    watch = watched(page, office)
    with_finger(page)
    sign_in(page, office)

    make_passkey(page, office, "Laptop im Büro")
    codes = page.locator("h1").inner_text()
    sign_out(page)
    press(page, "text=Mit Passkey anmelden")
    inside = page.url
    forget_proof(sqlite_app)
    page.goto(f"{office}/zugang/passwort")
    asked = page.locator("h1").inner_text()
    press(page, "text=Mit Passkey bestätigen")

    assert codes == "Ihre Ersatzcodes"
    assert inside == f"{office}/"
    assert asked == "Bitte bestätigen Sie, dass Sie es sind"
    assert page.locator("h1").inner_text() == "Passwort ändern"
    assert watch.console == []
    assert watch.foreign == []
    with sqlite_app.app_context():
        staff = staff_store.staff_by_email(main_store(), "p@example.org")
        assert [each.name for each in factors.passkeys_of(main_store(), staff.id)] == [
            "Laptop im Büro"
        ]


def test_with_a_passkey_the_password_alone_no_longer_opens_the_account(office, new_page):
    page = new_page(viewport=DESK)
    with_finger(page)
    sign_in(page, office)
    make_passkey(page, office, "Telefon")
    sign_out(page)

    sign_in(page, office)
    half = page.locator("h1").inner_text()
    page.goto(f"{office}/")
    outside = page.locator("h1").inner_text()
    press(page, "text=Mit Passkey weiter")

    assert half == outside == "Zweiter Schritt"
    assert page.url == f"{office}/"


def test_what_a_passkey_said_once_opens_nothing_a_second_time(office, new_page):
    page = new_page(viewport=DESK)
    with_finger(page)
    sign_in(page, office)
    make_passkey(page, office, "Telefon")
    sign_out(page)
    with page.expect_request(lambda sent: sent.url.endswith("/anmelden/passkey")) as heard:
        press(page, "text=Mit Passkey anmelden")
    credential = parse_qs(heard.value.post_data)["credential"][0]
    thief = new_page(viewport=DESK)
    thief.goto(f"{office}/anmelden")
    token = thief.locator("input[name=csrf_token]").first.input_value()
    thief.request.post(f"{office}/anmelden/passkey/frage", form={"csrf_token": token})

    answer = thief.request.post(
        f"{office}/anmelden/passkey", form={"csrf_token": token, "credential": credential}
    )

    assert page.url == f"{office}/"
    assert "Mit diesem Passkey ging es nicht" in answer.text()
    thief.goto(f"{office}/")
    assert thief.locator("h1").inner_text() == "Anmelden"


def test_a_device_that_does_not_know_the_finger_says_so_and_changes_nothing(office, new_page):
    page = new_page(viewport=DESK)
    devtools, device = with_finger(page)
    sign_in(page, office)
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(f"{office}/zugang/passkey")
    page.fill("#name", "Telefon")

    page.click("main button")

    page.wait_for_selector("text=Das hat nicht geklappt")
    page.goto(f"{office}/zugang/")
    assert page.locator("text=Telefon", has_text="eingerichtet").count() == 0


def test_somebody_invited_begins_with_a_passkey_and_needs_no_password(sqlite_app, office, new_page):
    page = new_page(viewport=DESK)
    sign_in(page, office)
    page.goto(f"{office}/zugaenge/einladen")
    page.fill("#name", "Frau Neu")
    page.fill("#email", "neu@example.org")
    page.select_option("#role", "planner")
    press(page, "main button")
    link = page.input_value("#link")
    guest = new_page(viewport=DESK)
    with_finger(guest)

    guest.goto(link)
    press(guest, "text=Mit Passkey beginnen")
    welcome = guest.locator("main").inner_text()
    sign_out(guest)
    press(guest, "text=Mit Passkey anmelden")

    assert re.match(r"http://localhost:\d+/verwaltung/einladung/[\w-]{43}$", link)
    assert "Willkommen! Ihr Zugang ist eingerichtet." in welcome
    assert guest.url == f"{office}/"
    with sqlite_app.app_context():
        assert staff_store.staff_by_email(main_store(), "neu@example.org").password_hash is None
    guest.goto(link)
    assert guest.locator("h1").inner_text() == "Dieser Link gilt nicht mehr"


def test_every_page_of_accounts_is_whole(sqlite_app, office, new_page):
    page = new_page(accept_downloads=True)
    watch = watched(page, office)
    with_finger(page)
    sign_in(page, office)
    page.goto(f"{office}/zugang/")
    inspect(page)
    page.goto(f"{office}/zugang/app")
    press(page, "main button")
    inspect_everywhere(page, "app-fehler")
    page.goto(f"{office}/zugang/passkey")
    inspect(page)
    page.fill("#name", "Laptop im Büro mit einem ziemlich langen Namen")
    press(page, "main button")
    inspect_everywhere(page, "ersatzcodes")
    page.goto(f"{office}/zugang/")
    inspect_everywhere(page, "zugang")
    page.goto(f"{office}/zugang/passwort")
    inspect(page)
    page.goto(f"{office}/zugaenge/einladen")
    page.fill("#name", "Frau Neu")
    page.fill("#email", "neu@example.org")
    page.select_option("#role", "facility")
    press(page, "main button")
    inspect(page)
    page.select_option("#place", index=1)
    press(page, "main button")
    inspect(page)
    link = page.input_value("#link")
    page.goto(f"{office}/zugaenge/")
    inspect_everywhere(page, "zugaenge")
    page.goto(page.locator(".card a").first.get_attribute("href").join([office[:-11], ""]))
    inspect_everywhere(page, "person")
    forget_proof(sqlite_app)
    page.goto(f"{office}/zugaenge/einladen")
    page.fill("#name", "Herr Anders")
    page.fill("#email", "anders@example.org")
    press(page, "main button")
    inspect_everywhere(page, "bestaetigen")
    page.fill("#password", PASSWORD)
    press(page, "text=Mit Passwort bestätigen")
    inspect(page)
    press(page, "main button")
    assert page.locator("h1").inner_text() == "Der Link für Herr Anders ist da"
    sign_out(page)
    sign_in(page, office)
    inspect(page)
    page.goto(link)
    inspect(page)

    assert watch.console == []
    assert watch.foreign == []
