"""What the server asks a browser is heard once, in time, and for what it was asked."""

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from surveyapp.services import open_questions, passkeys
from surveyapp.services.open_questions import LONGEST_WAIT, Kind
from surveyapp.services.passkeys import PasskeyRefusal, Place
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import OpenQuestion
from tests.staff_journey import alerts, an_account, press

HERE = Place("localhost", "http://localhost:8000")
SIGN_IN = "/verwaltung/anmelden"
SHAPED = {
    "id": "AAAA",
    "rawId": "AAAA",
    "type": "public-key",
    "response": {"clientDataJSON": "AAAA", "authenticatorData": "AAAA", "signature": "AAAA"},
}
ODD = [
    *("", "null", "[]", "{}", '"x"', '{"rawId": 5}', '{"rawId": "ä"}', "[" * 19_000),
    *(json.dumps(SHAPED), json.dumps({**SHAPED, "response": None}), "x" * 100_000),
]


def test_a_question_is_heard_once(app):
    with app.app_context():
        key = open_questions.ask(main_store(), Kind.SIGN_IN, {"challenge": "1"}, 100)

        heard = [open_questions.hear(main_store(), Kind.SIGN_IN, key, 100) for _ in range(2)]

        assert heard == [{"challenge": "1"}, None]


def test_an_answer_to_something_else_or_too_late_is_none(app):
    with app.app_context():
        store = main_store()
        first = open_questions.ask(store, Kind.SIGN_IN, {}, 100)
        second = open_questions.ask(store, Kind.SIGN_IN, {}, 100)

        assert open_questions.hear(store, Kind.PROOF, first, 100) is None
        assert open_questions.hear(store, Kind.SIGN_IN, "", 100) is None
        assert open_questions.hear(store, Kind.SIGN_IN, first, 100 + LONGEST_WAIT) == {}
        assert open_questions.hear(store, Kind.SIGN_IN, second, 101 + LONGEST_WAIT) is None


def test_what_nobody_answered_goes_and_nothing_of_a_question_can_be_read_in_the_store(app):
    with app.app_context():
        store = main_store()
        open_questions.ask(store, Kind.PROVIDER, {"verifier": "secret"}, 100)
        open_questions.ask(store, Kind.PROVIDER, {"verifier": "secret"}, 101 + LONGEST_WAIT)

        content = store.scalar(select(OpenQuestion.content))
        assert store.scalar(select(func.count()).select_from(OpenQuestion)) == 1
        assert b"secret" not in content


@pytest.mark.parametrize("spoken", ODD, ids=lambda text: text[:20])
def test_odd_words_of_a_device_make_and_open_nothing(sqlite_app, spoken):
    with sqlite_app.app_context():
        account, store = an_account(), main_store()
        new = passkeys.ask_for_new(store, HERE, account.id, account.email, account.name, 100)
        one = passkeys.ask_for_one(store, HERE, Kind.SIGN_IN, 100)

        made = passkeys.read_new(store, HERE, account.id, new.key, spoken, 100)
        used = passkeys.whose(
            store, HERE, Kind.SIGN_IN, one.key, spoken, minute=100, today=date(2026, 6, 1)
        )

        assert (made, used) == (PasskeyRefusal.NOT_RIGHT, PasskeyRefusal.NOT_RIGHT)


def test_the_page_says_that_a_passkey_opened_nothing(sqlite_app):
    client = sqlite_app.test_client()
    press(client, SIGN_IN, f"{SIGN_IN}/passkey/frage")

    page = press(client, SIGN_IN, f"{SIGN_IN}/passkey", credential=json.dumps(SHAPED))

    assert alerts(page.text)[0].startswith("Mit diesem Passkey ging es nicht")


def test_a_passkey_of_somebody_else_is_no_proof(sqlite_app):
    with sqlite_app.app_context():
        account, other = an_account(), an_account(email="b@example.org")
        asked = passkeys.ask_for_new(
            main_store(), HERE, account.id, account.email, account.name, 100
        )

        made = passkeys.read_new(main_store(), HERE, other.id, asked.key, "{}", 100)

        assert made is PasskeyRefusal.NOT_ASKED


@pytest.mark.parametrize(
    ("host", "origin", "can"),
    [
        ("localhost", "http://localhost:8000", True),
        ("umfrage.kreis.de", "https://umfrage.kreis.de", True),
        ("umfrage.kreis.de", "http://umfrage.kreis.de", False),
        ("127.0.0.1", "http://127.0.0.1:8000", False),
        ("[::1]", "https://[::1]", False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(host, origin, can):
    assert Place(host, origin).can_have_passkeys is can
