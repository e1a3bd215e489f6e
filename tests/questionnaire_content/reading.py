"""What the tests of a questionnaire's content look at, whatever it asks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from surveyapp.questionnaire import flow
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.values import Answers

PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """Return all questions in the order they are written."""
    return tuple(question for page in questionnaire.pages for question in page.questions)


def texts(node: object, place: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    """Iterate over all wordings with the place where they stand."""
    if isinstance(node, Mapping) and "de" in node:
        yield place, node
    elif isinstance(node, Mapping):
        for key, child in node.items():
            yield from texts(child, f"{place}.{key}")
    elif isinstance(node, tuple):
        for position, child in enumerate(node):
            yield from texts(child, f"{place}[{getattr(child, 'id', position)}]")
    elif is_dataclass(node):
        for each in fields(node):
            yield from texts(getattr(node, each.name), f"{place}.{each.name}")


def placeholders(wording: str) -> set[str]:
    """Return the placeholders of a wording."""
    return set(PLACEHOLDER.findall(wording))


def path(questionnaire: Questionnaire, **said: object) -> list[str]:
    """Return the steps of a family that gave these answers."""
    return [step.key for step in flow.steps(questionnaire, Answers.from_json(said))]


def seen(questionnaire: Questionnaire, key: str, **said: object) -> dict[str, flow.Asked]:
    """Return the questions of one step by id, as a family with these answers sees them."""
    step = flow.step_from_key(key)
    asked = flow.asked(questionnaire, Answers.from_json(said), step)
    return {each.question.id: each for each in asked}
