"""The audit finds who would be revealed, and names the views to leave out."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.audit import Attack, Crowd, Published
from analytics.codebook import Codebook
from analytics.dataset import Dataset, from_records
from analytics.noise import Noise
from analytics.protect import Cut, Policy
from analytics.release import safe_cells
from analytics.released import Cell, Flag, Measure, ReleasedTable
from analytics.variable_cells import Earlier
from analytics.views import build_views
from tests.analytics.builders import AGS, categories, codebook, variable

SECRET = b"sixteen bytes ok"
COUNTY = "16065"
AREA_OF = {ags: f"area-{position // 2}" for position, ags in enumerate(AGS)}
POLICY = Policy()


def survey_with_uniques(seed: int) -> tuple[np.ndarray, list[tuple[str, np.ndarray, int]]]:
    """300 families in 6 areas and 4 forms; the rarest form has one family in most areas."""
    chance = np.random.default_rng(seed)
    area = chance.choice(6, size=300)
    form = chance.choice(4, size=300, p=[0.6, 0.27, 0.11, 0.02])
    whole = np.zeros(300, dtype=np.intp)
    views = [("county", whole, 1), ("area", area, 6), ("form", form, 4)]
    return chance.random(300) < 0.1, [*views, ("area*form", area * 4 + form, 24)]


def attack_on(
    tau: float, minimum: int, seed: int
) -> tuple[Attack, Crowd, np.ndarray, list[Published]]:
    answers, views = survey_with_uniques(seed)
    weights, published = np.ones(300), []
    for name, codes, size in views:
        counted = Cut(codes, size, weights, np.arange(300)).tally(answers.astype(int), 2)
        noise = Noise(SECRET).normal(("share", str(seed), name), list(map(str, range(size))), ["1"])
        shares = np.clip(counted.shares[:, 1] + tau * counted.heaviest * noise[:, 0], 0, 1)
        shown = np.where(counted.n < minimum, np.nan, shares.round(2))
        published.append(Published(shown[:, None], tau * counted.heaviest))
    crowd = Crowd(views)
    attack = Attack(crowd, weights, minimum=20)
    prior = attack.expected(answers[:, None], published, is_sensitive=True)
    return attack, crowd, prior, published


def test_unprotected_table_is_caught() -> None:
    attack, crowd, prior, published = attack_on(tau=0.0, minimum=1, seed=5)

    dropped = attack.views_to_drop(prior, published)

    assert attack.revealed(prior, published).sum() > 0
    assert "area*form" in dropped
    left = [None if v in dropped else p for v, p in zip(crowd.names, published, strict=True)]
    assert attack.revealed(prior, left).sum() == 0


@pytest.mark.parametrize("seed", range(8))
def test_protected_table_passes_the_audit(seed: int) -> None:
    attack, _, prior, published = attack_on(tau=1.5, minimum=20, seed=seed)

    assert attack.views_to_drop(prior, published) == frozenset()


def test_what_was_released_before_is_attacked_and_cannot_be_taken_back() -> None:
    answers, views = survey_with_uniques(5)
    weights = np.ones(300)
    exact = [
        Published(Cut(c, size, weights, np.arange(300)).tally(answers.astype(int), 2).shares[:, 1:],
                  np.zeros(size))
        for _, c, size in views
    ]  # fmt: skip
    crowd = Crowd([views[0], *views], fixed=4)
    attack = Attack(crowd, weights, minimum=20)
    seen = [exact[0], *exact]

    prior = attack.expected(answers[:, None], seen, is_sensitive=True)

    assert attack.revealed(prior, seen).sum() > 0
    assert attack.views_to_drop(prior, seen) == {"county"}


def test_certainty_equals_bayes_rule_for_one_person_in_one_noised_figure() -> None:
    crowd = Crowd([("v", np.array([0, -1, -1]), 1)])
    attack = Attack(crowd, np.ones(3), minimum=2)
    figure = [Published(np.array([[0.7]]), np.array([0.5]))]

    sure = attack.posterior(np.full((1, 2), 0.2), figure)

    # By hand: the figure is the answer itself plus noise.
    variance = 0.5**2 + 0.01**2 / 12
    odds = 0.2 / 0.8 * np.exp(((0.7 - 0) ** 2 - (0.7 - 1) ** 2) / (2 * variance))
    assert sure[0] == pytest.approx([odds / (1 + odds)])


def test_audit_agrees_with_the_matrices_written_out() -> None:
    answers, views = survey_with_uniques(3)
    weights = np.random.default_rng(1).uniform(1, 4, 300)
    attack = Attack(Crowd(views), weights, minimum=20)
    seen, parts = [], []
    for _, codes, size in views:
        inside = (codes == np.arange(size)[:, None]) * weights
        parts.append(inside / np.maximum(inside.sum(axis=1, keepdims=True), 1e-9))
        seen.append(Published((parts[-1] @ answers)[:, None], np.full(size, 0.02)))
    prior = attack.expected(answers[:, None], seen, is_sensitive=True)

    sure = attack.posterior(prior, seen)[0]

    p, whole = prior[0, 0], np.vstack(parts)
    said = np.concatenate([each.shares[:, 0] for each in seen])
    noise = np.eye(len(whole)) * (0.02**2 + 0.01**2 / 12)
    kind = views[3][1]
    rare = np.flatnonzero(np.bincount(kind)[kind] < 20)
    for place, family in enumerate(rare[:20]):
        rest = np.delete(whole, family, axis=1)
        inverse = np.linalg.inv(p * (1 - p) * rest @ rest.T + noise)
        no = said - rest.sum(axis=1) * p
        yes = no - whole[:, family]
        odds = p / (1 - p) * np.exp((no @ inverse @ no - yes @ inverse @ yes) / 2)
        assert sure[place] == pytest.approx(odds / (1 + odds), rel=1e-6)


def debts_known_by_form(*, is_sensitive: bool) -> tuple[Dataset, tuple[object, ...]]:
    """Sixty families of a rare form in all areas, the only ones with debts."""
    plan: Codebook = codebook(
        variable("municipality", "category", categories=categories(AGS)),
        variable("debt", "flag", question="money", option="debt", sensitive=is_sensitive),
        variable("axis.form", "axis", categories=categories(("rare", "usual"))),
    )
    rows = [
        {
            "municipality": 1 + place % 8,
            "axis.form": 1 if place < 60 else 2,
            "debt": int(place < 60),
        }
        for place in range(2000)
    ]
    survey = from_records(plan, rows, [[]] * 2000)
    return survey, build_views(survey, COUNTY, AREA_OF)


def test_release_leaves_out_and_names_the_view_that_gives_a_sensitive_answer_away() -> None:
    survey, views = debts_known_by_form(is_sensitive=True)

    safe = safe_cells(survey, np.ones(2000), views, POLICY, SECRET)

    assert safe.left_out == safe.leaks == {("debt", "axis.form")}
    assert not {(cell.topic, cell.view) for cell in safe.cells} & safe.left_out
    assert any(cell.topic == "debt" for cell in safe.cells)


def test_question_called_sensitive_later_gets_noise_of_its_own() -> None:
    marks = [
        safe_cells(survey, np.ones(2000), views, POLICY, SECRET).marks
        for survey, views in (debts_known_by_form(is_sensitive=each) for each in (True, False))
    ]

    assert not set(marks[0].values()) & set(marks[1].values())


def test_what_is_left_out_today_is_known_since_the_day_it_was_released() -> None:
    survey, views = debts_known_by_form(is_sensitive=True)
    left_out = {("debt", "axis.form")}
    marks = safe_cells(survey, np.ones(2000), views, POLICY, SECRET).marks
    key = (Measure.SHARE, "debt", "axis.form")
    cells = (
        Cell(*key, "rare", "1", 0.98, 0.9, 1.0, 60, Flag.PLAIN),
        Cell(*key, "usual", "1", 0.02, 0.0, 0.02, 1940, Flag.PLAIN),
    )
    before = [Earlier(ReleasedTable(cells), views, marks, POLICY)]

    again = safe_cells(
        survey, np.ones(2000), views, POLICY, SECRET, without=left_out, earlier=before
    )

    assert again.leaks
    assert not any(cell.topic == "debt" for cell in again.cells)


def test_what_a_large_group_has_in_common_is_statistics_when_it_is_not_sensitive() -> None:
    survey, views = debts_known_by_form(is_sensitive=False)

    safe = safe_cells(survey, np.ones(2000), views, POLICY, SECRET)

    rare = ReleasedTable(safe.cells).get(Measure.SHARE, "debt", "axis.form", "rare", "1")
    assert rare is not None
    assert rare.value > 0.9  # type: ignore[operator]
