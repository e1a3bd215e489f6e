"""Deprivation of areas is the mean of their associations by persons."""

import pytest

from surveyapp.region import deprivation, territory


def test_area_of_one_association_has_its_newest_value():
    areas = {area.code: area.municipalities for area in territory.default_areas("16065")}

    found = deprivation.deprivation_by_area(areas)

    assert set(found) == set(areas)
    assert found["160655056"] == pytest.approx(0.88882)  # An der Schmücke, 2021


def test_area_of_two_associations_is_weighed_by_persons():
    town, village = territory.municipality("16065067"), territory.municipality("16065085")

    found = deprivation.deprivation_by_area({"both": (town.ags, village.ags)})

    expected = (town.persons * 0.80432 + village.persons * 0.84114) / (
        town.persons + village.persons
    )
    assert found["both"] == pytest.approx(expected, rel=1e-12)


def test_area_without_a_value_is_left_out():
    assert deprivation.deprivation_by_area({"a": (), "b": ("00000000",)}) == {}
