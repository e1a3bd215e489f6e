"""l-diversity: in no group of families may everybody have given the same sensitive answer.

What counts is an answer. With boxes to tick only the tick says something of a family: a group in which
nobody ticked one is no harm, a group in which everybody did is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.treatment.groups import Places
from analytics.treatment.model import WITHHELD, Coded, Rule, is_answer


def alike(column: Coded, groups: Places, rule: Rule) -> NDArray[np.bool_]:
    """Say of each group whether a sensitive answer of its families could be inferred.

    Parameters
    ----------
    column
        Codes of a sensitive question, shape (families,).
    groups
        Shape (families,); group of each family, from 0 without gaps.
    rule
        How many different answers there have to be, and how they are counted.

    Returns
    -------
    NDArray
        Shape (groups,); True where there are too few different answers.

    References
    ----------
    Machanavajjhala et al. (2007), definitions of distinct and entropy l-diversity.

    Examples
    --------
    >>> alike(Coded("s", np.array([1, 1, 2, 2]), {1: "a", 2: "b"}), np.array([0, 0, 0, 1]), Rule())
    array([False,  True])
    """
    said = is_answer(column.values)
    number = int(groups.max(initial=-1)) + 1
    _, codes = np.unique(column.values[said], return_inverse=True)
    table = np.zeros((number, int(codes.max(initial=-1)) + 1), dtype=np.int64)
    np.add.at(table, (groups[said], codes), 1)
    answered = table.sum(axis=1)
    if column.is_flag:
        ticked = np.bincount(groups[column.values == 1], minlength=number)
        limit = answered / 2 if rule.by_entropy else answered - 1
        flagged: NDArray[np.bool_] = (ticked > limit) & (ticked > 0)
        return flagged
    too_few = _entropy(table) < math.log(rule.l) if rule.by_entropy else (table > 0).sum(1) < rule.l
    found: NDArray[np.bool_] = too_few & (answered > 0)
    return found


def _entropy(table: NDArray[np.int64]) -> NDArray[np.float64]:
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    # Rounding must not make two equal halves less than the logarithm of two.
    found: NDArray[np.float64] = -(shares * logs).sum(axis=1) + 1e-12
    return found


def diversify(
    columns: Sequence[Coded], groups: Places, rule: Rule
) -> tuple[tuple[Coded, ...], NDArray[np.bool_]]:
    """Withhold the answers to one sensitive question where they could be inferred.

    Parameters
    ----------
    columns
        All columns of the question.
    groups
        Shape (families,); group of each family.
    rule
        How different answers have to be.

    Returns
    -------
    tuple
        The columns, and of each family whether its answer is withheld.
    """
    bad = np.zeros(int(groups.max(initial=-1)) + 1, dtype=bool)
    for column in columns:
        bad |= alike(column, groups, rule)
    hidden = bad[groups] if len(groups) else np.zeros(0, dtype=bool)
    return tuple(hide(column, hidden) for column in columns), hidden


def hide(column: Coded, rows: NDArray[np.bool_]) -> Coded:
    """Return a column whose values are withheld for some families, missing ones too.

    Parameters
    ----------
    column
        Any column, shape (families,).
    rows
        Shape (families,); True for those whose value is withheld.

    Returns
    -------
    Coded
        The same with ``WITHHELD`` there.
    """
    return column.with_values(np.where(rows, WITHHELD, column.values))
