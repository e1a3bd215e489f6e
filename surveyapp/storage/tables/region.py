"""Planning areas a county made for itself; without any, its associations count."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class PlanningArea(Row):
    """A group of municipalities a county plans for, valid from one day to another."""

    __tablename__ = "planning_area"
    __table_args__ = (
        UniqueConstraint("county_ags", "code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="ck_area_validity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    #: First day on which the area no longer exists; empty while it does.
    valid_to: Mapped[date | None]
    members: Mapped[list[PlanningAreaMember]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )


class PlanningAreaMember(Row):
    """One municipality of one planning area."""

    __tablename__ = "planning_area_member"

    area_id: Mapped[int] = mapped_column(
        ForeignKey("planning_area.id", ondelete="CASCADE"), primary_key=True
    )
    municipality_ags: Mapped[str] = mapped_column(String(8), primary_key=True)
