"""Children by age and area: shared out, and never lost or invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.region import population, territory


def test_children_of_the_state_are_those_the_register_published():
    counties = territory.load().counties

    children = [
        sum(population.children_of_county(ags, *ages) for ags in counties)
        for ages in ((0, 2), (3, 5), (6, 9), (0, 17))
    ]

    assert children == [50_274, 56_349, 75_008, 323_874]


def test_persons_of_the_state_are_those_the_register_published():
    groups = [g for ags in territory.load().counties for g in population.population_groups(ags)]

    assert sum(group.persons for group in groups) == 2_120_237
    assert {group.year for group in groups} == {2020}


def test_age_groups_of_a_county_follow_each_other_without_gap():
    groups = population.population_groups("16065")

    assert [group.age_from for group in groups[1:]] == [group.age_to + 1 for group in groups[:-1]]
    assert groups[-1].age_to is None


def test_ages_that_cut_a_group_count_its_years_evenly():
    ten_to_fourteen = population.children_of_county("16065", 10, 14)

    ten_and_eleven = population.children_of_county("16065", 10, 11)

    assert ten_to_fourteen == 1613 + 1495
    assert ten_and_eleven == round(ten_to_fourteen * 2 / 5)


@pytest.mark.parametrize("ages", [(-1, 2), (3, 2), (0, 18)])
def test_ages_that_are_no_childrens_ages_are_refused(ages):
    with pytest.raises(ValueError, match="no children's ages"):
        population.children_of_county("16065", *ages)


@pytest.mark.parametrize("county_ags", territory.load().counties)
def test_children_of_areas_sum_to_the_county(county_ags):
    areas = territory.default_areas(county_ags)

    children = population.children_by_area(county_ags, areas, 3, 5)

    assert sum(children.values()) == population.children_of_county(county_ags, 3, 5)
    assert set(children) == {area.code for area in areas}


def test_a_town_of_a_fifth_of_the_countys_persons_has_about_a_fifth_of_its_children():
    children = population.children_by_municipality("16065", 0, 2)
    persons = {one.ags: one.persons for one in territory.municipalities_of("16065")}

    share = children["16065067"] / sum(children.values())

    assert share == pytest.approx(persons["16065067"] / sum(persons.values()), abs=0.03)


def test_a_village_whose_grid_cells_know_few_persons_gets_the_countys_share():
    weights = population._child_weights("16065")
    persons = {one.ags: one.persons for one in territory.municipalities_of("16065")}
    known = dict.fromkeys(persons, 0)
    for cell in population.grid_cells("16065"):
        known[cell.municipality_ags] += cell.persons if cell.under_18 is not None else 0
    small = [ags for ags, number in known.items() if number < population.FEWEST_KNOWN_PERSONS]

    shares = {round(weights[ags] / persons[ags], 12) for ags in small}

    assert small
    assert len(shares) == 1


def test_children_by_cell_sum_to_the_county_and_lie_in_its_cells():
    cells = {cell.id for cell in population.grid_cells("16065")}

    children = population.children_by_cell("16065", 0, 2)

    assert sum(children.values()) == pytest.approx(752 + 753)
    assert set(children) == cells


def test_the_grid_has_7526_inhabited_cells():
    cells = [cell for ags in territory.load().counties for cell in population.grid_cells(ags)]

    assert len(cells) == 7526
    assert all(cell.persons > 0 for cell in cells)


def test_sharing_out_goes_by_largest_remainder():
    shares = population.share_out(10, {"a": 1, "b": 1, "c": 1})

    assert shares == {"a": 4, "b": 3, "c": 3}


@given(
    total=st.integers(0, 10_000),
    weights=st.dictionaries(
        st.text(min_size=1), st.floats(0.001, 1e6, allow_nan=False), min_size=1, max_size=30
    ),
)
def test_sharing_out_loses_nothing_and_stays_within_one_of_the_exact_share(total, weights):
    shares = population.share_out(total, weights)

    whole = sum(weights.values())
    assert sum(shares.values()) == total
    assert all(abs(shares[k] - total * weights[k] / whole) < 1.001 for k in weights)


def test_nothing_can_be_shared_out_over_weights_of_nothing():
    with pytest.raises(ValueError, match="cannot share 5 out"):
        population.share_out(5, {"a": 0.0})
