"""What the figures of a release are about: labels, areas with outlines, topics, sources."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.released import ROUND_N, Area, Contents, Topic
from surveyapp.inventory import lists
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Text
from surveyapp.questionnaire.texts import neutral
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.region import outlines, packaged, territory
from surveyapp.region.model import AreaGroup
from surveyapp.region.population import LAST_CHILD_AGE, children_by_area
from surveyapp.services.releasing import supply_notes
from surveyapp.services.releasing.register import CHILDREN_AGE
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.themes import theme_topics

if TYPE_CHECKING:
    from analytics.bins import Bins
    from analytics.codebook import Codebook, Variable

GERMAN = "de"
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


def contents_of(
    setting: Setting, codebook: Codebook, families: int, bins: Mapping[str, Bins]
) -> Contents:
    """Return what the figures of a wave are about; ``bins`` are those of numbers."""
    wave = setting.wave
    axes = {
        f"axis.{axis.id}": axis
        for axis in setting.questionnaire.axes
        if f"axis.{axis.id}" in codebook
    }
    return Contents(
        county=setting.county,
        county_name=territory.county(setting.county).name,
        survey=wave.survey.title,
        wave=wave.number,
        period=_period(setting),
        is_simulated=wave.is_simulated,
        sampling=wave.sampling,
        n=ROUND_N * round(families / ROUND_N),
        invited=wave.invited,
        areas=tuple(_areas(setting)),
        topics=(
            *_with_bins(_topics(setting, codebook), bins),
            *theme_topics(setting.coded),
        ),
        municipalities={
            each.ags: each.short_name for each in territory.municipalities_of(setting.county)
        },
        axes={name: axis.label[GERMAN] for name, axis in axes.items()},
        axis_categories={
            name: {each.code: each.text[GERMAN] for each in axis.categories}
            for name, axis in axes.items()
        },
        municipality_rings=_municipality_rings(setting),
        sources=(packaged.BOUNDARIES, packaged.REGISTER, packaged.CENSUS_GRID, *_stock(setting)),
        life_stages=_labels(lists.life_stages()),
        fields_of_action=_labels(lists.fields_of_action()),
        facility_types={kind.code: kind.label for kind in setting.types},
        example_types=_example_types(setting),
        type_sources=_type_sources(setting),
        supply_notes=supply_notes.notes_of(setting),
        supply_categories=supply_notes.category_words(),
    )


def _period(setting: Setting) -> str:
    first, last = setting.wave.opens_on, setting.wave.closes_on
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    start = MONTHS[first.month - 1] + (f" {first.year}" if first.year != last.year else "")
    return f"{start} bis {end}"


def _areas(setting: Setting) -> Iterator[Area]:
    rings = outlines.area_rings(setting.county, setting.areas)
    children = children_by_area(setting.county, setting.areas, 0, LAST_CHILD_AGE)
    for area in setting.areas:
        yield Area(area.code, area.name, rings[area.code], round(children[area.code], -1))


def _municipality_rings(setting: Setting) -> Mapping[str, tuple[outlines.Ring, ...]]:
    """Return the outlines of municipalities where areas hold several; an area of one keeps its code."""
    if all(len(area.municipalities) == 1 for area in setting.areas):
        return {}
    parts = [
        AreaGroup(ags if len(area.municipalities) > 1 else area.code, "", (ags,))
        for area in setting.areas
        for ags in area.municipalities
    ]
    return outlines.area_rings(setting.county, parts)


def _topics(setting: Setting, codebook: Codebook) -> Iterator[Topic]:
    sentences = {f"need.{each.id}": each.sentence for each in setting.questionnaire.indicators}
    yield from _asked_in_parts(setting, {each.question for each in codebook.variables})
    counted = {
        question.id: _german(question.unit_text or {})
        for page in setting.questionnaire.pages
        for question in page.questions
    }
    for variable in codebook.variables:
        if variable.kind not in {"axis", "design"}:
            yield _topic(variable, sentences, counted.get(variable.question or "", ""))
    bands = setting.questionnaire.child_age_question
    if bands is not None:
        yield Topic(
            id=CHILDREN_AGE,
            label="Alter der Kinder",
            unit="child",
            measures="context",
            categories={each.name: _german(each.label) for each in codebook[bands].categories},
        )
    for kind in setting.types:
        yield Topic(
            id=kind.code,
            label=kind.label,
            unit="child",
            measures="supply",
            fields=tuple(kind.fields),
            life_stages=tuple(kind.life_stages),
            facility_types=(kind.code,),
            kind="facility_type",
        )


def _with_bins(topics: Iterable[Topic], bins: Mapping[str, Bins]) -> Iterator[Topic]:
    """Name the bins of questions that ask for a number."""
    for topic in topics:
        made = bins.get(topic.id)
        names = () if made is None else made.names
        yield replace(topic, categories={each: _bin(each) for each in names}) if names else topic


def _bin(name: str) -> str:
    """Return how people say a bin: „10 bis 19“, „40 und mehr“."""
    if name.endswith("+"):
        return f"{name[:-1]} und mehr"
    return name.replace("-", " bis ")


def _asked_in_parts(setting: Setting, known: Collection[str | None]) -> Iterator[Topic]:
    """Yield the questions whose rows or options are topics of their own, for their wording."""
    index = index_of(setting.questionnaire)
    for page in setting.questionnaire.pages:
        for question in page.questions:
            planning = index.planning_of(question)
            is_in_parts = question.rows or kind_of(question).gives is Gives.CODES
            if is_in_parts and question.id in known:
                yield Topic(
                    id=question.id,
                    label=_german(neutral(question.label or question.text)),
                    unit=str(planning.unit),
                    measures=str(planning.measures),
                    fields=planning.fields,
                    life_stages=planning.life_stages,
                    facility_types=planning.facility_types,
                )


def _topic(variable: Variable, sentences: Mapping[str, Text], counted_in: str) -> Topic:
    kinds = {"indicator": "indicator"}
    is_part = variable.row is not None or variable.option is not None
    return Topic(
        id=variable.name,
        label=_german(variable.label or {}),
        unit=variable.unit,
        measures=variable.measures,
        fields=variable.fields,
        life_stages=variable.life_stages,
        facility_types=variable.facility_types,
        sentence=_german(sentences.get(variable.name, {})),
        kind=kinds.get(variable.kind, "row" if is_part else "question"),
        categories={each.name: _german(each.label) for each in variable.categories},
        pair=variable.pair or "",
        counted_in=counted_in,
        points={each.name: each.value for each in variable.categories if each.value is not None},
    )


def _german(text: Mapping[str, str]) -> str:
    return text.get(GERMAN, "")


def _labels(codes: Mapping[str, lists.Code]) -> dict[str, str]:
    return {code: each.label for code, each in codes.items()}


def _example_types(setting: Setting) -> tuple[str, ...]:
    places = {place.type for place in setting.places if place.is_example}
    offers = {offer.type for offer in setting.offers if offer.is_example}
    return tuple(sorted(places | offers))


def _type_sources(setting: Setting) -> dict[str, tuple[str, ...]]:
    """Return the sources of each facility type's places and offers, without invented ones."""
    found: dict[str, set[str]] = {}
    for place in setting.places:
        if not place.is_example:
            found.setdefault(place.type, set()).add(place.source)
    for offer in setting.offers:
        if not offer.is_example:
            found.setdefault(offer.type, set()).add(offer.source)
    return {code: tuple(sorted(lines)) for code, lines in sorted(found.items())}


def _stock(setting: Setting) -> tuple[str, ...]:
    """Return the sources of the stock; invented places are named beside each figure instead."""
    return tuple(sorted({line for lines in _type_sources(setting).values() for line in lines}))
