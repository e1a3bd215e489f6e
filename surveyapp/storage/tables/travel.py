"""Travel times a county has measured: from where families live to its places."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class TravelTable(Row):
    """One table of travel times that was handed in; named wherever its times are used."""

    __tablename__ = "travel_table"
    __table_args__ = (CheckConstraint("mode IN ('walk', 'drive')", name="ck_travel_table_mode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    mode: Mapped[str] = mapped_column(String(5))
    #: Who measured, and with what, such as ``OSRM, OpenStreetMap``.
    source: Mapped[str] = mapped_column(String(120))
    #: The day for which roads and timetables were taken.
    as_of: Mapped[date]


class TravelTime(Row):
    """Minutes from one origin to one place; of a place and a mode only the newest table counts."""

    __tablename__ = "travel_time"
    __table_args__ = (CheckConstraint("minutes >= 0", name="ck_travel_time_minutes"),)

    table_id: Mapped[int] = mapped_column(
        ForeignKey("travel_table.id", ondelete="CASCADE"), primary_key=True
    )
    place_id: Mapped[int] = mapped_column(
        ForeignKey("place.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    #: Key of a municipality, or id of a square kilometre of the census grid.
    origin: Mapped[str] = mapped_column(String(16), primary_key=True)
    minutes: Mapped[float]
