"""Questionnaires as forms: pyxform takes them, and the way through them is the same."""

from __future__ import annotations

import io
from functools import lru_cache
from random import Random

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.giveout import xlsform
from surveyapp.exchange.giveout.draft import Draft
from surveyapp.exchange.giveout.naming import Scope, is_written_out
from surveyapp.exchange.report import Taken
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.expression import parse, references
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.values import Answers
from tests.exchange.giveout.samples import NAMES, ROOT, asked

FAMILIES = 20

OTHER_TYPES = {
    ("municipality", "dropdown"),
    ("postcode", "dropdown"),
    ("yesno", "single"),
    ("image", "single"),
    ("duration", "number"),
    ("scale", "single"),
}
"""Types a form has no word for, and what they come back as."""

TOLD = ("condition", "never holds", "number of ranks", "day of answering")
"""Words of the remarks after which a question may be asked of other families."""


@lru_cache(maxsize=64)
def written(name: str) -> bytes:
    return xlsform.write(asked(name), "de")[0]


@lru_cache(maxsize=64)
def returned(name: str) -> Questionnaire:
    outcome = bring_in(written(name), f"{name}.xlsx", "xlsform")
    assert isinstance(outcome, Taken), [each.say("en") for each in outcome.errors]
    return outcome.questionnaire


@pytest.mark.parametrize("name", NAMES)
def test_pyxform_makes_a_form_of_every_questionnaire(name: str) -> None:
    content = written(name)

    form = convert(
        xlsform=io.BytesIO(content), warnings=[], validate=False, file_type=".xlsx"
    ).xform

    assert "<h:html" in form


@pytest.mark.parametrize("name", NAMES)
def test_types_and_codes_survive_the_way_out_and_in(name: str) -> None:
    before, after = index_of(asked(name)), index_of(returned(name))

    types = {
        (question.type, after.questions[id_].type)
        for id_, question in before.questions.items()
        if id_ in after.questions and question.type != after.questions[id_].type
    }
    codes = {
        id_: (codes_of(before.options[id_]), codes_of(after.options[id_]))
        for id_ in before.questions
        if id_ in after.questions and kind_of(before.questions[id_]).needs_choices
    }

    assert types <= OTHER_TYPES
    assert {id_: pair for id_, pair in codes.items() if pair[0] != pair[1]} == {}


def codes_of(options):
    """Return the codes of options; "keine Angabe" comes back as an option of its own."""
    return [
        each.code for each in options if not each.code.startswith(("refused", "not_applicable"))
    ]


@pytest.mark.parametrize("name", NAMES)
def test_families_see_the_same_questions_in_the_form_that_comes_back(name: str) -> None:
    ours, theirs = asked(name), returned(name)

    differences = {
        difference
        for seed in range(FAMILIES)
        for difference in differing(ours, theirs, example_answers(ours, Random(seed)))
    }

    assert differences <= told(name)


SHIPPED = {path.parent.name for path in (ROOT / "questionnaires").glob("*/[0-9]*.yaml")}


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_no_condition_of_a_shipped_questionnaire_is_lost(name: str) -> None:
    lost = told(name) & set(index_of(asked(name)).questions)

    assert lost == set()


def told(name: str) -> set[str]:
    """Return the questions of which a report says that their condition does not come over."""
    index = index_of(asked(name))
    outcome = bring_in(written(name), f"{name}.xlsx", "xlsform")
    rows = [row[1].value for row in load_workbook(io.BytesIO(written(name)))["survey"].iter_rows()]
    remarks = [(each.where, each.say("en")) for each in xlsform.write(asked(name), "de")[1]]
    remarks += [
        (rows[int(each.where.split()[-1]) - 1] or "", each.say("en"))
        for each in outcome.changed
        if each.where.startswith("survey, row")
    ]
    found = {where for where, sentence in remarks if any(word in sentence for word in TOLD)}
    while True:
        more = {id_ for id_ in index.questions if found & asked_for(index, id_)} - found
        if not more:
            return found
        found |= more


def asked_for(index, id_: str) -> set[str]:
    """Return the questions that the conditions of a question ask for, and its page."""
    conditions = (index.questions[id_].show, index.page_of[id_].show)
    names = {name for each in conditions if each for name in references(parse(each))}
    return names | {index.page_of[id_].id}


def differing(ours: Questionnaire, theirs: Questionnaire, complete) -> set[str]:
    """Return the ids of the questions that only one of both asks."""
    index, other = index_of(ours), index_of(theirs)
    way = walk(ours, complete.answers)
    moved, seen = added_items(index, complete.answers), set()
    for each in way.asked():
        for id_, item, value in spread(index, other, each, way.value(each)):
            seen.add((id_, item))
            if value is not None and kind_of(each.question).is_asked:
                moved = moved.put(id_, value, item)
    known = {id_ for question in index.questions.values() for id_ in ids_of(index, other, question)}
    found = {(each.question.id, each.item) for each in walk(theirs, moved).asked()}
    return {id_ for id_, _ in seen ^ found if id_ in known}


def added_items(index, answers: Answers) -> Answers:
    """Return the items a family added to lists."""
    document = answers.to_json()
    return Answers.from_json({id_: document[id_] for id_ in index.lists if id_ in document})


def spread(index, other, each, value):
    """Iterate over the questions of the form that one question became, with their answers."""
    question, item = each.question, each.item
    id_, item = moved_to(index, question, item)
    if not question.rows:
        yield id_, item, value
    elif id_ in other.questions:
        cells = value if isinstance(value, dict) else {}
        yield id_, item, {f"{id_}_{row}": cell for row, cell in cells.items()}
    else:
        for row in each.rows:
            cell = value.get(row.code) if isinstance(value, dict) else None
            yield f"{id_}_{row.code}", item, cell


def moved_to(index, question, item):
    """Return the id and item of a question in the form: pages about rows stand there once for each."""
    list_id = index.list_of[question.id]
    if list_id is None or not is_written_out(index, list_id):
        return question.id, item
    outer = item.rpartition("-")[0] or None
    return f"{question.id}_{index.own_code(list_id, item)}".replace("-", "_"), outer


def ids_of(index, other, question):
    list_id = index.list_of[question.id]
    ids = [question.id]
    if list_id is not None and is_written_out(index, list_id):
        ids = [f"{question.id}_{row.code}" for row in index.rows_of(list_id)]
    for id_ in ids:
        is_split = question.rows and id_ not in other.questions
        yield from (f"{id_}_{row.code}" for row in question.rows) if is_split else (id_,)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("order == ['b', 'a']", "${order} = 'b a'"),
        (
            "several == ['a', 'b']",
            "(selected(${several}, 'a') and selected(${several}, 'b') and count-selected(${several}) = 2)",
        ),
    ],
)
def test_all_that_was_chosen_is_compared_as_a_whole(expression: str, said: str) -> None:
    index = index_of(asked("live_types"))

    written_so = Draft(index, ("de",)).xpath(Scope()).condition(expression)

    assert written_so == said
