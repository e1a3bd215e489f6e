"""Where new facilities bring most children a place near them: maximal covering, solved to the end.

The optimum is proven by the solver (HiGHS); what each place is worth is counted by hand afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.errors import SupplyError

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST = 10
"""Most facilities that are placed at once."""

SECONDS = 20.0
"""Longest time the solver may take."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one chosen place is worth; all numbers are children."""

    #: Position of the place among the candidates.
    place: int
    #: Reached if it were the only new place.
    alone: float
    #: Reached by it and by none of the other chosen places.
    added: float
    #: The best candidate to take instead, keeping the others; None where there is no other.
    alternative: int | None
    #: Children fewer in reach with that one.
    lost: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen places, the one worth most first."""

    places: tuple[Price, ...]
    #: Children newly reached by all of them together.
    reached: float
    #: Children without a place near them before.
    unreached: float
    #: No choice of so many places can reach more than this.
    bound: float

    @property
    def is_proven(self) -> bool:
        """Say whether it is certain that no other choice reaches more children."""
        return self.bound - self.reached <= 1e-6 * max(1.0, self.reached)


def best_places(
    children: Floats, is_near: Bools, number: int, *, seconds: float = SECONDS
) -> Choice:
    """Choose candidates that together reach most children.

    Parameters
    ----------
    children
        Shape (C,), >= 0; children at each point who have no place near them yet.
    is_near
        Shape (C, K); whether a facility at candidate k would be near point c.
    number
        How many are chosen, 1 to ``MOST``; fewer where there are fewer candidates, or where fewer
        reach everybody who can be reached.
    seconds
        Time after which the best choice found so far is taken; ``bound`` then says how much better
        another could be.

    Returns
    -------
    Choice
        Places with a price list: what each adds, and what its best alternative would cost.

    Raises
    ------
    SupplyError
        If the number is out of range, the shapes do not fit, or the solver found nothing in time.

    References
    ----------
    Church and ReVelle (1974), The maximal covering location problem, Papers in Regional Science 32.
    Solved by HiGHS through ``scipy.optimize.milp`` with a relative gap of 0.

    Examples
    --------
    >>> near = np.array([[True, False], [True, True], [False, True]])
    >>> found = best_places(np.array([5.0, 1.0, 3.0]), near, 1)
    >>> found.places[0].place, found.reached, found.is_proven
    (0, 6.0, True)
    """
    if is_near.ndim != 2 or len(is_near) != len(children):
        message = f"nearness is {is_near.shape} for {len(children)} points; give one row each"
        raise SupplyError(message)
    if not 1 <= number <= MOST:
        message = f"{number} places cannot be chosen; ask for 1 to {MOST}"
        raise SupplyError(message)
    chosen, bound = _solve(children, is_near, min(number, is_near.shape[1]), seconds)
    useful = _without_idle(children, is_near, chosen)
    prices = sorted(_prices(children, is_near, useful), key=lambda p: (-p.added, -p.alone, p.place))
    reached = _reached(children, is_near, useful)
    return Choice(tuple(prices), reached, float(children.sum()), max(bound, reached))


def _solve(
    children: Floats, is_near: Bools, number: int, seconds: float
) -> tuple[list[int], float]:
    """Return the chosen candidates, and what no choice can exceed.

    Variables: x for each candidate (0 or 1), y for each point with children that some candidate
    reaches, y <= sum of x near it. With x whole, y is whole by itself.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - loads slowly
    from scipy.sparse import csr_array, eye_array, hstack  # noqa: PLC0415

    rows = np.flatnonzero((children > 0) & is_near.any(axis=1))
    candidates = is_near.shape[1]
    if not len(rows):
        return [], 0.0
    near = csr_array(is_near[rows].astype(float))
    covered = hstack([-near, eye_array(len(rows))])
    total = np.concatenate([np.ones(candidates), np.zeros(len(rows))])[None, :]
    result = milp(
        -np.concatenate([np.zeros(candidates), children[rows]]),
        integrality=np.concatenate([np.ones(candidates), np.zeros(len(rows))]),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(covered, -np.inf, 0),
            LinearConstraint(total, number, number),
        ],
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if result.x is None:
        message = f"no choice was found ({result.message}); ask for fewer places"
        raise SupplyError(message)
    chosen = np.flatnonzero(result.x[:candidates] > 0.5).tolist()
    return chosen, float(-result.mip_dual_bound)


def _without_idle(children: Floats, is_near: Bools, chosen: Sequence[int]) -> list[int]:
    """Leave out places that add nothing to the others."""
    kept = list(chosen)
    whole = _reached(children, is_near, kept)
    for place in chosen:
        others = [each for each in kept if each != place]
        if whole - _reached(children, is_near, others) <= 1e-9:
            kept = others
    return kept


def _reached(children: Floats, is_near: Bools, places: Sequence[int]) -> float:
    return float(children[is_near[:, list(places)].any(axis=1)].sum())


def _prices(children: Floats, is_near: Bools, chosen: Sequence[int]) -> list[Price]:
    whole = _reached(children, is_near, chosen)
    prices = []
    for place in chosen:
        others = [each for each in chosen if each != place]
        rest = np.where(is_near[:, others].any(axis=1), 0.0, children)
        worth = rest @ is_near
        kept = whole - float(children.sum() - rest.sum())
        worth[chosen] = -1.0
        best = int(worth.argmax()) if len(worth) > len(chosen) else None
        lost = kept - float(worth[best]) if best is not None else 0.0
        alone = _reached(children, is_near, [place])
        prices.append(Price(place, alone, kept, best, max(lost, 0.0)))
    return prices
