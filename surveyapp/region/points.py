"""Schools and railway stations of the packaged open data."""

from __future__ import annotations

from functools import cache

from surveyapp.region.model import School, Station
from surveyapp.region.packaged import read_table


@cache
def schools() -> tuple[School, ...]:
    """Return all schools of 2017, those with a wrong position or without a county included."""
    return tuple(
        School(
            id=row["school_id"],
            name=row["name"],
            kind=row["school_type"],
            municipality_ags=row["ags"] or None,
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            position_quality=row["geo_quality"],
        )
        for row in read_table("th_schools_2017.csv")
    )


@cache
def stations() -> tuple[Station, ...]:
    """Return all railway stations of the operator's register."""
    return tuple(
        Station(
            id=row["station_id"],
            name=row["name"],
            municipality_ags=row["ags"],
            lon=float(row["lon"]),
            lat=float(row["lat"]),
            steps_free=row["stepless_access"],
        )
        for row in read_table("th_rail_stations.csv")
    )
