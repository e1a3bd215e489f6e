"""Functions over the items of a list in the words of a solver."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from surveyapp.questionnaire.reach.functions import Better, chosen, gap, numbers
from surveyapp.questionnaire.reach.terms import (
    Algebra,
    Amount,
    Bit,
    Meaning,
    NotModelledError,
    Number,
    Truth,
)

NOTHING = Truth(true=False, false=True)

Items = Sequence[tuple[Bit, Meaning]]
"""For each possible item whether it is there, and what the expression gives for it."""


def truth_of(meaning: Meaning) -> Truth:
    """Return a value as a truth: false where it is none."""
    return meaning if isinstance(meaning, Truth) else NOTHING


def _any(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    truths = [(there, truth_of(each)) for there, each in found]
    true = algebra.some(algebra.both(there, each.true) for there, each in truths)
    false = algebra.every(algebra.either(algebra.no(there), each.false) for there, each in truths)
    return Truth(algebra.both(is_known, true), algebra.both(is_known, false))


def _all(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    truths = [(there, truth_of(each)) for there, each in found]
    nobody = algebra.every(algebra.no(there) for there, _ in truths)
    every = algebra.every(algebra.either(algebra.no(there), each.true) for there, each in truths)
    one = algebra.some(algebra.both(there, each.false) for there, each in truths)
    return Truth(
        algebra.both(is_known, algebra.no(nobody), every),
        algebra.both(is_known, algebra.either(nobody, one)),
    )


def _count(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    bits = (algebra.both(there, truth_of(each).true) for there, each in found)
    amount = algebra.total(algebra.choose(bit, 1, 0) for bit in bits)
    return Number(missing=algebra.no(is_known), amount=amount)


def _present(algebra: Algebra, found: Items) -> list[tuple[Bit, Number]]:
    """Return the numbers, and for each whether its item is there and has one."""
    values = numbers([each for _, each in found])
    return [
        (algebra.both(there, algebra.no(gap(algebra, each))), each)
        for (there, _), each in zip(found, values, strict=True)
    ]


def _is_lost(algebra: Algebra, is_known: Bit, found: Items, present: Sequence[Bit]) -> Bit:
    """Return whether there are items, but none with a number; or nobody knows."""
    somebody = algebra.some(there for there, _ in found)
    nobody = algebra.no(algebra.some(present))
    return algebra.either(algebra.no(is_known), algebra.both(somebody, nobody))


def _sum(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    present = _present(algebra, found)
    amount = algebra.total(algebra.choose(bit, each.amount, 0) for bit, each in present)
    lost = _is_lost(algebra, is_known, found, [bit for bit, _ in present])
    is_rough = any(each.is_rough for _, each in present) or not algebra.is_whole(amount)
    return Number(missing=lost, amount=amount, is_rough=is_rough)


def _extreme(better: Better) -> Callable[[Algebra, Bit, Items], Meaning]:
    def work(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
        present = _present(algebra, found)
        amount: Amount = 0
        has_one: Bit = False
        for bit, each in present:
            wins = algebra.both(
                bit, algebra.either(algebra.no(has_one), better(each.amount, amount))
            )
            amount = algebra.choose(wins, each.amount, amount)
            has_one = algebra.either(has_one, bit)
        lost = _is_lost(algebra, is_known, found, [bit for bit, _ in present])
        nobody = algebra.no(algebra.some(there for there, _ in found))
        is_rough = any(each.is_rough for _, each in present)
        return Number(algebra.both(is_known, nobody), lost, amount, is_rough=is_rough)

    return work


def _first(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    if not found:
        return Number(is_known, algebra.no(is_known))
    value = found[-1][1]
    for there, each in reversed(found):
        value = chosen(algebra, there, each, value)
    somebody = algebra.some(there for there, _ in found)
    if isinstance(value, Truth):
        return Truth(
            algebra.both(is_known, somebody, value.true),
            algebra.both(is_known, algebra.either(value.false, algebra.no(somebody))),
        )
    nobody = algebra.both(is_known, algebra.no(somebody))
    present = algebra.both(is_known, somebody)
    return replace(
        value,
        unasked=algebra.either(nobody, algebra.both(present, value.unasked)),
        missing=algebra.either(algebra.no(is_known), algebra.both(present, value.missing)),
    )


def _last(algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    return _first(algebra, is_known, list(reversed(found)))


_OVER_LISTS: Mapping[str, Callable[[Algebra, Bit, Items], Meaning]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
    "lowest": _extreme(operator.lt),
    "highest": _extreme(operator.gt),
    "first": _first,
    "last": _last,
}


def over_list(name: str, algebra: Algebra, is_known: Bit, found: Items) -> Meaning:
    """Return what a function gives over the items of a list."""
    work = _OVER_LISTS.get(name)
    if work is None:
        raise NotModelledError(name)
    return work(algebra, is_known, found)
