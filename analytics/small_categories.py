"""Categories of a margin in which too few families answered: named, and merged as people decide.

A category with few families gives each of them a weight that hangs on chance. What to do about it is
a matter of meaning (which two areas belong together, whether an age group may be lost), so nothing is
merged here that nobody decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.errors import WeightError
from analytics.margins import UNKNOWN, Margin, merged

MINIMUM_CATEGORY = 20
"""Fewest families a category of a margin needs; a smaller one waits for a decision."""

DROP = ""
"""What stands for a neighbour where the margin is left out."""

Near = Mapping[str, Mapping[str, Sequence[str]]]
"""Margin to category to its other categories, the nearest first."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a category that is too small."""

    margin: str
    category: str
    #: A category of the same margin, or ``DROP`` where the margin is left out.
    into: str


@dataclass(frozen=True, slots=True)
class Merge:
    """One category of a margin that was merged because too few families answered."""

    margin: str
    category: str
    into: str
    respondents: int


@dataclass(frozen=True, slots=True)
class Small:
    """A category with too few families, and what may become of it."""

    margin: str
    #: Categories of the register it consists of; several where it was merged already.
    parts: tuple[str, ...]
    respondents: int
    #: What is proposed; ``DROP`` where there is no other category.
    proposal: str
    #: First parts of the categories it may be merged into, the nearest first.
    neighbours: tuple[str, ...]

    @property
    def accepted(self) -> Decision:
        """Return the decision that follows the proposal."""
        return Decision(self.margin, self.parts[0], self.proposal)


class UndecidedError(WeightError):
    """Categories are too small and nobody has decided what becomes of them."""

    def __init__(self, small: Sequence[Small]) -> None:
        """Name them.

        Parameters
        ----------
        small
            What waits for a decision.
        """
        named = ", ".join(f"{each.margin} {'+'.join(each.parts)}" for each in small)
        super().__init__(
            f"fewer than {MINIMUM_CATEGORY} families answered in: {named}; decide for each whether it "
            "is merged with a neighbour or its margin is left out"
        )
        self.small = tuple(small)


def small_categories(
    margins: Sequence[Margin], minimum: int = MINIMUM_CATEGORY, near: Near | None = None
) -> tuple[Small, ...]:
    """Name the categories with too few families, with a proposal for each.

    Parameters
    ----------
    margins
        As decided so far.
    minimum
        Fewest families a category needs.
    near
        What is near to what; without it the order of the categories decides, and of two neighbours
        the one with fewer families is proposed.

    Returns
    -------
    tuple of Small
        By margin, the smallest category first. Families of unknown category are none: their total
        follows from the answers themselves.
    """
    found: list[Small] = []
    for margin in margins:
        few = [
            place
            for place, number in enumerate(margin.respondents)
            if number < minimum and margin.labels[place] != UNKNOWN
        ]
        few.sort(key=lambda place: int(margin.respondents[place]))
        found.extend(_small(margin, place, (near or {}).get(margin.name)) for place in few)
    return tuple(found)


def _small(margin: Margin, place: int, near: Mapping[str, Sequence[str]] | None) -> Small:
    others = _by_order(margin, place) if near is None else _by_nearness(margin, place, near)
    neighbours = tuple(margin.parts[each][0] for each in others)
    proposal = neighbours[0] if neighbours else DROP
    count = int(margin.respondents[place])
    return Small(margin.name, margin.parts[place], count, proposal, neighbours)


def _known(margin: Margin, place: int) -> list[int]:
    return [
        other
        for other, label in enumerate(margin.labels)
        if other != place and label != UNKNOWN
    ]  # fmt: skip


def _by_order(margin: Margin, place: int) -> list[int]:
    """Sort the other categories: the two beside it first, of them the one with fewer families."""
    return sorted(
        _known(margin, place),
        key=lambda other: (abs(other - place), int(margin.respondents[other])),
    )


def _by_nearness(margin: Margin, place: int, near: Mapping[str, Sequence[str]]) -> list[int]:
    order = [label for part in margin.parts[place] for label in near.get(part, ())]

    def first(other: int) -> int:
        found = [order.index(part) for part in margin.parts[other] if part in order]
        return min(found, default=len(order))

    return sorted(_known(margin, place), key=first)


def decide(
    margins: Sequence[Margin], decisions: Sequence[Decision]
) -> tuple[tuple[Margin, ...], tuple[Merge, ...], tuple[str, ...]]:
    """Merge and leave out what was decided.

    Parameters
    ----------
    margins
        Of the register.
    decisions
        In any order; one that names a margin or category there is none of has no effect.

    Returns
    -------
    tuple
        The margins that are left, what was merged, and the names of the margins left out.
    """
    dropped = {each.margin for each in decisions if each.into == DROP}
    kept: list[Margin] = []
    merges: list[Merge] = []
    for margin in margins:
        wanted = [each for each in decisions if each.margin == margin.name]
        known = [each for each in wanted if {each.category, each.into} <= set(margin.labels)]
        if margin.name in dropped:
            continue
        if known:
            merges.extend(_said(margin, each) for each in known)
            margin = merged(margin, _groups(margin, known))  # noqa: PLW2901 - the margin as decided
        kept.append(margin)
    names = tuple(margin.name for margin in margins if margin.name in dropped)
    return tuple(kept), tuple(merges), names


def _said(margin: Margin, decision: Decision) -> Merge:
    count = int(margin.respondents[margin.labels.index(decision.category)])
    return Merge(margin.name, decision.category, decision.into, count)


def _groups(margin: Margin, decisions: Sequence[Decision]) -> list[list[int]]:
    """Join categories that belong together, each group standing where its first one stood."""
    leader = list(range(len(margin.labels)))
    for each in decisions:
        one, other = (leader[margin.labels.index(name)] for name in (each.category, each.into))
        low, high = min(one, other), max(one, other)
        leader = [low if place == high else place for place in leader]
    firsts = dict.fromkeys(leader)
    return [[at for at, place in enumerate(leader) if place == first] for first in firsts]


def accept(
    margins: Sequence[Margin],
    decisions: Sequence[Decision] = (),
    minimum: int = MINIMUM_CATEGORY,
    near: Near | None = None,
) -> tuple[Decision, ...]:
    """Follow every proposal until no category is too small.

    Parameters
    ----------
    margins
        Of the register.
    decisions
        What was decided before; it stays.
    minimum
        Fewest families a category needs.
    near
        What is near to what.

    Returns
    -------
    tuple of Decision
        Those from before and the new ones; with them ``decide`` leaves nothing too small.
    """
    made = list(decisions)
    while small := small_categories(decide(margins, made)[0], minimum, near):
        made.append(small[0].accepted)
    return tuple(made)
