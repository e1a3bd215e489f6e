"""Answers as numbers."""

from __future__ import annotations

import json
from datetime import date

import pytest

from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.questionnaire.answers import CompleteAnswers, complete
from surveyapp.questionnaire.codebook import UnknownAnswerError, codebook, encode
from tests.questionnaire.mini import fill, mini


def variable(name, variable_name):
    (found,) = (v for v in codebook(mini(name))["variables"] if v["name"] == variable_name)
    return found


def encoded(name, *screens):
    questionnaire = mini(name)
    finished = complete(questionnaire, fill(questionnaire, *screens))
    assert isinstance(finished, CompleteAnswers), finished
    return encode(questionnaire, finished.answers.to_json())


def test_a_codebook_names_missing_codes_and_is_json():
    found = codebook(mini("skip_rule"))

    assert found["missing"] == {"-7": "not_applicable", "-8": "refused", "-9": "unanswered"}
    assert json.loads(json.dumps(found)) == found


def test_each_type_becomes_its_kind_of_variable():
    kinds = {
        name: [(v["name"], v["kind"]) for v in codebook(mini(name))["variables"]]
        for name in ("exclusive", "matrix_rows", "month", "text")
    }

    assert kinds == {
        "exclusive": [(f"ways.{option}", "flag") for option in ("car", "bus", "bike", "none")],
        "matrix_rows": [
            ("car", "category"),
            *(("importance.bus", "category"), ("importance.parking", "category")),
            *(("satisfaction.bus", "category"), ("satisfaction.parking", "category")),
        ],
        "month": [("since", "number"), ("moved_lately", "category")],
        "text": [("mood", "category")],
    }


def test_a_satisfaction_row_names_the_importance_row_it_pairs_with():
    found = variable("matrix_rows", "satisfaction.bus")

    assert found["pair"] == "importance.bus"
    assert found["categories"][0] == {
        "code": 1,
        "name": "good",
        "label": {"de": "zufrieden", "en": "satisfied"},
        "value": 3,
    }


def test_questions_repeated_over_rows_have_columns_for_each_row():
    names = [v["name"] for v in codebook(mini("repeat_rows"))["variables"]]

    assert names[3:] == [
        f"why_not.{row}.{option}"
        for row in ("advice", "centre", "pass")
        for option in ("time", "way", "costs")
    ]


def test_rows_name_their_own_facility_types():
    found = [
        variable("repeat_rows", f"knowledge.{row}")["facility_types"]
        for row in ("advice", "centre", "pass")
    ]

    assert found == [["counselling"], ["family_centre"], []]


def test_the_municipalities_of_the_county_are_categories():
    found = variable("municipality", "municipality")

    assert [each["name"] for each in found["categories"]] == ["16065001", "16065067"]


def test_the_three_ways_of_not_answering_stay_apart():
    row = encoded("refuse", ("income_page", {"agree": "yes", "income!refused": "on"})).family

    other = encoded("refuse", ("income_page", {"agree": "no"})).family

    assert (row["income"], row["benefits.child"], row["axis.poverty"]) == (-8, -9, -9)
    assert (other["income"], other["benefits.child"], other["axis.poverty"]) == (-7, -7, 2)


def test_chosen_options_are_one_and_others_zero():
    row = encoded("exclusive", ("ways_page", {"ways": ["bus", "car"]})).family

    assert row == {"ways.car": 1, "ways.bus": 1, "ways.bike": 0, "ways.none": 0}


def test_options_and_rows_that_were_not_shown_are_not_applicable():
    rows = {"knowledge.advice": "know", "knowledge.centre": "use"}

    row = encoded(
        "repeat_rows", ("knowledge_page", rows), ("unused_page.advice", {"why_not": "time"})
    ).family

    assert row["why_not.advice.time"] == 1
    assert row["why_not.advice.costs"] == -7
    assert row["why_not.centre.time"] == -7
    assert row["knowledge.pass"] == -9


@pytest.mark.parametrize(
    ("care", "need"),
    [
        ({"hours_now": "20", "hours_wish": "30"}, 1),
        ({"hours_now": "30", "hours_wish": "30"}, 0),
        ({"hours_now": "20", "hours_wish!refused": "on"}, -9),
        ({}, -9),
    ],
)
def test_a_need_is_counted_only_where_the_family_said_enough(care, need):
    children = encoded(
        "repeat_children",
        ("count", {"children_count": "2"}),
        ("child_age.1", {"age_band": "3-5"}),
        ("child_care.1", care),
        ("child_age.2", {"age_band": "6-9"}),
    ).children

    assert [child["need.care_gap"] for child in children] == [need, -7]


def test_a_number_of_children_that_is_refused_leaves_no_children():
    result = encoded("repeat_children", ("count", {"children_count!refused": "on"}))

    assert result.children == ()
    assert result.family["axis.family_size"] == -9


def test_a_response_of_another_county_is_not_encoded():
    with pytest.raises(UnknownAnswerError, match="municipality"):
        encode(mini("municipality"), {"municipality": "09162000"})


def test_what_is_stored_has_no_day_and_no_text_beside_answers():
    questionnaire = mini("text")
    answers = fill(questionnaire, ("wish_page", {"mood": "yes", "wish": "Mehr Busse"}))
    finished = complete(questionnaire, answers)

    response = anonymise(
        finished,
        questionnaire=questionnaire,
        received_on=date(2026, 5, 4),
        language="de",
        mode="web",
    )

    assert (response.received_year, response.received_month) == (2026, 5)
    assert response.document == {"mood": "yes"}
    assert response.texts == (("wish", "Mehr Busse"),)
    assert encode(questionnaire, response.document).family == {"mood": 1}


def test_an_empty_text_is_not_stored():
    questionnaire = mini("text")
    finished = complete(questionnaire, fill(questionnaire, ("wish_page", {"mood": "yes"})))

    response = anonymise(
        finished,
        questionnaire=questionnaire,
        received_on=date(2026, 5, 4),
        language="de",
        mode="web",
    )

    assert response.texts == ()
