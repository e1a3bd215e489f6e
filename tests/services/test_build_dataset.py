"""From documents to columnar files: codes only, in an order that says nothing."""

import itertools
import random

import numpy as np
import pyarrow.parquet as pq
import pytest

from analytics.dataset import read
from surveyapp.services.build_dataset import build_dataset, dataset_folder
from surveyapp.services.keys import instance_folder
from surveyapp.storage.db import urn_store
from surveyapp.storage.responses import Opened, add_opened
from tests.builders import a_response
from tests.questionnaire_folder import mini_questionnaires
from tests.services.simulated import a_simulated_wave, close, documents

__all__ = ["mini_questionnaires"]


def test_files_hold_the_variables_of_the_codebook_and_neither_id_nor_time(app):
    with app.app_context():
        wave = close(a_simulated_wave(40))

        dataset = build_dataset(instance_folder(), wave)

        folder = dataset_folder(instance_folder(), wave)
        files = {path.name for path in folder.iterdir()}
        columns = {
            name
            for part in ("families", "children")
            for name in pq.read_schema(folder / f"{part}.parquet").names
        }
    assert files == {"families.parquet", "children.parquet", "codebook.json"}
    assert columns == {*dataset.codebook_names, "family"}
    assert not {"id", "wave_id", "received_year", "received_month", "language"} & columns
    assert len(dataset.families) == 40


def test_files_can_be_read_back_as_they_were_built(sqlite_app):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(30))

        built = build_dataset(instance_folder(), wave)
        found = read(dataset_folder(instance_folder(), wave))

    assert found.families.equals(built.families)
    assert found.children.equals(built.children)


@pytest.mark.parametrize("name", ["nested_lists", "adults_and_children", "collect_list"])
def test_lists_of_every_kind_stand_in_the_files(sqlite_app, mini_questionnaires, name):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(20, questionnaire=name))
        stored = documents(wave)

        dataset = build_dataset(instance_folder(), wave)

    children = [document.get("children", document.get("children_count")) for document in stored]
    wanted = sum(len(each) if isinstance(each, list) else each for each in children)
    assert dataset.size() == 20
    assert dataset.size("child") == wanted > 20


def test_adults_who_are_listed_are_units_with_a_file_of_their_own(sqlite_app, mini_questionnaires):
    with sqlite_app.app_context():
        wave = close(a_simulated_wave(20, questionnaire="adults_and_children"))
        listed = [len(document["adults"]) for document in documents(wave)]

        dataset = build_dataset(instance_folder(), wave)

        file = pq.read_table(dataset_folder(instance_folder(), wave) / "adults.parquet")
    assert dataset.units == ("family", "child", "adult")
    assert sorted(np.bincount(dataset.owner_of("adult"))) == sorted(listed)
    assert dataset.unit_of("work_hours") == "adult"
    assert len(dataset.values("lone", "adult")) == sum(listed) == file.num_rows
    assert (
        dataset.column("count.adults").tolist() == np.bincount(dataset.owner_of("adult")).tolist()
    )


def test_a_wave_with_strata_has_them_as_a_design_variable_and_others_have_none(app):
    ids = (bytes([n]) * 16 for n in range(9))
    with app.app_context():
        wave = a_simulated_wave(0)
        opened = [
            Opened(a_response(document={"municipality": "16065067"}), stratum, None, ())
            for stratum in ("Süd", "Nord", "", "Süd")
        ]
        with urn_store() as urn:
            add_opened(urn, wave.id, opened, ids.__next__)

        drawn = build_dataset(instance_folder(), close(wave))
        others = build_dataset(instance_folder(), close(a_simulated_wave(9, slug="other")))

    stratum = drawn.codebook.stratum
    assert (stratum.name, stratum.kind, stratum.unit) == ("stratum", "design", "family")
    assert [(each.code, each.name) for each in stratum.categories] == [(1, "Nord"), (2, "Süd")]
    assert sorted(drawn.column("stratum")) == [-7, 1, 2, 2]
    assert others.codebook.stratum is None


def rows_of(came, slug):
    """Return the municipalities in the order of the rows, of families who came in another order."""
    opened = [Opened(a_response(document={"municipality": ags}), "", None, ()) for ags in came]
    wave = a_simulated_wave(0, slug=slug)
    ids = (slug.encode() + number.to_bytes(15) for number in range(len(came)))
    with urn_store() as urn:
        add_opened(urn, wave.id, opened, ids.__next__)
    assert [document["municipality"] for document in documents(wave)] == came
    return build_dataset(instance_folder(), close(wave)).column("municipality").tolist()


def test_order_of_rows_does_not_tell_who_answered_first(sqlite_app):
    places = [f"160650{number}" for number in ("67", "74", "03", "32", "08")]
    came = [random.Random(number).choice(places) for number in range(30)]

    with sqlite_app.app_context():
        rows, backwards = rows_of(came, "a"), rows_of(came[::-1], "b")

    assert rows == backwards
    assert sum(one != other for one, other in itertools.pairwise(rows)) == len(set(came)) - 1
