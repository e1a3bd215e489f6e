"""Every address, everybody who may come, and what they get; an address without a row fails."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest

import config
from surveyapp.questionnaire import library
from surveyapp.services.keep_draft import keep_draft
from surveyapp.storage import releases
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.builders import a_wave
from tests.conftest import an_app_with_tables
from tests.staff_journey import OTHER_COUNTY, an_account, keep_session, token_on
from tests.stores import Kept

NOBODY, PLANNER, ADMIN, FOREIGN = "nobody", "planner", "admin", "foreign admin"
PEOPLE = (NOBODY, PLANNER, ADMIN, FOREIGN)
VALUES = {
    "slug": "familien",
    "number": "1",
    "release": "1",
    "special": "1",
    "code": "kita",
    "table": "bestand",
    "filename": "staff.css",
    "questionnaire": "familie",
    "name": "kita.svg",
    "kind": "rangliste",
    "suffix": "csv",
    "wish": "00" * 16,
    "text": "00" * 16,
    "key": "thekiz.1.0",
    "rule": "Q007",
    "form": "yaml",
    "document": "anonymitaet",
    "question": "wish",
    "theme": "care",
    "times": "1",
    "scenario": "gibt-es-nicht",
    "place": "kiosk",
    "sheet": "1",
    "measure": "gibt-es-nicht",
    "county": "16065",
    "secret": "gibt-es-nicht",
    "passkey": "gibt-es-nicht",
    "session": "00" * 32,
    "invitation": "gibt-es-nicht",
    "person": "gibt-es-nicht",
}
SIGN_IN = "/verwaltung/anmelden"
DOORS = (SIGN_IN, "/verwaltung/abmelden", "/verwaltung/einladung/")
"""What begins with these is there for people who are not signed in."""
WEIGHTING = "/verwaltung/befragungen/<slug>/<int:number>/gewichtung"
PAPER = "/verwaltung/befragungen/<slug>/<int:number>/papier"

EVERYBODY = (200, 200, 200, 200)
RESULTS = (404, 200, 200, 404)
STAFF = (302, 200, 200, 200)

EXPECTED = {
    ("GET", "/static/<path:filename>"): EVERYBODY,
    ("GET", "/"): EVERYBODY,
    ("GET", "/bilder/<questionnaire>/<name>"): (404, 404, 404, 404),
    ("GET", "/piktogramme/<name>.svg"): (404, 404, 404, 404),
    ("GET", "/f/<slug>/"): EVERYBODY,
    ("GET", "/f/<slug>/<any(kiosk, begleitet):place>"): EVERYBODY,
    ("GET", "/f/<slug>/fortsetzen"): EVERYBODY,
    ("POST", "/f/<slug>/"): (422, 422, 422, 422),
    (
        "GET",
        "/f/<slug>/<any(anonymitaet, datenschutz, 'datenschutz-leicht'):document>",
    ): EVERYBODY,
    ("GET", "/f/<slug>/beratung"): EVERYBODY,
    ("GET", "/barrierefreiheit"): EVERYBODY,
    ("GET", "/f/sw.js"): EVERYBODY,
    ("GET", "/f/<slug>/ohne-netz"): EVERYBODY,
    ("GET", "/f/<slug>/paket"): EVERYBODY,
    ("POST", "/f/<slug>/nachreichen"): (400, 400, 400, 400),
    ("GET", "/f/<slug>/app.webmanifest"): EVERYBODY,
    ("GET", "/f/<slug>/kontakt"): EVERYBODY,
    ("POST", "/f/<slug>/kontakt"): (422, 422, 422, 422),
    ("GET", "/f/<slug>/schluessel"): EVERYBODY,
    ("POST", "/f/<slug>/code"): (415, 415, 415, 415),
    ("POST", "/f/<slug>/ticket"): (415, 415, 415, 415),
    ("GET", "/f/<slug>/widerruf"): EVERYBODY,
    ("POST", "/f/<slug>/widerruf"): (422, 422, 422, 422),
    ("GET", "/ergebnisse/"): EVERYBODY,
    ("GET", "/ergebnisse/<slug>/"): RESULTS,
    ("GET", "/ergebnisse/<slug>/familien"): EVERYBODY,
    ("GET", "/ergebnisse/<slug>/bedarf-und-angebot"): RESULTS,
    ("GET", "/ergebnisse/<slug>/angebot"): RESULTS,
    ("GET", "/ergebnisse/<slug>/bekannt-und-genutzt"): RESULTS,
    ("GET", "/ergebnisse/<slug>/wichtig-und-zufrieden"): RESULTS,
    ("GET", "/ergebnisse/<slug>/praeventionskette"): RESULTS,
    ("GET", "/ergebnisse/<slug>/wer-hat-geantwortet"): RESULTS,
    ("GET", "/ergebnisse/<slug>/alle-fragen"): RESULTS,
    ("GET", "/ergebnisse/<slug>/stimmen"): (404, 404, 404, 404),
    ("GET", "/ergebnisse/<slug>/veraenderung"): (404, 404, 404, 404),
    ("GET", "/ergebnisse/<slug>/abbildung/<kind>.<any(csv, svg, xlsx):suffix>"): RESULTS,
    ("GET", "/verwaltung/anmelden"): (200, 302, 302, 302),
    ("POST", "/verwaltung/anmelden"): (422, 302, 302, 302),
    ("POST", "/verwaltung/abmelden"): (302, 302, 302, 302),
    ("GET", "/verwaltung/anmelden/code"): (302, 302, 302, 302),
    ("POST", "/verwaltung/anmelden/code"): (302, 302, 302, 302),
    ("POST", "/verwaltung/anmelden/passkey"): (302, 302, 302, 302),
    ("POST", "/verwaltung/anmelden/passkey/frage"): EVERYBODY,
    ("GET", "/verwaltung/anmelden/landkreis/<county>"): (404, 404, 404, 404),
    ("GET", "/verwaltung/anmelden/zurueck"): (302, 302, 302, 302),
    ("GET", "/verwaltung/einladung/<secret>"): (404, 404, 404, 404),
    ("POST", "/verwaltung/einladung/<secret>"): (404, 404, 404, 404),
    ("POST", "/verwaltung/einladung/<secret>/passkey"): (404, 404, 404, 404),
    ("POST", "/verwaltung/einladung/<secret>/passkey/frage"): (404, 404, 404, 404),
    ("GET", "/verwaltung/bestaetigen"): (302, 302, 302, 302),
    ("POST", "/verwaltung/bestaetigen"): (302, 422, 422, 422),
    ("POST", "/verwaltung/bestaetigen/frage"): STAFF,
    ("GET", "/verwaltung/zugang/"): STAFF,
    ("POST", "/verwaltung/zugang/name"): (302, 422, 422, 422),
    ("GET", "/verwaltung/zugang/passwort"): STAFF,
    ("POST", "/verwaltung/zugang/passwort"): (302, 422, 422, 422),
    ("GET", "/verwaltung/zugang/passkey"): STAFF,
    ("POST", "/verwaltung/zugang/passkey"): (302, 302, 302, 302),
    ("POST", "/verwaltung/zugang/passkey/frage"): STAFF,
    ("POST", "/verwaltung/zugang/passkey/<passkey>/entfernen"): (302, 302, 302, 302),
    ("GET", "/verwaltung/zugang/app"): STAFF,
    ("POST", "/verwaltung/zugang/app"): (302, 422, 422, 422),
    ("POST", "/verwaltung/zugang/app/entfernen"): (302, 302, 302, 302),
    ("POST", "/verwaltung/zugang/ersatzcodes"): (302, 302, 302, 302),
    ("POST", "/verwaltung/zugang/ersatzcodes.txt"): (302, 404, 404, 404),
    ("POST", "/verwaltung/zugang/geraete/abmelden"): (302, 302, 302, 302),
    ("POST", "/verwaltung/zugang/geraete/<session>/abmelden"): (302, 302, 302, 302),
    ("GET", "/verwaltung/zugaenge/"): (302, 403, 200, 200),
    ("GET", "/verwaltung/zugaenge/einladen"): (302, 403, 200, 200),
    ("POST", "/verwaltung/zugaenge/einladen"): (302, 403, 422, 422),
    ("POST", "/verwaltung/zugaenge/einladungen/<invitation>/zuruecknehmen"): (302, 403, 302, 302),
    ("GET", "/verwaltung/zugaenge/<person>/"): (302, 403, 404, 404),
    ("POST", "/verwaltung/zugaenge/<person>/"): (302, 403, 404, 404),
    ("POST", "/verwaltung/zugaenge/<person>/sperren"): (302, 403, 404, 404),
    ("POST", "/verwaltung/zugaenge/<person>/oeffnen"): (302, 403, 404, 404),
    ("POST", "/verwaltung/zugaenge/<person>/abmelden"): (302, 403, 404, 404),
    ("POST", "/verwaltung/zugaenge/<person>/neu-einladen"): (302, 403, 404, 404),
    ("GET", "/verwaltung/"): STAFF,
    ("GET", "/verwaltung/befragungen/<slug>/"): (302, 200, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/vor-ort"): (302, 200, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/kontakte"): (302, 403, 200, 404),
    ("POST", "/verwaltung/befragungen/<slug>/kontakte/<wish>/loeschen"): (302, 403, 302, 404),
    ("GET", "/verwaltung/befragungen/<slug>/unterlagen"): (302, 403, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/unterlagen.zip"): (302, 403, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/unterlagen/<document>"): (302, 403, 200, 404),
    (
        "GET",
        "/verwaltung/befragungen/<slug>/unterlagen/<document>.<any(html, pdf, docx):suffix>",
    ): (302, 403, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/briefe"): (302, 403, 200, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/briefe"): (302, 403, 422, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/briefe/sperren"): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/briefe/alle-sperren"): (
        302,
        403,
        302,
        404,
    ),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/briefe/erinnern"): (302, 403, 302, 404),
    ("GET", "/verwaltung/befragungen/<slug>/papier"): (302, 200, 200, 404),
    ("GET", f"{PAPER}/bogen.<any(pdf, json):suffix>"): (302, 200, 200, 404),
    ("GET", f"{PAPER}/<any(a3, a4, karte, karten):paper>.pdf"): (302, 200, 200, 404),
    ("POST", f"{PAPER}/eingeben"): (302, 422, 422, 404),
    ("POST", f"{PAPER}/eingeben/bogen"): (302, 400, 400, 404),
    ("GET", f"{PAPER}/vergleich/<int:sheet>"): (302, 302, 302, 404),
    ("POST", f"{PAPER}/vergleich/<int:sheet>"): (302, 302, 302, 404),
    ("POST", f"{PAPER}/vergleich/<int:sheet>/bogen"): (302, 302, 302, 404),
    ("POST", f"{PAPER}/vergleich/<int:sheet>/verwerfen"): (302, 302, 302, 404),
    ("GET", "/verwaltung/befragungen/<slug>/loeschplan"): (302, 403, 200, 404),
    ("POST", "/verwaltung/befragungen/<slug>/loeschplan"): (302, 403, 422, 404),
    ("GET", "/verwaltung/befragungen/<slug>/freitexte"): (302, 403, 200, 404),
    (
        "POST",
        "/verwaltung/befragungen/<slug>/<int:number>/freitexte/<text>/freigeben",
    ): (302, 403, 302, 404),
    (
        "POST",
        "/verwaltung/befragungen/<slug>/<int:number>/freitexte/<text>/zuruecknehmen",
    ): (302, 403, 302, 404),
    ("GET", WEIGHTING): (302, 200, 200, 404),
    ("POST", f"{WEIGHTING}/entscheiden"): (302, 302, 302, 404),
    ("POST", f"{WEIGHTING}/neu-entscheiden"): (302, 302, 302, 404),
    ("POST", f"{WEIGHTING}/auswahl"): (302, 422, 422, 404),
    ("POST", f"{WEIGHTING}/einlesen"): (302, 422, 422, 404),
    ("POST", f"{WEIGHTING}/zuruecknehmen"): (302, 302, 302, 404),
    ("GET", f"{WEIGHTING}/randzahlen.csv"): (302, 200, 200, 404),
    ("GET", "/verwaltung/befragungen/<slug>/<int:number>/themen"): (302, 403, 200, 404),
    (
        "POST",
        "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/<any(erste, zweite):look>/beginnen",
    ): (302, 403, 404, 404),
    (
        "GET",
        (
            "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/"
            "<any(erste, zweite, abweichungen):look>"
        ),
    ): (302, 403, 404, 404),
    (
        "POST",
        (
            "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/"
            "<any(erste, zweite, abweichungen):look>"
        ),
    ): (302, 403, 404, 404),
    ("GET", "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste"): (
        302,
        403,
        200,
        404,
    ),
    ("GET", "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>"): (
        302,
        403,
        200,
        404,
    ),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>"): (
        302,
        403,
        422,
        404,
    ),
    (
        "POST",
        "/verwaltung/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>/loeschen",
    ): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/oeffnen"): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/schliessen"): (302, 403, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/berechnen"): (302, 302, 302, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/zeigen"): (302, 302, 302, 404),
    ("GET", "/verwaltung/befragungen/<slug>/<int:number>/freigaben"): (302, 200, 200, 404),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/freigaben/<int:release>/ohne"): (
        302,
        302,
        302,
        404,
    ),
    ("GET", "/verwaltung/befragungen/<slug>/<int:number>/sonderauswertungen"): (
        302,
        200,
        200,
        404,
    ),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/sonderauswertungen"): (
        302,
        422,
        422,
        404,
    ),
    ("GET", "/verwaltung/befragungen/<slug>/<int:number>/sonderauswertungen/<int:special>"): (
        302,
        404,
        404,
        404,
    ),
    ("POST", "/verwaltung/befragungen/<slug>/<int:number>/verbergen"): (302, 302, 302, 404),
    ("GET", "/verwaltung/bestand/"): STAFF,
    ("POST", "/verwaltung/bestand/einlesen"): (302, 422, 422, 422),
    ("GET", "/verwaltung/bestand/vorlage/<any(bestand, angebote):table>.csv"): STAFF,
    ("GET", "/verwaltung/bestand/arten/<code>"): STAFF,
    ("POST", "/verwaltung/bestand/arten/<code>"): (302, 422, 422, 422),
    ("GET", "/verwaltung/bestand/fahrzeiten/"): STAFF,
    ("POST", "/verwaltung/bestand/fahrzeiten/einlesen"): (302, 422, 422, 422),
    ("GET", "/verwaltung/bestand/fahrzeiten/vorlage.csv"): STAFF,
    ("GET", "/verwaltung/bestand/fahrzeiten/rasterzellen.csv"): STAFF,
    ("POST", "/verwaltung/bestand/fahrzeiten/<int:times>/loeschen"): (302, 302, 302, 302),
    ("GET", "/verwaltung/gebiete/"): STAFF,
    ("POST", "/verwaltung/gebiete/einlesen"): (302, 422, 422, 422),
    ("GET", "/verwaltung/gebiete/vorlage.csv"): STAFF,
    ("GET", "/verwaltung/planung/"): STAFF,
    ("POST", "/verwaltung/planung/gewichte"): (302, 422, 422, 422),
    ("GET", "/verwaltung/planung/szenarien/"): STAFF,
    ("POST", "/verwaltung/planung/szenarien/"): (302, 422, 422, 422),
    ("GET", "/verwaltung/planung/szenarien/<scenario>/"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/szenarien/<scenario>/aendern"): (302, 404, 404, 404),
    ("GET", "/verwaltung/planung/szenarien/<scenario>/standorte"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/szenarien/<scenario>/uebernehmen"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/szenarien/<scenario>/<int:number>/zuruecknehmen"): (
        302,
        404,
        404,
        404,
    ),
    ("POST", "/verwaltung/planung/szenarien/<scenario>/loeschen"): (302, 302, 302, 302),
    ("GET", "/verwaltung/planung/massnahmen/"): STAFF,
    ("GET", "/verwaltung/planung/massnahmen/neu"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/massnahmen/neu"): (302, 404, 404, 404),
    ("GET", "/verwaltung/planung/massnahmen/<measure>/"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/massnahmen/<measure>/aendern"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/massnahmen/<measure>/beschluss"): (302, 404, 404, 404),
    ("GET", "/verwaltung/planung/massnahmen/<measure>/sprachen"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/massnahmen/<measure>/sprachen"): (302, 404, 404, 404),
    ("POST", "/verwaltung/planung/massnahmen/<measure>/loeschen"): (302, 404, 404, 404),
    ("GET", "/verwaltung/fragebogen/"): STAFF,
    ("GET", "/verwaltung/fragebogen/einlesen"): STAFF,
    ("POST", "/verwaltung/fragebogen/einlesen"): (302, 422, 422, 422),
    ("POST", "/verwaltung/fragebogen/einlesen/behalten"): (302, 302, 302, 302),
    ("POST", "/verwaltung/fragebogen/einlesen/laden"): (302, 302, 302, 302),
    ("GET", "/verwaltung/fragebogen/regeln/"): STAFF,
    ("GET", "/verwaltung/fragebogen/regeln/<rule>"): STAFF,
    ("GET", "/verwaltung/fragebogen/<key>/"): STAFF,
    ("GET", "/verwaltung/fragebogen/<key>/pruefung"): STAFF,
    ("GET", "/verwaltung/fragebogen/<key>/fassungen"): STAFF,
    ("POST", "/verwaltung/fragebogen/<key>/veroeffentlichen"): (302, 403, 302, 302),
    ("GET", "/verwaltung/fragebogen/<key>/probieren"): STAFF,
    ("POST", "/verwaltung/fragebogen/<key>/probieren"): STAFF,
    ("GET", "/verwaltung/fragebogen/<key>/ausgabe/<form>"): STAFF,
    ("POST", "/verwaltung/fragebogen/<key>/loeschen"): (302, 302, 302, 302),
}
"""Method and rule to the status that nobody, a planner, an admin and a foreign admin get.

Not signed in, staff addresses lead to the sign-in page; what belongs to another county does not
exist. A staff page that names no survey shows everybody the own county.
"""

OF_A_DRAFT = {
    key: ((302, 404, 404, 200) if key[0] == "GET" else (302, 404, 404, 302))
    for key in EXPECTED
    if "<key>" in key[1]
} | {
    ("POST", "/verwaltung/fragebogen/<key>/veroeffentlichen"): (302, 403, 404, 302),
    ("POST", "/verwaltung/fragebogen/<key>/probieren"): (302, 404, 404, 200),
}
"""What everybody gets of a draft that the foreign admin's county keeps."""

CHANGES = [key for key in EXPECTED if key[0] == "POST" and key[1].startswith("/verwaltung/")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An open survey whose first wave has results not yet public, and three who may sign in."""
    folder = tmp_path_factory.mktemp("county")
    settings = config.load({"SURVEYAPP_INSTANCE": str(folder), "SECRET_KEY": "t" * 64})
    with an_app_with_tables(settings) as app:
        with app.app_context():
            wave = a_wave(slug=VALUES["slug"])
            release = releases.start(main_store(), wave.id, date(2026, 6, 9))
            releases.finish(main_store(), release, *builders.release(), {}, is_public=False)
            main_store().commit()
            accounts = {
                person: an_account(
                    OTHER_COUNTY if person == FOREIGN else builders.COUNTY,
                    "planner" if person == PLANNER else "admin",
                ).id
                for person in (PLANNER, ADMIN, FOREIGN)
            }
        yield Kept(app, tmp_path_factory.mktemp("kept")), accounts


@pytest.fixture
def county(kept):
    """The application with its stores as they were before any test changed them."""
    return kept[0].put_back()


@pytest.fixture
def somebody(county, kept):
    """Return a function that gives the client of a person."""

    def client_of(person):
        client = county.test_client()
        if person != NOBODY:
            keep_session(client, kept[1][person])
        return client

    return client_of


def address_of(rule):
    for name, value in VALUES.items():
        for written in (f"<{name}>", f"<path:{name}>", f"<int:{name}>"):
            rule = rule.replace(written, value)
    rule = rule.replace("<any(csv, svg, xlsx):suffix>", VALUES["suffix"])
    rule = rule.replace("<any(kiosk, begleitet):place>", VALUES["place"])
    rule = rule.replace("<any(html, pdf, docx):suffix>", "pdf")
    rule = rule.replace("<any(pdf, json):suffix>", "json")
    rule = rule.replace("<any(a3, a4, karte, karten):paper>", "karte")
    for looks in ("erste, zweite", "erste, zweite, abweichungen"):
        rule = rule.replace(f"<any({looks}):look>", "erste")
    rule = rule.replace(
        "<any(anonymitaet, datenschutz, 'datenschutz-leicht'):document>", "datenschutz"
    )
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
def test_everybody_gets_what_the_table_says(somebody, method, rule, person):
    client = somebody(person)

    response = ask(client, method, rule)
    response.close()

    assert response.status_code == EXPECTED[method, rule][PEOPLE.index(person)]
    if response.status_code == 302 and person == NOBODY:
        assert response.location == SIGN_IN


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(("method", "rule"), OF_A_DRAFT)
def test_a_draft_is_there_for_its_own_county_only(county, somebody, method, rule, person):
    with county.app_context():
        text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
        draft = keep_draft(main_store(), OTHER_COUNTY, text, today=date(2026, 6, 1))
        address = rule.replace("<key>", f"entwurf.{draft.id}")
    client = somebody(person)

    response = ask(client, method, address)
    response.close()

    assert response.status_code == OF_A_DRAFT[method, rule][PEOPLE.index(person)]


@pytest.mark.parametrize("person", [NOBODY, PLANNER, ADMIN])
@pytest.mark.parametrize(("method", "rule"), CHANGES)
def test_nothing_changes_without_the_token_of_our_own_page(somebody, method, rule, person):
    client = somebody(person)
    is_guarded_by_signing_in = person == NOBODY and not rule.startswith(DOORS)

    bare = client.post(address_of(rule))
    forged = client.post(address_of(rule), data={"csrf_token": "x" * 40})

    expected = 302 if is_guarded_by_signing_in else 400
    assert (bare.status_code, forged.status_code) == (expected, expected)


@pytest.mark.parametrize("rule", sorted({rule for _, rule in EXPECTED if "<slug>" in rule}))
def test_a_survey_nobody_knows_is_not_found_by_anybody(somebody, rule):
    client = somebody(ADMIN)
    address = address_of(rule).replace(VALUES["slug"], "gibt-es-nicht")

    responses = [ask(client, method, address) for method, found in EXPECTED if found == rule]

    assert {response.status_code for response in responses} == {404}
