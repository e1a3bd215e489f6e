"""From documents in the urn to typed columnar files: once for each wave, never at request time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.forgetting import with_own_end
from surveyapp.questionnaire.model import Questionnaire, Unit
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import MISSING_CODES
from surveyapp.questionnaire.values import Missing
from surveyapp.services.asked import questionnaire_of
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.responses import parts_of
from surveyapp.storage.surveys import Wave

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analytics.codebook import Codebook
    from analytics.dataset import Dataset
    from surveyapp.services.encoding.parts import Encoder, Table


def dataset_folder(instance: Path, wave: Wave) -> Path:
    """Return where the columnar files of a wave lie: one part of its questionnaire version."""
    survey = wave.survey
    return instance / "datasets" / survey.slug / f"version={wave.version}" / f"wave={wave.number}"


def build_dataset(instance: Path, wave: Wave) -> Dataset:
    """Read a wave's documents, write them as typed Parquet files, and return these as a dataset.

    The files hold codes only: no id, no time, rows in an order that says nothing. In a wave with
    strata a variable of kind ``design`` says in which one a family was drawn (``Codebook.stratum``).
    """
    from analytics.dataset import read, write  # noqa: PLC0415 - heavy, only for releases
    from surveyapp.services.encoding.parts import TOGETHER, Encoder  # noqa: PLC0415

    encoder = Encoder(questionnaire_of(main_store(), wave))
    with urn_reading() as urn:
        for part in parts_of(urn, wave.id, TOGETHER):
            encoder.add(part.documents, part.strata)
    folder = dataset_folder(instance, wave)
    write(dataset_of(encoder), folder)
    return read(folder)


def dataset_of(encoder: Encoder) -> Dataset:
    """Return what was encoded as a dataset in memory."""
    from analytics.codebook import Codebook  # noqa: PLC0415 - heavy, only for releases
    from analytics.dataset import from_columns  # noqa: PLC0415

    questionnaire = encoder.questionnaire
    plan = Codebook.from_json(codebook(questionnaire))
    tables = encoder.tables()
    if not encoder.answered.issuperset(_with_own_end(questionnaire)):
        plan = _answered(questionnaire, plan, tables)
    columns = {
        str(unit): {name: each for name, each in table.columns.items() if name in plan}
        for unit, table in tables.items()
    }
    owners = {str(unit): each.family for unit, each in tables.items() if unit is not Unit.FAMILY}
    tables.clear()
    if any(encoder.strata):
        plan = _with_strata(plan, encoder.strata)
        assert plan.stratum is not None
        columns[str(Unit.FAMILY)][plan.stratum.name] = _codes(plan, encoder)
    return from_columns(plan, columns, owners, encoder.families)


def _with_strata(plan: Codebook, strata: list[str]) -> Codebook:
    """Return the code plan with the design variable that holds a family's stratum."""
    from analytics.codebook import STRATUM, Category, Variable  # noqa: PLC0415 - heavy

    variable = Variable(
        name=STRATUM if STRATUM not in plan else f"design.{STRATUM}",
        question=None,
        kind="design",
        unit=str(Unit.FAMILY),
        categories=tuple(
            Category(place, name, {"de": name})
            for place, name in enumerate(sorted(filter(None, strata)), start=1)
        ),
        label={"de": "Schicht, in der gezogen wurde", "en": "Stratum the family was drawn in"},
    )
    return replace(plan, variables=(*plan.variables, variable))


def _codes(plan: Codebook, encoder: Encoder) -> NDArray[np.int16]:
    """Return the code of each family's stratum; who was drawn in none has none."""
    import numpy as np  # noqa: PLC0415 - heavy

    code_of = {each.name: each.code for each in plan.stratum.categories} if plan.stratum else {}
    none = MISSING_CODES[Missing.NOT_APPLICABLE]
    codes = [code_of.get(name, none) for name in encoder.strata]
    found: NDArray[np.int16] = np.array(codes, dtype=np.int16)[encoder.stratum_of_family()]
    return found


def _with_own_end(questionnaire: Questionnaire) -> set[str]:
    """Return the questions whose answers stand in documents and may be gone before the others."""
    found = with_own_end(questionnaire)
    return {question.id for question in found if not kind_of(question).is_stored_apart}


def _answered(
    questionnaire: Questionnaire, plan: Codebook, tables: Mapping[Unit, Table]
) -> Codebook:
    """Return the code plan without what nobody answered, after some answers were deleted.

    Figures of them would only say that too few had answered, which is not so. Where a family lives
    and how old its children are is needed for the weights, whatever was answered.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    needed = {questionnaire.area_question, questionnaire.child_age_question} - {None}
    missing = list(MISSING_CODES.values())
    said = {
        name
        for table in tables.values()
        for name, values in table.columns.items()
        if not np.isin(values, missing).all()
    }
    kept = [each for each in plan.variables if each.name in said or each.question in needed]
    names = {each.name for each in kept}
    return replace(
        plan,
        variables=tuple(each if each.pair in names else replace(each, pair=None) for each in kept),
    )


def questions_in(folder: Path) -> frozenset[str]:
    """Return the questions whose answers the files in a folder hold."""
    path = folder / "codebook.json"
    if not path.is_file():
        return frozenset()
    plan = json.loads(path.read_text(encoding="utf-8"))
    return frozenset(each["question"] for each in plan["variables"] if each["question"])
