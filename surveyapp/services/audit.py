"""The audit log: what staff of a county did, each entry chained to the one before.

An entry is written in the transaction of the deed: what was refused or undone left none, and what was
done cannot lack one. The hashes are keyed with the installation's secret, so that a copied database
cannot be mended. Nothing of families stands here: no code, serial, text or sheet.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from sqlalchemy import event
from sqlalchemy.orm import Session

from surveyapp.services.deeds import Deed
from surveyapp.services.keys import derived_key
from surveyapp.storage import audits
from surveyapp.storage.audits import AuditEntry
from surveyapp.storage.db import main_writing
from surveyapp.storage.order import forget_deleted_entries

__all__ = ["Deed"]

KEPT = timedelta(days=365)
"""How long an entry is kept."""

LONGEST_SUBJECT, LONGEST_DETAIL = 200, 500

_MINUTE = "%Y-%m-%dT%H:%MZ"


class Doer(Protocol):
    """Who does something; a staff account is one."""

    @property
    def id(self) -> str:
        """The account's id; empty for the command line."""

    @property
    def name(self) -> str:
        """The person's name as it is now."""

    @property
    def county_ags(self) -> str:
        """The county in whose log it stands."""


@dataclass(frozen=True, slots=True)
class CommandLine:
    """Whoever runs a command on the server, for a county."""

    county_ags: str
    id: str = ""
    name: str = "Befehlszeile"


def note(
    session: Session,
    actor: Doer,
    deed: Deed,
    subject: str = "",
    detail: str = "",
    *,
    at: datetime | None = None,
) -> None:
    """Write an entry in the caller's transaction; never anything of families."""
    number, before = audits.hold(session, actor.county_ags)
    entry = {
        "county_ags": actor.county_ags,
        "number": number + 1,
        "at": minute(at or datetime.now(UTC)),
        "actor_id": actor.id,
        "actor_name": actor.name,
        "deed": str(deed),
        "subject": subject[:LONGEST_SUBJECT],
        "detail": detail[:LONGEST_DETAIL],
    }
    audits.add(session, {**entry, "hash": _hash(entry, before, derived_key("audit"))})


class Announcement:
    """An entry that is written with the next commit, where there is one."""

    def __init__(self, session: Session, write: Callable[[str], None]) -> None:
        """Wait for the session to commit."""
        self.detail = ""
        self._session, self._write = session, write
        self._is_written = self._is_kept = False
        self._listeners = {
            "before_commit": self._before,
            "after_commit": self._after,
            "after_rollback": self._undone,
        }
        for name, listener in self._listeners.items():
            event.listen(session, name, listener)

    def _before(self, session: Session) -> None:
        if not self._is_written and not session.info.get(_BESIDE):
            self._is_written = True
            self._write(self.detail)

    def _after(self, _session: Session) -> None:
        self._is_kept = self._is_written

    def _undone(self, _session: Session) -> None:
        self._is_written = self._is_kept

    def end(self) -> None:
        """Wait no longer: what commits from now on is something else."""
        for name, listener in self._listeners.items():
            event.remove(self._session, name, listener)


_BESIDE = "audit.beside"


@contextmanager
def announced(
    session: Session, actor: Doer, deed: Deed, subject: str = ""
) -> Iterator[Announcement]:
    """Write an entry with the first commit inside; without a commit nothing was done, and none is."""
    announcement = Announcement(session, lambda said: note(session, actor, deed, subject, said))
    try:
        yield announcement
    finally:
        announcement.end()


@contextmanager
def beside(session: Session) -> Iterator[None]:
    """Let what is committed inside be something else than what was announced."""
    was_beside = session.info.get(_BESIDE, False)
    session.info[_BESIDE] = True
    try:
        yield
    finally:
        session.info[_BESIDE] = was_beside


def note_now(actor: Doer, deed: Deed, subject: str = "", detail: str = "") -> None:
    """Write an entry in a transaction of its own: for what changes nothing in the main store."""
    with main_writing() as session:
        note(session, actor, deed, subject, detail)


def minute(at: datetime) -> str:
    """Return a time as it stands in the log."""
    return at.astimezone(UTC).strftime(_MINUTE)


class Fault(StrEnum):
    """What is wrong with an entry."""

    #: It, or an entry before it, was changed, or written without the installation's secret.
    CHANGED = "changed"
    #: It is not there.
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry of a county that does not fit."""

    county_ags: str
    number: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Whole:
    """A county's log fits from its anchor to its end."""

    county_ags: str
    entries: int
    #: Number and hash of the newest entry, to be noted elsewhere.
    last: int
    head: str


def check(session: Session) -> tuple[Whole | Broken, ...]:
    """Check the chains of all counties."""
    return tuple(_check(session, each) for each in audits.chains(session))


def check_county(session: Session, county_ags: str) -> Whole | Broken:
    """Check the chain of one county."""
    chain = audits.chain_of(session, county_ags)
    return Whole(county_ags, 0, 0, audits.NO_HASH) if chain is None else _check(session, chain)


def _check(session: Session, chain: audits.AuditChain) -> Whole | Broken:
    number, before, key = chain.cut_number, chain.cut_hash, derived_key("audit")
    for entry in audits.in_order(session, chain.county_ags):
        number += 1
        if entry.number != number:
            return Broken(chain.county_ags, number, Fault.MISSING)
        if not hmac.compare_digest(_hash(_said(entry), before, key), entry.hash):
            return Broken(chain.county_ags, number, Fault.CHANGED)
        before = entry.hash
    if number < chain.last_number:
        return Broken(chain.county_ags, number + 1, Fault.MISSING)
    if (number, before) != (chain.last_number, chain.last_hash):
        return Broken(chain.county_ags, number, Fault.CHANGED)
    return Whole(chain.county_ags, number - chain.cut_number, number, before)


def count_expired(session: Session, today: date) -> int:
    """Return how many entries have had their time."""
    return audits.count_before(session, _end(today))


def forget_expired(session: Session, today: date) -> None:
    """Delete entries that have had their time; each chain keeps the hash it hangs on from now on."""
    audits.cut(session, _end(today))
    session.commit()
    forget_deleted_entries()


def _end(today: date) -> str:
    return f"{today - KEPT:%Y-%m-%d}T00:00Z"


def _said(entry: AuditEntry) -> dict[str, object]:
    names = ("county_ags", "number", "at", "actor_id", "actor_name", "deed", "subject", "detail")
    return {name: getattr(entry, name) for name in names}


def _hash(entry: dict[str, object], before: str, key: bytes) -> str:
    said = json.dumps([entry, before], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key, said.encode(), hashlib.sha256).hexdigest()
