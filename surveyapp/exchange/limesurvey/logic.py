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

from surveyapp.exchange.limesurvey.names import (
    FUNCTIONS_OF_LIMESURVEY,
    Holds,
    Ref,
    Vocabulary,
    filtered,
)
from surveyapp.exchange.limesurvey.script import (
    Assign,
    Binary,
    Call,
    Logic,
    Node,
    Not,
    Number,
    String,
    Variable,
    parse,
    walk,
)
from surveyapp.questionnaire import expression

ALWAYS, NEVER = "1 == 1", "1 == 0"

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


class UnsayableError(ValueError):
    """Our expressions cannot say it; ``reason`` holds why, in German and English."""

    def __init__(self, german: str, english: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(english)
        self.reason = (german, english)


Function: TypeAlias = Callable[["Translator", Sequence[Node]], str]
"""Says a function of LimeSurvey with its arguments in our language."""


@dataclass
class Said:
    """An expression of ours, with what it does not say quite as LimeSurvey did."""

    text: str
    notes: tuple[tuple[str, str], ...] = ()


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
        return Said(_checked(self._where_asked(said)), tuple(self.notes))

    def result(self, node: Node) -> Said:
        """Return the value of an equation in our language: a number or a code."""
        self.notes, self.needs = {}, {}
        return Said(_checked(self.value(node)), tuple(self.notes))

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
        return f" {node.operator} ".join(_bracketed(part) for part in parts)

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
        if _is_constant(left) and not _is_constant(right):
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
            return _code(node.value)
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


def one_of(name: str, codes: Sequence[str]) -> str:
    """Return the condition that an answer is one of some codes."""
    if len(codes) < 2:
        return f"{name} == '{codes[0]}'" if codes else NEVER
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"{name} in [{listed}]"


def as_number(text: str) -> float | None:
    """Return a text as a number, or None."""
    return (
        float(text) if re.fullmatch(r"\s*-?[0-9]{1,12}(\.[0-9]{1,9})?\s*", text, re.ASCII) else None
    )


def unknown_words(source: str | Node, vocabulary: Vocabulary) -> list[str]:
    """Return the variables and functions of an expression that LimeSurvey would not know."""
    found: dict[str, None] = {}
    for node in walk(parse(source) if isinstance(source, str) else source):
        if isinstance(node, Variable) and not vocabulary.knows(node):
            found[node.name] = None
        if isinstance(node, Call) and node.name not in FUNCTIONS_OF_LIMESURVEY:
            found[f"{node.name}()"] = None
    return list(found)


def _checked(said: str) -> str:
    """Return an expression that our own parser reads."""
    try:
        expression.parse(said)
    except expression.ExpressionError:
        raise UnsayableError(
            "der Ausdruck wird zu lang oder zu tief, oder hier fehlt eine seiner Funktionen",
            "the expression gets too long or too deep, or one of its functions is missing here",
        ) from None
    return said


def negated(said: str) -> str:
    """Return the opposite of a condition."""
    if said in {ALWAYS, NEVER}:
        return NEVER if said == ALWAYS else ALWAYS
    return said[5:-1] if _is_negation(said) else f"not ({said})"


def _is_negation(said: str) -> bool:
    """Say whether a condition is one ``not (…)`` from its first to its last sign."""
    if not said.startswith("not (") or not said.endswith(")"):
        return False
    depth = 0
    for sign in said[5:-1]:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def _bracketed(said: str) -> str:
    return f"({said})" if re.search(r" (and|or) ", said) else said


def _code(text: str) -> str:
    if "'" in text or "\n" in text:
        raise UnsayableError("ein Text enthält Hochkommas", "a text holds quotes")
    return f"'{text}'"


def _is_constant(node: Node) -> bool:
    return isinstance(node, Number | String)


def plain_value(node: Number | String) -> str:
    """Return a constant as a text."""
    return node.value.strip() if isinstance(node, String) else f"{node.value:g}"


def unsayable(name: str) -> UnsayableError:
    """Return the error of a variable that cannot be compared so."""
    return UnsayableError(
        f"„{name}“ steht Ausdrücken hier nicht offen",
        f"{name!r} is not open to expressions here",
    )


def unsayable_node(node: Node) -> UnsayableError:
    """Return the error of a part that our language lacks."""
    if isinstance(node, Call):
        return UnsayableError(
            f"die Funktion {node.name}() gibt es hier nicht",
            f"there is no function {node.name}() here",
        )
    if isinstance(node, Assign):
        return UnsayableError("Zuweisungen gibt es hier nicht", "there are no assignments here")
    return UnsayableError(
        "ein Teil ist weder Zahl noch Bedingung", "a part is neither number nor condition"
    )


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
