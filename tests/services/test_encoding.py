"""Many documents encoded at once are, number for number, what encoding them one by one gives."""

from __future__ import annotations

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import library, places
from surveyapp.questionnaire.encoding import UnknownAnswerError, encode
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.model import Unit
from surveyapp.services.encoding import parts
from surveyapp.services.encoding.parts import Encoder
from surveyapp.services.encoding.walking import is_walked_together
from tests.questionnaire.mini import NAMES, TOWNS, changed, mini
from tests.questionnaire.test_properties import JSON

SHIPPED = {name: places.with_municipalities(library.load(name), TOWNS) for name in library.ids()}
LISTS = ("adults_and_children", "collect_list", "matrix_rows", "nested_lists", "options_list")


def documents(questionnaire, number, seed=7):
    randomness = Random(seed)
    return [example_answers(questionnaire, randomness).answers.to_json() for _ in range(number)]


def together(questionnaire, stored, strata=()):
    encoder = Encoder(questionnaire)
    encoder.add([json.dumps(document) for document in stored], strata)
    return encoder


def rows_of(encoder):
    """Count the families that are alike with all their people."""
    families = [[[], []] for _ in range(encoder.families)]
    own = {}
    for unit, table in encoder.tables().items():
        columns = {name: values.tolist() for name, values in table.columns.items()}
        for row, family in enumerate(table.family.tolist()):
            numbers = tuple(sorted((name, plain(each[row])) for name, each in columns.items()))
            if unit is Unit.FAMILY:
                own[family] = numbers
            else:
                families[family][unit is Unit.ADULT].append(numbers)
    return Counter(repr((own[n], *people)) for n, people in enumerate(families))


def one_by_one(questionnaire, stored):
    def numbers(row):
        return tuple(sorted((name, plain(value)) for name, value in row.items()))

    found = [encode(questionnaire, document) for document in stored]
    return Counter(
        repr((numbers(each.family), [*map(numbers, each.children)], [*map(numbers, each.adults)]))
        for each in found
    )


def plain(number):
    return int(number) if float(number).is_integer() else float(number)


def is_known(questionnaire, document):
    try:
        encode(questionnaire, document)
    except UnknownAnswerError:
        return False
    return True


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(parts, "TOGETHER", 16)


@pytest.mark.parametrize("name", [*NAMES, *SHIPPED])
def test_families_encoded_together_are_what_each_is_alone(name):
    questionnaire = SHIPPED.get(name) or mini(name)
    stored = documents(questionnaire, 20)

    encoder = together(questionnaire, stored)

    assert encoder.one_by_one == 0
    assert rows_of(encoder) == one_by_one(questionnaire, stored)


def damaged(questionnaire, seed):
    """Yield documents in which something is missing, added or of another kind."""
    randomness = Random(seed)
    noise = [
        "refused",
        "",
        None,
        True,
        1,
        1.0,
        ["1"],
        ["2", "1"],
        {},
        {"1": "x"},
        {"9": ["1"]},
        "no",
    ]
    for document in documents(questionnaire, 20, seed):
        names = sorted({*document, "unknown"})
        for _ in range(randomness.randint(1, 2)):
            name = randomness.choice(names)
            if randomness.random() < 0.4:
                document.pop(name, None)
            elif isinstance(document.get(name), dict) and randomness.random() < 0.5:
                inner = randomness.choice(sorted(document[name]) or ["1"])
                document[name][inner] = randomness.choice(noise)
            else:
                document[name] = randomness.choice(noise)
        yield document


@pytest.mark.parametrize("name", ["familie", "every_type", "repeat_children", *LISTS])
def test_odd_documents_count_or_are_refused_as_they_are_alone(name):
    questionnaire = SHIPPED.get(name) or mini(name)
    stored = list(damaged(questionnaire, 3))
    known = [each for each in stored if is_known(questionnaire, each)]

    encoder = together(questionnaire, known)

    assert 0 < len(known) < len(stored)
    assert rows_of(encoder) == one_by_one(questionnaire, known)
    for document in stored:
        if document not in known:
            with pytest.raises(UnknownAnswerError):
                together(questionnaire, [known[0], document])


@pytest.mark.parametrize("name", ["every_type", "computed", *LISTS])
@given(drawn=st.data())
@settings(max_examples=8, deadline=None)
def test_no_document_is_encoded_otherwise_than_alone(name, drawn):
    questionnaire = mini(name)
    ids = [question.id for page in questionnaire.pages for question in page.questions]
    ids += [items.id for items in questionnaire.lists]
    document = drawn.draw(st.dictionaries(st.sampled_from([*ids, "unknown"]), JSON, max_size=4))

    if is_known(questionnaire, document):
        found = rows_of(together(questionnaire, [document]))
        assert found == one_by_one(questionnaire, [document])
    else:
        with pytest.raises(UnknownAnswerError):
            together(questionnaire, [document])


@pytest.mark.parametrize("said", [{}, "1", 1])
def test_a_list_of_something_else_than_its_items_is_refused(said):
    with pytest.raises(UnknownAnswerError):
        together(mini("collect_list"), [{"children": said}])


def test_where_a_page_looks_at_other_children_families_are_walked_one_by_one():
    aside = changed(
        "repeat_children",
        "show: age_band in",
        "show: any(children, age_band == '0-2') and age_band in",
    )
    stored = documents(aside, 20)

    encoder = together(aside, stored)

    assert not is_walked_together(aside)
    assert encoder.one_by_one == 20
    assert rows_of(encoder) == one_by_one(aside, stored)


def test_what_is_no_document_is_refused():
    with pytest.raises(ValueError, match="no JSON object"):
        Encoder(mini("yesno")).add(["[1]"])
