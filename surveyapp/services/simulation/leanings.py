"""How a simulated family leans when it answers: the tie of question and place decides.

A question says what it measures and which facility types answer it. So one rule for each kind of
measure serves every questionnaire: who lives far from a playground is less content with playgrounds, knows
fewer offers, and needs more.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.model import Measures, Option, Question, Row
from surveyapp.services.simulation.households import Household

#: Nearness assumed where a question names no facility type, or none that was recorded.
INDIFFERENT = 0.55

QUALITY: Mapping[str, float] = {
    "green": 0.92,
    "music": 0.4,
    "safety": 0.45,
    "shopping": 0.5,
    "internet": 0.3,
    "footpaths": 0.25,
    "frequency": 0.15,
    "price": 0.45,
    "connections": 0.2,
}
"""How good things are everywhere that no facility stands for, by row: 0 to 1."""

MATTERS: Mapping[str, float] = {
    "doctor": 1.0,
    "safety": 0.95,
    "internet": 0.8,
    "shopping": 0.75,
    "playground": 0.7,
    "green": 0.6,
    "footpaths": 0.5,
    "meeting": 0.35,
    "holidays": 0.8,
    "sports": 0.7,
    "digital": 0.5,
    "family_education": 0.3,
    "music": 0.25,
    "library": 0.1,
}
"""How much things matter to families, by row: 0 to 1."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option that a family may choose, with what it is asked about."""

    question: Question
    #: All options of the question, scales resolved.
    options: tuple[Option, ...]
    option: Option
    row: Row | None
    household: Household

    @property
    def measures(self) -> Measures:
        """Return what the question measures; context where nobody has said so."""
        planning = self.question.planning
        return planning.measures if planning else Measures.CONTEXT

    @property
    def nearness(self) -> float:
        """Return how near the facilities are that this option, row or question speaks of."""
        own = self.option.facility_types or (self.row.facility_types if self.row else ())
        asked_about = self.question.planning.facility_types if self.question.planning else ()
        near = self.household.nearness(own or asked_about)
        if self.row and not own and self.row.code in QUALITY:
            return QUALITY[self.row.code]
        return INDIFFERENT if near is None else near

    @property
    def popularity(self) -> float:
        """Return how popular the option is with everybody, from 0.3 to 1.7, fixed for ever."""
        return 0.3 + 1.4 * steady(self.question.id, self.option.code)

    @property
    def topic_popularity(self) -> float:
        """Return how much the row or question matters to everybody, from 0 to 1, fixed for ever."""
        code = self.row.code if self.row else ""
        return MATTERS.get(code, steady(self.measures, code))


def steady(*words: str) -> float:
    """Return a number from 0 to 1 that depends on the words alone."""
    return zlib.crc32("|".join(words).encode()) / 2**32


def weight(choice: Choice) -> float:
    """Return how strongly the family leans to the option, > 0; compare within one question."""
    leaning = LEANINGS.get(choice.measures, _popular)
    return max(leaning(choice), 1e-6)


def _popular(choice: Choice) -> float:
    return choice.popularity


def _around(value: float, middle: float) -> float:
    return math.exp(-((value - middle) ** 2) / 1.4)


def _satisfaction(choice: Choice) -> float:
    scale = [o.value for o in choice.options if o.value is not None] or [1.0, 5.0]
    if choice.option.value is None:
        return 0.12
    best, worst = _ends(scale, choice.question.best)
    share = 0.22 + 0.62 * choice.nearness + 0.12 * choice.household.mood
    return _around(choice.option.value, worst + share * (best - worst))


def _ends(scale: list[float], best: str | None) -> tuple[float, float]:
    """Return best and worst value; German grades run from 1 (best) to 6."""
    is_grade = best == "low" or (best is None and max(scale) == 6)
    return (min(scale), max(scale)) if is_grade else (max(scale), min(scale))


def _importance(choice: Choice) -> float:
    if choice.option.value is None:
        return 0.05
    return _around(choice.option.value, 2.6 + 2.3 * choice.topic_popularity)


KNOWLEDGE: Mapping[str, Callable[[float], float]] = {
    "use": lambda near: 0.08 + 0.4 * near,
    "know": lambda near: 0.25 + 0.35 * near,
    "unknown": lambda near: 0.55 - 0.3 * near,
    "missing": lambda near: 0.03 + 0.32 * (1 - near) ** 2,
}


def _knowledge(choice: Choice) -> float:
    by_code = KNOWLEDGE.get(choice.option.code)
    return by_code(choice.nearness) if by_code else 0.1


def _use(choice: Choice) -> float:
    return choice.popularity * (0.3 + choice.nearness)


def _lack(choice: Choice) -> float:
    return choice.popularity * (0.12 + 0.65 * (1 - choice.nearness))


def _burden(choice: Choice) -> float:
    if choice.option.value is None:
        return 0.05
    return math.exp(-((choice.option.value - 5.5 + choice.household.mood) ** 2) / 9)


LEANINGS: Mapping[str, Callable[[Choice], float]] = {
    Measures.SATISFACTION: _satisfaction,
    Measures.SUPPLY_FIT: _satisfaction,
    Measures.IMPORTANCE: _importance,
    Measures.KNOWLEDGE: _knowledge,
    Measures.USE: _use,
    Measures.WISH: _lack,
    Measures.UNMET_NEED: _lack,
    Measures.BARRIER: _lack,
    Measures.BURDEN: _burden,
}
