"""Planning in a real Chromium: a tap on the map chooses the place, and the page shows who gains."""

import pytest

from surveyapp.services import load_stock
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.browsing import DESK, PHONE, press, seen, served, watched
from tests.staff_journey import COUNTY, PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_app):
    """A county with a stock and results; gives the address of its staff part."""
    with sqlite_app.app_context():
        an_account(email="p@example.org", role="planner")
        load_stock.load_example(main_store(), COUNTY)
        builders.publish(main_store(), builders.release(), is_public=False)
        main_store().commit()
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung"


@pytest.mark.parametrize("look", [PHONE, DESK], ids=["phone", "desk"])
def test_planner_weighs_needs_and_tries_out_a_place_on_the_map(office, new_page, look):
    page = new_page(viewport=look)
    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    press(page, "main button")
    watch = watched(page, office)
    name = f"planung-{look['width']}"

    page.goto(f"{office}/planung/")
    seen(page, f"{name}-bedarf", "light")
    page.click("text=Was wäre, wenn")
    page.fill("#name", "Neuer Spielplatz")
    page.select_option("#kind", "playground")
    press(page, "text=Szenario anlegen")
    square = page.locator(".plan__square--far").first
    spot = square.get_attribute("data-spot")
    square.click(force=True)
    chosen = page.input_value("#spot")
    press(page, "text=Ändern und rechnen")

    assert chosen == spot
    assert page.locator(".change").count() == 1
    assert page.locator(f'[data-spot="{spot}"].plan__square--gained').count() == 1
    seen(page, f"{name}-szenario", "light")
    assert (watch.console, watch.foreign) == ([], [])
