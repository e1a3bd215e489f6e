"""What holds for every questionnaire and any answers."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import flow, library, places, rosters
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
from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.encoding import encode
from surveyapp.questionnaire.examples import example_answers, example_value
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.trace import trace
from surveyapp.questionnaire.types import kind_of
from tests.questionnaire.mini import NAMES, TOWNS, mini

SHIPPED = {
    f"{id_} {version}": places.with_municipalities(library.load(id_, version), TOWNS)
    for id_ in library.ids()
    for version in library.versions(id_)
}
ALL = {name: mini(name) for name in NAMES} | SHIPPED
ADDED_TO = ("adults_and_children", "collect_list", "nested_lists", "repeat_children")
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-9, 99), st.text(max_size=4), st.just("refused")
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["1", "2", "2-1", "bus", "advice"]), inner, max_size=3),
        st.just(["1", "3", "2-1"]),
    ),
    max_leaves=5,
)


def form_of(asked, randomness):
    """Send one question as a browser would, some of the time wrongly or not at all."""
    if randomness.random() < 0.2:
        return {asked.question.id: (randomness.choice(["", "x", "-1", "refused", "none"]),)}
    value = example_value(asked, randomness, refusing=0)
    return kind_of(asked.question).raw(asked, value)


def add_some(questionnaire, answers, step, randomness):
    """Add items where a screen lets a family do so, and take some of them back."""
    screen = walk(questionnaire, answers).screen(step)
    if screen.roster is None:
        return answers
    of = screen.roster.list.id
    for _ in range(screen.roster.list.minimum + randomness.randrange(4)):
        answers = rosters.add(questionnaire, answers, of, step.item)
    items = walk(questionnaire, answers).screen(step).roster.items or ()
    if len(items) > screen.roster.list.minimum and randomness.random() < 0.5:
        answers = rosters.remove(questionnaire, answers, of, randomness.choice(items))
    return answers


def send(questionnaire, answers, step, randomness):
    """Send a screen until it is accepted."""
    answers = add_some(questionnaire, answers, step, randomness)
    raw = {}
    for _ in range(200):
        found = parse_step(questionnaire, answers, step, raw)
        if isinstance(found, Answers):
            return found
        # Questions that opened on the way are answered in the next attempt.
        seen = flow.asked(questionnaire, read_step(questionnaire, answers, step, raw), step)
        raw = {key: sent for asked in seen for key, sent in form_of(asked, randomness).items()}
    pytest.fail(f"{step} never accepts")


def go_through(questionnaire, answers, randomness):
    """Send every screen in order, going on from what was answered before."""
    visited, step = [], flow.first_step(questionnaire, answers)
    while step is not None:
        answers = send(questionnaire, answers, step, randomness)
        visited.append(step)
        step = flow.next_step(questionnaire, answers, step)
    return answers, tuple(visited)


def assert_only_its_way_counts(questionnaire, finished):
    assert isinstance(finished, CompleteAnswers), finished
    way = walk(questionnaire, finished.answers)
    assert finished.answers == way.answers()
    added_to = {roster.list.id for roster in way.rosters()}
    asked = (each.question for each in way.asked() if kind_of(each.question).is_asked)
    assert set(finished.answers) == {each.id for each in asked} | added_to


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_any_family_reaches_the_end_and_only_its_way_counts(name, seed):
    questionnaire = ALL[name]

    answers, visited = go_through(questionnaire, Answers(), Random(seed))

    assert visited == flow.steps(questionnaire, answers)
    assert_only_its_way_counts(questionnaire, complete(questionnaire, answers))


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None)
def test_a_family_that_answers_all_anew_leaves_nothing_of_its_first_way(name, seed):
    questionnaire, randomness = ALL[name], Random(seed)
    first, _ = go_through(questionnaire, Answers(), randomness)

    answers, _ = go_through(questionnaire, first, randomness)

    assert_only_its_way_counts(questionnaire, complete(questionnaire, answers))


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_a_stored_response_has_exactly_the_columns_of_the_codebook(name, seed):
    questionnaire = ALL[name]
    variables = codebook(questionnaire)["variables"]
    of_children = {each["name"] for each in variables if each["unit"] == "child"}
    is_listed = index_of(questionnaire).adult_list() is not None
    of_adults = {each["name"] for each in variables if each["unit"] == "adult" and is_listed}
    finished = example_answers(questionnaire, Random(seed))

    response = anonymise(
        finished,
        questionnaire=questionnaire,
        received_on=date(2026, 5, 4),
        language="de",
        mode="web",
    )
    encoded = encode(questionnaire, response.document)

    assert set(encoded.family) == {each["name"] for each in variables} - of_children - of_adults
    assert all(set(child) == of_children for child in encoded.children)
    assert all(set(adult) == of_adults for adult in encoded.adults)
    limits = {each["name"]: len(each["categories"]) for each in variables if each["categories"]}
    for row in (encoded.family, *encoded.children, *encoded.adults):
        assert all(row[key] <= most for key, most in limits.items() if key in row)


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=10, deadline=None)
def test_every_screen_filled_again_gives_the_same_answers(name, seed):
    questionnaire = ALL[name]
    answers = example_answers(questionnaire, Random(seed)).answers

    again = answers
    for step in flow.steps(questionnaire, answers):
        again = parse_step(questionnaire, again, step, raw_step(questionnaire, again, step))

    assert again == answers


def in_random_order(questionnaire, wanted, randomness):
    """Answer as ``wanted``, screen by screen in random order; some again once more can be seen."""
    answers = Answers()
    for _ in range(400):
        screens = walk(questionnaire, answers).screens
        waiting = [each for each in screens if differs(each, answers, wanted)]
        if not waiting:
            return answers
        screen = randomness.choice(waiting)
        if screen.roster is not None:
            of, outer = screen.roster.list.id, screen.step.item
            for _ in set(wanted.get(of, outer)) - set(answers.get(of, outer) or ()):
                answers = rosters.add(questionnaire, answers, of, outer)
        raw = raw_step(questionnaire, wanted, screen.step)
        found = parse_step(questionnaire, answers, screen.step, raw)
        if isinstance(found, AnswerErrors):  # what it answers cannot be seen yet
            found = read_step(questionnaire, answers, screen.step, raw)
        answers = found
    pytest.fail("never ends")


def differs(screen, answers, wanted):
    keys = {(asked.question.id, asked.item) for asked in screen.asked}
    keys |= {(screen.roster.list.id, screen.roster.outer)} if screen.roster is not None else set()
    return any(answers.get(*key) != wanted.get(*key) for key in keys)


@pytest.mark.parametrize("name", ALL)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_the_order_of_answering_changes_nothing_of_the_way(name, seed):
    questionnaire, randomness = ALL[name], Random(seed)
    wanted = rosters.renumbered(questionnaire, example_answers(questionnaire, randomness).answers)

    answers = in_random_order(questionnaire, wanted, randomness)

    assert flow.steps(questionnaire, answers) == flow.steps(questionnaire, wanted)
    assert answers.to_json() == wanted.to_json()
    family = str(seed)
    assert set(flow.steps(questionnaire, answers, family)) == set(flow.steps(questionnaire, wanted))


def told(questionnaire, answers, list_id, item):
    """Return all that was said of one item and of those inside it, without the item's own key."""
    index = index_of(questionnaire)
    found = {}
    for id_, value in answers.to_json().items():
        of = index.list_of.get(id_) or index.outer(id_)
        if list_id in index.lineages.get(of or "", ()):
            for key, said in value.items():
                if key == item or key.startswith(f"{item}-"):
                    found[id_, key.removeprefix(item)] = len(said) if id_ in index.lists else said
    return found


@pytest.mark.parametrize("name", ADDED_TO)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_an_item_that_is_removed_leaves_no_trace(name, seed):
    questionnaire, randomness = ALL[name], Random(seed)
    answers = example_answers(questionnaire, randomness).answers
    items = randomness.choice([each for each in questionnaire.lists if each.options_of is None])
    before = walk(questionnaire, answers).environment.items(items.id) or ()
    assume(len(before) > 1)
    place = randomness.randrange(len(before))
    rest = [told(questionnaire, answers, items.id, key) for key in before]
    del rest[place]

    after = rosters.remove(questionnaire, answers, items.id, before[place])

    now = walk(questionnaire, after).environment.items(items.id)
    assert len(now) == len(before) - 1
    assert after == walk(questionnaire, after).answers()
    for key, said in zip(now, rest, strict=True):
        assert told(questionnaire, after, items.id, key).items() <= said.items()
    numbered = rosters.renumbered(questionnaire, after)
    assert rosters.renumbered(questionnaire, numbered) == numbered


@pytest.mark.parametrize("name", ALL)
@given(document=st.data())
@settings(max_examples=25, deadline=None)
def test_no_stored_draft_breaks_the_engine(name, document):
    questionnaire = ALL[name]
    ids = [question.id for page in questionnaire.pages for question in page.questions]
    ids += [items.id for items in questionnaire.lists]
    draft = document.draw(st.dictionaries(st.sampled_from([*ids, "unknown"]), JSON))

    answers = Answers.from_json(draft)
    told = trace(questionnaire, draft)
    finished = complete(questionnaire, answers)

    assert len(told["pages"]) == len(flow.steps(questionnaire, answers))
    assert isinstance(finished, (CompleteAnswers, AnswerErrors))
