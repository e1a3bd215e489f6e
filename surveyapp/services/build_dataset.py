"""From documents in the urn to typed columnar files: once for each wave, never at request time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import Encoded, Numbers, encode
from surveyapp.questionnaire.forgetting import with_own_end
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import MISSING_CODES
from surveyapp.services.asked import questionnaire_of
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import documents_of
from surveyapp.storage.surveys import Wave

if TYPE_CHECKING:
    from analytics.codebook import Codebook
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
    rows: list[Encoded] = []
    answered = set[str]()
    with urn_reading() as urn:
        for _wave_id, document in documents_of(urn, [wave.id]):
            answered |= document.keys()
            rows.append(encode(questionnaire, document))
    plan = Codebook.from_json(codebook(questionnaire))
    if not answered.issuperset(_with_own_end(questionnaire)):
        plan = _answered(questionnaire, plan, list(chain.from_iterable(map(_every_row, rows))))
    has_adults = index_of(questionnaire).adult_list() is not None
    dataset = from_records(
        plan,
        _only(plan, [each.family for each in rows]),
        [_only(plan, each.children) for each in rows],
        [_only(plan, each.adults) for each in rows] if has_adults else None,
    )
    write(dataset, dataset_folder(instance, wave))
    return dataset


def _every_row(encoded: Encoded) -> tuple[Numbers, ...]:
    return encoded.family, *encoded.children, *encoded.adults


def _with_own_end(questionnaire: Questionnaire) -> set[str]:
    """Return the questions whose answers stand in documents and may be gone before the others."""
    found = with_own_end(questionnaire)
    return {question.id for question in found if not kind_of(question).is_stored_apart}


def _answered(questionnaire: Questionnaire, plan: Codebook, rows: Sequence[Numbers]) -> Codebook:
    """Return the code plan without what nobody answered, after some answers were deleted.

    Figures of them would only say that too few had answered, which is not so. Where a family lives
    and how old its children are is needed for the weights, whatever was answered.
    """
    needed = {questionnaire.area_question, questionnaire.child_age_question} - {None}
    missing = set(MISSING_CODES.values())
    said = {name for row in rows for name, number in row.items() if number not in missing}
    kept = [each for each in plan.variables if each.name in said or each.question in needed]
    names = {each.name for each in kept}
    return replace(
        plan,
        variables=tuple(each if each.pair in names else replace(each, pair=None) for each in kept),
    )


def _only(plan: Codebook, rows: Sequence[Numbers]) -> list[Numbers]:
    return [{name: row[name] for name in row if name in plan} for row in rows]


def questions_in(folder: Path) -> frozenset[str]:
    """Return the questions whose answers the files in a folder hold."""
    path = folder / "codebook.json"
    if not path.is_file():
        return frozenset()
    plan = json.loads(path.read_text(encoding="utf-8"))
    return frozenset(each["question"] for each in plan["variables"] if each["question"])
