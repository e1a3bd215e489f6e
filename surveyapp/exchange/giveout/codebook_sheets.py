"""The codebook as a workbook: variables, categories, missing values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from surveyapp.exchange.giveout.sheets import Sheet, workbook
from surveyapp.exchange.giveout.variables import (
    Variable,
    joined,
    missing_of,
    variables_of,
    words_of,
)
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.texts import wording

Cells: TypeAlias = Sequence[str | float | None]

VARIABLES = (
    *("name", "label", "question", "hint", "kind", "unit", "universe"),
    *("measures", "fields", "life_stages", "facility_types", "sensitive"),
)
CATEGORIES = ("name", "code", "option", "label", "value")
MISSING = ("code", "option", "label")


def write(questionnaire: Questionnaire, language: str) -> bytes:
    """Return the codebook of a questionnaire as a workbook."""
    words = words_of(language)
    variables = variables_of(questionnaire)
    missing = [(each.code, each.name, wording(each.label, language)) for each in missing_of()]
    sheets = (
        ("variables", VARIABLES, [_variable(each, language) for each in variables]),
        ("categories", CATEGORIES, [row for each in variables for row in _rows(each, language)]),
        ("missing", MISSING, missing),
    )
    return workbook(
        Sheet(words[name], tuple(words[key] for key in header), rows)
        for name, header, rows in sheets
    )


def _variable(variable: Variable, language: str) -> Cells:
    words, entry = words_of(language), variable.entry
    return (
        variable.name,
        variable.label(language),
        variable.asked(language),
        variable.hint(language),
        words[entry["kind"]],
        words[entry["unit"]],
        variable.universe(language),
        entry["measures"],
        joined(entry["fields"]),
        joined(entry["life_stages"]),
        joined(entry["facility_types"]),
        words["yes" if entry["sensitive"] else "no"],
    )


def _rows(variable: Variable, language: str) -> Iterator[Cells]:
    for each in variable.categories():
        yield variable.name, each.code, each.name, wording(each.label, language), each.value
