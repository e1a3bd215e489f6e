"""Looking at one family's way."""

from __future__ import annotations

import json

from surveyapp.questionnaire.trace import trace
from tests.questionnaire.mini import mini


def test_a_trace_shows_what_a_family_reads():
    answers = {"children_count": 1, "age_band": {"1": "6-9"}}

    told = trace(mini("repeat_children"), answers, "en")

    assert [page["key"] for page in told["pages"]] == ["count", "child_age.1"]
    assert told["pages"][1]["title"] == "Child 1 (6 to 9 years)"
    assert told["pages"][1]["questions"][0]["answer_text"] == "6 to 9 years"
    assert told["pages"][1]["questions"][0]["answer"] == "6-9"
    assert told["problems"] == []
    assert json.loads(json.dumps(told)) == told


def test_a_trace_names_what_is_wrong_with_the_answers():
    answers = {"kita": "no", "waiting_time": 3, "satisfied": "great", "kitta": "yes"}

    problems = trace(mini("skip_rule"), answers)["problems"]

    assert [problem.split(":")[0] for problem in problems] == ["waiting_time", "satisfied", "kitta"]
    assert [
        next(
            part
            for part in ("does not count", "cannot be answered", "no such question")
            if part in each
        )
        for each in problems
    ] == ["does not count", "cannot be answered", "no such question"]


def test_a_trace_names_required_questions_that_are_open():
    problems = trace(mini("skip_rule"), {})["problems"]

    assert problems == ["kita: required"]
