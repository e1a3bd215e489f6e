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


class DisclosureError(AnalyticsError):
    """A finished table would let an attacker learn the answer of one family."""

    def __init__(self, topic: str, category: str, views: tuple[str, ...]) -> None:
        """Name the figure and the views to leave out of the release."""
        super().__init__(
            f"{topic}, answer {category}: from all views together one family's answer could be "
            f"worked out; release it without {', '.join(views)}"
        )
        self.topic = topic
        self.category = category
        #: Views whose removal makes the figures safe.
        self.views = views


class SupplyError(AnalyticsError):
    """Places, distances or children do not fit together."""
