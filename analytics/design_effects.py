"""How much the design of a wave widens the variance of each variable.

Kish's design effect knows unequal weights only. Families reached through one facility resemble each
other, so an answer more from the same facility says less than one from another: that shows in the
linearised variance alone.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.special import stdtrit

from analytics.design import Codes, Design, Floats, sum_by
from analytics.errors import AnalyticsError
from analytics.intervals import LEVEL


def design_effect(design: Design, answers: Floats, owner: Codes | None = None) -> Floats:
    """Return the design effect of means of many variables at once.

    Parameters
    ----------
    design
        Design of the families.
    answers
        Shape (units, variables); 0 and 1 for a share, NaN where there is no answer.
    owner
        Shape (units,); family of each unit, None where the units are the families.

    Returns
    -------
    Floats
        Shape (variables,): linearised variance of the mean over that of a simple random sample with
        replacement of as many answers; NaN where all answers are the same, or nobody answered.

    References
    ----------
    Kish (1965); equals R ``survey::svymean(deff="replace")``, cases clus.deff and clus.raked_deff.
    """
    known, spread, scores = _linearised(design, answers, owner)
    n = known.sum(axis=0)
    simple = spread / np.maximum(n - 1, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect: Floats = design.standard_errors(scores) ** 2 / simple
    return np.where((n > 1) & (simple > 0), effect, np.nan)


def clustering(design: Design, answers: Floats, owner: Codes | None = None) -> Floats:
    """Return by how much sampling units of several families widen variances beyond the weights.

    Multiply Kish's design effect by it. It holds the step from Student's t with as many degrees of
    freedom as families to that with as many as sampling units, for a few facilities say little about
    how much facilities differ.

    Parameters
    ----------
    design
        Design of the families.
    answers
        Shape (units, variables); 0 and 1 for a share, NaN where there is no answer.
    owner
        Shape (units,); family of each unit, None where the units are the families.

    Returns
    -------
    Floats
        Shape (variables,), 1 or more; 1 for a design whose sampling units are the families.

    References
    ----------
    Korn and Graubard (1998) on the degrees of freedom; coverage in tests/analytics/
    test_design_effects.py.
    """
    if design.units is None:
        return np.ones(answers.shape[1])
    clustered, alone = _variances(design, answers, owner)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = clustered / alone
    return np.maximum(np.where(np.isfinite(ratio), ratio, 1.0), 1.0) * _step(design)


def pooled_clustering(design: Design, answers: Floats, owner: Codes | None = None) -> float:
    """Return one factor for the categories of one question, each weighing with its variance.

    Parameters
    ----------
    design
        Design of the families.
    answers
        Shape (units, categories); 1 for the answer given, NaN where there is none.
    owner
        Shape (units,); family of each unit, None where the units are the families.

    Returns
    -------
    float
        1 or more; see ``clustering``. With few facilities the factors of single categories scatter,
        and a share of nearly 0 has one that says nothing.

    References
    ----------
    As a mean of generalised design effects: Rao and Scott (1984).
    """
    if design.units is None:
        return 1.0
    clustered, alone = (each.sum() for each in _variances(design, answers, owner))
    return max(float(clustered / alone), 1.0) * _step(design) if alone > 0 else 1.0


def _variances(design: Design, answers: Floats, owner: Codes | None) -> tuple[Floats, Floats]:
    """Return variances of the means as drawn, and as if each family had been drawn by itself."""
    _, _, scores = _linearised(design, answers, owner)
    alone = replace(design, units=None, strata=None, population=None, second=None)
    return design.standard_errors(scores) ** 2, alone.standard_errors(scores) ** 2


def _step(design: Design) -> float:
    """Square of the step from Student's t with the families' degrees of freedom to the units'."""
    families = np.arange(len(design.weights))
    tail = (1 - LEVEL) / 2
    freedom = max(design.freedom(families), 1)
    return float(stdtrit(freedom, tail) / stdtrit(max(len(families) - 1, 1), tail)) ** 2


def _linearised(
    design: Design, answers: Floats, owner: Codes | None
) -> tuple[Floats, Floats, Floats]:
    """Return who answered, the weighted variance of answers, and the scores of the means."""
    if owner is None and len(answers) != len(design.weights):
        message = (
            f"{len(answers)} units, but {len(design.weights)} families; name the owner of each unit"
        )
        raise AnalyticsError(message)
    weights = design.weights if owner is None else design.weights[owner]
    known = np.isfinite(answers).astype(np.float64)
    total = weights @ known
    safe = np.where(total > 0, total, 1.0)
    rest = np.where(known > 0, answers, 0.0)
    rest = (rest - (weights @ rest) / safe) * known
    spread: Floats = (weights @ rest**2) / safe
    scores = rest / safe
    if owner is not None:
        scores = sum_by(owner, scores, len(design.weights))
    return known, spread, scores
