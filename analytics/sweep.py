"""All questions in all groups of all views, in one pass over the answers of each view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analytics.design import Codes, Design, Floats, Positions
from analytics.errors import AnalyticsError
from analytics.estimate import Domain, Estimates, ratios_of_bases
from analytics.intervals import korn_graubard
from analytics.replicates import Replicates

_AT_ONCE = 5_000_000
"""Numbers of one matrix held at once, 40 MB; about six such matrices are alive."""

Columns = Callable[[slice], tuple[Floats, Floats]]
"""Gives the numerators and denominators of some neighbouring questions."""


@dataclass(frozen=True)
class Sweep:
    """Estimates of Q questions in the G groups of one view, side by side.

    ``estimates`` has values of shape (G, columns) and counts of shape (G, Q); ``question`` says of
    each column whose it is.
    """

    estimates: Estimates
    question: Positions

    def of(self, question: int) -> Estimates:
        """Return the estimates of one question, as ``shares`` or ``means`` would."""
        own = self.question == question
        found = self.estimates
        return Estimates(
            found.value[:, own], found.se[:, own],
            found.n[:, question], found.respondents[:, question], found.df[:, question],
        )  # fmt: skip

    @cached_property
    def limits(self) -> tuple[Floats, Floats]:
        """Return the ends of Korn and Graubard's intervals of shares, shape (G, columns)."""
        found = self.estimates
        n, df = found.respondents[:, self.question], found.df[:, self.question]
        return korn_graubard(found.value, found.se, n, df)


def all_shares(
    design: Design | Replicates,
    answers: Codes,
    categories: Sequence[int],
    domains: Sequence[Domain],
) -> tuple[Sweep, ...]:
    """Estimate the share of each category of each question in each group of each view.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    answers
        Shape (units, Q); position of each answer, -1 where there is none.
    categories
        Shape (Q,); number of categories of each question.
    domains
        One for each view.

    Returns
    -------
    tuple of Sweep
        One for each view, the same figures as ``shares`` question by question; NaN where nobody
        answered.

    Raises
    ------
    AnalyticsError
        If there are not as many numbers of categories as questions.
    """
    if answers.shape[1] != len(categories):
        message = f"{answers.shape[1]} questions, but {len(categories)} numbers of categories"
        raise AnalyticsError(message)
    question = np.repeat(np.arange(len(categories)), categories)
    code = np.concatenate([np.arange(count) for count in categories])

    def columns(some: slice) -> tuple[Floats, Floats]:
        own = (question >= some.start) & (question < some.stop)
        return (answers[:, question[own]] == code[own]).astype(float), (
            answers[:, some] >= 0
        ).astype(float)

    return tuple(_sweep(design, columns, question, len(answers), domain) for domain in domains)


def all_means(
    design: Design | Replicates, values: Floats, domains: Sequence[Domain]
) -> tuple[Sweep, ...]:
    """Estimate the mean of each question in each group of each view.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    values
        Shape (units, Q); NaN where there is no answer.
    domains
        One for each view.

    Returns
    -------
    tuple of Sweep
        One for each view, the same figures as ``means``; ``limits`` has no meaning here.
    """

    def columns(some: slice) -> tuple[Floats, Floats]:
        known = np.isfinite(values[:, some])
        return np.where(known, values[:, some], 0.0), known.astype(float)

    question = np.arange(values.shape[1])
    return tuple(_sweep(design, columns, question, len(values), domain) for domain in domains)


def _sweep(
    design: Design | Replicates, columns: Columns, question: Positions, units: int, domain: Domain
) -> Sweep:
    parts = []
    for some in _portions(question, units):
        above, below = columns(some)
        base = question[(question >= some.start) & (question < some.stop)] - some.start
        parts.append(ratios_of_bases(design, above, below, base, domain))
    fields = ("value", "se", "n", "respondents", "df")
    joined = [np.hstack([getattr(part, field) for part in parts]) for field in fields]
    return Sweep(Estimates(*joined), question)


def _portions(question: Positions, units: int) -> Iterator[slice]:
    """Yield neighbouring questions whose columns fit into memory together."""
    wide = np.bincount(question)
    start = 0
    while start < len(wide):
        fits = int(np.searchsorted(np.cumsum(wide[start:]) * max(units, 1), _AT_ONCE, side="right"))
        stop = min(start + max(fits, 1), len(wide))
        yield slice(start, stop)
        start = stop
