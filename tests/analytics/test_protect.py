"""Figures keep their promises: minimum, noise, intervals, flags, coverage."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.bins import GRID, bins_from
from analytics.errors import PolicyError
from analytics.intervals import korn_graubard
from analytics.noise import Noise, fingerprint
from analytics.protect import Cut, Policy, Protected, Tally, protect_shares, round_n
from analytics.released import Flag
from analytics.scales import Scale, protect_means, protect_quantiles, steps, within_bins

SECRET = b"sixteen bytes ok"
POLICY = Policy()


def test_family_counts_once_with_all_its_children() -> None:
    cut = Cut(np.array([0, 0, 0, 1]), 2, np.array([2.0, 2.0, 1.0, 1.0]), np.array([0, 0, 1, 1]))

    counted = cut.tally(np.array([1, 0, 0, -1]), 2)

    # By hand: family 0 weighs 4 of 5, family 1 one of 5; nobody answered in group 1.
    assert counted.n.tolist() == [2, 0]
    assert counted.heaviest.tolist() == [0.8, 0.0]
    assert counted.deff.tolist() == pytest.approx([2 * 17 / 25, 0.0])
    assert counted.shares.tolist() == [pytest.approx([0.6, 0.4]), [0.0, 0.0]]


def test_noise_is_the_same_for_the_same_figure_and_differs_by_secret() -> None:
    names = (("share", "q", "area"), ["a", "b"], ["1"])

    again = Noise(SECRET).normal(*names)

    assert (again == Noise(SECRET).normal(*names)).all()
    assert (again != Noise(SECRET[::-1]).normal(*names)).all()


def test_noise_does_not_depend_on_who_else_is_shown() -> None:
    one = Noise(SECRET).normal(("share", "q", "area"), ["b"], ["1"])

    several = Noise(SECRET).normal(("share", "q", "area"), ["a", "b"], ["0", "1"])

    assert several[1, 1] == one[0, 0]


def test_noise_is_standard_normal() -> None:
    drawn = Noise(SECRET).normal(("share", "q", "v"), [str(i) for i in range(4000)], ["1"])

    assert drawn.mean() == pytest.approx(0, abs=0.05)
    assert drawn.std() == pytest.approx(1, abs=0.04)
    assert (np.abs(drawn) > 1.96).mean() == pytest.approx(0.05, abs=0.012)


def test_any_change_of_what_goes_in_changes_the_noise_and_its_mark() -> None:
    weights = np.array([1.0, 2.0])
    noise = Noise(SECRET).of(fingerprint("q", weights))

    again = Noise(SECRET).of(fingerprint("q", np.array([1.0, 2.0 + 1e-12])))
    other = Noise(SECRET).of(fingerprint("q", np.array([1.0, 2.001])))

    names = (("share", "q", "area"), ["a"], ["1"])
    assert (again.normal(*names), again.mark) == (noise.normal(*names), noise.mark)
    assert other.normal(*names) != noise.normal(*names)
    assert other.mark != noise.mark


def test_short_secret_is_refused() -> None:
    with pytest.raises(PolicyError, match="has 5 bytes"):
        Noise(b"short")


@pytest.mark.parametrize("loose", [{"minimum": 9}, {"tau": 1.0}, {"tau_sensitive": 1.5}])
def test_policy_can_only_be_made_stricter(loose: dict[str, float]) -> None:
    with pytest.raises(PolicyError, match="may not be below"):
        Policy(**loose)  # type: ignore[arg-type]


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    groups, m = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    n = draw(hnp.arrays(np.int64, groups, elements=st.integers(0, 400)))
    raw = draw(hnp.arrays(float, (groups, m), elements=st.floats(0, 1)))
    shares = raw if m == 1 else raw / np.maximum(raw.sum(axis=1, keepdims=True), 1e-9)
    deff = draw(hnp.arrays(float, groups, elements=st.floats(1, 3)))
    heaviest = np.minimum(1, deff / np.maximum(n, 1))
    return Tally(n.astype(np.intp), deff, heaviest, n * 2.0, shares)


@settings(max_examples=60, deadline=None)
@given(tallies(), st.integers(0, 1000))
def test_protected_shares_are_whole_percent_inside_their_interval(
    counted: Tally, seed: int
) -> None:
    normal = np.random.default_rng(seed).normal(size=counted.shares.shape)

    found = protect_shares(counted, normal, 1.5, POLICY)

    assert np.abs(found.value * 100 - np.round(found.value * 100)).max() < 1e-9
    assert ((found.low <= found.value) & (found.value <= found.high)).all()
    assert ((found.low >= 0) & (found.high <= 1)).all()
    assert ((found.n >= 20) & (found.n % 5 == 0)).all()
    assert (found.is_shown == (counted.n >= 20)).all()


def plain(n: int, share: float) -> Tally:
    one = np.ones(1)
    return Tally(np.array([n]), one, one / n, one * n, np.array([[share]]))


@pytest.mark.parametrize(
    ("n", "share", "flag"),
    [
        (500, 0.30, Flag.PLAIN),
        (500, 0.05, Flag.PLAIN),
        (100, 0.06, Flag.UNCERTAIN),
        (27, 0.10, Flag.UNCERTAIN),
        (45, 0.50, Flag.UNCERTAIN),
        (22, 0.50, Flag.UNRELIABLE),
        (40, 0.01, Flag.UNCERTAIN),
        (500, 0.01, Flag.BELOW),
        (500, 0.99, Flag.ABOVE),
    ],
)
def test_flag_says_how_far_to_trust_a_share(n: int, share: float, flag: Flag) -> None:
    found = protect_shares(plain(n, share), np.zeros((1, 1)), 1.5, POLICY)

    assert found.flag[0, 0] is flag


def test_nobody_and_almost_nobody_look_alike() -> None:
    shown = [
        protect_shares(plain(500, share), np.zeros((1, 1)), 1.5, POLICY)
        for share in (0.0, 0.01, 0.02)
    ]

    ends = {(f.value.item(), f.low.item(), f.high.item()) for f in shown}
    assert len(ends) == 1
    assert next(iter(ends))[:2] == (0.02, 0.0)


def test_interval_is_the_one_made_by_hand() -> None:
    found = protect_shares(plain(100, 0.4), np.ones((1, 1)), 1.5, POLICY)

    p = 0.4 + 1.5 / 100
    error = np.sqrt(p * (1 - p) / 99 + (1.5 / 100) ** 2)
    low, high = korn_graubard(np.array(p), np.array(error), np.array(100), np.array(99))
    assert found.exact.item() == pytest.approx(p)
    assert found.low.item() == np.floor(low * 100) / 100
    assert found.high.item() == np.ceil(high * 100) / 100


def test_noised_categories_add_up_to_one() -> None:
    counted = replace(plain(60, 0.0), shares=np.array([[0.5, 0.3, 0.2]]))

    found = protect_shares(counted, np.array([[2.0, -1.0, 0.5]]), 1.5, POLICY)

    assert found.exact.sum() == pytest.approx(1)


def test_noise_in_many_rare_answers_does_not_wear_down_the_common_one() -> None:
    counted = replace(plain(22, 0.0), shares=np.array([[0.91] + [0.01] * 9]))
    rounds = np.random.default_rng(6).normal(size=(2000, 10))

    found = [protect_shares(counted, normal[None, :], 1.5, POLICY) for normal in rounds]

    held = [each.low[0, 0] <= 0.91 <= each.high[0, 0] for each in found]
    assert np.mean(held) > 0.95


def scale_of(shares: list[float], points: list[float], n: int) -> tuple[Tally, Scale, Protected]:
    counted = replace(plain(n, 0.0), shares=np.array([shares]))
    normal = np.linspace(-1, 1, len(shares))[None, :]
    figures = protect_shares(counted, normal, 1.5, POLICY)
    places = list(range(len(points)))
    return counted, Scale.of(np.array(points), places, figures, np.array([n])), figures


def test_mean_is_made_from_noised_shares_and_carries_their_noise_alone() -> None:
    counted, scale, _ = scale_of([0.5, 0.0, 0.5], [1.0, 3.0, 5.0], 100)

    found = protect_means(counted, scale, POLICY)

    # By hand: noise of -0.015, 0 and 0.015 on the three shares, whose sum stays 1.
    mean = 0.485 * 1 + 0.515 * 5
    noise = 0.015 * np.sqrt((1 - mean) ** 2 + (3 - mean) ** 2 + (5 - mean) ** 2)
    spread = 0.485 * 1 + 0.515 * 25 - mean**2
    half = 1.9842169515 * np.sqrt(spread / 99 + noise**2)  # t quantile with 99 degrees of freedom
    assert found.value.item() == pytest.approx(round(mean, 1))
    assert found.low.item() == pytest.approx(np.floor((mean - half) * 100) / 100)
    assert found.high.item() == pytest.approx(np.ceil((mean + half) * 100) / 100)


def test_quarters_are_read_off_the_noised_distribution() -> None:
    counted, scale, figures = scale_of([0.2, 0.2, 0.3, 0.2, 0.1], [1, 2, 3, 4, 5], 1000)

    found = protect_quantiles(counted, scale, steps(np.arange(1.0, 6.0)), POLICY)

    below = np.cumsum(figures.exact[0])
    assert found.value[0].tolist() == [float(1 + (below < p).sum()) for p in (0.25, 0.5, 0.75)]
    assert found.value[0].tolist() == [2.0, 3.0, 4.0]
    assert ((found.low <= found.value) & (found.value <= found.high)).all()


def test_numbers_are_interpolated_within_their_bin() -> None:
    inverse = within_bins(np.array([0.0, 10.0, 11.0, 31.0]))

    found = [
        inverse(np.array([[0.4, 0.5, 1.0]]), np.array([share]), 0).item()
        for share in (0.2, 0.45, 0.75, 1.0)
    ]

    assert found == [5.0, 10.0, 21.0, 30.0]
    ends = [inverse(np.array([[0.4, 0.5, 1.0]]), np.array([0.75]), side).item() for side in (-1, 1)]
    assert ends == [11.0, 30.0]


def test_bins_hold_a_tenth_of_the_noised_answers_each() -> None:
    answers = np.random.default_rng(4).poisson(30, 3000)
    counts = np.bincount(np.searchsorted(GRID, answers, side="right") - 1, minlength=len(GRID))

    bins = bins_from(counts / 3000 + np.random.default_rng(5).normal(0, 0.0005, len(GRID)), 0.0005)

    assert bins is not None
    shares = np.bincount(bins.places(answers)) / 3000
    assert shares.min() > 0.09
    assert bins.names[0] == "0-24"
    assert bins.places(np.array([-9, 0, 1000])).tolist() == [-1, 0, len(bins.names) - 1]


def test_answers_that_are_all_alike_make_no_bins() -> None:
    shares = np.where(GRID == 5, 1.0, 0.0)

    assert bins_from(shares, 0.001) is None


def test_number_of_families_is_never_shown_below_the_minimum() -> None:
    shown = round_n(np.array([20, 22, 23, 997]), POLICY)

    assert shown.tolist() == [20, 20, 25, 995]
    assert round_n(np.array([12]), Policy(minimum=12)).tolist() == [15]


def coverage(size: int, probabilities: list[float], rounds: int) -> dict[str, float]:
    """How often intervals hold the truth; unequal weights, samples of a large population."""
    chance, held = np.random.default_rng(size), {"share": 0, "mean": 0, "median": 0}
    points = np.arange(1.0, len(probabilities) + 1)
    mean, median = points @ probabilities, points[np.cumsum(probabilities) >= 0.5][0]
    names = [str(each) for each in points]
    for count in range(rounds):
        cut = Cut(np.zeros(size, dtype=np.intp), 1, chance.uniform(1, 4, size), np.arange(size))
        counted = cut.tally(chance.choice(len(points), size, p=probabilities), len(points))
        noise = Noise(SECRET).normal(("share", str(count), "county"), ["c"], names)
        shares = protect_shares(counted, noise, POLICY.tau, POLICY)
        scale = Scale.of(points, list(range(len(points))), shares, counted.n)
        means = protect_means(counted, scale, POLICY)
        quarters = protect_quantiles(counted, scale, steps(points), POLICY)
        held["share"] += int(shares.low[0, 0] <= probabilities[0] <= shares.high[0, 0])
        held["mean"] += int(means.low[0, 0] <= mean <= means.high[0, 0])
        held["median"] += int(quarters.low[0, 1] <= median <= quarters.high[0, 1])
    return {name: number / rounds for name, number in held.items()}


@pytest.mark.parametrize(
    ("size", "probabilities"),
    [
        (25, [0.3, 0.2, 0.25, 0.15, 0.1]),
        (40, [0.2, 0.8]),
        (90, [0.35, 0.1, 0.2, 0.2, 0.15]),
        (250, [0.1, 0.15, 0.3, 0.25, 0.2]),
    ],
)
def test_intervals_with_noise_hold_the_truth_as_often_as_they_say(
    size: int, probabilities: list[float]
) -> None:
    held = coverage(size, probabilities, rounds=400)

    assert 0.93 <= held["share"] <= 0.998
    assert 0.93 <= held["mean"] <= 0.998
    # The answers of a scale are few; an interval of whole answers holds more than it must.
    assert held["median"] >= 0.93
