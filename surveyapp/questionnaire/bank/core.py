"""The items all counties share, read from ``questionnaires/bank/core.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from surveyapp.questionnaire import library
from surveyapp.questionnaire.index import options_of
from surveyapp.questionnaire.model import Option, Question, Questionnaire, Row

CORE = "core/"
"""Start of the keys of items all counties share."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One wording of an item, and where it was published."""

    #: Counted from 1.
    number: int
    questionnaire: str
    version: int
    question: Question
    languages: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class CoreItem:
    """A question that all counties ask alike."""

    #: ``core/rooms``.
    key: str
    #: Theme, German; items of one theme measure something alike.
    group: str
    #: Key of the item it is only understood behind; empty for one that stands alone.
    follows: str
    #: Where it comes from, German.
    source: str
    #: Its wordings, the oldest first.
    editions: tuple[Edition, ...]

    @property
    def latest(self) -> Edition:
        """Return the wording that is taken today."""
        return self.editions[-1]

    def edition(self, number: int) -> Edition | None:
        """Return the wording of a number; None where there is none."""
        return self.editions[number - 1] if 1 <= number <= len(self.editions) else None


@cache
def core_items() -> Mapping[str, CoreItem]:
    """Return all core items by key, in the order of the file."""
    text = (resources.files("questionnaires") / "bank" / "core.yaml").read_text(encoding="utf-8")
    found = (_item(each) for each in YAML(typ="safe", pure=True).load(text))
    return {item.key: item for item in found}


def _item(said: Mapping[str, Any]) -> CoreItem:
    editions = tuple(_edition(number, each) for number, each in enumerate(said["wordings"], 1))
    follows = CORE + said["follows"] if "follows" in said else ""
    return CoreItem(CORE + said["id"], said["group"], follows, said["source"], editions)


def _edition(number: int, said: Mapping[str, Any]) -> Edition:
    id_, _, version = said["from"].partition(".")
    asked = library.load(id_, int(version))
    question = next(each for each in _questions(asked) if each.id == said["question"])
    alone = standing_alone(asked, question)
    return Edition(number, id_, int(version), alone, asked.languages, said["since"])


def _questions(asked: Questionnaire) -> Iterator[Question]:
    for page in asked.pages:
        yield from page.questions


def standing_alone(asked: Questionnaire, question: Question) -> Question:
    """Return a question without what ties it to others of its questionnaire.

    The options of a scale become its own; conditions, variants and checks stay behind.
    """
    options = tuple(_plain_option(each) for each in options_of(asked, question))
    return replace(
        question,
        options=options if question.options or question.scale else (),
        scale=None,
        rows=tuple(_plain_row(each) for each in question.rows),
        item=None,
        tie=None,
        show=None,
        required=question.required if isinstance(question.required, bool) else False,
        minimum=_number(question.minimum),
        maximum=_number(question.maximum),
        variants=(),
        checks=(),
    )


def _plain_option(option: Option) -> Option:
    return replace(option, show=None)


def _plain_row(row: Row) -> Row:
    return replace(row, show=None)


def _number(limit: float | str | None) -> float | None:
    return None if isinstance(limit, str) else limit
