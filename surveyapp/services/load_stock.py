"""Load the real schools and railway stations of the packaged open data into a county's stock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files

from sqlalchemy.orm import Session

from surveyapp.inventory.rows import PlaceRow
from surveyapp.region import outlines, points, territory
from surveyapp.region.model import School, Station
from surveyapp.region.packaged import SCHOOLS, STATIONS
from surveyapp.services.import_inventory import (
    Imported,
    ImportErrors,
    county_lists,
    import_with,
)
from surveyapp.storage import inventory

TYPE_OF_SCHOOL = {
    "Grundschule": "primary_school",
    "Regelschule": "secondary_school",
    # Most teach years 1 to 10; the source does not say which have primary years.
    "Gemeinschaftsschule": "secondary_school",
    "Gymnasium": "secondary_school",
    "Integrierte Gesamtschule": "secondary_school",
    "Kooperative Gesamtschule": "secondary_school",
    "Waldorfschule": "secondary_school",
    "Förderschule": "special_school",
    "Berufsbildende Schule": "vocational_school",
    "Ergänzungsschule": "vocational_school",
    # Adults finish school here beside or after a job.
    "Kolleg": "vocational_school",
}
"""Kind in the words of the source to facility type."""

STATE_OF_SCHOOLS = date(2017, 1, 1)
STATE_OF_STATIONS = date(2024, 12, 1)

EXAMPLE_FILES = ("bestand.csv", "angebote.csv")
"""The invented stock of a demo county, in the form of every hand-in."""


class UnusableExampleError(ValueError):
    """The packaged example stock has a fault; the message names the first."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded for one county."""

    schools: int
    stations: int
    #: Names of places whose position contradicts their municipality; kept, and marked.
    misplaced: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoadedAll:
    """What was loaded for all counties."""

    counties: dict[str, Loaded]
    #: Schools the source gives no municipality; they are kept nowhere.
    without_county: tuple[School, ...]


def load_stock(session: Session, county_ags: str) -> Loaded:
    """Load or replace a county's schools and railway stations."""
    loaded = _load(session, county_ags)
    session.commit()
    return loaded


def load_all(session: Session) -> LoadedAll:
    """Load or replace the schools and railway stations of every county."""
    counties = {ags: _load(session, ags) for ags in territory.load().counties}
    session.commit()
    return LoadedAll(counties, without_county())


def without_county() -> tuple[School, ...]:
    """Return the schools of the source that belong to no county."""
    return tuple(school for school in points.schools() if school.municipality_ags is None)


def load_example(session: Session, county_ags: str) -> Imported | None:
    """Hand in the invented example stock of a county; None where the county has none.

    Raises
    ------
    UnusableExampleError
        If the packaged files have a fault, which would be a mistake of ours.
    """
    folder = files("surveyapp.inventory").joinpath("example", county_ags)
    if not folder.is_dir():
        return None
    with as_file(folder) as path:
        # The files name the packaged areas, whatever the county has made of them since.
        known = county_lists(session, county_ags, territory.default_areas(county_ags))
        done = import_with(session, county_ags, [path / name for name in EXAMPLE_FILES], known)
    if isinstance(done, ImportErrors):
        message = f"example stock of {county_ags}: {done.rows[0]}; correct the packaged file"
        raise UnusableExampleError(message)
    return done


def _load(session: Session, county_ags: str) -> Loaded:
    territory.county(county_ags)
    schools = [_school(one) for one in points.schools() if _is_in(one, county_ags)]
    stations = [_station(one) for one in points.stations() if _is_in(one, county_ags)]
    inventory.ensure_types(session, county_ags)
    inventory.keep_places(session, county_ags, (*schools, *stations))
    return Loaded(len(schools), len(stations), _misplaced((*schools, *stations)))


def _is_in(one: School | Station, county_ags: str) -> bool:
    return (one.municipality_ags or "").startswith(county_ags)


def _misplaced(places: Iterable[PlaceRow]) -> tuple[str, ...]:
    return tuple(one.name for one in places if one.position_quality == "mismatch")


def _school(school: School) -> PlaceRow:
    return PlaceRow(
        key=school.id,
        type=TYPE_OF_SCHOOL[school.kind],
        name=school.name,
        carrier="",
        municipality_ags=school.municipality_ags,
        lon=school.lon,
        lat=school.lat,
        position_quality=school.position_quality,
        steps_free="unknown",
        source=SCHOOLS,
        is_example=False,
        valid_from=STATE_OF_SCHOOLS,
        valid_to=None,
    )


def _station(station: Station) -> PlaceRow:
    position = outlines.position_of(station.municipality_ags, station.lon, station.lat)
    return PlaceRow(
        key=f"bahnhof-{station.id}",
        type="rail_station",
        name=station.name,
        carrier="",
        municipality_ags=station.municipality_ags,
        lon=station.lon,
        lat=station.lat,
        position_quality=_kept_quality(position),
        steps_free=station.steps_free,
        source=STATIONS,
        is_example=False,
        valid_from=STATE_OF_STATIONS,
        valid_to=None,
    )


def _kept_quality(position: outlines.Position) -> str:
    return "mismatch" if position is outlines.Position.OUTSIDE else position.value
