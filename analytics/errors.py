"""What can go wrong in the numbers, as one small tree of exceptions.

Every message names what is wrong, where, and the cure, because it ends in the protocol of a release
that a planner reads.
"""

from __future__ import annotations


class AnalyticsError(ValueError):
    """Anything that keeps a figure from being made."""


class CodebookError(AnalyticsError):
    """A codebook lacks something, or names something twice."""


class DatasetError(AnalyticsError):
    """A dataset does not fit its codebook."""


class EmptyBaseError(AnalyticsError):
    """Nobody is in the base of a figure."""


class LonelyUnitError(AnalyticsError):
    """A stratum holds a single sampling unit, so its variance cannot be estimated."""


class WeightError(AnalyticsError):
    """Weights cannot be made from these margins."""


class ConvergenceError(WeightError):
    """Raking did not reach the population totals; most often they contradict each other."""


class PolicyError(AnalyticsError):
    """A rule of release is set looser than it may be."""


class SupplyError(AnalyticsError):
    """Places, distances or children do not fit together."""
