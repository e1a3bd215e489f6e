"""Operations that set something of one element: type, properties, conditions, planning, id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
from surveyapp.questionnaire.editing.spots import WITHIN, Spot, escaped
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.expression import RESERVED_WORDS
from surveyapp.questionnaire.types import KINDS
from surveyapp.questionnaire.types.kind import Gives, Kind
from surveyapp.questionnaire.values import RESERVED_CODES

MODELS: Mapping[str, type[Any]] = {
    "questionnaire": model.Questionnaire,
    "section": model.Section,
    "page": model.Page,
    "question": model.Question,
    "option": model.Option,
    "category": model.Option,
    "row": model.Row,
    "variant": model.Variant,
    "check": model.Constraint,
    "list": model.ItemList,
    "indicator": model.Indicator,
    "axis": model.Axis,
    "pair": model.Pair,
    "contact": model.ContactForm,
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


_CONDITIONS = {"variant": "when", "check": "that"}
"""Where the condition of an element stands; ``show`` everywhere else."""


@operation("section", "page", "question", "option", "row", "category", "variant", "check")
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


@operation("question", "indicator")
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

_CHOICES = frozenset(
    {"single", "dropdown", "image", "multiple", "ranking", "scale", "computed"}
    | {"matrix", "matrix_multiple"}
)
_SEVERAL = frozenset({"multiple", "ranking", "matrix_multiple"})
_COUNTED = frozenset({"number", "matrix_number", "scale"})


def _has_numbers(kind: Kind) -> bool:
    return Gives.NUMBER in (kind.gives, kind.row_gives)


_READS: Mapping[str, Callable[[Kind], bool]] = {
    "options": lambda kind: kind.name in _CHOICES,
    "scale": lambda kind: kind.name in _CHOICES,
    "rows": lambda kind: kind.gives is Gives.ROWS and kind.name != "ranking",
    "decimals": _has_numbers,
    "unit_text": _has_numbers,
    "min_choices": lambda kind: kind.name in _SEVERAL,
    "max_choices": lambda kind: kind.name in _SEVERAL,
    "step": lambda kind: kind.name == "scale",
    "low": lambda kind: kind.name == "scale",
    "high": lambda kind: kind.name == "scale",
    "pattern": lambda kind: kind.is_stored_apart,
    "pattern_hint": lambda kind: kind.is_stored_apart,
    "lines": lambda kind: kind.name == "text",
    "value": lambda kind: kind.gives is Gives.ANY,
    "display": lambda _: False,
    "rotate": lambda kind: kind.name in _CHOICES or kind.gives is Gives.ROWS,
}
"""Which types read a field; all others are read by all."""

STARTS: Mapping[str, dict[str, Any]] = {
    "number": {"minimum": 0, "maximum": 100},
    "matrix_number": {"minimum": 0, "maximum": 100},
    "scale": {"minimum": 1, "maximum": 5},
}
"""What a new question of a type begins with."""


@operation("question")
def set_type(tree: Tree, spot: Spot, *, type: str) -> Outcome:  # noqa: A002, ARG001
    """Set the type of a question; what the new one has no use for is taken away."""
    if type not in KINDS or (KINDS[type].is_personal and spot.parent != "contact"):
        return bad(spot, "type", type)
    question, kind = spot.element, KINDS[type]
    both_count = {question["type"], type} <= _COUNTED
    if question["type"] != type and not both_count:
        question.pop("minimum", None)
        question.pop("maximum", None)
    for field, reads in _READS.items():
        if not reads(kind):
            question.pop(field, None)
    for option in question.get("options", ()):
        for field in ({"exclusive"} if type not in _SEVERAL else set()) | (
            {"image"} if type != "image" else set()
        ):
            option.pop(field, None)
    has_points = "options" in question or "scale" in question
    for field, value in STARTS.get(type, {}).items():
        if not has_points:
            question.setdefault(field, value)
    question["type"] = type
    return None


# Ids

_NAMED = ("section", "page", "question", "list", "scale", "indicator", "axis", "pair")


@operation(*_NAMED, "option", "row", "category")
def rename(tree: Tree, spot: Spot, *, id: str) -> Outcome:  # noqa: A002
    """Give another id or code; conditions, placeholders and lists that name it follow."""
    is_code = spot.sort not in _NAMED
    is_word = not is_code and id in RESERVED_WORDS
    if not (CODE if is_code else ID).fullmatch(id) or is_word or (is_code and id in RESERVED_CODES):
        return Refusal(Reason.BAD_ID, spot.path, {"id": id[:60]})
    named_by = "code" if is_code else "id"
    if spot.sort != "scale" and spot.element[named_by] == id:
        return None
    if id in _taken(tree, spot, named_by):
        return Refusal(Reason.TAKEN, spot.path, {"id": id})
    target = target_of(tree, spot)
    if target is not None and not _is_twin(spot):
        follow(tree, target, id)
    if spot.sort == "scale":
        old = spot.path.partition("/")[2]
        tree["scales"] = {id if key == old else key: each for key, each in tree["scales"].items()}
    else:
        spot.element[named_by] = id
    around = "" if spot.sort in _NAMED else f"{spot.parent}/"
    return f"{around}{spot.sort}/{escaped(id)}"


def _taken(tree: Tree, spot: Spot, named_by: str) -> frozenset[str]:
    if spot.sort in {"question", "list"}:
        return ids_of(tree)
    if spot.sort == "scale":
        return frozenset(tree["scales"])
    return names_in(spot.siblings or [], named_by)


def _is_twin(spot: Spot) -> bool:
    """Say whether an element before it has the same id: that one is meant by references."""
    return "#" in spot.path
