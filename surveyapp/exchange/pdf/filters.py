"""Conditions on paper: who answers what, and where the others go on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from surveyapp.exchange.pdf.clauses import Clauses
from surveyapp.exchange.pdf.sheet import Ask, Block, Filter, Heading
from surveyapp.exchange.pdf.words import FilterWords, filter_words
from surveyapp.exchange.pdf.words_filters import CLAUSES
from surveyapp.questionnaire.explain import in_words
from surveyapp.questionnaire.explain_words import WORDS
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Page, Question, Questionnaire
from surveyapp.questionnaire.texts import FALLBACK, wording

_MARK = "⟦{number}⟧"


_CELL = re.compile(r"\(?([a-z][a-z0-9_]*)\.([A-Za-z0-9_-]+) == '([^']*)'\)?")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a table that were answered the same way."""

    matrix: Question
    codes: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Conditions:
    """Tells conditions with questions by their numbers, as they stand on the sheet."""

    questionnaire: Questionnaire
    language: str
    #: Question to its number on the sheet.
    numbers: Mapping[str, str]

    @cached_property
    def words(self) -> FilterWords:
        """Return the sentences around conditions."""
        return filter_words(self.language)

    @cached_property
    def _marked(self) -> Questionnaire:
        """Return the questionnaire with a mark for the wording of each question with a number."""
        pages = tuple(self._marked_page(page) for page in self.questionnaire.pages)
        return replace(self.questionnaire, pages=pages)

    def _marked_page(self, page: Page) -> Page:
        return replace(page, questions=tuple(self._marked_question(q) for q in page.questions))

    def _marked_question(self, question: Question) -> Question:
        number = self.numbers.get(question.id)
        if number is None:
            return question
        return replace(question, text={"de": _MARK.format(number=number)}, variants=())

    def told(self, condition: str) -> str:
        """Return "wenn Sie bei Frage 3 „ja“ geantwortet haben"."""
        rows = self._same_answer(condition.split(" or "))
        if rows is not None and set(rows.codes) == {each.code for each in rows.matrix.rows}:
            return self._about(self.words.any_row, rows)
        if self.language in CLAUSES:
            words = CLAUSES[self.language]
            return Clauses(self.questionnaire, self.language, self.numbers, words).told(condition)
        speaks = self.language if self.language in WORDS else FALLBACK
        said = in_words(condition, self._marked, self.language)
        for number in self.numbers.values():
            mark = _MARK.format(number=number)
            named = self.words.question.format(number=number)
            said = said.replace(WORDS[speaks].quote.format(text=mark), named).replace(mark, named)
        return said

    def rows(self, question: Question) -> str:
        """Return one sentence for a table whose rows were answered the same way in another one."""
        rows = self._same_answer([each.show or "" for each in question.rows])
        codes = tuple(each.code for each in question.rows)
        is_same = rows is not None and rows.codes == codes
        return self._about(self.words.rows, rows) if rows is not None and is_same else ""

    def _same_answer(self, comparisons: Sequence[str]) -> _Rows | None:
        """Return the rows of a table that are asked for the same answer, if that is all."""
        found = [_CELL.fullmatch(" ".join(each.split())) for each in comparisons]
        cells = [each.groups() for each in found if each is not None]
        if len(found) < 2 or len(cells) < len(found):
            return None
        if len({(matrix, answer) for matrix, _, answer in cells}) > 1:
            return None
        matrix = index_of(self.questionnaire).questions[cells[0][0]]
        return _Rows(matrix, tuple(row for _, row, _ in cells), cells[0][2])

    def _about(self, sentence: str, rows: _Rows) -> str:
        options = index_of(self.questionnaire).options[rows.matrix.id]
        option = next(each for each in options if each.code == rows.answer)
        answer = wording(option.text, self.language)
        return sentence.format(number=self.numbers[rows.matrix.id], answer=answer)

    def filter(self, condition: str, numbers: Sequence[str], span: int) -> Filter:
        """Return the box above questions that share a condition."""
        words, told = self.words, self.told(condition)
        many = len(numbers) > 1
        text = (
            words.only_many.format(first=numbers[0], last=numbers[-1], condition=told)
            if many
            else words.only.format(condition=told)
        )
        if span < 2:
            return Filter(text, span)
        return Filter(text, span, words.go, words.go_item, words.go_end)

    def option(self, condition: str | None) -> str:
        """Return who may choose an option or answers a row; empty for everybody."""
        return "" if condition is None else self.words.option.format(condition=self.told(condition))

    def variant(self, condition: str, text: str) -> str:
        """Return another wording with whom it is for."""
        told = self.told(condition)
        return self.words.variant.format(condition=told[:1].upper() + told[1:], text=text)


def with_goals(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with where those go on whom a filter leaves out."""
    return tuple(
        _with_goal(block, blocks[place + 1 :]) if isinstance(block, Filter) else block
        for place, block in enumerate(blocks)
    )


def _with_goal(box: Filter, following: Sequence[Block]) -> Filter:
    if not box.go:
        return box
    left = box.span
    item = ""
    for block in following:
        if isinstance(block, Ask) and block.number:
            if left == 0:
                goal = box.go_item.format(item=item) if item and box.go_item else ""
                return _closed(box, goal or box.go.format(number=block.number))
            left -= 1
        elif left == 0 and isinstance(block, Heading) and block.level == 1:
            item = item or block.text
    return _closed(box, box.go_end)


def _closed(box: Filter, goal: str) -> Filter:
    return Filter(f"{box.text} {goal}".strip(), box.span)
