"""Conditions told in words."""

# ruff: noqa: E501 - sentences are read better on one line

from __future__ import annotations

from pathlib import Path

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.explain import in_words
from surveyapp.questionnaire.explain_words import WORDS
from surveyapp.questionnaire.expression import NODES, every, parse
from surveyapp.questionnaire.functions import FACTS, FUNCTIONS
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.written import expressions

ROOT = Path(__file__).parent.parent.parent
FILES = [*ROOT.glob("questionnaires/*/[0-9]*.yaml"), *ROOT.glob("tests/questionnaires/*.yaml")]

FAMILY = """
id: family
version: 1
title: {de: Familie, en: Family}
intro: {de: Hallo, en: Hello}
thanks: {de: Danke, en: Thank you}
languages: [de, en]
minutes: 5
area_question: place
child_age_question: age
child_ages: {"0-2": [0, 2], "3-5": [3, 5], "9-9": [9, 9]}
scales:
  mood:
    - {code: bad, value: 1, text: {de: schlecht, en: bad}}
    - {code: good, value: 2, text: {de: gut, en: good}}
lists:
  - {id: children, count: number_of, label: {de: "Kind {number}", en: "Child {number}"}}
  - {id: adults, unit: adult, label: {de: "Person {number}", en: "Person {number}"}}
  - {id: ways, options_of: means, label: {de: "{row}", en: "{row}"}}
  - {id: gaps, rows_of: offers, answered: lacks, label: {de: "{row}", en: "{row}"}}
sections: [{id: s, title: {de: S, en: S}}]
pages:
  - id: first
    section: s
    title: {de: Anfang, en: Start}
    questions:
      - {id: place, type: municipality, text: {de: "Wo wohnen Sie?", en: "Where do you live?"}}
      - {id: kita, type: yesno, text: {de: "Geht Ihr Kind in die „Kita“?", en: "Does your child go to “kita”?"}}
      - {id: number_of, type: number, text: {de: "Wie viele Kinder?", en: "How many children?"}}
      - {id: mood, type: scale, scale: mood, text: {de: "Wie geht es?", en: "How are you?"}}
      - {id: due, type: date, text: {de: "Wann?", en: "When?"}}
      - {id: since, type: month, text: {de: "Seit wann?", en: "Since when?"}}
      - {id: rises, type: time, text: {de: "Wann stehen Sie auf?", en: "When do you get up?"}}
      - id: means
        type: multiple
        text: {de: "Womit fahren Sie?", en: "How do you travel?"}
        options: [{code: bus, text: {de: Bus, en: Bus}}, {code: car, text: {de: Auto, en: Car}}]
      - id: offers
        type: matrix
        text: {de: "Was kennen Sie?", en: "What do you know?"}
        rows: [{code: cafe, text: {de: Café, en: Café}}]
        options: [{code: uses, text: {de: nutzen wir, en: we use}}, {code: lacks, text: {de: fehlt, en: is missing}}]
      - {id: total, type: computed, value: "number_of + 1", text: {de: Summe, en: Total}, label: {de: Alle, en: All}}
  - id: child
    section: s
    repeat: children
    title: {de: "{item}", en: "{item}"}
    questions:
      - id: age
        type: single
        text: {de: "Wie alt ist {item}?", en: "How old is {item}?"}
        options: [{code: "0-2", text: {de: 0 bis 2, en: 0 to 2}}, {code: "3-5", text: {de: 3 bis 5, en: 3 to 5}}, {code: "9-9", text: {de: "9", en: "9"}}]
      - {id: hours, type: number, text: {de: "Wie viele Stunden?", en: "How many hours?"}}
"""

SENTENCES = [
    (
        "kita == 'yes'",
        "wenn Sie bei „Geht Ihr Kind in die ‚Kita‘?“ „Ja“ geantwortet haben",
        "if you answered “Yes” to “Does your child go to ‘kita’?”",
    ),
    (
        "not (kita == 'yes')",
        "wenn Sie bei „Geht Ihr Kind in die ‚Kita‘?“ nicht „Ja“ geantwortet haben",
        "if you did not answer “Yes” to “Does your child go to ‘kita’?”",
    ),
    (
        "kita != 'yes'",
        "wenn Sie bei „Geht Ihr Kind in die ‚Kita‘?“ etwas anderes als „Ja“ geantwortet haben",
        "if you answered something other than “Yes” to “Does your child go to ‘kita’?”",
    ),
    (
        "offers.cafe in ['uses', 'lacks']",
        "wenn Sie bei „Was kennen Sie? – Café“ „nutzen wir“ oder „fehlt“ geantwortet haben",
        "if you answered “we use” or “is missing” to “What do you know? – Café”",
    ),
    (
        "means has 'bus'",
        "wenn Sie bei „Womit fahren Sie?“ „Bus“ gewählt haben",
        "if you chose “Bus” for “How do you travel?”",
    ),
    (
        "means has_any ['bus', 'car']",
        "wenn Sie bei „Womit fahren Sie?“ mindestens eine der Antworten „Bus“ und „Auto“ gewählt haben",
        "if you chose at least one of the answers “Bus” and “Car” for “How do you travel?”",
    ),
    (
        "not (means has_any ['bus', 'car'])",
        "wenn Sie bei „Womit fahren Sie?“ keine der Antworten „Bus“ und „Auto“ gewählt haben",
        "if you chose none of the answers “Bus” and “Car” for “How do you travel?”",
    ),
    (
        "means has_all ['bus', 'car']",
        "wenn Sie bei „Womit fahren Sie?“ „Bus“ und „Auto“ gewählt haben",
        "if you chose “Bus” and “Car” for “How do you travel?”",
    ),
    (
        "number_of >= 1.5",
        "wenn Ihre Antwort auf „Wie viele Kinder?“ mindestens 1,5 ist",
        "if your answer to “How many children?” is at least 1.5",
    ),
    (
        "mood < 2",
        "wenn Ihre Antwort auf „Wie geht es?“ kleiner als „gut“ (2) ist",
        "if your answer to “How are you?” is less than “good” (2)",
    ),
    (
        "due >= 20260131",
        "wenn Ihre Antwort auf „Wann?“ frühestens 31.01.2026 ist",
        "if your answer to “When?” is Jan 31, 2026 or later",
    ),
    (
        "since < 202602",
        "wenn Ihre Antwort auf „Seit wann?“ früher als Februar 2026 ist",
        "if your answer to “Since when?” is before February 2026",
    ),
    (
        "rises > 390",
        "wenn Ihre Antwort auf „Wann stehen Sie auf?“ später als 6:30 Uhr ist",
        "if your answer to “When do you get up?” is after 6:30",
    ),
    (
        "any(children, age == '0-2')",
        "wenn mindestens ein Kind 0 bis 2 Jahre alt ist",
        "if at least one child is 0 to 2 years old",
    ),
    (
        "not any(children, age in ['3-5', '0-2'])",
        "wenn kein Kind 0 bis 5 Jahre alt ist",
        "if no child is 0 to 5 years old",
    ),
    (
        "all(children, age == '9-9')",
        "wenn alle Kinder 9 Jahre alt sind",
        "if all children are 9 years old",
    ),
    (
        "count(children, age == '0-2') > 1",
        "wenn die Zahl der Kinder, die 0 bis 2 Jahre alt sind, größer als 1 ist",
        "if the number of children who are 0 to 2 years old is greater than 1",
    ),
    (
        "age in ['0-2', '9-9']",
        "wenn Sie bei „Wie alt ist …?“ „0 bis 2“ oder „9“ geantwortet haben",
        "if you answered “0 to 2” or “9” to “How old is …?”",
    ),
    (
        "any(children, hours > 10)",
        "wenn es mindestens ein Kind gibt, für das gilt, dass Ihre Antwort auf „Wie viele Stunden?“ größer als 10 ist",
        "if there is at least one child of whom it is true that your answer to “How many hours?” is greater than 10",
    ),
    (
        "not any(adults, number > 1)",
        "wenn es keine erwachsene Person gibt, für die gilt, dass die laufende Nummer größer als 1 ist",
        "if there is no adult of whom it is true that the running number is greater than 1",
    ),
    (
        "count(ways) == 2",
        "wenn die Zahl der Einträge aus „Womit fahren Sie?“ gleich 2 ist",
        "if the number of entries of “How do you travel?” is 2",
    ),
    (
        "count(gaps) > 0",
        "wenn die Zahl der Einträge aus „Was kennen Sie?“ mit der Antwort „fehlt“ größer als 0 ist",
        "if the number of entries of “What do you know?” answered “is missing” is greater than 0",
    ),
    (
        "count(means) > 1",
        "wenn die Zahl Ihrer Antworten bei „Womit fahren Sie?“ größer als 1 ist",
        "if the number of your answers to “How do you travel?” is greater than 1",
    ),
    ("row == 'bus'", "wenn es um „Bus“ geht", "if this is about “Bus”"),
    (
        "answered(kita) and not refused(mood)",
        "wenn Sie „Geht Ihr Kind in die ‚Kita‘?“ beantwortet haben und Sie bei „Wie geht es?“ nicht „keine Angabe“ gewählt haben",
        "if you answered “Does your child go to ‘kita’?” and you did not choose “prefer not to say” for “How are you?”",
    ),
    (
        "wave.year > 2025 or total == 3",
        "wenn das Jahr der Befragung später als 2025 ist oder der Wert „Alle“ gleich 3 ist",
        "if the year of the survey is after 2025 or the value “All” is 3",
    ),
    (
        "kita == 'yes' and (mood == 1 or mood == 2)",
        "wenn Sie bei „Geht Ihr Kind in die ‚Kita‘?“ „Ja“ geantwortet haben und (Ihre Antwort auf „Wie geht es?“ gleich „schlecht“ (1) ist oder Ihre Antwort auf „Wie geht es?“ gleich „gut“ (2) ist)",
        "if you answered “Yes” to “Does your child go to ‘kita’?” and (your answer to “How are you?” is “bad” (1) or your answer to “How are you?” is “good” (2))",
    ),
    (
        "number_of * 2 + 1",
        "(Ihre Antwort auf „Wie viele Kinder?“ mal 2) plus 1",
        "(your answer to “How many children?” times 2) plus 1",
    ),
    (
        "sum(children, hours)",
        "die Summe aller Kinder von: Ihre Antwort auf „Wie viele Stunden?“",
        "the sum over all children of: your answer to “How many hours?”",
    ),
    (
        "if(kita == 'yes', 1, 0)",
        "1, wenn Sie bei „Geht Ihr Kind in die ‚Kita‘?“ „Ja“ geantwortet haben, und sonst 0",
        "1 if you answered “Yes” to “Does your child go to ‘kita’?”, and 0 otherwise",
    ),
    (
        "min(number_of, 4)",
        "der kleinste Wert von Ihre Antwort auf „Wie viele Kinder?“ und 4",
        "the smallest value of your answer to “How many children?” and 4",
    ),
]


def _family() -> Questionnaire:
    return document.parse(FAMILY)


@pytest.mark.parametrize(("expression", "german", "english"), SENTENCES)
def test_expression_is_told_in_the_words_of_the_questionnaire(
    expression: str, german: str, english: str
) -> None:
    questionnaire = _family()

    said = [in_words(expression, questionnaire, language) for language in ("de", "en")]

    assert said == [german, english]


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_words_for_every_function_and_fact(language: str) -> None:
    words = WORDS[language]
    of_lists = {name for name, each in FUNCTIONS.items() if each.of_list}
    of_questions = {name for name, each in FUNCTIONS.items() if each.of_question}

    told = {
        *words.values, *words.clauses, *(name.partition("_2")[0] for name in words.functions)
    }  # fmt: skip

    assert set(FACTS) == set(words.facts)
    assert of_lists | of_questions | (set(FUNCTIONS) - of_lists - of_questions) <= told


def test_the_sentences_here_hold_every_kind_of_node() -> None:
    trees = [parse(expression) for expression, _, _ in SENTENCES]

    kinds = {type(node) for tree in trees for node in every(tree)}

    assert kinds == set(NODES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_expression_of_every_questionnaire_can_be_told(path: Path) -> None:
    questionnaire = document.read(path)

    said = [
        in_words(each.text, questionnaire, language)
        for each in expressions(questionnaire)
        for language in questionnaire.languages
    ]

    assert all(sentence and "{" not in sentence for sentence in said)


def test_names_that_nobody_knows_are_told_as_they_stand() -> None:
    questionnaire = _family()

    said = in_words("gone == 'x' and count(nowhere) > 1", questionnaire, "de")

    assert (
        said
        == "wenn Ihre Antwort auf „gone“ gleich „x“ ist und die Zahl der Einträge „nowhere“ größer als 1 ist"
    )
