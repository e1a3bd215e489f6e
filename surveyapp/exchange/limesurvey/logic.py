"""ExpressionScript as our expressions, exactly or not at all.

An unanswered question is an empty text in LimeSurvey: it differs from every code, so ``Q1 != 'A'`` is
true of it. Here a comparison with a missing answer is unknown, so ``!=`` becomes ``not (q1 == 'a')``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import re2

from surveyapp.exchange.limesurvey.names import Holds, Ref, Vocabulary, filtered
from surveyapp.exchange.limesurvey.patterns import re2_of
from surveyapp.exchange.limesurvey.script import (
    Assign,
    Binary,
    Call,
    Logic,
    Node,
    Not,
    Number,
    ScriptError,
    String,
    Variable,
    parse,
    walk,
)
from surveyapp.questionnaire import expression

ALWAYS, NEVER = "1 == 1", "1 == 0"

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
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


@dataclass
class Said:
    """An expression of ours, with what it does not say quite as LimeSurvey did."""

    text: str
    notes: tuple[tuple[str, str], ...] = ()


_EMPTY_IS_SMALL = (
    "in LimeSurvey gilt eine leere Antwort als kleiner als jede Zahl, hier als unbekannt",
    "LimeSurvey counts an empty answer as smaller than any number, here it is unknown",
)
_WAVE_YEAR = ("„heute“ ist hier das Jahr der Befragung", "“today” is the year of the wave here")
_NO_SUCH_CODE = (
    "ein verglichener Code kommt in den Antworten nicht vor",
    "a code that is compared with is none of the answers",
)


@dataclass
class Translator:
    """Says expressions of one question in our language."""

    vocabulary: Vocabulary
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
        self.notes, self.needs = {}, {}
        said = self.truth(parse(source))
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
            return _not(self.truth(node.operand))
        if isinstance(node, Variable):
            return self._is_true(self.ref(node), node)
        if isinstance(node, Binary) and node.operator in _COMPARE:
            return self._compared(node.operator, node.left, node.right)
        if isinstance(node, Call) and node.name in _TRUTHS:
            return _TRUTHS[node.name](self, node.arguments)
        if isinstance(node, Number | String):
            return ALWAYS if node.value not in {0, "", "0"} else NEVER
        return _not(f"{self.number(node)} == 0")

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
            return f"answered({ref.name}) and {_not(f"{ref.name} == '{ref.codes['0']}'")}"
        if ref.holds in {Holds.NUMBER, Holds.ANY}:
            return f"answered({ref.name}) and {_not(f'{ref.name} == 0')}"
        return self.is_answered(ref, node)

    def is_answered(self, ref: Ref, node: Variable | None = None) -> str:
        """Return the condition that a variable holds something."""
        if node is not None:
            self._note_need(ref, node)
        if ref.holds is Holds.NOTHING:
            raise _unsayable_variable(ref.question)
        return f"{ref.name} has '{ref.option}'" if ref.holds is Holds.FLAG else f"answered({ref.name})"

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
            raise _unsayable_variable(variable.name)
        return found[0]

    def refs(self, variable: Variable) -> list[Ref]:
        """Return the one or many variables that a word stands for."""
        if variable.name.startswith("TOKEN:"):
            raise UnsayableError(
                "Angaben aus der Teilnehmerliste gibt es nicht; Familien antworten anonym",
                "there is no participant list; families answer anonymously",
            )
        if variable.suffix not in {"", "naok", "value", "valuenaok", "shown", "code"}:
            raise _unsayable_variable(f"{variable.name}.{variable.suffix}")
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
                return self._with_constant(sign, ref, left, _plain(right))
            if isinstance(right, Variable) and ref.holds is Holds.CODE:
                return self._with_variable(sign, ref, self.ref(right))
            if ref.holds is Holds.DATE and isinstance(right, Variable):
                return self._of_numbers(sign, ref.name, self.ref(right).name, left)
        if isinstance(right, String) and not right.value:
            return self._of_numbers("!=" if sign == "==" else "==", self.number(left), "0", None)
        return self._of_numbers(sign, self.number(left), self.number(right), left)

    def _with_variable(self, sign: str, ref: Ref, other: Ref) -> str:
        if other.holds is not Holds.CODE or ref.codes != other.codes or sign not in {"==", "!="}:
            raise _unsayable_variable(f"{ref.name} {sign} {other.name}")
        same = f"{ref.name} == {other.name}"
        return same if sign == "==" else _not(same)

    def _with_constant(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        if sign == "!=" or value == "":
            self._note_need(ref, node)
        if value == "" and sign in {"==", "!=", ">"}:
            said = self.is_answered(ref)
            return _not(said) if sign == "==" else said
        return _WITH_CONSTANT[ref.holds](self, sign, ref, node, value)

    def with_code(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare the code of a choice: name the codes for which it holds."""
        wanted = "==" if sign == "!=" else sign
        fitting = [ours for code, ours in ref.codes.items() if self._fits(wanted, ref, code, node, value)]
        if sign in {"==", "!="} and not fitting:
            self.notes[_NO_SUCH_CODE] = None
        said = one_of(ref.name, fitting)
        return _not(said) if sign == "!=" else said

    def _fits(self, sign: str, ref: Ref, code: str, node: Variable, value: str) -> bool:
        if node.suffix in {"value", "valuenaok"} and any(ref.points.values()):
            code = f"{ref.points.get(code, 0):g}"
        if sign == "==" and code == value:
            return True
        left, right = as_number(code), as_number(value)
        return left is not None and right is not None and _COMPARE[sign](left, right)

    def with_flag(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare one box of a multiple choice, which holds Y (or 1) or nothing."""
        said = f"{ref.name} has '{ref.option}'"
        if sign not in {"==", "!="} or value not in {"Y", "1", "N", "0"}:
            raise _unsayable_variable(f"{node.name} {sign} {value}")
        is_ticked = value in {"Y", "1"}
        if not is_ticked:
            self.notes[_NO_SUCH_CODE] = None
            return NEVER if sign == "==" else ALWAYS
        return said if sign == "==" else _not(said)

    def with_number(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare a number."""
        number = as_number(value)
        if number is None:
            raise _unsayable_variable(f"{node.name} {sign} '{value}'")
        return self._of_numbers(sign, ref.name, f"{number:g}", node)

    def with_any(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare the value of an equation, a number or a code."""
        if as_number(value) is not None:
            return self.with_number(sign, ref, node, value)
        if sign not in {"==", "!="} or not re.fullmatch(r"[\w .+-]+", value):
            raise _unsayable_variable(f"{node.name} {sign} '{value}'")
        said = f"{ref.name} == '{value}'"
        return said if sign == "==" else _not(said)

    def with_date(self, sign: str, ref: Ref, node: Variable, value: str) -> str:
        """Compare a date with one written as 2024-05-31."""
        found = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", value, re.ASCII)
        if not found:
            raise _unsayable_variable(f"{node.name} {sign} '{value}'")
        return self._of_numbers(sign, ref.name, "".join(found.groups()), node)

    def _of_numbers(self, sign: str, left: str, right: str, node: Node | None) -> str:
        if sign in {"<", "<="} and node is not None:
            self.notes[_EMPTY_IS_SMALL] = None
        return _not(f"{left} == {right}") if sign == "!=" else f"{left} {sign} {right}"

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
        if isinstance(node, Call) and node.name in _NUMBERS:
            return _NUMBERS[node.name](self, node.arguments)
        raise _unsayable_node(node)

    def number_of(self, ref: Ref) -> str:
        """Return a variable as a number; a choice whose codes are numbers, case by case."""
        if ref.holds in {Holds.NUMBER, Holds.ANY}:
            return ref.name
        numbers = [(as_number(code), ours) for code, ours in ref.codes.items()]
        if ref.holds is not Holds.CODE or any(number is None for number, _ in numbers):
            raise _unsayable_variable(ref.name)
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
        is_truth = isinstance(node, Logic | Not) or (isinstance(node, Binary) and node.operator in _COMPARE)
        if is_truth or (isinstance(node, Call) and node.name in _TRUTHS):
            return f"if({self.truth(node)}, 1, 0)"
        return self.number(node)

    def listed(self, arguments: Sequence[Node]) -> list[Ref]:
        """Return all variables that the arguments of a function stand for."""
        found: list[Ref] = []
        for each in arguments:
            if not isinstance(each, Variable):
                raise _unsayable_node(each)
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
    return float(text) if re.fullmatch(r"\s*-?[0-9]{1,12}(\.[0-9]{1,9})?\s*", text, re.ASCII) else None


def unknown_variables(source: str, vocabulary: Vocabulary) -> list[str]:
    """Return the variables of an expression that its file does not hold."""
    found = (node for node in walk(parse(source)) if isinstance(node, Variable))
    return list(dict.fromkeys(node.name for node in found if not vocabulary.knows(node)))


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


def _not(said: str) -> str:
    if said in {ALWAYS, NEVER}:
        return NEVER if said == ALWAYS else ALWAYS
    return said[5:-1] if re.fullmatch(r"not \([^()]*\)", said) else f"not ({said})"


def _bracketed(said: str) -> str:
    return f"({said})" if re.search(r" (and|or) ", said) else said


def _code(text: str) -> str:
    if "'" in text or "\n" in text:
        raise UnsayableError("ein Text enthält Hochkommas", "a text holds quotes")
    return f"'{text}'"


def _is_constant(node: Node) -> bool:
    return isinstance(node, Number | String)


def _plain(node: Number | String) -> str:
    return node.value.strip() if isinstance(node, String) else f"{node.value:g}"


def _unsayable_variable(name: str) -> UnsayableError:
    return UnsayableError(
        f"„{name}“ lässt sich hier nicht vergleichen", f"{name!r} cannot be compared here"
    )


def _unsayable_node(node: Node) -> UnsayableError:
    if isinstance(node, Call):
        return UnsayableError(f"die Funktion {node.name}() gibt es hier nicht", f"there is no function {node.name}() here")
    if isinstance(node, Assign):
        return UnsayableError("Zuweisungen gibt es hier nicht", "there are no assignments here")
    return UnsayableError("ein Teil ist weder Zahl noch Bedingung", "a part is neither number nor condition")


# Functions -------------------------------------------------------------------------------------


def _nothing(translator: Translator, sign: str, ref: Ref, node: Variable, value: str) -> str:  # noqa: ARG001
    raise _unsayable_variable(node.name)


_WITH_CONSTANT: Mapping[Holds, Callable[[Translator, str, Ref, Variable, str], str]] = {
    Holds.CODE: Translator.with_code,
    Holds.FLAG: Translator.with_flag,
    Holds.NUMBER: Translator.with_number,
    Holds.ANY: Translator.with_any,
    Holds.DATE: Translator.with_date,
    Holds.TEXT: _nothing,
    Holds.NOTHING: _nothing,
}


def _is_empty(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 1 or not isinstance(arguments[0], Variable):
        raise _unsayable_node(Call("is_empty", tuple(arguments)))
    return _not(translator.is_answered(translator.ref(arguments[0]), arguments[0]))


def _is_filled(translator: Translator, arguments: Sequence[Node]) -> str:
    return _not(_is_empty(translator, arguments))


def _in_array(translator: Translator, arguments: Sequence[Node]) -> str:
    needle, *straw = arguments
    parts = (Binary("==", needle, each) for each in straw)
    return translator.truth(Logic("or", tuple(parts))) if straw else NEVER


def _matches(translator: Translator, arguments: Sequence[Node]) -> str:
    """Say which codes of a choice match a pattern; texts cannot be looked into."""
    pattern = arguments[0] if len(arguments) == 2 else None
    if not isinstance(pattern, String) or not isinstance(arguments[1], Variable):
        raise _unsayable_node(Call("regexMatch", tuple(arguments)))
    ref, ours = translator.ref(arguments[1]), re2_of(pattern.value)
    if ref.holds is not Holds.CODE or ours is None:
        raise _unsayable_variable(ref.name)
    compiled = re2.compile(ours)
    return one_of(ref.name, [ours for code, ours in ref.codes.items() if compiled.fullmatch(code)])


def _if_truth(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 3:
        raise _unsayable_node(Call("if", tuple(arguments)))
    when, yes, no = (translator.truth(each) for each in arguments)
    return f"(({when}) and ({yes})) or ({_not(when)} and ({no}))"


_TRUTHS: Mapping[str, Callable[[Translator, Sequence[Node]], str]] = {
    "is_empty": _is_empty,
    "empty": _is_empty,
    "is_null": _is_empty,
    "isset": _is_filled,
    "is_numeric": _is_filled,
    "in_array": _in_array,
    "regexmatch": _matches,
    "if": _if_truth,
    "iif": _if_truth,
}


def _count(translator: Translator, arguments: Sequence[Node]) -> str:
    refs = translator.listed(arguments)
    names = {ref.name for ref in refs}
    flags = [ref for ref in refs if ref.holds is Holds.FLAG]
    if len(names) == 1 and len(flags) == len(refs) == flags[0].of:
        return f"count({flags[0].name})"
    return _summed([f"if({translator.is_answered(ref)}, 1, 0)" for ref in refs])


def _count_if(translator: Translator, arguments: Sequence[Node]) -> str:
    if not arguments:
        raise _unsayable_node(Call("countif", ()))
    return _counted(translator, "==", arguments[0], arguments[1:])


def _count_if_operator(translator: Translator, arguments: Sequence[Node]) -> str:
    sign = arguments[0] if arguments else None
    if not isinstance(sign, String) or sign.value not in _COMPARE or len(arguments) < 2:
        raise _unsayable_node(Call("countifop", tuple(arguments)))
    return _counted(translator, sign.value, arguments[1], arguments[2:])


def _counted(
    translator: Translator, sign: str, value: Node, variables: Sequence[Node]
) -> str:
    if not isinstance(value, Number | String):
        raise _unsayable_node(value)
    if isinstance(value, String) and value.value == "Y":
        refs = translator.listed(variables)
        if refs and all(ref.holds is Holds.FLAG for ref in refs):
            return _count(translator, variables)
    wanted = _plain(value)
    node = Variable("countif", "naok")
    conditions = [
        _WITH_CONSTANT[ref.holds](translator, sign, ref, node, wanted)
        for ref in translator.listed(variables)
    ]
    return _summed([f"if({each}, 1, 0)" for each in conditions])


def _sum(translator: Translator, arguments: Sequence[Node]) -> str:
    return _summed(_numbers(translator, arguments, or_zero=True))


def _numbers(translator: Translator, arguments: Sequence[Node], *, or_zero: bool = False) -> list[str]:
    found: list[str] = []
    for each in arguments:
        refs = translator.refs(each) if isinstance(each, Variable) else None
        found += [translator.number(each)] if refs is None else [translator.number_of(ref) for ref in refs]
    is_name = re.compile(r"[a-z_][a-z0-9_.]*")
    return [f"coalesce({each}, 0)" if or_zero and is_name.fullmatch(each) else each for each in found]


def _summed(parts: Sequence[str]) -> str:
    return f"({' + '.join(parts)})" if len(parts) > 1 else (parts[0] if parts else "0")


def _called(name: str) -> Callable[[Translator, Sequence[Node]], str]:
    def said(translator: Translator, arguments: Sequence[Node]) -> str:
        if not arguments:
            raise _unsayable_node(Call(name, ()))
        return f"{name}({', '.join(_numbers(translator, arguments))})"

    return said


def _rounded(translator: Translator, arguments: Sequence[Node]) -> str:
    numbers = _numbers(translator, arguments)
    return f"round({', '.join([*numbers, '0'][:2])})"


def _whole_number(translator: Translator, arguments: Sequence[Node]) -> str:
    return f"floor({_numbers(translator, arguments)[0]})" if arguments else "0"


def _date(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 1 or arguments[0] != String("Y"):
        raise _unsayable_node(Call("date", tuple(arguments)))
    translator.notes[_WAVE_YEAR] = None
    return "wave.year"


def _if_number(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 3:
        raise _unsayable_node(Call("if", tuple(arguments)))
    condition, yes, no = arguments
    return f"if({translator.truth(condition)}, {translator.number(yes)}, {translator.number(no)})"


_NUMBERS: Mapping[str, Callable[[Translator, Sequence[Node]], str]] = {
    "count": _count,
    "countif": _count_if,
    "countifop": _count_if_operator,
    "sum": _sum,
    "min": _called("min"),
    "max": _called("max"),
    "abs": _called("abs"),
    "round": _rounded,
    "floor": _whole_number,
    "intval": _whole_number,
    "date": _date,
    "if": _if_number,
    "iif": _if_number,
}

FUNCTIONS = frozenset(_TRUTHS) | frozenset(_NUMBERS)
"""What is understood of LimeSurvey's functions."""

__all__ = ["FUNCTIONS", "Said", "ScriptError", "Translator", "UnsayableError", "unknown_variables"]
