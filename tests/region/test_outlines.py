"""Outlines of planning areas and the judgement of points."""

from itertools import pairwise

import pytest
import shapely

from surveyapp.region import outlines, territory
from surveyapp.region.model import AreaGroup
from surveyapp.region.outlines import Position
from surveyapp.region.packaged import read_table
from surveyapp.region.points import schools, stations

OFFICIAL_KM2 = {row["ags"]: float(row["area_km2"]) for row in read_table("th_municipalities.csv")}


@pytest.mark.parametrize("county_ags", territory.load().counties)
def test_areas_of_every_county_have_outlines_of_about_their_official_size(county_ags):
    areas = territory.default_areas(county_ags)

    rings = outlines.area_rings(county_ags, areas)

    for area in areas:
        official = sum(OFFICIAL_KM2[ags] for ags in area.municipalities)
        drawn = sum(_signed_km2(ring) for ring in rings[area.code])
        assert drawn == pytest.approx(official, rel=0.15), area


def _signed_km2(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring)) / 2


def test_neighbouring_outlines_neither_overlap_nor_leave_gaps():
    rings = outlines.area_rings("16065", territory.default_areas("16065"))

    shapes = [_shape(area) for area in rings.values()]

    whole = shapely.union_all(shapes)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-3)


def _shape(rings):
    return shapely.build_area(shapely.GeometryCollection([shapely.LinearRing(r) for r in rings]))


def test_one_area_of_all_municipalities_is_one_outline_without_splinters():
    members = tuple(one.ags for one in territory.municipalities_of("16065"))

    rings = outlines.area_rings("16065", [AreaGroup("alle", "Kreis", members)])

    assert len(rings["alle"]) == 1


def test_a_county_around_a_city_keeps_the_city_as_a_hole():
    members = tuple(one.ags for one in territory.municipalities_of("16071"))

    rings = outlines.area_rings("16071", [AreaGroup("alle", "Kreis", members)])

    holes = [ring for ring in rings["alle"] if _signed_km2(ring) < 0]
    assert len(holes) == 1
    assert -_signed_km2(holes[0]) == pytest.approx(OFFICIAL_KM2["16055000"], rel=0.15)


def test_areas_with_a_common_border_are_nearer_than_others():
    areas = territory.default_areas("16065")
    names = {area.code: area.name for area in areas}

    near = outlines.areas_by_nearness("16065", areas)

    assert near.keys() == names.keys()
    assert all(set(others) == names.keys() - {code} for code, others in near.items())
    by_name = {names[code]: [names[other] for other in others] for code, others in near.items()}
    assert by_name["Artern"][-1] in {"Ebeleben", "Helbedündorf"}
    assert by_name["VG Greußen"][0] == "Greußen"


def test_outlines_are_small_enough_for_a_page():
    rings = outlines.area_rings("16065", territory.default_areas("16065"))

    assert sum(len(ring) for area in rings.values() for ring in area) < 500


def test_kilometres_on_the_map_are_kilometres_on_the_ground():
    plane = outlines.Plane(10.8719, 51.3684)  # Sondershausen

    east, north = plane.km(11.2929, 51.3662)  # Artern; 29.32 km by Vincenty's formula

    assert (east**2 + north**2) ** 0.5 == pytest.approx(29.32, abs=0.02)


def test_the_middle_of_a_town_lies_in_it():
    assert outlines.position_of("16065067", 10.8719, 51.3684) is Position.OK
    assert outlines.municipality_at("16065", 10.8719, 51.3684) == "16065067"


def test_a_point_in_another_municipality_or_county_is_told_apart():
    in_artern, in_erfurt = (11.2929, 51.3662), (11.0272, 50.9771)

    assert outlines.position_of("16065067", *in_artern) is Position.MISMATCH
    assert outlines.position_of("16065067", *in_erfurt) is Position.OUTSIDE
    assert outlines.municipality_at("16065", *in_erfurt) is None


def test_positions_the_source_calls_right_are_found_right():
    judged = [
        (one.position_quality, outlines.position_of(one.municipality_ags, one.lon, one.lat))
        for one in schools()
        if one.position_quality != "mismatch"
    ]

    assert len(judged) == 967
    assert all(given == found.value for given, found in judged)


def test_every_station_lies_in_its_municipality():
    judged = {outlines.position_of(one.municipality_ags, one.lon, one.lat) for one in stations()}

    assert judged == {Position.OK}
