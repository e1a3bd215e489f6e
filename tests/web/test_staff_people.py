"""The county's accounts: inviting, roles, closing, ending sessions, setting up anew."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event

from surveyapp.services import sessions
from surveyapp.services import staff_accounts as managing
from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import db, main_store
from surveyapp.storage.staff import Seat
from tests.page_review import parsed, review
from tests.staff_journey import (
    COUNTY,
    OTHER_COUNTY,
    PASSWORD,
    a_place,
    alerts,
    an_account,
    keep_session,
    press,
)

PEOPLE, START, SIGN_IN = "/verwaltung/zugaenge/", "/verwaltung/", "/verwaltung/anmelden"
INVITE = f"{PEOPLE}einladen"
NEW = "vier ganz andere Worte"

#: The database does not matter to these.
ON_SQLITE = pytest.mark.parametrize("engine_config", ["sqlite"], indirect=True)


@pytest.fixture
def office(app):
    """A county with one who manages accounts, signed in; gives the client and the account's id."""
    with app.app_context():
        account = an_account(email="p@example.org")
    client = app.test_client()
    keep_session(client, account.id)
    return client, account.id


def link_of(page):
    return re.sub(r"^http://[^/]+", "", parsed(page.text).find(".//input[@id='link']").get("value"))


def invited(client, **changes):
    sent = {"name": "Frau Neu", "email": "neu@example.org", "role": "planner", "place": ""}
    return press(client, INVITE, INVITE, **{**sent, **changes})


def somebody(app, email, **more):
    """Add an account and return its id and a client that is signed in with it."""
    with app.app_context():
        account = an_account(email=email, **more)
    client = app.test_client()
    keep_session(client, account.id)
    return account.id, client


def test_somebody_invited_chooses_a_password_and_the_link_opens_once(app, office):
    page = invited(office[0])
    link, guest = link_of(page), app.test_client()

    shown = guest.get(link)
    short = press(guest, link, link, password="kurz", again="kurz")
    inside = press(guest, link, link, password=NEW, again=NEW)
    again = app.test_client().get(link)

    assert review(page.text) == review(shown.text) == review(again.text) == []
    assert "Ihre Aufgabe: Planung." in shown.text
    assert short.status_code == 422
    assert "Angemeldet: Frau Neu, Planung" in inside.text
    assert again.status_code == 404
    assert "gilt nicht mehr" in again.text


def test_somebody_two_counties_invited_gets_one_account_though_both_links_are_used_at_once(
    app, office
):
    other = somebody(app, "b@example.org", county_ags=OTHER_COUNTY)[1]
    first, second = link_of(invited(office[0])), link_of(invited(other))
    here, comes = threading.get_ident(), threading.Event()

    def notice(_connection, _cursor, statement, *_):
        is_turn = statement.startswith(("INSERT INTO staff ", "BEGIN IMMEDIATE"))
        if is_turn and threading.get_ident() != here:
            comes.set()

    with app.app_context(), ThreadPoolExecutor(1) as threads:
        event.listen(db.engine, "before_cursor_execute", notice)
        store, now = main_store(), sessions.minute_now()
        managing.accept(store, managing.guest_of(store, first.rsplit("/", 1)[1], now), NEW)
        late = threads.submit(press, app.test_client(), second, second, password=NEW, again=NEW)
        comes.wait(timeout=10)
        store.commit()
        answer = late.result()

    assert answer.status_code == 404
    assert "gilt nicht mehr" in answer.text


def test_the_links_of_somebody_who_runs_accounts_no_more_open_nothing(app, office):
    other, client = somebody(app, "b@example.org")
    link = link_of(invited(client, role="admin"))
    kept = link_of(invited(office[0], email="kept@example.org"))

    press(office[0], f"{PEOPLE}{other}/", f"{PEOPLE}{other}/", role="planner", place="")

    assert app.test_client().get(link).status_code == 404
    assert app.test_client().get(kept).status_code == 200


def test_the_store_keeps_no_link_and_a_newer_invitation_ends_the_older(app, office):
    first, second = link_of(invited(office[0])), link_of(invited(office[0], name="Frau Neue"))

    with app.app_context():
        guest = managing.guest_of(main_store(), second.rsplit("/", 1)[1], sessions.minute_now())
        secret_hash = guest.invitation.secret_hash
    assert app.test_client().get(first).status_code == 404
    assert secret_hash == sessions.hash_of(second.rsplit("/", 1)[1])


def test_a_link_opens_for_seven_days_and_can_be_taken_back(app, office):
    with app.app_context():
        store, now = main_store(), sessions.minute_now()
        admin = staff_store.staff_by_email(store, "p@example.org")
        old = managing.invite(
            store, admin, Seat(COUNTY, "a@example.org", "A", "planner"), now - 7 * 24 * 60 - 1
        )
        new = managing.invite(store, admin, Seat(COUNTY, "b@example.org", "B", "planner"), now)
        found = (
            managing.guest_of(store, old.secret, now),
            managing.guest_of(store, new.secret, now + 7 * 24 * 60),
            managing.guest_of(store, new.secret, now + 7 * 24 * 60 + 1),
        )
    page = press(office[0], PEOPLE, f"{PEOPLE}einladungen/{new.invitation.id}/zuruecknehmen")

    assert [each is not None for each in found] == [False, True, False]
    assert alerts(page.text) == ["Die Einladung ist zurückgenommen."]
    assert app.test_client().get(f"/verwaltung/einladung/{new.secret}").status_code == 404


@ON_SQLITE
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "P@example.org"}, "schon einen Zugang"),
        ({"email": "niemand"}, "keine E-Mail-Adresse"),
        ({"name": "x" * 121}, "höchstens 120 Zeichen"),
        ({"role": "operator"}, "Aufgabe aus der Liste"),
        ({"role": "king"}, "Aufgabe aus der Liste"),
        ({"role": "facility"}, "Bitte wählen Sie die Einrichtung aus"),
        ({"role": "facility", "place": "999999"}, "Bitte wählen Sie die Einrichtung aus"),
        ({"role": "facility", "place": "9" * 40}, "Bitte wählen Sie die Einrichtung aus"),
    ],
)
def test_an_invitation_that_cannot_be_says_why(office, changes, sentence):
    page = invited(office[0], **changes)

    assert page.status_code == 422
    assert review(page.text) == []
    assert sentence in alerts(page.text)[0]


def test_who_keeps_a_place_is_bound_to_one_of_the_own_county(app, office):
    with app.app_context():
        own, foreign = a_place().id, a_place(OTHER_COUNTY).id

    refused = invited(office[0], role="facility", place=str(foreign))
    link = link_of(invited(office[0], role="facility", place=str(own)))
    press(app.test_client(), link, link, password=NEW, again=NEW)
    page = office[0].get(PEOPLE)

    assert refused.status_code == 422
    assert "Einrichtung: Kita Regenbogen" in page.text
    with app.app_context():
        assert staff_store.staff_by_email(main_store(), "neu@example.org").place_id == own


def test_another_role_counts_at_once_and_ends_what_was_open(app, office):
    person, client = somebody(app, "b@example.org", role="planner")

    page = press(office[0], f"{PEOPLE}{person}/", f"{PEOPLE}{person}/", role="council", place="")

    assert "Die Aufgabe ist gespeichert." in alerts(page.text)[0]
    assert client.get(START).location == SIGN_IN
    with app.app_context():
        assert staff_store.staff_by_email(main_store(), "b@example.org").role == "council"


@ON_SQLITE
def test_a_closed_account_is_out_at_once_and_comes_in_again_when_it_is_opened(app, office):
    person, client = somebody(app, "b@example.org", role="planner")
    page = f"{PEOPLE}{person}/"

    closed = press(office[0], page, f"{page}sperren")
    out = client.get(START)
    refused = press(client, SIGN_IN, SIGN_IN, email="b@example.org", password=PASSWORD)
    anew = press(office[0], page, f"{page}neu-einladen")
    press(office[0], page, f"{page}oeffnen")
    inside = press(client, SIGN_IN, SIGN_IN, email="b@example.org", password=PASSWORD)

    assert "gesperrt" in alerts(closed.text)[0]
    assert out.location == SIGN_IN
    assert refused.status_code == 422
    assert "Dieser Zugang ist gesperrt." in alerts(anew.text)[0]
    assert "Angemeldet" in inside.text


def test_the_last_who_manages_accounts_stays_and_nobody_takes_the_own_right(app, office):
    client, own = office
    page = f"{PEOPLE}{own}/"
    alone = [
        press(client, page, page, role="planner", place=""),
        press(client, page, f"{page}sperren"),
    ]
    other, second = somebody(app, "b@example.org")
    oneself = press(client, page, f"{page}sperren")
    press(second, page, page, role="planner", place="")

    last = press(second, f"{PEOPLE}{other}/", f"{PEOPLE}{other}/sperren")

    assert all("der letzte Zugang" in alerts(each.text)[0] for each in (*alone, last))
    assert "Das eigene Recht nehmen Sie sich nicht selbst" in alerts(oneself.text)[0]
    with app.app_context():
        assert staff_store.staff_by_email(main_store(), "p@example.org").role == "planner"


@ON_SQLITE
def test_a_new_link_sets_an_account_up_anew_and_ends_all_that_opened_it(app, office):
    person, client = somebody(app, "b@example.org", role="planner")
    page = f"{PEOPLE}{person}/"

    link = link_of(press(office[0], page, f"{page}neu-einladen"))
    before = client.get(START).status_code
    press(app.test_client(), link, link, password=NEW, again=NEW)
    after = client.get(START)
    old = press(client, SIGN_IN, SIGN_IN, email="b@example.org", password=PASSWORD)
    new = press(client, SIGN_IN, SIGN_IN, email="b@example.org", password=NEW)

    assert before == 200
    assert after.location == SIGN_IN
    assert (old.status_code, new.status_code) == (422, 200)


@ON_SQLITE
def test_somebody_is_signed_out_everywhere(app, office):
    person, client = somebody(app, "b@example.org", role="planner")

    page = press(office[0], f"{PEOPLE}{person}/", f"{PEOPLE}{person}/abmelden")

    assert alerts(page.text) == ["Die Person ist überall abgemeldet."]
    assert client.get(START).location == SIGN_IN


@ON_SQLITE
def test_accounts_of_another_county_are_not_there(app, office):
    person, stranger = somebody(app, "c@example.org", county_ags=OTHER_COUNTY)
    link = link_of(invited(stranger, email="d@example.org"))

    listed = office[0].get(PEOPLE)
    answers = [
        press(office[0], PEOPLE, f"{PEOPLE}{person}/{step}").status_code
        for step in ("", "sperren", "oeffnen", "abmelden", "neu-einladen")
    ]

    assert "c@example.org" not in listed.text
    assert "d@example.org" not in listed.text
    assert answers == [404] * 5
    assert stranger.get(START).status_code == 200
    assert app.test_client().get(link).status_code == 200
