"""What is known beside the answers: any wave and any place a questionnaire may be asked in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from random import Random

from surveyapp.questionnaire.functions import FACTS, Fact, Sort
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.reach.terms import Algebra, Bit, Code, Meaning, Number, Solution
from surveyapp.questionnaire.types import kind_of

RANGES: Mapping[str, tuple[int, int]] = {
    "wave.year": (2020, 2100),
    "wave.month": (2020_01, 2100_12),
    "wave.number": (1, 1000),
    "area.population": (0, 5_000_000),
}
"""Smallest and largest number of a fact."""

NAMED: Mapping[str, int] = {"wave.year": 1, "wave.month": 2}
"""How many of year, month, day a fact names."""

SOMEWHERE_ELSE = "00000"
"""A code of a county or association that no condition names."""

Known = Mapping[str, str | float]
"""Fact to value."""


@dataclass(slots=True)
class Facts:
    """The facts of all waves; each is free as soon as a condition asks for it."""

    algebra: Algebra
    #: Codes that conditions compare with.
    codes: tuple[str, ...]
    #: What must hold of every wave.
    rules: list[Bit]
    _free: dict[str, Meaning] = field(default_factory=dict)

    def of(self, name: str) -> Meaning:
        """Return what may be known."""
        if name not in self._free:
            self._free[name] = self._made(FACTS[name])
        return self._free[name]

    def _made(self, fact: Fact) -> Meaning:
        algebra = self.algebra
        if fact.sort is Sort.CODE:
            bits = {each: algebra.bit(f"{fact.name}={each}") for each in self.codes}
            self.rules += [algebra.some(bits.values()), algebra.fewer(bits.values(), 2)]
            return Code(codes=bits)
        amount = algebra.whole(fact.name)
        least, most = RANGES[fact.name]
        self.rules += [amount >= least, amount <= most]
        if fact.name == "wave.month":
            year = self.of("wave.year")
            self.rules += [amount % 100 >= 1, amount % 100 <= 12]
            self.rules += [amount / 100 == year.amount] if isinstance(year, Number) else []
        return Number(amount=amount, named=NAMED.get(fact.name, 0))

    def read(self, solution: Solution) -> Known:
        """Return the facts of one solution."""
        return dict(self._read(solution))

    def _read(self, solution: Solution) -> Iterator[tuple[str, str | float]]:
        for name, meaning in self._free.items():
            if isinstance(meaning, Number):
                yield name, int(solution(meaning.amount))
            elif isinstance(meaning, Code):
                yield name, next(code for code, bit in meaning.codes.items() if solution(bit))


def drawn(codes: Iterable[str], random: Random) -> Known:
    """Return the facts of a random wave and place."""
    every = list(codes)
    found: dict[str, str | float] = {
        name: random.randint(*ends) for name, ends in RANGES.items() if name != "wave.month"
    }
    found["wave.month"] = int(found["wave.year"]) * 100 + random.randint(1, 12)
    found.update(
        (name, random.choice(every)) for name, each in FACTS.items() if each.sort is Sort.CODE
    )
    return found


def with_facts(questionnaire: Questionnaire, known: Known) -> Questionnaire:
    """Return a questionnaire as a wave would ask it in which this is known, of every place the same."""
    facts = {name: value for name, value in known.items() if not FACTS[name].is_of_area}
    of_area = {
        name.removeprefix("area."): value for name, value in known.items() if FACTS[name].is_of_area
    }
    places = {
        option.code
        for page in questionnaire.pages
        for question in page.questions
        if kind_of(question).asks_for_place or question.id == questionnaire.area_question
        for option in question.options
    }
    return replace(questionnaire, facts=facts, areas=dict.fromkeys(sorted(places), of_area))
