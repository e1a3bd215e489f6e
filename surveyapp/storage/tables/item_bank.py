"""Questions a county keeps to ask them again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class BankItem(Row):
    """One question of a county's own item bank; its wordings are rows of their own."""

    __tablename__ = "bank_item"
    __table_args__ = (
        # The same question of the same document is kept once, however often somebody presses.
        Index("ix_bank_item_origin", "county_ags", "origin", "question_id", unique=True),
        CheckConstraint("length(source) >= 1", name="ck_bank_item_source"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: Key of the document it was first taken from (``familie.1.0``, ``entwurf.…``), and its id there.
    origin: Mapped[str] = mapped_column(String(100))
    question_id: Mapped[str] = mapped_column(String(60))
    #: Who worked the question out, in words.
    source: Mapped[str] = mapped_column(String(300))
    remark: Mapped[str] = mapped_column(String(1000), default="", server_default="")


class BankWording(Row):
    """What an item of a county said from a day on."""

    __tablename__ = "bank_wording"
    __table_args__ = (CheckConstraint("number >= 1", name="ck_bank_wording_number"),)

    item_id: Mapped[str] = mapped_column(
        String(22), ForeignKey("bank_item.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The question as documents have it (JSON), with all its languages.
    question: Mapped[str] = mapped_column(Text)
    #: Title of the questionnaire it was taken from.
    taken_from: Mapped[str] = mapped_column(String(250))
    kept_on: Mapped[date]
    #: The person's name then.
    who: Mapped[str] = mapped_column(String(120))
