"""What a register knows of all families, made into margins that weights are fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analytics.errors import WeightError

Floats = NDArray[np.float64]

Codes = NDArray[np.integer]

Numbers = NDArray[np.integer] | NDArray[np.floating]

UNKNOWN = "unknown"
"""Category of families whose own is not known; it keeps its share of the families."""


@dataclass(frozen=True)
class Margin:
    """What a register knows: a total for each category.

    ``holds`` says how much a family adds to each category. Shape (families, categories): a number of
    children, or 0 and 1. Shape (families,): the position of the one category a family is in, which
    takes a fraction of the memory.
    """

    name: str
    labels: tuple[str, ...]
    holds: Numbers
    totals: Floats
    #: The categories each one was merged from; empty where none was.
    members: tuple[tuple[str, ...], ...] = ()
    #: Who counted, and when; for the protocol.
    source: str = ""
    as_of: str = ""

    def __post_init__(self) -> None:
        """Refuse a margin that no weights could meet.

        Raises
        ------
        WeightError
            Naming the margin, the category and the cure.
        """
        size = len(self.labels)
        if self.totals.shape != (size,) or self.holds.shape[1:] not in {(), (size,)}:
            message = f"margin {self.name}: amounts, totals and labels differ in length"
            raise WeightError(message)
        if not _is_possible(self.holds, size):
            message = f"margin {self.name}: an amount is negative or missing"
            raise WeightError(message)
        if not (self.totals > 0).all():
            empty = self.labels[int(np.argmin(self.totals))]
            message = f"margin {self.name}: {empty} has no positive total; merge it with another"
            raise WeightError(message)

    @property
    def families(self) -> int:
        """Return the number of families."""
        return len(self.holds)

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """Return the categories of the register that make up each category."""
        return self.members or tuple((label,) for label in self.labels)

    @cached_property
    def amounts(self) -> Floats:
        """Return how much each family adds to each category, shape (families, categories)."""
        if self.holds.ndim == 2:
            return self.holds.astype(np.float64, copy=False)
        return (self.holds[:, None] == np.arange(len(self.labels))).astype(np.float64)

    @cached_property
    def respondents(self) -> NDArray[np.intp]:
        """Return how many families add to each category, shape (categories,)."""
        if self.holds.ndim == 1:
            return np.bincount(self.holds.astype(np.intp), minlength=len(self.labels))
        counts: NDArray[np.intp] = np.count_nonzero(self.holds, axis=0)
        return counts


def _is_possible(holds: Numbers, size: int) -> bool:
    if holds.ndim == 1:
        return holds.dtype.kind in "iu" and (not len(holds) or bool(holds.max() < size))
    return bool(np.isfinite(holds).all() and (holds >= 0).all())


def categorical(
    name: str,
    labels: Sequence[str],
    codes: Codes,
    totals: Sequence[float],
    *,
    source: str = "",
    as_of: str = "",
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
    source
        Who counted.
    as_of
        Of which day or year the numbers are.

    Returns
    -------
    Margin
        Where some families' category is not known, these form a category ``unknown`` that keeps
        its share of families, and the register totals share the rest.
    """
    wanted, names = np.asarray(totals, dtype=float), tuple(labels)
    unknown = codes < 0
    share = float(unknown.mean()) if len(codes) else 0.0
    if share:
        codes = np.where(unknown, len(names), codes)
        wanted = np.append(wanted * (1 - share), wanted.sum() * share)
        names = (*names, UNKNOWN)
    return Margin(name, names, codes, wanted, source=source, as_of=as_of)


def by_family(of_children: Margin, family: Codes, families: int) -> Margin:
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
    size = len(of_children.labels)
    place = family * np.intp(size) + category_codes(of_children)
    amounts = np.bincount(place, minlength=families * size).reshape(families, size)
    return replace(of_children, holds=amounts.astype(np.float64))


def category_codes(margin: Margin) -> NDArray[np.intp]:
    """Return the one category of each family; raking knows no numbers of children.

    Parameters
    ----------
    margin
        Of families.

    Returns
    -------
    NDArray[np.intp]
        Shape (families,).

    Raises
    ------
    WeightError
        If a family is in no category, or in several.
    """
    if margin.holds.ndim == 2 and not _is_indicator(margin.holds):
        message = f"margin {margin.name}: a family is not in exactly one category; use calibrate"
        raise WeightError(message)
    codes = margin.holds if margin.holds.ndim == 1 else np.argmax(margin.holds, axis=1)
    if len(codes) and codes.min() < 0:
        message = f"margin {margin.name}: a family is in no category; make it with categorical"
        raise WeightError(message)
    return codes.astype(np.intp, copy=False)


def _is_indicator(amounts: Numbers) -> bool:
    is_one_or_none = ((amounts == 0) | (amounts == 1)).all()
    return bool(is_one_or_none and (amounts == 1).sum(axis=1).all() and (amounts.sum(1) == 1).all())


def merged(margin: Margin, groups: Sequence[Sequence[int]]) -> Margin:
    """Return a margin whose categories are groups of this one's.

    Parameters
    ----------
    margin
        What to merge.
    groups
        Positions of the categories that become one, each position in exactly one group.

    Returns
    -------
    Margin
        The name of a merged category joins those of its parts.
    """
    home = np.empty(len(margin.labels), dtype=np.intp)
    for place, group in enumerate(groups):
        home[list(group)] = place
    totals = np.bincount(home, margin.totals, len(groups)).astype(np.float64)
    if margin.holds.ndim == 1:
        holds: Numbers = home[margin.holds.astype(np.intp)]
    else:
        holds = margin.amounts @ (home[:, None] == np.arange(len(groups))).astype(np.float64)
    return replace(
        margin,
        labels=tuple("+".join(margin.labels[at] for at in group) for group in groups),
        holds=holds,
        totals=totals,
        members=tuple(tuple(part for at in group for part in margin.parts[at]) for group in groups),
    )


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
