"""Families see exactly the blocks eQ would lead them to, whatever jumps and skips a file holds."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Taken
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.values import Answers
from tests.exchange.eq.building import (
    block,
    choice,
    equals,
    group,
    number,
    said,
    survey,
    to,
    written,
)

CODES = ("A", "B", "C")


class Reference:
    """A small interpreter of the routing of eQ: it walks the blocks of a section one by one."""

    def __init__(self, content: dict[str, Any], given: dict[str, Any]) -> None:
        self.content = content
        self.given = given
        self.path: list[str] = []
        self.block_of: dict[str, str] = {}
        for section in content["sections"]:
            for each in (b for g in section["groups"] for b in g["blocks"]):
                for answer in each["question"]["answers"]:
                    self.block_of[answer["id"]] = each["id"]

    def walk(self) -> list[str]:
        for section in self.content["sections"]:
            enabled = section.get("enabled")
            if enabled is None or self.holds(enabled["when"]):
                self.section(section)
        return self.path

    def section(self, section: dict[str, Any]) -> None:
        flat = [(g, b) for g in section["groups"] for b in g["blocks"]]
        place = 0
        while place < len(flat):
            group_, block_ = flat[place]
            if self.skips(group_):
                place += 1
                continue
            if not self.skips(block_):
                self.path.append(block_["id"])
                if "routing_rules" in block_:
                    found = self.jump(block_["routing_rules"], flat)
                    if found is None:
                        return
                    place = found
                    continue
            place += 1

    def jump(self, rules: list[dict[str, Any]], flat: list[Any]) -> int | None:
        rule = next(each for each in rules if "when" not in each or self.holds(each["when"]))
        if "section" in rule:
            return None
        place = next(
            n
            for n, (group_, block_) in enumerate(flat)
            if rule.get("block") == block_["id"] or rule.get("group") == group_["id"]
        )
        return None if self.skips(flat[place][0]) else place

    def skips(self, of: dict[str, Any]) -> bool:
        return "skip_conditions" in of and self.holds(of["skip_conditions"]["when"])

    def value(self, operand: Any) -> Any:
        if not isinstance(operand, dict):
            return operand
        if "count" in operand:
            return len(self.value(operand["count"][0]) or ())
        name = operand["identifier"]
        return self.given.get(name) if self.block_of[name] in self.path else None

    def holds(self, rule: dict[str, Any]) -> bool:
        name, operands = next(iter(rule.items()))
        if name == "and":
            return all(self.holds(each) for each in operands)
        if name == "or":
            return any(self.holds(each) for each in operands)
        if name == "not":
            return not self.holds(operands[0])
        left, right = (self.value(each) for each in operands)
        if name in ("==", "!="):
            return (left == right) is (name == "==")
        if name == "in":
            return right is not None and left in right
        if left is None or right is None:
            return False
        return {
            "<": lambda: left < right,
            ">=": lambda: left >= right,
            "any-in": lambda: any(each in right for each in left),
            "all-in": lambda: all(each in right for each in left),
        }[name]()


def _rule(randomness: Random, earlier: list[tuple[str, str]], depth: int = 0) -> dict[str, Any]:
    if depth < 2 and randomness.random() < 0.35:
        name = randomness.choice(("and", "or", "not"))
        parts = [_rule(randomness, earlier, depth + 1) for _ in range(1 if name == "not" else 2)]
        return {name: parts}
    answer, kind = randomness.choice(earlier)
    some = randomness.sample(CODES, 2)
    if kind == "Radio":
        return randomness.choice(
            [
                equals(answer, some[0]),
                {"!=": [said(answer), some[0]]},
                {"in": [said(answer), some]},
                {"==": [said(answer), None]},
                {"in": [said(answer), [None, some[0]]]},
            ]
        )
    if kind == "Checkbox":
        return randomness.choice(
            [
                {"any-in": [said(answer), some]},
                {"all-in": [said(answer), some]},
                {"all-in": [some, said(answer)]},
                {"in": [some[0], said(answer)]},
                {"<": [{"count": [said(answer)]}, 2]},
                {"==": [{"count": [said(answer)]}, 0]},
            ]
        )
    limit = randomness.randint(0, 6)
    return {randomness.choice(("<", ">=", "==", "!=")): [said(answer), limit]}


def _document(seed: int) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return a questionnaire of two sections with jumps at random, and its answers."""
    randomness = Random(seed)
    earlier: list[tuple[str, str]] = []
    sections = []
    for s in range(2):
        before = list(earlier)
        sizes = [randomness.randint(1, 4) for _ in range(randomness.randint(1, 3))]
        groups = []
        for g, size in enumerate(sizes):
            ids = [f"s{s}-g{g}-b{n}" for n in range(size)]
            skipping = earlier and randomness.random() < 0.25
            more = {"skip_conditions": {"when": _rule(randomness, earlier)}} if skipping else {}
            blocks = []
            for n, each in enumerate(ids):
                own = _block(randomness, each, ids[n + 1 :], earlier)
                later = [f"s{s}-g{k}" for k in range(g + 1, len(sizes))]
                _jump(randomness, own, ids[n + 1 :], later, earlier)
                blocks.append(own)
            groups.append(group(*blocks, id=f"s{s}-g{g}", **more))
        section = {"id": f"s{s}", "title": "Part", "groups": groups}
        if s and randomness.random() < 0.4:
            section["enabled"] = {"when": _rule(randomness, before)}
        sections.append(section)
    return survey(*sections), earlier


def _block(
    randomness: Random, name: str, later: list[str], earlier: list[tuple[str, str]]
) -> dict[str, Any]:
    kind = randomness.choice(("Radio", "Checkbox", "Number"))
    more = {}
    if earlier and randomness.random() < 0.3:
        more["skip_conditions"] = {"when": _rule(randomness, earlier)}
    answer = f"{name}-answer"
    own = number(answer) if kind == "Number" else choice(answer, *CODES, kind=kind)
    earlier.append((answer, kind))
    return block(name, own, **more)


def _jump(
    randomness: Random,
    own: dict[str, Any],
    blocks: list[str],
    groups: list[str],
    earlier: list[tuple[str, str]],
) -> None:
    targets = [to(each) for each in blocks] + [{"group": each} for each in groups]
    targets.append({"section": "End"})
    if randomness.random() < 0.5:
        rules = [
            {**randomness.choice(targets), "when": _rule(randomness, [*earlier, earlier[-1]])}
            for _ in range(randomness.randint(1, 3))
        ]
        own["routing_rules"] = [*rules, randomness.choice(targets)]


def _given(randomness: Random, answers: list[tuple[str, str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in answers:
        if randomness.random() < 0.2:
            continue
        if kind == "Radio":
            found[name] = randomness.choice(CODES)
        elif kind == "Checkbox":
            found[name] = sorted(randomness.sample(CODES, randomness.randint(1, 3)))
        else:
            found[name] = randomness.randint(0, 6)
    return found


def _ours(given: dict[str, Any]) -> Answers:
    answers = Answers()
    for name, value in given.items():
        said_ = value
        if isinstance(value, str):
            said_ = value.lower()
        elif isinstance(value, list):
            said_ = tuple(each.lower() for each in value)
        answers = answers.put(name.replace("-", "_"), said_)
    return answers


@pytest.mark.parametrize("seed", range(120))
def test_families_see_the_blocks_that_eq_would_show(seed):
    content, answers = _document(seed)
    outcome = bring_in(written(content), "routes.json")
    assert isinstance(outcome, Taken), outcome
    randomness = Random(seed)

    for _ in range(40):
        given = _given(randomness, answers)
        expected = Reference(content, given).walk()
        way = walk(outcome.questionnaire, _ours(given))

        assert [screen.page.id for screen in way.screens] == [
            each.replace("-", "_") for each in expected
        ], given
