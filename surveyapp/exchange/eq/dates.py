"""Dates and how far they are shifted, as eQ writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from surveyapp.exchange.eq.source import obj

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?")


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a date is shifted."""

    years: int = 0
    months: int = 0
    days: int = 0
    #: Day of the week the date is moved back to.
    weekday: str = ""

    @classmethod
    def of(cls, value: object) -> Offset:
        """Return what a file says; what is no whole number is nought."""
        said = obj(value)
        numbers = [said.get(key) for key in ("years", "months", "days")]
        whole = [
            n if isinstance(n, int) and not isinstance(n, bool) and abs(n) < 100_000 else 0
            for n in numbers
        ]
        years, months, days = whole
        return cls(years, months, days, str(said.get("day_of_week") or ""))

    @property
    def all_months(self) -> int:
        """Return years and months together, as months."""
        return 12 * self.years + self.months

    @property
    def days_about(self) -> float:
        """Return roughly how many days it is, to compare offsets."""
        return 365.2425 * self.years_about

    @property
    def years_about(self) -> float:
        """Return roughly how many years it is; exactly, where no days are counted."""
        return self.all_months / 12 + self.days / 365.2425


NO_OFFSET = Offset()


def day_of(text: str) -> date | None:
    """Return a date; the first day of a month or year."""
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None


def shifted(first: date, offset: Offset) -> date | None:
    """Return a date after an offset, the last day of a month where the day does not exist."""
    index = 12 * first.year + first.month - 1 + offset.all_months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        return None
    day = min(first.day, monthrange(year, month + 1)[1])
    try:
        return date(year, month + 1, day) + timedelta(days=offset.days)
    except OverflowError:
        return None


def number(day: date, type_: str = "Date") -> int:
    """Return a date as expressions write it: 20240531, 202405 or 2024."""
    if type_ == "YearDate":
        return day.year
    month = 100 * day.year + day.month
    return month if type_ == "MonthYearDate" else 100 * month + day.day
