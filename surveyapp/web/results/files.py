"""The files a figure can be saved as, by their ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analytics.figure import Figure
from surveyapp.web.results.spreadsheet import german_csv
from surveyapp.web.results.workbook import XLSX_TYPE, workbook

PRINTED = "druck"
"""Edition of a picture for black and white paper."""

Lines = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file: its type, and how it is written from a figure and the choices behind it."""

    mimetype: str
    write: Callable[[Figure, Lines], bytes]
    #: The same for black and white paper, where that is another file.
    print_edition: Callable[[Figure, Lines], bytes] | None = None


def _picture(figure: Figure, _lines: Lines) -> bytes:
    return figure.svg.encode()


def _printed(figure: Figure, _lines: Lines) -> bytes:
    return figure.print_svg.encode()


FILES: Mapping[str, FileKind] = {
    "csv": FileKind("text/csv", german_csv),
    "xlsx": FileKind(XLSX_TYPE, workbook),
    "svg": FileKind("image/svg+xml", _picture, _printed),
}
"""Every ending and what is written; a further one is a further row."""


@dataclass(frozen=True, slots=True)
class SavedFigure:
    """The bytes of a file, its type and its name."""

    body: bytes
    mimetype: str
    name: str


def saved(figure: Figure, suffix: str, edition: str, lines: Lines) -> SavedFigure:
    """Return a figure as a file; an edition that its kind does not have gives the usual one."""
    kind = FILES[suffix]
    printed = kind.print_edition if edition == PRINTED else None
    body = (printed or kind.write)(figure, lines)
    name = f"{figure.id}-{PRINTED}.{suffix}" if printed else f"{figure.id}.{suffix}"
    return SavedFigure(body, kind.mimetype, name)
