"""How exact a survey will be before anybody is asked: letters, answers and widths of intervals.

Plain arithmetic without numpy, so that a page can compute it while somebody waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
"""Confidence level, the same as that of results."""

FEWEST_ANSWERS = 5
"""With fewer nothing is said about a width: the expansion of Student's t fails, and so would a planner."""

_STEPS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """One stratum: how many families there are, and how many are expected to answer."""

    families: int
    answers: int


def allocate(letters: int, families: Sequence[int], power: float, least: int = 0) -> list[int]:
    """Share letters out to strata in proportion to a power of their families.

    Parameters
    ----------
    letters
        Letters in all, >= 0; more than there are families count as all families.
    families
        Families of each stratum, >= 1.
    power
        1 for a proportional allocation, 0 for an equal one, 0.5 for the square root between them.
    least
        Letters each stratum gets in any case, as far as it has so many families.

    Returns
    -------
    list of int
        Letters of each stratum, never more than its families; they sum to ``letters``.

    Raises
    ------
    ValueError
        If the letters do not suffice for ``least`` in each stratum.

    References
    ----------
    Power allocation: Bankier (1988), The American Statistician 42. With equal spread in all strata
    the power 1 is Neyman's allocation.

    Examples
    --------
    >>> allocate(100, [100, 300], 1)
    [25, 75]
    >>> allocate(100, [100, 900], 0.5, least=30)
    [30, 70]
    """
    floors = [min(least, each) for each in families]
    wanted = min(letters, sum(families))
    if wanted < sum(floors):
        message = (
            f"{letters} letters are fewer than {sum(floors)}, the least of all strata together"
        )
        raise ValueError(message)
    factor = _factor(wanted, families, power, floors)
    exact = _clipped(factor, families, power, floors)
    shares = [int(each + 1e-9) for each in exact]
    rest = sorted(range(len(shares)), key=lambda at: (shares[at] - exact[at], at))
    for at in [at for at in rest if shares[at] < families[at]][: wanted - sum(shares)]:
        shares[at] += 1
    return shares


def _factor(wanted: int, families: Sequence[int], power: float, floors: Sequence[int]) -> float:
    """Find the factor at which the clipped shares sum to what is wanted."""
    low, high = 0.0, float(max(families))
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if sum(_clipped(middle, families, power, floors)) < wanted:
            low = middle
        else:
            high = middle
    return high


def _clipped(
    factor: float, families: Sequence[int], power: float, floors: Sequence[int]
) -> list[float]:
    return [
        min(max(factor * number**power, floor), number)
        for number, floor in zip(families, floors, strict=True)
    ]


def half_width(asked: Asked, share: float = 0.5, *, is_finite: bool = False) -> float | None:
    """Return half the width of the interval of a share among the families of one stratum.

    Parameters
    ----------
    asked
        The stratum, or a county that is not divided.
    share
        Expected share in (0, 1); 0.5 is the widest.
    is_finite
        Take into account that few families are left who were not asked.

    Returns
    -------
    float or None
        In [0, 0.5]; None with fewer than ``FEWEST_ANSWERS``.

    References
    ----------
    Cochran (1977), 3.2; equals R ``confint(survey::svymean(), df = degf())``, see
    tests/references/sample_size.R.
    """
    return overall_half_width([asked], share, is_finite=is_finite)


def overall_half_width(
    strata: Sequence[Asked], share: float = 0.5, *, is_finite: bool = False
) -> float | None:
    """Return half the width of the interval of a share in all strata together.

    Parameters
    ----------
    strata
        All strata the county is divided into.
    share
        Expected share in (0, 1), the same in each: the careful assumption.
    is_finite
        Take into account that few families are left who were not asked.

    Returns
    -------
    float or None
        In [0, 0.5]; None where a stratum has fewer than ``FEWEST_ANSWERS``.

    References
    ----------
    Cochran (1977), 5.3, with Student's t and answers less strata as degrees of freedom; equals R
    ``confint(survey::svymean(), df = degf())``, see tests/references/sample_size.R.
    """
    if any(each.answers < FEWEST_ANSWERS for each in strata):
        return None
    families = sum(each.families for each in strata)
    variance = sum(
        (each.families / families) ** 2 * _variance(each, share, is_finite=is_finite)
        for each in strata
    )
    freedom = sum(each.answers for each in strata) - len(strata)
    return min(quantile_of_t(freedom) * sqrt(variance), 0.5)


def _variance(asked: Asked, share: float, *, is_finite: bool) -> float:
    left = max(1 - asked.answers / asked.families, 0.0) if is_finite else 1.0
    return left * share * (1 - share) / (asked.answers - 1)


def design_effect(strata: Sequence[Asked]) -> float:
    """Return by how much unequal chances of being asked widen variances of the whole county.

    Parameters
    ----------
    strata
        All strata, each with at least one answer.

    Returns
    -------
    float
        1 for a proportional allocation, else more.

    References
    ----------
    Kish (1965), 11.7: n times the sum of squared weights over the square of their sum.

    Examples
    --------
    >>> design_effect([Asked(100, 10), Asked(300, 10)])
    1.25
    """
    answers = sum(each.answers for each in strata)
    squares = sum(each.families**2 / each.answers for each in strata)
    return answers * squares / sum(each.families for each in strata) ** 2


def answers_needed(
    width: float, families: int, share: float = 0.5, *, is_finite: bool = False
) -> int | None:
    """Return with how many answers an interval is no wider than wished to either side.

    Parameters
    ----------
    width
        Wished half width in (0, 0.5).
    families
        Families of the stratum: more cannot answer.
    share
        Expected share in (0, 1).
    is_finite
        Take into account that few families are left who were not asked.

    Returns
    -------
    int or None
        None where not even all families would do.
    """
    low, high = FEWEST_ANSWERS, families
    found = half_width(Asked(families, high), share, is_finite=is_finite)
    if found is None or found > width:
        return None
    while low < high:
        middle = (low + high) // 2
        found = half_width(Asked(families, middle), share, is_finite=is_finite)
        if found is not None and found <= width:
            high = middle
        else:
            low = middle + 1
    return low


def quantile_of_t(freedom: int) -> float:
    """Return the upper quantile of Student's t that an interval at ``LEVEL`` takes.

    Parameters
    ----------
    freedom
        Degrees of freedom, >= 4.

    Returns
    -------
    float
        Right to 0.002 from 4 degrees of freedom on, to 0.00001 from 20 on.

    References
    ----------
    Abramowitz and Stegun (1964), 26.7.5.
    """
    x = NormalDist().inv_cdf((1 + LEVEL) / 2)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / freedom**power for power, term in enumerate(terms, start=1))
