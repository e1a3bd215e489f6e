"""The navigation of staff: one line on a phone, all of it where there is room."""

import pytest

from tests.browsing import DESK, PHONE, served
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_app):
    with sqlite_app.app_context():
        an_account(email="p@example.org")
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung"


def inside(new_page, office, **options):
    """Sign in and look at the register of places."""
    page = new_page(**options)
    page.goto(f"{office}/anmelden")
    page.fill("#email", "p@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{office}/")
    page.goto(f"{office}/gebiete/")
    return page


def test_on_a_phone_the_menu_is_one_line_that_keys_unfold_without_scripts(office, new_page):
    page = inside(new_page, office, viewport=PHONE, java_script_enabled=False)
    folded = page.locator(".menu").bounding_box()["height"]
    was_hidden = not page.is_visible(".menu a")

    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_selector(".menu a:has-text('Planungsräume')")
    assert was_hidden
    assert folded < 60
    assert page.inner_text(".menu__here").endswith("Planungsräume")
    assert page.get_attribute(".menu a:has-text('Planungsräume')", "aria-current") == "page"
    assert page.locator(".menu").bounding_box()["height"] < PHONE["height"]


def test_on_a_desk_nothing_is_folded_and_the_doors_stand_on_one_line(office, new_page):
    page = inside(new_page, office, viewport=DESK)

    own = page.locator(".menu >> text=Mein Zugang").bounding_box()
    out = page.locator(".menu button:has-text('Abmelden')").bounding_box()

    assert not page.is_visible(".menu summary")
    assert page.is_visible(".menu >> text=Fragebögen")
    assert (own["y"], own["height"]) == (out["y"], out["height"])
