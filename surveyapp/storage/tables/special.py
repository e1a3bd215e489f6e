"""Special analyses: single further tables of a wave, each asked for with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class SpecialAnalysis(Row):
    """One table somebody asked for: who, when, what and why; never changed once it stands."""

    __tablename__ = "special_analysis"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'failed')", name="ck_special_state"),
        CheckConstraint("minimum >= 30", name="ck_special_minimum"),
        CheckConstraint("length(reason) >= 10", name="ck_special_reason"),
        UniqueConstraint("wave_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    #: 1 for the wave's first one, then counting up.
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    #: Variable whose answers are shown.
    topic: Mapped[str] = mapped_column(String(80))
    #: Axis or question that makes the groups.
    first: Mapped[str] = mapped_column(String(80))
    #: A further axis that splits them; empty where there is none.
    second: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(500))
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_on: Mapped[date]
    #: Why there is no table, as a sentence for staff.
    message: Mapped[str] = mapped_column(default="")
    #: Fewest respondents in a group when it was made.
    minimum: Mapped[int] = mapped_column(default=30)
    #: See ``analytics.released.Contents``.
    contents: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Process while it runs, then how the table was made.
    protocol: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class SpecialCell(Row):
    """One figure of a special analysis; columns as in ``release_cell``."""

    __tablename__ = "special_cell"
    __table_args__ = (
        CheckConstraint(
            "(value IS NULL) = (flag IN ('too_few', 'unreliable'))",
            name="ck_special_value_unless_hidden",
        ),
        CheckConstraint(
            "value IS NULL OR low IS NULL OR (low <= value AND value <= high)",
            name="ck_special_interval_holds_value",
        ),
        CheckConstraint("n IS NULL OR n >= 30", name="ck_special_n"),
    )

    analysis_id: Mapped[str] = mapped_column(
        ForeignKey("special_analysis.id", ondelete="CASCADE"), primary_key=True
    )
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    view: Mapped[str] = mapped_column(String(170), primary_key=True)
    group: Mapped[str] = mapped_column(String(130), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    n: Mapped[int | None]
    flag: Mapped[str] = mapped_column(String(12))
    #: Place among the figures, from 0.
    position: Mapped[int] = mapped_column(default=0)
