"""The packaged code lists are complete and fit the questionnaires."""

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from surveyapp.inventory import lists

QUESTIONNAIRES = sorted(Path(str(files("questionnaires"))).glob("*/[0-9]*.yaml"))
ALL_LISTS = [
    lists.facility_types,
    lists.fields_of_action,
    lists.life_stages,
    lists.prevention_levels,
    lists.target_groups,
    lists.languages,
]


@pytest.mark.parametrize("read", ALL_LISTS)
def test_every_entry_is_found_under_its_code_and_has_a_label(read):
    entries = read()

    assert entries
    assert all(code == entry.code and entry.label.strip() for code, entry in entries.items())


@pytest.mark.parametrize("read", ALL_LISTS)
def test_no_label_stands_for_two_codes(read):
    labels = [entry.label for entry in read().values()]

    assert len(labels) == len(set(labels))


def test_the_programme_has_six_fields_of_action_and_nine_life_stages():
    fields, stages = lists.fields_of_action(), lists.life_stages()

    assert list(fields) == [f"HF{number}" for number in range(1, 7)]
    assert list(stages) == [f"L{number}" for number in range(9)]


def test_life_stages_follow_each_other_without_gap():
    stages = list(lists.life_stages().values())[1:]

    assert all(former.age_to + 1 == later.age_from for former, later in pairwise(stages))
    assert stages[-1].age_to is None


def test_every_facility_type_serves_known_fields_and_life_stages():
    kinds = lists.facility_types().values()

    assert all(kind.fields and set(kind.fields) <= set(lists.fields_of_action()) for kind in kinds)
    assert all(
        kind.life_stages and set(kind.life_stages) <= set(lists.life_stages()) for kind in kinds
    )


def test_places_are_counted_exactly_where_they_are_for_children_of_known_ages():
    kinds = lists.facility_types().values()

    assert all(kind.places_are_counted == (kind.age_from is not None) for kind in kinds)
    assert all((kind.age_from is None) == (kind.age_to is None) for kind in kinds)
    assert all(0 <= kind.age_from <= kind.age_to < 18 for kind in kinds if kind.places_are_counted)


def test_the_life_stages_of_a_counted_type_meet_its_ages():
    stages = lists.life_stages()
    counted = [kind for kind in lists.facility_types().values() if kind.places_are_counted]

    for kind in counted:
        ages = {
            age
            for code in kind.life_stages
            for age in range(stages[code].age_from, stages[code].age_to + 1)
        }
        assert set(range(kind.age_from, kind.age_to + 1)) <= ages


def test_every_reach_is_a_distance_inside_a_county():
    assert all(0 < kind.reach_km <= 50 for kind in lists.facility_types().values())


@pytest.mark.parametrize("path", QUESTIONNAIRES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_code_that_a_questionnaire_names_exists(path):
    document = YAML(typ="safe").load(path)

    assert set(_named(document, "facility_types")) <= set(lists.facility_types())
    assert set(_named(document, "fields")) <= set(lists.fields_of_action())
    assert set(_named(document, "life_stages")) <= set(lists.life_stages())


def _named(node: object, key: str) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get(key, ())
        for child in node.values():
            yield from _named(child, key)
    elif isinstance(node, list):
        for child in node:
            yield from _named(child, key)
