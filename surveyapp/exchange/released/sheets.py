"""A whole release as a workbook: what it is, all figures in one table, and one sheet a question.

Every text is written as a text, so nothing in it is ever run as a formula; numbers are numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from analytics.describe import INTERVAL_NOTE, interval_words, value_words
from analytics.figures.questions import asked
from analytics.released import Cell, Measure
from surveyapp.exchange.released.model import COLUMNS, Whole, is_share

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as SheetCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

ABOUT, FIGURES, NOTES = "Lies mich", "Zahlen", "Hinweise"
MOST_SHEETS = 250
"""Sheets of questions in one workbook; what comes after them stands in the table of all figures."""

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_NAME = 31
_SHOWN = frozenset({Measure.PERSONS, Measure.QUANTILE})
_WIDE, _NARROW = 44, 16


@dataclass(frozen=True, slots=True)
class Subject:
    """What one sheet is about: a question, a need or a kind of place."""

    label: str
    topics: tuple[str, ...]


def workbook(whole: Whole) -> bytes:
    """Return the release as a workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 - heavy, only where a workbook is written

    book = Workbook(write_only=True)
    book.properties.title = f"{whole.contents.survey}, {whole.about['wave'][1]}"
    book.properties.creator = whole.contents.county_name
    # The moment of writing would make every file another one.
    book.properties.created = book.properties.modified = datetime(  # noqa: DTZ001 - a day, no time
        whole.made.released_on.year, whole.made.released_on.month, whole.made.released_on.day
    )
    subjects = _named(subjects_of(whole))
    writer = _Writer()
    writer.about(book.create_sheet(ABOUT), whole, subjects)
    writer.figures(book.create_sheet(FIGURES), whole)
    by_topic = _by_topic(whole)
    for name, subject in subjects.items():
        writer.subject(book.create_sheet(name), whole, subject, by_topic)
    writer.notes(book.create_sheet(NOTES), whole)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def subjects_of(whole: Whole) -> tuple[Subject, ...]:
    """Return what gets a sheet: needs first, then questions, then what is counted of places."""
    released = {cell.topic for cell in whole.table}
    questions = asked(whole.table, whole.contents)
    taken = {topic for each in questions for topic in each.topics}
    others = [t for t in whole.contents.topics if t.id in released and t.id not in taken]
    first = [t for t in others if t.kind == "indicator"]
    last = [t for t in others if t.kind != "indicator"]
    return (
        *(Subject(whole.label(each.id), (each.id,)) for each in first),
        *(Subject(each.label, each.topics) for each in questions),
        *(Subject(whole.label(each.id), (each.id,)) for each in last),
    )[:MOST_SHEETS]


def _named(subjects: Sequence[Subject]) -> dict[str, Subject]:
    """Return subjects by names that a workbook allows, each of them once."""
    found: dict[str, Subject] = {}
    for number, subject in enumerate(subjects, start=1):
        words = " ".join(_FORBIDDEN.sub(" ", _UNREADABLE.sub("", subject.label)).split())
        found[f"{number} {words}"[:_LONGEST_NAME].strip()] = subject
    return found


def _by_topic(whole: Whole) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for cell in whole.table:
        if cell.measure not in _SHOWN:
            found.setdefault(cell.topic, []).append(cell)
    return found


class _Writer:
    """Writes rows of one workbook, in its looks."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - heavy

        self._bold = Font(bold=True)
        self._link = Font(color="0563C1", underline="single")
        self._wrap = Alignment(wrap_text=True, vertical="top")

    def about(self, sheet: WriteOnlyWorksheet, whole: Whole, subjects: dict[str, Subject]) -> None:
        """Write what the workbook is, and where everything stands."""
        _widths(sheet, (26, 90))
        sheet.append([self._text(sheet, "Freigegebene Zahlen einer Befragung", bold=True)])
        for heading, words in whole.about.values():
            sheet.append([self._text(sheet, heading, bold=True), self._text(sheet, words)])
        sheet.append([])
        sheet.append([self._text(sheet, "Tabellen", bold=True)])
        plain = {
            FIGURES: "alle Zahlen in einer Tabelle, eine je Zeile: zum Filtern und Weiterrechnen",
            NOTES: "wie die Zahlen zu lesen sind, Quellen",
        }
        pages = {**plain, **{name: each.label for name, each in subjects.items()}}
        for name, words in pages.items():
            cell = self._text(sheet, name)
            cell.hyperlink = f"#'{name}'!A1"
            cell.font = self._link
            sheet.append([cell, self._text(sheet, words)])

    def figures(self, sheet: WriteOnlyWorksheet, whole: Whole) -> None:
        """Write every figure in a row of its own."""
        headings = [heading for heading, _meaning in COLUMNS.values()]
        _widths(sheet, [_NARROW] * len(headings))
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:Q{len(whole.rows) + 1}"
        sheet.append([self._text(sheet, each, bold=True) for each in headings])
        for row in whole.rows:
            share = is_share(row.measure)
            sheet.append([self._cell(sheet, each, share=share) for each in astuple(row)])

    def subject(
        self,
        sheet: WriteOnlyWorksheet,
        whole: Whole,
        subject: Subject,
        by_topic: dict[str, list[Cell]],
    ) -> None:
        """Write one question to be read: groups down, answers across, intervals beside."""
        cells = [cell for topic in subject.topics for cell in by_topic.get(topic, ())]
        columns = list(dict.fromkeys((c.measure, c.topic, c.category) for c in cells))
        _widths(sheet, (_WIDE, *[_NARROW] * (2 * len(columns) + 1)))
        sheet.append([self._text(sheet, subject.label, bold=True)])
        about = whole.about
        said = ", ".join(
            about[each][1] for each in ("county", "survey", "wave", "period", "answers")
        )
        sheet.append([self._text(sheet, said)])
        sheet.append([])
        heads = ("Gruppe", *_headings(whole, subject, cells), "n")
        sheet.append([self._text(sheet, each, bold=True) for each in heads])
        for view, groups in _views(cells).items():
            sheet.append([self._text(sheet, whole.view_label(view), bold=True)])
            for group, found in groups.items():
                sheet.append([*self._group(sheet, whole, (view, group), columns, found)])

    def _group(
        self,
        sheet: WriteOnlyWorksheet,
        whole: Whole,
        place: tuple[str, str],
        columns: Sequence[tuple[Measure, str, str]],
        found: dict[tuple[Measure, str, str], Cell],
    ) -> Iterator[SheetCell | None]:
        yield self._text(sheet, whole.group_label(*place))
        for column in columns:
            cell = found.get(column)
            if cell is None:
                yield from (None, None)
                continue
            words = value_words(cell)
            is_plain = cell.value is not None and words[:1] not in {"u", "ü"}
            share = is_share(str(cell.measure))
            shown = self._cell(sheet, cell.value if is_plain else words, share=share)
            yield from (shown, self._text(sheet, interval_words(cell)))
        n = max((cell.n for cell in found.values() if cell.n is not None), default=None)
        yield self._cell(sheet, n, share=False)

    def notes(self, sheet: WriteOnlyWorksheet, whole: Whole) -> None:
        """Write how figures are to be read, and where they come from."""
        _widths(sheet, (26, 90))
        sheet.append(
            [self._text(sheet, "Spalte", bold=True), self._text(sheet, "Bedeutung", bold=True)]
        )
        for heading, meaning in COLUMNS.values():
            sheet.append([self._text(sheet, heading), self._text(sheet, meaning)])
        sheet.append([])
        for note in (INTERVAL_NOTE, *whole.notes()):
            if note:
                sheet.append([None, self._text(sheet, note)])

    def _text(self, sheet: WriteOnlyWorksheet, words: str, *, bold: bool = False) -> SheetCell:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - heavy

        cell = WriteOnlyCell(sheet, _UNREADABLE.sub("", words))
        # A text that begins with „=“ would otherwise be taken for a formula.
        cell.data_type = "s"
        if bold:
            cell.font = self._bold
        elif len(words) > _WIDE:
            cell.alignment = self._wrap
        return cell

    def _cell(
        self, sheet: WriteOnlyWorksheet, value: str | float | None, *, share: bool
    ) -> SheetCell | None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - heavy

        if value is None:
            return None
        if isinstance(value, str):
            return self._text(sheet, value)
        cell = WriteOnlyCell(sheet, value)
        if share and isinstance(value, float):
            cell.number_format = "0%"
        return cell


def _widths(sheet: WriteOnlyWorksheet, widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - heavy

    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width


def _headings(whole: Whole, subject: Subject, cells: Iterable[Cell]) -> Iterator[str]:
    """Yield the heading of each answer and of its interval."""
    for cell in {(c.measure, c.topic, c.category): c for c in cells}.values():
        row = whole.row_of(cell)
        topic = row.topic_label.rpartition(" – ")[2] if len(subject.topics) > 1 else ""
        answer = "" if topic and row.category_label == "ja" else row.category_label
        share = "" if topic or answer else row.measure_label
        named = share if cell.measure is Measure.SHARE else row.measure_label
        yield " – ".join(filter(None, (topic, answer, named)))
        yield "von – bis"


def _views(
    cells: Iterable[Cell],
) -> dict[str, dict[str, dict[tuple[Measure, str, str], Cell]]]:
    found: dict[str, dict[str, dict[tuple[Measure, str, str], Cell]]] = {}
    for cell in cells:
        column = (cell.measure, cell.topic, cell.category)
        found.setdefault(cell.view, {}).setdefault(cell.group, {})[column] = cell
    return found
