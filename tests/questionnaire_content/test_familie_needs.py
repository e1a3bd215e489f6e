"""Indicators count a need where there is one, and axes put each family into one group."""

from __future__ import annotations

from typing import Any

import pytest

from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.encoding import Numbers, encode
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import walk
from tests.questionnaire_content.families import WORKING_COUPLE, one_child

NOT_APPLICABLE, UNANSWERED = -7, -9


def needs(familie: Questionnaire, **answers: Any) -> tuple[Numbers, Numbers]:
    """Return the indicators and axes of a family and of its first child; below 0 means missing."""
    given = walk(familie, Answers.from_json(answers)).answers()  # empty matrix rows are filled in
    encoded = encode(familie, given.to_json())
    return encoded.family, encoded.children[0] if encoded.children else {}


@pytest.mark.parametrize(
    ("answers", "need"),
    [
        ({"care": ["kita"], "hours_now": 25, "hours_wish": 40}, 1),
        ({"care": ["kita"], "hours_now": 40, "hours_wish": 40}, 0),
        ({"care": ["relatives"], "hours_wish": 20}, 1),
        ({"care": ["none"], "hours_wish": 0}, 0),
        ({"care": ["kita"], "hours_wish": 40}, UNANSWERED),
        ({"care": "refused", "hours_wish": 40}, UNANSWERED),
    ],
)
def test_care_gap_counts_children_whose_families_wish_more_hours(
    familie: Questionnaire, answers: dict[str, Any], need: int
) -> None:
    _, child = needs(familie, **one_child("3-5", **answers))

    assert child["need.care_gap"] == need
    assert child["need.after_school_gap"] == NOT_APPLICABLE


def test_after_school_gap_counts_children_of_primary_school_age(familie: Questionnaire) -> None:
    answers = {"care": ["after_school"], "hours_now": 10, "hours_wish": 15}

    _, child = needs(familie, **one_child("6-9", **answers))

    assert child["need.after_school_gap"] == 1
    assert child["need.care_gap"] == NOT_APPLICABLE


def test_edge_and_holiday_care_are_needs_of_their_own(familie: Questionnaire) -> None:
    edge_care = {"early": "use", "late": "no_need", "saturday": "no_need", "holidays": "need"}

    _, child = needs(familie, **one_child("6-9", edge_care=edge_care))

    assert child["need.edge_care_gap"] == 0
    assert child["need.holiday_care_gap"] == 1


def test_support_gap_speaks_only_of_children_with_special_needs(familie: Questionnaire) -> None:
    _, with_need = needs(
        familie, **one_child("6-9", special_need="yes", support_fit="dissatisfied")
    )
    _, without = needs(familie, **one_child("6-9", special_need="no"))

    assert with_need["need.support_gap"] == 1
    assert without["need.support_gap"] == NOT_APPLICABLE


def test_family_without_car_that_reaches_everything_has_no_need(familie: Questionnaire) -> None:
    reaches, _ = needs(familie, mobility=["bike"], unreachable=["none"])
    cannot, _ = needs(familie, mobility=["bike"], unreachable=["doctor"])
    by_car, _ = needs(familie, mobility=["car"])
    silent, _ = needs(familie, mobility="refused")

    assert [each["need.unreachable_gap"] for each in (reaches, cannot, by_car, silent)] == [
        *(0, 1, 0),
        UNANSWERED,
    ]


def test_respite_gap_speaks_only_of_families_that_care(familie: Questionnaire) -> None:
    carers, _ = needs(familie, cares="elsewhere", relief={"advice": "use", "day_care": "missing"})
    others, _ = needs(familie, cares="no")

    assert carers["need.respite_gap"] == 1
    assert others["need.respite_gap"] == NOT_APPLICABLE


def test_early_help_gap_speaks_of_families_with_small_children_or_expecting_one(
    familie: Questionnaire,
) -> None:
    knowledge = {"early_help": "missing"}

    young, _ = needs(familie, **one_child("0-2"), knowledge=knowledge)
    expecting, _ = needs(familie, members=["partner", "expecting"], knowledge=knowledge)
    older, _ = needs(familie, **one_child("6-9"), knowledge=knowledge)

    assert [each["need.early_help_gap"] for each in (young, expecting)] == [1, 1]
    assert older["need.early_help_gap"] == NOT_APPLICABLE


def test_playground_gap_needs_both_importance_and_dissatisfaction(familie: Questionnaire) -> None:
    satisfaction = {"surroundings_satisfaction": {"playground": "very_dissatisfied"}}

    important, _ = needs(
        familie,
        **one_child("3-5"),
        surroundings_importance={"playground": "important"},
        **satisfaction,
    )
    unimportant, _ = needs(
        familie,
        **one_child("3-5"),
        surroundings_importance={"playground": "unimportant"},
        **satisfaction,
    )

    assert important["need.playground_gap"] == 1
    assert unimportant["need.playground_gap"] == 0


@pytest.mark.parametrize(
    ("axis", "answers", "category"),
    [
        ("family_form", {"members": ["children"], "children_count": 1}, "single"),
        ("family_form", WORKING_COUPLE, "couple"),
        ("family_form", {"members": ["partner"]}, None),
        ("youngest", one_child("3-5"), "0-5"),
        ("youngest", one_child("6-9"), "6-9"),
        ("youngest", one_child("15-17"), "10-17"),
        ("youngest", {"members": ["partner"]}, "none"),
        ("income", {"income": "from_3500"}, "from_2500"),
        ("income", {"income": "refused"}, None),
        ("language", {"languages": "german_and_other"}, "other"),
        ("car", {"mobility": ["walk"]}, "without_car"),
    ],
)
def test_each_family_falls_into_one_group_of_an_axis(
    familie: Questionnaire, axis: str, answers: dict[str, Any], category: str | None
) -> None:
    categories = next(each for each in familie.axes if each.id == axis).categories

    family, _ = needs(familie, **answers)
    place = family[f"axis.{axis}"]

    assert (categories[place - 1].code if place > 0 else None) == category
