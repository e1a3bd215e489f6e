"""Released figures: the only thing a page, chart or export may show.

``ReleasedTable`` cannot be made from figures that break the rule of release; whoever holds one holds
something that may be published. This module imports nothing heavy, so the web process can use it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MINIMUM_GROUP = 20
"""Fewest respondents in a group whose figures are released."""

FLOOR_GROUP = 10
"""No setting may go below this."""

ROUND_N = 5
"""Numbers of respondents are released rounded to a multiple of this."""


OPEN = "open"
"""Sampling of a wave that anybody may answer: who did is nobody's choice, and no sample of families."""

OPEN_WORDS = "Offene Beteiligung, nicht repräsentativ"
"""What stands wherever figures of such a wave are shown."""


class UnreleasableError(ValueError):
    """A figure breaks the rule of release; the message names the cell and the rule."""


class IncomparableError(ValueError):
    """Two waves cannot be told apart by their figures; the message says why."""


def is_comparable(*samplings: str) -> bool:
    """Say whether figures of waves sampled so may be set against each other.

    Of a wave open to anybody nobody knows whom it stands for, so nothing can be said of a change.
    """
    return OPEN not in samplings


def demand_comparable(*samplings: str) -> None:
    """Refuse to compare waves that are not alike.

    Parameters
    ----------
    *samplings
        How each of them was sampled: all, random, cluster or open.

    Raises
    ------
    IncomparableError
        If one of them was open to anybody.
    """
    if not is_comparable(*samplings):
        message = (
            f"waves sampled as {', '.join(samplings)} are not compared: whoever answered an open one "
            "stands for nobody else; compare waves with codes only"
        )
        raise IncomparableError(message)


class Measure(StrEnum):
    """What a released figure is."""

    #: Share of units in a category, in [0, 1], whole percent.
    SHARE = "share"
    #: Mean on the scale of the question, one decimal.
    MEAN = "mean"
    #: Units expected in the population (share times register population), rounded to 10.
    PERSONS = "persons"
    #: Share of the unweighted response, beside ``POPULATION``.
    RESPONSE = "response"
    #: Share in the population register; no survey figure, no interval.
    POPULATION = "population"
    #: Places per 100 children of the age group; no survey figure.
    PER_100 = "per_100"
    #: Share of children within reach, in [0, 1]; no survey figure.
    REACH = "reach"
    #: Places reachable per child by two-step floating catchment; no survey figure.
    ACCESS = "access"
    #: Number of places or offers; no survey figure.
    COUNT = "count"
    #: Places missing: need times children minus places, rounded to 10, with interval.
    GAP = "gap"
    #: Quantile of the answers; the category is its percent, such as ``50`` for the median.
    QUANTILE = "quantile"
    #: Places for each place wanted, as a share with interval; 1 is enough.
    COVERED = "covered"
    #: Probability to be among the areas with the strongest need; the category is their number.
    TOP = "top"
    #: How urgent a need is, from 0 to 100, by weights that are shown.
    PRIORITY = "priority"
    #: Share of the places that are taken, in [0, 1]; no survey figure.
    USE = "use"
    #: Way to the nearest place, mean of the children, in kilometres or minutes; no survey figure.
    NEAREST = "nearest"
    #: Share of the places that can be entered without steps; no survey figure.
    STEP_FREE = "step_free"
    #: Share of the offers in a language that the category names; no survey figure.
    LANGUAGE = "language"
    #: Share of the places open at the hours that the category names; no survey figure.
    OPEN_HOURS = "open_hours"


SURVEY_MEASURES = frozenset(
    {
        Measure.SHARE,
        Measure.MEAN,
        Measure.PERSONS,
        Measure.RESPONSE,
        Measure.GAP,
        Measure.QUANTILE,
        Measure.COVERED,
        Measure.TOP,
        Measure.PRIORITY,
    }
)
"""Measures made from answers: these carry n and the rule of release."""


class Flag(StrEnum):
    """How far a figure may be trusted."""

    PLAIN = "plain"
    #: Wide interval or few answers: drawn hatched, called "unsicher".
    UNCERTAIN = "uncertain"
    #: Fewer respondents than the minimum: no figure.
    TOO_FEW = "too_few"
    #: Enough respondents, but an interval so wide that the figure says nothing: no figure.
    UNRELIABLE = "unreliable"
    #: Shown as "unter 3 %" or "über 97 %".
    BELOW = "below"
    ABOVE = "above"


HIDDEN = frozenset({Flag.TOO_FEW, Flag.UNRELIABLE})
"""Flags of cells without a figure."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One released figure; the first five fields are its identity."""

    measure: Measure
    #: Variable, indicator or facility type.
    topic: str
    #: ``county``, ``area``, an axis, or ``area*axis``.
    view: str
    #: Group in the view: county or area code, axis category, or ``area*category``.
    group: str
    #: Answer category code; empty where there is none.
    category: str
    value: float | None
    low: float | None
    high: float | None
    #: Respondents, rounded to 5; None for figures not made from answers.
    n: int | None
    flag: Flag

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Return what tells this figure from every other."""
        return (self.measure, self.topic, self.view, self.group, self.category)


@dataclass(frozen=True, slots=True)
class ReleasedTable:
    """Figures that may be published; making one checks every cell."""

    cells: tuple[Cell, ...]
    minimum: int = MINIMUM_GROUP
    _index: Mapping[tuple[str, str, str, str, str], Cell] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Refuse a table with a cell that breaks the rule.

        Raises
        ------
        UnreleasableError
            Naming the first offending cell and what is wrong with it.
        """
        if self.minimum < FLOOR_GROUP:
            message = f"minimum group is {self.minimum}; it may not be below {FLOOR_GROUP}"
            raise UnreleasableError(message)
        for cell in self.cells:
            wrong = _broken_rule(cell, self.minimum)
            if wrong:
                message = f"{'/'.join(cell.key)}: {wrong}"
                raise UnreleasableError(message)
        index = {cell.key: cell for cell in self.cells}
        if len(index) != len(self.cells):
            message = "two cells have the same identity; a figure may exist only once"
            raise UnreleasableError(message)
        object.__setattr__(self, "_index", index)

    def __iter__(self) -> Iterator[Cell]:
        """Iterate over the cells."""
        return iter(self.cells)

    def get(
        self, measure: Measure, topic: str, view: str, group: str, category: str = ""
    ) -> Cell | None:
        """Return one figure, or None where none was released."""
        return self._index.get((measure, topic, view, group, category))

    def where(self, **fields: str) -> ReleasedTable:
        """Return the cells whose named fields equal the given values, in the same order."""
        chosen = tuple(
            cell for cell in self.cells if all(getattr(cell, k) == v for k, v in fields.items())
        )
        return ReleasedTable(chosen, self.minimum)


def _broken_rule(cell: Cell, minimum: int) -> str:
    if (cell.value is None) != (cell.flag in HIDDEN):
        return "a figure is missing exactly when there are too few answers or it says nothing"
    if cell.value is None:
        return "" if cell.n is None else "the number of respondents of a hidden group is shown"
    if not math.isfinite(cell.value):
        return "the value is not a finite number"
    if cell.measure in SURVEY_MEASURES:
        return _broken_survey_rule(cell, minimum)
    return ""


def _broken_survey_rule(cell: Cell, minimum: int) -> str:
    if cell.n is None or cell.n < minimum or cell.n % ROUND_N:
        return f"n is {cell.n}; it must be at least {minimum} and a multiple of {ROUND_N}"
    if cell.low is None or cell.high is None:
        return "a figure made from answers needs an interval"
    if not cell.low <= cell.value <= cell.high:  # type: ignore[operator]
        return "the interval does not hold the value"
    if cell.measure is Measure.SHARE and abs(cell.value * 100 - round(cell.value * 100)) > 1e-9:  # type: ignore[operator]
        return "a share must be a whole percent"
    return ""


@dataclass(frozen=True, slots=True)
class Area:
    """A planning area as it was when the figures were made."""

    code: str
    name: str
    #: Outer and inner rings in kilometres east and north of the county's middle.
    rings: tuple[tuple[tuple[float, float], ...], ...] = ()
    #: Children under 18 living there, from the register, rounded to 10.
    children: int | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What a group of figures is about, as pages name and filter it; labels are German."""

    id: str
    label: str
    #: family, child, adult; of free texts: writer, a family that wrote something, or text.
    unit: str
    #: What it measures, see ``surveyapp.questionnaire.model.Measures``.
    measures: str
    fields: tuple[str, ...] = ()
    life_stages: tuple[str, ...] = ()
    facility_types: tuple[str, ...] = ()
    #: Finding as a sentence with ``{share}`` and ``{place}`` (indicators only).
    sentence: str = ""
    #: question, row, indicator, theme or facility_type.
    kind: str = "question"
    #: Category code to label, in order.
    categories: Mapping[str, str] = field(default_factory=dict)
    #: What a number that families give counts, such as "Stunden je Woche"; empty for codes.
    counted_in: str = ""
    #: Number that each category stands for in means; empty where they stand for none.
    points: Mapping[str, float] = field(default_factory=dict)
    #: Importance topic that pairs with this satisfaction topic, if any.
    pair: str = ""


@dataclass(frozen=True, slots=True)
class SupplyNote:
    """How far figures of one facility type can be trusted, and how its ways were measured."""

    facilities: int
    #: Facilities that reported how many places they have.
    reported: int
    #: Oldest and newest key date of these reports, such as ``2026-03-01``; empty without any.
    oldest: str
    newest: str
    #: Facilities left out of ways because their position cannot be trusted.
    misplaced: int
    #: Unit of ways: minutes or km.
    unit: str
    #: The same in German, to stand beside figures of places; empty where nobody reported any.
    state: str
    #: What counts as near, and where ways come from; German.
    ways: str
    #: How places are shared among the children who reach them; empty where none are counted.
    sharing: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the figures of one release are about: labels, areas, sources. Kept with the release."""

    county: str
    county_name: str
    survey: str
    wave: int
    #: Month and year of the field time, German.
    period: str
    is_simulated: bool
    #: all, random or open.
    sampling: str
    #: Families that answered, rounded to 5, and invited (None where open).
    n: int
    invited: int | None
    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    #: Axis code to label, and axis code to category code to label.
    axes: Mapping[str, str] = field(default_factory=dict)
    axis_categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: Outlines of municipalities (AGS); an area that is one municipality stands under its own code.
    municipality_rings: Mapping[str, tuple[tuple[tuple[float, float], ...], ...]] = field(
        default_factory=dict
    )
    #: Lines of attribution shown with every figure.
    sources: tuple[str, ...] = ()
    #: Life stages and fields of action: code to label.
    life_stages: Mapping[str, str] = field(default_factory=dict)
    fields_of_action: Mapping[str, str] = field(default_factory=dict)
    #: Facility types: code to label.
    facility_types: Mapping[str, str] = field(default_factory=dict)
    #: True when a facility type has invented places in the county.
    example_types: tuple[str, ...] = ()
    #: Municipality (AGS) to its name, for the view of municipalities.
    municipalities: Mapping[str, str] = field(default_factory=dict)
    #: Facility type to the sources of its places and offers; invented ones have none.
    type_sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: Facility type to what stands beside its figures.
    supply_notes: Mapping[str, SupplyNote] = field(default_factory=dict)
    #: Category of a figure of supply to its German words.
    supply_categories: Mapping[str, str] = field(default_factory=dict)

    @property
    def caveat(self) -> str:
        """Return what has to stand beside every figure made from these answers; mostly nothing."""
        return OPEN_WORDS if self.sampling == OPEN else ""
