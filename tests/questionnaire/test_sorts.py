"""Values of the wrong kind are found wherever an expression takes them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.checks import check, hindrances
from surveyapp.questionnaire.model import Option, Question
from tests.questionnaire.mini import mini

NAMES = {"de": "Text", "en": "text"}
XY = (Option("x", NAMES), Option("y", NAMES))
ASKED = (
    Question("n", "number", NAMES, minimum=0, maximum=9),
    Question("c", "single", NAMES, options=XY),
    Question("m", "multiple", NAMES, options=XY),
    Question("double", "computed", NAMES, value="n * 2"),
    Question("group", "computed", NAMES, value="if(n > 2, 'x', 'y')", options=XY),
)


def _with(*questions):
    good = mini("skip_rule")
    page = replace(good.pages[0], questions=(*good.pages[0].questions, *ASKED, *questions))
    return replace(good, pages=(page, *good.pages[1:]))


def _found(*questions):
    return [each.rule for each in hindrances(check(_with(*questions)))]


WRONG = [
    "min(n, c) > 1",
    "round(c) == 1",
    "if(n, 1, 2) == 1",
    "if(n > 1, 'x', 2) == 'x'",
    "coalesce(n, 'x') == 1",
    "coalesce(c, 'x') > 1",
    "c and n > 1",
    "not n",
    "n > 1 or m",
    "double == 'x'",
    "group > 3",
    "years_between(c, 20240101) > 1",
    "year('x') == 2024",
    "count(c) > 1",
    "wave.year == '2026'",
    "county.ags > 3",
    "abs(n > 2) == 1",
    "n",
]


@pytest.mark.parametrize("condition", WRONG)
def test_a_value_of_the_wrong_kind_is_found(condition):
    found = _found(Question("q", "yesno", NAMES, show=condition))

    assert "Q023" in found


@pytest.mark.parametrize(
    "condition",
    [
        "min(n, 2) > 1",
        "if(c == 'x', n, 2) == 2",
        "coalesce(c, 'x') == 'x'",
        "coalesce(n, double) > 3",
        "group == 'x' and double > 4",
        "count(m) > 1",
        "years_between(2020, wave.year) > 2",
        "county.ags == '16065'",
    ],
)
def test_values_of_the_right_kind_are_not(condition):
    found = _found(Question("q", "yesno", NAMES, show=condition))

    assert "Q023" not in found


@pytest.mark.parametrize(
    "question",
    [
        Question("k", "computed", NAMES, value="n + 1", options=XY),
        Question("k", "computed", NAMES, value="if(n > 1, 'x', 'y')"),
        Question("k", "computed", NAMES, value="m"),
    ],
)
def test_a_computed_value_gives_what_its_options_say(question):
    assert "Q023" in _found(question)


def test_a_computed_value_of_itself_ends_in_a_finding():
    assert "Q022" in _found(Question("k", "computed", NAMES, value="k"))


@pytest.mark.parametrize("text", ["round(1, 2, 3)", "if(n > 1, 2)", "floor(1, 2)", "any(kids)"])
def test_a_wrong_number_of_arguments_is_a_sentence(text):
    good = document.write(_with(Question("q", "yesno", NAMES, show="n > 1")))

    with pytest.raises(document.DocumentError, match="was given"):
        document.parse(good.replace("show: n > 1", f'show: "{text}"'))
