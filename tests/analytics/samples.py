"""The samples of the witnesses made with R, as designs; tables as columns."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analytics.design import Codes, Design, Floats, SecondStage
from analytics.estimate import Domain, Estimates
from analytics.margins import Margin, categorical
from analytics.weights import rake
from tests.references.witness import case, codes, table

WITNESS = 1e-8
SCHOOLS = table("apistrat.csv")
CLUSTERS = table("apiclus1.csv")
STAGES = table("apiclus2.csv")
FAMILIES = table("familien.csv")
KINDS, KIND_TOTALS = ["E", "H", "M"], [4421, 755, 1018]
WIDE_TOTALS = [1072, 5122]


def close(value: Any) -> Any:
    return pytest.approx(np.asarray(value, dtype=float), rel=WITNESS, abs=1e-12, nan_ok=True)


def equals(found: Estimates, expected: dict[str, Any]) -> None:
    assert found.value.ravel() == close(np.ravel(expected["estimate"]))
    assert found.se.ravel() == close(np.ravel(expected["se"]))


def number(column: str, of: pd.DataFrame = SCHOOLS) -> Floats:
    return of[column].to_numpy(dtype=float)


def yes(column: str, of: pd.DataFrame = SCHOOLS) -> Codes:
    return (of[column] == "Yes").to_numpy().astype(int)


def kind(of: pd.DataFrame = SCHOOLS) -> Codes:
    return codes(of["stype"], KINDS)[0]


def everybody(of: pd.DataFrame = SCHOOLS) -> Domain:
    return Domain.everybody(len(of))


def by_kind(of: pd.DataFrame = SCHOOLS) -> Domain:
    return Domain(kind(of), 3)


def by(column: str, of: pd.DataFrame = SCHOOLS) -> Domain:
    return Domain(yes(column, of), 2)


def strat(of: pd.DataFrame = SCHOOLS, *, fpc: bool = True) -> Design:
    population = np.array(KIND_TOTALS, dtype=float)
    return Design(number("pw", of), kind(of), population=population if fpc else None)


def clus1(of: pd.DataFrame = CLUSTERS, *, fpc: bool = True) -> Design:
    units, _ = codes(of["dnum"])
    return Design(number("pw", of), units=units, population=np.array([757.0]) if fpc else None)


def clus2(more: int = 0) -> Design:
    units, _ = codes(STAGES["dnum"])
    second = SecondStage(number("fpc2", STAGES) + more, codes(STAGES["snum"])[0])
    # As R does without given weights: both fractions, counted in the sample.
    districts = len(set(units))
    schools = np.bincount(units)[units]
    weights = 757 / districts * second.population / schools
    if not more:
        weights = number("pw", STAGES)
    return Design(weights, units=units, population=np.array([757.0]), second=second)


def families() -> tuple[Design, Codes]:
    place, _ = codes(FAMILIES["gemeinde"])
    population = FAMILIES.groupby("gemeinde")["N_h"].first().to_numpy().astype(float)
    return Design(FAMILIES["pw"].to_numpy(), strata=place, population=population), place


def school_margins(of: pd.DataFrame = SCHOOLS) -> list[Margin]:
    return [
        categorical("stype", KINDS, kind(of), KIND_TOTALS),
        categorical("sch.wide", ["No", "Yes"], yes("sch.wide", of), WIDE_TOTALS),
    ]


def raked(design: Design, of: pd.DataFrame = SCHOOLS) -> Design:
    margins = school_margins(of)
    weights = rake(design.weights, margins, tolerance=1e-14)
    return replace(design, weights=weights, raked=(kind(of), yes("sch.wide", of)))


def raked_families() -> tuple[Design, Codes]:
    design, place = families()
    totals = case("rake.families")["margins"]
    margins, traits = [], []
    for name in ("gemeinde", "form", "alter"):
        code, labels = codes(FAMILIES[name])
        margins.append(categorical(name, labels, code, totals[name]))
        traits.append(code)
    weights = rake(design.weights, margins, tolerance=1e-14)
    return replace(design, weights=weights, raked=tuple(traits)), place
