"""P values of several statements made together; plain Python, so that every process can use it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p values so that all statements of a family hold together.

    Parameters
    ----------
    p_values
        Shape (m,), each in [0, 1]; NaN stays NaN and counts as no statement.

    Returns
    -------
    tuple of float
        Shape (m,), in the same order, in [0, 1]. Statements below 0.05 are all true with
        probability 0.95 or more: the rule for what is said in a council paper.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70; equals R ``p.adjust(p, "holm")``.

    Examples
    --------
    >>> [round(p, 3) for p in holm([0.01, 0.04, math.nan, 0.03])]
    [0.03, 0.06, nan, 0.06]
    """
    return _stepped(p_values, lambda count, rank: count - rank, upwards=True)


def benjamini_hochberg(p_values: Sequence[float]) -> tuple[float, ...]:
    """Adjust p values so that few of the statements made are wrong.

    Parameters
    ----------
    p_values
        Shape (m,), each in [0, 1]; NaN stays NaN and counts as no statement.

    Returns
    -------
    tuple of float
        Shape (m,), in the same order, in [0, 1]. Of the statements below 0.10, one in ten is expected
        to be wrong: the rule for exploring, not for a council paper.

    References
    ----------
    Benjamini and Hochberg (1995); equals R ``p.adjust(p, "BH")``.

    Examples
    --------
    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, math.nan, 0.03])]
    [0.03, 0.04, nan, 0.04]
    """
    return _stepped(p_values, lambda count, rank: count / (rank + 1), upwards=False)


def _stepped(
    p_values: Sequence[float], factor: Callable[[int, int], float], *, upwards: bool
) -> tuple[float, ...]:
    """Multiply each p value by a factor of its rank, and keep their order."""
    known = [place for place, p in enumerate(p_values) if not math.isnan(p)]
    ascending = sorted(known, key=p_values.__getitem__)
    ranked: Iterable[tuple[int, int]] = enumerate(ascending)
    adjusted = [math.nan] * len(p_values)
    bound = 0.0 if upwards else 1.0
    for rank, place in ranked if upwards else reversed(list(ranked)):
        scaled = min(1.0, factor(len(known), rank) * p_values[place])
        bound = max(bound, scaled) if upwards else min(bound, scaled)
        adjusted[place] = bound
    return tuple(adjusted)
