"""Wordings as a family reads them: in its language, with its own answers put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from surveyapp.questionnaire import conditions, phrases
from surveyapp.questionnaire.calculations import is_missing, is_number
from surveyapp.questionnaire.expression import (
    Call,
    CurrentRow,
    Expression,
    FactName,
    Name,
    Quantified,
)
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import ItemList, Option, Question, Questionnaire, Row, Text
from surveyapp.questionnaire.path import Way, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value

FALLBACK = "de"
"""The language in which every text exists."""

_EMPTY_BRACKETS = re.compile(r"\s*\(\s*\)")
_BLANKS = re.compile(r"[ ]{2,}")
_BRACES = re.compile(r"\{[^{}]*\}")


def wording(text: Text, language: str) -> str:
    """Return a text in a language, in German where it was not translated."""
    found = text.get(language) or text.get(FALLBACK)
    return found or next(iter(text.values()), "")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: language, answers, and the list item that is spoken of."""

    language: str
    known: Known
    way: Way
    items: ItemList | None = None
    item: str | None = None
    #: The number of the plural around, and whether the label of the item is being read.
    number: float | None = None
    in_label: bool = False


def only_in(text: Text | None, language: str) -> Text | None:
    """Return a text that is said in a language; None for one that German would stand in for."""
    return text if text and language in text else None


def say(
    text: Text,
    language: str,
    questionnaire: Questionnaire,
    answers: Answers,
    item: str | None = None,
    question: Question | None = None,
    way: Way | None = None,
    of: str | None = None,
) -> str:
    """Return a text with its placeholders filled.

    With ``question`` the wording of a variant replaces ``text`` where one fits. ``way`` spares
    walking the way again for each of many texts. ``of`` names the list of ``item``, where the text is
    no question's.
    """
    varies = question is not None and bool(question.variants)
    if not varies and not phrases.is_phrase(wording(text, language)):
        return wording(text, language)  # most texts are plain and need no way
    way = way or walk(questionnaire, answers)
    reader = _reader(language, way, item, of or _list_of(way, question))
    if question is not None and question.variants:
        text = _variant(question, reader)
    return _fill(wording(text, language), reader)


def _list_of(way: Way, question: Question | None) -> str | None:
    return None if question is None else way.environment.index.list_of.get(question.id)


def _reader(language: str, way: Way, item: str | None, own: str | None) -> _Reader:
    known = way.environment
    if item is None:
        return _Reader(language, known, way)
    index = known.index
    candidates = [each for each in index.lists.values() if own in (each.id, None)]
    items = next((each for each in candidates if item in _beside(known, each, item)), None)
    if items is None:
        return _Reader(language, known, way)
    return _Reader(language, known.inside(items.id, item), way, items, item)


def _beside(known: Known, items: ItemList, item: str) -> tuple[str, ...]:
    """Return the items of a list that belong to the same outer item."""
    return known.inside(items.id, item).items(items.id) or ()


def _variant(question: Question, reader: _Reader) -> Text:
    """Return the wording of a question for this family: the first variant whose condition holds."""
    fitting = (each for each in question.variants if conditions.holds(each.when, reader.known))
    found = next(fitting, None)
    return question.text if found is None else found.text


def text_of(question: Question, way: Way, item: str | None = None) -> Text:
    """Return the wording of a question for this family: that of the first variant that fits."""
    return _variant(question, _reader(FALLBACK, way, item, _list_of(way, question)))


def hint_of(question: Question, way: Way, item: str | None = None) -> Text | None:
    """Return the hint of a question for this family: that of the variant it reads, if it has one."""
    known = _reader(FALLBACK, way, item, _list_of(way, question)).known
    fitting = (each for each in question.variants if conditions.holds(each.when, known))
    found = next(fitting, None)
    return question.hint if found is None or found.hint is None else found.hint


def _fill(text: str, reader: _Reader) -> str:
    if not phrases.is_phrase(text):
        return text
    try:
        phrase = phrases.read(text)
    except phrases.PhraseError:  # the checks name it; a family shall at least read the rest
        return _BRACES.sub("…", text)
    filled = _BLANKS.sub(" ", _said(phrase, reader))
    # "Kind 1 ({age_band})" before the age is known reads "Kind 1".
    return _EMPTY_BRACKETS.sub("", filled).strip()


def _said(phrase: phrases.Phrase, reader: _Reader) -> str:
    return "".join(part if isinstance(part, str) else _part(part, reader) for part in phrase)


def _part(part: phrases.Part, reader: _Reader) -> str:
    if isinstance(part, phrases.Filled):
        return _value(part, reader)
    if isinstance(part, phrases.Chosen):
        return _chosen(part, reader)
    if isinstance(part, phrases.ItemLabel):
        return "" if reader.in_label else _item_label(reader)
    return "" if reader.number is None else _number_text(reader.number, reader)


def _chosen(part: phrases.Chosen, reader: _Reader) -> str:
    value = conditions.evaluate(part.expression, reader.known)
    if part.kind == "select":
        return _said(part.arms.get(_key(value), part.arms["other"]), reader)
    if not is_number(value):
        return _said(part.arms["other"], replace(reader, number=None))
    number = int(value) if value == int(value) else value
    rules = locale_of(reader.language)
    rule = rules.plural_form if part.kind == "plural" else rules.ordinal_form
    exact = part.arms.get(f"={number}")
    arm = exact if exact is not None else part.arms.get(rule(number), part.arms["other"])
    return _said(arm, replace(reader, number=number))


def _key(value: conditions.Result) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if is_number(value):
        return f"{value:.15g}"
    return str(value) if isinstance(value, str) else "other"


def _value(part: phrases.Filled, reader: _Reader) -> str:
    """Return what an expression gives, as a family reads it; empty where it is missing."""
    expression, known = _resolved(part.expression, reader.known)
    if isinstance(expression, Name):
        return isolated(_answer_text(expression, known, reader, part.form), reader.language)
    if isinstance(expression, CurrentRow) and reader.items is not None:
        return _row_text(reader)
    value = conditions.evaluate(expression, known)
    if is_number(value):
        is_date = isinstance(expression, FactName) and expression.fact.startswith("wave.")
        return _date_text(value, reader) if is_date else _number_text(value, reader)
    is_text = isinstance(value, str) and not isinstance(value, Missing)
    return isolated(str(value), reader.language) if is_text else ""


def _resolved(expression: Expression, known: Known) -> tuple[Expression, Known]:
    """Go through functions that only choose, so that an answer is read in words: a date as a date."""
    if isinstance(expression, Quantified) and expression.quantifier in _CHOOSING_ITEMS:
        return _resolved_item(expression, known)
    if not isinstance(expression, Call) or expression.function not in _CHOOSING:
        return expression, known
    candidates = expression.arguments
    if expression.function == "if":
        condition, then, otherwise = candidates
        candidates = (then if conditions.evaluate(condition, known) is True else otherwise,)
    value = conditions.evaluate(expression, known)
    chosen = (each for each in candidates if conditions.evaluate(each, known) == value)
    found = None if is_missing(value) else next(chosen, None)
    return (expression, known) if found is None else _resolved(found, known)


_CHOOSING = frozenset({"if", "coalesce", "min", "max"})
_CHOOSING_ITEMS = frozenset({"first", "last", "lowest", "highest"})


def _resolved_item(node: Quantified, known: Known) -> tuple[Expression, Known]:
    value = conditions.evaluate(node, known)
    inside = [known.inside(node.list, item) for item in known.items(node.list) or ()]
    inside = inside[::-1] if node.quantifier == "last" else inside
    fitting = (each for each in inside if conditions.evaluate(node.body, each) == value)
    found = None if is_missing(value) else next(fitting, None)
    return (node, known) if found is None else _resolved(node.body, found)


def _number_text(number: float, reader: _Reader) -> str:
    return str(format_decimal(number, locale=locale_of(reader.language)))


def _date_text(number: float, reader: _Reader) -> str:
    """Return a year or month of the wave; its number is a plain one."""
    if number < 100_000:
        return str(int(number))
    day = date(int(number) // 100, int(number) % 100, 1)
    return str(format_skeleton("yMMMM", day, locale=locale_of(reader.language)))


def _item_label(reader: _Reader) -> str:
    label = wording(reader.items.label, reader.language) if reader.items else ""
    return _fill(label, replace(reader, in_label=True))


def _row_text(reader: _Reader) -> str:
    row = _row(reader)
    outside = _Reader(reader.language, reader.known, reader.way)
    return _fill(wording(row.text, reader.language), outside) if row else ""


def _row(reader: _Reader) -> Row | None:
    if reader.items is None:
        return None
    index = reader.known.index
    code = index.own_code(reader.items.id, reader.item or "")
    return next((row for row in index.rows_of(reader.items.id) if row.code == code), None)


def _answer_text(name: Name, known: Known, reader: _Reader, form: str | None) -> str:
    list_id = known.index.list_of.get(name.question)
    item = known.bound.get(list_id) if list_id is not None else None
    on_screens = (
        asked
        for asked in reader.way.asked()
        if asked.question.id == name.question and asked.item == item
    )
    asked = next(on_screens, known.hidden.get((name.question, item)))
    if asked is None:
        return ""
    value = reader.way.value(asked)
    if name.row is not None:
        return _cell_text(asked, value, name.row, reader, form)
    return value_text(asked, value, reader.language, form)


def _cell_text(
    asked: Asked, value: Value | None, row: str, reader: _Reader, form: str | None
) -> str:
    """Return the answer to one row of a matrix."""
    cell = value.get(row) if isinstance(value, Mapping) else None
    if cell is None or isinstance(cell, Missing):
        return ""
    if isinstance(cell, (int, float)):
        return _number_text(cell, reader)
    chosen = cell if isinstance(cell, tuple) else (cell,)
    texts = (_worded(each, form) for each in asked.options if each.code in chosen)
    return joined((wording(text, reader.language) for text in texts), reader.language)


def _worded(option: Option, form: str | None) -> Text:
    return option.forms.get(form or "", option.text)


def value_text(asked: Asked, value: Value | None, language: str, form: str | None = None) -> str:
    """Return an answer as a family reads it; empty where it is missing.

    With ``form`` options are read in that form, where they have it.
    """
    if value is None or isinstance(value, (Missing, Mapping)):
        return ""
    texts = kind_of(asked.question).texts(asked, value)
    if texts:
        formed = (_in_form(asked, text, form) for text in texts)
        return joined((wording(text, language) for text in formed), language)
    spoken = kind_of(asked.question).spoken(value, locale_of(language))
    if spoken:
        return spoken
    if isinstance(value, (int, float)):
        return str(format_decimal(value, locale=locale_of(language)))
    return str(value)


def _in_form(asked: Asked, text: Text, form: str | None) -> Text:
    found = (_worded(option, form) for option in asked.options if option.text is text)
    return text if form is None else next(found, text)


def joined(texts: Iterable[str], language: str) -> str:
    """Return texts as a list in a language: "Kita, Hort und Familie"."""
    return str(format_list(list(texts), locale=locale_of(language)))


_READ_IN = {"ar": "ar-SY", "fa": "fa-AF"}
"""Language to the country whose names of months most of its readers here know."""


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the rules of a language, German ones where it is not known."""
    try:
        return Locale.parse(_READ_IN.get(language, language), sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(FALLBACK)


def month_names(language: str) -> dict[int, str]:
    """Return the names of the months as they stand alone, January first."""
    names = locale_of(language).months
    # Syria's names are known to Babel in dates only; Arabic writes them alike alone.
    form = "format" if language == "ar" else "stand-alone"
    return {number: names[form]["wide"][number] for number in range(1, 13)}


def isolated(text: str, language: str) -> str:
    """Return a word inside a text that runs the other way, kept together as ``<bdi>`` does.

    Names of places and people are written in Latin letters; in Arabic and Persian they would draw
    numbers and brackets beside them to the wrong side.
    """
    is_mixed = locale_of(language).text_direction == "rtl" and bool(_LATIN.search(text))
    return f"\u2068{text}\u2069" if is_mixed else text


_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def neutral(text: Text) -> dict[str, str]:
    """Return a text for readers without answers: each placeholder becomes an ellipsis."""
    return {language: _neutral(said) for language, said in text.items()}


def label_of(question: Question) -> str:
    """Return the German name of a question, with an ellipsis where other answers are filled in."""
    return wording(neutral(question.label or question.text), FALLBACK)


def _neutral(said: str) -> str:
    try:
        return _unfilled(phrases.read(said))
    except phrases.PhraseError:
        return _BRACES.sub("…", said)


def _unfilled(phrase: phrases.Phrase) -> str:
    parts = (
        _unfilled(part.arms["other"]) if isinstance(part, phrases.Chosen) else part
        for part in phrase
    )
    return "".join(part if isinstance(part, str) else "…" for part in parts)
