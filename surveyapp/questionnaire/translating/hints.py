"""What a translator may want to look at: placeholders, words of the glossary, length, plain German."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveyapp.questionnaire import glossary, phrases
from surveyapp.questionnaire.catalogues import PLAIN
from surveyapp.questionnaire.rules import plain
from surveyapp.questionnaire.spelling import write
from surveyapp.questionnaire.texts import neutral
from surveyapp.questionnaire.translating.units import GERMAN, Unit

TEXT_LINE, OPTION_LINE = 38, 30
"""Characters of one line on a screen of 360 pixels; an estimate, as letters differ in width."""

_OPTIONS = frozenset({"option", "row", "category"})
_ON_ONE_LINE = frozenset({"unit_text", "low", "high", "add"})


class Sort(StrEnum):
    """What a hint is about."""

    #: Braces that cannot be read.
    BRACES = "braces"
    #: A placeholder of the German wording is missing …
    LACKING = "lacking"
    #: … or one was added that German does not have.
    ADDED = "added"
    #: A word that is said otherwise elsewhere.
    TERM = "term"
    #: Plain German that is not plain.
    PLAIN = "plain"
    #: Many more lines than in German.
    LONG = "long"
    #: An answer that needs more lines than in German.
    WRAPS = "wraps"


ERRORS = frozenset({Sort.BRACES, Sort.LACKING, Sort.ADDED})
"""Hints that keep a questionnaire from being published."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at."""

    sort: Sort
    #: What it is about: a placeholder, a word, rule and place, the number of lines.
    about: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class TermHint:
    """A word of the glossary that the German wording has."""

    german: str
    wanted: str
    is_used: bool


def hints(unit: Unit, language: str) -> tuple[Hint, ...]:
    """Return what to look at in a translation; nothing where there is none."""
    said = unit.said(language)
    return tuple(_hints(unit, language, said)) if said else ()


def _hints(unit: Unit, language: str, said: str) -> Iterator[Hint]:
    mistake = phrases.mistake(said)
    if mistake:
        yield Hint(Sort.BRACES, mistake)
    else:
        wanted, used = phrases.placeholders(unit.german), phrases.placeholders(said)
        yield from (Hint(Sort.LACKING, each) for each in sorted(wanted - used))
        yield from (Hint(Sort.ADDED, each) for each in sorted(used - wanted))
    for german, wanted_word in glossary.strays(unit.german, said, language):
        yield Hint(Sort.TERM, german, wanted_word)
    if language == PLAIN:
        found = dict.fromkeys(plain.flaws(neutral({PLAIN: said})[PLAIN]))
        yield from (Hint(Sort.PLAIN, *each.split(" ", 1)) for each in found)
    yield from _too_long(unit, language)


def _too_long(unit: Unit, language: str) -> Iterator[Hint]:
    lines, in_german = lines_on_phone(unit, language), lines_on_phone(unit, GERMAN)
    if is_option(unit):
        if lines > in_german:
            yield Hint(Sort.WRAPS, str(lines), str(in_german))
    elif lines > 1.5 * in_german + 1:
        yield Hint(Sort.LONG, str(lines), str(in_german))


def is_option(unit: Unit) -> bool:
    """Say whether a wording stands in a button or an answer."""
    return unit.sort in _OPTIONS or unit.name in _ON_ONE_LINE


def lines_on_phone(unit: Unit, language: str) -> int:
    """Estimate the lines of a wording on a screen of 360 pixels, from its number of characters."""
    width = OPTION_LINE if is_option(unit) else TEXT_LINE
    said = neutral({language: unit.said(language)})[language]
    return sum(max(1, len(textwrap.wrap(line, width))) for line in said.splitlines())


def term_hints(unit: Unit, language: str) -> tuple[TermHint, ...]:
    """Return the words of the glossary that the German wording has, as they are said in a language."""
    wanted = glossary.terms(language)
    said = unit.said(language)
    return tuple(
        TermHint(term.term, wanted[key].term, wanted[key].is_in(said))
        for key, term in glossary.terms(GERMAN).items()
        if key in wanted and term.begins_in(unit.german)
    )


def arms(text: str) -> tuple[str, ...]:
    """Return how a wording changes with an answer, German: „{kinder}: je nach Zahl (one, other)“."""
    return tuple(
        f"{write(part.expression)}: {', '.join(part.arms)}"
        for part in phrases.parts_of(text)
        if isinstance(part, phrases.Chosen)
    )
