"""Questionnaires a county is working on and has not published yet."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class DraftQuestionnaire(Row):
    """One questionnaire in the making; only its county sees it, and may delete it."""

    __tablename__ = "draft_questionnaire"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: The whole questionnaire as it stands now (YAML as brought in, JSON once it was edited).
    document: Mapped[str] = mapped_column(Text)
    updated_on: Mapped[date]
    #: Number of the latest revision; each change is one more.
    revision: Mapped[int] = mapped_column(default=0, server_default="0")


def _draft() -> Mapped[str]:
    return mapped_column(
        String(22), ForeignKey("draft_questionnaire.id", ondelete="CASCADE"), primary_key=True
    )


class DraftRevision(Row):
    """One change of a draft: who did what, and what became of each place."""

    __tablename__ = "draft_revision"
    __table_args__ = (
        CheckConstraint(
            "deed IN ('start', 'edit', 'undo', 'redo', 'return', 'resolve')",
            name="ck_draft_revision_deed",
        ),
        CheckConstraint("number >= 0", name="ck_draft_revision_number"),
    )

    draft_id: Mapped[str] = _draft()
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deed: Mapped[str] = mapped_column(String(8))
    #: The revision that was undone, redone or returned to.
    of: Mapped[int | None]
    staff_id: Mapped[str] = mapped_column(String(22))
    #: The person's name then; an account may be gone when somebody looks.
    who: Mapped[str] = mapped_column(String(120))
    #: To the minute, UTC.
    at: Mapped[datetime]
    #: The edits (JSON), for words about them.
    edits: Mapped[str] = mapped_column(Text)
    #: Each changed place with what was there and what is (JSON); earlier documents follow from them.
    changes: Mapped[str] = mapped_column(Text)


class DraftRemark(Row):
    """One thing somebody said about an element of a draft."""

    __tablename__ = "draft_remark"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    draft_id: Mapped[str] = mapped_column(
        String(22), ForeignKey("draft_questionnaire.id", ondelete="CASCADE"), index=True
    )
    #: Id of the first remark of its thread; its own for that one.
    thread_id: Mapped[str] = mapped_column(String(22))
    #: Place in the thread, from 0.
    number: Mapped[int]
    #: Address of the element.
    path: Mapped[str] = mapped_column(String(400))
    words: Mapped[str] = mapped_column(Text)
    staff_id: Mapped[str] = mapped_column(String(22))
    who: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    #: Whether everything is said; the first remark of a thread knows.
    is_resolved: Mapped[bool] = mapped_column(default=False)


class DraftSignOff(Row):
    """A second person has read a revision and agrees; any later revision ends that."""

    __tablename__ = "draft_sign_off"

    draft_id: Mapped[str] = _draft()
    revision: Mapped[int]
    staff_id: Mapped[str] = mapped_column(String(22))
    who: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]


class TranslationOrigin(Row):
    """A translation in a draft, and the German wording it was made from."""

    __tablename__ = "translation_origin"
    __table_args__ = (
        CheckConstraint("length(said) = 64", name="ck_translation_origin_said"),
        CheckConstraint("length(made_from) = 64", name="ck_translation_origin_made_from"),
    )

    draft_id: Mapped[str] = _draft()
    language: Mapped[str] = mapped_column(String(20), primary_key=True)
    #: Address of the element and name of the wording: ``question/age:text``.
    key: Mapped[str] = mapped_column(String(400), primary_key=True)
    #: Digest of the translation.
    said: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: Digest of the German wording.
    made_from: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: The German wording; empty where it is known only that it was another one.
    german: Mapped[str] = mapped_column(Text)
    #: Revision of the draft with which it was noted.
    revision: Mapped[int]
