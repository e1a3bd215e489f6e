"""Post-stratified, raked, calibrated and trimmed weights, and design effects, equal R's."""

from __future__ import annotations

import json

import numpy as np
import pytest

from analytics import fitting
from analytics.design import Design
from analytics.design_effects import clustering, design_effect
from analytics.errors import ConvergenceError, WeightError
from analytics.estimate import means
from analytics.fitting import DISTANCES, Distance, bounded, calibrate, post_stratify, rake
from analytics.margins import Floats, Margin, categorical
from analytics.weights import trim
from tests.analytics.test_estimate import ALL, KIND, SCHOOLS, close
from tests.references.witness import FOLDER, codes, table

R = json.loads((FOLDER / "r-weights.json").read_text("utf-8"))
CASES = {case["id"]: case["result"] for case in R["cases"]}
INPUTS = R["inputs"]
BASE = SCHOOLS["pw"].to_numpy()
FAMILIES = table("familien.csv")
EVEN = np.full(len(FAMILIES), 17.6)


def of_schools(name: str) -> Margin:
    totals = {row[name]: float(row["Freq"]) for row in INPUTS[name]}
    return categorical(
        name, list(totals), codes(SCHOOLS[name], list(totals))[0], list(totals.values())
    )


def two_traits() -> Margin:
    cells = [(row["stype"], row["sch.wide"]) for row in INPUTS["both"]]
    seen = list(zip(SCHOOLS["stype"], SCHOOLS["sch.wide"], strict=True))
    place = np.array([cells.index(pair) for pair in seen])
    return categorical("both", list(map(str, cells)), place, [r["Freq"] for r in INPUTS["both"]])


def columns(wanted: str) -> list[Margin]:
    """Return R's columns of the model matrix as margins of amounts."""
    values = {
        "(Intercept)": np.ones(len(BASE)),
        "stypeH": SCHOOLS["stype"] == "H",
        "stypeM": SCHOOLS["stype"] == "M",
        "sch.wideYes": SCHOOLS["sch.wide"] == "Yes",
        "api99": SCHOOLS["api99"],
    }
    return [
        Margin(name, (name,), np.asarray(values[name], dtype=float)[:, None], np.array([total]))
        for name, total in ((key, float(each)) for key, each in INPUTS[wanted].items())
    ]


def of_families() -> list[Margin]:
    margins = []
    for name, totals in zip(("gemeinde", "alter", "form", "sprache"), INPUTS["fm"], strict=True):
        place = codes(FAMILIES[name].astype(str), list(totals))[0]
        margins.append(categorical(name, list(totals), place, list(totals.values())))
    return margins


def expected(case: str) -> Floats:
    return np.array(CASES[case]["rows"])


def test_post_stratified_weights_and_standard_errors_equal_r() -> None:
    margin = of_schools("stype")

    weights = post_stratify(BASE, margin)

    assert weights == close(expected("strat.post_stratify"))
    assert post_stratify(BASE, two_traits()) == close(expected("plain.post_stratify_two_traits"))
    design = Design(weights, auxiliaries=margin.amounts, fit=BASE)
    found = means(design, SCHOOLS["api00"].to_numpy(dtype=float), ALL)
    assert found.se.item() == close(CASES["strat.post_stratify"]["api00"]["se"])


def test_raked_weights_of_schools_and_of_2502_families_equal_r() -> None:
    schools = rake(BASE, [of_schools("stype"), of_schools("sch.wide")])
    families = rake(EVEN, of_families())

    assert schools == close(expected("plain.rake2"))
    assert families == close(expected("fam.rake4"))


def test_raking_gives_the_same_weights_where_the_table_of_cells_is_too_large_to_lay_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fitting, "MOST_CELLS", 100)

    assert rake(EVEN, of_families()) == close(expected("fam.rake4"))


@pytest.mark.parametrize(
    ("case", "wanted", "distance"),
    [
        ("strat.calibrate_linear_weights", "totals", DISTANCES["linear"]),
        ("strat.calibrate_raking", "totals", DISTANCES["raking"]),
        ("strat.calibrate_linear_amounts", "amounts", DISTANCES["linear"]),
        ("strat.calibrate_raking_amounts", "amounts", DISTANCES["raking"]),
        ("plain.calibrate_linear_far", "far", DISTANCES["linear"]),
        ("plain.calibrate_linear_bounded", "far", bounded(0.3, 3)),
        ("plain.calibrate_raking_far", "far", DISTANCES["raking"]),
    ],
)
def test_calibrated_weights_and_standard_errors_equal_r(
    case: str, wanted: str, distance: Distance
) -> None:
    margins = columns(wanted)

    weights = calibrate(BASE, margins, distance=distance, tolerance=1e-13)

    assert weights == close(expected(case))
    is_stratified = case.startswith("strat")
    design = Design(
        weights,
        strata=KIND if is_stratified else None,
        population=np.array([4421.0, 755.0, 1018.0]) if is_stratified else None,
        auxiliaries=np.hstack([margin.amounts for margin in margins]),
        fit=BASE,
    )
    found = means(design, SCHOOLS["api00"].to_numpy(dtype=float), ALL)
    assert found.value.item() == close(CASES[case]["api00"]["estimate"])
    assert found.se.item() == close(CASES[case]["api00"]["se"])


def test_weights_trimmed_at_both_ends_over_many_rounds_equal_r() -> None:
    schools = trim(rake(BASE, [of_schools("stype"), of_schools("sch.wide")]), 20, 42)
    families = trim(rake(EVEN, of_families()), 12, 24)

    assert schools == close(expected("strat.trim_both_ends"))
    assert families == close(expected("fam.rake4_trim"))


def answered() -> Floats:
    return np.column_stack([SCHOOLS["api00"], SCHOOLS["awards"] == "Yes"]).astype(float)


@pytest.mark.parametrize("case", ["clus.deff", "clus.raked_deff", "strat.deff"])
def test_design_effects_of_clusters_strata_and_calibration_equal_r(case: str) -> None:
    units = SCHOOLS["dnum"].to_numpy() if case.startswith("clus") else None
    weights, auxiliaries = BASE, None
    if "raked" in case:
        margins = columns("totals")
        weights = calibrate(BASE, margins, tolerance=1e-13)
        auxiliaries = np.hstack([margin.amounts for margin in margins])
    design = Design(
        weights,
        strata=KIND if case.startswith("strat") else None,
        units=units,
        population=np.array([4421.0, 755.0, 1018.0]) if case.startswith("strat") else None,
        auxiliaries=auxiliaries,
        fit=BASE,
    )

    found = design_effect(design, answered())

    names = ["api00", 'I(awards == "Yes")TRUE']
    places = [CASES[case]["names"].index(name) for name in names]
    assert found == close(np.array(CASES[case]["deff"])[places])


def test_bounds_without_room_and_bounds_too_tight_are_errors_that_name_the_margin() -> None:
    with pytest.raises(WeightError, match="give 1 room"):
        bounded(1.2, 3)
    with pytest.raises(ConvergenceError, match=r"margin (stypeH|stypeM|sch\.wideYes)"):
        calibrate(BASE, columns("far"), distance=bounded(0.95, 1.05))


def test_families_drawn_one_by_one_have_no_effect_of_clusters() -> None:
    design = Design(BASE, strata=KIND)

    assert clustering(design, answered()).tolist() == [1.0, 1.0]
