"""Wordings for people whose answers nobody knows: on paper nothing can be put in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveyapp.questionnaire import phrases
from surveyapp.questionnaire.expression import CurrentNumber, CurrentRow, Name
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.texts import wording

GAP = "…"
"""Stands for what a screen would fill in."""

_EMPTY_BRACKETS = re.compile(r"\s*\(\s*(?:…\s*)*\)")
_MANY_BLANKS = re.compile(r"[ ]{2,}")
_MOST_ARMS = 3
_LONGEST_ARM = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: the item it speaks of, as far as paper knows it."""

    language: str
    item: str = ""
    number: str = ""
    row: str = ""


def readable(text: Text | None, place: Place) -> str:
    """Return a wording: items by name, both sides of a plural, an ellipsis for answers."""
    said = wording(text, place.language) if text else ""
    try:
        phrase = phrases.read(said)
    except phrases.PhraseError:
        return said
    filled = _MANY_BLANKS.sub(" ", _said(phrase, place))
    return _EMPTY_BRACKETS.sub("", filled).strip()


def _said(phrase: phrases.Phrase, place: Place) -> str:
    return "".join(part if isinstance(part, str) else _part(part, place) for part in phrase)


def _part(part: phrases.Part, place: Place) -> str:
    if isinstance(part, phrases.ItemLabel):
        return place.item or GAP
    if isinstance(part, phrases.Chosen):
        return _arms(part, place)
    if isinstance(part, phrases.Filled):
        return _value(part, place)
    return ""  # "Ihre # Kinder" reads "Ihre Kinder"


def _value(part: phrases.Filled, place: Place) -> str:
    expression = part.expression
    if isinstance(expression, CurrentRow):
        return place.row or GAP
    if isinstance(expression, CurrentNumber):
        return place.number or GAP
    if isinstance(expression, Name) and expression.question == "item":
        return place.item or GAP
    return GAP


def _arms(part: phrases.Chosen, place: Place) -> str:
    """Return short arms side by side, "Ihr Kind / Ihre Kinder"; else the one that fits most."""
    arms = list(dict.fromkeys(_said(arm, place).strip() for arm in part.arms.values()))
    short = [arm for arm in arms if arm and len(arm) <= _LONGEST_ARM]
    if len(arms) <= _MOST_ARMS and len(short) == len(arms):
        return " / ".join(arms)
    return _said(part.arms["other"], place).strip()
