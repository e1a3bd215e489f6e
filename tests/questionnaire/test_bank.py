"""Core items: content that stands for itself, and losses that are said when it is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from surveyapp.questionnaire import library, versions
from surveyapp.questionnaire.bank.core import core_items
from surveyapp.questionnaire.bank.losses import Lost, is_small, losses
from surveyapp.questionnaire.bank.ties import ties_to_put
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Tie


@pytest.fixture
def asked():
    return library.load("familie")


def lost(asked, question):
    page = next(each for each in asked.pages if question.id in {one.id for one in each.questions})
    item = core_items()[f"core/{question.id}"].latest.question
    return [(each.kind, each.language) for each in losses(asked, page, question, item)]


@pytest.mark.parametrize("name", ["ankommen", "familie", "thekiz"])
def test_every_core_item_is_asked_in_its_origin_as_the_bank_says(name):
    asked = library.load(name)
    ours = [each for each in core_items().values() if each.latest.questionnaire == name]

    ties = ties_to_put(asked)

    assert {each.item for each in ties.values()} == {each.key for each in ours}


def test_core_items_speak_every_language_and_name_nothing_around_them():
    for item in core_items().values():
        question = item.latest.question
        assert set(question.text) == set(item.latest.languages)
        assert "{" not in question.text["de"], item.key
        assert item.source
        assert item.group


def test_items_that_lean_on_another_come_right_behind_it():
    order = list(core_items())
    leaning = {key: each.follows for key, each in core_items().items() if each.follows}
    begun = {key for key, each in core_items().items() if begins_behind(each)}

    assert all(order[order.index(key) - 1] == before for key, before in leaning.items())
    assert begun <= leaning.keys()


def begins_behind(item):
    """Say whether an item goes on from a question before it."""
    return item.latest.question.text["de"].startswith("Und ")


def test_no_wording_is_older_than_the_questionnaire_that_brought_it():
    for item in core_items().values():
        days = [each.since for each in item.editions]
        assert days == sorted(days)
        assert days[0] >= date(2026, 11, 22), item.key


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"label": {"de": "Anderer Name"}}, []),
        ({"required": True}, []),
        ({"text": {"de": "Wie viele Räume haben Sie?"}}, [(Lost.WORDING, "de")]),
        ({"type": "text"}, [(Lost.TYPE, "")]),
        ({"maximum": 9}, [(Lost.CHOICES, "")]),
        ({"show": 'volunteering = "yes"'}, [(Lost.FILTER, "")]),
    ],
)
def test_each_change_names_what_is_lost(asked, change, expected):
    question = index_of(asked).questions["rooms"]
    text = {**question.text, **change.get("text", {})}

    found = lost(asked, replace(question, **{**change, "text": text}))

    assert found == expected


def test_another_translation_is_a_loss_for_those_who_read_it_alone(asked):
    question = index_of(asked).questions["rooms"]
    other = replace(question, text={**question.text, "en": "Is your home large?"})
    without = replace(question, text={**question.text, "uk": ""})

    assert lost(asked, other) == [(Lost.TRANSLATION, "en")]
    assert lost(asked, without) == [(Lost.UNTRANSLATED, "uk")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Wie viele Zimmer haben Sie?", "Wieviele Zimmer haben Sie?", False),
        ("Wie viel Zimmer haben Sie?", "Wie viele Zimmer haben Sie?", True),
        ("Sind Sie zufrieden?", "Sind Sie unzufrieden?", False),
        ("Haben Sie ein Auto?", "Haben Sie kein Auto?", False),
        ("Kinder unter 18 Jahren", "Kinder unter 16 Jahren", False),
        ("", "Neu", False),
    ],
)
def test_only_mended_spelling_is_small(old, new, expected):
    assert is_small(old, new) is expected


def test_a_tie_changes_nothing_of_what_is_asked(asked):
    page = next(each for each in asked.pages if each.id == "housing")
    tied = tuple(replace(each, tie=Tie("core/rooms", 1)) for each in page.questions)
    pages = tuple(replace(each, questions=tied) if each is page else each for each in asked.pages)

    assert versions.is_correction(asked, replace(asked, pages=pages))
