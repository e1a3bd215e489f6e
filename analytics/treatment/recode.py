"""Global recoding: the same coarser values for everybody, before any single value is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analytics.treatment.groups import small
from analytics.treatment.model import WITHHELD, Coded, Plan, Rule, is_answer

CUT = 9
"""Numbers above this are put into bands where they are keys; families are known by such numbers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One column that was made coarser, in German words."""

    name: str
    words: str


def without_rare(column: Coded, k: int) -> tuple[Coded, tuple[Step, ...]]:
    """Join answers that fewer than ``k`` families gave with a neighbour, and cap numbers.

    Parameters
    ----------
    column
        Codes with labels, or numbers.
    k
        Fewest families behind an answer.

    Returns
    -------
    tuple
        The column and what was done; an answer joins the rarer one of its neighbours in the order of
        the questionnaire, so that scales stay scales.

    Examples
    --------
    >>> made, steps = without_rare(Coded("a", np.array([1, 1, 2]), {1: "ja", 2: "nein"}), 2)
    >>> made.labels
    {1: 'ja oder nein'}
    """
    if not column.labels:
        return _capped(column, k)
    column, withheld = _without_rare_apart(column, k)
    steps = [*withheld]
    while (rare := _rarest(column, below=k)) is not None:
        column, step = joined(column, rare)
        steps.append(step)
    return column, tuple(steps)


def _without_rare_apart(column: Coded, k: int) -> tuple[Coded, tuple[Step, ...]]:
    """Withhold rare answers beside the scale: they have no neighbour to join."""
    rare = [code for code, number in _counts(column).items() if code in column.apart and number < k]
    labels = {code: words for code, words in column.labels.items() if code not in rare}
    values = np.where(np.isin(column.values, rare), WITHHELD, column.values)
    given = [code for code in rare if (column.values == code).any()]
    steps = tuple(Step(column.name, f"zurückgehalten: {column.labels[each]}") for each in given)
    return column.with_values(values, labels), steps


def _rarest(column: Coded, below: float = np.inf) -> int | None:
    """Return the answer fewest families gave, if there are several and it is rare."""
    counts = _counts(column)
    given = [code for code in counts if counts[code] and code not in column.apart]
    if len(given) < 2:
        return None
    code = min(given, key=counts.__getitem__)
    return code if counts[code] < below else None


def _counts(column: Coded) -> dict[int, int]:
    return {code: int((column.values == code).sum()) for code in column.labels}


def joined(column: Coded, code: int) -> tuple[Coded, Step]:
    """Join an answer with the rarer one of its neighbours that somebody gave.

    Parameters
    ----------
    column
        Codes with labels.
    code
        The answer.

    Returns
    -------
    tuple
        The column and what was done.
    """
    counts = _counts(column)
    used = [each for each in column.labels if counts[each] or each == code]
    order = [each for each in used if each not in column.apart]
    place = order.index(code)
    near = [order[at] for at in (place - 1, place + 1) if 0 <= at < len(order)]
    other = min(near, key=counts.__getitem__)
    first, second = sorted((code, other), key=order.index)
    words = f"{column.labels[first]} oder {column.labels[second]}"
    labels = {each: words if each == first else column.labels[each] for each in used}
    del labels[second]
    values = np.where(column.values == second, first, column.values)
    return column.with_values(values, labels), Step(column.name, f"zusammengefasst: {words}")


def _capped(column: Coded, k: int) -> tuple[Coded, tuple[Step, ...]]:
    """Cap numbers so that at least ``k`` families share the lowest and the highest."""
    said = np.sort(column.values[is_answer(column.values)])
    if len(said) < 2 * k:
        return column, ()
    low, high = int(said[k - 1]), int(said[-k])
    values = np.where(is_answer(column.values), np.clip(column.values, low, high), column.values)
    steps = []
    if low > said[0]:
        steps.append(Step(column.name, f"{low} steht auch für weniger"))
    if high < said[-1]:
        steps.append(Step(column.name, f"{high} steht auch für mehr"))
    return column.with_values(values), tuple(steps)


def banded(column: Coded, k: int) -> tuple[Coded, tuple[Step, ...]]:
    """Return numbers that are a key as categories: each number up to 9, the rare ones joined.

    Parameters
    ----------
    column
        Numbers; larger ones than 9 are put into tens.
    k
        Fewest families behind a category.

    Returns
    -------
    tuple
        The column with labels, and what was done.
    """
    if column.labels:
        return without_rare(column, k)
    said = is_answer(column.values)
    values = np.where(said & (column.values > CUT), column.values // 10 * 10, column.values)
    labels = {
        int(each): str(each) if each <= CUT else f"{each} bis {each + 9}"
        for each in np.unique(values[said])
    }
    return without_rare(column.with_values(values, labels), k)


def coarsened(column: Coded, plan: Plan) -> tuple[Coded, Step] | None:
    """Return a key one step coarser.

    Parameters
    ----------
    column
        A key with labels.
    plan
        Says which keys have a coarser form of their own, such as areas of municipalities.

    Returns
    -------
    tuple or None
        The column and what was done; a key of a single value says nothing any more. None where it
        already has only one.
    """
    ladder: Mapping[int, tuple[int, str]] = plan.coarser.get(column.name, {})
    if ladder:
        is_finer = any(int(each) in ladder for each in np.unique(column.values))
        return _by_ladder(column, ladder) if is_finer else None
    rarest = _rarest(column)
    return None if rarest is None else joined(column, rarest)


def _by_ladder(column: Coded, ladder: Mapping[int, tuple[int, str]]) -> tuple[Coded, Step]:
    values = np.array([ladder.get(int(each), (int(each), ""))[0] for each in column.values])
    words = dict(ladder.values())
    kept = {int(code): words[int(code)] for code in np.unique(values) if int(code) in words}
    step = Step(column.name, f"vergröbert: {', '.join(kept.values())}")
    return column.with_values(values, kept), step


def made_coarser(
    keys: tuple[Coded, ...], plan: Plan, rule: Rule
) -> tuple[tuple[Coded, ...], tuple[Step, ...]]:
    """Make keys coarser until few enough families stand in groups that are too small.

    Each time the key is taken that brings most families into large enough groups for what is lost of
    it (entropy, in bits of the whole file).

    Parameters
    ----------
    keys
        Columns with labels, the most useful first.
    plan
        Coarser forms of keys.
    rule
        k, and the share of families above which keys get coarser.

    Returns
    -------
    tuple
        The keys and what was done; a key of one value is still among them.
    """
    steps: list[Step] = []
    rows = len(keys[0]) if keys else 0
    while (alone := _alone(keys, rule.k)) > rule.coarser_above * rows:
        options = [(at, made) for at, each in enumerate(keys) if (made := coarsened(each, plan))]
        if not options:
            break
        tried = [(_worth(keys, at, made[0], rule.k, alone), -at, made) for at, made in options]
        _, at, (column, step) = max(tried, key=lambda each: each[:2])
        keys = tuple(column if place == -at else each for place, each in enumerate(keys))
        steps.append(step)
    return keys, tuple(steps)


def _worth(keys: tuple[Coded, ...], at: int, column: Coded, k: int, alone: int) -> float:
    """Return how many families a coarser key brings into groups for each bit it loses."""
    after = _alone(tuple(column if place == at else e for place, e in enumerate(keys)), k)
    lost = entropy(keys[at]) - entropy(column)
    return (alone - after) / max(lost, 1e-9)


def _alone(keys: tuple[Coded, ...], k: int) -> int:
    rows = len(keys[0]) if keys else 0
    return int(small([each.values for each in keys], rows, k).sum())


def entropy(column: Coded) -> float:
    """Return how much a column says, in bits a family.

    Parameters
    ----------
    column
        Any; missing and withheld values count as values.

    Returns
    -------
    float
        From 0 for a single value.
    """
    _, counts = np.unique(column.values, return_counts=True)
    shares = counts / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum())
