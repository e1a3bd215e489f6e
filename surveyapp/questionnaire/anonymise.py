"""From complete answers to what may be stored: no day, no free text beside other answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from surveyapp.questionnaire.answers import CompleteAnswers
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.redaction import redact
from surveyapp.questionnaire.rosters import renumbered
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.text import LONGEST
from surveyapp.questionnaire.values import Missing

WEB, PAPER, ASSISTED = "web", "paper", "assisted"
MODES = (WEB, PAPER, ASSISTED)
"""How answers came: typed by the family, read from a sheet of paper, typed by somebody who helped."""


@dataclass(frozen=True, slots=True)
class AnonymousResponse:
    """One family's answers with nothing that says who or when exactly."""

    version: int
    language: str
    #: One of ``MODES``.
    mode: str
    received_year: int
    received_month: int
    #: Answers without free texts, in the form of ``Answers.to_json``.
    document: dict[str, Any]
    #: Question id and free text, to be stored without any link to the document.
    texts: tuple[tuple[str, str], ...]


def anonymise(
    complete: CompleteAnswers,
    *,
    questionnaire: Questionnaire,
    received_on: date,
    language: str,
    mode: str,
) -> AnonymousResponse:
    """Return what may be stored of a family's answers.

    Items of lists are numbered anew, so that nothing tells which were added and removed again. What
    points to a person in a free text is replaced by a word, whichever way the text came in.
    """
    index = index_of(questionnaire)
    written = renumbered(questionnaire, complete.answers).to_json()
    apart = {question for question in written if _is_apart(index, question)}
    return AnonymousResponse(
        version=questionnaire.version,
        language=language,
        mode=mode,
        received_year=received_on.year,
        received_month=received_on.month,
        document={question: value for question, value in written.items() if question not in apart},
        texts=tuple(
            (question, text)
            for question in written
            if question in apart
            for text in _texts(written[question])
        ),
    )


def _is_apart(index: Index, question: str) -> bool:
    found = index.questions.get(question)  # a list that items were added to is no question
    return found is not None and kind_of(found).is_stored_apart


def _texts(value: str | dict[str, str]) -> tuple[str, ...]:
    found = value.values() if isinstance(value, dict) else (value,)
    return tuple(redact(text, LONGEST) for text in found if text not in set(Missing))
