"""The rules of good questionnaires: each finds its mistake alone, and none where there is none."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.checks import RULES, Figures, Level, check, hindrances
from surveyapp.questionnaire.rules import german
from surveyapp.questionnaire.rules.readability import lix, sentences, words
from surveyapp.questionnaire.translations import noted
from tests.questionnaire.mini import NAMES, source

FOLDER = Path(__file__).parent.parent / "questionnaires" / "rules"
TYPES = Path(document.__file__).parent / "types"
WITHOUT_FILE = {"Q020"}
"""``document.read`` refuses what cannot be parsed, so no file can show it."""

FIGURES = Figures("Musterkreis", {"a": 60.0, "b": 90.0, "c": 400.0})

HEALTHY = re.compile(r"^( *)(?:.*?)  # healthy: (.*)$")


def _healthy(text):
    lines = []
    for line in text.splitlines():
        found = HEALTHY.match(line)
        if found is None:
            lines.append(line)
        elif found[2] != "nothing":
            lines.append(found[1] + found[2])
    return "\n".join(lines) + "\n"


def _rules_broken(text):
    return {each.rule for each in check(document.parse(text), FIGURES)}


def _broken(rule):
    return (FOLDER / f"{rule}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", sorted(RULES.keys() - WITHOUT_FILE))
def test_a_rule_finds_its_mistake_and_no_other(rule):
    found = _rules_broken(_broken(rule))

    assert found == {rule}


@pytest.mark.parametrize("rule", sorted(RULES.keys() - WITHOUT_FILE))
def test_the_mended_questionnaire_has_no_findings(rule):
    found = _rules_broken(_healthy(_broken(rule)))

    assert found == set()
