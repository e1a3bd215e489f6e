"""Answers that families write: texts, numbers and dates, with their limits."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.exchange.surveyjs.checks import (
    checks,
    text_rules,
)
from surveyapp.exchange.surveyjs.comments import comment_beside
from surveyapp.exchange.surveyjs.conditions import number
from surveyapp.exchange.surveyjs.elements import text_sort
from surveyapp.exchange.surveyjs.json_file import number_of
from surveyapp.exchange.surveyjs.pieces import Piece, Place, question
from surveyapp.exchange.surveyjs.sentences import date_number
from surveyapp.exchange.surveyjs.symbols import Sort
from surveyapp.questionnaire.model import Question

_CALENDAR = {Sort.DATE: "date", Sort.MONTH: "month", Sort.TIME: "time"}


def text_pieces(place: Place) -> Iterator[Piece]:
    """Ask for a number, a day, a month, a time or words."""
    sort = text_sort(place.element)
    if place.element.get("type") != "comment" and sort is Sort.NUMBER:
        yield _number(place)
    elif place.element.get("type") != "comment" and sort in _CALENDAR:
        limits = {side: _date_limit(place, key, sort) for side, key in _LIMITS.items()}
        yield question(place, _CALENDAR[sort], checks=checks(place), **limits)
    else:
        yield _words(place)
    yield from comment_beside(place)


_LIMITS = {"minimum": "min", "maximum": "max"}


def _number(place: Place) -> Question:
    limits = {side: _number_limit(place, key) for side, key in _LIMITS.items()}
    for side, limit in text_rules(place).limits.items():
        limits[side] = limit if limits[side] is None else limits[side]
    low, high = limits["minimum"], limits["maximum"]
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
        place.refuse(
            "min",
            f"das Minimum {low} ist größer als das Maximum {high}",
            f"the minimum {low} is larger than the maximum {high}",
        )
    return question(
        place, "number", decimals=_decimals(place), checks=checks(place, "numeric"), **limits
    )


def _decimals(place: Place) -> int:
    """Return the digits behind the comma; SurveyJS allows them where no step forbids them."""
    step = number_of(place.element.get("step"))
    if step is not None:
        return (
            0
            if float(step).is_integer()
            else min(6, len(f"{step:f}".rstrip("0").partition(".")[2]))
        )
    return 0 if place.element.get("inputType") == "range" else 2


def _number_limit(place: Place, key: str) -> float | str | None:
    expression = place.element.get(f"{key}ValueExpression")
    if expression:
        return number(place.reading, expression, f"{place.path}.{key}ValueExpression", place.scope)
    return number_of(place.element.get(key))


def _date_limit(place: Place, key: str, sort: Sort) -> float | str | None:
    expression = place.element.get(f"{key}ValueExpression")
    if expression:
        return number(place.reading, expression, f"{place.path}.{key}ValueExpression", place.scope)
    found = place.element.get(key)
    if found in (None, ""):
        return None
    limit = date_number(found, sort)
    if limit is None:
        place.change(
            key,
            f"„{found}“ ist kein lesbares Datum; die Grenze entfällt",
            f"“{found}” is no readable date; the limit is left out",
        )
    return limit // 100 if limit is not None and sort is Sort.MONTH else limit


def _words(place: Place) -> Question:
    kind = str(place.element.get("inputType", "text")).lower()
    if str(place.element.get("maskType", "none")).lower() in ("pattern", "datetime"):
        place.change(
            "maskType",
            "die Eingabemaske entfällt; gefragt wird ein freier Text",
            "the input mask is left out; a free text is asked",
        )
    if kind in ("email", "tel", "password", "url", "color", "week", "datetime-local", "datetime"):
        place.change(
            "inputType",
            f"„{kind}“ wird als freier Text gefragt",
            f"“{kind}” is asked as a free text",
        )
    is_long = place.element.get("type") == "comment"
    rules = text_rules(place)
    lines = number_of(place.element.get("rows")) if is_long else 1
    longest = number_of(place.element.get("maxLength"))
    limits = dict(rules.lengths)
    if longest is not None and longest > 0:
        limits["maximum"] = longest
    return question(
        place,
        "text",
        lines=max(1, min(20, int(lines if lines is not None else 4))),
        pattern=rules.pattern,
        pattern_hint=rules.hint,
        checks=checks(place, "text", "regex", "email"),
        **limits,
    )
