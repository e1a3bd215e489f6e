"""Broken and hostile files of eQ are refused with the place, never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Refused, Taken
from tests.exchange.eq.surveys import (
    END,
    NAME,
    SURVEYS,
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
    piped,
    question,
    repeating,
    said,
    section,
    survey,
    text,
    to,
    transform,
)


def _one(*blocks: Any, **more: Any) -> Any:
    return survey(section(*blocks), **more)


def _skip(rule: Any, *before: Any) -> Any:
    return _one(*before, block("last", skip_conditions={"when": rule}))


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
    return _one(
        block("a", choice("a-choice")),
        {"id": "b", "type": "Question", "question_variants": found},
    )


def _range(*answers: Any, **limits: Any) -> Any:
    return _one(block("a", *answers, kind="DateRange", said={"period_limits": limits}))


def _sum(**more: Any) -> Any:
    calculation = {
        "calculation_type": "sum",
        "value": 10,
        "answers_to_calculate": ["x", "y"],
        "conditions": ["equals"],
        **more,
    }
    own = [number("x"), number("y"), number("w", "Percentage")]
    return _one(block("a", *own, kind="Calculated", said={"calculations": [calculation]}))


RADIO = block("first", choice("one", "A", "B"))
NUMBER = block("first", number("n"))
MANY = block("first", choice("many", "A", "B", kind="Checkbox"))

BROKEN: dict[str, tuple[Any, str]] = {
    **{f"no {key}": (_without(key), key) for key in ("title", "survey_id", "theme", "language")},
    **{f"no {key}": (_without(key), key) for key in ("mime_type", "metadata", "data_version")},
    "no sections": ({**survey(), "sections": []}, "sections"),
    "a section is a number": ({**survey(), "sections": [3]}, "sections[0]"),
    "no groups": (survey({"id": "s", "title": "S"}), "sections[0].groups"),
    "no blocks": (survey({"id": "s", "groups": [{"id": "g"}]}), "groups[0].blocks"),
    "no id": (_one({"type": "Question"}), "blocks[0].id"),
    "an id with blanks": (_one(block("a b")), "blocks[0].id"),
    "unknown language": (survey(section(block("a")), language="engl!sch"), "language"),
    "unknown data version": (survey(section(block("a")), data_version="9"), "data_version"),
    "unknown flow": (survey(section(block("a")), questionnaire_flow={"type": "Star"}), "flow"),
    "unknown block": (_one({**block("a"), "type": "Quest"}), "blocks[0].type"),
    "unknown question": (_one(block("a", kind="Generic")), "question.type"),
    "unknown answer": (_one(block("a", answer("x", "Slider"))), "answers[0].type"),
    "no question": (_one({"id": "a", "type": "Question"}), "question"),
    "no wording": (_one(block("a", said={"title": ""})), "title"),
    "no answers": (_one(block("a", said={"answers": []})), "answers"),
    "mandatory unsaid": (
        _one(block("a", {"id": "x", "type": "TextField"})),
        "mandatory",
    ),
    "currency without currency": (_one(block("a", number("x", "Currency"))), "currency"),
    "unit without unit": (_one(block("a", number("x", "Unit"))), "unit"),
    "option without value": (
        _one(block("a", {**choice("x"), "options": [{"label": "A"}, {"label": "B"}]})),
        "options[0].value",
    ),
    "id twice": (_one(block("a"), block("a")), "„a“"),
    "answer twice": (_one(block("a", text("x")), block("b", text("x"))), "„x“"),
    "answer twice in one question": (_one(block("a", text("x"), text("x"))), "„x“"),
    "section and group of one id": (
        survey({"id": "s", "title": "S", "groups": [group(block("a"), id="s")]}),
        "„s“",
    ),
    "metadata twice": (
        _one(block("a"), metadata=[{"name": "x", "type": "string"}] * 2),
        "metadata",
    ),
    "metadata of the theme": (_one(block("a"), theme="business"), "ru_name"),
    "jump into nothing": (_one(block("a", routing_rules=[to("gone")])), "„gone“"),
    "jump to a group that is not there": (
        _one(block("a", routing_rules=[{"group": "gone"}])),
        "„gone“",
    ),
    "jump to a section": (_one(block("a", routing_rules=[{"section": "s"}])), "„s“"),
    "jump into another section": (
        survey(section(block("a", routing_rules=[to("b")])), section(block("b"), id="t")),
        "„b“",
    ),
    "jump without a target": (_one(block("a", routing_rules=[{}])), "routing_rules[0]"),
    "no rule for the rest": (
        _one(RADIO, block("a", routing_rules=[to(None, equals("one", "A"), **END)])),
        "routing_rules",
    ),
    "two rules for the rest": (_one(block("a", routing_rules=[END, END])), "routing_rules"),
    "unknown answer in a rule": (_skip(equals("gone", "A")), "„gone“"),
    "unknown list in a rule": (_skip({"==": [{"count": [said("x", "list")]}, 1]}), "„x“"),
    "unknown metadata": (_skip({"==": [said("x", "metadata"), "1"]}), "„x“"),
    "unknown source": (_skip({"==": [said("x", "moon"), "1"]}), "moon"),
    "asked too late": (
        _one(block("a", skip_conditions={"when": equals("one", "A")}), RADIO),
        "bevor",
    ),
    "value that is no option": (_skip(equals("one", "C"), RADIO), "„C“"),
    "values that are no option": (_skip({"in": [said("one"), ["A", "D"]]}, RADIO), "„D“"),
    "unknown operator": (_skip({"xor": [1, 2]}), "xor"),
    "one operand": (_skip({"==": [said("one")]}, RADIO), "=="),
    "rule that is a value": (_skip({"count": [said("many")]}, MANY), "count"),
    "two operators in one": (_skip({"==": [1, 1], "!=": [1, 2]}), "Operator"),
    "text against number": (_skip({"==": [said("n"), "3"]}, NUMBER), "vergleichen"),
    "order of words": (_skip({"<": [said("one"), "B"]}, RADIO), "vergleichen"),
    "several against one": (_skip({"==": [said("many"), "A"]}, MANY), "vergleichen"),
    "in something that is no list": (_skip({"in": ["A", said("n")]}, NUMBER), "vergleichen"),
    "count of one choice": (_skip({"==": [{"count": [said("one")]}, 1]}, RADIO), "count"),
    "date of a number": (
        _skip({"==": [{"date": [said("n")]}, {"date": ["2020-01-01"]}]}, NUMBER),
        "date",
    ),
    "old condition": (
        _one(
            RADIO, block("a", skip_conditions=[{"when": [{"id": "one", "condition": "is like"}]}])
        ),
        "is like",
    ),
    "enabled too early": (
        survey(
            section(block("a"), enabled={"when": equals("late", "Yes")}),
            section(block("b", choice("late")), id="t"),
        ),
        "bevor",
    ),
    "one option": (_one(block("a", choice("x", "A"))), "options"),
    "option twice": (_one(block("a", choice("x", "A", "A"))), "„A“"),
    "default that is no option": (_one(block("a", choice("x", default="C"))), "default"),
    "limits crossed": (
        _one(block("a", number("x", minimum={"value": 9}, maximum={"value": 3}))),
        "Maximum 3",
    ),
    "limits crossed by exclusion": (
        _one(
            block("a", number("x", minimum={"value": 3, "exclusive": True}, maximum={"value": 3}))
        ),
        "Maximum 3",
    ),
    "too large a limit": (_one(block("a", number("x", maximum={"value": 10**12}))), "9999999999"),
    "too many decimals": (_one(block("a", number("x", decimal_places=7))), "decimal_places"),
    "default of a mandatory number": (
        _one(block("a", number("x", mandatory=True, default=0))),
        "default",
    ),
    "finer limit": (
        _one(
            block("a", number("x", decimal_places=2)),
            block("b", number("y", maximum={"value": said("x")})),
        ),
        "Nachkommastellen",
    ),
    "limit by a word": (
        _one(block("a", text("x")), block("b", number("y", maximum={"value": said("x")}))),
        "maximum",
    ),
    "no date": (
        _one(block("a", answer("x", "Date", minimum={"value": "2020-13-01"}))),
        "2020-13-01",
    ),
    "dates crossed": (
        _one(
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
        _one(block("a", number("x", label=""), number("y"))),
        "label",
    ),
    "exclusive of words": (
        _one(block("a", text("x"), text("y"), kind="MutuallyExclusive")),
        "Checkbox",
    ),
    "exclusive and mandatory": (
        _one(
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
    "sum before its parts": (_one(calculated("t", "n"), NUMBER), "bevor"),
    "sum of unlike units": (
        _one(
            block("a", number("x", "Currency", currency="EUR")),
            block("b", number("y", "Currency", currency="GBP")),
            calculated("t", "x", "y"),
        ),
        "currency",
    ),
    "sum counted twice": (_one(NUMBER, calculated("t", "n", "n")), "zweimal"),
    "grand sum of answers": (
        _one(NUMBER, {**calculated("t", "n"), "type": "GrandCalculatedSummary"}),
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
        _one(
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
        _one(
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
    "placeholder unexplained": (_one(block("a", said={"title": piped("{x} {y}", x="1")})), "{y}"),
    "first transform looks back": (
        _one(
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
        _one(
            block("a", text("town")),
            block(
                "b",
                said={"title": piped("{x}", x=[transform("shout", string_to_format=said("town"))])},
            ),
        ),
        "„shout“",
    ),
    "second transform looks nowhere": (
        _one(
            block("a", text("first-name"), text("last-name")),
            block("b", said={"title": piped("{x}", x=[NAME, NAME])}),
        ),
        "Umformung",
    ),
    "hub asks for no section": (
        _one(
            block("a"),
            questionnaire_flow={"type": "Hub", "options": {"required_completed_sections": ["x"]}},
        ),
        "„x“",
    ),
    "preview without introduction": (_one(block("a"), preview_questions=True), "Introduction"),
    "code twice": (
        _one(block("a"), answer_codes=[{"answer_id": "a-answer", "code": "1"}] * 2),
        "zweimal",
    ),
    "code of no answer": (_one(block("a"), answer_codes=[{"answer_id": "x", "code": "1"}]), "„x“"),
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
        _one(block("where", answer("home", "Address"))),
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


def _deep(levels: int) -> Any:
    rule: Any = equals("one", "A")
    for _ in range(levels):
        rule = {"not": [rule]}
    return _skip(rule, RADIO)


def _wide() -> Any:
    rules = [
        {"and": [{"==": [said(f"x{n}"), "A"]}, {"==": [said(f"x{(n * 7 + 3) % 60}"), "B"]}]}
        for n in range(60)
    ]
    blocks = [block(f"b{n}", choice(f"x{n}", "A", "B")) for n in range(60)]
    return _one(*blocks, block("last", skip_conditions={"when": {"or": rules}}), block("end"))


def _tangled() -> Any:
    blocks = []
    for n in range(80):
        rules = [to(f"b{n + step}", equals(f"x{n}", "ABC"[step % 3])) for step in (5, 3)]
        more = {"routing_rules": [*rules, to(f"b{n + 1}")]} if n < 70 else {}
        blocks.append(block(f"b{n}", choice(f"x{n}", "A", "B", "C"), **more))
    return _one(*blocks)


HOSTILE: dict[str, Any] = {
    "not JSON": b'{"mime_type": "application/json/ons/eq", "sections": [',
    "deep nesting": b'{"mime_type":' + b"[" * 100_000,
    "deep rule": _deep(50),
    "sections are no list": {"mime_type": "application/json/ons/eq", "sections": {}},
    "many values": _skip({"in": [said("one"), ["A"] * 5000]}, RADIO),
    "wide rule": _wide(),
    "tangled ways": _tangled(),
    "many blocks": _one(*(block(f"b{n}") for n in range(1500))),
    "many parts": _skip({"or": [equals("one", "A")] * 400}, RADIO),
    "infinite number": b'{"mime_type": "application/json/ons/eq", "survey_id": "0", "theme": Infinity}',
    "prototype": {**survey(section(block("a"))), "__proto__": {"x": 1}},
    "null everywhere": dict.fromkeys(survey()),
    "numbers everywhere": dict.fromkeys(survey(), 1),
    "lists for objects": survey([], [{"groups": [[]]}]),
    "objects for lists": _one(block("a", said={"answers": {"id": "x"}})),
    "words for options": _one(block("a", {**choice("x"), "options": "Yes"})),
    "words for rules": _one(block("a", skip_conditions="always", routing_rules="End")),
    "rules of numbers": _skip({"and": [1, None, []]}),
    "placeholders of numbers": _one(
        block("a", said={"title": {"text": 3, "placeholders": [1, None]}})
    ),
    "limits of words": _one(block("a", number("x", minimum={"value": "little"}))),
    "limits of lists": _one(block("a", number("x", minimum={"value": [1]}, maximum={"value": {}}))),
    "offset of words": _one(
        block("a", answer("x", "Date", minimum={"value": "now", "offset_by": {"years": "x"}}))
    ),
    "offset beyond all time": _one(
        block(
            "a", answer("x", "Date", minimum={"value": "2020-01-01", "offset_by": {"years": 99999}})
        )
    ),
    "identifier of lists": _skip(
        {"==": [{"source": "answers", "identifier": [["one"]]}, "A"]}, RADIO
    ),
    "wide characters": json.dumps(
        survey(section(block("a", text("x", label="\ud83d\ude00\u202e"))))
    ).encode("utf-16"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_bounded(name):
    given = HOSTILE[name]
    content = given if isinstance(given, bytes) else json.dumps(given).encode()

    outcome = bring_in(content, "hostile.json", "eq")

    assert isinstance(outcome, (Refused, Taken))


def test_what_could_run_is_taken_out_of_texts():
    script = 'Hello <script>alert(1)</script><img src=x onerror="alert(2)">{name}'
    content = _one(
        block("a", text("x", label=script), said={"title": script}), title=f"Title {script}"
    )

    outcome = bring_in(json.dumps(content).encode(), "script.json")

    assert isinstance(outcome, Taken)
    assert "alert" not in str(outcome.questionnaire)
    assert any("script" in remark.say("en") for remark in outcome.changed)
