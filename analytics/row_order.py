"""Rows in an order that rests on their content alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FAMILY = "family"
"""Column of the children's table: position of the family in the families' table."""


def sorted_by_content(
    families: pd.DataFrame, children: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sort families by their answers, equal ones by their children's answers."""
    owner = children[FAMILY].to_numpy().astype(np.intp)
    content = children.drop(columns=FAMILY).to_numpy(dtype=np.float64)
    rank = _ranks(content)
    position = np.lexsort((rank, owner))
    counts = np.bincount(owner, minlength=len(families))
    nth = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    signature = np.full((len(families), int(counts.max(initial=0))), -1.0)
    signature[owner[position], nth] = rank[position]
    order = np.argsort(_ranks(np.hstack([families.to_numpy(dtype=np.float64), signature])))
    new_place = np.empty(len(families), dtype=np.int32)
    new_place[order] = np.arange(len(families), dtype=np.int32)
    children = children.assign(**{FAMILY: new_place[owner]})
    child_order = np.lexsort((rank, children[FAMILY].to_numpy()))
    return (
        families.iloc[order].reset_index(drop=True),
        children.iloc[child_order].reset_index(drop=True),
    )


def _ranks(rows: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the rank of each row by its content, equal rows alike; shape (rows,)."""
    if rows.shape[1] == 0 or rows.shape[0] == 0:
        return np.zeros(len(rows), dtype=np.intp)
    order = np.lexsort(rows.T[::-1])
    ordered = rows[order]
    steps = np.concatenate([[0], np.cumsum((ordered[1:] != ordered[:-1]).any(axis=1))])
    ranks = np.empty(len(rows), dtype=np.intp)
    ranks[order] = steps
    return ranks
