"""Take over a table of travel times: all of it, or nothing with every fault named."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.inventory.rows import Fault, Note
from surveyapp.inventory.travel import COLUMNS, read_times
from surveyapp.inventory.ways import Mode
from surveyapp.region import population, territory
from surveyapp.services.import_inventory import ImportErrors, county_lists
from surveyapp.services.read_sheets import read_sheets
from surveyapp.storage import areas, inventory, travel_times
from surveyapp.storage.travel_times import TravelSource

MOST_TIMES = 100_000
"""Rows of one CSV: 64 000 took 2 seconds of one core. Who has more hands in several files."""


@dataclass(frozen=True, slots=True)
class ImportedTimes:
    """What was taken over."""

    ways: int
    places: int
    notes: tuple[Note, ...]


def import_travel_times(
    session: Session, county_ags: str, path: Path, mode: Mode, source: TravelSource
) -> ImportedTimes | ImportErrors:
    """Read a table and keep it in one transaction; it replaces what was known of its places."""
    sheets = read_sheets(path, most_rows=MOST_TIMES)
    if isinstance(sheets, Fault):
        return ImportErrors((sheets,))
    present = areas.areas_on(session, county_ags, source.as_of)
    read = read_times(sheets, county_lists(session, county_ags, present))
    if isinstance(read, tuple):
        return ImportErrors(read)
    travel_times.keep_times(session, county_ags, mode, source, read.rows)
    session.commit()
    places = len({row.place_key for row in read.rows})
    return ImportedTimes(len(read.rows), places, read.notes)


def template(session: Session, county_ags: str, day: date) -> str:
    """Return a CSV with every way from a municipality to a place, its minutes still empty."""
    rows = [[column.name for column in COLUMNS]]
    for municipality in territory.municipalities_of(county_ags):
        rows += [
            [municipality.ags, place.key, "", municipality.name, place.name.lstrip("=+-@")]
            for place in inventory.places_on(session, county_ags, day)
        ]
    return _csv(rows)


def origins(county_ags: str) -> str:
    """Return a CSV of the inhabited square kilometres, from whose middles ways can be measured."""
    names = {one.ags: one.name for one in territory.municipalities_of(county_ags)}
    rows = [["von", "laenge", "breite", "gemeinde"]]
    rows += [
        [cell.id, _degrees(cell.lon), _degrees(cell.lat), names.get(cell.municipality_ags, "")]
        for cell in population.grid_cells(county_ags)
    ]
    return _csv(rows)


def _degrees(value: float) -> str:
    return f"{value:.5f}".replace(".", ",")


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return "\ufeff" + text.getvalue()
