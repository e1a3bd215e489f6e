"""How each type of question is answered with a pen: one row for each type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from surveyapp.exchange.pdf.filters import Conditions
from surveyapp.exchange.pdf.readable import Place, readable
from surveyapp.exchange.pdf.sheet import (
    Body,
    Choices,
    Comb,
    Entry,
    Label,
    Nothing,
    Pictures,
    Points,
    Ranks,
    Ruled,
    Table,
)
from surveyapp.exchange.pdf.words import FormWords, worded
from surveyapp.questionnaire.index import NOT_APPLICABLE, REFUSE, options_of
from surveyapp.questionnaire.model import Option, Question, Row
from surveyapp.questionnaire.types import kind_of

LISTED = 12
"""More options than this of a searchable list stand at the end of the form."""

_LISTS = frozenset({"dropdown", "municipality"})
_MOST_POINTS = 12
_MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class Printed:
    """A question with all that decides how it is printed."""

    question: Question
    conditions: Conditions
    place: Place
    words: FormWords

    @property
    def options(self) -> tuple[Option, ...]:
        """Return all options, whoever may choose them."""
        return options_of(self.conditions.questionnaire, self.question)

    @property
    def missing(self) -> tuple[Option, ...]:
        """Return "trifft nicht zu" and "keine Angabe" where they are offered."""
        question = self.question
        may_refuse = question.may_refuse and kind_of(question).offers_refuse
        return ((NOT_APPLICABLE,) if question.may_not_apply else ()) + (
            (REFUSE,) if may_refuse else ()
        )

    def label(self, part: Option | Row) -> Label:
        """Return an option or row as it is printed."""
        return Label(self.text(part), self.conditions.option(part.show), _picture(part))

    def text(self, part: Option | Row) -> str:
        """Return the wording of an option or row."""
        if isinstance(part, Option) and self.place.language not in part.text:
            return worded(part, self.place.language)
        return readable(part.text, self.place)

    def labels(self, *parts: Option | Row) -> tuple[Label, ...]:
        """Return several options or rows as they are printed."""
        return tuple(self.label(each) for each in parts)


def _picture(part: Option | Row) -> str | None:
    return part.image if isinstance(part, Option) else None


def body_of(printed: Printed) -> tuple[Body, tuple[Label, ...]]:
    """Return how a question is answered, and the boxes behind it."""
    body = BODIES[printed.question.type](printed)
    has_boxes = isinstance(body, Choices | Table | Pictures)
    beside = () if has_boxes or isinstance(body, Nothing) else printed.missing
    return body, printed.labels(*beside)


def is_listed(printed: Printed) -> bool:
    """Say whether the options stand at the end of the form."""
    return printed.question.type in _LISTS and len(printed.options) > LISTED


def note_of(printed: Printed) -> str:
    """Return what one has to know to answer with a pen, beside the hint; mostly nothing."""
    question, words = printed.question, printed.words
    if question.type == "ranking":
        most = question.max_choices or len(printed.options)
        return words.ranks.format(most=most)
    if question.type == "multiple" and question.max_choices and question.hint is None:
        return words.at_most.format(most=question.max_choices)
    if question.type == "scale" and isinstance(_choices(printed), Entry):
        numbers = [printed.text(each) for each in printed.options]
        return words.number_from_to.format(low=numbers[0], high=numbers[-1])
    if question.rows:
        return printed.conditions.rows(question)
    has_choices = question.type == "municipality" and printed.options
    if kind_of(question).asks_for_place and not has_choices:
        return words.place
    return ""


_NUMBER = re.compile(r"[-–]?[\d.,]+")
_NAMED = re.compile(r"([-–]?[\d.,]+)\s*[–—:=-]\s*(.+)")


def _points(printed: Printed) -> Body | None:
    """Return options as points where they are numbers, and at most the ends have words beside."""
    texts = [printed.text(each) for each in printed.options]
    if len(texts) < 3 or not all(_NUMBER.fullmatch(text) for text in texts[1:-1]):
        return None
    ends = [_NAMED.fullmatch(texts[0]), _NAMED.fullmatch(texts[-1])]
    named = [
        (end[1], end[2]) if end else (text, "")
        for end, text in zip(ends, texts[:: len(texts) - 1], strict=True)
    ]
    if not all(_NUMBER.fullmatch(number) for number, _ in named):
        return None
    if len(texts) > _MOST_POINTS:
        return Entry((Comb(max(len(text) for text in texts)),))
    question, place = printed.question, printed.place
    low, high = (
        readable(said, place) or name
        for said, (_, name) in zip((question.low, question.high), named, strict=True)
    )
    return Points((named[0][0], *texts[1:-1], named[1][0]), low, high)


def _choices(printed: Printed) -> Body:
    points = _points(printed)
    return points or Choices(printed.labels(*printed.options, *printed.missing))


def _multiple(printed: Printed) -> Body:
    return Choices(printed.labels(*printed.options, *printed.missing), several=True)


def _dropdown(printed: Printed) -> Body:
    return Ruled(1) if is_listed(printed) else _choices(printed)


def _municipality(printed: Printed) -> Body:
    return _dropdown(printed) if printed.options else Ruled(1)


def _image(printed: Printed) -> Body:
    return Pictures(printed.labels(*printed.options, *printed.missing))


def _consent(printed: Printed) -> Body:
    return Choices(printed.labels(printed.options[0]), several=True)


def _matrix(printed: Printed, *, several: bool = False) -> Body:
    columns = tuple(printed.text(each) for each in (*printed.options, *printed.missing))
    rows = printed.question.rows
    if printed.conditions.rows(printed.question):
        rows = tuple(replace(each, show=None) for each in rows)  # one note says it for all
    return Table(columns, printed.labels(*rows), several)


def _matrix_number(printed: Printed) -> Body:
    unit = readable(printed.question.unit_text, printed.place)
    return Entry(_number_combs(printed), unit, printed.labels(*printed.question.rows))


def _ranking(printed: Printed) -> Body:
    return Ranks(printed.labels(*printed.options), printed.words.rank)


def _line(printed: Printed) -> Body:  # noqa: ARG001 - the form of every body
    return Ruled(1)


def _text(printed: Printed) -> Body:
    return Ruled(max(1, min(printed.question.lines, _MOST_LINES)))


def _number(printed: Printed) -> Body:
    return Entry(_number_combs(printed), readable(printed.question.unit_text, printed.place))


def _number_combs(printed: Printed) -> tuple[Comb, ...]:
    question = printed.question
    limits = [
        each for each in (question.minimum, question.maximum) if isinstance(each, int | float)
    ]
    digits = max((len(f"{each:.0f}") for each in limits), default=1)
    cells = digits if isinstance(question.maximum, int | float) else max(digits, 4)
    if not question.decimals:
        return (Comb(cells),)
    return (Comb(cells, after=","), Comb(question.decimals))


def _date(printed: Printed) -> Body:
    words = printed.words
    return Entry((Comb(2, words.day, "."), Comb(2, words.month, "."), Comb(4, words.year)))


def _month(printed: Printed) -> Body:
    return Entry((Comb(2, printed.words.month, "/"), Comb(4, printed.words.year)))


def _year(printed: Printed) -> Body:
    return Entry((Comb(4, printed.words.year),))


def _time(printed: Printed) -> Body:
    return Entry((Comb(2, printed.words.hours, ":"), Comb(2, printed.words.minutes)))


def _duration(printed: Printed) -> Body:
    return Entry((Comb(2, printed.words.hours, " "), Comb(2, printed.words.minutes)))


def _nothing(printed: Printed) -> Body:  # noqa: ARG001 - the form of every body
    return Nothing()


BODIES: Mapping[str, Callable[[Printed], Body]] = {
    "single": _choices,
    "dropdown": _dropdown,
    "yesno": _choices,
    "image": _image,
    "scale": _choices,
    "consent": _consent,
    "multiple": _multiple,
    "ranking": _ranking,
    "matrix": _matrix,
    "matrix_multiple": lambda printed: _matrix(printed, several=True),
    "matrix_number": _matrix_number,
    "municipality": _municipality,
    "postcode": _line,
    "point": _line,
    "number": _number,
    "year": _year,
    "month": _month,
    "date": _date,
    "time": _time,
    "duration": _duration,
    "text": _text,
    "email": _line,
    "phone": _line,
    "note": _nothing,
    "computed": _nothing,
}
"""Every question type by its name; the test compares them with those that can be asked."""
