"""Where a family goes."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import flow
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.flow import Step
from tests.questionnaire.mini import changed, fill, mini


def keys(questionnaire, answers):
    return [step.key for step in flow.steps(questionnaire, answers)]


def test_a_family_without_kita_is_not_asked_for_its_waiting_time():
    questionnaire = mini("skip_rule")

    answers = fill(questionnaire, ("kita_page", {"kita": "no"}))

    assert keys(questionnaire, answers) == ["kita_page", "end_page"]


def test_an_option_is_offered_only_under_its_condition():
    questionnaire = mini("skip_rule")
    answers = fill(
        questionnaire, ("kita_page", {"kita": "yes"}), ("waiting_page", {"waiting_time": "0"})
    )

    (asked,) = flow.asked(questionnaire, answers, Step("end_page"))

    assert [option.code for option in asked.options] == ["good", "bad", "refused"]


def test_pages_about_children_come_child_by_child():
    questionnaire = mini("repeat_children")

    answers = fill(
        questionnaire,
        ("count", {"children_count": "3"}),
        ("child_age.1", {"age_band": "0-2"}),
        ("child_age.2", {"age_band": "6-9"}),
        ("child_age.3", {"age_band": "3-5"}),
    )

    assert keys(questionnaire, answers) == [
        "count",
        *("child_age.1", "child_care.1", "child_age.2", "child_age.3", "child_care.3"),
    ]


def test_a_page_may_ask_for_something_about_all_children():
    questionnaire = mini("repeat_children")

    answers = fill(
        questionnaire,
        ("count", {"children_count": "1"}),
        ("child_age.1", {"age_band": "0-2"}),
        ("child_care.1", {"hours_now": "25"}),
    )

    assert keys(questionnaire, answers)[-1] == "together"


def test_pages_repeat_for_the_first_rows_answered_so():
    questionnaire = mini("repeat_rows")
    rows = {"knowledge.advice": "know", "knowledge.centre": "use", "knowledge.pass": "know"}

    answers = fill(questionnaire, ("knowledge_page", rows))

    assert keys(questionnaire, answers) == [
        "knowledge_page",
        "unused_page.advice",
        "unused_page.pass",
    ]


def test_options_may_depend_on_the_row_a_page_is_about():
    questionnaire = mini("repeat_rows")
    rows = {"knowledge.advice": "know", "knowledge.pass": "know"}
    answers = fill(questionnaire, ("knowledge_page", rows))

    offered = {
        row: [
            option.code
            for option in flow.asked(questionnaire, answers, Step("unused_page", row))[0].choices
        ]
        for row in ("advice", "pass")
    }

    assert offered == {"advice": ["time", "way"], "pass": ["time", "way", "costs"]}


def test_next_and_previous_go_along_the_way_and_end_at_its_ends():
    questionnaire = mini("skip_rule")
    answers = fill(questionnaire, ("kita_page", {"kita": "no"}))

    here, end = Step("kita_page"), Step("end_page")

    assert flow.first_step(questionnaire) == here
    assert flow.next_step(questionnaire, answers, here) == end
    assert flow.next_step(questionnaire, answers, end) is None
    assert flow.previous_step(questionnaire, answers, end) == here
    assert flow.previous_step(questionnaire, answers, here) is None


def test_a_bookmark_that_fell_off_the_way_leads_on_from_its_place():
    questionnaire = mini("skip_rule")
    answers = fill(questionnaire, ("kita_page", {"kita": "no"}))

    lost = Step("waiting_page")

    assert flow.next_step(questionnaire, answers, lost) == Step("end_page")
    assert flow.previous_step(questionnaire, answers, lost) == Step("kita_page")
    assert flow.asked(questionnaire, answers, lost) == ()


@pytest.mark.parametrize("text", ["", "Page", "a b", "a.b.c", "../etc", "a" * 61, "seite\n"])
def test_an_address_that_can_be_no_step_is_none(text):
    assert flow.step_from_key(text) is None


def test_a_step_and_its_address_belong_together():
    for step in (Step("care"), Step("care", "12"), Step("unused_page", "advice")):
        assert flow.step_from_key(step.key) == step


def test_options_rotate_by_seed_with_exclusive_and_refused_last():
    questionnaire = mini("rotate")

    def order(seed):
        (asked,) = flow.asked(questionnaire, Answers(), Step("help_page"), seed)
        return tuple(option.code for option in asked.options)

    orders = {order(str(seed)) for seed in range(40)}

    assert order("a") == order("a")
    assert len(orders) > 10
    assert {each[-2:] for each in orders} == {("nothing", "refused")}
    assert order(None) == ("money", "time", "nothing", "care", "bus", "advice", "refused")


def test_a_rotating_matrix_rotates_its_rows_and_never_its_scale():
    questionnaire = changed("repeat_rows", "type: matrix", "type: matrix\n        rotate: true")

    asked = [
        flow.asked(questionnaire, Answers(), Step("knowledge_page"), str(seed))[0]
        for seed in range(20)
    ]

    assert len({tuple(row.code for row in each.rows) for each in asked}) > 3
    assert {tuple(option.code for option in each.options) for each in asked} == {
        ("use", "know", "unknown", "refused")
    }


def test_progress_speaks_of_sections_and_honest_minutes():
    questionnaire = mini("repeat_children")
    answers = fill(questionnaire, ("count", {"children_count": "1"}))

    start = flow.progress(questionnaire, answers, Step("count"))
    later = flow.progress(questionnaire, answers, Step("child_age", "1"))

    assert (start.position, start.total, start.minutes_left) == (1, 3, 1)
    assert (later.position, later.section.id, later.minutes_left) == (2, "children", 1)


def test_minutes_are_the_authors_until_the_children_are_known_and_grow_with_them():
    questionnaire = mini("repeat_children")

    def left(answers):
        return flow.progress(questionnaire, answers, Step("count")).minutes_left

    assert left(Answers()) == 4
    assert left(Answers().put("children_count", 8)) > left(Answers().put("children_count", 1))


def test_a_section_is_untouched_begun_done_or_hidden():
    questionnaire = mini("section_show")

    def states(*screens):
        return [
            str(each.state) for each in flow.sections(questionnaire, fill(questionnaire, *screens))
        ]

    first = ("first", {"nurses": "yes"})
    time = ("time", {"enough_time": "no"})
    assert states() == ["untouched", "untouched", "untouched"]
    assert states(("first", {"nurses": "no"})) == ["done", "hidden", "untouched"]
    assert states(first) == ["done", "untouched", "untouched"]
    assert states(first, time) == ["done", "begun", "untouched"]
    assert states(first, time, ("help", {"wants_help": "no"})) == ["done", "done", "untouched"]


def test_a_section_that_is_not_shown_hides_all_its_pages_and_is_not_counted():
    questionnaire = mini("section_show")
    answers = fill(questionnaire, ("first", {"nurses": "no"})).put("enough_time", "no")

    found = flow.progress(questionnaire, answers, Step("last"))

    assert keys(questionnaire, answers) == ["first", "last"]
    assert (found.position, found.total) == (2, 2)


def test_the_pages_of_a_rotating_section_have_an_order_of_their_own_for_each_family():
    questionnaire = mini("rotate_section")
    answers = fill(questionnaire, ("first", {"mobile": "yes"}))

    orders = {flow.steps(questionnaire, answers, str(seed)) for seed in range(60)}

    assert len(orders) == 6
    assert flow.steps(questionnaire, answers, "a") == flow.steps(questionnaire, answers, "a")
    assert {(order[0].page, order[-1].page) for order in orders} == {("first", "last")}
    assert keys(questionnaire, answers) == ["first", "library", "pool", "woods", "last"]


def test_going_on_and_back_follows_the_familys_own_order():
    questionnaire = mini("rotate_section")
    answers = fill(questionnaire, ("first", {"mobile": "no"}))

    for seed in map(str, range(9)):
        steps = flow.steps(questionnaire, answers, seed)
        on = [flow.next_step(questionnaire, answers, step, seed) for step in steps]
        back = [flow.previous_step(questionnaire, answers, step, seed) for step in steps]
        lost = flow.next_step(questionnaire, answers, Step("woods"), seed)

        assert on == [*steps[1:], None]
        assert back == [None, *steps[:-1]]
        assert lost in steps


def test_opened_names_the_questions_that_new_answers_opened():
    questionnaire = mini("same_page_condition")
    after = Answers().put("cares", "yes")

    opened = flow.opened(questionnaire, Answers(), after, Step("care_page"))

    assert opened == ("care_hours",)
