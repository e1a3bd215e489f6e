"""From what a form sent to answers that can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import InitVar, dataclass

from surveyapp.questionnaire.constraints import broken
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import Roster, Step, Way, known_before, note, visible, walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Parsed, Raw
from surveyapp.questionnaire.values import (
    AnswerError,
    Answers,
    Missing,
    Value,
    field_name,
    refused_field_name,
)

__all__ = [
    "SHOWN_FIELD",
    "AnswerError",
    "AnswerErrors",
    "Answers",
    "CompleteAnswers",
    "Missing",
    "Value",
    "complete",
    "field_name",
    "parse_step",
    "raw_step",
    "read_step",
    "refused_field_name",
]

SHOWN_FIELD = "shown!"
"""Optional hidden field naming the questions that were on the screen. With it, a question that the
answers of the same page opened gets the error ``opened`` instead of being passed over."""

_SEAL = object()


@dataclass(frozen=True, slots=True)
class AnswerErrors:
    """What a family should look at again, in the order of the screen."""

    errors: tuple[AnswerError, ...]


@dataclass(frozen=True, slots=True)
class CompleteAnswers:
    """Answers on the way only, each question of it answered or marked as missing."""

    answers: Answers
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        """Refuse answers that did not come from ``complete``."""
        if seal is not _SEAL:
            raise TypeError("CompleteAnswers are made by complete(questionnaire, answers) only")


def parse_step(
    questionnaire: Questionnaire, answers: Answers, step: Step, raw: Raw
) -> Answers | AnswerErrors:
    """Return the answers with those of one screen, or what is wrong with them.

    Answers of other screens are kept as far as they still lie on the way.
    """
    errors: list[AnswerError] = []

    def take(asked: Asked, parsed: Parsed) -> Value | None:
        found = tuple(reading_errors(asked, parsed, raw))
        errors.extend(found)
        return None if found else _given(asked, parsed)

    changed = _with_step(questionnaire, answers, step, raw, take)
    way = walk(questionnaire, changed)
    screen = way.screen(step)
    if screen is not None and screen.roster is not None:
        errors.extend(roster_errors(screen.roster))
        way = _gone_on(questionnaire, way, [screen.roster])
    if screen is not None and not errors:
        errors.extend(broken(way, screen))
    return AnswerErrors(tuple(errors)) if errors else way.answers()


def read_step(questionnaire: Questionnaire, answers: Answers, step: Step, raw: Raw) -> Answers:
    """Return the answers with what is valid of one screen; never complains.

    For leaving a screen sideways: change of language, or back. A field with a mistake keeps the
    answer it had.
    """

    def take(asked: Asked, parsed: Parsed) -> Value | None:
        if parsed.errors and parsed.value is None:
            return answers.get(asked.question.id, asked.item)
        given = _given(asked, parsed)
        is_open = asked.required and parsed.value is None
        return None if is_open else given

    return walk(questionnaire, _with_step(questionnaire, answers, step, raw, take)).answers()


def raw_step(
    questionnaire: Questionnaire, answers: Answers, step: Step
) -> dict[str, tuple[str, ...]]:
    """Return the form fields that would give the answers of one screen: for filling a form again."""
    way = walk(questionnaire, answers)
    screen = way.screen(step)
    fields: dict[str, tuple[str, ...]] = {}
    for asked in screen.asked if screen else ():
        fields.update(_raw(asked, way.value(asked)))
    return fields


def _raw(asked: Asked, value: Value | None) -> dict[str, tuple[str, ...]]:
    if value is None or value is Missing.UNANSWERED:
        return {}
    kind = kind_of(asked.question)
    if isinstance(value, Missing):
        return {kind.missing_field(asked): (str(value),)}
    return kind.raw(asked, value)


def _with_step(
    questionnaire: Questionnaire,
    answers: Answers,
    step: Step,
    raw: Raw,
    take: Callable[[Asked, Parsed], Value | None],
) -> Answers:
    """Read the questions of a screen in order, so that each answer may open the next question."""
    known = known_before(questionnaire, answers, step)
    if known is None:
        return answers
    for question in known.index.pages[step.page].questions:
        asked = visible(known, question, step.item)
        if asked is None:
            continue
        if not kind_of(question).is_asked:
            note(known, asked, None)
            continue
        value = take(asked, kind_of(question).read(asked, raw))
        note(known, asked, value)
        answers = (
            answers.without(question.id, step.item)
            if value is None
            else answers.put(question.id, value, step.item)
        )
    return answers


def _given(asked: Asked, parsed: Parsed) -> Value:
    kind = kind_of(asked.question)
    return kind.unanswered(asked) if parsed.value is None else parsed.value


def reading_errors(asked: Asked, parsed: Parsed, raw: Raw) -> Iterator[AnswerError]:
    """Iterate over what is wrong with one question of a form."""
    shown = raw.get(SHOWN_FIELD)
    if shown and asked.question.id not in shown:
        yield AnswerError(kind_of(asked.question).fields(asked)[0], "opened")
        return
    wrong = {error.field for error in parsed.errors}
    yield from parsed.errors
    # Rows are missing one by one; any other question with a mistake in it is not missing as well.
    if asked.required and (asked.rows or not parsed.errors):
        kind = kind_of(asked.question)
        gaps = kind.gaps(asked, parsed.value)
        yield from (AnswerError(field, kind.gap_key) for field in gaps if field not in wrong)


def roster_errors(roster: Roster) -> Iterator[AnswerError]:
    """Iterate over what is wrong with a list that items are added to."""
    minimum = roster.list.minimum
    if roster.lacks:
        key = "no_items" if minimum == 1 else "too_few_items"
        yield AnswerError(roster.list.id, key, {"minimum": minimum})


def _gone_on(questionnaire: Questionnaire, way: Way, rosters: Iterable[Roster]) -> Way:
    """Return the way after lists were left empty on purpose: from then on nobody is missing."""
    empty = [each for each in rosters if each.items is None]
    answers = way.answers()
    for each in empty:
        answers = answers.put(each.list.id, (), each.outer)
    return walk(questionnaire, answers) if empty else way


def _settled(questionnaire: Questionnaire, way: Way) -> Way:
    """Return the way with every list settled; an empty list may lead to further ones."""
    while any(each.items is None for each in way.rosters()):
        way = _gone_on(questionnaire, way, way.rosters())
    return way


def complete(questionnaire: Questionnaire, answers: Answers) -> CompleteAnswers | AnswerErrors:
    """Return the answers on the way with every gap named, or the required ones that are missing."""
    way = _settled(questionnaire, walk(questionnaire, answers))
    errors = [error for roster in way.rosters() for error in roster_errors(roster)]
    found = way.answers()
    for asked in way.asked():
        value = way.value(asked)
        kind = kind_of(asked.question)
        if not kind.is_asked:
            continue
        if asked.required:
            errors += (AnswerError(field, kind.gap_key) for field in kind.gaps(asked, value))
        if value is None:
            found = found.put(asked.question.id, kind.unanswered(asked), asked.item)
    for screen in way.screens:
        errors.extend(broken(way, screen))
    return AnswerErrors(tuple(errors)) if errors else CompleteAnswers(found, _SEAL)
