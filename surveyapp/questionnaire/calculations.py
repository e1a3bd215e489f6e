"""What the functions of the expression language compute from numbers, days and lists."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias, TypeGuard

from surveyapp.questionnaire.values import Missing

Result: TypeAlias = bool | str | float | int | tuple[str, ...] | Missing | None
"""What an expression gives; None is the unknown truth of a comparison with a missing answer."""

LARGEST = 10**15
"""Largest number, either way from zero; below it whole numbers are exact in every browser, too."""


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


def round_half_up(number: float, digits: float = 0) -> Result:
    """Round to some digits after the point; half goes away from zero."""
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


def remainder(left: float, right: float) -> Result:
    """Return what is left after a division; nothing can be divided by zero."""
    return Missing.UNANSWERED if right == 0 else left % right


# Values


def chosen_by(condition: Result, then: Result, otherwise: Result) -> Result:
    """Return one of two values by a condition; missing where the condition is."""
    if condition is None or isinstance(condition, Missing):
        return missing_of((condition,))
    return then if condition is True else otherwise


def coalesce(*values: Result) -> Result:
    """Return the first value that is not missing."""
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


def year_of(when: float) -> Result:
    """Return the year of a day, a month or a year."""
    found = _calendar(when)
    return Missing.UNANSWERED if found is None else found[0]


def years_between(start: float, end: float) -> Result:
    """Return the full years from one date to another, as precise as both are known."""
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


def days_between(start: float, end: float) -> Result:
    """Return the days from one day to another."""
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


def any_of(results: Iterator[Result]) -> Result:
    """Say whether a condition holds of at least one item."""
    return disjunction(map(truth_of, results))


def all_of(results: Iterator[Result]) -> Result:
    """Say whether a condition holds of every item."""
    found = list(results)
    # Of a family without children nothing is true of all children: a label must fit somebody.
    return conjunction(map(truth_of, found)) if found else False


def count_of(results: Iterator[Result]) -> Result:
    """Return of how many items a condition holds."""
    return sum(result is True for result in results)


def sum_of(results: Iterator[Result]) -> Result:
    """Add the numbers of all items, missing ones left out."""
    found = list(results)
    numbers = [result for result in found if is_number(result)]
    return Missing.UNANSWERED if found and not numbers else total(numbers)


def first_of(results: Iterator[Result]) -> Result:
    """Return the value of the first item."""
    return next(results, Missing.NOT_APPLICABLE)


def last_of(results: Iterator[Result]) -> Result:
    """Return the value of the last item."""
    found = list(results)
    return found[-1] if found else Missing.NOT_APPLICABLE


def extreme_by(choose: Callable[[Sequence[float]], float]) -> Callable[[Iterator[Result]], Result]:
    """Return the function that chooses one number of all items, such as the lowest."""

    def work(results: Iterator[Result]) -> Result:
        found = list(results)
        numbers = [result for result in found if is_number(result)]
        if numbers:
            return choose(numbers)
        return Missing.UNANSWERED if found else Missing.NOT_APPLICABLE

    return work
