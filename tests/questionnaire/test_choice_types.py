"""Types answered by choosing: what is read, what is seen, what is counted."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.answers import (
    AnswerErrors,
    Answers,
    CompleteAnswers,
    complete,
    parse_step,
)
from surveyapp.questionnaire.checks import check, hindrances
from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.flow import Step, asked
from surveyapp.questionnaire.index import index_of
from tests.questionnaire.mini import changed, fill, mini, source

MINIS = ("consent", "dropdown", "image", "matrix_multiple", "may_not_apply")
MINIS += ("ranking", "scale", "yesno")


def must_mend(questionnaire):
    return hindrances(check(questionnaire))


def errors(name, page, raw):
    sent = {field: [value] if isinstance(value, str) else value for field, value in raw.items()}
    found = parse_step(mini(name), Answers(), Step(page), sent)
    assert isinstance(found, AnswerErrors), found
    return [(error.field, error.key) for error in found.errors]


def encoded(name, *screens):
    finished = complete(mini(name), fill(mini(name), *screens))
    assert isinstance(finished, CompleteAnswers), finished
    return encode(mini(name), finished.answers.to_json()).family


def names(name):
    return [(v["name"], v["kind"]) for v in codebook(mini(name))["variables"]]


def asked_after(name, page, raw):
    answers = fill(mini(name), (page, raw))
    return [each.question.id for each in asked(mini(name), answers, Step(page))]


@pytest.mark.parametrize("name", MINIS)
def test_the_mini_questionnaires_have_nothing_that_must_be_mended(name):
    assert must_mend(mini(name)) == ()


# Yes or no


def test_yes_and_no_come_with_the_type_wherever_options_are_looked_up():
    index = index_of(mini("yesno"))

    assert [(o.code, o.text["de"]) for o in index.options["looked"]] == [
        ("yes", "Ja"),
        ("no", "Nein"),
    ]
    assert index.options["found"][1].text["de"] == "Nein, noch nicht"
    assert [each["name"] for each in codebook(mini("yesno"))["variables"][0]["categories"]] == [
        "yes",
        "no",
    ]


def test_a_condition_on_yes_or_no_is_checked_like_one_on_written_options():
    findings = must_mend(changed("yesno", "looked == 'yes'", "looked == 'ja'"))

    assert [finding.rule for finding in findings] == ["Q024"]


# Scales


def test_a_scale_by_its_ends_has_a_point_for_each_step():
    points = index_of(mini("scale")).options["burden"]

    assert [point.code for point in points] == [str(number) for number in range(11)]
    assert points[7].value == 7


def test_a_scale_of_half_points_is_written_as_people_write_numbers():
    halves = changed("scale", "maximum: 10", "maximum: 1\n        step: 0.5")

    points = index_of(halves).options["burden"]

    assert [(p.code, p.text["de"], p.text["en"]) for p in points] == [
        ("0", "0", "0"),
        ("0.5", "0,5", "0.5"),
        ("1", "1", "1"),
    ]


@pytest.mark.parametrize(
    ("burden", "content", "help_is_asked"), [("8", "5", True), ("7", "2", True), ("7", "5", False)]
)
def test_expressions_see_the_number_of_a_point(burden, content, help_is_asked):
    found = asked_after("scale", "points", {"burden": burden, "content": content, "help": "no"})

    assert ("help" in found) is help_is_asked


def test_a_scale_becomes_categories_with_numbers_and_worded_ends():
    (found,) = (v for v in codebook(mini("scale"))["variables"] if v["name"] == "burden")

    assert (found["kind"], len(found["categories"])) == ("category", 11)
    assert found["categories"][0] == {
        "code": 1,
        "name": "0",
        "label": {"de": "0 – gar nicht", "en": "0 – not at all"},
        "value": 0,
    }
    assert found["categories"][5]["label"] == {"de": "5", "en": "5"}


def test_a_need_can_rest_on_the_number_of_a_point():
    row = encoded(
        "scale",
        ("worded", {"welcome": "fully", "grade": "1"}),
        ("points", {"burden": "8", "content": "5", "help": "yes"}),
    )

    assert (row["burden"], row["need.burdened"]) == (9, 1)
    assert (row["welcome"], row["grade"]) == (1, 1)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("{code: fully, value: 5,", "{code: fully,", "options"),
        ("{code: fully, value: 5,", "{code: fully, value: 4,", "options"),
        ("display: slider", "display: wheel", "display"),
        ("maximum: 10\n        low: {de: gar", "maximum: 12\n        low: {de: gar", "step"),
        (
            "maximum: 10\n        low: {de: gar",
            "maximum: 10\n        step: 3\n        low: {de: gar",
            "step",
        ),
        ("minimum: 0\n        maximum: 10\n        low: {de: gar", "low: {de: gar", "minimum"),
    ],
)
def test_a_scale_that_is_none_is_found(old, new, field):
    paths = {finding.path for finding in must_mend(changed("scale", old, new))}

    assert any(path.endswith(f".{field}") for path in paths), paths


def test_a_hostile_step_makes_no_endless_scale():
    endless = changed("scale", "maximum: 10", "maximum: 1000000000\n        step: 0.000001")

    assert len(index_of(endless).options["burden"]) < 200


# Rankings


def test_a_ranking_is_kept_in_the_order_of_the_family():
    answers = fill(
        mini("ranking"),
        ("all", {"time.work": "2", "time.children": "1", "time.partner": "3"}),
    )

    assert answers.get("time") == ("children", "work", "partner")


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (
            {"time.children": "1", "time.partner": "1", "time.work": "2"},
            ("time.partner", "rank_twice"),
        ),
        ({"time.children": "1", "time.partner": "2"}, ("time.work", "too_few_ranks")),
        ({"time.children": "4"}, ("time.children", "unknown_option")),
        ({"time.children": "²"}, ("time.children", "unknown_option")),
        ({}, ("time.children", "required")),
    ],
)
def test_a_ranking_that_is_none_is_told_at_its_option(raw, error):
    assert errors("ranking", "all", raw) == [error]


def test_ranks_are_given_without_a_gap():
    answers = fill(
        mini("ranking"),
        ("all", {"time.work": "1", "time.children": "2", "time.partner": "3"}),
    )

    found = parse_step(
        mini("ranking"), answers, Step("some"), {"first.bus": ["1"], "first.doctor": ["3"]}
    )

    assert isinstance(found, AnswerErrors)
    assert [(each.key, each.params) for each in found.errors] == [("rank_free", {"rank": 2})]


def test_a_ranking_becomes_the_rank_of_each_option():
    row = encoded(
        "ranking",
        ("all", {"time.work": "1", "time!refused": "", "time.children": "3", "time.partner": "2"}),
        ("some", {"first.doctor": "1", "first.bus": "2", "why_bus": "yes"}),
    )

    assert (row["time.work"], row["time.partner"], row["time.children"]) == (1, 2, 3)
    assert [row[f"first.{code}"] for code in ("bus", "doctor", "playground", "advice")] == [
        2,
        1,
        -9,
        -9,
    ]
    assert row["why_bus"] == 1


def test_a_ranking_may_be_refused_or_not_apply():
    all_of_it = ("all", {"time!refused": "refused"})

    row = encoded("ranking", all_of_it, ("some", {"first!refused": "not_applicable"}))

    assert (row["time.work"], row["first.bus"], row["why_bus"]) == (-8, -7, -7)


# Several choices for each row


def test_each_row_takes_several_answers_and_shows_what_depends_on_them():
    row = encoded(
        "matrix_multiple",
        (
            "ways",
            {
                "ways.school": ["bus", "walk"],
                "ways.doctor": "none",
                "ways.sports": "not_applicable",
                "bus_rating": "yes",
            },
        ),
    )

    assert [row[f"ways.school.{way}"] for way in ("walk", "bike", "bus", "car", "none")] == [
        *(1, 0, 1, 0, 0)
    ]
    assert row["ways.doctor.none"] == 1
    assert row["ways.sports.walk"] == -7
    assert row["bus_rating"] == 1


def test_each_row_keeps_its_rules():
    raw = {
        "ways.school": ["bus", "walk", "car"],
        "ways.doctor": ["none", "bus"],
        "ways.sports": ["rocket"],
    }

    assert errors("matrix_multiple", "ways", raw) == [
        ("ways.school", "too_many"),
        ("ways.doctor", "exclusive"),
        ("ways.sports", "unknown_option"),
    ]
    assert errors("matrix_multiple", "ways", {"ways.school": "car"}) == [
        ("ways.doctor", "required"),
        ("ways.sports", "required"),
    ]


def test_one_code_of_a_row_is_no_set_to_compare_with():
    wrong = changed("matrix_multiple", "ways.school has 'bus'", "ways.school == 'bus'")

    assert [finding.rule for finding in must_mend(wrong)] == ["Q023"]


# Consent


def test_a_box_that_must_be_ticked_says_so():
    assert errors("consent", "agree", {}) == [("health", "must_agree")]


def test_an_empty_box_says_no_and_not_nothing():
    assert asked_after("consent", "agree", {"health": "yes"}) == ["health", "research", "why_not"]

    row = encoded("consent", ("agree", {"health": "yes", "why_not": "refused"}))

    assert (row["health"], row["research"], row["why_not"]) == (1, 2, -8)


# "trifft nicht zu", and how many


def test_what_does_not_apply_is_an_answer_of_its_own():
    row = encoded(
        "may_not_apply",
        ("school", {"lunch": "not_applicable", "help": "not_applicable", "contact.social": "good"}),
    )

    assert (row["lunch"], row["help.calm"]) == (-7, -7)
    assert (row["contact.teacher"], row["contact.social"]) == (-9, 1)


def test_what_does_not_apply_stands_alone_and_only_where_it_is_offered():
    both = {"help": ["calm", "not_applicable"]}

    assert errors("may_not_apply", "school", both) == [("help", "exclusive")]
    assert errors("yesno", "care", {"looked": "not_applicable"}) == [("looked", "unknown_option")]


@pytest.mark.parametrize(
    ("ticked", "key"),
    [
        (["calm"], "too_few"),
        (["calm", "sports", "friends", "tutoring"], "too_many"),
        (["calm", "none"], "exclusive"),
    ],
)
def test_a_number_of_choices_that_does_not_fit_is_told(ticked, key):
    assert errors("may_not_apply", "school", {"help": ticked}) == [("help", key)]


def test_an_exclusive_option_is_enough_by_itself():
    answers = fill(mini("may_not_apply"), ("school", {"help": "none"}))

    assert answers.get("help") == ("none",)


@pytest.mark.parametrize("limit", ["min_choices: 1", "min_choices: 4", "min_choices: 5"])
def test_a_smallest_number_that_asks_nothing_or_too_much_is_found(limit):
    findings = must_mend(changed("may_not_apply", "min_choices: 2", limit))

    assert [finding.path for finding in findings] == ["pages[0].questions[1].min_choices"]


# Pictures


@pytest.mark.parametrize("name", ["../1.yaml", "Wald.svg", "wald.gif", ""])
def test_a_picture_with_a_name_no_address_holds_is_found(name):
    findings = must_mend(changed("image", "image: forest.svg", f"image: '{name}'"))

    assert [finding.path for finding in findings] == ["pages[0].questions[0].options[2].image"]


def test_columns_of_all_choices_follow_their_kind():
    assert names("dropdown") == [("language", "category"), ("second", "category")]
    assert names("image") == [("place", "category")]
    assert names("ranking")[:2] == [("time.children", "number"), ("time.partner", "number")]
    assert names("matrix_multiple")[:2] == [
        ("ways.school.walk", "flag"),
        ("ways.school.bike", "flag"),
    ]


def test_a_file_with_generated_options_is_read_and_written_alike():
    questionnaire = document.parse(source("scale"))

    assert document.parse(document.write(questionnaire)) == questionnaire
