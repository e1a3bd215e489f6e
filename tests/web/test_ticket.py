"""The ticket on the wire: small, said in JSON, the same for everybody, and nothing repeated."""

from __future__ import annotations

import gzip
import re
from base64 import urlsafe_b64decode
from http import HTTPStatus

import pytest

from surveyapp.services import issuer_keys
from surveyapp.services.tickets import written
from surveyapp.web.respond.ticket import LONGEST_JSON
from tests.builders import a_wave
from tests.journeys.journey import Journey, an_open_wave
from tests.tickets import Client, invited, issuer_of

HOME = "/f/same-page/"
FIRST_PAGE = 14 * 1024


@pytest.fixture
def wave(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        return an_open_wave("same_page", sampling="all")


@pytest.fixture
def code(sqlite_app, wave):
    with sqlite_app.app_context():
        return invited(wave, stratum="Süd")[0]


def post(app, name, **content):
    return app.test_client().post(HOME + name, json=content)


def client_of(app, wave):
    with app.app_context():
        return Client(issuer_of(wave, "Süd"))


def octets(text):
    return urlsafe_b64decode(text + "==")


def blind_family(app):
    """Answer everything as a browser does that keeps its code to itself."""
    family = Journey(app, "same-page")
    family._read(family.client.post(family.address, data={"do": "blind"}))
    return family.answer(kita="no").answer(reason="no_place").answer(content="no")


def sends(family, **fields):
    family._read(
        family.client.post(family.address, data={**family._sent(), **fields, "do": "send"})
    )
    return family


def test_a_code_is_exchanged_and_the_token_sends_the_answers(sqlite_app, wave, code):
    checked = post(sqlite_app, "code", code=code).json
    keys = sqlite_app.test_client().get(HOME + "schluessel").json["keys"]
    client = client_of(sqlite_app, wave)
    signed = post(sqlite_app, "ticket", code=code, blinded=written(client.blinded)).json

    token = written(client.token(octets(signed["signature"])))
    family = sends(blind_family(sqlite_app), **{"ticket-token": token})

    assert checked["state"] == "open"
    assert [key["id"] for key in keys] == [checked["key"]]
    assert len(octets(keys[0]["n"])) == 256
    family.sees("Ihre Antworten sind gespeichert", "mit einem anonymen Stimmzettel")
    assert len(family.stored()) == 1


def test_a_token_sends_one_ballot_and_again_the_same_but_no_other(sqlite_app, wave, code):
    client = client_of(sqlite_app, wave)
    signed = post(sqlite_app, "ticket", code=code, blinded=written(client.blinded)).json
    field = {"ticket-token": written(client.token(octets(signed["signature"])))}
    first, second = blind_family(sqlite_app), blind_family(sqlite_app)
    page = dict(first._sent())

    sends(first, **field)
    again = first.client.post(HOME, data={**page, **field, "do": "send"})
    sends(second, **field)

    first.sees("Ihre Antworten sind gespeichert")
    assert "Ihre Antworten sind gespeichert" in again.text
    assert second.status == 409
    second.sees("Ihre Antworten waren schon gespeichert")
    assert len(first.stored()) == 1


@pytest.mark.parametrize("token", ["refused", "AAIA", "ä", "A" * 472])
def test_a_draft_without_code_is_not_sent_with_a_wrong_token(sqlite_app, code, token):
    family = sends(blind_family(sqlite_app), **{"ticket-token": token})

    assert family.status == 422
    family.sees("Dieser Code gilt nicht oder nicht mehr", "Ihr Code aus dem Brief")
    assert family.stored() == []


def test_a_draft_without_code_and_token_asks_for_the_code_and_goes_sealed(sqlite_app, code):
    family = sends(blind_family(sqlite_app))

    assert family.status == 422
    family.sees("Ihr Code fehlt noch", "Ihre Antworten sind noch da")
    family.fill(code="ABCD").press("send").sees("Tippfehler")
    family.fill(code=code.lower()).press("send").sees("Ihr Code kam mit Ihren Antworten")
    assert len(family.stored()) == 1


def test_the_last_page_sent_again_with_its_code_shows_the_same_receipt(sqlite_app, code):
    family = sends(blind_family(sqlite_app)).fill(code=code)
    fields = {**family._sent(), "do": "send"}
    family.press("send")
    receipt = re.search(r"(?:[0-9A-F]{4}-){4}[0-9A-F]{4}", family.words).group()

    again = family.client.post(HOME, data=fields)
    other = sends(blind_family(sqlite_app)).fill(code=code).press("send")

    assert again.status_code == 200
    assert receipt in again.text
    other.sees("Dieser Code öffnet die Umfrage nicht")
    assert len(family.stored()) == 1


def test_used_and_unknown_codes_get_the_same_answer_to_the_byte(sqlite_app, wave, code):
    client = client_of(sqlite_app, wave)
    post(sqlite_app, "ticket", code=code, blinded=written(client.blinded))
    other = written(client_of(sqlite_app, wave).blinded)

    used = post(sqlite_app, "ticket", code=code, blinded=other)
    unknown = post(sqlite_app, "ticket", code="2222-2222-2222", blinded=other)

    assert used.status_code == unknown.status_code == 403
    assert used.data == unknown.data
    assert post(sqlite_app, "code", code=code).json == {"state": "closed", "key": ""}


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"code=A", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" * (LONGEST_JSON - 1), "application/json", 400),
        (b'{"code": 5}', "application/json", 400),
        (b'{"code": "' + b"A" * LONGEST_JSON + b'"}', "application/json", 413),
    ],
)
@pytest.mark.parametrize("name", ["code", "ticket"])
def test_what_is_no_small_json_is_refused_in_json(sqlite_app, code, name, content, kind, status):
    answer = sqlite_app.test_client().post(HOME + name, data=content, content_type=kind)

    assert answer.status_code == status
    assert list(answer.json) == ["error"]
    assert content.decode() not in answer.text or content == b"{"


@pytest.mark.parametrize("name", ["code", "ticket"])
def test_typing_mistakes_make_nobody_wait_and_wrong_codes_do(sqlite_app, code, name):
    network = {"REMOTE_ADDR": "91.12.34.56"}
    client = sqlite_app.test_client()

    def statuses(typed):
        sent = {"code": typed, "blinded": "AA"}
        answers = (
            client.post(HOME + name, json=sent, environ_overrides=network) for _ in range(31)
        )
        return [each.status_code for each in answers]

    assert HTTPStatus.TOO_MANY_REQUESTS not in statuses("ABCD-EFGH-JKMN")
    assert statuses("2222-2222-2222")[-1] == HTTPStatus.TOO_MANY_REQUESTS


def test_no_answer_sets_a_cookie_or_is_kept(sqlite_app, wave, code):
    answers = [
        post(sqlite_app, "code", code=code),
        post(sqlite_app, "ticket", code=code, blinded="x"),
        sqlite_app.test_client().get(HOME + "schluessel"),
    ]

    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}
    assert not any("Set-Cookie" in answer.headers for answer in answers)
    assert not any(code in answer.text for answer in answers)


def test_the_keys_are_the_same_for_everybody(sqlite_app, code):
    languages = ("de", "en", "xx")
    seen = {
        sqlite_app.test_client().get(HOME + "schluessel", headers={"Accept-Language": each}).data
        for each in languages
    }

    assert len(seen) == 1


@pytest.mark.parametrize(("slug", "status"), [("geplant", 410), ("nowhere", 404)])
def test_a_survey_that_is_not_open_signs_nothing(sqlite_app, slug, status):
    with sqlite_app.app_context():
        a_wave(slug="geplant", state="planned")
    client = sqlite_app.test_client()

    for name in ("code", "ticket"):
        answer = client.post(f"/f/{slug}/{name}", json={"code": "A", "blinded": "B"})
        assert answer.status_code == status
    assert client.get(f"/f/{slug}/schluessel").status_code == status


def test_the_first_page_fits_one_round_trip_with_all_it_needs(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        an_open_wave("familie", sampling="all")
    client = sqlite_app.test_client()

    page = client.get("/f/familie/").text

    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    sizes = {part: len(gzip.compress(client.get(part).data)) for part in parts}
    assert len(gzip.compress(page.encode())) + sum(sizes.values()) <= FIRST_PAGE, sizes
    assert issuer_keys.TOKEN_BYTES == 354
