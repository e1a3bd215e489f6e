"""What a survey found, in the language of who reads it."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import library
from surveyapp.questionnaire.catalogues import ORDER
from surveyapp.questionnaire.findings import Edge, finding, only_answered, share_words

SENTENCE = {
    "de": "{share} der Kinder fehlt in {place} ein Platz.",
    "en": "{share} in {place} lack a place.",
}


@pytest.mark.parametrize(
    ("language", "place", "edge", "expected"),
    [
        ("de", "Kyffhäuserkreis", None, "43\u00a0% der Kinder fehlt im Kyffhäuserkreis ein Platz."),
        ("de", "Jena, Stadt", None, "43\u00a0% der Kinder fehlt in Jena ein Platz."),
        (
            "de",
            "Landkreis Gotha",
            Edge.BELOW,
            "Weniger als 43\u00a0% der Kinder fehlt im Landkreis Gotha ein Platz.",
        ),
        ("en", "Gotha", Edge.ABOVE, "More than 43% in Gotha lack a place."),
        ("tr", "Jena", None, "43\u00a0% der Kinder fehlt in Jena ein Platz."),
    ],
)
def test_a_finding_names_place_and_share(language, place, edge, expected):
    said = finding(SENTENCE, language, share=0.43, place=place, edge=edge)

    assert said == expected


@pytest.mark.parametrize("language", ORDER)
@pytest.mark.parametrize("edge", [None, Edge.BELOW, Edge.ABOVE])
def test_every_indicator_of_ours_gives_a_whole_sentence_in_every_language(language, edge):
    sentences = [
        each.sentence
        for id_ in library.ids()
        for each in library.load(id_).indicators
        if each.sentence
    ]
    found = [
        finding(each, language, share=0.03, place="Kyffhäuserkreis", edge=edge)
        for each in sentences
    ]

    assert len(found) > 20
    for said in found:
        assert "Kyffhäuserkreis" in said
        assert share_words(0.03, language, edge).casefold() in said.casefold()
        assert "{" not in said


def test_a_german_name_stays_together_in_text_from_right_to_left():
    sentence = {"de": "In {place}: {share}.", "ar": "في {place}: {share}."}

    said = finding(sentence, "ar", share=0.5, place="Artern (Unstrut)")

    assert said == "في \u2068Artern (Unstrut)\u2069: 50%."


def test_plain_german_writes_no_signs():
    assert share_words(0.03, "de-simple", Edge.BELOW) == "weniger als 3 Prozent"


def test_what_an_open_survey_must_add_is_said_in_every_language():
    assert len({only_answered(language) for language in ORDER}) == len(ORDER)
