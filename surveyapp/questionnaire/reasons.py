"""Why a family sees a part of a questionnaire or not: the condition in words, and what decided it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.deciding import MOST_LOOKED_AT, Decided, deciding_places
from surveyapp.questionnaire.explain import in_words, names_of_items
from surveyapp.questionnaire.explain_words import WORDS
from surveyapp.questionnaire.expression import (
    Count,
    CurrentRow,
    Expression,
    FactName,
    Name,
    parse,
)
from surveyapp.questionnaire.known import Key, Known
from surveyapp.questionnaire.model import ItemList, Option, Question, Row, Text
from surveyapp.questionnaire.path import Way
from surveyapp.questionnaire.reason_words import SENTENCES
from surveyapp.questionnaire.texts import FALLBACK, locale_of, neutral, say, value_text, wording
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value

MOST_VALUES = 4
"""Answers named in one sentence; who wants more of them reads the condition."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that decided: what was asked, and what is known of it, as a clause."""

    #: Id of the question, list or fact.
    name: str
    item: str | None
    row: str | None
    #: „Geht Ihr Kind in die Kita?“ mit „nein“ beantwortet ist.
    clause: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part is seen or not."""

    #: Whose condition decided: section, page, list, question, option, row, options or rows.
    where: str
    is_seen: bool
    #: The whole condition in words, and as it is written.
    condition: str
    expression: str
    #: The part that decided, as "weil …".
    because: str
    values: tuple[Said, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the reason as JSON."""
        return {
            "where": self.where,
            "seen": self.is_seen,
            "condition": self.condition,
            "expression": self.expression,
            "because": self.because,
            "values": [
                {"name": each.name, "item": each.item, "row": each.row, "clause": each.clause}
                for each in self.values
            ],
        }


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains one family's way in one language."""

    way: Way
    language: str
    #: Questions met on the way, by id and item.
    asked: Mapping[Key, Asked]

    @staticmethod
    def of(way: Way, language: str) -> Explainer:
        """Return who explains a way."""
        return Explainer(
            way, language, {(each.question.id, each.item): each for each in way.asked()}
        )

    @property
    def _known(self) -> Known:
        return self.way.environment

    @property
    def _words(self) -> Mapping[str, str]:
        return SENTENCES.get(self.language, SENTENCES[FALLBACK])

    def of_condition(self, where: str, condition: str | None, known: Known) -> Reason | None:
        """Return what a condition decides for a family; None where there is no condition."""
        if condition is None:
            return None
        tree = parse(condition)
        said = tuple(self._said(deciding_places(tree, known)))
        return Reason(
            where,
            conditions.evaluate(tree, known) is True,
            in_words(tree, known.index.questionnaire, self.language),
            condition,
            self._because(said),
            said,
        )

    def of_empty_list(self, list_id: str, known: Known) -> Reason:
        """Return why a page that repeats is not seen at all: its list has no items."""
        said = tuple(self._said(iter([(Count(list_id), known)])))
        words = self._words["for_each"].format(**self._items(list_id))
        return Reason("list", is_seen=False, condition=words, expression="",
                      because=self._because(said), values=said)  # fmt: skip

    def of_parts(self, question: Question, known: Known) -> Reason | None:
        """Return why a question is hidden whose own condition holds: all its rows or options are."""
        options = known.index.options[question.id]
        every: tuple[tuple[str, tuple[Option | Row, ...]], ...] = (
            ("rows", question.rows),
            ("options", options),
        )
        for where, parts in every:
            if parts and not any(conditions.holds(each.show, known) for each in parts):
                return self._of_hidden(where, [each.show for each in parts], known)
        return None

    def of_questions(self, questions: Iterable[Question], known: Known) -> Reason:
        """Return why a page is skipped whose own condition holds: it has nothing to ask now."""
        return self._of_hidden("questions", [each.show for each in questions], known)

    def _of_hidden(self, where: str, shows: Iterable[str | None], known: Known) -> Reason:
        said = [
            each
            for show in shows
            if show
            for each in self._said(deciding_places(parse(show), known))
        ]
        different = tuple({each.clause: each for each in said}.values())
        return Reason(where, is_seen=False, condition=self._words[where], expression="",
                      because=self._because(different), values=different)  # fmt: skip

    def _because(self, said: tuple[Said, ...]) -> str:
        if not said:
            return ""
        clauses = [each.clause for each in said[:MOST_VALUES]]
        clauses += [self._words["more"]] if len(said) > MOST_VALUES else []
        return self._words["because"].format(all=format_list(clauses, locale=self._locale()))

    def _locale(self) -> str:
        return self.language if self.language in SENTENCES else FALLBACK

    # What decided, as clauses

    def _said(self, deciding: Iterator[Decided]) -> Iterator[Said]:
        found: dict[str, Said] = {}
        for node, known in islice(deciding, MOST_LOOKED_AT):
            said = self._one(node, known)
            found.setdefault(said.clause, said)
        yield from found.values()

    def _one(self, node: Expression, known: Known) -> Said:
        if isinstance(node, Name):
            return self._answer(node, known)
        if isinstance(node, Count):
            return self._number_of_items(node, known)
        if isinstance(node, FactName):
            return self._fact(node, known)
        if isinstance(node, CurrentRow):
            return Said("row", None, None, self._clause("row", a=self._row(known)))
        number = known.current_number()
        return Said("number", None, None, self._clause("number", a=str(number or "–")))

    def _clause(self, key: str, **words: str) -> str:
        return self._words[key].format(**words)

    def _answer(self, name: Name, known: Known) -> Said:
        question = known.index.questions.get(name.question)
        if question is None:
            clause = self._clause("unknown", q=self._quoted(name.question))
            return Said(name.question, None, name.row, clause)
        list_id = known.index.list_of[question.id]
        item = None if list_id is None else known.bound.get(list_id)
        asked = self.asked.get((question.id, item))
        q = self._question(question, name.row, item, list_id)
        clause = self._state(question, name.row, asked, q)
        return Said(question.id, item, name.row, clause)

    def _state(self, question: Question, row: str | None, asked: Asked | None, q: str) -> str:
        if asked is None:
            return self._clause("not_asked", q=q)
        value = self.way.value(asked)
        found = value.get(row) if row is not None and isinstance(value, Mapping) else value
        if not kind_of(question).is_asked:
            shown = value_text(asked, found, self.language) or "–"
            return self._clause("worked_out", q=q, a=self._quoted(shown))
        if found is None or isinstance(found, Missing):
            return self._clause(_STATES.get(found or Missing.UNANSWERED, "unanswered"), q=q)
        text = self.answer_text(asked, row, found)
        return self._clause("answered" if text else "some", q=q, a=self._quoted(text))

    def answer_text(self, asked: Asked, row: str | None, value: Value) -> str:
        """Return an answer, or the answer to one row, as a family reads it."""
        if row is None:
            return value_text(asked, value, self.language)
        if isinstance(value, (int, float)):
            return str(format_decimal(value, locale=locale_of(self.language)))
        chosen = value if isinstance(value, tuple) else (value,)
        texts = [wording(each.text, self.language) for each in asked.options if each.code in chosen]
        return ", ".join(texts)

    def told(self, asked: Asked, row: str | None, value: Value) -> str:
        """Return an answer in words, also why there is none."""
        if isinstance(value, Missing):
            return self._words[f"is_{value}"]
        return self.answer_text(asked, row, value)

    def _number_of_items(self, node: Count, known: Known) -> Said:
        if not known.is_list(node.list):
            return self._answer(Name(node.list), known)
        items = known.items(node.list)
        words = self._items(node.list)
        if items is None:
            return Said(node.list, None, None, self._clause("items_unknown", **words))
        return Said(node.list, None, None, self._clause("items", a=str(len(items)), **words))

    def _fact(self, node: FactName, known: Known) -> Said:
        facts = (WORDS.get(self.language) or WORDS[FALLBACK]).facts
        value = known.fact(node.fact)
        fact = facts[node.fact]
        if value is None or isinstance(value, Missing):
            return Said(node.fact, None, None, self._clause("fact_unknown", fact=fact))
        return Said(node.fact, None, None, self._clause("fact", fact=fact, a=str(value)))

    def _items(self, list_id: str) -> Mapping[str, str]:
        return names_of_items(list_id, self._known.index.questionnaire, self.language)

    # Names

    def _question(
        self, question: Question, row: str | None, item: str | None, list_id: str | None
    ) -> str:
        is_silent = not kind_of(question).is_asked
        text = (question.label or question.text) if is_silent else question.text
        said = self.say(text, item, question=None if is_silent else question, of=list_id)
        part = next((each for each in question.rows if each.code == row), None)
        if part is not None:
            said = f"{said} – {self.say(part.text, item, of=list_id)}"
        quoted = self._quoted(said)
        if item is None:
            return quoted
        return self._clause("of_item", q=quoted, item=self.item(list_id, item))

    def item(self, list_id: str | None, item: str) -> str:
        """Return what an item of a list is called."""
        items = self._known.index.lists.get(list_id or "")
        label = "" if items is None else self._label(items, item)
        return label or item

    def _label(self, items: ItemList, item: str) -> str:
        label = items.label or {self.language: "{row}" if items.count is None else "{number}"}
        return self.say(label, item, of=items.id)

    def _row(self, known: Known) -> str:
        code = known.current_row() or "–"
        rows = (row for rows in known.index.rows.values() for row in rows)
        row = next((each for each in rows if each.code == code), None)
        return self._quoted(code if row is None else wording(neutral(row.text), self.language))

    def say(
        self, text: Text, item: str | None, question: Question | None = None, of: str | None = None
    ) -> str:
        """Return a text as the family reads it, on one line."""
        questionnaire = self._known.index.questionnaire
        if of is not None and item is None:
            return " ".join(wording(neutral(text), self.language).split())
        said = say(text, self.language, questionnaire, Answers(), item, question,
                   way=self.way, of=of)  # fmt: skip
        return " ".join(said.split())

    def _quoted(self, text: str) -> str:
        words = WORDS.get(self.language) or WORDS[FALLBACK]
        return words.quote.format(text=text)


_STATES = {
    Missing.REFUSED: "refused",
    Missing.UNANSWERED: "unanswered",
    Missing.NOT_APPLICABLE: "not_applicable",
}
