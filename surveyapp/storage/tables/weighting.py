"""What the weights of a wave rest on: how it was drawn, totals the county gave, decisions of people."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class DrawnStratum(Row):
    """One part of a wave's drawing: a part of the county, or a facility that gave out letters."""

    __tablename__ = "drawn_stratum"
    __table_args__ = (
        CheckConstraint("letters >= 1", name="ck_drawn_stratum_letters"),
        CheckConstraint("families >= letters", name="ck_drawn_stratum_families"),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    #: As in the letters; empty where the wave is not divided.
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: Families who got a letter, and families there are.
    letters: Mapped[int]
    families: Mapped[int]


class GivenMargin(Row):
    """Totals of one trait of families or children that the county brought in for a wave."""

    __tablename__ = "given_margin"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    #: ``children_age``, ``area``, ``area_families`` or ``axis.<id>``.
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    source: Mapped[str] = mapped_column(String(120))
    #: Day the numbers are of.
    as_of: Mapped[date]
    totals: Mapped[list[GivenTotal]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class GivenTotal(Row):
    """How many there are of one category."""

    __tablename__ = "given_total"
    __table_args__ = (
        ForeignKeyConstraint(
            ["wave_id", "name"],
            ["given_margin.wave_id", "given_margin.name"],
            name="fk_given_total_margin",
            ondelete="CASCADE",
        ),
        CheckConstraint("number >= 1", name="ck_given_total_number"),
    )

    wave_id: Mapped[str] = mapped_column(String(22), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: Empty where the county does not know; then the category keeps its share of the answers.
    number: Mapped[int | None]


class WeightingDecision(Row):
    """What a person decided on a category in which too few families answered.

    A category merged with a neighbour may still be too small and be merged once more: two rows.
    """

    __tablename__ = "weighting_decision"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    margin: Mapped[str] = mapped_column(String(60), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    #: Category it is merged with; empty where the whole margin is left out.
    merged_into: Mapped[str] = mapped_column(String(60), primary_key=True)


class WeightingOverview(Row):
    """The rounded overview of a closed wave as it was last computed, so that pages need not compute."""

    __tablename__ = "weighting_overview"

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    #: SHA-256 of everything it follows from.
    fingerprint: Mapped[str] = mapped_column(String(64))
    overview: Mapped[str] = mapped_column(Text)
