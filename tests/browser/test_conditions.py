"""Conditions in a browser give what they give on the server, and open questions at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

import surveyapp.ui
from surveyapp.questionnaire import conditions as c
from surveyapp.questionnaire.values import Missing
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


def test_a_question_opens_and_closes_on_the_page_as_the_family_answers(
    address, sqlite_app, new_page
):
    with sqlite_app.app_context():
        an_open_wave("same_page")
    page = new_page()
    page.goto(f"{address}/f/same-page/")
    page.locator("button[value=start]").click()

    page.get_by_label("Nein").check()

    expect(page.get_by_text("Warum geht Ihr Kind nicht in die Kita?")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Auf dieser Seite ist eine Frage dazugekommen.")
    page.get_by_label("Ja").check()
    expect(page.get_by_text("Warum geht Ihr Kind nicht in die Kita?")).to_be_hidden()
