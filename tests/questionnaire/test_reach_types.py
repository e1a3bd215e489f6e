"""The search knows exactly the answers each type takes, and the numbers each expression gives."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations, permutations, product

import pytest

from surveyapp.questionnaire import path
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import (
    Option,
    Page,
    Question,
    Questionnaire,
    Row,
    Section,
)
from surveyapp.questionnaire.places import with_municipalities
from surveyapp.questionnaire.reach.goals import Plan
from surveyapp.questionnaire.reach.search import Outcome, Unreachable, Witness, outcomes
from surveyapp.questionnaire.types import KINDS, kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.values import Answers, Missing

NAMES = {"de": "Text", "en": "text"}
XYZ = tuple(Option(code, NAMES) for code in "xyz")
GRADES = (Option("x", NAMES, value=1), Option("y", NAMES, value=2), XYZ[2])
ROWS = (Row("r", NAMES), Row("s", NAMES))
SHOWN = (XYZ[0], XYZ[1], replace(XYZ[2], show="first == 'yes'"))
ALONE = (*XYZ[:2], Option("none", NAMES, exclusive=True), Option("never", NAMES, exclusive=True))

CODES = ("q == 'x'", "q != 'x'", "q in ['x', 'z']", "not (q in ['x', 'y', 'z'])")
SETS = ("q has 'x'", "count(q) == 1", "count(q) == 2", "count(q) > 2", "q has_all ['x', 'y']")
SETS += ("not (q has_any ['x', 'y'])",)
STATES = ("answered(q)", "refused(q)", "not answered(q)", "coalesce(q, 0) == 0")
PLACES = ("q == '16065001'", "q != '16065001'")


def _numbers(*numbers):
    for number in numbers:
        yield from (f"q {sign} {number}" for sign in ("==", "<", ">", "<=", ">=", "!="))


def _q(kind, **fields):
    return Question("q", kind, NAMES, **fields)


CASES = {
    "single": (_q("single", options=SHOWN), CODES),
    "single required": (_q("single", options=XYZ, required="first == 'yes'"), CODES),
    "dropdown": (_q("dropdown", options=XYZ, may_refuse=False, may_not_apply=True), CODES),
    "image": (_q("image", options=XYZ), CODES),
    "yesno": (_q("yesno"), ("q == 'yes'", "q == 'no'", "q != 'no'")),
    "consent": (_q("consent"), ("q == 'yes'", "q == 'no'", "q != 'yes'")),
    "consent required": (_q("consent", required=True), ("q == 'yes'", "q == 'no'", "q != 'yes'")),
    "multiple": (_q("multiple", options=SHOWN, min_choices=2), SETS),
    "multiple most": (_q("multiple", options=XYZ, max_choices=2), SETS),
    "multiple alone": (
        _q("multiple", options=ALONE, min_choices=2),
        (*SETS, "q has 'none'", "q has 'none' and q has 'x'", "q has 'none' and q has 'never'"),
    ),
    "ranking": (_q("ranking", options=SHOWN), SETS),
    "ranking some": (_q("ranking", options=SHOWN, max_choices=2), SETS),
    "ranking limits": (_q("ranking", options=XYZ, min_choices=2, max_choices=2), SETS),
    "scale": (_q("scale", options=GRADES), (*_numbers(1, 2), "q in [1, 3]", "q in [0]")),
    "slider": (
        _q("scale", minimum=0, maximum=1, step=0.5, display="slider"),
        tuple(_numbers(0, 0.5, 0.7, 1)),
    ),
    "number": (_q("number", minimum=1, maximum=3), tuple(_numbers(0, 1, 2.5, 3))),
    "number decimals": (
        _q("number", minimum=0.1, maximum=0.4, decimals=1),
        (*_numbers(0.1, 0.3), "q + 0.1 == 0.3", "q * 3 == 0.3", "round(q) == 1", "floor(q) > 0"),
    ),
    "year": (_q("year", minimum=2020, maximum=2022), tuple(_numbers(2019, 2020, 2022))),
    "month": (
        _q("month", minimum=2023, maximum=2024),
        (*_numbers(202300, 202301, 202412), "q in [202313]", "year(q) == 2023", "mod(q, 100) > 12"),
    ),
    "date": (
        _q("date", minimum=20240225, maximum=20240303),
        (
            *_numbers(20240229, 20240303),
            "q == 20240230",
            "mod(q, 100) > 29",
            "years_between(q, 20250228) == 1",
            "days_between(q, 20240301) == 1",
            "days_between(20240301, q) > 2",
            "years_between(q, 2025) == 1",
        ),
    ),
    "time": (
        _q("time", minimum=1435),
        (*_numbers(1435, 1439), "q in [1440]"),
    ),
    "duration": (_q("duration", maximum=3), tuple(_numbers(0, 3))),
    "postcode": (_q("postcode"), PLACES),
    "municipality": (_q("municipality"), PLACES),
    "matrix": (
        _q("matrix", rows=ROWS, options=XYZ[:2], required=True),
        ("q.r == 'x'", "q.r == q.s", "q.r == 'x' and q.s == 'y'", "answered(q)"),
    ),
    "matrix_multiple": (
        _q("matrix_multiple", rows=ROWS[:1], options=XYZ, min_choices=2),
        ("q.r has 'x'", "q.r has_all ['x', 'y', 'z']", "not (q.r has_any ['x', 'y'])"),
    ),
    "matrix_number": (
        _q("matrix_number", rows=ROWS, minimum=0, maximum=2),
        ("q.r + q.s == 4", "q.r + q.s > 4", "q.r < q.s", "q.r == 3", "refused(q.r)"),
    ),
    "text": (_q("text"), ()),
    "note": (_q("note"), ("answered(q)", "not answered(q)")),
    "point": (_q("point", purpose=NAMES), ("answered(q)", "refused(q)")),
}

REMAINING = {"computed", "email", "phone"}


def _small(question, condition):
    first = Question("first", "yesno", NAMES, required=True, may_refuse=False)
    last = Question("z", "yesno", NAMES, show=condition)
    questions = (("a", first), ("b", question), ("c", last))
    return Questionnaire(
        id="small",
        version=1,
        title=NAMES,
        intro=NAMES,
        thanks=NAMES,
        languages=("de",),
        minutes=1,
        sections=(Section("s", NAMES),),
        pages=tuple(Page(id_, NAMES, "s", (each,)) for id_, each in questions),
    )


def _sets(codes):
    return chain.from_iterable(permutations(codes, size) for size in range(len(codes) + 1))


def _raw_values(question):
    """Return more answers than a question takes; the engine says which it keeps."""
    codes = [option.code for option in question.options] or ["yes", "no"]
    gives = kind_of(question).gives
    if question.type in ("municipality", "postcode"):
        return ["16065001", "99999999"]
    if question.options and gives is Gives.NUMBER:
        return codes
    if gives is Gives.CODES:
        return list(_sets(codes))
    if gives is Gives.NUMBER:
        return _numbers_of(question)
    return codes if gives is Gives.CODE else ["Hallo", "1kmN3133E4393"]


def _numbers_of(question):
    return {
        "number": [each / 10 for each in range(50)] + list(range(5)),
        "scale": ["0", "0.5", "1", "2"],
        "year": range(2015, 2030),
        "month": [f"{y}-{m:02}" for y in range(2022, 2026) for m in range(14)],
        "date": [f"2024-{m:02}-{d:02}" for m in (1, 2, 3, 4) for d in range(33)],
        "time": [f"23:{m:02}" for m in range(60)],
        "duration": range(6),
    }[question.type]


def _row_values(question):
    codes = [option.code for option in question.options]
    own = {
        "matrix": codes,
        "matrix_multiple": [tuple(each) for n in range(4) for each in combinations(codes, n)],
        "matrix_number": [0, 1, 2, 3],
    }[question.type]
    every = [*own, Missing.UNANSWERED, Missing.REFUSED]
    rows = [row.code for row in question.rows]
    return [dict(zip(rows, each, strict=True)) for each in product(every, repeat=len(rows))]


def _answers(question):
    own = _row_values(question) if question.rows else list(_raw_values(question))
    own += [Missing.UNANSWERED, Missing.REFUSED, Missing.NOT_APPLICABLE]
    for first, value in product(("yes", "no"), own):
        yield Answers({"first": first, "q": value})


def _is_whole(way):
    """Say whether a family could have gone on: all was said, and what is needed is there."""
    said = {asked.question.id: (asked, way.value(asked)) for asked in way.asked()}
    asked, value = said.get("q", (None, None))
    if asked is None or not kind_of(asked.question).is_asked:
        return True
    return value is not None and not (asked.required and kind_of(asked.question).gaps(asked, value))


def _shown_by_brute_force(questionnaire, question):
    plan = Plan(index_of(questionnaire))
    found = set()
    for answers in _answers(question):
        way = path.walk(questionnaire, answers)
        if _is_whole(way):
            found |= {outcome for place, outcome in plan.observe(way) if place == GOAL}
    return found


GOAL = "pages[2].questions[0].show"


def _states(question):
    return STATES[:3] if kind_of(question).gives is not Gives.NUMBER else STATES


@pytest.mark.parametrize("name", CASES)
def test_the_search_finds_of_each_type_what_trying_all_answers_finds(name):
    question, conditions = CASES[name]
    towns = ("municipality", "postcode", "point")

    for condition in (*conditions, *_states(question)):
        questionnaire = _small(question, condition)
        proofs = outcomes(questionnaire, families=0)
        found = {outcome for outcome in OUTCOMES if isinstance(proofs[GOAL, outcome], Witness)}
        lost = {outcome for outcome in OUTCOMES if proofs[GOAL, outcome] == Unreachable()}
        filled = _with_towns(questionnaire) if question.type in towns else questionnaire
        shown = _shown_by_brute_force(filled, question)

        assert (condition, found) == (condition, shown)
        assert (condition, lost) == (condition, OUTCOMES - shown) or "0.3" in condition


OUTCOMES = {Outcome.HOLDS, Outcome.FAILS}


def _with_towns(questionnaire):
    towns = [("16065001", "Hier"), ("99999999", "Dort")]
    return with_municipalities(questionnaire, towns)


def test_every_type_is_tried():
    assert {question.type for question, _ in CASES.values()} | REMAINING == set(KINDS)
