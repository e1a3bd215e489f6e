"""Stored documents as numbers of what was said, before anybody asks whether it counts."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import from_json

Said = dict[str, Any]
"""One document: question id to JSON value."""

Numbers = NDArray[np.int32]

AT_ONCE = 500
"""Documents held as objects at once: so few that they lie in the cache until they are numbers."""

_NOBODY: Said = {}
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


def read_documents(texts: Iterable[str | bytes]) -> list[Said]:
    """Read documents as the stores hold them.

    Raises
    ------
    ValueError
        If one is no JSON object.
    """
    found: list[Said] = [from_json(text) for text in texts]
    if set(map(type, found)) - {dict}:
        raise ValueError("a stored response is no JSON object; restore the urn from a backup")
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What documents say under one name: an entry for each, or for each item that is named."""

    #: Number of what was said, of a matrix for each of its rows.
    numbers: Mapping[str | None, Numbers]
    #: Rows that a matrix has in each entry, known to the question or not.
    sizes: Numbers | None = None
    #: Document of each entry, and number of the item's key; None where each document is an entry.
    owner: Numbers | None = None
    key: Numbers | None = None

    @property
    def is_answered(self) -> bool:
        """Say whether any document says something."""
        return any(bool(each.any()) for each in self.numbers.values())


@dataclass(frozen=True, slots=True)
class Name:
    """One name in documents, and the form of what they say under it."""

    name: str
    said: Numbered
    #: Rows of a matrix.
    rows: tuple[str, ...] | None
    #: Whether there is one value for each item of a list.
    is_repeated: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some documents as numbers."""

    #: How many names each document has.
    there: NDArray[np.intp]
    told: Mapping[str, Told]
    #: Documents in which something has another form than its question.
    is_odd: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.there)


class Reader:
    """Reads the documents of one questionnaire; numbers go on from those of earlier ones."""

    def __init__(self, names: Sequence[Name]) -> None:
        """Take every name that documents may have."""
        self._names = {each.name: each for each in names}
        nested = [each.name for each in names if each.is_repeated or each.rows is not None]
        self._empty = {
            **dict.fromkeys(each.name for each in names),
            **dict.fromkeys(nested, _NOBODY),
        }
        #: Keys of items.
        self.keys = Numbered()

    def read(self, texts: Sequence[str | bytes]) -> Sheet:
        """Read documents; few are objects at a time."""
        pieces = _Pieces()
        for start in range(0, len(texts), AT_ONCE):
            self._take(read_documents(texts[start : start + AT_ONCE]), start, pieces)
        return Sheet(
            np.array(pieces.there, dtype=np.intp),
            {name: pieces.told(each) for name, each in self._names.items()},
            _marked(pieces.odd, len(texts)),
        )

    def _take(self, documents: Sequence[Said], start: int, pieces: _Pieces) -> None:
        pieces.there += map(len, documents)
        for name, column in _columns(documents, self._empty).items():
            self._put(self._names[name], column, start, pieces)

    def _put(self, name: Name, column: Sequence[Any], start: int, pieces: _Pieces) -> None:
        owner: Sequence[int] = range(start, start + len(column))
        if name.is_repeated:
            column = _mappings(column, owner, pieces.odd)
            owner = list(chain.from_iterable(map(_times, owner, map(len, column))))
            pieces.add(name, _OWNER, np.array(owner, dtype=np.int32))
            pieces.add(name, _KEY, self.keys.of(list(chain.from_iterable(column))))
            column = list(chain.from_iterable(map(dict.values, column)))
        if name.rows is None:
            pieces.add(name, None, name.said.of(column))
            return
        column = _mappings(column, owner, pieces.odd)
        pieces.add(name, _SIZE, np.fromiter(map(len, column), np.int32, len(column)))
        for row, values in _columns(column, dict.fromkeys(name.rows)).items():
            pieces.add(name, row, name.said.of(values))


_OWNER, _KEY, _SIZE = ".owner", ".key", ".size"
"""Names of pieces that no row of a matrix has: codes hold no dots."""


@dataclass(slots=True)
class _Pieces:
    """What was read so far."""

    there: list[int] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)
    arrays: dict[tuple[str, str | None], list[Numbers]] = field(default_factory=dict)

    def add(self, name: Name, part: str | None, numbers: Numbers) -> None:
        self.arrays.setdefault((name.name, part), []).append(numbers)

    def of(self, name: Name, part: str | None) -> Numbers:
        return np.concatenate(
            [np.empty(0, dtype=np.int32), *self.arrays.get((name.name, part), [])]
        )

    def told(self, name: Name) -> Told:
        is_plain = name.rows is None
        return Told(
            {row: self.of(name, row) for row in ((None,) if name.rows is None else name.rows)},
            None if is_plain else self.of(name, _SIZE),
            self.of(name, _OWNER) if name.is_repeated else None,
            self.of(name, _KEY) if name.is_repeated else None,
        )


def _times(value: int, times: int) -> tuple[int, ...]:
    return (value,) * times


def _marked(places: Sequence[int], size: int) -> NDArray[np.bool_]:
    marked = np.zeros(size, dtype=bool)
    marked[places] = True
    return marked


def _mappings(column: Sequence[Any], owner: Sequence[int], odd: list[int]) -> Sequence[Said]:
    """Return a column with nothing in it but mappings; who wrote something else is odd."""
    if set(map(type, column)) <= {dict}:
        return column
    odd += (owner[n] for n, each in enumerate(column) if each.__class__ is not dict)
    return [each if each.__class__ is dict else _NOBODY for each in column]


def _columns(mappings: Sequence[Said], empty: Said) -> dict[str, Sequence[Any]]:
    """Return for each name what each mapping holds, else what ``empty`` holds."""
    if len(empty) < 2 or not mappings:
        return {
            name: [each.get(name, default) for each in mappings] for name, default in empty.items()
        }
    rows = map(itemgetter(*empty), map(empty.__or__, mappings))
    return dict(zip(empty, zip(*rows, strict=True), strict=True))


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
