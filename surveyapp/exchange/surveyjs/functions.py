"""Functions of SurveyJS that can be said in our language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias

from surveyapp.exchange.surveyjs.expression import Array, Call, Const, Tree, Variable
from surveyapp.exchange.surveyjs.names import Answer, Lost
from surveyapp.exchange.surveyjs.sentences import (
    NUMERIC,
    answered,
    bracketed,
    calculated,
    number_text,
)
from surveyapp.exchange.surveyjs.symbols import Sort, Symbol

TODAY = "wave.year * 10000 + wave.month * 100 + 1"
"""The day we know: the first of the month of the wave."""

Value: TypeAlias = Answer | Const | Array
"""What stands on one side of an operator."""


class Translation(Protocol):
    """The expression a function stands in."""

    uses_today: bool

    def value(self, tree: Tree) -> Value:
        """Return a part as a value."""

    def number(self, tree: Tree) -> str:
        """Return a part as a number."""

    def date(self, tree: Tree) -> str:
        """Return a part as a date."""

    def condition(self, tree: Tree) -> str:
        """Return a part as a condition."""

    def inside(self, parts: Mapping[str, Symbol]) -> Translation:
        """Return a translation that sees one item of a list."""


def _sum(translation: Translation, call: Call) -> Value:
    parts = [translation.number(each) for each in _flat(call)]
    return calculated(" + ".join(bracketed(part) for part in parts) or "0")


def _average(translation: Translation, call: Call) -> Value:
    total = _sum(translation, call)
    answers = [translation.value(each) for each in _flat(call)]
    number = " + ".join(
        f"if({answered(each)}, 1, 0)" if isinstance(each, Answer) else "1" for each in answers
    )
    return calculated(f"({total.text if isinstance(total, Answer) else 0}) / ({number or 1})")


def _extreme(word: str) -> Callable[[Translation, Call], Value]:
    def found(translation: Translation, call: Call) -> Value:
        values = [translation.value(each) for each in _flat(call)]
        texts = [
            each.text if isinstance(each, Answer) else number_text(each, Sort.NUMBER)
            for each in values
        ]
        if len(texts) < 2 or len(texts) > 6:
            raise Lost(
                german=f"{word}() hat zu viele oder zu wenige Werte",
                english=f"{word}() has odd values",
            )
        # Empty answers do not count: each place falls back to the other values.
        places = (
            f"coalesce({', '.join((text, *(o for o in texts if o != text)))})" for text in texts
        )
        return calculated(f"{word}({', '.join(places)})")

    return found


def _flat(call: Call) -> tuple[Tree, ...]:
    return tuple(
        part
        for each in call.arguments
        for part in (each.values if isinstance(each, Array) else (each,))
    )


def _round(translation: Translation, call: Call) -> Value:
    arguments = [translation.number(each) for each in call.arguments[:2]]
    return calculated(f"round({', '.join((*arguments, '0')[:2])})")


def _chosen_value(translation: Translation, call: Call) -> Value:
    if len(call.arguments) != 3:
        raise Lost("iif() braucht drei Angaben", "iif() needs three arguments")
    held, yes, no = call.arguments
    said = translation.condition(held)
    return calculated(f"if({said}, {translation.number(yes)}, {translation.number(no)})")


def _in_list(word: str) -> Callable[[Translation, Call], Value]:
    """Return a function over the items of a repeated group."""

    def found(translation: Translation, call: Call) -> Value:
        items = translation.value(call.arguments[0]) if call.arguments else None
        if not isinstance(items, Answer) or items.list is None or len(call.arguments) < 2:
            raise Lost("gerechnet wird über etwas, das keine Liste ist", "this is no list")
        inner = translation.inside(items.list.parts)
        asked = call.arguments[1]
        name = str(asked.value) if isinstance(asked, Const) else ""
        answer = inner.value(Variable(name))
        if not isinstance(answer, Answer):
            raise Lost("das Feld ist keine Antwort", "the field is no answer")
        held = inner.condition(call.arguments[2]) if len(call.arguments) > 2 else ""
        return calculated(_LIST_SENTENCES[word](items.list.id, answer, held))

    return found


def _sum_sentence(list_id: str, answer: Answer, held: str) -> str:
    if answer.sort is not Sort.NUMBER:
        raise Lost("summiert wird etwas, das keine Zahl ist", "what is summed is no number")
    return (
        f"sum({list_id}, if({held}, {answer.text}, 0))"
        if held
        else f"sum({list_id}, {answer.text})"
    )


def _count_sentence(list_id: str, answer: Answer, held: str) -> str:
    return f"count({list_id}, {' and '.join(filter(None, (answered(answer), held and bracketed(held))))})"


def _extreme_sentence(word: str) -> Callable[[str, Answer, str], str]:
    def said(list_id: str, answer: Answer, held: str) -> str:
        if held or answer.sort not in NUMERIC:
            raise Lost("gesucht wird unter einer Bedingung", "it is looked for under a condition")
        return f"{word}({list_id}, {answer.text})"

    return said


def _average_sentence(list_id: str, answer: Answer, held: str) -> str:
    counted = _count_sentence(list_id, answer, held)
    return f"{_sum_sentence(list_id, answer, held)} / {counted}"


_LIST_SENTENCES: Mapping[str, Callable[[str, Answer, str], str]] = {
    "sum": _sum_sentence,
    "count": _count_sentence,
    "lowest": _extreme_sentence("lowest"),
    "highest": _extreme_sentence("highest"),
    "average": _average_sentence,
}


def _count(translation: Translation, call: Call) -> Value:
    value = translation.value(call.arguments[0]) if len(call.arguments) == 1 else None
    if isinstance(value, Answer) and value.sort in (Sort.CODES, Sort.LIST):
        return calculated(f"coalesce(count({value.text}), 0)")
    raise Lost("gezählt wird keine Mehrfachauswahl", "what is counted is no multiple choice")


def _today(translation: Translation, call: Call) -> Value:
    if call.arguments:
        raise Lost("heute plus Tage gibt es hier nicht", "today plus days does not exist here")
    translation.uses_today = True
    return calculated(TODAY, Sort.DATE)


def _year(translation: Translation, call: Call) -> Value:
    first = call.arguments[0] if call.arguments else None
    if first is None or (isinstance(first, Call) and first.function in ("today", "currentDate")):
        translation.uses_today = True
        return calculated("wave.year")
    return calculated(f"year({translation.date(first)})")


def _age(translation: Translation, call: Call) -> Value:
    translation.uses_today = True
    return calculated(f"years_between({translation.date(call.arguments[0])}, {TODAY})")


def _difference(translation: Translation, call: Call) -> Value:
    unit = call.arguments[2] if len(call.arguments) > 2 else Const("days")
    word = {"days": "days_between", "years": "years_between"}.get(
        str(unit.value) if isinstance(unit, Const) else ""
    )
    if word is None or len(call.arguments) < 2:
        raise Lost("gerechnet wird in Monaten oder Stunden", "it is counted in months or hours")
    first, second = (translation.date(each) for each in call.arguments[:2])
    return calculated(f"{word}({first}, {second})")


def _as_date(translation: Translation, call: Call) -> Value:
    return translation.value(call.arguments[0])


FUNCTIONS: Mapping[str, Callable[[Translation, Call], Value]] = {
    "sum": _sum,
    "avg": _average,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "round": _round,
    "iif": _chosen_value,
    "count": _count,
    "getDate": _as_date,
    "sumInArray": _in_list("sum"),
    "countInArray": _in_list("count"),
    "minInArray": _in_list("lowest"),
    "maxInArray": _in_list("highest"),
    "avgInArray": _in_list("average"),
    "today": _today,
    "currentDate": _today,
    "year": _year,
    "age": _age,
    "dateDiff": _difference,
}
"""Functions of SurveyJS that can be said in our language."""
