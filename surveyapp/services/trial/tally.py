"""What came of the invented families: how long, how far, who met what, who is alone in a group."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from statistics import median, quantiles
from typing import Any

from surveyapp.questionnaire.anonymise import WEB, anonymise
from surveyapp.questionnaire.answers import CompleteAnswers
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.minutes import minutes_of
from surveyapp.questionnaire.model import Questionnaire, Unit
from surveyapp.questionnaire.path import Way
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Missing, Value, value_to_json
from surveyapp.services.simulation.households import Household
from surveyapp.services.trial.families import Tried

SMALL_CHILD = 3

TYPES: Mapping[str, Callable[[Household], bool]] = {
    "all": lambda _: True,
    "one": lambda family: len(family.children) == 1,
    "two": lambda family: len(family.children) == 2,
    "many": lambda family: len(family.children) > 2,
    "alone": lambda family: not family.has_partner,
    "small": lambda family: family.youngest < SMALL_CHILD,
}
"""Kinds of families; one family may be of several."""

FEWEST = 20
"""Answers below which it says nothing that all of them are the same."""

Traits = list[list[int]]
"""Of one family: for each axis its categories by number, several where its children differ."""


@dataclass
class Tally:
    """Counts while the families come by."""

    asked: Questionnaire
    area_of: Mapping[str, str]
    day: date
    stuck: int = 0
    minutes: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    screens: Counter[int] = field(default_factory=Counter)
    questions: Counter[int] = field(default_factory=Counter)
    pages_met: Counter[str] = field(default_factory=Counter)
    questions_met: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    values: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    offered: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    chosen: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    traits: list[tuple[str, Traits]] = field(default_factory=list)

    def add(self, tried: Tried) -> None:
        """Count one family."""
        if tried.way is None or tried.complete is None:
            self.stuck += 1
            return
        self._add_way(tried.household, tried.way)
        area = self.area_of.get(tried.household.surroundings.ags, "")
        self.traits.append((area, self._traits(tried.complete)))

    def _add_way(self, household: Household, way: Way) -> None:
        took = minutes_of(way)
        for name, is_one in TYPES.items():
            if is_one(household):
                self.minutes[name].append(took)
        self.screens[len(way.screens)] += 1
        asked = [each for screen in way.screens for each in screen.asked if _is_asked(each)]
        self.questions[len(asked)] += 1
        self.pages_met.update({screen.page.id for screen in way.screens})
        self.questions_met.update(
            {each.question.id for screen in way.screens for each in screen.asked}
        )
        said = {each.question.id for each in asked if self._add_answer(each, way.value(each))}
        self.answered.update(said)

    def _add_answer(self, asked: Asked, value: Value | None) -> bool:
        """Count an answer; say whether it is one."""
        id_ = asked.question.id
        options = set(self._codes(asked))
        if options:
            self.offered[id_] |= options
        if value is None or isinstance(value, Missing):
            return False
        self.values[id_].add(json.dumps(value_to_json(value), sort_keys=True))
        if options:
            self.chosen[id_] |= options & set(_named(asked, value))
        return True

    def _codes(self, asked: Asked) -> Iterable[str]:
        """Iterate over the options a family is offered; not over municipalities, which are never all met."""
        if kind_of(asked.question).asks_for_place:
            return ()
        written = {each.code for each in index_of(self.asked).options[asked.question.id]}
        return (each.code for each in asked.choices if each.code in written)

    def _traits(self, complete: CompleteAnswers) -> Traits:
        document = anonymise(
            complete, questionnaire=self.asked, received_on=self.day, language="de", mode=WEB
        ).document
        found = encode(self.asked, document)
        rows = {Unit.FAMILY: (found.family,), Unit.CHILD: found.children, Unit.ADULT: found.adults}
        index = index_of(self.asked)
        return [
            sorted({int(row[f"axis.{axis.id}"]) for row in rows[index.stands_in(axis.unit)]})
            for axis in self.asked.axes
        ]

    def to_json(self) -> dict[str, Any]:
        """Return what a page shows of it."""
        return {
            "families": self.stuck + len(self.traits),
            "stuck": self.stuck,
            "minutes": {name: _summary(took) for name, took in self.minutes.items()},
            "screens": _spread(self.screens),
            "questions": _spread(self.questions),
            "pages_met": dict(self.pages_met),
            "questions_met": dict(self.questions_met),
            "answered": dict(self.answered),
            "alike": [
                name
                for name, found in self.values.items()
                if len(found) == 1 and self.answered[name] >= FEWEST
            ],
            "never_chosen": {
                name: sorted(found - self.chosen[name])
                for name, found in self.offered.items()
                if self.answered[name] >= FEWEST and found - self.chosen[name]
            },
            "traits": [[area, traits] for area, traits in self.traits],
        }


def _is_asked(asked: Asked) -> bool:
    return kind_of(asked.question).is_asked


def _named(asked: Asked, value: Value) -> Iterable[str]:
    """Iterate over all codes an answer names, those of ranked options among the fields' names."""
    for name, texts in kind_of(asked.question).raw(asked, value).items():
        yield from texts
        yield name.rpartition(".")[2]


def _summary(minutes: list[float]) -> dict[str, float]:
    tenths = quantiles(minutes, n=10) if len(minutes) > 1 else minutes * 9
    return {
        "number": len(minutes),
        "median": median(minutes),
        "longest_tenth": tenths[-1],
    }


def _spread(counted: Counter[int]) -> list[tuple[int, int]]:
    return sorted(counted.items())
