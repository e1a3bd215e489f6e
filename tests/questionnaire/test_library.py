"""The questionnaires that come with the product."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import library, places
from surveyapp.questionnaire.checks import check
from tests.questionnaire.mini import TOWNS, mini


def test_an_unknown_questionnaire_is_named_with_those_that_exist():
    with pytest.raises(library.UnknownQuestionnaireError, match="there are:"):
        library.load("unknown")


def test_every_questionnaire_of_the_product_passes_the_check():
    found = {
        f"{id_} {version}": [str(each) for each in check(library.load(id_, version))]
        for id_ in library.ids()
        for version in library.versions(id_)
    }

    assert {name: findings for name, findings in found.items() if findings} == {}


def test_the_newest_version_is_loaded_where_none_is_named():
    newest = {id_: library.load(id_).version for id_ in library.ids()}

    assert newest == {id_: library.versions(id_)[-1] for id_ in library.ids()}


def test_places_fill_only_questions_about_places():
    questionnaire = places.with_municipalities(mini("municipality"), TOWNS)

    first, second = questionnaire.pages[0].questions

    assert [option.text["de"] for option in first.options] == ["Abtsbessingen", "Sondershausen"]
    assert [option.code for option in second.options] == ["yes", "no"]
