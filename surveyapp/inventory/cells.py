"""How the text of one cell becomes a value, or a mistake with its reason and cure.

Every reader takes the text and the county's lists and returns the value or a ``Mistake``. Readers are
lenient where the meaning is plain (decimal comma, German or English dates, code or name) and refuse
where a guess could be wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Any

from surveyapp.inventory import hours, lists
from surveyapp.inventory.rows import LONGEST_HOURS, CountyLists

_GUARDED = re.compile(r"'\s*[=+\-@]")
"""How a text begins that our tables keep spreadsheets from running, see ``exchange/cells.py``."""

FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True, slots=True)
class Mistake:
    """Why a cell cannot be read, and what to write instead; in German."""

    reason: str
    cure: str


Reader = Callable[[str, CountyLists], Any]
"""Returns the value of a filled cell, or a ``Mistake``."""


def text(limit: int) -> Reader:
    """Read text of at most ``limit`` characters, which is what the database keeps."""

    def read(cell: str, _lists: CountyLists) -> str | Mistake:
        words = " ".join(cell.split())
        if any(unicodedata.category(sign) == "Cc" for sign in words):
            return Mistake(
                "Der Text enthält unsichtbare Steuerzeichen.", "Tippen Sie den Text neu ein."
            )
        if len(words) > limit:
            return Mistake(
                f"Der Text hat {len(words)} Zeichen.", f"Kürzen Sie ihn auf höchstens {limit}."
            )
        return words

    return read


def whole_number(cell: str, _lists: CountyLists) -> int | Mistake:
    """Read a count such as ``45``; a decimal part of zero is forgiven."""
    match = re.fullmatch(r"(-?\d{1,6})(?:[.,]0{1,2})?", cell.replace("−", "-"))
    if not match:
        return Mistake(
            "Das ist keine ganze Zahl.",
            "Schreiben Sie nur Ziffern, ohne Punkt, Komma oder Zusatz, zum Beispiel 45.",
        )
    number = int(match[1])
    if number < 0:
        return Mistake("Die Zahl ist negativ.", "Tragen Sie 0 oder eine größere Zahl ein.")
    return number


def degrees(cell: str, _lists: CountyLists) -> float | Mistake:
    """Read a coordinate with decimal comma or point."""
    if not re.fullmatch(r"[+-]?\d{1,9}(?:[.,]\d{1,15})?", cell):
        return Mistake(
            "Das ist keine Koordinate in Grad.",
            "Schreiben Sie Dezimalgrad, zum Beispiel 10,8719.",
        )
    return float(cell.replace(",", "."))


def day(cell: str, _lists: CountyLists) -> date | Mistake:
    """Read ``31.12.2025`` or ``2025-12-31``."""
    return read_day(cell)


def read_day(cell: str) -> date | Mistake:
    """Read a day wherever it is written, in a table or in a form."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            read = datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
        if FIRST_YEAR <= read.year <= LAST_YEAR:
            return read
    return Mistake(
        "Das ist kein gültiges Datum.",
        "Schreiben Sie Tag, Monat und Jahr mit vier Ziffern, zum Beispiel 01.03.2026.",
    )


def last_day(cell: str, known: CountyLists) -> date | Mistake:
    """Read the last day of something and return the first day after it, which is what is kept."""
    read = day(cell, known)
    return read if isinstance(read, Mistake) else read + timedelta(days=1)


def age_group(cell: str, _lists: CountyLists) -> str | Mistake:
    """Read ages in completed years, ``0 bis 2`` or ``0-2``, as ``0-2``."""
    match = re.fullmatch(r"(\d{1,2})\s*(?:bis|-|–)\s*(\d{1,2})(?:\s*Jahre)?", cell)
    if match and int(match[1]) <= int(match[2]):
        return f"{int(match[1])}-{int(match[2])}"
    return Mistake(
        "Das ist keine Altersgruppe.",
        "Schreiben Sie zum Beispiel „0 bis 2“ oder „3 bis 5“. Aus „3-5“ macht Excel ein Datum, "
        "deshalb ist „bis“ sicherer.",
    )


def opening_hours(cell: str, _lists: CountyLists) -> str | Mistake:
    """Read when a place is open in an ordinary week, and return it as it is kept."""
    try:
        read = str(hours.parse(cell))
    except hours.HoursError as error:
        return Mistake(error.reason, error.cure)
    if len(read) > LONGEST_HOURS:
        return Mistake("Das sind zu viele Zeiten.", "Nennen Sie für jeden Tag höchstens drei.")
    return read


def one_of(words: Mapping[str, Any]) -> Reader:
    """Read one of a few words."""

    def read(cell: str, _lists: CountyLists) -> Any:  # noqa: ANN401 - the value of the word
        if fold(cell) in words:
            return words[fold(cell)]
        return Mistake(
            "Diese Angabe ist hier nicht vorgesehen.", f"Schreiben Sie {_either(words)}."
        )

    return read


def facility_type(cell: str, known: CountyLists) -> str | Mistake:
    """Read a kind of place by its name in the county, its plural or its code."""
    names = {
        fold(name): entry.code
        for entry in known.types.values()
        for name in (*entry.names, entry.label, entry.code)
    }
    labels = [entry.label for entry in known.types.values()]
    return _named(cell, names, labels, "Diese Art ist nicht bekannt.")


def municipality_key(cell: str, known: CountyLists) -> str | Mistake:
    """Read the 8-digit key of a municipality of the county."""
    if cell in known.municipalities:
        return cell
    if not re.fullmatch(r"\d{8}", cell):
        return Mistake(
            "Ein Gemeindeschlüssel (AGS) hat 8 Ziffern.",
            "Prüfen Sie den Schlüssel oder schreiben Sie den Namen in die Spalte „gemeinde“.",
        )
    return Mistake(
        f"Diese Gemeinde gehört nicht zu: {known.county_name}.",
        "Prüfen Sie den Schlüssel; es gilt der Gebietsstand vom 31. Dezember 2024.",
    )


def municipality_name(cell: str, known: CountyLists) -> str | Mistake:
    """Read the name of a municipality of the county, with or without ``, Stadt``."""
    names = {
        fold(form): ags
        for ags, name in known.municipalities.items()
        for form in (name, name.removesuffix(", Stadt"))
    }
    return _named(
        cell,
        names,
        known.municipalities.values(),
        f"Eine Gemeinde mit diesem Namen gibt es nicht in: {known.county_name}.",
    )


def areas(cell: str, known: CountyLists) -> tuple[str, ...] | Mistake:
    """Read planning areas by code or name; ``alle`` stands for the whole county, without codes."""
    if fold(cell) == "alle":
        return ()
    names = {fold(form): code for code, name in known.areas.items() for form in (name, code)}
    return _several(cell, names, known.areas.values(), "Dieser Planungsraum ist nicht bekannt.")


def codes_of(entries: Callable[[], Mapping[str, lists.Code]]) -> Reader:
    """Read several entries of a packaged list by code or name."""

    def read(cell: str, _lists: CountyLists) -> tuple[str, ...] | Mistake:
        known = entries()
        names = {fold(form): one.code for one in known.values() for form in (one.label, one.code)}
        labels = [one.label for one in known.values()]
        return _several(cell, names, labels, "Dieser Eintrag ist nicht bekannt.")

    return read


def code_of(entries: Callable[[], Mapping[str, lists.Code]]) -> Reader:
    """Read one entry of a packaged list by code or name."""

    def read(cell: str, _lists: CountyLists) -> str | Mistake:
        known = entries()
        names = {fold(form): one.code for one in known.values() for form in (one.label, one.code)}
        labels = [one.label for one in known.values()]
        return _named(cell, names, labels, "Dieser Eintrag ist nicht bekannt.")

    return read


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(words: str) -> str:
    """Return text without differences of case, umlaut spelling, spaces and hyphens."""
    plain = unicodedata.normalize("NFC", words).casefold().translate(_UMLAUTS)
    return re.sub(r"[\s_–-]+", "_", plain).strip("_ ")


def _several(
    cell: str, names: Mapping[str, str], labels: Iterable[str], reason: str
) -> tuple[str, ...] | Mistake:
    codes: list[str] = []
    for part in re.split(r"[,;|]", cell):
        if not part.strip():
            continue
        code = _named(part.strip(), names, labels, f"„{part.strip()}“: {reason}")
        if isinstance(code, Mistake):
            return code
        if code not in codes:
            codes.append(code)
    return tuple(codes)


def _named(
    cell: str, names: Mapping[str, str], labels: Iterable[str], reason: str
) -> str | Mistake:
    if fold(cell) in names:
        return names[fold(cell)]
    labels = list(labels)
    near = get_close_matches(fold(cell), list(names), n=1, cutoff=0.7)
    if near:
        code = names[near[0]]
        label = next((one for one in labels if names.get(fold(one)) == code), code)
        return Mistake(reason, f"Meinten Sie „{label}“?")
    return Mistake(reason, f"Schreiben Sie {_either(labels)}.")


def _either(words: Iterable[str]) -> str:
    *first, last = [f"„{word}“" for word in words]
    return f"{', '.join(first)} oder {last}" if first else last


def unguarded(cell: str) -> str:
    """Return a cell as it was before one of our tables kept spreadsheets from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell
