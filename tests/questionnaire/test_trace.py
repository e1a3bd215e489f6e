"""Looking at one family's way."""

from __future__ import annotations

import json
from random import Random

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.examples import example_items, example_value
from surveyapp.questionnaire.path import way_with
from surveyapp.questionnaire.trace import trace
from surveyapp.questionnaire.walked import lines
from tests.questionnaire.mini import NAMES, mini


def test_a_trace_shows_what_a_family_reads():
    answers = {"children_count": 1, "age_band": {"1": "6-9"}}

    told = trace(mini("repeat_children"), answers, "en")

    assert [page["key"] for page in told["pages"]] == ["count", "child_age.1"]
    assert told["pages"][1]["title"] == "Child 1 (6 to 9 years)"
    assert told["pages"][1]["questions"][0]["answer_text"] == "6 to 9 years"
    assert told["pages"][1]["questions"][0]["answer"] == "6-9"
    assert told["problems"] == []
    assert json.loads(json.dumps(told)) == told


def test_a_trace_names_what_is_wrong_with_the_answers():
    answers = {"kita": "no", "waiting_time": 3, "satisfied": "great", "kitta": "yes"}

    problems = trace(mini("skip_rule"), answers)["problems"]

    assert [problem.split(":")[0] for problem in problems] == ["waiting_time", "satisfied", "kitta"]
    assert [
        next(
            part
            for part in ("does not count", "cannot be answered", "no such question")
            if part in each
        )
        for each in problems
    ] == ["does not count", "cannot be answered", "no such question"]


def test_a_trace_names_required_questions_that_are_open():
    problems = trace(mini("skip_rule"), {})["problems"]

    assert problems == ["kita: required"]


def part_of(told, kind, code):
    """Return the first page, question, option or row with an id."""
    if kind == "page":
        return next(each for each in told["walk"] if each["key"] == code)
    questions = [each for page in told["walk"] for each in page["questions"]]
    if kind == "question":
        return next(each for each in questions if each["id"] == code)
    parts = [part for each in questions for part in (*each["options"], *each["rows"])]
    return next(each for each in parts if each["code"] == code)


def test_a_trace_names_the_answer_that_hides_a_page():
    told = trace(mini("skip_rule"), {"kita": "no"})

    page = part_of(told, "page", "waiting_page")
    assert not page["seen"]
    assert page["reason"]["condition"] == (
        "wenn Sie bei „Nutzen Sie eine Kita?“ „ja“ geantwortet haben"
    )
    assert page["reason"]["because"] == "weil „Nutzen Sie eine Kita?“ mit „nein“ beantwortet ist"
    assert page["reason"]["values"][0]["name"] == "kita"


def test_a_trace_says_why_an_option_is_not_offered():
    told = trace(mini("skip_rule"), {"kita": "no"}, "en")

    option = part_of(told, "option", "waited")
    assert not option["seen"]
    assert option["reason"]["because"].endswith("was not asked")


def test_a_trace_holds_pages_of_a_list_without_items_once():
    told = trace(mini("repeat_children"), {"children_count": 0})

    page = part_of(told, "page", "child_age")
    assert not page["seen"]
    assert page["reason"]["where"] == "list"
    assert page["reason"]["because"] == "weil die Zahl der Kinder 0 ist"


def test_a_trace_counts_what_is_seen_and_gives_the_path():
    told = trace(mini("skip_rule"), {"kita": "no"})

    assert told["path"] == ["kita_page", "end_page"]
    assert told["counts"] == {
        "pages_seen": 2,
        "pages_hidden": 1,
        "questions_seen": 2,
        "questions_hidden": 1,
    }


@pytest.mark.parametrize(
    ("condition", "answers", "because"),
    [
        ("kita == 'yes' and wait > 3", {"kita": "yes", "wait": 2}, "„Warten?“ mit „2“"),
        ("kita == 'no' or wait > 3", {"kita": "yes", "wait": 9}, "„Warten?“ mit „9“"),
        ("not answered(wait)", {"kita": "yes"}, "„Warten?“ nicht beantwortet ist"),
        ("refused(wait)", {"wait": "refused"}, "„Warten?“ mit „keine Angabe“ beantwortet ist"),
        ("wave.year > 2000", {}, "das Jahr der Befragung nicht bekannt ist"),
        ("5 > 3", {}, ""),
    ],
)
def test_only_the_deciding_part_of_a_condition_is_named(condition, answers, because):
    told = trace(_asking(condition), answers)

    reason = part_of(told, "question", "last")["reason"]
    named = [each["clause"] for each in reason["values"]]
    assert len(named) <= 1
    assert because in reason["because"]


def _asking(condition):
    source = """
id: probe
version: 1
title: {de: Probe}
intro: {de: Hallo}
thanks: {de: Danke}
languages: [de]
minutes: 1
sections: [{id: all, title: {de: Alles}}]
pages:
  - id: first
    title: {de: Erste}
    section: all
    questions:
      - {id: kita, type: yesno, text: {de: "Kita?"}}
      - {id: wait, type: number, text: {de: "Warten?"}, minimum: 0, maximum: 99}
      - {id: last, type: yesno, text: {de: "Zufrieden?"}, show: CONDITION}
"""
    return document.parse(source.replace("CONDITION", f'"{condition}"'))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_seen_in_the_walk_is_what_stands_on_screens(name, language):
    asked = mini(name)
    randomness = Random(name)
    answers = way_with(
        asked, lambda each, _: example_value(each, randomness), example_items(randomness)
    ).answers()

    told = trace(asked, answers.to_json(), language)

    on_screens = [
        (page["key"], question["id"]) for page in told["pages"] for question in page["questions"]
    ]
    seen = [
        (page["key"], question["id"])
        for page in told["walk"]
        for question in page["questions"]
        if question["seen"]
    ]
    assert seen == on_screens
    assert json.loads(json.dumps(told)) == told
    assert list(lines(told))
