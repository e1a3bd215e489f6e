"""From the rows of families to rows that may be handed to one office, with a report of the risk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from analytics.codebook import NOT_APPLICABLE
from analytics.treatment.diversity import diversify, hide
from analytics.treatment.groups import group_of
from analytics.treatment.model import (
    LEAST_FAMILIES,
    MOST_KEYS,
    Coded,
    Plan,
    Rule,
    TreatmentError,
    is_answer,
)
from analytics.treatment.recode import Step, banded, made_coarser, without_rare
from analytics.treatment.risk import Risk, Weighed, lost, measured
from analytics.treatment.suppress import suppress


class TooFewFamiliesError(TreatmentError):
    """Too few families are left for a file that is of use."""


@dataclass(frozen=True)
class Report:
    """What the treatment did, and how safe the file is."""

    families: int
    #: Families that are not in the file, because nothing made them safe.
    left_out_families: int
    before: Risk
    after: Risk
    #: Columns made coarser for everybody.
    steps: tuple[Step, ...]
    #: Columns that are not in the file, with the reason.
    left_out: Mapping[str, str]
    #: Column to the number of families whose value is withheld.
    withheld: Mapping[str, int]
    #: Column to the share of what it said that is gone, in [0, 1].
    lost: Mapping[str, float]
    #: Sensitive question to the families whose answer could be inferred, before and after.
    inferable: Mapping[str, tuple[int, int]]
    weights: Weighed
    rule: Rule = field(default_factory=Rule)
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Treated:
    """Rows that may leave: columns, weights, and the report."""

    columns: tuple[Coded, ...]
    weights: NDArray[np.float64]
    report: Report


ONE_VALUE = "hat nach dem Zusammenfassen nur noch einen Wert"
RARE_TICK = "weniger als {k} Familien haben das angekreuzt"
TELLS = "wird nur wegen eines Schlüsselmerkmals gefragt, das vergröbert ist, und verriete es"


def treat(
    columns: Sequence[Coded],
    weights: NDArray[np.float64],
    plan: Plan,
    rule: Rule,
    chance: np.random.Generator,
) -> Treated:
    """Treat the rows of families so that none can be told from k - 1 others.

    Parameters
    ----------
    columns
        One value for each family in each; only what may leave at all.
    weights
        Shape (families,), > 0; families represented by each row.
    plan
        Which columns are keys, which sensitive, and what hangs on them.
    rule
        k and l.
    chance
        Orders the rows of the file anew; nothing else rests on chance.

    Returns
    -------
    Treated
        Columns, weights and report.

    Raises
    ------
    TreatmentError
        If a key is unknown or there are too many.
    TooFewFamiliesError
        If fewer than ``LEAST_FAMILIES`` are left.
    """
    given = {each.name: each for each in columns}
    _check(given, plan)
    raw = [given[name].values for name in plan.keys]
    before = measured(raw, len(weights), rule.k)
    held, left_out, steps = _recoded(given, plan, rule)
    keys = tuple(name for name in plan.keys if name in held)
    found = suppress([held[name].values for name in keys], rule.k)
    if int(found.kept.sum()) < LEAST_FAMILIES:
        message = f"{int(found.kept.sum())} families are left; a file needs {LEAST_FAMILIES}"
        raise TooFewFamiliesError(message)
    for at, name in enumerate(keys):
        held[name] = held[name].with_values(found.columns[at])
        for follower in _in(held, plan.followers.get(name, ()), keys):
            held[follower] = hide(held[follower], found.withheld[:, at])
    held = {name: each.with_values(each.values[found.kept]) for name, each in held.items()}
    groups = group_of([held[name].values for name in keys], int(found.kept.sum()))
    inferable = _diversified(held, plan, rule, groups)
    after = measured([held[name].values for name in keys], len(groups), rule.k)
    averaged, weighed = _averaged(weights[found.kept], groups)
    order = chance.permutation(len(groups))
    report = Report(
        families=len(weights),
        left_out_families=int((~found.kept).sum()),
        before=before,
        after=after,
        steps=steps,
        left_out=left_out,
        withheld={
            n: int((e.values == -6).sum()) for n, e in held.items() if (e.values == -6).any()
        },
        lost={name: lost(given[name], held[name], found.kept) for name in held},
        inferable=inferable,
        weights=weighed,
        rule=rule,
        keys=keys,
    )
    mixed = tuple(each.with_values(each.values[order]) for each in held.values())
    return Treated(mixed, averaged[order], report)


def _check(given: Mapping[str, Coded], plan: Plan) -> None:
    unknown = [name for name in plan.keys if name not in given]
    if unknown:
        message = f"key variable {unknown[0]!r} is none of the columns"
        raise TreatmentError(message)
    if not 1 <= len(plan.keys) <= MOST_KEYS:
        message = f"there are {len(plan.keys)} key variables; there must be from 1 to {MOST_KEYS}"
        raise TreatmentError(message)


def _recoded(
    given: Mapping[str, Coded], plan: Plan, rule: Rule
) -> tuple[dict[str, Coded], dict[str, str], tuple[Step, ...]]:
    """Return columns after global recoding, those left out with the reason, and what was done."""
    held: dict[str, Coded] = {}
    left_out: dict[str, str] = {}
    steps: list[Step] = []
    for name, column in given.items():
        if column.is_flag and name not in plan.keys and _is_rare(column, rule.k):
            left_out[name] = RARE_TICK.format(k=rule.k)
            continue
        if name in plan.coarser or column.is_flag:
            held[name] = column
            continue
        make = banded if name in plan.keys else without_rare
        held[name], done = make(column, rule.k)
        steps += done
    coarse, done = made_coarser(tuple(held[name] for name in plan.keys), plan, rule)
    held.update(zip(plan.keys, coarse, strict=True))
    steps += done
    for name in list(held):
        if held[name].labels and len(np.unique(held[name].values)) < 2:
            left_out[name] = ONE_VALUE
            del held[name]
    for key in plan.keys:
        for name in _in(held, plan.followers.get(key, ()), plan.keys):
            if _tells(given[key], held.get(key), given[name]):
                left_out[name] = TELLS
                del held[name]
    return held, left_out, tuple(steps)


def _is_rare(column: Coded, k: int) -> bool:
    """Say whether so few families ticked a box that the tick would point to them."""
    said = column.values[is_answer(column.values)]
    return int((said == 1).sum()) < k


def _tells(key: Coded, coarse: Coded | None, follower: Coded) -> bool:
    """Say whether being asked something tells values of a key apart that are one value now."""
    was_asked = follower.values != NOT_APPLICABLE
    now = np.zeros(len(key), dtype=np.int64) if coarse is None else coarse.values
    for value in np.unique(now):
        there = now == value
        shares = [
            was_asked[there & (key.values == each)].any() for each in np.unique(key.values[there])
        ]
        if len(set(shares)) > 1:
            return True
    return False


def _in(held: Mapping[str, Coded], names: Sequence[str], keys: Sequence[str]) -> list[str]:
    return [name for name in names if name in held and name not in keys]


def _diversified(
    held: dict[str, Coded], plan: Plan, rule: Rule, groups: NDArray[np.intp]
) -> dict[str, tuple[int, int]]:
    """Withhold sensitive answers where they could be inferred; return how many, before and after.

    What hangs on such an answer is withheld with it.
    """
    counted = {}
    for question, names in plan.sensitive.items():
        own = [name for name in names if name in held]
        made, hidden = diversify([held[name] for name in own], groups, rule)
        held.update(zip(own, made, strict=True))
        for follower in _in(held, plan.followers.get(question, ()), (*plan.keys, *own)):
            held[follower] = hide(held[follower], hidden)
        counted[question] = (int(hidden.sum()), int(diversify(made, groups, rule)[1].sum()))
    return counted


def _averaged(
    weights: NDArray[np.float64], groups: NDArray[np.intp]
) -> tuple[NDArray[np.float64], Weighed]:
    """Give every family of a group the group's mean weight: its own says where it was drawn."""
    sums = np.bincount(groups, weights)
    mean = np.round(sums / np.bincount(groups), 2)
    found: NDArray[np.float64] = np.maximum(mean, 0.01)[groups]
    return found, Weighed(
        different_before=len(np.unique(weights)),
        different_after=len(np.unique(found)),
        effect_before=_kish(weights),
        effect_after=_kish(found),
    )


def _kish(weights: NDArray[np.float64]) -> float:
    """Return Kish's design effect of unequal weights, rounded."""
    return round(float(len(weights) * (weights**2).sum() / weights.sum() ** 2), 2)
