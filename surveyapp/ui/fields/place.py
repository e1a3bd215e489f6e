"""Questions for a place: a municipality found by its postcode, a point on the map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from flask_babel import gettext

from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.types import point, postcode
from surveyapp.region import grid, packaged, territory
from surveyapp.ui.fields.base import Choice, QuestionField, Widget

LETTERS_ACROSS = 26
"""Letters that fit side by side across the map, so that names can be read on a phone."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a name on the map, in kilometres."""


class PostcodeField(QuestionField):
    """A postcode, and a list that holds the municipalities it leaves to choose from."""

    type = "postcode"
    widget = Widget("ui/fields/postcode.html")
    script = "postcode.js"

    @property
    def postcode_name(self) -> str:
        """Return the name of the field for the postcode."""
        return f"{self.question.id}.{postcode.PART}"

    @property
    def narrowed(self) -> Sequence[Choice]:
        """Return the municipalities with the postcode that was sent; all where it fits none."""
        there = postcode.sharing(
            self.question.options, postcode.read_postcode(self.value(self.postcode_name))
        )
        codes = {option.code for option in there}
        return [
            choice
            for choice in self.shown.choices
            if not codes or choice.is_reason or choice.code in codes
        ]

    def postcodes(self, code: str) -> str:
        """Return the postcodes of a municipality."""
        options = (each for each in self.question.options if each.code == code)
        return " ".join(next((option.postcodes for option in options), ()))


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of a municipality on the map, in kilometres from its upper left corner."""

    code: str
    name: str
    cell: str
    x: float
    y: float
    #: Where its name stands on the map; None where there is no room for it.
    label: Box | None = None

    @property
    def short_name(self) -> str:
        """Return the name as it stands on the map."""
        return self.name.partition("/")[0]


class PointField(QuestionField):
    """A marker on the outline of the county, or the middle of a municipality from a list."""

    type = "point"
    widget = Widget("ui/fields/point.html")
    script = "point.js"

    #: Who demands to be named beside the map.
    source = packaged.BOUNDARIES

    @property
    def place_name(self) -> str:
        """Return the name of the list of municipalities."""
        return f"{self.question.id}.{point.PART}"

    @cached_property
    def _towns(self) -> tuple[Option, ...]:
        return tuple(option for option in self.question.options if option.cell)

    @cached_property
    def _rings(self) -> tuple[tuple[grid.Point, ...], ...]:
        return grid.county_rings(self._towns[0].code[:5]) if self._towns else ()

    @cached_property
    def corner(self) -> tuple[int, int]:
        """Return the western and northern end of the map in kilometres of the grid."""
        corners = [corner for ring in self._rings for corner in ring]
        west = min((east for east, _ in corners), default=0)
        north = max((north for _, north in corners), default=0)
        return math.floor(west) - 1, math.ceil(north) + 1

    @cached_property
    def size(self) -> tuple[int, int]:
        """Return width and height of the map in kilometres."""
        corners = [corner for ring in self._rings for corner in ring]
        east = max((east for east, _ in corners), default=1)
        south = min((north for _, north in corners), default=-1)
        west, north = self.corner
        return math.ceil(east) + 1 - west, north - math.floor(south) + 1

    @property
    def outline(self) -> str:
        """Return the border of the county as an SVG path."""
        west, north = self.corner
        rings = (
            "L".join(f"{east - west:.1f} {north - y:.1f}" for east, y in ring)
            for ring in self._rings
        )
        return "".join(f"M{ring}Z" for ring in rings)

    @property
    def letter(self) -> float:
        """Return the height of a letter on the map in kilometres."""
        return self.size[0] / LETTERS_ACROSS * 1.1

    @property
    def spots(self) -> list[Spot]:
        """Return the middle of each municipality, the largest with their names where there is room."""
        persons = {one.ags: one.persons for one in territory.load().municipalities.values()}
        found = {option.code: self._spot(option) for option in self._towns}
        taken: list[Box] = []
        for code in sorted(found, key=lambda each: -persons.get(each, 0)):
            box = self._box(found[code])
            if all(_is_apart(box, other) for other in taken):
                taken.append(box)
                found[code] = replace(found[code], label=box)
        return list(found.values())

    def _box(self, spot: Spot) -> Box:
        """Return the room a name needs above its spot, moved so that it stays on the map."""
        width = len(spot.short_name) * self.letter * 0.56
        left = min(max(spot.x - width / 2, 0.5), max(self.size[0] - width - 0.5, 0.5))
        bottom = spot.y - 1 if spot.y > self.letter + 1 else spot.y + self.letter + 1
        return left, bottom - self.letter, left + width, bottom

    def _spot(self, option: Option) -> Spot:
        north, east = point.position(option.cell or "") or (0, 0)
        west, top = self.corner
        name = next((each.text for each in self.shown.choices if each.code == option.code), "")
        x, y = east - west + 0.5, top - north - 0.5
        return Spot(option.code, name, option.cell or "", x, y)

    def written(self, name: str) -> str:
        """Return where the marker stands, seen from the nearest middle of a municipality."""
        here = point.position(self.value(name))
        if here is None:
            return ""
        by_distance = {math.dist(here, point.position(one.cell) or here): one for one in self.spots}
        if not by_distance:
            return self.value(name)
        nearest = min(by_distance)
        place = by_distance[nearest].name
        if nearest < 1:
            return gettext("Mitte von %(place)s", place=place)
        return gettext("etwa %(km)s km von der Mitte von %(place)s", km=round(nearest), place=place)


def _is_apart(one: Box, other: Box) -> bool:
    """Say whether two names do not touch."""
    is_beside = one[2] < other[0] or other[2] < one[0]
    return is_beside or one[3] < other[1] or other[3] < one[1]
