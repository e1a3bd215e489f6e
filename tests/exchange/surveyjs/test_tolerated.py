"""What SurveyJS runs in spite of a mistake comes over, and the mistake is remarked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Taken
from surveyapp.questionnaire.model import Question


def _taken(*elements: dict[str, Any], **more: Any) -> Taken:
    survey = {"locale": "de", "elements": list(elements), **more}
    outcome = bring_in(json.dumps(survey).encode(), "umfrage.json", "surveyjs")
    assert isinstance(outcome, Taken), outcome
    return outcome


def _text(name: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "name": name, **more}


def _questions(taken: Taken) -> dict[str, Question]:
    return {each.id: each for page in taken.questionnaire.pages for each in page.questions}


CHOICES = {"type": "radiogroup", "name": "w", "choices": ["x", "y"]}
MATRIX = {"type": "matrix", "name": "m", "columns": [1, 2], "rows": ["x"]}
UNKNOWN: dict[str, tuple[list[dict[str, Any]], dict[str, Any], str]] = {
    "a variable of the page": ([_text("b", visibleIf="{role} = 1")], {}, "{role}"),
    "a row that is not there": ([MATRIX, _text("b", visibleIf="{m.y} = 1")], {}, "{m.y}"),
    "whether it is needed": ([_text("b", requiredIf="{role} = 1")], {}, "{role}"),
    "choices": ([{**CHOICES, "choicesVisibleIf": "{role} contains {item}"}], {}, "{role}"),
    "one choice": (
        [{**CHOICES, "choices": ["x", {"value": "y", "visibleIf": "{role} = 1"}]}],
        {},
        "{role}",
    ),
    "a check": (
        [_text("b", validators=[{"type": "expression", "expression": "{b} = {role}"}])],
        {},
        "{role}",
    ),
    "a value worked out": (
        [_text("b", visibleIf="{v} > 1")],
        {"calculatedValues": [{"name": "v", "expression": "{role} + 1"}]},
        "{role}",
    ),
    "a jump": (
        [CHOICES, _text("b")],
        {"triggers": [{"type": "skip", "expression": "{role} = 1", "gotoName": "b"}]},
        "{role}",
    ),
    "the end": (
        [CHOICES],
        {"triggers": [{"type": "complete", "expression": "{role} = 1"}]},
        "{role}",
    ),
    "a bare name in a group": (
        [
            {
                "type": "paneldynamic",
                "name": "p",
                "templateElements": [_text("x"), _text("y", visibleIf="{x} notempty")],
            }
        ],
        {},
        "{x}",
    ),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_expression_that_names_something_unknown_is_lost_and_quoted(name: str) -> None:
    elements, more, said = UNKNOWN[name]

    found = _taken(*elements, **more)

    remarks = [each.say("de") for each in found.changed]
    assert any(f"{said} gibt es in der Datei nicht" in each for each in remarks), remarks
    assert all(each.show is None for each in _questions(found).values())


def test_of_conditions_joined_by_and_the_known_ones_stay() -> None:
    found = _taken(CHOICES, _text("b", visibleIf="{w} = 'x' and {role} = 'admin'"))

    assert _questions(found)["b"].show == "w == 'x'"
    said = [each.say("de") for each in found.changed if each.where == "elements[1].visibleIf"]
    assert len(said) == 1
    assert "{w} = 'x' and {role} = 'admin'" in said[0]


KINDS = ["radiogroup", "dropdown", "checkbox", "tagbox", "ranking", "imagepicker"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("more", [{}, {"choices": []}, {"choicesByUrl": {"url": "https://x.de"}}])
def test_a_question_without_choices_is_left_out(kind: str, more: dict[str, Any]) -> None:
    empty = {"type": kind, "name": "w", **more}

    found = _taken(empty, _text("b", visibleIf="{w} = 1"))

    assert list(_questions(found)) == ["b"]
    assert _questions(found)["b"].show is None
    assert any(each.where == "elements[0]" for each in found.dropped)


def test_a_column_without_choices_is_left_out() -> None:
    columns = [{"name": "k"}, {"name": "n", "cellType": "text", "inputType": "number"}]
    grid = {"type": "matrixdropdown", "name": "g", "rows": ["x"], "columns": columns}

    found = _taken(grid)

    assert len(_questions(found)) == 1
    assert any(each.where == "elements[0].columns[0]" for each in found.dropped)


def test_a_group_of_questions_without_choices_asks_nothing_of_its_items() -> None:
    empty = {"type": "dropdown", "name": "w"}
    group = {"type": "paneldynamic", "name": "p", "templateElements": [empty, _text("x")]}

    found = _taken(group)

    assert list(_questions(found)) == ["x"]


def test_the_thanks_show_no_answers() -> None:
    found = _taken(_text("b"), completedHtml={"de": "Danke, {b} und {role}!", "en": "Thanks {b}!"})

    assert found.questionnaire.thanks == {"de": "Danke, … und '{'role'}'!", "en": "Thanks …!"}
    assert any("{b} wird zu „…“" in each.say("de") for each in found.changed)


NUMERIC = {"type": "numeric", "minValue": 1}
UNCHECKED: dict[str, tuple[dict[str, Any], str]] = {
    "length of a number": (
        _text("a", inputType="number", validators=[{"type": "text", "minLength": 2}]),
        "validators[0]",
    ),
    "pattern of a number": (
        _text("a", validators=[NUMERIC, {"type": "regex", "regex": "^1"}]),
        "validators[1]",
    ),
    "number in a comment": ({"type": "comment", "name": "a", "validators": [NUMERIC]}, "„numeric“"),
    "pattern of a choice": (
        {**CHOICES, "validators": [{"type": "regex", "regex": "^x"}]},
        "„regex“",
    ),
    "number of a yes": ({"type": "boolean", "name": "a", "validators": [NUMERIC]}, "„numeric“"),
    "no digits": (
        _text("a", validators=[{"type": "text", "maxLength": 9, "allowDigits": False}]),
        "allowDigits",
    ),
    "a second pattern": (
        _text("a", validators=[{"type": "regex", "regex": "^a"}, {"type": "email"}]),
        "validators[1]",
    ),
}


@pytest.mark.parametrize("name", UNCHECKED)
def test_validator_that_checks_nothing_here_is_remarked(name):
    element, expected = UNCHECKED[name]

    taken = _taken(element)

    assert any(expected in each.say("de") for each in taken.changed)


def test_value_that_no_question_uses_is_remarked():
    value = {"name": "total", "expression": "1 + 1", "includeIntoResult": True}

    taken = _taken(CHOICES, calculatedValues=[value])

    assert any("„total“" in each.say("de") for each in taken.dropped)


def test_values_that_double_with_every_step_are_left_out():
    doubled = [
        {"name": f"v{n}", "expression": f"{{v{n - 1}}} + {{v{n - 1}}}"} for n in range(1, 50)
    ]
    number = _text("v0", inputType="number")

    taken = _taken(number, _text("b", visibleIf="{v49} > 3"), calculatedValues=doubled)

    assert _questions(taken)["b"].show is None
    assert any("zu oft ineinander" in each.say("de") for each in taken.changed)
