"""The plan of a sample: letters for each part of the county, and how exact answers will be there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from analytics import sample_size
from analytics.sample_size import Asked
from surveyapp.access.roles import Actor
from surveyapp.region.model import AreaGroup
from surveyapp.region.population import LAST_CHILD_AGE, children_by_area, population_groups
from surveyapp.region.territory import municipalities_of
from surveyapp.services.field.make import FieldRefusal, own_planned
from surveyapp.services.letters import (
    FEWEST_LETTERS,
    FEWEST_OF_STRATUM,
    LONGEST_STRATUM,
    MOST_LETTERS,
    standing,
)
from surveyapp.storage import areas as area_store
from surveyapp.storage import plans, surveys
from surveyapp.storage.plans import PlannedStratum, SamplePlan
from surveyapp.storage.surveys import Wave

CHILDREN_PER_FAMILY = 1.6
"""Children under 18 in a family that has some: an assumption, about what the Mikrozensus gives for
Germany. No register the product carries counts families."""

FEWEST_SHOWN = 20
"""Families who must answer before a figure is shown; the minimum of releases."""

THE_REST = "Übriger Landkreis"
"""Part of the letters that parts too small for codes of their own share."""

USUAL_RATE = 30
MOST_FAMILIES = 999_999


class Allocation(StrEnum):
    """How letters are shared out to the parts of the county."""

    #: As many as the part has families of the county's.
    PROPORTIONAL = "proportional"
    #: By the square root of families: small parts get more, large ones less.
    ROOT = "root"
    #: The same number everywhere.
    EQUAL = "equal"


POWERS = {Allocation.PROPORTIONAL: 1.0, Allocation.ROOT: 0.5, Allocation.EQUAL: 0.0}


class SmallParts(StrEnum):
    """What becomes of parts with fewer letters than codes of their own need."""

    #: They get codes together.
    JOIN = "join"
    #: They get as many letters as codes need, and the others fewer.
    RAISE = "raise"


class Level(StrEnum):
    """Into which parts a plan divides the county."""

    #: Its planning areas.
    AREAS = "areas"
    MUNICIPALITIES = "municipalities"


@dataclass(frozen=True, slots=True)
class Area:
    """One planning area or municipality: families with children, and the return expected there."""

    code: str
    name: str
    families: int
    #: Percent; None for the county's.
    rate: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to know before letters are sent."""

    areas: tuple[Area, ...]
    letters: int
    #: Percent of letters that are answered.
    rate: int = USUAL_RATE
    allocation: Allocation = Allocation.PROPORTIONAL
    small_parts: SmallParts = SmallParts.JOIN
    #: Percent.
    share: int = 50
    is_finite: bool = False
    #: Percentage points wished to either side.
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One planning area of a plan."""

    area: Area
    #: Name of the part of the letters; empty where the county is not divided.
    part: str
    letters: int
    answers: int
    #: Half the interval, in [0, 0.5]; None with a handful of answers.
    half_width: float | None
    #: Whether a figure of these answers alone could be shown at all.
    is_shown: bool
    #: Letters for the wished width; None where not even all families would do, or none is wished.
    needed: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Letters, answers and widths of the county and its areas."""

    lines: tuple[Line, ...]
    #: Letters by part, as codes are issued; the one part "" where the county is not divided.
    parts: dict[str, int]
    letters: int
    answers: int
    half_width: float | None
    #: Kish's design effect of unequal chances; None where a part has no answer.
    effect: float | None
    #: Letters in all for the wished width; None where none is wished, or it cannot be had.
    needed: int | None


class PlanRefusal(StrEnum):
    """Why there is no plan."""

    #: Fewer than codes need, or more than one file of letters holds.
    LETTERS = "letters"
    #: More letters than families.
    MORE_THAN_FAMILIES = "more_than_families"


def areas_of(
    session: Session, county_ags: str, today: date, level: Level = Level.AREAS
) -> tuple[Area, ...]:
    """Return the planning areas, or the municipalities, with their estimated families, by name."""
    if level is Level.MUNICIPALITIES:
        groups = tuple(
            AreaGroup(each.ags, each.short_name, (each.ags,))
            for each in municipalities_of(county_ags)
        )
    else:
        groups = area_store.areas_on(session, county_ags, today)
    children = children_by_area(county_ags, groups, 0, LAST_CHILD_AGE)
    names = Counter(group.name for group in groups)
    return tuple(
        Area(
            group.code,
            group.name if names[group.name] == 1 else f"{group.name} ({group.code})",
            max(round(children[group.code] / CHILDREN_PER_FAMILY), 1),
        )
        for group in sorted(groups, key=lambda each: each.name)
    )


@dataclass(frozen=True, slots=True)
class Closely:
    """What a plan says of one of its areas."""

    line: Line
    #: Half the interval if every letter of the county went there, or as many as there are families.
    all_letters: int
    all_there: float | None


def closely(wanted: Wanted, found: Plan, code: str) -> Closely | None:
    """Return what a plan says of one area; None where it has no such area."""
    line = next((each for each in found.lines if each.area.code == code), None)
    if line is None:
        return None
    most = min(wanted.letters, line.area.families)
    return Closely(line, most, _line(wanted, line.area, line.part, most).half_width)


def year_of_estimate(county_ags: str) -> int:
    """Return the year the register counted the children in."""
    return population_groups(county_ags)[0].year


def plan_of(wanted: Wanted) -> Plan | PlanRefusal:
    """Work out a plan, with the letters that the wished width would take."""
    families = sum(area.families for area in wanted.areas)
    if wanted.letters > families:
        return PlanRefusal.MORE_THAN_FAMILIES
    if not FEWEST_LETTERS <= wanted.letters <= MOST_LETTERS:
        return PlanRefusal.LETTERS
    found = _worked_out(wanted)
    return found if wanted.width is None else replace(found, needed=_needed(wanted, families))


def _worked_out(wanted: Wanted) -> Plan:
    groups = _groups(wanted)
    numbers = _allocated(wanted, groups)
    lines, strata = [], []
    for group, letters in zip(groups, numbers, strict=True):
        name = _name(group, len(groups))
        inside = _inside(wanted, group, name, letters)
        lines += inside
        families = sum(area.families for area in group)
        strata.append(Asked(families, sum(line.answers for line in inside)))
    has_answers = all(each.answers for each in strata)
    return Plan(
        lines=tuple(sorted(lines, key=lambda line: line.area.name)),
        parts={
            _name(group, len(groups)): letters
            for group, letters in zip(groups, numbers, strict=True)
        },
        letters=sum(numbers),
        answers=sum(each.answers for each in strata),
        half_width=sample_size.overall_half_width(
            strata, wanted.share / 100, is_finite=wanted.is_finite
        ),
        effect=sample_size.design_effect(strata) if has_answers else None,
        needed=None,
    )


def _inside(wanted: Wanted, group: Sequence[Area], part: str, letters: int) -> list[Line]:
    """Return the areas that share a part; there every family has the same chance."""
    numbers = sample_size.allocate(letters, [area.families for area in group], 1)
    return [_line(wanted, area, part, number) for area, number in zip(group, numbers, strict=True)]


def _line(wanted: Wanted, area: Area, part: str, letters: int) -> Line:
    rate = area.rate or wanted.rate
    answers = letters * rate // 100
    share = wanted.share / 100
    needed = None
    if wanted.width is not None:
        fewest = sample_size.answers_needed(
            wanted.width / 100, area.families, share, is_finite=wanted.is_finite
        )
        number = None if fewest is None else -(-fewest * 100 // rate)
        needed = number if number is not None and number <= area.families else None
    return Line(
        area=area,
        part=part,
        letters=letters,
        answers=answers,
        half_width=sample_size.half_width(
            Asked(area.families, answers), share, is_finite=wanted.is_finite
        ),
        is_shown=answers >= FEWEST_SHOWN,
        needed=needed,
    )


def _groups(wanted: Wanted) -> list[tuple[Area, ...]]:
    """Return which areas get codes together: each alone, but for the rest with too few letters."""
    alone = sorted(wanted.areas, key=lambda area: (-area.families, area.code))
    rest: list[Area] = []
    while alone:
        groups = [*((area,) for area in alone), *([tuple(rest)] if rest else [])]
        numbers = _allocated(wanted, groups)
        if len(groups) == 1 or min(numbers) >= FEWEST_OF_STRATUM:
            return groups
        small = [
            area for area, number in zip(alone, numbers, strict=False) if number < FEWEST_OF_STRATUM
        ]
        if wanted.small_parts is SmallParts.RAISE or not small:
            small = alone[-1:]  # one at a time: what is left may suffice then
        rest += small
        alone = [area for area in alone if area not in small]
    return [tuple(rest)]


def _families(group: Sequence[Area]) -> int:
    return sum(area.families for area in group)


def _allocated(wanted: Wanted, groups: Sequence[Sequence[Area]]) -> list[int]:
    least = FEWEST_OF_STRATUM if wanted.small_parts is SmallParts.RAISE else 0
    families = [_families(group) for group in groups]
    if least * len(groups) > wanted.letters:
        least = 0  # too few for all: the smallest are joined, until it is enough
    return sample_size.allocate(wanted.letters, families, POWERS[wanted.allocation], least)


def _name(group: Sequence[Area], groups: int) -> str:
    if groups == 1:
        return ""
    return group[0].name[:LONGEST_STRATUM] if len(group) == 1 else THE_REST


def _needed(wanted: Wanted, families: int) -> int | None:
    """Return the fewest letters with which the county's interval is as narrow as wished."""
    wished = (wanted.width or 0) / 100
    most = min(families, MOST_LETTERS)

    def is_enough(letters: int) -> bool:
        width = _worked_out(replace(wanted, letters=letters, width=None)).half_width
        return width is not None and width <= wished

    return _first(is_enough, FEWEST_LETTERS, most) if most >= FEWEST_LETTERS else None


def _first(is_enough: Callable[[int], bool], low: int, high: int) -> int | None:
    if not is_enough(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle + 1, high)
    return low


# Keeping it with the wave


def keep(
    session: Session, actor: Actor, wave_id: str, wanted: Wanted
) -> PlanRefusal | FieldRefusal | None:
    """Keep a plan with a planned wave; the wave invites as many families as it has letters."""
    wave, refusal = own_planned(session, actor, wave_id)
    if wave is None:
        return refusal
    if wave.sampling == "open":
        return FieldRefusal.SAMPLING
    if standing(wave.id).is_issued:
        return FieldRefusal.CODES_ISSUED
    found = plan_of(wanted)
    if isinstance(found, PlanRefusal):
        return found
    if not surveys.change_planned(session, wave, invited=found.letters):
        return FieldRefusal.WRONG_STATE
    plans.keep_plan(session, _row(wave, wanted, found))
    session.commit()
    return None


def _row(wave: Wave, wanted: Wanted, found: Plan) -> SamplePlan:
    return SamplePlan(
        wave_id=wave.id,
        letters=found.letters,
        rate=wanted.rate,
        allocation=wanted.allocation.value,
        small_parts=wanted.small_parts.value,
        share=wanted.share,
        is_finite=wanted.is_finite,
        width=wanted.width,
        strata=[
            PlannedStratum(
                code=line.area.code,
                name=line.area.name,
                families=line.area.families,
                rate=line.area.rate,
                letters=line.letters,
                part=line.part,
            )
            for line in found.lines
        ],
    )


def kept(session: Session, wave: Wave) -> Wanted | None:
    """Return what was wanted of the plan kept with a wave; None without one."""
    row = plans.plan_of(session, wave.id)
    if row is None:
        return None
    areas = tuple(Area(each.code, each.name, each.families, each.rate) for each in row.strata)
    return Wanted(
        areas=areas,
        letters=row.letters,
        rate=row.rate,
        allocation=Allocation(row.allocation),
        small_parts=SmallParts(row.small_parts),
        share=row.share,
        is_finite=row.is_finite,
        width=row.width,
    )


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part of the letters of a plan: families there, and letters for them."""

    families: int
    letters: int
    #: Answers the plan expects.
    answers: int


def parts_of(session: Session, wave_id: str) -> dict[str, PlannedPart]:
    """Return the parts of the letters as the plan of a wave names them; empty without a plan."""
    row = plans.plan_of(session, wave_id)
    found: dict[str, PlannedPart] = {}
    for each in row.strata if row is not None else ():
        before = found.get(each.part, PlannedPart(0, 0, 0))
        rate = each.rate or (row.rate if row is not None else 0)
        found[each.part] = PlannedPart(
            before.families + each.families,
            before.letters + each.letters,
            before.answers + each.letters * rate // 100,
        )
    return found
