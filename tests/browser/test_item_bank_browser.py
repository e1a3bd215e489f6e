"""A designer finds an item in the bank, takes it into a draft, changes it, and is told what is lost."""

import pytest

from tests.browsing import DESK, inspect_everywhere, served, watched
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = "Wie zufrieden sind Sie mit Ihrer Wohnung oder Ihrem Haus?"


@pytest.fixture
def office(sqlite_app):
    """Somebody of a county at a server."""
    with sqlite_app.app_context():
        an_account(email="petra@example.org")
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung"


def at_desk(office, page):
    page.goto(f"{office}/anmelden")
    page.fill("#email", "petra@example.org")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{office}/")
    page.goto(f"{office}/fragebogen/neu")
    page.fill("#titel", "Wohnen im Kreis")
    page.keyboard.press("Enter")
    page.locator(".outline__add:has-text('Frage auf der Seite')").click()


def tie(page):
    return page.locator("#bindung")


def test_a_core_item_is_found_taken_changed_and_brought_back(office, new_page):
    page = new_page(viewport=DESK)
    watch = watched(page, office)
    at_desk(office, page)

    page.click("text=Aus der Fragenbank")
    page.locator("h1:has-text('Fragenbank')").wait_for()
    page.fill("#worte", "zufrieden wohnung")
    page.keyboard.press("Enter")
    page.locator("h2:has-text('1 Frage')").wait_for()
    inspect_everywhere(page)
    page.click(f"a:has-text('{WORDS}')")
    page.locator("h2:has-text('Wortlaut')").first.wait_for()
    inspect_everywhere(page)
    page.click("button:has-text('In den Entwurf übernehmen')")
    tie(page).filter(has_text="Alle Landkreise fragen so.").wait_for()
    taken = page.locator(".outline__question").count()
    marked = page.locator(".outline__question .mark[title='Kernfrage']").count()

    page.get_by_label("Fragetext").fill("Sind Sie mit Ihrer Wohnung glücklich?")
    page.keyboard.press("Tab")
    tie(page).filter(has_text="Anderer deutscher Wortlaut: nicht vergleichbar.").wait_for()
    told = page.inner_text("#befunde")
    page.click("button:has-text('Wortlaut wiederherstellen')")
    tie(page).filter(has_text="Alle Landkreise fragen so.").wait_for()

    assert (taken, marked) == (1, 1)
    assert "nicht mehr vergleichbar mit „Familienumfrage“" in told
    assert page.get_by_label("Fragetext").input_value() == WORDS
    assert page.locator("button:has-text('Wortlaut wiederherstellen')").count() == 0
    assert watch.console == []
    assert watch.foreign == []


def test_two_tabs_put_one_item_into_a_draft_once(office, new_page):
    page = new_page(viewport=DESK)
    at_desk(office, page)
    draft = page.url.partition("?")[0]
    item = f"{office}/itembank/kern/rooms/"
    page.goto(item)
    other = page.context.new_page()
    other.goto(item)

    page.click("button:has-text('In den Entwurf übernehmen')")
    tie(page).wait_for()
    other.click("button:has-text('In den Entwurf übernehmen')")
    other.locator("text=Diese Frage steht schon im Entwurf").wait_for()

    assert other.url.startswith(draft)
    assert other.locator(".outline__question").count() == 1
