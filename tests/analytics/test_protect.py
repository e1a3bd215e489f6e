"""Released figures keep their promises: minimum, noise, intervals, flags, audit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.audit import Attack, Crowd, Published
from analytics.bins import GRID, bins_from
from analytics.codebook import Codebook
from analytics.dataset import Dataset, from_records
from analytics.errors import DatasetError, PolicyError, WeightError
from analytics.intervals import korn_graubard
from analytics.noise import Noise, fingerprint
from analytics.protect import Cut, Policy, Protected, Tally, protect_shares, round_n
from analytics.release import response_cells, safe_cells
from analytics.released import Cell, Flag, Measure, ReleasedTable
from analytics.scales import Scale, protect_means, protect_quantiles, steps, within_bins
from analytics.views import build_views
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
        "county", "area", "municipality", "axis.form", "axis.age", "area*axis.form",
        "area*axis.age",
    ]  # fmt: skip


def test_group_of_an_area_and_an_axis_is_named_by_both() -> None:
    crossed = build_views(SURVEY, COUNTY, AREA_OF)[5]

    first = crossed.groups[crossed.codes["family"][0]]

    family = SURVEY.families.iloc[0]
    area = AREA_OF[AGS[int(family["municipality"]) - 1]]
    assert first == f"{area}*{('single', 'couple')[int(family['axis.form']) - 1]}"


def test_trait_of_children_cuts_no_families() -> None:
    view = build_views(SURVEY, COUNTY, AREA_OF)[4]

    assert view.of("family") is None
    assert view.of("child") is not None


def test_municipality_that_is_an_area_by_itself_is_not_shown_twice() -> None:
    alone = {**AREA_OF, AGS[0]: "alone", AGS[1]: "other"}

    views = {view.name: view for view in build_views(SURVEY, COUNTY, alone)}

    assert set(views["municipality"].groups) == set(AGS[2:])
    assert "municipality" not in {
        view.name for view in build_views(SURVEY, COUNTY, {ags: ags for ags in AGS})
    }


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


def test_leaving_a_view_out_or_adding_one_changes_no_other_figure() -> None:
    less = released(SURVEY, without={("debt", "area")})

    assert set(less.cells) == {c for c in TABLE if (c.topic, c.view) != ("debt", "area")}


def test_question_for_a_number_has_shares_of_bins_and_quarters() -> None:
    plan = codebook(
        variable("municipality", "category", categories=categories(AGS)),
        variable("hours", "number"),
    )
    hours = np.random.default_rng(2).choice([0, 20, 25, 30, 40], 600)
    rows = [{"municipality": 1 + at % 8, "hours": int(each)} for at, each in enumerate(hours)]
    survey = from_records(plan, rows, [[]] * 600)

    table = released(survey)

    shares = {
        c.category: c.value for c in table.where(topic="hours", view="county", measure="share")
    }
    assert list(shares) == ["0", "1-24", "25-29", "30-34", "35+"]
    assert sum(shares.values()) == pytest.approx(1, abs=0.03)  # type: ignore[arg-type]
    median = table.get(Measure.QUANTILE, "hours", "county", COUNTY, "50")
    assert median is not None
    assert median.low <= 25 <= median.high  # type: ignore[operator]


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
        "county", "area", "municipality", "axis.age",
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

    cells = response_cells("area", COUNTY, counted, POLICY, Noise(SECRET))

    table = ReleasedTable(cells)
    response = table.get(Measure.RESPONSE, "area", "county", COUNTY, "area-0")
    assert response is not None
    assert response.value == pytest.approx(0.75, abs=0.02)
    assert response.n == 400
    assert table.get(Measure.POPULATION, "area", "county", COUNTY, "area-1") == Cell(
        Measure.POPULATION, "area", "county", COUNTY, "area-1", 0.5, None, None, None, Flag.PLAIN
    )


# ------- the audit


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


def test_what_a_large_group_has_in_common_is_statistics_when_it_is_not_sensitive() -> None:
    survey, views = debts_known_by_form(is_sensitive=False)

    safe = safe_cells(survey, np.ones(2000), views, POLICY, SECRET)

    rare = ReleasedTable(safe.cells).get(Measure.SHARE, "debt", "axis.form", "rare", "1")
    assert rare is not None
    assert rare.value > 0.9  # type: ignore[operator]


# ------- coverage


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
