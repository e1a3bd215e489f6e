"""How each type of question is answered with a pen: one row for each type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from surveyapp.exchange.pdf.filters import Conditions
from surveyapp.exchange.pdf.readable import Place, readable
from surveyapp.exchange.pdf.sheet import (
    Body,
    Choices,
    Comb,
    Entry,
    Label,
    Mark,
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
from surveyapp.questionnaire.paper_codes import paper_codes
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.date import PARTS as DATE_PARTS
from surveyapp.questionnaire.types.duration import PARTS as DURATION_PARTS
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.types.point import PART as PLACE
from surveyapp.questionnaire.types.postcode import PART as POSTCODE
from surveyapp.questionnaire.values import RESERVED_CODES, field_name

LISTED = 12
"""More options than this of a searchable list stand at the end of the form."""

_LISTS = frozenset({"dropdown", "municipality"})
_MOST_POINTS = 12
_MOST_LINES = 10

SEVERAL = frozenset({"multiple", "matrix_multiple"})
"""Types whose every option is a variable of its own."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A question with all that decides how it is printed."""

    question: Question
    conditions: Conditions
    place: Place
    words: FormWords
    #: Key of the screen that asks it; empty on the contact sheet and for items nobody knows.
    screen: str = ""

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

    def ticks(self, *options: Option) -> tuple[Label, ...]:
        """Return options as they are printed, each with what its box means."""
        labels = zip(self.labels(*options), self.marks(options), strict=True)
        return tuple(replace(label, mark=mark) for label, mark in labels)

    def marks(self, options: Sequence[Option], row: Row | None = None) -> tuple[Mark, ...]:
        """Return what the boxes of options mean, in a row of a table where there is one."""
        codes = paper_codes(self.options)
        return tuple(self._mark(each, codes.get(each.code, ""), row) for each in options)

    def _mark(self, option: Option, code: str, row: Row | None) -> Mark:
        question = self.question
        field = field_name(question.id, row.code if row else None)
        is_beside = option.code in RESERVED_CODES
        is_flag = question.type in SEVERAL and not is_beside
        variable = f"{field}.{option.code}" if is_flag else field
        if is_beside and row is None:
            field = kind_of(question).missing_field(Asked(question, None))
        return Mark(self.screen, field, option.code, code, variable)

    def written(self, part: str | None = None, code: str = "") -> Mark:
        """Return what something written means."""
        return Mark(self.screen, field_name(self.question.id, part), "", code, self.question.id)


def _picture(part: Option | Row) -> str | None:
    return part.image if isinstance(part, Option) else None


def body_of(printed: Printed) -> tuple[Body, tuple[Label, ...]]:
    """Return how a question is answered, and the boxes behind it."""
    body = BODIES[printed.question.type](printed)
    has_boxes = isinstance(body, Choices | Table | Pictures)
    beside = () if has_boxes or isinstance(body, Nothing) else printed.missing
    return body, printed.ticks(*beside)


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
        cells = max(len(text) for text in texts)
        return Entry((Comb(cells, mark=printed.written()),))
    question, place = printed.question, printed.place
    low, high = (
        readable(said, place) or name
        for said, (_, name) in zip((question.low, question.high), named, strict=True)
    )
    numbers = (named[0][0], *texts[1:-1], named[1][0])
    return Points(numbers, low, high, printed.marks(printed.options))


def _choices(printed: Printed) -> Body:
    points = _points(printed)
    return points or Choices(printed.ticks(*printed.options, *printed.missing))


def _multiple(printed: Printed) -> Body:
    return Choices(printed.ticks(*printed.options, *printed.missing), several=True)


def _dropdown(printed: Printed) -> Body:
    return Ruled(1, printed.written()) if is_listed(printed) else _choices(printed)


def _municipality(printed: Printed) -> Body:
    return _dropdown(printed) if printed.options else Ruled(1, printed.written())


def _image(printed: Printed) -> Body:
    return Pictures(printed.ticks(*printed.options, *printed.missing))


def _consent(printed: Printed) -> Body:
    return Choices(printed.ticks(printed.options[0]), several=True)


def _matrix(printed: Printed, *, several: bool = False) -> Body:
    columns = tuple(printed.text(each) for each in (*printed.options, *printed.missing))
    rows = printed.question.rows
    if printed.conditions.rows(printed.question):
        rows = tuple(replace(each, show=None) for each in rows)  # one note says it for all
    options = (*printed.options, *printed.missing)
    marks = tuple(printed.marks(options, row) for row in rows)
    return Table(columns, printed.labels(*rows), several, marks)


def _matrix_number(printed: Printed) -> Body:
    unit = readable(printed.question.unit_text, printed.place)
    rows = printed.question.rows
    labels = zip(printed.labels(*rows), (printed.written(row.code) for row in rows), strict=True)
    named = tuple(replace(label, mark=mark) for label, mark in labels)
    return Entry(_number_combs(printed), unit, named)


def _ranking(printed: Printed) -> Body:
    labels = zip(
        printed.labels(*printed.options),
        (printed.written(option.code) for option in printed.options),
        strict=True,
    )
    return Ranks(tuple(replace(each, mark=mark) for each, mark in labels), printed.words.rank)


def _line(printed: Printed) -> Body:
    return Ruled(1, printed.written())


def _text(printed: Printed) -> Body:
    return Ruled(max(1, min(printed.question.lines, _MOST_LINES)), printed.written())


def _number(printed: Printed) -> Body:
    return Entry(_number_combs(printed), readable(printed.question.unit_text, printed.place))


def _number_combs(printed: Printed) -> tuple[Comb, ...]:
    question = printed.question
    limits = [
        each for each in (question.minimum, question.maximum) if isinstance(each, int | float)
    ]
    digits = max((len(f"{each:.0f}") for each in limits), default=1)
    cells = digits if isinstance(question.maximum, int | float) else max(digits, 4)
    mark = printed.written()
    if not question.decimals:
        return (Comb(cells, mark=mark),)
    return (Comb(cells, after=",", mark=mark), Comb(question.decimals, mark=mark))


def _date(printed: Printed) -> Body:
    words = printed.words
    cells = ((2, words.day, "."), (2, words.month, "."), (4, words.year, ""))
    return _parted(printed, cells, DATE_PARTS)


def _month(printed: Printed) -> Body:
    return _parted(printed, ((2, printed.words.month, "/"), (4, printed.words.year, "")))


def _year(printed: Printed) -> Body:
    return _parted(printed, ((4, printed.words.year, ""),))


def _time(printed: Printed) -> Body:
    return _parted(printed, ((2, printed.words.hours, ":"), (2, printed.words.minutes, "")))


def _duration(printed: Printed) -> Body:
    cells = ((2, printed.words.hours, " "), (2, printed.words.minutes, ""))
    return _parted(printed, cells, DURATION_PARTS)


def _parted(
    printed: Printed, cells: Sequence[tuple[int, str, str]], parts: Sequence[str] = ()
) -> Body:
    """Return neighbouring combs: of one field, or each of a field of its own."""
    marks = [printed.written(part) for part in parts] or [printed.written()] * len(cells)
    return Entry(
        tuple(Comb(*each, mark=mark) for each, mark in zip(cells, marks, strict=True)),
    )


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
    "postcode": lambda printed: Ruled(1, printed.written(POSTCODE)),
    "point": lambda printed: Ruled(1, printed.written(PLACE)),
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
