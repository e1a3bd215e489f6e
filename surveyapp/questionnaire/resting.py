"""Which questions are asked, or worked out, only because of the answers to others."""

from __future__ import annotations

from collections.abc import Iterable

from surveyapp.questionnaire.expression import parse, references
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire


def resting_on(questionnaire: Questionnaire, questions: Iterable[str]) -> frozenset[str]:
    """Return the questions whose being asked tells something of the answers to others.

    Directly or by way of further questions; the given ones are not among them.
    """
    given = set(questions)
    found = set(given)
    while more := _directly(questionnaire, found) - found:
        found |= more
    return frozenset(found - given)


def _directly(questionnaire: Questionnaire, known: set[str]) -> set[str]:
    sections = index_of(questionnaire).sections
    return {
        question.id
        for page in questionnaire.pages
        for question in page.questions
        for text in (
            question.show,
            question.value,
            page.show,
            sections[page.section].show if page.section in sections else None,
        )
        if text and references(parse(text)) & known
    }
