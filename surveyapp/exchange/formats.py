"""The formats that can be read, one row each, and the one door through which a file comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from surveyapp.exchange.eq import json_file as eq_file
from surveyapp.exchange.eq import reader as eq
from surveyapp.exchange.limesurvey import reader as limesurvey
from surveyapp.exchange.report import Outcome, Refused, Remark, Taken
from surveyapp.exchange.surveyjs import json_file as surveyjs_file
from surveyapp.exchange.surveyjs import reader as surveyjs
from surveyapp.exchange.xlsform import reader as xlsform
from surveyapp.exchange.xlsform import workbook as xlsform_file
from surveyapp.questionnaire import document
from surveyapp.questionnaire.document import DocumentError
from surveyapp.questionnaire.rules import german

Looks: TypeAlias = Callable[[bytes, str], bool]
"""Content and file name to: this is a file of the format, whether whole or broken."""

Reads: TypeAlias = Callable[[bytes, str], Outcome]
"""Content and file name to what became of it. Never raises for what a file says."""

MAX_BYTES = 20_000_000
"""Largest file that is read."""

MAX_PARTS = 25_000
"""Most questions, options and rows of a questionnaire; the largest real ones have 4 000."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format of another system."""

    #: Name on the command line and in addresses.
    name: str
    #: Name as people know it.
    label: str
    looks_like: Looks
    read: Reads


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            "xlsform", "XLSForm (.xlsx, .xls, .csv, .md)", xlsform_file.looks_like, xlsform.read
        ),
        Format(
            "limesurvey", "LimeSurvey (.lss, .lsg, .lsq)", limesurvey.looks_like, limesurvey.read
        ),
        Format("eq", "ONS eQ (.json)", eq_file.looks_like, eq.read),
        Format("surveyjs", "SurveyJS", surveyjs_file.looks_like, surveyjs.read),
    )
}
"""Every format by its name, in the order in which ``recognise`` asks."""


def recognise(content: bytes, file_name: str) -> Format | None:
    """Return the format of a file, or None where no format knows it."""
    return next((each for each in FORMATS.values() if each.looks_like(content, file_name)), None)


def bring_in(content: bytes, file_name: str, format_name: str | None = None) -> Outcome:
    """Return what became of a file; ``format_name`` None recognises its format.

    What is taken over is a questionnaire that can be written, read and walked; whether it is a good
    one is for ``checks`` to say.
    """
    if len(content) > MAX_BYTES:
        return _refused(
            f"Die Datei ist größer als {MAX_BYTES // 1_000_000} MB; teilen Sie den Fragebogen",
            f"the file is larger than {MAX_BYTES // 1_000_000} MB; split the questionnaire",
        )
    found = FORMATS[format_name] if format_name else recognise(content, file_name)
    if found is None:
        known = ", ".join(each.label for each in FORMATS.values())
        return _refused(
            f"Das Format ist nicht bekannt; gelesen werden {known}",
            f"the format is not known; these can be read: {known}",
        )
    outcome = found.read(content, file_name)
    return _usable(outcome) if isinstance(outcome, Taken) else outcome


def _usable(taken: Taken) -> Outcome:
    """Refuse a questionnaire that our own format cannot hold, naming the place."""
    parts = sum(
        1 + len(question.options) + len(question.rows)
        for page in taken.questionnaire.pages
        for question in page.questions
    )
    if parts > MAX_PARTS:
        return _refused(
            f"der Fragebogen hat {parts} Fragen, Antworten und Zeilen, mehr als {MAX_PARTS}; "
            "teilen Sie ihn",
            f"the questionnaire has {parts} questions, options and rows, more than {MAX_PARTS}; "
            "split it",
        )
    try:
        document.parse(document.write(taken.questionnaire))
    except DocumentError as error:
        return Refused(
            tuple(
                Remark(
                    each.path,
                    {
                        "de": f"{german.flaw(each.sentence)}; {german.flaw(each.cure)}",
                        "en": f"{each.sentence}; {each.cure}",
                    },
                )
                for each in error.problems
            )
        )
    return taken


def _refused(german: str, english: str) -> Refused:
    return Refused((Remark("", {"de": german, "en": english}),))
