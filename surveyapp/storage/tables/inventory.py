"""Places, what they can hold, and what they offer (Bestand)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class FacilityType(Row):
    """A kind of place or offer as one county names and judges it."""

    __tablename__ = "facility_type"
    __table_args__ = (
        CheckConstraint("mode IN ('walk', 'drive')", name="ck_facility_type_mode"),
        CheckConstraint("reach_minutes > 0", name="ck_facility_type_reach"),
        CheckConstraint(
            "catchment IN ('2sfca', 'e2sfca', 'gaussian')", name="ck_facility_type_catchment"
        ),
        CheckConstraint(
            "0 < zone_near AND zone_near < zone_middle AND zone_middle < zone_far",
            name="ck_facility_type_zones",
        ),
    )

    county_ags: Mapped[str] = mapped_column(String(5), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    #: Codes of fields of action and life stages a place of this kind serves by default.
    fields: Mapped[list[str]] = mapped_column(JSON)
    life_stages: Mapped[list[str]] = mapped_column(JSON)
    #: Ages of the children its places are for, for places per 100 children; empty when it has none.
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    #: Way within which it counts as near, in kilometres; of minutes, at the speed of the mode.
    reach_km: Mapped[float]
    #: How families travel to it: walk or drive.
    mode: Mapped[str] = mapped_column(String(5))
    #: Minutes within which it counts as reachable; where empty, the kilometres decide.
    reach_minutes: Mapped[float | None]
    #: How its places are shared, and the ends of the zones, in minutes or kilometres as the reach.
    catchment: Mapped[str] = mapped_column(String(8))
    zone_near: Mapped[float]
    zone_middle: Mapped[float]
    zone_far: Mapped[float]
    is_hidden: Mapped[bool] = mapped_column(default=False)


class Place(Row):
    """A facility at a point, valid from one day to another."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("county_ags", "key"),
        # What points to a place points to one of its own county.
        Index("ix_place_of_county", "id", "county_ags", unique=True),
        CheckConstraint(
            "steps_free IN ('yes', 'partial', 'no', 'unknown')", name="ck_place_steps_free"
        ),
        CheckConstraint(
            "position_quality IN ('ok', 'near_border', 'mismatch', 'unknown')",
            name="ck_place_position",
        ),
        CheckConstraint("in_holidays IN ('yes', 'no', 'unknown')", name="ck_place_in_holidays"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="ck_place_lon"),
        CheckConstraint("lat BETWEEN -90 AND 90", name="ck_place_lat"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_place_validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: The county's own or the source's key; a second import of it replaces the first.
    key: Mapped[str] = mapped_column(String(60))
    type: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    carrier: Mapped[str] = mapped_column(String(200), default="")
    municipality_ags: Mapped[str | None] = mapped_column(String(8))
    lon: Mapped[float]
    lat: Mapped[float]
    position_quality: Mapped[str] = mapped_column(String(12), default="unknown")
    steps_free: Mapped[str] = mapped_column(String(8), default="unknown")
    #: As ``inventory.hours`` writes it, such as ``Mo-Fr 6:30-17:00``; empty where nobody knows.
    opening_hours: Mapped[str] = mapped_column(String(400), default="")
    in_holidays: Mapped[str] = mapped_column(String(8), default="unknown")
    #: Codes of the languages spoken there; empty where nobody knows.
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Where the row comes from; shown with its attribution.
    source: Mapped[str] = mapped_column(String(120))
    #: True for invented places of the demo; shown as "Beispiel" wherever they appear.
    is_example: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    capacities: Mapped[list[Capacity]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class Capacity(Row):
    """How many children or guests a place holds, by kind and key date."""

    __tablename__ = "capacity"
    __table_args__ = (
        CheckConstraint("kind IN ('approved', 'usable', 'taken')", name="ck_capacity_kind"),
        CheckConstraint("number >= 0", name="ck_capacity_number"),
    )

    place_id: Mapped[int] = mapped_column(
        ForeignKey("place.id", ondelete="CASCADE"), primary_key=True
    )
    #: Age group served, such as ``0-2``; empty for all.
    age_group: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    key_date: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int]


class Offer(Row):
    """What is offered, at a place or roaming through planning areas."""

    __tablename__ = "offer"
    __table_args__ = (
        UniqueConstraint("county_ags", "key"),
        CheckConstraint(
            "prevention_level IN ('universal', 'selective', 'indicated')", name="ck_offer_level"
        ),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_offer_validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    key: Mapped[str] = mapped_column(String(60))
    type: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    carrier: Mapped[str] = mapped_column(String(200), default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))
    prevention_level: Mapped[str] = mapped_column(String(12), default="universal")
    source: Mapped[str] = mapped_column(String(120))
    is_example: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    codes: Mapped[list[OfferCode]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class OfferCode(Row):
    """One entry of one of an offer's lists."""

    __tablename__ = "offer_code"
    __table_args__ = (
        CheckConstraint(
            "list IN ('life_stage', 'field', 'target_group', 'language', 'area')",
            name="ck_offer_code_list",
        ),
    )

    offer_id: Mapped[int] = mapped_column(
        ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True
    )
    list: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
