"""Take over the places and offers a county hands in: all of them, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from surveyapp.inventory import lists
from surveyapp.inventory.reading import read_stock
from surveyapp.inventory.rows import CountyLists, Fault, KnownType, Note, Sheet
from surveyapp.region import outlines, population, territory
from surveyapp.region.model import AreaGroup
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.services.read_sheets import read_sheets
from surveyapp.storage import areas, inventory


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken over."""

    places: inventory.Kept
    offers: inventory.Kept
    #: Numbers of places (approved, usable, taken) read.
    counts: int
    #: What should be looked at although it was taken over.
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ImportErrors:
    """Why nothing was taken over: every fault of every row."""

    rows: tuple[Fault, ...]


def import_inventory(
    session: Session, county_ags: str, *paths: Path, today: date
) -> Imported | ImportErrors:
    """Read tables of places and offers and keep them in one transaction.

    Several files count as one hand-in, so offers may name places of another file. Keys kept before are
    replaced. With one fault anywhere nothing is kept and every fault comes back. Planning areas may
    be named as they are on ``today``.
    """
    present = areas.areas_on(session, county_ags, today)
    return import_with(session, county_ags, paths, county_lists(session, county_ags, present))


def import_with(
    session: Session, county_ags: str, paths: Sequence[Path], known: CountyLists
) -> Imported | ImportErrors:
    """Do the same where the caller says what rows may refer to."""
    sheets = _sheets(paths)
    if isinstance(sheets, ImportErrors):
        return sheets
    stock = read_stock(sheets, known)
    if isinstance(stock, tuple):
        return ImportErrors(stock)
    inventory.ensure_types(session, county_ags)
    places = inventory.keep_places(session, county_ags, stock.places)
    offers = inventory.keep_offers(session, county_ags, stock.offers)
    session.commit()
    counts = sum(len(place.counts) for place in stock.places)
    return Imported(places, offers, counts, stock.notes)


REFUSED = "Nichts wurde eingelesen: In der Datei ist etwas nicht in Ordnung."


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Read a table that was handed in, in the process of a job."""
    work.progress(0, 1, "Die Tabelle wird gelesen und geprüft")
    day = date.fromisoformat(arguments["day"])
    path = work.handed_in(arguments["file"])
    outcome = import_inventory(work.session, work.county_ags, path, today=day)
    if isinstance(outcome, ImportErrors):
        raise JobRefusedError(REFUSED, {"faults": [asdict(each) for each in outcome.rows]})
    return Result(found=asdict(outcome))


def outcome_of(found: Mapping[str, Any]) -> Imported | ImportErrors:
    """Return how an import ended, from what its job keeps."""
    if "faults" in found:
        return ImportErrors(tuple(Fault(**each) for each in found["faults"]))
    return Imported(
        inventory.Kept(**found["places"]),
        inventory.Kept(**found["offers"]),
        found["counts"],
        tuple(Note(**each) for each in found["notes"]),
    )


def county_lists(session: Session, county_ags: str, groups: Sequence[AreaGroup]) -> CountyLists:
    """Return what the rows of a county with these planning areas may refer to."""
    return CountyLists(
        county_name=territory.county(county_ags).name,
        types={row.code: _known_type(row) for row in inventory.facility_types(session, county_ags)},
        municipalities={one.ags: one.name for one in territory.municipalities_of(county_ags)},
        areas={area.code: area.name for area in groups},
        judge_position=outlines.position_of,
        place_keys=inventory.place_keys(session, county_ags),
        grid_cells=frozenset(cell.id for cell in population.grid_cells(county_ags)),
    )


def _known_type(row: inventory.FacilityType) -> KnownType:
    packaged = lists.facility_types().get(row.code)
    names = (packaged.label, packaged.plural) if packaged else ()
    return KnownType(row.code, row.label, names, tuple(row.fields), tuple(row.life_stages))


def _sheets(paths: Sequence[Path]) -> tuple[Sheet, ...] | ImportErrors:
    read = [read_sheets(path) for path in paths]
    faults = tuple(one for one in read if isinstance(one, Fault))
    if faults:
        return ImportErrors(faults)
    return tuple(sheet for one in read if not isinstance(one, Fault) for sheet in one)
