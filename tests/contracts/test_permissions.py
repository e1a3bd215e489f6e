"""Every address, everybody who may come, and what they get; an address without a line fails."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

import config
from surveyapp.access.roles import Role
from surveyapp.questionnaire import library
from surveyapp.services.keep_draft import keep_draft
from surveyapp.services.trial.pretest import make_link
from surveyapp.storage import audits, releases
from surveyapp.storage.db import MAIN, main_reading, main_store, store_engines
from tests import builders_release as builders
from tests.builders import a_wave
from tests.conftest import an_app_with_tables
from tests.contracts.permissions import PEOPLE, ROWS, expected
from tests.staff_journey import OTHER_COUNTY, a_place, an_account, keep_session, token_on
from tests.stores import Kept

VALUES = {
    "<release_form>": "json",
    "<county>": "16065",
    "<secret>": "gibt-es-nicht",
    "<passkey>": "gibt-es-nicht",
    "<session>": "00" * 32,
    "<invitation>": "gibt-es-nicht",
    "<person>": "gibt-es-nicht",
    "<slug>": "familien",
    "<int:number>": "1",
    "<int:release>": "1",
    "<int:special>": "1",
    "<code>": "kita",
    "<any(bestand, angebote):table>": "bestand",
    "<path:filename>": "staff.css",
    "<questionnaire>": "familie",
    "<name>": "kita.svg",
    "<kind>": "rangliste",
    "<any(csv, svg, xlsx):suffix>": "csv",
    "<any(html, pdf, docx):suffix>": "pdf",
    "<any(pdf, json):suffix>": "json",
    "<any(a3, a4, karte, karten):paper>": "karte",
    "<any(kiosk, begleitet):place>": "kiosk",
    "<any(erste, zweite):look>": "erste",
    "<any(erste, zweite, abweichungen):look>": "erste",
    "<any(anonymitaet, datenschutz, 'datenschutz-leicht'):document>": "datenschutz",
    "<wish>": "00" * 16,
    "<text>": "00" * 16,
    "<key>": "thekiz.1.0",
    "<language>": "en",
    "<any(xlsx, xlf, po):suffix>": "xlsx",
    "<rule>": "Q007",
    "<form>": "yaml",
    "<document>": "anonymitaet",
    "<question>": "wish",
    "<theme>": "care",
    "<int:times>": "1",
    "<scenario>": "gibt-es-nicht",
    "<measure>": "gibt-es-nicht",
    "<int:place>": "1",
    "<int:sheet>": "1",
    "<access>": "gibt-es-nicht",
    "<job>": "gibt-es-nicht",
    "<link>": "gibt-es-nicht",
    "<int:file>": "0",
    "<int:export>": "1",
    "<int:version>": "1",
}
SIGN_IN = "/verwaltung/anmelden"
DOORS = (SIGN_IN, "/verwaltung/abmelden", "/verwaltung/einladung/", "/verwaltung/probe/")
"""What begins with these is there for people who are not signed in."""
OF_STAFF = [row for row in ROWS if row.rule.startswith("/verwaltung/")]
TRIED = "/verwaltung/probe/<secret>"
"""What testers send by a link: no session stands behind it, so there is nothing to forge."""
CHANGES = [row for row in OF_STAFF if row.method == "POST" and row.rule != TRIED]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An open survey whose first wave has results not yet public, and one person of each role."""
    folder = tmp_path_factory.mktemp("county")
    settings = config.load({"SURVEYAPP_INSTANCE": str(folder), "SECRET_KEY": "t" * 64})
    with an_app_with_tables(settings) as app:
        with app.app_context():
            a_released_wave("familien")
            a_released_wave("unser-haus", place_id=a_place().id)
            a_released_wave("haus-nebenan", place_id=a_place(key="kita-2").id)
            text = library.path_of("thekiz", 1).read_text(encoding="utf-8")
            day = date(2026, 6, 1)
            draft = keep_draft(main_store(), OTHER_COUNTY, text, today=day).id
            link = make_link(
                main_store(), OTHER_COUNTY, f"entwurf.{draft}", "", today=day, until=day
            ).id
            accounts = {
                person: an_account(OTHER_COUNTY if who[1] else builders.COUNTY, who[0]).id
                for person, who in PEOPLE.items()
                if who is not None
            }
        yield Kept(app, tmp_path_factory.mktemp("kept")), accounts, (draft, link)


def a_released_wave(slug, place_id=None):
    """Add an open survey with results not yet public, of the county or of one facility."""
    wave = a_wave(slug=slug)
    wave.survey.place_id = place_id
    release = releases.start(main_store(), wave.id, date(2026, 6, 9))
    releases.finish(main_store(), release, *builders.release(), {}, is_public=False)


@pytest.fixture
def county(kept):
    """The application with its stores as they were before any test changed them."""
    return kept[0].put_back()


class Visitor:
    """A person at a browser, who asks for addresses of the table."""

    def __init__(self, app, account):
        self.client, self._token = app.test_client(), ""
        if account is not None:
            keep_session(self.client, account)

    @property
    def token(self):
        """The token a page of ours carries; every one of a session fits."""
        starts = (SIGN_IN, "/verwaltung/landkreise/")
        while not self._token:
            page = self.client.get(starts[0], follow_redirects=True).text
            self._token = token_on(page) if "csrf_token" in page else ""
            starts = starts[1:]
        return self._token

    def ask(self, row, address):
        if row.method == "GET":
            response = self.client.get(address)
        else:
            form = {"csrf_token": self.token, "file": (BytesIO(b""), "")}
            response = self.client.post(address, data=form)
        response.close()
        return response


@pytest.fixture
def visitor(kept):
    """Return a function that sends a person of the table to the application as it is now."""
    return lambda app, person: Visitor(app, kept[1].get(person))


def address_of(row, **others):
    address = row.rule
    for name, value in {**VALUES, **others}.items():
        address = address.replace(name, value)
    return address


def contents(app):
    """Return a mark of everything that stands in the stores."""
    with app.app_context():
        engines = store_engines()
        files = [Path(each.url.database) for each in (engines.pop(MAIN), *engines.values())]
    mark = hashlib.sha256()
    for file in files:
        connection = sqlite3.connect(file)
        if (
            file == files[0]
        ):  # a minute may turn meanwhile, and a session says when it was last seen
            connection.execute("UPDATE staff_session SET seen = began")
        for line in connection.iterdump():
            mark.update(line.encode())
        connection.rollback()
        connection.close()
    return mark.hexdigest()


def noted(app):
    """Return how many deeds stand in the audit log."""
    with app.app_context(), main_reading() as session:
        return audits.count(session, ())


def test_every_address_has_a_line(county):
    rules = sorted(
        (method, rule.rule)
        for rule in county.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    )

    assert rules == sorted((row.method, row.rule) for row in ROWS)


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_not_is_refused_everywhere_and_changes_nothing(county, visitor, person):
    refused = [row for row in ROWS if expected(row, person) in {302, 403, 404}]
    refused = [row for row in refused if not _is_allowed(row, person)]
    somebody, before = visitor(county, person), contents(county)

    found = {row: somebody.ask(row, address_of(row)) for row in refused}

    wrong = {
        row: r.status_code for row, r in found.items() if r.status_code != expected(row, person)
    }
    assert wrong == {}
    assert {r.location for r in found.values() if r.status_code == 302} <= {SIGN_IN}
    assert contents(county) == before


def _is_allowed(row, person):
    who = PEOPLE[person]
    if who is None:
        return row.nobody != 302 or row.needs == "everybody"
    is_elsewhere = who[1] or row.is_of_another(who[0])
    return row.is_for(who[0]) and not (is_elsewhere and row.foreign == 404)


@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_gets_what_the_table_says(kept, county, visitor, person):
    allowed = [row for row in ROWS if _is_allowed(row, person)]
    somebody, wrong = visitor(county, person), {}

    for row in allowed:
        response = somebody.ask(row, address_of(row))
        if response.status_code != expected(row, person):
            wrong[row] = response.status_code
        if row.method == "POST" and response.status_code in {400, 404, 415, 422}:
            assert noted(county) == 0, row
        elif row.method == "POST" or noted(county):
            somebody = visitor(kept[0].put_back(), person)

    assert wrong == {}


@pytest.mark.parametrize("person", ["nobody", "own admin", "own translator", "foreign admin"])
def test_a_draft_is_there_for_its_own_county_only(kept, county, visitor, person):
    rows = [row for row in OF_STAFF if "<key>" in row.rule]
    draft, link = kept[2]
    names, wrong = {"<key>": f"entwurf.{draft}", "<link>": link}, {}

    for row in rows:
        somebody = visitor(kept[0].put_back(), person)
        status = somebody.ask(row, address_of(row, **names)).status_code
        is_fine = status == (404 if person == "own admin" else expected(row, person))
        if person == "foreign admin":  # the draft is theirs
            is_fine = status < 400 or status in {400, 422}
        if not is_fine:
            wrong[row] = status

    assert wrong == {}


@pytest.mark.parametrize("person", ["nobody", "own admin", "own council"])
def test_nothing_changes_without_the_token_of_our_own_page(county, visitor, person):
    client, before, wrong = visitor(county, person).client, contents(county), {}

    for row in CHANGES:
        is_guarded_by_signing_in = person == "nobody" and not row.rule.startswith(DOORS)
        bare = client.post(address_of(row))
        forged = client.post(address_of(row), data={"csrf_token": "x" * 40})
        usual = 302 if is_guarded_by_signing_in else 400
        if (bare.status_code, forged.status_code) != (usual, usual):
            wrong[row] = (bare.status_code, forged.status_code)

    assert wrong == {}
    assert contents(county) == before


def test_a_survey_nobody_knows_is_not_found_by_anybody(county, visitor):
    somebody = visitor(county, "own admin")
    rows = [row for row in ROWS if "<slug>" in row.rule and not row.rule.startswith("/api/")]

    found = {
        row: somebody.ask(row, address_of(row, **{"<slug>": "gibt-es-nicht"})).status_code
        for row in rows
    }

    assert set(found.values()) == {404}


def test_a_facility_sees_its_own_survey_and_of_any_other_nothing(county, visitor):
    rows = [row for row in ROWS if "<slug>" in row.rule and row.needs != "everybody"]
    follows = [row for row in rows if row.is_for(Role.FACILITY)]
    reads = [row for row in rows if row.needs == "read_released"]
    somebody = visitor(county, "own facility")

    def found(slug, asked):
        return {
            row: somebody.ask(row, address_of(row, **{"<slug>": slug})).status_code for row in asked
        }

    assert len(follows) == 4
    assert set(found("unser-haus", follows + reads).values()) == {200}
    assert set(found("haus-nebenan", follows + reads).values()) == {404}
    rest = [row for row in rows if row not in follows + reads]
    assert set(found("unser-haus", rest).values()) <= {403, 404}
    assert found("unser-haus", rest) == found("haus-nebenan", rest)


def test_the_state_reads_what_another_county_released_and_nothing_else_of_it(county, visitor, kept):
    with county.app_context():
        account = an_account(OTHER_COUNTY, Role.STATE).id
    somebody = Visitor(county, account)
    there = [row for row in ROWS if "<slug>" in row.rule and row.nobody in {302, 404}]

    found = {row: somebody.ask(row, address_of(row)).status_code for row in there}

    reads = {row for row, status in found.items() if status == 200}
    assert reads == {
        row for row in there if row.needs in {"read_released", "export"} and row.own == 200
    }
    assert {status for row, status in found.items() if row not in reads} <= {403, 404}
