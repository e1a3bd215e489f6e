"""The survey of newly arrived families is easy to read, asks no status, and counts needs rightly."""

import re

import pytest

from surveyapp.inventory import lists
from surveyapp.questionnaire import library
from surveyapp.questionnaire.checks import check
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.model import Measures
from surveyapp.questionnaire.trace import trace
from tests.questionnaire_content.reading import path, placeholders, questions, seen, texts

QUESTIONNAIRE = library.load("ankommen", 1)
FOR_PLANNERS = re.compile(r"\.(label|sentence)$|\.axes\[")
LONGEST_SENTENCE = 14
HELP = [
    *("integration_advice", "counselling", "pregnancy_and_baby", "job_centre", "youth_office"),
    *("debt_advice", "family_centre", "volunteers"),
]
DOCTORS = ["gp", "pregnancy", "hospital", "mental_health"]


def family_needs(**said):
    """Return the needs of a family by their id."""
    return _needs(encode(QUESTIONNAIRE, said).family)


def child_needs(age_band, **said):
    """Return the needs of an only child by their id."""
    answers = {question: {"1": value} for question, value in said.items()}
    document = {"children_count": 1, "age_band": {"1": age_band}, **answers}
    return _needs(encode(QUESTIONNAIRE, document).children[0])


def _needs(numbers):
    return {name[5:]: number for name, number in numbers.items() if name.startswith("need.")}


def codes(asked):
    """Return the codes of the options a family sees, without "keine Angabe"."""
    return {option.code for option in asked.options} - {"refused"}


def test_the_items_run_from_1_to_15_without_gap_in_order():
    items = [question.item for question in questions(QUESTIONNAIRE)]

    assert items == sorted(items)
    assert set(items) == set(range(1, 16))


def test_every_wording_is_there_in_german_and_english_with_the_same_placeholders():
    wordings = list(texts(QUESTIONNAIRE))

    assert len(wordings) > 200
    for place, wording in wordings:
        assert set(wording) >= {"de", "en"}, place
        assert all(said.strip() for said in wording.values()), place
        assert placeholders(wording["de"]) == placeholders(wording["en"]), place


def test_no_sentence_that_families_read_is_long():
    wordings = [text for place, text in texts(QUESTIONNAIRE) if not FOR_PLANNERS.search(place)]

    sentences = [
        (language, sentence)
        for text in wordings
        for language, said in text.items()
        for sentence in re.split(r"[.!?:؟]\s+", said)
    ]
    # Vietnamese puts a blank after every syllable.
    longest = {"vi": LONGEST_SENTENCE * 1.5}

    assert [
        said
        for language, said in sentences
        if len(said.split()) > longest.get(language, LONGEST_SENTENCE)
    ] == []


def test_the_checks_find_nothing_to_mend():
    findings = check(QUESTIONNAIRE)

    assert findings == ()


def test_neither_status_nor_country_of_origin_is_asked():
    forbidden = re.compile(
        r"aufenthalt|asyl|duldung|flucht|geflüchtet|staatsangehörig|herkunft|residence|asylum|"
        r"refugee|nationality|country of origin",
        re.IGNORECASE,
    )

    said = [text for _, wording in texts(QUESTIONNAIRE) for text in wording.values()]

    assert [text for text in said if forbidden.search(text)] == []


def test_every_unmet_need_names_its_places_and_says_how_many_where():
    assert 3 <= len(QUESTIONNAIRE.indicators) <= 5
    for indicator in QUESTIONNAIRE.indicators:
        assert indicator.planning.measures is Measures.UNMET_NEED
        assert set(indicator.planning.facility_types) <= set(lists.facility_types())
        assert indicator.planning.facility_types
        assert placeholders(indicator.sentence["de"]) == {"{share}", "{place}"}


def test_every_question_tells_planners_what_it_measures():
    for question in questions(QUESTIONNAIRE):
        assert question.label, question.id
        if question.planning.measures is not Measures.CONTEXT:
            assert question.planning.fields, question.id
            assert question.planning.facility_types, question.id


def test_sensitive_questions_say_why_they_are_asked():
    sensitive = {question.id for question in questions(QUESTIONNAIRE) if question.is_sensitive}

    assert sensitive >= {"language", "since_germany", "housing", "health_access", "safety"}


def test_families_read_where_they_may_choose_several_answers():
    several = [question for question in questions(QUESTIONNAIRE) if question.type == "multiple"]

    assert several
    assert all("mehrere" in question.hint["de"] for question in several)
    assert all("several" in question.hint["en"] for question in several)


def test_every_question_can_be_refused():
    assert all(question.may_refuse for question in questions(QUESTIONNAIRE))


def test_letters_may_be_wished_in_every_language_that_can_be_spoken_best():
    asked = seen(QUESTIONNAIRE, "language")

    assert codes(asked["language"]) == codes(asked["letter_language"])
    assert codes(asked["language"]) - {"other"} <= set(lists.languages())


def test_a_family_without_children_is_asked_about_no_child():
    steps = path(QUESTIONNAIRE, children_count=0)

    assert not [step for step in steps if step.startswith("child_")]


def test_all_pages_about_one_child_come_before_the_next_child():
    steps = path(QUESTIONNAIRE, children_count=2)

    assert [step for step in steps if step.startswith("child_")] == [
        *("child_age.1", "child_place.1", "child_needs.1"),
        *("child_age.2", "child_place.2", "child_needs.2"),
    ]


@pytest.mark.parametrize(
    ("age_band", "expected"),
    [
        ("0-2", {"kita", "childminding", "home"}),
        ("3-5", {"kita", "childminding", "home"}),
        ("6-9", {"kita", "school", "after_school", "home"}),
        ("10-14", {"school", "after_school", "home"}),
        ("15-17", {"school", "training", "home"}),
        ("refused", {"kita", "childminding", "school", "after_school", "training", "home"}),
    ],
)
def test_a_child_is_offered_the_places_of_its_age(age_band, expected):
    said = {"children_count": 1, "age_band": {"1": age_band}}

    asked = seen(QUESTIONNAIRE, "child_place.1", **said)

    assert codes(asked["place"]) == expected


def test_waiting_time_is_asked_only_for_a_child_that_waits():
    said = {"children_count": 2, "age_band": {"1": "3-5", "2": "3-5"}}
    said["waiting"] = {"1": "kita", "2": "not_waiting"}

    first = seen(QUESTIONNAIRE, "child_place.1", **said)
    second = seen(QUESTIONNAIRE, "child_place.2", **said)

    assert "waiting_since" in first
    assert "waiting_since" not in second


@pytest.mark.parametrize(
    ("course", "is_asked"),
    [("waiting", True), ("wanted", True), ("now", False), ("done", False), ("not_needed", False)],
)
def test_obstacles_are_asked_of_those_who_want_a_course(course, is_asked):
    asked = seen(QUESTIONNAIRE, "german_course", course=course)

    assert ("course_barriers" in asked) is is_asked


def test_the_interpreters_language_is_asked_where_an_interpreter_is_needed():
    needed = seen(QUESTIONNAIRE, "authorities", interpreter="sometimes")
    not_needed = seen(QUESTIONNAIRE, "authorities", interpreter="never")

    assert "de" not in codes(needed["interpreter_language"])
    assert "interpreter_language" not in not_needed


def test_only_families_with_children_are_asked_about_a_childrens_doctor():
    without = seen(QUESTIONNAIRE, "health", children_count=0)["health_access"]
    with_child = seen(QUESTIONNAIRE, "health", children_count=1)["health_access"]

    assert [row.code for row in without.rows] == DOCTORS
    assert {row.code for row in with_child.rows} == {*DOCTORS, "paediatrician"}


@pytest.mark.parametrize(
    ("age_band", "waiting", "kita", "school"),
    [
        ("0-2", "kita", 1, -7),
        ("3-5", "not_waiting", 0, -7),
        ("6-9", "after_school", -7, 1),
        ("10-14", "school", -7, 1),
        ("15-17", "not_waiting", -7, 0),
        ("3-5", "refused", -7, -7),
    ],
)
def test_children_wait_for_the_places_of_their_age(age_band, waiting, kita, school):
    found = child_needs(age_band, waiting=waiting)

    assert (found["waiting_for_kita"], found["waiting_for_school"]) == (kita, school)


@pytest.mark.parametrize(
    ("course", "expected"), [("waiting", 1), ("wanted", 1), ("now", 0), ("not_needed", 0)]
)
def test_a_course_is_missing_for_those_who_wait_or_wish_for_one(course, expected):
    assert family_needs(course=course)["course_gap"] == expected


@pytest.mark.parametrize(
    ("ease", "expected"), [("very_hard", 1), ("hard", 1), ("medium", 0), ("not_for_us", -7)]
)
def test_a_childrens_doctor_is_missing_where_help_is_hard_to_get(ease, expected):
    access = {**dict.fromkeys(DOCTORS, "easy"), "paediatrician": ease}

    assert family_needs(children_count=1, health_access=access)["paediatrician_gap"] == expected


@pytest.mark.parametrize(
    ("help_with", "knows", "expected"),
    [
        (["forms"], "unknown", 1),
        (["forms"], "missing", 1),
        (["forms"], "know", 0),
        (["none"], "unknown", -7),
    ],
)
def test_advice_is_missing_where_help_is_needed_and_no_service_is_known(help_with, knows, expected):
    advice = {**dict.fromkeys(HELP, "unknown"), "integration_advice": knows}

    assert family_needs(help_with=help_with, advice=advice)["advice_gap"] == expected


def test_every_family_that_answers_finds_its_place_on_the_axes():
    family = encode(
        QUESTIONNAIRE,
        {
            "since_germany": "1_to_2_years",
            "housing": "with_others",
            "children_count": 2,
            "age_band": {"1": "15-17", "2": "3-5"},
        },
    ).family

    assert family["axis.arrival"] == 1
    assert family["axis.housing"] == 2
    assert family["axis.youngest_child"] == 2


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Kind 1 (6 bis 9 Jahre): Kita und Schule"),
        ("en", "Child 1 (6 to 9 years): daycare and school"),
    ],
)
def test_a_family_reads_the_whole_survey_in_its_language(language, title):
    said = {"children_count": 1, "age_band": {"1": "6-9"}, "interpreter": "always"}

    pages = trace(QUESTIONNAIRE, said, language)["pages"]

    assert {page["key"]: page["title"] for page in pages}["child_place.1"] == title
    assert len(pages) == len(QUESTIONNAIRE.pages)
