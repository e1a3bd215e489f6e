"""Reading a county's audit log: searched, a page at a time or as a whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from surveyapp.services.deeds import DEEDS, Deed
from surveyapp.services.find_questionnaires import DRAFT
from surveyapp.storage import audits, drafts
from surveyapp.storage.audits import AuditEntry

ON_A_PAGE = 50

_HERE = ZoneInfo("Europe/Berlin")
_FIRST, _LAST = date(2000, 1, 1), date(2999, 12, 31)
"""Days before and after which no entry is looked for: the ends of the calendar have no neighbours."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty fields do not narrow it."""

    deed: str = ""
    name: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    number: int
    at: datetime
    name: str
    deed: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of entries, the newest first, and how many there are in all."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def search(session: Session, county_ags: str, wanted: Search, page: int = 1) -> Found:
    """Return one page of what is looked for; a page too far is the last one."""
    conditions = _conditions(county_ags, wanted)
    total = audits.count(session, conditions)
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(page, 1), pages)
    rows = audits.found(session, conditions, (page - 1) * ON_A_PAGE, ON_A_PAGE)
    return Found(_lines(session, county_ags, rows), total, page, pages)


def every(session: Session, county_ags: str, wanted: Search) -> tuple[Line, ...]:
    """Return all that is looked for, the newest first."""
    conditions = _conditions(county_ags, wanted)
    rows = audits.found(session, conditions, 0, audits.count(session, conditions))
    return _lines(session, county_ags, rows)


def names(session: Session, county_ags: str) -> tuple[str, ...]:
    """Return whose deeds stand in the log."""
    return tuple(audits.names(session, county_ags))


def _conditions(county_ags: str, wanted: Search) -> audits.Conditions:
    return audits.matching(
        county_ags,
        deed=wanted.deed,
        name=wanted.name,
        since=_begin(wanted.since) if wanted.since else "",
        until=_begin(wanted.until, after=1) if wanted.until else "",
    )


def _begin(day: date, after: int = 0) -> str:
    """Return when a day begins here, or one so many days after it, as the log writes it."""
    day = min(max(day, _FIRST), _LAST) + timedelta(days=after)
    midnight = datetime(day.year, day.month, day.day, tzinfo=_HERE)
    return midnight.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%MZ")


def _lines(session: Session, county_ags: str, rows: Sequence[AuditEntry]) -> tuple[Line, ...]:
    """Return entries in words; a draft that is still there is called by its title."""
    titles = {f"{DRAFT}.{each.id}": each.title for each in drafts.drafts_of(session, county_ags)}
    return tuple(_line(row, titles) for row in rows)


def _line(entry: AuditEntry, titles: Mapping[str, str]) -> Line:
    at = datetime.fromisoformat(entry.at).astimezone(_HERE)
    known = entry.deed in set(Deed)
    words = DEEDS[Deed(entry.deed)] if known else entry.deed
    subject = " ".join(titles.get(word, word) for word in entry.subject.split(" "))
    return Line(entry.number, at, entry.actor_name, words, subject, entry.detail)
