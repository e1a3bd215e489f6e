"""Expressions of ours as XPath of forms: the same truth, also where an answer is missing.

In a form a missing answer is an empty text and no number. Every comparison is therefore written so
that it is false for it, as it is with us: "other than" asks for an answer first, and numbers differ
where one is smaller. An option such as "keine Angabe" is a choice in a form; it counts as no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.exchange.giveout.naming import Scope, is_written_out, rows_of
from surveyapp.exchange.giveout.xpath_parts import (
    CALLS,
    COMPARE,
    DATES,
    FALSE,
    MIRRORED,
    NUMBERS,
    OPPOSITE,
    OVER,
    TODAY,
    TRUE,
    Form,
    InexpressibleError,
    both,
    codes_of,
    either,
    is_day,
    literal,
    negated,
    unsaid,
    values_of,
    written,
)
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
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.values import Missing


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
        return self.value(language.parse(text))

    def truth(self, node: Expression) -> str:
        """Return when a node is true."""
        worker = _TRUTHS.get(type(node))
        return f"{self.value(node)} = 1" if worker is None else worker(self, node)

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
        found = self._of_choice(left, sign, right) if isinstance(left, Name) else ""
        if found:
            return found
        if sign == "in":
            return either([self._numbers(left, "==", Literal(each)) for each in values_of(right)])
        return self._numbers(left, sign, right)

    def _of_choice(self, left: Name, sign: str, right: Expression) -> str:
        """Return a comparison with an option; empty where numbers are compared."""
        question = self.question(left)
        gives = kind_of(question).gives
        if gives is Gives.CODES:
            return self._chosen(left, sign, codes_of(right))
        if isinstance(right, Literal | Codes) and all(isinstance(c, str) for c in values_of(right)):
            return self._is_code(left, question, sign, codes_of(right))
        points = self.points(question)
        if points and isinstance(right, Literal | Codes):
            return self._is_point(left, question, points, sign, values_of(right))
        if gives is Gives.CODE and isinstance(right, Name):
            return self._same_code(left, sign, right)
        return ""

    def _row(self, sign: str, right: Expression) -> str:
        own = self.own_row()
        holds = own in values_of(right)
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
        elif question.type == "matrix_multiple":
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
            and any(COMPARE["==" if sign == "in" else sign](each.value, value) for value in values)
        ]
        return self._is_code(name, question, "==", fits)

    def _same_code(self, left: Name, sign: str, right: Name) -> str:
        same = f"{self.ref(left)} {'=' if sign == '==' else '!='} {self.ref(right)}"
        return both([self.answered(left), self.answered(right), same])

    def _chosen(self, name: Name, sign: str, codes: Sequence[str]) -> str:
        here = self.ref(name)
        chosen = [f"selected({here}, {literal(code)})" for code in codes]
        if sign not in ("==", "!="):
            return both(chosen) if sign == "has_all" else either(chosen)
        alone = both([*chosen, f"count-selected({here}) = {len(codes)}"])
        is_ordered = self.question(name).type == "ranking"
        same = f"{here} = {literal(' '.join(codes))}" if is_ordered else alone
        return same if sign == "==" else both([self.answered(name), negated(same)])

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
        return both([self._refused(question, each) for each in self._rows(question, node.name)])

    def _refused(self, question: Question, name: Name) -> str:
        if not question.may_refuse:
            return FALSE
        if not kind_of(question).needs_choices:
            self.form.remark(
                question.id,
                "„keine Angabe“ gibt es in einem Formular nicht; was davon abhängt, gilt nie",
                "a form has no “prefer not to say” here; what hangs on it never holds",
            )
            return FALSE
        return self._says(question, name, Missing.REFUSED)

    def _says(self, question: Question, name: Name, missing: Missing) -> str:
        here, code = self.ref(name), literal(missing.value)
        is_several = kind_of(question).gives is Gives.CODES or question.type == "matrix_multiple"
        return f"selected({here}, {code})" if is_several else f"{here} = {code}"

    def answered(self, name: Name) -> str:
        """Return that an answer was given; of a matrix: in any row."""
        question = self.question(name)
        return either([self._answered(question, each) for each in self._rows(question, name)])

    def _answered(self, question: Question, name: Name) -> str:
        parts = [f"{self.ref(name)} != ''"]
        if kind_of(question).needs_choices and question.type != "consent":
            offered = (
                (Missing.REFUSED, question.may_refuse),
                (Missing.NOT_APPLICABLE, question.may_not_apply),
            )
            parts += [
                negated(self._says(question, name, each))
                for each, is_offered in offered
                if is_offered
            ]
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
        return written(value, is_day=is_day(self.form.index, beside))

    def of_name(self, node: Name) -> str:
        """Return an answer as a number."""
        question = self.question(node)
        here = self.ref(node)
        points = self.points(question)
        if points and any(
            each.code != f"{each.value:g}" for each in points if each.value is not None
        ):
            found = "''"
            for each in reversed(points):
                found = f"if({here} = {literal(each.code)}, {each.value:g}, {found})"
            return found
        return NUMBERS.get(question.type, "{0}").format(here)

    def of_count(self, node: Count) -> str:
        """Return how many items a list has, or how many options were chosen."""
        index = self.form.index
        if node.list not in index.lists:
            return f"count-selected({self.ref(Name(node.list))})"
        items = index.lists[node.list]
        if is_written_out(index, node.list):
            parts = [
                f"if({self.is_item(node.list, row.code)}, 1, 0)"
                for row in rows_of(index, node.list)
            ]
            return f"({' + '.join(parts)})" if parts else "0"
        outer = [each for each, _ in self.scope.repeats]
        if items.count is not None and (items.within is None or items.within in outer):
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
        raise unsaid(node.quantifier)

    def _over_items(self, node: Quantified) -> str:
        repeat = self.form.repeat_of(node, node.list, self.scope)
        inner = replace(self, scope=self.form.scope_in(repeat, self.scope))
        self._refuse_foreign(node.body, inner)
        if node.quantifier in ("any", "all", "count"):
            mark = self.form.helper(repeat, f"if({inner.truth(node.body)}, 1, 0)", node.quantifier)
            return OVER[node.quantifier].format(mark=mark, repeat=repeat)
        if node.quantifier == "sum":
            return self._sum(node, inner, repeat)
        if node.quantifier in ("first", "last"):
            at = "1" if node.quantifier == "first" else f"count(${{{repeat}}})"
            mark = self.form.helper(repeat, inner.value(node.body), node.quantifier)
            return f"indexed-repeat(${{{mark}}}, ${{{repeat}}}, {at})"
        raise unsaid(node.quantifier)

    def _refuse_foreign(self, body: Expression, inner: XPath) -> None:
        """Refuse what every item of a repeat would have to know of the item of another one."""
        lists = {each for each, _ in inner.scope.repeats}
        for each in language.every(body):
            place = self.form.place_of(self.question(each)) if isinstance(each, Name) else ()
            if any(list_id not in lists for list_id, _ in place):
                raise InexpressibleError(
                    "vergleicht Einträge verschiedener Listen", "compares items of different lists"
                )

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
        if node.function in DATES:
            return self._date_function(node)
        parts = [self.value(each) for each in node.arguments]
        worker = CALLS.get(node.function)
        if worker is None:
            raise unsaid(node.function)
        return worker(parts)

    def _date_function(self, node: Call) -> str:
        parts = [self._date(each) for each in node.arguments]
        return DATES[node.function].format(*parts)

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
        raise InexpressibleError(
            "rechnet mit einem errechneten Datum", "computes with a computed date"
        )

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
        if node.fact in TODAY:
            self.form.today()
            return TODAY[node.fact]
        german, english = (
            f"fragt nach {node.fact}, das nur die Plattform kennt",
            f"asks for {node.fact}, which only the platform knows",
        )
        raise InexpressibleError(german, english)

    # Names

    def question(self, name: Name) -> Question:
        """Return the question of a name."""
        found = self.form.index.questions.get(name.question)
        if found is None:
            german, english = f"verweist auf {name.question}", f"refers to {name.question}"
            raise InexpressibleError(german, english)
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


_TRUTHS: Mapping[type, Callable[[XPath, Any], str]] = {
    Not: lambda path, node: negated(path.truth(node.operand)),
    And: lambda path, node: both([path.truth(each) for each in node.operands]),
    Or: lambda path, node: either([path.truth(each) for each in node.operands]),
    Compare: lambda path, node: path.comparison(node),
    State: lambda path, node: path.state(node),
    Quantified: lambda path, node: (
        path.quantified(node)
        if node.quantifier in ("any", "all")
        else f"{path.quantified(node)} = 1"
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
