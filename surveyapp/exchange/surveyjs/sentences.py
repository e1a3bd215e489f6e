"""Parts of sentences of our language, and what cannot be compared in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from surveyapp.exchange.surveyjs.expression import Array, Const, Tree
from surveyapp.exchange.surveyjs.json_file import number_of
from surveyapp.exchange.surveyjs.names import Answer, Lost
from surveyapp.exchange.surveyjs.symbols import Sort, key_of

NUMERIC = frozenset({Sort.NUMBER, Sort.DATE, Sort.MONTH, Sort.TIME})
"""Answers that have a size."""


def calculated(text: str, sort: Sort = Sort.NUMBER) -> Answer:
    """Return a calculation as an answer."""
    return Answer(text, sort, is_name=False)


def bracketed(text: str) -> str:
    """Return a text as one operand."""
    is_one = re.fullmatch(r"-?[\w.']+|[a-z_]+\([^()]*\)", text)
    return text if is_one else f"({text})"


def answered(answer: Answer) -> str:
    """Return the condition that there is an answer."""
    if not answer.is_name:
        raise Lost("gefragt wird, ob ein Rechenwert leer ist", "a calculation is asked to be empty")
    return f"answered({answer.text})"


UNCOMPARABLE: Mapping[Sort, tuple[str, str]] = {
    Sort.TEXT: (
        "ein freier Text entscheidet; freie Texte werden getrennt gespeichert",
        "a free text decides; free texts are stored apart",
    ),
    Sort.CODES: (
        "eine Mehrfachauswahl wird mit einem einzelnen Wert gleichgesetzt",
        "a multiple choice is compared with a single value",
    ),
    Sort.RANKING: ("eine Rangfolge wird verglichen", "a ranking is compared"),
    Sort.ROWS: ("eine ganze Matrix wird verglichen", "a whole matrix is compared"),
    Sort.LIST: ("eine ganze Liste wird verglichen", "a whole list is compared"),
}


def same_codes(first: Answer, second: Answer, operator: str = "equal") -> bool:
    """Say whether equal values of two choices, and only those, have the same code."""
    shared = set(first.codes) & set(second.codes)
    same = all(first.codes[key] == second.codes[key] for key in shared)
    apart = set(first.codes.values()) & set(second.codes.values())
    return operator == "equal" and same and len(apart) == len(shared)


def numbers_of_codes(answer: Answer) -> str:
    """Return the number behind a choice whose values are numbers."""
    said = "0"
    for key, code in reversed(tuple(answer.codes.items())):
        number = number_of(key)
        if number is None:
            raise Lost("eine Auswahl ist keine Zahl", "a choice is no number")
        said = f"if({answer.text} == '{code}', {number}, {said})"
    return said


def number_text(fixed: Tree, sort: Sort) -> str:
    """Return a fixed value as the number our expressions see."""
    value = fixed.value if isinstance(fixed, Const) else None
    pattern = _DATES.get(sort)
    if pattern is None:
        found = number_of(value)
        if found is None:
            raise Lost(german=f"„{value}“ ist keine Zahl", english=f"“{value}” is no number")
        return f"{found:f}".rstrip("0").rstrip(".") if isinstance(found, float) else str(found)
    number = date_number(value, sort)
    if number is None:
        raise Lost(german=f"„{value}“ ist kein Datum", english=f"“{value}” is no date")
    return str(number)


_DATES: Mapping[Sort, re.Pattern[str]] = {
    Sort.DATE: re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?"),
    Sort.MONTH: re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?"),
    Sort.TIME: re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?"),
}


def date_number(value: object, sort: Sort) -> int | None:
    """Return a date, month or time as the number our expressions see."""
    match = _DATES[sort].fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    parts = [int(part) for part in match.groups()]
    base = 60 if sort is Sort.TIME else 100
    number = 0
    for part in parts:
        number = number * base + part
    return number


def holds(operator: str, left: float | None, right: float) -> bool:
    """Say whether two numbers stand so to each other."""
    if left is None:
        return False
    return {
        "less": left < right,
        "lessorequal": left <= right,
        "greater": left > right,
        "greaterorequal": left >= right,
    }[operator]


def compare_fixed(operator: str, first: Const | Array, second: Const | Array) -> bool:
    """Say whether two fixed values stand so to each other."""
    if not isinstance(first, Const) or not isinstance(second, Const):
        return operator == "equal" and first == second
    if operator == "equal":
        return key_of(first.value).lower() == key_of(second.value).lower()
    left, right = number_of(first.value), number_of(second.value)
    return right is not None and holds(operator, left, right)
