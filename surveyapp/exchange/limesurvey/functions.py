"""The functions of ExpressionScript in our language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import re2

from surveyapp.exchange.clauses import NEVER, one_of
from surveyapp.exchange.limesurvey.logic import (
    COMPARE,
    WAVE_YEAR,
    WITH_CONSTANT,
    Function,
    Translator,
)
from surveyapp.exchange.limesurvey.names import Holds, Ref, Vocabulary
from surveyapp.exchange.limesurvey.patterns import re2_of
from surveyapp.exchange.limesurvey.sayings import (
    negated,
    plain_value,
    unsayable,
    unsayable_node,
)
from surveyapp.exchange.limesurvey.script import (
    Binary,
    Call,
    Logic,
    Node,
    Number,
    String,
    Variable,
)


def _is_empty(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 1 or not isinstance(arguments[0], Variable):
        raise unsayable_node(Call("is_empty", tuple(arguments)))
    return negated(translator.is_answered(translator.ref(arguments[0]), arguments[0]))


def _is_filled(translator: Translator, arguments: Sequence[Node]) -> str:
    return negated(_is_empty(translator, arguments))


def _in_array(translator: Translator, arguments: Sequence[Node]) -> str:
    needle, *straw = arguments
    parts = (Binary("==", needle, each) for each in straw)
    return translator.truth(Logic("or", tuple(parts))) if straw else NEVER


def _matches(translator: Translator, arguments: Sequence[Node]) -> str:
    """Say which codes of a choice match a pattern; texts cannot be looked into."""
    pattern = arguments[0] if len(arguments) == 2 else None
    if not isinstance(pattern, String) or not isinstance(arguments[1], Variable):
        raise unsayable_node(Call("regexMatch", tuple(arguments)))
    ref, ours = translator.ref(arguments[1]), re2_of(pattern.value)
    if ref.holds is not Holds.CODE or ours is None:
        raise unsayable(ref.name)
    compiled = re2.compile(ours)
    return one_of(ref.name, [ours for code, ours in ref.codes.items() if compiled.fullmatch(code)])


def _if_truth(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 3:
        raise unsayable_node(Call("if", tuple(arguments)))
    when, yes, no = (translator.truth(each) for each in arguments)
    return f"(({when}) and ({yes})) or ({negated(when)} and ({no}))"


_TRUTHS: Mapping[str, Function] = {
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
        raise unsayable_node(Call("countif", ()))
    return _counted(translator, "==", arguments[0], arguments[1:])


def _count_if_operator(translator: Translator, arguments: Sequence[Node]) -> str:
    sign = arguments[0] if arguments else None
    if not isinstance(sign, String) or sign.value not in COMPARE or len(arguments) < 2:
        raise unsayable_node(Call("countifop", tuple(arguments)))
    return _counted(translator, sign.value, arguments[1], arguments[2:])


def _counted(translator: Translator, sign: str, value: Node, variables: Sequence[Node]) -> str:
    if not isinstance(value, Number | String):
        raise unsayable_node(value)
    if isinstance(value, String) and value.value == "Y":
        refs = translator.listed(variables)
        if refs and all(ref.holds is Holds.FLAG for ref in refs):
            return _count(translator, variables)
    wanted = plain_value(value)
    node = Variable("countif", "naok")
    conditions = [
        WITH_CONSTANT[ref.holds](translator, sign, ref, node, wanted)
        for ref in translator.listed(variables)
    ]
    return _summed([f"if({each}, 1, 0)" for each in conditions])


def _sum(translator: Translator, arguments: Sequence[Node]) -> str:
    return _summed(_said_numbers(translator, arguments, or_zero=True))


def _said_numbers(
    translator: Translator, arguments: Sequence[Node], *, or_zero: bool = False
) -> list[str]:
    found: list[str] = []
    for each in arguments:
        refs = translator.refs(each) if isinstance(each, Variable) else None
        found += (
            [translator.number(each)]
            if refs is None
            else [translator.number_of(ref) for ref in refs]
        )
    is_name = re.compile(r"[a-z_][a-z0-9_.]*")
    return [
        f"coalesce({each}, 0)" if or_zero and is_name.fullmatch(each) else each for each in found
    ]


def _summed(parts: Sequence[str]) -> str:
    return f"({' + '.join(parts)})" if len(parts) > 1 else (parts[0] if parts else "0")


def _called(name: str) -> Function:
    def said(translator: Translator, arguments: Sequence[Node]) -> str:
        if not arguments:
            raise unsayable_node(Call(name, ()))
        return f"{name}({', '.join(_said_numbers(translator, arguments))})"

    return said


def _rounded(translator: Translator, arguments: Sequence[Node]) -> str:
    numbers = _said_numbers(translator, arguments)
    return f"round({', '.join([*numbers, '0'][:2])})"


def _whole_number(translator: Translator, arguments: Sequence[Node]) -> str:
    return f"floor({_said_numbers(translator, arguments)[0]})" if arguments else "0"


def _date(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 1 or arguments[0] != String("Y"):
        raise unsayable_node(Call("date", tuple(arguments)))
    translator.notes[WAVE_YEAR] = None
    return "wave.year"


def _if_number(translator: Translator, arguments: Sequence[Node]) -> str:
    if len(arguments) != 3:
        raise unsayable_node(Call("if", tuple(arguments)))
    condition, yes, no = arguments
    return f"if({translator.truth(condition)}, {translator.number(yes)}, {translator.number(no)})"


_NUMBERS: Mapping[str, Function] = {
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


def translator(vocabulary: Vocabulary, own: Sequence[Ref] = ()) -> Translator:
    """Return a translator that knows all functions; ``own`` is what ``this`` and ``self`` stand for."""
    return Translator(vocabulary, _TRUTHS, _NUMBERS, own)
