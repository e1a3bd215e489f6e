"""A point on the map of the county."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import ClassVar

from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.types.kind import (
    Asked,
    Column,
    Field,
    Flaw,
    Gives,
    Kind,
    Parsed,
    Raw,
    first_text,
    ticked_box,
)
from surveyapp.questionnaire.values import AnswerError, Value, field_name, refused_field_name

PART = "place"
"""Name of the list of municipalities: ``q.place``, for those who cannot use a map."""

FARTHEST = 60
"""Kilometres north or east that a point may lie from the middle of every municipality."""

_CELL = re.compile(r"1kmN(?P<north>[0-9]{4})E(?P<east>[0-9]{4})")

_AXES = (
    Option("north", {"de": "Kilometer nach Norden", "en": "kilometres north"}),
    Option("east", {"de": "Kilometer nach Osten", "en": "kilometres east"}),
)


class Point(Kind):
    """A square kilometre of the European grid, such as "1kmN3133E4393"; never anything finer.

    In thinly settled places even a square kilometre may point to one family, so it counts as sensitive.
    The county gives the municipalities as options; the middle of each stands for it.
    """

    name: ClassVar[str] = "point"
    works_alone: ClassVar[bool] = False
    takes_many_options: ClassVar[bool] = True
    gives: ClassVar[Gives] = Gives.NOTHING
    asks_for_place: ClassVar[bool] = True
    is_precise: ClassVar[bool] = True

    def fields(self, asked: Asked) -> tuple[str, ...]:
        """Return the field of the map."""
        return (field_name(asked.question.id),)

    def read(self, asked: Asked, raw: Raw) -> Parsed:
        """Read the square of the marker, or the middle of the chosen municipality."""
        field = field_name(asked.question.id)
        place = first_text(raw, field_name(asked.question.id, PART))
        middles = {option.code: option.cell for option in asked.choices}
        cell = first_text(raw, field) or middles.get(place) or place
        if not cell:
            return Parsed(ticked_box(asked, raw))
        kept = self.keep(asked, cell)
        return Parsed(kept) if kept else Parsed(errors=(AnswerError(field, "not_on_the_map"),))

    def keep(self, asked: Asked, value: Value) -> Value | None:
        """Keep a square in or near the county."""
        here = position(value) if isinstance(value, str) else None
        if here is None:
            return None
        middles = [position(option.cell) for option in asked.choices if option.cell]
        is_near = any(middle and _distance(here, middle) <= FARTHEST for middle in middles)
        return value if is_near or not middles else None

    def columns(self, question: Question, options: tuple[Option, ...]) -> tuple[Column, ...]:  # noqa: ARG002
        """Return two columns: the kilometres north and east of the grid's origin."""
        return tuple(Column(Field.NUMBER, option=axis) for axis in _AXES)

    def encode(self, asked: Asked, options: tuple[Option, ...], value: Value) -> dict[str, float]:  # noqa: ARG002
        """Return the south-western corner of the square."""
        here = position(str(value)) or (0, 0)
        return {f".{axis.code}": part for axis, part in zip(_AXES, here, strict=True)}

    def example(self, asked: Asked, randomness: Random) -> Value:
        """Choose a square near the middle of any municipality."""
        middles = [option.cell for option in asked.choices if option.cell]
        north, east = position(randomness.choice(middles) if middles else "") or (3133, 4393)
        return f"1kmN{north + randomness.randint(-2, 2)}E{east + randomness.randint(-2, 2)}"

    def missing_field(self, asked: Asked) -> str:
        """Return the box beside the map."""
        return refused_field_name(asked.question.id)

    def raw(self, asked: Asked, value: Value) -> dict[str, tuple[str, ...]]:
        """Return the square in the question's field."""
        return {field_name(asked.question.id): (str(value),)}

    def flaws(self, question: Question, options: tuple[Option, ...]) -> Iterator[Flaw]:  # noqa: ARG002
        """Find a point that must be given, or is asked for without a reason."""
        if question.required:
            cure = "set required: false; not everybody can use a map"
            yield Flaw("required", "makes families use a map", cure)
        if question.purpose is None:
            cure = "ask for the municipality, or say with purpose what the point is for"
            yield Flaw("type", "asks for an exact place, which can point to one family", cure)


def position(cell: str) -> tuple[int, int] | None:
    """Return kilometres north and east of a square, or None for any other text."""
    match = _CELL.fullmatch(cell)
    return None if match is None else (int(match["north"]), int(match["east"]))


def _distance(here: tuple[int, int], there: tuple[int, int]) -> int:
    return max(abs(a - b) for a, b in zip(here, there, strict=True))


KIND = Point()
