"""Treated rows of families that were made for an office: for whom, why, how, and who took them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row


class MicrodataExport(Row):
    """One file of treated rows, without the rows: those lie in a file that is deleted again.

    The database itself refuses one without a named office, a purpose, a law, a contract and an end.
    """

    __tablename__ = "microdata_export"
    __table_args__ = (
        CheckConstraint("state IN ('running', 'ready', 'failed')", name="ck_microdata_state"),
        CheckConstraint(
            "length(office) >= 1 AND length(address) >= 1 AND length(purpose) >= 1 "
            "AND length(legal_basis) >= 1",
            name="ck_microdata_names_its_office",
        ),
        CheckConstraint("keep_until > contract_on", name="ck_microdata_has_an_end"),
        CheckConstraint("(state = 'ready') = (length(sha256) = 64)", name="ck_microdata_ready"),
        CheckConstraint("state = 'failed' OR message = ''", name="ck_microdata_message"),
        CheckConstraint("(fetched_by IS NULL) = (fetched_on IS NULL)", name="ck_microdata_fetched"),
        CheckConstraint("fetched_on IS NULL OR state = 'ready'", name="ck_microdata_fetched_ready"),
        CheckConstraint("deleted_on IS NULL OR state = 'ready'", name="ck_microdata_deleted"),
        UniqueConstraint("wave_id", "number", name="uq_microdata_number"),
    )

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    county_ags: Mapped[str] = mapped_column(String(5), index=True)
    wave_id: Mapped[str] = mapped_column(ForeignKey("wave.id"), index=True)
    #: 1 for the wave's first, then counting up.
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    #: The office that evaluates, and where it is.
    office: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(String(500))
    legal_basis: Mapped[str] = mapped_column(String(300))
    contract_on: Mapped[date]
    #: Day by which the office has deleted the rows.
    keep_until: Mapped[date]
    #: Key variables, k and l.
    choices: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Risk before and after, what was done; empty until ready.
    report: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: Why there is no file, as a sentence for staff.
    message: Mapped[str] = mapped_column(String(500), default="")
    #: Mark of the process that makes it.
    process: Mapped[str] = mapped_column(String(60), default="")
    #: Hash of the file, by which the office and the county know they speak of the same one.
    sha256: Mapped[str] = mapped_column(String(64), default="")
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    asked_on: Mapped[date]
    #: Who took the file last, and when.
    fetched_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    fetched_on: Mapped[date | None]
    #: When the file was deleted here; the rest stays.
    deleted_on: Mapped[date | None]
