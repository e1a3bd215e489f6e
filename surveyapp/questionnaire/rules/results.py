"""Rules about what planners will make of the answers."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Measures, Planning, Unit
from surveyapp.questionnaire.rules.rule import Found, rule
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.written import questions

FIELDS = frozenset(f"HF{number}" for number in range(1, 7))
"""Fields of action of the programme."""

LIFE_STAGES = frozenset(f"L{number}" for number in range(9))
"""Life stages from before birth to old age."""

_NEEDS_FACILITY = frozenset({Measures.UNMET_NEED, Measures.WISH})


def _plannings(index: Index) -> Iterator[tuple[str, Planning]]:
    for path, question, _ in questions(index.questionnaire):
        if question.planning is not None:
            yield f"{path}.planning", question.planning
    for n, indicator in enumerate(index.questionnaire.indicators):
        yield f"indicators[{n}].planning", indicator.planning


@rule("Q040")
def a_need_is_not_tied_to_the_county(index: Index) -> Found:
    """A wish or unmet need names no facility type that would answer it.

    Planners could not set it beside what exists. Name facility types in ``planning``, or on each
    row or option.
    """
    cure = "name facility_types in planning, or on rows or options"
    for path, question, _ in questions(index.questionnaire):
        planning = index.planning_of(question)
        own = (row.facility_types for row in question.rows)
        options = (option.facility_types for option in index.options[question.id])
        named = planning.facility_types or any(own) or any(options)
        is_text = kind_of(question).is_stored_apart
        if planning.measures in _NEEDS_FACILITY and not named and not is_text:
            yield f"{path}.planning", "measures a need that nothing in the county answers", cure
    for n, indicator in enumerate(index.questionnaire.indicators):
        meaning = indicator.planning
        if meaning.measures in _NEEDS_FACILITY and not meaning.facility_types:
            yield f"indicators[{n}].planning", "is a need that nothing in the county answers", cure


@rule("Q041")
def a_pair_does_not_match(index: Index) -> Found:
    """Importance and satisfaction of a pair do not have the same rows.

    They are drawn as one point for each row. Give both matrices the same row codes.
    """
    for n, pair in enumerate(index.questionnaire.pairs):
        both = [index.questions.get(each) for each in (pair.importance, pair.satisfaction)]
        rows = [{row.code for row in each.rows} for each in both if each is not None]
        if len(rows) == 2 and (rows[0] != rows[1] or not rows[0]):
            yield (
                f"pairs[{n}]",
                "sets matrices with different rows side by side",
                "use the same rows",
            )


@rule("Q042")
def a_field_or_stage_is_unknown(index: Index) -> Found:
    """A field of action or a life stage has an unknown code.

    The answer would be missing where planners look for it. Use HF1 to HF6 and L0 to L8.
    """
    for path, planning in _plannings(index):
        unknown = set(planning.fields) - FIELDS | set(planning.life_stages) - LIFE_STAGES
        for code in sorted(unknown):
            yield path, f"names {code!r}, which does not exist", "use HF1 to HF6 and L0 to L8"


@rule("Q043")
def a_unit_does_not_fit_the_page(index: Index) -> Found:
    """An answer speaks for a child but is asked once for the family, or the other way round.

    Shares would be shares of the wrong thing. Repeat the page over the children, or change the unit.
    """
    for path, question, _ in questions(index.questionnaire):
        planning = index.planning_of(question)
        is_child = planning.unit is Unit.CHILD
        if is_child != index.speaks_of_child(question.id):
            sentence = f"speaks for a {planning.unit} here"
            yield (
                f"{path}.planning.unit",
                sentence,
                "repeat the page for each child, or change unit",
            )


@rule("Q044")
def ages_of_children_are_incomplete(index: Index) -> Found:
    """The ages of ``child_ages`` are not those of the question on children's ages.

    Answers could not be set beside the population register. Give from and to for each option.
    """
    questionnaire = index.questionnaire
    question = questionnaire.child_age_question
    if question is None or question not in index.questions:
        return
    if {option.code for option in index.options[question]} != set(questionnaire.child_ages):
        yield "child_ages", f"do not match the options of {question!r}", "give [from, to] for each"
    for code, (low, high) in questionnaire.child_ages.items():
        if not 0 <= low <= high <= 27:
            yield f"child_ages.{code}", f"goes from {low} to {high}", "write [youngest, oldest]"


@rule("Q045")
def an_axis_does_not_divide(index: Index) -> Found:
    """An axis has fewer than two categories, or one after a category that takes everybody.

    The later category would stay empty. Put the one without condition last.
    """
    for n, axis in enumerate(index.questionnaire.axes):
        if len(axis.categories) < 2:
            yield f"axes[{n}].categories", "has fewer than two groups", "give at least two"
        for m, category in enumerate(axis.categories[:-1]):
            if category.show is None:
                cure = "give it a condition or put it last"
                yield (
                    f"axes[{n}].categories[{m}]",
                    "takes everybody, so later groups stay empty",
                    cure,
                )


@rule("Q046")
def the_area_is_not_asked(index: Index) -> Found:
    """The question of ``area_question`` does not ask for a municipality.

    No result could be shown for a part of the county. Name a question of type municipality.
    """
    area = index.questions.get(index.questionnaire.area_question or "")
    if area is not None and (kind_of(area).gives is not Gives.CODE or index.list_of[area.id]):
        yield "area_question", f"is {area.id!r}, which gives no place", "name one asked once"
