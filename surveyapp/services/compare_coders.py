"""How far two people agreed on the themes of a question's texts; the numbers come from a child process.

What is compared is what both gave before they saw each other's. Texts decided by a third look count as
the two had them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import isfinite

from sqlalchemy.orm import Session

from surveyapp.services.code_texts import Look
from surveyapp.services.keep_themes import themes_of
from surveyapp.services.run_bounded import Unfinished, run_bounded
from surveyapp.storage import text_codes
from surveyapp.storage.db import urn_reading
from surveyapp.storage.surveys import Wave
from surveyapp.storage.text_codes import Given

GOOD, USABLE = 0.8, 0.667
"""Alpha from which on two people agree well, and from which on conclusions are tentative
(Krippendorff 2004, Content Analysis, p. 241)."""

ENOUGH = 20
"""Texts both have looked at from which on their agreement is put into words."""

SEED = 20111
"""Of the bootstrap: the same codes always have the same interval."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Agreement on one theme, or on all; None where a number does not exist."""

    theme: str
    alpha: float | None
    low: float | None
    high: float | None
    percent: float
    #: Texts to which the first and the second person gave the theme.
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """Agreement on one question."""

    texts: int
    overall: Figure
    themes: tuple[Figure, ...]


def pairs_of(wave: Wave, question: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return what the first and the second person gave each text both of them looked at."""
    with urn_reading() as urn:
        given = text_codes.of_question(urn, [wave.id], question)
    return tuple(_pair(each) for _, each in sorted(given.items()) if _is_pair(each))


def _is_pair(given: Given) -> bool:
    return Look.FIRST in given and Look.SECOND in given


def _pair(given: Given) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return given[Look.FIRST], given[Look.SECOND]


def measure(session: Session, wave: Wave, question: str) -> Agreed | None:
    """Return how far the two agreed; None where no text has both. Loads numpy: not for web processes."""
    import numpy as np  # noqa: PLC0415 - numbers load late

    from analytics.agreement import compare  # noqa: PLC0415

    pairs = pairs_of(wave, question)
    if not pairs:
        return None
    codes = [each.code for each in themes_of(session, wave.survey, question)]
    first, second = (
        np.array([[code in pair[side] for code in codes] for pair in pairs]) for side in (0, 1)
    )
    found = compare(first, second, SEED)
    return Agreed(
        texts=found.texts,
        overall=_figure("", asdict(found.overall)),
        themes=tuple(
            _figure(code, asdict(each)) for code, each in zip(codes, found.themes, strict=True)
        ),
    )


def _figure(theme: str, numbers: Mapping[str, float]) -> Figure:
    alpha, low, high = (
        numbers[name] if isfinite(numbers[name]) else None for name in ("alpha", "low", "high")
    )
    first, second = int(numbers["first"]), int(numbers["second"])
    return Figure(theme, alpha, low, high, numbers["percent"], first, second)


def written(agreed: Agreed | None) -> str:
    """Return what ``agreement_of`` reads from a child process."""
    return json.dumps(asdict(agreed) if agreed is not None else None)


def lines_of(agreed: Agreed | None) -> Iterator[str]:
    """Yield the agreement as lines of a report."""
    if agreed is None:
        yield "no text was given themes by two people; let a second person look at some"
        return
    yield f"{agreed.texts} texts were given themes by two people"
    for each in (agreed.overall, *agreed.themes):
        alpha = "-" if each.alpha is None else f"{each.alpha:.3f}"
        ends = "" if each.low is None else f" [{each.low:.3f}, {each.high:.3f}]"
        yield f"{each.theme or 'all themes'}: alpha {alpha}{ends}, equal {each.percent:.1%}"


def agreement_of(session: Session, wave: Wave, question: str) -> Agreed | Unfinished | None:
    """Return how far the two agreed, as a web process may ask; None where no text has both."""
    pairs = pairs_of(wave, question)
    if not pairs:
        return None
    codes = tuple(each.code for each in themes_of(session, wave.survey, question))
    try:
        return _computed(wave.survey.slug, wave.number, question, codes, pairs)
    except _UnfinishedError as error:
        return error.why


class _UnfinishedError(Exception):
    """Carries why there is no result past the memory of results."""

    def __init__(self, why: Unfinished) -> None:
        super().__init__(why)
        self.why = why


@lru_cache(maxsize=32)
def _computed(
    slug: str,
    number: int,
    question: str,
    _codes: Sequence[str],
    _pairs: Sequence[tuple[tuple[str, ...], ...]],
) -> Agreed | None:
    """Return what the command says; codes and pairs are what its answer depends on."""
    command = ["themes", slug, "--wave", str(number), "--question", question, "--format", "json"]
    printed = run_bounded(command)
    if isinstance(printed, Unfinished):
        raise _UnfinishedError(printed)
    return read(printed)


def read(printed: str) -> Agreed | None:
    """Return what ``written`` wrote."""
    found = json.loads(printed)
    if found is None:
        return None
    figures = tuple(Figure(**each) for each in found["themes"])
    return Agreed(found["texts"], Figure(**found["overall"]), figures)
