"""Shares whose base takes thought: several answers to one question, and the way from knowing to using."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.design import Codes, Design
from analytics.estimate import Domain, Estimates, ratios_of_bases
from analytics.replicates import Replicates


class Base(StrEnum):
    """Whom the share of an option of a multiple choice speaks of."""

    #: All who were asked and answered, also those who named nothing.
    ASKED = "asked"
    #: Those who named at least one option.
    NAMED = "named"


def multiple_choice(
    design: Design | Replicates, named: Codes, domain: Domain, base: Base = Base.ASKED
) -> Estimates:
    """Estimate the share that named each option; the shares of one group do not add up to 1.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    named
        Shape (units, options); 1 named, 0 not named, -1 not asked or left out.
    domain
        Groups.
    base
        Whom the shares speak of.

    Returns
    -------
    Estimates
        Values and counts of shape (G, options).

    Examples
    --------
    >>> named, all_ = np.array([[1, 0], [0, 0], [1, 1], [-1, -1]]), Domain.everybody(4)
    >>> multiple_choice(Design(np.ones(4)), named, all_).value.round(2).tolist()
    [[0.67, 0.33]]
    >>> multiple_choice(Design(np.ones(4)), named, all_, Base.NAMED).value.round(2).tolist()
    [[1.0, 0.5]]
    """
    known = named >= 0
    if base is Base.NAMED:
        known = known & (named == 1).any(axis=1)[:, None]
    yes = (named == 1).astype(float)
    return ratios_of_bases(design, yes, known.astype(float), np.arange(named.shape[1]), domain)


@dataclass(frozen=True)
class Funnel:
    """How many get how far: values and counts of shape (G, steps)."""

    #: Share that said yes to a step, of those who said yes to all steps before it.
    passed: Estimates
    #: Share that said yes to this and all steps before it, of all who were asked.
    reached: Estimates


def funnel(design: Design | Replicates, steps: Codes, domain: Domain) -> Funnel:
    """Estimate the way through steps such as known, tried, used, satisfied.

    Parameters
    ----------
    design
        Design of the families, or replicate weights.
    steps
        Shape (units, S); 1 yes, 0 no, -1 no answer. After a no, later steps are not looked at.
    domain
        Groups.

    Returns
    -------
    Funnel
        The base of a conditional share are those who passed all steps before and answered this one;
        that of a reached share are all whose way is known so far. A step nobody came to is NaN.

    Examples
    --------
    >>> way = np.array([[1, 1], [1, 0], [0, -1], [1, -1]])
    >>> found = funnel(Design(np.ones(4)), way, Domain.everybody(4))
    >>> found.passed.value.tolist(), found.passed.n.tolist()
    ([[0.75, 0.5]], [[4, 2]])
    >>> found.reached.value.round(3).tolist()
    [[0.75, 0.333]]
    """
    through = np.cumprod(steps == 1, axis=1)
    before = np.column_stack([np.ones(len(steps), dtype=np.intp), through[:, :-1]])
    answered = before * (steps >= 0)
    # Who said no before is known not to have come here, whatever was not asked any more.
    dropped = np.maximum.accumulate((before == 1) & (steps == 0), axis=1)
    each = np.arange(steps.shape[1])
    yes, known = through.astype(float), (dropped | (through == 1)).astype(float)
    return Funnel(
        ratios_of_bases(design, yes, answered.astype(float), each, domain),
        ratios_of_bases(design, yes, known, each, domain),
    )
