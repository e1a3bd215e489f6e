"""Questions in an order in which each condition finds its answers."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.questionnaire import expression as ours
from surveyapp.questionnaire.model import Page, Question


def asked_by(question: Question) -> frozenset[str]:
    """Return the ids of the questions and lists that the conditions of a question ask for."""
    return frozenset(name for text in _expressions(question) for name in names_in(text))


def names_in(text: str) -> frozenset[str]:
    """Return the ids of the questions and lists an expression asks for."""
    tree = ours.parse(text)
    return ours.references(tree) | ours.lists_of(tree)


def _expressions(question: Question) -> Iterator[str]:
    limits = (question.show, question.required, question.minimum, question.maximum, question.value)
    yield from (each for each in limits if isinstance(each, str))
    shows = (*(each.show for each in question.options), *(each.show for each in question.rows))
    yield from (show for show in shows if show is not None)
    yield from (each.that for each in question.checks)


def in_order(reading: Reading, questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """Put each question of a page behind those its conditions ask for, and say so.

    SurveyJS also looks ahead, as it runs in the browser; here a page is read from top to bottom.
    """
    waiting, placed = list(questions), list[Question]()
    while waiting:
        left = {question.id for question in waiting}
        free = next((q for q in waiting if not (asked_by(q) - {q.id}) & left), waiting[0])
        if free is not waiting[0]:
            _say_moved(reading, waiting[0])
        placed.append(free)
        waiting.remove(free)
    return tuple(placed)


def _say_moved(reading: Reading, question: Question) -> None:
    reading.notes.change(
        path_of(reading, question.id),
        "die Frage steht hier hinter der Frage, von der sie abhängt",
        "the question stands behind the question it depends on here",
    )


def path_of(reading: Reading, question_id: str) -> str:
    """Return where in the file a question of ours comes from."""
    waiting = list(reading.names.values())
    while waiting:
        symbol = waiting.pop()
        if question_id in (symbol.id, symbol.comment):
            return symbol.path
        waiting += symbol.parts.values()
    return question_id


def say_what_looks_ahead(
    reading: Reading, pages: tuple[Page, ...], origin: tuple[str, ...]
) -> None:
    """Remark conditions that ask for an answer of a later page: they can never hold here.

    ``origin`` says where in the file each page comes from.
    """
    seen: set[str] = set()
    every = {question.id for page in pages for question in page.questions}
    for page, place in zip(pages, origin, strict=True):
        own = {question.id for question in page.questions}
        needed = {"": names_in(page.show) if page.show else frozenset[str]()}
        needed |= {question.id: asked_by(question) for question in page.questions}
        for name, asked in needed.items():
            before = seen if name == "" else seen | own
            for late in sorted((asked & every) - before):
                reading.notes.change(
                    path_of(reading, name) if name else place or "elements",
                    f"die Bedingung fragt nach „{late}“, das erst später gefragt wird; "
                    "verschieben Sie die Frage",
                    f"the condition asks for “{late}”, which is asked later; move that question",
                )
        seen |= own
