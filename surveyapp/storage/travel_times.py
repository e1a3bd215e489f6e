"""Travel times as one county keeps them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from sqlalchemy import Select, delete, exists, func, insert, select
from sqlalchemy.orm import Session

from surveyapp.inventory.travel import TimeRow
from surveyapp.inventory.ways import Mode
from surveyapp.storage.tables import Place, TravelTable, TravelTime

__all__ = ["TravelTable", "TravelTimes"]

CHUNK = 20_000
"""Rows written at once; more would be held twice in memory."""


@dataclass(frozen=True, slots=True)
class TravelSource:
    """Where travel times come from."""

    source: str
    as_of: date


@dataclass(frozen=True)
class TravelTimes:
    """What a county knows of travel times, by mode and id of the place."""

    #: Minutes by origin: key of a municipality, or id of a square kilometre.
    minutes: Mapping[str, Mapping[int, Mapping[str, float]]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    sources: Mapping[str, Mapping[int, TravelSource]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    def to(self, mode: str, place_id: int) -> Mapping[str, float]:
        """Return the minutes to a place by origin; empty where nobody measured."""
        return self.minutes.get(mode, {}).get(place_id, {})

    def source_of(self, mode: str, place_id: int) -> TravelSource | None:
        """Return where the times to a place come from."""
        return self.sources.get(mode, {}).get(place_id)


def keep_times(
    session: Session, county_ags: str, mode: Mode, source: TravelSource, rows: Sequence[TimeRow]
) -> TravelTable:
    """Keep a table of travel times; earlier times of its mode to the places it names are forgotten."""
    query = select(Place.key, Place.id).where(Place.county_ags == county_ags)
    ids = {key: place_id for key, place_id in session.execute(query)}  # noqa: C416 - rows, no pairs
    named = {ids[row.place_key] for row in rows}
    same_mode = select(TravelTable.id).where(
        TravelTable.county_ags == county_ags, TravelTable.mode == mode.value
    )
    session.execute(
        delete(TravelTime).where(TravelTime.place_id.in_(named), TravelTime.table_id.in_(same_mode))
    )
    table = TravelTable(
        county_ags=county_ags, mode=mode.value, source=source.source, as_of=source.as_of
    )
    session.add(table)
    session.flush()
    for chunk in _chunks(table.id, ids, rows):
        session.execute(insert(TravelTime), chunk)
    forget_empty(session, county_ags)
    return table


def _chunks(
    table_id: int, ids: Mapping[str, int], rows: Sequence[TimeRow]
) -> Iterator[list[dict[str, int | str | float]]]:
    for start in range(0, len(rows), CHUNK):
        yield [
            {
                "table_id": table_id,
                "place_id": ids[row.place_key],
                "origin": row.origin,
                "minutes": row.minutes,
            }
            for row in rows[start : start + CHUNK]
        ]


def forget_empty(session: Session, county_ags: str) -> None:
    """Delete a county's tables of which no time is left."""
    is_used = exists().where(TravelTime.table_id == TravelTable.id)
    session.execute(
        delete(TravelTable).where(TravelTable.county_ags == county_ags, ~is_used),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True, slots=True)
class KeptTable:
    """One table with how many ways and places it still speaks for."""

    id: int
    mode: Mode
    source: TravelSource
    ways: int
    places: int


def tables_of(session: Session, county_ags: str) -> tuple[KeptTable, ...]:
    """Return the tables of a county, the newest first."""
    counted = (
        select(
            TravelTable.id,
            TravelTable.mode,
            TravelTable.source,
            TravelTable.as_of,
            func.count(),
            func.count(TravelTime.place_id.distinct()),
        )
        .join(TravelTime, TravelTime.table_id == TravelTable.id)
        .where(TravelTable.county_ags == county_ags)
        .group_by(TravelTable.id, TravelTable.mode, TravelTable.source, TravelTable.as_of)
        .order_by(TravelTable.as_of.desc(), TravelTable.id.desc())
    )
    return tuple(
        KeptTable(table_id, Mode(mode), TravelSource(source, as_of), ways, places)
        for table_id, mode, source, as_of, ways, places in session.execute(counted)
    )


def forget_table(session: Session, county_ags: str, table_id: int) -> bool:
    """Delete a table of a county with its times; False where the county has no such table."""
    table = session.get(TravelTable, table_id)
    if table is None or table.county_ags != county_ags:
        return False
    session.execute(delete(TravelTime).where(TravelTime.table_id == table_id))
    session.delete(table)
    session.flush()
    return True


def exists_table(session: Session, table_id: int) -> bool:
    """Say whether any county keeps a table."""
    return session.get(TravelTable, table_id) is not None


def times_of(session: Session, county_ags: str) -> TravelTimes:
    """Return all travel times of a county, read in one statement."""
    minutes: dict[str, dict[int, dict[str, float]]] = {}
    sources: dict[str, dict[int, TravelSource]] = {}
    tables = {
        table.id: (table.mode, TravelSource(table.source, table.as_of))
        for table in session.scalars(
            select(TravelTable).where(TravelTable.county_ags == county_ags)
        )
    }
    for table_id, place_id, origin, time in session.execute(_times(list(tables))):
        mode, source = tables[table_id]
        minutes.setdefault(mode, {}).setdefault(place_id, {})[origin] = time
        sources.setdefault(mode, {})[place_id] = source
    return TravelTimes(minutes, sources)


def _times(table_ids: Sequence[int]) -> Select[int, int, str, float]:
    return (
        select(TravelTime.table_id, TravelTime.place_id, TravelTime.origin, TravelTime.minutes)
        .where(TravelTime.table_id.in_(table_ids))
        .order_by(TravelTime.table_id)
    )
