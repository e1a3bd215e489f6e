"""Operations that set something of one element: type, properties, conditions, planning, id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from surveyapp.questionnaire import model
from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.naming import CODE, ID
from surveyapp.questionnaire.editing.references import rename as follow
from surveyapp.questionnaire.editing.references import target_of
from surveyapp.questionnaire.editing.registry import (
    Outcome,
    bad,
    ids_of,
    names_in,
    operation,
    unreadable,
)
from surveyapp.questionnaire.editing.slots import EXPRESSIONS, TEXTS
from surveyapp.questionnaire.editing.spots import WITHIN, Sort, Spot, escaped
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.expression import RESERVED_WORDS
from surveyapp.questionnaire.types import KINDS
from surveyapp.questionnaire.types.kind import POINTS
from surveyapp.questionnaire.values import RESERVED_CODES

MODELS: Mapping[Sort, type[Any]] = {
    Sort.QUESTIONNAIRE: model.Questionnaire,
    Sort.SECTION: model.Section,
    Sort.PAGE: model.Page,
    Sort.QUESTION: model.Question,
    Sort.OPTION: model.Option,
    Sort.CATEGORY: model.Option,
    Sort.ROW: model.Row,
    Sort.VARIANT: model.Variant,
    Sort.CHECK: model.Constraint,
    Sort.LIST: model.ItemList,
    Sort.INDICATOR: model.Indicator,
    Sort.AXIS: model.Axis,
    Sort.PAIR: model.Pair,
    Sort.CONTACT: model.ContactForm,
}
"""What an element of each sort is; a scale is a list of options."""

_ELSEWHERE = {"id", "code", "type", "planning", "languages", "translated", "facts", "areas"}
"""Fields that have operations of their own, or are nobody's to set."""


def properties_of(spot: Spot) -> Mapping[str, Any]:
    """Return every property that ``set_property`` can set, with its present value or its default."""
    found = {}
    for each in fields(MODELS[spot.sort]) if spot.sort in MODELS else ():
        is_inside = each.name in WITHIN.get(spot.sort, {})
        if is_inside or each.name in _ELSEWHERE | TEXTS | {"scales", "contact", "forms"}:
            continue
        default = None if each.default is MISSING else each.default
        found[each.name] = spot.element.get(each.name, default)
    return found


@operation()
def set_property(tree: Tree, spot: Spot, *, name: str, value: Any) -> Outcome:  # noqa: ANN401, ARG001
    """Set a property of the model; None sets it back to its default."""
    if name not in properties_of(spot):
        return bad(spot, "name", name)
    if name in EXPRESSIONS and isinstance(value, str) and value:
        refused = unreadable(spot, value)
        if refused is not None:
            return refused
    if value is None or value == "":
        spot.element.pop(name, None)
    else:
        spot.element[name] = value
    return None


_CONDITIONS: Mapping[Sort, str] = {Sort.VARIANT: "when", Sort.CHECK: "that"}
"""Where the condition of an element stands; ``show`` everywhere else."""


@operation(
    *(Sort.SECTION, Sort.PAGE, Sort.QUESTION, Sort.OPTION, Sort.ROW, Sort.CATEGORY),
    *(Sort.VARIANT, Sort.CHECK),
)
def set_condition(tree: Tree, spot: Spot, *, expression: str) -> Outcome:  # noqa: ARG001
    """Set the condition under which an element is shown; an empty one takes it away."""
    field = _CONDITIONS.get(spot.sort, "show")
    if expression.strip():
        refused = unreadable(spot, expression)
        if refused is not None:
            return refused
        spot.element[field] = expression.strip()
    elif field == "show":
        spot.element.pop(field, None)
    else:
        return Refusal(Reason.MISSING_ARGUMENT, spot.path, {"name": "expression"})
    return None


@operation(Sort.QUESTION, Sort.INDICATOR)
def set_planning(tree: Tree, spot: Spot, *, planning: dict[str, Any] | None) -> Outcome:  # noqa: ARG001
    """Say what an answer means for the county; what is not named stays, None takes all away."""
    if planning is None:
        spot.element.pop("planning", None)
        return None
    known = {each.name for each in fields(model.Planning)}
    for name in planning:
        if name not in known:
            return bad(spot, "planning", name)
    said = {**spot.element.get("planning", {}), **planning}
    spot.element["planning"] = {name: value for name, value in said.items() if value is not None}
    return None


# Types

# No type keeps how it looked: another one has other looks.
_OF_SOME = frozenset({"display"}).union(*(kind.takes for kind in KINDS.values()))
_OF_SOME_OPTIONS = frozenset().union(*(kind.option_takes for kind in KINDS.values()))
"""Fields that are taken away with a type that reads them; all others are read by all."""


@operation(Sort.QUESTION)
def set_type(tree: Tree, spot: Spot, *, type: str) -> Outcome:  # noqa: A002, ARG001
    """Set the type of a question; what the new one has no use for is taken away."""
    if type not in KINDS or (KINDS[type].is_personal and spot.parent != "contact"):
        return bad(spot, "type", type)
    question, kind = spot.element, KINDS[type]
    has_other_limits = not (KINDS[question["type"]].starts and kind.starts)
    if question["type"] != type and has_other_limits:
        question.pop("minimum", None)
        question.pop("maximum", None)
    for field in _OF_SOME - kind.takes:
        question.pop(field, None)
    for option in question.get("options", ()):
        for field in _OF_SOME_OPTIONS - kind.option_takes:
            option.pop(field, None)
    if question.keys().isdisjoint(POINTS):
        for field, value in kind.starts.items():
            question.setdefault(field, value)
    question["type"] = type
    return None


# Ids

_NAMED = (
    *(Sort.SECTION, Sort.PAGE, Sort.QUESTION, Sort.LIST, Sort.SCALE),
    *(Sort.INDICATOR, Sort.AXIS, Sort.PAIR),
)


@operation(*_NAMED, Sort.OPTION, Sort.ROW, Sort.CATEGORY)
def rename(tree: Tree, spot: Spot, *, id: str) -> Outcome:  # noqa: A002
    """Give another id or code; conditions, placeholders and lists that name it follow."""
    is_code = spot.sort not in _NAMED
    is_word = not is_code and id in RESERVED_WORDS
    if not (CODE if is_code else ID).fullmatch(id) or is_word or (is_code and id in RESERVED_CODES):
        return Refusal(Reason.BAD_ID, spot.path, {"id": id[:60]})
    named_by = "code" if is_code else "id"
    if spot.sort != Sort.SCALE and spot.element[named_by] == id:
        return None
    if id in _taken(tree, spot, named_by):
        return Refusal(Reason.TAKEN, spot.path, {"id": id})
    target = target_of(tree, spot)
    if target is not None and not _is_twin(spot):
        follow(tree, target, id)
    if spot.sort == Sort.SCALE:
        old = spot.path.partition("/")[2]
        tree["scales"] = {id if key == old else key: each for key, each in tree["scales"].items()}
    else:
        spot.element[named_by] = id
    around = "" if spot.sort in _NAMED else f"{spot.parent}/"
    return f"{around}{spot.sort}/{escaped(id)}"


def _taken(tree: Tree, spot: Spot, named_by: str) -> frozenset[str]:
    if spot.sort in {Sort.QUESTION, Sort.LIST}:
        return ids_of(tree)
    if spot.sort == Sort.SCALE:
        return frozenset(tree["scales"])
    return names_in(spot.siblings or [], named_by)


def _is_twin(spot: Spot) -> bool:
    """Say whether an element before it has the same id: that one is meant by references."""
    return "#" in spot.path
