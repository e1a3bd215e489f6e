"""What holds for every questionnaire and any answers."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import flow
from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.questionnaire.answers import (
    AnswerErrors,
    Answers,
    CompleteAnswers,
    complete,
    parse_step,
    raw_step,
    read_step,
)
from surveyapp.questionnaire.codebook import codebook, encode
from surveyapp.questionnaire.examples import example_answers, example_value
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.trace import trace
from surveyapp.questionnaire.types import kind_of
from tests.questionnaire.mini import NAMES, mini

MINIS = {name: mini(name) for name in NAMES}
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-9, 99), st.text(max_size=4), st.just("refused")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["1", "2", "bus", "advice"]), inner, max_size=3),
    ),
    max_leaves=5,
)


def form_of(asked, randomness):
    """Send one question as a browser would, some of the time wrongly or not at all."""
    if randomness.random() < 0.2:
        return {asked.question.id: (randomness.choice(["", "x", "-1", "refused", "none"]),)}
    value = example_value(asked, randomness, refusing=0)
    return kind_of(asked.question).raw(asked, value)


def send(questionnaire, answers, step, randomness):
    """Send a screen until it is accepted."""
    raw = {}
    for _ in range(200):
        found = parse_step(questionnaire, answers, step, raw)
        if isinstance(found, Answers):
            return found
        # Questions that opened on the way are answered in the next attempt.
        seen = flow.asked(questionnaire, read_step(questionnaire, answers, step, raw), step)
        raw = {key: sent for asked in seen for key, sent in form_of(asked, randomness).items()}
    pytest.fail(f"{step} never accepts")


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_any_family_reaches_the_end_and_only_its_way_counts(name, seed):
    questionnaire, randomness = MINIS[name], Random(seed)
    answers, step, visited = Answers(), flow.first_step(MINIS[name]), []

    while step is not None:
        answers = send(questionnaire, answers, step, randomness)
        visited.append(step)
        step = flow.next_step(questionnaire, answers, step)
    finished = complete(questionnaire, answers)

    assert isinstance(finished, CompleteAnswers), finished
    assert tuple(visited) == flow.steps(questionnaire, answers)
    asked = {(a.question.id, a.item) for a in walk(questionnaire, finished.answers).asked()}
    assert finished.answers == walk(questionnaire, finished.answers).answers()
    assert set(finished.answers) == {question for question, _ in asked}


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_a_stored_response_has_exactly_the_columns_of_the_codebook(name, seed):
    questionnaire = MINIS[name]
    variables = codebook(questionnaire)["variables"]
    of_children = {each["name"] for each in variables if each["unit"] == "child"}
    finished = example_answers(questionnaire, Random(seed))

    response = anonymise(
        finished,
        questionnaire=questionnaire,
        received_on=date(2026, 5, 4),
        language="de",
        mode="web",
    )
    encoded = encode(questionnaire, response.document)

    assert set(encoded.family) == {each["name"] for each in variables} - of_children
    assert all(set(child) == of_children for child in encoded.children)
    limits = {each["name"]: len(each["categories"]) for each in variables if each["categories"]}
    for row in (encoded.family, *encoded.children):
        assert all(row[key] <= most for key, most in limits.items() if key in row)


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None)
def test_every_screen_filled_again_gives_the_same_answers(name, seed):
    questionnaire = MINIS[name]
    answers = example_answers(questionnaire, Random(seed)).answers

    again = answers
    for step in flow.steps(questionnaire, answers):
        again = parse_step(questionnaire, again, step, raw_step(questionnaire, again, step))

    assert again == answers


@pytest.mark.parametrize("name", NAMES)
@given(document=st.data())
@settings(max_examples=25, deadline=None)
def test_no_stored_draft_breaks_the_engine(name, document):
    questionnaire = MINIS[name]
    ids = [question.id for page in questionnaire.pages for question in page.questions]
    draft = document.draw(st.dictionaries(st.sampled_from([*ids, "unknown"]), JSON))

    answers = Answers.from_json(draft)
    told = trace(questionnaire, draft)
    finished = complete(questionnaire, answers)

    assert len(told["pages"]) == len(flow.steps(questionnaire, answers))
    assert isinstance(finished, (CompleteAnswers, AnswerErrors))
