"""What a family answered: frozen values that know nothing of screens and very little of questions."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


class Missing(StrEnum):
    """Why there is no answer; these words can never be option codes."""

    REFUSED = "refused"
    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"


RowValue: TypeAlias = "str | tuple[str, ...] | float | Missing"
"""One row of a matrix: code | codes | number | why it is missing."""

Value: TypeAlias = str | tuple[str, ...] | float | int | Missing | Mapping[str, RowValue]
"""One answer: code, text or date | codes | number | why it is missing | value by matrix row."""

RESERVED_CODES = frozenset(missing.value for missing in Missing)
"""Words that no option, row or question may be called."""


def field_name(question_id: str, row: str | None = None) -> str:
    """Return the name of a question's HTML field, or of the field of one matrix row."""
    return question_id if row is None else f"{question_id}.{row}"


def refused_field_name(question_id: str) -> str:
    """Return the name of the boxes beside a written field that say why it holds nothing."""
    return f"{question_id}!{Missing.REFUSED}"


@dataclass(frozen=True, slots=True)
class AnswerError:
    """One thing a family should look at again; the key is translated where it is shown."""

    field: str
    key: str
    params: Mapping[str, str | int | float] = dataclasses.field(default_factory=dict)
    #: The sentence itself by language, where the author of the questionnaire wrote it.
    message: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one family so far, and the items it added to lists; never changed, only renewed."""

    _values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def get(self, question_id: str, item: str | None = None) -> Value | None:
        """Return an answer, or None where nothing was said yet."""
        found = self._values.get(question_id)
        if item is None:
            return found
        return found.get(item) if isinstance(found, Mapping) else None

    def put(self, question_id: str, value: Value, item: str | None = None) -> Answers:
        """Return the answers with one more, or with one changed."""
        if item is None:
            return Answers({**self._values, question_id: value})
        found = self._values.get(question_id)
        items = found if isinstance(found, Mapping) else {}
        return Answers({**self._values, question_id: {**items, item: value}})

    @staticmethod
    def of(said: Iterable[tuple[str, str | None, Value]]) -> Answers:
        """Return the answers with these ids, items and values."""
        values: dict[str, Any] = {}
        for id_, item, value in said:
            if item is None:
                values[id_] = value
            else:
                values.setdefault(id_, {})[item] = value
        return Answers(values)

    def without(self, question_id: str, item: str | None = None) -> Answers:
        """Return the answers with one taken back."""
        rest = {key: value for key, value in self._values.items() if key != question_id}
        found = self._values.get(question_id)
        if item is not None and isinstance(found, Mapping):
            kept = {key: value for key, value in found.items() if key != item}
            return Answers({**rest, question_id: kept} if kept else rest)
        return Answers(rest)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the ids of the questions that have an answer."""
        return iter(self._values)

    def to_json(self) -> dict[str, Any]:
        """Return the answers as JSON.

        Question id to value. Codes, texts and months are strings, several codes are a list, numbers
        are numbers, matrices are ``{row: code}``, missing answers are the words of ``Missing``.
        Questions on a repeated page have one such value for each list item: ``{"1": …, "2": …}``
        for lists by count, ``{row code: …}`` for lists of rows, ``{"2-1": …}`` for lists inside
        others. A list that items are added to has the keys of its items under its own id:
        ``["1", "3"]``, or ``{"2": ["2-1"]}`` inside another list.
        """
        return {question: value_to_json(value) for question, value in self._values.items()}

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> Answers:
        """Return the answers written by ``to_json``; values of other kinds are left out."""
        read = {str(question): _from_json(value) for question, value in document.items()}
        return Answers({question: value for question, value in read.items() if value is not None})


def value_to_json(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return one answer as JSON."""
    if isinstance(value, Mapping):
        return {key: value_to_json(inner) for key, inner in value.items()}
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, str) else value


def _from_json(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return Missing(value) if value in RESERVED_CODES else value
    if isinstance(value, (list, tuple)):
        return tuple(code for code in value if isinstance(code, str))
    if isinstance(value, Mapping):
        read = {str(key): _from_json(inner) for key, inner in value.items()}
        return {key: inner for key, inner in read.items() if inner is not None}
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
