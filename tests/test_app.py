import pytest
from sqlalchemy import inspect

from surveyapp.storage.db import URN, db, register_store, urn_store
from tests.staff_journey import signed_in, token_on


def test_each_store_holds_only_its_own_tables(app):
    with app.app_context():
        main = set(inspect(db.engines[None]).get_table_names())
        urn = set(inspect(db.engines[URN]).get_table_names())
        with register_store() as register, urn_store() as answers:
            assert register.connection() is not answers.connection()

    assert "survey" in main
    assert not main & urn
    assert urn == {
        *("batch", "sealed_ballot", "spent_token", "withdrawal"),
        *("response", "text_answer", "text_code", "keyed_sheet", "saved_draft"),
    }


def test_strict_headers_are_on_every_answer(sqlite_app):
    response = sqlite_app.test_client().get("/nowhere")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    "address",
    [
        "/verwaltung/befragungen/%00/",
        "/verwaltung/bestand/arten/%00",
        "/verwaltung/planung/szenarien/%00/",
        "/ergebnisse/%00/",
        "/f/%00/",
    ],
)
def test_an_address_no_store_can_look_up_is_not_found(app, address):
    assert signed_in(app).get(address).status_code == 404


def test_a_number_larger_than_stores_compare_is_not_found(app):
    client = signed_in(app)
    token = token_on(client.get("/verwaltung/planung/").text)

    deleted = client.post(
        f"/verwaltung/bestand/fahrzeiten/{2**64}/loeschen", data={"csrf_token": token}
    )

    assert deleted.status_code == 404


def test_a_sign_no_store_keeps_is_refused_before_anything_happens(app):
    client = signed_in(app)
    page = "/verwaltung/planung/szenarien/"
    token = token_on(client.get(page).text)

    made = client.post(page, data={"csrf_token": token, "name": "a\0b", "kind": "kita"})

    assert made.status_code == 400
    assert "einen Schritt zurück" in made.text
