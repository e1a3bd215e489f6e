"""The filled county at a server, made once for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

import config
from tests.browsing import served
from tests.conftest import an_app_with_tables
from tests.corpus import county as filled
from tests.corpus.county import SLUG, SURVEY, County, V
from tests.corpus.visiting import Found, follow
from tests.corpus.witness import Stage, Witness, witness_of
from tests.corpus.worked_out import SHEET

OF_ROLES = {
    "state": ("/verwaltung/landkreise/", f"/ergebnisse/{SLUG}/"),
    "operator": ("/verwaltung/anlage/",),
    "facility": ("/verwaltung/bestand/orte/1",),
}
"""Pages that other roles see."""


@dataclass
class Place:
    """The filled county at a server, and every address links lead to."""

    county: County
    found: Found
    address: str
    stage: Stage


def starts_of(county: County) -> list[str]:
    """Return where people begin, and the pages only scripts or letters lead to."""
    draft = f"{V}/fragebogen/{county.office.key}"
    places = (
        "",
        "?ort=question/care",
        "?ort=page/choosing",
        "?ort=question/live",
        "?ort=list/adults",
    )
    return [
        *(f"{draft}/studio{place}" for place in places),
        *(f"{draft}/{page}" for page in ("", "fassungen", "pruefung", "probieren", "studio/vorschau")),
        *(f"{draft}/studio/{page}" for page in ("freigabe", "hinweise", "kommentare", "verlauf")),
        f"{V}/", f"{SURVEY}/", "/ergebnisse/", f"/ergebnisse/{SLUG}/", f"/ergebnisse/{SLUG}/stimmen",
        f"/f/{SLUG}/", f"/f/{SLUG}/kontakt", f"/f/{SLUG}/widerruf", f"/f/{SLUG}/paket?lang=de",
        f"/f/{SLUG}/app.webmanifest", "/api/v1/", f"{V}/datenschutz/", f"{V}/bestand/orte/1",
        *(f"{SURVEY}-post/{page}" for page in ("", "briefe", "1/stichprobe", "papier")),
        *(f"{SURVEY}/1/{page}" for page in ("themen/wish/erste", "themen/wish/liste/neu")),
        *(f"{SURVEY}/{page}" for page in ("1/sonderauswertungen", "papier", "vor-ort")),
        f"/ergebnisse/{SLUG}-offline/veraenderung", f"{SURVEY}-offline/2/aendern",
        f"{SURVEY}-offline/1/papier/vergleich/{SHEET}", f"{SURVEY}/1/sonderauswertungen/2",
        *county.office.links, *OF_ROLES["state"], *OF_ROLES["operator"],
    ]  # fmt: skip


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = config.load(
        {"SURVEYAPP_INSTANCE": str(tmp_path_factory.mktemp("harm")), "SECRET_KEY": "t" * 64}
    )
    with an_app_with_tables(settings) as app:
        county = filled.fill(app)
        found = follow(county.office, starts_of(county))
        stage = Stage(app.wsgi_app)
        app.wsgi_app = stage  # type: ignore[method-assign]
        with served(app) as address:
            yield Place(county, found, address, stage)


@contextmanager
def tab(
    chromium: Browser, place: Place, role: str = "admin", **options: object
) -> Iterator[Witness]:
    with witness_of(chromium, place.address, **options) as witness:
        cookie = place.county.cookies[role]
        witness.page.context.add_cookies([{**cookie, "url": place.address}])
        yield witness
