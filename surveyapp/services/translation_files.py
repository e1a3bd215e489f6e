"""A draft's translations as files that go out, and files that come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from surveyapp.exchange.translations.model import FileFault, Incoming, Outgoing
from surveyapp.inventory.rows import Fault
from surveyapp.questionnaire.translating.origins import cleaned
from surveyapp.services.read_sheets import MAX_FILE, TOO_LARGE, read_sheets


@dataclass(frozen=True, slots=True)
class Format:
    """One format translations go out in."""

    label: str
    media_type: str
    write: Callable[[Outgoing], bytes]


def _table(outgoing: Outgoing) -> bytes:
    from surveyapp.exchange.translations import table  # noqa: PLC0415 - start-up stays light

    return table.write(outgoing)


def _xliff(outgoing: Outgoing) -> bytes:
    from surveyapp.exchange.translations import xliff  # noqa: PLC0415

    return xliff.write(outgoing)


def _po(outgoing: Outgoing) -> bytes:
    from surveyapp.exchange.translations import po  # noqa: PLC0415

    return po.write(outgoing)


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(
        "Excel (.xlsx)",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _table,
    ),
    "xlf": Format("XLIFF 2.0 (.xlf)", "application/xliff+xml", _xliff),
    "po": Format("PO (.po)", "text/x-gettext-translation; charset=utf-8", _po),
}
"""Every format by the ending of its files."""

_SENTENCES: Mapping[FileFault, str] = {
    FileFault.NO_XML: "Die Datei lässt sich nicht als XML lesen. Bitte speichern Sie sie in Ihrem "
    "Übersetzungsprogramm noch einmal als XLIFF 2.0.",
    FileFault.NO_XLIFF: "Das ist XML, aber kein XLIFF. Bitte nehmen Sie die Datei, die Sie hier holten.",
    FileFault.OLD_XLIFF: "Das ist eine andere Fassung von XLIFF. Bitte speichern Sie sie als XLIFF 2.0.",
    FileFault.NO_PO: "Die Datei lässt sich nicht als PO-Datei in UTF-8 lesen. Bitte speichern Sie sie in "
    "Ihrem Übersetzungsprogramm noch einmal als PO.",
    FileFault.NO_COLUMNS: "In der Tabelle fehlen die Spalten „Übersetzung“ und „Schlüssel“ oder „Deutsch“. "
    "Bitte lassen Sie die erste Zeile so, wie sie war.",
    FileFault.TWO_COLUMNS: "In der Tabelle stehen zwei Spalten „Übersetzung“. Bitte löschen Sie die, die "
    "nicht gelten soll, und lesen Sie die Datei dann noch einmal ein.",
    FileFault.LOST_LETTERS: "In dieser Datei stehen Fragezeichen anstelle von Buchstaben; beim Speichern als "
    "CSV gingen sie verloren. Es wurde nichts geändert. Bitte speichern Sie als Excel-Arbeitsmappe (.xlsx).",
    FileFault.NO_LINES: "In der Datei steht keine Zeile zum Übernehmen. Bitte wählen Sie die Datei, die Sie "
    "hier geholt und übersetzt haben.",
}


def read_translations(path: Path, name: str) -> Incoming | str:
    """Return what a file says, or the sentence that tells why it cannot be read and what helps.

    What is inside counts, not how the file is called.
    """
    if path.stat().st_size > MAX_FILE:
        return f"{TOO_LARGE} Bitte teilen Sie sie in mehrere Dateien."
    content = path.read_bytes()
    found = _read(content, path, name)
    return _SENTENCES[found] if isinstance(found, FileFault) else found


def is_of_another(incoming: Incoming, questionnaire: str, here: Iterable[str]) -> bool:
    """Say whether a file was made from another questionnaire, and little of its German stands here.

    Another id alone says little: questionnaires are copied and go on under a new name.
    """
    if incoming.questionnaire in ("", "f1", questionnaire):
        return False
    known = {cleaned(each) for each in here}
    german = [cleaned(each.german) for each in incoming.lines if each.german]
    return 2 * sum(each in known for each in german) < len(german)


def _read(content: bytes, path: Path, name: str) -> Incoming | FileFault | str:
    from surveyapp.exchange.translations import po, table, xliff  # noqa: PLC0415

    start = content.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")[:400]
    ending = name.lower().rpartition(".")[2]
    if start.startswith(b"<") or ending in ("xlf", "xliff"):
        return xliff.read(content)
    if ending in ("po", "pot") or b"msgid" in start:
        return po.read(content)
    sheets = read_sheets(path, name)
    if isinstance(sheets, Fault):
        return f"{sheets.reason} {sheets.cure}"
    found = table.lines(sheets)
    if isinstance(found, Incoming) and _is_of_windows(content) and table.has_lost_letters(found):
        return FileFault.LOST_LETTERS
    return found


def _is_of_windows(content: bytes) -> bool:
    """Say whether a file is text in the code of Windows, which has few letters."""
    if content.startswith((b"PK", b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
