"""Expressions in the words of a solver, with the same three answers as ``conditions.py``."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Call,
    Compare,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    FactName,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
)
from surveyapp.questionnaire.expression import (
    Codes as WrittenCodes,
)
from surveyapp.questionnaire.reach_terms import (
    Algebra,
    Bit,
    Code,
    Codes,
    Meaning,
    NotModelledError,
    Number,
    Spot,
    Truth,
    World,
)

NOTHING = Truth(true=False, false=True)


@dataclass(frozen=True)
class Meanings:
    """Reads expressions; ``is_strict`` keeps unknown apart from false, as indicators need it."""

    world: World
    is_strict: bool

    @property
    def algebra(self) -> Algebra:
        """Return the operations on bits."""
        return self.world.algebra

    def of(self, node: Expression, spot: Spot) -> Meaning:
        """Return what an expression gives."""
        reader = self._readers.get(type(node))
        if reader is None:
            message = type(node).__name__
            raise NotModelledError(message)
        return reader(self, node, spot)

    def truth(self, node: Expression, spot: Spot) -> Truth:
        """Return whether an expression holds."""
        found = self.of(node, spot)
        if not isinstance(found, Truth):
            return NOTHING
        return found if self.is_strict else Truth(found.true, self.algebra.no(found.true))

    def _not(self, node: Not, spot: Spot) -> Meaning:
        found = self.truth(node.operand, spot)
        return Truth(found.false, found.true)

    def _and(self, node: And, spot: Spot) -> Meaning:
        parts = [self.truth(part, spot) for part in node.operands]
        return Truth(
            self.algebra.every(part.true for part in parts),
            self.algebra.some(part.false for part in parts),
        )

    def _or(self, node: Or, spot: Spot) -> Meaning:
        parts = [self.truth(part, spot) for part in node.operands]
        return Truth(
            self.algebra.some(part.true for part in parts),
            self.algebra.every(part.false for part in parts),
        )

    def _compare(self, node: Compare, spot: Spot) -> Meaning:
        left, right = self.of(node.left, spot), self.of(node.right, spot)
        unknown = [side for side in (left, right) if isinstance(side, Truth)]
        sides = [side for side in (left, right) if not isinstance(side, Truth)]
        unasked = self.algebra.some(side.unasked for side in sides)
        missing = self.algebra.some(side.missing for side in sides)
        holds = False if unknown else self._holds(node.operator, left, right)
        there = self.algebra.no(self.algebra.either(unasked, missing))
        true = self.algebra.both(there, holds)
        if not self.is_strict:
            return Truth(true, self.algebra.no(true))
        fails = self.algebra.both(there, self.algebra.no(holds))
        return Truth(true, self.algebra.either(unasked, fails))

    def _holds(self, sign: str, left: Meaning, right: Meaning) -> Bit:
        if isinstance(left, Number) and isinstance(right, Number):
            compare = _NUMBERS.get(sign)
            return False if compare is None else compare(left.amount, right.amount)
        if isinstance(left, Code) and isinstance(right, Code):
            same = self._same(left, right)
            return {"==": same, "!=": self.algebra.no(same)}.get(sign, False)
        return self._inside(sign, left, right)

    def _same(self, left: Code, right: Code) -> Bit:
        both = left.codes.keys() & right.codes.keys()
        return self.algebra.some(
            self.algebra.both(left.codes[code], right.codes[code]) for code in sorted(both)
        )

    def _inside(self, sign: str, left: Meaning, right: Meaning) -> Bit:
        if sign == "in" and isinstance(right, Codes):
            return self.algebra.some(
                self.algebra.both(there, self._is(left, code))
                for code, there in right.codes.items()
            )
        if sign == "has" and isinstance(left, Codes):
            return self.algebra.some(
                self.algebra.both(there, self._is(right, code))
                for code, there in left.codes.items()
            )
        if sign == "has_any" and isinstance(left, Codes) and isinstance(right, Codes):
            shared = left.codes.keys() & right.codes.keys()
            return self.algebra.some(
                self.algebra.both(left.codes[code], right.codes[code])
                for code in sorted(shared, key=str)
            )
        if sign == "has_all" and isinstance(left, Codes) and isinstance(right, Codes):
            return self.algebra.every(
                self.algebra.either(self.algebra.no(there), left.codes.get(code, False))
                for code, there in right.codes.items()
            )
        return False

    def _is(self, value: Meaning, written: str | float) -> Bit:
        if isinstance(value, Code):
            return value.codes.get(written, False) if isinstance(written, str) else False
        if isinstance(value, Number) and not isinstance(written, str):
            return value.amount == written
        return False

    def _arithmetic(self, node: Arithmetic, spot: Spot) -> Meaning:
        left, right = self.of(node.left, spot), self.of(node.right, spot)
        work = _ARITHMETIC.get(node.operator)
        if work is None or not (isinstance(left, Number) and isinstance(right, Number)):
            message = f"arithmetic with {node.operator}"
            raise NotModelledError(message)
        return Number(
            self.algebra.either(left.unasked, right.unasked),
            self.algebra.either(left.missing, right.missing),
            work(left.amount, right.amount),
        )

    def _count(self, node: Count, spot: Spot) -> Meaning:
        if not self.world.is_list(node.list):
            return self._chosen(node.list, spot)
        is_known, items = self.world.items(node.list, spot)
        amounts = (self.algebra.choose(there, 1, 0) for there in items.values())
        return Number(missing=self.algebra.no(is_known), amount=self.algebra.total(amounts))

    def _quantified(self, node: Quantified, spot: Spot) -> Meaning:
        is_known, items = self.world.items(node.list, spot)
        found = [
            (there, self.of(node.body, self.world.inside(spot, node.list, item)))
            for item, there in items.items()
            if there is not False
        ]
        reader = {
            "any": self._any,
            "all": self._all,
            "sum": self._sum,
            "count": self._count_true,
            "lowest": self._lowest,
            "highest": self._highest,
        }.get(node.quantifier)
        if reader is None:
            raise NotModelledError(node.quantifier)
        return reader(is_known, found)

    def _chosen(self, name: str, spot: Spot) -> Meaning:
        chosen = self.world.value(name, None, spot)
        if not isinstance(chosen, Codes):
            return Number(unasked=True)
        amounts = (self.algebra.choose(bit, 1, 0) for bit in chosen.codes.values())
        return Number(chosen.unasked, chosen.missing, self.algebra.total(amounts))

    def _count_true(self, is_known: Bit, found: list[tuple[Bit, Meaning]]) -> Meaning:
        bits = (self.algebra.both(there, self._as_truth(each).true) for there, each in found)
        amount = self.algebra.total(self.algebra.choose(bit, 1, 0) for bit in bits)
        return Number(missing=self.algebra.no(is_known), amount=amount)

    def _lowest(self, is_known: Bit, found: list[tuple[Bit, Meaning]]) -> Meaning:
        return self._extreme(is_known, found, operator.lt)

    def _highest(self, is_known: Bit, found: list[tuple[Bit, Meaning]]) -> Meaning:
        return self._extreme(is_known, found, operator.gt)

    def _extreme(
        self, is_known: Bit, found: list[tuple[Bit, Meaning]], better: Callable[[Any, Any], Bit]
    ) -> Meaning:
        algebra = self.algebra
        amount: Any = 0
        has_one: Bit = False
        for there, each in found:
            if not isinstance(each, Number):
                message = "the extreme of what is no number"
                raise NotModelledError(message)
            present = algebra.both(there, algebra.no(algebra.either(each.unasked, each.missing)))
            wins = algebra.both(
                present, algebra.either(algebra.no(has_one), better(each.amount, amount))
            )
            amount = algebra.choose(wins, each.amount, amount)
            has_one = algebra.either(has_one, present)
        somebody = algebra.some(there for there, _ in found)
        missing = algebra.either(algebra.no(is_known), algebra.both(somebody, algebra.no(has_one)))
        unasked = algebra.both(is_known, algebra.no(somebody))
        return Number(unasked, missing, amount)

    def _call(self, node: Call, spot: Spot) -> Meaning:
        values = [self.of(each, spot) for each in node.arguments]
        maker = {
            "min": self._least,
            "max": self._most,
            "if": self._if,
            "coalesce": self._coalesce,
        }.get(node.function)
        if maker is None:
            raise NotModelledError(node.function)
        return maker(values)

    def _numbers(self, values: list[Meaning]) -> list[Number]:
        found = [each for each in values if isinstance(each, Number)]
        if len(found) < len(values):
            message = "a function of what is no number"
            raise NotModelledError(message)
        return found

    def _least(self, values: list[Meaning]) -> Meaning:
        return self._best(values, operator.lt)

    def _most(self, values: list[Meaning]) -> Meaning:
        return self._best(values, operator.gt)

    def _best(self, values: list[Meaning], better: Callable[[Any, Any], Bit]) -> Meaning:
        numbers = self._numbers(values)
        amount = numbers[0].amount
        for each in numbers[1:]:
            amount = self.algebra.choose(better(each.amount, amount), each.amount, amount)
        unasked = self.algebra.some(each.unasked for each in numbers)
        return Number(unasked, self.algebra.some(each.missing for each in numbers), amount)

    def _if(self, values: list[Meaning]) -> Meaning:
        condition, *rest = values
        first, second = self._numbers(rest)
        if not isinstance(condition, Truth):
            message = "if without a condition"
            raise NotModelledError(message)
        algebra, yes = self.algebra, condition.true
        unknown = algebra.no(algebra.either(yes, condition.false))
        return Number(
            algebra.either(
                algebra.both(yes, first.unasked), algebra.both(condition.false, second.unasked)
            ),
            algebra.either(
                unknown,
                algebra.both(yes, first.missing),
                algebra.both(condition.false, second.missing),
            ),
            algebra.choose(yes, first.amount, second.amount),
        )

    def _coalesce(self, values: list[Meaning]) -> Meaning:
        algebra = self.algebra
        numbers = self._numbers(values)
        gaps = [algebra.either(each.unasked, each.missing) for each in numbers]
        amount = numbers[-1].amount
        for each, gap in reversed(list(zip(numbers, gaps, strict=True))):
            amount = algebra.choose(gap, amount, each.amount)
        unasked = algebra.every(each.unasked for each in numbers)
        missing = algebra.both(algebra.every(gaps), algebra.no(unasked))
        return Number(unasked, missing, amount)

    def _any(self, is_known: Bit, found: list[tuple[Bit, Meaning]]) -> Meaning:
        truths = [(there, self._as_truth(each)) for there, each in found]
        algebra = self.algebra
        true = algebra.some(algebra.both(there, each.true) for there, each in truths)
        false = algebra.every(
            algebra.either(algebra.no(there), each.false) for there, each in truths
        )
        return self._settled(is_known, true, false)

    def _all(self, is_known: Bit, found: list[tuple[Bit, Meaning]]) -> Meaning:
        truths = [(there, self._as_truth(each)) for there, each in found]
        algebra = self.algebra
        nobody = algebra.every(algebra.no(there) for there, _ in truths)
        every = algebra.every(
            algebra.either(algebra.no(there), each.true) for there, each in truths
        )
        one = algebra.some(algebra.both(there, each.false) for there, each in truths)
        return self._settled(
            is_known, algebra.both(algebra.no(nobody), every), algebra.either(nobody, one)
        )

    def _settled(self, is_known: Bit, true: Bit, false: Bit) -> Truth:
        holds = self.algebra.both(is_known, true)
        if not self.is_strict:
            return Truth(holds, self.algebra.no(holds))
        return Truth(holds, self.algebra.both(is_known, false))

    def _as_truth(self, meaning: Meaning) -> Truth:
        return meaning if isinstance(meaning, Truth) else NOTHING

    def _sum(self, is_known: Bit, found: list[tuple[Bit, Meaning]]) -> Meaning:
        algebra = self.algebra
        amounts, counted = [], []
        for there, each in found:
            if not isinstance(each, Number):
                message = "the sum of what is no number"
                raise NotModelledError(message)
            present = algebra.both(there, algebra.no(algebra.either(each.unasked, each.missing)))
            counted.append(present)
            amounts.append(algebra.choose(present, each.amount, 0))
        nobody = algebra.no(algebra.some(counted))
        somebody = algebra.some(there for there, _ in found)
        missing = algebra.either(algebra.no(is_known), algebra.both(somebody, nobody))
        return Number(missing=missing, amount=algebra.total(amounts))

    def _state(self, node: State, spot: Spot) -> Meaning:
        said = self.world.known(node.name.question, node.name.row, spot)
        if said is None:
            return NOTHING
        algebra = self.algebra
        rows = list(said.rows.values()) if node.name.row is None else []
        parts = rows or [said]
        if node.state == "refused":
            visible = algebra.some(part.asked for part in parts)
            all_refused = algebra.every(
                algebra.either(algebra.no(part.asked), part.refused) for part in parts
            )
            holds = algebra.both(visible, all_refused)
        else:
            missing = (algebra.either(part.refused, part.empty, part.unfit) for part in parts)
            holds = algebra.some(
                algebra.both(part.asked, algebra.no(gap))
                for part, gap in zip(parts, missing, strict=True)
            )
        return Truth(holds, algebra.no(holds))

    def _row(self, _: CurrentRow, spot: Spot) -> Meaning:
        row = self.world.current_row(spot)
        return Code(unasked=True) if row is None else Code(codes={row: True})

    _readers: ClassVar[Mapping[type, Callable[[Meanings, Any, Spot], Meaning]]] = {
        Literal: lambda _, node, __: _literal(node.value),
        WrittenCodes: lambda _, node, __: Codes(codes=dict.fromkeys(node.values, True)),
        Name: lambda self, node, spot: self.world.value(node.question, node.row, spot),
        CurrentRow: _row,
        Not: _not,
        And: _and,
        Or: _or,
        Compare: _compare,
        Arithmetic: _arithmetic,
        Count: _count,
        Call: _call,
        CurrentNumber: lambda self, _, spot: self.world.current_number(spot),
        FactName: lambda self, node, _: self.world.fact(node.fact),
        Quantified: _quantified,
        State: _state,
    }


def _literal(value: str | float) -> Meaning:
    return Code(codes={value: True}) if isinstance(value, str) else Number(amount=value)


_NUMBERS: Mapping[str, Callable[[Any, Any], Bit]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_ARITHMETIC: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
