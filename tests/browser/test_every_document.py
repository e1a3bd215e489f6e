"""One family walks through every mini-questionnaire, and what the mended ones of the rules add, on a phone.

Everything runs in one application and one tab, so that all of it costs about as much as a few other
tests: a document is opened, filled in as one invented family answers, and followed to the page where
a family would send it. One of the rules' documents has sixty screens; after ``MOST_SCREENS`` of them
a document is left. What a page must be beside that, the tests of its own kind look at.
"""

from __future__ import annotations

import re
from random import Random

import pytest
from playwright.sync_api import Page

from surveyapp.questionnaire.answers import Answers, raw_step
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Screen, walk
from surveyapp.services.asked import questionnaire_of
from surveyapp.storage.db import main_store
from tests.browsing import watched
from tests.builders import a_wave_asking
from tests.questionnaire_folder import BROKEN, HERE, healthy

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WORDS = re.compile(r"type: \w+|\w+(?=:)|\w+\(|[<>=!]=?|\b(?:and|or|not|in)\b")
"""Types, keys, functions and signs of a document."""


def _documents() -> dict[str, str]:
    """Return every mini-questionnaire, and of the rules' documents those that use a word no other uses.

    Each of the others is walked without a browser, its mistake in it, in the journeys.
    """
    found = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.yaml"))}
    known = {word for text in found.values() for word in WORDS.findall(text)}
    for path in sorted(BROKEN.glob("Q*.yaml")):
        text = healthy(path.stem)
        words = set(WORDS.findall(text))
        if not words <= known:
            found[path.stem] = text
        known |= words
    return found


DOCUMENTS = _documents()
FAMILIES = 8
"""Invented families, of which the one that sees most questions fills in a document."""

MOST_SCREENS = 20

LOOK = """() => ({
    asked: [...document.querySelectorAll('[name="shown!"]')].map((e) => e.value),
    heading: document.querySelector('h1').innerText,
    said: document.querySelector('.alert')?.innerText || '',
    offered: [...document.querySelectorAll('button[name=do]')].map((e) => e.value),
    isTooWide: document.documentElement.scrollWidth > innerWidth,
})"""
"""What stands on a page."""

FILL = """(answers) => {
    const answer = (field, values) => {
        if (field.type === 'radio' || field.type === 'checkbox') {
            const wanted = values.includes(field.value);
            if (field.checked !== wanted && (wanted || field.type === 'checkbox')) {
                field.click();
            }
        } else if (field.value !== values[0]) {
            field.value = values[0];
            for (const name of ['input', 'change']) {
                field.dispatchEvent(new Event(name, {bubbles: true}));
            }
        }
    };
    const open = () => document.querySelectorAll('[data-show]:not(template)').length;
    for (let before = -1; before !== open();) {  // answers open questions of the same page
        before = open();
        for (const [name, values] of Object.entries(answers)) {
            document.getElementsByName(name).forEach((field) => answer(field, values));
        }
    }
    return document.documentElement.scrollWidth > innerWidth;
}"""
"""Answers what can be answered on a page, and says whether it is too wide then."""


def a_curious_family(questionnaire: Questionnaire) -> Answers:
    """Return the answers of the invented family that sees most questions, on few screens."""
    families = [example_answers(questionnaire, Random(seed)).answers for seed in range(FAMILIES)]

    def sees(answers: Answers) -> tuple[int, int]:
        screens = walk(questionnaire, answers).screens
        asked = {each.question.id for screen in screens for each in screen.asked}
        return len(asked), -len(screens)

    return max(families, key=sees)


def ids_of(screen: Screen) -> set[str]:
    return {each.question.id for each in screen.asked}


def press(page: Page, selector: str = ".main") -> None:
    """Press a button by script: a mouse waits until all is still, which takes twice as long."""
    with page.expect_navigation():
        page.evaluate("selector => document.querySelector(selector).click()", selector)


def fill(page: Page, questionnaire: Questionnaire, answers: Answers, screen: Screen) -> bool:
    """Add the family's items and answer the questions of a screen; say whether it is too wide."""
    roster = screen.roster
    for _ in roster.items or () if roster is not None else ():
        press(page, "[value='add:']")
    return page.evaluate(FILL, raw_step(questionnaire, answers, screen.step))


def walks(page: Page, address: str, questionnaire: Questionnaire) -> list[str]:
    """Go to the page where a questionnaire can be sent, or as far as we look; return what was amiss."""
    answers = a_curious_family(questionnaire)
    ahead = list(walk(questionnaire, answers).screens)
    amiss = []
    page.goto(address)
    press(page)
    look = page.evaluate(LOOK)
    for _ in range(MOST_SCREENS):
        if "send" in look["offered"]:
            amiss += ["the last page scrolls sideways"] if look["isTooWide"] else []
            return amiss + [f"{each.step.key} was never seen" for each in ahead]
        if look["said"] or "next" not in look["offered"] or not ahead:
            return [*amiss, f"is stuck at „{look['heading']}“: {look['said']}"]
        # A section may turn its pages round; the screen is known by its questions.
        screen = max(ahead, key=lambda each: len(ids_of(each) & set(look["asked"])))
        ahead.remove(screen)
        if fill(page, questionnaire, answers, screen) or look["isTooWide"]:
            amiss.append(f"„{look['heading']}“ scrolls sideways")
        press(page)
        look = page.evaluate(LOOK)
    return amiss


@pytest.fixture
def surveys(sqlite_app, address):
    """Every document, asked by an open survey: its name to the address and what is asked."""
    found = {}
    with sqlite_app.app_context():
        for name, text in DOCUMENTS.items():
            slug = name.lower().replace("_", "-")
            # The rules' documents share one id; published are all of them at once.
            own = re.sub(r"(?m)^id: mini$", f"id: {slug}", text, count=1)
            wave = a_wave_asking(own, slug=slug)
            found[name] = f"{address}/f/{slug}/", questionnaire_of(main_store(), wave)
    return found


def test_a_family_gets_through_every_document_on_a_phone(surveys, new_page):
    page = new_page()
    page.set_default_timeout(10_000)
    watch = watched(page, next(iter(surveys.values()))[0])

    amiss = {}
    for name, (address, questionnaire) in surveys.items():
        found = walks(page, address, questionnaire) + watch.console
        watch.console.clear()
        if found:
            amiss[name] = found

    assert amiss == {}
    assert watch.is_quiet()
