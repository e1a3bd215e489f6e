"""How long a questionnaire takes: reading at a calm pace, and answering by kind of question.

An estimate, made to compare families and versions and to say honestly what is left. It reads every
word a family sees once at three words a second, the pace of silent reading on a phone with some looking
back. To that come the seconds of ``SECONDS``: finding an answer and giving it. They are of the size
that studies of web surveys find (a choice about five seconds, an open question half a minute), rounded
up rather than down: a family that is done early is happy, one that is told too little breaks off.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from statistics import median

from surveyapp.questionnaire.examples import example_items, example_value
from surveyapp.questionnaire.index import Index, SameObject, index_of
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Questionnaire, Text
from surveyapp.questionnaire.path import Adding, Screen, Way, first_items, way_with
from surveyapp.questionnaire.texts import wording
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Value

WORDS_PER_SECOND = 3.0
"""Pace of reading."""

SECONDS_PER_SCREEN = 2.0
"""Waiting for a screen, finding its beginning, and pressing "Weiter"."""

SECONDS_PER_ITEM = 4.0
"""Adding one item to a list."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds to answer one question."""

    #: Thinking, and giving the answer.
    once: float
    #: For each row or, where there are no rows, each option: only kinds that weigh every one.
    each: float = 0.0


SECONDS = {
    # One of some: think once, press once.
    "single": Cost(3.0),
    "yesno": Cost(2.0),
    "image": Cost(4.0),
    "consent": Cost(3.0),
    "scale": Cost(4.0),
    # Open a list, search, choose.
    "dropdown": Cost(7.0),
    "municipality": Cost(7.0),
    "postcode": Cost(8.0),
    # Each option or row is a decision of its own.
    "multiple": Cost(3.0, 0.7),
    "ranking": Cost(5.0, 3.0),
    "matrix": Cost(2.0, 3.0),
    "matrix_multiple": Cost(2.0, 5.0),
    "matrix_number": Cost(2.0, 5.0),
    # Remember or reckon, then type or pick.
    "number": Cost(5.0),
    "year": Cost(4.0),
    "month": Cost(8.0),
    "date": Cost(9.0),
    "time": Cost(6.0),
    "duration": Cost(7.0),
    "email": Cost(12.0),
    "phone": Cost(10.0),
    "point": Cost(20.0),
    # A sentence or two; most families write nothing, those who do write for a minute.
    "text": Cost(25.0),
    # Nothing to answer.
    "note": Cost(0.0),
    "computed": Cost(0.0),
}
"""Kind of question to its seconds."""

USUAL = Cost(5.0)
"""For a kind that is not in the table."""

FAMILIES = 40
"""Random families of each type; more of them moved the typical minutes by less than a tenth."""

MOST = 3
"""Families with this many children or more are one type."""


@dataclass(frozen=True, slots=True)
class FamilyMinutes:
    """How long families with so many children take, in minutes."""

    #: Children; the last type stands for so many or more. None where nobody asks for children.
    children: int | None
    shortest: float
    #: Half of the families are faster.
    typical: float
    longest: float

    @property
    def is_open(self) -> bool:
        """Say whether the type stands for so many children or more."""
        return self.children == MOST


def minutes_of(way: Way) -> float:
    """Return how long a family's way takes."""
    return seconds_of(way.screens) / 60


def seconds_of(screens: Iterable[Screen]) -> float:
    """Return how long some screens take."""
    return sum(_of_screen(screen) for screen in screens)


def _of_screen(screen: Screen) -> float:
    read = _words(screen.page.title, screen.page.intro) / WORDS_PER_SECOND
    roster = screen.roster
    added = 0 if roster is None else SECONDS_PER_ITEM * len(roster.items or ())
    return SECONDS_PER_SCREEN + read + added + sum(map(_of_question, screen.asked))


def _of_question(asked: Asked) -> float:
    question = asked.question
    parts = (*(each.text for each in asked.rows), *(each.text for each in asked.options))
    read = _words(question.text, question.hint, question.purpose, *parts) / WORDS_PER_SECOND
    cost = SECONDS.get(question.type, USUAL)
    return read + cost.once + cost.each * len(asked.rows or asked.choices)


def _words(*texts: Text | None) -> int:
    return sum(len(wording(text, "de").split()) for text in texts if text is not None)


def minutes_left(questionnaire: Questionnaire, way: Way, place: int) -> int:
    """Return the rest of a way from its screen at ``place`` on, in minutes, at least 1.

    The author's own minutes count until the family has said how many children it has; from then on
    what such families take, and never less than what is known to come.
    """
    before, rest = seconds_of(way.screens[:place]), seconds_of(way.screens[place:])
    typical = _typical(questionnaire, way)
    if typical is None:
        left = questionnaire.minutes * rest / max(1.0, before + rest)
    else:
        left = max(rest, 60 * typical - before) / 60
    return max(1, math.ceil(left))


def _typical(questionnaire: Questionnaire, way: Way) -> float | None:
    number = _number_of_children(way)
    if number is None:
        return None
    found = (
        each for each in minutes_by_family(questionnaire) if each.children == min(number, MOST)
    )
    return next((each.typical for each in found), None)


def _number_of_children(way: Way) -> int | None:
    """Return how many children a family has; None where it has not said so yet."""
    known = way.environment
    list_id = known.index.child_list()
    if list_id is None or not _is_asked(known, known.index.lists[list_id]):
        return None
    items = known.items(list_id)
    return None if items is None else len(items)


def _is_asked(known: Known, items: ItemList) -> bool:
    source = items.count or items.rows_of or items.options_of
    return (items.id, None) in known.added if source is None else (source, None) in known.met


def minutes_by_family(questionnaire: Questionnaire) -> tuple[FamilyMinutes, ...]:
    """Return how long families take, by their number of children: 0, 1, 2, and 3 or more.

    Over random answers, the same in every run; one type where no children are asked for, and none of
    a number of children that the questionnaire does not allow.
    """
    return _by_family(SameObject(questionnaire))


@lru_cache(maxsize=64)
def _by_family(key: SameObject) -> tuple[FamilyMinutes, ...]:
    questionnaire = key.questionnaire
    randomness = Random(1)  # noqa: S311 - repeatable on purpose, decides nothing secret
    if index_of(questionnaire).child_list() is None:
        ways = [_random_way(questionnaire, randomness, None) for _ in range(FAMILIES)]
        return (_summary(None, ways),)
    found = (_of_type(questionnaire, randomness, children) for children in range(MOST + 1))
    return tuple(_summary(children, ways) for children, ways in enumerate(found) if ways)


def _of_type(questionnaire: Questionnaire, randomness: Random, children: int) -> list[Way]:
    ways = []
    for _ in range(FAMILIES):
        number = children + (randomness.choice((0, 0, 0, 1)) if children == MOST else 0)
        way = _random_way(questionnaire, randomness, number)
        found = _number_of_children(way)
        if found is not None and found == number and not any(each.lacks for each in way.rosters()):
            ways.append(way)
    return ways


def _summary(children: int | None, ways: list[Way]) -> FamilyMinutes:
    minutes = [minutes_of(way) for way in ways]
    return FamilyMinutes(children, min(minutes), median(minutes), max(minutes))


def _random_way(questionnaire: Questionnaire, randomness: Random, children: int | None) -> Way:
    """Return the way of a family that answers at random, but has so many children."""
    index = index_of(questionnaire)
    count = _count_of_children(index)

    def answer(asked: Asked, _: Known) -> Value:
        is_count = children is not None and asked.question.id == count
        return children if is_count and children is not None else example_value(asked, randomness)

    return way_with(questionnaire, answer, _adding(index, randomness, children))


def _count_of_children(index: Index) -> str | None:
    list_id = index.child_list()
    return None if list_id is None else index.lists[list_id].count


def _adding(index: Index, randomness: Random, children: int | None) -> Adding:
    at_random = example_items(randomness)

    def added(items: ItemList, outer: str | None, known: Known) -> Items | None:
        if children is not None and items.id == index.child_list():
            return first_items(items, outer, children)
        return at_random(items, outer, known)

    return added


_LINES = {
    "en": ("families", "{number} children", "{who}: typically {typical} min ({least} to {most})"),
    "de": ("Familien", "{number} Kinder", "{who}: meist {typical} Min. ({least} bis {most})"),
}


def lines(questionnaire: Questionnaire, language: str = "en") -> Iterator[str]:
    """Iterate over the minutes by family as lines of a report, in English or German (``de``)."""
    everybody, some, line = _LINES[language]
    for each in minutes_by_family(questionnaire):
        number = f"{each.children}{'+' if each.is_open else ''}"
        yield line.format(
            who=everybody if each.children is None else some.format(number=number),
            typical=round(each.typical),
            least=round(each.shortest),
            most=round(each.longest),
        )
