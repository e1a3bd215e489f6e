"""A point of a scale: agreement, a school grade, 0 to 10."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    CHOICE_FIELDS,
    NUMBER_FIELDS,
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    needs_options,
    number_of,
)
from surveyapp.questionnaire.types.single import Single
from surveyapp.questionnaire.values import Missing, Value

DISPLAYS = ("buttons", "slider")

MOST = {"buttons": 11, "slider": 101}
"""Points that can be told apart, by display."""


class Scale(Single):
    """One code, stored as it is; expressions see the number it stands for."""

    name: ClassVar[str] = "scale"
    takes_many_options: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.NUMBER
    takes: ClassVar[frozenset[str]] = CHOICE_FIELDS | NUMBER_FIELDS | {"step", "low", "high"}
    starts: ClassVar[Mapping[str, float]] = {"minimum": 1, "maximum": 5}

    def options(self, question: Question, given: tuple[Option, ...]) -> tuple[Option, ...]:
        """Return the worded points, or one for each step from minimum to maximum."""
        return given or tuple(_points(question))

    def seen(self, question: Question, options: tuple[Option, ...], value: Value) -> Value:  # noqa: ARG002
        """Return the number a point stands for."""
        number = next((option.value for option in options if option.code == value), None)
        return Missing.NOT_APPLICABLE if number is None else number

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:
        """Return one column of categories; their values are the numbers for means."""
        return (Column(Field.CATEGORY, categories=_with_ends(question, options)),)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the place of the point."""
        return {"": number_of(options, str(value))}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:
        """Find points without numbers, ends that make no scale, and too many points."""
        if question.options or question.scale is not None:
            yield from needs_options(options)
            yield from _flaws_of_points(options)
        else:
            yield from _flaws_of_ends(question)
        display = question.display or DISPLAYS[0]
        if display not in DISPLAYS:
            cure = f"write {' or '.join(DISPLAYS)}"
            yield Flaw("display", f"is {question.display!r}", cure)
        elif len(options) > MOST[display]:
            sentence = f"has {len(options)} points or more"
            cure = f"give at most {MOST[display]} for {display}, or ask for a number"
            yield Flaw("step", sentence, cure)


def _points(question: Question) -> Iterator[Option]:
    low, high, step = question.minimum, question.maximum, question.step
    if low is None or high is None or isinstance(low, str) or isinstance(high, str) or step <= 0:
        return
    for place in range(MOST["slider"] + 1):
        value = round(low + place * step, 6)
        if value > high:
            return
        code = f"{value:g}"
        yield Option(code, {"de": code.replace(".", ","), "en": code}, value)


def _with_ends(question: Question, options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the points as analysts read them, the first and last with the wording of its end."""
    ends = {0: question.low, len(options) - 1: question.high}
    return tuple(
        option if ends.get(place) is None else replace(option, text=_joined(option, ends[place]))
        for place, option in enumerate(options)
    )


def _joined(option: Option, end: Mapping[str, str] | None) -> dict[str, str]:
    words = end or {}
    default = next(iter(option.text.values()))
    return {
        language: f"{option.text.get(language, default)} – {words[language]}" for language in words
    }


def _flaws_of_points(options: tuple[Option, ...]) -> Iterator[Flaw]:
    values = [option.value for option in options]
    if any(value is None for value in values) or len(set(values)) < len(values):
        cure = "give each option a value of its own; offer “trifft nicht zu” by may_not_apply"
        yield Flaw("options", "has points without a number of their own", cure)


def _flaws_of_ends(question: Question) -> Iterator[Flaw]:
    low, high, step = question.minimum, question.maximum, question.step
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        cure = "give options with values, or minimum and maximum as numbers"
        yield Flaw("minimum", "has neither points nor ends", cure)
    elif low >= high or step <= 0 or round((high - low) / step, 6) % 1:
        sentence = f"does not lead from {low:g} to {high:g} by {step:g}"
        yield Flaw("step", sentence, "choose a step that ends at the maximum")


KIND = Scale()
