"""Links for testers and what came in through them: apart from every survey, never counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class PretestLink(Row):
    """One link: whoever has it may try a questionnaire out until a day."""

    __tablename__ = "pretest_link"
    __table_args__ = (CheckConstraint("made_on <= until", name="ck_pretest_link_days"),)

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    #: What the address ends with. It opens nothing but a trial, so staff may read it again.
    secret: Mapped[str] = mapped_column(String(43), unique=True)
    #: Key of the draft or published document.
    key: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(200))
    made_on: Mapped[date]
    #: Last day on which it opens.
    until: Mapped[date]


def _link() -> Mapped[str]:
    return mapped_column(String(22), ForeignKey("pretest_link.id", ondelete="CASCADE"))


class PretestAnswer(Row):
    """What one tester answered; deleted with the link, or after 30 days."""

    __tablename__ = "pretest_answer"
    __table_args__ = (UniqueConstraint("link_id", "mark"),)

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    link_id: Mapped[str] = _link()
    language: Mapped[str] = mapped_column(String(20))
    received_on: Mapped[date]
    #: Follows from a random number the tester's page carries: sent again, it is the same answer.
    mark: Mapped[str] = mapped_column(String(64))
    #: Answers in the form of ``Answers.to_json``; texts without names.
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class PretestRemark(Row):
    """What a tester said of one page; nothing ties it to the answers."""

    __tablename__ = "pretest_remark"
    __table_args__ = (
        CheckConstraint("length(words) >= 1", name="ck_pretest_remark_words"),
        UniqueConstraint("link_id", "mark"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    link_id: Mapped[str] = _link()
    received_on: Mapped[date]
    #: Id of the page; empty for the one before sending.
    page: Mapped[str] = mapped_column(String(60))
    #: As with answers, of the page besides; the two do not follow from each other.
    mark: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(String(1000))
