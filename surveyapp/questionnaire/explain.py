"""Expressions told in words: „wenn Sie bei „Geht Ihr Kind in die Kita?“ „Ja“ geantwortet haben“."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from surveyapp.questionnaire.explain_words import NONE, WORDS, Items, Words
from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Call,
    Codes,
    Compare,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    FactName,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
    parse,
)
from surveyapp.questionnaire.functions import FUNCTIONS, Sort
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import ItemList, Option, Question, Questionnaire, Row, Text, Unit
from surveyapp.questionnaire.texts import FALLBACK, locale_of, neutral, wording
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives


def in_words(expression: str | Expression, questionnaire: Questionnaire, language: str) -> str:
    """Return a condition as "wenn …" or "if …", and the expression of a value as what it is.

    Questions and options are named by their wordings in ``language``; the sentence around them is
    German for a language ``explain_words`` has no words of.
    """
    tree = parse(expression) if isinstance(expression, str) else expression
    teller = _Teller(index_of(questionnaire), language, WORDS.get(language) or WORDS[FALLBACK])
    if not is_condition(tree):
        return teller.noun(tree)
    return teller.words.opening.format(clause=_untied(teller.clause(tree)))


def names_of_items(list_id: str, questionnaire: Questionnaire, language: str) -> Mapping[str, str]:
    """Return what the items of a list are called in a language, by the fields of ``Items``."""
    words = WORDS.get(language) or WORDS[FALLBACK]
    return _Teller(index_of(questionnaire), language, words).items(list_id)


def is_condition(expression: Expression) -> bool:
    """Say whether an expression is true or false, rather than a number or a code."""
    if isinstance(expression, Quantified | Call):
        sort = FUNCTIONS[_function(expression)].result
        return sort is Sort.CONDITION
    if isinstance(expression, Literal | Codes | Count | CurrentNumber | CurrentRow | FactName):
        return False
    return not isinstance(expression, Arithmetic | Name)


def _function(node: Quantified | Call) -> str:
    return node.quantifier if isinstance(node, Quantified) else node.function


def _untied(clause: str) -> str:
    """Leave out the comma a noun ends with where the clause goes on without one."""
    return clause.replace(",,", ",").removesuffix(",")


@dataclass(frozen=True, slots=True)
class _Teller:
    """Who tells: in which language, of which questionnaire."""

    index: Index
    language: str
    words: Words

    def clause(self, node: Expression, *, denied: bool = False) -> str:
        """Return a node as what stands behind "wenn"."""
        return _CLAUSES.get(type(node), _clause_of_value)(self, node, denied)

    def noun(self, node: Expression, beside: Expression | None = None) -> str:
        """Return a node as a value; ``beside`` is what it is compared with."""
        if isinstance(node, Literal):
            return self.literal(node.value, beside)
        if isinstance(node, Codes):
            return self.either([self.literal(each, beside) for each in node.values])
        return _NOUNS.get(type(node), _noun_of_truth)(self, node)

    def say(self, key: str, denied: bool, **parts: str) -> str:  # noqa: FBT001 - a slot
        """Return a clause of the table."""
        return self.words.clauses[key][denied].format(**parts)

    def quoted(self, text: Text) -> str:
        """Return a wording between quotation marks; marks inside it become single ones."""
        plain = self.plain(text)
        return self._in_marks(plain)

    def plain(self, text: Text) -> str:
        """Return a wording on one line, an ellipsis for what is filled in."""
        return " ".join(wording(neutral(text), self.language).split())

    def _in_marks(self, text: str) -> str:
        inner = self.words.inner_quote.format(text=r"\1")
        single = re.sub(r"[„“”\"]([^„“”\"]*)[“”\"]", inner, text)
        return self.words.quote.format(text=single)

    def question(self, name: Name) -> str:
        """Return the wording of a question, or of a row of it, between quotation marks."""
        question = self.index.questions.get(name.question)
        if question is None:
            return self._in_marks(name.question)
        row = next((each for each in question.rows if each.code == name.row), None)
        text = question.label or question.text if _is_silent(question) else question.text
        if row is None:
            return self.quoted(text)
        return self._in_marks(f"{self.plain(text)} – {self.plain(row.text)}")

    def literal(self, value: str | float, beside: Expression | None) -> str:
        """Return a code or number as people read it, given what it is compared with."""
        question = self.asked(beside)
        if isinstance(value, str):
            options: Iterable[Option | Row] = self._choices(beside, question)
            option = next((each for each in options if each.code == value), None)
            return self._in_marks(value) if option is None else self.quoted(option.text)
        written = _WRITTEN.get(_sort_of_time(beside, question), _plain_number)(self, value)
        points = self.index.options[question.id] if question is not None else ()
        named = next((each for each in points if each.value == value), None)
        if named is None or not isinstance(beside, Name) or _is_number(named.text):
            return written
        return self.words.values["point"].format(option=self.quoted(named.text), number=written)

    def asked(self, node: Expression | None) -> Question | None:
        """Return the question an expression stands for, if it stands for one."""
        return self.index.questions.get(node.question) if isinstance(node, Name) else None

    def _choices(
        self, beside: Expression | None, question: Question | None
    ) -> tuple[Option | Row, ...]:
        if isinstance(beside, CurrentRow):
            return tuple(row for rows in self.index.rows.values() for row in rows)
        return () if question is None else self.index.options[question.id]

    def either(self, parts: list[str]) -> str:
        """Return "a, b oder c"."""
        return self._listed(parts, "or")

    def both(self, parts: list[str]) -> str:
        """Return "a, b und c"."""
        return self._listed(parts, "standard")

    def _listed(self, parts: list[str], style: Any) -> str:  # noqa: ANN401 - a word of babel
        if not parts:
            return self.words.values["nothing"]
        speaks = self.language if self.language in WORDS else FALLBACK
        return str(format_list(parts, style=style, locale=locale_of(speaks)))

    def items(self, list_id: str) -> Mapping[str, str]:
        """Return what the items of a list are called."""
        found = self.index.lists.get(list_id)
        kind = "other"
        if found is not None and (self.index.is_child_list(list_id) or found.unit is Unit.CHILD):
            kind = "child"
        elif found is not None and found.unit is Unit.ADULT:
            kind = "adult"
        return _filled(
            self.words.items[kind],
            f" {self._in_marks(list_id)}" if found is None else self._own_name(found),
        )

    def _own_name(self, items: ItemList) -> str:
        """Return what tells the items of a list from others: its label, or where they come from."""
        label = re.sub(r"[\s(:–-]*…[\s):]*", " ", self.plain(items.label)).strip()
        if label:
            return f" {self._in_marks(label)}"
        source = Name(items.rows_of or items.options_of or items.count or items.id)
        if items.answered is None:
            return self.words.values["rows"].format(q=self.question(source))
        answer = self.literal(items.answered, source)
        return self.words.values["rows_answered"].format(q=self.question(source), a=answer)


def _filled(items: Items, own: str) -> dict[str, str]:
    found = {key: getattr(items, key).format(x=own) for key in Items.__dataclass_fields__}
    stem = items.one.replace("{x}", "")
    return {**found, "none": found["one"].replace(stem, NONE[stem])}


def _is_silent(question: Question) -> bool:
    """Say whether no family reads the question, so that only planners have words for it."""
    return not kind_of(question).is_asked


def _is_number(text: Text) -> bool:
    return bool(re.fullmatch(r"[\d.,–-]+", next(iter(text.values()), "")))


# Numbers as people write them, by the type they are compared with

_TIMES = frozenset({"date", "month", "year", "time"})


def _sort_of_time(beside: Expression | None, question: Question | None) -> str | None:
    if isinstance(beside, FactName):
        return {"wave.month": "month", "wave.year": "year"}.get(beside.fact)
    return None if question is None else question.type


def _plain_number(teller: _Teller, value: float) -> str:
    return str(format_decimal(value, locale=locale_of(teller.language)))


def _day(teller: _Teller, value: float) -> str:
    try:
        day = date(int(value) // 10000, int(value) // 100 % 100, int(value) % 100)
    except ValueError:
        return _plain_number(teller, value)
    return str(format_date(day, format="medium", locale=locale_of(teller.language)))


def _month(teller: _Teller, value: float) -> str:
    try:
        day = date(int(value) // 100, int(value) % 100, 1)
    except ValueError:
        return _plain_number(teller, value)
    return str(format_skeleton("yMMMM", day, locale=locale_of(teller.language)))


def _minutes(key: str) -> Callable[[_Teller, float], str]:
    def work(teller: _Teller, value: float) -> str:
        hours, minutes = divmod(int(value), 60)
        return teller.words.values[key].format(hours=hours, minutes=minutes)

    return work


_WRITTEN: Mapping[str | None, Callable[[_Teller, float], str]] = {
    "date": _day,
    "month": _month,
    "year": lambda _, value: f"{value:.0f}",
    "time": _minutes("clock"),
    "duration": _minutes("duration"),
}


# Clauses


def _clause_of_value(teller: _Teller, node: Expression, denied: bool) -> str:  # noqa: FBT001
    return teller.say("value", denied, value=teller.noun(node))


def _clause_of_not(teller: _Teller, node: Not, denied: bool) -> str:  # noqa: FBT001
    return teller.clause(node.operand, denied=not denied)


def _joined(key: str) -> Callable[[_Teller, And | Or, bool], str]:
    def work(teller: _Teller, node: And | Or, denied: bool) -> str:  # noqa: FBT001
        parts = [_part(teller, each) for each in node.operands]
        sentence = f" {teller.words.values[key]} ".join(parts)
        return teller.say("bracketed", denied, clause=sentence) if denied else sentence

    return work


def _part(teller: _Teller, node: Expression) -> str:
    clause = teller.clause(node)
    is_tied = isinstance(node, And | Or) or (
        isinstance(node, Quantified) and _ages(teller, node.body) is None
    )
    return teller.say("bracketed", denied=False, clause=clause) if is_tied else clause


def _clause_of_comparison(teller: _Teller, node: Compare, denied: bool) -> str:  # noqa: FBT001
    ages = _ages(teller, node)
    if ages is not None:
        return teller.words.ages["not_one" if denied else "one"].format(ages=ages)
    left, right = node.left, node.right
    spoken = _spoken(teller, node)
    if spoken is not None:
        codes = right.values if isinstance(right, Codes) else (right.value,)  # type: ignore[union-attr]
        said = [teller.literal(each, left) for each in codes]
        q = teller.question(left) if isinstance(left, Name) else ""
        # "None of the answers" needs several; with one it is a plain "not".
        spoken = _FEW.get(spoken, spoken) if len(said) == 1 else spoken
        return teller.say(spoken, denied, q=q, a=teller.either(said), both=teller.both(said))
    signs = teller.words.signs
    if {_sort_of_time(each, teller.asked(each)) for each in (left, right)} & _TIMES:
        signs = {**signs, **teller.words.times}
    return signs[node.operator][denied].format(
        left=_tied(teller, left, right), right=_right(teller, node)
    )


def _right(teller: _Teller, node: Compare) -> str:
    """Return what is compared with; of several codes all where all of them must be there."""
    if isinstance(node.right, Codes) and node.operator in ("==", "!=", "has_all"):
        return teller.both([teller.literal(each, node.left) for each in node.right.values])
    return _tied(teller, node.right, node.left)


_FEW = {"in": "is", "has_any": "has", "has_all": "has"}

_SPOKEN = {
    Gives.CODE: {"==": "is", "!=": "other", "in": "in"},
    Gives.ROWS: {
        "==": "is",
        "!=": "other",
        "in": "in",
        "has": "has",
        "has_any": "has_any",
        "has_all": "has_all",
    },
    Gives.CODES: {"has": "has", "has_any": "has_any", "has_all": "has_all"},
}
"""What a question gives and the sign behind it, to the clause that says it like a person."""

_ROW_CLAUSES = {"==": "row", "in": "row", "!=": "other_row"}


def _spoken(teller: _Teller, node: Compare) -> str | None:
    """Return the clause for "the answer is this option", where a comparison says just that."""
    codes = node.right.values if isinstance(node.right, Codes) else ()
    said = (node.right.value,) if isinstance(node.right, Literal) else codes
    if not said or not all(isinstance(each, str) for each in said):
        return None
    if isinstance(node.left, CurrentRow):
        return _ROW_CLAUSES.get(node.operator)
    question = teller.asked(node.left)
    if question is None or _is_silent(question):
        return None
    return _SPOKEN.get(kind_of(question).gives, {}).get(node.operator)


def _clause_of_state(teller: _Teller, node: State, denied: bool) -> str:  # noqa: FBT001
    return teller.say(node.state, denied, q=teller.question(node.name))


def _clause_of_quantified(teller: _Teller, node: Quantified, denied: bool) -> str:  # noqa: FBT001
    if FUNCTIONS[node.quantifier].result is not Sort.CONDITION:
        return _clause_of_value(teller, node, denied)
    ages = _ages(teller, node.body) if teller.index.is_child_list(node.list) else None
    if ages is not None:
        key = f"not_{node.quantifier}" if denied else node.quantifier
        return teller.words.ages[key].format(ages=ages)
    return teller.say(
        node.quantifier, denied, clause=teller.clause(node.body), **teller.items(node.list)
    )


_CLAUSES: Mapping[type, Callable[[_Teller, Any, bool], str]] = {
    Not: _clause_of_not,
    And: _joined("and"),
    Or: _joined("or"),
    Compare: _clause_of_comparison,
    State: _clause_of_state,
    Quantified: _clause_of_quantified,
}


# The age of children


def _ages(teller: _Teller, node: Expression) -> str | None:
    """Return "0 bis 5 Jahre" where a comparison asks for neighbouring age bands of a child."""
    questionnaire = teller.index.questionnaire
    is_of_age = (
        isinstance(node, Compare)
        and node.operator in ("==", "in")
        and isinstance(node.left, Name)
        and node.left.question == questionnaire.child_age_question
    )
    if not is_of_age or not isinstance(node, Compare):
        return None
    codes = node.right.values if isinstance(node.right, Codes) else ()
    said = (node.right.value,) if isinstance(node.right, Literal) else codes
    spans = sorted(
        span for each in said if (span := questionnaire.child_ages.get(str(each))) is not None
    )
    pairs = pairwise(spans)
    if not spans or len(spans) < len(said) or any(a[1] + 1 != b[0] for a, b in pairs):
        return None
    first, last = spans[0][0], spans[-1][1]
    key = "range" if first < last else "first_year" if first == 1 else "year"
    return teller.words.ages[key].format(first=first, last=last)


# Values


def _noun_of_truth(teller: _Teller, node: Expression) -> str:
    return teller.words.values["truth"].format(clause=teller.clause(node))


def _noun_of_name(teller: _Teller, node: Name) -> str:
    question = teller.asked(node)
    key = "computed" if question is not None and _is_silent(question) else "answer"
    return teller.words.values[key].format(q=teller.question(node))


def _noun_of_count(teller: _Teller, node: Count) -> str:
    values = teller.words.values
    if node.list in teller.index.questions and node.list not in teller.index.lists:
        return values["count_codes"].format(q=teller.question(Name(node.list)))
    return values["count"].format(**teller.items(node.list))


def _noun_of_quantified(teller: _Teller, node: Quantified) -> str:
    if FUNCTIONS[node.quantifier].result is Sort.CONDITION:
        return _noun_of_truth(teller, node)
    parts = teller.items(node.list)
    if node.quantifier != "count":
        return teller.words.values[node.quantifier].format(value=teller.noun(node.body), **parts)
    ages = _ages(teller, node.body) if teller.index.is_child_list(node.list) else None
    if ages is not None:
        return teller.words.ages["count"].format(ages=ages)
    clause = teller.clause(node.body)
    return teller.words.values["count_that"].format(clause=clause, **parts)


def _noun_of_arithmetic(teller: _Teller, node: Arithmetic) -> str:
    left, right = _tied(teller, node.left, node.right), _tied(teller, node.right, node.left)
    return teller.words.values[node.operator].format(left=left, right=right)


def _tied(teller: _Teller, node: Expression, beside: Expression | None) -> str:
    """Return a value, in brackets where its words could be read as going on."""
    noun = teller.noun(node, beside)
    is_open = isinstance(node, Arithmetic | Call) or (
        isinstance(node, Quantified) and node.quantifier != "count"
    )
    return f"({noun})" if is_open else noun


def _noun_of_call(teller: _Teller, node: Call) -> str:
    nouns = [_tied(teller, each, None) for each in node.arguments]
    key = f"{node.function}_{len(nouns)}"
    templates = teller.words.functions
    truth = teller.clause(node.arguments[0]) if node.function == "if" else ""
    template = templates.get(key, templates[node.function])
    return template.format(*nouns, all=teller.both(nouns), truth=truth)


_NOUNS: Mapping[type, Callable[[_Teller, Any], str]] = {
    Name: _noun_of_name,
    CurrentRow: lambda teller, _: teller.words.values["row"],
    CurrentNumber: lambda teller, _: teller.words.values["number"],
    FactName: lambda teller, node: teller.words.facts[node.fact],
    Count: _noun_of_count,
    Quantified: _noun_of_quantified,
    Arithmetic: _noun_of_arithmetic,
    Call: _noun_of_call,
}


def name_of_items(list_id: str, questionnaire: Questionnaire, language: str) -> str:
    """Return what the items of a list are called: "Kinder", or "Einträge „Betreuungsplatz“"."""
    words = WORDS.get(language) or WORDS[FALLBACK]
    teller = _Teller(index_of(questionnaire), language, words)
    return teller.items(list_id)["many"]
