"""What a rule is. Its docstring is its help page: what is wrong, why it hurts, how to mend it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from surveyapp.questionnaire.index import Index

Found: TypeAlias = Iterator[tuple[str, str, str]]
"""Path, sentence and cure of each finding."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule of good questionnaires."""

    id: str
    find: Callable[[Index], Found]

    @property
    def name(self) -> str:
        """Return the rule's name in words."""
        return self.find.__name__.replace("_", " ")

    @property
    def help(self) -> str:
        """Return what is wrong, why it hurts, and the cure."""
        return inspect.getdoc(self.find) or ""


RULES: dict[str, Rule] = {}
"""Every rule by its id."""


def rule(id_: str) -> Callable[[Callable[[Index], Found]], Callable[[Index], Found]]:
    """Enter a function into the registry of rules."""

    def enter(find: Callable[[Index], Found]) -> Callable[[Index], Found]:
        if id_ in RULES:
            message = f"rule {id_} is already {RULES[id_].name!r}; take the next free number"
            raise ValueError(message)
        RULES[id_] = Rule(id_, find)
        return find

    return enter
