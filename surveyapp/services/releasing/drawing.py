"""How the families of a wave were drawn, as base weights, strata, clusters and finite populations.

What is known without the answers stands in the setting: letters and families of each part of the
county (or of each facility), and how many facilities there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.margins import Margin, categorical
from analytics.small_categories import Decision, Merge, decide
from analytics.stages import SecondStage
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.weighting.traits import STRATUM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.dataset import Dataset

FULL_RESPONSE = 0.8
"""Share of letters answered from which on those who are missing are taken for chance.

Only then may a variance be smaller because few families are left who were not asked. Standards of the
US Office of Management and Budget (2006), guideline 3.2.9, want nonresponse examined below it.
"""

NAMELESS = "–"
"""Stands for families whose letter names no part."""

FEWEST_FACILITIES = 2
"""With one there is nothing to compare, so nobody can say how much facilities differ."""


@dataclass(frozen=True)
class Drawn:
    """What the drawing means for each family who answered; None where it means nothing."""

    #: Shape (families,), > 0; families each one stands for.
    base: NDArray[np.float64]
    strata: NDArray[np.intp] | None = None
    units: NDArray[np.intp] | None = None
    #: Families of each stratum where nearly all answered, else infinite; of clusters, all facilities.
    population: NDArray[np.float64] | None = None
    #: What was drawn within facilities.
    second: SecondStage | None = None
    merges: tuple[Merge, ...] = ()


class DrawingUnknownError(ValueError):
    """What is needed of the drawing was not said; the sentence tells staff what to enter."""

    def __init__(self, message: str, sentence: str) -> None:
        """Take the message for the command line and the German sentence for staff."""
        super().__init__(message)
        self.sentence = sentence


NO_FAMILIES = (
    "Für die Zufallsauswahl fehlt, wie viele Familien es in jedem Teil des Landkreises gibt. Bitte "
    "tragen Sie es auf der Seite „Gewichtung“ ein."
)
NO_FACILITIES = (
    "Es fehlt, wie viele Einrichtungen es im Landkreis gibt. Bitte tragen Sie es auf der Seite "
    "„Gewichtung“ ein."
)
MORE_FACILITIES = (
    "Es haben mehr Einrichtungen Briefe verteilt, als es im Landkreis geben soll. Bitte prüfen Sie die "
    "Zahl auf der Seite „Gewichtung“."
)
ONE_FACILITY = (
    "Es haben Familien aus nur einer Einrichtung geantwortet. Damit lässt sich nichts über andere "
    "sagen. Ergebnisse gibt es erst mit mindestens zwei Einrichtungen."
)


def strata_of(dataset: Dataset) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return the names of the parts letters went to, and the part of each family.

    A wave that is not divided, and answers from before parts were kept, are one part without a name.
    """
    design = dataset.codebook.stratum
    if design is None:
        return ("",), np.zeros(dataset.size(), dtype=np.intp)
    names = ("", *(each.name for each in design.categories if each.name))
    place = {each.code: names.index(each.name) for each in design.categories}
    codes = [place.get(int(code), 0) for code in dataset.values(design.name).tolist()]
    used, positions = np.unique(np.array(codes, dtype=np.intp), return_inverse=True)
    return tuple(names[at] for at in used), positions.astype(np.intp)


def _parts(setting: Setting, dataset: Dataset) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return all parts letters went to, those too that nobody answered from."""
    names, codes = strata_of(dataset)
    silent = [name for name in sorted(_letters(setting)) if name not in names]
    return (names if names == ("",) else (*names, *silent)), codes


def stratum_margin(setting: Setting, dataset: Dataset) -> Margin | None:
    """Return the parts as a margin of families, for those that are too small; None where undivided."""
    names, codes = _parts(setting, dataset)
    if setting.wave.sampling not in {"all", "random"} or len(names) < 2:
        return None
    families = _families(setting)
    totals = [float(families.get(name, 1)) for name in names]
    return categorical(STRATUM, [name or NAMELESS for name in names], codes, totals)


def drawn(setting: Setting, dataset: Dataset, decisions: tuple[Decision, ...]) -> Drawn:
    """Return what the drawing of a wave means for each family who answered.

    Raises
    ------
    DrawingUnknownError
        If staff must say more first.
    """
    return _WAYS[setting.wave.sampling](setting, dataset, decisions)


def _one_by_one(setting: Setting, dataset: Dataset, decisions: tuple[Decision, ...]) -> Drawn:
    """All families, or a sample of each part: each stands for families over letters of its part.

    The families of letters nobody answered are shared among those who answered in the same part, or
    where parts were merged for being small, in the parts together.
    """
    names, codes = _parts(setting, dataset)
    letters, families = _letters(setting), _families(setting)
    margin = stratum_margin(setting, dataset)
    if margin is None:
        return _undivided(setting, len(codes))
    missing = sorted(set(names) - families.keys())
    if missing and setting.wave.sampling == "random":
        message = f"families of {', '.join(missing)} are not known; enter them with the drawing"
        raise DrawingUnknownError(message, NO_FAMILIES)
    kept, merges, _ = decide([margin], decisions)
    parts = kept[0].parts if kept else (tuple(margin.labels),)
    group = np.array([_home(name or NAMELESS, parts) for name in names])
    stratum = group[codes]
    if missing:  # the codes were deleted before anybody said how the wave was drawn
        return Drawn(np.ones(len(codes)), stratum, merges=merges)
    there = np.array([float(families[name]) for name in names])
    sent = np.array([float(letters[name]) for name in names])
    chance = (there / sent)[codes]
    size, population = len(parts), np.bincount(group, there, len(parts)).astype(float)
    scale = population / np.maximum(np.bincount(stratum, chance, size), 1e-300)
    answered = np.bincount(stratum, minlength=size)
    return Drawn(
        base=chance * scale[stratum],
        strata=stratum,
        population=_finite(np.bincount(group, sent, size).astype(float), answered, population),
        merges=merges,
    )


def _home(name: str, parts: tuple[tuple[str, ...], ...]) -> int:
    return next(at for at, part in enumerate(parts) if name in part)


def _undivided(setting: Setting, answered: int) -> Drawn:
    """One part: all weigh the same; the margins say how many families there are."""
    sent = sum(_letters(setting).values()) or setting.wave.invited or 0
    there = sum(_families(setting).values()) or (sent if setting.wave.sampling == "all" else 0)
    ones = np.ones(answered)
    if not sent or not there:
        return Drawn(ones)
    sizes = np.array([float(sent)]), np.array([answered]), np.array([float(there)])
    return Drawn(ones * there / max(answered, 1), population=_finite(*sizes))


def _finite(
    sent: NDArray[np.float64], answered: NDArray[np.intp], population: NDArray[np.float64]
) -> NDArray[np.float64] | None:
    """Return populations where nearly all letters were answered, infinite elsewhere; None if nowhere."""
    is_full = (answered >= FULL_RESPONSE * sent) & (population >= answered)
    if not is_full.any():
        return None
    return np.where(is_full, population, np.inf)


def _by_facility(setting: Setting, dataset: Dataset, _decisions: tuple[Decision, ...]) -> Drawn:
    """Families of some facilities: a facility stands for others, a family for those of its facility.

    Facilities were drawn from all of the county, so few left undrawn make figures surer; families
    within a facility answered or not, so there nothing does. Where every facility took part, none was
    drawn: then they are strata and no clusters.
    """
    names, codes = strata_of(dataset)
    there = setting.wave.facilities
    if there is None:
        message = f"wave {setting.wave.number}: the number of facilities is not known; enter it"
        raise DrawingUnknownError(message, NO_FACILITIES)
    if len(names) < FEWEST_FACILITIES:
        message = f"wave {setting.wave.number}: only one facility answered; at least two are needed"
        raise DrawingUnknownError(message, ONE_FACILITY)
    families = {**_letters(setting), **_families(setting)}
    answered = np.bincount(codes, minlength=len(names))
    sizes = np.array([families.get(name, answered[at]) for at, name in enumerate(names)])
    took_part = max(len(families.keys() - {""}), len(names))
    if took_part > there:
        message = (
            f"{took_part} facilities took part, but there are only {there}; correct the number"
        )
        raise DrawingUnknownError(message, MORE_FACILITIES)
    base = there / took_part * np.maximum(sizes / answered, 1.0)[codes]
    if answered.min() < 2:  # one family shows nothing of its facility: both stages in one
        return Drawn(base, units=codes)
    if took_part == there:
        return Drawn(base, strata=codes)
    second = SecondStage(np.full(len(codes), np.inf))
    return Drawn(base, units=codes, population=np.array([float(there)]), second=second)


def _open(_setting: Setting, dataset: Dataset, _decisions: tuple[Decision, ...]) -> Drawn:
    """Return a drawing of nobody's choice: all weigh the same."""
    return Drawn(np.ones(dataset.size()))


_WAYS: Mapping[str, Callable[[Setting, Dataset, tuple[Decision, ...]], Drawn]] = {
    "all": _one_by_one,
    "random": _one_by_one,
    "cluster": _by_facility,
    "open": _open,
}


def _letters(setting: Setting) -> dict[str, int]:
    """Return letters by part, from the register or from when somebody said how the wave was drawn."""
    return dict(setting.letters) or {each.name: each.letters for each in setting.strata}


def _families(setting: Setting) -> dict[str, int]:
    """Return families by part; where all were invited they are as many as letters."""
    said = {each.name: each.families for each in setting.strata}
    return {**_letters(setting), **said} if setting.wave.sampling == "all" else said
