"""How a wave is planned to be asked, and surveys whose waves follow each other by themselves."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class SamplePlan(Row):
    """What somebody decided about the letters of a wave before it opens."""

    __tablename__ = "sample_plan"
    __table_args__ = (
        CheckConstraint("letters >= 1", name="ck_sample_plan_letters"),
        CheckConstraint("rate BETWEEN 1 AND 100", name="ck_sample_plan_rate"),
        CheckConstraint("share BETWEEN 1 AND 99", name="ck_sample_plan_share"),
        CheckConstraint("width IS NULL OR width BETWEEN 1 AND 49", name="ck_sample_plan_width"),
        CheckConstraint(
            "allocation IN ('proportional', 'root', 'equal')", name="ck_sample_plan_allocation"
        ),
        CheckConstraint("small_parts IN ('join', 'raise')", name="ck_sample_plan_small_parts"),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    letters: Mapped[int]
    #: Percent of letters that are expected to be answered.
    rate: Mapped[int]
    allocation: Mapped[str] = mapped_column(String(12))
    #: join: parts too small for codes of their own get some together; raise: they get more letters.
    small_parts: Mapped[str] = mapped_column(String(5))
    #: Percent; the share whose interval is looked at.
    share: Mapped[int]
    #: Whether it counts that few families are left who were not asked.
    is_finite: Mapped[bool]
    #: Percentage points wished to either side; empty where nobody wished any.
    width: Mapped[int | None]
    strata: Mapped[list[PlannedStratum]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="PlannedStratum.name"
    )


class PlannedStratum(Row):
    """One planning area of a plan: its families, its letters, and the part whose codes it gets."""

    __tablename__ = "planned_stratum"
    __table_args__ = (
        CheckConstraint("families >= 1", name="ck_planned_stratum_families"),
        CheckConstraint("rate IS NULL OR rate BETWEEN 1 AND 100", name="ck_planned_stratum_rate"),
        CheckConstraint("letters BETWEEN 0 AND families", name="ck_planned_stratum_letters"),
    )

    wave_id: Mapped[str] = mapped_column(ForeignKey("sample_plan.wave_id"), primary_key=True)
    #: Code of the planning area on the day of the plan.
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    families: Mapped[int]
    #: Percent where it differs from the county's.
    rate: Mapped[int | None]
    letters: Mapped[int]
    #: As in the letters; empty where the wave is not divided.
    part: Mapped[str] = mapped_column(String(60))


class RollingSurvey(Row):
    """A survey that is always open: when a period ends, the next wave begins."""

    __tablename__ = "rolling_survey"
    __table_args__ = (CheckConstraint("months IN (3, 6, 12)", name="ck_rolling_survey_months"),)

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    #: Length of a period; periods end with a quarter, half-year or year.
    months: Mapped[int]
