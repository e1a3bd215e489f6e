"""Functions of forms in our language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from surveyapp.exchange.xlsform.pieces import (
    ATOM,
    InexpressibleError,
    Piece,
    Truth,
    both,
    called,
    compared,
    either,
    negated,
    number,
)
from surveyapp.exchange.xlsform.routes import resolve
from surveyapp.exchange.xlsform.values import (
    TODAY,
    Value,
    has_one_of,
    is_one_of,
    unknown_function,
    written_number,
)
from surveyapp.exchange.xlsform.xpath import Ref, Route, Text, Tree

if TYPE_CHECKING:
    from surveyapp.exchange.xlsform.translate import Scope


def _selected(scope: Scope, arguments: Sequence[Tree]) -> Truth:
    several, wanted = scope.value(arguments[0]), scope.value(arguments[1])
    if several.kind == "literal":
        return _among(several, wanted)
    symbol, piece = several.symbol, several.piece
    if symbol is None or piece is None or not (symbol.codes or symbol.numbers):
        raise InexpressibleError(
            "sucht eine Antwort in einem Text", "looks for an answer in a text"
        )
    is_same_list = wanted.symbol is not None and wanted.symbol.codes == symbol.codes
    if (
        wanted.kind == "code"
        and wanted.piece is not None
        and several.kind == "codes"
        and is_same_list
    ):
        return compared(piece, "has", wanted.piece)
    if wanted.words is None:
        raise InexpressibleError(
            "vergleicht Antworten aus verschiedenen Listen", "compares answers from different lists"
        )
    if several.kind != "codes":
        return scope.comparison("=", several, wanted)
    return has_one_of(piece, symbol.codes.get(wanted.words.strip(), ()))


def _among(several: Value, wanted: Value) -> Truth:
    """Return that an answer is one of the words of a column of the choices."""
    names = (several.words or "").split()
    if wanted.kind == "literal":
        return (wanted.words or "") in names
    if wanted.kind != "code" or wanted.piece is None or wanted.symbol is None:
        raise InexpressibleError("sucht Antworten in Texten", "looks for answers in texts")
    codes = wanted.symbol.codes
    return is_one_of(wanted.piece, [each for name in names for each in codes.get(name, ())])


def _if_truth(scope: Scope, arguments: Sequence[Tree]) -> Truth:
    condition, one, other = (scope.truth(each) for each in arguments)
    return either([both([condition, one]), both([negated(condition), other])])


TRUTHS: Mapping[str, Callable[[Scope, Sequence[Tree]], Truth]] = {
    "not": lambda scope, arguments: negated(scope.truth(arguments[0])),
    "true": lambda _, __: True,
    "false": lambda _, __: False,
    "boolean": lambda scope, arguments: scope.truth(arguments[0]),
    "boolean-from-string": lambda scope, arguments: scope.comparison(
        "=", scope.value(arguments[0]), Value("literal", words="1")
    ),
    "selected": _selected,
    "is-selected": _selected,
}


def _length(_scope: Scope, _arguments: Sequence[Tree]) -> Value:
    raise InexpressibleError("misst die Länge eines Textes", "measures the length of a text")


def _if(scope: Scope, arguments: Sequence[Tree]) -> Value:
    condition = scope.truth(arguments[0])
    one, other = scope.value(arguments[1]), scope.value(arguments[2])
    if isinstance(condition, bool):
        return one if condition else other
    if one.truth is not None and other.truth is not None:
        return Value("truth", truth=_if_truth(scope, arguments))
    kind = "date" if one.kind == other.kind == "date" else "number"
    empty = [each for each in (one, other) if each.kind == "literal" and each.words == ""]
    if empty:
        raise InexpressibleError("lässt einen Wert leer", "leaves a value empty")
    return Value(kind, called("if", condition, scope.amount_of(one), scope.amount_of(other)))


def _coalesce(scope: Scope, arguments: Sequence[Tree]) -> Value:
    values = [scope.value(each) for each in arguments]
    kind = "date" if all(each.kind == "date" for each in values) else "number"
    parts = [scope.amount_of(each) for each in values if each.words != ""]
    if not parts:
        raise InexpressibleError("lässt einen Wert leer", "leaves a value empty")
    return Value(kind, called("coalesce", *parts) if len(parts) > 1 else parts[0])


def _count(scope: Scope, arguments: Sequence[Tree]) -> Value:
    repeat, _ = scope.items(arguments[0])
    return Value("number", called("count", Piece(scope.translator.list_of(repeat))))


def _count_selected(scope: Scope, arguments: Sequence[Tree]) -> Value:
    several = scope.value(arguments[0])
    if several.kind != "codes" or several.piece is None or "(" in several.piece.text:
        raise InexpressibleError("zählt die Wörter eines Textes", "counts the words of a text")
    return Value("number", called("coalesce", called("count", several.piece), number(0)))


def _sum(scope: Scope, arguments: Sequence[Tree]) -> Value:
    return scope.over("sum", arguments[0])


def _extreme(of_list: str, of_numbers: str) -> Callable[[Scope, Sequence[Tree]], Value]:
    def work(scope: Scope, arguments: Sequence[Tree]) -> Value:
        if len(arguments) == 1:
            return scope.over(of_list, arguments[0])
        return Value("number", called(of_numbers, *(scope.amount(each) for each in arguments)))

    return work


def _simple(name: str, most: int) -> Callable[[Scope, Sequence[Tree]], Value]:
    def work(scope: Scope, arguments: Sequence[Tree]) -> Value:
        parts = [scope.amount(each) for each in arguments[:most]]
        if name == "round" and len(parts) == 1:
            parts.append(number(0))
        return Value("number", called(name, *parts))

    return work


def _today(scope: Scope, _arguments: Sequence[Tree]) -> Value:
    scope.translator.used_today = True
    return Value("date", TODAY)


def _date(scope: Scope, arguments: Sequence[Tree]) -> Value:
    inner = scope.value(arguments[0])
    if inner.kind == "literal":
        written = written_number("date", inner)
        if written is None:
            raise InexpressibleError("rechnet mit einem Datum", "computes with a date")
        return Value("date", number(written))
    if inner.kind != "date":
        raise InexpressibleError("macht aus Text ein Datum", "makes a date of a text")
    return inner


_FORMATS = {
    "%Y": "year({0})",
    "%m": "mod(floor({0} / 100), 100)",
    "%n": "mod(floor({0} / 100), 100)",
}


def _format_date(scope: Scope, arguments: Sequence[Tree]) -> Value:
    date, form = scope.value(arguments[0]), arguments[1]
    wanted = _FORMATS.get(form.value) if isinstance(form, Text) else None
    if date.kind != "date" or date.piece is None or wanted is None:
        raise InexpressibleError("schreibt ein Datum als Text", "writes a date as text")
    return Value("number", Piece(wanted.format(date.piece.inside(ATOM))))


def _position(scope: Scope, arguments: Sequence[Tree]) -> Value:
    node = scope.node
    if arguments and isinstance(arguments[0], (Ref, Route)):
        node = resolve(scope.translator.form, scope.node, arguments[0])
    repeats = (*node.repeats, node) if node.kind == "repeat" else node.repeats
    own = scope.node.repeats
    if not own or not repeats or repeats[-1] is not own[-1]:
        raise InexpressibleError("fragt nach einer fremden Position", "asks for another position")
    return Value("number", Piece("number"))


def _indexed(scope: Scope, arguments: Sequence[Tree]) -> Value:
    index = scope.value(arguments[2]) if len(arguments) == 3 else None
    if index is None or index.number != 1:
        raise InexpressibleError("greift auf einen anderen Eintrag zu", "looks at another item")
    repeat, node = scope.items(arguments[0])
    symbol = scope.translator.symbol_of(node)
    found = called("first", Piece(scope.translator.list_of(repeat)), Piece(symbol.name))
    return Value(symbol.kind, found, symbol=symbol)


def _same(scope: Scope, arguments: Sequence[Tree]) -> Value:
    if not arguments:
        raise unknown_function("number")
    return scope.value(arguments[0])


def _as_number(scope: Scope, arguments: Sequence[Tree]) -> Value:
    inner = _same(scope, arguments)
    if inner.kind == "date":
        raise InexpressibleError("rechnet mit einem Datum", "computes with a date")
    return inner if inner.kind == "literal" else Value("number", scope.amount_of(inner))


def _whole(scope: Scope, arguments: Sequence[Tree]) -> Value:
    return Value("number", called("floor", scope.amount(arguments[0])))


VALUES: Mapping[str, Callable[[Scope, Sequence[Tree]], Value]] = {
    "if": _if,
    "coalesce": _coalesce,
    "count": _count,
    "count-selected": _count_selected,
    "sum": _sum,
    "min": _extreme("lowest", "min"),
    "max": _extreme("highest", "max"),
    "round": _simple("round", 2),
    "abs": _simple("abs", 1),
    "int": _whole,
    "floor": _whole,
    "number": _as_number,
    "string": _same,
    "once": _same,
    "today": _today,
    "now": _today,
    "date": _date,
    "date-time": _date,
    "decimal-date-time": _date,
    "format-date": _format_date,
    "format-date-time": _format_date,
    "position": _position,
    "index": _position,
    "indexed-repeat": _indexed,
    "string-length": _length,
}
