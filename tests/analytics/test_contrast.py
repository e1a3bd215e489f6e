import math

import pytest

from analytics.contrast import contrast, standing
from analytics.released import Cell, Flag, Measure


def share(value, low, high):
    return Cell(Measure.SHARE, "need.x", "area", "a", "1", value, low, high, 100, Flag.PLAIN)


def test_variances_of_independent_shares_add_up():
    first, second = share(0.5, 0.44, 0.56), share(0.3, 0.22, 0.38)

    found = contrast(first, second)

    half = math.sqrt(0.06**2 + 0.08**2)
    assert found.difference == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.2 - half, 0.2 + half))
    assert found.stands


def test_an_interval_that_is_not_symmetric_stays_so():
    # Zou and Donner (2008): lower = d - sqrt((p1 - l1)^2 + (u2 - p2)^2), worked by hand.
    found = contrast(share(0.10, 0.05, 0.20), share(0.02, 0.01, 0.06))

    assert found.low == pytest.approx(0.08 - math.hypot(0.05, 0.04))
    assert found.high == pytest.approx(0.08 + math.hypot(0.10, 0.01))


def test_a_figure_with_too_few_answers_is_compared_with_nothing():
    hidden = Cell(Measure.SHARE, "need.x", "area", "a", "1", None, None, None, None, Flag.TOO_FEW)

    assert contrast(hidden, share(0.5, 0.4, 0.6)) is None


def test_one_difference_that_stands_alone_does_not_stand_among_twelve():
    one = contrast(share(0.5, 0.42, 0.58), share(0.4, 0.4, 0.4))
    none = contrast(share(0.4, 0.3, 0.5), share(0.4, 0.4, 0.4))

    alone = standing([one])
    among_others = standing([one, None, *[none] * 11])

    assert alone == (1,)
    assert among_others == (0,) * 13
