"""Rules about what planners will make of the answers."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.expression import (
    Codes,
    Compare,
    Expression,
    ExpressionError,
    Literal,
    Name,
    parse,
)
from surveyapp.questionnaire.model import Measures, Planning, Unit
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives

FIELDS = frozenset(f"HF{number}" for number in range(1, 7))
"""Fields of action of the programme."""

LIFE_STAGES = frozenset(f"L{number}" for number in range(9))
"""Life stages from before birth to old age."""

_NEEDS_FACILITY = frozenset({Measures.UNMET_NEED, Measures.WISH})


def _plannings(look: Look) -> Iterator[tuple[str, Planning]]:
    for path, question, _ in look.questions:
        if question.planning is not None:
            yield f"{path}.planning", question.planning
    for n, indicator in enumerate(look.questionnaire.indicators):
        yield f"indicators[{n}].planning", indicator.planning


@advice(
    "Q040",
    "measures a need that nothing in the county answers",
    "name facility_types in planning, or on rows or options",
)
def a_need_is_not_tied_to_the_county(look: Look) -> Found:
    """A wish or unmet need names no facility type that would answer it.

    Planners could not set it beside what exists. Name facility types in `planning`, or on each row
    or option.

    Broken: `planning: {measures: unmet_need, unit: child}`
    Mended: `planning: {measures: unmet_need, unit: child, facility_types: [kita]}`
    """
    for path, question, _ in look.questions:
        planning = look.index.planning_of(question)
        own = (row.facility_types for row in question.rows)
        options = (option.facility_types for option in look.options(question))
        named = planning.facility_types or any(own) or any(options)
        is_text = kind_of(question).is_stored_apart
        if planning.measures in _NEEDS_FACILITY and not named and not is_text:
            yield at(f"{path}.planning")
    for n, indicator in enumerate(look.questionnaire.indicators):
        meaning = indicator.planning
        if meaning.measures in _NEEDS_FACILITY and not meaning.facility_types:
            yield at(f"indicators[{n}].planning")


@error("Q041", "sets matrices with different rows side by side", "use the same rows")
def a_pair_does_not_match(look: Look) -> Found:
    """Importance and satisfaction of a pair do not have the same rows.

    They are drawn as one point for each row. Give both matrices the same row codes.

    Broken: rows `parks, shops` beside rows `parks, bus`
    Mended: rows `parks, shops` in both
    """
    for n, pair in enumerate(look.questionnaire.pairs):
        both = [look.index.questions.get(each) for each in (pair.importance, pair.satisfaction)]
        rows = [{row.code for row in each.rows} for each in both if each is not None]
        if len(rows) == 2 and (rows[0] != rows[1] or not rows[0]):
            yield at(f"pairs[{n}]")


@error("Q042", "names {code!r}, which does not exist", "use HF1 to HF6 and L0 to L8")
def a_field_or_stage_is_unknown(look: Look) -> Found:
    """A field of action or a life stage has an unknown code.

    The answer would be missing where planners look for it. Use HF1 to HF6 and L0 to L8.

    Broken: `fields: [HF9]`
    Mended: `fields: [HF2]`
    """
    for path, planning in _plannings(look):
        unknown = set(planning.fields) - FIELDS | set(planning.life_stages) - LIFE_STAGES
        yield from (at(path, code=code) for code in sorted(unknown))


@error("Q043", "speaks for a {unit} here", "repeat the page for each child, or change unit")
def a_unit_does_not_fit_the_page(look: Look) -> Found:
    """An answer speaks for a child but is asked once for the family, or the other way round.

    Shares would be shares of the wrong thing. Repeat the page over the children, or change the unit.

    Broken: `unit: child` on a page that is asked once
    Mended: `repeat: children` on the page
    """
    for path, question, _ in look.questions:
        planning = look.index.planning_of(question)
        is_child = planning.unit is Unit.CHILD
        if is_child != look.index.speaks_of_child(question.id):
            yield at(f"{path}.planning.unit", unit=planning.unit)


@error(
    "Q044",
    options=("do not match the options of {name!r}", "give [from, to] for each"),
    ages=("goes from {low} to {high}", "write [youngest, oldest]"),
)
def ages_of_children_are_incomplete(look: Look) -> Found:
    """The ages of `child_ages` are not those of the question on children's ages.

    Answers could not be set beside the population register. Give from and to for each option.

    Broken: `child_ages: {"0-2": [2, 0]}`
    Mended: `child_ages: {"0-2": [0, 2], "3-5": [3, 5]}`
    """
    questionnaire = look.questionnaire
    question = questionnaire.child_age_question
    if question is None or question not in look.index.questions:
        return
    codes = {option.code for option in look.index.options[question]}
    if codes != set(questionnaire.child_ages):
        yield at("child_ages", "options", name=question)
    for code, (low, high) in questionnaire.child_ages.items():
        if not 0 <= low <= high <= 27:
            yield at(f"child_ages.{code}", "ages", low=low, high=high)


@error(
    "Q045",
    few=("has fewer than two groups", "give at least two"),
    all=("takes everybody, so later groups stay empty", "give it a condition or put it last"),
)
def an_axis_does_not_divide(look: Look) -> Found:
    """An axis has fewer than two categories, or one after a category that takes everybody.

    The later category would stay empty. Put the one without condition last.

    Broken: `categories: [{code: all}, {code: poor, show: …}]`
    Mended: `categories: [{code: poor, show: …}, {code: others}]`
    """
    for n, axis in enumerate(look.questionnaire.axes):
        if len(axis.categories) < 2:
            yield at(f"axes[{n}].categories", "few")
        for m, category in enumerate(axis.categories[:-1]):
            if category.show is None:
                yield at(f"axes[{n}].categories[{m}]", "all")


@error("Q046", "is {name!r}, which gives no place", "name one asked once")
def the_area_is_not_asked(look: Look) -> Found:
    """The question of `area_question` does not ask for a municipality.

    No result could be shown for a part of the county. Name a question of type municipality.

    Broken: `area_question: children_count`
    Mended: `area_question: municipality`
    """
    area = look.index.questions.get(look.questionnaire.area_question or "")
    is_place = area is not None and kind_of(area).gives is Gives.CODE
    if area is not None and (not is_place or look.index.list_of[area.id]):
        yield at("area_question", name=area.id)


@advice("Q047", "says not what it means for the county", "add planning, or take the question out")
def an_item_has_no_meaning_for_planning(look: Look) -> Found:
    """A question has a number in the plan, but no `planning`.

    Nobody will find the answer where needs are compared with what exists. Say what it measures.

    Broken: `{id: care, item: 6, type: multiple}`
    Mended: `{id: care, item: 6, type: multiple, planning: {measures: use, unit: child}}`
    """
    for path, question, _ in look.questions:
        if question.item is not None and question.planning is None:
            yield at(f"{path}.planning")


def _chosen(condition: str | None) -> tuple[str, frozenset[str]] | None:
    """Return question and codes of a condition that is nothing but a choice of codes."""
    if condition is None:
        return None
    try:
        node: Expression = parse(condition)
    except ExpressionError:
        return None
    if not isinstance(node, Compare) or not isinstance(node.left, Name) or node.left.row:
        return None
    right = node.right
    if node.operator == "==" and isinstance(right, Literal):
        return node.left.question, frozenset({str(right.value)})
    if node.operator == "in" and isinstance(right, Codes):
        return node.left.question, frozenset(str(value) for value in right.values)
    return None


@advice(
    "Q048",
    gap=("has no group for {codes} of {name!r}", "add them to a group"),
    overlap=("has {codes} of {name!r} in two groups", "leave them in one"),
)
def an_axis_overlaps_or_leaves_gaps(look: Look) -> Found:
    """Groups made of the options of one question leave an option out, or take it twice.

    Families would be missing from a comparison, or be counted where nobody looks for them. Put each
    option into exactly one group.

    Broken: `income in ['low']`, `income in ['high']` where `middle` can be chosen
    Mended: `income in ['low']`, `income in ['middle', 'high']`
    """
    for n, axis in enumerate(look.questionnaire.axes):
        groups = [_chosen(category.show) for category in axis.categories]
        names = {group[0] for group in groups if group is not None}
        if None in groups or len(names) != 1:
            continue
        (name,) = names
        codes = [code for group in groups if group is not None for code in group[1]]
        known = [option.code for option in look.index.options.get(name, ())]
        missing = [code for code in known if code not in codes]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        for key, found in (("gap", missing), ("overlap", twice)):
            if found:
                yield at(f"axes[{n}]", key, codes=", ".join(found), name=name)


@advice("Q049", "says nothing of {{{name}}}", "write it into the sentence")
def a_finding_is_no_whole_sentence(look: Look) -> Found:
    """The sentence of an indicator names no share or no place.

    Planners would read a finding without its number. Write `{share}` and `{place}` into it.

    Broken: `sentence: {de: "Viele Kinder brauchen mehr Betreuung."}`
    Mended: `sentence: {de: "{share} der Kinder brauchen in {place} mehr Betreuung."}`
    """
    for n, each in enumerate(look.questionnaire.indicators):
        for name in ("share", "place"):
            if any(f"{{{name}}}" not in wording for wording in each.sentence.values()):
                yield at(f"indicators[{n}].sentence", name=name)
