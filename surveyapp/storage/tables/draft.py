"""Questionnaires a county has brought in and not published yet."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class DraftQuestionnaire(Row):
    """One questionnaire in the making; only its county sees it, and may delete it."""

    __tablename__ = "draft_questionnaire"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: The whole questionnaire (YAML).
    document: Mapped[str] = mapped_column(Text)
    updated_on: Mapped[date]
