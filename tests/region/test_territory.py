"""Counties, associations, municipalities and postcodes of the packaged data."""

import pytest

from surveyapp.region import territory


def test_the_state_has_22_counties_189_associations_and_605_municipalities():
    packaged = territory.load()

    sizes = [len(packaged.counties), len(packaged.associations), len(packaged.municipalities)]

    assert sizes == [22, 189, 605]


def test_a_county_is_found_by_its_key():
    county = territory.county("16065")

    assert county.name == "Kyffhäuserkreis"


def test_an_unknown_key_is_named_with_its_cure():
    with pytest.raises(territory.UnknownPlaceError, match=r"'1606' is no county.*5 digits"):
        territory.county("1606")
    with pytest.raises(territory.UnknownPlaceError, match="'16065999' is no municipality"):
        territory.municipality("16065999")


def test_municipalities_come_in_the_order_of_their_names():
    names = [one.short_name for one in territory.municipalities_of("16065")]

    assert len(names) == 28
    assert names[:3] == ["Abtsbessingen", "An der Schmücke", "Artern"]
    assert names.index("Oberheldrungen") < names.index("Reinsdorf")


@pytest.mark.parametrize("county_ags", territory.load().counties)
def test_default_areas_hold_every_municipality_once_under_different_names(county_ags):
    areas = territory.default_areas(county_ags)

    members = sorted(ags for area in areas for ags in area.municipalities)
    assert members == sorted(one.ags for one in territory.municipalities_of(county_ags))
    assert len({area.name for area in areas}) == len(areas)


def test_a_town_and_the_union_named_after_it_are_told_apart():
    names = {area.name for area in territory.default_areas("16065")}

    assert {"Greußen", "VG Greußen"} <= names


def test_a_postcode_names_its_municipalities_with_the_largest_share_first():
    shares = territory.municipalities_at("99706")

    assert shares[0].municipality_ags == "16065067"
    assert [one.share for one in shares] == sorted((one.share for one in shares), reverse=True)


def test_a_postcode_in_several_counties_names_all_of_them():
    counties = {
        postcode: {share.municipality_ags[:5] for share in shares}
        for postcode, shares in territory._postcodes().items()
    }

    numbers = [len(found) for found in counties.values()]

    assert (numbers.count(1), numbers.count(2), numbers.count(3)) == (227, 78, 7)


def test_an_unknown_postcode_names_nothing():
    assert territory.municipalities_at("00000") == ()
