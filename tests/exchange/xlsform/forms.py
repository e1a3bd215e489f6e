"""Forms written as tables, brought in and walked by invented families."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Refused, Taken
from surveyapp.questionnaire import places
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.model import Page, Question, Questionnaire

TOWNS = (("16065001", "Abtsbessingen"), ("16065067", "Sondershausen"))
FAMILIES = 12


def sheet(name: str, *rows: str) -> str:
    """Write a sheet: the first row holds the columns, cells are parted by |."""
    return "\n".join([f"| {name} |", *(f"| | {row} |" for row in rows)])


def form(*sheets: str) -> bytes:
    return "\n".join(sheets).encode()


def survey(*rows: str) -> bytes:
    return form(sheet("survey", *rows))


YES_NO = sheet("choices", "list_name | name | label::de", "yn | yes | ja", "yn | no | nein")


def taken(content: bytes, file_name: str = "umfrage.md") -> Taken:
    """Bring a form in and let some families answer it at random."""
    outcome = bring_in(content, file_name, "xlsform")
    assert isinstance(outcome, Taken), [each.say("en") for each in outcome.errors]
    asked = places.with_municipalities(_without_patterns(outcome.questionnaire), TOWNS)
    for seed in range(FAMILIES):
        example_answers(asked, Random(seed))
    return outcome


def _without_patterns(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire without patterns and checks: invented families do not know them."""
    pages = tuple(
        replace(
            page,
            questions=tuple(replace(each, pattern=None, checks=()) for each in page.questions),
        )
        for page in questionnaire.pages
    )
    return replace(questionnaire, pages=pages)


def errors(content: bytes, file_name: str = "umfrage.md") -> list[str]:
    outcome = bring_in(content, file_name, "xlsform")
    assert isinstance(outcome, Refused), "the form was taken"
    return [each.say("en") for each in outcome.errors]


def questions(outcome: Taken) -> dict[str, Question]:
    return {each.id: each for page in outcome.questionnaire.pages for each in page.questions}


def page_of(outcome: Taken, question: str) -> Page:
    return next(
        page
        for page in outcome.questionnaire.pages
        if question in [each.id for each in page.questions]
    )


def changed(outcome: Taken, language: str = "en") -> str:
    return "\n".join(each.say(language) for each in outcome.changed)


def dropped(outcome: Taken, language: str = "en") -> str:
    return "\n".join(each.say(language) for each in outcome.dropped)
