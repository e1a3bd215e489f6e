"""Of what a place reported, each child's place counts once, by the newest report."""

from datetime import date

import pytest

from surveyapp.storage.capacities import Reported, reported, usable_places
from surveyapp.storage.tables import Capacity, Place

OLD, NEW, TODAY = date(2024, 3, 1), date(2026, 3, 1), date(2026, 11, 1)


def a_place(*reports):
    return Place(
        capacities=[
            Capacity(kind=kind, age_group=ages, key_date=day, number=number)
            for kind, ages, day, number in reports
        ]
    )


@pytest.mark.parametrize(
    ("reports", "found"),
    [
        ((), None),
        ((("taken", "", OLD, 7),), None),
        ((("usable", "", date(2027, 1, 1), 7),), None),
        ((("usable", "", OLD, 60), ("usable", "", NEW, 62)), Reported(62, NEW, NEW)),
        (
            (("usable", "0-2", OLD, 20), ("usable", "3-5", NEW, 40), ("taken", "0-2", NEW, 1)),
            Reported(60, OLD, NEW),
        ),
        # Reported as a whole first and by age later, or the other way round: never both.
        (
            (("usable", "", OLD, 60), ("usable", "0-2", NEW, 20), ("usable", "3-5", NEW, 40)),
            Reported(60, NEW, NEW),
        ),
        (
            (("usable", "0-2", OLD, 20), ("usable", "3-5", OLD, 40), ("usable", "", NEW, 70)),
            Reported(70, NEW, NEW),
        ),
        ((("usable", "", NEW, 60), ("usable", "0-2", NEW, 20)), Reported(60, NEW, NEW)),
        (
            (
                ("approved", "0-2", NEW, 25),
                ("usable", "0-2", OLD, 20),
                ("approved", "3-5", OLD, 40),
            ),
            Reported(60, OLD, OLD),
        ),
        ((("usable", "", NEW, 0),), Reported(0, NEW, NEW)),
    ],
)
def test_every_place_counts_once_by_its_newest_report(reports, found):
    place = a_place(*reports)

    assert reported(place, "usable", TODAY) == found
    assert usable_places(place, TODAY) == (found.number if found else 0)
