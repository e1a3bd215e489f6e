"""Signing in with the county's own account, against a provider that runs in the test."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from joserfc.jwk import RSAKey
from werkzeug.wrappers import Response

import config
from surveyapp.services import provider as provider_service
from surveyapp.services.provider import ProviderRefusal
from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from tests.conftest import an_app_with_tables
from tests.dripping import LETTERS, dripping
from tests.identity_provider import CLIENT, SECRET, running
from tests.staff_journey import OTHER_COUNTY, alerts, an_account

SIGN_IN, BACK, START = "/verwaltung/anmelden", "/verwaltung/anmelden/zurueck", "/verwaltung/"
LEAD = f"{SIGN_IN}/landkreis/16065"


@pytest.fixture
def provider():
    with running() as found:
        yield found


@pytest.fixture
def office(provider, tmp_path):
    """An installation that knows the provider, with one account."""
    settings = _settings(provider, tmp_path)
    with an_app_with_tables(settings) as app:
        with app.app_context():
            an_account(email="p@example.org")
        yield app


def _settings(provider, folder):
    (folder / "secret").write_text(f"{SECRET}\n", encoding="utf-8")
    listed = [
        {
            "county": "16065",
            "name": "Landratsamt",
            "issuer": provider.issuer,
            "client_id": CLIENT,
            "secret_file": "secret",
        }
    ]
    (folder / "providers.json").write_text(json.dumps(listed), encoding="utf-8")
    env = {"SURVEYAPP_INSTANCE": str(folder), "SECRET_KEY": "t" * 64}
    loaded = config.load({**env, "SURVEYAPP_PROVIDERS": str(folder / "providers.json")})
    assert config.load(loaded.environment()).providers == loaded.providers
    assert SECRET not in repr(loaded)
    return loaded


def come_back(client, provider, **changes):
    """Go to the county's page and come back from it."""
    answer = {**provider.answer(client.get(LEAD).location), **changes}
    return client.get(BACK, query_string=answer, follow_redirects=True)


def test_the_countys_account_opens_the_account_with_the_same_address(office, provider):
    client = office.test_client()
    offered = client.get(SIGN_IN).text

    page = come_back(client, provider, extra="ignored")

    assert f'href="{LEAD}">Anmelden über Landratsamt<' in offered
    assert "Angemeldet: Petra Planung" in page.text
    assert client.get(START).status_code == 200


def test_a_county_server_that_drips_its_headers_is_left_in_time(office, monkeypatch):
    monkeypatch.setattr(provider_service, "ALL_SECONDS", 0.5)
    known = office.extensions["surveyapp.config"].providers[0]

    with dripping() as (address, said), office.app_context():
        slow = replace(known, issuer=address)
        found = provider_service.begin(main_store(), slow, "http://localhost/", 0)

        assert found is ProviderRefusal.UNREACHABLE
        assert len(said) < LETTERS


LONG_AGO = int(datetime(2020, 1, 1, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"nonce": "another"}, "passt nicht"),
        ({"nonce": None}, "passt nicht"),
        ({"exp": LONG_AGO}, "passt nicht"),
        ({"aud": "another client"}, "passt nicht"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "passt nicht"),
        ({"iss": "https://another.example"}, "passt nicht"),
        ({"email_verified": False}, "bestätigt Ihre E-Mail-Adresse nicht"),
        ({"email_verified": "true"}, "bestätigt Ihre E-Mail-Adresse nicht"),
        ({"email": ["p@example.org"]}, "bestätigt Ihre E-Mail-Adresse nicht"),
        ({"email": "nobody@example.org"}, "gibt es hier keinen Zugang"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_the_county_does_not_vouch_for_opens_nothing(office, provider, claims, sentence):
    client = office.test_client()
    provider.claims = claims

    page = come_back(client, provider)

    assert sentence in alerts(page.text)[0]
    assert client.get(START).location == SIGN_IN


def test_a_signature_of_somebody_else_opens_nothing(office, provider):
    client = office.test_client()
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    page = come_back(client, provider)

    assert "passt nicht" in alerts(page.text)[0]


def test_an_answer_counts_once_in_the_browser_that_was_asked_and_with_its_state(office, provider):
    client, other = office.test_client(), office.test_client()
    answer = provider.answer(client.get(LEAD).location)

    elsewhere = other.get(BACK, query_string=answer, follow_redirects=True)
    wrong = client.get(BACK, query_string={**answer, "state": "x"}, follow_redirects=True)
    again = client.get(BACK, query_string=answer, follow_redirects=True)

    for page in (elsewhere, wrong, again):
        assert "abgelaufen oder wurde schon benutzt" in alerts(page.text)[0]


def test_a_description_of_brackets_without_end_is_said_and_nothing_breaks(
    office, provider, monkeypatch
):
    endless = Response("[" * 100_000, content_type="application/json")
    monkeypatch.setattr(provider, "_describe", lambda _request: endless)

    page = office.test_client().get(LEAD, follow_redirects=True)

    assert "antwortet gerade nicht" in alerts(page.text)[0]


def test_an_answer_that_another_provider_gave_is_not_redeemed(office, provider):
    client = office.test_client()

    page = come_back(client, provider, iss="https://another.example")
    own = come_back(client, provider, iss=provider.issuer)

    assert "passt nicht" in alerts(page.text)[0]
    assert provider.asked.count("/token") == 1
    assert "Angemeldet: Petra Planung" in own.text


def test_an_account_of_another_county_or_a_closed_one_is_not_opened(office, provider):
    with office.app_context():
        an_account(email="c@example.org", county_ags=OTHER_COUNTY)
        staff_store.staff_by_email(main_store(), "p@example.org").is_active = False
        main_store().commit()
    closed = come_back(office.test_client(), provider)
    provider.claims = {"email": "c@example.org"}

    foreign = come_back(office.test_client(), provider)

    for page in (closed, foreign):
        assert "gibt es hier keinen Zugang" in alerts(page.text)[0]


@pytest.mark.parametrize(
    "description",
    [
        {"token_endpoint": "https://evil.example/token"},
        {"jwks_uri": "http://169.254.169.254/keys"},
        {"authorization_endpoint": "http://127.0.0.1:9/anmelden"},
        {"issuer": "https://evil.example"},
    ],
)
def test_only_the_configured_server_is_asked(office, provider, description):
    client = office.test_client()
    provider.description = description

    lead = client.get(LEAD)
    page = lead if lead.location == SIGN_IN else come_back(client, provider)
    shown = page.text if page.status_code == 200 else client.get(SIGN_IN).text

    assert "antwortet gerade nicht" in alerts(shown)[0]
    assert client.get(START).location == SIGN_IN


def test_more_than_a_password_at_the_county_counts_as_a_second_factor(office, provider):
    object.__setattr__(office.extensions["surveyapp.config"], "needs_second_factor", True)
    once = come_back(office.test_client(), provider)
    provider.claims = {"amr": ["pwd", "mfa"]}

    twice = come_back(office.test_client(), provider)

    assert "Bitte richten Sie noch einen zweiten Nachweis ein" in once.text
    assert '<h1 class="kern-heading-large">Befragungen</h1>' in twice.text


def test_a_server_that_is_away_is_said_and_nothing_breaks(office, provider):
    client = office.test_client()
    gone = replace(office.extensions["surveyapp.config"].providers[0], issuer="http://127.0.0.1:9")
    object.__setattr__(office.extensions["surveyapp.config"], "providers", (gone,))

    page = client.get(LEAD, follow_redirects=True)

    assert "antwortet gerade nicht" in alerts(page.text)[0]
    assert client.get(f"{SIGN_IN}/landkreis/16062").status_code == 404
