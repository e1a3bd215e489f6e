"""Local suppression: which values of which families are withheld so that nobody stands alone.

A withheld value counts as a value of its own: in the file that leaves, each combination of key
variables, withheld ones included, is shared by k families. That is stricter than to let it stand for
any value, as other programs do, and whoever reads the file can check it by counting.

Finding the fewest values is a hard problem (Meyerson and Williams 2004), so the rule is a greedy one
and always gives the same result: families in groups that are too small give up one value each, as many
together as possible with the same one; who is left gives up two, and so on. Of equal choices the one is
taken that keeps the more useful keys. Who is left in the end is not in the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analytics.treatment.groups import group_of, sizes
from analytics.treatment.model import WITHHELD, Codes


@dataclass(frozen=True)
class Suppressed:
    """Key variables after local suppression."""

    columns: tuple[Codes, ...]
    #: Shape (families,); True for those who can be in the file.
    kept: NDArray[np.bool_]
    #: Shape (families, keys); True where a value is withheld.
    withheld: NDArray[np.bool_]


def suppress(columns: Sequence[Codes], k: int) -> Suppressed:
    """Withhold values until every combination is shared by ``k`` families.

    Parameters
    ----------
    columns
        Key variables, the most useful first, each of shape (families,).
    k
        Fewest families that share a combination.

    Returns
    -------
    Suppressed
        The same columns with ``WITHHELD`` in places, and who cannot be in the file at all.

    References
    ----------
    Sweeney (2002), k-anonymity; Meyerson and Williams (2004) for why the fewest are not searched for.

    Examples
    --------
    >>> found = suppress([np.array([1, 1, 1, 1]), np.array([7, 7, 8, 9])], 2)
    >>> [each.tolist() for each in found.columns]
    [[1, 1, 1, 1], [7, 7, -6, -6]]
    """
    rows, keys = len(columns[0]) if columns else 0, len(columns)
    withheld = np.zeros((rows, keys), dtype=bool)
    waiting = np.flatnonzero(sizes(group_of(columns, rows)) < k)
    for number in range(1, keys + 1):
        waiting = _give_up(columns, k, number, waiting, withheld)
    kept = np.ones(rows, dtype=bool)
    kept[waiting] = False
    withheld[waiting] = False
    out = tuple(np.where(withheld[:, at], WITHHELD, each) for at, each in enumerate(columns))
    return Suppressed(out, kept, withheld)


def _give_up(
    columns: Sequence[Codes],
    k: int,
    number: int,
    waiting: NDArray[np.intp],
    withheld: NDArray[np.bool_],
) -> NDArray[np.intp]:
    """Let families give up ``number`` values each, most of them together first; return who is left."""
    # The last keys are the least useful ones: they are tried first and win where choices are equal.
    choices = tuple(combinations(range(len(columns) - 1, -1, -1), number))
    while len(waiting):
        saved = [_saved(columns, k, choice, waiting) for choice in choices]
        best = max(range(len(choices)), key=lambda at: int(saved[at].sum()))
        if not saved[best].any():
            break
        withheld[np.ix_(waiting[saved[best]], np.array(choices[best]))] = True
        waiting = waiting[~saved[best]]
    return waiting


def _saved(
    columns: Sequence[Codes], k: int, choice: tuple[int, ...], waiting: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Say who would stand in a large enough group without the values of ``choice``."""
    rest = [each[waiting] for at, each in enumerate(columns) if at not in choice]
    found: NDArray[np.bool_] = sizes(group_of(rest, len(waiting))) >= k
    return found
