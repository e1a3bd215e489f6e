"""Questions on pages, pages in sections, repeats as lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveyapp.exchange.names import Names
from surveyapp.exchange.report import short
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.pieces import InexpressibleError, Truth, both, said_truth
from surveyapp.exchange.xlsform.questions import Maker
from surveyapp.exchange.xlsform.symbols import Symbols
from surveyapp.exchange.xlsform.values import readable
from surveyapp.questionnaire.model import ItemList, Page, Question, Section, Text, Unit

PER_PAGE = 6
"""Most questions on one page, unless the author wants a group together."""

MOST_ITEMS = 20
"""Most items of a repeat that has no limit of its own."""

MANY_ITEMS = 50
"""Most items of any repeat."""


@dataclass(slots=True)
class _Run:
    """Questions that may stand on one page."""

    node: Node
    show: str | None
    repeat: str | None
    questions: list[Question] = field(default_factory=list)
    weight: int = 0


@dataclass(slots=True)
class Assembly:
    """Puts a form together."""

    form: Form
    symbols: Symbols
    maker: Maker
    title: Text
    pages: list[Page] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    lists: list[ItemList] = field(default_factory=list)
    _names: Names = field(default_factory=Names)
    _run: _Run | None = None
    _computed: Mapping[int, list[Node]] = field(default_factory=dict)
    _truths: dict[Node, Truth] = field(default_factory=dict)

    def assemble(self) -> None:
        """Fill pages, sections and lists."""
        self._computed = self._places_of_calculations()
        has_groups = any(node.kind == "group" for node in self.form.root.children)
        if not has_groups:
            self._open_section(self.form.root)
        self._work_out(0, self.form.root)
        for node in self.form.root.children:
            if node.kind == "group":
                self._close()
                self._open_section(node)
            self._take(node)
        self._close()
        used = {page.section for page in self.pages}
        self.sections = [each for each in self.sections if each.id in used]
        if not self.pages:
            self._open_section(self.form.root)
            self._add_page(self.form.root, (), None, None)

    # Sections and pages

    def _open_section(self, node: Node) -> None:
        id_ = self._names.id_of(f"section {node.name} {node.row}") if node.row else "questions"
        # The line of sections stands on every page, before most answers are known.
        title = self.maker.wording.text(node.cells.get("label"), node.row) or self.title
        self.sections.append(Section(id_, title))

    def _title(self, node: Node) -> Text:
        """Return the label of the innermost group that has one."""
        for each in (node, *node.above):
            text = self.maker.wording.text(each.cells.get("label"), each.row, each)
            if text:
                return text
        return self.title

    def _take(self, node: Node) -> None:
        if node.kind == "question":
            self._ask(node)
        elif node.kind == "loop":
            self.maker.ledger.drop(
                node.row,
                f"die Schleife {node.name} (loop) kommt nicht mit; schreiben Sie ihre Fragen aus",
                f"the loop {node.name} does not come over; write its questions out",
            )
        else:
            self._enter(node)
        self._work_out(node.end, node)

    def _enter(self, node: Node) -> None:
        self._close()
        if node.kind == "repeat":
            self._open_list(node)
            self._work_out(node.place, node)
        for child in node.children:
            self._take(child)
        self._close()

    def _ask(self, node: Node) -> None:
        made: tuple[Question, ...] = ()
        matrix = self.symbols.matrices.get(node)
        if matrix is not None:
            made = (self.maker.matrix(matrix),) if matrix.first is node else ()
        elif self._is_calculated(node):
            made = () if node.type == "calculate" else self._read(node)
        else:
            made = self.maker.made(node)
        if made:
            self._put(node.parent or self.form.root, made)

    def _read(self, node: Node) -> tuple[Question, ...]:
        """Return what families read of a question whose answer is worked out."""
        return self.maker.read_only(node) if node.cells.get("label") else ()

    def _is_calculated(self, node: Node) -> bool:
        return node.type == "calculate" or (
            node.type != "note" and bool(node.text("bind", "calculate")) and node.kind == "question"
        )

    def _put(self, group: Node, made: tuple[Question, ...]) -> None:
        run = self._run
        if run is None or run.node is not group or self._is_full(run):
            self._close()
            run = _Run(group, self._show(group), self._list_around(group))
            self._run = run
        run.questions += made
        run.weight += 1

    def _is_full(self, run: _Run) -> bool:
        is_together = {"field-list", "table-list"} & set(run.node.appearance)
        return run.weight >= PER_PAGE and not is_together

    def _close(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            self._add_page(run.node, tuple(run.questions), run.show, run.repeat)

    def _add_page(
        self,
        node: Node,
        questions: tuple[Question, ...],
        show: str | None,
        repeat: str | None,
        collect: str | None = None,
    ) -> None:
        if not self.sections:
            self._open_section(self.form.root)
        place = len(self.pages) + 1
        self.pages.append(
            Page(
                id=self._names.id_of(f"page {place} {node.name}".strip()),
                title=self._title(node),
                section=self.sections[-1].id,
                questions=questions,
                show=show,
                repeat=repeat,
                collect=collect,
            )
        )

    # Conditions of groups

    def _show(self, node: Node) -> str | None:
        """Return the joined conditions of a group and those around it."""
        return said_truth(self._truth(node))

    def _truth(self, node: Node) -> Truth:
        if node not in self._truths:
            self._truths[node] = self._joined(node)
        return self._truths[node]

    def _joined(self, node: Node) -> Truth:
        if node.parent is None:
            return True
        around = self._truth(node.parent)
        found = both([around, self.maker.truth(node)])
        try:
            return found if isinstance(found, bool) else readable(found)
        except InexpressibleError:
            written = short(node.text("bind", "relevant"))
            self.maker.ledger.change(
                node.row,
                f"die Bedingung „{written}“ kommt nicht mit, sie ist mit denen darum zu lang",
                f"the condition “{written}” does not come over, it is too long with those around",
            )
            return around

    def _list_around(self, node: Node) -> str | None:
        repeats = (*node.repeats, node) if node.kind == "repeat" else node.repeats
        return self.symbols.id_of(repeats[-1]) if repeats else None

    # Lists

    def _open_list(self, node: Node) -> None:
        outer = self.symbols.id_of(node.repeats[-1]) if node.repeats else None
        count = self._count(node)
        label = self.maker.wording.text(node.cells.get("label"), node.row, None)
        items = ItemList(
            id=self.symbols.id_of(node),
            label={
                language: f"{said} {{number}}"
                for language, said in (
                    label or {self.maker.wording.languages[0]: node.name}
                ).items()
            },
            count=count,
            within=outer,
            unit=Unit.FAMILY,
            maximum=self._most(node, count),
        )
        self.lists.append(items)
        if items.is_collected:
            show = self._show(node)
            self._add_page(node, (), show, outer, collect=items.id)

    def _most(self, node: Node, count: str | None) -> int:
        """Return the most items of a list: what its count can be, or what we say."""
        asked = [*(self._run.questions if self._run else ())]
        asked += [each for page in self.pages for each in page.questions]
        counting = next((each for each in asked if each.id == count), None)
        limit = counting.maximum if counting is not None else None
        if counting is not None and counting.value is not None and counting.value.isdigit():
            limit = float(counting.value)
        if isinstance(limit, (int, float)) and 1 <= limit <= MANY_ITEMS:
            return int(limit)
        most = MOST_ITEMS if limit is None or isinstance(limit, str) else MANY_ITEMS
        self.maker.ledger.change(
            node.row,
            f"die Wiederholung {node.name} fragt nach höchstens {most} Einträgen",
            f"the repeat {node.name} asks for {most} items at most",
        )
        return most

    def _count(self, node: Node) -> str | None:
        """Return the id of the question that says how many items there are; puts one where needed."""
        written = node.text("control", "jr:count")
        if not written:
            return None
        try:
            piece = self.maker.translator.amount(written, node)
        except InexpressibleError as error:
            said = short(written)
            self.maker.ledger.change(
                node.row,
                f"die Anzahl „{said}“ kommt nicht mit, sie {error.german}: "
                "Einträge werden einzeln hinzugefügt",
                f"the count “{said}” does not come over, it {error.english}: items are added one by one",
            )
            return None
        named = self.form.named(written.removeprefix("${").removesuffix("}"))
        if (
            named is not None
            and piece.text == self.symbols.of(named).name
            and piece.text.isidentifier()
        ):
            return piece.text
        id_ = self.symbols.new_id(f"{node.name}_count")
        text = {self.maker.wording.languages[0]: id_}
        question = Question(id_, "computed", text, value=piece.text)
        outer = node.parent or self.form.root
        self._add_page(outer, (question,), self._show(outer), self._list_around(outer))
        return id_

    # Calculations

    def _places_of_calculations(self) -> dict[int, list[Node]]:
        found: dict[int, list[Node]] = defaultdict(list)
        for node in self.form.nodes:
            if self._is_calculated(node) and not any(each.kind == "loop" for each in node.above):
                found[self.symbols.of(node).place].append(node)
        return found

    def _work_out(self, place: int, after: Node) -> None:
        """Put in the calculations whose answers are all known after a place."""
        waiting = [node for node in self._computed.get(place, ()) if self._is_here(node, after)]
        for node in sorted(waiting, key=lambda each: each.place):
            self._computed[place].remove(node)
            question = self.maker.computed(node)
            if question is not None:
                self._put_computed(node, question)

    def _is_here(self, node: Node, after: Node) -> bool:
        """Say whether a calculation belongs beside what was just taken, not inside or around it."""
        inside = (*after.repeats, after) if after.kind == "repeat" else after.repeats
        entered = after.kind == "repeat" and self._computed_at_start(node, after)
        return node.repeats == (inside if entered else after.repeats)

    def _computed_at_start(self, node: Node, after: Node) -> bool:
        return after in node.repeats and self.symbols.of(node).place == after.place

    def _put_computed(self, node: Node, question: Question) -> None:
        parent = node.parent or self.form.root
        run = self._run
        if run is not None and run.node is parent:
            run.questions.append(question)
            return
        self._close()
        self._run = _Run(parent, self._show(parent), self._list_around(parent), [question])
