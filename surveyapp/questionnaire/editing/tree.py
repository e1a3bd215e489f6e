"""A questionnaire as plain dictionaries and lists, as it is edited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from surveyapp.questionnaire import document
from surveyapp.questionnaire.model import Questionnaire

Tree: TypeAlias = dict[str, Any]
"""The document of a questionnaire; never changed in place by those who get it."""


@lru_cache(maxsize=8)
def read(text: str) -> Tree:
    """Return the document in a text, YAML or JSON, in its canonical form; the same text is read once.

    Raises
    ------
    DocumentError
        If the text is no questionnaire.
    """
    return of(document.parse(text))


def of(questionnaire: Questionnaire) -> Tree:
    """Return the document of a questionnaire: what was not said stays out."""
    found: Tree = _plain(questionnaire)
    return found


def write(tree: Tree) -> str:
    """Write a document as JSON, which ``document.parse`` reads fast."""
    return json.dumps(tree, ensure_ascii=False, indent=1)


def key_of(tree: Tree) -> str:
    """Return a document as one line that tells it from all others; written ten times as fast."""
    return json.dumps(tree, ensure_ascii=False)


def is_too_large(tree: Tree) -> bool:
    """Say whether a document, as it is written, is larger than what is read."""
    # Most of a document is wordings, so its indentation never takes more than three times their room.
    return 4 * len(key_of(tree)) > document.MAX_BYTES < len(write(tree))


def questionnaire_of(tree: Tree) -> Questionnaire:
    """Return the questionnaire of a document; the same document is read once.

    Raises
    ------
    DocumentError
        If the tree is no questionnaire; its problems say where and why.
    """
    return _read(key_of(tree))


@lru_cache(maxsize=32)
def _read(text: str) -> Questionnaire:
    return document.parse(text)


def copy(tree: Tree) -> Tree:
    """Return a copy that may be changed."""
    return deepcopy(tree)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON
    if is_dataclass(value):
        said = (each for each in fields(value) if document.is_said(each, value))
        return {each.name: _plain(getattr(value, each.name)) for each in said}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, str) else value
