"""Surveys of a county and their waves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class Survey(Row):
    """One survey of one county, asked in one or more waves."""

    __tablename__ = "survey"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: Short name in addresses, unique in the installation.
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    #: Folder under ``questionnaires/``.
    questionnaire: Mapped[str] = mapped_column(String(60))
    waves: Mapped[list[Wave]] = relationship(
        back_populates="survey", order_by="Wave.number", lazy="selectin"
    )


class Wave(Row):
    """One round of asking; the questionnaire's version is frozen when it opens."""

    __tablename__ = "wave"
    __table_args__ = (
        UniqueConstraint("survey_id", "number"),
        Index(
            "ix_wave_only_one_open",
            "survey_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("state IN ('planned', 'open', 'closed')", name="ck_wave_state"),
        CheckConstraint("sampling IN ('all', 'random', 'open')", name="ck_wave_sampling"),
        CheckConstraint("closes_on >= opens_on", name="ck_wave_dates"),
        CheckConstraint(
            "(sampling = 'open') = (invited IS NULL)", name="ck_wave_invited_only_with_codes"
        ),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), index=True)
    number: Mapped[int]
    #: Version of the questionnaire that families answer.
    version: Mapped[int]
    #: SHA-256 of the questionnaire's document when the wave opened, hexadecimal.
    document_hash: Mapped[str | None] = mapped_column(String(64))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    #: all: every family was invited; random: a sample; open: anybody may answer.
    sampling: Mapped[str] = mapped_column(String(10))
    #: Families invited; empty where anybody may answer.
    invited: Mapped[int | None]
    #: True when the answers were simulated; said in every result.
    is_simulated: Mapped[bool] = mapped_column(default=False)
    #: Secret of the release noise; one for each wave, never shown.
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    survey: Mapped[Survey] = relationship(back_populates="waves", lazy="joined")
