"""Whole families in a real browser, with and without JavaScript."""

from __future__ import annotations

from random import Random

import pytest
from playwright.sync_api import Page

from surveyapp.questionnaire import library, places
from surveyapp.questionnaire.answers import Answers, raw_step
from surveyapp.questionnaire.examples import answer_all, example_value
from surveyapp.questionnaire.flow import steps
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.types import kind_of
from surveyapp.region import territory
from tests.browsing import inspect, press, watched
from tests.journeys.journey import an_open_wave, some_codes

pytestmark = pytest.mark.browser

FIRST_ROUND_TRIP = 14 * 1024
"""Bytes; no page of the longest questionnaire needs a second round trip."""

AGES = ("0-2", "3-5", "10-14")


@pytest.fixture(scope="module")
def questionnaire():
    names = [(each.ags, each.short_name) for each in territory.municipalities_of("16065")]
    return places.with_municipalities(library.load("familie", 1), names)


def family_with_three_children(questionnaire) -> Answers:
    """Return random answers of a family with children of three ages."""
    randomness = Random(16065)

    def answer(asked, _known):
        if asked.question.id == "children_count":
            return 3
        if asked.question.id == "age_band":
            return AGES[int(asked.item) - 1]
        return example_value(asked, randomness)

    return answer_all(questionnaire, answer).answers


def fill_in(page: Page, raw: dict[str, tuple[str, ...]]) -> None:
    """Fill in whatever of ``raw`` the page asks for."""
    for name, values in raw.items():
        for value in values:
            ticked = page.locator(f'label.choice [name="{name}"][value="{value}"]')
            if ticked.count():
                ticked.check()
            elif page.locator(f'select[name="{name}"]').count():
                page.select_option(f'select[name="{name}"]', value)
            elif page.locator(f'[name="{name}"]').count():
                page.fill(f'[name="{name}"]', value)
            elif page.locator(f'select[name="{name}.month"]').count():
                year, month = value.split("-")
                page.select_option(f'select[name="{name}.month"]', month)
                page.select_option(f'select[name="{name}.year"]', year)


@pytest.mark.parametrize("java_script_enabled", [False, True])
def test_a_family_with_three_children_answers_everything_on_a_phone(
    sqlite_app, address, new_page, documents, questionnaire, java_script_enabled
):
    answers = family_with_three_children(questionnaire)
    with sqlite_app.app_context():
        code = some_codes(an_open_wave("familie", sampling="all"))[0]
    page = new_page(java_script_enabled=java_script_enabled)
    page.set_default_timeout(15_000)
    watch = watched(page, address)
    weights: list[int] = []

    def weigh(answer):
        if (
            "/paket" not in answer.url
        ):  # what a dead spot will need comes when the page has long been shown
            weights.append(int(answer.headers["content-length"]))

    page.on("response", weigh)

    page.goto(f"{address}/f/familie/#{code}")
    if not java_script_enabled:
        page.fill("#code", code.lower().replace("-", " "))
    press(page)
    for step in steps(questionnaire, answers):
        assert page.locator("h1").count() == 1
        raw = raw_step(questionnaire, answers, step)
        fill_in(page, raw)
        press(page)
        if page.locator(".note").count():  # its answers opened further questions
            fill_in(page, raw)
            press(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator(".alert").count() == 0, page.inner_text(".alert")
    assert page.inner_text("h1") == "Stimmt alles?"
    if java_script_enabled:
        inspect(page)
    press(page, "[value=send]")

    assert page.inner_text("h1") == "Ihre Antworten sind gespeichert"
    index = index_of(questionnaire)
    assert documents() == [
        {
            question: value
            for question, value in answers.to_json().items()
            if not kind_of(index.questions[question]).is_stored_apart
        }
    ]
    assert watch.is_quiet()
    assert max(weights) < FIRST_ROUND_TRIP


def test_a_family_without_mouse_answers_with_the_keyboard_alone(
    sqlite_app, address, new_page, documents
):
    with sqlite_app.app_context():
        code = some_codes(an_open_wave("same_page", sampling="all"))[0]
    page = new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/f/same-page/")
    key = page.keyboard.press

    def tab_to(selector: str) -> None:
        for _ in range(30):
            key("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"{selector} cannot be reached by the Tab key")

    tab_to(".skip")
    key("Enter")
    tab_to("#code")
    page.keyboard.type(code)
    with page.expect_navigation():
        key("Enter")
    tab_to("[name=kita]")
    key("Space")
    key("ArrowDown")
    with page.expect_navigation():
        key("Enter")
    tab_to("[name=reason]")
    key("Space")
    tab_to(".main")
    with page.expect_navigation():
        key("Enter")
    tab_to("[name=content]")
    key("Space")
    tab_to(".main")
    with page.expect_navigation():
        key("Space")
    tab_to("[value=send]")
    with page.expect_navigation():
        key("Enter")

    assert page.inner_text("h1") == "Ihre Antworten sind gespeichert"
    assert documents() == [{"kita": "no", "reason": "no_place", "content": "yes"}]
