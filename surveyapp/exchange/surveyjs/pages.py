"""Pages: what elements became, in the order of the file, with sections and skips."""

from __future__ import annotations

from dataclasses import dataclass, replace

from surveyapp.exchange.names import Names
from surveyapp.exchange.report import short
from surveyapp.exchange.surveyjs.conditions import all_of, condition, shown
from surveyapp.exchange.surveyjs.elements import elements_of, folded, pages_of
from surveyapp.exchange.surveyjs.json_file import Json, items
from surveyapp.exchange.surveyjs.order import in_order, names_in, say_what_looks_ahead
from surveyapp.exchange.surveyjs.pieces import Block, Piece, Place, say_properties
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.sentences import bracketed
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol
from surveyapp.exchange.surveyjs.walk import pieces_of
from surveyapp.questionnaire.model import ItemList, Page, Question, Section, Text

MOST_SECTIONS = 12
"""Most steps of the progress line; a survey of more pages is one step."""


@dataclass(frozen=True, slots=True)
class Laid:
    """All pages with their lists and sections."""

    pages: tuple[Page, ...]
    lists: tuple[ItemList, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """One page of the file."""

    id: str
    path: str
    title: Text
    intro: Text | None
    show: str | None


class _Layout:
    """Puts pieces on pages."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.ids = Names(())
        self.used: set[str] = set()
        self.pages: list[Page] = []
        self.lists: list[ItemList] = []
        #: Path of the page of the file each of our pages comes from.
        self.origin: list[str] = []

    def new_id(self, name: str) -> str:
        """Return an id of a page that none has yet."""
        wanted, number = name, 2
        while wanted in self.used:
            wanted, number = f"{name} {number}", number + 1
        self.used.add(wanted)
        return self.ids.id_of(wanted)

    def lay(
        self, source: _Source, pieces: tuple[Piece, ...], show: str | None, repeat: str | None
    ) -> None:
        """Put pieces on as many pages as their lists need."""
        waiting: list[Question] = []
        is_first = True
        for piece in (*pieces, None):
            if isinstance(piece, Question):
                waiting.append(piece)
                continue
            if waiting:
                intro = source.intro if is_first else None
                self.add(source, tuple(waiting), show, repeat, intro)
                waiting, is_first = [], False
            if piece is not None:
                self.block(source, piece, show)

    def add(
        self,
        source: _Source,
        questions: tuple[Question, ...],
        show: str | None,
        repeat: str | None,
        intro: Text | None,
        collect: str | None = None,
    ) -> None:
        """Put questions on one page."""
        page = Page(
            id=self.new_id(source.id),
            title=source.title,
            section="",
            questions=in_order(self.reading, questions),
            intro=intro,
            show=show,
            repeat=repeat,
            collect=collect,
        )
        self.pages.append(page)
        self.origin.append(source.path)

    def block(self, source: _Source, block: Block, show: str | None) -> None:
        """Put a list on a page that collects it and on pages that repeat."""
        is_new = all(each.id != block.list.id for each in self.lists)
        if is_new:
            self.lists.append(block.list)
        held = all_of((show, block.show))
        inner = replace(source, id=block.list.id, title=block.title, intro=block.intro)
        if block.list.is_collected and is_new:
            self.add(inner, (), held, block.list.within, block.intro, block.list.id)
            inner = replace(inner, intro=None)
        titled = replace(inner, title=dict.fromkeys(block.title, "{item}"))
        self.lay(titled, block.pieces, held, block.list.id)


def lay_out(reading: Reading) -> Laid:
    """Return the pages of a file."""
    layout = _Layout(reading)
    scope = Scope(reading.names)
    steps: list[tuple[str, Text]] = []
    for number, (path, page) in enumerate(pages_of(reading.survey), 1):
        _lay_page(layout, page, path, number, scope, steps)
    _skip(layout, scope)
    return _with_sections(reading, layout, steps)


def _lay_page(
    layout: _Layout, page: Json, path: str, number: int, scope: Scope, steps: list[tuple[str, Text]]
) -> None:
    reading = layout.reading
    name = str(page.get("name") or f"page {number}")
    symbol = Symbol(name, path, Sort.GROUP)
    place = Place(reading, page, path, scope, symbol)
    if path:
        say_properties(place, "page")
    is_hidden = page.get("visible") is False and not page.get("visibleIf")
    if is_hidden and folded(name) not in reading.shown_by_trigger:
        place.drop("die Seite ist immer verborgen", "the page is always hidden")
        return
    title = place.text("title") or place.text("navigationTitle")
    said = title or reading.texts.own(f"Seite {number}", f"Page {number}")
    show = shown(reading, page, path, scope) if path else None
    pieces = tuple(
        piece
        for inner_path, element in elements_of(page, path)
        for piece in pieces_of(reading, element, inner_path, scope, (), reading.names)
    )
    source = _Source(name, path, said, place.text("description"), show)
    before = len(layout.pages)
    layout.lay(source, pieces, show, None)
    if len(layout.pages) == before:
        place.drop("auf der Seite bleibt nichts, was gefragt wird", "the page asks nothing")
        return
    if len(layout.pages) > before + 1:
        reading.notes.change(
            path or "elements",
            "Listen stehen hier auf eigenen Seiten; die Seite wurde dafür geteilt",
            "lists stand on pages of their own here; the page was split for them",
        )
    steps.append((path, said))


def _with_sections(reading: Reading, layout: _Layout, steps: list[tuple[str, Text]]) -> Laid:
    """Make each page of the file one step of the progress line, or all of them one."""
    ids = Names(())
    if 1 < len(steps) <= MOST_SECTIONS:
        sections = {
            path: Section(ids.id_of(f"step {n}"), title) for n, (path, title) in enumerate(steps, 1)
        }
    else:
        title = reading.texts.read(reading.survey.get("title"), "title")
        one = Section(ids.id_of("step 1"), title or reading.texts.own("Fragen", "Questions"))
        sections = {path: one for path, _ in steps}
    pages = tuple(
        replace(page, section=sections[path].id)
        for page, path in zip(layout.pages, layout.origin, strict=True)
    )
    say_what_looks_ahead(reading, pages, tuple(layout.origin))
    unique = {section.id: section for section in sections.values()}
    return Laid(pages, tuple(layout.lists), tuple(unique.values()))


# Skips


def _skip(layout: _Layout, scope: Scope) -> None:
    """Hide the pages that triggers jump over."""
    reading = layout.reading
    for n, trigger in enumerate(items(reading.survey.get("triggers"))):
        said = trigger if isinstance(trigger, dict) else {}
        kind = trigger_kind(said)
        where = f"triggers[{n}]"
        if kind in ("complete", "skip"):
            _jump(layout, said, where, kind, scope)


def trigger_kind(trigger: Json) -> str:
    """Return the kind of a trigger."""
    return str(trigger.get("type", "")).strip().lower().removesuffix("trigger")


def _jump(layout: _Layout, trigger: Json, where: str, kind: str, scope: Scope) -> None:
    reading = layout.reading
    until = len(layout.pages)
    if kind == "skip":
        until = _target(layout, str(trigger.get("gotoName", "")), where)
    held = condition(reading, trigger_expression(trigger), f"{where}.expression", scope)
    if held is None:
        return
    asked = names_in(held)
    after = 1 + max(
        (n for n, page in enumerate(layout.pages) if asked & {q.id for q in page.questions}),
        default=len(layout.pages),
    )
    for n in range(after, until):
        page = layout.pages[n]
        layout.pages[n] = replace(page, show=all_of((page.show, f"not {bracketed(held)}")))
    if kind == "skip" and until <= after:
        reading.notes.change(
            where,
            f"der Sprung bei „{short(str(trigger.get('expression')))}“ führt über keine Seite",
            "the jump passes over no page",
        )


def _target(layout: _Layout, name: str, where: str) -> int:
    reading = layout.reading
    symbol = reading.names.get(folded(name))
    if symbol is None:
        reading.notes.refuse(
            f"{where}.gotoName",
            f"das Ziel „{name}“ des Sprungs gibt es nicht",
            f"there is no “{name}” to jump to",
        )
        return 0
    page = next(
        (
            path
            for path in dict.fromkeys(layout.origin)
            if symbol.path.startswith(path or "elements")
        ),
        None,
    )
    return layout.origin.index(page) if page in layout.origin else 0


def trigger_expression(trigger: Json) -> str | None:
    """Return the condition of a trigger, also one written in the way of early versions."""
    said = trigger.get("expression")
    if isinstance(said, str) and said.strip():
        return said
    name, operator = trigger.get("name"), str(trigger.get("operator", "equal"))
    if not name:
        return None
    if operator in ("empty", "notempty"):
        return f"{{{name}}} {operator}"
    value = trigger.get("value")
    written = str(value).lower() if isinstance(value, bool) else value
    quoted = written if isinstance(value, (bool, int, float)) else f"'{written}'"
    return f"{{{name}}} {operator} {quoted}"
