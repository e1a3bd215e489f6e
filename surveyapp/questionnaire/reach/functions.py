"""Functions of values in the words of a solver; what stands in no table here nothing is proved of."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from surveyapp.questionnaire.calculations import LARGEST
from surveyapp.questionnaire.reach.terms import (
    HAIR,
    Algebra,
    Amount,
    Bit,
    Code,
    Codes,
    Meaning,
    NotModelledError,
    Number,
    Truth,
)

Better = Callable[[Any, Any], Bit]


def numbers(values: Sequence[Meaning]) -> list[Number]:
    """Return values that must be numbers."""
    found = [each for each in values if isinstance(each, Number)]
    if len(found) < len(values):
        message = "a function of what is no number"
        raise NotModelledError(message)
    return found


def gap(algebra: Algebra, value: Meaning) -> Bit:
    """Return whether there is no value."""
    if isinstance(value, Truth):
        return algebra.no(algebra.either(value.true, value.false))
    return algebra.either(value.unasked, value.missing)


def strict(
    algebra: Algebra, values: Sequence[Number], amount: Amount, *, also: Bit = False
) -> Number:
    """Return a number that is missing as soon as one of some numbers is, or ``also`` holds."""
    unasked = algebra.some(each.unasked for each in values)
    missing = algebra.either(also, *(each.missing for each in values))
    return Number(unasked, missing, amount, is_rough=any(each.is_rough for each in values))


def chosen(algebra: Algebra, bit: Bit, first: Meaning, second: Meaning) -> Meaning:
    """Return one value or the other, where both are of one sort."""
    if isinstance(bit, bool):
        return first if bit else second
    if isinstance(first, Truth) and isinstance(second, Truth):
        return Truth(
            algebra.choose_bit(bit, first.true, second.true),
            algebra.choose_bit(bit, first.false, second.false),
        )
    if isinstance(first, Truth) or isinstance(second, Truth):
        message = "a truth or something else"
        raise NotModelledError(message)
    unasked = algebra.choose_bit(bit, first.unasked, second.unasked)
    missing = algebra.choose_bit(bit, first.missing, second.missing)
    if isinstance(first, Number) and isinstance(second, Number):
        amount = algebra.choose(bit, first.amount, second.amount)
        named = first.named if first.named == second.named else 0
        return Number(unasked, missing, amount, first.is_rough or second.is_rough, named)
    if isinstance(first, Code) and isinstance(second, Code):
        return Code(unasked, missing, _either_code(algebra, bit, first.codes, second.codes))
    if isinstance(first, Codes) and isinstance(second, Codes):
        return Codes(unasked, missing, _either_code(algebra, bit, first.codes, second.codes))
    message = "one of two different sorts"
    raise NotModelledError(message)


def _either_code(
    algebra: Algebra, bit: Bit, first: Mapping[Any, Bit], second: Mapping[Any, Bit]
) -> dict[Any, Bit]:
    every = dict.fromkeys((*first, *second))
    return {
        code: algebra.choose_bit(bit, first.get(code, False), second.get(code, False))
        for code in every
    }


# Functions of values


def best(algebra: Algebra, values: Sequence[Meaning], better: Better) -> Meaning:
    """Return the smallest or largest number."""
    found = numbers(values)
    amount = found[0].amount
    for each in found[1:]:
        amount = algebra.choose(better(each.amount, amount), each.amount, amount)
    return strict(algebra, found, amount)


def _if(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    condition, first, second = values
    if not isinstance(condition, Truth):
        message = "if without a condition"
        raise NotModelledError(message)
    found = chosen(algebra, condition.true, first, second)
    unknown = gap(algebra, condition)
    if unknown is False:
        return found
    if isinstance(found, Truth):
        message = "a truth that hangs on an unknown one"
        raise NotModelledError(message)
    known = algebra.no(unknown)
    return replace(
        found,
        unasked=algebra.both(known, found.unasked),
        missing=algebra.either(unknown, found.missing),
    )


def _coalesce(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    if any(isinstance(each, Truth) for each in values):
        message = "coalesce of truths"
        raise NotModelledError(message)
    gaps = [gap(algebra, each) for each in values]
    found = values[-1]
    for each, is_gap in reversed(list(zip(values, gaps, strict=True))):
        found = chosen(algebra, is_gap, found, each)
    unasked = algebra.every(each.unasked for each in values if not isinstance(each, Truth))
    missing = algebra.both(algebra.every(gaps), algebra.no(unasked))
    return found if isinstance(found, Truth) else replace(found, unasked=unasked, missing=missing)


def _abs(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    found = numbers(values)
    return strict(algebra, found, algebra.size(found[0].amount))


def _floor(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    found = numbers(values)
    amount = found[0].amount
    if algebra.is_whole(amount):
        return strict(algebra, found, amount)
    whole = algebra.floor(amount)
    if found[0].is_rough:  # a hair below the next whole number, or on it
        above = algebra.floor(algebra.real(amount) + algebra.amount(HAIR))
        below = algebra.floor(algebra.real(amount) - algebra.amount(HAIR))
        whole = algebra.choose(algebra.free("floor"), above, below)
    return replace(strict(algebra, found, whole), is_rough=False)


def _round(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    found = numbers(values)
    digits = found[1].amount if len(found) > 1 else 0
    if not isinstance(digits, int) or not 0 <= digits <= 9:
        message = "round to a number of digits that is not written out"
        raise NotModelledError(message)
    amount = found[0].amount
    if algebra.is_whole(amount):
        return strict(algebra, found, amount)
    scaled = algebra.size(algebra.real(amount)) * 10**digits + algebra.amount(0.5)
    # Just at the half either may come out: 0.285 * 100 is a hair less than 28.5.
    above = algebra.floor(scaled + algebra.amount(HAIR))
    below = algebra.floor(scaled - algebra.amount(HAIR))
    whole = algebra.choose(algebra.free("round"), above, below)
    signed = algebra.choose(algebra.real(amount) < 0, -whole, whole)
    rounded = signed if digits == 0 else algebra.parts(signed, digits)
    return replace(strict(algebra, found, rounded), is_rough=False)


def _mod(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    left, right = numbers(values)
    if not (algebra.is_whole(left.amount) and algebra.is_whole(right.amount)):
        message = "mod of numbers that are not whole"
        raise NotModelledError(message)
    by = right.amount
    if by == 0 and isinstance(by, int):
        return strict(algebra, [left, right], 0, also=True)
    rest = algebra.amount(left.amount) % algebra.amount(by)  # never negative here
    below = algebra.both(algebra.amount(by) < 0, rest != 0)
    signed = algebra.choose(below, rest + algebra.amount(by), rest)
    return strict(algebra, [left, right], signed, also=algebra.amount(by) == 0)


def divided(algebra: Algebra, left: Number, right: Number) -> Number:
    """Return a quotient; nothing can be divided by zero."""
    by = right.amount
    if isinstance(by, (int, float)) and by == 0:
        return strict(algebra, [left, right], 0, also=True)
    is_rough = not (algebra.is_whole(left.amount) and algebra.is_whole(by))
    amount = algebra.real(left.amount) / algebra.real(by)
    also = False if isinstance(by, (int, float)) else by == 0
    found = strict(
        algebra, [left, right], amount, also=algebra.either(also, _is_huge(algebra, amount))
    )
    return replace(found, is_rough=is_rough or found.is_rough)


def reckoned(algebra: Algebra, sign: str, left: Number, right: Number) -> Number:
    """Return a sum, difference, product or quotient."""
    if sign == "/":
        return divided(algebra, left, right)
    amount = _ARITHMETIC[sign](left.amount, right.amount)
    is_rough = not algebra.is_whole(amount)
    found = strict(algebra, [left, right], amount, also=_is_huge(algebra, amount))
    return replace(found, is_rough=is_rough or found.is_rough)


def _is_huge(algebra: Algebra, amount: Amount) -> Bit:
    if isinstance(amount, (int, float)):
        return not -LARGEST <= amount <= LARGEST
    return algebra.either(amount > LARGEST, amount < -LARGEST)


_ARITHMETIC: Mapping[str, Better] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


# Dates


def _calendars(algebra: Algebra, values: Sequence[Meaning]) -> list[Number]:
    """Return numbers that are surely dates, missing where their year has fewer than four digits."""
    found = [_written(each) for each in numbers(values)]
    if not all(each.named for each in found):
        message = "a number that may be no date"
        raise NotModelledError(message)
    return [
        replace(each, missing=algebra.either(each.missing, _year_of(each) < 1000)) for each in found
    ]


def _written(number: Number) -> Number:
    """Return a number that was written into an expression as the date it is."""
    if not isinstance(number.amount, int):
        return number
    digits = {4: 1, 6: 2, 8: 3}.get(len(str(number.amount)), 0)
    parts = [number.amount // 100**place % 100 for place in range(digits - 1)]
    most = (31, 12)[-len(parts) :] if parts else ()
    is_date = all(1 <= part <= limit for part, limit in zip(parts, most, strict=True))
    return replace(number, named=digits) if is_date else number


def _year_of(number: Number) -> Amount:
    return _cut(number, 1)


def _cut(number: Number, named: int) -> Amount:
    """Return a date as one that names fewer of year, month, day."""
    by = 100 ** (number.named - named)
    return number.amount // by if isinstance(number.amount, int) else number.amount / by


def _year(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    found = _calendars(algebra, values)
    return strict(algebra, found, _year_of(found[0]))


def _years_between(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    found = _calendars(algebra, values)
    known = min(each.named for each in found)
    first, last = (algebra.amount(_cut(each, known)) for each in found)
    unit = 100 ** (known - 1)
    forth, back = _full_years(algebra, first, last, unit), _full_years(algebra, last, first, unit)
    return strict(algebra, found, algebra.choose(last < first, -back, forth))


def _full_years(algebra: Algebra, first: Amount, last: Amount, unit: int) -> Amount:
    years = last / unit - first / unit
    return years - algebra.choose(last % unit < first % unit, 1, 0)


def _days_between(algebra: Algebra, values: Sequence[Meaning]) -> Meaning:
    found = _calendars(algebra, values)
    if any(each.named < 3 for each in found):
        return strict(algebra, found, 0, also=True)
    first, last = (_day_number(algebra, algebra.amount(each.amount)) for each in found)
    return strict(algebra, found, last - first)


def _day_number(algebra: Algebra, day: Amount) -> Amount:
    """Return the number of a day, counted so that years begin in March and end with the leap day."""
    early = day / 100 % 100 <= 2
    year = day / 10_000 - algebra.choose(early, 1, 0)
    month = day / 100 % 100 + algebra.choose(early, 9, -3)
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day % 100


CALLS: Mapping[str, Callable[[Algebra, Sequence[Meaning]], Meaning]] = {
    "min": lambda algebra, values: best(algebra, values, operator.lt),
    "max": lambda algebra, values: best(algebra, values, operator.gt),
    "if": _if,
    "coalesce": _coalesce,
    "abs": _abs,
    "floor": _floor,
    "round": _round,
    "mod": _mod,
    "year": _year,
    "years_between": _years_between,
    "days_between": _days_between,
}
"""Functions of values by name."""
