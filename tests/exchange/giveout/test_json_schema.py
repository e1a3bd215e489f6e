"""The JSON Schema of our YAML."""

from __future__ import annotations

import copy

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from surveyapp.exchange.giveout import json_schema
from surveyapp.questionnaire.types import KINDS
from tests.exchange.giveout.samples import FILES, NAMES, ROOT

SCHEMA = json_schema.schema()


def content(name):
    return YAML(typ="safe", pure=True).load(FILES[name].read_text(encoding="utf-8"))


def test_the_schema_is_sound():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", NAMES)
def test_every_questionnaire_fits_the_schema(name):
    document = content(name)

    wrong = [error.message for error in Draft202012Validator(SCHEMA).iter_errors(document)]

    assert wrong == []


def test_types_are_those_of_the_registry():
    known = SCHEMA["$defs"]["Question"]["properties"]["type"]["enum"]

    assert known == list(KINDS)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("pages", 0, "questions", 0, "type"), "singel"),
        (("pages", 0, "questions", 0, "id"), "Große Frage"),
        (("pages", 0, "questions", 0, "show"), ""),
        (("pages", 0, "colour"), "red"),
        (("facts",), {"wave.year": 2026}),
        (("minutes",), "ten"),
    ],
)
def test_an_editor_underlines_a_mistake(place, value):
    document = copy.deepcopy(content("skip_rule"))
    part = document
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = value

    wrong = list(Draft202012Validator(SCHEMA).iter_errors(document))

    assert wrong != []


def test_conditions_are_marked_and_fields_explained():
    question = SCHEMA["$defs"]["Question"]["properties"]

    texts = [each for each in question["required"]["anyOf"] if each["type"] == "string"]

    assert texts[0]["format"] == "surveyapp-expression"
    assert question["scale"] == question["scale"] | {"title": "Scale"}
    assert question["lines"]["description"] == "Height of a text field; 1 is a single line."


def test_the_schema_in_the_documentation_is_the_one_of_the_product():
    kept = (ROOT / "docs" / "questionnaire.schema.json").read_bytes()

    assert kept == json_schema.write(), (
        "write it anew: surveyapp questionnaire export --to json-schema"
    )
