"""Surveys of a county and their waves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.event import listen
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class Survey(Row):
    """One survey of one county, asked in one or more waves."""

    __tablename__ = "survey"
    # What belongs to a survey and its county together points here, so that it cannot mix two counties.
    __table_args__ = (
        Index("ix_survey_of_county", "id", "county_ags", unique=True),
        ForeignKeyConstraint(
            ["place_id", "county_ags"],
            ["place.id", "place.county_ags"],
            name="fk_survey_place_of_county",
        ),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: Short name in addresses, unique in the installation.
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    #: Folder under ``questionnaires/``.
    questionnaire: Mapped[str] = mapped_column(String(60))
    #: The facility whose families are asked, such as a family centre; empty for the whole county.
    place_id: Mapped[int | None]
    waves: Mapped[list[Wave]] = relationship(
        back_populates="survey", order_by="Wave.number", lazy="selectin"
    )


class Publication(Row):
    """One published version of a questionnaire, word for word; never changed and never deleted.

    Triggers of the database refuse both, so that what families were asked can always be looked up.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("questionnaire", "version", "correction"),
        CheckConstraint("version >= 1", name="ck_publication_version"),
        CheckConstraint("correction >= 0", name="ck_publication_correction"),
        CheckConstraint("length(document_hash) = 64", name="ck_publication_hash"),
    )

    #: SHA-256 of the document, hexadecimal.
    document_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    questionnaire: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    #: 0 for the version itself, then one more for each correction of a typing error.
    correction: Mapped[int]
    #: The document as its author wrote it (YAML).
    document: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date]
    #: What changed and why, in the words of who published it.
    note: Mapped[str] = mapped_column(String(500), default="")


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
        CheckConstraint(
            "sampling IN ('all', 'random', 'cluster', 'open')", name="ck_wave_sampling"
        ),
        CheckConstraint(
            "facilities IS NULL OR (sampling = 'cluster' AND facilities >= 1)",
            name="ck_wave_facilities",
        ),
        CheckConstraint("closes_on >= opens_on", name="ck_wave_dates"),
        CheckConstraint(
            "(sampling = 'open') = (invited IS NULL)", name="ck_wave_invited_only_with_codes"
        ),
        CheckConstraint(
            "state = 'planned' OR document_hash IS NOT NULL", name="ck_wave_asks_what_is_published"
        ),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), index=True)
    number: Mapped[int]
    #: Version of the questionnaire that families answer.
    version: Mapped[int]
    #: What families are asked: the publication the wave opened with, or its latest correction.
    document_hash: Mapped[str | None] = mapped_column(
        ForeignKey("publication.document_hash", name="fk_wave_publication")
    )
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10), default="planned")
    #: all: every family was invited; random: a sample; cluster: those of some facilities; open: anybody
    #: may answer.
    sampling: Mapped[str] = mapped_column(String(10))
    #: Facilities of the county, of which some gave out letters (cluster); empty until somebody says it.
    facilities: Mapped[int | None]
    #: Families invited; empty where anybody may answer.
    invited: Mapped[int | None]
    #: True when the answers were simulated; said in every result.
    is_simulated: Mapped[bool] = mapped_column(default=False)
    #: Day of the last list of families to remind; the next one waits three days.
    listed_on: Mapped[date | None]
    #: Day on which answers last came in a burst that families do not make.
    burst_on: Mapped[date | None]
    #: Secret of the release noise; one for each wave, never shown.
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    survey: Mapped[Survey] = relationship(back_populates="waves", lazy="joined")


_REFUSAL = "a published questionnaire is never changed; publish a correction or a new version"

_FUNCTION = (
    "CREATE OR REPLACE FUNCTION publication_is_frozen() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
)
_TRIGGER = (
    "CREATE TRIGGER publication_no_change BEFORE UPDATE OR DELETE ON publication "
    "FOR EACH ROW EXECUTE FUNCTION publication_is_frozen()"
)
_SQLITE = (
    "CREATE TRIGGER publication_no_{what} BEFORE {what} ON publication "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
)

FROZEN = {
    "sqlite": (_SQLITE.format(what="UPDATE"), _SQLITE.format(what="DELETE")),
    "postgresql": (_FUNCTION, _TRIGGER),
}
"""What makes publications unchangeable, by kind of database."""

for dialect, statements in FROZEN.items():
    for statement in statements:
        made: DDL = DDL(statement)  # type: ignore[no-untyped-call]
        listen(Publication.__table__, "after_create", made.execute_if(dialect=dialect))
