"""What may be answered to one question, in the words of a solver, and read back as an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any, Protocol

from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Option, Question, Row
from surveyapp.questionnaire.reach_terms import (
    Amount,
    Bit,
    Code,
    Codes,
    Meaning,
    NotModelledError,
    Number,
    Said,
    Solution,
    Spot,
    Truth,
    World,
)
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Gives
from surveyapp.questionnaire.values import Missing, Value

WIDEST = 1_000_000
"""Numbers without limits are looked for up to here."""


class Families(World, Protocol):
    """All families: where what must hold of them is collected."""

    @property
    def index(self) -> Index:
        """Return the lookups of the questionnaire."""

    @property
    def facts(self) -> list[Bit]:
        """Return what must hold of every family."""

    def truth(self, text: str | None, spot: Spot, *, is_strict: bool = False) -> Truth:
        """Return whether a condition holds."""

    def written(self, text: str, spot: Spot) -> Meaning:
        """Return what an expression gives."""

    def part_shown(self, part: Option | Row, spot: Spot) -> Bit:
        """Return whether an option or row is offered."""


def answer_of(
    families: Families, question: Question, item: str | None, asked: Bit, spot: Spot
) -> Said:
    """Return what may be said to a question, and note what must hold of it."""
    name = question.id if item is None else f"{question.id}@{item}"
    gives = kind_of(question).gives
    if gives is Gives.ANY:
        return _computed(families, question, asked, spot)
    if gives is Gives.ROWS:
        return _matrix(families, question, name, asked, spot)
    return _single(families, question, name, asked, spot)


def _computed(families: Families, question: Question, asked: Bit, spot: Spot) -> Said:
    found = families.written(question.value or "0", spot)
    algebra = families.algebra
    if isinstance(found, Truth):  # counts as 1 and 0, what is unknown as left empty
        unknown = algebra.no(algebra.either(found.true, found.false))
        found = Number(missing=unknown, amount=algebra.choose(found.true, 1, 0))
    meaning = _with_gaps(algebra, found, algebra.no(asked), missing=False)
    gap = algebra.either(found.unasked, found.missing)
    return Said(asked, refused=False, empty=gap, unfit=False, meaning=meaning, read=lambda _: None)


def _single(families: Families, question: Question, name: str, asked: Bit, spot: Spot) -> Said:
    algebra = families.algebra
    refused, empty, unfit = _missing(families, question, name)
    gap = algebra.either(refused, empty, unfit)
    options = families.index.options[question.id]
    kind = kind_of(question)
    maker = _MAKERS.get(kind.gives, _text)
    meaning, read = maker(families, question, options, name, (gap, spot))
    there = algebra.no(asked)
    whole = _with_gaps(
        algebra, meaning, algebra.either(there, unfit), missing=algebra.either(refused, empty)
    )
    if question.required is True:
        families.facts.append(algebra.either(there, algebra.no(empty)))
    elif isinstance(question.required, str):
        needed = families.truth(question.required, spot).true
        families.facts.append(algebra.either(there, algebra.no(needed), algebra.no(empty)))

    def stored(solution: Solution) -> Value | None:
        for bit, missing in ((refused, Missing.REFUSED), (unfit, Missing.NOT_APPLICABLE)):
            if solution(bit):
                return missing
        return None if solution(empty) else read(solution)

    return Said(asked, refused, empty, unfit, whole, stored)


def _missing(families: Families, question: Question, name: str) -> tuple[Bit, Bit, Bit]:
    """Return refused, empty, does not apply: at most one of them."""
    algebra = families.algebra
    may_refuse = question.may_refuse and kind_of(question).offers_refuse
    refused = algebra.bit(f"{name}!refused") if may_refuse else False
    unfit = algebra.bit(f"{name}!unfit") if question.may_not_apply else False
    empty = algebra.bit(f"{name}!empty")
    families.facts.append(algebra.fewer((refused, unfit, empty), 2))
    return refused, empty, unfit


def _with_gaps(algebra: Any, meaning: Meaning, unasked: Bit, *, missing: Bit) -> Meaning:  # noqa: ANN401
    if not isinstance(meaning, Truth):
        unasked = algebra.either(unasked, meaning.unasked)
        missing = algebra.either(missing, meaning.missing)
    there = algebra.no(algebra.either(unasked, missing))
    if isinstance(meaning, Code):
        return Code(unasked, missing, {k: algebra.both(there, v) for k, v in meaning.codes.items()})
    if isinstance(meaning, Codes):
        return Codes(
            unasked, missing, {k: algebra.both(there, v) for k, v in meaning.codes.items()}
        )
    if isinstance(meaning, Number):
        return Number(unasked, missing, meaning.amount)
    return meaning


Made = tuple[Meaning, Callable[[Solution], Value | None]]
Around = tuple[Bit, Spot]


def _code(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around  # noqa: ARG001
) -> Made:
    gap, spot = around
    bits = _chosen(families, options, name, spot)
    families.facts.append(families.algebra.either(gap, _exactly_one(families, bits.values())))

    def read(solution: Solution) -> Value | None:
        return next((code for code, bit in bits.items() if solution(bit)), None)

    return Code(codes=bits), read


def _chosen(families: Families, options: Sequence[Option], name: str, spot: Spot) -> dict[str, Bit]:
    """Return a bit for each option; what is not offered cannot be chosen."""
    algebra = families.algebra
    bits: dict[str, Bit] = {}
    for option in options:
        bit = algebra.bit(f"{name}={option.code}")
        shown = families.part_shown(option, spot)
        families.facts.append(algebra.either(algebra.no(bit), shown))
        bits[option.code] = bit
    return bits


def _exactly_one(families: Families, bits: Iterable[Bit]) -> Bit:
    found = list(bits)
    algebra = families.algebra
    return algebra.both(algebra.some(found), algebra.fewer(found, 2))


def _codes(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around
) -> Made:
    gap, spot = around
    algebra = families.algebra
    bits = _chosen(families, options, name, spot)
    most = question.max_choices or len(bits)
    alone = [option.code for option in options if option.exclusive]
    rules = [algebra.some(bits.values()), algebra.fewer(bits.values(), most + 1)]
    rules += [
        algebra.either(algebra.no(bits[code]), algebra.fewer(bits.values(), 2)) for code in alone
    ]
    families.facts.append(algebra.either(gap, algebra.every(rules)))

    def read(solution: Solution) -> Value | None:
        return tuple(code for code, bit in bits.items() if solution(bit))

    every: dict[str | float, Bit] = {}
    every.update(bits)
    return Codes(codes=every), read


def _number(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around
) -> Made:
    if options:
        return _point(families, question, options, name, around)
    spell = SPELLED.get(question.type, _plain)
    whole = families.algebra.whole(name)
    amount, limited, read = spell(families, question, whole)
    gap, spot = around
    for limit, low in ((question.minimum, True), (question.maximum, False)):
        families.facts.append(
            families.algebra.either(gap, _limit(families, limited, limit, spot, is_low=low))
        )
    return Number(amount=amount), read


def _limit(
    families: Families, amount: Amount, limit: float | str | None, spot: Spot, *, is_low: bool
) -> Bit:
    if limit is None:
        return amount >= -WIDEST if is_low else amount <= WIDEST
    if not isinstance(limit, str):
        return amount >= limit if is_low else amount <= limit
    try:
        found = families.written(limit, spot)
    except NotModelledError:
        return True  # One condition less: what cannot be reached then cannot be reached with it.
    if not isinstance(found, Number):
        return True
    inside = amount >= found.amount if is_low else amount <= found.amount
    return families.algebra.either(found.unasked, found.missing, inside)


Spelled = tuple[Amount, Amount, Callable[[Solution], Value | None]]
"""The number expressions see, the number limits speak of, and how the answer is stored."""


def _plain(families: Families, question: Question, whole: Amount) -> Spelled:
    if not question.decimals:
        return whole, whole, lambda solution: int(solution(whole))
    scale = 10**question.decimals
    amount = families.algebra.parts(whole, question.decimals)
    return amount, amount, lambda solution: int(solution(whole)) / scale


def _month(families: Families, _: Question, whole: Amount) -> Spelled:
    families.facts.append(families.algebra.both(whole % 100 >= 1, whole % 100 <= 12, whole >= 0))

    def read(solution: Solution) -> Value:
        number = int(solution(whole))
        return f"{number // 100:04}-{number % 100:02}"

    return whole, whole / 100, read


SPELLED: Mapping[str, Callable[[Families, Question, Amount], Spelled]] = {"month": _month}
"""Types whose answers are numbers for expressions but are stored otherwise."""


def _point(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around
) -> Made:
    """Return one point of a scale: a code that expressions see as a number."""
    codes, read = _code(families, question, options, name, around)
    bits = codes.codes if isinstance(codes, Code) else {}
    every = tuple(options)
    amount: Amount = 0
    for code, bit in bits.items():
        seen = kind_of(question).seen(question, every, code)
        number = seen if isinstance(seen, (int, float)) else 0
        amount = families.algebra.choose(bit, number, amount)
    return Number(amount=amount), read


def _text(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around
) -> Made:
    del families, options, name, around
    kind = kind_of(question)
    sample = kind.example(Asked(question, None), Random(1))  # noqa: S311 - an example, no secret
    return Code(codes={"": True}), lambda _: sample


_MAKERS = {Gives.CODE: _code, Gives.CODES: _codes, Gives.NUMBER: _number}


def _matrix(families: Families, question: Question, name: str, asked: Bit, spot: Spot) -> Said:
    algebra = families.algebra
    options = families.index.options[question.id]
    rows: dict[str, Said] = {}
    for row in question.rows:
        shown = algebra.both(asked, families.part_shown(row, spot))
        rows[row.code] = _row(families, question, options, f"{name}.{row.code}", shown, spot)

    def read(solution: Solution) -> Value:
        return {
            code: said.read(solution) or Missing.UNANSWERED  # type: ignore[misc]  # rows hold no rows
            for code, said in rows.items()
            if solution(said.asked)
        }

    return Said(asked, refused=False, empty=False, unfit=False, meaning=None, read=read, rows=rows)


def _row(
    families: Families,
    question: Question,
    options: Sequence[Option],
    name: str,
    shown: Bit,
    spot: Spot,
) -> Said:
    algebra = families.algebra
    refused, empty, unfit = _missing(families, question, name)
    gap = algebra.either(refused, empty, unfit)
    maker = _MAKERS[kind_of(question).row_gives]
    meaning, read = maker(families, question, options, name, (gap, spot))
    hidden = algebra.either(algebra.no(shown), unfit)
    whole = _with_gaps(algebra, meaning, hidden, missing=algebra.either(refused, empty))
    if question.required is True:
        families.facts.append(algebra.either(algebra.no(shown), algebra.no(empty)))

    def stored(solution: Solution) -> Value | None:
        for bit, missing in ((refused, Missing.REFUSED), (unfit, Missing.NOT_APPLICABLE)):
            if solution(bit):
                return missing
        return None if solution(empty) else read(solution)

    return Said(shown, refused, empty, unfit, whole, stored)
