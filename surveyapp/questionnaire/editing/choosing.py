"""What a condition may ask for: the questions and lists before an element, and what can be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from surveyapp.questionnaire.editing.clauses import Relation, Subject
from surveyapp.questionnaire.editing.spots import Sort, unescaped
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import ItemList, Page, Question, Questionnaire, Row
from surveyapp.questionnaire.texts import FALLBACK, label_of, wording
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.written import positions


@dataclass(frozen=True, slots=True)
class Choice:
    """A question, row or list that a condition may ask for, with what can be said of it."""

    subject: Subject
    #: Id of a question or list; ``row`` is a row of the question, of a sum the question it adds up.
    name: str
    row: str | None
    #: German wording.
    label: str
    relations: tuple[Relation, ...]
    #: Codes and German wordings to choose from; empty where a number is typed.
    values: tuple[tuple[str, str], ...] = ()


_STATES = (Relation.ANSWERED, Relation.NOT_ANSWERED, Relation.REFUSED)
_NUMBERS = (
    *(Relation.IS, Relation.IS_NOT, Relation.LESS, Relation.AT_MOST, Relation.MORE),
    *(Relation.AT_LEAST, Relation.BETWEEN),
)
RELATIONS: dict[Gives, tuple[Relation, ...]] = {
    Gives.CODE: (
        *(Relation.IS, Relation.IS_NOT, Relation.IS_ONE_OF, Relation.IS_NONE_OF),
        *_STATES,
    ),
    Gives.CODES: (
        *(Relation.CONTAINS, Relation.CONTAINS_NOT, Relation.CONTAINS_ANY),
        *(Relation.CONTAINS_ALL, *_STATES),
    ),
    Gives.NUMBER: (*_NUMBERS, *_STATES),
    Gives.ANY: _NUMBERS,
    Gives.ROWS: _STATES,
    Gives.NOTHING: (),
}
"""What can be said of an answer, by what an expression sees of it."""


def choices(questionnaire: Questionnaire, path: str) -> tuple[Choice, ...]:
    """Return what a condition of the element at an address may ask for: what is asked before it."""
    index = index_of(questionnaire)
    place, page = _place_of(questionnaire, index, path)
    lists = frozenset(index.lineages.get((page.repeat if page else None) or "", ()))
    return (
        *_of_questions(questionnaire, index, place, lists),
        *_of_lists(questionnaire, index, place),
        *_of_sums(questionnaire, index, place, lists),
    )


def _place_of(questionnaire: Questionnaire, index: Index, path: str) -> tuple[int, Page | None]:
    """Return how many questions come before an element, and the page it belongs to."""
    sort, _, rest = path.partition("/")
    id_ = unescaped(rest.partition("/")[0].partition("#")[0])
    is_check = "/check/" in path
    if sort == Sort.QUESTION and id_ in index.questions:
        return positions(questionnaire)[id_] + is_check, index.page_of[id_]
    before = 0
    for page in questionnaire.pages:
        if (sort == Sort.PAGE and page.id == id_) or (sort == Sort.SECTION and page.section == id_):
            return before + (len(page.questions) if is_check else 0), page
        before += len(page.questions)
    return before, None


def _of_questions(
    questionnaire: Questionnaire, index: Index, place: int, lists: frozenset[str]
) -> Iterator[Choice]:
    order = positions(questionnaire)
    for id_, question in index.questions.items():
        kind = kind_of(question)
        is_seen = order[id_] < place and (index.list_of[id_] is None or index.list_of[id_] in lists)
        if not is_seen or kind.is_stored_apart or kind.gives is Gives.NOTHING:
            continue
        yield _choice(index, question, None, kind.gives)
        for row in question.rows if kind.gives is Gives.ROWS else ():
            yield _choice(index, question, row, kind.row_gives)


def _choice(index: Index, question: Question, row: Row | None, gives: Gives) -> Choice:
    options = index.options[question.id] if gives not in {Gives.NUMBER, Gives.ROWS} else ()
    sort = Gives.CODE if gives is Gives.ANY and options else gives
    relations = tuple(
        each
        for each in RELATIONS[sort]
        if each is not Relation.REFUSED or (question.may_refuse and kind_of(question).is_asked)
    )
    label = label_of(question)
    said = label if row is None else f"{label} – {wording(row.text, FALLBACK)}"
    values = tuple((each.code, wording(each.text, FALLBACK)) for each in options)
    return Choice(Subject.QUESTION, question.id, row.code if row else None, said, relations, values)


def _of_lists(questionnaire: Questionnaire, index: Index, place: int) -> Iterator[Choice]:
    order = positions(questionnaire)
    for items in questionnaire.lists:
        source = items.count or items.rows_of or items.options_of
        filled = order.get(source, place) if source else _collected(questionnaire, items)
        if items.id in index.lists and filled < place:
            label = wording(items.label, FALLBACK)
            yield Choice(Subject.COUNT, items.id, None, label, _NUMBERS)


def _of_sums(
    questionnaire: Questionnaire, index: Index, place: int, lists: frozenset[str]
) -> Iterator[Choice]:
    """Iterate over numbers asked for each item of a list, added up; lists inside lists have no sum."""
    order = positions(questionnaire)
    for id_, question in index.questions.items():
        list_id = index.list_of[id_]
        is_number = kind_of(question).gives is Gives.NUMBER
        if list_id is None or list_id in lists or not is_number or order[id_] >= place:
            continue
        if len(index.lineages[list_id]) == 1:
            yield Choice(Subject.SUM, list_id, id_, label_of(question), _NUMBERS)


def _collected(questionnaire: Questionnaire, items: ItemList) -> int:
    """Return how many questions come before the page that collects a list."""
    before = 0
    for page in questionnaire.pages:
        if page.collect == items.id:
            return before
        before += len(page.questions)
    return before
