"""Every text carries words that would do harm, through every page, and a Chromium bears witness."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from flask import Response
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from surveyapp.questionnaire import document
from surveyapp.ui import policy
from tests.contracts.permissions import ROWS
from tests.corpus import fields
from tests.corpus.county import SLUG, SURVEY
from tests.corpus.office import Form, Office
from tests.corpus.payloads import FORMULAS, PAYLOADS, POLYGLOT, SHORT, SIGN
from tests.corpus.place import OF_ROLES, Place, tab
from tests.corpus.questionnaire import harmful, places_of_text, places_said
from tests.corpus.witness import script, witness_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    # Compressing a static file leaves closing it to the reference count, which does it at once.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

WAVE = "/verwaltung/befragungen/<slug>/<int:number>"

PHONE = {"width": 360, "height": 740}

SCRIPT = 1
"""The payload that is nothing but a script."""

HARMLESS_IN_HTML = {7, 8, 10, 11, 12, 13, 20, 26, 27}
"""Payloads that are words to HTML and harm elsewhere: scripts, templates, Markdown, charts."""

PRESS = """() => {
    const add = document.querySelector('[value="add:"]:only-of-type');
    (add ?? document.querySelector('.main')).click();
}"""

ANSWER = script("answer")

OFFLINE = script("offline")

ELSEWHERE = {
    # Pictures, scripts, tables and paper: nothing a browser reads as a page.
    *("/bilder/<questionnaire>/<name>", "/piktogramme/<name>.svg", "/static/<path:filename>"),
    *("/f/<slug>/schluessel", "/f/sw.js", "/verwaltung/auftraege/<job>/dateien/<int:file>"),
    f"{WAVE}/papier/<any(a3, a4, karte, karten):paper>.pdf",
    f"{WAVE}/papier/bogen.<any(pdf, json):suffix>",
    # Doors, which show nothing anybody has written.
    *(f"/verwaltung/anmelden{rest}" for rest in ("", "/code", "/landkreis/<county>", "/zurueck")),
    "/verwaltung/bestaetigen",
}
"""Addresses of the table that are not visited here, and why."""

FOR_PEOPLE = {"/api/v1/", "/api/v1/openapi.json"}

JSON = {"application/json", "application/problem+json"}

LOOSE = (
    "() => document.querySelectorAll('body > :not(pre, .json-formatter-container), pre *').length"
)
"""How many elements there are in the document in which Chromium shows JSON, besides what it makes itself."""

CHARTS = ("bedarf-und-angebot", "wichtig-und-zufrieden", "wer-hat-geantwortet", "alle-fragen")

READ = (
    "/protokoll/",
    "/papier",
    "/planung/",
    "/freitexte",
    "/erste",
    "/<language>/",
    "/vorschau",
    "/neu",
)
"""Ends of rules of pages that read what stands behind the question mark."""

LEAVE = re.compile(r"/(abmelden|passwort)$|/einladung/")
"""Addresses whose forms would end the visit."""

HOVER = script("hover")


def test_every_page_shows_harmful_words_as_words(place, chromium):
    amiss = {}

    with tab(chromium, place) as witness:
        for address in place.found.pages:
            if found := witness.visit(place.address + address):
                amiss[address] = found

    assert amiss == {}
    assert witness.signs > 5000


def test_other_roles_see_words_as_words_too(place, chromium):
    amiss = {}

    for role, addresses in OF_ROLES.items():
        with tab(chromium, place, role) as witness:
            for address in addresses:
                if found := witness.visit(place.address + address):
                    amiss[address] = found

    assert amiss == {}


def test_charts_hover_over_harmful_words(place, chromium):
    amiss = {}

    with tab(chromium, place, viewport={"width": 1280, "height": 6000}) as witness:
        for page in CHARTS:
            witness.page.goto(f"{place.address}/ergebnisse/{SLUG}/{page}")
            hovered = witness.page.evaluate(HOVER)
            if found := witness.look():
                amiss[page] = found
            assert hovered > 0, page

    assert amiss == {}


@pytest.fixture(scope="module")
def answers(place: Place) -> list[tuple[str, TestResponse]]:
    """Send every form there is on any page; return the pages that came back with a payload."""
    forms = {rule: form for (rule, _), form in place.found.forms.items()}
    return [
        (form.address.split("?")[0], answer)
        for form in forms.values()
        for answer in answers_to(place.county.office, form)
    ]


def test_answers_to_forms_show_what_was_written_as_words(place, answers, chromium):
    amiss = {}

    with tab(chromium, place) as witness:
        for address, answer in answers:
            staged = place.stage.keep(address, answer)
            if found := witness.visit(f"{place.address}{staged}", is_opened=False):
                amiss[address] = found

    assert amiss == {}


def answers_to(office: Office, form: Form) -> Iterator[TestResponse]:
    """Send a form with words in its fields, then with words in all of them; yield pages with payloads."""
    if form.method != "post" or not form.names - {"csrf_token"} or LEAVE.search(form.address):
        return
    for send in (office.send, office.forges):
        answer = send(form)
        assert answer.status_code < 500, form.address
        answer.direct_passthrough = False
        is_a_page_of_its_own = send == office.forges and answer.history
        if answer.mimetype == "text/html" and SIGN.search(answer.text) and not is_a_page_of_its_own:
            yield answer
        answer.close()


def test_addresses_that_carry_harmful_words_show_them_as_words(place, chromium):
    names = {
        each.split()[-1] for each in fields.read_by_code() if " args " in each or "values" in each
    }
    query = urlencode(dict.fromkeys(names - {"*", "lang"}, SHORT))
    client, amiss = place.county.office.client, {}
    asked = [
        f"{address.split('?')[0]}?{query}"
        for address, rule in place.found.pages.items()
        if rule.endswith(READ)
    ]
    rules = [row.rule for row in ROWS if row.method == "GET" and "<" in row.rule]
    asked += [re.sub("<[^>]*>", quote(SHORT, safe=""), rule) for rule in rules]

    with tab(chromium, place) as witness:
        for address in asked:
            answer = client.get(address, follow_redirects=True)
            assert answer.status_code < 500, address
            if answer.mimetype == "text/html" and "q28:" in answer.text:
                staged = place.stage.keep("/gezeigt", answer)
                amiss[address] = witness.visit(f"{place.address}{staged}", is_opened=False)
            answer.close()

    assert {address: found for address, found in amiss.items() if found} == {}


def test_families_read_and_write_harmful_words(place, chromium):
    amiss = {}

    with tab(chromium, place, viewport=PHONE) as witness:
        page = witness.page
        amiss["start"] = witness.visit(f"{place.address}/f/{SLUG}/?lang=de")
        with page.expect_navigation():
            page.evaluate(PRESS)
        for step in range(20):
            amiss[f"{step} {page.title()}"] = witness.look()
            is_last = page.evaluate(ANSWER, {"words": POLYGLOT, "long": "".join(PAYLOADS.values())})
            amiss[f"{step} answered"] = witness.look()
            with page.expect_navigation():
                page.evaluate(PRESS)
            if is_last:
                break
        amiss["thanks"] = witness.look()
        page.goto(f"{place.address}/f/{SLUG}/kontakt?lang=de")
        page.evaluate(ANSWER, {"words": POLYGLOT, "long": ""})
        amiss["contact"] = witness.look()
        with page.expect_navigation():
            page.evaluate(PRESS)
        amiss["contact thanks"] = witness.look()
        amiss["contacts"] = witness.visit(f"{place.address}{SURVEY}/kontakte")
        assert is_last
        assert POLYGLOT in page.inner_text("main")

    assert {name: found for name, found in amiss.items() if found} == {}


def test_a_device_without_network_shows_harmful_words_as_words(place, chromium):
    with tab(chromium, place) as witness:
        witness.page.goto(f"{place.address}/f/{SLUG}-offline/?lang=de")

        shown = witness.page.evaluate(OFFLINE)

        assert witness.look() == []
        assert shown > 3


def test_files_hold_no_formula_and_no_markup_of_others(place, chromium):
    formulas, loose = {}, {}
    with witness_of(chromium, place.address) as witness:
        for address, (_, mimetype, content) in place.found.files.items():
            if found := [each for each in cells_of(mimetype, content) if each.startswith(FORMULAS)]:
                formulas[address] = found[:3]
            for page in markup_in(mimetype, content):
                witness.page.set_content(page)
                if found := witness.look():
                    loose[address] = found

    assert formulas == {}
    assert loose == {}


def cells_of(mimetype: str, content: bytes) -> Iterator[str]:
    """Yield the cells of a table as a spreadsheet reads them."""
    if mimetype == "text/csv":
        text = content.decode("utf-8-sig")
        for row in csv.reader(
            io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","
        ):
            yield from row
    elif mimetype.endswith("spreadsheetml.sheet"):
        for sheet in load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                yield from (f"={cell.value}" for cell in row if cell.data_type == "f")


def markup_in(mimetype: str, content: bytes) -> Iterator[str]:
    """Yield what a browser would read as a page when the file lies on a disk."""
    if mimetype in {"text/html", "image/svg+xml"}:
        yield content.decode()
    elif mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith((".html", ".svg")):
                    yield archive.read(name).decode()


@pytest.mark.parametrize("is_guarded", [True, False])
def test_the_witness_sees_whatever_is_taken_for_markup(chromium, is_guarded):
    headers = {"content-type": "text/html"}
    headers |= {"content-security-policy": policy.USUAL} if is_guarded else {}
    silent = {}

    with witness_of(chromium, "http://harm.test") as witness:
        for number, words in PAYLOADS.items():
            body = f"<!doctype html><title>x</title><input value=\"{words}\"><p title='{words}'>{words}</p>"
            answer = Response(body, headers=headers)
            found = witness.shows("http://harm.test/", answer)
            if not found and number not in HARMLESS_IN_HTML:
                silent[number] = words
            if number == SCRIPT:
                heard = "policy:" if is_guarded else "ran: 1"
                assert any(each.startswith(heard) for each in found)

    assert silent == {}


def test_every_place_for_words_has_carried_harmful_ones(place, answers):
    """A new column, field or name stands in ``fields.txt``, with ``words`` where it takes any."""
    sent = {name for _, name in place.county.office.sent}
    with place.county.app.app_context():
        found = fields.lines(sent)

    assert fields.missing(found) == []


def test_the_questionnaire_says_something_in_every_place_of_the_model():
    asked = document.parse(harmful())

    assert places_said(asked) == places_of_text()


def test_every_page_of_the_table_was_visited(place):
    rules = {row.rule for row in ROWS if row.method == "GET"}

    programs = {rule for rule in rules if rule.startswith("/api/v1/") and rule not in FOR_PEOPLE}
    assert rules - place.found.rules == ELSEWHERE | programs


def test_answers_for_programs_are_never_read_as_pages(place, chromium):
    values = {
        "<slug>": SLUG,
        "<int:number>": "1",
        "<questionnaire>": "everything",
        "<int:version>": "1",
    }
    program = {"Authorization": f"Bearer {place.county.office.token}"}
    rules = {row.rule for row in ROWS if row.rule.startswith("/api/v1/")} - FOR_PEOPLE
    addresses = [re.sub("<[^>]*>", lambda found: values[found[0]], rule) for rule in sorted(rules)]
    addresses += [
        f"/api/v1/{SHORT}",
        f"/api/v1/surveys?page={SHORT}",
        f"/api/v1/places?type={SHORT}",
    ]
    amiss, signs = {}, 0

    with tab(chromium, place, extra_http_headers=program) as witness:
        witness.is_literal = False  # quotation marks are written as JSON writes them
        for address in addresses:
            answer = witness.page.goto(f"{place.address}{quote(address, safe='/?=')}")
            signs += len(SIGN.findall(answer.text()))
            assert answer.headers["content-type"] in JSON, address
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert witness.page.evaluate(LOOSE) == 0, address
            amiss[address] = witness.look()

    assert {address: found for address, found in amiss.items() if found} == {}
    assert signs > 300
