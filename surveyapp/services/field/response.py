"""How answers come in, by part of the letters: as old as the last opened batch, and rounded to tens.

What is read here is what lists for a reminder rest on, and coarser: it changes when a batch is opened,
and at no other moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from surveyapp.services.count_answers import in_tens, rounded_count
from surveyapp.services.field import plan
from surveyapp.services.field.plan import PlannedPart
from surveyapp.storage.db import register_reading
from surveyapp.storage.invitations import LETTER, VOID, groups
from surveyapp.storage.register import USED
from surveyapp.storage.surveys import Wave

FEWEST_TO_COMPARE = 50
"""Answers below which a rounded share of a part says nothing."""

CLEAR_POINTS = 4
"""Percentage points from which a part's share of answers differs clearly from its share of families."""

LAGGING = 0.75
"""A part whose return is below this part of the whole wave's lags behind."""


class Deviation(StrEnum):
    """How a part's share of answers differs from its share of families."""

    FEWER = "fewer"
    AS_MANY = "as_many"
    MORE = "more"
    #: The families there are not known, or too few have answered.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartResponse:
    """One part of the letters, and what came back."""

    #: Empty where the wave is not divided.
    name: str
    letters: int
    #: Rounded down to tens.
    answers: int
    #: Percent of letters, from the rounded number.
    percent: int
    #: Answers the plan expects; None without a plan.
    expected: int | None
    #: Percent of families and of answers; None where not known.
    families_percent: int | None
    answers_percent: int | None
    deviation: Deviation
    #: Whether a reminder would help here more than elsewhere.
    is_lagging: bool


@dataclass(frozen=True, slots=True)
class ResponseOfWave:
    """What staff may see of the answers of a wave."""

    #: Rounded down to tens; also those who came without a letter.
    answers: int
    letters: int
    percent: int
    parts: tuple[PartResponse, ...]
    #: Whether any batch was opened: before nothing is known.
    is_known: bool


def response_of(session: Session, wave: Wave) -> ResponseOfWave:
    """Return letters and answers of a wave by part; without parts where it has no codes."""
    letters, used = _counted(wave.id)
    planned = plan.parts_of(session, wave.id)
    answers = rounded_count(wave)
    whole = sum(letters.values())
    known = {name: in_tens(used[name]) for name in letters}
    percent = _percent(sum(known.values()), whole)
    parts = tuple(
        _part(name, letters[name], known, planned, percent / 100) for name in sorted(letters)
    )
    return ResponseOfWave(answers, whole, percent, parts, is_known=bool(sum(used.values())))


def _counted(wave_id: str) -> tuple[Counter[str], Counter[str]]:
    """Return letters, and codes reported as used, of each part."""
    with register_reading() as register:
        found = groups(register, wave_id)
    letters: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for group in found:
        if group.kind == LETTER and group.reported != VOID:
            letters[group.stratum] += group.number
        if group.reported == USED:
            used[group.stratum] += group.number
    return letters, used


def _part(
    name: str,
    letters: int,
    known: Mapping[str, int],
    planned: Mapping[str, PlannedPart],
    whole_rate: float,
) -> PartResponse:
    answers, all_answers = known[name], sum(known.values())
    families = sum(each.families for each in planned.values())
    is_planned = set(planned) == set(known) and len(known) > 1
    has_share = is_planned and all_answers >= FEWEST_TO_COMPARE
    of_families = _percent(planned[name].families, families) if is_planned else None
    of_answers = _percent(answers, all_answers) if has_share else None
    return PartResponse(
        name=name,
        letters=letters,
        answers=answers,
        percent=_percent(answers, letters),
        expected=planned[name].answers if name in planned else None,
        families_percent=of_families,
        answers_percent=of_answers,
        deviation=_deviation(of_families, of_answers),
        is_lagging=len(known) > 1
        and all_answers >= FEWEST_TO_COMPARE
        and answers < LAGGING * whole_rate * letters,
    )


def _deviation(families: int | None, answers: int | None) -> Deviation:
    if families is None or answers is None:
        return Deviation.UNKNOWN
    if abs(answers - families) < CLEAR_POINTS:
        return Deviation.AS_MANY
    return Deviation.MORE if answers > families else Deviation.FEWER


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
