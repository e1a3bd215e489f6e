"""Expressions of ours as XPath of forms: the same truth, also where an answer is missing.

In a form a missing answer is an empty text and no number. Every comparison is therefore written so
that it is false for it, as it is with us: "other than" asks for an answer first, and numbers differ
where one is smaller. An option such as "keine Angabe" is a choice in a form; it counts as no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from surveyapp.exchange.giveout.naming import Scope, is_written_out, rows_of
from surveyapp.questionnaire import expression as language
from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Call,
    Codes,
    Compare,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    FactName,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
)
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.values import Missing

TRUE, FALSE = "true()", "false()"

MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}


class InexpressibleError(Exception):
    """A form cannot say this; the sentence says what, in German and English."""

    def __init__(self, german: str, english: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(english)
        self.german = german
        self.english = english


class Form(Protocol):
    """What is known of the form that is written."""

    index: Index

    def name_of(self, question: Question, row: str | None, scope: Scope) -> str:
        """Return the name of a question or row."""

    def place_of(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return the repeats around a question."""

    def number_in(self, repeat: str) -> str:
        """Return the name of the calculation that holds the position in a repeat."""

    def helper(self, repeat: str, calculation: str, stem: str) -> str:
        """Return the name of a calculation that every item of a repeat makes."""

    def repeat_of(self, node: Expression, list_id: str, scope: Scope) -> str:
        """Return the repeat of a list in which everything an expression asks for is known."""

    def today(self) -> None:
        """Note that the day of answering stands for the wave."""


@dataclass(frozen=True, slots=True)
class XPath:
    """Writes expressions that stand in one place of a form."""

    form: Form
    scope: Scope

    # Truths

    def condition(self, text: str) -> str:
        """Return a condition as XPath.

        Raises
        ------
        InexpressibleError
            If a form cannot say it.
        """
        return self.truth(language.parse(text))

    def check(self, text: str) -> str:
        """Return a condition that also holds where it is unknown."""
        return negated(self.denied(language.parse(text)))

    def amount(self, text: str) -> str:
        """Return a value as XPath."""
        node = language.parse(text)
        return self.value(node)

    def truth(self, node: Expression) -> str:
        """Return when a node is true."""
        worker = _TRUTHS.get(type(node))
        if worker is None:
            value = self.value(node)
            return f"{value} = 1"
        return worker(self, node)

    def denied(self, node: Expression) -> str:
        """Return when a node is false for known answers."""
        if isinstance(node, Not):
            return self.truth(node.operand)
        if isinstance(node, And):
            return either([self.denied(each) for each in node.operands])
        if isinstance(node, Or):
            return both([self.denied(each) for each in node.operands])
        if isinstance(node, Compare):
            return self._denied_comparison(node)
        return negated(self.truth(node))

    def _denied_comparison(self, node: Compare) -> str:
        if node.operator in OPPOSITE:
            return self.truth(replace(node, operator=OPPOSITE[node.operator]))
        known = self.answered(node.left) if isinstance(node.left, Name) else TRUE
        return both([known, negated(self.truth(node))])

    def comparison(self, node: Compare) -> str:
        """Return a comparison, false for whatever is missing."""
        left, right, sign = node.left, node.right, node.operator
        if isinstance(left, Literal) and not isinstance(right, Literal) and sign in MIRRORED:
            left, right, sign = right, left, MIRRORED[sign]
        if isinstance(left, CurrentRow):
            return self._row(sign, right)
        if isinstance(left, Name):
            question = self.question(left)
            gives = self._gives(question)
            if gives is Gives.CODES:
                return self._chosen(left, sign, _codes(right))
            if isinstance(right, Literal | Codes) and all(isinstance(c, str) for c in _values(right)):
                return self._is_code(left, question, sign, _codes(right))
            points = self.points(question)
            if points and isinstance(right, Literal | Codes):
                return self._is_point(left, question, points, sign, _values(right))
            if gives is Gives.CODE and isinstance(right, Name):
                return self._same_code(left, sign, right)
        if sign == "in":
            return either([self._numbers(left, "==", Literal(each)) for each in _values(right)])
        return self._numbers(left, sign, right)

    def _row(self, sign: str, right: Expression) -> str:
        own = self.own_row()
        holds = own in _values(right)
        return TRUE if holds is (sign != "!=") else FALSE

    def own_row(self) -> str:
        """Return the row or option the page is about; empty elsewhere."""
        if not self.scope.rows:
            return ""
        return list(self.scope.rows.values())[-1]

    def _is_code(self, name: Name, question: Question, sign: str, codes: Sequence[str]) -> str:
        here = self.ref(name)
        if question.type == "consent":
            ticked = {"yes": f"{here} = 'OK'", "no": f"{here} = ''"}
            found = either([ticked.get(code, FALSE) for code in codes])
        elif self.row_gives_codes(question):
            return self._chosen(name, sign, codes)
        else:
            found = either([f"{here} = {literal(code)}" for code in codes])
        return both([self.answered(name), negated(found)]) if sign == "!=" else found

    def _is_point(
        self,
        name: Name,
        question: Question,
        points: Sequence[Option],
        sign: str,
        values: Sequence[Any],
    ) -> str:
        fits = [
            each.code
            for each in points
            if each.value is not None
            and any(_COMPARE["==" if sign == "in" else sign](each.value, value) for value in values)
        ]
        return self._is_code(name, question, "==", fits)

    def _same_code(self, left: Name, sign: str, right: Name) -> str:
        same = f"{self.ref(left)} {'=' if sign == '==' else '!='} {self.ref(right)}"
        return both([self.answered(left), self.answered(right), same])

    def _chosen(self, name: Name, sign: str, codes: Sequence[str]) -> str:
        chosen = [f"selected({self.ref(name)}, {literal(code)})" for code in codes]
        return both(chosen) if sign == "has_all" else either(chosen)

    def _numbers(self, left: Expression, sign: str, right: Expression) -> str:
        left_value, right_value = self.value(left, right), self.value(right, left)
        guards = [guard for each in (left, right) for guard in self._guards(each)]
        if sign == "!=":
            differ = f"({left_value} < {right_value} or {left_value} > {right_value})"
            return both([*guards, differ])
        if sign == "==" and isinstance(left, Name) and isinstance(right, Name):
            guards = [self.answered(left), self.answered(right), *guards]
        return both([*guards, f"{left_value} {'=' if sign == '==' else sign} {right_value}"])

    def _guards(self, node: Expression) -> list[str]:
        """Return what must be answered for counts, which are never empty in forms."""
        return [
            self.answered(Name(each.list))
            for each in language.every(node)
            if isinstance(each, Count) and each.list in self.form.index.questions
        ]

    def state(self, node: State) -> str:
        """Return that a question was answered or refused."""
        if node.state == "answered":
            return self.answered(node.name)
        question = self.question(node.name)
        rows = self._rows(question, node.name)
        return both([self._refused(question, each) for each in rows])

    def _refused(self, question: Question, name: Name) -> str:
        if not kind_of(question).needs_choices or not question.may_refuse:
            return FALSE
        return self._says(question, name, Missing.REFUSED)

    def _says(self, question: Question, name: Name, missing: Missing) -> str:
        here, code = self.ref(name), literal(missing.value)
        is_several = self._gives(question) is Gives.CODES or self.row_gives_codes(question)
        return f"selected({here}, {code})" if is_several else f"{here} = {code}"

    def answered(self, name: Name) -> str:
        """Return that an answer was given; of a matrix: in any row."""
        question = self.question(name)
        rows = self._rows(question, name)
        return either([self._answered(question, each) for each in rows])

    def _answered(self, question: Question, name: Name) -> str:
        parts = [f"{self.ref(name)} != ''"]
        if kind_of(question).needs_choices and question.type != "consent":
            offered = (
                (Missing.REFUSED, question.may_refuse),
                (Missing.NOT_APPLICABLE, question.may_not_apply),
            )
            parts += [negated(self._says(question, name, each)) for each, is_offered in offered if is_offered]
        return both(parts)

    def _rows(self, question: Question, name: Name) -> list[Name]:
        if not question.rows or name.row is not None:
            return [name]
        return [Name(name.question, row.code) for row in question.rows]

    # Values

    def value(self, node: Expression, beside: Expression | None = None) -> str:
        """Return a node as a number; ``beside`` is what it is compared with."""
        if isinstance(node, Literal):
            return self._literal(node.value, beside)
        worker = _VALUES.get(type(node))
        if worker is not None:
            return worker(self, node)
        return f"if({self.truth(node)}, 1, 0)"

    def _literal(self, value: str | float, beside: Expression | None) -> str:
        if isinstance(value, str):
            return literal(value)
        if beside is not None and self.is_day(beside):
            whole = int(value)
            return f"date('{whole // 10000:04d}-{whole // 100 % 100:02d}-{whole % 100:02d}')"
        return f"{value:.9f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))

    def is_day(self, node: Expression) -> bool:
        """Say whether a node is a day, which a form compares as a date."""
        question = self.form.index.questions.get(node.question) if isinstance(node, Name) else None
        return question is not None and question.type == "date"

    def of_name(self, node: Name) -> str:
        """Return an answer as a number."""
        question = self.question(node)
        here = self.ref(node)
        points = self.points(question)
        if points and any(each.code != f"{each.value:g}" for each in points if each.value is not None):
            found = "''"
            for each in reversed(points):
                found = f"if({here} = {literal(each.code)}, {each.value:g}, {found})"
            return found
        return _NUMBERS.get(question.type, "{0}").format(here)

    def of_count(self, node: Count) -> str:
        """Return how many items a list has, or how many options were chosen."""
        index = self.form.index
        if node.list not in index.lists:
            return f"count-selected({self.ref(Name(node.list))})"
        items = index.lists[node.list]
        if is_written_out(index, node.list):
            parts = [f"if({self.is_item(node.list, row.code)}, 1, 0)" for row in rows_of(index, node.list)]
            total = f"({' + '.join(parts)})" if parts else "0"
            return total
        if items.count is not None:
            return self.value(Name(items.count))
        return f"count(${{{self.form.repeat_of(node, node.list, self.scope)}}})"

    def is_item(self, list_id: str, code: str) -> str:
        """Return when a row or option is an item of a list."""
        index = self.form.index
        items = index.lists[list_id]
        rows = [row.code for row in rows_of(index, list_id)]
        own = self._is_named(list_id, code)
        before = rows[: rows.index(code)]
        if len(rows) <= items.maximum or len(before) < items.maximum:
            return own
        taken = " + ".join(f"if({self._is_named(list_id, each)}, 1, 0)" for each in before)
        return both([own, f"({taken}) < {items.maximum}"])

    def _is_named(self, list_id: str, code: str) -> str:
        items = self.form.index.lists[list_id]
        if items.options_of:
            return f"selected({self.ref(Name(items.options_of))}, {literal(code)})"
        name = Name(items.rows_of or "", code)
        if items.answered is None:
            return self.answered(name)
        return self._is_code(name, self.question(name), "==", [items.answered])

    def quantified(self, node: Quantified) -> str:
        """Return a function over the items of a list as a number."""
        if is_written_out(self.form.index, node.list):
            return self._over_rows(node)
        return self._over_items(node)

    def _over_rows(self, node: Quantified) -> str:
        rows = rows_of(self.form.index, node.list)
        parts = []
        for row in rows:
            inner = replace(self, scope=self.scope.at(node.list, row.code))
            parts.append((self.is_item(node.list, row.code), inner))
        if node.quantifier == "any":
            return either([both([own, inner.truth(node.body)]) for own, inner in parts])
        if node.quantifier == "all":
            every = [either([negated(own), inner.truth(node.body)]) for own, inner in parts]
            return both([either([own for own, _ in parts]), *every])
        if node.quantifier == "count":
            ones = [f"if({both([own, inner.truth(node.body)])}, 1, 0)" for own, inner in parts]
            return f"({' + '.join(ones)})"
        raise _unsaid(node.quantifier)

    def _over_items(self, node: Quantified) -> str:
        repeat = self.form.repeat_of(node, node.list, self.scope)
        inner = replace(self, scope=self.scope.inside(node.list, repeat))
        if node.quantifier in ("any", "all", "count"):
            mark = self.form.helper(repeat, f"if({inner.truth(node.body)}, 1, 0)", node.quantifier)
            return _OVER[node.quantifier].format(mark=mark, repeat=repeat)
        if node.quantifier == "sum":
            return self._sum(node, inner, repeat)
        if node.quantifier in ("first", "last"):
            at = "1" if node.quantifier == "first" else f"count(${{{repeat}}})"
            mark = self.form.helper(repeat, inner.value(node.body), node.quantifier)
            return f"indexed-repeat(${{{mark}}}, ${{{repeat}}}, {at})"
        raise _unsaid(node.quantifier)

    def _sum(self, node: Quantified, inner: XPath, repeat: str) -> str:
        names = [each for each in language.every(node.body) if isinstance(each, Name)]
        known = both([inner.answered(each) for each in names]) if names else TRUE
        value = f"if({known}, {inner.value(node.body)}, 0)"
        return f"sum(${{{self.form.helper(repeat, value, 'sum')}}})"

    def call(self, node: Call) -> str:
        """Return a function of values."""
        if node.function == "if":
            condition, one, other = node.arguments
            return f"if({self.truth(condition)}, {self.value(one)}, {self.value(other)})"
        if node.function in _DATES:
            return self._date_function(node)
        parts = [self.value(each) for each in node.arguments]
        worker = _CALLS.get(node.function)
        if worker is None:
            raise _unsaid(node.function)
        return worker(parts)

    def _date_function(self, node: Call) -> str:
        parts = [self._date(each) for each in node.arguments]
        return _DATES[node.function].format(*parts)

    def _date(self, node: Expression) -> str:
        if isinstance(node, Name) and self.question(node).type in ("date", "month", "year"):
            return self.ref(node)
        if isinstance(node, Literal) and isinstance(node.value, (int, float)):
            digits = f"{int(node.value):0<8}" if node.value > 9999 else f"{int(node.value)}0101"
            day = digits[6:8] if digits[6:8] != "00" else "01"
            return f"date('{digits[:4]}-{digits[4:6]}-{day}')"
        if isinstance(node, FactName) and node.fact.startswith("wave."):
            self.form.today()
            return "today()"
        raise InexpressibleError("rechnet mit einem errechneten Datum", "computes with a computed date")

    def arithmetic(self, node: Arithmetic) -> str:
        """Return a sum, difference, product or quotient."""
        left, right = self.value(node.left), self.value(node.right)
        if node.operator == "/":
            is_safe = isinstance(node.right, Literal) and node.right.value != 0
            divisor = right if is_safe else f"if({right} = 0, '', {right})"
            return f"({left} div {divisor})"
        return f"({left} {node.operator} {right})"

    def fact(self, node: FactName) -> str:
        """Return a fact: its value where the wave is known, the day of answering where it is not."""
        known = self.form.index.questionnaire.facts.get(node.fact)
        if known is not None:
            return self._literal(known, None)
        if node.fact in _TODAY:
            self.form.today()
            return _TODAY[node.fact]
        raise InexpressibleError(
            f"fragt nach {node.fact}, das nur die Plattform kennt",
            f"asks for {node.fact}, which only the platform knows",
        )

    # Names

    def question(self, name: Name) -> Question:
        """Return the question of a name."""
        found = self.form.index.questions.get(name.question)
        if found is None:
            raise InexpressibleError(f"verweist auf {name.question}", f"refers to {name.question}")
        return found

    def ref(self, name: Name) -> str:
        """Return an answer as a form finds it from here."""
        question = self.question(name)
        written = self.form.name_of(question, name.row, self.scope)
        place, here = self.form.place_of(question), self.scope.repeats
        if place and len(place) <= len(here) and place != here[: len(place)]:
            repeat = here[len(place) - 1][1]
            number = self.form.number_in(repeat)
            return f"indexed-repeat(${{{written}}}, ${{{place[-1][1]}}}, ${{{number}}})"
        return f"${{{written}}}"

    def number(self) -> str:
        """Return the position of the current item."""
        if self.scope.repeats:
            return f"${{{self.form.number_in(self.scope.repeats[-1][1])}}}"
        if self.scope.rows:
            list_id, row = list(self.scope.rows.items())[-1]
            rows = [each.code for each in rows_of(self.form.index, list_id)]
            before = rows[: rows.index(row)]
            ones = [f"if({self._is_named(list_id, each)}, 1, 0)" for each in before]
            return f"({' + '.join([*ones, '1'])})"
        return "''"

    def points(self, question: Question) -> tuple[Option, ...]:
        """Return the points of a scale, whose numbers expressions see."""
        return self.form.index.options[question.id] if question.type == "scale" else ()

    def _gives(self, question: Question) -> Gives:
        return kind_of(question).gives

    def row_gives_codes(self, question: Question) -> bool:
        """Say whether the rows of a matrix take several options."""
        return question.type == "matrix_multiple"


# Parts


def literal(text: str) -> str:
    """Return a text between quotation marks it does not hold."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def both(parts: Sequence[str]) -> str:
    """Return that all hold."""
    return _joined(parts, " and ", FALSE, TRUE)


def either(parts: Sequence[str]) -> str:
    """Return that at least one holds."""
    return _joined(parts, " or ", TRUE, FALSE)


def _joined(parts: Sequence[str], word: str, decisive: str, empty: str) -> str:
    if decisive in parts:
        return decisive
    kept = list(dict.fromkeys(part for part in parts if part != empty))
    if len(kept) < 2:
        return kept[0] if kept else empty
    return f"({word.join(kept)})"


def negated(part: str) -> str:
    """Return the contrary."""
    if part in (TRUE, FALSE):
        return FALSE if part == TRUE else TRUE
    inner = part[1:-1] if part.startswith("(") and _closes_at_end(part) else part
    return f"not({inner})"


def _closes_at_end(part: str) -> bool:
    depth = 0
    for place, sign in enumerate(part):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place == len(part) - 1
    return False


def _values(node: Expression) -> tuple[Any, ...]:
    return node.values if isinstance(node, Codes) else (getattr(node, "value", None),)


def _codes(node: Expression) -> list[str]:
    return [str(each) for each in _values(node)]


def _unsaid(function: str) -> InexpressibleError:
    return InexpressibleError(f"nutzt {function}(…)", f"uses {function}(…)")


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

_NUMBERS: Mapping[str, str] = {
    "month": "number(format-date({0}, '%Y%m'))",
    "year": "number(format-date({0}, '%Y'))",
    "time": "round(decimal-time({0}) * 1440, 0)",
}
"""Question type to the number that expressions of ours see."""

_TODAY = {
    "wave.year": "number(format-date(today(), '%Y'))",
    "wave.month": "number(format-date(today(), '%Y%m'))",
}

_OVER = {
    "any": "sum(${{{mark}}}) > 0",
    "all": "(count(${{{repeat}}}) > 0 and sum(${{{mark}}}) = count(${{{repeat}}}))",
    "count": "sum(${{{mark}}})",
}

_DATES = {
    "years_between": "(number(format-date({1}, '%Y')) - number(format-date({0}, '%Y')) - "
    "if(number(format-date({1}, '%m%d')) < number(format-date({0}, '%m%d')), 1, 0))",
    "days_between": "round(decimal-date-time({1}) - decimal-date-time({0}), 0)",
    "year": "number(format-date({0}, '%Y'))",
}

_CALLS: Mapping[str, Callable[[list[str]], str]] = {
    "min": lambda parts: f"min({', '.join(parts)})",
    "max": lambda parts: f"max({', '.join(parts)})",
    "round": lambda parts: f"round({parts[0]}, {parts[1] if len(parts) > 1 else '0'})",
    "floor": lambda parts: f"(int({parts[0]}) - if({parts[0]} < int({parts[0]}), 1, 0))",
    "abs": lambda parts: f"abs({parts[0]})",
    "mod": lambda parts: f"((({parts[0]} mod {parts[1]}) + {parts[1]}) mod {parts[1]})",
    "coalesce": lambda parts: _coalesced(parts),
}


def _coalesced(parts: list[str]) -> str:
    found = parts[-1]
    for part in reversed(parts[:-1]):
        found = f"coalesce({part}, {found})"
    return found


_TRUTHS: Mapping[type, Callable[[XPath, Any], str]] = {
    Not: lambda path, node: negated(path.truth(node.operand)),
    And: lambda path, node: both([path.truth(each) for each in node.operands]),
    Or: lambda path, node: either([path.truth(each) for each in node.operands]),
    Compare: lambda path, node: path.comparison(node),
    State: lambda path, node: path.state(node),
    Quantified: lambda path, node: (
        path.quantified(node) if node.quantifier in ("any", "all") else f"{path.quantified(node)} = 1"
    ),
}

_VALUES: Mapping[type, Callable[[XPath, Any], str]] = {
    Name: lambda path, node: path.of_name(node),
    CurrentNumber: lambda path, _: path.number(),
    CurrentRow: lambda path, _: literal(path.own_row()),
    FactName: lambda path, node: path.fact(node),
    Count: lambda path, node: path.of_count(node),
    Quantified: lambda path, node: (
        f"if({path.quantified(node)}, 1, 0)"
        if node.quantifier in ("any", "all")
        else path.quantified(node)
    ),
    Arithmetic: lambda path, node: path.arithmetic(node),
    Call: lambda path, node: path.call(node),
}
