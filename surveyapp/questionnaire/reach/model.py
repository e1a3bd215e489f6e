"""A questionnaire in the words of a solver: who can meet what.

The engine walks one family's way; the model says the same for all families at once. Each question
(for each item of its list) becomes a few bits: asked, refused, left empty, each code. What is asked
follows from the conditions, exactly as in ``path.py`` and ``conditions.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from surveyapp.questionnaire.expression import parse
from surveyapp.questionnaire.functions import FACTS
from surveyapp.questionnaire.index import BETWEEN, Group, Index, Part
from surveyapp.questionnaire.model import ItemList, Option, Page, Question, Row
from surveyapp.questionnaire.reach.answers import answer_of
from surveyapp.questionnaire.reach.facts import SOMEWHERE_ELSE, Facts
from surveyapp.questionnaire.reach.meaning import Meanings
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
    Spot,
    Truth,
)

END = 1_000_000_000
"""Place of expressions that see all answers."""

MOST_ITEMS = 12
"""Items of a list the solver looks at; beyond them nothing is proved."""

MOST_INNER = 4
"""The same for lists inside lists."""

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
    #: How many items are added to a collected list, by list and outer item.
    added: dict[Key, Amount] = field(default_factory=dict)
    #: Place where the group of each page begins, which is when the items of its list are looked up.
    starts: dict[Key, int] = field(default_factory=dict)
    #: Codes that conditions name, one of which may be the county's.
    codes: tuple[str, ...] = (SOMEWHERE_ELSE,)
    #: Whether a list may have more items than are looked at.
    is_cut: bool = False

    free_facts: Facts = field(init=False)

    def __post_init__(self) -> None:
        """Give pages and questions numbers in the order a family meets them."""
        self.free_facts = Facts(self.algebra, self.codes, self.facts)
        self._number(self.index.parts, None, 0)

    def _number(self, parts: Sequence[Part], item: str | None, place: int) -> int:
        for part in parts:
            if isinstance(part, Group):
                start = place
                for each in self.item_names(part.list, item):
                    place = self._number(part.parts, each, place + 1)
                    self.starts.update(((page, each), start) for page in _pages(part))
                continue
            place += 1
            self.places[part.id + "/", item] = place
            for question in part.questions:
                place += 1
                self.places[question.id, item] = place
        return place

    def item_names(self, list_id: str | None, outer: str | None = None) -> tuple[str, ...]:
        """Return the items a list may have, of one outer item where it is inside another list."""
        items = self.index.lists.get(list_id or "")
        if items is None:
            return ()
        prefix = "" if outer is None else outer + BETWEEN
        rows = self.index.rows_of(items.id)
        if rows or items.rows_of or items.options_of:
            return tuple(prefix + row.code for row in rows)
        most = MOST_ITEMS if outer is None else MOST_INNER
        self.is_cut = self.is_cut or items.maximum > most
        return tuple(f"{prefix}{number + 1}" for number in range(min(items.maximum, most)))

    def every_item(self, list_id: str | None) -> tuple[str | None, ...]:
        """Return all items a page may be met for; one nobody where it does not repeat."""
        if list_id is None:
            return (None,)
        outer = self.index.outer(list_id)
        if outer is None:
            return self.item_names(list_id)
        return tuple(
            name for each in self.every_item(outer) for name in self.item_names(list_id, each)
        )

    def first_item(self, page: Page) -> str | None:
        """Return the item a page is met for first."""
        return next(iter(self.every_item(page.repeat)), None)

    def items(self, list_id: str, spot: Spot) -> tuple[Bit, dict[str, Bit]]:
        """Return whether the items of a list are known, and for each whether it is there."""
        items = self.index.lists.get(list_id)
        if items is None:
            return False, {}
        outer = self.index.outer(list_id)
        if outer is not None and outer not in spot.bound:
            return self._of_all(items, outer, spot)
        item = None if outer is None else spot.bound[outer]
        if items.count is not None:
            return self._counted(items, spot, item)
        if items.is_collected:
            return True, self._collected(items, spot, item)
        return True, self._chosen(items, spot, item)

    def _of_all(self, items: ItemList, outer: str, spot: Spot) -> tuple[Bit, dict[str, Bit]]:
        is_known, around = self.items(outer, spot)
        bits, found = [is_known], {}
        for item, there in around.items():
            is_inner_known, inner = self.items(items.id, self.inside(spot, outer, item))
            bits.append(self.algebra.either(self.algebra.no(there), is_inner_known))
            found.update({key: self.algebra.both(there, bit) for key, bit in inner.items()})
        return self.algebra.every(bits), found

    def inside(self, spot: Spot, list_id: str, item: str) -> Spot:
        """Return the same place as one item of a list sees it, with the items around it."""
        lineages = self.index.lineages
        bound = {
            each: key for each, key in spot.bound.items() if list_id not in lineages.get(each, ())
        }
        for each, key in self.index.lineage(list_id, item):
            bound.pop(each, None)
            bound[each] = key
        return Spot(spot.place, bound)

    def _collected(self, items: ItemList, spot: Spot, outer: str | None) -> dict[str, Bit]:
        page = next((each for each in self.index.pages.values() if each.collect == items.id), None)
        if page is None or self.places.get((page.id + "/", outer), spot.place) >= spot.place:
            return {}
        if (items.id, outer) not in self.added:
            number = self.algebra.whole(f"{items.id}+{outer or ''}")
            most = len(self.item_names(items.id, outer))
            self.facts += [number >= items.minimum, number <= most]
            self.added[items.id, outer] = number
        number, shown = self.added[items.id, outer], self.page_shown(page, outer)
        return {
            name: self.algebra.both(shown, number >= place + 1)
            for place, name in enumerate(self.item_names(items.id, outer))
        }

    def _counted(
        self, items: ItemList, spot: Spot, outer: str | None
    ) -> tuple[Bit, dict[str, Bit]]:
        number = self.value(items.count or "", None, spot)
        if not isinstance(number, Number):
            return False, {}
        there = self.algebra.no(self.algebra.either(number.unasked, number.missing))
        names = self.item_names(items.id, outer)
        found = {
            name: self.algebra.both(there, number.amount >= place + 1)
            for place, name in enumerate(names)
        }
        return self.algebra.no(number.missing), found

    def _chosen(self, items: ItemList, spot: Spot, outer: str | None) -> dict[str, Bit]:
        found: dict[str, Bit] = {}
        for name in self.item_names(items.id, outer):
            chosen = self._is_chosen(items, self.index.own_code(items.id, name), spot)
            earlier = self.algebra.fewer(found.values(), items.maximum)
            found[name] = self.algebra.both(chosen, earlier)
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
        line = self.index.lineage(page.repeat, item or "")
        start = Spot(self.starts.get((page.id, item), 0) + 1, dict(line[:-1]))
        _, items = self.items(page.repeat, start)
        own = items.get(item or "", False)
        if len(line) < 2:
            return own
        outer, outer_item = line[-2]
        _, around = self.items(outer, Spot(start.place, dict(line[:-2])))
        return self.algebra.both(around.get(outer_item, False), own)

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
        is_item = page.repeat is not None and item is not None
        bound = dict(self.index.lineage(page.repeat or "", item or "")) if is_item else {}
        return Spot(self.places.get((name, item), 0), bound)

    def question_shown(self, question: Question, item: str | None) -> Bit:
        """Return whether a question is asked, its page being shown."""
        if self.is_local:
            return True
        page = self.index.page_of[question.id]
        spot = self.spot(page, question.id, item)
        bits = [self.truth(question.show, spot).true]
        bits += [
            self.algebra.some(self.part_shown(part, spot) for part in parts)
            for parts in (question.rows, self.index.options[question.id])
            if parts
        ]
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
        rows = [
            self.index.own_code(name, item)
            for name, item in spot.bound.items()
            if self.index.rows_of(name)
        ]
        return rows[-1] if rows else None

    def is_list(self, name: str) -> bool:
        """Say whether a name is that of a list."""
        return name in self.index.lists

    def current_number(self, spot: Spot) -> Meaning:
        """Return the position of the item looked at, from 1."""
        if not spot.bound:
            return Number(unasked=True)
        list_id, item = list(spot.bound.items())[-1]
        _, items = self.items(list_id, spot)
        before = list(items)[: list(items).index(item)] if item in items else []
        steps = (self.algebra.choose(items[each], 1, 0) for each in before)
        return Number(amount=self.algebra.total((1, *steps)))

    def fact(self, name: str) -> Meaning:
        """Return what is known beside the answers; before a wave it may be anything sensible."""
        questionnaire = self.index.questionnaire
        known = questionnaire.facts.get(name)
        if known is not None:
            return Code(codes={known: True}) if isinstance(known, str) else Number(amount=known)
        return self.free_facts.of(name)

    def fact_at(self, name: str, spot: Spot) -> Meaning:
        """Return a fact where an expression asks for it; of the area, once that was answered."""
        found = self.fact(name)
        if not FACTS[name].is_of_area or isinstance(found, Truth):
            return found
        area = self.value(self.index.questionnaire.area_question or "", None, spot)
        if not isinstance(area, Code):
            return replace(found, missing=True)
        return replace(found, unasked=area.unasked, missing=area.missing)


def _pages(group: Group) -> Iterator[str]:
    for part in group.parts:
        if isinstance(part, Page):
            yield part.id
