"""Released figures keep their promises: minimum, noise, intervals, flags, audit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.audit import Attack, Published
from analytics.codebook import Codebook
from analytics.dataset import Dataset, from_records
from analytics.errors import DatasetError, PolicyError, WeightError
from analytics.intervals import korn_graubard
from analytics.noise import Noise
from analytics.protect import Cut, Policy, Scale, Tally, protect_means, protect_shares, round_n
from analytics.release import response_cells, safe_cells
from analytics.released import Cell, Flag, Measure, ReleasedTable
from analytics.views import View, build_views
from tests.analytics.builders import AGS, categories, codebook, family_survey, variable

SECRET = b"sixteen bytes ok"
COUNTY = "16065"
AREA_OF = {ags: f"area-{position // 2}" for position, ags in enumerate(AGS)}
POLICY = Policy()


def released(survey: Dataset, secret: bytes = SECRET, **kwargs: object) -> ReleasedTable:
    views = build_views(survey, COUNTY, AREA_OF)
    weights = np.random.default_rng(9).uniform(2, 6, len(survey.families))
    return ReleasedTable(safe_cells(survey, weights, views, POLICY, secret, **kwargs).cells)  # type: ignore[arg-type]


SURVEY = family_survey(700, seed=11)
TABLE = released(SURVEY)


# ------- views


def test_views_are_the_county_the_areas_each_axis_and_areas_by_axis() -> None:
    views = build_views(SURVEY, COUNTY, AREA_OF)

    assert [view.name for view in views] == [
        "county", "area", "axis.form", "axis.age", "area*axis.form", "area*axis.age",
    ]  # fmt: skip


def test_group_of_an_area_and_an_axis_is_named_by_both() -> None:
    crossed = build_views(SURVEY, COUNTY, AREA_OF)[4]

    first = crossed.groups[crossed.families[0]]  # type: ignore[index]

    family = SURVEY.families.iloc[0]
    area = AREA_OF[AGS[int(family["municipality"]) - 1]]
    assert first == f"{area}*{('single', 'couple')[int(family['axis.form']) - 1]}"


def test_trait_of_children_cuts_no_families() -> None:
    view = build_views(SURVEY, COUNTY, AREA_OF)[3]

    assert view.families is None
    assert view.of("child") is not None


def test_municipality_without_area_is_named() -> None:
    with pytest.raises(DatasetError, match=f"{AGS[0]} belongs to no planning area"):
        build_views(SURVEY, COUNTY, dict.fromkeys(AGS[1:], "x"))


# ------- tallies


def test_family_counts_once_with_all_its_children() -> None:
    cut = Cut(np.array([0, 0, 0, 1]), 2, np.array([2.0, 2.0, 1.0, 1.0]), np.array([0, 0, 1, 1]))

    counted = cut.tally(np.array([1, 0, 0, -1]), 2)

    # By hand: family 0 weighs 4 of 5, family 1 one of 5; nobody answered in group 1.
    assert counted.n.tolist() == [2, 0]
    assert counted.heaviest.tolist() == [0.8, 0.0]
    assert counted.deff.tolist() == pytest.approx([2 * 17 / 25, 0.0])
    assert counted.shares.tolist() == [pytest.approx([0.6, 0.4]), [0.0, 0.0]]


# ------- noise


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


def test_short_secret_is_refused() -> None:
    with pytest.raises(PolicyError, match="has 5 bytes"):
        Noise(b"short")


@pytest.mark.parametrize("loose", [{"minimum": 9}, {"tau": 1.0}, {"tau_sensitive": 1.5}])
def test_policy_can_only_be_made_stricter(loose: dict[str, float]) -> None:
    with pytest.raises(PolicyError, match="may not be below"):
        Policy(**loose)  # type: ignore[arg-type]


# ------- figures


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
        (29, 0.30, Flag.UNCERTAIN),
        (45, 0.50, Flag.UNCERTAIN),
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


def test_mean_moves_by_noise_on_the_width_of_the_scale() -> None:
    counted = replace(plain(100, 0.0), shares=np.array([[0.5, 0.0, 0.5]]))
    scale = Scale(np.array([1.0, 3.0, 5.0]), counted.shares)

    found = protect_means(counted, scale, np.ones((1, 1)), 1.5, POLICY)

    noise = 1.5 * 4 / 100
    half = 1.9842169515 * np.sqrt(4 / 99 + noise**2)  # t quantile with 99 degrees of freedom
    assert found.value.item() == pytest.approx(3.1)
    assert found.low.item() == pytest.approx(np.floor((3 + noise - half) * 100) / 100)
    assert found.high.item() == pytest.approx(np.ceil((3 + noise + half) * 100) / 100)


def test_number_of_families_is_never_shown_below_the_minimum() -> None:
    shown = round_n(np.array([20, 22, 23, 997]), POLICY)

    assert shown.tolist() == [20, 20, 25, 995]
    assert round_n(np.array([12]), Policy(minimum=12)).tolist() == [15]


# ------- a whole release


def test_release_holds_every_figure_once_and_keeps_the_rule() -> None:
    measures = {cell.measure for cell in TABLE}

    assert measures == {Measure.SHARE, Measure.MEAN}
    assert TABLE.get(Measure.SHARE, "barrier.money", "county", COUNTY, "1") is not None
    assert TABLE.get(Measure.SHARE, "need.care", "area*axis.age", "area-0*small", "1") is not None
    assert TABLE.get(Measure.MEAN, "satisfaction", "area", "area-1") is not None


def test_figures_lie_near_the_truth() -> None:
    weights = np.random.default_rng(9).uniform(2, 6, len(SURVEY.families))
    asked = SURVEY.families["satisfaction"].to_numpy()
    answered = asked > 0

    cell = TABLE.get(Measure.SHARE, "satisfaction", "county", COUNTY, "bad")

    truth = weights[answered & (asked == 1)].sum() / weights[answered].sum()
    assert cell is not None
    assert cell.value == pytest.approx(truth, abs=0.015)
    assert cell.low <= truth <= cell.high  # type: ignore[operator]


def test_same_secret_gives_the_same_release() -> None:
    assert released(SURVEY).cells == TABLE.cells


def test_other_secret_gives_other_figures() -> None:
    other = released(SURVEY, secret=SECRET[::-1])

    assert [cell.value for cell in other] != [cell.value for cell in TABLE]


def test_sensitive_question_is_not_shown_by_area_and_axis() -> None:
    views = {cell.view for cell in TABLE if cell.topic == "debt"}

    assert views == {"county", "area", "axis.form"}


def test_small_group_of_a_crossed_view_is_left_out() -> None:
    table = released(family_survey(150, seed=12))

    assert not [c for c in table if "*" in c.view and c.flag is Flag.TOO_FEW]
    assert [c for c in table if "*" in c.view]


def test_small_group_is_hidden_with_all_its_figures() -> None:
    table = released(family_survey(150, seed=12))

    hidden = [cell for cell in table if cell.flag is Flag.TOO_FEW]

    assert hidden
    assert {(c.value, c.low, c.high, c.n) for c in hidden} == {(None,) * 4}


def test_axis_and_place_are_not_shown_by_themselves() -> None:
    assert not [cell for cell in TABLE if cell.topic == "municipality"]
    assert {cell.view for cell in TABLE if cell.topic == "axis.form"} == {
        "county", "area", "axis.age", "area*axis.age",
    } & {cell.view for cell in TABLE if cell.topic == "axis.form"}  # fmt: skip
    assert "axis.form" not in {cell.view for cell in TABLE if cell.topic == "axis.form"}


def test_view_left_out_is_not_released() -> None:
    table = released(SURVEY, without={("debt", "area")})

    assert {cell.view for cell in table if cell.topic == "debt"} == {"county", "axis.form"}


def test_need_is_extrapolated_to_the_register() -> None:
    populations = {("need.care", "county", COUNTY): 3000.0, ("child", "area", "area-0"): 5000.0}

    table = released(SURVEY, populations=populations)

    share = table.get(Measure.SHARE, "need.care", "county", COUNTY, "1")
    persons = table.get(Measure.PERSONS, "need.care", "county", COUNTY, "1")
    of_area = table.get(Measure.PERSONS, "need.care", "area", "area-0", "1")
    assert share is not None
    assert persons is not None
    assert of_area is not None
    assert persons.value == pytest.approx(share.value * 3000, abs=20)  # type: ignore[operator]
    assert persons.low == np.floor(share.low * 300) * 10  # type: ignore[operator]
    # Two of five age bands are the base of the indicator.
    assert of_area.value == pytest.approx(0.3 * 0.4 * 5000, rel=0.35)


def test_weights_must_fit_the_families() -> None:
    views = build_views(SURVEY, COUNTY, AREA_OF)

    with pytest.raises(WeightError, match="need as many positive weights"):
        safe_cells(SURVEY, np.ones(3), views, POLICY, SECRET)


def test_response_is_set_beside_the_register() -> None:
    counted = {"area-0": (300, 1000.0), "area-1": (100, 1000.0)}

    cells = response_cells("area", COUNTY, counted, POLICY, SECRET)

    table = ReleasedTable(cells)
    response = table.get(Measure.RESPONSE, "area", "county", COUNTY, "area-0")
    assert response is not None
    assert response.value == pytest.approx(0.75, abs=0.02)
    assert response.n == 400
    assert table.get(Measure.POPULATION, "area", "county", COUNTY, "area-1") == Cell(
        Measure.POPULATION, "area", "county", COUNTY, "area-1", 0.5, None, None, None, Flag.PLAIN
    )


# ------- the audit


def survey_with_uniques(seed: int) -> tuple[np.ndarray, tuple[View, ...], np.ndarray]:
    """300 families in 6 areas and 4 forms; the rarest form has one family in most areas."""
    chance = np.random.default_rng(seed)
    area = chance.choice(6, size=300)
    form = chance.choice(4, size=300, p=[0.6, 0.27, 0.11, 0.02])
    both = area * 4 + form
    views = tuple(
        View(name, tuple(map(str, range(size))), codes, codes[:0])
        for name, codes, size in (
            ("county", np.zeros(300, dtype=np.intp), 1), ("area", area, 6), ("form", form, 4),
            ("area*form", both, 24),
        )
    )  # fmt: skip
    return (chance.random(300) < 0.1).astype(int), views, both


def attack_on(tau: float, minimum: int, seed: int) -> tuple[Attack, np.ndarray, list[Published]]:
    answers, views, kind = survey_with_uniques(seed)
    weights, published, groups = np.ones(300), [], []
    for view in views:
        codes = view.families
        assert codes is not None
        counted = Cut(codes, len(view.groups), weights, np.arange(300)).tally(answers, 2)
        noise = Noise(SECRET).normal(("share", str(seed), view.name), view.groups, ["1"])
        shares = np.clip(counted.shares[:, 1] + tau * counted.heaviest * noise[:, 0], 0, 1)
        hidden = counted.n < minimum
        published.append(
            Published(np.where(hidden, np.nan, shares.round(2)), tau * counted.heaviest)
        )
        groups.append((view.name, codes, len(view.groups)))
    attack = Attack(weights, kind, groups, minimum=20)
    return attack, attack.expected(answers == 1, is_sensitive=True), published


def test_unprotected_table_is_caught() -> None:
    attack, prior, published = attack_on(tau=0.0, minimum=1, seed=5)

    dropped = attack.views_to_drop(prior, published)

    assert attack.revealed(prior, published) > 0
    assert "area*form" in dropped
    left = [None if v in dropped else p for v, p in zip(attack.views, published, strict=True)]
    assert attack.revealed(prior, left) == 0


@pytest.mark.parametrize("seed", range(8))
def test_protected_table_passes_the_audit(seed: int) -> None:
    attack, prior, published = attack_on(tau=1.5, minimum=20, seed=seed)

    assert attack.views_to_drop(prior, published) == ()


def test_certainty_equals_bayes_rule_for_one_person_in_one_noised_figure() -> None:
    weights, kind = np.ones(3), np.array([0, 1, 1])
    attack = Attack(weights, kind, [("v", np.array([0, -1, -1]), 1)], minimum=2)

    sure = attack.posterior(np.full(3, 0.2), [Published(np.array([0.7]), np.array([0.5]))])

    # By hand: the figure is the answer itself plus noise.
    variance = 0.5**2 + 0.01**2 / 12
    odds = 0.2 / 0.8 * np.exp(((0.7 - 0) ** 2 - (0.7 - 1) ** 2) / (2 * variance))
    assert sure == pytest.approx([odds / (1 + odds)])


def debts_known_by_form(*, is_sensitive: bool) -> tuple[Dataset, tuple[View, ...]]:
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

    assert safe.left_out == {("debt", "axis.form")}
    assert not {(cell.topic, cell.view) for cell in safe.cells} & safe.left_out
    assert any(cell.topic == "debt" for cell in safe.cells)


def test_what_a_large_group_has_in_common_is_statistics_when_it_is_not_sensitive() -> None:
    survey, views = debts_known_by_form(is_sensitive=False)

    safe = safe_cells(survey, np.ones(2000), views, POLICY, SECRET)

    rare = ReleasedTable(safe.cells).get(Measure.SHARE, "debt", "axis.form", "rare", "1")
    assert rare is not None
    assert rare.value > 0.9  # type: ignore[operator]


# ------- coverage


@pytest.mark.parametrize(("size", "answer"), [(40, 0.2), (90, 0.35), (250, 0.1)])
def test_intervals_with_noise_hold_the_truth_as_often_as_they_say(size: int, answer: float) -> None:
    """Unequal weights, simple random samples of a large population."""
    chance, held, rounds = np.random.default_rng(size), 0, 1500
    for count in range(rounds):
        weights = chance.uniform(1, 4, size)
        answers = (chance.random(size) < answer).astype(np.intp)
        cut = Cut(np.zeros(size, dtype=np.intp), 1, weights, np.arange(size))
        counted = cut.tally(answers, 2)
        noise = Noise(SECRET).normal(("share", str(count), "county"), ["c"], ["1"])
        found = protect_shares(
            replace(counted, shares=counted.shares[:, 1:]), noise, POLICY.tau, POLICY
        )
        held += int(found.low[0, 0] <= answer <= found.high[0, 0])

    assert 0.93 <= held / rounds <= 0.995
