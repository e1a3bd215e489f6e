"""Runs of choices that share one list and are shown as a table: the rows of a matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.wording import REFERENCE

if TYPE_CHECKING:
    from surveyapp.exchange.xlsform.symbols import Symbols

_HEADER, _LINE = "label", "list-nolabel"


@dataclass(eq=False, slots=True)
class Matrix:
    """One table."""

    id: str
    #: The row that only shows the answers, if the author wrote one.
    header: Node | None
    rows: tuple[Node, ...]

    @property
    def first(self) -> Node:
        """Return the row with which the table begins."""
        return self.header or self.rows[0]

    @property
    def last(self) -> Node:
        """Return the row with which the table ends."""
        return self.rows[-1]


def find(form: Form, symbols: Symbols) -> dict[Node, Matrix]:
    """Return the matrix of each row that is part of one."""
    piped = _piped(form)
    found: dict[Node, Matrix] = {}
    for parent in (form.root, *form.nodes):
        for run in _runs(parent):
            header = run[0] if _HEADER in run[0].appearance else None
            rows = run[1:] if header else run
            if len(rows) > (0 if header else 1) and _is_plain(rows, piped):
                name = parent.name if parent.kind == "group" else f"{rows[0].name}_table"
                matrix = Matrix(symbols.new_id(f"{name} table {rows[0].row}"), header, rows)
                matrix.id = symbols.new_id(name) if name not in piped else matrix.id
                found |= dict.fromkeys(run, matrix)
    return found


def _piped(form: Form) -> frozenset[str]:
    """Return the names that stand in texts, where a row of a matrix has no name."""
    labels = (str(node.cells.get("label")) + str(node.cells.get("hint")) for node in form.nodes)
    return frozenset(match["name"] for text in labels for match in REFERENCE.finditer(text))


def _runs(parent: Node) -> Iterator[tuple[Node, ...]]:
    is_table = "table-list" in parent.appearance

    def key(node: Node) -> str:
        is_row = is_table or {_HEADER, _LINE} & set(node.appearance)
        is_choice = node.kind == "question" and node.type == "select_one" and not node.has_other
        return node.list_name if is_row and is_choice else ""

    for list_name, nodes in groupby(parent.children, key):
        if list_name:
            yield tuple(nodes)


def _is_plain(rows: tuple[Node, ...], piped: frozenset[str]) -> bool:
    """Say whether rows ask nothing that a row of a matrix cannot."""
    needed = {row.text("bind", "required") for row in rows}
    return len(needed) == 1 and not any(
        row.name in piped
        or row.text("choice_filter")
        or row.text("bind", "constraint")
        or row.text("bind", "calculate")
        or row.text("bind", "readonly")
        for row in rows
    )
