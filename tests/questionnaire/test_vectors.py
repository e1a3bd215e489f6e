"""The expression language gives what its vectors say; the browser tests hold its twin to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.questionnaire import conditions as c
from surveyapp.questionnaire.functions import FACTS, FUNCTIONS
from tests.questionnaire.vectors import BY_HAND, CASES, environment, written_of

GUIDE = Path(__file__).parents[2] / "docs" / "questionnaires.md"


@pytest.mark.parametrize(("text", "name", "expected", "truth"), CASES)
def test_an_expression_gives_what_its_vector_says(text, name, expected, truth):
    known = environment(name)

    found = written_of(c.evaluate(c.parse(text), known))

    assert found == expected
    assert c.evaluate_truth(c.parse(text), known) is truth


@pytest.mark.parametrize("row", [*FUNCTIONS.values(), *FACTS.values()], ids=lambda row: row.name)
def test_the_guide_names_every_function_and_fact(row):
    written = row.signature if row.name in FUNCTIONS else row.name

    assert f"| `{written}` | {row.sentence} |" in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*FUNCTIONS, *FACTS])
def test_every_function_and_fact_is_witnessed_by_hand(name):
    written = f"{name}(" if name in FUNCTIONS else name

    assert any(written in text for text, *_ in BY_HAND)
