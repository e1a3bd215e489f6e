"""What a register knows of all families, made into margins that weights are fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.errors import WeightError

Floats = NDArray[np.float64]

MINIMUM_CATEGORY = 20
"""Fewest families a category of a margin needs; smaller ones are merged with a neighbour."""


@dataclass(frozen=True)
class Margin:
    """What a register knows: a total for each category.

    ``amounts`` has shape (families, categories) and says how much a family adds to each category:
    0 or 1 for a trait of the family, a number of children for a trait of children.
    """

    name: str
    labels: tuple[str, ...]
    amounts: Floats
    totals: Floats

    def __post_init__(self) -> None:
        """Refuse a margin that no weights could meet.

        Raises
        ------
        WeightError
            Naming the margin, the category and the cure.
        """
        if self.amounts.shape[1:] != (len(self.labels),) or self.totals.shape != (
            len(self.labels),
        ):
            message = f"margin {self.name}: amounts, totals and labels differ in length"
            raise WeightError(message)
        if not np.isfinite(self.amounts).all() or (self.amounts < 0).any():
            message = f"margin {self.name}: an amount is negative or missing"
            raise WeightError(message)
        if not (self.totals > 0).all():
            empty = self.labels[int(np.argmin(self.totals))]
            message = f"margin {self.name}: {empty} has no positive total; merge it with another"
            raise WeightError(message)

    @property
    def respondents(self) -> NDArray[np.intp]:
        """Return how many families add to each category, shape (categories,)."""
        counts: NDArray[np.intp] = np.count_nonzero(self.amounts, axis=0)
        return counts


def categorical(
    name: str, labels: Sequence[str], codes: NDArray[np.integer], totals: Sequence[float]
) -> Margin:
    """Make a margin of families by category.

    Parameters
    ----------
    name
        What the margin is about, for messages.
    labels
        Names of the categories, K of them.
    codes
        Shape (families,); position of each family's category, -1 where it is not known.
    totals
        Families of each category in the register, shape (K,).

    Returns
    -------
    Margin
        Where some families' category is not known, these form a category ``unknown`` that keeps
        its share of families, and the register totals share the rest.
    """
    wanted = np.asarray(totals, dtype=float)
    names = tuple(labels)
    amounts = (codes[:, None] == np.arange(len(names))).astype(float)
    unknown = codes < 0
    if unknown.any():
        share = float(unknown.mean())
        wanted = np.append(wanted * (1 - share), wanted.sum() * share)
        amounts = np.column_stack([amounts, unknown])
        names = (*names, "unknown")
    return Margin(name, names, amounts, wanted)


def by_family(of_children: Margin, family: NDArray[np.integer], families: int) -> Margin:
    """Turn a margin of children into numbers of children for each family.

    Parameters
    ----------
    of_children
        Made by ``categorical`` with one row for each child: by age, or by planning area.
    family
        Shape (children,); position of each child's family.
    families
        Number of families.

    Returns
    -------
    Margin
        ``amounts`` of shape (families, categories) are numbers of children.

    Examples
    --------
    >>> ages = categorical("age", ["small", "big"], np.array([0, 1, 1]), [10, 20])
    >>> by_family(ages, np.array([0, 0, 1]), 2).amounts.tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    amounts = np.zeros((families, len(of_children.labels)))
    np.add.at(amounts, family, of_children.amounts)
    return replace(of_children, amounts=amounts)


@dataclass(frozen=True, slots=True)
class Merge:
    """One category of a margin that was merged because too few families answered."""

    margin: str
    category: str
    into: str
    respondents: int


def merge_small(
    margin: Margin, minimum: int = MINIMUM_CATEGORY
) -> tuple[Margin, tuple[Merge, ...]]:
    """Merge categories with few families into a neighbour, and say so.

    Parameters
    ----------
    margin
        Its categories in an order in which neighbours belong together.
    minimum
        Fewest families a category needs.

    Returns
    -------
    Margin
        With fewer categories where that was needed; a single category may stay too small.
    tuple of Merge
        What was merged, in the order it was done: each time the smallest category into the
        neighbour with fewer families.
    """
    merges: list[Merge] = []
    while len(margin.labels) > 1 and margin.respondents.min() < minimum:
        small = int(np.argmin(margin.respondents))
        sides = [side for side in (small - 1, small + 1) if 0 <= side < len(margin.labels)]
        into = min(sides, key=lambda side: int(margin.respondents[side]))
        count = int(margin.respondents[small])
        merges.append(Merge(margin.name, margin.labels[small], margin.labels[into], count))
        margin = _merged(margin, small, into)
    return margin, tuple(merges)


def _merged(margin: Margin, small: int, into: int) -> Margin:
    amounts, totals, labels = margin.amounts.copy(), margin.totals.copy(), list(margin.labels)
    amounts[:, into] += amounts[:, small]
    totals[into] += totals[small]
    labels[into] = "+".join(labels[min(small, into) : max(small, into) + 1])
    del labels[small]
    return Margin(
        margin.name, tuple(labels), np.delete(amounts, small, axis=1), np.delete(totals, small)
    )


def category_codes(margin: Margin) -> NDArray[np.intp]:
    """Return the one category of each family; raking knows no numbers of children."""
    if (
        not ((margin.amounts == 0) | (margin.amounts == 1)).all()
        or (margin.amounts.sum(1) != 1).any()
    ):
        message = f"margin {margin.name}: a family is not in exactly one category; use calibrate"
        raise WeightError(message)
    codes: NDArray[np.intp] = np.argmax(margin.amounts, axis=1)
    return codes


def largest_gap(weights: Floats, margins: Sequence[Margin]) -> float:
    """Largest relative distance of a total from the register."""
    return max(float(np.abs(m.amounts.T @ weights / m.totals - 1).max()) for m in margins)


def why_unmet(weights: Floats, margins: Sequence[Margin], method: str) -> str:
    """Say which total weights miss by most, and by how much."""
    margin = max(margins, key=lambda m: largest_gap(weights, [m]))
    reached = margin.amounts.T @ weights
    place = int(np.argmax(np.abs(reached / margin.totals - 1)))
    sums = ", ".join(f"{m.name} {m.totals.sum():.0f}" for m in margins)
    return (
        f"{method} did not reach the register: margin {margin.name}, {margin.labels[place]} comes to "
        f"{reached[place]:.1f} instead of {margin.totals[place]:.1f}; compare the sums "
        f"({sums}) and merge categories"
    )
