"""The variables of a codebook with all that readers need beside them: question, universe, words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.explain import in_words, name_of_items
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Question, Questionnaire, Text
from surveyapp.questionnaire.texts import FALLBACK, neutral, wording
from surveyapp.questionnaire.types.kind import MISSING_CODES

WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "codebook": "Codeplan",
        "variables": "Merkmale",
        "categories": "Ausprägungen",
        "missing": "Fehlende Werte",
        "name": "Merkmal",
        "label": "Bezeichnung",
        "question": "Frage",
        "hint": "Hinweis",
        "kind": "Art",
        "unit": "Einheit",
        "universe": "Wer gefragt wird",
        "measures": "Misst",
        "fields": "Handlungsfelder",
        "life_stages": "Lebensphasen",
        "facility_types": "Einrichtungsarten",
        "sensitive": "Besonders geschützt",
        "code": "Wert",
        "option": "Kürzel",
        "value": "Zahl",
        "yes": "ja",
        "no": "nein",
        "everybody": "alle Familien",
        "each": "{items}: jeder Eintrag",
        "family": "Familie",
        "child": "Kind",
        "adult": "erwachsene Person",
        "flag": "0 oder 1",
        "category": "Kategorie",
        "number": "Zahl",
        "indicator": "Bedarf (0 oder 1)",
        "axis": "Gliederung",
        "chosen": "gewählt",
        "not_chosen": "nicht gewählt",
        "-7": "trifft nicht zu, nicht gefragt",
        "-8": "keine Angabe",
        "-9": "nicht beantwortet",
        "version": "Fassung {version}",
        "languages": "Sprachen: {languages}",
    },
    "en": {
        "codebook": "Codebook",
        "variables": "Variables",
        "categories": "Categories",
        "missing": "Missing values",
        "name": "Variable",
        "label": "Label",
        "question": "Question",
        "hint": "Hint",
        "kind": "Kind",
        "unit": "Unit",
        "universe": "Asked of",
        "measures": "Measures",
        "fields": "Fields of action",
        "life_stages": "Life stages",
        "facility_types": "Facility types",
        "sensitive": "Specially protected",
        "code": "Value",
        "option": "Code",
        "value": "Number",
        "yes": "yes",
        "no": "no",
        "everybody": "all families",
        "each": "{items}: every entry",
        "family": "family",
        "child": "child",
        "adult": "adult",
        "flag": "0 or 1",
        "category": "category",
        "number": "number",
        "indicator": "need (0 or 1)",
        "axis": "breakdown",
        "chosen": "chosen",
        "not_chosen": "not chosen",
        "-7": "does not apply, not asked",
        "-8": "prefer not to say",
        "-9": "not answered",
        "version": "Version {version}",
        "languages": "Languages: {languages}",
    },
}
"""Headings and words of codebooks."""


def words_of(language: str) -> Mapping[str, str]:
    """Return the words of a language, German ones where it has none."""
    return WORDS.get(language) or WORDS[FALLBACK]


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a variable."""

    code: int
    #: Code of the option; empty for what is chosen or not.
    name: str
    label: Text
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of a data set, described."""

    questionnaire: Questionnaire
    #: As ``codebook.codebook`` says it.
    entry: Mapping[str, Any]
    #: None for indicators, breakdowns and counts.
    question: Question | None

    @property
    def name(self) -> str:
        """Return the name of the column."""
        return str(self.entry["name"])

    def label(self, language: str) -> str:
        """Return the label on one line."""
        own = _line(self.entry["label"], language)
        asked = _line(self.entry["question_label"], language)
        return own if own == asked else f"{asked} – {own}"

    def asked(self, language: str) -> str:
        """Return the question as families read it, an ellipsis for what is filled in."""
        return "" if self.question is None else _line(neutral(self.question.text), language)

    def hint(self, language: str) -> str:
        """Return the hint below the question."""
        hint = None if self.question is None else self.question.hint
        return "" if hint is None else _line(neutral(hint), language)

    def categories(self) -> tuple[Category, ...]:
        """Return the values with their meaning; none for numbers."""
        if self.entry["kind"] in ("flag", "indicator"):
            return tuple(
                Category(code, "", {language: said[key] for language, said in WORDS.items()})
                for code, key in _FLAGS[self.entry["kind"]]
            )
        return tuple(
            Category(each["code"], each["name"], each["label"], each["value"])
            for each in self.entry["categories"]
        )

    def universe(self, language: str) -> str:
        """Return in words who is asked."""
        conditions = [
            in_words(each, self.questionnaire, language)
            for each in _conditions(self.questionnaire, self)
        ]
        lines = [*_whom(self.questionnaire, self, language), *dict.fromkeys(conditions)]
        return "; ".join(lines) or words_of(language)["everybody"]


_FLAGS = {
    "flag": ((0, "not_chosen"), (1, "chosen")),
    "indicator": ((0, "no"), (1, "yes")),
}


def variables_of(questionnaire: Questionnaire) -> tuple[Variable, ...]:
    """Return all variables in the order of the questionnaire."""
    index = index_of(questionnaire)
    return tuple(
        Variable(questionnaire, entry, index.questions.get(entry["question"] or ""))
        for entry in codebook(questionnaire)["variables"]
    )


def missing_of() -> tuple[Category, ...]:
    """Return the numbers that stand for missing answers in every variable."""
    return tuple(
        Category(code, str(name), {language: said[str(code)] for language, said in WORDS.items()})
        for name, code in MISSING_CODES.items()
    )


def joined(parts: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    """Return codes as one cell holds them."""
    return ", ".join(parts)


def _line(text: Text, language: str) -> str:
    return " ".join(wording(text, language).split())


def _conditions(questionnaire: Questionnaire, variable: Variable) -> Iterator[str]:
    index = index_of(questionnaire)
    question = variable.question
    if question is None:
        yield from _of_indicator(questionnaire, variable.name)
        return
    page = index.page_of[question.id]
    section = index.sections.get(page.section)
    row = next((each for each in question.rows if each.code == variable.entry["row"]), None)
    options = index.options[question.id]
    option = next((each for each in options if each.code == variable.entry["option"]), None)
    for part in (section, page, question, row, option):
        if part is not None and part.show is not None:
            yield part.show


def _of_indicator(questionnaire: Questionnaire, name: str) -> Iterator[str]:
    for each in questionnaire.indicators:
        if name == f"need.{each.id}" and each.base is not None:
            yield each.base


def _whom(questionnaire: Questionnaire, variable: Variable, language: str) -> Iterator[str]:
    """Say for the items of which lists a question is asked."""
    index: Index = index_of(questionnaire)
    list_id = index.list_of.get(variable.question.id) if variable.question is not None else None
    for each in index.lineages.get(list_id or "", ()):
        items = name_of_items(each, questionnaire, language)
        yield words_of(language)["each"].format(items=items)
