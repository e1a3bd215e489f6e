"""How far two people agree who gave the same texts their themes: Krippendorff's alpha.

Alpha is 1 where they always agree, and 0 where they agree no more often than people would who threw
dice with the same number of spots. Percent agreement stands beside it because people understand it at
once; alone it says little, since two people who hardly ever give a theme agree by doing nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import EmptyBaseError

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]

DRAWS = 2000
"""Samples the bootstrap draws."""

LEVEL = 0.95
"""Confidence level of every interval."""


def alpha_nominal(codes: Codes) -> float:
    """Return Krippendorff's alpha of any number of coders who each gave a unit one category.

    Parameters
    ----------
    codes
        Shape (coders, units); category of each unit, -1 where a coder did not see it.

    Returns
    -------
    float
        At most 1; ``nan`` where all used one category only, so that nothing can be said.

    Raises
    ------
    EmptyBaseError
        If no unit was seen by two coders.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: units of the
    coincidence matrix that one coder saw alone are left aside.

    Examples
    --------
    >>> round(alpha_nominal(np.array([[0, 1, 0, 0], [0, 1, 1, 0]])), 3)
    0.533
    """
    categories = np.arange(codes.max(initial=-1) + 1)
    of_unit = (codes[:, :, None] == categories).sum(axis=0).astype(float)
    seen = of_unit.sum(axis=1)
    of_unit, seen = of_unit[seen > 1], seen[seen > 1]
    if not len(seen):
        message = "no unit was seen by two coders; let a second person code some of them"
        raise EmptyBaseError(message)
    total, values = of_unit.sum(axis=0), seen.sum()
    agreeing = (of_unit * (of_unit - 1)).sum(axis=1) / (seen - 1)
    observed = 1 - agreeing.sum() / values
    expected = 1 - (total * (total - 1)).sum() / (values * (values - 1))
    return float(1 - observed / expected) if expected > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agreed on one theme, or on all of them."""

    #: At most 1; nan where neither gave the theme, or both always did.
    alpha: float
    #: 95 % interval of alpha; nan where there is none.
    low: float
    high: float
    #: Share of equal decisions, in [0, 1].
    percent: float
    #: Texts to which the first and the second person gave the theme; for all themes, decisions.
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Compared:
    """How far two people agreed on some texts."""

    #: Texts both of them coded.
    texts: int
    overall: Agreement
    #: One for each theme, in the order of the columns.
    themes: tuple[Agreement, ...]


def compare(first: Flags, second: Flags, seed: int, draws: int = DRAWS) -> Compared:
    """Compare what two people gave the same texts, several themes for each.

    Parameters
    ----------
    first
        Shape (texts, themes); what the first person gave.
    second
        The same of the second person.
    seed
        Of the bootstrap, so that the same codes always have the same interval.
    draws
        Samples of the bootstrap.

    Returns
    -------
    Compared
        For each theme the nominal alpha of "given" and "not given". Over all themes the alpha of
        sets, whose distance is the number of themes in which two sets differ; it is 1 minus the sum of
        the observed over the sum of the expected disagreements of the themes. Intervals are percentiles
        of a bootstrap of texts; samples in which a theme does not vary are left out, and with more
        than half of them left out there is no interval. Where nobody ever differed, the lower end is
        that of a disagreement as large as Clopper's and Pearson's upper end for none in so many texts.

    Raises
    ------
    EmptyBaseError
        If there is no text.

    References
    ----------
    Krippendorff (2011); Krippendorff and Craggs (2016), Communication Methods and Measures 10, for
    sets; Zapf et al. (2016), BMC Medical Research Methodology 16:93, for the bootstrap of units.
    """
    texts = len(first)
    if not texts:
        message = "no text was coded by two people; let a second person code some of them"
        raise EmptyBaseError(message)
    differs, ones = (first != second).astype(float), first.astype(float) + second
    whole = np.ones((1, texts))
    draw = np.random.default_rng(seed).multinomial
    drawn = np.asarray(draw(texts, np.full(texts, 1 / texts), size=draws), dtype=float)
    measured, tried = _alphas(whole, differs, ones), _alphas(drawn, differs, ones)
    found = tuple(
        _agreement(column, texts, measured, tried, first[:, column], second[:, column])
        for column in range(first.shape[1])
    )
    return Compared(texts, _agreement(-1, texts, measured, tried, first, second), found)


@dataclass(frozen=True)
class _Alphas:
    """Alpha of each theme, and of all in the last column, in some samples; shape (draws, K + 1)."""

    alpha: Floats
    expected: Floats


def _alphas(times: Floats, differs: Floats, ones: Floats) -> _Alphas:
    """Return the alphas of samples that hold each text so many times."""
    texts = differs.shape[0]
    observed = times @ differs / texts
    given = times @ ones
    expected = 2 * given * (2 * texts - given) / (2 * texts * (2 * texts - 1))
    observed = np.column_stack([observed, observed.sum(axis=1)])
    expected = np.column_stack([expected, expected.sum(axis=1)])
    varies = expected > 0
    alpha = np.where(varies, 1 - observed / np.where(varies, expected, 1.0), np.nan)
    return _Alphas(alpha, expected)


def _agreement(
    column: int, texts: int, measured: _Alphas, tried: _Alphas, first: Flags, second: Flags
) -> Agreement:
    alpha = float(measured.alpha[0, column])
    known = tried.alpha[:, column]
    known = known[np.isfinite(known)]
    low, high = float("nan"), float("nan")
    if np.isfinite(alpha) and alpha == 1.0:
        unseen = 1 - ((1 - LEVEL) / 2) ** (1 / texts)
        low, high = 1 - unseen / float(measured.expected[0, column]), 1.0
    elif np.isfinite(alpha) and 2 * len(known) >= len(tried.alpha):
        low, high = (float(end) for end in np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    percent = float((first == second).mean())
    return Agreement(alpha, low, high, percent, int(first.sum()), int(second.sum()))
