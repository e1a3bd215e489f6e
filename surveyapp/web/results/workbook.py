"""A figure's numbers as a workbook, written without a library: those load what computes.

Texts are stored as texts, so nothing in them is ever run as a formula; numbers are stored as numbers, so
that they can be added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analytics.figure import Figure

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PLAIN, _BOLD, _PERCENT, _WRAPPED = range(4)
"""Positions of the looks in the list of styles."""

_NUMBER = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d+))?( %)?")
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS = (44, 26)
"""Width of the first column and of the others, in characters."""

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX_TYPE}.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
        'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="'
        'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Ergebnis" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_SPREADSHEET}"><fonts count="2"><font><sz val="11"/><name '
        'val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
        'patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
        '<xf fontId="1" applyFont="1"/><xf numFmtId="9" applyNumberFormat="1"/>'
        '<xf applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    ),
}


def workbook(figure: Figure, lines: Iterable[tuple[str, str]]) -> bytes:
    """Return one sheet with a head that says what it is, and the table of the figure.

    ``lines`` are name and value of the choices that led to the figure.
    """
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, body in {**_PARTS, "xl/worksheets/sheet1.xml": _sheet(figure, lines)}.items():
            # The moment of writing would make every file another one.
            book.writestr(ZipInfo(name), _DECLARED + body, ZIP_DEFLATED)
    return out.getvalue()


def _sheet(figure: Figure, lines: Iterable[tuple[str, str]]) -> str:
    head = (
        ("Ergebnis", figure.title),
        *lines,
        ("Basis", figure.base),
        ("Hinweis", figure.note),
        ("Quelle", figure.source),
    )
    rows = [_row(k, [(name, _BOLD), (words, _WRAPPED)]) for k, (name, words) in enumerate(head, 1)]
    first = len(head) + 2
    rows.append(_row(first, [(column, _BOLD) for column in figure.columns]))
    rows += [
        _row(k, [(value, _PLAIN) for value in row], has_numbers=True)
        for k, row in enumerate(figure.rows, first + 1)
    ]
    widths = "".join(
        f'<col min="{k}" max="{k}" width="{_WIDTHS[k > 1]}" customWidth="1"/>'
        for k in range(1, max(2, len(figure.columns)) + 1)
    )
    return (
        f'<worksheet xmlns="{_SPREADSHEET}"><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _row(number: int, values: Iterable[tuple[str, int]], *, has_numbers: bool = False) -> str:
    cells = "".join(_cells(number, values, has_numbers=has_numbers))
    return f'<row r="{number}">{cells}</row>'


def _cells(number: int, values: Iterable[tuple[str, int]], *, has_numbers: bool) -> Iterator[str]:
    for position, (value, style) in enumerate(values):
        place = f"{chr(ord('A') + position)}{number}"
        found = number_of(value) if has_numbers else None
        if found is not None:
            look = f' s="{_PERCENT}"' if value.endswith("%") else ""
            yield f'<c r="{place}"{look}><v>{found!r}</v></c>'
        elif value:
            words = escape(_UNREADABLE.sub("", value))
            yield (
                f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{words}</t>'
                "</is></c>"
            )


def number_of(value: str) -> float | None:
    """Return the number a German text stands for, percent as a share; None where it is words."""
    plain = value.replace("\u00a0", " ").replace("−", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    sign, whole, decimals, percent = found.groups()
    number = float(f"{sign}{whole.replace('.', '')}.{decimals or 0}")
    return round(number / 100, 10) if percent else number
