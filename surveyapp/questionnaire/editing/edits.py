"""What an edit is, and how it becomes a new document or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from surveyapp.questionnaire.editing.tree import Tree


@dataclass(frozen=True, slots=True)
class Edit:
    """One operation on one element, with plain arguments as JSON has them."""

    #: Name in ``operations.OPERATIONS``.
    operation: str
    #: Address of an element, see ``spots.py``; empty for the questionnaire itself.
    path: str = ""
    arguments: Mapping[str, Any] = field(default_factory=dict)


class Reason(StrEnum):
    """Why an edit was not made."""

    #: No operation of this name (``name``).
    NO_OPERATION = "no_operation"
    #: The element does not exist (any more).
    NOT_FOUND = "not_found"
    #: An argument is missing (``name``) …
    MISSING_ARGUMENT = "missing_argument"
    #: … or nobody knows it (``name``) …
    UNKNOWN_ARGUMENT = "unknown_argument"
    #: … or it cannot be used so (``name``, ``value``).
    BAD_ARGUMENT = "bad_argument"
    #: The operation is not for elements of this sort.
    WRONG_ELEMENT = "wrong_element"
    #: The id or code is taken (``id``).
    TAKEN = "taken"
    #: The id or code has characters it may not have, or is a word of the expression language (``id``).
    BAD_ID = "bad_id"
    #: An expression cannot be read (``expression``, ``error``).
    BAD_EXPRESSION = "bad_expression"
    #: Others refer to it (``references``: what refers to it, as addresses).
    REFERRED_TO = "referred_to"
    #: What would come out is no questionnaire (``where``, ``sentence``, ``cure``).
    NOT_READABLE = "not_readable"
    #: German is the language all others are translated from.
    NEEDS_GERMAN = "needs_german"
    #: The text holds nothing to paste.
    NOTHING_FOUND = "nothing_found"
    #: The questionnaire or the text would be too large.
    TOO_LARGE = "too_large"
    #: Somebody else has changed the same place since (only undo and redo).
    CHANGED_SINCE = "changed_since"
    #: There is nothing to undo or redo.
    NOTHING_TO_UNDO = "nothing_to_undo"
    #: The revision does not exist (``revision``).
    NO_REVISION = "no_revision"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why and where an edit was not made; ``words`` fill the sentence of the reason."""

    reason: Reason
    path: str = ""
    words: Mapping[str, Any] = field(default_factory=dict)


def apply(tree: Tree, edit: Edit) -> Tree | Refusal:
    """Return the document after an edit; what comes out can always be read as a questionnaire."""
    raise NotImplementedError


def preview(tree: Tree, path: str, name: str) -> Any:  # noqa: ANN401 - JSON
    """Return the present value of one property of an element; its default where it was not said."""
    raise NotImplementedError
