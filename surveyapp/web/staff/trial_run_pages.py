"""What the page „Probelauf“ shows of a report, as typed values and German sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, format_percent, ngettext
from flask_babel import gettext as _

from surveyapp.questionnaire.model import Page, Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.web.staff.questionnaire_words import condition_in_words, page_name, said

MOST_BARS = 8
"""Lines of a distribution; the lengths are put together until they fit."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a distribution."""

    label: str
    number: int
    #: Length of the bar, 0 to 100.
    width: int


@dataclass(frozen=True, slots=True)
class MinutesRow:
    """How long one kind of families takes."""

    family: str
    number: int
    median: str
    longest_tenth: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question, and how many families it was asked of."""

    text: str
    id: str
    met: int
    share: str
    width: int
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page with its questions."""

    title: str
    met: int
    questions: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class Unmet:
    """A page or question no invented family came to."""

    place: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of the invented families."""

    numbers: tuple[tuple[str, str], ...]
    stuck: str
    minutes: tuple[MinutesRow, ...]
    screens: tuple[Bar, ...]
    questions: tuple[Bar, ...]
    pages: tuple[PageRow, ...]
    unmet: tuple[Unmet, ...]
    #: Sentences of what may be too much: questions all answer alike, options nobody chose.
    alike: tuple[str, ...]
    never_chosen: tuple[tuple[str, str], ...]
    #: Questions that need care: free texts and sensitive ones, with how many are asked.
    care: tuple[tuple[str, str], ...]


def report_view(asked: Questionnaire, found: Mapping[str, Any]) -> Report:
    """Return what a page shows of a report."""
    return Report(
        tuple(numbers_of(found)),
        _stuck(found),
        tuple(_minutes(found)),
        _bars(found["screens"], _("Seiten")),
        _bars(found["questions"], _("Fragen")),
        tuple(_page(each, found) for each in asked.pages),
        tuple(_unmet(asked, found)),
        tuple(said(each.text) for each in _questions(asked) if each.id in found["alike"]),
        tuple(_never_chosen(asked, found)),
        tuple(_care(asked, found)),
    )


def _answered(found: Mapping[str, Any]) -> int:
    return int(found["families"] - found["stuck"])


def numbers_of(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Iterate over the figures of a run that are told of every one."""
    yield _("Erfundene Familien"), format_decimal(found["families"])
    everybody = found["minutes"].get("all")
    if everybody:
        yield _("Minuten, meist"), _rounded(everybody["median"])
        yield _("Minuten, längstes Zehntel ab"), _rounded(everybody["longest_tenth"])
    lengths = [number for number, _families in found["screens"]]
    if lengths:
        yield _("Seiten"), _span(min(lengths), max(lengths))


def _rounded(minutes: float) -> str:
    return format_decimal(max(1, round(minutes)))


def _span(low: int, high: int) -> str:
    return str(low) if low == high else _("%(low)s bis %(high)s", low=low, high=high)


def _stuck(found: Mapping[str, Any]) -> str:
    if not found["stuck"]:
        return ""
    return ngettext(
        "%(num)s Familie kam nicht bis zum Ende: Eine Prüfung ließ keine ihrer Antworten gelten.",
        "%(num)s Familien kamen nicht bis zum Ende: Eine Prüfung ließ keine ihrer Antworten gelten.",
        found["stuck"],
    )


def _types() -> Mapping[str, str]:
    return {
        "all": _("Alle Familien"),
        "one": _("Ein Kind"),
        "two": _("Zwei Kinder"),
        "many": _("Drei Kinder und mehr"),
        "alone": _("Alleinerziehend"),
        "small": _("Mit Kind unter 3 Jahren"),
    }


def _minutes(found: Mapping[str, Any]) -> Iterator[MinutesRow]:
    for name, label in _types().items():
        each = found["minutes"].get(name)
        if each:
            yield MinutesRow(
                label, each["number"], _rounded(each["median"]), _rounded(each["longest_tenth"])
            )


def _bars(spread: Sequence[Sequence[int]], unit: str) -> tuple[Bar, ...]:
    if not spread:
        return ()
    low, high = spread[0][0], spread[-1][0]
    step = math.ceil((high - low + 1) / MOST_BARS)
    bins = [(start, min(start + step - 1, high)) for start in range(low, high + 1, step)]
    counted = [sum(n for length, n in spread if first <= length <= last) for first, last in bins]
    most = max(counted)
    return tuple(
        Bar(f"{_span(*span)} {unit}", number, round(100 * number / most))
        for span, number in zip(bins, counted, strict=True)
    )


def _questions(asked: Questionnaire) -> Iterator[Question]:
    for page in asked.pages:
        yield from (each for each in page.questions if kind_of(each).is_shown)


def _page(page: Page, found: Mapping[str, Any]) -> PageRow:
    shown = tuple(each for each in page.questions if kind_of(each).is_shown)
    rows = tuple(_row(each, found) for each in shown)
    return PageRow(page_name(page), found["pages_met"].get(page.id, 0), rows)


def _row(question: Question, found: Mapping[str, Any]) -> QuestionRow:
    met, number = found["questions_met"].get(question.id, 0), max(1, _answered(found))
    return QuestionRow(
        said(question.text) or question.id,
        question.id,
        met,
        format_percent(met / number),
        round(100 * met / number),
        tuple(_hints(question)),
    )


def _hints(question: Question) -> Iterator[str]:
    if kind_of(question).is_stored_apart:
        yield _("Freitext")
    if question.is_sensitive:
        yield _("sensibel")


def unmet_paths(asked: Questionnaire, found: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paths of all pages and questions that no family came to."""
    return tuple(path for path, *_rest in _unmet_parts(asked, found))


def _unmet_parts(
    asked: Questionnaire, found: Mapping[str, Any]
) -> Iterator[tuple[str, Page, Question | None]]:
    for n, page in enumerate(asked.pages):
        if page.id not in found["pages_met"]:
            yield f"pages[{n}]", page, None
            continue
        for m, question in enumerate(page.questions):
            if kind_of(question).is_shown and question.id not in found["questions_met"]:
                yield f"pages[{n}].questions[{m}]", page, question


def _unmet(asked: Questionnaire, found: Mapping[str, Any]) -> Iterator[Unmet]:
    shows = {each.id: each.show for each in asked.sections}
    for _path, page, question in _unmet_parts(asked, found):
        if question is not None:
            place = _("Frage „%(text)s“", text=said(question.text) or question.id)
            written: tuple[str | None, ...] = (question.show,)
        else:
            place = _("Seite „%(title)s“", title=page_name(page))
            own = page.questions[0].show if len(page.questions) == 1 else None
            written = (shows.get(page.section), page.show, own)
        told = (condition_in_words(each, asked) for each in written if each)
        yield Unmet(place, tuple(told))


def _never_chosen(asked: Questionnaire, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for question in _questions(asked):
        codes = found["never_chosen"].get(question.id, ())
        words = [_option(asked, question, code) for code in codes]
        if words:
            yield said(question.text) or question.id, ", ".join(f"„{each}“" for each in words)


def _option(asked: Questionnaire, question: Question, code: str) -> str:
    every = (*question.options, *asked.scales.get(question.scale or "", ()))
    return next((said(each.text) for each in every if each.code == code), code)


def _care(asked: Questionnaire, found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for question in _questions(asked):
        row = _row(question, found)
        if row.hints:
            asked_of = _(
                "%(hints)s; gefragt werden %(share)s", hints=", ".join(row.hints), share=row.share
            )
            yield row.text, asked_of
