"""Hostile files of eQ are refused or bounded, and nothing of them runs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Refused, Taken
from tests.exchange.eq.building import (
    RADIO,
    answer,
    block,
    choice,
    equals,
    number,
    one,
    said,
    section,
    skip,
    survey,
    text,
    to,
)


def _deep(levels: int) -> Any:
    rule: Any = equals("one", "A")
    for _ in range(levels):
        rule = {"not": [rule]}
    return skip(rule, RADIO)


def _wide() -> Any:
    rules = [
        {"and": [{"==": [said(f"x{n}"), "A"]}, {"==": [said(f"x{(n * 7 + 3) % 60}"), "B"]}]}
        for n in range(60)
    ]
    blocks = [block(f"b{n}", choice(f"x{n}", "A", "B")) for n in range(60)]
    return one(*blocks, block("last", skip_conditions={"when": {"or": rules}}), block("end"))


def _tangled() -> Any:
    blocks = []
    for n in range(80):
        rules = [to(f"b{n + step}", equals(f"x{n}", "ABC"[step % 3])) for step in (5, 3)]
        more = {"routing_rules": [*rules, to(f"b{n + 1}")]} if n < 70 else {}
        blocks.append(block(f"b{n}", choice(f"x{n}", "A", "B", "C"), **more))
    return one(*blocks)


HOSTILE: dict[str, Any] = {
    "not JSON": b'{"mime_type": "application/json/ons/eq", "sections": [',
    "deep nesting": b'{"mime_type":' + b"[" * 100_000,
    "deep rule": _deep(50),
    "sections are no list": {"mime_type": "application/json/ons/eq", "sections": {}},
    "many values": skip({"in": [said("one"), ["A"] * 5000]}, RADIO),
    "wide rule": _wide(),
    "tangled ways": _tangled(),
    "many blocks": one(*(block(f"b{n}") for n in range(1500))),
    "many parts": skip({"or": [equals("one", "A")] * 400}, RADIO),
    "infinite number": b'{"mime_type": "application/json/ons/eq", "survey_id": "0", "theme": Infinity}',
    "prototype": {**survey(section(block("a"))), "__proto__": {"x": 1}},
    "null everywhere": dict.fromkeys(survey()),
    "numbers everywhere": dict.fromkeys(survey(), 1),
    "lists for objects": survey([], [{"groups": [[]]}]),
    "objects for lists": one(block("a", said={"answers": {"id": "x"}})),
    "words for options": one(block("a", {**choice("x"), "options": "Yes"})),
    "words for rules": one(block("a", skip_conditions="always", routing_rules="End")),
    "rules of numbers": skip({"and": [1, None, []]}),
    "placeholders of numbers": one(
        block("a", said={"title": {"text": 3, "placeholders": [1, None]}})
    ),
    "limits of words": one(block("a", number("x", minimum={"value": "little"}))),
    "limits of lists": one(block("a", number("x", minimum={"value": [1]}, maximum={"value": {}}))),
    "offset of words": one(
        block("a", answer("x", "Date", minimum={"value": "now", "offset_by": {"years": "x"}}))
    ),
    "offset beyond all time": one(
        block(
            "a", answer("x", "Date", minimum={"value": "2020-01-01", "offset_by": {"years": 99999}})
        )
    ),
    "identifier of lists": skip(
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
    content = one(
        block("a", text("x", label=script), said={"title": script}), title=f"Title {script}"
    )

    outcome = bring_in(json.dumps(content).encode(), "script.json")

    assert isinstance(outcome, Taken)
    assert "alert" not in str(outcome.questionnaire)
    assert any("script" in remark.say("en") for remark in outcome.changed)
