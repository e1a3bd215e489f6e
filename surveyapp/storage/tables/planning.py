"""What planners weigh and try out; nothing here changes the stock."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class UrgencyWeights(Row):
    """How much a county lets unmet need, deprivation and distance count for urgency, in points."""

    __tablename__ = "urgency_weights"
    __table_args__ = (
        CheckConstraint(
            "need BETWEEN 0 AND 10 AND deprivation BETWEEN 0 AND 10 AND distance BETWEEN 0 AND 10",
            name="ck_urgency_points",
        ),
        CheckConstraint("need + deprivation + distance > 0", name="ck_urgency_some_points"),
    )

    county_ags: Mapped[str] = mapped_column(String(5), primary_key=True)
    need: Mapped[int]
    deprivation: Mapped[int]
    distance: Mapped[int]


class Scenario(Row):
    """Changes of the facilities of one type that belong together, under a name."""

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("county_ags", "name"),)

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    name: Mapped[str] = mapped_column(String(80))
    #: Code of the facility type.
    type: Mapped[str] = mapped_column(String(40))
    made_on: Mapped[date]
    changes: Mapped[list[ScenarioChange]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="ScenarioChange.number"
    )


class ScenarioChange(Row):
    """One facility added, moved, enlarged or closed in a scenario."""

    __tablename__ = "scenario_change"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('add', 'move', 'resize', 'close')", name="ck_scenario_change_kind"
        ),
        CheckConstraint("(kind = 'add') = (place_key IS NULL)", name="ck_scenario_change_place"),
        CheckConstraint(
            "(kind IN ('add', 'move')) = (spot IS NOT NULL)", name="ck_scenario_change_spot"
        ),
        CheckConstraint(
            "kind NOT IN ('add', 'resize') OR places IS NOT NULL", name="ck_scenario_change_places"
        ),
        CheckConstraint("kind <> 'close' OR places IS NULL", name="ck_scenario_change_close"),
        CheckConstraint("places BETWEEN 0 AND 2000", name="ck_scenario_change_number"),
        CheckConstraint("number >= 1", name="ck_scenario_change_order"),
    )

    scenario_id: Mapped[str] = mapped_column(
        ForeignKey("scenario.id", ondelete="CASCADE"), primary_key=True
    )
    #: 1 for the first change; numbers of removed changes are used again only at the end.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(6))
    #: Key of the place in the stock; empty for a new one.
    place_key: Mapped[str | None] = mapped_column(String(60))
    #: Inhabited square kilometre where it would stand, such as ``1kmN3133E4393``.
    spot: Mapped[str | None] = mapped_column(String(13))
    #: Usable places it would have.
    places: Mapped[int | None]
