"""Krippendorff's alpha against published and hand-worked cases."""

import math

import numpy as np
import pytest

from analytics.agreement import alpha_nominal, compare
from analytics.errors import EmptyBaseError


def codes(*lines):
    return np.array([[-1 if c == "." else int(c) for c in line.split()] for line in lines])


def given(*columns):
    """Themes as a table of texts and themes, one word of 0 and 1 for each theme."""
    return np.array([[letter == "1" for letter in column] for column in columns]).T


@pytest.mark.parametrize(
    ("table", "published"),
    [
        (codes("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"), 0.095),
        (codes("0 0 1 1 3 2 2 2 4 3 3 0", "1 0 1 1 1 2 2 2 4 3 3 3"), 0.692),
        (
            codes(
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
        ),
    ],
    ids=["two people, yes or no", "two people, five categories", "four people, gaps"],
)
def test_alpha_is_that_of_the_examples_krippendorff_published(table, published):
    assert round(alpha_nominal(table), 3) == published


def test_alpha_of_one_theme_follows_by_hand():
    # 4 texts; the two differ on one; the theme was given 3 times among 8 decisions.
    # observed 1/4; expected 2·3·5/(8·7) = 30/56; alpha = 1 - (1/4)/(30/56) = 8/15.
    found = compare(given("1100"), given("1000"), seed=1)

    assert found.themes[0].alpha == pytest.approx(8 / 15, rel=1e-12)
    assert found.themes[0].percent == 0.75
    assert (found.themes[0].first, found.themes[0].second) == (2, 1)


def test_alpha_of_sets_sums_disagreements_before_it_divides():
    # Theme 1 as above. Theme 2: equal everywhere, given 2 times among 8: expected 2·2·6/56 = 24/56.
    # alpha = 1 - (1/4 + 0)/(30/56 + 24/56) = 1 - 14/54.
    found = compare(given("1100", "0010"), given("1000", "0010"), seed=1)

    assert found.overall.alpha == pytest.approx(1 - 14 / 54, rel=1e-12)
    assert found.overall.percent == 7 / 8


def test_alpha_of_two_people_is_the_general_one():
    random = np.random.default_rng(4)
    first = random.random((60, 3)) < 0.3
    second = first ^ (random.random((60, 3)) < 0.1)

    found = compare(first, second, seed=1)

    for column, theme in enumerate(found.themes):
        general = alpha_nominal(np.array([first[:, column], second[:, column]], dtype=int))
        assert theme.alpha == pytest.approx(general, rel=1e-12)


def test_interval_of_a_bootstrap_holds_the_true_alpha_about_as_often_as_it_says():
    # Both see the truth through the same mistakes: alpha of the population is known.
    random, prevalence, slip, hits = np.random.default_rng(11), 0.3, 0.08, 0
    seen = prevalence * (1 - slip) + (1 - prevalence) * slip
    differing = 2 * slip * (1 - slip)
    truth = 1 - differing / (2 * seen * (1 - seen))

    for _ in range(200):
        theme = random.random((80, 1)) < prevalence
        first, second = (theme ^ (random.random((80, 1)) < slip) for _ in range(2))
        one = compare(first, second, seed=3, draws=400).themes[0]
        hits += one.low <= truth <= one.high

    assert 0.88 <= hits / 200 <= 0.98


def test_a_theme_nobody_gave_has_no_alpha():
    theme = compare(given("0000"), given("0000"), seed=1).themes[0]

    assert math.isnan(theme.alpha)
    assert theme.percent == 1.0


def test_perfect_agreement_on_few_texts_is_not_called_certain():
    few = compare(given("1010"), given("1010"), seed=1).themes[0]
    many = compare(given("10" * 100), given("10" * 100), seed=1).themes[0]

    assert (few.alpha, many.alpha) == (1.0, 1.0)
    # 4 texts without a difference allow for 1 - 0.025^(1/4) of them to differ; expected 32/56.
    assert few.low == pytest.approx(1 - (1 - 0.025**0.25) / (32 / 56))
    assert few.low < 0.0 < 0.96 < many.low


def test_comparing_nothing_says_what_is_missing():
    empty = np.zeros((0, 2), dtype=bool)

    with pytest.raises(EmptyBaseError, match="second person"):
        compare(empty, empty, seed=1)
    with pytest.raises(EmptyBaseError, match="two coders"):
        alpha_nominal(codes("1 2 . .", ". . 1 2"))
