"""The figures that pages may show, by the name they have in addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analytics import figures
from analytics.figure import Figure
from analytics.figures.common import COUNTY
from analytics.released import Contents, Measure, ReleasedTable
from surveyapp.services.show_results import Figures
from surveyapp.web.results.choice import Chosen, Name


@dataclass(frozen=True, slots=True)
class Material:
    """All a figure can be made from: the shown wave, the one before, and the choices."""

    shown: Figures
    earlier: Figures | None
    chosen: Chosen


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of figure: how it is made, and which choices it depends on."""

    make: Callable[[Material], Figure]
    depends_on: tuple[Name, ...] = ()


def _map(material: Material) -> Figure:
    return figures.need_map(*_release(material), material.chosen.choice.bedarf)


def _bars(material: Material) -> Figure:
    return figures.ranked_bars(*_release(material), material.chosen.choice.bedarf)


def _gaps(material: Material) -> Figure:
    need = material.chosen.choice.bedarf
    return figures.ranked_bars(*_release(material), need, measure=Measure.GAP)


def _points(material: Material) -> Figure:
    choice = material.chosen.choice
    if not choice.mass:
        message = "need against supply: no supply was released for this kind of place"
        raise figures.NothingToShowError(message)
    return figures.need_supply_scatter(
        *_release(material), choice.bedarf, choice.angebot, Measure(choice.mass)
    )


def _supply(material: Material) -> Figure:
    choice = material.chosen.choice
    if not choice.mass:
        raise figures.NothingToShowError("supply by area: no supply was released")
    return figures.ranked_bars(*_release(material), choice.angebot, measure=Measure(choice.mass))


def _pairs(material: Material) -> Figure:
    return figures.importance_satisfaction(*_release(material))


def _chain(material: Material) -> Figure:
    return figures.prevention_chain(*_release(material))


def _who(material: Material) -> Figure:
    return figures.who_answered(*_release(material), material.chosen.choice.merkmal)


def _answers(material: Material) -> Figure:
    choice, question = material.chosen.choice, material.chosen.question
    if question is None:
        raise figures.NothingToShowError("answers: no question was released")
    view = choice.ansicht or COUNTY
    return figures.answers(*_release(material), question, view, choice.antwort)


def _change(material: Material) -> Figure:
    if material.earlier is None:
        raise figures.NothingToShowError("change: there is no earlier wave with results")
    earlier = material.earlier
    return figures.wave_change(*_release(material), earlier.table, earlier.contents)


def _release(material: Material) -> tuple[ReleasedTable, Contents]:
    return material.shown.table, material.shown.contents


KINDS: Mapping[str, Kind] = {
    "karte": Kind(_map, (Name.NEED,)),
    "rangliste": Kind(_bars, (Name.NEED,)),
    "luecken": Kind(_gaps, (Name.NEED,)),
    "bedarf-angebot": Kind(_points, (Name.NEED, Name.SUPPLY, Name.MEASURE)),
    "angebot": Kind(_supply, (Name.SUPPLY, Name.MEASURE)),
    "wichtig-zufrieden": Kind(_pairs),
    "praeventionskette": Kind(_chain),
    "wer": Kind(_who, (Name.MARGIN,)),
    "antworten": Kind(_answers, (Name.QUESTION, Name.VIEW, Name.OPTION)),
    "veraenderung": Kind(_change),
}
"""Every kind of figure that has an address of its own."""
