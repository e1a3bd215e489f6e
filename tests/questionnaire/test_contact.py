from pathlib import Path

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.answers import AnswerErrors
from surveyapp.questionnaire.contact import AGREEMENT, form_of, read
from tests.questionnaire.mini import mini

TEXT = (Path(__file__).parents[1] / "questionnaires" / "contact_form.yaml").read_text("utf-8")
AGREED = {AGREEMENT: ("yes",)}


def keys_of(found):
    return [(error.field, error.key) for error in found.errors]


def test_the_form_holds_the_contact_section_and_nothing_of_the_survey():
    questionnaire = mini("contact_form")

    form = form_of(questionnaire)

    (page,) = form.pages
    assert [each.id for each in page.questions] == [
        *(each.id for each in questionnaire.contact.questions),
        AGREEMENT,
    ]
    assert form_of(questionnaire) is form


def test_a_questionnaire_without_the_section_has_no_form():
    assert form_of(mini("yesno")) is None


def test_one_way_to_reach_a_family_is_enough():
    form = form_of(mini("contact_form"))

    found = read(form, {"number": ("0361 12345",), **AGREED})

    assert found.get("number") == "036112345"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (AGREED, [("mail", "out_of_reach")]),
        ({"mail": ("  ",), **AGREED}, [("mail", "out_of_reach")]),
        ({"mail": ("nobody",), **AGREED}, [("mail", "not_an_email")]),
        ({"number": ("0361 12345",)}, [(AGREEMENT, "must_agree")]),
        ({}, [("mail", "out_of_reach"), (AGREEMENT, "must_agree")]),
    ],
)
def test_what_is_wrong_with_a_form_is_named(raw, expected):
    form = form_of(mini("contact_form"))

    found = read(form, raw)

    assert isinstance(found, AnswerErrors)
    assert keys_of(found) == expected


@pytest.mark.parametrize(
    ("old", "new", "path", "sentence"),
    [
        ("show: topic == 'other'", "show: advice == 'yes'", ".show", "names 'advice'"),
        ("show: topic == 'other'", "show: topic == ", ".show", "has a mistake"),
        ("id: number", "id: mail", ".id", "is 'mail' a second time"),
    ],
)
def test_a_form_that_sees_the_answers_or_cannot_be_read_is_refused(old, new, path, sentence):
    changed = TEXT.replace(old, new)

    with pytest.raises(document.DocumentError) as refused:
        document.parse(changed)

    (problem,) = refused.value.problems
    assert problem.path.startswith("contact.questions[")
    assert problem.path.endswith(path)
    assert sentence in problem.sentence
    assert problem.line > 1


def test_a_number_or_address_beside_answers_is_refused():
    changed = TEXT.replace(
        "type: single\n        text: {de: Wün", "type: phone\n        text: {de: Wün"
    )

    with pytest.raises(document.DocumentError, match="names a person beside its answers"):
        document.parse(changed)
