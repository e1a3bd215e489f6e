"""Findings beside the element they speak of, with what would mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from surveyapp.questionnaire.checks import Finding
from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.tree import Tree


class CureKind(StrEnum):
    """What a cure does; its words stand in ``services/studio_words``."""

    ADD_LANGUAGE_LATER = "add_language_later"
    OFFER_REFUSAL = "offer_refusal"
    NEW_CODE = "new_code"
    REMOVE_CONDITION = "remove_condition"
    REMOVE_ELEMENT = "remove_element"
    MAKE_EXCLUSIVE = "make_exclusive"
    NUMBER_OPTIONS = "number_options"
    SET_PLANNING = "set_planning"


@dataclass(frozen=True, slots=True)
class Cure:
    """Edits that mend a finding."""

    kind: CureKind
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """A finding beside its element."""

    finding: Finding
    #: Address of the element, and which of its properties (``text.de``, ``show``).
    path: str
    property: str
    cures: tuple[Cure, ...] = ()


CureOf: TypeAlias = Callable[[Tree, "Located"], Iterator[Cure]]

CURES: dict[str, CureOf] = {}
"""How findings of a rule are mended, by the rule's number."""


def findings(tree: Tree) -> tuple[Located, ...]:
    """Return what the rules find without the slow search for who meets what, beside its elements."""
    raise NotImplementedError


def searched(tree: Tree) -> tuple[Located, ...]:
    """Return everything the rules find; takes seconds for a large questionnaire."""
    raise NotImplementedError
