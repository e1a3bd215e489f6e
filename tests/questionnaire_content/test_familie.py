"""The family questionnaire: complete, in two languages, and each family asked only what concerns it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from surveyapp.questionnaire import checks, document, flow
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.codebook import encode
from surveyapp.questionnaire.model import Measures, Questionnaire
from surveyapp.questionnaire.path import walk

ROOT = Path(__file__).parents[2]
FILE = ROOT / "questionnaires" / "familie" / "1.yaml"
NOT_APPLICABLE, UNANSWERED = -7, -9
CHILD_ITEMS = set(range(4, 14))
WORKING_COUPLE = {"members": ["partner", "children"], "children_count": 1, "mobility": ["car"]}


@pytest.fixture(scope="module")
def familie() -> Questionnaire:
    """Return the questionnaire as families answer it."""
    return document.read(FILE)


def asked(familie: Questionnaire, item: str | None = None, **answers: Any) -> dict[str, Any]:
    """Return the questions a family is asked, by id; with ``item`` those of one child or offer."""
    given = Answers.from_json(answers)
    return {
        each.question.id: each
        for step in flow.steps(familie, given)
        for each in flow.asked(familie, given, step)
        if each.item == item
    }


def items_asked(familie: Questionnaire, **answers: Any) -> set[int]:
    """Return the numbers of the items a family is asked."""
    given = Answers.from_json(answers)
    return {
        each.question.item
        for step in flow.steps(familie, given)
        for each in flow.asked(familie, given, step)
    }


def one_child(age_band: str, **answers: Any) -> dict[str, Any]:
    """Return the answers of a couple with one child; ``answers`` speak of the child."""
    about_child = {question: {"1": value} for question, value in answers.items()}
    return {**WORKING_COUPLE, "age_band": {"1": age_band}, **about_child}


def codes(parts: tuple[Any, ...]) -> list[str]:
    """Return the codes of options or rows without "keine Angabe"."""
    return [part.code for part in parts if part.code != "refused"]


def texts(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Iterate over everything a family reads, with the place where it stands."""
    if isinstance(value, dict) and value and all(isinstance(each, str) for each in value.values()):
        yield place, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from texts(each, f"{place}/{key}")
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from texts(each, f"{place}/{getattr(each, 'id', getattr(each, 'code', number))}")
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts(getattr(value, each.name), f"{place}/{each.name}")


# The whole document


def test_checks_find_nothing_to_mend(familie: Questionnaire) -> None:
    findings = checks.check(familie)

    assert findings == ()


def test_every_item_from_1_to_44_is_asked_somewhere(familie: Questionnaire) -> None:
    items = [question.item for page in familie.pages for question in page.questions]

    assert set(items) == set(range(1, 45))
    assert items == sorted(items)


def test_everything_families_read_is_there_in_german_and_english(familie: Questionnaire) -> None:
    incomplete = [
        place
        for place, text in texts(familie)
        if set(text) != {"de", "en"} or not all(wording.strip() for wording in text.values())
    ]

    assert len(list(texts(familie))) > 400
    assert incomplete == []


def test_both_languages_use_the_same_placeholders(familie: Questionnaire) -> None:
    def placeholders(wording: str) -> list[str]:
        return sorted(re.findall(r"{\w+}", wording))

    different = [
        place
        for place, text in texts(familie)
        if placeholders(text["de"]) != placeholders(text["en"])
    ]

    assert different == []


def test_german_texts_have_typographic_quotes_and_real_umlauts(familie: Questionnaire) -> None:
    wrong = [
        place
        for place, text in texts(familie)
        if '"' in text["de"]
        or "'" in text["de"]
        or re.search(r"\b(fuer|ueber|koennen)\b", text["de"])
    ]

    assert wrong == []


def test_a_page_has_one_to_five_questions_and_there_are_at_most_eight_sections(
    familie: Questionnaire,
) -> None:
    sizes = {page.id: len(page.questions) for page in familie.pages}

    assert all(1 <= size <= 5 for size in sizes.values()), sizes
    assert len(familie.sections) <= 8


def test_every_unmet_need_names_the_facilities_that_answer_it(familie: Questionnaire) -> None:
    plannings = {
        part.id: part.planning
        for part in (*familie.indicators, *(q for page in familie.pages for q in page.questions))
    }

    unmet = {id_: each for id_, each in plannings.items() if each.measures is Measures.UNMET_NEED}

    assert len(unmet) >= 15
    assert [id_ for id_, each in unmet.items() if not each.facility_types] == []


def test_all_facility_types_are_explained_to_reviewers(familie: Questionnaire) -> None:
    page = (ROOT / "questionnaires" / "README.md").read_text(encoding="utf-8")
    known = set(re.findall(r"\| `(\w+)` \| [A-Zw]", page))

    named = {code for part in parts_with_facilities(familie) for code in part.facility_types}

    assert named <= known, named - known


def parts_with_facilities(familie: Questionnaire) -> Iterator[Any]:
    """Iterate over everything that names facility types."""
    yield from (indicator.planning for indicator in familie.indicators)
    for page in familie.pages:
        for question in page.questions:
            yield question.planning
            yield from question.options
            yield from question.rows


def test_fields_of_action_two_to_six_have_indicators_for_families_and_children(
    familie: Questionnaire,
) -> None:
    fields_met = {field for each in familie.indicators for field in each.planning.fields}
    units = {each.planning.unit.value for each in familie.indicators}

    assert 10 <= len(familie.indicators) <= 14
    assert fields_met >= {"HF2", "HF3", "HF4", "HF5", "HF6"}
    assert units == {"family", "child"}


def test_findings_name_share_and_place_in_both_languages(familie: Questionnaire) -> None:
    wordings = [text for each in familie.indicators for text in each.sentence.values()]

    assert all("{share}" in wording and "in {place}" in wording for wording in wordings)


def test_paired_questions_have_the_same_rows(familie: Questionnaire) -> None:
    questions = {each.id: each for page in familie.pages for each in page.questions}

    rows = [
        (codes(questions[pair.importance].rows), codes(questions[pair.satisfaction].rows))
        for pair in familie.pairs
    ]

    assert len(rows) == 2
    assert all(importance == satisfaction for importance, satisfaction in rows)


def test_importance_and_satisfaction_both_call_five_the_best(familie: Questionnaire) -> None:
    values = {
        name: [option.value for option in familie.scales[name] if option.value is not None]
        for name in ("importance", "satisfaction", "contentment")
    }

    assert set(map(tuple, values.values())) == {(5, 4, 3, 2, 1)}


def test_numbers_have_limits_and_a_unit(familie: Questionnaire) -> None:
    numbers = [q for page in familie.pages for q in page.questions if q.type == "number"]

    assert len(numbers) == 6
    assert all(q.minimum is not None and q.maximum is not None and q.unit_text for q in numbers)


def test_free_texts_ask_for_no_names(familie: Questionnaire) -> None:
    hints = {
        q.item: q.hint["de"] for page in familie.pages for q in page.questions if q.type == "text"
    }

    assert set(hints) == {13, 22, 40, 44}
    assert all("keine Namen" in hint and "getrennt" in hint for hint in hints.values())


def test_sensitive_questions_say_why_and_that_the_answer_is_voluntary(
    familie: Questionnaire,
) -> None:
    purposes = {
        q.id: q.purpose["de"] for page in familie.pages for q in page.questions if q.is_sensitive
    }

    assert set(purposes) == {"special_need", "support_fit", "health", "income", "benefits"}
    assert all("Wir fragen" in each and "freiwillig" in each for each in purposes.values())


# The way through


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


# Indicators and axes


def needs(familie: Questionnaire, **answers: Any) -> tuple[dict[str, int], dict[str, int]]:
    """Return the indicators and axes of a family and of its first child; below 0 means missing."""
    given = walk(familie, Answers.from_json(answers)).answers()  # empty matrix rows are filled in
    encoded = encode(familie, given.to_json())
    child = encoded.children[0] if encoded.children else {}
    return tuple(
        {name: value for name, value in row.items() if name.startswith(("need.", "axis."))}
        for row in (encoded.family, child)
    )  # type: ignore[return-value]


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


def test_every_question_has_a_short_name_for_planners_without_placeholders(
    familie: Questionnaire,
) -> None:
    labels = {q.id: q.label for page in familie.pages for q in page.questions}

    assert all(label and "{" not in label["de"] + label["en"] for label in labels.values())
    assert len({label["de"] for label in labels.values() if label}) == len(labels)
