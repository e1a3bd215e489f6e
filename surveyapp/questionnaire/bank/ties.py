"""Which questions of a questionnaire are items of the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from surveyapp.questionnaire.bank.core import CoreItem, Edition, core_items
from surveyapp.questionnaire.bank.losses import Lost, losses
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Tie


def tied(asked: Questionnaire) -> Iterator[tuple[Page, Question, Tie]]:
    """Iterate over the questions that are items: taken from the bank, or the origin of a core item."""
    for page in asked.pages:
        for question in page.questions:
            tie = question.tie or _origin(asked, question)
            if tie is not None:
                yield page, question, tie


@cache
def _editions() -> Mapping[tuple[str, str], tuple[CoreItem, Edition]]:
    """Return the latest core edition that comes from a question of a questionnaire."""
    found = {}
    for item in core_items().values():
        for edition in item.editions:
            found[edition.questionnaire, edition.question.id] = item, edition
    return found


def _origin(asked: Questionnaire, question: Question) -> Tie | None:
    item, edition = _editions().get((asked.id, question.id), (None, None))
    if item is None or edition is None or edition.version != asked.version:
        return None
    return Tie(item.key, edition.number)


def ties_to_put(asked: Questionnaire) -> dict[str, Tie]:
    """Return the ties of questions that are core items still, for a copy that will be changed."""
    found = {}
    for page in asked.pages:
        for question in page.questions:
            item, edition = _editions().get((asked.id, question.id), (None, None))
            if question.tie is not None or item is None or edition is None:
                continue
            kinds = {each.kind for each in losses(asked, page, question, edition.question)}
            if kinds <= {Lost.UNTRANSLATED}:
                found[question.id] = Tie(item.key, edition.number)
    return found
