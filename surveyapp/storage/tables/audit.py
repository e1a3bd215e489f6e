"""What staff did: entries at the end of a county's chain, and where the chain begins and ends now."""

from __future__ import annotations

from sqlalchemy import DDL, CheckConstraint, String
from sqlalchemy.event import listen
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.storage.db import Row

NO_HASH = "0" * 64
"""What stands before the first entry of a county."""


class AuditEntry(Row):
    """One deed of one person; triggers of the database refuse to change it, or to delete it early."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        CheckConstraint("number >= 1", name="ck_audit_entry_number"),
        CheckConstraint("length(at) = 17", name="ck_audit_entry_at"),
        CheckConstraint("length(hash) = 64", name="ck_audit_entry_hash"),
    )

    county_ags: Mapped[str] = mapped_column(String(5), primary_key=True)
    #: Place in the county's chain, from 1 and without a gap.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Minute in UTC, ``2026-11-22T18:30Z``: sorts as text, and no database changes its form.
    at: Mapped[str] = mapped_column(String(17))
    #: The account as it was then; it may be gone or renamed since.
    actor_id: Mapped[str] = mapped_column(String(22))
    actor_name: Mapped[str] = mapped_column(String(120))
    deed: Mapped[str] = mapped_column(String(40))
    #: What it was done to: a survey, a wave, a questionnaire; never a family, code, text or sheet.
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str] = mapped_column(String(500))
    #: Keyed hash of all above and of the entry before.
    hash: Mapped[str] = mapped_column(String(64))


class AuditChain(Row):
    """The two ends of a county's chain; who holds this row is the only one to write an entry."""

    __tablename__ = "audit_chain"
    __table_args__ = (
        CheckConstraint("cut_number BETWEEN 0 AND last_number", name="ck_audit_chain_ends"),
        CheckConstraint(
            "length(cut_hash) = 64 AND length(last_hash) = 64", name="ck_audit_chain_hashes"
        ),
    )

    county_ags: Mapped[str] = mapped_column(String(5), primary_key=True)
    #: The newest entry whose time was over, and its hash: the anchor the rest hangs on.
    cut_number: Mapped[int] = mapped_column(default=0)
    cut_hash: Mapped[str] = mapped_column(String(64), default=NO_HASH)
    #: The newest entry, and its hash: without them nobody would see that the end was cut off.
    last_number: Mapped[int] = mapped_column(default=0)
    last_hash: Mapped[str] = mapped_column(String(64), default=NO_HASH)


_REFUSAL = "the audit log is append-only; entries go a year later, by surveyapp retain"

_CUT = "COALESCE((SELECT cut_number FROM audit_chain WHERE county_ags = OLD.county_ags), 0)"

_BACK = "NEW.cut_number < OLD.cut_number OR NEW.last_number < OLD.last_number"


def _sqlite(name: str, what: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {what} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"


def _postgresql(table: str, allowed: str) -> tuple[str, ...]:
    make = (
        f"CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    )
    refuse = f"RAISE EXCEPTION '{_REFUSAL}'; END $$"
    trigger = f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW"
    empty = f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT"
    return (
        f"{make} {allowed} {refuse}",
        f"{trigger} EXECUTE FUNCTION {table}_stays()",
        f"{empty} EXECUTE FUNCTION {table}_stays()",
    )


APPEND_ONLY = {
    AuditEntry.__tablename__: {
        "sqlite": (
            _sqlite("audit_entry_no_update", "UPDATE ON audit_entry"),
            _sqlite("audit_entry_no_delete", f"DELETE ON audit_entry WHEN OLD.number > {_CUT}"),
        ),
        "postgresql": _postgresql(
            "audit_entry",
            f"IF TG_OP = 'DELETE' THEN IF OLD.number <= {_CUT} THEN RETURN OLD; END IF; END IF;",
        ),
    },
    AuditChain.__tablename__: {
        "sqlite": (
            _sqlite("audit_chain_no_way_back", f"UPDATE ON audit_chain WHEN {_BACK}"),
            _sqlite("audit_chain_no_delete", "DELETE ON audit_chain"),
        ),
        "postgresql": _postgresql(
            "audit_chain",
            f"IF TG_OP = 'UPDATE' THEN IF NOT ({_BACK}) THEN RETURN NEW; END IF; END IF;",
        ),
    },
}
"""What makes the log append-only, by table and kind of database."""

for _row in (AuditEntry, AuditChain):
    for _dialect, _statements in APPEND_ONLY[_row.__tablename__].items():
        for _statement in _statements:
            _made: DDL = DDL(_statement)  # type: ignore[no-untyped-call]
            listen(_row.__table__, "after_create", _made.execute_if(dialect=_dialect))
