"""Tables of two questions: shares, errors and tests equal R's."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.crosstabs import Association, Associations, associations, crosstab
from analytics.design import Codes, Design
from analytics.errors import AnalyticsError, EmptyBaseError
from analytics.estimate import Domain, shares
from tests.analytics.samples import (
    CLUSTERS,
    FAMILIES,
    STAGES,
    close,
    clus1,
    clus2,
    everybody,
    families,
    kind,
    raked,
    raked_families,
    strat,
    yes,
)
from tests.references.witness import case, codes

NAMES = {"F": "rao_scott", "Chisq": "first_order", "Wald": "wald", "adjWald": "adjusted_wald"}


def same(found: Association, expected: dict, statistic: float | None = None) -> None:
    shown = found.statistic if statistic is None else statistic
    assert shown == close(np.ravel(expected["statistic"])[0])
    assert found.p == pytest.approx(expected["p_value"], rel=1e-7)
    parameter = expected["parameter"]
    given = list(parameter.values()) if isinstance(parameter, dict) else np.atleast_1d(parameter)
    assert [found.df, found.df_below][: len(given)] == close(given)


def all_same(found: Associations, expected: dict) -> None:
    for name, one in expected.items():
        one_same(found, name, one)


def one_same(found: Associations, name: str, expected: dict) -> None:
    # R shows Pearson's statistic as it is, and takes the p value of the corrected one.
    shown = found.pearson if name == "Chisq" else None
    same(getattr(found, NAMES[name]), expected, shown)


@pytest.mark.parametrize("name", ["strat", "strat_nofpc"])
@pytest.mark.parametrize("statistic", NAMES)
def test_tests_of_a_stratified_sample_equal_r(name: str, statistic: str) -> None:
    design = strat(fpc=name == "strat")

    found = associations(design, yes("sch.wide"), kind(), everybody())

    one_same(found, statistic, case(f"{name}.chisq.{statistic}"))


def test_test_of_need_and_form_of_family_equals_r() -> None:
    form, _ = codes(FAMILIES["form"])
    need: Codes = FAMILIES["bedarf_beratung"].to_numpy()

    before = associations(families()[0], need, form, everybody(FAMILIES))
    after = associations(raked_families()[0], need, form, everybody(FAMILIES))

    same(before.rao_scott, case("fam.unraked.chisq_bedarf_form"))
    all_same(after, case("table.families"))


def test_tests_in_cluster_samples_equal_r() -> None:
    one = associations(clus1(), kind(CLUSTERS), yes("comp.imp", CLUSTERS), everybody(CLUSTERS))
    two = associations(clus2(), kind(STAGES), yes("comp.imp", STAGES), everybody(STAGES))

    all_same(one, case("clus1.chisq"))
    all_same(two, case("clus2.chisq"))


def test_tests_after_raking_equal_r() -> None:
    found = associations(raked(strat()), yes("awards"), yes("comp.imp"), everybody())

    all_same(found, case("table.rake"))


def test_shares_of_cells_rows_and_columns_equal_r() -> None:
    expected = case("table.shares")

    found = crosstab(raked(strat()), kind(), yes("awards"), (3, 2), everybody())

    # R writes one column after the other.
    assert found.cells.value.T.ravel() == close(expected["cells"]["estimate"])
    assert found.cells.se.T.ravel() == close(expected["cells"]["se"])
    assert found.rows.value.T.ravel() == close(expected["rows"]["estimate"])
    assert found.rows.se.T.ravel() == close(np.ravel(expected["rows"]["se"]))
    assert found.columns.value.ravel() == close(expected["columns"]["estimate"])
    assert found.columns.se.ravel() == close(np.ravel(expected["columns"]["se"]))
    assert found.counts == close(expected["counts"])


def test_who_left_out_one_answer_is_in_no_base() -> None:
    first, second = np.array([0, 1, -1, 1, 0]), np.array([0, 1, 1, -1, 1])

    found = crosstab(Design(np.ones(5)), first, second, (2, 2), Domain.everybody(5))

    assert found.cells.value.tolist() == close([[1 / 3, 1 / 3], [0, 1 / 3]])
    assert found.rows.n.tolist() == [2, 1]
    assert found.columns.n.tolist() == [1, 2]


def test_row_nobody_is_in_has_no_share() -> None:
    first, second = np.array([0, 0, 0]), np.array([0, 1, 1])

    found = crosstab(Design(np.ones(3)), first, second, (2, 2), Domain.everybody(3))

    assert np.isnan(found.rows.value[1]).all()
    assert found.cells.value[1].tolist() == [0.0, 0.0]


def test_children_of_one_family_do_not_make_an_association_surer() -> None:
    family, twice = Design(np.ones(40)), np.repeat(np.arange(40), 2)
    draws = np.random.default_rng(3)
    first, second = draws.integers(0, 2, 40), draws.integers(0, 2, 40)

    alone = associations(family, first, second, Domain.everybody(40))
    doubled = associations(family, first[twice], second[twice], Domain.everybody(80, twice))

    assert doubled.rao_scott.p == close(alone.rao_scott.p)


def test_table_without_two_rows_and_nobody_at_all_are_refused() -> None:
    design, all_ = Design(np.ones(3)), Domain.everybody(3)
    with pytest.raises(AnalyticsError, match="1 rows and 2 columns"):
        associations(design, np.zeros(3, dtype=int), np.array([0, 1, 1]), all_)
    with pytest.raises(EmptyBaseError, match="nobody answered both"):
        associations(design, np.full(3, -1), np.array([0, 1, 1]), all_)


def test_cells_of_a_table_are_shares_of_one_question_with_all_pairs() -> None:
    design = raked(strat())

    table = crosstab(design, kind(), yes("awards"), (3, 2), everybody())
    pairs = shares(design, kind() * 2 + yes("awards"), 6, everybody())

    assert table.cells.value.ravel() == close(pairs.value.ravel())


def test_answer_of_weight_zero_alone_is_left_out_of_the_tests() -> None:
    chance = np.random.default_rng(3)
    rows, columns = chance.integers(0, 2, 40), chance.integers(0, 2, 40)
    design = Design(np.where(np.arange(40) == 0, 0.0, 1.0))
    other, missing = columns.copy(), columns.copy()
    other[0], missing[0] = 2, -1

    found = associations(design, rows, other, Domain.everybody(40))

    assert found == associations(design, rows, missing, Domain.everybody(40))
    assert 0 < found.rao_scott.p < 1


def test_walds_tests_say_nothing_of_more_cells_than_degrees_of_freedom() -> None:
    chance = np.random.default_rng(3)
    design = Design(np.ones(60), units=np.repeat([0, 1, 2], 20))

    found = associations(
        design, chance.integers(0, 3, 60), chance.integers(0, 3, 60), Domain.everybody(60)
    )

    assert np.isnan([found.wald.p, found.adjusted_wald.p]).all()
    assert 0 < found.rao_scott.p < 1
