"""Themes the product ships, and what the words of a text suggest."""

from pathlib import Path

import pytest

from surveyapp.questionnaire import library
from surveyapp.questionnaire.themes import Theme, fold, is_stem, shipped, suggest
from surveyapp.questionnaire.types import kind_of
from surveyapp.services.keep_themes import check
from tests.questionnaire.theme_corpus import WISHES

FOLDER = Path(__file__).parents[2] / "questionnaires"
SETS = sorted((path.parent.parent.name, path.stem) for path in FOLDER.glob("*/themes/*.yaml"))


def asked_in_words():
    for name in library.ids():
        for page in library.load(name).pages:
            for question in page.questions:
                if kind_of(question).is_stored_apart:
                    yield name, question.id


def test_every_question_families_answer_in_words_has_themes_to_begin_with():
    assert sorted(asked_in_words()) == SETS


@pytest.mark.parametrize(("questionnaire", "question"), SETS)
def test_shipped_themes_are_such_as_a_county_could_keep(questionnaire, question):
    themes = shipped(questionnaire, question)

    assert 6 <= len(themes) <= 12
    assert len({each.code for each in themes}) == len(themes)
    for each in themes:
        assert check(themes, each) == ()
        assert each.explanation.endswith(".")
        assert each.stems


def test_a_question_the_product_does_not_know_has_no_themes():
    assert shipped("familie", "../../wish") == shipped("nobody", "wish") == ()


@pytest.mark.parametrize(
    ("stem", "text", "is_found"),
    [
        ("bus", "Der SCHULBUS", True),
        ("spielplätz", "mehr Spielplaetze", True),
        ("spielplaetz", "mehr Spielpla\u0308tze", True),
        ("café", "ein Elterncafe", True),
        ("straße", "Strassenbau", True),
        ("=zug", "Im Zug.", True),
        ("=zug", "Umzug", False),
        ("mehr zeit", "Viel mehr\nZeit!", True),
        ("mehr zeit", "mehr Ferienzeit", True),
        ("mehr zeit", "mehr freie Zeit", False),
        ("a", "Ja", False),
        ("bus", "Es fehlt kein Bus.", True),
        ("автобус", "Более АВТОБУСЫ", True),
    ],
)
def test_a_stem_is_found_anywhere_in_a_word_however_it_is_written(stem, text, is_found):
    theme = Theme("x", "X", "", (stem,))

    assert suggest(text, [theme]) == (("x",) if is_found else ())


def test_what_cannot_be_looked_for_is_no_stem():
    assert [is_stem(each) for each in ("bus", "=zu", "ab", "", "!!", "=")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
    assert fold("Ärzte, ÖPNV & Fußweg") == "aerzte, oepnv & fussweg"


def test_suggestions_are_as_good_as_the_methods_say():
    # docs/methods.md names these figures; they change only together.
    themes = shipped("familie", "wish")
    hits = missed = wrong = exact = 0

    for text, given in WISHES:
        wanted, found = set(given.split()), set(suggest(text, themes))
        hits += len(wanted & found)
        missed += len(wanted - found)
        wrong += len(found - wanted)
        exact += wanted == found

    assert len(WISHES) == 70
    assert (hits, missed, wrong, exact) == (60, 12, 5, 53)
