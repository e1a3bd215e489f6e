"""Families' pages on a phone: menus, progress, big letters, colours, reading aloud, nothing cut off."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from surveyapp.ui import languages
from tests.browsing import LOOKS, PHONE, SMALL_PHONE, inspect, press, watched
from tests.family_pages import pages_of
from tests.journeys.journey import an_open_wave

pytestmark = pytest.mark.browser

MEASURE = """([html, size]) => {
    const parsed = new DOMParser().parseFromString(html, 'text/html');
    const root = document.documentElement;
    Object.assign(root, {lang: parsed.documentElement.lang, dir: parsed.documentElement.dir});
    root.dataset.size = size;
    document.body.replaceWith(parsed.body);
    for (let open; (open = document.querySelector('template[data-show], template[data-options]')); ) {
        if (open.dataset.options) open.remove();
        else open.replaceWith(open.content);
    }
    document.getElementById('display').hidden = false;
    for (const menu of document.querySelectorAll('details')) menu.open = true;
    const found = root.scrollWidth > innerWidth ? ['scrolls sideways'] : [];
    const isSeen = (e) => e.checkVisibility() && !e.closest('.quiet, .skip');
    const pressed = 'a, button, select, textarea, summary, input:not([type=hidden])';
    for (const each of document.querySelectorAll(pressed)) {
        const target = each.closest('label.choice, .tick') || each;
        const box = target.getBoundingClientRect();
        if (!isSeen(target)) continue;
        if (box.width < 43.5 || box.height < 43.5) found.push(`small: ${target.outerHTML}`);
        if (box.left < -0.5 || box.right > innerWidth + 0.5) found.push(`cut: ${target.outerHTML}`);
    }
    const range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { currentNode: text } = texts;
        if (!text.data.trim() || !isSeen(text.parentElement)) continue;
        if (text.parentElement.closest('option, textarea')) continue;
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        if (box.left < -0.5 || box.right > innerWidth + 0.5) found.push(`cut: ${text.data.trim()}`);
    }
    return found;
}"""
"""Puts a page in place of another and says what is too small, cut off or too wide; menus stand open."""

COVERED = """() => {
    const bar = document.querySelector('.progress').getBoundingClientRect();
    const focused = document.activeElement;
    const box = (focused.closest('label') || focused).getBoundingClientRect();
    const overlaps = box.top < bar.bottom - 1 && box.bottom > bar.top + 1;
    return focused !== document.body && bar.bottom > 0 && overlaps;
}"""
"""Says whether the progress line lies over what has the focus."""


@pytest.fixture
def survey(sqlite_app, address) -> str:
    """Return the address of an open survey in eleven languages."""
    with sqlite_app.app_context():
        an_open_wave("ankommen")
    return f"{address}/f/ankommen/"


def kept(page: Page, store: str) -> str | None:
    return page.evaluate(f"{store}.getItem('display')")


@pytest.mark.parametrize(
    ("name", "language", "size"),
    [
        ("familie", "ru", ""),
        ("ankommen", "ar", "big"),
        ("thekiz", "de", "big"),
    ],
)
def test_on_320_pixels_nothing_is_cut_off_or_too_small_to_touch(
    sqlite_app, address, mini_questionnaires, new_page, name, language, size
):
    pages = pages_of(sqlite_app, name, language)
    page = new_page(viewport=SMALL_PHONE)
    page.route(
        f"{address}/page", lambda route: route.fulfill(body=pages[""], content_type="text/html")
    )
    page.goto(f"{address}/page")

    found = {key: page.evaluate(MEASURE, [html, size]) for key, html in pages.items()}

    assert len(found) > 10
    assert {key: faults for key, faults in found.items() if faults} == {}


def test_the_languages_open_over_the_page_and_go_by_keyboard(survey, new_page):
    page = new_page()
    page.goto(survey)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    before = page.locator("h1").bounding_box()

    page.keyboard.press("Enter")
    names = page.locator("nav li").all_inner_texts()
    inspect(page)
    after = page.locator("h1").bounding_box()
    page.keyboard.press("Escape")

    assert names[:3] == ["Deutsch", "Leichte Sprache", "English"]
    assert set(names) == {languages.language(code).name for code in languages.spoken()}
    assert before == after
    assert not page.is_visible("nav a")
    assert page.evaluate("document.activeElement.matches('nav summary')")


@pytest.mark.parametrize("java_script_enabled", [False, True])
def test_another_language_loses_nothing_that_was_filled_in(survey, new_page, java_script_enabled):
    page = new_page(java_script_enabled=java_script_enabled)
    page.goto(survey)
    press(page)
    page.check("[name=language][value=vi]")

    page.click("nav summary")
    press(page, "[value='language:vi']")

    assert page.get_attribute("html", "lang") == "vi"
    assert page.is_checked("[name=language][value=vi]")
    assert page.inner_text("nav summary").endswith("Tiếng Việt")
    assert page.is_visible("#display") == java_script_enabled


def test_big_letters_and_colours_stay_for_the_visit_and_longer_only_on_wish(survey, new_page):
    page = new_page()
    watch = watched(page, survey)
    page.goto(survey)
    assert (kept(page, "sessionStorage"), kept(page, "localStorage")) == (None, None)

    page.click("#display summary")
    page.check("[data-wish=size]")
    page.select_option("[data-wish=colours]", "dark")
    assert kept(page, "localStorage") is None
    page.check("[data-wish=kept]")
    inspect(page)
    press(page)

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "27px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(11, 12, 20)"
    inspect(page)
    assert kept(page, "localStorage") is not None
    page.click("#display summary")
    page.uncheck("[data-wish=kept]")
    assert kept(page, "localStorage") is None
    assert watch.is_quiet()


def test_light_colours_win_over_a_dark_device(survey, new_page):
    page = new_page(color_scheme=LOOKS["phone-dark"].scheme)
    page.goto(survey)

    page.click("#display summary")
    page.select_option("[data-wish=colours]", "light")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_progress_stays_in_sight_and_covers_nothing_that_has_the_focus(survey, new_page):
    page = new_page()
    page.goto(survey)
    press(page)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.locator(".progress").bounding_box()["y"] == 0
    page.focus("main .button.main")
    for key in ("Shift+Tab", *["ArrowUp"] * 15, "Shift+Tab", *["ArrowUp"] * 13, "Shift+Tab"):
        page.keyboard.press(key)
        assert not page.evaluate(COVERED)
    assert page.inner_text(".progress").startswith("Abschnitt 1 von 5: Ihre Familie · noch etwa")

    page.set_viewport_size({"width": 320, "height": 256})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.locator(".progress").bounding_box()["y"] < 0


def test_without_a_voice_of_the_device_nothing_offers_to_read_aloud(survey, new_page):
    page = new_page()
    page.goto(survey)
    press(page)

    expect(page.locator("#speak")).to_be_attached()
    assert page.evaluate("speechSynthesis.getVoices().length") == 0
    assert page.locator(".speak").count() == 0
    assert not page.locator("[data-wish=voice]").is_visible()


VOICES = [
    {"name": "Hans", "lang": "de_AT", "localService": True, "default": False},
    {"name": "Wolke", "lang": "de-DE", "localService": False, "default": False},
    {"name": "Petra", "lang": "de-DE", "localService": True, "default": True},
    {"name": "Roya", "lang": "fa-IR", "localService": True, "default": False},
    {"name": "Olena", "lang": "uk-UA", "localService": False, "default": False},
]
"""Voices as phones name them; two of them live on a company's computers."""


def test_only_voices_of_the_device_that_speak_the_language_read_aloud(survey, new_page):
    page = new_page()
    page.goto(survey)
    press(page)
    fitting = "([voices, tag]) => surveySpeak.fitting(voices, tag).map((voice) => voice.name)"

    found = {
        language: page.evaluate(fitting, [VOICES, language])
        for language in ("de", "de-simple", "fa", "uk", "vi")
    }

    german = ["Petra", "Hans"]
    assert found == {"de": german, "de-simple": german, "fa": ["Roya"], "uk": [], "vi": []}


def test_a_question_is_read_in_order_row_by_row(sqlite_app, address, mini_questionnaires, new_page):
    pages = pages_of(sqlite_app, "every_type")
    page = new_page(viewport=PHONE)
    page.route(
        f"{address}/page",
        lambda route: route.fulfill(body=pages["tick"], content_type="text/html; charset=utf-8"),
    )
    page.goto(f"{address}/page")

    said = page.evaluate("surveySpeak.parts(document.querySelector('.matrix'))")

    rows = page.locator(".matrix .row > legend").all_inner_texts()
    answers = page.locator(".matrix .row >> nth=0 >> .choice > span").all_inner_texts()
    assert len(rows) == 2
    assert said[0] == page.inner_text(".matrix .ask")
    assert [part for part in said if part in {*rows, *answers}] == [
        part for row in rows for part in (row, *answers)
    ]
