"""From expressions of forms to ours: the same truth for the same answers, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveyapp.exchange.xlsform import xpath
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.functions import TRUTHS, VALUES
from surveyapp.exchange.xlsform.pieces import (
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
from surveyapp.exchange.xlsform.values import (
    TODAY,
    Value,
    compared_literals,
    counted,
    fitting,
    is_one_of,
    later,
    modulo,
    plain_name,
    readable,
    unknown_function,
    written_number,
)
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

_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


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
        found = Scope(self, node, node.place if limit is None else limit).truth(xpath.parse(text))
        return found if isinstance(found, bool) else readable(found)

    def option(self, text: str, node: Node, columns: Mapping[str, str]) -> Truth:
        """Return the condition under which one choice is offered."""
        scope = Scope(self, node, node.place, columns)
        found = scope.truth(xpath.parse(text))
        return found if isinstance(found, bool) else readable(found)

    def amount(self, text: str, node: Node, limit: int | None = None) -> Piece:
        """Return a number of ours."""
        scope = Scope(self, node, node.place if limit is None else limit)
        return readable(scope.amount(xpath.parse(text)))

    def value(self, tree: Tree, node: Node, limit: int) -> Value:
        """Return what an expression gives, of whatever kind."""
        return Scope(self, node, limit).value(tree)

    def truth(self, tree: Tree, node: Node, limit: int) -> Truth:
        """Return a condition of ours for a tree."""
        found = Scope(self, node, limit).truth(tree)
        return found if isinstance(found, bool) else readable(found)

    def took_today(self) -> bool:
        """Say once whether today was taken for the month of the wave."""
        was, self.used_today = self.used_today, False
        return was


@dataclass(slots=True)
class Scope:
    """Where an expression stands: the question it belongs to, and what is known before it."""

    translator: Translator
    node: Node
    limit: int
    columns: Mapping[str, str] | None = None

    # Conditions

    def truth(self, tree: Tree) -> Truth:
        """Return a condition as a tree says it."""
        if isinstance(tree, Binary) and tree.operator in ("and", "or"):
            join = both if tree.operator == "and" else either
            return join([self.truth(each) for each in _chain(tree, tree.operator)])
        length = _asked_length(tree)
        if length is not None:
            found = self.answered(self.value(length[0]))
            return found if length[1] else negated(found)
        if isinstance(tree, Binary) and tree.operator in _MIRRORED:
            return self.comparison(tree.operator, self.value(tree.left), self.value(tree.right))
        if isinstance(tree, Call) and tree.name in TRUTHS:
            return TRUTHS[tree.name](self, tree.arguments)
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

    def comparison(self, sign: str, left: Value, right: Value) -> Truth:  # noqa: PLR0911 - cases
        """Return a comparison of two operands."""
        if left.kind == "literal" and right.kind != "literal":
            left, right, sign = right, left, _MIRRORED[sign]
        if sign == "!=":
            return negated(self.comparison("=", left, right))
        if left.kind == "literal":
            return compared_literals(sign, left, right)
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
        """Compare two conditions, or one with true and false."""
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
            return is_one_of(left.piece, fitting(symbol, sign, right))
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
        """Compare numbers, dates or times."""
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
            own = symbol.numbers.get(plain_name(literal))
            return False if own is None else compared(piece, sign, number(own))
        written = written_number(value.kind, literal)
        if written is None:
            if sign == "==" and value.kind == "number":
                return False
            raise InexpressibleError("vergleicht freien Text", "compares free text")
        return compared(piece, sign, number(written))

    # Values

    def value(self, tree: Tree) -> Value:
        """Return what a tree gives."""
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
        """Return a number with the other sign."""
        inner = self.value(tree.operand)
        if inner.kind == "literal" and inner.number is not None:
            return Value("literal", number(-inner.number), words=number(-inner.number).text)
        return Value("number", arithmetic(number(0), "-", self.amount_of(inner)))

    def named(self, tree: Ref | Route) -> Value:
        """Return what a name stands for here."""
        columns = self.columns
        if columns is not None and isinstance(tree, Route) and _is_column(tree):
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
        # Only a constraint, whose limit is the next place, may ask for its own answer.
        is_own = node is self.node and self.limit != node.place + 1
        if is_own or symbol.place >= self.limit:
            raise later(node)
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
        """Return a calculation with two operands."""
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
            return Value("number", modulo(one, other))
        ours = {"div": "/"}.get(sign, sign)
        return Value("number", arithmetic(one, ours, other))

    def call(self, tree: Call) -> Value:
        """Return what a function gives."""
        if tree.name in TRUTHS:
            return Value("truth", truth=self.truth(tree))
        worker = VALUES.get(tree.name)
        if worker is None:
            raise unknown_function(tree.name)
        return worker(self, tree.arguments)

    def amount(self, tree: Tree) -> Piece:
        """Return a tree as a number."""
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
            return counted(value.piece, value.symbol)
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
            raise later(outside[0])
        return outside[0], node

    def over(self, function: str, tree: Tree) -> Value:
        """Return a function over the answers in a repeat."""
        repeat, node = self.items(tree)
        symbol = self.translator.symbol_of(node)
        if symbol.kind not in ("number", "truth", "date"):
            raise InexpressibleError("rechnet mit Text", "computes with text")
        found = called(function, Piece(self.translator.list_of(repeat)), Piece(symbol.name))
        return Value("number", found)


def _is_column(route: Route) -> bool:
    """Say whether a path is a bare name: a column of the choices in their filter."""
    is_bare = not route.is_absolute and route.base is None and len(route.steps) == 1
    return is_bare and route.steps[0] not in (".", "..")


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


_SOMETHING: frozenset[tuple[str, float]] = frozenset({(">", 0), (">=", 1), ("!=", 0)})
_NOTHING: frozenset[tuple[str, float]] = frozenset({("=", 0), ("<", 1), ("<=", 0)})


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
