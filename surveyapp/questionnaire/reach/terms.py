"""What an expression can give, in the words of a solver: bits that fold away where they are settled.

A bit is a Python truth where it is known and a term of the solver where answers decide it. Most
bits of a questionnaire are known, so folding keeps the solver's work small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from surveyapp.questionnaire.values import Value

Bit: TypeAlias = Any
"""``True``, ``False`` or a truth term of the solver."""

Amount: TypeAlias = Any
"""A number, or a number term of the solver."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A truth; neither of both where a missing answer leaves it unknown."""

    true: Bit
    false: Bit


@dataclass(frozen=True, slots=True)
class Present:
    """What every value carries: why it may be missing."""

    #: The question was not asked, or does not apply.
    unasked: Bit = False
    #: The question was asked and refused or left empty.
    missing: Bit = False


@dataclass(frozen=True, slots=True)
class Code(Present):
    """One code: for each possible one whether it is that."""

    codes: Mapping[str, Bit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Codes(Present):
    """A set of codes: for each possible one whether it is inside; order matters to nobody here."""

    codes: Mapping[str | float, Bit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Number(Present):
    """A number."""

    amount: Amount = 0
    #: Rounded more than once on its way, so that it may lie a hair beside what it should be.
    is_rough: bool = False
    #: How many of year, month, day it names; 0 where it is no date.
    named: int = 0


Meaning: TypeAlias = Truth | Code | Codes | Number


Solution: TypeAlias = Callable[[Any], Any]
"""Gives the value of a bit or number in one solution."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a family may say to one question or row."""

    asked: Bit
    refused: Bit
    #: Left empty.
    empty: Bit
    #: Answered with "trifft nicht zu".
    unfit: Bit
    #: What expressions see; None where they see nothing, as of a whole matrix.
    meaning: Meaning | None
    #: Reads the stored answer out of a solution.
    read: Callable[[Solution], Value | None]
    rows: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an expression is evaluated: how far the family has come, and the items looked at."""

    place: int
    #: List to the item looked at.
    bound: Mapping[str, str] = field(default_factory=dict)


class World(Protocol):
    """Where expressions find what may have been said."""

    @property
    def algebra(self) -> Algebra:
        """Return the operations on bits."""

    def value(self, question_id: str, row: str | None, spot: Spot) -> Meaning:
        """Return an answer as expressions see it at a spot."""

    def known(self, question_id: str, row: str | None, spot: Spot) -> Said | None:
        """Return what was said to a question that was met before a spot."""

    def items(self, list_id: str, spot: Spot) -> tuple[Bit, dict[str, Bit]]:
        """Return whether the items of a list are known, and for each whether it is there."""

    def inside(self, spot: Spot, list_id: str, item: str) -> Spot:
        """Return the same place as one item of a list sees it."""

    def current_row(self, spot: Spot) -> str | None:
        """Return the row code of the item looked at."""

    def current_number(self, spot: Spot) -> Meaning:
        """Return the position of the item looked at, from 1."""

    def fact_at(self, name: str, spot: Spot) -> Meaning:
        """Return what is known beside the answers."""

    def is_list(self, name: str) -> bool:
        """Say whether a name is that of a list."""


HAIR = 0.000001
"""How far a number may lie beside what exact reckoning gives."""


class NotModelledError(Exception):
    """An expression uses something the solver is not told about; nothing can be proved of it."""


class Algebra:
    """The operations on bits and numbers; one solver's world, never shared between threads."""

    def __init__(self) -> None:
        """Load the solver, which only the check of a questionnaire may do."""
        import z3  # noqa: PLC0415 - 70 MB that no web process needs for answering pages

        self.z3: Any = z3
        self.context = z3.Context()
        self._names = 0

    def bit(self, name: str) -> Bit:
        """Return a free bit."""
        return self.z3.Bool(name, self.context)

    def whole(self, name: str) -> Amount:
        """Return a free whole number."""
        return self.z3.Int(name, self.context)

    def bits(self, bit: Bit) -> Bit:
        """Return a bit as a term."""
        return self.z3.BoolVal(bit, self.context) if isinstance(bit, bool) else bit

    def is_whole(self, number: Amount) -> bool:
        """Say whether a number is whole by itself, not only by chance."""
        if isinstance(number, (int, float)):
            return isinstance(number, int)
        return bool(number.is_int())

    def real(self, number: Amount) -> Amount:
        """Return a number as one that may have parts."""
        term = self.amount(number)
        return self.z3.ToReal(term) if term.is_int() else term

    def floor(self, number: Amount) -> Amount:
        """Return the next whole number below."""
        return number if self.is_whole(number) else self.z3.ToInt(self.real(number))

    def free(self, name: str) -> Bit:
        """Return a free bit of a name nobody else has."""
        self._names += 1
        return self.bit(f"{name}#{self._names}")

    def parts(self, whole: Amount, digits: int) -> Amount:
        """Return a whole number as one with digits behind the comma."""
        return self.z3.ToReal(whole) / 10**digits

    def no(self, bit: Bit) -> Bit:
        """Return the opposite."""
        return not bit if isinstance(bit, bool) else self.z3.Not(bit)

    def both(self, *bits: Bit) -> Bit:
        """Say whether all hold."""
        return self.every(bits)

    def every(self, bits: Iterable[Bit]) -> Bit:
        """Say whether all of some bits hold."""
        left = []
        for bit in bits:
            if bit is False:
                return False
            if bit is not True:
                left.append(bit)
        if not left:
            return True
        return left[0] if len(left) == 1 else self.z3.And(left)

    def either(self, *bits: Bit) -> Bit:
        """Say whether one holds."""
        return self.some(bits)

    def some(self, bits: Iterable[Bit]) -> Bit:
        """Say whether one of some bits holds."""
        left = []
        for bit in bits:
            if bit is True:
                return True
            if bit is not False:
                left.append(bit)
        if not left:
            return False
        return left[0] if len(left) == 1 else self.z3.Or(left)

    def fewer(self, bits: Iterable[Bit], number: int) -> Bit:
        """Say whether fewer than a number of bits hold."""
        terms = [bit for bit in bits if bit is not False]
        settled = sum(1 for bit in terms if bit is True)
        free = [bit for bit in terms if bit is not True]
        room = number - 1 - settled
        if room < 0:
            return False
        return True if len(free) <= room else self.z3.AtMost(*free, room)

    def choose(self, bit: Bit, first: Amount, second: Amount) -> Amount:
        """Return one number or the other."""
        if isinstance(bit, bool):
            return first if bit else second
        # Two plain numbers would make the solver's call ambiguous about its world.
        return self.z3.If(bit, self.amount(first), self.amount(second), self.context)

    def amount(self, number: Amount) -> Amount:
        """Return a number as a term."""
        if isinstance(number, int):
            return self.z3.IntVal(number, self.context)
        if isinstance(number, float):
            return self.z3.RealVal(str(number), self.context)
        return number

    def total(self, numbers: Iterable[Amount]) -> Amount:
        """Return a sum."""
        found: Amount = 0
        for number in numbers:
            found = number if isinstance(found, int) and found == 0 else found + number
        return found

    def near(self, holds: Bit, left: Amount, right: Number) -> Bit:
        """Return a comparison with a rough number, which may come out either way close to it."""
        if not right.is_rough:
            return holds
        gap = self.size(self.real(left) - self.real(right.amount))
        return self.choose_bit(gap <= self.amount(HAIR), self.free("near"), holds)

    def choose_bit(self, bit: Bit, first: Bit, second: Bit) -> Bit:
        """Return one bit or the other."""
        return self.either(self.both(bit, first), self.both(self.no(bit), second))

    def size(self, number: Amount) -> Amount:
        """Return a number without its sign."""
        if isinstance(number, (int, float)):
            return abs(number)
        return self.choose(number < 0, -number, number)
