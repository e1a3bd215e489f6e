"""Every address, everybody who may come, and what they get; an address without a row fails."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

from surveyapp.storage import releases
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.builders import a_wave
from tests.staff_journey import OTHER_COUNTY, signed_in, token_on

NOBODY, PLANNER, ADMIN, FOREIGN = "nobody", "planner", "admin", "foreign admin"
PEOPLE = (NOBODY, PLANNER, ADMIN, FOREIGN)
VALUES = {
    "slug": "familien",
    "number": "1",
    "code": "kita",
    "table": "bestand",
    "filename": "staff.css",
    "questionnaire": "familie",
    "name": "kita.svg",
    "kind": "rangliste",
    "suffix": "csv",
    "wish": "00" * 16,
}
SIGN_IN = "/verwaltung/anmelden"

EVERYBODY = (200, 200, 200, 200)
RESULTS = (404, 200, 200, 404)
STAFF = (302, 200, 200, 200)

EXPECTED = {
    ("GET", "/static/<path:filename>"): EVERYBODY,
    ("GET", "/"): EVERYBODY,
    ("GET", "/bilder/<questionnaire>/<name>"): (404, 404, 404, 404),
    ("GET", "/f/<slug>/"): EVERYBODY,
    ("POST", "/f/<slug>/"): (422, 422, 422, 422),
    ("GET", "/f/<slug>/kontakt"): EVERYBODY,
    ("POST", "/f/<slug>/kontakt"): (422, 422, 422, 422),
    ("GET", "/ergebnisse/"): EVERYBODY,
    ("GET", "/ergebnisse/<slug>/"): RESULTS,
    ("GET", "/ergebnisse/<slug>/bedarf-und-angebot"): RESULTS,
    ("GET", "/ergebnisse/<slug>/wichtig-und-zufrieden"): RESULTS,
    ("GET", "/ergebnisse/<slug>/praeventionskette"): RESULTS,
    ("GET", "/ergebnisse/<slug>/wer-hat-geantwortet"): RESULTS,
    ("GET", "/ergebnisse/<slug>/alle-fragen"): RESULTS,
    ("GET", "/ergebnisse/<slug>/veraenderung"): (404, 404, 404, 404),
    ("GET", "/ergebnisse/<slug>/abbildung/<kind>.<any(csv, svg):suffix>"): RESULTS,
    ("GET", "/verwaltung/anmelden"): (200, 302, 302, 302),
    ("POST", "/verwaltung/anmelden"): (422, 302, 302, 302),
    ("POST", "/verwaltung/abmelden"): (302, 302, 302, 302),
    ("GET", "/verwaltung/"): STAFF,
    ("GET", "/verwaltung/befragungen/<slug>/"): (302, 200, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/kontakte"): (302, 403, 200, 404),
    ("POST", "/verwaltung/befragungen/<slug>/kontakte/<wish>/loeschen"): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/oeffnen"): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/schliessen"): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/berechnen"): (302, 302, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/zeigen"): (302, 302, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/verbergen"): (302, 302, 302, 404),
    ("GET", "/verwaltung/bestand/"): STAFF,
    ("POST", "/verwaltung/bestand/einlesen"): (302, 422, 422, 422),
    ("GET", "/verwaltung/bestand/vorlage/<any(bestand, angebote):table>.csv"): STAFF,
    ("GET", "/verwaltung/bestand/arten/<code>"): STAFF,
    ("POST", "/verwaltung/bestand/arten/<code>"): (302, 422, 422, 422),
    ("GET", "/verwaltung/gebiete/"): STAFF,
    ("POST", "/verwaltung/gebiete/einlesen"): (302, 422, 422, 422),
    ("GET", "/verwaltung/gebiete/vorlage.csv"): STAFF,
}
"""Method and rule to the status that nobody, a planner, an admin and a foreign admin get.

Not signed in, staff addresses lead to the sign-in page; what belongs to another county does not
exist. A staff page that names no survey shows everybody the own county.
"""

CHANGES = [key for key in EXPECTED if key[0] == "POST" and key[1].startswith("/verwaltung/")]


@pytest.fixture
def county(sqlite_app):
    """An application with an open survey whose first wave has results not yet public."""
    with sqlite_app.app_context():
        wave = a_wave(slug=VALUES["slug"])
        release = releases.start(main_store(), wave.id, date(2026, 6, 9))
        releases.finish(main_store(), release, *builders.release(), {}, is_public=False)
        main_store().commit()
    return sqlite_app


def somebody(app, person):
    if person == NOBODY:
        return app.test_client()
    ags = OTHER_COUNTY if person == FOREIGN else builders.COUNTY
    return signed_in(app, ags, "planner" if person == PLANNER else "admin")


def address_of(rule):
    for name, value in VALUES.items():
        for written in (f"<{name}>", f"<path:{name}>", f"<int:{name}>"):
            rule = rule.replace(written, value)
    rule = rule.replace("<any(csv, svg):suffix>", VALUES["suffix"])
    return rule.replace("<any(bestand, angebote):table>", VALUES["table"])


def ask(client, method, rule):
    if method == "GET":
        return client.get(address_of(rule))
    page = client.get(SIGN_IN, follow_redirects=True).text
    form = {"csrf_token": token_on(page), "file": (BytesIO(b""), "")}
    return client.post(address_of(rule), data=form)


def test_every_address_has_a_row(county):
    rules = {
        (method, rule.rule)
        for rule in county.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert rules == set(EXPECTED)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(("method", "rule"), EXPECTED)
def test_everybody_gets_what_the_table_says(county, method, rule, person):
    client = somebody(county, person)

    response = ask(client, method, rule)
    response.close()

    assert response.status_code == EXPECTED[method, rule][PEOPLE.index(person)]
    if response.status_code == 302 and person == NOBODY:
        assert response.location == SIGN_IN


@pytest.mark.parametrize("person", [NOBODY, PLANNER, ADMIN])
@pytest.mark.parametrize(("method", "rule"), CHANGES)
def test_nothing_changes_without_the_token_of_our_own_page(county, method, rule, person):
    client = somebody(county, person)
    is_guarded_by_signing_in = person == NOBODY and not rule.endswith("melden")

    bare = client.post(address_of(rule))
    forged = client.post(address_of(rule), data={"csrf_token": "x" * 40})

    expected = 302 if is_guarded_by_signing_in else 400
    assert (bare.status_code, forged.status_code) == (expected, expected)


@pytest.mark.parametrize("rule", sorted({rule for _, rule in EXPECTED if "<slug>" in rule}))
def test_a_survey_nobody_knows_is_not_found_by_anybody(county, rule):
    client = somebody(county, ADMIN)
    address = address_of(rule).replace(VALUES["slug"], "gibt-es-nicht")

    responses = [ask(client, method, address) for method, found in EXPECTED if found == rule]

    assert {response.status_code for response in responses} == {404}
