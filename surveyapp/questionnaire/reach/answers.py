"""What may be answered to one question, in the words of a solver, and read back as an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from random import Random
from typing import Any, Protocol

from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Option, Question, Row
from surveyapp.questionnaire.reach.numbers import number_of
from surveyapp.questionnaire.reach.terms import (
    Algebra,
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
    if not kind_of(question).is_asked:
        return _silent(asked)
    return _single(families, question, name, asked, spot)


def _silent(asked: Bit) -> Said:
    """Return what can be said to something that is only read: nothing."""
    return Said(
        asked,
        refused=False,
        empty=True,
        unfit=False,
        meaning=Code(missing=True),
        read=lambda _: None,
    )


def _computed(families: Families, question: Question, asked: Bit, spot: Spot) -> Said:
    found = _worked_out(families, question, families.written(question.value or "0", spot))
    meaning = _with_gaps(families.algebra, found, families.algebra.no(asked), missing=False)
    gap = families.algebra.either(found.unasked, found.missing)
    return Said(asked, refused=False, empty=gap, unfit=False, meaning=meaning, read=lambda _: None)


def _worked_out(families: Families, question: Question, found: Meaning) -> Code | Number:
    """Return a result as ``Computed.work_out`` keeps it: a known code, or a number."""
    algebra = families.algebra
    if question.options:
        if not isinstance(found, Code):
            return Number(missing=True)
        known = {option.code for option in question.options}
        codes = {code: bit for code, bit in found.codes.items() if code in known}
        other = algebra.some(bit for code, bit in found.codes.items() if code not in known)
        return Code(found.unasked, algebra.either(found.missing, other), codes)
    if isinstance(found, Truth):  # counts as 1 and 0, what is unknown as left empty
        unknown = algebra.no(algebra.either(found.true, found.false))
        return Number(missing=unknown, amount=algebra.choose(found.true, 1, 0))
    if isinstance(found, Number):
        return found
    return Number(found.unasked, algebra.no(found.unasked))


def _single(families: Families, question: Question, name: str, asked: Bit, spot: Spot) -> Said:
    algebra = families.algebra
    said = _part(families, question, name, asked, spot)
    if _is_consent(question):  # an empty box is an answer: no
        families.facts.append(algebra.no(said.empty))
    return said


def _is_consent(question: Question) -> bool:
    """Say whether leaving the field empty is an answer by itself."""
    said = kind_of(question).unanswered(Asked(question, None))
    return isinstance(said, str) and not isinstance(said, Missing)


def _part(families: Families, question: Question, name: str, asked: Bit, spot: Spot) -> Said:
    """Return what may be said to a question, or to one row of it."""
    algebra = families.algebra
    refused, empty, unfit = _missing(families, question, name)
    gap = algebra.either(refused, empty, unfit)
    kind = kind_of(question)
    gives = kind.row_gives if kind.gives is Gives.ROWS else kind.gives
    options = families.index.options[question.id]
    meaning, read = _MAKERS.get(gives, _text)(families, question, options, name, (gap, spot))
    hidden = algebra.either(algebra.no(asked), unfit)
    whole = _with_gaps(algebra, meaning, hidden, missing=algebra.either(refused, empty))
    needed = _needed(families, question, spot)
    lacking = _lacking(algebra, question, empty, meaning)
    families.facts.append(
        algebra.either(algebra.no(asked), algebra.no(needed), algebra.no(lacking))
    )

    def stored(solution: Solution) -> Value | None:
        for bit, missing in ((refused, Missing.REFUSED), (unfit, Missing.NOT_APPLICABLE)):
            if solution(bit):
                return missing
        return None if solution(empty) else read(solution)

    return Said(asked, refused, empty, unfit, whole, stored)


def _needed(families: Families, question: Question, spot: Spot) -> Bit:
    needed = question.required
    return families.truth(needed, spot).true if isinstance(needed, str) else needed


def _lacking(algebra: Algebra, question: Question, empty: Bit, meaning: Meaning) -> Bit:
    """Return whether an answer is too little where one is needed: none, or a box not ticked."""
    if not _is_consent(question) or not isinstance(meaning, Code):
        return empty
    kind, asked = kind_of(question), Asked(question, None)
    return algebra.some(bit for code, bit in meaning.codes.items() if kind.gaps(asked, code))


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
        return replace(meaning, unasked=unasked, missing=missing)
    return meaning


Made = tuple[Meaning, Callable[[Solution], Value | None]]
Around = tuple[Bit, Spot]


def _code(
    families: Families,
    question: Question,  # noqa: ARG001
    options: Sequence[Option],
    name: str,
    around: Around,
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
    shown = {option.code: families.part_shown(option, spot) for option in options}
    alone = {each.code for each in options if each.exclusive and not kind_of(question).is_order}
    others = [code for code in bits if code not in alone]
    least, most = _numbers_of_choices(question, len(options))
    every = algebra.every(algebra.either(algebra.no(shown[code]), bits[code]) for code in others)
    enough = algebra.either(
        algebra.no(algebra.fewer((bits[code] for code in others), least)), every
    )
    together = algebra.both(
        algebra.fewer((bits[code] for code in others), most + 1),
        enough,
        algebra.no(algebra.some(bits[code] for code in alone)),
    )
    one = algebra.both(algebra.some(bits[code] for code in alone), algebra.fewer(bits.values(), 2))
    rules = algebra.both(algebra.some(bits.values()), algebra.either(one, together))
    families.facts.append(algebra.either(gap, rules))

    def read(solution: Solution) -> Value | None:
        return tuple(code for code, bit in bits.items() if solution(bit))

    codes: dict[str | float, Bit] = {}
    codes.update(bits)
    return Codes(codes=codes), read


def _numbers_of_choices(question: Question, options: int) -> tuple[int, int]:
    """Return how many options must be chosen, if so many are visible, and may be at most."""
    most = options if question.max_choices is None else question.max_choices
    if kind_of(question).is_order:
        default = options if question.max_choices is None else 1
        return min(question.min_choices or default, most), most
    return question.min_choices or 1, most


def _number(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around
) -> Made:
    if options:
        return _point(families, question, options, name, around)
    found = number_of(families.algebra, question, name)
    gap, spot = around
    algebra = families.algebra
    limits = [
        _limit(families, found.limited, limit, spot, is_low=low)
        for limit, low in ((question.minimum, True), (question.maximum, False))
    ]
    counted = families.index.counted_by.get(question.id, ())
    least = max((each.minimum for each in counted), default=0)
    limits.append(not least or found.limited >= least)
    families.facts.append(algebra.either(gap, algebra.both(found.exists, *limits)))
    return found.meaning, found.read


def _limit(
    families: Families, amount: Amount, limit: float | str | None, spot: Spot, *, is_low: bool
) -> Bit:
    if limit is None:
        return True
    if not isinstance(limit, str):
        return amount >= limit if is_low else amount <= limit
    try:
        found = families.written(limit, spot)
    except NotModelledError:
        return True  # One condition less: what cannot be reached then cannot be reached with it.
    if not isinstance(found, Number):
        return True
    inside = amount >= found.amount if is_low else amount <= found.amount
    inside = families.algebra.near(inside, amount, found)
    return families.algebra.either(found.unasked, found.missing, inside)


def _point(
    families: Families, question: Question, options: Sequence[Option], name: str, around: Around
) -> Made:
    """Return one point of a scale: a code that expressions see as a number, or as nothing."""
    codes, read = _code(families, question, options, name, around)
    bits = codes.codes if isinstance(codes, Code) else {}
    amount: Amount = 0
    nothing: list[Bit] = []
    for code, bit in bits.items():
        seen = kind_of(question).seen(question, tuple(options), code)
        if isinstance(seen, (int, float)):
            amount = families.algebra.choose(bit, seen, amount)
        else:
            nothing.append(bit)
    return Number(families.algebra.some(nothing), amount=amount), read


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
    rows: dict[str, Said] = {}
    for row in question.rows:
        shown = algebra.both(asked, families.part_shown(row, spot))
        rows[row.code] = _part(families, question, f"{name}.{row.code}", shown, spot)

    def read(solution: Solution) -> Value:
        return {
            code: _or_unanswered(said.read(solution))  # type: ignore[misc]  # rows hold no rows
            for code, said in rows.items()
            if solution(said.asked)
        }

    return Said(asked, refused=False, empty=False, unfit=False, meaning=None, read=read, rows=rows)


def _or_unanswered(value: Value | None) -> Value:
    return Missing.UNANSWERED if value is None else value
