"""What is looked up again and again in one questionnaire, worked out once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from surveyapp.questionnaire import own_words
from surveyapp.questionnaire.model import (
    ItemList,
    Measures,
    Option,
    Page,
    Planning,
    Question,
    Questionnaire,
    Row,
    Section,
    Unit,
)
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Missing

REFUSE = Option(
    code=Missing.REFUSED.value,
    text=own_words.REFUSED,
    exclusive=True,
)
"""The option every question but a free text offers, so that nobody has to leave in silence."""


NOT_APPLICABLE = Option(
    code=Missing.NOT_APPLICABLE.value,
    text=own_words.NOT_APPLICABLE,
    exclusive=True,
)
"""The option a question offers whose subject a family may not have."""


BETWEEN = "-"
"""Stands between an outer item and an item inside it: "2-1" is the first place of child 2."""


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring pages about one list, asked item by item; lists inside it are groups in it."""

    list: str
    parts: tuple[Part, ...]

    @property
    def first(self) -> Page:
        """Return the first page of the group."""
        part = self.parts[0]
        return part.first if isinstance(part, Group) else part


Part: TypeAlias = Page | Group
"""What stands at one place of the way: a page, or pages asked item by item."""


@dataclass(frozen=True, slots=True)
class Index:
    """One questionnaire with its lookups."""

    questionnaire: Questionnaire
    questions: Mapping[str, Question]
    #: Options of each question, from the question, its scale or its type, without "keine Angabe".
    options: Mapping[str, tuple[Option, ...]]
    pages: Mapping[str, Page]
    lists: Mapping[str, ItemList]
    #: Page of each question.
    page_of: Mapping[str, Page]
    #: List over whose items each question repeats.
    list_of: Mapping[str, str | None]
    #: Each list with the lists around it, outermost first.
    lineages: Mapping[str, tuple[str, ...]]
    #: The way with all its pages.
    parts: tuple[Part, ...]
    #: Where in the parts the sections begin and end that each family sees in an order of its own.
    rotating: tuple[tuple[int, int], ...]
    #: Place of each page in the parts: of its group, of the group in that, …, of the page.
    trails: Mapping[str, tuple[int, ...]]
    sections: Mapping[str, Section]
    #: Lists filled by the answer to each question.
    counted_by: Mapping[str, tuple[ItemList, ...]]
    rows: Mapping[str, tuple[Row, ...]]
    #: Questions that look the same for every family that sees them …
    unvarying: frozenset[str]
    #: … and how, filled while families are asked.
    asked: dict[str, Asked | None] = field(default_factory=dict)

    @property
    def groups(self) -> tuple[tuple[str | None, tuple[Page, ...]], ...]:
        """Return neighbouring pages that repeat over the same list, without lists in lists."""
        runs = groupby(self.questionnaire.pages, key=lambda page: page.repeat)
        return tuple((list_id, tuple(pages)) for list_id, pages in runs)

    def rows_of(self, list_id: str) -> tuple[Row, ...]:
        """Return the rows or options that can become items of a list; none for other lists."""
        return self.rows.get(list_id, ())

    def outer(self, list_id: str | None) -> str | None:
        """Return the list of whose every item this is a list."""
        line = self.lineages.get(list_id or "", ())
        return line[-2] if len(line) > 1 else None

    def lineage(self, list_id: str, item: str) -> tuple[tuple[str, str], ...]:
        """Return an item with the items it belongs to, each with its list, outermost first."""
        line = self.lineages.get(list_id, (list_id,))
        parts = item.split(BETWEEN, len(line) - 1)
        return tuple((each, BETWEEN.join(parts[: depth + 1])) for depth, each in enumerate(line))

    def own_code(self, list_id: str, item: str) -> str:
        """Return an item without the items it belongs to: "1" of "2-1"."""
        return item.split(BETWEEN, len(self.lineages.get(list_id, (list_id,))) - 1)[-1]

    def child_list(self) -> str | None:
        """Return the list of children, whose items are rows of a frame of their own."""
        return next((each for each in self.lists if self.is_child_list(each)), None)

    def is_child_list(self, list_id: str | None) -> bool:
        """Say whether the items of a list are children, which makes them rows of their frame."""
        found = self.lists.get(list_id or "")
        if found is None or found.within is not None:
            return False
        return found.unit is Unit.CHILD or (found.unit is None and found.count is not None)

    def adult_list(self) -> str | None:
        """Return the list of adults, whose items are rows of a frame of their own, too.

        It is the first one with ``unit: adult``; the items of any further one are columns.
        """
        return next(
            (
                each.id
                for each in self.lists.values()
                if each.unit is Unit.ADULT and each.within is None
            ),
            None,
        )

    def list_of_rows(self, unit: Unit) -> str | None:
        """Return the list whose items are the rows of a unit; families are rows without a list."""
        if unit is Unit.CHILD:
            return self.child_list()
        return self.adult_list() if unit is Unit.ADULT else None

    def stands_in(self, unit: Unit) -> Unit:
        """Return in whose row a figure about a unit stands: of adults not listed, their family's."""
        is_unlisted = unit is Unit.ADULT and self.adult_list() is None
        return Unit.FAMILY if is_unlisted else unit

    def rows_are(self, list_id: str | None) -> Unit | None:
        """Return whose rows the items of a list are, or None where they become columns."""
        if self.is_child_list(list_id):
            return Unit.CHILD
        return Unit.ADULT if list_id is not None and list_id == self.adult_list() else None

    def row_unit(self, list_id: str | None) -> Unit:
        """Return in whose row an answer stands that is asked for each item of a list."""
        line = self.lineages.get(list_id or "", ())
        return (self.rows_are(line[0]) if line else None) or Unit.FAMILY

    def speaks_of_child(self, question_id: str) -> bool:
        """Say whether an answer belongs to one child: asked for it, or for something of it."""
        return self.row_unit(self.list_of[question_id]) is Unit.CHILD

    def planning_of(self, question: Question) -> Planning:
        """Return what an answer means; context of whom it is asked for where nobody has said."""
        unit = self.row_unit(self.list_of[question.id])
        return question.planning or Planning(Measures.CONTEXT, unit)


class SameObject:
    """A questionnaire as a key: its mappings cannot be hashed, and it never changes."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Hold the questionnaire, so that its identity is not given to another one."""
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        """Say whether both are the same object."""
        return isinstance(other, SameObject) and self.questionnaire is other.questionnaire


def index_of(questionnaire: Questionnaire) -> Index:
    """Return the lookups of a questionnaire."""
    return _index(SameObject(questionnaire))


@lru_cache(maxsize=64)
def _index(key: SameObject) -> Index:
    questionnaire = key.questionnaire
    page_of = {each.id: page for page in questionnaire.pages for each in page.questions}
    questions = {each.id: each for page in questionnaire.pages for each in page.questions}
    lineages = _lineages(questionnaire)
    parts, rotating = _parts_of(questionnaire, lineages)
    return Index(
        questionnaire=questionnaire,
        questions=questions,
        options={id_: options_of(questionnaire, each) for id_, each in questions.items()},
        pages={page.id: page for page in questionnaire.pages},
        lists={each.id: each for each in questionnaire.lists},
        page_of=page_of,
        list_of={id_: page.repeat for id_, page in page_of.items()},
        lineages=lineages,
        parts=parts,
        rotating=rotating,
        trails=dict(_trails(parts, ())),
        sections={each.id: each for each in questionnaire.sections},
        counted_by=_counted_by(questionnaire),
        rows={each.id: _rows(questionnaire, questions, each) for each in questionnaire.lists},
        unvarying=frozenset(
            each.id for each in questions.values() if not _varies(questionnaire, each)
        ),
    )


def options_of(questionnaire: Questionnaire, question: Question) -> tuple[Option, ...]:
    """Return the options of a question: its own, those of its scale, or those of its type."""
    given = question.options or questionnaire.scales.get(question.scale or "", ())
    return kind_of(question).options(question, given)


def _varies(questionnaire: Questionnaire, question: Question) -> bool:
    """Say whether an answer decides how a question looks, beside whether it is seen at all."""
    parts: tuple[Option | Row, ...] = (*options_of(questionnaire, question), *question.rows)
    limits = (question.required, question.minimum, question.maximum)
    return any(each.show is not None for each in parts) or any(
        isinstance(each, str) for each in limits
    )


def _rows(
    questionnaire: Questionnaire, questions: Mapping[str, Question], items: ItemList
) -> tuple[Row, ...]:
    matrix, choice = questions.get(items.rows_of or ""), questions.get(items.options_of or "")
    if matrix is not None:
        return matrix.rows
    options = () if choice is None else options_of(questionnaire, choice)
    return tuple(
        Row(each.code, each.text, each.show, each.facility_types)
        for each in options
        if not each.exclusive  # "none of these" is no item
    )


def _counted_by(questionnaire: Questionnaire) -> dict[str, tuple[ItemList, ...]]:
    found: dict[str, tuple[ItemList, ...]] = {}
    for each in questionnaire.lists:
        if each.count is not None:
            found[each.count] = (*found.get(each.count, ()), each)
    return found


def _lineages(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """Return each list with those around it; a list inside itself stands alone, and a rule names it."""
    within = {each.id: each.within for each in questionnaire.lists}
    unknown = {page.repeat: (page.repeat,) for page in questionnaire.pages if page.repeat}
    return {**unknown, **{each: _lineage(each, within) for each in within}}


def _lineage(list_id: str, within: Mapping[str, str | None]) -> tuple[str, ...]:
    line = [list_id]
    outer = within[list_id]
    while outer is not None and outer in within:
        if outer in line:
            return (list_id,)
        line.insert(0, outer)
        outer = within[outer]
    return tuple(line)


def _parts_of(
    questionnaire: Questionnaire, lineages: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Part, ...], tuple[tuple[int, int], ...]]:
    """Return the way as parts, and which runs of them rotate: pages of a rotating section."""
    rotates = {each.id for each in questionnaire.sections if each.rotate}
    parts: list[Part] = []
    rotating: list[tuple[int, int]] = []
    for section, pages in groupby(
        questionnaire.pages, key=lambda page: page.section if page.section in rotates else None
    ):
        start = len(parts)
        parts += _grouped(pages, 0, lineages)
        rotating += [] if section is None else [(start, len(parts))]
    return tuple(parts), tuple(rotating)


def _grouped(
    pages: Iterable[Page], depth: int, lineages: Mapping[str, tuple[str, ...]]
) -> Iterator[Part]:
    def level(page: Page) -> str | None:
        line = lineages.get(page.repeat or "", ())
        return line[depth] if len(line) > depth else None

    for list_id, run in groupby(pages, key=level):
        if list_id is None:
            yield from run
        else:
            yield Group(list_id, tuple(_grouped(run, depth + 1, lineages)))


def _trails(
    parts: tuple[Part, ...], trail: tuple[int, ...]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    for place, part in enumerate(parts):
        if isinstance(part, Group):
            yield from _trails(part.parts, (*trail, place))
        else:
            yield part.id, (*trail, place)


def order_of(index: Index, seed: str | None) -> tuple[int, ...]:
    """Return the order in which a family meets the parts; ``seed`` is what rotates them."""
    order = list(range(len(index.parts)))
    for start, stop in index.rotating if seed is not None else ():
        order[start:stop] = sorted(
            order[start:stop], key=lambda place: draw(seed, _first(index.parts[place]).id)
        )
    return tuple(order)


def _first(part: Part) -> Page:
    return part.first if isinstance(part, Group) else part


def draw(*words: object) -> bytes:
    """Return what a lot drawn for these words shows: the same for the same words."""
    return hashlib.sha256(" ".join(str(word) for word in words).encode()).digest()
