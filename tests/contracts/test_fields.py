"""Question types and form fields are two registries with one set of keys."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types import KINDS
from surveyapp.ui.fields import FIELDS

ROOT = Path(__file__).parents[2]


def test_every_type_that_is_shown_has_a_field_and_every_field_a_type():
    assert set(FIELDS) == {name for name, kind in KINDS.items() if kind.is_shown}


def test_every_field_has_a_template():
    for name, field in FIELDS.items():
        path = ROOT / "surveyapp/ui/templates" / field.widget.template

        assert path.exists(), f"{name} has no template {path}"


def test_what_a_type_takes_is_a_field_of_questions_and_options():
    of_questions = {each.name for each in fields(Question)}
    of_options = {each.name for each in fields(Option)}

    for name, kind in KINDS.items():
        assert kind.takes | kind.starts.keys() <= of_questions, name
        assert kind.option_takes <= of_options, name


def test_nothing_else_asks_for_the_type_of_a_question():
    asking = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "surveyapp").rglob("*.py")
        if "exchange" not in path.parts  # other formats have words of their own
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare) and _names_a_type(node)
    ]

    assert asking == []


def _names_a_type(node):
    parts = (node.left, *node.comparators)
    return any(isinstance(part, ast.Constant) and part.value in KINDS for part in parts)
