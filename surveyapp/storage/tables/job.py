"""Long work somebody asked for: waiting, at work, or ended with what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    column,
)
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row

_OPEN = column("state").in_(("queued", "running"))


class JobRow(Row):
    """One piece of long work of a county; the table is the queue itself.

    All times are whole seconds since 1970.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="ck_job_state"
        ),
        CheckConstraint(
            "state <> 'running' OR (started_at IS NOT NULL AND seen_at IS NOT NULL)",
            name="ck_job_running",
        ),
        CheckConstraint(
            "(state IN ('queued', 'running')) = (ended_at IS NULL)", name="ck_job_ended"
        ),
        CheckConstraint("(state = 'failed') = (length(message) >= 1)", name="ck_job_message"),
        CheckConstraint("done >= 0 AND done <= whole", name="ck_job_progress"),
        # The same work is never asked for twice at once: a double click finds the first.
        Index(
            "ix_job_open_once",
            "county_ags",
            "kind",
            "fingerprint",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_job_queue", "state", "asked_at"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    #: One of the kinds of long work, see ``services.jobs.kinds``.
    kind: Mapped[str] = mapped_column(String(40))
    #: What it works on; never anything of families.
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: Hash of the arguments and the files handed in.
    fingerprint: Mapped[str] = mapped_column(String(64))
    #: Where its result is to be read; empty where it makes files only.
    page: Mapped[str] = mapped_column(String(400), default="")
    state: Mapped[str] = mapped_column(String(9), default="queued")
    #: Steps done of the whole, and what is being done, in German.
    done: Mapped[int] = mapped_column(Integer, default=0)
    whole: Mapped[int] = mapped_column(Integer, default=0)
    words: Mapped[str] = mapped_column(String(200), default="")
    asked_at: Mapped[int] = mapped_column(BigInteger)
    started_at: Mapped[int | None] = mapped_column(BigInteger)
    #: When its worker last said that it lives.
    seen_at: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    #: The worker that took it.
    worker: Mapped[str] = mapped_column(String(80), default="")
    is_cancel_wanted: Mapped[bool] = mapped_column(default=False)
    #: ``files`` and ``found``, see ``services.jobs.Result``.
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Why it failed, for staff; empty otherwise.
    message: Mapped[str] = mapped_column(String(500), default="")
