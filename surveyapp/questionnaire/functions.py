"""The functions and facts of the expression language: a new one is one row of a table.

Every function is pure and bounded, and gives the same in ``ui/static/conditions.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from surveyapp.questionnaire.calculations import (
    all_of,
    any_of,
    chosen_by,
    coalesce,
    count_of,
    days_between,
    extreme_by,
    first_of,
    last_of,
    remainder,
    round_half_up,
    sum_of,
    year_of,
    years_between,
)


class Sort(StrEnum):
    """What a function takes or gives."""

    #: The id of a list (``count`` takes a choice of several, too).
    LIST = "list"
    #: A question id or ``matrix.row``.
    QUESTION = "question"
    NUMBER = "number"
    #: A number that is a date (20240531), a month (202405) or a year (2024).
    DATE = "date"
    CODE = "code"
    CONDITION = "condition"
    #: Anything; as a result: what the arguments are.
    ANY = "value"


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    ``work`` takes the values of the arguments; after a list, the results for its items; after a
    question, the environment, question and row.
    """

    name: str
    arguments: tuple[Sort, ...]
    result: Sort
    work: Callable[..., Any]
    #: One sentence for authors.
    sentence: str
    #: How many of the last arguments may be left out.
    optional: int = 0
    #: Whether the last argument may come again and again.
    repeats: bool = False
    #: Whether the result is missing as soon as one argument is.
    is_strict: bool = True

    @property
    def of_list(self) -> bool:
        """Say whether the function goes through the items of a list."""
        return self.arguments[0] is Sort.LIST

    @property
    def of_question(self) -> bool:
        """Say whether the function looks at a question rather than at its value."""
        return self.arguments[0] is Sort.QUESTION

    @property
    def signature(self) -> str:
        """Return how it is written, such as ``round(number, [number])``."""
        first = len(self.arguments) - self.optional
        needed = [str(each) for each in self.arguments[:first]]
        left = [f"[{each}]" for each in self.arguments[first:]]
        return f"{self.name}({', '.join(needed + left + ['…'] * self.repeats)})"

    def takes(self, number: int) -> bool:
        """Say whether the function takes this many arguments."""
        least = len(self.arguments) - self.optional
        return least <= number and (self.repeats or number <= len(self.arguments))


_LIST, _QUESTION, _NUMBER, _DATE = Sort.LIST, Sort.QUESTION, Sort.NUMBER, Sort.DATE
_CONDITION, _ANY = Sort.CONDITION, Sort.ANY

_ROWS = (
    Function(
        "count",
        (_LIST, _CONDITION),
        _NUMBER,
        count_of,
        "number of items of a list, of those of which a condition holds, or of chosen options",
        optional=1,
    ),
    Function("any", (_LIST, _CONDITION), _CONDITION, any_of, "holds of at least one item"),
    Function(
        "all", (_LIST, _CONDITION), _CONDITION, all_of, "holds of every item; false without items"
    ),
    Function("sum", (_LIST, _NUMBER), _NUMBER, sum_of, "sum over the items, missing ones left out"),
    Function("first", (_LIST, _ANY), _ANY, first_of, "value of the first item"),
    Function("last", (_LIST, _ANY), _ANY, last_of, "value of the last item"),
    Function(
        "lowest",
        (_LIST, _NUMBER),
        _NUMBER,
        extreme_by(min),
        "smallest value of the items, missing ones left out",
    ),
    Function(
        "highest",
        (_LIST, _NUMBER),
        _NUMBER,
        extreme_by(max),
        "largest value of the items, missing ones left out",
    ),
    Function(
        "min",
        (_NUMBER, _NUMBER),
        _NUMBER,
        lambda *numbers: min(numbers),
        "smallest of the numbers",
        repeats=True,
    ),
    Function(
        "max",
        (_NUMBER, _NUMBER),
        _NUMBER,
        lambda *numbers: max(numbers),
        "largest of the numbers",
        repeats=True,
    ),
    Function(
        "round",
        (_NUMBER, _NUMBER),
        _NUMBER,
        round_half_up,
        "rounded to a number of digits (0 to 9), half away from zero",
        optional=1,
    ),
    Function("floor", (_NUMBER,), _NUMBER, math.floor, "next whole number below"),
    Function("abs", (_NUMBER,), _NUMBER, abs, "without its sign"),
    Function(
        "mod",
        (_NUMBER, _NUMBER),
        _NUMBER,
        remainder,
        "remainder of a division, with the sign of the second number",
    ),
    Function(
        "if",
        (_CONDITION, _ANY, _ANY),
        _ANY,
        chosen_by,
        "the second value where the condition holds, otherwise the third",
        is_strict=False,
    ),
    Function(
        "coalesce",
        (_ANY, _ANY),
        _ANY,
        coalesce,
        "the first value that is not missing",
        repeats=True,
        is_strict=False,
    ),
    Function(
        "answered",
        (_QUESTION,),
        _CONDITION,
        lambda known, question, row: known.is_answered(question, row),
        "an answer was given; of a matrix: in any row",
    ),
    Function(
        "refused",
        (_QUESTION,),
        _CONDITION,
        lambda known, question, row: known.is_refused(question, row),
        "“keine Angabe” was chosen; of a matrix: in every row",
    ),
    Function(
        "years_between",
        (_DATE, _DATE),
        _NUMBER,
        years_between,
        "full years from the first to the second, by what both say (day, month or year)",
    ),
    Function(
        "days_between",
        (_DATE, _DATE),
        _NUMBER,
        days_between,
        "days from the first day to the second",
    ),
    Function("year", (_DATE,), _NUMBER, year_of, "year of a date or month"),
)

FUNCTIONS: Mapping[str, Function] = {each.name: each for each in _ROWS}
"""Every function by its name."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something expressions know beside the answers."""

    name: str
    sort: Sort
    sentence: str

    @property
    def is_of_area(self) -> bool:
        """Say whether it hangs on the answer to ``area_question``."""
        return self.name.startswith("area.")


_FACT_ROWS = (
    Fact("wave.year", Sort.DATE, "year in which the wave opens, such as 2026"),
    Fact("wave.month", Sort.DATE, "month in which the wave opens, such as 202611"),
    Fact("wave.number", Sort.NUMBER, "number of the wave in its survey, from 1"),
    Fact("county.ags", Sort.CODE, "key of the county, five digits"),
    Fact("area.association", Sort.CODE, "key of the association the municipality belongs to"),
    Fact("area.population", Sort.NUMBER, "people in the municipality the family lives in"),
)

FACTS: Mapping[str, Fact] = {each.name: each for each in _FACT_ROWS}
"""Every fact by its name."""

FACT_WORDS = frozenset(name.partition(".")[0] for name in FACTS)
"""What stands before the dot: wave, county, area."""
