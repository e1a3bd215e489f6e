"""Let a county group its municipalities into planning areas of its own, from a day on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.inventory.cells import Mistake, day, municipality_key, text
from surveyapp.inventory.columns import Column
from surveyapp.inventory.rows import CountyLists, Fault, Sheet
from surveyapp.inventory.tables import ReadRow, header_findings, read_rows
from surveyapp.region import outlines, territory
from surveyapp.region.model import AreaGroup
from surveyapp.services.read_sheets import read_sheets
from surveyapp.storage import areas

COLUMNS = (
    Column("flaeche_code", text(20), is_required=True, also=("code",)),
    Column("flaeche", text(120), is_required=True, also=("planungsraum", "name")),
    Column("gemeinde_ags", municipality_key, is_required=True, also=("ags",)),
    Column("gueltig_ab", day, is_required=True),
)
"""Columns of a grouping: one row per municipality."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Planning areas as a file gives them, each cell readable; the whole not yet checked."""

    areas: tuple[AreaGroup, ...]
    valid_from: date


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The planning areas that count from a day on."""

    areas: tuple[AreaGroup, ...]
    valid_from: date


@dataclass(frozen=True, slots=True)
class RegroupErrors:
    """Why nothing was changed: every fault, in German."""

    rows: tuple[Fault, ...]


def regroup(
    session: Session, county_ags: str, grouping: Sequence[AreaGroup], valid_from: date
) -> Regrouped | RegroupErrors:
    """Replace a county's planning areas from a day on, or say everything that speaks against it.

    The areas so far stay valid for the days before, so that earlier results keep their map.
    """
    last = areas.last_start(session, county_ags)
    faults = (*_faults_of_areas(county_ags, grouping), *_faults_of_date(valid_from, last))
    if faults:
        return RegroupErrors(faults)
    areas.replace_areas(session, county_ags, grouping, valid_from)
    session.commit()
    return Regrouped(tuple(grouping), valid_from)


def read_grouping(path: Path, county_ags: str) -> Grouping | RegroupErrors:
    """Read a table with the columns ``flaeche_code, flaeche, gemeinde_ags, gueltig_ab``."""
    sheets = read_sheets(path)
    if isinstance(sheets, Fault):
        return RegroupErrors((sheets,))
    rows, faults = _read(sheets[0], county_ags)
    faults += () if faults else tuple(_disagreements(rows))
    if not faults and not rows:
        faults = (_fault("", "", _NO_ROWS),)
    if faults:
        return RegroupErrors(faults)
    return Grouping(_groups(rows), rows[0].values["gueltig_ab"])


def _read(sheet: Sheet, county_ags: str) -> tuple[list[ReadRow], tuple[Fault, ...]]:
    faults, _ = header_findings(sheet, COLUMNS)
    if faults:
        return [], tuple(faults)
    read = list(read_rows(sheet, COLUMNS, _lists(county_ags)))
    return [row for row, _ in read], tuple(one for _, found in read for one in found)


def _disagreements(rows: Sequence[ReadRow]) -> Iterator[Fault]:
    """Find rows that give an area a second name, or the grouping a second day."""
    names: dict[str, str] = {}
    for row in rows:
        code, name = row.values["flaeche_code"], row.values["flaeche"]
        if names.setdefault(code, name) != name:
            yield row.fault("flaeche", _second_name(code, names[code]))
        if row.values["gueltig_ab"] != rows[0].values["gueltig_ab"]:
            yield row.fault("gueltig_ab", _SECOND_DAY)


def _groups(rows: Iterable[ReadRow]) -> tuple[AreaGroup, ...]:
    names: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    for row in rows:
        code = row.values["flaeche_code"]
        names[code] = row.values["flaeche"]
        members.setdefault(code, []).append(row.values["gemeinde_ags"])
    return tuple(AreaGroup(code, names[code], tuple(inside)) for code, inside in members.items())


def _faults_of_areas(county_ags: str, grouping: Sequence[AreaGroup]) -> Iterator[Fault]:
    yield from _faults_of_members(county_ags, grouping)
    for column, words, limit in (
        ("flaeche_code", [area.code for area in grouping], 20),
        ("flaeche", [area.name for area in grouping], 120),
    ):
        yield from (
            _fault(column, word, _DOUBLED) for word, times in Counter(words).items() if times > 1
        )
        yield from (
            _fault(column, word, _wrong_length(limit))
            for word in words
            if not 0 < len(word.strip()) <= limit
        )
    yield from (
        _fault("flaeche", area.name, _EMPTY) for area in grouping if not area.municipalities
    )


def _faults_of_members(county_ags: str, grouping: Sequence[AreaGroup]) -> Iterator[Fault]:
    own = {one.ags: one.name for one in territory.municipalities_of(county_ags)}
    times = Counter(ags for area in grouping for ags in area.municipalities)
    yield from (
        _fault("gemeinde_ags", f"{ags} {name}", _MISSING)
        for ags, name in own.items()
        if ags not in times
    )
    for ags, number in times.items():
        if ags not in own:
            yield _fault("gemeinde_ags", ags, _FOREIGN)
        elif number > 1:
            yield _fault("gemeinde_ags", f"{ags} {own[ags]}", _TWICE)


def _faults_of_date(valid_from: date, last: date | None) -> Iterator[Fault]:
    if last is not None and valid_from <= last:
        written = f"{last:%d.%m.%Y}"
        mistake = Mistake(
            f"Die bisherigen Planungsräume gelten seit {written}.",
            "Wählen Sie einen späteren Tag.",
        )
        yield _fault("gueltig_ab", f"{valid_from:%d.%m.%Y}", mistake)


def _lists(county_ags: str) -> CountyLists:
    return CountyLists(
        county_name=territory.county(county_ags).name,
        types={},
        municipalities={one.ags: one.name for one in territory.municipalities_of(county_ags)},
        areas={},
        judge_position=outlines.position_of,
    )


def _fault(column: str, value: str, mistake: Mistake) -> Fault:
    return Fault("", 0, column, value, mistake.reason, mistake.cure)


def _second_name(code: str, name: str) -> Mistake:
    return Mistake(
        f"Die Fläche {code} heißt in einer früheren Zeile „{name}“.",
        "Schreiben Sie in allen Zeilen einer Fläche denselben Namen.",
    )


def _wrong_length(limit: int) -> Mistake:
    return Mistake("Die Angabe fehlt oder ist zu lang.", f"Schreiben Sie 1 bis {limit} Zeichen.")


_NO_ROWS = Mistake(
    "Die Datei enthält keine Gemeinde.", "Schreiben Sie für jede Gemeinde eine Zeile."
)
_SECOND_DAY = Mistake(
    "Die Zeilen nennen verschiedene Tage.",
    "Schreiben Sie in alle Zeilen denselben Tag; ab ihm gilt die neue Einteilung.",
)
_MISSING = Mistake(
    "Diese Gemeinde gehört zu keinem Planungsraum.",
    "Ordnen Sie jede Gemeinde des Landkreises genau einem Planungsraum zu.",
)
_TWICE = Mistake(
    "Diese Gemeinde gehört zu mehreren Planungsräumen.",
    "Ordnen Sie jede Gemeinde des Landkreises genau einem Planungsraum zu.",
)
_FOREIGN = Mistake(
    "Diese Gemeinde gehört nicht zum Landkreis.",
    "Prüfen Sie den Schlüssel; es gilt der Gebietsstand vom 31. Dezember 2024.",
)
_DOUBLED = Mistake("Diese Angabe kommt mehrfach vor.", "Wählen Sie für jede Fläche eine eigene.")
_EMPTY = Mistake(
    "Dieser Planungsraum hat keine Gemeinde.", "Ordnen Sie ihm eine zu oder lassen Sie ihn weg."
)
