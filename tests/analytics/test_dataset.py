"""A dataset fits its codebook, survives the way to disk and back, and its order says nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics.codebook import Codebook
from analytics.dataset import Dataset, from_records, read, write
from analytics.errors import CodebookError, DatasetError
from tests.analytics.builders import categories, codebook, family_codebook, family_survey, variable

PLAN = codebook(
    variable("place", "category", categories=categories(("north", "south"))),
    variable("rooms", "number"),
    variable("age", "category", "child", categories=categories(("small", "big"))),
)


def test_codebook_survives_the_way_to_json_and_back() -> None:
    plan = family_codebook()

    again = Codebook.from_json(plan.to_json())

    assert again == plan


def test_codebook_names_the_variable_with_two_categories_of_one_name() -> None:
    twice = variable("x", "category", categories=categories(("a", "a")))

    with pytest.raises(CodebookError, match="variable x: two categories"):
        codebook(twice)


def test_codebook_with_other_missing_codes_is_refused() -> None:
    document = {"questionnaire": "q", "version": 1, "variables": [], "missing": {"-1": "refused"}}

    with pytest.raises(CodebookError, match="missing answers"):
        Codebook.from_json(document)


def test_variable_left_out_counts_as_not_applicable() -> None:
    made = from_records(PLAN, [{"place": 1}], [[{"age": 2}, {}]])

    assert made.families["rooms"].tolist() == [-7.0]
    assert sorted(made.children["age"]) == [-7, 2]


def test_order_of_families_does_not_depend_on_the_order_of_answering() -> None:
    survey = family_survey(60, seed=1)
    rows = survey.families.to_dict("records")
    children: list[list[dict[str, float]]] = [[] for _ in rows]
    for child in survey.children.to_dict("records"):
        children[int(child.pop("family"))].append(child)
    shuffled = np.random.default_rng(2).permutation(len(rows))

    again = from_records(
        survey.codebook, [rows[i] for i in shuffled], [children[i][::-1] for i in shuffled]
    )

    pd.testing.assert_frame_equal(again.families, survey.families)
    pd.testing.assert_frame_equal(again.children, survey.children)


def test_equal_families_with_different_children_are_told_apart_by_their_children() -> None:
    families = [{"place": 1, "rooms": 3}] * 2

    one = from_records(PLAN, families, [[{"age": 1}], [{"age": 2}, {"age": 1}]])
    other = from_records(PLAN, families, [[{"age": 1}, {"age": 2}], [{"age": 1}]])

    pd.testing.assert_frame_equal(one.children, other.children)


def test_dataset_survives_the_way_to_disk_and_back(tmp_path: Path) -> None:
    survey = family_survey(40, seed=3)

    write(survey, tmp_path / "wave")
    again = read(tmp_path / "wave")

    pd.testing.assert_frame_equal(again.families, survey.families)
    pd.testing.assert_frame_equal(again.children, survey.children)
    assert again.codebook == survey.codebook


def test_a_column_is_read_when_it_is_asked_for_and_not_before(tmp_path: Path) -> None:
    write(family_survey(40, seed=3), tmp_path)
    found = read(tmp_path)

    (tmp_path / "families.parquet").unlink()

    assert (found.size(), found.unit_of("age_band")) == (40, "child")
    assert set(found.values("age_band", "child")) <= {1, 2, 3, 4, 5}
    with pytest.raises(FileNotFoundError):
        found.values("satisfaction")


def test_a_wrong_code_on_disk_is_named_when_its_column_is_read(tmp_path: Path) -> None:
    write(family_survey(5, seed=3), tmp_path)
    table = pq.read_table(tmp_path / "families.parquet")
    place = table.column_names.index("debt")
    pq.write_table(
        table.set_column(place, "debt", [np.full(5, 9, np.int8)]), tmp_path / "families.parquet"
    )

    found = read(tmp_path)

    assert len(found.values("satisfaction")) == 5
    with pytest.raises(DatasetError, match="debt holds 9"):
        found.values("debt")


def test_adults_belong_to_families_and_have_answers_of_their_own() -> None:
    plan = codebook(
        variable("place", "category", categories=categories(("north", "south"))),
        variable("works", "flag", "adult"),
    )

    made = from_records(
        plan, [{"place": 1}, {"place": 2}], [[], []], [[{"works": 1}], [{"works": 0}, {"works": 1}]]
    )

    places = made.values("place", "adult")
    assert sorted(zip(places, made.column("works"), strict=True)) == [(1, 1), (2, 0), (2, 1)]
    assert made.size("adult") == 3
    with pytest.raises(DatasetError, match="known of each adult"):
        made.values("works", "child")


def test_files_hold_small_signed_numbers_and_no_trace_of_the_writer(tmp_path: Path) -> None:
    write(family_survey(10, seed=4), tmp_path)

    schema = pq.read_schema(tmp_path / "families.parquet")

    assert {str(kind) for kind in schema.types} == {"int8"}
    assert schema.metadata is None


def test_dataset_without_children_can_be_written_and_read(tmp_path: Path) -> None:
    write(from_records(PLAN, [{"place": 1}, {"place": 2}], [[], []]), tmp_path)

    again = read(tmp_path)

    assert (len(again.families), len(again.children)) == (2, 0)
    assert again.unit_of("age") == "child"


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"holds no codebook\.json"):
        read(tmp_path)


def test_code_the_codebook_does_not_know_is_refused() -> None:
    with pytest.raises(DatasetError, match=r"place holds 3"):
        from_records(PLAN, [{"place": 3}], [[]])


def test_id_in_the_answers_is_refused() -> None:
    with pytest.raises(DatasetError, match="response_id"):
        from_records(PLAN, [{"place": 1, "response_id": 17}], [[]])


def test_id_in_a_table_is_refused() -> None:
    survey = family_survey(5, seed=5)

    with pytest.raises(DatasetError, match="no ids and no times"):
        Dataset(survey.codebook, survey.families.assign(received=1), survey.children)


def test_child_of_an_unknown_family_is_refused() -> None:
    survey = family_survey(5, seed=6)

    with pytest.raises(DatasetError, match="not one of the 5 families"):
        Dataset(survey.codebook, survey.families, survey.children.assign(family=np.int32(5)))


def test_value_of_a_family_is_copied_to_its_children() -> None:
    made = from_records(
        PLAN, [{"place": 1}, {"place": 2}], [[{"age": 1}], [{"age": 1}, {"age": 2}]]
    )

    assert sorted(zip(made.values("place", "child"), made.column("age"), strict=True)) == [
        (1, 1),
        (2, 1),
        (2, 2),
    ]


def test_value_of_a_child_is_not_a_value_of_its_family() -> None:
    made = from_records(PLAN, [{"place": 1}], [[{"age": 1}]])

    with pytest.raises(DatasetError, match="no one value for a family"):
        made.values("age", "family")
