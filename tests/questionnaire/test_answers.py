"""Reading what a form sent."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.answers import (
    SHOWN_FIELD,
    AnswerErrors,
    Answers,
    CompleteAnswers,
    Missing,
    complete,
    parse_step,
    raw_step,
    read_step,
)
from surveyapp.questionnaire.flow import Step
from surveyapp.questionnaire.types.month import read_month
from surveyapp.questionnaire.types.number import read_number
from tests.questionnaire.mini import fill, mini


def errors(name, page, raw):
    found = parse_step(mini(name), Answers(), Step(page), raw)
    assert isinstance(found, AnswerErrors), found
    return [(error.field, error.key) for error in found.errors]


@pytest.mark.parametrize(
    ("text", "decimals", "number"),
    [
        ("1,5", 1, 1.5),
        ("1.5", 1, 1.5),
        (" 12 ", 0, 12),
        ("1 200", 0, 1200),
        ("1\u202f200,5", 1, 1200.5),
        ("1.200", 0, 1200),
        ("1.200,50", 2, 1200.5),
        ("1.200", 3, 1.2),
        ("\u22123", 0, -3),
        ("١٢", 0, 12),
        ("zwölf", 0, None),
        ("1,2,3", 0, None),
        ("1e5", 0, None),
        ("nan", 1, None),
        ("inf", 1, None),
        ("9" * 400, 0, None),
    ],
)
def test_numbers_are_read_as_people_write_them(text, decimals, number):
    assert read_number(text, decimals) == number


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(("2024-05", "2024-05"), ("5.2024", "2024-05"), ("05/2024", "2024-05")),
        *(("12 2024", "2024-12"), ("13.2024", None), ("Mai", None), ("2024", None)),
        ("0.2024", None),
        ("5 . 2024", "2024-05"),
        # Whoever sends a megabyte of blanks must not keep the server busy for hours.
        (f"1{' ' * 1_000_000}x", None),
    ],
)
def test_months_are_read_as_people_write_them(text, month):
    assert read_month(text) == month


@pytest.mark.parametrize(
    ("name", "page", "raw", "expected"),
    [
        ("skip_rule", "kita_page", {}, [("kita", "required")]),
        ("skip_rule", "kita_page", {"kita": ["perhaps"]}, [("kita", "unknown_option")]),
        ("exclusive", "ways_page", {"ways": ["car", "none"]}, [("ways", "exclusive")]),
        ("exclusive", "ways_page", {"ways": ["car", "refused"]}, [("ways", "exclusive")]),
        ("exclusive", "ways_page", {"ways": ["car", "bus", "bike"]}, [("ways", "too_many")]),
        ("exclusive", "ways_page", {"ways": ["plane"]}, [("ways", "unknown_option")]),
        ("number_limits", "numbers_page", {"rent": ["x"]}, [("rent", "not_a_number")]),
        ("number_limits", "numbers_page", {"rent": ["-1"]}, [("rent", "too_small")]),
        ("number_limits", "numbers_page", {"rent": ["5001"]}, [("rent", "too_large")]),
        ("number_limits", "numbers_page", {"rent": ["1,5"]}, [("rent", "too_precise")]),
        ("month", "since_page", {"since": ["Mai"]}, [("since", "not_a_month")]),
        ("month", "since_page", {"since": ["5.1980"]}, [("since", "year_too_early")]),
        ("text", "wish_page", {"wish": ["x" * 41]}, [("wish", "too_long")]),
        ("refuse", "income_page", {"agree": ["refused"]}, [("agree", "unknown_option")]),
        (
            "municipality",
            "where_page",
            {"municipality": ["09162000"]},
            [("municipality", "unknown_option")],
        ),
    ],
)
def test_a_mistake_is_named_by_its_field_and_a_key(name, page, raw, expected):
    assert errors(name, page, raw) == expected


def test_each_open_row_of_a_required_matrix_is_named():
    found = parse_step(
        mini("matrix_rows"),
        fill(mini("matrix_rows"), ("car_page", {"car": "yes"})),
        Step("satisfaction_page"),
        {"satisfaction.bus": ["good"], "satisfaction.parking": ["great"]},
    )

    assert isinstance(found, AnswerErrors)
    assert [(each.field, each.key) for each in found.errors] == [
        ("satisfaction.parking", "unknown_option")
    ]


def test_a_hidden_row_of_a_required_matrix_need_not_be_answered():
    questionnaire = mini("matrix_rows")

    answers = fill(questionnaire, ("satisfaction_page", {"satisfaction.bus": "good"}))

    assert answers.get("satisfaction") == {"bus": "good"}


def test_what_is_left_empty_is_unanswered_and_not_nothing():
    answers = fill(mini("exclusive"), ("ways_page", {}))

    assert answers.get("ways") is Missing.UNANSWERED


def test_a_number_is_refused_by_the_checkbox_beside_it():
    answers = fill(mini("refuse"), ("income_page", {"agree": "yes", "income!refused": "refused"}))

    assert answers.get("income") is Missing.REFUSED


def test_a_written_number_counts_more_than_a_forgotten_checkbox():
    answers = fill(
        mini("refuse"), ("income_page", {"agree": "yes", "income": "900", "income!refused": "on"})
    )

    assert answers.get("income") == 900


def test_an_answer_opens_the_next_question_of_the_same_page():
    found = parse_step(
        mini("same_page_condition"), Answers(), Step("care_page"), {"cares": ["yes"]}
    )

    assert isinstance(found, AnswerErrors)
    assert [(each.field, each.key) for each in found.errors] == [("care_hours", "required")]


def test_a_question_that_was_not_on_the_screen_is_opened_and_not_blamed():
    raw = {"cares": ["yes"], SHOWN_FIELD: ["cares"]}

    found = parse_step(mini("same_page_condition"), Answers(), Step("care_page"), raw)

    assert isinstance(found, AnswerErrors)
    assert [(each.field, each.key) for each in found.errors] == [("care_hours", "opened")]


def test_answers_to_hidden_questions_of_the_same_page_are_not_read():
    answers = fill(mini("same_page_condition"), ("care_page", {"cares": "no", "care_hours": "30"}))

    assert answers.to_json() == {"cares": "no"}


def test_a_changed_answer_drops_what_fell_off_the_way():
    questionnaire = mini("skip_rule")

    answers = fill(
        questionnaire,
        ("kita_page", {"kita": "yes"}),
        ("waiting_page", {"waiting_time": "6"}),
        ("end_page", {"satisfied": "waited"}),
        ("kita_page", {"kita": "no"}),
    )

    assert answers.to_json() == {"kita": "no"}


def test_fewer_children_take_their_answers_with_them():
    questionnaire = mini("repeat_children")

    answers = fill(
        questionnaire,
        ("count", {"children_count": "2"}),
        ("child_age.1", {"age_band": "3-5"}),
        ("child_age.2", {"age_band": "0-2"}),
        ("count", {"children_count": "1"}),
    )

    assert answers.to_json() == {"children_count": 1, "age_band": {"1": "3-5"}}


def test_a_screen_that_is_not_on_the_way_changes_nothing():
    questionnaire = mini("skip_rule")
    before = fill(questionnaire, ("kita_page", {"kita": "no"}))

    after = [
        parse_step(questionnaire, before, step, {"waiting_time": ["3"]})
        for step in (Step("waiting_page"), Step("nowhere"), Step("kita_page", "3"))
    ]

    assert [each.to_json() for each in after] == [before.to_json()] * 3


def test_leaving_sideways_keeps_what_is_valid_and_never_complains():
    questionnaire = mini("number_limits")
    before = fill(questionnaire, ("numbers_page", {"rooms": "3", "rent": "500"}))

    after = read_step(
        questionnaire, before, Step("numbers_page"), {"rooms": ["4,5"], "rent": ["x"]}
    )

    assert after.to_json() == {"rooms": 4.5, "rent": 500}


def test_leaving_sideways_leaves_required_questions_open():
    after = read_step(mini("skip_rule"), Answers(), Step("kita_page"), {})

    assert after.get("kita") is None


def test_texts_lose_characters_that_no_keyboard_makes():
    wish = "  Mehr\x00 Bus\u202ese\u2066\r\nbitte "
    answers = fill(mini("text"), ("wish_page", {"wish": wish}))

    assert answers.get("wish") == "Mehr Busse\nbitte"


def test_a_text_that_is_one_of_our_words_stays_a_text():
    answers = fill(mini("text"), ("wish_page", {"wish": "refused"}))

    again = Answers.from_json(answers.to_json())

    assert again.get("wish") == "Refused"


def test_a_month_may_come_in_two_fields():
    answers = fill(mini("month"), ("since_page", {"since.month": "5", "since.year": "2024"}))

    assert answers.get("since") == "2024-05"


def test_a_form_can_be_filled_again_from_the_answers():
    questionnaire = mini("refuse")
    answers = fill(
        questionnaire,
        ("income_page", {"agree": "yes", "income!refused": "on", "benefits": ["housing", "child"]}),
    )

    raw = raw_step(questionnaire, answers, Step("income_page"))

    assert parse_step(questionnaire, Answers(), Step("income_page"), raw) == answers


def test_complete_names_required_questions_of_the_whole_way():
    questionnaire = mini("repeat_children")
    answers = fill(questionnaire, ("count", {"children_count": "2"}))

    found = complete(questionnaire, answers)

    assert isinstance(found, AnswerErrors)
    assert [each.field for each in found.errors] == ["age_band", "age_band"]


def test_complete_answers_cannot_be_made_by_hand():
    with pytest.raises(TypeError, match="complete"):
        CompleteAnswers(Answers(), None)


def test_answers_survive_being_written_and_read():
    answers = (
        Answers()
        .put("a", "x")
        .put("b", ("x", "y"))
        .put("c", 1.5, "1")
        .put("c", Missing.REFUSED, "2")
        .put("d", {"bus": "good", "car": Missing.UNANSWERED})
    )

    assert Answers.from_json(answers.to_json()) == answers


def test_strange_documents_are_read_without_breaking():
    answers = Answers.from_json({"a": None, "b": True, "c": [1, "x"], "d": {"e": None}})

    assert answers.to_json() == {"c": ["x"], "d": {}}
