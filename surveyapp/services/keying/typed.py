"""What somebody types of a sheet: the printed codes, as fields a browser would have sent.

A code that is not printed at the question goes on as it was typed, so that the engine names the mistake.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from surveyapp.questionnaire.index import NOT_APPLICABLE, REFUSE, options_of
from surveyapp.questionnaire.model import Option, Question, Questionnaire, Row
from surveyapp.questionnaire.paper_codes import paper_codes
from surveyapp.questionnaire.texts import wording
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.date import PARTS as DATE_PARTS
from surveyapp.questionnaire.types.duration import PARTS as DURATION_PARTS
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.types.point import PART as PLACE
from surveyapp.questionnaire.types.postcode import PART as POSTCODE
from surveyapp.questionnaire.values import field_name, refused_field_name

Fields: TypeAlias = dict[str, tuple[str, ...]]
"""Form fields as a browser would have sent them."""

_BEGINNING = 3
"""Letters of a wording that somebody types at least."""

_BETWEEN_CODES = re.compile(r"[\s,;./+]+")


@dataclass(frozen=True)
class Keys:
    """The printed codes of one question."""

    question: Question
    options: tuple[Option, ...]
    language: str = "de"

    @classmethod
    def of(cls, questionnaire: Questionnaire, question: Question) -> Keys:
        """Return the printed codes of a question."""
        return cls(question, options_of(questionnaire, question))

    @cached_property
    def printed(self) -> Mapping[str, str]:
        """Return the printed code of each option, and of the offered reasons for no answer."""
        question, codes = self.question, paper_codes(self.options)
        may_refuse = question.may_refuse and kind_of(question).offers_refuse
        offered = [each.code for each in self.options]
        offered += [NOT_APPLICABLE.code] if question.may_not_apply else []
        offered += [REFUSE.code] if may_refuse else []
        return {code: codes[code] for code in offered}

    @cached_property
    def _meant(self) -> Mapping[str, str]:
        """Return what may be typed, with the option it means: its code, or its wording in full."""
        words = {
            wording(each.text, language).casefold(): each.code
            for each in self.options
            for language in each.text
        }
        return {**words, **{printed: code for code, printed in self.printed.items()}}

    def option(self, typed: str) -> str:
        """Return the option that is meant, or what was typed where there is none.

        The beginning of a wording is enough where no other begins so.
        """
        text = typed.strip().casefold()
        begun = {
            code
            for word, code in self._meant.items()
            if len(text) >= _BEGINNING and word.startswith(text)
        }
        found = self._meant.get(text) or (begun.pop() if len(begun) == 1 else "")
        return found or typed.strip()

    def missing(self, typed: str) -> str:
        """Return the reason for no answer that is meant; empty for everything else."""
        code = self.option(typed)
        return code if code in (REFUSE.code, NOT_APPLICABLE.code) else ""

    def said(self, values: Sequence[str]) -> str:
        """Return values as they would be typed."""
        return " ".join(self.printed.get(each, each) for each in values)

    def told(self, values: Sequence[str]) -> str:
        """Return values with their wordings, for people who compare."""
        words = {each.code: wording(each.text, self.language) for each in self.options}
        told = (
            f"{self.printed[each]} – {words[each]}"
            if each in words
            else self.printed.get(each, each)
            for each in values
        )
        return " · ".join(told)


@dataclass(frozen=True, slots=True)
class Entry:
    """One field to type into."""

    #: As the engine names it.
    field: str
    #: Wording of its row; empty where the question has one field only.
    label: str = ""
    is_long: bool = False


def entries(keys: Keys, rows: Sequence[Row], say: Callable[[Row], str]) -> Iterator[Entry]:
    """Iterate over the fields a question is keyed with."""
    question = keys.question
    if kind_of(question).is_order:
        for option in keys.options:
            yield Entry(field_name(question.id, option.code), wording(option.text, keys.language))
        yield Entry(refused_field_name(question.id), keys.said([REFUSE.code]))
    elif rows:
        for row in rows:
            yield Entry(field_name(question.id, row.code), say(row))
    else:
        is_long = kind_of(question).is_stored_apart and question.lines > 1
        yield Entry(field_name(question.id), is_long=is_long)


def fields_of(keys: Keys, field: str, typed: str) -> Fields:
    """Return the form fields that say what was typed into one field; none where it was left empty."""
    text = typed.strip()
    return _READS.get(keys.question.type, _written)(keys, field, text) if text else {}


def typed_of(keys: Keys, field: str, sent: Mapping[str, Sequence[str]]) -> str:
    """Return what somebody would type into a field to say what was sent."""
    parts, sign = _JOINED.get(keys.question.type, ((), ""))
    joined = [value for part in parts for value in sent.get(field_name(field, part), ())]
    if joined:
        return sign.join(joined)
    missing = sent.get(refused_field_name(field), ())
    values = [*(sent.get(field, ()) or sent.get(field_name(field, PLACE), ())), *missing]
    is_rank = kind_of(keys.question).is_order and "." in field
    return " ".join(values) if is_rank else keys.said(values)


def _choice(keys: Keys, field: str, text: str) -> Fields:
    code = keys.option(text)
    name = kind_of(keys.question).missing_field(Asked(keys.question, None))
    is_own = keys.missing(text) and not keys.question.rows
    return {name if is_own else field: (code,)}


def _several(keys: Keys, field: str, text: str) -> Fields:
    whole = keys.option(text)
    if whole in keys.printed:
        return {field: (whole,)}
    codes = tuple(keys.option(each) for each in _BETWEEN_CODES.split(text) if each)
    return {field: codes}


def _written(keys: Keys, field: str, text: str) -> Fields:
    missing = keys.missing(text)
    return {refused_field_name(field): (missing,)} if missing else {field: (text,)}


def _ranked(keys: Keys, field: str, text: str) -> Fields:
    if field != refused_field_name(keys.question.id):
        return {field: (text,)}
    return {field: (keys.option(text),)}


def _place(keys: Keys, field: str, text: str) -> Fields:
    if keys.missing(text):
        return {refused_field_name(field): (keys.missing(text),)}
    return {field_name(field, PLACE): (keys.option(text),)}


def _postcode(keys: Keys, field: str, text: str) -> Fields:
    code = keys.option(text)
    if code in keys.printed:
        return {field: (code,)}
    return {field_name(field, POSTCODE): (text,)}


_JOINED: Mapping[str, tuple[Sequence[str], str]] = {
    "date": (DATE_PARTS, "."),
    "duration": (DURATION_PARTS, ":"),
}
"""Types that a browser asks in several fields, with the sign between them when they are keyed."""

_READS: Mapping[str, Callable[[Keys, str, str], Fields]] = {
    **dict.fromkeys(
        ("single", "yesno", "scale", "image", "dropdown", "municipality", "matrix"), _choice
    ),
    "consent": lambda keys, field, text: {field: (keys.option(text),)},
    **dict.fromkeys(("multiple", "matrix_multiple"), _several),
    "ranking": _ranked,
    "point": _place,
    "postcode": _postcode,
}
"""Types that are keyed by codes; all others are keyed as they are written."""
