"""Who can meet what: every witness is walked by the engine, every proof agrees with trying all."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import document, library, path
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import (
    Constraint,
    ItemList,
    Option,
    Page,
    Question,
    Questionnaire,
    Row,
    Section,
)
from surveyapp.questionnaire.reach.goals import Plan
from surveyapp.questionnaire.reach.search import (
    Outcome,
    Unreachable,
    Witness,
    by_itself,
    outcomes,
    reach,
)
from surveyapp.questionnaire.values import Answers, Missing

NAMES = {"de": "Text", "en": "text"}
VALUES = {
    "a": [None, Missing.REFUSED, "x", "y"],
    "b": [None, ("x",), ("y",), ("x", "y")],
    "n": [Missing.UNANSWERED, Missing.REFUSED, 0, 1, 2],
    "m": [
        {"r": first, "s": second}
        for first, second in product(("x", Missing.UNANSWERED, Missing.REFUSED), repeat=2)
    ],
}
ATOMS = {
    "a": ("a == 'x'", "a != 'y'", "a in ['x', 'y']", "answered(a)", "refused(a)"),
    "b": ("b has 'x'", "b has_any ['x', 'y']", "not (b has 'y')", "answered(b)"),
    "m": ("m.r == 'x'", "m.s == m.r", "refused(m.r)", "answered(m)", "refused(m)"),
    "n": ("n > 0", "n * 2 == 2", "n + 1 > 2", "count(kids) == 2", "refused(n)"),
    "k": (
        "any(kids, k == 'x')",
        "all(kids, k == 'x')",
        "sum(kids, n) > 1",
        "any(kids, refused(k))",
    ),
}


@st.composite
def _conditions(draw, known, depth=2):
    """A condition about some of the known questions."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(ATOMS[draw(st.sampled_from(known))]))
    word = draw(st.sampled_from(("and", "or", "not")))
    first = draw(_conditions(known, depth - 1))
    if word == "not":
        return f"not ({first})"
    return f"({first}) {word} ({draw(_conditions(known, depth - 1))})"


def _shows(known):
    return st.none() | _conditions(known)


@st.composite
def _questionnaires(draw):
    """Four kinds of questions and a list, in this order, with conditions that name any of them."""
    plain = (Option("x", NAMES), Option("y", NAMES))
    shown = (Option("x", NAMES, show=draw(_shows("a"))), Option("y", NAMES))
    rows = tuple(Row(code, NAMES, show=draw(_shows("ab"))) for code in "rs")
    must = draw(st.booleans() | _conditions("abm"))
    checks = tuple(
        Constraint(each, NAMES) for each in draw(st.lists(_conditions("abn"), max_size=1))
    )
    asked = (
        Question("a", "single", NAMES, options=plain, required=draw(st.booleans())),
        Question("b", "multiple", NAMES, options=shown, show=draw(_shows("a"))),
        Question("m", "matrix", NAMES, options=plain[:1], rows=rows, show=draw(_shows("ab"))),
        Question("n", "number", NAMES, minimum=0, maximum=2, required=must, checks=checks),
    )
    pages = [Page(f"p{place}", NAMES, "s", (each,)) for place, each in enumerate(asked)]
    kid = Question("k", "single", NAMES, options=plain, show=draw(_shows("abmn")))
    pages.append(Page("kid", NAMES, "s", (kid,), repeat="kids", show=draw(_shows("abmn"))))
    last = Question("z", "single", NAMES, options=plain, show=draw(_shows("abmnk")))
    pages.append(Page("last", NAMES, "s", (last,)))
    return Questionnaire(
        id="small",
        version=1,
        title=NAMES,
        intro=NAMES,
        thanks=NAMES,
        languages=("de", "en"),
        minutes=1,
        sections=(Section("s", NAMES),),
        pages=tuple(pages),
        lists=(ItemList("kids", NAMES, count="n", maximum=2),),
    )


def _families():
    kids = [
        {"1": first, "2": second}
        for first, second in product((None, Missing.REFUSED, "x"), (None, "x"))
    ]
    kids = [{key: value for key, value in each.items() if value is not None} for each in kids]
    for a, b, m, n in product(*(VALUES[name] for name in "abmn")):
        for kid in kids if n in (1, 2) else kids[:1]:
            given = {"a": a, "b": b, "m": m, "n": n, "k": kid or None}
            yield Answers({key: value for key, value in given.items() if value is not None})


def _is_finished(way, plan):
    """Say whether no required answer is missing."""
    return not any(
        asked.required and way.value(asked) in (None, Missing.UNANSWERED) for asked in way.asked()
    )


def _shown_to_anybody(questionnaire):
    plan = Plan(index_of(questionnaire))
    found = set()
    for answers in _families():
        way = path.walk(questionnaire, answers)
        if _is_finished(way, plan):
            found |= plan.observe(way)
    return found


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)
@given(_questionnaires())
def test_the_solver_finds_exactly_what_trying_all_families_finds(questionnaire):
    proofs = outcomes(questionnaire, families=0)

    shown = _shown_to_anybody(questionnaire)

    assert {goal for goal, proof in proofs.items() if isinstance(proof, Witness)} == shown
    assert all(isinstance(proof, Witness | Unreachable) for proof in proofs.values())


@pytest.mark.parametrize("name", library.ids())
def test_every_witness_is_a_way_that_shows_what_it_stands_for(name):
    questionnaire = library.load(name)

    proofs = reach(questionnaire)

    for n, page in enumerate(questionnaire.pages):
        proof = proofs[f"pages[{n}]"]
        assert isinstance(proof, Witness)
        way = path.walk(questionnaire, proof.answers)
        assert page.id in {screen.step.page for screen in way.screens}


def test_a_contradiction_is_told_from_a_closed_way():
    text = (Path(__file__).parents[1] / "questionnaires" / "rules" / "Q054.yaml").read_text(
        encoding="utf-8"
    )
    questionnaire = document.parse(text)
    goal = "pages[1].show", Outcome.HOLDS

    proof = outcomes(questionnaire)[goal]

    assert proof == Unreachable()
    assert not by_itself(questionnaire, goal)
