"""What every question of a form became, as expressions and texts know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from surveyapp.exchange.names import Names
from surveyapp.exchange.xlsform import calculations, xpath
from surveyapp.exchange.xlsform.choices import Coded, codes_of, numbers_of
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.ledger import Ledger
from surveyapp.exchange.xlsform.pieces import Symbol
from surveyapp.exchange.xlsform.soundness import written
from surveyapp.exchange.xlsform.xpath import Binary, Call, Negative, Ref

if TYPE_CHECKING:
    from surveyapp.exchange.xlsform.choices import Lists
    from surveyapp.exchange.xlsform.matrices import Matrix
    from surveyapp.exchange.xlsform.translate import Translator

MAX_POINTS = 11
"""Most points of a scale of buttons."""

_KINDS: Mapping[str, str] = {
    "integer": "number",
    "decimal": "number",
    "range": "number",
    "date": "date",
    "dateTime": "date",
    "time": "time",
    "text": "text",
    "geopoint": "text",
    "acknowledge": "consent",
    "today": "moment",
    "start": "moment",
    "end": "moment",
}
_COMPUTING = ("sum", "min", "max", "round", "int", "number", "abs")


class Symbols:
    """Gives every node its id and what is known of it."""

    def __init__(self, form: Form, ledger: Ledger) -> None:
        """Name all nodes."""
        self._form = form
        self._ledger = ledger
        self._names = Names()
        self._ids = {node: self._id(node) for node in form.nodes if _is_named(node)}
        self._found: dict[Node, Symbol] = {}
        self._counted = _counted_names(form)
        #: Put in once they exist; they need symbols themselves.
        self.lists: Lists | None = None
        self.translator: Translator | None = None
        self.matrices: Mapping[Node, Matrix] = {}
        #: Calculations that are worked out, that stand for an answer, and that cannot be said.
        self.worked: dict[Node, calculations.Worked] = {}
        self.aliases: dict[Node, Symbol] = {}
        self.failed: dict[Node, tuple[str, str]] = {}
        #: Whether a calculation takes today for the month of the wave.
        self.today: dict[Node, bool] = {}

    def _id(self, node: Node) -> str:
        parent = node.parent.name if node.parent else ""
        is_first = self._form.named(node.name) is node
        path = node.name if is_first else f"{parent}_{node.name}_{node.row}"
        found = self._names.id_of(path)
        if found != node.name and node.kind == "question" and node.type != "note":
            self._ledger.change(
                node.row,
                "der Name wurde angepasst: Namen bestehen aus a–z, 0–9 und _ und sind verschieden",
                "the name was adapted: names are made of a–z, 0–9 and _ and differ",
            )
        return found

    def id_of(self, node: Node) -> str:
        """Return the id of a question or list."""
        return self._ids[node]

    def new_id(self, name: str) -> str:
        """Return an id for something the form has no row for."""
        return self._names.id_of(name)

    def of(self, node: Node) -> Symbol:
        """Return what is known of a node."""
        if node not in self._found:
            # A calculation that in the end needs itself through another repeat finds nothing.
            self._found[node] = nothing(node, "verweist im Kreis", "refers in a circle")
            self._found[node] = self._symbol(node)
        return self._found[node]

    def coded(self, node: Node) -> tuple[Coded, ...]:
        """Return the choices of a question."""
        return self.lists.of(node.list_name) if self.lists else ()

    def is_scale(self, node: Node) -> bool:
        """Say whether a choice of one is a scale: a Likert scale, or numbers that are computed with."""
        coded = self.coded(node)
        if node.type != "select_one" or node.has_other or not 2 <= len(coded) <= MAX_POINTS:
            return False
        if node.text("choice_filter"):
            return False
        return "likert" in node.appearance or (
            node.name in self._counted and numbers_of(coded) is not None
        )

    def scale_values(self, node: Node) -> list[float]:
        """Return the numbers of the points of a scale."""
        coded = self.coded(node)
        return numbers_of(coded) or [float(place) for place in range(1, len(coded) + 1)]

    def _symbol(self, node: Node) -> Symbol:
        if node.kind != "question":
            return nothing(
                node, f"verweist auf die Gruppe {node.name}", f"refers to the group {node.name}"
            )
        if node.type == "calculate" or (node.text("bind", "calculate") and node.type != "note"):
            return (
                calculations.symbol(node, self, self.translator)
                if self.translator
                else missing(node)
            )
        if node.type in ("select_one", "select_multiple", "rank"):
            return self._chosen(node)
        kind = _KINDS.get(node.type)
        if kind is None or (kind != "moment" and is_silent(node)):
            return missing(node)
        if kind == "date" and is_coarse(node):
            return missing(node)
        codes = {"OK": ("yes",)} if kind == "consent" else {}
        return Symbol(node, kind, self.id_of(node), node.place, node.repeats, codes)

    def _chosen(self, node: Node) -> Symbol:
        coded = self.coded(node)
        if not coded or is_silent(node):
            return missing(node)
        matrix = self.matrices.get(node)
        codes = codes_of(coded)
        if node.has_other:
            codes = {**codes, "other": codes.get("other", (self.other_code(node),))}
        kind = "code" if node.type == "select_one" else "codes"
        symbol = Symbol(node, kind, self.id_of(node), node.place, node.repeats, codes)
        if matrix is not None:
            name = f"{matrix.id}.{self.id_of(node)}"
            return replace_symbol(symbol, name, matrix.last.place)
        if self.is_scale(node):
            values = self.scale_values(node)
            symbol.kind = "number"
            symbol.numbers = {
                each.choice.name: value for each, value in zip(coded, values, strict=True)
            }
        return symbol

    def other_code(self, node: Node) -> str:
        """Return the code of the option that lets families write their own."""
        codes = {each.code for each in self.coded(node)}
        named = next((each.code for each in self.coded(node) if each.choice.name == "other"), None)
        return named or next(
            each for each in ("other", "other_2", "other_3", "other_4") if each not in codes
        )


def replace_symbol(symbol: Symbol, name: str, place: int) -> Symbol:
    """Return a symbol known by another name from another place on."""
    return replace(symbol, name=name, place=place)


def _is_named(node: Node) -> bool:
    return node.kind in ("question", "repeat")


def nothing(node: Node, german: str, english: str) -> Symbol:
    """Return that nothing is known of a node, and why."""
    return Symbol(node, "none", "", node.place, node.repeats, reason=(german, english))


def missing(node: Node) -> Symbol:
    """Return that a question did not come over."""
    return nothing(
        node,
        f"verweist auf {node.name}, das nicht übernommen wird",
        f"refers to {node.name}, which does not come over",
    )


def is_silent(node: Node) -> bool:
    """Say whether nobody can answer a question: it is only for reading."""
    readonly = node.text("bind", "readonly").lower().removesuffix("()")
    return readonly in ("yes", "true") or any(each.kind == "loop" for each in node.above)


def is_coarse(node: Node) -> bool:
    """Say whether a date is asked as a month or a year."""
    return bool({"month-year", "year"} & set(node.appearance))


def _counted_names(form: Form) -> frozenset[str]:
    """Return the names of questions whose answers are computed with."""
    found: set[str] = set()
    for each in written(form):
        for part in xpath.every(xpath.parse(each.text)):
            if isinstance(part, Binary) and part.operator in ("+", "-", "*", "div", "mod"):
                operands: tuple[xpath.Tree, ...] = (part.left, part.right)
            elif isinstance(part, Call) and part.name in _COMPUTING:
                operands = part.arguments
            else:
                operands = (part.operand,) if isinstance(part, Negative) else ()
            found |= {operand.name for operand in operands if isinstance(operand, Ref)}
    return frozenset(found)
