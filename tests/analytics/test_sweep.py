"""One pass over all questions gives the figures of one call for each."""

from __future__ import annotations

import numpy as np
import pytest

from analytics import sweep
from analytics.design import Design
from analytics.errors import AnalyticsError
from analytics.estimate import Domain, means, shares
from analytics.intervals import korn_graubard
from analytics.replicates import jackknife
from analytics.sweep import all_means, all_shares
from tests.analytics.samples import (
    FAMILIES,
    close,
    clus1,
    everybody,
    number,
    raked_families,
)
from tests.references.witness import case, codes

CATEGORIES = (2, 4, 3)


def answers(units: int, seed: int = 5) -> np.ndarray:
    draws = np.random.default_rng(seed)
    return np.column_stack([draws.integers(-1, count, units) for count in CATEGORIES])


def views(units: int) -> list[Domain]:
    draws = np.random.default_rng(6)
    return [Domain.everybody(units), Domain(draws.integers(-1, 5, units), 6)]


def test_shares_by_place_equal_r() -> None:
    expected = case("rake.families")["shares"]
    design, place = raked_families()
    language, _ = codes(FAMILIES["sprache"])
    form, _ = codes(FAMILIES["form"])

    (found,) = all_shares(design, np.column_stack([form, language]), (4, 2), [Domain(place, 12)])

    assert found.of(1).value.T.ravel() == close(expected["estimate"])
    assert found.of(1).se.T.ravel() == close(np.ravel(expected["se"]))


def test_each_question_has_the_figures_of_its_own_call() -> None:
    design, _ = raked_families()
    given = answers(len(FAMILIES))

    found = all_shares(design, given, CATEGORIES, views(len(FAMILIES)))

    for view, domain in zip(found, views(len(FAMILIES)), strict=True):
        for question, count in enumerate(CATEGORIES):
            own, alone = view.of(question), shares(design, given[:, question], count, domain)
            assert own.value == close(alone.value)
            assert own.se == close(alone.se)
            assert own.n.tolist() == alone.n.tolist()
            assert own.respondents.tolist() == alone.respondents.tolist()
            assert own.df.tolist() == alone.df.tolist()


def test_questions_in_portions_have_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    design, given = Design(np.ones(60)), answers(60)
    (whole,) = all_shares(design, given, CATEGORIES, [Domain.everybody(60)])

    monkeypatch.setattr(sweep, "_AT_ONCE", 60 * 4)
    (portions,) = all_shares(design, given, CATEGORIES, [Domain.everybody(60)])

    assert portions.estimates.value == close(whole.estimates.value)
    assert portions.estimates.se == close(whole.estimates.se)
    assert portions.estimates.n.tolist() == whole.estimates.n.tolist()


def test_children_of_drawn_centres_have_the_figures_of_their_own_call() -> None:
    design = clus1()
    owner = np.repeat(np.arange(len(design.weights)), 2)[::-1]
    given, domain = answers(len(owner)), Domain(answers(len(owner), 8)[:, 1], 4, owner)

    (found,) = all_shares(design, given, CATEGORIES, [domain])

    alone = shares(design, given[:, 2], 3, domain)
    assert found.of(2).se == close(alone.se)
    assert found.of(2).respondents.tolist() == alone.respondents.tolist()
    assert found.of(2).df.tolist() == alone.df.tolist()
    low, _ = korn_graubard(alone.value, alone.se, alone.respondents[:, None], alone.df[:, None])
    assert found.limits[0][:, found.question == 2] == close(low)


def test_means_of_all_scales_have_the_figures_of_their_own_call() -> None:
    design, place = raked_families()
    values = np.column_stack(
        [number("zufriedenheit", FAMILIES), number("wartezeit_wochen", FAMILIES)]
    )

    (found,) = all_means(design, values, [Domain(place, 12)])

    alone = means(design, values[:, 1], Domain(place, 12))
    assert found.of(1).value == close(alone.value)
    assert found.of(1).se == close(alone.se)


def test_replicates_go_the_same_way() -> None:
    design = jackknife(clus1(fpc=False))
    given, all_ = answers(len(design.weights)), Domain.everybody(len(design.weights))

    (found,) = all_shares(design, given, CATEGORIES, [all_])

    assert found.of(1).se == close(shares(design, given[:, 1], 4, all_).se)
    assert found.of(1).df.tolist() == shares(design, given[:, 1], 4, all_).df.tolist()


def test_question_nobody_answered_is_empty_and_leaves_the_others() -> None:
    given = np.column_stack([np.full(4, -1), [0, 1, 1, 1]])

    (found,) = all_shares(Design(np.ones(4)), given, (2, 2), [Domain.everybody(4)])

    assert np.isnan(found.of(0).value).all()
    assert found.of(1).value.tolist() == [[0.25, 0.75]]
    assert np.isnan(found.limits[0][0, :2]).all()


def test_numbers_of_categories_must_fit() -> None:
    with pytest.raises(AnalyticsError, match="3 questions, but 1 numbers"):
        all_shares(Design(np.ones(2)), answers(2), (2,), [everybody()])
