"""What a visitor chose, all of it in the address; each field falls back to something released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from analytics import figures
from analytics.describe import MEASURE_LABELS
from analytics.figures import common, stock, who
from analytics.figures.pairs import PAIRED
from analytics.released import Contents, Measure, ReleasedTable
from surveyapp.services.show_results import Figures


class Name(StrEnum):
    """Names of the choices in an address."""

    WAVE = "welle"
    NEED = "bedarf"
    SUPPLY = "angebot"
    MEASURE = "mass"
    QUESTION = "frage"
    VIEW = "ansicht"
    OPTION = "antwort"
    MARGIN = "merkmal"
    EDITION = "fassung"
    """Says which picture a file holds; empty for the one in colour."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice in every list; empty where a list is empty."""

    welle: str = ""
    bedarf: str = ""
    angebot: str = ""
    mass: str = ""
    frage: str = ""
    ansicht: str = ""
    antwort: str = ""
    merkmal: str = ""

    def address(self, *names: str) -> dict[str, str]:
        """Return the named choices as they stand in an address, empty ones left out."""
        return {name: value for name, value in asdict(self).items() if name in names and value}


@dataclass(frozen=True, slots=True)
class Lists:
    """What can be chosen: code and German label, in order."""

    bedarf: Mapping[str, str]
    angebot: Mapping[str, str]
    mass: Mapping[str, str]
    frage: Mapping[str, str]
    ansicht: Mapping[str, str]
    antwort: Mapping[str, str]
    merkmal: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A valid choice, and the lists it was made from."""

    choice: Choice
    lists: Lists
    question: figures.Asked | None
    #: True when the visitor asked for a question, and did not come upon the first one shown.
    is_question_asked: bool
    #: Question codes by the field of action they are listed under, in order.
    question_groups: Mapping[str, Sequence[str]]


def topics_of(shown: Figures, asked_for: Mapping[str, str]) -> tuple[str, ...]:
    """Return the need, the offer and the parts of the question an address names, or their first."""
    table, contents = shown.table, shown.contents
    need = asked_for.get(Name.NEED) or _first(_needs(table, contents))
    supplies = _supplies(table, contents)
    supply = asked_for.get(Name.SUPPLY) or _natural_supply(contents, need, supplies)
    questions = {question.id: question for question in figures.asked(table, contents)}
    question = questions.get(asked_for.get(Name.QUESTION) or _first(questions))
    named = (*((need,) if need else ()), *((supply,) if supply in supplies else ()))
    return (*named, *(question.topics if question else ()))


def choose(shown: Figures, wave: int, asked_for: Mapping[str, str]) -> Chosen | None:
    """Read the choices of an address; None where one names something that was not released.

    A measure, view or answer that does not go with a newly chosen offer or question is no mistake of
    the visitor: the form still held it. Then the first that goes with it is taken.
    """
    table, contents = shown.table, shown.contents
    needs = _needs(table, contents)
    supplies = _supplies(table, contents)
    questions = {question.id: question for question in figures.asked(table, contents)}
    margins = {topic: who.margin_label(contents, topic) for topic in who.margins(table)}
    main = (
        (Name.NEED, needs),
        (Name.SUPPLY, supplies),
        (Name.QUESTION, questions),
        (Name.MARGIN, margins),
    )
    if any(asked_for.get(name) and asked_for[name] not in known for name, known in main):
        return None
    need = asked_for.get(Name.NEED) or _first(needs)
    supply = asked_for.get(Name.SUPPLY) or _natural_supply(contents, need, supplies)
    measures = _measures(table, supply)
    wanted = asked_for.get(Name.MEASURE)
    broadest = figures.broadest(tuple(questions.values()))
    question = questions.get(asked_for.get(Name.QUESTION, "")) or broadest
    views = _views(table, contents, question)
    view = _kept(asked_for.get(Name.VIEW), views)
    options = _options(table, contents, question, view)
    choice = Choice(
        welle=str(wave),
        bedarf=need,
        angebot=supply,
        mass=wanted if wanted in stock.measures_of(table, supply) else _first(measures),
        frage=question.id if question else "",
        ansicht=view,
        antwort=_kept(asked_for.get(Name.OPTION), options),
        merkmal=asked_for.get(Name.MARGIN) or _first(margins),
    )
    labels = {key: value.label for key, value in questions.items()}
    lists = Lists(needs, supplies, measures, labels, views, options, margins)
    is_asked = bool(asked_for.get(Name.QUESTION))
    return Chosen(choice, lists, question, is_asked, _by_field(contents, questions.values()))


def _first(codes: Iterable[str]) -> str:
    return next(iter(codes), "")


def _kept(wanted: str | None, known: Mapping[str, str]) -> str:
    return wanted if wanted and wanted in known else _first(known)


def _needs(table: ReleasedTable, contents: Contents) -> dict[str, str]:
    released = {cell.topic for cell in table if cell.measure is Measure.SHARE}
    return {
        topic.id: topic.label
        for topic in contents.topics
        if topic.kind == "indicator" and topic.id in released
    }


def _supplies(table: ReleasedTable, contents: Contents) -> dict[str, str]:
    counted = {cell.topic for cell in table if cell.measure in stock.SUPPLY_MEASURES}
    return {code: label for code, label in contents.facility_types.items() if code in counted}


def _natural_supply(contents: Contents, need: str, supplies: Mapping[str, str]) -> str:
    """Return the first kind of place that answers the need."""
    topic = common.topic_of(contents, need)
    answering: Sequence[str] = topic.facility_types if topic else ()
    return next((code for code in answering if code in supplies), _first(supplies))


def _measures(table: ReleasedTable, supply: str) -> dict[str, str]:
    """Return the measures of a kind of place that a need can be set beside."""
    known = stock.measures_of(table, supply)
    return {str(measure): MEASURE_LABELS[measure] for measure in PAIRED if measure in known}


GENERAL = "Familie und Haushalt"
ACROSS = "Alle Handlungsfelder"


def _by_field(contents: Contents, questions: Iterable[figures.Asked]) -> dict[str, list[str]]:
    """Sort questions under their first field of action; general ones come last."""
    groups: dict[str, list[str]] = {ACROSS: []}
    groups.update({_field_label(contents, field): [] for field in contents.fields_of_action})
    groups[GENERAL] = []
    for question in questions:
        groups[_group(contents, question)].append(question.id)
    return {label: codes for label, codes in groups.items() if codes}


def _group(contents: Contents, question: figures.Asked) -> str:
    known = [field for field in question.fields if field in contents.fields_of_action]
    if not known:
        return GENERAL
    return ACROSS if len(known) > 2 else _field_label(contents, known[0])


def _field_label(contents: Contents, field: str) -> str:
    return f"{field} {contents.fields_of_action[field]}"


def _views(
    table: ReleasedTable, contents: Contents, question: figures.Asked | None
) -> dict[str, str]:
    if question is None:
        return {}
    views = figures.views_of(table, contents, question)
    return {view: common.view_label(contents, view) for view in views}


def _options(
    table: ReleasedTable, contents: Contents, question: figures.Asked | None, view: str
) -> Mapping[str, str]:
    """Return the answers of which one has to be chosen: a figure cannot show them all in the view."""
    if question is None:
        return {}
    if question.is_multiple:
        return {topic: common.label_of(contents, topic) for topic in question.topics}
    if "*" in view:
        return common.categories_of(table, contents, question.topics[0])
    return {}
