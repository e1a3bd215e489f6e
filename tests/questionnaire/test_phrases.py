"""The grammar of texts: what it reads, what it refuses, and that it never breaks a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire import phrases
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.texts import say
from tests.questionnaire.mini import mini

MINI = mini("piping_plural")


def said(text, language="de", **answers):
    known = Answers()
    for question, value in answers.items():
        known = known.put(question, value)
    return say({"de": text}, language, MINI, known)


@pytest.mark.parametrize(
    ("text", "children", "expected"),
    [
        (
            "{children_count, plural, =0 {kein Kind} one {ein Kind} other {# Kinder}}",
            0,
            "kein Kind",
        ),
        ("{children_count, plural, =0 {kein Kind} one {ein Kind} other {# Kinder}}", 1, "ein Kind"),
        ("{children_count, plural, one {ein Kind} other {# Kinder}}", 12, "12 Kinder"),
        ("{children_count, plural, one {a} other {{places, select, other {# x}}}}", 2, "2 x"),
        ("{children_count * 1000 + 0.5}", 2, "2.000,5"),
        ("{if(children_count > 1, 'viele', 'wenige')}", 2, "viele"),
        ("{number}", 2, ""),
        ("'{'{children_count}'}'", 2, "{2}"),
        ("Don't {children_count}", 2, "Don't 2"),
        ("''{children_count}''", 2, "'2'"),
        ("{nobody} da", 2, "da"),
        ("{children_count, plural, one {x}}", 2, "{children_count, plural, one …}"),
    ],
)
def test_a_text_reads_as_it_is_written(text, children, expected):
    result = said(text, children_count=children)

    assert result == expected


def test_categories_of_numbers_are_those_of_each_language():
    text = {
        "de": "-",
        "uk": "{count(children), plural, one {# a} few {# b} many {# c} other {# d}}",
    }

    results = [
        say(text, "uk", MINI, Answers().put("children_count", number)) for number in (1, 3, 7)
    ]

    assert results == ["1 a", "3 b", "7 c"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "closes"),
        ("a } b", "not opened"),
        ("{a, plural, one {x}}", "other"),
        ("{a, plural, several {x} other {y}}", "several"),
        ("{a, often, other {y}}", "plural"),
        ("{a|}", "form"),
        ("{a ==}", "mistake"),
        ("{a, select, other {" * 8 + "}}" * 8, "deeply"),
    ],
)
def test_a_mistake_in_a_text_is_told(text, word):
    assert word in phrases.mistake(text)


@given(st.text(alphabet="ab{}',#|=0 plurasecothn()[]\n", max_size=80))
def test_any_text_is_read_or_refused_and_never_breaks_a_page(text):
    mistake = phrases.mistake(text)

    result = said(text, children_count=2)

    assert isinstance(result, str)
    assert mistake or phrases.read(text) is not None


@given(st.text(max_size=60))
def test_quoted_words_read_as_they_are(text):
    parts = phrases.read(phrases.quoted(text))

    assert "".join(parts) == text
