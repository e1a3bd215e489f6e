"""The API: only with a token, only of its county, only what its scopes open, as its document says."""

import time
from datetime import UTC, date, datetime, timedelta
from ipaddress import IPv4Address
from random import Random

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from surveyapp.services import load_stock, tokens
from surveyapp.services.limits import LIMITS, Sender, What, Whom, limiter
from surveyapp.services.tokens import Scope, TokenRefusal
from surveyapp.storage import releases, surveys
from surveyapp.storage import tokens as token_store
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.builders import a_wave, published
from tests.page_review import parsed, review
from tests.staff_journey import COUNTY, OTHER_COUNTY, an_account, press, signed_in, token_on

PAGE = "/verwaltung/zugaenge-programme/"
API = "/api/v1"
OWN, FOREIGN = "familie-26", "geheim-nebenan"
TODAY = date(2026, 11, 20)
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
)


def now():
    """Return the day it is for the application."""
    return datetime.now(UTC).date()


def a_token(*scopes, county_ags=COUNTY, until=None, today=None):
    """Make a token as its page does, and return the header a program sends."""
    today = today or now()
    made = tokens.make(
        main_store(),
        an_account(county_ags, email=f"{len(scopes)}{until}@{county_ags}.example"),
        "Geoportal",
        scopes or tuple(Scope),
        until or today + timedelta(days=30),
        today,
        Random(),
    )
    return {"Authorization": f"Bearer {made.secret}"}


def results(slug, *, is_public):
    """Add a survey whose only wave is closed and has results."""
    builders.publish(main_store(), builders.release(), slug=slug, is_public=is_public)
    release = releases.releases_of(
        main_store(), surveys.survey_by_slug(main_store(), slug).waves[0].id
    )
    wave = surveys.wave_by_id(main_store(), release[0].wave_id)
    surveys.mark_open(main_store(), wave, document=published("familie"), today=wave.opens_on)
    surveys.mark_closed(main_store(), wave, today=wave.closes_on)


@pytest.fixture
def county(sqlite_app):
    """A county with results nobody else sees yet and a stock, and a neighbour with public results."""
    with sqlite_app.app_context():
        results(OWN, is_public=False)
        results(FOREIGN, is_public=True)
        surveys.survey_by_slug(main_store(), FOREIGN).county_ags = OTHER_COUNTY
        load_stock.load_stock(main_store(), COUNTY)
        load_stock.load_example(main_store(), COUNTY)
        a_wave(slug="laeuft")
        a_wave(slug="geplant", state="planned")
        main_store().commit()
    return sqlite_app


def headers_of(app, *scopes, **more):
    with app.app_context():
        return a_token(*scopes, **more)


def test_the_document_is_kept_whatever_programs_send_and_no_other_county_shows(county):
    headers = {**headers_of(county), "Accept-Encoding": "identity"}
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", county)
    seen = set()

    for result in schema.get_all_operations():
        operation = result.ok()
        for mode in GenerationMode:
            seen |= {(operation.path, each) for each in statuses_of(operation, headers, mode)}

    assert {path for path, status in seen if status == 200} == set(schema.raw_schema["paths"])


def statuses_of(operation, headers, mode, examples=12):
    """Ask one address with whatever fits its document, or with what does not; return the statuses."""
    statuses = set()

    @seed(20261120)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    def ask(case, data):
        is_known = mode is GenerationMode.POSITIVE and data.draw(st.booleans())
        if is_known and case.path_parameters:
            known = data.draw(KNOWN)
            case.path_parameters = {each: known[each] for each in case.path_parameters}
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)
        assert FOREIGN not in response.text
        statuses.add(response.status_code)

    ask()
    return statuses


KNOWN = st.sampled_from((OWN, FOREIGN, "laeuft")).map(
    lambda slug: {"slug": slug, "number": 1, "questionnaire": "familie", "version": 1}
)
"""Parts of addresses behind which something is."""


def test_what_a_token_does_not_open_is_refused_and_what_is_foreign_does_not_exist(county):
    client = county.test_client()
    only_surveys = headers_of(county, Scope.SURVEYS)
    only_public = headers_of(county, Scope.RESULTS, Scope.SURVEYS)
    everything = headers_of(county)
    cells = f"{API}/surveys/{OWN}/waves/1/cells"

    refused = client.get(f"{API}/places", headers=only_surveys)
    hidden = client.get(cells, headers=only_public)
    shown = client.get(cells, headers=everything)
    foreign = client.get(f"{API}/surveys/{FOREIGN}/waves/1/cells", headers=everything)
    listed = client.get(f"{API}/surveys", headers=only_public)

    assert [refused.status_code, hidden.status_code, foreign.status_code] == [403, 404, 404]
    assert refused.mimetype == "application/problem+json"
    assert shown.json["is_public"] is False
    assert shown.json["total"] == len(builders.release()[0].cells)
    assert {each["slug"] for each in listed.json["items"]} == {OWN, "laeuft"}
    assert not any(wave["has_results"] for each in listed.json["items"] for wave in each["waves"])


def test_a_page_of_a_long_list_comes_with_its_number_and_is_spared_who_has_it(county):
    client, headers = county.test_client(), headers_of(county)
    address = f"{API}/surveys/{OWN}/waves/1/cells?per_page=3&view=county&measure=share"

    first = client.get(f"{address}&page=1", headers=headers)
    second = client.get(f"{address}&page=2", headers=headers)
    again = client.get(
        f"{address}&page=1", headers={**headers, "If-None-Match": first.headers["ETag"]}
    )
    past = client.get(f"{address}&page=9999", headers=headers)
    wrong = client.get(f"{address}&page=0", headers=headers)

    assert len(first.json["items"]) == len(second.json["items"]) == 3
    assert first.json["items"] != second.json["items"]
    assert {each["view"] for each in first.json["items"]} == {"county"}
    assert (again.status_code, again.data) == (304, b"")
    assert past.json["items"] == []
    assert wrong.status_code == 422
    assert "page" in wrong.json["detail"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic eDp4"},
        {"Authorization": "Bearer fb_" + "0" * 64},
        {"Authorization": "Bearer " + "ü" * 5000},
    ],
)
def test_without_a_token_that_holds_nothing_is_read(sqlite_app, sent):
    answer = sqlite_app.test_client().get(f"{API}/surveys", headers=sent)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json["title"] == "Unauthorized"


def test_a_token_ends_with_its_day_or_when_it_is_blocked(app):
    client = app.test_client()
    with app.app_context():
        headers = a_token(Scope.SURVEYS)
        over = a_token(Scope.INVENTORY, until=TODAY, today=TODAY)
        (token,) = [
            each for each in token_store.of_county(main_store(), COUNTY) if each.until != TODAY
        ]
        maker = an_account(email="chefin@example.org")
    before = client.get(f"{API}/surveys", headers=headers)
    with app.app_context():
        used = token_store.own(main_store(), COUNTY, token.id).used_on
        assert tokens.token_of(main_store(), over["Authorization"][7:], TODAY) is not None
        assert (
            tokens.token_of(main_store(), over["Authorization"][7:], TODAY + timedelta(days=1))
            is None
        )
        tokens.revoke(main_store(), maker, token.id, now())
    after = client.get(f"{API}/surveys", headers=headers)

    assert (before.status_code, after.status_code) == (200, 401)
    assert used == now()


@pytest.mark.parametrize("whom", [Whom.ACCOUNT, Whom.NETWORK])
def test_a_token_or_network_that_asks_too_often_is_told_how_long_to_wait(sqlite_app, whom):
    client, headers = sqlite_app.test_client(), headers_of(sqlite_app)
    (limit,) = [each for each in LIMITS if (each.what, each.whom) == (What.PROGRAM, whom)]
    here, elsewhere = ({"REMOTE_ADDR": each} for each in ("93.184.216.34", "93.184.216.35"))
    with sqlite_app.app_context():
        sender = sender_of(whom)
        for _ in range(limit.number - 1):
            limiter().note(What.PROGRAM, sender, time.time())

    last = client.get(f"{API}/surveys", headers=headers, environ_base=here)
    over = client.get(f"{API}/surveys", headers=headers, environ_base=here)
    other = client.get(f"{API}/surveys", headers=headers, environ_base=elsewhere)

    assert (last.status_code, over.status_code) == (200, 429)
    assert other.status_code == (429 if whom is Whom.ACCOUNT else 200)
    assert int(over.headers["Retry-After"]) > 0


def sender_of(whom):
    """Return who has asked before: the token of the county, or the network of the test."""
    (token,) = token_store.of_county(main_store(), COUNTY)
    is_token = whom is Whom.ACCOUNT
    return (
        Sender(account=token.id.encode())
        if is_token
        else Sender(IPv4Address("93.184.216.34").packed)
    )


def test_people_read_what_the_document_says(sqlite_app):
    page = sqlite_app.test_client().get(f"{API}/")

    assert review(page.text) == []
    assert "/api/v1/surveys/{slug}/waves/{number}/cells" in page.text


# The page where tokens are made


def form_on(page):
    found = parsed(page.text)
    return {
        each.get("name"): each.get("value")
        for each in found.iter("input")
        if each.get("type") in {"hidden", "date"}
    }


def test_a_token_is_shown_once_and_opens_what_was_ticked(sqlite_app):
    client = signed_in(sqlite_app)
    form = {**form_on(client.get(PAGE)), "name": "Geoportal", "scopes": ["surveys", "inventory"]}

    made = client.post(PAGE, data=form)
    twice = client.post(PAGE, data=form)
    secret = parsed(made.text).find(".//*[@id='token']").text
    headers = {"Authorization": f"Bearer {secret}"}
    answers = [
        client.get(f"{API}/{each}", headers=headers).status_code
        for each in ("surveys", "offers", "questionnaires")
    ]
    after = client.get(PAGE)
    (block,) = {
        each.get("action")
        for each in parsed(after.text).iter("form")
        if "sperren" in each.get("action")
    }
    blocked = press(client, PAGE, block)

    assert review(made.text) == review(after.text) == review(blocked.text) == []
    assert parsed(twice.text).find(".//*[@id='token']").text == secret
    assert answers == [200, 200, 403]
    assert secret not in after.text
    assert "Gesperrt" in blocked.text
    assert client.get(f"{API}/surveys", headers=headers).status_code == 401
    with sqlite_app.app_context():
        (kept,) = token_store.of_county(main_store(), COUNTY)
    assert secret not in repr(vars(kept))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Bitte geben Sie dem Zugang einen Namen."),
        ({"name": "x" * 81}, "Bitte höchstens 80 Zeichen."),
        ({"name": "a\u202eb"}, "Bitte nur sichtbare Zeichen."),
        ({"scopes": []}, "Bitte kreuzen Sie mindestens eines an."),
        ({"until": "2020-01-01"}, "Bitte wählen Sie einen Tag in den nächsten zwei Jahren."),
        ({"until": "9999-12-31"}, "Bitte wählen Sie einen Tag in den nächsten zwei Jahren."),
        ({"until": "morgen"}, "ein gültiges Datum"),
        ({"key": "x"}, "Bitte laden Sie die Seite neu."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(sqlite_app, changes, sentence):
    client = signed_in(sqlite_app)
    form = {**form_on(client.get(PAGE)), "name": "Geoportal", "scopes": ["surveys"], **changes}

    page = client.post(PAGE, data=form)

    assert page.status_code == 422
    assert review(page.text) == []
    assert sentence in page.text


def test_a_foreign_access_cannot_be_blocked_and_a_planner_makes_none(sqlite_app):
    headers_of(sqlite_app, county_ags=OTHER_COUNTY)
    client = signed_in(sqlite_app)
    with sqlite_app.app_context():
        (foreign,) = token_store.of_county(main_store(), OTHER_COUNTY)
        refusal = tokens.make(
            main_store(), an_account(role="planner"), "x", [Scope.SURVEYS], TODAY, TODAY, Random()
        )
    token = token_on(client.get(PAGE).text)

    answer = client.post(f"{PAGE}{foreign.id}/sperren", data={"csrf_token": token})

    assert answer.status_code == 404
    assert refusal is TokenRefusal.NOT_ALLOWED
