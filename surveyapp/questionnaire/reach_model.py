"""A questionnaire in the words of a solver: who can meet what.

The engine walks one family's way; the model says the same for all families at once. Each question
(for each item of its list) becomes a few bits: asked, refused, left empty, each code. What is asked
follows from the conditions, exactly as in ``path.py`` and ``conditions.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from surveyapp.questionnaire.expression import parse
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import ItemList, Option, Page, Question, Row
from surveyapp.questionnaire.reach_answers import answer_of
from surveyapp.questionnaire.reach_meaning import Meanings
from surveyapp.questionnaire.reach_terms import (
    Algebra,
    Bit,
    Code,
    Codes,
    Meaning,
    NotModelledError,
    Number,
    Said,
    Spot,
    Truth,
)

END = 1_000_000_000
"""Place of expressions that see all answers."""

MOST_ITEMS = 12
"""Items of a list the solver looks at; beyond them nothing is proved."""

Key = tuple[str, str | None]


@dataclass(slots=True)
class Model:
    """All families of one questionnaire; grows while it is asked."""

    index: Index
    algebra: Algebra
    #: Take every question as asked: what a condition says by itself.
    is_local: bool = False
    #: What must hold of every family.
    facts: list[Bit] = field(default_factory=list)
    said: dict[Key, Said] = field(default_factory=dict)
    places: dict[Key, int] = field(default_factory=dict)
    #: Place where the group of each page begins, which is when the items of its list are looked up.
    starts: dict[str, int] = field(default_factory=dict)
    #: Whether a list may have more items than are looked at.
    is_cut: bool = False

    def __post_init__(self) -> None:
        """Number the pages and questions in the order a family meets them."""
        place = 0
        for list_id, pages in self.index.groups:
            self.starts.update((page.id, place) for page in pages)
            names: tuple[str | None, ...] = self.item_names(list_id) if list_id else (None,)
            for item in names or (None,):
                for page in pages:
                    place += 1
                    self.places[page.id + "/", item] = place
                    for question in page.questions:
                        place += 1
                        self.places[question.id, item] = place

    def item_names(self, list_id: str) -> tuple[str, ...]:
        """Return the items a list may have."""
        items = self.index.lists.get(list_id)
        if items is None:
            return ()
        rows = self._sources(items)
        if rows is not None:
            return tuple(row.code for row in rows)
        self.is_cut = self.is_cut or items.maximum > MOST_ITEMS
        return tuple(str(number + 1) for number in range(min(items.maximum, MOST_ITEMS)))

    def _sources(self, items: ItemList) -> tuple[Row | Option, ...] | None:
        if items.rows_of is not None:
            return self.index.rows_of(items.id)
        if items.options_of is not None:
            return self.index.rows_of(items.id)
        return None

    def first_item(self, page: Page) -> str | None:
        """Return the item a page is met for first."""
        return next(iter(self.item_names(page.repeat)), None) if page.repeat else None

    def items(self, list_id: str, spot: Spot) -> tuple[Bit, dict[str, Bit]]:
        """Return whether the items of a list are known, and for each whether it is there."""
        items = self.index.lists.get(list_id)
        if items is None or items.within is not None or items.is_collected:
            message = f"the items of {list_id}"
            raise NotModelledError(message)
        if items.count is not None:
            return self._counted(items, spot)
        return True, self._chosen(items, spot)

    def _counted(self, items: ItemList, spot: Spot) -> tuple[Bit, dict[str, Bit]]:
        number = self.value(items.count or "", None, spot)
        if not isinstance(number, Number):
            return False, {}
        there = self.algebra.no(self.algebra.either(number.unasked, number.missing))
        names = self.item_names(items.id)
        found = {
            name: self.algebra.both(there, number.amount >= place + 1)
            for place, name in enumerate(names)
        }
        return self.algebra.no(number.missing), found

    def _chosen(self, items: ItemList, spot: Spot) -> dict[str, Bit]:
        found: dict[str, Bit] = {}
        for part in self._sources(items) or ():
            chosen = self._is_chosen(items, part.code, spot)
            earlier = self.algebra.fewer(found.values(), items.maximum)
            found[part.code] = self.algebra.both(chosen, earlier)
        return found

    def _is_chosen(self, items: ItemList, code: str, spot: Spot) -> Bit:
        if items.rows_of is not None:
            row = self.value(items.rows_of, code, spot)
            return row.codes.get(items.answered or "", False) if isinstance(row, Code) else False
        chosen = self.value(items.options_of or "", None, spot)
        return chosen.codes.get(code, False) if isinstance(chosen, Codes) else False

    def truth(self, text: str | None, spot: Spot, *, is_strict: bool = False) -> Truth:
        """Return whether a condition holds; ``is_strict`` keeps unknown apart from false."""
        if text is None:
            return Truth(true=True, false=False)
        return Meanings(self, is_strict=is_strict).truth(parse(text), spot)

    def written(self, text: str, spot: Spot) -> Meaning:
        """Return what an expression gives."""
        return Meanings(self, is_strict=False).of(parse(text), spot)

    def value(self, question_id: str, row: str | None, spot: Spot) -> Meaning:
        """Return an answer as expressions see it at a spot."""
        said = self.known(question_id, row, spot)
        if said is None or (said.meaning is None and row is None):
            return Code(unasked=True)
        if said.meaning is None:
            raise NotModelledError(question_id)
        return said.meaning

    def known(self, question_id: str, row: str | None, spot: Spot) -> Said | None:
        """Return what was said to a question that was met before a spot."""
        list_id = self.index.list_of.get(question_id)
        key = question_id, None if list_id is None else spot.bound.get(list_id)
        if key not in self.places or self.places[key] >= spot.place:
            return None
        said = self.say(key)
        if row is not None and self.index.questions[question_id].rows:
            return said.rows.get(row)
        return said

    def item_there(self, page: Page, item: str | None) -> Bit:
        """Return whether there is the item a page is shown for."""
        if page.repeat is None:
            return True
        _, items = self.items(page.repeat, Spot(self.starts[page.id] + 1))
        return items.get(item or "", False)

    def page_shown(self, page: Page, item: str | None) -> Bit:
        """Return whether a page's own condition, its section's and its item let it be shown."""
        if self.is_local:
            return True
        spot = self.spot(page, page.id + "/", item)
        sections = {each.id: each.show for each in self.index.questionnaire.sections}
        section = sections.get(page.section)
        bits = [self.truth(page.show, spot).true]
        if section is not None:
            bits.append(self.truth(section, Spot(spot.place)).true)
        bits.append(self.item_there(page, item))
        return self.algebra.every(bits)

    def spot(self, page: Page, name: str, item: str | None) -> Spot:
        """Return where something on a page is evaluated."""
        bound = {page.repeat: item} if page.repeat is not None and item is not None else {}
        return Spot(self.places.get((name, item), 0), bound)

    def question_shown(self, question: Question, item: str | None) -> Bit:
        """Return whether a question is asked, its page being shown."""
        if self.is_local:
            return True
        page = self.index.page_of[question.id]
        spot = self.spot(page, question.id, item)
        bits = [self.truth(question.show, spot).true]
        for parts in (question.rows, self.index.options[question.id]):
            if parts:
                bits.append(self.algebra.some(self.part_shown(part, spot) for part in parts))
        return self.algebra.every(bits)

    def part_shown(self, part: Option | Row, spot: Spot) -> Bit:
        """Return whether an option or row is offered, its question being asked."""
        return True if self.is_local else self.truth(part.show, spot).true

    def say(self, key: Key) -> Said:
        """Return what may be said to a question; worked out once."""
        if key not in self.said:
            self.said[key] = self._say(key)
        return self.said[key]

    def _say(self, key: Key) -> Said:
        question = self.index.questions[key[0]]
        page = self.index.page_of[question.id]
        asked = self.algebra.both(
            self.page_shown(page, key[1]), self.question_shown(question, key[1])
        )
        spot = self.spot(page, question.id, key[1])
        return answer_of(self, question, key[1], asked, spot)

    def current_row(self, spot: Spot) -> str | None:
        """Return the row code of the item looked at."""
        rows = [item for name, item in spot.bound.items() if self.index.lists[name].rows_of]
        return rows[-1] if rows else None
