"""Families who use a keyboard, a screen reader, large print, own colours or own spacing get to the end."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from playwright.sync_api import Page

from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.path import walk
from surveyapp.services.asked import questionnaire_of
from surveyapp.storage.db import main_store
from tests.browser.test_every_document import LOOK, fill, ids_of
from tests.browsing import inspect, press, watched
from tests.journeys.journey import an_open_wave

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SEED = 3
MOST_STOPS = 120
"""Most times one presses Tab on a page."""

FOCUS = """() => {
    const e = document.activeElement;
    const shown = e.closest('label') || e;
    const box = shown.getBoundingClientRect();
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const ringed = [e, shown, e.nextElementSibling].filter(Boolean).map((x) => getComputedStyle(x));
    return {
        name: e.name || '', type: e.getAttribute('role') || e.type || e.localName,
        words: (shown.innerText || '').trim(),
        isChosen: !!e.name && !!document.querySelector(`[name="${CSS.escape(e.name)}"]:checked`),
        isMain: e.matches('.main'),
        isFree: bottom - top > 8 && (shown.contains(at) || !!at?.contains(shown)),
        isRinged: ringed.some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2),
    };
}"""
"""What has the focus, whether its ring is drawn, and whether something lies on it."""

CUT = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter((e) => e.checkVisibility() && !e.closest('.quiet, svg, select, textarea'))
    .filter((e) => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX))
    .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
    .map((e) => e.outerHTML.slice(0, 120))"""
"""Everything visible that hides a part of its content."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"""
"""The spacing of WCAG 1.4.12."""

MOVING = """() => [...document.querySelectorAll('*')].filter((e) => {
    const style = getComputedStyle(e);
    return [style.transitionDuration, style.animationDuration].join().split(',')
        .some((time) => parseFloat(time) > 0.01);
}).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture
def short(sqlite_app, address):
    """The short survey of the product, open to all: its address and what it asks."""
    with sqlite_app.app_context():
        wave = an_open_wave("thekiz")
        return f"{address}/f/thekiz/", questionnaire_of(main_store(), wave)


@pytest.fixture
def every_type(sqlite_app, address):
    with sqlite_app.app_context():
        an_open_wave("every_type")
        an_open_wave("same_page")
    return f"{address}/f/every-type/"


# By keyboard


def stops(page: Page):
    """Press Tab until the main button has the focus; give every stop, and look at it."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        assert stop["isRinged"], f"no ring around {stop}"
        assert stop["isFree"], f"something lies on {stop}"
        yield stop
        if stop["isMain"]:
            return
    pytest.fail(f"Tab never came to the main button of „{page.title()}“")


def answer_with_keys(page: Page) -> None:
    """Answer whatever a page asks with Tab, arrows, Space, letters, digits and Enter."""
    ticked = set()
    for stop in stops(page):
        if stop["name"].endswith("!refused"):
            continue
        if stop["type"] == "radio" and not stop["isChosen"]:
            page.keyboard.press("ArrowDown")
        elif stop["type"] == "checkbox" and stop["name"] not in ticked and not stop["isChosen"]:
            page.keyboard.press("Space")
            ticked.add(stop["name"])
        elif stop["type"] == "select-one":
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowDown")
        elif stop["type"] == "combobox":
            page.keyboard.type("Sond")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
        elif stop["type"] in {"text", "number"}:
            page.keyboard.type("2")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_short_survey_is_answered_to_the_end_with_the_keyboard_alone(
    short, new_page, documents
):
    page = new_page()
    page.set_default_timeout(10_000)
    page.goto(short[0])

    for _ in range(40):
        answer_with_keys(page)
        assert page.locator("[role=alert] a").all_inner_texts() == []
        if page.locator(".receipt").count():
            break

    assert page.locator("h1").inner_text() == "Ihre Antworten sind gespeichert"
    [answered] = documents()
    assert answered["children_count"] == 2


# By ear


def heard(page: Page) -> str:
    """Return what a screen reader finds on a page, and check what is true of every page."""
    tree = page.locator("body").aria_snapshot()
    levels = [int(level) for level in re.findall(r"heading .*\[level=(\d)\]", tree)]
    # Fields that ask are headed by their legends; only headings themselves are counted here.
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert re.search(r"^- main", tree, re.MULTILINE)
    assert re.search(r"^- contentinfo", tree, re.MULTILINE)
    assert not re.search(r"- (radio|checkbox|textbox|combobox|button|link)(?: \[|:|$)", tree), (
        f"something has no name: {tree}"
    )
    return tree


def test_a_screen_reader_hears_names_groups_mistakes_and_what_was_done(every_type, new_page):
    page = new_page()
    page.set_default_timeout(10_000)

    page.goto(every_type)
    assert '- button "Umfrage beginnen"' in heard(page)
    press(page)
    asked = heard(page)
    press(page)
    mistaken = heard(page)

    legends = page.locator("fieldset > legend").all_inner_texts()
    assert legends
    assert len(re.findall(r"- (?:radio)?group \"", asked)) >= len(legends)
    assert re.search(r"- alert \"\d+ Antworten fehlen oder passen noch nicht\"", mistaken)
    assert page.title().startswith("Fehler: ")
    for field in page.locator("[aria-invalid=true]").all():
        described = " ".join(
            page.locator(f"[id='{name}']").inner_text()
            for name in (field.get_attribute("aria-describedby") or "").split()
        )
        assert "Fehler:" in described
    opened(page, every_type)
    assert re.search(r"- alert:\s+- paragraph: .*„Neu“", heard(page))


def opened(page: Page, address: str) -> None:
    """Answer so that a question opens, as a browser without scripts finds it."""
    page.goto(address.replace("every-type", "same-page"))
    press(page)
    page.evaluate("document.querySelector('[name=kita][value=no]').checked = true")
    press(page)


def test_a_list_says_what_was_added_and_taken_away(sqlite_app, address, new_page):
    with sqlite_app.app_context():
        an_open_wave("collect_list")
    page = new_page()
    page.goto(f"{address}/f/collect-list/")
    press(page)

    press(page, "[value='add:']")

    assert "- status:" in heard(page)
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "said"


# In every state, both directions


def states(page: Page, short, language: str):
    """Go through the short survey, stopping at each page empty, mistaken, filled, and at the end."""
    address, questionnaire = short
    answers = example_answers(questionnaire, Random(SEED)).answers
    ahead = list(walk(questionnaire, answers).screens)
    page.goto(f"{address}?lang={language}")
    yield "start"
    press(page)
    is_mistaken = False
    for _ in range(40):
        look = page.evaluate(LOOK)
        if "send" in look["offered"]:
            break
        yield f"empty {look['heading']}"
        if not is_mistaken:
            is_mistaken = True
            press(page)
            yield "mistakes"
        screen = max(ahead, key=lambda each: len(ids_of(each) & set(look["asked"])))
        ahead.remove(screen)
        fill(page, questionnaire, answers, screen)
        yield "filled"
        press(page)
    yield "review"
    press(page)
    yield "thanks"
    for path in ("widerruf", "anonymitaet", "datenschutz"):
        page.goto(f"{address}{path}?lang={language}")
        yield path
    page.goto(f"{address.partition('/f/')[0]}/barrierefreiheit?lang={language}")
    yield "accessibility"


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_every_state_of_every_page_is_accessible_in_both_directions(
    short, new_page, language, direction
):
    page = new_page(locale=language)
    page.set_default_timeout(10_000)
    watch = watched(page, short[0])

    seen = []
    for state in states(page, short, language):
        seen.append(state)
        assert page.evaluate("document.documentElement.dir") == direction, state
        inspect(page)

    assert {"start", "mistakes", "filled", "review", "thanks", "accessibility"} <= set(seen)
    assert watch.is_quiet()


# In large print, with own spacing and colours, at rest

WISHES = {
    "200 percent": {"viewport": {"width": 640, "height": 400}},
    "400 percent": {"viewport": {"width": 320, "height": 256}},
    "spaced": {"viewport": {"width": 360, "height": 740}, "bypass_csp": True},
    "own colours": {"forced_colors": "active"},
    "at rest": {"reduced_motion": "reduce"},
}


@pytest.mark.parametrize("wish", WISHES)
def test_nothing_is_lost_however_a_family_wants_to_see_it(every_type, new_page, wish):
    page = new_page(**WISHES[wish])
    page.set_default_timeout(10_000)

    for state in looks(page, every_type):
        if wish == "spaced":
            page.add_style_tag(content=SPACED)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
        assert page.evaluate(CUT) == [], state
        if wish == "own colours":
            inspect(page)
        if wish == "at rest":
            assert page.evaluate(MOVING) == [], state


def looks(page: Page, survey: str):
    """Go through the kinds of pages that look different."""
    page.goto(survey)
    yield "start"
    press(page)
    yield "page"
    press(page)
    yield "mistakes"
    page.select_option("[name=municipality]", index=2)
    for name in ("care", "trust.bus", "trust.doctor"):
        page.check(f"[name='{name}'][value=refused]")
    press(page)
    yield "writing"
    press(page)
    yield "review"
    press(page)
    yield "thanks"
