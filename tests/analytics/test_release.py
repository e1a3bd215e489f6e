"""A whole release: its views, its figures, what it hides and leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.dataset import Dataset, from_records
from analytics.errors import DatasetError, WeightError
from analytics.noise import Noise
from analytics.protect import Policy
from analytics.release import response_cells, safe_cells
from analytics.released import Cell, Flag, Measure, ReleasedTable
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


def test_views_are_the_county_the_areas_each_axis_and_areas_by_axis() -> None:
    views = build_views(SURVEY, COUNTY, AREA_OF)

    assert [view.name for view in views] == [
        "county", "area", "municipality", "axis.form", "axis.age", "area*axis.form",
        "area*axis.age",
    ]  # fmt: skip


def test_without_a_question_for_the_home_nothing_is_shown_by_area() -> None:
    views = build_views(SURVEY, COUNTY, AREA_OF, place="")

    assert [view.name for view in views] == ["county", "axis.form", "axis.age"]


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
    table = released(family_survey(300, seed=12))

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


def test_noise_of_the_response_hides_the_family_with_most_children() -> None:
    counted = {"area-0": (300, 1000.0), "area-1": (100, 1000.0)}

    widths = [
        cell.high - cell.low
        for most in (1, 4)
        for cell in response_cells("area", COUNTY, counted, POLICY, Noise(SECRET), most)[:1]
    ]

    assert widths == pytest.approx([4 * 1.5 / 400, 4 * 4 * 1.5 / 400], abs=0.02)
    assert widths[1] > 2 * widths[0]


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
