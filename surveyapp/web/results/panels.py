"""The figures that pages may show, by the name they have in addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from analytics import figures
from analytics.figure import Figure
from analytics.figures import common
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


def _municipalities(material: Material) -> Figure:
    return figures.municipality_map(*_release(material), material.chosen.choice.bedarf)


def _bars(material: Material) -> Figure:
    return figures.ranked_bars(*_release(material), material.chosen.choice.bedarf)


def _gaps(material: Material) -> Figure:
    return figures.missing_places(*_release(material), material.chosen.choice.bedarf)


def _covered(material: Material) -> Figure:
    return figures.covered_need(*_release(material), material.chosen.choice.bedarf)


def _persons(material: Material) -> Figure:
    return figures.persons_affected(*_release(material), material.chosen.choice.bedarf)


def _top(material: Material) -> Figure:
    return figures.among_top(*_release(material), material.chosen.choice.bedarf)


def _points(material: Material) -> Figure:
    choice, lists = material.chosen.choice, material.chosen.lists
    if choice.mass not in lists.mass:
        message = "need against supply: no supply was released for this kind of place"
        raise figures.NothingToShowError(message)
    return figures.need_supply_scatter(
        *_release(material), choice.bedarf, choice.angebot, Measure(choice.mass)
    )


def _supply(material: Material) -> Figure:
    return figures.supply_bars(*_release(material), *_measured(material))


def _supply_kinds(material: Material) -> Figure:
    return figures.supply_by_category(*_release(material), *_measured(material))


def _measured(material: Material) -> tuple[str, Measure]:
    choice = material.chosen.choice
    if not choice.mass:
        raise figures.NothingToShowError("supply: none was released")
    return choice.angebot, Measure(choice.mass)


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


def _one_topic(material: Material) -> tuple[str, str]:
    """Return the only part of the chosen question and the view; several parts have no numbers."""
    choice, question = material.chosen.choice, material.chosen.question
    if question is None or question.is_multiple:
        raise figures.NothingToShowError("numbers: no question with one answer was chosen")
    return question.topics[0], choice.ansicht or COUNTY


def _spread(material: Material) -> Figure:
    topic, view = _one_topic(material)
    known = common.topic_of(material.shown.contents, topic)
    if known is not None and known.points:
        raise figures.NothingToShowError("distribution: the answers are a scale, shown by parts")
    return figures.distribution(*_release(material), topic, view)


def _means(material: Material) -> Figure:
    topic, view = _one_topic(material)
    if view == COUNTY:
        raise figures.NothingToShowError("means by group: no groups were chosen")
    return figures.means_by_group(*_release(material), topic, view)


def _crossed(material: Material) -> Figure:
    topic, view = _one_topic(material)
    if view == COUNTY or "*" in view:
        raise figures.NothingToShowError("table of two traits: no second trait was chosen")
    return figures.crosstab(*_release(material), topic, view)


def _known(material: Material) -> Figure:
    return figures.knowledge_use(*_release(material))


def _change(material: Material) -> Figure:
    if material.earlier is None:
        raise figures.NothingToShowError("change: there is no earlier wave with results")
    earlier = material.earlier
    return figures.wave_change(*_release(material), earlier.table, earlier.contents)


def _release(material: Material) -> tuple[ReleasedTable, Contents]:
    return material.shown.table, material.shown.contents


KINDS: Mapping[str, Kind] = {
    "karte": Kind(_map, (Name.NEED,)),
    "gemeinden": Kind(_municipalities, (Name.NEED,)),
    "rangliste": Kind(_bars, (Name.NEED,)),
    "vorn": Kind(_top, (Name.NEED,)),
    "betroffene": Kind(_persons, (Name.NEED,)),
    "luecken": Kind(_gaps, (Name.NEED,)),
    "deckung": Kind(_covered, (Name.NEED,)),
    "bedarf-angebot": Kind(_points, (Name.NEED, Name.SUPPLY, Name.MEASURE)),
    "angebot": Kind(_supply, (Name.SUPPLY, Name.MEASURE)),
    "angebot-arten": Kind(_supply_kinds, (Name.SUPPLY, Name.MEASURE)),
    "wichtig-zufrieden": Kind(_pairs),
    "bekannt-genutzt": Kind(_known),
    "praeventionskette": Kind(_chain),
    "wer": Kind(_who, (Name.MARGIN,)),
    "antworten": Kind(_answers, (Name.QUESTION, Name.VIEW, Name.OPTION)),
    "verteilung": Kind(_spread, (Name.QUESTION, Name.VIEW)),
    "mittelwerte": Kind(_means, (Name.QUESTION, Name.VIEW)),
    "kreuztabelle": Kind(_crossed, (Name.QUESTION, Name.VIEW)),
    "veraenderung": Kind(_change),
}
"""Every kind of figure that has an address of its own."""
