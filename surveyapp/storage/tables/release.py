"""Released figures: the only source of every page, export and report that shows results."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class Release(Row):
    """One computation of a wave's results, protected once and never changed."""

    __tablename__ = "release"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'done', 'failed', 'held')", name="ck_release_state"),
        UniqueConstraint("wave_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    #: 1 for the wave's first release, then counting up.
    number: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10))
    created_on: Mapped[date]
    is_public: Mapped[bool] = mapped_column(default=False)
    #: Why the release failed, as a sentence for staff.
    message: Mapped[str] = mapped_column(default="")
    #: Fewest respondents in a released group when it was made.
    minimum: Mapped[int] = mapped_column(default=20)
    #: Labels, areas with their outlines, topics, sources: see ``analytics.released.Contents``.
    contents: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Weights, margins, policy, audit: how the figures were made.
    protocol: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class ReleaseCell(Row):
    """One released figure."""

    __tablename__ = "release_cell"
    __table_args__ = (
        CheckConstraint(
            "(value IS NULL) = (flag IN ('too_few', 'unreliable'))",
            name="ck_cell_value_unless_hidden",
        ),
        CheckConstraint(
            "value IS NULL OR low IS NULL OR (low <= value AND value <= high)",
            name="ck_cell_interval_holds_value",
        ),
        # Pages read a view, or some topics of a release; the primary key leads by measure.
        Index("ix_release_cell_page", "release_id", "view", "topic"),
    )

    release_id: Mapped[str] = mapped_column(
        ForeignKey("release.id", ondelete="CASCADE"), primary_key=True
    )
    #: share, mean, supply, gap … (``analytics.released.Measure``).
    measure: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: Variable, indicator or facility type.
    topic: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: county, area, an axis, or area*axis.
    view: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: Group within the view: area code, axis category, or both joined by ``*``.
    group: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: Answer category; empty where there is none.
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    #: Respondents behind the figure, rounded to 5; empty for supply.
    n: Mapped[int | None]
    flag: Mapped[str] = mapped_column(String(12))
    #: Place among the release's figures, from 0.
    position: Mapped[int] = mapped_column(default=0)
