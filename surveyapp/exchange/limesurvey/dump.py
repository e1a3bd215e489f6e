"""From the bytes of a LimeSurvey file to the rows of its tables, or to why it cannot be read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.report import short

MAX_ELEMENTS = 600_000
"""Most elements of a file; a survey of 300 questions in four languages has 150 000."""

MAX_DEPTH = 12
"""Deepest nesting; LimeSurvey writes document, section, rows, row, column."""

MAX_CELL = 5_000_000
"""Most characters of one cell; longer ones hold pictures."""

DOC_TYPES = ("Survey", "Group", "Question")
"""Kinds of files that hold questions."""

OLDEST_VERSION = 112
"""First version of the tables that LimeSurvey itself imports (1.50)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, with its place for whoever has to mend it."""

    section: str
    number: int
    cells: Mapping[str, str]

    @property
    def where(self) -> str:
        """Return the place as ``questions, row 3``."""
        return f"{self.section}, row {self.number}"

    def get(self, name: str, default: str = "") -> str:
        """Return a cell without blanks around it."""
        return self.cells.get(name, default).strip()

    def number_of(self, name: str) -> int:
        """Return a cell as a whole number; 0 where it holds none."""
        found = self.get(name)
        return int(found) if re.fullmatch(r"-?[0-9]{1,12}", found, re.ASCII) else 0


@dataclass
class Dump:
    """A file as LimeSurvey wrote it: tables of rows."""

    doc_type: str = ""
    version: str = ""
    languages: list[str] = field(default_factory=list)
    sections: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))

    def rows(self, section: str) -> list[Row]:
        """Return the rows of a table; none where the file lacks it."""
        return self.sections.get(section, [])


class _TooMuchError(ValueError):
    """The file is larger or deeper than any survey."""


def read_dump(content: bytes, ledger: Ledger) -> Dump | None:
    """Return the tables of a file, or None with the reason in ``ledger``."""
    dump = Dump()
    try:
        for path, element in _leaves(content.lstrip(b"\xef\xbb\xbf \t\r\n"), dump):
            _take(dump, path, element)
    except DefusedXmlException:
        _refuse_entities(ledger)
        return None
    except _TooMuchError as error:
        ledger.refuse("", f"Die Datei ist zu groß: {error}", f"the file is too large: {error}")
        return None
    except (ParseError, ValueError, LookupError) as error:
        said = short(str(error))
        german = f"Die Datei ist kein lesbares XML ({said}); exportieren Sie sie neu"
        ledger.refuse("", german, f"the file is no readable XML ({said}); export it again")
        return None
    return dump if _is_one_of_ours(dump, ledger) else None


def _refuse_entities(ledger: Ledger) -> None:
    german = (
        "Die Datei enthält eine DTD oder Entitäten, die LimeSurvey nie schreibt; sie könnten "
        "schaden"
    )
    english = "the file holds a DTD or entities, which LimeSurvey never writes; they could do harm"
    ledger.refuse("", german, english)


def _leaves(content: bytes, dump: Dump) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Walk through the elements as they end, forgetting each afterwards."""
    path: list[str] = []
    count, root = 0, None
    for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
        if event == "start":
            count += 1
            root = element if root is None else root
            path.append(str(element.tag))
            if count > MAX_ELEMENTS or len(path) > MAX_DEPTH:
                message = f"> {MAX_ELEMENTS} elements, or nested deeper than {MAX_DEPTH}"
                raise _TooMuchError(message)
            if len(path) == 2:
                dump.sections.setdefault(path[1], [])
            continue
        yield tuple(path), element
        path.pop()
        if element.tag == "row":
            element.clear()
        elif root is not None and len(path) == 1:
            root.clear()


def _take(dump: Dump, path: tuple[str, ...], element: Element) -> None:
    text = (element.text or "").strip()
    if path == ("document", "LimeSurveyDocType"):
        dump.doc_type = text
    elif path == ("document", "DBVersion"):
        dump.version = text
    elif path == ("document", "languages", "language"):
        dump.languages.append(text)
    elif len(path) == 4 and path[0] == "document" and path[2:] == ("rows", "row"):
        rows = dump.sections[path[1]]
        cells = {str(cell.tag): _cell(cell) for cell in element}
        rows.append(Row(path[1], len(rows) + 1, cells))


def _cell(element: Element) -> str:
    text = element.text or ""
    if len(text) > MAX_CELL:
        message = f"a cell {element.tag} of {len(text)} characters"
        raise _TooMuchError(message)
    return text


def _is_one_of_ours(dump: Dump, ledger: Ledger) -> bool:
    if dump.doc_type not in DOC_TYPES:
        said = short(dump.doc_type) or "–"
        german = f"LimeSurveyDocType ist „{said}“; Fragen stehen nur in {', '.join(DOC_TYPES)}"
        english = f"LimeSurveyDocType is {said!r}; only {', '.join(DOC_TYPES)} hold questions"
        ledger.refuse("document", german, english)
        return False
    version = re.match(r"[0-9]{1,6}", dump.version, re.ASCII)
    if version is None or int(version[0]) < OLDEST_VERSION:
        said = short(dump.version) or "–"
        german = f"DBVersion ist „{said}“; LimeSurvey liest Dateien ab {OLDEST_VERSION}"
        ledger.refuse(
            "document",
            german,
            f"DBVersion is {said!r}; LimeSurvey reads {OLDEST_VERSION} and newer",
        )
        return False
    return True
