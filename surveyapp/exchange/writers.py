"""The formats that can be written, one row each, and the one door through which a file goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from surveyapp.exchange import pdf
from surveyapp.exchange.giveout import (
    codebook_page,
    codebook_sheets,
    ddi,
    json_schema,
    xlsform,
    yaml,
)
from surveyapp.exchange.report import Remark
from surveyapp.questionnaire.model import Questionnaire

Writes: TypeAlias = Callable[[Questionnaire | None, str], "Given"]
"""Questionnaire and language to what goes out. The same questionnaire always gives the same bytes."""


class NoQuestionnaireError(ValueError):
    """A format that is not general was asked for without a questionnaire."""


@dataclass(frozen=True, slots=True)
class Given:
    """A file that goes out."""

    content: bytes
    #: What the format cannot say, and what became of it.
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """One format that can be written."""

    #: Name on the command line and in addresses.
    name: str
    #: Name as people know it.
    label: str
    #: End of the file name, with its dot.
    suffix: str
    media_type: str
    give: Writes
    #: Whether the file is the same for every questionnaire, so that none is needed.
    is_general: bool = False

    def write(self, questionnaire: Questionnaire | None, language: str) -> bytes:
        """Return the file alone."""
        return self.give(questionnaire, language).content


def _without_remarks(write: Callable[[Questionnaire, str], bytes]) -> Writes:
    return _of_one(lambda questionnaire, language: Given(write(questionnaire, language)))


def _of_one(write: Callable[[Questionnaire, str], Given]) -> Writes:
    def work(questionnaire: Questionnaire | None, language: str) -> Given:
        if questionnaire is None:
            message = "no questionnaire was given; only json-schema is the same for all of them"
            raise NoQuestionnaireError(message)
        return write(questionnaire, language)

    return work


def _xlsform(questionnaire: Questionnaire, language: str) -> Given:
    return Given(*xlsform.write(questionnaire, language))


def _pdf(questionnaire: Questionnaire, language: str) -> Given:
    return Given(*pdf.write(questionnaire, language))


_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

WRITERS: Mapping[str, Writer] = {
    each.name: each
    for each in (
        Writer("yaml", "YAML", ".yaml", "application/yaml", _without_remarks(yaml.write)),
        Writer(
            "json-schema",
            "JSON Schema",
            ".schema.json",
            "application/schema+json",
            lambda _, __: Given(json_schema.write()),
            is_general=True,
        ),
        Writer("xlsform", "XLSForm", ".xlsx", _SHEETS, _of_one(_xlsform)),
        Writer("pdf", "Papierbogen (PDF)", ".pdf", "application/pdf", _of_one(_pdf)),
        Writer(
            "ddi", "DDI-Codebook 2.5", ".ddi.xml", "application/xml", _without_remarks(ddi.write)
        ),
        Writer(
            "codebook-xlsx",
            "Codebook (.xlsx)",
            ".codebook.xlsx",
            _SHEETS,
            _without_remarks(codebook_sheets.write),
        ),
        Writer(
            "codebook-html",
            "Codebook (.html)",
            ".codebook.html",
            "text/html; charset=utf-8",
            _without_remarks(codebook_page.write),
        ),
    )
}
"""Every format that can be written, by its name."""
