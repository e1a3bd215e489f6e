"""The ways of many families at once: which questions lie on them, and the columns of their answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from surveyapp.questionnaire.encoding import category_of, need_of
from surveyapp.questionnaire.expression import Quantified, every, parse
from surveyapp.questionnaire.index import BETWEEN, Group, Index, Part, index_of, order_of
from surveyapp.questionnaire.model import ItemList, Page, Question, Questionnaire, Unit
from surveyapp.questionnaire.types.kind import MISSING_CODES
from surveyapp.questionnaire.values import Missing
from surveyapp.services.encoding.asking import Asking, Column
from surveyapp.services.encoding.coded import Coded, Mask, applied, constant
from surveyapp.services.encoding.crowd import Crowd
from surveyapp.services.encoding.reading import NOBODY, Said, by_question
from surveyapp.services.encoding.spaces import Rows, Space

_NOT_APPLICABLE = MISSING_CODES[Missing.NOT_APPLICABLE]


@dataclass(frozen=True, slots=True)
class Units:
    """The rows of one kind of units."""

    #: Family of each row.
    family: Rows
    columns: dict[str, Column] = field(default_factory=dict)


class Walker:
    """Walks one questionnaire with one part of the families after the other."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Prepare every question; what was worked out for one part serves the next."""
        self.index = index_of(questionnaire)
        self.askings = {each.id: Asking(self.index, each) for each in self.index.questions.values()}
        asked = [each for each in self.askings.values() if each.kind.is_asked]
        added = [each for each in questionnaire.lists if each.is_collected]
        repeated = {each.question.id for each in asked if self.index.list_of[each.question.id]}
        #: Names under which documents hold one value, and those with one for each item or row.
        self.plain = [
            *(x.question.id for x in asked if x.question.id not in repeated and not x.has_rows),
            *(each.id for each in added if each.within is None),
        ]
        self.nested = [
            *(x.question.id for x in asked if x.question.id in repeated or x.has_rows),
            *(each.id for each in added if each.within is not None),
        ]

    def walk(self, documents: Sequence[Said]) -> tuple[dict[Unit, Units], Mask]:
        """Return the rows of each kind of units, and of whom they may not be used.

        A family is marked where its document is not exactly what a walk of its own keeps, or where it
        was written in any other than the usual way: only that walk can tell what is true of it.
        """
        walk = _Walk(self, documents)
        for place in order_of(self.index, None):
            walk.part(self.index.parts[place])
        walk.add_figures()
        return walk.units, walk.is_odd | (walk.used != walk.there)


class _Walk:
    """One part of the families on their way."""

    def __init__(self, walker: Walker, documents: Sequence[Said]) -> None:
        self.walker, self.index = walker, walker.index
        self.crowd = Crowd(self.index, len(documents))
        self.columns: dict[str, Sequence[Any]] = {
            **by_question(documents, walker.plain, walker.nested)
        }
        self.there = np.fromiter(map(len, documents), np.intp, len(documents))
        #: How many entries of each document were found to count.
        self.used = np.zeros(len(documents), dtype=np.intp)
        self.is_odd = np.zeros(len(documents), dtype=bool)
        self.units = {Unit.FAMILY: Units(np.arange(len(documents)))}
        for name in walker.nested:
            self.columns[name] = self._mappings(self.columns[name])

    def _mappings(self, column: Sequence[Any]) -> Sequence[Any]:
        """Return a column with nothing in it but mappings; who wrote something else is odd."""
        if set(map(type, column)) <= {dict}:
            return column
        wrong = [n for n, each in enumerate(column) if each.__class__ is not dict]
        self.is_odd[wrong] = True
        return [each if each.__class__ is dict else NOBODY for each in column]

    # Pages

    def part(self, part: Part) -> None:
        """Walk a page, or the pages of all items of a list whose items are known."""
        if not isinstance(part, Group):
            self.page(part)
        elif self.crowd.frame(part.list) is not None:
            for inner in part.parts:
                self.part(inner)

    def page(self, page: Page) -> None:
        """Walk a page with everybody, or with every item of its list."""
        space = self.crowd.space(page.repeat)
        section = self.index.sections.get(page.section)
        shown = self.crowd.holds(page.show, space)
        if section is not None:
            shown = shown & self.crowd.holds(section.show, space)
        for question in self.index.pages[page.id].questions:
            self.question(question, page.repeat, space, shown)
        items = self.index.lists.get(page.collect or "")
        if items is not None and items.is_collected:
            self.roster(items, page.repeat, space, shown)

    def question(self, question: Question, list_id: str | None, space: Space, shown: Mask) -> None:
        """Ask a question of all who see it, and note what counts of their answers."""
        asking = self.walker.askings[question.id]
        looks = asking.looks(self.crowd, space, shown & self.crowd.holds(question.show, space))
        if asking.has_rows:
            entries = self._rows(asking, list_id, space, looks)
        elif asking.kind.is_asked:
            said = asking.said.of(self._told(question.id, list_id, space))
            found = asking.lines[None].entries(looks, _numbers(said))
            self._use(question.id, list_id, space, said != 0, looks)
            entries = {None: found}
        else:
            entries = {None: asking.lines[None].entries(looks, self._worked_out(asking, space))}
        for found in entries.values():
            self.is_odd[space.family[found.where(lambda entry: entry.is_odd)]] = True
        self.crowd.note(
            question.id,
            {
                row: Coded(each.places, tuple(entry.state for entry in each.values))
                for row, each in entries.items()
            },
        )
        for row, each in entries.items():
            line = asking.lines[row]
            for suffix, numbers in zip(line.columns, line.numbers(), strict=True):
                self._write(question.id, suffix, list_id, space, numbers[each.places])

    def _rows(
        self, asking: Asking, list_id: str | None, space: Space, looks: Coded
    ) -> dict[str | None, Coded]:
        told = self._told(asking.question.id, list_id, space)
        sizes = np.fromiter(map(len, told), np.intp, len(told))
        is_there = sizes > 0
        there = Coded(is_there.astype(np.int32), (False, True))
        answered = np.zeros(len(space), dtype=np.intp)
        found: dict[str | None, Coded] = {}
        rows = by_question(told, [each.code for each in asking.question.rows], ())
        for row, column in rows.items():
            line = asking.lines[row]
            said = asking.said.of(column)
            answered += said != 0
            found[row] = line.entries(looks, there, _numbers(said))
        is_whole = is_there & (sizes == answered)
        self._use(asking.question.id, list_id, space, is_whole, looks)
        return found

    def _told(self, name: str, list_id: str | None, space: Space) -> Sequence[Any]:
        """Return what documents say of a question, for each family or item."""
        column = self.columns[name]
        frame = None if list_id is None else self.crowd.frame(list_id)
        if frame is None:
            return column
        told = list(map(dict.get, map(column.__getitem__, frame.families), frame.keys))
        return self._mappings_of(name, told, space)

    def _mappings_of(self, name: str, told: list[Any], space: Space) -> Sequence[Any]:
        """Return rows of a matrix for each item; an item without an answer has ``NOBODY``."""
        if name not in self.walker.askings or not self.walker.askings[name].has_rows:
            return told
        wrong = [
            n for n, each in enumerate(told) if each is not None and each.__class__ is not dict
        ]
        self.is_odd[space.family[wrong]] = True
        return [each if each.__class__ is dict else NOBODY for each in told]

    def _use(
        self, name: str, list_id: str | None, space: Space, is_said: Mask, looks: Coded
    ) -> None:
        """Count what was said to somebody who was asked; whoever said more than that is odd."""
        is_used = is_said & looks.where(lambda look: look is not None)
        self._count(name, list_id, space, is_used)

    def _count(self, name: str, list_id: str | None, space: Space, is_used: Mask) -> None:
        if list_id is None:
            self.used += is_used
            return
        column = self.columns[name]
        sizes = np.fromiter(map(len, column), np.intp, len(column))
        used = np.bincount(space.family[is_used], minlength=len(column))
        self.used += (used == sizes) & (sizes > 0)

    def _worked_out(self, asking: Asking, space: Space) -> Coded:
        question, kind = asking.question, asking.kind
        if question.value is None:
            return constant(kind.work_out(question, lambda _: Missing.UNANSWERED), len(space))
        found = self.crowd.found(question.value, space)
        return applied(lambda result: kind.work_out(question, lambda _: result), found)

    # Lists

    def roster(self, items: ItemList, list_id: str | None, space: Space, shown: Mask) -> None:
        """Take up the items that were added to a list by those who saw its page."""
        told = self._told(items.id, list_id, space)
        usual = [None, *([str(n + 1) for n in range(most)] for most in range(items.maximum + 1))]
        frame = None if list_id is None else self.crowd.frame(list_id)
        heads = [""] * len(told) if frame is None else [f"{key}{BETWEEN}" for key in frame.keys]
        lengths, known = np.zeros(len(told), dtype=np.intp), np.zeros(len(told), dtype=bool)
        for place, (keys, head) in enumerate(zip(told, heads, strict=True)):
            if keys is None:
                continue
            known[place] = True
            length = len(keys) if keys.__class__ is list else -1
            if not 0 <= length <= items.maximum or keys != [
                head + n for n in usual[length + 1] or ()
            ]:
                self.is_odd[space.family[place]] = True
                length = 0
            lengths[place] = length
        self._count(items.id, list_id, space, known & shown)
        lengths[~shown] = 0
        self.crowd.add(items.id, lengths, known | ~shown)
        counts = np.where(shown, lengths, _NOT_APPLICABLE).astype(np.int16)
        self._write(f"count.{items.id}", "", list_id, space, counts)

    # Columns

    def _unit(self, unit: Unit) -> Units:
        if unit not in self.units:
            list_id = self.index.list_of_rows(unit)
            frame = None if list_id is None else self.crowd.frame(list_id)
            self.units[unit] = Units(np.arange(0) if frame is None else frame.family)
        return self.units[unit]

    def _write(
        self, name: str, suffix: str, list_id: str | None, space: Space, numbers: Column
    ) -> None:
        """Write the numbers of a question into the columns of the units they stand in the rows of."""
        line = self.index.lineages.get(list_id or "", ())
        unit = self.index.row_unit(list_id)
        rows = space.family if unit is Unit.FAMILY else space.bound[line[0]]
        inner = line if unit is Unit.FAMILY else line[1:]
        units = self._unit(unit)
        if not inner:
            units.columns[name + suffix] = numbers
            return
        codes = [self._own_code(each, space) for each in inner]
        paths = applied(lambda *parts: "".join(f".{part}" for part in parts), *codes)
        for place, path in enumerate(paths.values):
            column = np.full(len(units.family), _NOT_APPLICABLE, dtype=numbers.dtype)
            is_here = paths.places == place
            column[rows[is_here]] = numbers[is_here]
            units.columns[name + path + suffix] = column

    def _own_code(self, list_id: str, space: Space) -> Coded:
        frame = self.crowd.frame(list_id)
        assert frame is not None
        return frame.code.at(space.bound[list_id])

    def add_figures(self) -> None:
        """Add the indicators and axes to the rows they speak of."""
        questionnaire, crowd = self.index.questionnaire, self.crowd
        for unit in Unit:
            list_id = self.index.list_of_rows(unit)
            if unit is not Unit.FAMILY and (list_id is None or crowd.frame(list_id) is None):
                continue
            space, columns = crowd.space(list_id), self._unit(unit).columns
            for indicator in questionnaire.indicators:
                if self.index.stands_in(indicator.planning.unit) is unit:
                    truths = [crowd.truth(text, space) for text in (indicator.base, indicator.need)]
                    columns[f"need.{indicator.id}"] = _looked_up(applied(need_of, *truths))
            for axis in questionnaire.axes:
                if self.index.stands_in(axis.unit) is unit:
                    truths = [crowd.truth(category.show, space) for category in axis.categories]
                    found = applied(lambda *each: category_of(each), *truths)
                    columns[f"axis.{axis.id}"] = _looked_up(found)


def _numbers(said: NDArray[np.int32]) -> Coded:
    """Return numbers of what was said as a column; one that cannot be read is the last."""
    most = int(said.max(initial=0)) + 1
    return Coded(np.where(said < 0, most, said).astype(np.int32), (*range(most), -1))


def _looked_up(column: Coded) -> NDArray[np.int16]:
    """Return a column of numbers."""
    return np.array(column.values, dtype=np.int16)[column.places]


def is_walked_together(questionnaire: Questionnaire) -> bool:
    """Say whether families of a questionnaire can be walked all at once.

    They cannot where a page that is asked item by item looks at the answers of other items: those of
    later items are not known yet when a family stands there.
    """
    index = index_of(questionnaire)
    return not (set(index.lists) & set(index.questions)) and all(
        not _looks_aside(text, line) for text, line in _conditions(index)
    )


def _conditions(index: Index) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Iterate over all expressions of pages, with the lists of whose items each sees one."""
    for page in index.questionnaire.pages:
        section = index.sections.get(page.section)
        texts = [page.show, None if section is None else section.show]
        for question in page.questions:
            texts += [question.show, question.value]
            texts += [each.show for each in index.options[question.id]]
            texts += [each.show for each in question.rows]
            limits = (question.minimum, question.maximum)
            texts += [each for each in limits if isinstance(each, str)]
        line = index.lineages.get(page.repeat or "", ())
        yield from ((text, line) for text in texts if text is not None)


def _looks_aside(text: str, line: tuple[str, ...]) -> bool:
    return any(isinstance(each, Quantified) and each.list in line for each in every(parse(text)))
