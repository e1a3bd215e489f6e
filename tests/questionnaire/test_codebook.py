"""Answers as numbers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from analytics.codebook import Codebook
from analytics.dataset import from_records
from surveyapp.questionnaire import document, rosters
from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.questionnaire.answers import Answers, CompleteAnswers, complete, parse_step
from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import UnknownAnswerError, encode
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.flow import step_from_key
from surveyapp.questionnaire.model import Indicator, Measures, Planning, Unit
from tests.questionnaire.mini import fill, mini


def variable(name, variable_name):
    (found,) = (v for v in codebook(mini(name))["variables"] if v["name"] == variable_name)
    return found


def encoded(name, *screens):
    questionnaire = mini(name)
    finished = complete(questionnaire, fill(questionnaire, *screens))
    assert isinstance(finished, CompleteAnswers), finished
    return encode(questionnaire, finished.answers.to_json())


FOLLOWING = """
id: folgend
version: 1
languages: [de]
title: {de: Fragen}
intro: {de: Guten Tag}
thanks: {de: Danke}
minutes: 1
sections: [{id: all, title: {de: Alles}}]
axes:
  - id: health
    label: {de: Gesundheit}
    unit: family
    categories:
      - {code: ill, text: {de: krank}, show: illness == 'yes'}
      - {code: well, text: {de: gesund}, show: illness == 'no'}
  - id: size
    label: {de: Wohnung}
    unit: family
    categories:
      - {code: small, text: {de: klein}, show: rooms < 3}
      - {code: large, text: {de: "groß"}, show: rooms >= 3}
pages:
  - id: only
    title: {de: Fragen}
    section: all
    questions:
      - id: illness
        type: single
        text: {de: Krank?}
        purpose: {de: Hilfe}
        options: [{code: "yes", text: {de: Ja}}, {code: "no", text: {de: Nein}}]
      - {id: care, type: number, show: illness == 'yes', text: {de: Wie viel Pflege?}}
      - {id: nights, type: number, show: care > 3, text: {de: Auch nachts?}}
      - {id: rooms, type: number, text: {de: Wie viele Zimmer?}}
"""


def test_what_follows_from_a_sensitive_answer_is_protected_like_it():
    plan = codebook(document.parse(FOLLOWING))["variables"]

    assert {each["name"] for each in plan if each["sensitive"]} == {
        "illness",
        "care",
        "nights",
        "axis.health",
    }


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


def lists_encoded(name, *steps):
    """Encode a family that adds an item for each list id among the steps, and fills the others."""
    questionnaire, answers = mini(name), Answers()
    for key, fields in steps:
        if fields is None:
            list_id, _, outer = key.partition(".")
            answers = rosters.add(questionnaire, answers, list_id, outer or None)
        else:
            raw = {field: [sent] for field, sent in fields.items()}
            answers = parse_step(questionnaire, answers, step_from_key(key), raw)
            assert isinstance(answers, Answers), answers
    finished = complete(questionnaire, answers)
    assert isinstance(finished, CompleteAnswers), finished
    return encode(questionnaire, finished.answers.to_json())


def test_adults_and_children_are_rows():
    result = lists_encoded(
        "adults_and_children",
        *(("adults", None), ("adults", None)),
        ("adult.1", {"work_hours": "40"}),
        ("adult.2", {"work_hours": "10"}),
        ("count", {"children_count": "2"}),
        ("child.2", {"age_band": "3-5", "enough_time": "no"}),
    )

    assert result.adults == ({"work_hours": 40}, {"work_hours": 10})
    assert result.family["count.adults"] == 2
    assert result.family["axis.work"] == 1
    assert [child["age_band"] for child in result.children] == [-9, 2]
    assert set(result.children[0]) == {"age_band", "enough_time"}


def test_a_figure_about_adults_looks_at_one_adult_where_they_are_listed():
    questionnaire = mini("adults_and_children")
    planning = Planning(Measures.BURDEN, Unit.ADULT)
    works = Indicator("works", {"de": "arbeitet"}, {"de": ""}, planning, need="work_hours > 30")
    asked = replace(questionnaire, indicators=(works,))

    found = encode(asked, {"adults": ["1", "2"], "work_hours": {"1": 40, "2": 10}})

    assert [adult["need.works"] for adult in found.adults] == [1, 0]
    assert "need.works" not in found.family
    units = {each["name"]: each["unit"] for each in codebook(asked)["variables"]}
    assert (units["need.works"], units["work_hours"]) == ("adult", "adult")
    assert units["count.adults"] == "family"


def test_items_inside_a_child_are_columns_of_its_row():
    result = lists_encoded(
        "nested_lists",
        ("count", {"children_count": "2"}),
        ("child.1", {"age_band": "0-2", "places_count": "0"}),
        ("child.2", {"age_band": "0-2", "places_count": "2"}),
        ("place.2-2", {"place_kind": "minder", "place_hours": "12"}),
        ("helpers.2", None),
        ("helper.2-1", {"helper_kind": "friend"}),
    )

    first, second = result.children
    assert [first[f"place_kind.{number}"] for number in (1, 2, 3)] == [-7, -7, -7]
    assert [second[f"place_kind.{number}"] for number in (1, 2, 3)] == [-9, 3, -7]
    assert second["place_hours.2"] == 12
    assert (first["count.helpers"], second["count.helpers"]) == (0, 1)
    assert second["helper_kind.1"] == 2
    assert (first["need.many_places"], second["need.many_places"]) == (0, 1)


def test_chosen_options_are_columns_by_their_code():
    result = lists_encoded(
        "options_list", ("ways_page", {"ways": "foot"}), ("way_page.foot", {"safe": "yes"})
    )

    assert {each: result.family[f"safe.{each}"] for each in ("bus", "car", "foot")} == {
        "bus": -7,
        "car": -7,
        "foot": 1,
    }


def test_every_answer_about_an_item_has_a_column_with_its_label():
    variables = {each["name"]: each for each in codebook(mini("nested_lists"))["variables"]}

    assert variables["place_kind.2"]["label"]["de"] == "Betreuungsplatz 2"
    assert variables["place_kind.2"]["unit"] == "child"
    assert variables["count.helpers"]["kind"] == "number"


@pytest.mark.parametrize("name", ["nested_lists", "adults_and_children", "collect_list"])
def test_lists_become_a_dataset(name):
    questionnaire, randomness = mini(name), Random(3)
    documents = [example_answers(questionnaire, randomness).answers.to_json() for _ in range(30)]
    rows = [encode(questionnaire, document) for document in documents]

    dataset = from_records(
        Codebook.from_json(codebook(questionnaire)),
        [each.family for each in rows],
        [each.children for each in rows],
        [each.adults for each in rows] if name == "adults_and_children" else None,
    )

    assert len(dataset.families) == 30
    assert len(dataset.children) == sum(len(each.children) for each in rows)
