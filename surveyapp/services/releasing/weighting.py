"""The design and the weights of a wave: the one door a release gets both through."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from analytics.design import Design
from analytics.design_effects import pooled_clustering
from analytics.margins import Margin, by_family, categorical
from analytics.small_categories import Decision, Small, UndecidedError, decide, small_categories
from analytics.views import recode
from analytics.weights import Weights, weigh
from surveyapp.region.outlines import areas_by_nearness
from surveyapp.services.releasing.drawing import DrawingUnknownError, drawn, stratum_margin
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.weighting.traits import (
    AREA,
    AREA_FAMILIES,
    CHILD,
    Trait,
    traits_of,
    weighted,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.dataset import Dataset

__all__ = [
    "UNDECIDED",
    "DrawingUnknownError",
    "effect_of_clusters",
    "family_design",
    "open_questions",
    "register_margins",
    "why_not",
]

UNDECIDED = (
    "Vor dem Berechnen ist bei der Gewichtung noch etwas zu entscheiden: In manchen Gruppen haben zu "
    "wenige Familien geantwortet. Bitte öffnen Sie bei dieser Welle die Seite „Gewichtung“."
)
UNMET = (
    "Die Gewichte lassen sich nicht bilden: Die Zahlen, auf die gewichtet wird, passen nicht zusammen. "
    "Bitte prüfen Sie sie auf der Seite „Gewichtung“ dieser Welle."
)


def family_design(setting: Setting, dataset: Dataset) -> tuple[Design, Weights]:
    """Return the design of a wave's families and their finished weights.

    The design holds weights, strata, sampling units, finite populations and what the weights were
    fitted to. The weights say what was merged, left out and trimmed, the design effect of unequal
    weights, and for each margin its source and its age.

    Raises
    ------
    UndecidedError
        If a category is too small and nobody has decided what becomes of it.
    DrawingUnknownError
        If staff must say more about how the wave was drawn.
    WeightError
        If the totals cannot be met; the message names the margin.
    """
    small = open_questions(setting, dataset)
    if small:
        raise UndecidedError(small)
    decisions = decisions_of(setting)
    drawing = drawn(setting, dataset, decisions)
    margins = register_margins(dataset, setting)
    weights = weigh(_scaled(drawing.base, decide(margins, decisions)[0]), margins, decisions)
    design = Design(
        weights.values,
        strata=drawing.strata,
        units=drawing.units,
        population=drawing.population,
        auxiliaries=weights.auxiliaries,
        fit=weights.fit,
        second=drawing.second,
    )
    return design, weights


def effect_of_clusters(design: Design, dataset: Dataset) -> Callable[[str], float]:
    """Return what Kish's design effect is multiplied by for a variable, 1 without clusters.

    The categories of a question count together, by their variances; a number counts as it is.
    """

    def effect(name: str) -> float:
        variable, unit = dataset.codebook[name], dataset.unit_of(name)
        if design.units is None:
            return 1.0
        said = dataset.values(name, unit).astype(np.float64)[:, None]
        codes = [1] if variable.is_yes_no else [each.code for each in variable.categories]
        chosen = (said == np.array(codes)).astype(np.float64) if codes else said
        answers = np.where(said >= 0, chosen, np.nan)
        return pooled_clustering(design, answers, dataset.owner_of(unit))

    return effect


def why_not(error: Exception) -> str:
    """Return what staff read where there is no design: what is missing, and the page to mend it."""
    if isinstance(error, DrawingUnknownError):
        return error.sentence
    return UNDECIDED if isinstance(error, UndecidedError) else UNMET


def open_questions(setting: Setting, dataset: Dataset) -> tuple[Small, ...]:
    """Return the categories with too few families that nobody has decided on, with a proposal each."""
    margins = decidable(dataset, setting)
    return small_categories(decide(margins, decisions_of(setting))[0], near=nearness(setting))


def decidable(dataset: Dataset, setting: Setting) -> tuple[Margin, ...]:
    """Return all margins in which a category can be too small: parts of the drawing too."""
    parts = stratum_margin(setting, dataset)
    return (*(() if parts is None else (parts,)), *register_margins(dataset, setting))


def decisions_of(setting: Setting) -> tuple[Decision, ...]:
    """Return what was decided, as the numbers take it."""
    return tuple(Decision(each.margin, each.category, each.into) for each in setting.decisions)


def nearness(setting: Setting) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return what is near to what: planning areas with a common border before those without."""
    near = areas_by_nearness(setting.county, setting.areas)
    return {AREA: near, AREA_FAMILIES: near}


def register_margins(dataset: Dataset, setting: Setting) -> tuple[Margin, ...]:
    """Return every total families are weighted to.

    Margins of children hold numbers of children for each family, so that one weight for each family
    brings families and children to the register at once. Margins of the same unit come to the same
    sum: that of the totals the county gave, or else of the register.
    """
    traits = [trait for trait in weighted(traits_of(setting)) if _is_asked(trait, dataset)]
    sums = {unit: _common_sum([each for each in traits if each.unit == unit]) for unit in _units()}
    return tuple(_margin(trait, dataset, setting, sums[trait.unit]) for trait in traits)


def _units() -> tuple[str, str]:
    return "child", "family"


def _is_asked(trait: Trait, dataset: Dataset) -> bool:
    has_units = trait.unit != CHILD or dataset.size("child") > 0
    return has_units and trait.variable in dataset.codebook


def _common_sum(traits: list[Trait]) -> float:
    """Return the sum all margins of a unit come to: the newest knowledge, that of the county, leads."""
    whole = [each for each in traits if None not in each.totals.values()]
    first = sorted(whole, key=lambda each: not each.is_given)[:1]
    return float(sum(number or 0 for each in first for number in each.totals.values()))


def _margin(trait: Trait, dataset: Dataset, setting: Setting, common: float) -> Margin:
    known = {code: number for code, number in trait.totals.items() if number}
    numbers = np.array(list(known.values()), dtype=float)
    codes = _codes(trait, known, dataset, setting)
    margin = categorical(
        trait.name,
        list(known),
        codes,
        list(numbers * (common or numbers.sum()) / numbers.sum()),
        source=trait.source,
        as_of=trait.as_of,
    )
    if trait.unit != CHILD:
        return margin
    return by_family(margin, dataset.family_of_child, dataset.size())


def _codes(
    trait: Trait, known: Mapping[str, int], dataset: Dataset, setting: Setting
) -> NDArray[np.intp]:
    """Return the place of each unit's category among the known ones, -1 where it has none."""
    place = {code: at for at, code in enumerate(known)}
    if trait.name in {AREA, AREA_FAMILIES}:
        place = {ags: place.get(code, -1) for ags, code in setting.area_of.items()}
    lookup = {
        category.code: place[category.name]
        for category in dataset.codebook[trait.variable].categories
        if category.name in place
    }
    return recode(dataset.values(trait.variable, trait.unit), lookup)


def _scaled(base: NDArray[np.float64], margins: tuple[Margin, ...]) -> NDArray[np.float64]:
    """Bring base weights to the size of the register, which spares the fit half its way."""
    if not margins:
        return base
    reached = float(base @ margins[0].amounts.sum(axis=1))
    return base * margins[0].totals.sum() / reached
