"""What a family reads."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.texts import say
from tests.questionnaire.mini import fill, mini


def test_the_label_of_a_child_fills_as_the_family_answers():
    questionnaire = mini("repeat_children")
    title = questionnaire.pages[2].title
    before = Answers().put("children_count", 2)

    texts = [
        say(title, "de", questionnaire, answers, "2")
        for answers in (before, before.put("age_band", "0-2", "1").put("age_band", "3-5", "2"))
    ]

    assert texts == ["Betreuung: Kind 2", "Betreuung: Kind 2 (3 bis 5 Jahre)"]


@pytest.mark.parametrize(
    ("children", "language", "expected"),
    [
        (1, "de", "Ist Ihr Kind dabei?"),
        (3, "de", "Sind Ihre 3 Kinder dabei?"),
        (3, "en", "Are your 3 children with you?"),
        (0, "en", "Are your 0 children with you?"),
    ],
)
def test_wordings_follow_the_plural_rule_of_the_language(children, language, expected):
    questionnaire = mini("piping_plural")
    question = questionnaire.pages[1].questions[0]
    answers = Answers().put("children_count", children)

    text = say(question.text, language, questionnaire, answers, question=question)

    assert text == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Sie sind gern im Wald, im Schwimmbad und in der Bibliothek"),
        ("en", "You like to be in the woods, at the pool, and in the library"),
        ("uk", "Sie sind gern im Wald, im Schwimmbad і in der Bibliothek"),
        ("de-x-leicht", "Sie sind gern im Wald, im Schwimmbad und in der Bibliothek"),
    ],
)
def test_several_answers_are_read_as_a_list_and_german_fills_gaps(language, expected):
    questionnaire = mini("piping_plural")
    answers = fill(questionnaire, ("start_page", {"places": ["library", "wood", "pool"]}))

    text = say(questionnaire.pages[1].title, language, questionnaire, answers)

    assert text == expected


def test_the_row_of_a_repeated_page_is_read_in_the_family_s_language():
    questionnaire = mini("repeat_rows")
    question = questionnaire.pages[1].questions[0]
    answers = fill(questionnaire, ("knowledge_page", {"knowledge.centre": "know"}))

    text = say(question.text, "en", questionnaire, answers, "centre", question)

    assert text == "Why do you not use this offer: family centre?"


def test_a_municipality_is_read_by_its_name():
    questionnaire = mini("municipality")
    answers = fill(questionnaire, ("where_page", {"municipality": "16065067"}))

    text = say(questionnaire.pages[1].title, "en", questionnaire, answers)

    assert text == "More about Sondershausen"
