"""Stored documents as columns of what was said, before anybody asks whether it counts."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

Said = dict[str, Any]
"""One document: question id to JSON value."""

NOBODY: Said = {}
"""Stands where a question with items or rows was not answered."""


@contextmanager
def without_collecting() -> Iterator[None]:
    """Hold back the search for circles among objects: documents are trees, and there are many."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def read_documents(texts: Sequence[str | bytes]) -> list[Said]:
    """Read documents as the stores hold them.

    Raises
    ------
    ValueError
        If one is no JSON object.
    """
    found: list[Said] = [from_json(text) for text in texts]
    if not all(each.__class__ is dict for each in found):
        raise ValueError("a stored response is no JSON object; restore the urn from a backup")
    return found


def by_question(
    documents: Sequence[Said], plain: Sequence[str], nested: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """Return what each document says of each question: None, or ``NOBODY`` for ``nested`` ones."""
    names = (*plain, *nested)
    if len(names) < 2:
        return {
            name: tuple(each.get(name, _default(nested)) for each in documents) for name in names
        }
    empty = {**dict.fromkeys(plain), **dict.fromkeys(nested, NOBODY)}
    rows = map(itemgetter(*names), map(empty.__or__, documents))
    columns = zip(*rows, strict=True) if documents else ((),) * len(names)
    return dict(zip(names, columns, strict=True))


def _default(nested: Sequence[str]) -> Said | None:
    return NOBODY if nested else None


UNREADABLE = -1
"""Number of a value that holds values that hold values: no question has such answers."""


class Numbered(dict[Any, int]):
    """Every value that was said, numbered as it comes; 0 is nothing."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        super().__init__({None: 0})
        #: The values as JSON.
        self.values_said: list[Any] = [None]

    def __missing__(self, key: object) -> int:
        """Take up a value that was not said before."""
        number = self[key] = len(self.values_said)
        self.values_said.append(key.value if isinstance(key, _Other) else key)
        return number

    def of(self, column: Sequence[Any]) -> NDArray[np.int32]:
        """Return the number of each value of a column."""
        kinds = set(map(type, column)) - _PLAIN
        keys = column
        if kinds == {list}:
            keys = [tuple(each) if each.__class__ is list else each for each in column]
        elif kinds:
            keys = [_key(each) for each in column]
        try:
            return np.fromiter(map(self.__getitem__, keys), np.int32, len(keys))
        except TypeError:
            return np.fromiter(map(self._number, keys), np.int32, len(keys))

    def _number(self, key: object) -> int:
        try:
            return self[key]
        except TypeError:
            return UNREADABLE


_PLAIN = {str, int, type(None)}


@dataclass(frozen=True, slots=True)
class _Other:
    """A value that is neither text nor whole number, as a key: 1, 1.0 and true are three values."""

    kind: type
    value: object


def _key(value: object) -> object:
    if isinstance(value, list):
        return tuple(value)
    return value if value.__class__ in _PLAIN else _Other(value.__class__, value)
