"""Answers on a scale: stars, numbers and sliders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from surveyapp.exchange.surveyjs.checks import (
    checks,
)
from surveyapp.exchange.surveyjs.choices import entries
from surveyapp.exchange.surveyjs.comments import comment_beside
from surveyapp.exchange.surveyjs.json_file import number_of
from surveyapp.exchange.surveyjs.pieces import Piece, Place, question
from surveyapp.exchange.surveyjs.symbols import Sort, key_of
from surveyapp.questionnaire.model import Option

MOST_POINTS = 101


def rating_pieces(place: Place) -> Iterator[Piece]:
    """Ask a rating as one choice where its points are codes, as a scale otherwise."""
    if place.symbol.sort is Sort.CODE:
        found = tuple(
            Option(place.symbol.codes[key_of(each.value)], each.text, show=each.show)
            for each in entries(place.reading, place.element, place.path, "rateValues", place.scope)
        )
        yield question(place, "single", options=found, checks=checks(place))
    else:
        ends = {"low": place.text("minRateDescription"), "high": place.text("maxRateDescription")}
        points = tuple(entries(place.reading, place.element, place.path, "rateValues", place.scope))
        if points:
            given = tuple(
                Option(f"p{n}", each.text, value=number_of(each.value), show=each.show)
                for n, each in enumerate(points, 1)
            )
            yield question(place, "scale", options=given, checks=checks(place), **ends)
        else:
            yield question(place, "scale", checks=checks(place), **_rate_ends(place), **ends)
    yield from comment_beside(place)


def _rate_ends(place: Place) -> dict[str, float]:
    low = _given(place, "rateMin", 1)
    step = _given(place, "rateStep", 1)
    count = number_of(place.element.get("rateCount"))
    high = _given(place, "rateMax", low + (count - 1) * step if count else 5)
    return _ends(place, ("rateMin", "rateMax", "rateStep"), low, high, step)


def _ends(
    place: Place, keys: tuple[str, str, str], low: float, high: float, step: float
) -> dict[str, float]:
    if low >= high:
        place.refuse(
            keys[0],
            f"der Anfang {low} der Skala liegt nicht vor ihrem Ende {high}",
            f"the start {low} of the scale is not before its end {high}",
        )
    elif step <= 0 or step > high - low:
        place.refuse(
            keys[2],
            f"die Schrittweite {step} passt nicht zwischen {low} und {high}",
            f"the step {step} does not fit between {low} and {high}",
        )
    elif (high - low) / step >= MOST_POINTS:
        coarse = (high - low) / 100
        place.change(
            keys[2],
            f"mehr als {MOST_POINTS} Stufen; die Schrittweite ist hier {coarse:g}",
            f"more than {MOST_POINTS} points; the step is {coarse:g} here",
        )
        step = coarse
    return {"minimum": low, "maximum": high, "step": step}


def _given(place: Place, key: str, default: float) -> float:
    found = number_of(place.element.get(key))
    return default if found is None else found


def slider_pieces(place: Place) -> Iterator[Piece]:
    """Ask a slider as a scale, and a range of two ends as two scales."""
    ends = _ends(
        place,
        ("min", "max", "step"),
        _given(place, "min", 0),
        _given(place, "max", 100),
        _given(place, "step", 1),
    )
    if place.symbol.sort is Sort.NUMBER:
        yield question(place, "scale", display="slider", checks=checks(place), **ends)
        return
    place.change(
        "sliderType",
        "ein Bereich wird mit zwei Reglern gefragt, „von“ und „bis“",
        "a range is asked by two sliders, “from” and “to”",
    )
    texts = place.reading.texts
    first = question(place, "scale", display="slider", **ends)
    until = place.reading.new_id(f"{place.symbol.name} to")
    yield replace(first, text=texts.joined(first.text, texts.own("von", "from")))
    yield replace(
        first,
        id=until,
        text=texts.joined(first.text, texts.own("bis", "to")),
        hint=None,
        checks=checks(place),
    )
