"""What a browser is told about questions, options and rows that may open on a page."""

from __future__ import annotations

from surveyapp.questionnaire import live
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.flow import Step
from tests.questionnaire.mini import changed, fill, mini


def found_on(questionnaire, page, answers=None):
    found = live.possible(questionnaire, answers or Answers(), Step(page))
    return {each.asked.question.id: each for each in found}


def test_a_browser_learns_all_questions_a_screen_may_show_and_when():
    questionnaire = mini("same_page_condition")

    found = found_on(questionnaire, "care_page", Answers().put("cares", "yes"))

    assert {name: each.opening.is_shown for name, each in found.items()} == {
        "cares": True,
        "care_hours": True,
        "relief": False,
    }
    assert found["cares"].opening.condition is None
    assert found["care_hours"].opening.condition == {
        "kind": "compare",
        "operator": "==",
        "left": {"kind": "name", "question": "cares", "row": None, "reads": "choice"},
        "right": {"kind": "value", "value": "yes"},
    }


def test_a_browser_learns_no_answers_of_other_screens_but_what_a_condition_needs():
    questionnaire = mini("repeat_children")
    answers = fill(questionnaire, ("count", {"children_count": "1"}))

    (found,) = live.possible(questionnaire, answers, Step("child_age", "1"))

    assert found.opening == live.Opening(is_shown=True)


def test_a_browser_gets_closed_options_with_their_conditions():
    found = found_on(mini("live_parts"), "ways_page")["most"]

    assert [option.code for option in found.asked.options] == [
        *("by_bus", "by_bike", "varies", "refused")
    ]
    assert set(found.options) == {"by_bus", "by_bike"}
    assert not found.options["by_bus"].is_shown
    assert found.options["by_bus"].condition["left"]["reads"] == "choices"


def test_a_question_without_any_open_row_waits_until_one_of_them_opens():
    found = found_on(mini("live_parts"), "ways_page")["safe"]

    assert not found.opening.is_shown
    assert found.opening.condition == {
        "kind": "or",
        "operands": [each.condition for each in found.rows.values()],
    }


def test_options_that_are_open_are_told_so():
    answers = Answers().put("ways", ("bike",))

    found = found_on(mini("live_parts"), "ways_page", answers)

    assert {code: each.is_shown for code, each in found["most"].options.items()} == {
        "by_bus": False,
        "by_bike": True,
    }
    assert found["safe"].opening.is_shown


def test_a_question_whose_wording_quotes_the_same_page_waits_for_the_server():
    questionnaire = changed("live_parts", "Wie am häufigsten?", '"Wie oft {ways}?"')

    found = found_on(questionnaire, "ways_page")["most"]

    assert found.opening.condition is None
    assert [option.code for option in found.asked.options] == ["varies", "refused"]


def test_nothing_hangs_on_answers_of_a_page_without_conditions():
    questionnaire = mini("exclusive")

    assert not any(live.can_change(questionnaire, page) for page in questionnaire.pages)
