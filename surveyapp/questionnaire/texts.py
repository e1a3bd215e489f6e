"""Wordings as a family reads them: in its language, with its own answers put in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from babel.numbers import format_decimal

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.model import ItemList, Question, Questionnaire, Row, Text
from surveyapp.questionnaire.path import Known, Way, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value

FALLBACK = "de"
"""The language in which every text exists."""

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")

ITEM_PLACEHOLDERS = frozenset({"item", "row", "number"})
"""Placeholders about the current list item."""

_EMPTY_BRACKETS = re.compile(r"\s*\(\s*\)")


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
    if not varies and "{" not in wording(text, language):
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


def _fill(text: str, reader: _Reader) -> str:
    if "{" not in text:
        return text
    filled = PLACEHOLDER.sub(lambda match: _placeholder(match[1], reader), text)
    # "Kind 1 ({age_band})" before the age is known reads "Kind 1".
    return _EMPTY_BRACKETS.sub("", filled).strip()


def _placeholder(name: str, reader: _Reader) -> str:
    special = _ITEM_TEXTS.get(name)
    if special is not None:
        return special(reader) if reader.items is not None else ""
    return _answer_text(name, reader)


def _item_label(reader: _Reader) -> str:
    label = wording(reader.items.label, reader.language) if reader.items else ""
    return _fill(label.replace("{item}", ""), reader)


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


def _item_number(reader: _Reader) -> str:
    items = reader.known.items(reader.items.id) if reader.items else None
    return str((items or ()).index(reader.item or "") + 1) if items else ""


_ITEM_TEXTS = {"item": _item_label, "row": _row_text, "number": _item_number}


def _answer_text(question_id: str, reader: _Reader) -> str:
    index = reader.known.index
    list_id = index.list_of.get(question_id)
    item = reader.known.bound.get(list_id) if list_id is not None else None
    for asked in reader.way.asked():
        if asked.question.id == question_id and asked.item == item:
            return value_text(asked, reader.way.value(asked), reader.language)
    return ""


def value_text(asked: Asked, value: Value | None, language: str) -> str:
    """Return an answer as a family reads it; empty where it is missing."""
    if value is None or isinstance(value, (Missing, Mapping)):
        return ""
    texts = kind_of(asked.question).texts(asked, value)
    if texts:
        return joined((wording(text, language) for text in texts), language)
    spoken = kind_of(asked.question).spoken(value, locale_of(language))
    if spoken:
        return spoken
    if isinstance(value, (int, float)):
        return str(format_decimal(value, locale=locale_of(language)))
    return str(value)


def joined(texts: Iterable[str], language: str) -> str:
    """Return texts as a list in a language: "Kita, Hort und Familie"."""
    return str(format_list(list(texts), locale=locale_of(language)))


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the rules of a language, German ones where it is not known."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale.parse(FALLBACK)


def neutral(text: Text) -> dict[str, str]:
    """Return a text for readers without answers: each placeholder becomes an ellipsis."""
    return {language: PLACEHOLDER.sub("…", said) for language, said in text.items()}
