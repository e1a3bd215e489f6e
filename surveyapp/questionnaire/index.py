"""What is looked up again and again in one questionnaire, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from surveyapp.questionnaire.model import (
    ItemList,
    Measures,
    Option,
    Page,
    Planning,
    Question,
    Questionnaire,
    Row,
    Unit,
)
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.values import Missing

REFUSE = Option(
    code=Missing.REFUSED.value,
    text={"de": "keine Angabe", "en": "prefer not to say"},
    exclusive=True,
)
"""The option every question but a free text offers, so that nobody has to leave in silence."""


NOT_APPLICABLE = Option(
    code=Missing.NOT_APPLICABLE.value,
    text={"de": "trifft nicht zu", "en": "does not apply"},
    exclusive=True,
)
"""The option a question offers whose subject a family may not have."""


@dataclass(frozen=True, slots=True)
class Index:
    """One questionnaire with its lookups."""

    questionnaire: Questionnaire
    questions: Mapping[str, Question]
    #: Options of each question, from the question, its scale or its type, without "keine Angabe".
    options: Mapping[str, tuple[Option, ...]]
    pages: Mapping[str, Page]
    lists: Mapping[str, ItemList]
    #: Page of each question.
    page_of: Mapping[str, Page]
    #: List over whose items each question repeats.
    list_of: Mapping[str, str | None]
    #: Neighbouring pages that repeat over the same list, asked item by item.
    groups: tuple[tuple[str | None, tuple[Page, ...]], ...]
    #: Position of each page in its group, and of the group in the questionnaire.
    places: Mapping[str, tuple[int, int]]

    def rows_of(self, list_id: str) -> tuple[Row, ...]:
        """Return the rows that can become items of a list; none for lists by count."""
        source = self.lists[list_id].rows_of
        return self.questions[source].rows if source and source in self.questions else ()

    def is_child_list(self, list_id: str | None) -> bool:
        """Say whether the items of a list are children, which makes them rows of their frame."""
        found = self.lists.get(list_id or "")
        if found is None or found.within is not None:
            return False
        return found.unit is Unit.CHILD or (found.unit is None and found.count is not None)

    def planning_of(self, question: Question) -> Planning:
        """Return what an answer means; context of whom it is asked for where nobody has said."""
        is_child = self.is_child_list(self.list_of[question.id])
        unit = Unit.CHILD if is_child else Unit.FAMILY
        return question.planning or Planning(Measures.CONTEXT, unit)


class SameObject:
    """A questionnaire as a key: its mappings cannot be hashed, and it never changes."""

    __slots__ = ("questionnaire",)

    def __init__(self, questionnaire: Questionnaire) -> None:
        """Hold the questionnaire, so that its identity is not given to another one."""
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        """Hash by identity."""
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        """Say whether both are the same object."""
        return isinstance(other, SameObject) and self.questionnaire is other.questionnaire


def index_of(questionnaire: Questionnaire) -> Index:
    """Return the lookups of a questionnaire."""
    return _index(SameObject(questionnaire))


@lru_cache(maxsize=64)
def _index(key: SameObject) -> Index:
    questionnaire = key.questionnaire
    page_of = {each.id: page for page in questionnaire.pages for each in page.questions}
    questions = {each.id: each for page in questionnaire.pages for each in page.questions}
    groups = tuple(_groups(questionnaire))
    return Index(
        questionnaire=questionnaire,
        questions=questions,
        options={id_: options_of(questionnaire, each) for id_, each in questions.items()},
        pages={page.id: page for page in questionnaire.pages},
        lists={each.id: each for each in questionnaire.lists},
        page_of=page_of,
        list_of={id_: page.repeat for id_, page in page_of.items()},
        groups=groups,
        places={
            page.id: (group, place)
            for group, (_, pages) in enumerate(groups)
            for place, page in enumerate(pages)
        },
    )


def options_of(questionnaire: Questionnaire, question: Question) -> tuple[Option, ...]:
    """Return the options of a question: its own, those of its scale, or those of its type."""
    given = question.options or questionnaire.scales.get(question.scale or "", ())
    return kind_of(question).options(question, given)


def _groups(questionnaire: Questionnaire) -> Iterator[tuple[str | None, tuple[Page, ...]]]:
    for list_id, pages in groupby(questionnaire.pages, key=lambda page: page.repeat):
        yield list_id, tuple(pages)
