"""What a rule is. Its docstring is its help page: what is wrong, why it hurts, an example, the cure.

The German page and sentences stand in ``german.md`` under the rule's number.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from surveyapp.questionnaire.rules import german
from surveyapp.questionnaire.rules.look import Look


class Level(StrEnum):
    """How much a finding weighs."""

    #: The questionnaire cannot be published.
    ERROR = "error"
    #: Somebody should look at it.
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where a rule is broken, and the words its sentence needs."""

    path: str
    #: Which of the rule's sentences says it.
    key: str
    words: Mapping[str, object]


Found: TypeAlias = Iterator[Spot]
"""What a rule finds."""

Find: TypeAlias = Callable[[Look], Found]

Sentences: TypeAlias = Mapping[str, tuple[str, str]]
"""Key to sentence and cure, both with placeholders."""


def at(path: str, key: str = "", **words: object) -> Spot:
    """Return a place where a rule is broken."""
    return Spot(path, key, words)


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule of good questionnaires."""

    id: str
    level: Level
    find: Find
    sentences: Sentences

    def name(self, language: str = "en") -> str:
        """Return the rule's name in words."""
        if language == "de":
            return german.page(self.id).name
        return self.find.__name__.replace("_", " ")

    def help(self, language: str = "en") -> str:
        """Return what is wrong, why it hurts, an example and the cure."""
        english = inspect.getdoc(self.find) or ""
        if language != "de":
            return english
        example = english.rpartition("\n\n")[2]
        example = example.replace("Broken:", "Falsch:").replace("Mended:", "Besser:")
        return f"{german.page(self.id).help}\n\n{example}"

    def say(self, spot: Spot, language: str = "en") -> tuple[str, str]:
        """Return sentence and cure of a finding in a language."""
        sentences = german.page(self.id).sentences if language == "de" else self.sentences
        words = dict(spot.words)
        if language == "de":
            words = {key: german.flaw(str(word)) for key, word in words.items()}
            if "language" in words:
                words["language"] = german.in_language(str(words["language"]))
        sentence, cure = sentences[spot.key]
        return sentence.format(**words), cure.format(**words)


RULES: dict[str, Rule] = {}
"""Every rule by its id."""


def error(id_: str, *said: str, **more: tuple[str, str]) -> Callable[[Find], Find]:
    """Enter a rule whose findings stop a questionnaire from being published."""
    return _enter(id_, Level.ERROR, said, more)


def advice(id_: str, *said: str, **more: tuple[str, str]) -> Callable[[Find], Find]:
    """Enter a rule whose findings somebody should look at."""
    return _enter(id_, Level.ADVICE, said, more)


def _enter(
    id_: str, level: Level, said: tuple[str, ...], more: Mapping[str, tuple[str, str]]
) -> Callable[[Find], Find]:
    sentences = {**({"": (said[0], said[1])} if said else {}), **more}

    def enter(find: Find) -> Find:
        if id_ in RULES:
            message = f"rule {id_} is already {RULES[id_].name()!r}; take the next free number"
            raise ValueError(message)
        RULES[id_] = Rule(id_, level, find, sentences)
        return find

    return enter
