"""The municipalities of a county as the options of ``municipality`` questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from surveyapp.questionnaire.index import SameObject
from surveyapp.questionnaire.model import Option, Page, Questionnaire
from surveyapp.questionnaire.texts import isolated
from surveyapp.questionnaire.types import kind_of


class Town(NamedTuple):
    """One municipality as an option: what a family reads, and what finds it."""

    ags: str
    name: str
    postcodes: tuple[str, ...] = ()
    #: Square kilometre of its middle.
    cell: str | None = None


def with_municipalities(
    questionnaire: Questionnaire, municipalities: Sequence[Town | tuple[str, str]]
) -> Questionnaire:
    """Return the questionnaire for a county: its municipalities become options.

    The same questionnaire and municipalities give the same object, so that its lookups are kept.
    """
    return _filled(SameObject(questionnaire), tuple(Town(*each) for each in municipalities))


@lru_cache(maxsize=32)
def _filled(key: SameObject, municipalities: tuple[Town, ...]) -> Questionnaire:
    languages = key.questionnaire.languages
    options = tuple(
        Option(
            code=each.ags,
            # A name is no translation: it reads the same in every language.
            text={spoken: isolated(each.name, spoken) for spoken in ("de", *languages)},
            postcodes=each.postcodes,
            cell=each.cell,
        )
        for each in municipalities
    )
    pages = tuple(_with_options(page, options) for page in key.questionnaire.pages)
    return replace(key.questionnaire, pages=pages)


def _with_options(page: Page, options: tuple[Option, ...]) -> Page:
    questions = tuple(
        replace(question, options=options) if kind_of(question).asks_for_place else question
        for question in page.questions
    )
    return replace(page, questions=questions)
