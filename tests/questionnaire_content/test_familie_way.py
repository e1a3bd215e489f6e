"""Each family is asked what concerns it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.questionnaire import flow
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.model import Questionnaire
from tests.questionnaire_content.families import (
    asked,
    codes,
    items_asked,
    one_child,
)

CHILD_ITEMS = set(range(4, 14))


def test_family_without_children_skips_items_4_to_13(familie: Questionnaire) -> None:
    items = items_asked(familie, members=["partner"], mobility=["car"])

    assert not items & ({3} | CHILD_ITEMS)
    assert items >= {1, 2, 14, 16, 17, 19, 20, 24, 27, 28, 32, 38, 41, 42, 43, 44}


def test_family_that_counts_no_children_skips_items_4_to_13(familie: Questionnaire) -> None:
    items = items_asked(familie, members=["partner", "children"], children_count=0)

    assert 3 in items
    assert not items & CHILD_ITEMS


def test_number_of_children_is_asked_when_nothing_is_said_about_the_family(
    familie: Questionnaire,
) -> None:
    questions = asked(familie, members="refused")

    assert "children_count" in questions


def test_three_children_are_each_asked_their_own_pages(familie: Questionnaire) -> None:
    given = Answers.from_json(
        {
            "members": ["children"],
            "children_count": 3,
            "age_band": {"1": "0-2", "2": "6-9", "3": "15-17"},
            "care": {"1": ["relatives"], "2": ["after_school"]},
        }
    )

    keys = [step.key for step in flow.steps(familie, given) if step.item in {"1", "2", "3"}]

    assert keys == [
        *("child.1", "child_care.1", "child_edge_hours.1", "child_support.1"),
        *("child.2", "child_care.2", "child_edge_hours.2", "child_way.2"),
        *("child_support.2", "child_leisure.2"),
        *("child.3", "child_support.3", "child_leisure.3"),
    ]


@pytest.mark.parametrize("age_band", ["0-2", "3-5", "6-9"])
def test_young_children_are_asked_for_care(familie: Questionnaire, age_band: str) -> None:
    questions = asked(familie, "1", **one_child(age_band))

    assert {"care", "hours_wish", "edge_care"} <= set(questions)


@pytest.mark.parametrize("age_band", ["10-14", "15-17"])
def test_older_children_are_not_asked_for_care(familie: Questionnaire, age_band: str) -> None:
    questions = asked(familie, "1", **one_child(age_band))

    assert not {"care", "hours_wish", "edge_care", "way_minutes"} & set(questions)


@pytest.mark.parametrize(
    ("age_band", "is_asked"), [("3-5", False), ("6-9", True), ("10-14", True), ("15-17", True)]
)
def test_leisure_is_asked_from_six_years_on(
    familie: Questionnaire, age_band: str, is_asked: bool
) -> None:
    questions = asked(familie, "1", **one_child(age_band))

    assert ("leisure" in questions) is is_asked


@pytest.mark.parametrize(
    ("care", "now", "wish", "is_asked"),
    [
        (["kita"], 25, 40, True),
        (["kita"], 40, 40, False),
        (["kita"], 40, 30, False),
        (["relatives"], None, 20, True),
        (["none"], None, 0, False),
    ],
)
def test_wish_for_more_hours_than_now_asks_for_the_reason(
    familie: Questionnaire, care: list[str], now: int | None, wish: int, is_asked: bool
) -> None:
    questions = asked(familie, "1", **one_child("3-5", care=care, hours_now=now, hours_wish=wish))

    assert ("care_barriers" in questions) is is_asked


def test_current_hours_and_way_are_asked_only_of_children_in_an_institution(
    familie: Questionnaire,
) -> None:
    in_kita = asked(familie, "1", **one_child("3-5", care=["kita"]))
    at_home = asked(familie, "1", **one_child("3-5", care=["none"]))

    assert {"hours_now", "way_minutes", "way_mode"} <= set(in_kita)
    assert not {"hours_now", "way_minutes", "way_mode"} & set(at_home)


@pytest.mark.parametrize(("special_need", "is_asked"), [("yes", True), ("no", False)])
def test_special_need_asks_whether_support_is_enough(
    familie: Questionnaire, special_need: str, is_asked: bool
) -> None:
    questions = asked(familie, "1", **one_child("10-14", special_need=special_need))

    assert ("support_fit" in questions) is is_asked


def test_work_of_a_partner_is_asked_only_where_there_is_one(familie: Questionnaire) -> None:
    couple = asked(familie, members=["partner"])["work"]
    single = asked(familie, members=["children"])["work"]

    assert codes(couple.rows) == ["self", "partner"]
    assert codes(single.rows) == ["self"]


@pytest.mark.parametrize(
    ("work", "is_asked"),
    [
        ({"self": "full_time", "partner": "home"}, True),
        ({"self": "parental_leave", "partner": "shift"}, True),
        ({"self": "seeking", "partner": "retired"}, False),
    ],
)
def test_working_families_grade_how_family_and_work_go_together(
    familie: Questionnaire, work: dict[str, str], is_asked: bool
) -> None:
    questions = asked(familie, members=["partner"], work=work)

    assert ("reconciliation" in questions) is is_asked


def test_three_answers_at_most_say_what_would_help_most(familie: Questionnaire) -> None:
    question = asked(familie)["reconciliation_help"].question

    assert question.max_choices == 3
    assert question.rotate


@pytest.mark.parametrize(
    ("mobility", "is_asked"),
    [(["bike", "transit"], True), (["car", "bike"], False), ("refused", False)],
)
def test_family_without_car_is_asked_what_it_cannot_reach(
    familie: Questionnaire, mobility: Any, is_asked: bool
) -> None:
    questions = asked(familie, mobility=mobility)

    assert ("unreachable" in questions) is is_asked


@pytest.mark.parametrize(
    ("cares", "is_asked"),
    [("at_home", True), ("elsewhere", True), ("both", True), ("no", False), ("refused", False)],
)
def test_carers_are_asked_for_hours_relief_and_burden(
    familie: Questionnaire, cares: str, is_asked: bool
) -> None:
    questions = asked(familie, cares=cares)

    assert ({"care_hours", "relief", "care_burden"} <= set(questions)) is is_asked
    assert bool({"care_hours", "relief", "care_burden"} & set(questions)) is is_asked


def test_care_by_others_is_offered_where_somebody_in_the_family_needs_care(
    familie: Questionnaire,
) -> None:
    with_person = asked(familie, members=["care_person"])["cares"]
    without = asked(familie, members=["partner"])["cares"]

    assert "by_others" in codes(with_person.options)
    assert "by_others" not in codes(without.options)


def test_satisfaction_is_asked_for_the_offers_a_family_uses(familie: Questionnaire) -> None:
    knowledge = {"counselling": "use", "youth_office": "know", "family_pass": "use"}

    rows = codes(asked(familie, knowledge=knowledge)["offer_satisfaction"].rows)

    assert rows == ["counselling", "family_pass"]


def test_family_that_uses_no_offer_is_not_asked_for_satisfaction(familie: Questionnaire) -> None:
    questions = asked(familie, knowledge={"counselling": "know", "family_pass": "unknown"})

    assert "offer_satisfaction" not in questions


def test_reasons_are_asked_for_two_known_but_unused_offers_at_most(familie: Questionnaire) -> None:
    known = ["family_centre", "debt_advice", "village_helper"]
    given = Answers.from_json({"knowledge": dict.fromkeys(known, "know")})

    steps = [each.item for each in flow.steps(familie, given) if each.page == "unused_offer"]

    assert steps == ["family_centre", "debt_advice"]


def test_grandparents_nearby_are_offered_where_they_belong_to_the_family(
    familie: Questionnaire,
) -> None:
    near = asked(familie, members=["grandparents"])["support_network"]
    far = asked(familie, members=["partner"])["support_network"]

    assert "grandparents_here" in codes(near.options)
    assert "grandparents_here" not in codes(far.options)


def test_paediatricians_and_midwives_are_asked_about_where_they_matter(
    familie: Questionnaire,
) -> None:
    young = asked(familie, **one_child("0-2"))["doctor_access"]
    old = asked(familie, **one_child("15-17"))["doctor_access"]
    none = asked(familie, members=["partner"])["doctor_access"]

    assert codes(young.rows) == ["paediatrician", "gp", "specialist", "midwife"]
    assert codes(old.rows) == ["paediatrician", "gp", "specialist"]
    assert codes(none.rows) == ["gp", "specialist"]
