"""Parts of XPath that expressions of ours are put together from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from surveyapp.exchange.giveout.naming import Scope
from surveyapp.questionnaire.expression import Codes, Expression
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Question

TRUE, FALSE = "true()", "false()"

MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
OPPOSITE = {"<": ">=", ">": "<=", "<=": ">", ">=": "<", "==": "!=", "!=": "=="}


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

    def scope_in(self, repeat: str, scope: Scope) -> Scope:
        """Return the scope inside a repeat."""

    def remark(self, where: str, german: str, english: str) -> None:
        """Say what a form cannot say."""

    def today(self) -> None:
        """Note that the day of answering stands for the wave."""


class InexpressibleError(Exception):
    """A form cannot say this; the sentence says what, in German and English."""

    def __init__(self, german: str, english: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(english)
        self.german = german
        self.english = english


def literal(text: str) -> str:
    """Return a text between quotation marks it does not hold."""
    return f'"{text}"' if "'" in text else f"'{text}'"


def written(value: float, *, is_day: bool) -> str:
    """Return a number; one of a day such as 20240531 as a date."""
    whole = int(value)
    if is_day:
        return f"date('{whole // 10000:04d}-{whole // 100 % 100:02d}-{whole % 100:02d}')"
    return f"{value:.9f}".rstrip("0").rstrip(".") if value % 1 else str(whole)


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


def values_of(node: Expression) -> tuple[Any, ...]:
    """Return the codes or numbers as written."""
    return node.values if isinstance(node, Codes) else (getattr(node, "value", None),)


def codes_of(node: Expression) -> list[str]:
    """Return the codes as written."""
    return [str(each) for each in values_of(node)]


def unsaid(function: str) -> InexpressibleError:
    """Return that a form has no such function."""
    return InexpressibleError(f"nutzt {function}(…)", f"uses {function}(…)")


COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

NUMBERS: Mapping[str, str] = {
    "month": "number(format-date({0}, '%Y%m'))",
    "year": "number(format-date({0}, '%Y'))",
    "time": "round(decimal-time({0}) * 1440, 0)",
}
"""Question type to the number that expressions of ours see."""

TODAY = {
    "wave.year": "number(format-date(today(), '%Y'))",
    "wave.month": "number(format-date(today(), '%Y%m'))",
}

OVER = {
    "any": "sum(${{{mark}}}) > 0",
    "all": "(count(${{{repeat}}}) > 0 and sum(${{{mark}}}) = count(${{{repeat}}}))",
    "count": "sum(${{{mark}}})",
}

DATES = {
    "years_between": "(number(format-date({1}, '%Y')) - number(format-date({0}, '%Y')) - "
    "if(number(format-date({1}, '%m%d')) < number(format-date({0}, '%m%d')), 1, 0))",
    "days_between": "round(decimal-date-time({1}) - decimal-date-time({0}), 0)",
    "year": "number(format-date({0}, '%Y'))",
}


def _coalesced(parts: list[str]) -> str:
    found = parts[-1]
    for part in reversed(parts[:-1]):
        found = f"coalesce({part}, {found})"
    return found


CALLS: Mapping[str, Callable[[list[str]], str]] = {
    "min": lambda parts: f"min({', '.join(parts)})",
    "max": lambda parts: f"max({', '.join(parts)})",
    "round": lambda parts: f"round({parts[0]}, {parts[1] if len(parts) > 1 else '0'})",
    "floor": lambda parts: f"(int({parts[0]}) - if({parts[0]} < int({parts[0]}), 1, 0))",
    "abs": lambda parts: f"abs({parts[0]})",
    "mod": lambda parts: f"((({parts[0]} mod {parts[1]}) + {parts[1]}) mod {parts[1]})",
    "coalesce": _coalesced,
}
