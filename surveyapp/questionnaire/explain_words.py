"""The words ``explain`` makes sentences of, one table for each language.

Clauses stand behind "wenn" and "if". Each comes twice: as it is, and denied. German verbs end their
clause, so that clauses can be joined by "und" as they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Clause = tuple[str, str]
"""A template as it is, and denied."""


@dataclass(frozen=True, slots=True)
class Items:
    """How the items of a list are called, with ``{x}`` for its own name where it has one."""

    #: Behind "es gibt mindestens", with the words that lead on to a condition.
    one: str
    that: str
    #: Behind "die Zahl der", with the words that lead on to a condition.
    many: str
    many_that: str
    every: str
    every_that: str
    first: str
    last: str
    #: Behind a value: of all of them.
    among: str


@dataclass(frozen=True, slots=True)
class Words:
    """How one language speaks of conditions."""

    opening: str
    quote: str
    inner_quote: str
    clauses: Mapping[str, Clause]
    #: Comparison sign to words for two values …
    signs: Mapping[str, Clause]
    #: … and for two points in time, where they are other words.
    times: Mapping[str, Clause]
    #: Templates of values.
    values: Mapping[str, str]
    functions: Mapping[str, str]
    facts: Mapping[str, str]
    items: Mapping[str, Items]
    ages: Mapping[str, str] = field(default_factory=dict)


_GERMAN = Words(
    opening="wenn {clause}",
    quote="„{text}“",
    inner_quote="‚{text}‘",
    clauses={
        "is": ("Sie bei {q} {a} geantwortet haben", "Sie bei {q} nicht {a} geantwortet haben"),
        "other": (
            "Sie bei {q} etwas anderes als {a} geantwortet haben",
            "Sie bei {q} nichts anderes als {a} geantwortet haben",
        ),
        "in": (
            "Sie bei {q} {a} geantwortet haben",
            "Sie bei {q} keine der Antworten {both} gegeben haben",
        ),
        "has": ("Sie bei {q} {a} gewählt haben", "Sie bei {q} nicht {a} gewählt haben"),
        "has_any": (
            "Sie bei {q} mindestens eine der Antworten {both} gewählt haben",
            "Sie bei {q} keine der Antworten {both} gewählt haben",
        ),
        "has_all": (
            "Sie bei {q} {both} gewählt haben",
            "Sie bei {q} nicht alle Antworten {both} gewählt haben",
        ),
        "row": ("es um {a} geht", "es nicht um {a} geht"),
        "other_row": ("es um etwas anderes als {a} geht", "es nicht um etwas anderes als {a} geht"),
        "answered": ("Sie {q} beantwortet haben", "Sie {q} nicht beantwortet haben"),
        "refused": (
            "Sie bei {q} „keine Angabe“ gewählt haben",
            "Sie bei {q} nicht „keine Angabe“ gewählt haben",
        ),
        "any": ("es mindestens {one} gibt, {that} {clause}", "es {none} gibt, {that} {clause}"),
        "all": ("{every_that} {clause}", "nicht {every_that} {clause}"),
        "value": ("{value} zutrifft", "{value} nicht zutrifft"),
        "bracketed": ("({clause})", "es nicht so ist, dass ({clause})"),
    },
    signs={
        "==": ("{left} gleich {right} ist", "{left} nicht gleich {right} ist"),
        "!=": ("{left} von {right} abweicht", "{left} nicht von {right} abweicht"),
        "<": ("{left} kleiner als {right} ist", "{left} nicht kleiner als {right} ist"),
        "<=": ("{left} höchstens {right} ist", "{left} nicht höchstens {right} ist"),
        ">": ("{left} größer als {right} ist", "{left} nicht größer als {right} ist"),
        ">=": ("{left} mindestens {right} ist", "{left} nicht mindestens {right} ist"),
        "in": ("{left} gleich {right} ist", "{left} nicht gleich {right} ist"),
        "has": ("{left} {right} enthält", "{left} nicht {right} enthält"),
        "has_any": ("{left} {right} enthält", "{left} nicht {right} enthält"),
        "has_all": ("{left} {right} enthält", "{left} nicht {right} enthält"),
    },
    times={
        "<": ("{left} früher als {right} ist", "{left} nicht früher als {right} ist"),
        "<=": ("{left} spätestens {right} ist", "{left} nicht spätestens {right} ist"),
        ">": ("{left} später als {right} ist", "{left} nicht später als {right} ist"),
        ">=": ("{left} frühestens {right} ist", "{left} nicht frühestens {right} ist"),
    },
    values={
        "answer": "Ihre Antwort auf {q}",
        "computed": "der Wert {q}",
        "row": "die Zeile, um die es geht,",
        "number": "die laufende Nummer",
        "count": "die Zahl der {many}",
        "count_that": "die Zahl der {many}, {many_that} {clause}",
        "count_codes": "die Zahl Ihrer Antworten bei {q}",
        "sum": "die Summe aller {many} von: {value}",
        "lowest": "der kleinste Wert aller {many} von: {value}",
        "highest": "der größte Wert aller {many} von: {value}",
        "first": "{value} ({first})",
        "last": "{value} ({last})",
        "truth": "die Aussage, dass {clause},",
        "+": "{left} plus {right}",
        "-": "{left} minus {right}",
        "*": "{left} mal {right}",
        "/": "{left} geteilt durch {right}",
        "point": "{option} ({number})",
        "clock": "{hours}:{minutes:02d} Uhr",
        "duration": "{hours}:{minutes:02d} Stunden",
        "rows": " aus {q}",
        "rows_answered": " aus {q} mit der Antwort {a}",
        "and": "und",
        "or": "oder",
        "nothing": "nichts",
    },
    functions={
        "min": "der kleinste Wert von {all}",
        "max": "der größte Wert von {all}",
        "round": "{0}, gerundet",
        "round_2": "{0}, gerundet auf {1} Nachkommastellen",
        "floor": "{0}, abgerundet",
        "abs": "{0} ohne Vorzeichen",
        "mod": "der Rest von {0} geteilt durch {1}",
        "if": "{1}, wenn {truth}, und sonst {2}",
        "coalesce": "die erste bekannte Angabe von {all}",
        "years_between": "die vollen Jahre von {0} bis {1}",
        "days_between": "die Tage von {0} bis {1}",
        "year": "das Jahr aus {0}",
    },
    facts={
        "wave.year": "das Jahr der Befragung",
        "wave.month": "der Monat der Befragung",
        "wave.number": "die Nummer der Befragungswelle",
        "county.ags": "der Schlüssel des Landkreises",
        "area.association": "die Verwaltungsgemeinschaft Ihrer Gemeinde",
        "area.population": "die Einwohnerzahl Ihrer Gemeinde",
    },
    items={
        "child": Items(
            *("ein Kind", "für das gilt, dass", "Kinder", "für die gilt, dass"),
            *("jedes Kind", "für jedes Kind gilt, dass", "erstes Kind", "letztes Kind"),
            "Kinder",
        ),
        "adult": Items(
            *("eine erwachsene Person", "für die gilt, dass", "erwachsenen Personen"),
            *("für die gilt, dass", "jede erwachsene Person"),
            *("für jede erwachsene Person gilt, dass", "erste erwachsene Person"),
            *("letzte erwachsene Person", "erwachsenen Personen"),
        ),
        "other": Items(
            *("einen Eintrag{x}", "für den gilt, dass", "Einträge{x}", "für die gilt, dass"),
            *("jeder Eintrag{x}", "für jeden Eintrag{x} gilt, dass", "erster Eintrag{x}"),
            *("letzter Eintrag{x}", "Einträge{x}"),
        ),
    },
    ages={
        "one": "das Kind {ages} alt ist",
        "not_one": "das Kind nicht {ages} alt ist",
        "any": "mindestens ein Kind {ages} alt ist",
        "not_any": "kein Kind {ages} alt ist",
        "all": "alle Kinder {ages} alt sind",
        "not_all": "nicht alle Kinder {ages} alt sind",
        "count": "die Zahl der Kinder, die {ages} alt sind,",
        "range": "{first} bis {last} Jahre",
        "year": "{first} Jahre",
        "first_year": "{first} Jahr",
    },
)

_ENGLISH = Words(
    opening="if {clause}",
    quote="“{text}”",
    inner_quote="‘{text}’",
    clauses={
        "is": ("you answered {a} to {q}", "you did not answer {a} to {q}"),
        "other": (
            "you answered something other than {a} to {q}",
            "you answered nothing other than {a} to {q}",
        ),
        "in": ("you answered {a} to {q}", "you gave none of the answers {both} to {q}"),
        "has": ("you chose {a} for {q}", "you did not choose {a} for {q}"),
        "has_any": (
            "you chose at least one of the answers {both} for {q}",
            "you chose none of the answers {both} for {q}",
        ),
        "has_all": ("you chose {both} for {q}", "you did not choose all of {both} for {q}"),
        "row": ("this is about {a}", "this is not about {a}"),
        "other_row": ("this is about something other than {a}", "this is about nothing but {a}"),
        "answered": ("you answered {q}", "you did not answer {q}"),
        "refused": (
            "you chose “prefer not to say” for {q}",
            "you did not choose “prefer not to say” for {q}",
        ),
        "any": ("there is at least {one} {that} {clause}", "there is {none} {that} {clause}"),
        "all": ("{every_that} {clause}", "it is not the case that {every_that} {clause}"),
        "value": ("{value} holds", "{value} does not hold"),
        "bracketed": ("({clause})", "it is not the case that ({clause})"),
    },
    signs={
        "==": ("{left} is {right}", "{left} is not {right}"),
        "!=": ("{left} differs from {right}", "{left} does not differ from {right}"),
        "<": ("{left} is less than {right}", "{left} is not less than {right}"),
        "<=": ("{left} is at most {right}", "{left} is not at most {right}"),
        ">": ("{left} is greater than {right}", "{left} is not greater than {right}"),
        ">=": ("{left} is at least {right}", "{left} is not at least {right}"),
        "in": ("{left} is {right}", "{left} is not {right}"),
        "has": ("{left} contains {right}", "{left} does not contain {right}"),
        "has_any": ("{left} contains {right}", "{left} does not contain {right}"),
        "has_all": ("{left} contains {right}", "{left} does not contain {right}"),
    },
    times={
        "<": ("{left} is before {right}", "{left} is not before {right}"),
        "<=": ("{left} is {right} or earlier", "{left} is not {right} or earlier"),
        ">": ("{left} is after {right}", "{left} is not after {right}"),
        ">=": ("{left} is {right} or later", "{left} is not {right} or later"),
    },
    values={
        "answer": "your answer to {q}",
        "computed": "the value {q}",
        "row": "the row this is about",
        "number": "the running number",
        "count": "the number of {many}",
        "count_that": "the number of {many} {many_that} {clause}",
        "count_codes": "the number of your answers to {q}",
        "sum": "the sum over all {many} of: {value}",
        "lowest": "the smallest value among all {many} of: {value}",
        "highest": "the largest value among all {many} of: {value}",
        "first": "{value} ({first})",
        "last": "{value} ({last})",
        "truth": "the statement that {clause}",
        "+": "{left} plus {right}",
        "-": "{left} minus {right}",
        "*": "{left} times {right}",
        "/": "{left} divided by {right}",
        "point": "{option} ({number})",
        "clock": "{hours}:{minutes:02d}",
        "duration": "{hours}:{minutes:02d} hours",
        "rows": " of {q}",
        "rows_answered": " of {q} answered {a}",
        "and": "and",
        "or": "or",
        "nothing": "nothing",
    },
    functions={
        "min": "the smallest value of {all}",
        "max": "the largest value of {all}",
        "round": "{0}, rounded",
        "round_2": "{0}, rounded to {1} decimal places",
        "floor": "{0}, rounded down",
        "abs": "{0} without its sign",
        "mod": "the remainder of {0} divided by {1}",
        "if": "{1} if {truth}, and {2} otherwise",
        "coalesce": "the first known value of {all}",
        "years_between": "the full years from {0} to {1}",
        "days_between": "the days from {0} to {1}",
        "year": "the year of {0}",
    },
    facts={
        "wave.year": "the year of the survey",
        "wave.month": "the month of the survey",
        "wave.number": "the number of the survey wave",
        "county.ags": "the key of the county",
        "area.association": "the association your municipality belongs to",
        "area.population": "the population of your municipality",
    },
    items={
        "child": Items(
            *("one child", "of whom it is true that", "children", "of whom it is true that"),
            *("every child", "for every child", "first child", "last child", "children"),
        ),
        "adult": Items(
            *("one adult", "of whom it is true that", "adults", "of whom it is true that"),
            *("every adult", "for every adult", "first adult", "last adult", "adults"),
        ),
        "other": Items(
            *("one entry{x}", "of which it is true that", "entries{x}"),
            *("of which it is true that", "every entry{x}", "for every entry{x}"),
            *("first entry{x}", "last entry{x}", "entries{x}"),
        ),
    },
    ages={
        "one": "the child is {ages} old",
        "not_one": "the child is not {ages} old",
        "any": "at least one child is {ages} old",
        "not_any": "no child is {ages} old",
        "all": "all children are {ages} old",
        "not_all": "not all children are {ages} old",
        "count": "the number of children who are {ages} old",
        "range": "{first} to {last} years",
        "year": "{first} years",
        "first_year": "{first} year",
    },
)

WORDS: Mapping[str, Words] = {"de": _GERMAN, "en": _ENGLISH}
"""The languages in which conditions can be told."""

NONE = {
    "ein Kind": "kein Kind",
    "eine erwachsene Person": "keine erwachsene Person",
    "einen Eintrag": "keinen Eintrag",
    "one child": "no child",
    "one adult": "no adult",
    "one entry": "no entry",
}
"""How "at least one" is denied."""
