"""Opening hours as people write them: ``Mo-Fr 6:30-17:00; Sa 9-12``.

The reader is lenient where the meaning is plain (dots, „Uhr“, long names of days, „bis“) and refuses,
with the place and the cure, where a guess could be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from types import MappingProxyType

DAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
LONG_DAYS = (
    "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
)  # fmt: skip
SATURDAY = 5
WEEKDAYS = range(5)
MOST_WEEKDAYS = 3
"""Weekdays on which a place must be open early or late to count as such: one long Thursday helps few."""

MIDNIGHT = 24 * 60
EXAMPLE = "Mo-Fr 6:30-17:00; Sa 9-12"


class HoursError(ValueError):
    """Opening hours cannot be read; ``reason`` and ``cure`` are German sentences."""

    def __init__(self, reason: str, cure: str = f"Schreiben Sie zum Beispiel „{EXAMPLE}“.") -> None:
        """Take both sentences."""
        super().__init__(f"{reason} {cure}")
        self.reason, self.cure = reason, cure


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of one day, in minutes after midnight."""

    #: 0 is Monday.
    day: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a place is open in an ordinary week."""

    spans: tuple[Span, ...]

    def __str__(self) -> str:
        """Return the hours in the form in which they are kept and shown."""
        times = [(day, self._times(day)) for day in range(len(DAYS))]
        runs = [
            (words, [day for day, _words in run])
            for words, run in groupby(times, key=lambda each: each[1])
        ]
        return "; ".join(f"{_day_words(days)} {words}" for words, days in runs if words)

    def _times(self, day: int) -> str:
        return ", ".join(
            f"{_clock(span.start)}-{_clock(span.end)}" for span in self.spans if span.day == day
        )

    def is_open(self, day: int, is_meant: Callable[[Span], bool]) -> bool:
        """Say whether a stretch of the day is one that is meant."""
        return any(is_meant(span) for span in self.spans if span.day == day)

    def is_mostly_open(self, is_meant: Callable[[Span], bool]) -> bool:
        """Say whether that holds on most days from Monday to Friday."""
        return sum(self.is_open(day, is_meant) for day in WEEKDAYS) >= MOST_WEEKDAYS


def _is_early(span: Span) -> bool:
    return span.start < 7 * 60


def _is_late(span: Span) -> bool:
    return span.end > 17 * 60


OPENINGS: Mapping[str, tuple[str, Callable[[OpeningHours], bool]]] = MappingProxyType(
    {
        "before_7": ("vor 7 Uhr", lambda hours: hours.is_mostly_open(_is_early)),
        "after_17": ("nach 17 Uhr", lambda hours: hours.is_mostly_open(_is_late)),
        "saturday": ("am Samstag", lambda hours: hours.is_open(SATURDAY, lambda _span: True)),
    }
)
"""Hours that families ask for, with their German name; a further one is a further row."""


def parse(text: str) -> OpeningHours:
    """Read opening hours.

    Raises
    ------
    HoursError
        Naming what cannot be read, and what to write instead.
    """
    reading = _Reading(_tokens(text))
    spans: list[Span] = []
    while reading.skip("sep"):
        days = _days(reading)
        times = _times(reading, days)
        spans += [Span(day, *time) for day in days for time in times]
    if not spans:
        raise HoursError("Es steht keine Öffnungszeit da.", "Lassen Sie die Zelle leer.")
    spans.sort()
    for first, second in pairwise(spans):
        if first.day == second.day and second.start < first.end:
            raise HoursError(
                reason=f"Für {DAYS[first.day]} stehen zwei Zeiten da, die sich überschneiden.",
                cure="Nennen Sie jeden Tag nur einmal.",
            )
    return OpeningHours(tuple(spans))


_DAY = "|".join((*LONG_DAYS, "sonnabend", *(day.lower() for day in DAYS)))
_PATTERNS = re.compile(
    rf"(?P<daily>täglich)|(?P<workday>werktags)|(?P<day>{_DAY})\b\.?|(?P<closed>geschlossen|zu\b)"
    r"|(?P<clock>\d{1,2}(?:[:.]\d{2})?)(?:\s*uhr\b)?|(?P<dash>-|–|—|bis\b)"
    r"|(?P<sep>[;,/+\n]|und\b|u\.)|(?P<noise>uhr\b|von\b|:|\s+)"
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    position, folded = 0, text.lower()
    while position < len(folded):
        match = _PATTERNS.match(folded, position)
        if match is None:
            word = (re.match(r"[^\s;,]+", text[position:]) or [text[position]])[0]
            raise HoursError(
                reason=f"„{word}“ lässt sich nicht als Tag oder Uhrzeit lesen.",
                cure=f"Schreiben Sie nur Tage und Uhrzeiten, zum Beispiel „{EXAMPLE}“. Gibt es "
                "keine festen Zeiten, lassen Sie die Zelle leer.",
            )
        if match.lastgroup != "noise":
            found.append(_Token(match.lastgroup or "", match[match.lastgroup or 0]))
        position = match.end()
    return found


@dataclass(slots=True)
class _Reading:
    tokens: list[_Token]
    position: int = field(default=0)

    def kind(self, ahead: int = 0) -> str:
        """Return the kind of a coming token; empty at the end."""
        place = self.position + ahead
        return self.tokens[place].kind if place < len(self.tokens) else ""

    def take(self) -> str:
        """Return the text of the next token and go on."""
        self.position += 1
        return self.tokens[self.position - 1].text

    def skip(self, kind: str) -> bool:
        """Go past all tokens of a kind; say whether anything is left."""
        while self.kind() == kind:
            self.position += 1
        return bool(self.kind())


_SEVERAL = MappingProxyType({"daily": range(7), "workday": range(5)})


def _days(reading: _Reading) -> list[int]:
    if reading.kind() in _SEVERAL:
        several = list(_SEVERAL[reading.kind()])
        reading.take()
        return several
    if reading.kind() != "day":
        raise HoursError(reason=f"Vor „{reading.take()}“ fehlt der Tag.")
    days = [_day(reading.take())]
    while True:
        if reading.kind() == "dash" and reading.kind(1) == "day":
            reading.take()
            last = _day(reading.take())
            days += [(days[-1] + step) % 7 for step in range(1, (last - days[-1]) % 7 + 1)]
        elif reading.kind() == "sep" and reading.kind(1) == "day":
            reading.take()
            days.append(_day(reading.take()))
        elif reading.kind() == "day":
            days.append(_day(reading.take()))
        else:
            return days


def _day(word: str) -> int:
    return 5 if word == "sonnabend" else [day.lower() for day in DAYS].index(word[:2])


def _times(reading: _Reading, days: list[int]) -> list[tuple[int, int]]:
    if reading.kind() == "closed":
        reading.take()
        return []
    if reading.kind() != "clock":
        raise HoursError(reason=f"Nach „{_day_words(days)}“ fehlt die Uhrzeit.")
    times = [_time(reading)]
    while reading.kind() == "sep" and reading.kind(1) == "clock":
        reading.take()
        times.append(_time(reading))
    return times


def _time(reading: _Reading) -> tuple[int, int]:
    start = reading.take()
    if reading.kind() != "dash" or reading.kind(1) != "clock":
        raise HoursError(reason=f"Nach „{start}“ fehlt, bis wann geöffnet ist.")
    reading.take()
    end = reading.take()
    first, last = _minutes(start), _minutes(end)
    if last <= first:
        raise HoursError(
            reason=f"„{start}-{end}“: Das Ende liegt nicht nach dem Anfang.",
            cure="Prüfen Sie die Uhrzeiten; Mitternacht am Ende schreibt man 24:00.",
        )
    return first, last


def _minutes(clock: str) -> int:
    hour, _sign, minute = clock.replace(".", ":").partition(":")
    found = int(hour) * 60 + int(minute or 0)
    if int(minute or 0) > 59 or found > MIDNIGHT:
        raise HoursError(reason=f"„{clock}“ ist keine Uhrzeit.")
    return found


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _day_words(days: list[int]) -> str:
    names = [DAYS[day] for day in days]
    return names[0] if len(names) == 1 else f"{names[0]}-{names[-1]}"
