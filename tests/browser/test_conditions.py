"""Conditions in a browser give what they give on the server, and open questions at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

import surveyapp.ui
from surveyapp.questionnaire import conditions as c
from surveyapp.questionnaire.types.kind import Reads
from surveyapp.questionnaire.types.time import read_time
from surveyapp.questionnaire.values import Missing
from tests.browsing import inspect, press, watched
from tests.journeys.journey import an_open_wave
from tests.questionnaire.family import Family
from tests.questionnaire.test_conditions import SAID, TREE
from tests.questionnaire.vectors import CASES, environment

SCRIPT = Path(surveyapp.ui.__file__).parent / "static" / "conditions.js"

RUN = """(cases) => cases.map(([tree, said]) => {
  const ask = ({ question, row }) => {
    const found = said[question] ?? {};
    return row && found.rows ? (found.rows[row] ?? {}) : found;
  };
  const found = surveyConditions.evaluate(tree, ask);
  return found === undefined ? { missing: true } : found;
})"""


@pytest.fixture(scope="module")
def page(chromium):
    found = chromium.new_page()
    found.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    yield found
    found.close()


def in_browser(page, trees_and_families):
    return page.evaluate(RUN, [_case(tree, family) for tree, family in trees_and_families])


def _case(tree, family):
    of_children = {name for child in family.children or () for name in child}
    asked = frozenset(family.said) - of_children
    return [c.settled_json(tree, family, asked), {name: _said(family.said[name]) for name in asked}]


def _said(value):
    if isinstance(value, dict):
        rows = {row: _said(inner) for row, inner in value.items()}
        return {"rows": rows}
    if value is Missing.NOT_APPLICABLE:
        return {}
    if isinstance(value, Missing):
        return {"value": None, "refused": value is Missing.REFUSED}
    return {"value": list(value) if isinstance(value, tuple) else value}


def expected(tree, family):
    found = c.evaluate(tree, family)
    if found is Missing.NOT_APPLICABLE:
        return {"missing": True}
    return (
        None if isinstance(found, Missing) else list(found) if isinstance(found, tuple) else found
    )


def test_every_vector_gives_the_same_in_the_browser(page):
    cases = [(c.parse(text), environment(name)) for text, name, _, _ in CASES]

    found = in_browser(page, cases)

    wrong = [
        (case[:2], here, expected(*each))
        for case, each, here in zip(CASES, cases, found, strict=True)
        if here != expected(*each)
    ]
    assert wrong == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TREE, SAID, st.lists(SAID, max_size=3)), min_size=1, max_size=20))
def test_any_expression_gives_the_same_in_the_browser(page, drawn):
    cases = [(tree, Family(said, tuple(children), "a")) for tree, said, children in drawn]

    found = in_browser(page, cases)

    assert found == [expected(*case) for case in cases]


def test_every_kind_of_reading_has_its_function_in_the_browser(page):
    assert sorted(page.evaluate("surveyConditions.widgets")) == sorted(Reads)


CLOCK = (
    "7",
    "07",
    "7:30",
    "7.30 Uhr",
    "7 : 30",
    "07:30:00",
    "7 Uhr",
    "7uhr",
    "7 Uhr 30",
    "0730",
    "0730 Uhr",
)
NO_CLOCK = ("", "730", "7:3", "24 Uhr", "7:60", "7:30 uhr", "halb acht", "7 Uhr 3")


def test_a_time_of_day_is_read_in_the_browser_as_on_the_server(page):
    texts = [*CLOCK, *NO_CLOCK, "٧:٣٠", " 7  Uhr  30 "]

    found = page.evaluate(
        """(texts) => texts.map((value) =>
            surveyConditions.asking(() => [{ name: "leaves", value }]).widgets.time("leaves", {}))""",
        texts,
    )

    times = [read_time(text) for text in texts]
    assert found == [each and each.hour * 60 + each.minute for each in times]
    assert all(times[: len(CLOCK)])
    assert not any(times[len(CLOCK) : -2])


def begun(sqlite_app, address, new_page, name, **options):
    with sqlite_app.app_context():
        slug = an_open_wave(name).survey.slug
    page = new_page(**options)
    watch = watched(page, address)
    page.goto(f"{address}/f/{slug}/")
    press(page, "button[value=start]")
    return page, watch


def type_into(page, **fields):
    for name, text in fields.items():
        page.locator(f"[name='{name.replace('__', '.')}']").fill(text)


def choose_in(page, **fields):
    for name, code in fields.items():
        page.locator(f"select[name='{name.replace('__', '.')}']").select_option(code)


def tick(page, *inputs):
    for name, code in inputs:
        page.locator(f"input[name='{name}'][value='{code}']").check()


ANSWERING = {
    "born": lambda page: type_into(page, born__day="1.", born__month="5", born__year="2024"),
    "moved": lambda page: choose_in(page, moved__month="03", moved__year="2024"),
    "since": lambda page: type_into(page, since="1999"),
    "leaves": lambda page: type_into(page, leaves="07:30"),
    "travel": lambda page: type_into(page, travel__hours="1", travel__minutes="1"),
    "lives": lambda page: tick(page, ("lives", "yes")),
    "pick": lambda page: choose_in(page, pick="b"),
    "mood": lambda page: tick(page, ("mood", "7")),
    "slide": lambda page: page.locator("input[type=range]").fill("8"),
    "agrees": lambda page: tick(page, ("agrees", "yes")),
    "several": lambda page: tick(page, ("several", "a"), ("several", "b")),
    "cells": lambda page: tick(page, ("cells.s", "b")),
    "hours": lambda page: type_into(page, hours__r="1.200"),
    "order": lambda page: choose_in(page, order__b="1", order__a="2"),
    "place": lambda page: choose_in(page, place="16065001"),
    "rated": lambda page: tick(page, ("rated.r", "a")),
    "refusing": lambda page: tick(page, ("refusing!refused", "refused")),
}


def test_an_answer_of_each_type_opens_what_hangs_on_it(address, sqlite_app, new_page):
    page, watch = begun(sqlite_app, address, new_page, "live_types")
    expect(page.get_by_text(" geöffnet.").filter(visible=True)).to_have_count(0)

    for name, answering in ANSWERING.items():
        answering(page)
        expect(page.get_by_text(f"Zu {name} geöffnet.")).to_be_visible()

    assert watch.is_quiet()


def test_what_the_browser_opened_is_what_the_server_reads(address, sqlite_app, new_page):
    page, _ = begun(sqlite_app, address, new_page, "live_types")
    for answering in ANSWERING.values():
        answering(page)
    press(page)

    press(page, "button[value='change:types_page']")

    expect(page.get_by_text(" geöffnet.").filter(visible=True)).to_have_count(len(ANSWERING))


def test_a_number_written_after_keine_angabe_counts_at_once(address, sqlite_app, new_page):
    page, _ = begun(sqlite_app, address, new_page, "live_types")
    tick(page, ("refusing!refused", "refused"))

    page.locator("[name=refusing]").press("7")

    expect(page.get_by_text("Zu refusing geöffnet.")).to_be_hidden()


def test_options_and_rows_open_and_close_and_closed_ones_are_never_sent(
    address, sqlite_app, new_page, documents
):
    page, watch = begun(sqlite_app, address, new_page, "live_parts")
    expect(page.get_by_text("Ist der Weg sicher?")).to_be_hidden()
    tick(page, ("ways", "bus"), ("most", "by_bus"), ("safe.bus", "yes"))
    choose_in(page, wish="stop")
    inspect(page)

    tick(page, ("ways", "bike"))
    page.locator("input[name=ways][value=bus]").uncheck()

    expect(page.get_by_text("mit dem Bus")).to_be_hidden()
    expect(page.locator("select[name=wish]")).to_have_value("")
    expect(page.get_by_text("auf dem Rad")).to_be_visible()
    tick(page, ("safe.bike", "no"))
    press(page)
    press(page, "button[value=send]")
    assert documents() == [
        {"ways": ["bike"], "most": "unanswered", "safe": {"bike": "no"}, "wish": "unanswered"}
    ]
    assert watch.is_quiet()


def test_without_scripts_only_what_the_server_shows_is_there(address, sqlite_app, new_page):
    page, _ = begun(sqlite_app, address, new_page, "live_parts", java_script_enabled=False)

    expect(page.locator("input[name=most]")).to_have_count(2)
    expect(page.locator("select[name=wish] option:not([disabled])")).to_have_count(3)


def test_a_question_opens_and_closes_on_the_page_as_the_family_answers(
    address, sqlite_app, new_page
):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    page = new_page()
    page.goto(f"{address}/f/same-page/")
    press(page, "button[value=start]")

    page.get_by_label("Nein").check()

    expect(page.get_by_text("Warum geht Ihr Kind nicht in die Kita?")).to_be_visible()
    expect(page.locator("[data-opened]")).to_have_text(
        "Auf dieser Seite ist eine Frage dazugekommen."
    )
    page.get_by_label("Ja").check()
    expect(page.get_by_text("Warum geht Ihr Kind nicht in die Kita?")).to_be_hidden()
