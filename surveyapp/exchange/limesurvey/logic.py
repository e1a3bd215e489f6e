"""ExpressionScript as our expressions, exactly or not at all.

An unanswered question is an empty text in LimeSurvey: it differs from every code, so ``Q1 != 'A'`` is
true of it. Here a comparison with a missing answer is unknown, so ``!=`` becomes ``not (q1 == 'a')``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from surveyapp.exchange.clauses import ALWAYS, NEVER, one_of
from surveyapp.exchange.limesurvey.names import (
    Holds,
    Ref,
    Vocabulary,
    filtered,
)
from surveyapp.exchange.limesurvey.sayings import (
    Said,
    UnsayableError,
    as_number,
    bracketed,
    checked,
    is_constant,
    negated,
    plain_value,
    quoted_code,
    unsayable,
    unsayable_node,
)
from surveyapp.exchange.limesurvey.script import (
    Binary,
    Call,
    Logic,
    Node,
    Not,
    Number,
    String,
    Variable,
    parse,
)

COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
IN_LETTERS: Mapping[str, Callable[[str, str], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


Function: TypeAlias = Callable[["Translator", Sequence[Node]], str]
"""Says a function of LimeSurvey with its arguments in our language."""


_EMPTY_IS_SMALL = (
    "in LimeSurvey gilt eine leere Antwort als kleiner als jede Zahl, hier als unbekannt",
    "LimeSurvey counts an empty answer as smaller than any number, here it is unknown",
)
WAVE_YEAR = ("„heute“ ist hier das Jahr der Befragung", "“today” is the year of the wave here")
_NO_SUCH_CODE = (
    "ein verglichener Code kommt in den Antworten nicht vor",
    "a code that is compared with is none of the answers",
)


@dataclass
class Translator:
    """Says expressions of one question in our language."""

    vocabulary: Vocabulary
    #: Functions that are conditions, and functions that are numbers, by name.
    truths: Mapping[str, Function]
    numbers: Mapping[str, Function]
    #: What ``this`` and ``self`` stand for.
    own: Sequence[Ref] = ()
    notes: dict[tuple[str, str], None] = field(default_factory=dict)
    needs: dict[str, None] = field(default_factory=dict)

    def condition(self, source: str) -> Said:
        """Return a condition in our language.

        Raises
        ------
        ScriptError
            If it is not ExpressionScript.
        UnsayableError
            If our language cannot say it.
        """
        return self.condition_of(parse(source))

    def condition_of(self, node: Node) -> Said:
        """Return a condition that has been read already."""
        self.notes, self.needs = {}, {}
        said = self.truth(node)
        return Said(checked(self._where_asked(said)), tuple(self.notes))

    def result(self, node: Node) -> Said:
        """Return the value of an equation in our language: a number or a code."""
        self.notes, self.needs = {}, {}
        return Said(checked(self.value(node)), tuple(self.notes))

    def _where_asked(self, said: str) -> str:
        """Add that questions named without NAOK were asked, as LimeSurvey demands it."""
        shown = dict.fromkeys(self.vocabulary.shown.get(code) for code in self.needs)
        wanted = [each for each in shown if each and each not in said]
        return " and ".join([*(f"({each})" for each in wanted), f"({said})"]) if wanted else said

    # Truths ------------------------------------------------------------------------------------

    def truth(self, node: Node) -> str:
        """Return a node as a condition."""
        if isinstance(node, Logic):
            return self._joined(node)
        if isinstance(node, Not):
            return negated(self.truth(node.operand))
        if isinstance(node, Variable):
            return self._is_true(self.ref(node), node)
        if isinstance(node, Number | String):
            return ALWAYS if node.value not in {0, "", "0"} else NEVER
        return self._truth_of_two(node)

    def _truth_of_two(self, node: Node) -> str:
        if isinstance(node, Binary) and node.operator in COMPARE:
            return self._compared(node.operator, node.left, node.right)
        if isinstance(node, Call) and node.name in self.truths:
            return self.truths[node.name](self, node.arguments)
        return negated(f"{self.number(node)} == 0")

    def _joined(self, node: Logic) -> str:
        neutral, decides = (ALWAYS, NEVER) if node.operator == "and" else (NEVER, ALWAYS)
        parts = list(dict.fromkeys(self.truth(part) for part in node.operands))
        parts = [part for part in parts if part != neutral]
        if decides in parts:
            return decides
        if len(parts) < 2:
            return parts[0] if parts else neutral
        return f" {node.operator} ".join(bracketed(part) for part in parts)

    def _is_true(self, ref: Ref, node: Variable) -> str:
        if ref.holds is Holds.FLAG:
            return f"{ref.name} has '{ref.option}'"
        if ref.holds is Holds.CODE and "0" in ref.codes:
            is_zero = one_of(ref.name, [ref.codes["0"]])
            return f"answered({ref.name}) and {negated(is_zero)}"
        if ref.holds in {Holds.NUMBER, Holds.ANY}:
            return f"answered({ref.name}) and {negated(f'{ref.name} == 0')}"
        return self.is_answered(ref, node)

    def is_answered(self, ref: Ref, node: Variable | None = None) -> str:
        """Return the condition that a variable holds something."""
        if node is not None:
            self._note_need(ref, node)
        if ref.holds is Holds.NOTHING:
            raise unsayable(ref.question)
        return (
            f"{ref.name} has '{ref.option}'" if ref.holds is Holds.FLAG else f"answered({ref.name})"
        )

    def _note_need(self, ref: Ref, node: Variable) -> None:
        if node.suffix not in {"naok", "valuenaok"} and ref.question:
            self.needs[ref.question] = None

    def ref(self, variable: Variable) -> Ref:
        """Return what a variable stands for.

        Raises
        ------
        UnsayableError
            If it is nothing our expressions can speak of.
        """
        found = self.refs(variable)
        if len(found) != 1:
            raise unsayable(variable.name)
        return found[0]

    def refs(self, variable: Variable) -> list[Ref]:
        """Return the one or many variables that a word stands for."""
        if variable.name.startswith("TOKEN:"):
            raise UnsayableError(
                "Angaben aus der Teilnehmerliste gibt es nicht; Familien antworten anonym",
                "there is no participant list; families answer anonymously",
            )
        if variable.suffix not in {"", "naok", "value", "valuenaok", "shown", "code"}:
            compared = f"{variable.name}.{variable.suffix}"
            raise unsayable(compared)
        words = variable.name.split(".")
        if words[0] in {"this", "self"}:
            return filtered(list(self.own), words[1:])
        if words[0] == "that":
            return self.vocabulary.all_of(variable)
        found = self.vocabulary.find(variable)
        return [found] if found else []

    # Comparisons -------------------------------------------------------------------------------

    def _compared(self, sign: str, left: Node, right: Node) -> str:
        if is_constant(left) and not is_constant(right):
            return self._compared(_SWAPPED.get(sign, sign), right, left)
        if isinstance(left, Variable):
            ref = self.ref(left)
            if isinstance(right, Number | String):
                return self._with_constant(sign, ref, left, plain_value(right))
            if isinstance(right, Variable) and ref.holds is Holds.CODE:
                return self._with_variable(sign, ref, self.ref(right))
            if ref.holds is Holds.DATE and isinstance(right, Variable):
                return self._of_numbers(sign, ref.name, self.ref(right).name, left)
        if isinstance(right, String) and not right.value:
            return self._of_numbers("!=" if sign == "==" else "==", self.number(left), "0", None)
        return self._of_numbers(sign, self.number(left), self.number(right), left)

    def _with_variable(self, sign: str, ref: Ref, other: Ref) -> str:
        if other.holds is not Holds.CODE or ref.codes != other.codes or sign not in {"==", "!="}:
            compared = f"{ref.name} {sign} {other.name}"
            raise unsayable(compared)
        same = f"{ref.name} == {other.name}"
        return same if sign == "==" else negated(same)

    def _with_constant(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        if sign == "!=" or value == "":
            self._note_need(ref, node)
        if value == "" and sign in {"==", "!=", ">"}:
            said = self.is_answered(ref)
            return negated(said) if sign == "==" else said
        return WITH_CONSTANT[ref.holds](self, sign, ref, node, value)

    def with_code(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare the code of a choice: name the codes for which it holds."""
        if node.suffix == "shown":
            wording = f"{node.name}.shown"
            raise unsayable(wording)
        if sign in {"<", "<="} and as_number(value) is None:
            self.notes[_EMPTY_IS_SMALL] = None
        wanted = "==" if sign == "!=" else sign
        fitting = [
            ours for code, ours in ref.codes.items() if self._fits(wanted, ref, code, node, value)
        ]
        if not fitting:
            self.notes[_NO_SUCH_CODE] = None
        said = one_of(ref.name, fitting)
        return negated(said) if sign == "!=" else said

    def _fits(self, sign: str, ref: Ref, code: str, node: Variable, value: str) -> bool:
        if node.suffix in {"value", "valuenaok"} and any(ref.points.values()):
            code = f"{ref.points.get(code, 0):g}"
        if sign == "==" and code == value:
            return True
        left, right = as_number(code), as_number(value)
        if left is None and right is None:  # two words: LimeSurvey goes by their letters
            return sign != "==" and IN_LETTERS[sign](code, value)
        return left is not None and right is not None and COMPARE[sign](left, right)

    def with_flag(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare one box of a multiple choice, which holds Y (or 1) or nothing."""
        said = f"{ref.name} has '{ref.option}'"
        if sign not in {"==", "!="} or value not in {"Y", "1", "N", "0"}:
            compared = f"{node.name} {sign} {value}"
            raise unsayable(compared)
        is_ticked = value in {"Y", "1"}
        if not is_ticked:
            self.notes[_NO_SUCH_CODE] = None
            return NEVER if sign == "==" else ALWAYS
        return said if sign == "==" else negated(said)

    def with_number(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare a number."""
        number = as_number(value)
        if number is None:
            compared = f"{node.name} {sign} '{value}'"
            raise unsayable(compared)
        return self._of_numbers(sign, ref.name, f"{number:g}", node)

    def with_any(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare the value of an equation, a number or a code."""
        if as_number(value) is not None:
            return self.with_number(sign, ref, node, value)
        if sign not in {"==", "!="} or not re.fullmatch(r"[\w .+-]+", value):
            compared = f"{node.name} {sign} '{value}'"
            raise unsayable(compared)
        said = f"{ref.name} == '{value}'"
        return said if sign == "==" else negated(said)

    def with_date(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare a date with one written as 2024-05-31."""
        found = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", value, re.ASCII)
        if not found:
            compared = f"{node.name} {sign} '{value}'"
            raise unsayable(compared)
        return self._of_numbers(sign, ref.name, "".join(found.groups()), node)

    def _of_numbers(self, sign: str, left: str, right: str, node: Node | None) -> str:
        is_own = isinstance(node, Variable) and node.name.split(".")[0] in {"this", "self"}
        if sign in {"<", "<="} and node is not None and not is_own:
            self.notes[_EMPTY_IS_SMALL] = None
        return negated(f"{left} == {right}") if sign == "!=" else f"{left} {sign} {right}"

    # Numbers -----------------------------------------------------------------------------------

    def number(self, node: Node) -> str:
        """Return a node as a number."""
        if isinstance(node, Number):
            return f"{node.value:g}"
        if isinstance(node, String) and as_number(node.value) is not None:
            return node.value
        if isinstance(node, Variable):
            return self.number_of(self.ref(node))
        if isinstance(node, Binary) and node.operator in {"+", "-", "*", "/"}:
            return f"({self.number(node.left)} {node.operator} {self.number(node.right)})"
        if isinstance(node, Binary) and node.operator == "%":
            return f"mod({self.number(node.left)}, {self.number(node.right)})"
        if isinstance(node, Call) and node.name in self.numbers:
            return self.numbers[node.name](self, node.arguments)
        raise unsayable_node(node)

    def number_of(self, ref: Ref) -> str:
        """Return a variable as a number; a choice whose codes are numbers, case by case."""
        if ref.holds in {Holds.NUMBER, Holds.ANY}:
            return ref.name
        numbers = [(as_number(code), ours) for code, ours in ref.codes.items()]
        if ref.holds is not Holds.CODE or any(number is None for number, _ in numbers):
            raise unsayable(ref.name)
        said = f"{numbers[-1][0]:g}" if numbers else "0"
        for number, ours in reversed(numbers[:-1]):
            said = f"if({ref.name} == '{ours}', {number:g}, {said})"
        return f"if(answered({ref.name}), {said}, 0)"

    def value(self, node: Node) -> str:
        """Return a node as a number, a code or a truth, whatever it is."""
        if isinstance(node, String) and as_number(node.value) is None:
            return quoted_code(node.value)
        if isinstance(node, Call) and node.name in {"if", "iif"} and len(node.arguments) == 3:
            condition, yes, no = node.arguments
            return f"if({self.truth(condition)}, {self.value(yes)}, {self.value(no)})"
        if isinstance(node, Variable) and self.ref(node).holds in {Holds.CODE, Holds.DATE}:
            return self.ref(node).name
        is_truth = isinstance(node, Logic | Not) or (
            isinstance(node, Binary) and node.operator in COMPARE
        )
        if is_truth or (isinstance(node, Call) and node.name in self.truths):
            return f"if({self.truth(node)}, 1, 0)"
        return self.number(node)

    def listed(self, arguments: Sequence[Node]) -> list[Ref]:
        """Return all variables that the arguments of a function stand for."""
        found: list[Ref] = []
        for each in arguments:
            if not isinstance(each, Variable):
                raise unsayable_node(each)
            found.extend(self.refs(each))
        return found


def _nothing(translator: Translator, sign: str, ref: Ref, node: Variable, value: str) -> str:  # noqa: ARG001
    raise unsayable(node.name)


WITH_CONSTANT: Mapping[Holds, Callable[[Translator, str, Ref, Variable, str], str]] = {
    Holds.CODE: Translator.with_code,
    Holds.FLAG: Translator.with_flag,
    Holds.NUMBER: Translator.with_number,
    Holds.ANY: Translator.with_any,
    Holds.DATE: Translator.with_date,
    Holds.TEXT: _nothing,
    Holds.NOTHING: _nothing,
}
