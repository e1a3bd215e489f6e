"""Questions on pages, pages in sections, repeats as lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from surveyapp.exchange.names import Names
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.ledger import short
from surveyapp.exchange.xlsform.pieces import InexpressibleError, Piece, both
from surveyapp.exchange.xlsform.questions import Maker, said_truth
from surveyapp.exchange.xlsform.symbols import Symbols
from surveyapp.questionnaire import expression
from surveyapp.questionnaire.model import ItemList, Page, Question, Section, Text, Unit

PER_PAGE = 6
"""Most questions on one page, unless the author wants a group together."""

MOST_ITEMS = 20
"""Most items of a repeat that has no limit of its own."""


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
    _shows: dict[Node, str | None] = field(default_factory=dict)

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
        self.sections.append(Section(id_, self._title(node)))

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
        matrix = self.symbols.matrices.get(node)
        if matrix is not None:
            made = (self.maker.matrix(matrix),) if matrix.first is node else ()
        elif self._is_calculated(node):
            made = () if node.type == "calculate" else self.maker.made(node) if node.type == "note" else ()
            made = () if node.type == "calculate" else self._read(node)
        else:
            made = self.maker.made(node)
        if made:
            self._put(node.parent or self.form.root, made)

    def _read(self, node: Node) -> tuple[Question, ...]:
        """Return what families read of a question whose answer is worked out."""
        return self.maker._read_only(node) if node.cells.get("label") else ()  # noqa: SLF001

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
        if node not in self._shows:
            self._shows[node] = self._joined(node)
        return self._shows[node]

    def _joined(self, node: Node) -> str | None:
        if node.kind == "form" or node.parent is None:
            return None
        own, around = self.maker.show(node), self._show(node.parent)
        if own is None or around is None:
            return own or around
        found = both([_piece(around), _piece(own)])
        written = said_truth(found)
        try:
            expression.parse(written or "1")
        except expression.ExpressionError:
            self.maker.ledger.change(
                node.row,
                f"die Bedingung „{short(node.text('bind', 'relevant'))}“ kommt nicht mit, sie ist mit denen darum zu lang",
                f"the condition “{short(node.text('bind', 'relevant'))}” does not come over, it is too long with those around",
            )
            return around
        return written

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
                for language, said in (label or {self.maker.wording.languages[0]: node.name}).items()
            },
            count=count,
            within=outer,
            unit=Unit.FAMILY,
            maximum=MOST_ITEMS,
        )
        self.lists.append(items)
        self.maker.ledger.change(
            node.row,
            f"die Wiederholung {node.name} fragt nach höchstens {MOST_ITEMS} Einträgen",
            f"the repeat {node.name} asks for {MOST_ITEMS} items at most",
        )
        if items.is_collected:
            show = self._show(node)
            self._add_page(node, (), show, outer, collect=items.id)

    def _count(self, node: Node) -> str | None:
        """Return the id of the question that says how many items there are; puts one where needed."""
        written = node.text("control", "jr:count")
        if not written:
            return None
        try:
            piece = self.maker.translator.amount(written, node)
        except InexpressibleError as error:
            self.maker.ledger.change(
                node.row,
                f"die Anzahl „{short(written)}“ kommt nicht mit, sie {error.german}: Einträge werden einzeln hinzugefügt",
                f"the count “{short(written)}” does not come over, it {error.english}: items are added one by one",
            )
            return None
        named = self.form.named(written.removeprefix("${").removesuffix("}"))
        if named is not None and piece.text == self.symbols.of(named).name and piece.text.isidentifier():
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
        repeat = self._list_around(parent)
        if run is not None and run.node is parent:
            run.questions.append(question)
            return
        self._close()
        self._add_page(parent, (question,), self._show(parent), repeat)


def _piece(written: str) -> Piece:
    """Return a condition as a piece that gets brackets wherever it needs them."""
    return Piece(written, 1)


def sections_in_order(assembly: Assembly) -> Iterator[Section]:
    """Iterate over the sections that have pages."""
    used = {page.section for page in assembly.pages}
    return (section for section in assembly.sections if section.id in used)
