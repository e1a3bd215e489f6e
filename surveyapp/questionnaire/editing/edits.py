"""What an edit is, and why it may not be made; ``operations.apply`` makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


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
    #: The language is there already, or is none we have words for (``language``).
    BAD_LANGUAGE = "bad_language"
    #: The text holds nothing to paste.
    NOTHING_FOUND = "nothing_found"
    #: The questionnaire or the text would be too large.
    TOO_LARGE = "too_large"
    #: Others have changed the same place since (``places``; only undo, redo and going back).
    CHANGED_SINCE = "changed_since"
    #: The person's role may not do it.
    NOT_ALLOWED = "not_allowed"
    #: Whoever made the last edit cannot be the second person who agrees.
    OWN_EDIT = "own_edit"
    #: The county keeps as many drafts as it may (``most``).
    TOO_MANY = "too_many"
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
