"""Numbers that may be answered, in the words of a solver: by type their extent, and how they are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.calculations import LARGEST
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.reach.terms import Algebra, Amount, Bit, Number, Solution
from surveyapp.questionnaire.values import Value

Kept = Callable[[int], Value]
"""Turns a number into the answer as it is stored."""


def _always(algebra: Algebra, whole: Amount) -> Bit:
    del algebra, whole
    return True


def _is_month(algebra: Algebra, whole: Amount) -> Bit:
    return algebra.both(whole % 100 >= 1, whole % 100 <= 12)


def _is_day(algebra: Algebra, whole: Amount) -> Bit:
    year, month, day = whole / 10_000, whole / 100 % 100, whole % 100
    leap = algebra.both(year % 4 == 0, algebra.either(year % 100 != 0, year % 400 == 0))
    february = algebra.choose(leap, 29, 28)
    is_short = algebra.some(month == each for each in (4, 6, 9, 11))
    last = algebra.choose(month == 2, february, algebra.choose(is_short, 30, 31))
    return algebra.both(month >= 1, month <= 12, day >= 1, day <= last)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the numbers of one type are limited and kept."""

    least: int
    most: int
    kept: Kept = int
    #: Whether there is such a thing, such as a 30th of February.
    exists: Callable[[Algebra, Amount], Bit] = _always
    #: What limits are compared with is the number divided by this.
    limits_by: int = 1
    #: How many of year, month, day a number names.
    named: int = 0


PLAIN = Spelling(-LARGEST, LARGEST)

SPELLINGS: Mapping[str, Spelling] = {
    "year": Spelling(1, 9999, named=1),
    "month": Spelling(
        1000_01,
        9999_12,
        lambda number: f"{number // 100:04}-{number % 100:02}",
        _is_month,
        limits_by=100,
        named=2,
    ),
    "date": Spelling(
        1_01_01,
        9999_12_31,
        lambda number: f"{number // 10_000:04}-{number // 100 % 100:02}-{number % 100:02}",
        _is_day,
        named=3,
    ),
    "time": Spelling(0, 23 * 60 + 59, lambda number: f"{number // 60:02}:{number % 60:02}"),
    "duration": Spelling(0, LARGEST),
}
"""Types whose numbers are not simply any number; all others are ``PLAIN``."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A number a family may give."""

    meaning: Number
    #: What limits are compared with.
    limited: Amount
    #: What holds of every such number, whatever the limits.
    exists: Bit
    read: Callable[[Solution], Value | None]


def number_of(algebra: Algebra, question: Question, name: str) -> Answered:
    """Return what number may be given to a question or row, limits aside."""
    spelling = SPELLINGS.get(question.type, PLAIN)
    whole = algebra.whole(name)
    if question.decimals and spelling is PLAIN:
        return _with_decimals(algebra, whole, question.decimals)
    exists = algebra.both(
        whole >= spelling.least, whole <= spelling.most, spelling.exists(algebra, whole)
    )
    limited = whole if spelling.limits_by == 1 else whole / spelling.limits_by
    return Answered(
        Number(amount=whole, named=spelling.named),
        limited,
        exists,
        lambda solution: spelling.kept(int(solution(whole))),
    )


def _with_decimals(algebra: Algebra, whole: Amount, decimals: int) -> Answered:
    scale = 10**decimals
    amount = algebra.parts(whole, decimals)
    exists = algebra.both(whole >= -LARGEST, whole <= LARGEST)
    return Answered(
        Number(amount=amount), amount, exists, lambda solution: int(solution(whole)) / scale
    )
