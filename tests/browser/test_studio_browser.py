"""Building a questionnaire in the studio with keyboard and mouse, alone and by two people at once."""

import pytest

from tests.browsing import DESK, served, watched
from tests.staff_journey import PASSWORD, an_account

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def office(sqlite_app):
    """Two people of a county at a server."""
    with sqlite_app.app_context():
        an_account(email="petra@example.org")
        an_account(email="karl@example.org", role="planner")
    with served(sqlite_app) as address:
        yield f"{address}/verwaltung"


def at_desk(office, new_page, email="petra@example.org"):
    page = new_page(viewport=DESK)
    page.goto(f"{office}/anmelden")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url(f"{office}/")
    return page


def begin(page, office, title):
    page.goto(f"{office}/fragebogen/neu")
    page.fill("#titel", title)
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio*")


def saved(page):
    """Wait until everything is kept, and see that it was said."""
    page.locator(".studio[data-pending='0']").wait_for()
    assert page.locator("#sagt").get_attribute("data-kind") == "", page.inner_text("#sagt")


def add_question(page, text, kind):
    """Choose a type by its name with the pointer, the text typed before."""
    page.fill("#frage", text)
    page.click(f".type-card:has-text('{kind}')")
    saved(page)


def add_option(page, text):
    """Type an answer and go on with Enter: the next field waits already."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    saved(page)


def outline(page):
    return page.locator(".outline__question .outline__text").all_inner_texts()


def phone(page):
    return page.frame_locator("#telefon")


def test_six_questions_with_a_repeat_and_two_conditions_are_built(office, new_page):
    page = at_desk(office, new_page)
    watch = watched(page, office)
    begin(page, office, "Kita-Umfrage")

    page.click(".outline__add:has-text('Frage')")
    add_question(page, "Leben Kinder bei Ihnen?", "Ja oder nein")
    page.click("text=Nächste Frage hinzufügen")
    add_question(page, "Wie viele Kinder?", "Zahl")
    page.fill("[id$='-maximum']", "6")
    page.keyboard.press("Tab")
    saved(page)
    page.click("text=Bedingung hinzufügen")
    page.select_option(".clause__subject", label="Leben Kinder bei Ihnen?")
    saved(page)
    page.select_option(".clause__value", label="Ja")
    page.click("text=Bedingung speichern")
    saved(page)
    print(page.locator(".shown-when").all_inner_texts())
    page.screenshot(path="/tmp/sp/b1.png")
