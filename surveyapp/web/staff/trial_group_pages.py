"""The forecast of small groups on the page „Probelauf“, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.rules.protection import SMALLEST_GROUP
from surveyapp.services.trial import groups
from surveyapp.services.trial.groups import AREA, Alone, Cells
from surveyapp.web.staff.questionnaire_words import said

USUAL_ANSWERS = 800
"""Answers the forecast begins with."""

FEWEST_ANSWERS, MOST_ANSWERS = 20, 100_000


@dataclass(frozen=True, slots=True)
class CellsRow:
    """The groups of one axis."""

    name: str
    cells: int
    below: int
    #: The smallest groups in words.
    smallest: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """How small groups become with so many answers."""

    answers: int
    problem: str
    least: int
    rows: tuple[CellsRow, ...]
    alone: tuple[str, ...]
    #: Of how many invented families is said who is alone.
    looked_at: int


def forecast_view(asked: Questionnaire, found: Mapping[str, Any], sent: str | None) -> Forecast:
    """Return the forecast for the number of answers that was sent, or the usual one."""
    answers, problem = _read(sent)
    has_area = asked.area_question is not None
    sizes = [len(axis.categories) for axis in asked.axes]
    cells = groups.forecast(found, sizes, answers, has_area=has_area)
    alone = groups.alone(found, len(sizes), answers, has_area=has_area)
    return Forecast(
        answers,
        problem,
        SMALLEST_GROUP,
        tuple(_row(asked, found, each) for each in cells),
        tuple(_alone(asked, each) for each in alone),
        min(answers, len(found["traits"])),
    )


def _read(sent: str | None) -> tuple[int, str]:
    if sent is None:
        return USUAL_ANSWERS, ""
    written = sent.strip().replace(".", "")
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 9 else 0
    if FEWEST_ANSWERS <= number <= MOST_ANSWERS:
        return number, ""
    return USUAL_ANSWERS, _(
        "Bitte geben Sie eine ganze Zahl von %(low)s bis %(high)s ein.",
        low=FEWEST_ANSWERS,
        high=format_decimal(MOST_ANSWERS),
    )


def _row(asked: Questionnaire, found: Mapping[str, Any], cells: Cells) -> CellsRow:
    name = _("Planungsraum") if cells.axis == AREA else _axis(asked, cells.axis)
    if cells.by_area and cells.axis != AREA:
        name = _("%(axis)s je Planungsraum", axis=name)
    told = (
        _(
            "%(group)s (etwa %(number)s)",
            group=_group(asked, found, cells, each),
            number=_few(each[2]),
        )
        for each in cells.smallest
    )
    return CellsRow(name, cells.cells, cells.below, "; ".join(told))


def _few(expected: float) -> str:
    return format_decimal(round(expected))


def _group(
    asked: Questionnaire, found: Mapping[str, Any], cells: Cells, place: tuple[str, int, float]
) -> str:
    area = found["areas"].get(place[0], "")
    if cells.axis == AREA:
        return str(area)
    category = said(asked.axes[cells.axis].categories[place[1] - 1].text)
    return f"{area}: {category}" if area else category


def _axis(asked: Questionnaire, axis: int) -> str:
    return said(asked.axes[axis].label) or asked.axes[axis].id


def _alone(asked: Questionnaire, each: Alone) -> str:
    return ngettext(
        "%(traits)s: %(num)s Familie steht allein (%(share)s)",
        "%(traits)s: %(num)s Familien stehen allein (%(share)s)",
        each.alone,
        traits=_together(asked, each.traits),
        share=format_percent(each.alone / max(1, each.families), "#,##0.#\xa0%"),
    )


def _together(asked: Questionnaire, traits: Sequence[int]) -> str:
    names = [_("Planungsraum") if each == AREA else _axis(asked, each) for each in traits]
    return " + ".join(names)
