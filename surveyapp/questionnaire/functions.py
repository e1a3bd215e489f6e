"""The functions and facts of the expression language: a new one is one row of a table.

Every function is pure and bounded, and gives the same in ``ui/static/conditions.js``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias, TypeGuard

from surveyapp.questionnaire.values import Missing

Result: TypeAlias = bool | str | float | int | tuple[str, ...] | Missing | None
"""What an expression gives; None is the unknown truth of a comparison with a missing answer."""

LARGEST = 10**15
"""Largest number, either way from zero; below it whole numbers are exact in every browser, too."""


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


# Numbers


def is_number(value: object) -> TypeGuard[float]:
    """Say whether a value is a number; truths are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def bounded(number: float) -> float | Missing:
    """Return a number, or that it is missing where it is too large or none at all."""
    if not -LARGEST <= number <= LARGEST:  # false for nan, too
        return Missing.UNANSWERED
    return number + 0  # minus zero becomes zero


def missing_of(values: Iterable[Result]) -> Missing:
    """Return why a result is missing: not asked where any operand was not asked."""
    is_unasked = any(value is Missing.NOT_APPLICABLE for value in values)
    return Missing.NOT_APPLICABLE if is_unasked else Missing.UNANSWERED


def is_missing(value: Result) -> bool:
    """Say whether a value is missing or unknown."""
    return value is None or isinstance(value, Missing)


def total(numbers: Iterable[float]) -> Result:
    """Add numbers one after the other, as a browser does; missing where it grows too large."""
    found: float = 0
    for number in numbers:
        added = bounded(found + number)
        if isinstance(added, Missing):
            return added
        found = added
    return found


def divide(left: float, right: float) -> Result:
    """Divide; nothing can be divided by zero."""
    return Missing.UNANSWERED if right == 0 else left / right


def _round(number: float, digits: float = 0) -> Result:
    if digits not in range(10):
        return Missing.UNANSWERED
    factor = float(10 ** int(digits))
    scaled = abs(number) * factor
    if scaled >= LARGEST:
        return number
    whole = math.floor(scaled)
    whole += scaled - whole >= 0.5  # half goes away from zero, as taught at school
    found = whole / factor
    return -found if number < 0 else found


def _remainder(left: float, right: float) -> Result:
    return Missing.UNANSWERED if right == 0 else left % right


# Values


def _if(condition: Result, then: Result, otherwise: Result) -> Result:
    if condition is None or isinstance(condition, Missing):
        return missing_of((condition,))
    return then if condition is True else otherwise


def _coalesce(*values: Result) -> Result:
    present = (value for value in values if not is_missing(value))
    found = next(present, None)
    if found is not None:
        return found
    is_unasked = all(value is Missing.NOT_APPLICABLE for value in values)
    return Missing.NOT_APPLICABLE if is_unasked else Missing.UNANSWERED


# Dates: 20240531, 202405 and 2024 are a day, a month and a year.


def _calendar(number: float) -> tuple[int, ...] | None:
    """Return year, month, day as far as a number names them; None where it is no date."""
    if number != math.floor(number):
        return None
    whole = int(number)
    if 1000 <= whole <= 9999:
        return (whole,)
    if 100001 <= whole <= 999912:
        return (whole // 100, whole % 100) if 1 <= whole % 100 <= 12 else None
    if not 10000101 <= whole <= 99991231:
        return None
    try:
        date(whole // 10000, whole // 100 % 100, whole % 100)
    except ValueError:
        return None
    return whole // 10000, whole // 100 % 100, whole % 100


def _year(when: float) -> Result:
    found = _calendar(when)
    return Missing.UNANSWERED if found is None else found[0]


def _years_between(start: float, end: float) -> Result:
    first, last = _calendar(start), _calendar(end)
    if first is None or last is None:
        return Missing.UNANSWERED
    known = min(len(first), len(last))  # a day and a month are compared by their months
    first, last = first[:known], last[:known]
    if last < first:
        return -_full_years(last, first)
    return _full_years(first, last)


def _full_years(first: tuple[int, ...], last: tuple[int, ...]) -> int:
    return last[0] - first[0] - (last[1:] < first[1:])


def _days_between(start: float, end: float) -> Result:
    first, last = _calendar(start), _calendar(end)
    if first is None or last is None or len(first) < 3 or len(last) < 3:
        return Missing.UNANSWERED
    return (date(*last) - date(*first)).days


# Lists: results of the items, one after the other


def conjunction(truths: Iterable[bool | None]) -> bool | None:
    """Return whether all are true; unknown where that hangs on an unknown one."""
    result: bool | None = True
    for truth in truths:
        if truth is False:
            return False
        result = result if truth else None
    return result


def disjunction(truths: Iterable[bool | None]) -> bool | None:
    """Return whether any is true; unknown where that hangs on an unknown one."""
    result: bool | None = False
    for truth in truths:
        if truth:
            return True
        result = None if truth is None else result
    return result


def truth_of(result: Result) -> bool | None:
    """Return a result as a truth: unknown where it is missing, false where it is none."""
    if result is None or result is True or result is False:
        return result
    is_unknown = isinstance(result, Missing) and result is not Missing.NOT_APPLICABLE
    return None if is_unknown else False


def _any(results: Iterator[Result]) -> Result:
    return disjunction(map(truth_of, results))


def _all(results: Iterator[Result]) -> Result:
    found = list(results)
    # Of a family without children nothing is true of all children: a label must fit somebody.
    return conjunction(map(truth_of, found)) if found else False


def _count(results: Iterator[Result]) -> Result:
    return sum(result is True for result in results)


def _sum(results: Iterator[Result]) -> Result:
    found = list(results)
    numbers = [result for result in found if is_number(result)]
    return Missing.UNANSWERED if found and not numbers else total(numbers)


def _first(results: Iterator[Result]) -> Result:
    return next(results, Missing.NOT_APPLICABLE)


def _last(results: Iterator[Result]) -> Result:
    found = list(results)
    return found[-1] if found else Missing.NOT_APPLICABLE


def _extreme(choose: Callable[[Sequence[float]], float]) -> Callable[[Iterator[Result]], Result]:
    def work(results: Iterator[Result]) -> Result:
        found = list(results)
        numbers = [result for result in found if is_number(result)]
        if numbers:
            return choose(numbers)
        return Missing.UNANSWERED if found else Missing.NOT_APPLICABLE

    return work


_LIST, _QUESTION, _NUMBER, _DATE = Sort.LIST, Sort.QUESTION, Sort.NUMBER, Sort.DATE
_CONDITION, _ANY = Sort.CONDITION, Sort.ANY

_ROWS = (
    Function(
        "count",
        (_LIST, _CONDITION),
        _NUMBER,
        _count,
        "number of items of a list, of those of which a condition holds, or of chosen options",
        optional=1,
    ),
    Function("any", (_LIST, _CONDITION), _CONDITION, _any, "holds of at least one item"),
    Function(
        "all", (_LIST, _CONDITION), _CONDITION, _all, "holds of every item; false without items"
    ),
    Function("sum", (_LIST, _NUMBER), _NUMBER, _sum, "sum over the items, missing ones left out"),
    Function("first", (_LIST, _ANY), _ANY, _first, "value of the first item"),
    Function("last", (_LIST, _ANY), _ANY, _last, "value of the last item"),
    Function(
        "lowest",
        (_LIST, _NUMBER),
        _NUMBER,
        _extreme(min),
        "smallest value of the items, missing ones left out",
    ),
    Function(
        "highest",
        (_LIST, _NUMBER),
        _NUMBER,
        _extreme(max),
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
        _round,
        "rounded to a number of digits (0 to 9), half away from zero",
        optional=1,
    ),
    Function("floor", (_NUMBER,), _NUMBER, math.floor, "next whole number below"),
    Function("abs", (_NUMBER,), _NUMBER, abs, "without its sign"),
    Function(
        "mod",
        (_NUMBER, _NUMBER),
        _NUMBER,
        _remainder,
        "remainder of a division, with the sign of the second number",
    ),
    Function(
        "if",
        (_CONDITION, _ANY, _ANY),
        _ANY,
        _if,
        "the second value where the condition holds, otherwise the third",
        is_strict=False,
    ),
    Function(
        "coalesce",
        (_ANY, _ANY),
        _ANY,
        _coalesce,
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
        _years_between,
        "full years from the first to the second, by what both say (day, month or year)",
    ),
    Function(
        "days_between",
        (_DATE, _DATE),
        _NUMBER,
        _days_between,
        "days from the first day to the second",
    ),
    Function("year", (_DATE,), _NUMBER, _year, "year of a date or month"),
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
