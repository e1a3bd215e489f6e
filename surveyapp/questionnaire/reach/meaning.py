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
from surveyapp.questionnaire.reach.functions import CALLS, Better, numbers, reckoned
from surveyapp.questionnaire.reach.lists import NOTHING, over_list
from surveyapp.questionnaire.reach.terms import (
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
            return False if compare is None else self._compared(compare, left, right)
        if isinstance(left, Code) and isinstance(right, Code):
            same = self._same(left, right)
            return {"==": same, "!=": self.algebra.no(same)}.get(sign, False)
        return self._inside(sign, left, right)

    def _compared(self, compare: Better, left: Number, right: Number) -> Bit:
        holds = compare(left.amount, right.amount)
        holds = self.algebra.near(holds, left.amount, right)
        return self.algebra.near(holds, right.amount, left)

    def _same(self, left: Code, right: Code) -> Bit:
        both = left.codes.keys() & right.codes.keys()
        return self.algebra.some(
            self.algebra.both(left.codes[code], right.codes[code]) for code in sorted(both)
        )

    def _inside(self, sign: str, left: Meaning, right: Meaning) -> Bit:
        if isinstance(left, Codes) and isinstance(right, Codes) and sign in ("==", "!="):
            message = "a comparison of whole orders"
            raise NotModelledError(message)
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
            return self._compared(operator.eq, value, Number(amount=written))
        return False

    def _arithmetic(self, node: Arithmetic, spot: Spot) -> Meaning:
        sides = [self.of(node.left, spot), self.of(node.right, spot)]
        left, right = numbers(sides)
        return reckoned(self.algebra, node.operator, left, right)

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
        meaning = over_list(node.quantifier, self.algebra, is_known, found)
        if self.is_strict or not isinstance(meaning, Truth):
            return meaning
        return Truth(meaning.true, self.algebra.no(meaning.true))

    def _chosen(self, name: str, spot: Spot) -> Meaning:
        chosen = self.world.value(name, None, spot)
        if not isinstance(chosen, Codes):
            return Number(unasked=True)
        amounts = (self.algebra.choose(bit, 1, 0) for bit in chosen.codes.values())
        return Number(chosen.unasked, chosen.missing, self.algebra.total(amounts))

    def _call(self, node: Call, spot: Spot) -> Meaning:
        values = [self.of(each, spot) for each in node.arguments]
        work = CALLS.get(node.function)
        if work is None:
            raise NotModelledError(node.function)
        return work(self.algebra, values)

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
        FactName: lambda self, node, spot: self.world.fact_at(node.fact, spot),
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
