"""Every kind of choice in a real browser: for eyes, thumbs, keyboards, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browsing import PHONE, inspect, inspect_everywhere, press, watched
from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
NAMES = ("consent", "dropdown", "image", "matrix_multiple", "may_not_apply", "ranking", "yesno")


@pytest.fixture
def begin(sqlite_app, address, new_page):
    """Return a function that opens the first questions of a mini-questionnaire."""

    def open_first_page(name: str, **options: object) -> Page:
        with sqlite_app.app_context():
            an_open_wave(name)
        page = new_page(**options)
        page.set_default_timeout(10_000)
        page.goto(f"{address}/f/{name.replace('_', '-')}/")
        press(page)
        return page

    return open_first_page


@pytest.fixture
def rated(begin):
    """Return a function that opens the page with points and slider."""

    def open_points(**options: object) -> Page:
        page = begin("scale", **options)
        page.check("[name=welcome][value=fully]")
        press(page)
        return page

    return open_points


def tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by the Tab key")


def touch(page: Page) -> None:
    """Use what scripts added to the page, where there is something."""
    if page.locator(".combobox").count():
        page.click(".combobox input")
    if page.locator(".step").count():
        page.click(".step >> nth=0")


def test_every_choice_is_accessible_before_and_after_a_mistake(sqlite_app, address, new_page):
    with sqlite_app.app_context():
        for name in (*NAMES, "scale"):
            an_open_wave(name)
    page = new_page()
    page.set_default_timeout(10_000)
    watch = watched(page, address)

    for name in (*NAMES, "scale"):
        page.goto(f"{address}/f/{name.replace('_', '-')}/")
        press(page)
        touch(page)
        inspect_everywhere(page)
        page.keyboard.press("Escape")
        press(page)
        inspect_everywhere(page)
        page.evaluate("document.documentElement.dir = 'rtl'")
        inspect(page)

    assert watch.is_quiet()


def test_points_and_slider_are_accessible(rated):
    page = rated()

    inspect(page)
    page.focus("#content")
    page.keyboard.press("ArrowRight")
    inspect_everywhere(page)
    page.evaluate("document.documentElement.dir = 'rtl'")

    inspect(page)


@pytest.mark.parametrize("viewport", [PHONE, NARROW], ids=["phone", "narrow"])
def test_everything_can_be_answered_without_scripts(begin, documents, viewport):
    page = begin("scale", viewport=viewport, java_script_enabled=False)
    page.check("[name=welcome][value=fully]")
    press(page)
    page.check("[name=burden][value='10']")
    page.check("[name=content][value='0']")
    press(page)
    page.check("[name=help][value=yes]")
    press(page)
    press(page, "[value=send]")

    (stored,) = documents()
    assert (stored["burden"], stored["content"], stored["help"]) == ("10", "0", "yes")


def test_a_slider_is_no_answer_until_it_is_moved_by_a_key(rated, documents):
    page = rated()
    page.check("[name=burden][value='1']")
    slider = page.locator("#content")

    assert slider.get_attribute("aria-valuetext") == "Noch nichts gewählt"
    press(page)
    assert "Wie zufrieden" in page.inner_text(".alert")
    page.click(".alert a")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "9"
    press(page)
    press(page, "[value=send]")

    assert documents()[0]["content"] == "9"


def test_the_middle_of_a_slider_can_be_chosen_and_taken_back(rated):
    page = rated()
    said = page.locator(".slider output")

    page.click("#content")
    assert said.inner_text() == "5"
    page.check("[name=content][value=refused]")
    assert said.inner_text() == "Noch nichts gewählt"
    assert page.locator("[name=content]:checked").get_attribute("value") == "refused"
    page.focus("#content")
    page.keyboard.press("Space")

    assert said.inner_text() == "5"
    assert page.locator("[name=content]:checked").get_attribute("value") == "5"


def test_an_answered_slider_stands_where_it_was_left(rated):
    page = rated()
    page.check("[name=burden][value='1']")
    page.focus("#content")
    page.keyboard.press("End")

    press(page)
    press(page, "[value^=change] >> nth=1")

    assert page.input_value("#content") == "10"
    assert page.inner_text(".slider output") == "10"


def test_answers_are_ranked_with_the_keyboard(begin, documents):
    page = begin("ranking")

    tab_to(page, "[aria-label='Zeit zu zweit: nach oben']")
    page.keyboard.press("Enter")
    tab_to(page, "[aria-label='Zeit mit den Kindern: nach oben']")
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.focus("[name='time.work']")
    page.select_option("[name='time.work']", "1")
    order = page.locator(".rank label").all_inner_texts()
    status = page.inner_text(".ranks ~ [role=status]")
    press(page)
    page.check("[name='first!refused'][value=not_applicable]")
    press(page)
    press(page, "[value=send]")

    assert order == ["Arbeit", "Zeit mit den Kindern", "Zeit zu zweit"]
    assert status == "Arbeit: Platz 1"
    assert documents() == [{"time": ["work", "children", "partner"], "first": "not_applicable"}]


def test_only_as_many_answers_are_ranked_as_are_asked_for(begin):
    page = begin("ranking")
    for code in ("children", "partner", "work"):
        page.click(f".rank:has([name='time.{code}']) .step >> nth=0")
    press(page)

    for code in ("bus", "doctor", "holidays"):
        page.click(f".rank:has([name='first.{code}']) .step >> nth=0")
    assert page.is_disabled(".rank:has([name='first.playground']) .step >> nth=0")
    page.click(".rank:has([name='first.holidays']) .step >> nth=1")
    assert page.input_value("[name='first.holidays']") == ""
    assert page.is_enabled(".rank:has([name='first.playground']) .step >> nth=0")
    page.check("[name='first!refused'][value=refused]")
    assert page.locator(".ranked").count() == 0
    page.click(".rank:has([name='first.playground']) .step >> nth=0")

    assert not page.is_checked("[name='first!refused'][value=refused]")
    assert page.input_value("[name='first.playground']") == "1"


def test_a_long_list_is_searched_with_the_keyboard(begin, documents):
    page = begin("dropdown")
    field = page.locator("[role=combobox]")

    tab_to(page, "[role=combobox]")
    page.keyboard.type("turk")
    assert page.inner_text("[role=listbox]").splitlines() == ["Türkisch", "keine Angabe"]
    assert field.get_attribute("aria-activedescendant") == "language~list0"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert field.input_value() == ""
    page.keyboard.type("deutsch")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "Deutsche Gebärdensprache"
    assert field.get_attribute("aria-expanded") == "false"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press(page, "[value=send]")

    assert documents()[0]["language"] == "dgs"


def test_a_list_is_opened_and_an_entry_chosen_by_a_finger(begin):
    page = begin("dropdown", has_touch=True)

    page.tap("[role=combobox]")
    page.tap("[role=option] >> text=Kurdisch")

    assert page.input_value("[role=combobox]") == "Kurdisch"
    assert page.input_value("select[name=language]") == "ku"
    assert not page.is_visible("[role=listbox]")


def test_what_stands_in_no_list_is_said_and_not_sent(begin):
    page = begin("dropdown")

    page.fill("[role=combobox]", "Klingonisch")
    assert "Dazu gibt es keinen Eintrag" in page.inner_text("[role=listbox]")
    page.keyboard.press("Tab")

    assert page.input_value("[role=combobox]") == ""
    assert page.input_value("select[name=language]") == ""


def test_the_one_entry_that_is_left_is_taken_when_the_field_is_left(begin):
    page = begin("dropdown")

    page.fill("[role=combobox]", "vietn")
    page.keyboard.press("Tab")

    assert page.input_value("select[name=language]") == "vi"


def test_pages_without_such_questions_load_no_such_scripts(begin):
    page = begin("yesno")

    scripts = page.locator("script").evaluate_all("all => all.map((each) => each.src)")

    names = {each.rpartition("/")[2].partition("?")[0] for each in scripts}
    assert {"family.js", "conditions.js"} <= names
    assert not names & {"combobox.js", "slider.js", "ranking.js", "postcode.js", "point.js"}
