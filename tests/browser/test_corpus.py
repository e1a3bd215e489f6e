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

import config
from surveyapp.ui import policy
from tests.browsing import served
from tests.conftest import an_app_with_tables
from tests.corpus import county as filled
from tests.corpus.county import SLUG, SURVEY, County
from tests.corpus.payloads import FORMULAS, PAYLOADS, SIGN
from tests.corpus.visiting import Found, follow
from tests.corpus.witness import Witness, witness_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

V = "/verwaltung"


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
