"""The parents' survey of a ThEKiZ asks what it should, in both languages, and counts needs rightly."""

import pytest

from surveyapp.inventory import lists
from surveyapp.questionnaire import library
from surveyapp.questionnaire.checks import check
from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.model import Measures
from surveyapp.questionnaire.trace import trace
from tests.questionnaire_content.reading import path, placeholders, questions, seen, texts

QUESTIONNAIRE = library.load("thekiz", 1)
OFFERS = [
    "parents_cafe",
    "toddler_group",
    "parents_course",
    "advice_in_house",
    "family_afternoon",
    "language_meeting",
    "parent_child_sports",
]


def knowing(**rows):
    """Answer the matrix of offers: as named, all others unknown."""
    return dict.fromkeys(OFFERS, "unknown") | rows


def needs(**said):
    """Return the needs of a family by their id."""
    family = encode(QUESTIONNAIRE, said).family
    return {name[5:]: number for name, number in family.items() if name.startswith("need.")}


def test_the_items_run_from_1_to_14_without_gap_in_order():
    items = [question.item for question in questions(QUESTIONNAIRE)]

    assert items == sorted(items)
    assert set(items) == set(range(1, 15))


def test_every_wording_is_there_in_german_and_english_with_the_same_placeholders():
    wordings = list(texts(QUESTIONNAIRE))

    assert len(wordings) > 150
    for place, wording in wordings:
        assert set(wording) >= {"de", "en"}, place
        assert all(said.strip() for said in wording.values()), place
        assert placeholders(wording["de"]) == placeholders(wording["en"]), place


def test_the_checks_find_nothing_to_mend():
    findings = check(QUESTIONNAIRE)

    assert findings == ()


def test_every_question_tells_planners_what_it_measures_and_for_which_places():
    for question in questions(QUESTIONNAIRE):
        assert question.label, question.id
        assert question.planning.facility_types, question.id
        assert question.planning.fields or question.planning.measures is Measures.CONTEXT


def test_every_unmet_need_names_its_places_and_says_how_many_where():
    assert 3 <= len(QUESTIONNAIRE.indicators) <= 5
    for indicator in QUESTIONNAIRE.indicators:
        assert indicator.planning.measures is Measures.UNMET_NEED
        assert set(indicator.planning.facility_types) <= set(lists.facility_types())
        assert indicator.planning.facility_types
        assert placeholders(indicator.sentence["de"]) == {"{share}", "{place}"}


def test_sensitive_questions_say_why_they_are_asked():
    sensitive = {question.id for question in questions(QUESTIONNAIRE) if question.is_sensitive}

    assert sensitive == {"advice", "family_form", "home_language"}


def test_families_read_where_they_may_choose_several_answers():
    several = [question for question in questions(QUESTIONNAIRE) if question.type == "multiple"]

    assert several
    assert all("mehrere" in question.hint["de"] for question in several)
    assert all("several" in question.hint["en"] for question in several)


def test_every_question_can_be_refused():
    assert all(question.may_refuse for question in questions(QUESTIONNAIRE))


def test_a_family_that_only_visits_offers_is_asked_about_no_child():
    steps = path(QUESTIONNAIRE, children_count=0)

    assert not [step for step in steps if step.startswith("child.")]


def test_each_child_at_the_centre_has_a_screen_of_its_own():
    steps = path(QUESTIONNAIRE, children_count=3)

    assert steps[:5] == ["children", "child.1", "child.2", "child.3", "since"]


def test_only_offers_that_a_family_uses_are_judged_by_it():
    said = {"offers": knowing(toddler_group="use", parents_cafe="know")}

    judged = seen(QUESTIONNAIRE, "offers_satisfaction", **said)["offers_satisfaction"]

    assert [row.code for row in judged.rows] == ["toddler_group"]


def test_a_family_that_uses_nothing_judges_nothing():
    steps = path(QUESTIONNAIRE, offers=knowing(parents_course="know"))

    assert "offers_satisfaction" not in steps
    assert "barriers" in steps


def test_a_family_that_knows_no_unused_offer_is_not_asked_for_reasons():
    steps = path(QUESTIONNAIRE, offers=knowing(parents_course="use", toddler_group="missing"))

    assert "offers_satisfaction" in steps
    assert "barriers" not in steps


def test_offers_are_judged_in_the_words_in_which_they_were_named():
    by_id = {question.id: question for question in questions(QUESTIONNAIRE)}

    named = [(row.code, row.text) for row in by_id["offers"].rows]
    judged = [(row.code, row.text) for row in by_id["offers_satisfaction"].rows]

    assert [code for code, _ in named] == OFFERS
    assert judged == named


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"offers": knowing(parents_cafe="missing")}, 1),
        ({"offers": knowing(parents_cafe="use")}, 0),
        ({"offers": knowing(parents_cafe="refused", parents_course="missing")}, 1),
        ({}, -7),
    ],
)
def test_an_offer_is_missed_when_a_family_names_at_least_one(said, expected):
    assert needs(**said)["missing_offer"] == expected


@pytest.mark.parametrize(
    ("advice", "house", "expected"),
    [
        (["debts"], "unknown", 1),
        (["debts"], "use", 0),
        (["none"], "unknown", 0),
        ("refused", "unknown", -7),
    ],
)
def test_advice_is_needed_by_families_that_wish_for_it_and_do_not_use_it(advice, house, expected):
    found = needs(advice=advice, offers=knowing(advice_in_house=house))

    assert found["advice_in_house"] == expected


@pytest.mark.parametrize(("minutes", "expected"), [(20, 0), (21, 1), ("refused", -7)])
def test_a_way_is_long_from_21_minutes_on(minutes, expected):
    assert needs(way_minutes=minutes)["long_way"] == expected


def test_childcare_during_offers_is_a_need_only_where_families_cannot_come_without_it():
    found = {said: needs(childcare_during=said) for said in ("always", "sometimes", "never")}

    assert {said: each["childcare_at_offers"] for said, each in found.items()} == {
        "always": 1,
        "sometimes": 0,
        "never": 0,
    }


def test_times_are_judged_among_families_that_know_unused_offers():
    offers = knowing(parents_cafe="know")

    with_reason = needs(offers=offers, barriers=["times", "way"])
    with_other_reason = needs(offers=offers, barriers=["way"])
    not_asked = needs(offers=knowing(parents_cafe="use"))

    assert with_reason["times_do_not_fit"] == 1
    assert with_other_reason["times_do_not_fit"] == 0
    assert not_asked["times_do_not_fit"] == -7


def test_the_axes_are_few_and_coarse_because_a_centre_is_small():
    variables = codebook(QUESTIONNAIRE)["variables"]

    axes = {each["name"]: len(each["categories"]) for each in variables if each["kind"] == "axis"}

    assert axes == {"axis.family_form": 2, "axis.home_language": 2, "axis.youngest_child": 2}


def test_the_youngest_child_decides_a_familys_place_on_the_age_axis():
    young = encode(QUESTIONNAIRE, {"children_count": 2, "age_band": {"1": "3-5", "2": "0-2"}})
    older = encode(QUESTIONNAIRE, {"children_count": 1, "age_band": {"1": "6-9"}})

    assert young.family["axis.youngest_child"] == 1
    assert older.family["axis.youngest_child"] == 2


@pytest.mark.parametrize(
    ("language", "title"),
    [("de", "Kind 2 (jünger als 3 Jahre)"), ("en", "Child 2 (younger than 3)")],
)
def test_a_family_reads_the_whole_survey_in_its_language(language, title):
    said = {
        "children_count": 2,
        "age_band": {"1": "3-5", "2": "0-2"},
        "offers": knowing(parents_cafe="use", toddler_group="know"),
    }

    pages = trace(QUESTIONNAIRE, said, language)["pages"]

    assert {page["key"]: page["title"] for page in pages}["child.2"] == title
    assert len(pages) == 16
    assert "{" not in str([page["title"] for page in pages])
