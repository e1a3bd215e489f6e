"""A form as a tree of questions, groups and repeats, each with its row, in plain words of the format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyxform import aliases, constants
from pyxform.parsing.sheet_headers import dealias_and_group_headers
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.survey import Survey
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT
from pyxform.xls2json_backends import DefinitionData

Cells = Mapping[str, Any]
"""One row by pyxform's names of columns; translated ones hold a group of languages."""

PLAIN = "default"
"""Language of a column without one."""

_SELECTS: Mapping[str, str] = {
    constants.SELECT_ONE: "select_one",
    constants.SELECT_ALL_THAT_APPLY: "select_multiple",
    constants.SELECT_ONE_EXTERNAL: "select_one",
    constants.RANK: "rank",
}
_KINDS: Mapping[str, str] = {
    "int": "integer",
    "decimal": "decimal",
    "date": "date",
    "dateTime": "dateTime",
    "time": "time",
    "geopoint": "geopoint",
    "geotrace": "geotrace",
    "geoshape": "geoshape",
    "barcode": "barcode",
    "binary": "file",
}


@dataclass(eq=False, slots=True)
class Choice:
    """One row of a list of choices."""

    row: int
    name: str
    cells: Cells


@dataclass(eq=False, slots=True)
class Node:
    """One question, group or repeat of the survey sheet."""

    row: int
    #: ``form``, ``group``, ``repeat``, ``loop`` or ``question``.
    kind: str
    #: What a question asks for, without aliases: ``integer``, ``select_one``, ``note`` …
    type: str
    name: str
    cells: Cells
    parent: Node | None
    children: list[Node] = field(default_factory=list)
    #: Place in the form, counted through all rows.
    place: int = 0
    #: Place of the last row inside.
    end: int = 0
    list_name: str = ""
    has_other: bool = False
    #: Type as written.
    written: str = ""

    def text(self, *keys: str) -> str:
        """Return a cell that has no language, empty where there is none."""
        value: Any = self.cells
        for key in keys:
            value = value.get(key) if isinstance(value, Mapping) else None
        return value.strip() if isinstance(value, str) else ""

    @property
    def appearance(self) -> tuple[str, ...]:
        """Return the words of the column ``appearance``."""
        return tuple(self.text("control", "appearance").lower().split())

    @property
    def above(self) -> Iterator[Node]:
        """Iterate over the groups around it, innermost first."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    @property
    def repeats(self) -> tuple[Node, ...]:
        """Return the repeats around it, outermost first."""
        return tuple(each for each in self.above if each.kind == "repeat")[::-1]

    def every(self) -> Iterator[Node]:
        """Iterate over everything inside, in the order of the form."""
        for child in self.children:
            yield child
            yield from child.every()


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form."""

    root: Node
    nodes: tuple[Node, ...]
    #: Choices of each list; lists of the sheet ``external_choices`` among them.
    choices: Mapping[str, Sequence[Choice]]
    settings: Cells
    #: The node of each name; of several the first.
    by_name: Mapping[str, Node]
    #: Rows of the sheets ``entities`` and ``osm``.
    entities: int = 0
    osm: int = 0

    def named(self, name: str) -> Node | None:
        """Return the node of a name; of several the first."""
        return self.by_name.get(name)


def read(book: DefinitionData) -> Form:
    """Return the form of a workbook that pyxform has already found sound."""
    settings = _settings(book)
    language = str(settings.get("default_language") or PLAIN)
    rows = _rows(book, "survey", aliases.survey_header, MultipleChoiceQuestion, language)
    root = Node(0, "form", "form", "", {}, None)
    _grow(root, rows)
    nodes = tuple(root.every())
    for place, node in enumerate(nodes, start=1):
        node.place = place
    for node in reversed(nodes):
        node.end = max((child.end for child in node.children), default=node.place)
    choices = {
        **_choices(book, "choices", language),
        **_choices(book, "external_choices", language),
    }
    by_name = {node.name: node for node in reversed(nodes)}
    others = (len(book.entities or ()), len(book.osm or ()))
    return Form(root, nodes, choices, settings, by_name, *others)


def _settings(book: DefinitionData) -> Cells:
    if not book.settings:
        return {}
    found = _rows(book, "settings", aliases.settings_header, Survey, PLAIN)
    return found[0] if found else {}


def _rows(
    book: DefinitionData,
    sheet: str,
    header: Mapping[str, Any],
    owner: Any,  # noqa: ANN401 - a class of pyxform
    language: str,
) -> Sequence[Cells]:
    found = dealias_and_group_headers(
        sheet_name=sheet,
        sheet_data=[dict(row) for row in getattr(book, sheet) or ()],
        sheet_header=getattr(book, f"{sheet}_header") or [],
        header_aliases=dict(header),
        header_columns=set(owner.get_slot_names()),
        default_language=language,
        strip_whitespace=True,
        add_row_number=True,
    )
    return found.data


def _choices(book: DefinitionData, sheet: str, language: str) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = {}
    for cells in _rows(book, sheet, aliases.list_header, Option, language):
        name, list_name = cells.get("name"), cells.get("list name")
        if name and list_name:
            choice = Choice(int(cells["__row"]), str(name), cells)
            found.setdefault(str(list_name), []).append(choice)
    return found


def _grow(root: Node, rows: Sequence[Cells]) -> None:
    inside = root
    for cells in rows:
        written = str(cells.get("type") or "")
        if not written or aliases.yes_no.get(str(cells.get("disabled") or "no")):
            continue
        if RE_END_CONTROL.search(written):
            inside = inside.parent or root
            continue
        node = _node(cells, written, inside)
        inside.children.append(node)
        inside = inside if node.kind == "question" else node


def _node(cells: Cells, written: str, parent: Node) -> Node:
    row, name = int(cells["__row"]), str(cells.get("name") or "")
    begins, chooses = RE_BEGIN_CONTROL.search(written), RE_SELECT.search(written)
    if begins:
        kind = aliases.control[begins["type"]]
        return Node(row, kind, kind, name, cells, parent, written=written)
    spoken = name or (written if written == "audit" else f"note_{row}")
    node = Node(row, "question", "", spoken, cells, parent, written=written)
    if chooses:
        node.type = _SELECTS[aliases.select[chooses["select_command"]]]
        node.list_name = chooses["list_name"]
        node.has_other = chooses["specify_other"] is not None
    else:
        node.type = _plain_type(written)
    return node


def _plain_type(written: str) -> str:
    """Return a type without its aliases, by what pyxform makes of it."""
    known = aliases._type_alias_map  # noqa: SLF001 - pyxform has no other door
    written = known.get(written, written)
    found: Any = QUESTION_TYPE_DICT.get(written) or {}
    bind, control = found.get("bind") or {}, found.get("control") or {}
    if bind.get("jr:preload") or written in ("audit", *_OWN):
        return written if written in _OWN else _preloaded(written, bind)
    if control.get("tag") == "trigger":
        return "acknowledge"
    kind = _KINDS.get(str(bind.get("type")))
    if kind is not None:
        return kind
    is_shown = control.get("tag") == "input"
    return ("note" if bind.get("readonly") else "text") if is_shown else written


_OWN = (
    *("range", "calculate", "hidden", "xml-external", "csv-external", "start-geopoint"),
    *("background-audio", "background-geopoint"),
)


def _preloaded(written: str, bind: Mapping[str, Any]) -> str:
    """Return ``today`` or ``start`` for the moment of answering, the written type for the rest."""
    moment = bind.get("jr:preload") in ("timestamp", "date")
    return str(bind.get("jr:preloadParams")) if moment else written
