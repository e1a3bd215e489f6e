"""Broken files of eQ are refused with the place, never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Refused
from tests.exchange.eq.building import (
    END,
    NAME,
    RADIO,
    acting,
    answer,
    block,
    calculated,
    choice,
    collector,
    equals,
    group,
    leading,
    number,
    one,
    piped,
    question,
    repeating,
    said,
    section,
    skip,
    survey,
    text,
    to,
    transform,
)
from tests.exchange.eq.surveys import SURVEYS


def _without(key: str) -> Any:
    return {name: value for name, value in survey(section(block("a"))).items() if name != key}


def _changed(name: str, change: Callable[[Any], Any]) -> Any:
    content = deepcopy(SURVEYS[name])
    change(content)
    return content


def _first(content: Any, place: int = 0) -> Any:
    return content["sections"][0]["groups"][0]["blocks"][place]


def _variants(first: Any, second: Any) -> Any:
    when = {"when": equals("a-choice", "Yes")}
    found = [{**when, "question": first}, {**when, "question": second}]
    return one(
        block("a", choice("a-choice")),
        {"id": "b", "type": "Question", "question_variants": found},
    )


def _range(*answers: Any, **limits: Any) -> Any:
    return one(block("a", *answers, kind="DateRange", said={"period_limits": limits}))


def _sum(**more: Any) -> Any:
    calculation = {
        "calculation_type": "sum",
        "value": 10,
        "answers_to_calculate": ["x", "y"],
        "conditions": ["equals"],
        **more,
    }
    own = [number("x"), number("y"), number("w", "Percentage")]
    return one(block("a", *own, kind="Calculated", said={"calculations": [calculation]}))


NUMBER = block("first", number("n"))
MANY = block("first", choice("many", "A", "B", kind="Checkbox"))

BROKEN: dict[str, tuple[Any, str]] = {
    **{f"no {key}": (_without(key), key) for key in ("title", "survey_id", "theme", "language")},
    **{f"no {key}": (_without(key), key) for key in ("mime_type", "metadata", "data_version")},
    "no sections": ({**survey(), "sections": []}, "sections"),
    "a section is a number": ({**survey(), "sections": [3]}, "sections[0]"),
    "no groups": (survey({"id": "s", "title": "S"}), "sections[0].groups"),
    "no blocks": (survey({"id": "s", "groups": [{"id": "g"}]}), "groups[0].blocks"),
    "no id": (one({"type": "Question"}), "blocks[0].id"),
    "an id with blanks": (one(block("a b")), "blocks[0].id"),
    "unknown language": (survey(section(block("a")), language="engl!sch"), "language"),
    "unknown data version": (survey(section(block("a")), data_version="9"), "data_version"),
    "unknown flow": (survey(section(block("a")), questionnaire_flow={"type": "Star"}), "flow"),
    "unknown block": (one({**block("a"), "type": "Quest"}), "blocks[0].type"),
    "unknown question": (one(block("a", kind="Generic")), "question.type"),
    "unknown answer": (one(block("a", answer("x", "Slider"))), "answers[0].type"),
    "no question": (one({"id": "a", "type": "Question"}), "question"),
    "no wording": (one(block("a", said={"title": ""})), "title"),
    "no answers": (one(block("a", said={"answers": []})), "answers"),
    "mandatory unsaid": (
        one(block("a", {"id": "x", "type": "TextField"})),
        "mandatory",
    ),
    "currency without currency": (one(block("a", number("x", "Currency"))), "currency"),
    "unit without unit": (one(block("a", number("x", "Unit"))), "unit"),
    "option without value": (
        one(block("a", {**choice("x"), "options": [{"label": "A"}, {"label": "B"}]})),
        "options[0].value",
    ),
    "id twice": (one(block("a"), block("a")), "„a“"),
    "answer twice": (one(block("a", text("x")), block("b", text("x"))), "„x“"),
    "answer twice in one question": (one(block("a", text("x"), text("x"))), "„x“"),
    "section and group of one id": (
        survey({"id": "s", "title": "S", "groups": [group(block("a"), id="s")]}),
        "„s“",
    ),
    "metadata twice": (
        one(block("a"), metadata=[{"name": "x", "type": "string"}] * 2),
        "metadata",
    ),
    "metadata of the theme": (one(block("a"), theme="business"), "ru_name"),
    "jump into nothing": (one(block("a", routing_rules=[to("gone")])), "„gone“"),
    "jump to a group that is not there": (
        one(block("a", routing_rules=[{"group": "gone"}])),
        "„gone“",
    ),
    "jump to a section": (one(block("a", routing_rules=[{"section": "s"}])), "„s“"),
    "jump into another section": (
        survey(section(block("a", routing_rules=[to("b")])), section(block("b"), id="t")),
        "„b“",
    ),
    "jump without a target": (one(block("a", routing_rules=[{}])), "routing_rules[0]"),
    "no rule for the rest": (
        one(RADIO, block("a", routing_rules=[to(None, equals("one", "A"), **END)])),
        "routing_rules",
    ),
    "two rules for the rest": (one(block("a", routing_rules=[END, END])), "routing_rules"),
    "unknown answer in a rule": (skip(equals("gone", "A")), "„gone“"),
    "unknown list in a rule": (skip({"==": [{"count": [said("x", "list")]}, 1]}), "„x“"),
    "unknown metadata": (skip({"==": [said("x", "metadata"), "1"]}), "„x“"),
    "unknown source": (skip({"==": [said("x", "moon"), "1"]}), "moon"),
    "asked too late": (
        one(block("a", skip_conditions={"when": equals("one", "A")}), RADIO),
        "bevor",
    ),
    "value that is no option": (skip(equals("one", "C"), RADIO), "„C“"),
    "values that are no option": (skip({"in": [said("one"), ["A", "D"]]}, RADIO), "„D“"),
    "unknown operator": (skip({"xor": [1, 2]}), "xor"),
    "one operand": (skip({"==": [said("one")]}, RADIO), "=="),
    "rule that is a value": (skip({"count": [said("many")]}, MANY), "count"),
    "two operators in one": (skip({"==": [1, 1], "!=": [1, 2]}), "Operator"),
    "text against number": (skip({"==": [said("n"), "3"]}, NUMBER), "vergleichen"),
    "order of words": (skip({"<": [said("one"), "B"]}, RADIO), "vergleichen"),
    "several against one": (skip({"==": [said("many"), "A"]}, MANY), "vergleichen"),
    "in something that is no list": (skip({"in": ["A", said("n")]}, NUMBER), "vergleichen"),
    "count of one choice": (skip({"==": [{"count": [said("one")]}, 1]}, RADIO), "count"),
    "date of a number": (
        skip({"==": [{"date": [said("n")]}, {"date": ["2020-01-01"]}]}, NUMBER),
        "date",
    ),
    "old condition": (
        one(RADIO, block("a", skip_conditions=[{"when": [{"id": "one", "condition": "is like"}]}])),
        "is like",
    ),
    "enabled too early": (
        survey(
            section(block("a"), enabled={"when": equals("late", "Yes")}),
            section(block("b", choice("late")), id="t"),
        ),
        "bevor",
    ),
    "one option": (one(block("a", choice("x", "A"))), "options"),
    "option twice": (one(block("a", choice("x", "A", "A"))), "„A“"),
    "default that is no option": (one(block("a", choice("x", default="C"))), "default"),
    "limits crossed": (
        one(block("a", number("x", minimum={"value": 9}, maximum={"value": 3}))),
        "Maximum 3",
    ),
    "limits crossed by exclusion": (
        one(block("a", number("x", minimum={"value": 3, "exclusive": True}, maximum={"value": 3}))),
        "Maximum 3",
    ),
    "too large a limit": (one(block("a", number("x", maximum={"value": 10**12}))), "9999999999"),
    "too many decimals": (one(block("a", number("x", decimal_places=7))), "decimal_places"),
    "default of a mandatory number": (
        one(block("a", number("x", mandatory=True, default=0))),
        "default",
    ),
    "finer limit": (
        one(
            block("a", number("x", decimal_places=2)),
            block("b", number("y", maximum={"value": said("x")})),
        ),
        "Nachkommastellen",
    ),
    "limit by a word": (
        one(block("a", text("x")), block("b", number("y", maximum={"value": said("x")}))),
        "maximum",
    ),
    "no date": (
        one(block("a", answer("x", "Date", minimum={"value": "2020-13-01"}))),
        "2020-13-01",
    ),
    "dates crossed": (
        one(
            block(
                "a",
                answer(
                    "x", "Date", minimum={"value": "2021-01-01"}, maximum={"value": "2020-01-01"}
                ),
            )
        ),
        "minimum",
    ),
    "labels missing": (
        one(block("a", number("x", label=""), number("y"))),
        "label",
    ),
    "exclusive of words": (
        one(block("a", text("x"), text("y"), kind="MutuallyExclusive")),
        "Checkbox",
    ),
    "exclusive and mandatory": (
        one(
            block(
                "a",
                choice("x", mandatory=True, kind="Checkbox"),
                choice("y", "N", kind="Checkbox"),
                kind="MutuallyExclusive",
            )
        ),
        "Pflicht",
    ),
    "period of numbers": (_range(number("x"), number("y")), "Zeitraum"),
    "period crossed": (
        _range(answer("x", "Date"), answer("y", "Date"), minimum={"days": 9}, maximum={"days": 2}),
        "Zeitraum",
    ),
    "period of years in days": (
        _range(answer("x", "YearDate"), answer("y", "YearDate"), minimum={"days": 9}),
        "genauer",
    ),
    "sum of one": (_sum(answers_to_calculate=["x"]), "Summe"),
    "sum of something else": (_sum(answers_to_calculate=["x", "z"]), "„z“"),
    "sum of unlike": (_sum(answers_to_calculate=["x", "w"]), "Zahlen einer Art"),
    "sum of no condition": (_sum(conditions=["near"]), "Bedingung"),
    "sum before its parts": (one(calculated("t", "n"), NUMBER), "bevor"),
    "sum of unlike units": (
        one(
            block("a", number("x", "Currency", currency="EUR")),
            block("b", number("y", "Currency", currency="GBP")),
            calculated("t", "x", "y"),
        ),
        "currency",
    ),
    "sum counted twice": (one(NUMBER, calculated("t", "n", "n")), "zweimal"),
    "grand sum of answers": (
        one(NUMBER, {**calculated("t", "n"), "type": "GrandCalculatedSummary"}),
        "Zwischensumme",
    ),
    "variants of other ids": (
        _variants(question(text("x"), id="q"), question(text("x"), id="r")),
        "Varianten",
    ),
    "variants of other answers": (
        _variants(question(text("x"), id="q"), question(text("y"), id="q")),
        "Varianten",
    ),
    "variants of other types": (
        _variants(question(text("x"), id="q"), question(number("x"), id="q")),
        "Varianten",
    ),
    "one variant": (
        one(
            {
                "id": "b",
                "type": "Question",
                "question_variants": [
                    {"when": {"==": [1, 1]}, "question": question(text("x"), id="q")}
                ],
            }
        ),
        "Variante",
    ),
    "list nobody fills": (survey(section(block("a")), repeating(block("b"))), "people"),
    "adding and editing differ": (
        _changed(
            "household",
            lambda c: _first(c, 1)["edit_block"]["question"]["answers"].pop(),
        ),
        "Hinzufügen",
    ),
    "list without an adding option": (
        _changed(
            "household",
            lambda c: _first(c, 1)["question"]["answers"][0]["options"][0].pop("action"),
        ),
        "RedirectToListAddBlock",
    ),
    "list without a removing option": (
        _changed(
            "household",
            lambda c: _first(c, 1)["remove_block"]["question"]["answers"][0]["options"][0].pop(
                "action"
            ),
        ),
        "RemoveListItemAndAnswers",
    ),
    "list without an adding block": (
        _changed("household", lambda c: _first(c, 1).pop("add_block")),
        "add_block",
    ),
    "adding block of another type": (
        _changed(
            "household", lambda c: _first(c, 1)["add_block"].update({"type": "ListEditQuestion"})
        ),
        "ListAddQuestion",
    ),
    "way inside a list": (
        _changed("household", lambda c: _first(c, 1)["add_block"].update(routing_rules=[END])),
        "Weg",
    ),
    "relationship of words": (
        _changed("household", lambda c: _first(c, 2)["question"].update(answers=[text("related")])),
        "Relationship",
    ),
    "leading to no block": (
        one(
            block("a", acting(choice("x"), "Yes", leading("people", "gone"))),
            collector(),
        ),
        "gone",
    ),
    "two driving questions": (
        _changed(
            "driving",
            lambda c: c["sections"][0]["groups"][0]["blocks"].insert(
                1,
                {
                    **block("again"),
                    "type": "ListCollectorDrivingQuestion",
                    "for_list": "companies",
                },
            ),
        ),
        "zwei einleitende",
    ),
    "placeholder unexplained": (one(block("a", said={"title": piped("{x} {y}", x="1")})), "{y}"),
    "first transform looks back": (
        one(
            block(
                "a",
                said={
                    "title": piped("{x}", x=[transform("add", lhs=said("p", "previous_transform"))])
                },
            )
        ),
        "Umformung",
    ),
    "transform unknown": (
        one(
            block("a", text("town")),
            block(
                "b",
                said={"title": piped("{x}", x=[transform("shout", string_to_format=said("town"))])},
            ),
        ),
        "„shout“",
    ),
    "second transform looks nowhere": (
        one(
            block("a", text("first-name"), text("last-name")),
            block("b", said={"title": piped("{x}", x=[NAME, NAME])}),
        ),
        "Umformung",
    ),
    "hub asks for no section": (
        one(
            block("a"),
            questionnaire_flow={"type": "Hub", "options": {"required_completed_sections": ["x"]}},
        ),
        "„x“",
    ),
    "preview without introduction": (one(block("a"), preview_questions=True), "Introduction"),
    "code twice": (
        one(block("a"), answer_codes=[{"answer_id": "a-answer", "code": "1"}] * 2),
        "zweimal",
    ),
    "code of no answer": (one(block("a"), answer_codes=[{"answer_id": "x", "code": "1"}]), "„x“"),
    "progress ahead": (
        survey(
            section(
                block(
                    "a",
                    skip_conditions={
                        "when": {"==": [said("t", "progress", selector="section"), "COMPLETED"]}
                    },
                )
            ),
            section(block("b"), id="t"),
        ),
        "„t“",
    ),
    "asks nothing": (
        one(block("where", answer("home", "Address"))),
        "fragt nichts",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_its_place(name):
    content, expected = BROKEN[name]

    outcome = bring_in(json.dumps(content).encode(), "broken.json", "eq")

    assert isinstance(outcome, Refused), outcome
    assert expected in " ".join(error.say("de") for error in outcome.errors), outcome.errors
    for error in outcome.errors:
        assert {"de", "en"} <= set(error.sentence)
        assert not any(sentence.endswith(".") for sentence in error.sentence.values())
