"""Building a questionnaire in the studio with keyboard and mouse, alone and by two people at once."""

import pytest

from tests.browsing import DESK, inspect, inspect_everywhere, served, watched
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


def at_desk(office, new_page, email="petra@example.org", **options):
    page = new_page(viewport=DESK, **options)
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
    found = page.locator(".outline__question .outline__text").all_inner_texts()
    return [each.partition("\n")[0] for each in found]


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
    page.fill("[id$='-minimum']", "1")
    page.fill("[id$='-maximum']", "6")
    page.keyboard.press("Tab")
    saved(page)
    only_if(page, "Leben Kinder bei Ihnen?", "Ja")
    add_page(page, "Jedes Kind")
    page.click("text=Diese Seite wiederholen")
    page.click("button:has-text('Wiederholen'):not([aria-disabled])")
    saved(page)
    page.click("#raum >> text=Frage hinzufügen")
    add_question(page, "Wer betreut das Kind?", "Mehrere Antworten")
    page.focus("[data-new]")
    for each in ("Kita", "Großeltern", "Niemand sonst"):
        add_option(page, each)
    page.click("text=Nächste Frage hinzufügen")
    add_question(page, "Sind Sie mit der Kita zufrieden?", "Skala")
    only_if(page, "Wer betreut das Kind?", "Kita")
    add_page(page, "Zum Schluss")
    page.click("#raum >> text=Frage hinzufügen")
    add_question(page, "Wo wohnen Sie?", "Gemeinde")
    page.click("text=Nächste Frage hinzufügen")
    add_question(page, "Was wünschen Sie sich?", "Freier Text")

    assert len(outline(page)) == 6
    assert page.locator(".outline__page .mark:has-text('↻')").count() == 1
    assert page.locator(".outline__question .mark:has-text('◇')").count() == 2
    phone(page).locator("text=Was wünschen Sie sich?").wait_for()
    inspect(page)
    _move_and_take_back(page)
    assert watch.console == []
    assert watch.foreign == []


def _move_and_take_back(page):
    """Move with the keyboard and the pointer, and take both back outside of text fields."""
    before = outline(page)
    page.locator(".outline__link:has-text('Was wünschen')").focus()
    page.keyboard.press("Alt+ArrowUp")
    saved(page)
    assert outline(page) == [*before[:4], "5. Was wünschen Sie sich?", "6. Wo wohnen Sie?"]
    assert "Was wünschen" in page.evaluate("document.activeElement.textContent")

    page.keyboard.press("Control+z")
    saved(page)
    page.locator(".outline__question:has-text('Wo wohnen')").drag_to(
        page.locator(".outline__question:has-text('Leben Kinder')"),
        target_position={"x": 20, "y": 2},
    )
    saved(page)
    assert outline(page)[0] == "1. Wo wohnen Sie?"

    page.locator("#raum-titel").focus()
    page.keyboard.press("Control+z")
    saved(page)
    assert outline(page) == before
    page.keyboard.press("Control+y")
    saved(page)
    assert outline(page)[0] == "1. Wo wohnen Sie?"


def test_a_finger_on_the_handle_moves_questions_and_answers(office, new_page):
    page = at_desk(office, new_page, has_touch=True, is_mobile=True)
    begin(page, office, "Umfrage")
    page.click(".outline__add:has-text('Frage')")
    add_question(page, "Wie geht es Ihnen?", "Freier Text")
    page.click("text=Nächste Frage hinzufügen")
    add_question(page, "Was nutzen Sie?", "Mehrere Antworten")
    page.locator("[data-new]").focus()
    for text in ("Kita", "Hort", "Bücherei"):
        add_option(page, text)
    answers = page.locator(".part-table__line .studio-input")

    finger(page, ".part-table__line:nth-child(3)", ".part-table__line:nth-child(1)")
    finger(page, ".outline__question:nth-child(2)", ".outline__question:nth-child(1)")
    page.click("#bearbeiten h2")

    assert [each.input_value() for each in answers.all()] == ["Bücherei", "Kita", "Hort"]
    assert outline(page) == ["1. Was nutzen Sie?", "2. Wie geht es Ihnen?"]


def finger(page, moved, goal):
    """Put a finger on the handle of a line and draw it to the upper edge of another one."""
    hand = page.context.new_cdp_session(page)
    start = page.locator(f"{moved} > .grip").bounding_box()
    end = page.locator(goal).bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    hand.send("Input.dispatchTouchEvent", touched("touchStart", x, y))
    for part in (0.3, 0.7, 1):
        there = y + (end["y"] + 3 - y) * part
        hand.send("Input.dispatchTouchEvent", touched("touchMove", x, there))
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.locator(".is-dragged").wait_for(state="detached")
    saved(page)


def touched(kind, x, y):
    return {"type": kind, "touchPoints": [{"x": x, "y": y}]}


def test_two_people_at_one_text_both_see_it_and_choose(office, new_page):
    petra = at_desk(office, new_page)
    begin(petra, office, "Umfrage")
    petra.click(".outline__add:has-text('Frage')")
    add_question(petra, "Wie geht es Ihnen?", "Freier Text")
    karl = at_desk(office, new_page, "karl@example.org")
    karl.goto(petra.url)

    write(karl, "Wie geht es Ihrer Familie?")
    saved(karl)
    write(petra, "Wie geht es Ihnen heute?")
    petra.locator(".clash").wait_for()
    inspect_everywhere(petra, "konflikt")
    shown = petra.locator(".clash").inner_text()
    petra.check(".clash [value=andere]")
    petra.click("text=So übernehmen")
    petra.locator(".studio").wait_for()

    assert "Vorher: Wie geht es Ihnen?" in shown
    assert "Wie geht es Ihnen heute?" in shown
    assert "Wie geht es Ihrer Familie?" in shown
    assert petra.input_value("[id$='-text']") == "Wie geht es Ihrer Familie?"


def write(page, text):
    page.fill("[id$='-text']", text)
    page.keyboard.press("Tab")


def only_if(page, question, answer):
    """Show the question in the middle only for one answer of an earlier one."""
    page.click("text=Bedingung hinzufügen")
    page.select_option(".clause__subject", label=question)
    saved(page)
    page.select_option(".clause__value", label=answer)
    page.click("text=Bedingung speichern")
    saved(page)


def add_page(page, title):
    page.click(".outline__section > .outline__add")
    page.fill("#titel", title)
    page.keyboard.press("Enter")
    saved(page)
