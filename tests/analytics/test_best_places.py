"""No choice of places reaches more children than the one that is shown."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from analytics.best_places import MOST, best_places
from analytics.errors import SupplyError


def a_county(seed: int, points: int = 14, candidates: int = 9):
    chance = np.random.default_rng(seed)
    children = chance.integers(0, 40, points).astype(float)
    return children, chance.random((points, candidates)) < 0.25


def reached(children, is_near, places):
    return children[is_near[:, list(places)].any(axis=1)].sum()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("number", [1, 3, 4])
def test_choice_is_as_good_as_the_best_of_all_choices(seed: int, number: int) -> None:
    children, is_near = a_county(seed)

    found = best_places(children, is_near, number)

    best = max(reached(children, is_near, each) for each in combinations(range(9), number))
    assert found.is_proven
    assert found.reached == best
    assert reached(children, is_near, [price.place for price in found.places]) == best


@pytest.mark.parametrize("seed", range(4))
def test_prices_are_what_leaving_out_or_changing_a_place_would_cost(seed: int) -> None:
    children, is_near = a_county(seed, 30, 12)

    found = best_places(children, is_near, 3)

    chosen = [price.place for price in found.places]
    for price in found.places:
        others = [place for place in chosen if place != price.place]
        without = reached(children, is_near, others)
        assert price.alone == reached(children, is_near, [price.place])
        assert price.added == found.reached - without
        swaps = {k: reached(children, is_near, [*others, k]) for k in range(12) if k not in chosen}
        assert price.alternative is not None
        assert swaps[price.alternative] == max(swaps.values())
        assert price.lost == found.reached - max(swaps.values()) >= 0


def test_places_that_add_nothing_are_not_proposed() -> None:
    children, is_near = np.array([5.0, 3.0]), np.array([[True, True, False], [False, True, True]])

    found = best_places(children, is_near, 3)

    assert [price.place for price in found.places] == [1]
    assert found.reached == found.unreached == 8


def test_nobody_to_reach_needs_no_place() -> None:
    found = best_places(np.zeros(3), np.ones((3, 2), dtype=bool), 2)

    assert (found.places, found.reached, found.is_proven) == ((), 0.0, True)


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_numbers_out_of_range_are_refused(number: int) -> None:
    with pytest.raises(SupplyError, match="ask for 1 to 10"):
        best_places(np.ones(1), np.ones((1, 1), dtype=bool), number)


def test_rows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(SupplyError, match="one row each"):
        best_places(np.ones(2), np.ones((1, 1), dtype=bool), 1)
