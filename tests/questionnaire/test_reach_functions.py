"""The search reckons as the engine does: functions, functions over lists, facts of the wave."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import path
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import (
    ItemList,
    Option,
    Page,
    Question,
    Questionnaire,
    Section,
)
from surveyapp.questionnaire.reach.goals import Plan
from surveyapp.questionnaire.reach.search import Outcome, Unknown, Unreachable, Witness, outcomes
from surveyapp.questionnaire.values import Answers, Missing

NAMES = {"de": "Text", "en": "text"}
OUTCOMES = {Outcome.HOLDS, Outcome.FAILS}


def _number(name, **fields):
    return Question(name, "number", NAMES, minimum=0, maximum=2, **fields)


def _small(condition):
    kid = Question("k", "number", NAMES, minimum=1, maximum=2)
    pages = (
        Page("a", NAMES, "s", (_number("a"), _number("b"))),
        Page("kid", NAMES, "s", (kid,), repeat="kids"),
        Page("z", NAMES, "s", (Question("z", "yesno", NAMES, show=condition),)),
    )
    return Questionnaire(
        id="small",
        version=1,
        title=NAMES,
        intro=NAMES,
        thanks=NAMES,
        languages=("de",),
        minutes=1,
        sections=(Section("s", NAMES),),
        pages=pages,
        lists=(ItemList("kids", NAMES, count="b", maximum=2),),
    )


GOAL = "pages[2].questions[0].show"


def _families():
    numbers = [0, 1, 2, Missing.UNANSWERED, Missing.REFUSED]
    for a, b in product(numbers, repeat=2):
        kids = b if isinstance(b, int) else 0
        for each in product([1, 2, Missing.REFUSED, Missing.UNANSWERED], repeat=kids):
            said = {str(n): value for n, value in enumerate(each, 1)}
            yield Answers({"a": a, "b": b, "k": said} if said else {"a": a, "b": b})


def _shown(questionnaire):
    plan = Plan(index_of(questionnaire))
    return {
        outcome
        for answers in _families()
        for place, outcome in plan.observe(path.walk(questionnaire, answers))
        if place == GOAL
    }


TERMS = ("a", "b", "3", "0", "0.5", "-1", "count(kids)", "sum(kids, k)", "first(kids, k)")
TERMS += ("last(kids, k)", "lowest(kids, k)", "highest(kids, k * a)", "count(kids, k > 1)")
FORMS = ("{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "min({0}, {1})", "max({0}, {1})")
FORMS += ("abs({0} - {1})", "floor({0} / {1})", "round({0} / {1})", "round({0} / {1}, 1)")
FORMS += ("if({0} > {1}, {0}, 7)", "coalesce({0}, {1})", "coalesce({0} / {1}, 9)", "mod({0}, {1})")


@st.composite
def _conditions(draw):
    parts = [draw(st.sampled_from(TERMS)) for _ in range(3)]
    first = draw(st.sampled_from(FORMS)).format(*parts)
    second = draw(st.sampled_from(FORMS)).format(first, parts[2])
    sign = draw(st.sampled_from(("==", "!=", "<", ">=")))
    left = draw(st.sampled_from((first, second)))
    condition = f"{left} {sign} {draw(st.sampled_from(TERMS))}"
    return draw(st.sampled_from((condition, f"not ({condition})")))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(_conditions())
def test_the_search_never_says_of_what_can_be_that_it_cannot(condition):
    questionnaire = _small(condition)

    proofs = outcomes(questionnaire, families=0)

    shown = _shown(questionnaire)
    lost = {each for each in OUTCOMES if isinstance(proofs[GOAL, each], Unreachable)}
    found = {each for each in OUTCOMES if isinstance(proofs[GOAL, each], Witness)}
    assert lost & shown == set()
    assert found <= shown
    if "0.5" not in condition and "/" not in condition and "mod" not in condition:
        assert found == shown


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("wave.year >= 2026", OUTCOMES),
        ("wave.year < 2000", {Outcome.FAILS}),
        ("wave.number == 0", {Outcome.FAILS}),
        ("wave.number > 1 and a == 1", OUTCOMES),
        ("wave.month == 202613", {Outcome.FAILS}),
        ("wave.month == 202606 and wave.year == 2027", {Outcome.FAILS}),
        ("years_between(2020, wave.year) > 3", OUTCOMES),
        ("county.ags == '16065'", OUTCOMES),
        ("county.ags == '16065' and county.ags == '16066'", {Outcome.FAILS}),
        ("area.population > 5000", {Outcome.FAILS}),  # nobody is asked where they live
    ],
)
def test_facts_are_those_of_any_wave(condition, expected):
    proofs = outcomes(_small(condition))

    found = {outcome for outcome in OUTCOMES if isinstance(proofs[GOAL, outcome], Witness)}
    assert found == expected
    assert not any(isinstance(proof, Unknown) for proof in proofs.values())


def test_facts_of_a_place_are_known_to_those_who_said_where_they_live():
    questionnaire = _small("area.population > 5000 and area.association == '5001'")
    first = questionnaire.pages[0]
    place = Question("place", "municipality", NAMES, may_refuse=False)
    pages = (Page("p", NAMES, "s", (place, *first.questions)), *questionnaire.pages[1:])

    proofs = outcomes(replace(questionnaire, pages=pages, area_question="place"))

    assert all(isinstance(proofs[GOAL, each], Witness) for each in OUTCOMES)


def test_added_items_are_as_many_as_the_search_needs():
    questionnaire = _small("count(adults) == 5 and first(adults, job) == 'x'")
    job = Question("job", "single", NAMES, options=(Option("x", NAMES), Option("y", NAMES)))
    pages = (
        Page("who", NAMES, "s", (), collect="adults"),
        Page("work", NAMES, "s", (job,), repeat="adults"),
        questionnaire.pages[2],
    )
    lists = (ItemList("adults", NAMES, maximum=6),)

    proofs = outcomes(replace(questionnaire, pages=pages, lists=lists))

    assert all(isinstance(proofs[GOAL, each], Witness) for each in OUTCOMES)
