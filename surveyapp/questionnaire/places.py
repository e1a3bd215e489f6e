"""The municipalities of a county as the options of ``municipality`` questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from surveyapp.questionnaire.index import SameObject
from surveyapp.questionnaire.model import Option, Page, Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.municipality import Municipality


def with_municipalities(
    questionnaire: Questionnaire, municipalities: Sequence[tuple[str, str]]
) -> Questionnaire:
    """Return the questionnaire for a county: (AGS, name) of each municipality become options.

    The same questionnaire and municipalities give the same object, so that its lookups are kept.
    """
    return _filled(SameObject(questionnaire), tuple(municipalities))


@lru_cache(maxsize=32)
def _filled(key: SameObject, municipalities: tuple[tuple[str, str], ...]) -> Questionnaire:
    options = tuple(Option(code=ags, text={"de": name}) for ags, name in municipalities)
    pages = tuple(_with_options(page, options) for page in key.questionnaire.pages)
    return replace(key.questionnaire, pages=pages)


def _with_options(page: Page, options: tuple[Option, ...]) -> Page:
    questions = tuple(
        replace(question, options=options) if _asks_for_place(question) else question
        for question in page.questions
    )
    return replace(page, questions=questions)


def _asks_for_place(question: Question) -> bool:
    return isinstance(kind_of(question), Municipality)
