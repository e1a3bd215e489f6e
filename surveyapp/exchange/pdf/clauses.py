"""Conditions told by the answers they ask for, in languages without a grammar of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from babel.lists import format_list

from surveyapp.exchange.pdf.words_filters import ClauseWords
from surveyapp.questionnaire.expression import (
    And,
    Codes,
    Compare,
    Count,
    Expression,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
    parse,
)
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.texts import locale_of, neutral, wording

_GIVEN = ("==", "in", "has", "has_any")


@dataclass(frozen=True, slots=True)
class Clauses:
    """Tells conditions of one questionnaire in one language."""

    questionnaire: Questionnaire
    language: str
    #: Question to its number on the sheet.
    numbers: Mapping[str, str]
    words: ClauseWords

    def told(self, condition: str) -> str:
        """Return "if you answered “yes” in question 3", or else on which questions it depends."""
        tree = parse(condition)
        return self.words.opening.format(clause=self._clause(tree) or self._fits(tree))

    @property
    def _index(self) -> Index:
        return index_of(self.questionnaire)

    def _clause(self, node: Expression) -> str:
        """Return a condition told by answers; empty where it is more than that."""
        if isinstance(node, And):
            parts = [each for each in node.operands if not _is_answered(each)]
            return self._joined(self.words.both, parts, Compare | Not)
        if isinstance(node, Or):
            return self._joined(self.words.either, node.operands, Compare | Not)
        if isinstance(node, Not):
            return self._answers(node.operand, self.words.not_given)
        return self._answers(node, self.words.given)

    def _joined(self, sign: str, parts: Any, plain: Any) -> str:  # noqa: ANN401 - nodes, their types
        said = [self._clause(each) if isinstance(each, plain) else "" for each in parts]
        return sign.join(said) if all(said) else ""

    def _answers(self, node: Expression, template: str) -> str:
        if not isinstance(node, Compare) or node.operator not in _GIVEN:
            return ""
        if not isinstance(node.left, Name) or node.left.question not in self.numbers:
            return ""
        codes = node.right.values if isinstance(node.right, Codes) else ()
        said = (node.right.value,) if isinstance(node.right, Literal) else codes
        answers = [self._answer(node.left.question, each) for each in said]
        if not answers or not all(answers):
            return ""
        listed = format_list(answers, style="or", locale=locale_of(self.language))
        return template.format(
            number=self.numbers[node.left.question], row=self._row(node.left), answer=listed
        )

    def _answer(self, question: str, code: Any) -> str:  # noqa: ANN401 - text or number
        options = self._index.options[question]
        found = next((each for each in options if each.code == code), None)
        return self._quoted(found.text) if found is not None else ""

    def _row(self, name: Name) -> str:
        """Return the row of a table that is meant, between brackets."""
        rows = self._index.questions[name.question].rows
        row = next((each for each in rows if each.code == name.row), None)
        return f" ({self._quoted(row.text)})" if row is not None else ""

    def _quoted(self, text: Mapping[str, str]) -> str:
        plain = " ".join(wording(neutral(text), self.language).split())
        return self.words.quote.format(text=plain)

    def _fits(self, tree: Expression) -> str:
        asked = {name for name in _named(tree) if name in self.numbers}
        found = [number for name, number in self.numbers.items() if name in asked]
        if not found:
            return self.words.fits
        sign = "، " if self.language in ("ar", "fa") else ", "
        return self.words.fits_see.format(numbers=sign.join(dict.fromkeys(found)))


def _is_answered(node: Expression) -> bool:
    return isinstance(node, State) and node.state == "answered"


def _named(node: Any) -> Iterator[str]:  # noqa: ANN401 - any part of an expression
    """Iterate over the questions and lists an expression names."""
    if isinstance(node, Name):
        yield node.question
    elif isinstance(node, tuple):
        for each in node:
            yield from _named(each)
    elif is_dataclass(node):
        if isinstance(node, Count | Quantified):
            yield node.list
        for each in fields(node):
            yield from _named(getattr(node, each.name))
