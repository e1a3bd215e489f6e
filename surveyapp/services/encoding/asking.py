"""What the answers to one question become: worked out once for each answer and each way it was asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveyapp.questionnaire.encoding import numbers_of
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.path import as_seen, valid
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import MISSING_CODES, Asked, Gives
from surveyapp.questionnaire.values import Answers, Missing, Value, value_to_json
from surveyapp.services.encoding.coded import Coded, Mask, applied, combined
from surveyapp.services.encoding.crowd import NOT_MET, Crowd
from surveyapp.services.encoding.reading import UNREADABLE, Numbered
from surveyapp.services.encoding.spaces import Space

Look = tuple[Any, ...]
"""What decides how a question looks: the truth of each condition of its parts, and its limits."""

Column = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one answer becomes where a question looks in one way."""

    #: As expressions see it: ``NOT_MET``, None for no answer, or the answer; of a matrix one row.
    state: object
    numbers: tuple[float, ...]
    #: Whether it is there but is not wholly kept, or left out of a document that should hold it.
    is_odd: bool = False


class Line:
    """The columns of a question, or of one row of a matrix, with everything said in them so far."""

    def __init__(self, columns: Sequence[str], work: Callable[[Look | None, Any], Entry]) -> None:
        """Take what follows the question's name in each column, and what makes an entry."""
        self.columns = tuple(columns)
        self._work = work
        self._places: dict[tuple[Look | None, Any], int] = {}
        self._entries: list[Entry] = []
        self._table: tuple[Column, ...] = ()

    def entries(self, looks: Coded, *said: Coded) -> Coded:
        """Return the entry of each row; its values are those found up to now, by their place."""
        places, found = combined((looks, *said))
        own = np.array([self._place(look, *rest) for look, *rest in found], dtype=np.int32)
        return Coded(own[places], tuple(self._entries))

    def _place(self, look: Look | None, *said: Any) -> int:  # noqa: ANN401 - any JSON value by number
        key = (look, said)
        if key not in self._places:
            self._places[key] = len(self._entries)
            self._entries.append(self._work(look, *said))
        return self._places[key]

    def numbers(self) -> tuple[Column, ...]:
        """Return for each column the number of every entry."""
        if len(self._table) != len(self.columns) or (
            self.columns and len(self._table[0]) != len(self._entries)
        ):
            rows = np.array([each.numbers for each in self._entries], dtype=np.float64)
            table = rows.reshape(len(self._entries), len(self.columns))
            self._table = tuple(small(column) for column in table.T)
        return self._table


def small(column: NDArray[np.float64]) -> Column:
    """Return numbers as the smallest signed type that holds them."""
    for kind in (np.int8, np.int16):
        limits = np.iinfo(kind)
        if column.min(initial=0) >= limits.min and column.max(initial=0) <= limits.max:
            whole = column.astype(kind)
            return whole if np.array_equal(whole, column) else column
    return column


class Asking:
    """One question and all that was ever answered to it."""

    def __init__(self, index: Index, question: Question) -> None:
        """Prepare the columns of a question."""
        self.index, self.question, self.kind = index, question, kind_of(question)
        self.options = index.options[question.id]
        is_matrix = self.kind.gives is Gives.ROWS
        #: Rows of a matrix.
        self.rows = tuple(each.code for each in question.rows) if is_matrix else None
        self.said = Numbered()
        self._looks: dict[Look, Asked | None] = {}
        every = self.kind.columns(question, self.options)
        self.shows = tuple(
            dict.fromkeys(
                show
                for show in (
                    *(each.show for each in self.options),
                    *(each.show for each in question.rows),
                )
                if show is not None
            )
        )
        limits = (question.minimum, question.maximum)
        self.limits = tuple(dict.fromkeys(each for each in limits if isinstance(each, str)))
        self.lines: dict[str | None, Line] = {}
        if is_matrix:
            for row in question.rows:
                own = [
                    each.suffix
                    for each in every
                    if each.row is not None and each.row.code == row.code
                ]
                self.lines[row.code] = Line(own, self._of_row(row.code, own))
        else:
            own = [each.suffix for each in every]
            self.lines[None] = Line(own, self._of_answer(own))

    def looks(self, crowd: Crowd, space: Space, shown: Mask) -> Coded:
        """Return how each row of a space sees the question; None where it does not."""
        parts = [
            Coded(crowd.holds(text, space).astype(np.int32), (False, True)) for text in self.shows
        ]
        limits = [crowd.found(text, space) for text in self.limits]
        seen = Coded(shown.astype(np.int32), (False, True))

        def look(is_shown: bool, *rest: object) -> Look | None:  # noqa: FBT001 - a value of a column
            return rest if is_shown and self.asked(rest) is not None else None

        return applied(look, seen, *parts, *limits)

    def asked(self, look: Look) -> Asked | None:
        """Return the question as it looks, or None where nothing of it is left to choose from."""
        if look not in self._looks:
            holding = dict(zip(self.shows, look, strict=False))
            results = dict(zip(self.limits, look[len(self.shows) :], strict=True))
            self._looks[look] = as_seen(
                Known(self.index),
                self.question,
                None,
                lambda text: text is None or holding[text],
                lambda text: results.get(text, False),  # whether it is required changes no number
            )
        return self._looks[look]

    def _not_asked(self, columns: Sequence[str]) -> Entry:
        return Entry(NOT_MET, (MISSING_CODES[Missing.NOT_APPLICABLE],) * len(columns))

    def _of_answer(self, columns: Sequence[str]) -> Callable[[Look | None, Any], Entry]:
        def work(look: Look | None, said: Any) -> Entry:  # noqa: ANN401
            asked = None if look is None else self.asked(look)
            if asked is None:
                return self._not_asked(columns)
            value = self._value(said)
            kept = valid(asked, value) if self.kind.is_asked else said
            numbers = numbers_of(self.index, asked, kept)
            is_odd = self.kind.is_asked and (
                _is_lost(said, value) or value_to_json(kept) != value_to_json(value)
            )
            return Entry(kept, tuple(numbers[each] for each in columns), is_odd)

        return work

    def _of_row(self, row: str, columns: Sequence[str]) -> Callable[..., Entry]:
        def work(look: Look | None, is_there: bool, said: int) -> Entry:  # noqa: FBT001
            asked = None if look is None else self.asked(look)
            if asked is None:
                return self._not_asked(columns)
            if not is_there:
                numbers = numbers_of(self.index, asked, None)
                return Entry(None, tuple(numbers[each] for each in columns))
            value = self._value(said)
            given: Mapping[str, Any] = {} if value is None else {row: value}
            kept = valid(asked, given)
            own = {code: each for code, each in _rows(kept).items() if code == row}
            numbers = numbers_of(self.index, asked, own)
            is_odd = _is_lost(said, value) or value_to_json(own) != value_to_json(given)
            return Entry(own, tuple(numbers[each] for each in columns), is_odd)

        return work

    def _value(self, said: int) -> Value | None:
        if not self.kind.is_asked or said == UNREADABLE:
            return None
        return Answers.from_json({"": self.said.values_said[said]}).get("")


def _rows(value: Value | None) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _is_lost(said: int, value: Value | None) -> bool:
    """Say whether something was said that is no answer at all."""
    return said != 0 and value is None
