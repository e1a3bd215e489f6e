"""Every text carries words that would do harm, through every page, and a Chromium bears witness."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser
from flask import Response
from werkzeug.test import TestResponse

import config
from surveyapp.ui import policy
from tests.browsing import served
from tests.conftest import an_app_with_tables
from tests.corpus import county as filled
from tests.corpus.office import Form, Office
from tests.corpus.county import SLUG, SURVEY, County
from tests.corpus.payloads import FORMULAS, PAYLOADS, POLYGLOT, SIGN
from tests.corpus.visiting import Found, follow
from tests.corpus.witness import Witness, witness_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    # Compressing a static file leaves closing it to the reference count, which does it at once.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

V = "/verwaltung"

PHONE = {"width": 360, "height": 740}

HARMLESS_IN_HTML = {7, 8, 10, 11, 12, 13, 20, 26, 27}
"""Payloads that are words to HTML and harm elsewhere: scripts, templates, Markdown, charts."""

PRESS = "() => (document.querySelector('[value=\"add:\"]:only-of-type') ?? document.querySelector('.main')).click()"

ANSWER = """({words, long}) => {
    const seen = new Set();
    for (const field of document.querySelectorAll('main input, main select, main textarea')) {
        const {name, type} = field;
        if (type === 'hidden' || name.endsWith('!refused') || (seen.has(name) && type !== 'text')) continue;
        seen.add(name);
        if (type === 'radio' || type === 'checkbox') field.click();
        else if (field.localName === 'select') field.selectedIndex = 1;
        else if (field.localName === 'textarea') field.value = long;
        else if (type === 'range') field.value = 3;
        else field.value = field.inputMode === 'numeric' ? '1' : field.maxLength > 60 ? words : '123';
        for (const kind of ['input', 'change', 'blur']) field.dispatchEvent(new Event(kind, {bubbles: true}));
    }
    return document.querySelector('.main')?.value === 'send';
}"""
"""Answers everything on a page, with words wherever words are taken; says whether it is the last one."""

OFFLINE = """async () => {
    const said = document.createElement('div');
    document.body.append(said);
    const load = (name) => new Promise((resolve, reject) => {
        const script = Object.assign(document.createElement('script'), {src: name, onload: resolve, onerror: reject});
        document.head.append(script);
    });
    for (const name of ['conditions.js', 'way.js']) if (!globalThis.surveyWay) await load(`/static/${name}`);
    const pack = await (await fetch(`${location.pathname}paket?lang=de`)).json();
    const journal = {};
    let shown = 0;
    const screens = surveyWay.walk(pack, journal, 'abc');
    for (const screen of screens) {
        said.append(surveyWay.show(pack, journal, screen, 'abc', true));
        said.append(surveyWay.progress(pack, journal, screen.key, 'abc').text);
        shown += 1;
    }
    said.append(JSON.stringify(surveyWay.review(pack, journal, 'abc').map((each) => each.title)));
    return shown;
}"""
"""Makes every screen of the questionnaire as a device without network makes it."""

CHARTS = ("bedarf-und-angebot", "wichtig-und-zufrieden", "wer-hat-geantwortet", "alle-fragen")

LEAVE = ("/abmelden", "/passwort")
"""Ends of addresses whose forms would end the visit."""

HOVER = """async () => {
    let hovered = 0;
    for (const figure of document.querySelectorAll('.figure:has(.figure__json)')) {
        figure.querySelector('.figure__frame').scrollIntoView();
        while (!figure.dataset.ready) await new Promise(requestAnimationFrame);
        const plot = figure.querySelector('.figure__plot');
        plot.data.forEach((_, curveNumber) => Plotly.Fx.hover(plot, [{curveNumber, pointNumber: 0}]));
        hovered += 1;
    }
    return hovered;
}"""
"""Draws every figure and hovers over the first point of each of its traces."""


@dataclass
class Place:
    """The filled county at a server, and every address links lead to."""

    county: County
    found: Found
    address: str


def starts_of(county: County) -> list[str]:
    """Return where people begin, and the pages only scripts or letters lead to."""
    draft = f"{V}/fragebogen/{county.office.key}"
    places = ("", "?ort=question/care", "?ort=page/choosing", "?ort=question/live", "?ort=list/adults")
    return [
        *(f"{draft}/studio{place}" for place in places),
        *(f"{draft}/{page}" for page in ("", "fassungen", "pruefung", "probieren", "studio/vorschau")),
        *(f"{draft}/studio/{page}" for page in ("freigabe", "hinweise", "kommentare", "verlauf")),
        f"{V}/", f"{SURVEY}/", "/ergebnisse/", f"/ergebnisse/{SLUG}/", f"/ergebnisse/{SLUG}/stimmen",
        f"/f/{SLUG}/", f"/f/{SLUG}/kontakt", f"/f/{SLUG}/widerruf", "/api/v1/",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = config.load(
        {"SURVEYAPP_INSTANCE": str(tmp_path_factory.mktemp("harm")), "SECRET_KEY": "t" * 64}
    )
    with an_app_with_tables(settings) as app:
        county = filled.fill(app)
        found = follow(county.office, starts_of(county))
        with served(app) as address:
            yield Place(county, found, address)


@contextmanager
def tab(chromium: Browser, place: Place, role: str = "admin", **options: object) -> Iterator[Witness]:
    with witness_of(chromium, place.address, **options) as witness:
        cookie = place.county.cookies[role]
        witness.page.context.add_cookies([{**cookie, "url": place.address}])
        yield witness


def test_every_page_shows_harmful_words_as_words(place, chromium):
    amiss = {}

    with tab(chromium, place) as witness:
        for address in place.found.pages:
            if found := witness.visit(place.address + address):
                amiss[address] = found

    assert dump(amiss) == {}
    assert witness.signs > 5000


def test_other_roles_see_words_as_words_too(place, chromium):
    pages = {
        "state": ("/verwaltung/landkreise/", f"/ergebnisse/{SLUG}/"),
        "operator": ("/verwaltung/anlage/",),
        "facility": ("/verwaltung/",),
    }
    amiss = {}

    for role, addresses in pages.items():
        with tab(chromium, place, role) as witness:
            for address in addresses:
                if found := witness.visit(place.address + address):
                    amiss[address] = found

    assert dump(amiss) == {}


def test_charts_hover_over_harmful_words(place, chromium):
    amiss = {}

    with tab(chromium, place, viewport={"width": 1280, "height": 6000}) as witness:
        for page in CHARTS:
            witness.page.goto(f"{place.address}/ergebnisse/{SLUG}/{page}")
            hovered = witness.page.evaluate(HOVER)
            if found := witness.look():
                amiss[page] = found
            assert hovered > 0, page

    assert dump(amiss) == {}


def test_answers_to_forms_show_what_was_written_as_words(place, chromium):
    office, amiss = place.county.office, {}

    with tab(chromium, place) as witness:
        for form in {rule: form for (rule, _), form in place.found.forms.items()}.values():
            for answer in answers_to(office, form):
                if found := witness.shows(f"{place.address}{form.address.split('?')[0]}?1", answer):
                    amiss[form.address] = found

    assert dump(amiss) == {}


def answers_to(office: Office, form: Form) -> Iterator[TestResponse]:
    """Send a form with words in its fields, then with words in all of them; yield pages with payloads."""
    if form.method != "post" or not form.names - {"csrf_token"} or form.address.endswith(LEAVE):
        return
    for send in (office.send, office.forges):
        answer = send(form)
        assert answer.status_code < 500, form.address
        if answer.mimetype == "text/html" and SIGN.search(answer.text):
            yield answer
        answer.close()


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
        assert is_last

    assert {name: found for name, found in dump(amiss).items() if found} == {}


def test_a_device_without_network_shows_harmful_words_as_words(place, chromium):
    with tab(chromium, place) as witness:
        witness.page.goto(f"{place.address}/f/{SLUG}-offline/?lang=de")

        shown = witness.page.evaluate(OFFLINE)

        assert witness.look() == []
        assert shown > 5


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

    assert dump(formulas) == {}
    assert dump(loose) == {}


def cells_of(mimetype: str, content: bytes) -> Iterator[str]:
    """Yield the cells of a table as a spreadsheet reads them."""
    if mimetype == "text/csv":
        text = content.decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","):
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

    assert silent == {}

def dump(x):
    import json
    open("/tmp/amiss.txt","a").write(json.dumps(x,indent=1,ensure_ascii=False)+"\n")
    return x
