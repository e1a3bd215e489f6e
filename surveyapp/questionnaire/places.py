"""The municipalities of a county as the options of ``municipality`` questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from surveyapp.questionnaire.model import Option, Page, Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.municipality import Municipality


def with_municipalities(
    questionnaire: Questionnaire, municipalities: Sequence[tuple[str, str]]
) -> Questionnaire:
    """Return the questionnaire for a county: (AGS, name) of each municipality become options.

    Keep the result for the time a questionnaire is served: lookups are worked out once for each.
    """
    options = tuple(Option(code=ags, text={"de": name}) for ags, name in municipalities)
    pages = tuple(_with_options(page, options) for page in questionnaire.pages)
    return replace(questionnaire, pages=pages)


def _with_options(page: Page, options: tuple[Option, ...]) -> Page:
    questions = tuple(
        replace(question, options=options) if _asks_for_place(question) else question
        for question in page.questions
    )
    return replace(page, questions=questions)


def _asks_for_place(question: Question) -> bool:
    return isinstance(kind_of(question), Municipality)
