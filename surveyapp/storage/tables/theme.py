"""Themes of free texts: what a county calls them, and what people gave each text.

What was given lies in the urn, beside the text, and goes with it. It says which look it was, and not
who looked: who looks first or second at a question stands in the main store, beside no text.
"""

from __future__ import annotations

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, SmallInteger, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import URN, Row


class ThemeRow(Row):
    """One theme of a question, as the county of the survey has it."""

    __tablename__ = "theme"

    survey_id: Mapped[str] = mapped_column(ForeignKey("survey.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: Place in the list, from 0.
    position: Mapped[int] = mapped_column(SmallInteger)
    label: Mapped[str] = mapped_column(String(80))
    #: What belongs to it and what does not.
    explanation: Mapped[str] = mapped_column(String(500))
    #: Parts of words that suggest it.
    stems: Mapped[list[str]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))


class Coder(Row):
    """Who of the staff looks at the texts of a question first, and who looks second and blind."""

    __tablename__ = "coder"
    __table_args__ = (CheckConstraint("look IN (1, 2)", name="ck_coder_look"),)

    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(60), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    look: Mapped[int] = mapped_column(SmallInteger)


class TextCode(Row):
    """The themes one look gave a text; an empty list says that none of them fits."""

    __bind_key__ = URN
    __tablename__ = "text_code"
    __table_args__ = (
        CheckConstraint("look IN (1, 2, 3)", name="ck_text_code_look"),
        {"sqlite_with_rowid": False},
    )

    text_id: Mapped[bytes] = mapped_column(
        LargeBinary(16),
        ForeignKey("text_answer.id", ondelete="CASCADE", name="fk_text_code_text"),
        primary_key=True,
    )
    #: 1: the first person, 2: the second one, blind; 3: decided where these two differed.
    look: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    #: Codes of themes in the order of the alphabet.
    themes: Mapped[list[str]] = mapped_column(JSON().with_variant(JSONB(), "postgresql"))
