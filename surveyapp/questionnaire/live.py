"""What a browser opens and closes by itself while a page is being answered.

Whole questions, single options and single rows: each with the condition that is left once everything
known on the server is settled. Browsers without scripts get none of it; there the server decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from surveyapp.questionnaire import conditions, phrases
from surveyapp.questionnaire.flow import rotated
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import Option, Page, Question, Questionnaire, Row, Text
from surveyapp.questionnaire.path import Step, as_seen, known_before, note, visible
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Gives
from surveyapp.questionnaire.values import Answers, Missing

Tree = Mapping[str, Any]
"""A condition as JSON, see ``conditions.settled_json``."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether something stands on a screen now, and when the browser shows it."""

    is_shown: bool
    #: None where no answer of the same screen can change it.
    condition: Tree | None = None


@dataclass(frozen=True, slots=True)
class Possible:
    """A question that is on a screen, or comes onto it by an answer of the same screen."""

    #: With all options and rows that are there or may come.
    asked: Asked
    opening: Opening
    #: Codes of the options and rows that answers of the same screen open and close.
    options: Mapping[str, Opening] = field(default_factory=dict)
    rows: Mapping[str, Opening] = field(default_factory=dict)


def as_they_are(asked: Sequence[Asked]) -> tuple[Possible, ...]:
    """Return questions that nothing on their screen opens or closes."""
    return tuple(Possible(each, Opening(is_shown=True)) for each in asked)


def possible(
    questionnaire: Questionnaire, answers: Answers, step: Step, seed: str | None = None
) -> tuple[Possible, ...]:
    """Return all questions a screen may show while it is being answered.

    A browser with JavaScript gets them all and hides what does not hold.
    """
    known = known_before(questionnaire, answers, step)
    if known is None:
        return ()
    questions = known.index.pages[step.page].questions
    screen = _Screen(known, frozenset(each.id for each in questions if kind_of(each).reads))
    found = (_possible(screen, question, step, answers) for question in questions)
    return tuple(_in_order(each, seed) for each in found if each is not None)


def _in_order(possible: Possible, seed: str | None) -> Possible:
    return possible if seed is None else replace(possible, asked=rotated(possible.asked, seed))


def can_change(questionnaire: Questionnaire, page: Page) -> bool:
    """Say whether anything on a page may hang on a condition."""
    options = index_of(questionnaire).options
    shows = (
        show
        for question in page.questions
        for show in (
            question.show,
            *(option.show for option in options[question.id]),
            *(row.show for row in question.rows),
        )
    )
    return any(show is not None for show in shows)


@dataclass(frozen=True, slots=True)
class _Screen:
    """What is known before a screen, and the questions on it whose answers the browser can read."""

    known: Known
    local: frozenset[str]

    def hangs_on(self, show: str | None) -> bool:
        return show is not None and bool(conditions.references(conditions.parse(show)) & self.local)

    def may_hold(self, show: str | None) -> bool:
        return self.hangs_on(show) or conditions.holds(show, self.known)

    def opening(self, show: str | None) -> Opening:
        is_shown = conditions.holds(show, self.known)
        if show is None or not self.hangs_on(show):
            return Opening(is_shown)
        settled = conditions.settled_json(conditions.parse(show), self.known, self.local)
        return Opening(is_shown, _readable(self.known.index, settled))


def _possible(screen: _Screen, question: Question, step: Step, answers: Answers) -> Possible | None:
    known = screen.known
    shown = visible(known, question, step.item)
    if shown is not None:
        note(known, shown, answers.get(question.id, step.item))
    if not kind_of(question).is_shown:
        return None
    if waits_for_server(known.index, question, screen.local):
        return Possible(shown, Opening(is_shown=True)) if shown else None
    opens_parts = _opens_parts(question)
    asked = as_seen(known, question, step.item, screen.may_hold if opens_parts else None)
    if asked is None or not screen.may_hold(question.show):
        return None
    options = _openings(screen, known.index.options[question.id]) if opens_parts else {}
    rows = _openings(screen, question.rows) if opens_parts else {}
    needed = (screen.opening(question.show).condition, *map(_some, (options, rows)))
    opening = Opening(shown is not None, _all(tuple(each for each in needed if each is not None)))
    return Possible(asked, opening, _changing(options), _changing(rows))


def _opens_parts(question: Question) -> bool:
    """Say whether the browser can show and hide single options and rows; a slider has none to hide."""
    return kind_of(question).opens_parts and question.display != "slider"


def _openings(screen: _Screen, parts: Sequence[Option | Row]) -> dict[str, Opening]:
    return {part.code: screen.opening(part.show) for part in parts}


def _changing(openings: Mapping[str, Opening]) -> dict[str, Opening]:
    return {code: each for code, each in openings.items() if each.condition is not None}


def _some(openings: Mapping[str, Opening]) -> Tree | None:
    """Return the condition that one of the parts is there; None where one always is."""
    if any(each.is_shown and each.condition is None for each in openings.values()):
        return None
    trees = [each.condition for each in openings.values() if each.condition is not None]
    return {"kind": "or", "operands": trees} if trees else None


def _all(trees: Sequence[Tree]) -> Tree | None:
    if len(trees) < 2:
        return trees[0] if trees else None
    return {"kind": "and", "operands": list(trees)}


def waits_for_server(index: Index, question: Question, local: frozenset[str]) -> bool:
    """Say whether a wording hangs on an answer of the same screen, so that it is not opened live."""
    conditions_ = (variant.when for variant in question.variants)
    if any(conditions.references(conditions.parse(when)) & local for when in conditions_):
        return True
    return any(
        conditions.references(part.expression) & local
        for text in _texts(index, question)
        for wording in text.values()
        for part in phrases.parts_of(wording)
        if not isinstance(part, phrases.ItemLabel)
    )


def _texts(index: Index, question: Question) -> Iterator[Text]:
    yield question.text
    own = (question.hint, question.purpose, question.unit_text, question.low, question.high)
    yield from (text for text in own if text is not None)
    yield from (variant.text for variant in question.variants)
    yield from (variant.hint for variant in question.variants if variant.hint is not None)
    yield from (option.text for option in index.options[question.id])
    yield from (row.text for row in question.rows)


def _readable(index: Index, tree: Any) -> Any:  # noqa: ANN401 - JSON
    """Add to each question left in a settled tree how the browser reads its answer."""
    if isinstance(tree, list):
        return [_readable(index, part) for part in tree]
    if not isinstance(tree, dict):
        return tree
    found = {key: _readable(index, part) for key, part in tree.items()}
    question = index.questions.get(found.get("question", ""))
    if question is not None:
        is_whole = kind_of(question).gives is Gives.ROWS and not found.get("row")
        reads = {"reads": str(kind_of(question).reads)}
        found |= {"rows": True, **reads} if is_whole else {**reads, **reading(index, question)}
    return found


def reading(index: Index, question: Question) -> dict[str, Any]:
    """Return what a browser needs beside ``Kind.reads`` to read an answer, or that of one row."""
    kind, options = kind_of(question), index.options[question.id]
    found: dict[str, Any] = {}
    if question.decimals:
        found["decimals"] = question.decimals
    if options and kind.gives is Gives.NUMBER:
        seen = {each.code: kind.seen(question, options, each.code) for each in options}
        found["values"] = {
            code: each for code, each in seen.items() if not isinstance(each, Missing)
        }
    return found
