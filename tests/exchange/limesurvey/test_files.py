"""Whole LimeSurvey files, as they lie on a disk."""

from pathlib import Path
from random import Random

import pytest

from surveyapp.exchange.formats import FORMATS, recognise
from surveyapp.questionnaire.answers import AnswerErrors, complete
from surveyapp.questionnaire.examples import example_value
from surveyapp.questionnaire.path import meet_with
from tests.exchange.limesurvey.reading import question, said, take
from tests.exchange.limesurvey.surveys import FILES, all_types
from tests.exchange.limesurvey.written import document

FOLDER = Path(__file__).parent


def _take(name):
    return take((FOLDER / name).read_bytes(), name)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_the_one_its_description_writes(name):
    content = (FOLDER / name).read_bytes()

    written = FILES[name]()

    assert content == written


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_recognised_by_name_and_by_content(name):
    content = (FOLDER / name).read_bytes()

    by_name, by_content = recognise(b"", name), recognise(content, "export.xml")

    assert by_name is by_content is FORMATS["limesurvey"]


@pytest.mark.parametrize("name", FILES)
def test_families_can_answer_every_file(name):
    questionnaire = _take(name).questionnaire

    families = [_finished(questionnaire, Random(seed)) for seed in range(20)]

    # Whoever answers at random breaks a check now and then; nothing else can be wrong.
    wrong = [
        error for family in families if isinstance(family, AnswerErrors) for error in family.errors
    ]
    checked = [each.id for page in questionnaire.pages for each in page.questions if each.checks]
    assert {error.field.partition(".")[0] for error in wrong} <= set(checked)


def _finished(questionnaire, randomness):
    def answer(asked, _):
        return example_value(asked, randomness)

    return complete(questionnaire, meet_with(questionnaire, answer))


def test_every_type_of_question_comes_over_as_a_type_of_ours():
    taken = _take("all_types.lss")

    types = {each.id: each.type for page in taken.questionnaire.pages for each in page.questions}

    assert {name: types.get(name) for name in EXPECTED_TYPES} == EXPECTED_TYPES
    assert "lang" not in types
    assert "file" not in types


EXPECTED_TYPES = {
    "list": "single",
    "drop": "dropdown",
    "comm": "single",
    "comm_comment": "text",
    "five": "scale",
    "yes": "yesno",
    "gen": "single",
    "many": "multiple",
    "manyc": "multiple",
    "manyc_sq001_comment": "text",
    "rank": "ranking",
    "taba": "matrix",
    "tabb": "matrix",
    "tabc": "matrix",
    "tabe": "matrix",
    "tabf": "matrix",
    "tabh": "matrix",
    "dual": "matrix",
    "dual_2": "matrix",
    "nums": "matrix_number",
    "nums_x2": "matrix_number",
    "boxes": "matrix_multiple",
    "cells": "note",
    "cells_sq001_x1": "text",
    "nums2": "matrix_number",
    "slide": "matrix_number",
    "texts_sq001": "text",
    "num": "number",
    "date": "date",
    "month": "month",
    "clock": "time",
    "short": "text",
    "digits": "number",
    "map": "point",
    "long": "text",
    "huge": "text",
    "note": "note",
    "calc": "computed",
}


@pytest.mark.parametrize("version", [143, 177, 258, 366, 400, 476, 641])
def test_the_tables_of_every_version_give_the_same_questionnaire(version):
    today = _take("all_types.lss").questionnaire

    then = take(all_types(version)).questionnaire

    assert then == today


def test_an_old_file_takes_its_filters_from_the_table_of_conditions():
    taken = _take("old.lss")

    shows = {name: question(taken, name).show for name in ("q_1a", "q_1b", "q_2", "q_3")}

    assert shows == {
        "q_1a": None,
        "q_1b": "q_1a == '2'",
        "q_2": None,
        "q_3": "q_1b has 'a' or q_2 > 2",
    }


def test_all_languages_come_over_and_gaps_are_named():
    taken = _take("many_languages.lss")

    town, why = question(taken, "town"), question(taken, "why")

    assert taken.questionnaire.languages == ("de", "en", "ar")
    assert town.options[1].text == {"de": "Land", "en": "country", "ar": "ريف"}
    assert why.text == {"de": "Warum {town}?", "en": "Why {town}?"}
    assert taken.questionnaire.intro["ar"] == "أهلا"
    assert "languages: Fehlende Texte in „ar“: 1; dort steht die Grundsprache" in said(
        taken.changed
    )


def test_long_groups_are_divided_into_pages_of_six_questions():
    taken = _take("all_types.lss")

    sizes = [
        sum(each.type != "computed" for each in page.questions)
        for page in taken.questionnaire.pages
    ]

    assert max(sizes) == 6
    assert len(taken.questionnaire.sections) == 3
    assert (
        "group Auswahl: Die Gruppe wird auf 3 Seiten verteilt, damit jede aufs Telefon passt"
        in said(taken.changed)
    )


def test_a_question_alone_becomes_a_questionnaire_of_one_page():
    taken = _take("care.lsq")

    care = question(taken, "care")

    assert len(taken.questionnaire.pages) == 1
    assert care.show is None
    assert said(taken.dropped) == [
        'question care: Der Ausdruck „other.NAOK == "Y"“ nennt other außerhalb dieser Datei; er entfällt'
    ]


def test_a_group_alone_keeps_its_inner_filters():
    taken = _take("care.lsg")

    which = question(taken, "which")

    assert taken.questionnaire.title == {"de": "Betreuung"}
    assert which.show == "care == 'yes'"


def test_label_sets_of_the_oldest_files_become_answers():
    question_row = {
        "sid": "1",
        "gid": "1",
        "other": "N",
        "mandatory": "N",
        "language": "de",
        "lid": "7",
        "lid1": "0",
    }
    tables = {
        "surveys": [{"sid": "1", "language": "de"}],
        "groups": [{"gid": "1", "sid": "1", "group_name": "Gruppe", "language": "de"}],
        "questions": [
            {**question_row, "qid": "1", "type": "F", "title": "1", "question": "Wie gut?"},
            {**question_row, "qid": "2", "type": "Z", "title": "2", "question": "Wie gut?"},
        ],
        "answers": [
            {"qid": "1", "code": "a", "answer": "Busse", "sortorder": "1", "language": "de"}
        ],
        "labelsets": [{"lid": "7", "label_name": "Noten"}],
        "labels": [
            {"lid": "7", "code": "1", "title": "gut", "sortorder": "1", "language": "de"},
            {"lid": "7", "code": "2", "title": "schlecht", "sortorder": "2", "language": "de"},
        ],
    }

    taken = take(document("Survey", 126, ["de"], tables))

    table, listed = question(taken, "q_1"), question(taken, "q_2")
    assert [row.text for row in table.rows] == [{"de": "Busse"}]
    assert [each.text["de"] for each in table.options] == ["gut", "schlecht"]
    assert (listed.type, len(listed.options)) == ("single", 2)
