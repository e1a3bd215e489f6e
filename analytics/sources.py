"""Attribution: which sources a figure rests on, so that its line names these and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.describe import listed
from analytics.released import Contents, Measure

MAP_MAKERS = ("BKG",)
REGISTER_KEEPERS = ("Statistisches Bundesamt",)
GRID_MAKERS = ("Statistische Ämter",)
"""Words by which the lines of packaged sources are known."""

WAY_MEASURES = frozenset({Measure.REACH, Measure.NEAREST, Measure.ACCESS})
PLACE_MEASURES = frozenset(
    {Measure.PER_100, Measure.USE, Measure.ACCESS, Measure.GAP, Measure.COVERED}
)
"""Measures that rest on ways, and on numbers of places."""

LISTED_TYPES = 4
"""More invented types than this are counted, not listed."""


@dataclass(frozen=True, slots=True)
class RestsOn:
    """What a figure is made from."""

    survey: bool = True
    boundaries: bool = False
    register: bool = False
    #: Population by square kilometre, from which ways are counted.
    grid: bool = False
    #: Numbers of places that facilities reported.
    capacity: bool = False
    #: Ways from where children live to places.
    ways: bool = False
    #: Facility types whose places or offers are counted.
    types: tuple[str, ...] = ()


SURVEY = RestsOn()


def supply(measure: Measure, *types: str, survey: bool = False) -> RestsOn:
    """Return what a figure of supply is made from."""
    return RestsOn(
        survey=survey,
        register=measure in {Measure.PER_100, Measure.GAP},
        grid=measure in WAY_MEASURES,
        # What stands beside figures of supply alone is said by their own notes.
        capacity=survey and measure in PLACE_MEASURES,
        ways=survey and measure in WAY_MEASURES,
        types=types,
    )


def source_words(contents: Contents, rests_on: RestsOn = SURVEY) -> str:
    """Return the line of attribution, saying what is simulated or invented."""
    lines = [survey_words(contents)] if rests_on.survey else []
    lines += _packaged(contents, rests_on)
    lines += _stock(contents, rests_on.types)
    lines += _notes(contents, rests_on)
    invented = [t for t in rests_on.types if t in contents.example_types]
    if invented:
        lines.append(_invented(contents, invented))
    return "; ".join(lines) or f"Bestand an Angeboten, {contents.county_name}"


def survey_words(contents: Contents) -> str:
    """Name the survey and its wave, such as ``Familienumfrage, 2. Welle (Mai 2028)``."""
    words = f"{contents.survey}, {contents.wave}. Welle ({contents.period})"
    words = (
        f"{words}, {contents.caveat[:1].lower()}{contents.caveat[1:]}" if contents.caveat else words
    )
    return f"{words}, simulierte Antworten" if contents.is_simulated else words


def _packaged(contents: Contents, rests_on: RestsOn) -> Iterator[str]:
    used = (
        (rests_on.boundaries, MAP_MAKERS),
        (rests_on.register, REGISTER_KEEPERS),
        (rests_on.grid, GRID_MAKERS),
    )
    for is_used, makers in used:
        if is_used:
            yield from (s for s in contents.sources if any(m in s for m in makers))


def _stock(contents: Contents, types: tuple[str, ...]) -> list[str]:
    found = (line for code in types for line in contents.type_sources.get(code, ()))
    return list(dict.fromkeys(found))


def _notes(contents: Contents, rests_on: RestsOn) -> Iterator[str]:
    """Say how old and complete numbers of places are, and how ways were measured."""
    for code in rests_on.types:
        note = contents.supply_notes.get(code)
        if note is not None:
            yield from [note.state] * (rests_on.capacity and bool(note.state))
            yield from [note.ways] * (rests_on.ways and bool(note.ways))


def _invented(contents: Contents, types: list[str]) -> str:
    if len(types) > LISTED_TYPES:
        return f"Beispiel: Orte und Angebote von {len(types)} Arten sind erfunden"
    names = listed([f"„{contents.facility_types.get(code, code)}“" for code in types])
    return f"Beispiel: Orte und Angebote der Art {names} sind erfunden"
