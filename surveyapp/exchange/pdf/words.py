"""What the printed form says beside the questionnaire's own texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.model import Option
from surveyapp.questionnaire.texts import FALLBACK


@dataclass(frozen=True, slots=True)
class FormWords:
    """The sentences of the form in one language."""

    asks: str
    takes: str
    how: str
    pen: str
    one: str
    several: str
    mistake: str
    filters: str
    page: str
    version: str
    more_items: Mapping[str, str]
    no_more: Mapping[str, str]
    none: Mapping[str, str]
    go_on: str
    go_on_item: str
    repeats: str
    open_row: str
    open_option: str
    place: str
    see_list: str
    list_title: str
    number_from_to: str
    rank: str
    ranks: str
    at_most: str
    hours: str
    minutes: str
    day: str
    month: str
    year: str
    contact_apart: str
    blank: str
    thanks: str


@dataclass(frozen=True, slots=True)
class FilterWords:
    """The sentences around a condition."""

    only: str
    only_many: str
    option: str
    variant: str
    any_row: str
    rows: str
    go: str
    go_item: str
    go_end: str
    question: str


_GERMAN = FormWords(
    asks="Ihr Landkreis fragt Familien",
    takes="dauert etwa {minutes} Minuten",
    how="So füllen Sie den Fragebogen aus",
    pen="Bitte schreiben Sie mit einem dunklen Stift und kreuzen Sie an:",
    one="Kreis: Bitte nur eine Antwort ankreuzen.",
    several="Kästchen: Bitte alles ankreuzen, was passt.",
    mistake="Falsch angekreuzt? Füllen Sie das Feld ganz aus und kreuzen Sie das richtige an.",
    filters="Ein grauer Kasten sagt, für wen die Fragen darunter sind.",
    page="Seite {page} von {pages}",
    version="Fassung {version}",
    more_items={
        "child": "Für weitere Kinder nehmen Sie bitte ein zusätzliches Blatt.",
        "adult": "Für weitere Erwachsene nehmen Sie bitte ein zusätzliches Blatt.",
        "other": "Für weitere Angaben nehmen Sie bitte ein zusätzliches Blatt.",
    },
    no_more={
        "child": "Kein Kind mehr?",
        "adult": "Niemand mehr?",
        "other": "Nichts mehr einzutragen?",
    },
    none={"child": "Kein Kind?", "adult": "Niemand?", "other": "Nichts einzutragen?"},
    go_on="Dann weiter mit Frage {number}.",
    go_on_item="Dann weiter mit „{item}“.",
    repeats="Der folgende Teil kommt mehrmals. Füllen Sie so viele Teile aus, wie Sie brauchen.",
    open_row="Schreiben Sie hierhin, was Sie bei Frage {number} mit „{answer}“ angekreuzt haben.",
    open_option="Schreiben Sie hierhin, was Sie bei Frage {number} angekreuzt haben.",
    place="Bitte Ort eintragen, ohne Straße und Hausnummer:",
    see_list="Bitte eintragen. Mögliche Antworten stehen am Ende: Liste zu Frage {number}.",
    list_title="Liste zu Frage {number}",
    number_from_to="Zahl von {low} bis {high}",
    rank="Platz",
    ranks="Bitte tragen Sie die Plätze 1 bis {most} ein. Platz 1 ist der wichtigste.",
    at_most="Höchstens {most} Antworten.",
    hours="Stunden",
    minutes="Minuten",
    day="Tag",
    month="Monat",
    year="Jahr",
    contact_apart="Geben Sie dieses Blatt bitte getrennt vom Fragebogen ab. So bleiben Ihre "
    "Antworten anonym.",
    blank="Diese Seite bleibt leer.",
    thanks="Vielen Dank!",
)

_ENGLISH = FormWords(
    asks="Your county is asking families",
    takes="takes about {minutes} minutes",
    how="How to fill in the questionnaire",
    pen="Please use a dark pen and put a cross:",
    one="Circle: please choose one answer only.",
    several="Square: please choose everything that applies.",
    mistake="Wrong cross? Fill in the field completely and cross the right one.",
    filters="A grey box says whom the questions below it are for.",
    page="Page {page} of {pages}",
    version="Version {version}",
    more_items={
        "child": "For more children please use an additional sheet.",
        "adult": "For more adults please use an additional sheet.",
        "other": "For more entries please use an additional sheet.",
    },
    no_more={
        "child": "No more children?",
        "adult": "Nobody else?",
        "other": "Nothing more to enter?",
    },
    none={"child": "No child?", "adult": "Nobody?", "other": "Nothing to enter?"},
    go_on="Then go on to question {number}.",
    go_on_item="Then go on to “{item}”.",
    repeats="The following part is printed several times. Fill in as many parts as you need.",
    open_row="Write here what you answered with “{answer}” in question {number}.",
    open_option="Write here what you chose in question {number}.",
    place="Please write down the town or village, without street and number:",
    see_list="Please write down. Possible answers are at the end: list for question {number}.",
    list_title="List for question {number}",
    number_from_to="Number from {low} to {high}",
    rank="Rank",
    ranks="Please enter the ranks 1 to {most}. Rank 1 matters most.",
    at_most="{most} answers at most.",
    hours="hours",
    minutes="minutes",
    day="day",
    month="month",
    year="year",
    contact_apart="Please hand in this sheet apart from the questionnaire. So your answers stay "
    "anonymous.",
    blank="This page is left empty.",
    thanks="Thank you!",
)

_FILTERS: Mapping[str, FilterWords] = {
    "de": FilterWords(
        only="Nur beantworten, {condition}.",
        only_many="Fragen {first} bis {last} nur beantworten, {condition}.",
        option="nur, {condition}",
        variant="{condition}, lautet die Frage: „{text}“",
        any_row="wenn Sie bei Frage {number} mindestens einmal „{answer}“ angekreuzt haben",
        rows="Nur für das, was Sie bei Frage {number} mit „{answer}“ angekreuzt haben.",
        go="Sonst weiter mit Frage {number}.",
        go_item="Sonst weiter mit „{item}“.",
        go_end="Sonst sind Sie am Ende des Fragebogens.",
        question="Frage {number}",
    ),
    "en": FilterWords(
        only="Only answer {condition}.",
        only_many="Only answer questions {first} to {last} {condition}.",
        option="only {condition}",
        variant="{condition}, the question is: “{text}”",
        any_row="if you answered “{answer}” at least once in question {number}",
        rows="Only for what you answered with “{answer}” in question {number}.",
        go="Otherwise go on to question {number}.",
        go_item="Otherwise go on to “{item}”.",
        go_end="Otherwise you have reached the end of the questionnaire.",
        question="question {number}",
    ),
}


def form_words(language: str) -> FormWords:
    """Return the sentences of the form in a language, in German where it has none."""
    from surveyapp.exchange.pdf.words_more import MORE  # noqa: PLC0415 - it fills in this class

    known = {"de": _GERMAN, "en": _ENGLISH, **MORE}
    return known.get(language) or known.get(language.split("-", maxsplit=1)[0]) or _GERMAN


def filter_words(language: str) -> FilterWords:
    """Return the sentences around a condition, in German where a language has none."""
    from surveyapp.exchange.pdf.words_filters import FILTERS  # noqa: PLC0415 - it fills in this class

    known = {**_FILTERS, **FILTERS}
    return known.get(language) or known[FALLBACK]


def worded(option: Option, language: str) -> str:
    """Return the wording of an option."""
    return option.text.get(language) or option.text.get(FALLBACK) or option.code
