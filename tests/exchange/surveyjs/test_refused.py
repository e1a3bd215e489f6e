"""Broken and hostile files of SurveyJS are refused with the place, never with a traceback."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Refused, Taken


def _survey(*elements: Any, **more: Any) -> dict[str, Any]:
    return {"locale": "de", "elements": list(elements), **more}


def _text(name: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": "text", "name": name, **more}


def _choice(name: str = "w", *choices: Any, **more: Any) -> dict[str, Any]:
    return {"type": "radiogroup", "name": name, "choices": list(choices), **more}


def _deep(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = _text()
    for n in range(levels):
        inner = {"type": "panel", "name": f"p{n}", "elements": [inner]}
    return inner


BROKEN: dict[str, tuple[Any, str]] = {
    "no JSON": (b'{"elements": [', "line 1"),
    "a list": ([], "kein"),
    "no elements": ({"title": "x", "pages": []}, "fragt nichts"),
    "elements are no list": ({"elements": {"a": 1}}, "elements"),
    "a page is no object": ({"pages": [3]}, "pages[0]"),
    "page elements are no list": ({"pages": [{"elements": 3}]}, "pages[0].elements"),
    "no type": (_survey({"name": "a"}), "elements[0]"),
    "unknown type": (_survey({"type": "radiogrop", "name": "a"}), "radiogroup"),
    "no name": (_survey({"type": "text"}), "elements[0]"),
    "an element is a number": (_survey(3), "elements[0]"),
    "name twice": (_survey(_text(), _text("A")), "elements[1]"),
    "value shadows question": (
        _survey(_text(), calculatedValues=[{"name": "a", "expression": "1"}]),
        "calculatedValues[0]",
    ),
    "no choices": (_survey(_choice()), "fragt nichts"),
    "choice twice": (_survey(_choice("w", 1, "1")), "elements[0].choices[1]"),
    "choice without value": (_survey(_choice("w", {"text": "x"})), "elements[0].choices[0]"),
    "other listed and added": (
        _survey(_choice("w", "other", "b", showOtherItem=True)),
        "„other“",
    ),
    "expression cannot be read": (
        _survey(_text(), _text("b", visibleIf="{a} = ")),
        "elements[1].visibleIf",
    ),
    "three equal signs": (_survey(_text(), _text("b", visibleIf="{a} === 1")), "==="),
    "asks itself": (_survey(_text("b", visibleIf="{b} notempty")), "sich selbst"),
    "ask each other": (
        _survey(_text("a", visibleIf="{b} notempty"), _text("b", visibleIf="{a} notempty")),
        "sich selbst",
    ),
    "value of itself": (
        _survey(_text(), calculatedValues=[{"name": "v", "expression": "{v} + 1"}]),
        "sich selbst",
    ),
    "values of each other": (
        _survey(
            _text(),
            calculatedValues=[
                {"name": "v", "expression": "{w} + 1"},
                {"name": "w", "expression": "{v} + 1"},
            ],
        ),
        "calculatedValues[1]",
    ),
    "no columns": (_survey({"type": "matrix", "name": "m", "rows": ["x"]}), "columns"),
    "no rows": (_survey({"type": "matrix", "name": "m", "columns": ["x"]}), "rows"),
    "column twice": (
        _survey(
            {
                "type": "matrixdropdown",
                "name": "m",
                "rows": ["x"],
                "columns": [{"name": "c"}, {"name": "C"}],
                "choices": [1, 2],
            }
        ),
        "columns[1]",
    ),
    "empty group": (_survey({"type": "paneldynamic", "name": "p"}), "templateElements"),
    "fewer than at least": (
        _survey(
            {
                "type": "paneldynamic",
                "name": "p",
                "minPanelCount": 5,
                "maxPanelCount": 2,
                "templateElements": [_text("x")],
            }
        ),
        "minPanelCount",
    ),
    "unknown key": (
        _survey(
            {
                "type": "paneldynamic",
                "name": "p",
                "keyName": "z",
                "templateElements": [_text("x")],
            }
        ),
        "keyName",
    ),
    "scale without length": (
        _survey({"type": "rating", "name": "r", "rateMin": 5, "rateMax": 5}),
        "rateMin",
    ),
    "step too wide": (
        _survey({"type": "slider", "name": "r", "min": 0, "max": 5, "step": 9}),
        "step",
    ),
    "minimum above maximum": (
        _survey(_text("n", inputType="number", min=5, max=1)),
        "elements[0].min",
    ),
    "more choices than there are": (
        _survey({"type": "checkbox", "name": "c", "choices": [1, 2], "minSelectedChoices": 3}),
        "minSelectedChoices",
    ),
    "choices from nowhere": (
        _survey(_choice("w", choicesFromQuestion="zzz")),
        "choicesFromQuestion",
    ),
    "jump to nothing that a text decides": (
        _survey(_text(), triggers=[{"type": "skip", "expression": "{a} = 1", "gotoName": "z"}]),
        "triggers[0].gotoName",
    ),
    "value nobody can work out": (
        _survey(_text(), calculatedValues=[{"name": "v", "expression": "{a} +"}]),
        "calculatedValues[0].expression",
    ),
    "table of too many cells": (
        _survey(
            {
                "type": "matrixdropdown",
                "name": "m",
                "columns": [{"name": f"c{n}", "cellType": "text"} for n in range(120)],
                "rows": list(range(120)),
            }
        ),
        "200000",
    ),
    "unknown trigger": (_survey(_text(), triggers=[{"type": "jump"}]), "triggers[0]"),
    "jump to nowhere": (
        _survey(
            _choice("w", 1, 2),
            triggers=[{"type": "skip", "expression": "{w} = 1", "gotoName": "z"}],
        ),
        "gotoName",
    ),
    "unknown validator": (_survey(_text("t", validators=[{"type": "zzz"}])), "validators[0]"),
    "broken regular expression": (
        _survey(_text("t", validators=[{"type": "regex", "regex": "(["}])),
        "regex",
    ),
    "nothing left": (_survey({"type": "file", "name": "f"}), "fragt nichts"),
    "no fields": (_survey({"type": "multipletext", "name": "m", "items": []}), "items"),
    "changes programs": (b'{"elements": [], "__proto__": {"x": 1}}', "__proto__"),
    "nested without end": (_survey(_deep(60)), "60"),
    "brackets without end": (b'{"elements": ' + b"[" * 100_000, "JSON"),
    "brackets in an expression": (
        _survey(_text(), _text("b", visibleIf="(" * 3000 + "{a} = 1")),
        "visibleIf",
    ),
    "an endless expression": (
        _survey(_text(), _text("b", visibleIf="{a} notempty or " * 1000 + "{a} empty")),
        "visibleIf",
    ),
    "no number": (b'{"elements": [{"type": "rating", "name": "r", "rateMax": NaN}]}', "JSON"),
    "not UTF-8": (b'{"elements": ["\xff\xfa"]}', "UTF-8"),
    "huge": (_survey(*([1] * 200_001)), "200000"),
    "empty": (b"{}", ""),
}


PROGRAMS = {
    "a variable": "const json = {elements: [{type: 'text', name: 'a'}]};",
    "an export": 'export default {"elements": [{"type": "text", "name": "a"}]}',
    "a remark before it": '// Umfrage\n{"elements": [{"type": "text", "name": "a"}]}',
    "a comma too many": '{"elements": [{"type": "text", "name": "a"},]}',
    "a remark inside": '{"elements": [ /* neu */ {"type": "text", "name": "a"}]}',
    "names without quotes": '{elements: [{type: "text", name: "a"}]}',
    "simple quotes": "{'elements': [{'type': 'text', 'name': 'a'}]}",
    "a sign at its end": '{"elements": [{"type": "text", "name": "a"}]};',
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("file_name", ["umfrage.json", "umfrage.js", "umfrage.txt"])
def test_a_program_instead_of_json_is_named_as_such(name: str, file_name: str) -> None:
    content = PROGRAMS[name].encode()

    outcome = bring_in(content, file_name)

    assert isinstance(outcome, Refused)
    assert "JavaScript" in outcome.errors[0].say("de")


@pytest.mark.parametrize("content", [b'{"elements": [{"type": "text"', b'{"elements": [1 2]}'])
def test_damaged_json_is_not_taken_for_a_program(content: bytes) -> None:
    outcome = bring_in(content, "umfrage.json", "surveyjs")

    assert isinstance(outcome, Refused)
    assert "JavaScript" not in outcome.errors[0].say("de")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name: str) -> None:
    survey, place = BROKEN[name]
    content = survey if isinstance(survey, bytes) else json.dumps(survey).encode()

    outcome = bring_in(content, "umfrage.json", "surveyjs")

    assert isinstance(outcome, Refused)
    said = [error.say("de") for error in outcome.errors]
    assert any(place in sentence for sentence in said), said
    assert all(error.say("en") for error in outcome.errors)


HOSTILE: dict[str, Any] = {
    "script in a label": _survey(_choice("w", {"value": 1, "text": "<script>x()</script>Ja"}, 2)),
    "a program's word as name": _survey(_text("constructor"), _text("toString")),
    "script in a name": _survey(_text("<img src=x onerror=alert(1)>")),
    "braces without end": _survey(_text(title="{" * 50_000)),
    "a thousand choices": _survey(_choice("w", *range(1_000))),
    "a huge number": _survey(_text("n", inputType="number", max=10**400)),
    "a number too exact": _survey({"type": "slider", "name": "r", "step": 1e-9}),
    "texts that are lists": _survey(_text(title=[1], description={"de": {"x": 1}})),
    "properties of odd kinds": _survey(
        _text(visibleIf=3, isRequired="x", validators="x", min={}, maxLength="y", inputType=[])
    ),
    "odd choices": _survey(
        {"type": "checkbox", "name": "c", "choices": ["a", "b"], "maxSelectedChoices": "x"}
    ),
    "odd lists": _survey(
        {
            "type": "paneldynamic",
            "name": "p",
            "panelCount": "x",
            "bindings": 3,
            "templateElements": [_text("x")],
        }
    ),
    "other where nothing is chosen": _survey(_text(hasOther=True, showOtherItem=True)),
    "keys twice": b'{"locale": "de", "elements": [{"type": "text", "type": "comment", "name": "a"}]}',
    "a language that is none": _survey(_text(title={"default": "x", "<script>": "y"})),
    "a blank name of a language": _survey(_text(title={"de": "x", "": "y"})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_cleaned_or_refused_in_bounded_time(name: str) -> None:
    survey = HOSTILE[name]
    content = survey if isinstance(survey, bytes) else json.dumps(survey).encode()

    outcome = bring_in(content, "umfrage.json", "surveyjs")

    assert isinstance(outcome, (Taken, Refused))
    if isinstance(outcome, Taken):
        assert "script>" not in repr(outcome.questionnaire)
        assert "<img" not in repr(outcome.questionnaire)
