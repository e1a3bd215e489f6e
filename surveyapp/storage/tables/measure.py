"""What a county means to do, or does, about what families said."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    SmallInteger,
    String,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from surveyapp.storage.db import Row


class MeasureRow(Row):
    """One measure of a county, in answer to one of its surveys.

    The database itself keeps families from reading of a decision nobody took.
    """

    __tablename__ = "measure"
    __table_args__ = (
        ForeignKeyConstraint(
            ["survey_id", "county_ags"],
            ["survey.id", "survey.county_ags"],
            name="fk_measure_survey_of_county",
        ),
        CheckConstraint(
            "state IN ('proposed', 'resolved', 'under_way', 'done', 'dropped')",
            name="ck_measure_state",
        ),
        CheckConstraint(
            "state IN ('proposed', 'dropped') OR (body IS NOT NULL AND decided_on IS NOT NULL)",
            name="ck_measure_resolved_by_somebody",
        ),
        CheckConstraint(
            "state <> 'proposed' OR decided_on IS NULL", name="ck_measure_proposed_only"
        ),
        CheckConstraint("(body IS NULL) = (decided_on IS NULL)", name="ck_measure_resolution"),
        CheckConstraint(
            "decided_on IS NOT NULL OR (number = '' AND link = '')", name="ck_measure_reference"
        ),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="ck_measure_done"),
        CheckConstraint("done_on >= decided_on", name="ck_measure_done_after_resolution"),
        CheckConstraint(
            "length(title) >= 1 AND length(sentence) >= 1", name="ck_measure_has_words"
        ),
        CheckConstraint("revision >= 1", name="ck_measure_revision"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: The survey it answers; always one of the same county.
    survey_id: Mapped[str] = mapped_column(String(22), index=True)
    #: What a family reads, in German: a few words, and one plain sentence.
    title: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(String(400))
    state: Mapped[str] = mapped_column(String(10), default="proposed")
    #: Who resolved on it, see ``planning.measures.BODIES``; empty before.
    body: Mapped[str | None] = mapped_column(String(40))
    decided_on: Mapped[date | None]
    #: Number of the resolution, and where it can be read; empty where there is none.
    number: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(300), default="")
    done_on: Mapped[date | None]
    #: Counts changes, so that nobody overwrites what another has just written.
    revision: Mapped[int] = mapped_column(default=1)
    #: True for invented measures of the demo; shown as "Beispiel" wherever they appear.
    is_example: Mapped[bool] = mapped_column(default=False)
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_on: Mapped[date]
    changed_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    changed_on: Mapped[date]
    subjects: Mapped[list[MeasureSubject]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="MeasureSubject.position"
    )
    translations: Mapped[list[MeasureTranslation]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )


class MeasureSubject(Row):
    """One thing a measure is about, by the codes that questionnaires and results use."""

    __tablename__ = "measure_subject"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('topic', 'field', 'life_stage', 'facility_type')",
            name="ck_measure_subject_kind",
        ),
        CheckConstraint("length(code) >= 1", name="ck_measure_subject_code"),
    )

    measure_id: Mapped[str] = mapped_column(
        ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    #: topic (a need or theme of the results it answers), field (of action), life_stage, facility_type.
    kind: Mapped[str] = mapped_column(String(13), primary_key=True)
    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    #: Place among those of its kind, from 0.
    position: Mapped[int] = mapped_column(SmallInteger)


class MeasureTranslation(Row):
    """The words of a measure in another language than German."""

    __tablename__ = "measure_translation"
    __table_args__ = (
        CheckConstraint("language <> 'de'", name="ck_measure_translation_language"),
        CheckConstraint(
            "length(title) >= 1 AND length(sentence) >= 1", name="ck_measure_translation_has_words"
        ),
    )

    measure_id: Mapped[str] = mapped_column(
        ForeignKey("measure.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(12), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(String(400))
