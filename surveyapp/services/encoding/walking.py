"""The ways of many families at once: which questions lie on them, and the columns of their answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

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
from surveyapp.services.encoding.reading import UNREADABLE, Name, Numbered, Reader, Sheet, Told
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
        self.added = {each.id: Numbered() for each in questionnaire.lists if each.is_collected}
        list_of = self.index.list_of
        names = [
            Name(id_, each.said, each.rows, list_of[id_] is not None)
            for id_, each in self.askings.items()
            if each.kind.is_asked
        ]
        names += [
            Name(id_, said, None, self.index.outer(id_) is not None)
            for id_, said in self.added.items()
        ]
        self.reader = Reader(names)
        #: Names under which any document says something.
        self.answered: set[str] = set()

    def walk(self, texts: Sequence[str | bytes]) -> tuple[dict[Unit, Units], Mask]:
        """Return the rows of each kind of units, and of whom they may not be used.

        A family is marked where its document is not exactly what a walk of its own keeps, or where it
        was written in any other than the usual way: only that walk can tell what is true of it.
        """
        sheet = self.reader.read(texts)
        self.answered |= {name for name, told in sheet.told.items() if told.is_answered}
        walk = _Walk(self, sheet)
        for place in order_of(self.index, None):
            walk.part(self.index.parts[place])
        walk.add_figures()
        return walk.units, walk.is_odd | (walk.used != walk.sheet.there)


class _Walk:
    """One part of the families on their way."""

    def __init__(self, walker: Walker, sheet: Sheet) -> None:
        self.walker, self.index, self.sheet = walker, walker.index, sheet
        self.crowd = Crowd(self.index, len(sheet))
        #: How many names of each document were found to count.
        self.used = np.zeros(len(sheet), dtype=np.intp)
        self.is_odd = sheet.is_odd
        self.units = {Unit.FAMILY: Units(np.arange(len(sheet)))}

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
        if asking.rows is not None:
            entries = self._rows(asking, list_id, space, looks)
        elif asking.kind.is_asked:
            said, place = self._told(question.id, list_id, space)
            numbers = said.numbers[None][place]
            entries = {None: asking.lines[None].entries(looks, _numbers(numbers))}
            self._use(said, list_id, space, (numbers != 0) & _are_asked(looks))
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
            for suffix, column in zip(line.columns, line.numbers(), strict=True):
                self._write(question.id, suffix, list_id, space, column[each.places])

    def _rows(
        self, asking: Asking, list_id: str | None, space: Space, looks: Coded
    ) -> dict[str | None, Coded]:
        told, place = self._told(asking.question.id, list_id, space)
        assert told.sizes is not None
        sizes = told.sizes[place]
        there = Coded((sizes > 0).astype(np.int32), (False, True))
        answered = np.zeros(len(space), dtype=np.intp)
        found: dict[str | None, Coded] = {}
        for row, entries in told.numbers.items():
            numbers = entries[place]
            answered += numbers != 0
            found[row] = asking.lines[row].entries(looks, there, _numbers(numbers))
        is_whole = (sizes > 0) & (sizes == answered)
        self._use(told, list_id, space, is_whole & _are_asked(looks))
        return found

    def _told(self, name: str, list_id: str | None, space: Space) -> tuple[Told, Rows]:
        """Return what documents say under a name, and the entry of each family or item.

        Behind the last entry stands one that says nothing: that of items nothing was said of.
        """
        told = self.sheet.told[name]
        if list_id is None or told.owner is None or told.key is None:
            return told, np.arange(len(space))
        frame = self.crowd.frame(list_id)
        assert frame is not None
        keys = self.walker.reader.keys
        width = len(keys.values_said)
        entries = len(told.owner)
        entry_of = np.full(len(self.sheet) * (width + 1), entries)
        # A key that cannot be read is -1, and its place is that before the next family's first.
        entry_of[told.owner * np.intp(width + 1) + np.where(told.key < 0, width, told.key)] = (
            np.arange(entries)
        )
        key = np.array([keys.get(each, 0) for each in frame.key.values], dtype=np.intp)
        places = entry_of[space.family * (width + 1) + key[frame.key.places]]
        return _with_nothing(told), places

    def _use(self, told: Told, list_id: str | None, space: Space, is_used: Mask) -> None:
        """Count what was said to somebody who was asked; whoever said more than that is odd."""
        if list_id is None or told.owner is None:
            self.used += is_used
            return
        sizes = np.bincount(told.owner, minlength=len(self.sheet))
        used = np.bincount(space.family[is_used], minlength=len(self.sheet))
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
        told, place = self._told(items.id, list_id, space)
        said = _numbers(told.numbers[None][place])
        values = self.walker.added[items.id].values_said
        frame = None if list_id is None else self.crowd.frame(list_id)
        head = constant("", len(space)) if frame is None else frame.key
        lengths = applied(
            lambda number, outer: _length(
                items, values[number] if number >= 0 else UNREADABLE, outer
            ),
            said,
            head,
        )
        numbers = np.array([each or 0 for each in lengths.values], dtype=np.intp)[lengths.places]
        known = lengths.where(lambda each: each is not None)
        self.is_odd[space.family[numbers < 0]] = True
        self._use(told, list_id, space, known & shown)
        numbers = np.where(shown, np.maximum(numbers, 0), 0)
        self.crowd.add(items.id, numbers, known | ~shown)
        counts = np.where(shown, numbers, _NOT_APPLICABLE).astype(np.int16)
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


def _are_asked(looks: Coded) -> Mask:
    return looks.where(lambda look: look is not None)


def _with_nothing(told: Told) -> Told:
    """Return the same with one more entry, which says nothing."""
    nothing = np.zeros(1, dtype=np.int32)
    return replace(
        told,
        numbers={row: np.append(each, nothing) for row, each in told.numbers.items()},
        sizes=None if told.sizes is None else np.append(told.sizes, nothing),
    )


def _length(items: ItemList, keys: object, outer: str) -> int | None:
    """Return how many items were added; None for nothing said, -1 where they are not numbered on."""
    if keys is None:
        return None
    head = f"{outer}{BETWEEN}" if outer else ""
    size = len(keys) if isinstance(keys, tuple) else -1
    usual = tuple(f"{head}{place + 1}" for place in range(size))
    return size if keys == usual and size <= items.maximum else -1


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
