"""From rows of families to rows that may leave: coarser keys, different answers, weights, the report."""

from collections import Counter, defaultdict
from dataclasses import replace

import numpy as np
import pytest

from analytics.treatment import treat as treating
from analytics.treatment.diversity import alike, diversify
from analytics.treatment.model import WITHHELD, Coded, Plan, Rule, TreatmentError
from analytics.treatment.recode import banded, coarsened, without_rare
from analytics.treatment.treat import TooFewFamiliesError, treat
from surveyapp.services.microdata import ask

CARE = {1: "Kita", 2: "Tagespflege", 3: "Großeltern", 4: "keine"}


def column(name, values, labels=None, *, is_flag=False):
    return Coded(name, np.array(values), labels or {}, is_flag)


def families(seed=3, number=400):
    """Return columns of simulated families: three keys, a scale, a box, a sensitive question."""
    chance = np.random.default_rng(seed)
    area = chance.choice([1, 2, 3, 4], number, p=[0.5, 0.3, 0.15, 0.05])
    form = chance.choice([1, 2, 3], number, p=[0.7, 0.25, 0.05])
    asked = np.where(form == 1, chance.choice([1, 2], number), -7)
    return [
        column("area", area, {1: "A", 2: "B", 3: "C", 4: "D"}),
        column("form", form, {1: "Paar", 2: "allein", 3: "andere"}),
        column("children", chance.poisson(1.6, number)),
        column("care", chance.choice([1, 2, 3, 4], number), CARE),
        column("partner_works", asked, {1: "ja", 2: "nein"}),
        column("box", chance.choice([0, 1], number, p=[0.8, 0.2]), {0: "n", 1: "j"}, is_flag=True),
        column("income", chance.choice([1, 2, 3, -8], number), {1: "x", 2: "y", 3: "z"}),
    ]


PLAN = Plan(
    keys=("area", "form", "children"),
    sensitive={"income": ("income",)},
    followers={"form": ("partner_works",)},
)


def treated(columns=None, plan=PLAN, rule=None, seed=5, weights=None):
    columns = columns or families()
    weights = np.linspace(1, 3, len(columns[0])) if weights is None else weights
    return treat(columns, weights, plan, rule or Rule(), np.random.default_rng(seed))


def values(found, name):
    return next(each for each in found.columns if each.name == name).values


@pytest.mark.parametrize("k", [3, 5, 10])
def test_every_combination_of_keys_in_the_file_is_shared_by_k_families(k):
    found = treated(rule=Rule(k=k))

    combinations = Counter(
        zip(*(values(found, n).tolist() for n in found.report.keys), strict=True)
    )
    assert min(combinations.values()) >= k
    assert found.report.after.smallest == min(combinations.values())
    assert found.report.after.below_k == found.report.after.unique == 0
    assert found.report.before.unique > 0


def test_no_group_gives_a_sensitive_answer_away():
    columns = families(number=300)
    columns[-1] = column(
        "income", np.where(columns[0].values == 4, 1, columns[-1].values), {1: "x", 2: "y", 3: "z"}
    )

    found = treated(columns)

    groups = defaultdict(set)
    for *keys, income in zip(
        *(values(found, n).tolist() for n in (*found.report.keys, "income")), strict=True
    ):
        if income >= 0:
            groups[tuple(keys)].add(income)
    assert min(map(len, groups.values())) >= 2
    before, after = found.report.inferable["income"]
    assert before > 0
    assert after == 0


def test_what_is_asked_only_because_of_a_key_is_withheld_with_it():
    found = treated()

    hidden = values(found, "form") == WITHHELD
    assert hidden.any()
    assert (values(found, "partner_works")[hidden] == WITHHELD).all()
    assert (values(found, "partner_works")[~hidden] != WITHHELD).all()


def test_a_weight_says_no_more_than_the_keys_do():
    found = treated()

    weights = defaultdict(set)
    for *keys, weight in zip(
        *(values(found, n).tolist() for n in found.report.keys), found.weights, strict=True
    ):
        weights[tuple(keys)].add(float(weight))
    assert all(len(each) == 1 for each in weights.values())
    assert found.weights.sum() == pytest.approx(800, rel=0.02)
    assert found.report.weights.different_before == 400
    assert found.report.weights.different_after <= found.report.after.groups


def test_only_the_order_of_rows_rests_on_chance():
    first, second = treated(seed=1), treated(seed=2)

    def rows(found):
        return list(zip(*(each.values.tolist() for each in found.columns), strict=True))

    assert rows(first) != rows(second)
    assert sorted(rows(first)) == sorted(rows(second))
    assert first.report == second.report


def test_areas_become_the_county_rather_than_neighbours_by_number():
    areas = families()
    plan = Plan(PLAN.keys, coarser={"area": dict.fromkeys(range(1, 5), (1000, "Landkreis"))})

    made = coarsened(areas[0], plan)
    again = coarsened(made[0], plan)

    assert set(made[0].values.tolist()) == {1000}
    assert made[0].labels == {1000: "Landkreis"}
    assert again is None


def test_rare_answers_join_their_rarer_neighbour_and_numbers_are_capped():
    answers = column("care", [1] * 9 + [2] * 6 + [3] * 2 + [4] * 8, CARE)
    numbers = column("rooms", [1, 2, 2, 2, 3, 3, 3, 4, 4, 9])

    joined, steps = without_rare(answers, 5)
    capped, said = without_rare(numbers, 2)
    bands, _ = banded(column("count", [0] * 5 + [1] * 5 + [12] * 3 + [17] * 4), 5)

    assert joined.labels == {1: "Kita", 2: "Tagespflege oder Großeltern", 4: "keine"}
    assert (joined.values == 2).sum() == 8
    assert [step.words for step in steps] == ["zusammengefasst: Tagespflege oder Großeltern"]
    assert capped.values.tolist() == [2, 2, 2, 2, 3, 3, 3, 4, 4, 4]
    assert [step.words for step in said] == ["2 steht auch für weniger", "4 steht auch für mehr"]
    assert bands.labels == {0: "0", 1: "1", 10: "10 bis 19"}


def test_an_answer_beside_the_scale_is_withheld_rather_than_joined():
    answers = column(
        "fit",
        [1] * 6 + [2] * 5 + [3] * 2 + [9] * 3,
        {1: "gut", 2: "mittel", 3: "schlecht", 9: "betrifft uns nicht"},
    )

    made, steps = without_rare(replace(answers, apart=frozenset({9})), 5)

    assert made.labels == {1: "gut", 2: "mittel oder schlecht"}
    assert (made.values == WITHHELD).sum() == 3
    assert [step.words for step in steps] == [
        "zurückgehalten: betrifft uns nicht",
        "zusammengefasst: mittel oder schlecht",
    ]


def test_what_would_tell_joined_answers_apart_is_not_in_the_file():
    columns = families()
    form = np.where(np.arange(400) % 20 == 0, 2, 1)
    columns[1] = column("form", form, {1: "Paar", 2: "allein"})
    columns[4] = column(
        "partner_works", np.where(form == 1, 1 + form * 0, -7), {1: "ja", 2: "nein"}
    )
    plan = Plan(("form", "children"), {}, {"form": ("partner_works",)})

    fine = treated(columns, plan, Rule(coarser_above=0.99))
    coarse = treated(columns, plan, Rule(coarser_above=0.0))

    assert "partner_works" not in fine.report.left_out
    assert "form" in coarse.report.left_out
    assert "verriete" in coarse.report.left_out["partner_works"]


def test_a_box_few_families_ticked_is_not_in_the_file():
    columns = families()
    columns[5] = column("box", [1] * 4 + [0] * 396, {0: "n", 1: "j"}, is_flag=True)

    found = treated(columns)

    assert "box" not in {each.name for each in found.columns}
    assert "box" in found.report.left_out


def test_groups_that_answer_alike_are_found_by_hand():
    # Groups: {1,2}, {1,1}, {nobody answered}; by entropy 3 of 4 alike are too uneven.
    said = column("s", [1, 2, 1, 1, -8, -8], {1: "a", 2: "b"})
    uneven = column("s", [1, 1, 1, 2], {1: "a", 2: "b"})
    groups, one = np.array([0, 0, 1, 1, 2, 2]), np.zeros(4, dtype=int)

    assert alike(said, groups, Rule()).tolist() == [False, True, False]
    assert alike(uneven, one, Rule()).tolist() == [False]
    assert alike(uneven, one, Rule(by_entropy=True)).tolist() == [True]
    assert diversify([said], groups, Rule())[0][0].values.tolist() == [1, 2, -6, -6, -8, -8]


def test_a_box_tells_something_only_where_everybody_ticked_it():
    ticked = column("f", [1, 1, 0, 0, 1, 0], {0: "n", 1: "j"}, is_flag=True)
    groups = np.array([0, 0, 1, 1, 2, 2])

    assert alike(ticked, groups, Rule()).tolist() == [True, False, False]
    assert alike(ticked, groups, Rule(by_entropy=True)).tolist() == [True, False, False]


def test_too_few_families_make_no_file():
    with pytest.raises(TooFewFamiliesError, match="49 families"):
        treated(families(number=49), Plan(keys=("form",)), Rule(k=3))


def test_a_rule_that_protects_nobody_cannot_be_made():
    for wrong in ({"k": 2}, {"k": 21}, {"l": 1}, {"l": 6}):
        with pytest.raises(TreatmentError, match="must be from"):
            Rule(**wrong)
    with pytest.raises(TreatmentError, match="none of the columns"):
        treated(plan=Plan(keys=("unknown",)))
    with pytest.raises(TreatmentError, match="from 1 to"):
        treated(plan=Plan(keys=()))


def test_the_page_knows_the_limits_of_the_treatment():
    model = treating

    assert model.MOST_KEYS == ask.MOST_KEYS
    assert Rule(k=ask.LEAST_K, l=ask.LEAST_L)
    assert Rule(k=ask.MOST_K, l=ask.MOST_L)
