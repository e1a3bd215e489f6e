"""From documents in the urn to typed columnar files: once for each wave, never at request time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import encode
from surveyapp.services.asked import questionnaire_of
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import documents_of
from surveyapp.storage.surveys import Wave

if TYPE_CHECKING:
    from analytics.dataset import Dataset


def dataset_folder(instance: Path, wave: Wave) -> Path:
    """Return where the columnar files of a wave lie: one part of its questionnaire version."""
    survey = wave.survey
    return instance / "datasets" / survey.slug / f"version={wave.version}" / f"wave={wave.number}"


def build_dataset(instance: Path, wave: Wave) -> Dataset:
    """Read a wave's documents, write them as typed Parquet files, and return them as a dataset.

    The files hold codes only: no id, no time, rows in an order that says nothing.
    """
    from analytics.codebook import Codebook  # noqa: PLC0415 - heavy, only for releases
    from analytics.dataset import from_records, write  # noqa: PLC0415

    questionnaire = questionnaire_of(main_store(), wave)
    families, children = [], []
    with urn_reading() as urn:
        for _wave_id, document in documents_of(urn, [wave.id]):
            encoded = encode(questionnaire, document)
            families.append(encoded.family)
            children.append(encoded.children)
    dataset = from_records(Codebook.from_json(codebook(questionnaire)), families, children)
    write(dataset, dataset_folder(instance, wave))
    return dataset
