"""What the desk for translations shows: wordings in groups, filters, progress, what became of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.translating.hints import (
    ERRORS,
    TermHint,
    arms,
    hints,
    is_option,
    lines_on_phone,
    term_hints,
)
from surveyapp.questionnaire.translating.intake import Decided, Fate
from surveyapp.questionnaire.translating.origins import State, digest
from surveyapp.questionnaire.translating.units import GERMAN
from surveyapp.services.translate import Entry, Intake, Translation
from surveyapp.services.translation_files import FORMATS
from surveyapp.ui.languages import language
from surveyapp.web.staff.questionnaire_pages import language_name, title_of
from surveyapp.web.staff.studio_words import place_name
from surveyapp.web.staff.translating_words import (
    counts_words,
    fate_words,
    group_name,
    hint_words,
    place_of,
    progress_words,
    unit_name,
)

ON_ONE_PAGE = 40
"""Wordings shown at once; a phone lays out no more in a moment."""

MOST_CHOICES, MOST_CHARACTERS = 100, 120_000
"""What one form to choose in carries; the rest comes when the file is read again."""

MOST_SHOWN = 100
"""Lines of a file listed under one heading."""


@dataclass(frozen=True, slots=True)
class HintView:
    """One thing to look at, in words."""

    sentence: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class UnitView:
    """One wording with its translation."""

    id: str
    key: str
    name: str
    #: The question it belongs to, where the one before belongs to another.
    element: str
    german: str
    said: str
    before: str
    state: State
    was: str
    arms: tuple[str, ...]
    terms: tuple[TermHint, ...]
    hints: tuple[HintView, ...]
    #: How long it is on a phone, in words.
    length: str
    #: Height of the field.
    lines: int


@dataclass(frozen=True, slots=True)
class FilterView:
    """One choice of what is shown."""

    code: str
    label: str
    count: int
    is_current: bool
    url: str


@dataclass(frozen=True, slots=True)
class HeadView:
    """What stands above every page of a translation."""

    key: str
    title: str
    language: str
    name: str
    direction: str
    progress: str
    done: int
    of: int

    def to(self, view: str, **more: Any) -> str:  # noqa: ANN401 - as url_for has it
        """Return the address of a page of this translation."""
        return url_for(f"staff.{view}", key=self.key, language=self.language, **more)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk: some wordings of a draft, grouped as families meet them."""

    head: HeadView
    filters: tuple[FilterView, ...]
    current: str
    number: int
    pages: int
    groups: tuple[tuple[str, str, tuple[UnitView, ...]], ...]
    formats: tuple[tuple[str, str], ...]
    next_open: str


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a file that somebody should look at."""

    place: str
    german: str
    said: str


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Two translations of one wording, of which somebody chooses one."""

    key: str
    place: str
    german: str
    #: The German wording the file was made from, where it is another one.
    made_from: str
    now: str
    said: str
    before: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What became of a file."""

    head: HeadView
    counts: str
    choices: tuple[ChoiceView, ...]
    more_choices: int
    lists: tuple[tuple[str, str, tuple[LineView, ...], int], ...]
    wrong: tuple[LineView, ...]


# The desk


def head_view(key: str, found: Translation) -> HeadView:
    """Return what stands above every page of a translation."""
    done, of = found.count(State.DONE), len(found.entries)
    return HeadView(
        key,
        title_of(found.desk.questionnaire),
        found.language,
        language_name(found.language),
        language(found.language).direction,
        progress_words(done, of),
        done,
        of,
    )


def _has_hints(entry: Entry, code: str) -> bool:
    return bool(hints(entry.unit, code))


FILTERS: Mapping[str, Callable[[Entry, str], bool]] = {
    "alle": lambda _entry, _code: True,
    "fehlt": lambda entry, _code: entry.state is State.MISSING,
    "veraltet": lambda entry, _code: entry.state is State.STALE,
    "hinweise": _has_hints,
}
"""What can be shown, by the word in the address."""


def desk_page(key: str, found: Translation, current: str, number: int) -> DeskPage:
    """Return the desk with one page of what is to be shown."""
    code, head = found.language, head_view(key, found)
    shown = {
        name: [(n, each) for n, each in enumerate(found.entries) if fits(each, code)]
        for name, fits in FILTERS.items()
    }
    pages = max(1, -(-len(shown[current]) // ON_ONE_PAGE))
    number = min(max(number, 1), pages)
    part = shown[current][(number - 1) * ON_ONE_PAGE : number * ON_ONE_PAGE]
    return DeskPage(
        head,
        tuple(_filters(head, current, {name: len(each) for name, each in shown.items()})),
        current,
        number,
        pages,
        tuple(_groups(part, found)),
        tuple((ending, each.label) for ending, each in FORMATS.items()),
        next_open(key, found, -1, "alle"),
    )


def _filters(head: HeadView, current: str, counts: Mapping[str, int]) -> Iterator[FilterView]:
    labels = {
        "alle": _("Alle"),
        "fehlt": _("Fehlt noch"),
        "veraltet": _("Veraltet"),
        "hinweise": _("Mit Hinweisen"),
    }
    for name, label in labels.items():
        address = head.to("translation", zeigen=name)
        yield FilterView(name, label, counts[name], name == current, address)


def _groups(
    part: Sequence[tuple[int, Entry]], found: Translation
) -> Iterator[tuple[str, str, tuple[UnitView, ...]]]:
    asked = found.desk.questionnaire
    for group, entries in groupby(part, key=lambda each: each[1].unit.group):
        views, last = [], ""
        for number, entry in entries:
            element = _element(asked, entry)
            views.append(unit_view(number, entry, found, "" if element == last else element))
            last = element
        sort, _slash, id_ = group.partition("/")
        yield group_name(asked, group), id_ if sort == "page" else "", tuple(views)


def _element(asked: Questionnaire, entry: Entry) -> str:
    path = entry.unit.path
    return place_name(asked, "/".join(path.split("/")[:2])) if path.startswith("question/") else ""


def unit_view(number: int, entry: Entry, found: Translation, element: str = "") -> UnitView:
    """Return one wording with all there is to say about it."""
    unit, code = entry.unit, found.language
    return UnitView(
        f"text-{number}",
        unit.key,
        unit_name(unit),
        element,
        unit.german,
        entry.said,
        digest(entry.said),
        entry.state,
        entry.was,
        arms(unit.german),
        term_hints(unit, code),
        tuple(HintView(hint_words(each), each.sort in ERRORS) for each in hints(unit, code)),
        _length(entry, code),
        1 if is_option(unit) else min(8, lines_on_phone(unit, GERMAN) + 1),
    )


def _length(entry: Entry, code: str) -> str:
    if not entry.said:
        return ""
    lines = lines_on_phone(entry.unit, code)
    return _(
        "%(said)s Zeichen (Deutsch %(german)s), auf dem Handy etwa %(lines)s",
        said=len(entry.said),
        german=len(entry.unit.german),
        lines=ngettext("%(num)s Zeile", "%(num)s Zeilen", lines),
    )


def next_open(
    key: str, found: Translation, after: int, current: str, *, is_gone: bool = False
) -> str:
    """Return the address of the next wording that is not done, behind a number; the desk where all are.

    ``is_gone`` says that the one with that number is no longer among those shown.
    """
    numbers = [n for n, each in enumerate(found.entries) if each.state is not State.DONE]
    wanted = next((n for n in numbers if n > after), numbers[0] if numbers else -1)
    fits = FILTERS[current]
    shown = [n for n, each in enumerate(found.entries) if fits(each, found.language)]
    is_there = wanted in shown
    place = shown.index(wanted) if is_there else max(0, sum(n <= after for n in shown) - is_gone)
    names: dict[str, Any] = {"zeigen": current, "seite": place // ON_ONE_PAGE + 1}
    anchor = f"text-{wanted}" if is_there else None
    code = found.language
    return url_for("staff.translation", key=key, language=code, _anchor=anchor, **names)


# Files


def report_page(key: str, found: Translation, intake: Intake) -> ReportPage:
    """Return what became of a file, with what is to be chosen."""
    asked = found.desk.questionnaire
    conflicts = intake.of(Fate.CONFLICT)
    choices = tuple(_choices(conflicts, asked))
    return ReportPage(
        head_view(key, found),
        counts_words(intake),
        choices,
        len(conflicts) - len(choices),
        tuple(_lists(intake, asked)),
        tuple(_wrong(intake, found)),
    )


def _choices(conflicts: Sequence[Decided], asked: Questionnaire) -> Iterator[ChoiceView]:
    room = MOST_CHARACTERS
    for each in conflicts[:MOST_CHOICES]:
        if each.unit is None:
            continue
        german = each.line.german if each.line.german is not None else each.unit.german
        room -= len(each.line.said) + len(german)
        if room < 0:
            return
        yield ChoiceView(
            each.unit.key,
            place_of(asked, each.unit),
            each.unit.german,
            german,
            each.said,
            each.line.said,
            digest(each.said),
        )


def _lists(
    intake: Intake, asked: Questionnaire
) -> Iterator[tuple[str, str, tuple[LineView, ...], int]]:
    for fate, (heading, sentence) in fate_words().items():
        found = intake.of(fate)
        if found:
            shown = tuple(_line(each, asked) for each in found[:MOST_SHOWN])
            yield heading, sentence, shown, len(found) - len(shown)


def _line(each: Decided, asked: Questionnaire) -> LineView:
    place = place_of(asked, each.unit) if each.unit is not None else each.line.key[:200]
    german = each.unit.german if each.unit is not None else each.line.german or ""
    return LineView(place, german[:400], (each.line.said or each.said)[:2_000])


def _wrong(intake: Intake, found: Translation) -> Iterator[LineView]:
    """Iterate over translations just taken whose placeholders are wrong."""
    taken = {each.unit.key for each in intake.of(Fate.TAKEN, Fate.STALE) if each.unit is not None}
    for entry in found.entries:
        if entry.unit.key in taken:
            wrong = [each for each in hints(entry.unit, found.language) if each.sort in ERRORS]
            if wrong:
                place = place_of(found.desk.questionnaire, entry.unit)
                yield LineView(place, entry.said[:400], " ".join(map(hint_words, wrong)))
