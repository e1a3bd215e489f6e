"""From expressions of forms to ours: the same truth for the same answers, or why there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.exchange.xlsform import xpath
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.pieces import (
    ATOM,
    InexpressibleError,
    Piece,
    Symbol,
    Truth,
    arithmetic,
    both,
    called,
    code,
    compared,
    either,
    negated,
    number,
)
from surveyapp.exchange.xlsform.routes import common, resolve
from surveyapp.exchange.xlsform.soundness import NO, YES
from surveyapp.exchange.xlsform.xpath import (
    Binary,
    Call,
    Filtered,
    Negative,
    Number,
    Ref,
    Route,
    Text,
    Tree,
)
from surveyapp.questionnaire import expression

TODAY = Piece("wave.month * 100 + 1", 5)
"""The first day of the month in which the wave opens stands for the day of answering."""

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T.*)?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(:.*)?")


@dataclass(frozen=True, slots=True)
class Value:
    """An operand: a piece of a kind, words as written, or a question."""

    #: Kind of a symbol, or ``literal``.
    kind: str
    piece: Piece | None = None
    words: str | None = None
    symbol: Symbol | None = None
    truth: Truth | None = None

    @property
    def number(self) -> float | None:
        """Return the number that the words are, if they are one."""
        try:
            return float(self.words) if self.words is not None else None
        except ValueError:
            return None


@dataclass(slots=True)
class Translator:
    """Translates the expressions of one form."""

    form: Form
    symbol_of: Callable[[Node], Symbol]
    #: Id of the list that a repeat became.
    list_of: Callable[[Node], str]
    #: Whether a translation since the last look took today for the month of the wave.
    used_today: bool = False
    #: Columns of the choice whose filter is translated.
    columns: Mapping[str, str] | None = None

    # Doors

    def condition(self, text: str, node: Node, limit: int | None = None) -> Truth:
        """Return a condition of ours; ``limit`` is the place of the form before which it is asked.

        Raises
        ------
        InexpressibleError
            If our language cannot say it.
        """
        if text in YES or text in NO:
            return text in YES
        found = _Scope(self, node, node.place if limit is None else limit).truth(xpath.parse(text))
        return found if isinstance(found, bool) else readable(found)

    def option(self, text: str, node: Node, columns: Mapping[str, str]) -> Truth:
        """Return the condition under which one choice is offered."""
        scope = _Scope(self, node, node.place, columns)
        found = scope.truth(xpath.parse(text))
        return found if isinstance(found, bool) else readable(found)

    def amount(self, text: str, node: Node, limit: int | None = None) -> Piece:
        """Return a number of ours."""
        scope = _Scope(self, node, node.place if limit is None else limit)
        return readable(scope.amount(xpath.parse(text)))

    def value(self, tree: Tree, node: Node, limit: int) -> Value:
        """Return what an expression gives, of whatever kind."""
        return _Scope(self, node, limit).value(tree)

    def truth(self, tree: Tree, node: Node, limit: int) -> Truth:
        """Return a condition of ours for a tree."""
        found = _Scope(self, node, limit).truth(tree)
        return found if isinstance(found, bool) else readable(found)

    def took_today(self) -> bool:
        """Say once whether today was taken for the month of the wave."""
        was, self.used_today = self.used_today, False
        return was


def readable(piece: Piece) -> Piece:
    """Return a piece that our language can read.

    Raises
    ------
    InexpressibleError
        If it is too long or too deep for it.
    """
    try:
        expression.parse(piece.text)
    except expression.ExpressionError:
        raise InexpressibleError(
            "ist zu lang oder zu verschachtelt", "is too long or nested"
        ) from None
    return piece


def _unknown_function(name: str) -> InexpressibleError:
    return InexpressibleError(f"nutzt {name}()", f"uses {name}()")


@dataclass(slots=True)
class _Scope:
    """Where an expression stands: the question it belongs to, and what is known before it."""

    translator: Translator
    node: Node
    limit: int
    columns: Mapping[str, str] | None = None

    # Conditions

    def truth(self, tree: Tree) -> Truth:
        if isinstance(tree, Binary) and tree.operator in ("and", "or"):
            join = both if tree.operator == "and" else either
            return join([self.truth(each) for each in _chain(tree, tree.operator)])
        length = _asked_length(tree)
        if length is not None:
            found = self.answered(self.value(length[0]))
            return found if length[1] else negated(found)
        if isinstance(tree, Binary) and tree.operator in _MIRRORED:
            return self.comparison(tree.operator, self.value(tree.left), self.value(tree.right))
        if isinstance(tree, Call) and tree.name in _TRUTHS:
            return _TRUTHS[tree.name](self, tree.arguments)
        return self.truth_of(self.value(tree))

    def truth_of(self, value: Value) -> Truth:
        """Return a value as a condition, as XPath does: numbers but 0, words but none."""
        if value.truth is not None:
            return value.truth
        if value.kind == "literal" and value.words is not None:
            return bool(value.words) if value.piece is None else bool(value.number)
        if value.kind in ("number", "time") and value.piece is not None and value.symbol is None:
            return negated(compared(value.piece, "==", number(0)))
        return self.answered(value)

    def answered(self, value: Value) -> Truth:
        """Return that a question was answered."""
        symbol = value.symbol
        if symbol is None or value.piece is None:
            if value.kind in ("number", "date", "time") and value.piece is not None:
                return True  # worked out from something; an empty sum does not exist in forms
            raise InexpressibleError("fragt nach einem leeren Text", "asks for an empty text")
        if symbol.kind == "consent":
            return compared(value.piece, "==", code("yes"))
        if "(" in value.piece.text:
            raise InexpressibleError(
                "fragt, ob etwas in einer Wiederholung leer ist",
                "asks for what is empty in a repeat",
            )
        return called("answered", value.piece)

    def comparison(self, sign: str, left: Value, right: Value) -> Truth:
        if left.kind == "literal" and right.kind != "literal":
            left, right, sign = right, left, _MIRRORED[sign]
        if sign == "!=":
            return negated(self.comparison("=", left, right))
        if left.kind == "literal":
            return _compared_literals(sign, left, right)
        is_empty = right.words == "" and not (left.symbol and "" in left.symbol.codes)
        if is_empty and sign == "=":
            return negated(self.answered(left))
        if left.truth is not None or right.truth is not None:
            return self.same_truth(sign, left, right)
        if left.kind in ("code", "consent") or right.kind in ("code", "consent"):
            return self.compared_codes(sign, left, right)
        if left.kind == "codes":
            return self.compared_choices(sign, left, right)
        return self.compared_numbers(sign, left, right)

    def same_truth(self, sign: str, left: Value, right: Value) -> Truth:
        if sign != "=":
            raise InexpressibleError("vergleicht Bedingungen", "compares conditions")
        if left.truth is None:
            left, right = right, left
        truth = self.truth_of(left)
        if right.kind == "literal" and right.words in ("true", "false", "1", "0"):
            return truth if right.words in ("true", "1") else negated(truth)
        other = self.truth_of(right)
        if isinstance(other, bool):
            return truth if other else negated(truth)
        if isinstance(truth, bool):
            return other if truth else negated(other)
        return either([both([truth, other]), both([negated(truth), negated(other)])])

    def compared_codes(self, sign: str, left: Value, right: Value) -> Truth:
        """Compare the answer to a choice: with a choice, a number, or another answer."""
        if left.kind not in ("code", "consent"):
            left, right, sign = right, left, _MIRRORED[sign]
        symbol = left.symbol
        if symbol is None or left.piece is None:
            raise InexpressibleError("vergleicht Texte", "compares texts")
        if right.kind == "literal" and right.words is not None:
            return _is_one_of(left.piece, _fitting(symbol, sign, right))
        if right.symbol is not None and right.symbol.codes == symbol.codes and right.piece:
            if sign == "=" and right.kind == "code":
                return compared(left.piece, "==", right.piece)
            raise InexpressibleError("ordnet Antworten", "puts answers in an order")
        if right.kind == "number" and right.piece is not None:
            own = self.amount_of(left)
            return compared(own, "==" if sign == "=" else sign, right.piece)
        raise InexpressibleError(
            "vergleicht Antworten aus verschiedenen Listen", "compares answers from different lists"
        )

    def compared_choices(self, sign: str, left: Value, right: Value) -> Truth:
        """Compare all that was chosen with one choice: that one and no other."""
        symbol, piece = left.symbol, left.piece
        if sign != "=" or right.words is None or symbol is None or piece is None:
            raise InexpressibleError("vergleicht mehrere Antworten", "compares several answers")
        names = right.words.split()
        if symbol.node.type == "rank" or any(len(symbol.codes.get(each, ())) > 1 for each in names):
            raise InexpressibleError("vergleicht eine Reihenfolge", "compares an order")
        if any(each not in symbol.codes for each in names):
            return False
        chosen = [compared(piece, "has", code(symbol.codes[each][0])) for each in names]
        return both([*chosen, compared(called("count", piece), "==", number(len(names)))])

    def compared_numbers(self, sign: str, left: Value, right: Value) -> Truth:
        ours = "==" if sign == "=" else sign
        for one, other, way in ((left, right, ours), (right, left, _MIRRORED.get(ours, ours))):
            if other.kind == "literal" and other.words is not None and one.piece is not None:
                return self.compared_literal(way, one, other)
        if {left.kind, right.kind} & {"text", "words", "none"}:
            raise InexpressibleError("vergleicht freien Text", "compares free text")
        is_date = left.kind == "date"
        if is_date is not (right.kind == "date"):
            raise InexpressibleError(
                "vergleicht ein Datum mit einer Zahl", "compares date and number"
            )
        return compared(self.amount_of(left), ours, self.amount_of(right))

    def compared_literal(self, sign: str, value: Value, literal: Value) -> Truth:
        """Compare a number, date or time with what is written."""
        piece, symbol = value.piece, value.symbol
        if piece is None or value.kind in ("text", "words"):
            raise InexpressibleError("vergleicht freien Text", "compares free text")
        if symbol is not None and symbol.numbers and sign == "==":
            own = symbol.numbers.get(_plain_name(literal))
            return False if own is None else compared(piece, sign, number(own))
        written = _written_number(value.kind, literal)
        if written is None:
            if sign == "==" and value.kind == "number":
                return False
            raise InexpressibleError("vergleicht freien Text", "compares free text")
        return compared(piece, sign, number(written))

    # Values

    def value(self, tree: Tree) -> Value:
        if isinstance(tree, Text):
            return Value("literal", words=tree.value)
        if isinstance(tree, Number):
            return Value("literal", number(tree.value), words=number(tree.value).text)
        if isinstance(tree, Negative):
            return self.negative(tree)
        if isinstance(tree, (Ref, Route)):
            return self.named(tree)
        if isinstance(tree, Binary):
            return self.operation(tree)
        if isinstance(tree, Call):
            return self.call(tree)
        raise InexpressibleError("wählt mit eckigen Klammern aus", "selects with square brackets")

    def negative(self, tree: Negative) -> Value:
        inner = self.value(tree.operand)
        if inner.kind == "literal" and inner.number is not None:
            return Value("literal", number(-inner.number), words=number(-inner.number).text)
        return Value("number", arithmetic(number(0), "-", self.amount_of(inner)))

    def named(self, tree: Ref | Route) -> Value:
        columns = self.columns
        if columns is not None and isinstance(tree, Route) and len(tree.steps) == 1:
            if not tree.is_absolute and tree.base is None and tree.steps[0] not in (".", ".."):
                return Value("literal", words=columns.get(tree.steps[0], ""))
        return self.known(resolve(self.translator.form, self.node, tree))

    def known(self, node: Node) -> Value:
        """Return the answer to a question as it is known here."""
        symbol = self.translator.symbol_of(node)
        if symbol.kind == "moment":
            self.translator.used_today = True
            return Value("date", TODAY)
        if symbol.kind == "none":
            raise InexpressibleError(*symbol.reason)
        if symbol.place >= self.limit and node is not self.node:
            raise InexpressibleError(
                f"verweist auf die spätere Frage {node.name}", f"refers to {node.name}, asked later"
            )
        if symbol.kind == "words":
            return Value("words", words=None, symbol=symbol)
        piece = self.placed(symbol)
        if symbol.kind == "truth":
            return Value("number", piece, symbol=symbol, truth=compared(piece, "==", number(1)))
        return Value(symbol.kind, piece, symbol=symbol)

    def placed(self, symbol: Symbol) -> Piece:
        """Return the name of a question, or its value for the first item of a repeat."""
        shared = common(symbol.repeats, self.node)
        if shared == len(symbol.repeats):
            return Piece(symbol.name)
        if shared == len(symbol.repeats) - 1:
            return called(
                "first", Piece(self.translator.list_of(symbol.repeats[-1])), Piece(symbol.name)
            )
        raise InexpressibleError("greift in Wiederholungen hinein", "reaches into repeats")

    def operation(self, tree: Binary) -> Value:
        sign = tree.operator
        if sign in ("and", "or", *_MIRRORED):
            return Value("truth", truth=self.truth(tree))
        if sign == "|":
            raise InexpressibleError("vereinigt Knoten mit |", "joins nodes with |")
        left, right = self.value(tree.left), self.value(tree.right)
        if sign == "-" and left.kind == "date" and right.kind == "date":
            days = called("days_between", self.amount_of(right), self.amount_of(left))
            return Value("number", days)
        if "date" in (left.kind, right.kind):
            raise InexpressibleError("rechnet mit einem Datum", "computes with a date")
        one, other = self.amount_of(left), self.amount_of(right)
        if sign == "mod":
            return Value("number", _modulo(one, other))
        ours = {"div": "/"}.get(sign, sign)
        return Value("number", arithmetic(one, ours, other))

    def call(self, tree: Call) -> Value:
        if tree.name in _TRUTHS:
            return Value("truth", truth=self.truth(tree))
        worker = _VALUES.get(tree.name)
        if worker is None:
            raise _unknown_function(tree.name)
        return worker(self, tree.arguments)

    def amount(self, tree: Tree) -> Piece:
        return self.amount_of(self.value(tree))

    def amount_of(self, value: Value) -> Piece:
        """Return a value as a number."""
        if value.truth is not None and value.symbol is None:
            if isinstance(value.truth, bool):
                return number(int(value.truth))
            return called("if", value.truth, number(1), number(0))
        if value.kind == "literal":
            if value.number is None:
                raise InexpressibleError("rechnet mit Text", "computes with text")
            return number(value.number)
        if value.kind == "code" and value.symbol is not None and value.piece is not None:
            return _counted(value.piece, value.symbol)
        if value.piece is None or value.kind not in ("number", "date", "time"):
            raise InexpressibleError("rechnet mit Text", "computes with text")
        return value.piece

    # Repeats

    def items(self, tree: Tree) -> tuple[Node, Node]:
        """Return the repeat whose items are meant, and the node inside or the repeat itself."""
        if isinstance(tree, Filtered):
            raise InexpressibleError(
                "wählt mit eckigen Klammern aus", "selects with square brackets"
            )
        if not isinstance(tree, (Ref, Route)):
            raise InexpressibleError("zählt etwas anderes als Fragen", "counts something else")
        node = resolve(self.translator.form, self.node, tree)
        repeats = (*node.repeats, node) if node.kind == "repeat" else node.repeats
        outside = repeats[common(repeats, self.node) :]
        if not outside:
            outside = repeats[-1:] if node.kind == "repeat" else ()
        if len(outside) != 1:
            raise InexpressibleError("greift in Wiederholungen hinein", "reaches into repeats")
        is_inside = outside[0] in (self.node, *self.node.above)
        if outside[0].end >= self.limit and not is_inside:
            raise InexpressibleError(
                f"verweist auf die spätere Wiederholung {outside[0].name}",
                f"refers to the repeat {outside[0].name}, asked later",
            )
        return outside[0], node

    def over(self, function: str, tree: Tree) -> Value:
        """Return a function over the answers in a repeat."""
        repeat, node = self.items(tree)
        symbol = self.translator.symbol_of(node)
        if symbol.kind not in ("number", "truth", "date"):
            raise InexpressibleError("rechnet mit Text", "computes with text")
        found = called(function, Piece(self.translator.list_of(repeat)), Piece(symbol.name))
        return Value("number", found)


# Pieces of the work above


def _chain(tree: Tree, operator: str) -> list[Tree]:
    """Return the operands of a chain of the same operator."""
    found: list[Tree] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Binary) and node.operator == operator:
            waiting += (node.right, node.left)
        else:
            found.append(node)
    return found


_SOMETHING = {(">", 0), (">=", 1), ("!=", 0)}
_NOTHING = {("=", 0), ("<", 1), ("<=", 0)}


def _asked_length(tree: Tree) -> tuple[Tree, bool] | None:
    """Return what is asked to be filled or empty by ``string-length(x) > 0`` and the like."""
    if not (isinstance(tree, Binary) and isinstance(tree.left, Call)):
        return None
    if not isinstance(tree.right, Number) or tree.left.name != "string-length":
        return None
    test = (tree.operator, tree.right.value)
    if not tree.left.arguments or test not in _SOMETHING | _NOTHING:
        return None
    return tree.left.arguments[0], test in _SOMETHING


def _compared_literals(sign: str, left: Value, right: Value) -> bool:
    one, other = left.number, right.number
    if one is not None and other is not None:
        return _holds(sign, one, other)
    return left.words == right.words if sign == "=" else False


def _holds(sign: str, one: float, other: float) -> bool:
    return {
        "=": one == other,
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }[sign]


def _plain_name(literal: Value) -> str:
    return literal.words or ""


def _fitting(symbol: Symbol, sign: str, literal: Value) -> list[str]:
    """Return the codes of the choices of which a comparison with something written holds."""
    if sign == "=":
        return list(symbol.codes.get(literal.words or "", ()))
    found: list[str] = []
    for name, codes in symbol.codes.items():
        own = Value("literal", words=name).number
        if own is not None and literal.number is not None and _holds(sign, own, literal.number):
            found += codes
    return found


def _is_one_of(piece: Piece, codes: Sequence[str]) -> Truth:
    if not codes:
        return False
    if len(codes) == 1:
        return compared(piece, "==", code(codes[0]))
    return compared(piece, "in", Piece(f"[{', '.join(code(each).text for each in codes)}]"))


def _written_number(kind: str, literal: Value) -> float | None:
    """Return what is written as a number of a kind: 20240531 for a date, minutes for a time."""
    words = literal.words or ""
    date, time = _DATE.fullmatch(words), _TIME.match(words)
    if kind == "date":
        return int(f"{date[1]}{date[2]}{date[3]}") if date else None
    if kind == "time":
        return int(time[1]) * 60 + int(time[2]) if time else None
    return literal.number


def _counted(piece: Piece, symbol: Symbol) -> Piece:
    """Return the number that the name of a chosen option is."""
    found: Piece = number(0)
    numbers = [(codes, Value("literal", words=name).number) for name, codes in symbol.codes.items()]
    if not numbers or any(value is None for _, value in numbers) or len(numbers) > 12:
        raise InexpressibleError(
            "rechnet mit Antworten, die keine Zahlen sind", "computes with words"
        )
    for place, (codes, value) in enumerate(reversed(numbers)):
        own = number(value or 0)
        is_it = _is_one_of(piece, codes)
        found = own if place == 0 or isinstance(is_it, bool) else called("if", is_it, own, found)
    return found


def _modulo(one: Piece, other: Piece) -> Piece:
    return called("mod", one, other)


# Functions


def _selected(scope: _Scope, arguments: Sequence[Tree]) -> Truth:
    several, wanted = scope.value(arguments[0]), scope.value(arguments[1])
    if several.kind == "literal" and wanted.symbol is not None:
        # selected(column of the choices, ${answer}) in filters
        names = (several.words or "").split()
        own = wanted.symbol
        if wanted.kind != "code" or wanted.piece is None:
            raise InexpressibleError("sucht Antworten in Texten", "looks for answers in texts")
        return _is_one_of(
            wanted.piece, [each for name in names for each in own.codes.get(name, ())]
        )
    if several.kind == "literal" and wanted.kind == "literal":
        return (wanted.words or "") in (several.words or "").split()
    symbol, piece = several.symbol, several.piece
    if symbol is None or piece is None or not (symbol.codes or symbol.numbers):
        raise InexpressibleError(
            "sucht eine Antwort in einem Text", "looks for an answer in a text"
        )
    if wanted.kind == "code" and wanted.symbol is not None and wanted.piece is not None:
        if several.kind == "codes" and wanted.symbol.codes == symbol.codes:
            return compared(piece, "has", wanted.piece)
    if wanted.words is None:
        raise InexpressibleError(
            "vergleicht Antworten aus verschiedenen Listen", "compares answers from different lists"
        )
    if several.kind != "codes":
        return scope.comparison("=", several, wanted)
    codes = symbol.codes.get(wanted.words.strip(), ())
    if not codes:
        return False
    if len(codes) == 1:
        return compared(piece, "has", code(codes[0]))
    return compared(piece, "has_any", Piece(f"[{', '.join(code(each).text for each in codes)}]"))


def _if_truth(scope: _Scope, arguments: Sequence[Tree]) -> Truth:
    condition, one, other = (scope.truth(each) for each in arguments)
    return either([both([condition, one]), both([negated(condition), other])])


_TRUTHS: Mapping[str, Callable[[_Scope, Sequence[Tree]], Truth]] = {
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


def _length(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    raise InexpressibleError("misst die Länge eines Textes", "measures the length of a text")


def _if(scope: _Scope, arguments: Sequence[Tree]) -> Value:
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


def _coalesce(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    values = [scope.value(each) for each in arguments]
    kind = "date" if all(each.kind == "date" for each in values) else "number"
    parts = [scope.amount_of(each) for each in values if each.words != ""]
    return Value(kind, called("coalesce", *parts) if len(parts) > 1 else parts[0])


def _count(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    repeat, _ = scope.items(arguments[0])
    return Value("number", called("count", Piece(scope.translator.list_of(repeat))))


def _count_selected(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    several = scope.value(arguments[0])
    if several.kind != "codes" or several.piece is None or "(" in several.piece.text:
        raise InexpressibleError("zählt die Wörter eines Textes", "counts the words of a text")
    return Value("number", called("coalesce", called("count", several.piece), number(0)))


def _sum(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    return scope.over("sum", arguments[0])


def _extreme(of_list: str, of_numbers: str) -> Callable[[_Scope, Sequence[Tree]], Value]:
    def work(scope: _Scope, arguments: Sequence[Tree]) -> Value:
        if len(arguments) == 1:
            return scope.over(of_list, arguments[0])
        return Value("number", called(of_numbers, *(scope.amount(each) for each in arguments)))

    return work


def _simple(name: str, most: int) -> Callable[[_Scope, Sequence[Tree]], Value]:
    def work(scope: _Scope, arguments: Sequence[Tree]) -> Value:
        parts = [scope.amount(each) for each in arguments[:most]]
        if name == "round" and len(parts) == 1:
            parts.append(number(0))
        return Value("number", called(name, *parts))

    return work


def _today(scope: _Scope, _arguments: Sequence[Tree]) -> Value:
    scope.translator.used_today = True
    return Value("date", TODAY)


def _date(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    inner = scope.value(arguments[0])
    if inner.kind == "literal":
        written = _written_number("date", inner)
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


def _format_date(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    date, form = scope.value(arguments[0]), arguments[1]
    wanted = _FORMATS.get(form.value) if isinstance(form, Text) else None
    if date.kind != "date" or date.piece is None or wanted is None:
        raise InexpressibleError("schreibt ein Datum als Text", "writes a date as text")
    return Value("number", Piece(wanted.format(date.piece.inside(ATOM))))


def _position(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    node = scope.node
    if arguments and isinstance(arguments[0], (Ref, Route)):
        node = resolve(scope.translator.form, scope.node, arguments[0])
    repeats = (*node.repeats, node) if node.kind == "repeat" else node.repeats
    own = scope.node.repeats
    if not own or not repeats or repeats[-1] is not own[-1]:
        raise InexpressibleError("fragt nach einer fremden Position", "asks for another position")
    return Value("number", Piece("number"))


def _indexed(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    index = scope.value(arguments[2]) if len(arguments) == 3 else None
    if index is None or index.number != 1:
        raise InexpressibleError("greift auf einen anderen Eintrag zu", "looks at another item")
    repeat, node = scope.items(arguments[0])
    symbol = scope.translator.symbol_of(node)
    found = called("first", Piece(scope.translator.list_of(repeat)), Piece(symbol.name))
    return Value(symbol.kind, found, symbol=symbol)


def _same(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    if not arguments:
        raise _unknown_function("number")
    return scope.value(arguments[0])


def _as_number(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    inner = _same(scope, arguments)
    if inner.kind == "date":
        raise InexpressibleError("rechnet mit einem Datum", "computes with a date")
    return inner if inner.kind == "literal" else Value("number", scope.amount_of(inner))


def _whole(scope: _Scope, arguments: Sequence[Tree]) -> Value:
    return Value("number", called("floor", scope.amount(arguments[0])))


_VALUES: Mapping[str, Callable[[_Scope, Sequence[Tree]], Value]] = {
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
    "indexed-repeat": _indexed,
    "string-length": _length,
}
