"""What the page of needs shows: one need beside the places that answer it, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from analytics import describe
from analytics.need_words import (
    STANDINGS,
    VERDICTS,
    chance_words,
    gap_sentence,
    need_sentence,
    report_sentence,
    with_value,
)
from analytics.released import Cell
from surveyapp.inventory.ways import UNIT_WORDS, Unit
from surveyapp.region import packaged
from surveyapp.services.planning.urgency import NeedRow, NeedView
from surveyapp.web.staff.frame import results_url


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of the table of needs, in words."""

    name: str
    need: str
    persons: str
    missing: str
    covered: str
    verdict: str
    reach: str
    nearest: str
    chance: str
    urgency: str
    parts: str
    stability: str
    sentence: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group of families, in words."""

    axis: str
    name: str
    need: str
    verdict: str


@dataclass(frozen=True, slots=True)
class NeedPage:
    """One need beside the places that answer it."""

    topic: str
    label: str
    options: tuple[tuple[str, str], ...]
    survey: str
    results_url: str
    counts_places: bool
    #: False for needs of families: the register counts no families.
    has_persons: bool
    sentences: tuple[str, ...]
    county: AreaLine
    areas: tuple[AreaLine, ...]
    groups: tuple[GroupLine, ...]
    #: Shares of the weights as words.
    weights: str
    caveat: str
    is_simulated: bool
    sources: tuple[str, ...]


def need_page(view: NeedView) -> NeedPage:
    """Return one need in the county and its areas."""
    place = describe.in_county(view.contents)
    return NeedPage(
        topic=view.topic.id,
        label=view.topic.label,
        options=tuple((topic.id, topic.label) for topic in view.topics),
        survey=f"{view.contents.survey}, {view.contents.period}",
        results_url=f"{results_url(view.slug)}bedarf-und-angebot?bedarf={view.topic.id}",
        counts_places=view.counts_places,
        has_persons=view.county.persons is not None,
        sentences=_county_sentences(view, place),
        county=_line(view.county, place, counts_places=view.counts_places),
        areas=tuple(
            _line(row, f"in {row.name}", counts_places=view.counts_places) for row in view.areas
        ),
        groups=tuple(
            GroupLine(row.axis, row.name, _beside(row.need), _beside_county(row.standing))
            for row in view.groups
        ),
        weights=_weights(view.points),
        caveat=view.contents.caveat,
        is_simulated=view.contents.is_simulated,
        sources=(*view.contents.sources, packaged.POSTCODES),
    )


def _county_sentences(view: NeedView, place: str) -> tuple[str, ...]:
    need = view.county.need
    if need is None or need.value is None:
        sentence = _("Für den Landkreis gibt es zu wenige Antworten.")
    else:
        sentence = describe.indicator_sentence(view.topic, need, view.contents)
    if view.counts_places:
        reports = report_sentence(*view.county.facilities)
        return sentence, gap_sentence(place, view.county.missing), reports
    return sentence, _(
        "Dieser Bedarf lässt sich nicht in Plätzen zählen. Er steht hier neben dem, was Kinder in der "
        "Nähe haben."
    )


def _line(row: NeedRow, place: str, *, counts_places: bool) -> AreaLine:
    urgency = row.urgency
    sentence = (
        f"{gap_sentence(place, row.missing)} {report_sentence(*row.facilities)}"
        if counts_places
        else need_sentence(place, row.need, row.standing)
    )
    verdict = VERDICTS[row.verdict] if row.verdict else ""
    return AreaLine(
        name=row.name,
        need=_beside(row.need),
        persons=with_value(row.persons),
        missing=with_value(row.missing),
        covered=_beside(row.covered),
        verdict=verdict if counts_places else (STANDINGS[row.standing] if row.standing else ""),
        reach=describe.value_words(row.reach),
        nearest=_way(row.nearest),
        chance=chance_words(row.top) or describe.NO_FIGURE,
        urgency=_beside(urgency.score if urgency else None),
        parts=_parts(urgency.parts, urgency.unknown) if urgency else "",
        stability=describe.percent(urgency.stability) if urgency else describe.NO_FIGURE,
        sentence=sentence,
    )


def _beside(cell: Cell | None) -> str:
    return describe.beside_bar(cell) if cell is not None else describe.NO_FIGURE


def _way(cell: Cell | None) -> str:
    words = describe.value_words(cell)
    if cell is None or cell.value is None:
        return words
    return f"{words}{describe.NBSP}{UNIT_WORDS[Unit(cell.category)]}"


def _beside_county(standing: int) -> str:
    sentences = {
        1: _("höher als im Landkreis"),
        0: _("kein belegter Unterschied"),
        -1: _("niedriger als im Landkreis"),
    }
    return sentences[standing]


def _factor_names() -> Mapping[str, str]:
    return {
        "need": _("Bedarf"),
        "deprivation": _("Lebenslagen"),
        "distance": _("Weg"),
    }


def _parts(parts: Mapping[str, float], unknown: Sequence[str]) -> str:
    """Return how far each factor lies from the county's mean, such as ``Bedarf +1,2``."""
    said = []
    for factor, name in _factor_names().items():
        sign = "+" if parts[factor] > 0 else ""
        value = "?" if factor in unknown else f"{sign}{describe.number(parts[factor], 1)}"
        said.append(f"{name}{describe.NBSP}{value}")
    return ", ".join(said)


def _weights(points: Mapping[str, int]) -> str:
    total = sum(points.values())
    return ", ".join(
        f"{name} {describe.percent(points[factor] / total)}"
        for factor, name in _factor_names().items()
    )
