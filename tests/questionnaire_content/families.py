"""Families that answer the family questionnaire, and what it asks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from surveyapp.questionnaire import flow
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.model import Questionnaire

QUESTIONNAIRES = Path(__file__).parents[2] / "questionnaires"
WORKING_COUPLE = {"members": ["partner", "children"], "children_count": 1, "mobility": ["car"]}


def asked(familie: Questionnaire, item: str | None = None, **answers: Any) -> dict[str, Any]:
    """Return the questions a family is asked, by id; with ``item`` those of one child or offer."""
    given = Answers.from_json(answers)
    return {
        each.question.id: each
        for step in flow.steps(familie, given)
        for each in flow.asked(familie, given, step)
        if each.item == item
    }


def items_asked(familie: Questionnaire, **answers: Any) -> set[int]:
    """Return the numbers of the items a family is asked."""
    given = Answers.from_json(answers)
    return {
        each.question.item
        for step in flow.steps(familie, given)
        for each in flow.asked(familie, given, step)
    }


def one_child(age_band: str, **answers: Any) -> dict[str, Any]:
    """Return the answers of a couple with one child; ``answers`` speak of the child."""
    about_child = {question: {"1": value} for question, value in answers.items()}
    return {**WORKING_COUPLE, "age_band": {"1": age_band}, **about_child}


def codes(parts: tuple[Any, ...]) -> list[str]:
    """Return the codes of options or rows without "keine Angabe"."""
    return [part.code for part in parts if part.code != "refused"]
