"""Lists: filled by count, by options, one by one, and inside each other."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import flow, rosters
from surveyapp.questionnaire.answers import AnswerErrors, Answers, complete, parse_step
from surveyapp.questionnaire.flow import Step
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.texts import say
from tests.questionnaire.mini import changed, fill, mini


def keys(questionnaire, answers):
    return [step.key for step in flow.steps(questionnaire, answers)]


def with_children(questionnaire, *ages):
    answers = Answers()
    for number, age in enumerate(ages, start=1):
        answers = rosters.add(questionnaire, answers, "children")
        answers = answers.put("age_band", age, str(number))
    return answers


def two_children_with_places(questionnaire):
    return fill(
        questionnaire,
        ("count", {"children_count": "2"}),
        ("child.1", {"age_band": "3-5", "places_count": "1"}),
        ("place.1-1", {"place_kind": "kita"}),
        ("child.2", {"age_band": "0-2", "places_count": "2"}),
        ("place.2-1", {"place_kind": "nursery", "place_hours": "20"}),
        ("place.2-2", {"place_kind": "minder", "place_hours": "5"}),
    )


def test_an_added_child_is_asked_about_after_the_others():
    questionnaire = mini("collect_list")

    answers = with_children(questionnaire, "0-2", "6-9")

    assert keys(questionnaire, answers) == [
        *("who", "child_age.1", "child_care.1", "child_age.2", "together")
    ]


def test_keys_of_removed_items_are_not_given_to_others_while_later_ones_stand():
    questionnaire = mini("collect_list")
    answers = with_children(questionnaire, "0-2", "3-5", "6-9")

    answers = rosters.remove(questionnaire, answers, "children", "2")
    answers = rosters.add(questionnaire, answers, "children")

    assert answers.get("children") == ("1", "3", "4")
    assert [answers.get("age_band", item) for item in ("1", "2", "3", "4")] == [
        *("0-2", None, "6-9", None)
    ]


def test_a_full_list_takes_no_more_items():
    questionnaire = mini("collect_list")
    answers = with_children(questionnaire, "0-2", "0-2", "0-2", "0-2")

    more = rosters.add(questionnaire, answers, "children")

    assert more == answers


def test_a_list_with_too_few_items_is_an_error_on_its_page_and_at_the_end():
    questionnaire = mini("collect_list")

    on_page = parse_step(questionnaire, Answers(), Step("who"), {})
    at_end = complete(questionnaire, Answers())

    assert isinstance(on_page, AnswerErrors)
    assert [(each.field, each.key) for each in on_page.errors] == [("children", "no_items")]
    assert isinstance(at_end, AnswerErrors)
    assert [each.field for each in at_end.errors] == ["children"]


def test_a_list_may_be_left_empty_on_purpose():
    questionnaire = changed("collect_list", "minimum: 1", "minimum: 0")
    before = flow.is_open(*with_screen(questionnaire, Answers(), "who"))

    answers = fill(questionnaire, ("who", {}))

    assert before
    assert not flow.is_open(*with_screen(questionnaire, answers, "who"))
    assert answers.get("children") == ()


def with_screen(questionnaire, answers, key):
    way = walk(questionnaire, answers)
    return way, way.screen(flow.step_from_key(key))


def test_lists_inside_a_list_are_asked_item_by_item():
    questionnaire = mini("nested_lists")

    answers = two_children_with_places(questionnaire)
    answers = rosters.add(questionnaire, answers, "helpers", "1")

    assert keys(questionnaire, answers) == [
        "count",
        *("child.1", "place.1-1", "helpers_page.1", "helper.1-1"),
        *("child.2", "place.2-1", "place.2-2", "helpers_page.2"),
        "together",
    ]
    assert answers.to_json()["helpers"] == {"1": ["1-1"]}


def test_going_back_and_on_follows_the_items_of_lists_in_lists():
    questionnaire = mini("nested_lists")
    answers = two_children_with_places(questionnaire)

    steps = flow.steps(questionnaire, answers)
    on = [flow.next_step(questionnaire, answers, step) for step in steps]
    back = [flow.previous_step(questionnaire, answers, step) for step in steps]

    assert on == [*steps[1:], None]
    assert back == [None, *steps[:-1]]


def test_a_step_that_fell_off_a_list_in_a_list_leads_on_from_its_place():
    questionnaire = mini("nested_lists")
    answers = two_children_with_places(questionnaire)

    found = [
        flow.next_step(questionnaire, answers, Step("place", "1-3")),
        flow.previous_step(questionnaire, answers, Step("place", "2-9")),
        flow.next_step(questionnaire, answers, Step("child", "9")),
    ]

    assert [step.key for step in found] == ["helpers_page.1", "place.2-2", "together"]


def test_a_count_inside_an_item_counts_its_own_and_outside_all():
    questionnaire = mini("nested_lists")

    answers = two_children_with_places(questionnaire)

    way = walk(questionnaire, answers)
    asked = {(each.question.id, each.item) for each in way.asked()}
    assert ("place_hours", "1-1") not in asked
    assert ("place_hours", "2-1") in asked
    assert ("many_ways", None) in asked
    assert way.environment.items("places") == ("1-1", "2-1", "2-2")
    assert way.environment.inside("children", "2").items("places") == ("2-1", "2-2")


def test_an_item_sees_the_answers_of_the_item_it_belongs_to():
    questionnaire = mini("nested_lists")
    answers = two_children_with_places(questionnaire)

    offered = {
        item: [
            each.code for each in flow.asked(questionnaire, answers, Step("place", item))[0].choices
        ]
        for item in ("1-1", "2-1")
    }

    assert offered == {"1-1": ["kita", "minder"], "2-1": ["nursery", "kita", "minder"]}


def test_any_goes_through_the_items_of_all_outer_items():
    questionnaire = mini("nested_lists")
    answers = rosters.add(questionnaire, two_children_with_places(questionnaire), "helpers", "2")

    with_friend = answers.put("helper_kind", "friend", "2-1")

    def asked(given):
        return {each.question.id for each in walk(questionnaire, given).asked()}

    assert "thanks_helpers" in asked(with_friend)
    assert "thanks_helpers" not in asked(answers)


def test_removing_a_counted_child_moves_later_ones_up_with_all_that_is_theirs():
    questionnaire = mini("nested_lists")
    answers = rosters.add(questionnaire, two_children_with_places(questionnaire), "helpers", "2")

    answers = rosters.remove(questionnaire, answers, "children", "1")

    assert answers.to_json() == {
        "children_count": 1,
        "age_band": {"1": "0-2"},
        "places_count": {"1": 2},
        "place_kind": {"1-1": "nursery", "1-2": "minder"},
        "place_hours": {"1-1": 20, "1-2": 5},
        "helpers": {"1": ["1-1"]},
    }


def test_removing_a_counted_place_lowers_the_count_of_its_child_only():
    questionnaire = mini("nested_lists")

    answers = rosters.remove(
        questionnaire, two_children_with_places(questionnaire), "places", "2-1"
    )

    assert answers.to_json()["places_count"] == {"1": 1, "2": 1}
    assert answers.to_json()["place_kind"] == {"1-1": "kita", "2-1": "minder"}


def test_a_count_never_falls_below_the_minimum_of_its_list():
    questionnaire = mini("adults_and_children")
    one = fill(
        questionnaire,
        ("count", {"children_count": "1"}),
    )

    found = parse_step(questionnaire, Answers(), Step("count"), {"children_count": ["0"]})
    after = rosters.remove(questionnaire, one, "children", "1")

    assert isinstance(found, AnswerErrors)
    assert [(each.key, each.params) for each in found.errors] == [("too_small", {"minimum": 1})]
    assert after == one


def test_items_of_a_choice_are_changed_by_the_choice_only():
    questionnaire = mini("options_list")

    with pytest.raises(rosters.NotAddedError, match="answers to 'ways'"):
        rosters.add(questionnaire, Answers(), "used")


def test_pages_repeat_for_chosen_options_and_may_ask_for_theirs():
    questionnaire = mini("options_list")

    answers = fill(questionnaire, ("ways_page", {"ways": ["foot", "bus"]}))

    assert keys(questionnaire, answers) == ["ways_page", "way_page.bus", "way_page.foot"]
    codes = {
        item: [
            each.code
            for each in flow.asked(questionnaire, answers, Step("way_page", item))[0].choices
        ]
        for item in ("bus", "foot")
    }
    assert codes == {"bus": ["yes", "no", "late"], "foot": ["yes", "no"]}


def test_nothing_of_these_is_no_item():
    questionnaire = mini("options_list")

    answers = fill(questionnaire, ("ways_page", {"ways": "none"}))

    assert keys(questionnaire, answers) == ["ways_page"]


def test_two_lists_of_people_stay_apart_in_texts():
    questionnaire = mini("adults_and_children")
    answers = rosters.add(questionnaire, Answers(), "adults").put("children_count", 1)

    said = {
        of: say({"de": "{item}"}, "de", questionnaire, answers, "1", of=of)
        for of in ("adults", "children")
    }

    assert said == {"adults": "Erwachsene Person 1", "children": "Kind 1"}


def test_an_item_inside_another_is_called_after_both():
    questionnaire = mini("nested_lists")
    way = walk(questionnaire, two_children_with_places(questionnaire))

    label = rosters.label(questionnaire, way, "places", "2-2", "de")

    assert label == ("Kind 2", "Betreuungsplatz 2")


def test_what_is_stored_numbers_items_anew():
    questionnaire = mini("nested_lists")
    answers = two_children_with_places(questionnaire)
    for _ in range(2):
        answers = rosters.add(questionnaire, answers, "helpers", "2")
    answers = rosters.remove(questionnaire, answers, "helpers", "2-1")
    answers = answers.put("helper_kind", "friend", "2-2")

    stored = rosters.renumbered(questionnaire, answers).to_json()

    assert stored["helpers"] == {"2": ["2-1"]}
    assert stored["helper_kind"] == {"2-1": "friend"}
