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
from werkzeug.test import TestResponse

import config
from surveyapp.ui import policy
from tests.browsing import served
from tests.conftest import an_app_with_tables
from tests.corpus import county as filled
from tests.corpus.office import Form, Office
from tests.corpus.county import SLUG, SURVEY, County
from tests.corpus.payloads import FORMULAS, PAYLOADS, SIGN
from tests.corpus.visiting import Found, follow
from tests.corpus.witness import Witness, witness_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

V = "/verwaltung"

CHARTS = ("", "bedarf-und-angebot", "wichtig-und-zufrieden", "wer-hat-geantwortet", "alle-fragen")

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

    assert amiss == {}
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


def test_answers_to_forms_show_what_was_written_as_words(place, chromium):
    office, amiss = place.county.office, {}

    with tab(chromium, place) as witness:
        for form in place.found.forms.values():
            for answer in answers_to(office, form):
                if found := witness.shows(f"{place.address}{form.address.split('?')[0]}?1", answer):
                    amiss[form.address] = found

    assert amiss == {}


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
