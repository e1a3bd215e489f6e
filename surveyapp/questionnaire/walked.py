"""Every part of a questionnaire as one family meets it: seen or not, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.index import Group, Part, order_of
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import Option, Page, Question, Row
from surveyapp.questionnaire.path import Step, Way
from surveyapp.questionnaire.reasons import Explainer, Reason
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.values import value_to_json


def walked(way: Way, language: str) -> Iterator[dict[str, Any]]:
    """Iterate over every page of a questionnaire, for every item it is asked for, as JSON."""
    looker = _Looker.of(way, language)
    known = way.environment
    for place in order_of(known.index, None):
        for inside, page, item in _steps(known, known.index.parts[place], None):
            yield looker.page(inside, page, item)


def _steps(known: Known, part: Part, item: str | None) -> Iterator[tuple[Known, Page, str | None]]:
    """Iterate over all steps, and once over the pages of a list without items."""
    if not isinstance(part, Group):
        yield known, part, item
        return
    items = known.items(part.list)
    for each in items or ():
        inside = known.inside(part.list, each)
        for inner in part.parts:
            yield from _steps(inside, inner, each)
    if not items:
        yield from ((known, page, None) for page in _pages(part))


def _pages(part: Part) -> Iterator[Page]:
    if not isinstance(part, Group):
        yield part
        return
    for inner in part.parts:
        yield from _pages(inner)


def counts(pages: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return how many pages and questions a family sees, and how many it does not."""
    every = list(pages)
    questions = [each for page in every for each in page["questions"]]
    return {
        "pages_seen": sum(page["seen"] for page in every),
        "pages_hidden": sum(not page["seen"] for page in every),
        "questions_seen": sum(each["seen"] for each in questions),
        "questions_hidden": sum(not (each["seen"] or each["worked_out"]) for each in questions),
    }


@dataclass(frozen=True, slots=True)
class _Looker:
    """Looks at the parts of one family's way."""

    way: Way
    explainer: Explainer
    screens: frozenset[Step]

    @staticmethod
    def of(way: Way, language: str) -> _Looker:
        """Return who looks at a way."""
        steps = frozenset(screen.step for screen in way.screens)
        return _Looker(way, Explainer.of(way, language), steps)

    def page(self, known: Known, page: Page, item: str | None) -> dict[str, Any]:
        """Return a page with all its questions."""
        step = Step(page.id, item)
        is_seen = step in self.screens
        reason = self._of_page(known, page, item, is_seen=is_seen)
        return {
            "key": step.key,
            "page": page.id,
            "item": item,
            "item_label": None if item is None else self.explainer.item(page.repeat, item),
            "title": self.explainer.say(page.title, item, of=page.repeat),
            "section": page.section,
            "seen": is_seen,
            "reason": None if reason is None else reason.to_json(),
            "questions": [
                self._question(known, each, item, page_is_seen=is_seen) for each in page.questions
            ],
        }

    def _of_page(
        self, known: Known, page: Page, item: str | None, *, is_seen: bool
    ) -> Reason | None:
        """Return the condition that decided on a page: the first one that hides it, or its own."""
        if page.repeat is not None and item is None:
            return self.explainer.of_empty_list(self._empty(known, page.repeat), known)
        section = known.index.sections.get(page.section)
        shows = {"section": None if section is None else section.show, "page": page.show}
        reasons = [self.explainer.of_condition(*each, known) for each in shows.items()]
        there = [each for each in reasons if each is not None]
        hiding = next((each for each in there if not each.is_seen), None)
        if hiding is not None or is_seen:
            return hiding or (there[-1] if there else None)
        return self.explainer.of_questions(page.questions, known)

    def _empty(self, known: Known, list_id: str) -> str:
        """Return the list that has no items: the page's own, or one around it."""
        lineage = known.index.lineages.get(list_id, (list_id,))
        return next((each for each in lineage if not known.items(each)), list_id)

    def _question(
        self, known: Known, question: Question, item: str | None, *, page_is_seen: bool
    ) -> dict[str, Any]:
        asked = self.explainer.asked.get((question.id, item))
        is_worked_out = asked is not None and not kind_of(question).is_shown
        is_seen = page_is_seen and asked is not None and not is_worked_out
        value = None if asked is None else self.way.value(asked)
        reason = self._of_question(known, question) if page_is_seen else None
        list_id = known.index.list_of[question.id]
        answer = "" if asked is None or value is None else self._answer(question, asked, value)
        return {
            "id": question.id,
            "item": item,
            "type": question.type,
            "text": self.explainer.say(question.text, item, question, of=list_id),
            "seen": is_seen,
            "worked_out": is_worked_out,
            "reason": None if reason is None else reason.to_json(),
            "answer": None if value is None else value_to_json(value),
            "answer_text": answer,
            "options": self._parts(
                "option", known, known.index.options[question.id], item, list_id, is_seen=is_seen
            ),
            "rows": self._parts("row", known, question.rows, item, list_id, is_seen=is_seen),
        }

    def _answer(self, question: Question, asked: Any, value: Any) -> str:  # noqa: ANN401 - any value
        if not isinstance(value, Mapping):
            return self.explainer.told(asked, None, value)
        cells = ((row, value[row.code]) for row in question.rows if value.get(row.code) is not None)
        return "; ".join(
            f"{self.explainer.say(row.text, None)}: {self.explainer.told(asked, row.code, cell)}"
            for row, cell in cells
        )

    def _of_question(self, known: Known, question: Question) -> Reason | None:
        own = self.explainer.of_condition("question", question.show, known)
        if own is not None and not own.is_seen:
            return own
        return self.explainer.of_parts(question, known) or own

    def _parts(
        self,
        where: str,
        known: Known,
        parts: tuple[Option | Row, ...],
        item: str | None,
        list_id: str | None,
        *,
        is_seen: bool,
    ) -> list[dict[str, Any]]:
        return [
            {
                "code": each.code,
                "text": self.explainer.say(each.text, item, of=list_id),
                "seen": is_seen and conditions.holds(each.show, known),
                "reason": self._of_part(where, known, each.show) if is_seen else None,
            }
            for each in parts
        ]

    def _of_part(self, where: str, known: Known, show: str | None) -> dict[str, Any] | None:
        reason = self.explainer.of_condition(where, show, known)
        return None if reason is None else reason.to_json()


def lines(told: Mapping[str, Any]) -> Iterator[str]:
    """Iterate over a trace as lines to read, hidden parts marked with a dash."""
    words = _WORDS.get(told["language"], _WORDS["de"])
    for page in told["walk"]:
        yield f"{'+' if page['seen'] else '-'} {page['key']}: {page['title']}{_why(page, words)}"
        for question in page["questions"] if page["seen"] else ():
            answer = f" = {question['answer_text']}" if question["answer_text"] else ""
            sign = "+" if question["seen"] or question["worked_out"] else "-"
            said = f"{question['id']}: {question['text']}{answer}{_why(question, words)}"
            yield f"    {sign} {said}"
            for part in (*question["rows"], *question["options"]):
                if part["reason"] is not None:
                    sign = "+" if part["seen"] else "-"
                    yield f"        {sign} {part['code']}: {part['text']}{_why(part, words)}"
    yield words["counts"].format(**told["counts"])
    yield from (f"! {problem}" for problem in told["problems"])


def _why(part: Mapping[str, Any], words: Mapping[str, str]) -> str:
    reason = part["reason"]
    if reason is None:
        return ""
    said = words["seen" if part["seen"] or part.get("worked_out") else "hidden"]
    because = f", {reason['because']}" if reason["because"] else ""
    return f" [{said} {reason['condition']}{because}]"


_WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "seen": "gezeigt",
        "hidden": "nicht gezeigt; gezeigt nur",
        "counts": "{pages_seen} Seiten gezeigt, {pages_hidden} nicht; "
        "{questions_seen} Fragen gezeigt, {questions_hidden} nicht",
    },
    "en": {
        "seen": "shown",
        "hidden": "not shown; shown only",
        "counts": "{pages_seen} pages shown, {pages_hidden} not; "
        "{questions_seen} questions shown, {questions_hidden} not",
    },
}
