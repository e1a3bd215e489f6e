"""Sums and variances of many columns in many groups at once, without a column for each group.

A variance of a weighted sum is ``sum c t^2 - 2 b'g + b'Q b``: squared totals t of sampling units, less
what strata and fitted margins explain, where b and g are linear in the scores. So a group needs the
squares of its own rows and two matrix products, however many groups there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analytics.design import Codes, Design, Floats, Form, Positions, sum_by
from analytics.stages import Level

_CANCELLED = 1e-6
"""Where less than this part of the squares is left, too many digits have cancelled."""

_ROUNDING = 1e-20
"""What is left below this part, worked out directly, is nothing but rounding, and counts as zero."""

_AT_ONCE = 5_000_000
"""Numbers held at once where variances are worked out directly, 40 MB."""


@dataclass(frozen=True)
class Grouped:
    """The units of one partition, sorted by group and by how they were drawn."""

    design: Design
    #: Shape (rows,); position of each unit that is in a group and carries weight.
    rows: Positions
    #: Shape (rows,); its group.
    group: Positions
    #: Shape (rows,); its family.
    owner: Positions
    #: Shape (groups + 1,); where each group begins and ends.
    ends: Positions

    @classmethod
    def of(cls, design: Design, groups: Codes, owner: Codes, size: int) -> Grouped:
        """Sort the units of a partition; those of group -1 and those of weight 0 are left out."""
        inside = np.flatnonzero((groups >= 0) & (design.weights[owner] > 0))
        drawn = [level.unit[owner[inside]] for level in reversed(design.levels)]
        rows = inside[np.lexsort((owner[inside], *drawn, groups[inside]))]
        group = groups[rows].astype(np.intp)
        ends = np.searchsorted(group, np.arange(size + 1))
        return cls(design, rows, group, owner[rows].astype(np.intp), ends)

    @property
    def size(self) -> int:
        """Return the number of groups."""
        return len(self.ends) - 1

    @cached_property
    def weights(self) -> Floats:
        """Return the weight of each row, shape (rows,)."""
        return self.design.weights[self.owner]

    def products(self, of_families: Floats, values: Floats) -> Floats:
        """Return the sums of products in each group.

        Parameters
        ----------
        of_families
            Shape (families, p).
        values
            Shape (rows, columns), in the order of ``rows``.

        Returns
        -------
        Floats
            Shape (groups, p, columns).
        """
        result = np.zeros((self.size, of_families.shape[1], values.shape[1]))
        for place, (start, end) in enumerate(pairwise(self.ends)):
            if end > start:
                result[place] = of_families[self.owner[start:end]].T @ values[start:end]
        return result

    def sums(self, values: Floats) -> Floats:
        """Return the weighted sums of each group, shape (groups, columns)."""
        return self.products(self.design.weights[:, None], values)[:, 0, :]

    def variances(self, scores: Floats) -> Floats:
        """Return the variances of weighted sums in each group, shape (groups, columns).

        Parameters
        ----------
        scores
            Shape (rows, columns); in the order of ``rows``, without the weight, zero outside.

        Returns
        -------
        Floats
            The same as the diagonal of ``Design.covariance``.
        """
        raw = np.zeros((self.size, scores.shape[1]))
        rest = np.zeros_like(raw)
        for level, form in zip(self.design.levels, self.design.forms, strict=True):
            squares = self._squares(level, scores)
            raw += squares
            rest += squares + self._explained(form, scores)
        cancelled = np.argwhere((raw > 0) & (rest < _CANCELLED * raw))
        at_once = max(_AT_ONCE // max(len(self.design.weights), 1), 1)
        for start in range(0, len(cancelled), at_once):
            group, column = cancelled[start : start + at_once].T
            rest[group, column] = self._directly(scores, group, column)
        return np.where(rest > _ROUNDING * raw, rest, 0.0)

    def _directly(self, scores: Floats, group: Positions, column: Positions) -> Floats:
        """Return variances of some groups and columns from the scores of all families."""
        own = np.where(self.group[:, None] == group, scores[:, column], 0.0)
        of_families = sum_by(self.owner, own, len(self.design.weights))
        return self.design.standard_errors(of_families) ** 2

    def _explained(self, form: Form, scores: Floats) -> Floats:
        """Return what strata and fitting take off the squares, shape (groups, columns)."""
        found, gained = np.split(self.products(form.rows, scores), 2, axis=1)
        explained: Floats = ((form.crossed @ found - 2 * gained) * found).sum(axis=1)
        return explained

    def _squares(self, level: Level, scores: Floats) -> Floats:
        """Scaled squares of the totals of sampling units, shape (groups, columns)."""
        starts = self._starts(level.unit[self.owner])
        totals = scores * self.weights[:, None]
        if len(starts) < len(self.rows):
            totals = np.add.reduceat(totals, starts, axis=0)
        scale = level.scale[level.unit[self.owner[starts]]]
        return sum_by(self.group[starts], totals**2 * scale[:, None], self.size)

    def _starts(self, codes: Positions) -> Positions:
        """Rows at which a new code or a new group begins; codes ascend within groups."""
        if not len(codes):
            return np.zeros(0, dtype=np.intp)
        new = (np.diff(codes) != 0) | (np.diff(self.group) != 0)
        return np.concatenate([[0], np.flatnonzero(new) + 1]).astype(np.intp)

    def counts(self, known: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """Return units, families and degrees of freedom of each group, shape (groups, columns).

        Parameters
        ----------
        known
            Shape (rows, columns); more than 0 where a unit counts.

        Returns
        -------
        tuple
            Degrees of freedom are sampling units with somebody who counts, less their strata.
        """
        first = self.design.levels[0]
        unit = first.unit[self.owner]
        n = self._present(known > 0, np.arange(len(self.rows)))
        families = self._present(known > 0, self._starts(self.owner))
        freedom = self._present(known > 0, self._starts(unit))
        freedom -= self._present(known > 0, self._starts(first.stratum[unit]))
        return n, families, freedom

    def _present(self, known: NDArray[np.bool_], starts: Positions) -> NDArray[np.intp]:
        """Count the blocks of rows in which somebody counts, group by group."""
        if not len(starts):
            return np.zeros((self.size, known.shape[1]), dtype=np.intp)
        if len(starts) < len(known):
            known = np.logical_or.reduceat(known, starts, axis=0)
        counts: NDArray[np.intp] = sum_by(
            self.group[starts], known.astype(float), self.size
        ).astype(np.intp)
        return counts
