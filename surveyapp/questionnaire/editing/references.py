"""What refers to a part of a questionnaire, and how that follows when the part is renamed or removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from surveyapp.questionnaire.editing.slots import Holds, Slot, slots
from surveyapp.questionnaire.editing.spots import Sort, Spot, every, find
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.expression import (
    NODES,
    And,
    Codes,
    Compare,
    Count,
    CurrentRow,
    Expression,
    Literal,
    Name,
    Or,
    Quantified,
    lists_of,
    parse,
)
from surveyapp.questionnaire.expression import every as parts_of_expression
from surveyapp.questionnaire.expression import references as references_in
from surveyapp.questionnaire.phrases import (
    Chosen,
    Filled,
    Phrase,
    PhraseError,
    is_phrase,
    parts_of,
    read,
    spelled,
)
from surveyapp.questionnaire.spelling import write


@dataclass(frozen=True, slots=True)
class Target:
    """A part that others may name."""

    #: ``question``, ``list``, ``section``, ``scale``, ``option`` or ``row``.
    sort: Sort
    name: str
    #: Questions whose option or row it is.
    questions: frozenset[str] = frozenset()
    #: Whether pages are repeated over it, so that expressions may compare ``row`` with it.
    is_item: bool = False


def target_of(tree: Tree, spot: Spot) -> Target | None:
    """Return what others name when they mean an element; None for what nobody can name."""
    name = str(spot.element.get("id", spot.element.get("code", "")))
    if spot.sort in {Sort.QUESTION, Sort.LIST, Sort.SECTION}:
        return Target(spot.sort, name)
    if spot.sort == Sort.SCALE:
        return Target(Sort.SCALE, spot.path.partition("/")[2])
    if spot.sort not in {Sort.OPTION, Sort.ROW}:
        return None
    around = find(tree, spot.parent)
    if around is None or around.sort == Sort.AXIS:
        return None
    owners = (
        {str(around.element["id"])}
        if around.sort == Sort.QUESTION
        else {
            str(each.element["id"])
            for each in every(tree)
            if each.sort == Sort.QUESTION and each.element.get(Sort.SCALE) == spot.parent[6:]
        }
    )
    field = "rows_of" if spot.sort == Sort.ROW else "options_of"
    is_item = any(each.get(field) in owners for each in tree.get("lists", ()))
    return Target(spot.sort, name, frozenset(owners), is_item)


def referring(tree: Tree, target: Target) -> Iterator[Slot]:
    """Iterate over the places that name a part."""
    for slot in slots(tree):
        if _names(slot, target):
            yield slot
    if target.sort == Sort.OPTION:
        yield from _codes_elsewhere(tree, target)


def _codes_elsewhere(tree: Tree, target: Target) -> Iterator[Slot]:
    for spot in every(tree):
        is_answer = spot.element.get("rows_of") in target.questions
        if spot.sort == Sort.LIST and is_answer and spot.element.get("answered") == target.name:
            yield Slot(spot, "answered", Holds.NAME, spot.element, "answered", Sort.OPTION)
    if tree.get("child_age_question") in target.questions:
        ages = tree.get("child_ages", {})
        if target.name in ages:
            root = Spot("", Sort.QUESTIONNAIRE, tree)
            yield Slot(root, f"child_ages.{target.name}", Holds.NAME, ages, target.name, "key")


def _names(slot: Slot, target: Target) -> bool:
    if slot.holds is Holds.NAME:
        return slot.names == target.sort and slot.value == target.name
    if slot.holds is Holds.EXPRESSION:
        own = _is_own(slot, target)
        return _renamed(parse(slot.value), target, _NOBODY, own=own) != parse(slot.value)
    try:
        return is_phrase(slot.value) and _said(read(slot.value), target, _NOBODY) != read(
            slot.value
        )
    except PhraseError:
        return False


def _is_own(slot: Slot, target: Target) -> bool:
    """Say whether an expression works out the codes of the question it stands in."""
    return slot.field == "value" and slot.spot.element.get("id") in target.questions


def rename(tree: Tree, target: Target, new: str) -> None:
    """Let everything that names a part name it by its new id or code, in place."""
    for slot in tuple(referring(tree, target)):
        if slot.names == "key":
            kept = {new if key == target.name else key: each for key, each in slot.holder.items()}
            slot.holder.clear()
            slot.holder.update(kept)
        elif slot.holds is Holds.NAME:
            slot.holder[slot.key] = new
        elif slot.holds is Holds.EXPRESSION:
            own = _is_own(slot, target)
            slot.holder[slot.key] = write(_renamed(parse(slot.value), target, new, own=own))
        else:
            slot.holder[slot.key] = spelled(_said(read(slot.value), target, new))


def mentions(node: Expression, target: Target) -> bool:
    """Say whether an expression names a part."""
    return _renamed(node, target, _NOBODY) != node


_NOBODY = "\u2026"
"""A name that nothing has."""


def without(node: Expression, target: Target) -> Expression | None:
    """Return what of a condition does not name a part; None where nothing is left."""
    if not mentions(node, target):
        return node
    if isinstance(node, (And, Or)):
        rest = tuple(left for each in node.operands if (left := without(each, target)) is not None)
        return type(node)(rest) if len(rest) > 1 else next(iter(rest), None)
    if target.sort == Sort.OPTION and isinstance(node, Compare) and isinstance(node.right, Codes):
        codes = tuple(value for value in node.right.values if value != target.name)
        return replace(node, right=Codes(codes)) if codes else None
    return None


# Expressions and phrases with another name in them


def _mapped(node: Any, work: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any node
    """Return an expression with ``work`` done on every part, the inner ones first."""
    parts: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            parts[each.name] = tuple(
                _mapped(part, work) if isinstance(part, NODES) else part for part in value
            )
        elif isinstance(value, NODES):
            parts[each.name] = _mapped(value, work)
    return work(replace(node, **parts) if parts else node)


def _renamed(node: Expression, target: Target, new: str, *, own: bool = False) -> Expression:
    def work(part: Any) -> Any:  # noqa: ANN401 - any node
        if isinstance(part, Compare) and target.sort in {Sort.OPTION, Sort.ROW}:
            return _compared(part, target, new)
        if own and isinstance(part, Literal) and part.value == target.name:
            return Literal(new)
        return _named(part, target, new)

    found: Expression = _mapped(node, work)
    return found


def _named(part: Any, target: Target, new: str) -> Any:  # noqa: ANN401 - any node
    old = target.name
    if target.sort == Sort.QUESTION and isinstance(part, Name) and part.question == old:
        return replace(part, question=new)
    is_row = target.sort == Sort.ROW and isinstance(part, Name)
    if is_row and part.question in target.questions and part.row == old:
        return replace(part, row=new)
    is_counted = isinstance(part, Count) and target.sort in {Sort.QUESTION, Sort.LIST}
    is_list = isinstance(part, Quantified) and target.sort == Sort.LIST
    return replace(part, list=new) if (is_counted or is_list) and part.list == old else part


def _compared(part: Compare, target: Target, new: str) -> Compare:
    """Return a comparison in which an answer is compared with a code of another name."""
    if not any(_speaks_of(each, target) for each in parts_of_expression(part)):
        return part
    left, right = (_coded(side, target.name, new) for side in (part.left, part.right))
    return replace(part, left=left, right=right)


def _speaks_of(node: Expression, target: Target) -> bool:
    is_answer = target.sort == Sort.OPTION and isinstance(node, Name)
    if is_answer and node.question in target.questions:  # type: ignore[union-attr]
        return True
    return target.is_item and isinstance(node, CurrentRow)


def _coded(side: Expression, old: str, new: str) -> Expression:
    if isinstance(side, Literal) and side.value == old:
        return Literal(new)
    if isinstance(side, Codes):
        return Codes(tuple(new if value == old else value for value in side.values))
    return side


def _said(phrase: Phrase, target: Target, new: str) -> Phrase:
    return tuple(_part_said(part, target, new) for part in phrase)


def _part_said(part: Any, target: Target, new: str) -> Any:  # noqa: ANN401 - any part
    if isinstance(part, Filled):
        return replace(part, expression=_renamed(part.expression, target, new))
    if not isinstance(part, Chosen):
        return part
    asked = parts_of_expression(part.expression)
    is_arm = part.kind == "select" and any(_speaks_of(each, target) for each in asked)
    arms = {
        new if is_arm and key == target.name else key: _said(arm, target, new)
        for key, arm in part.arms.items()
    }
    return replace(part, expression=_renamed(part.expression, target, new), arms=arms)


# What leads nowhere


def unknown_names(tree: Tree) -> frozenset[tuple[str, str, str]]:
    """Return what names something that does not exist: address, property, name."""
    known: dict[str, frozenset[str]] = {
        sort: frozenset(str(each.element["id"]) for each in every(tree) if each.sort == sort)
        for sort in (Sort.SECTION, Sort.LIST, Sort.QUESTION)
    }
    known[Sort.SCALE] = frozenset(tree.get("scales", {}))
    asked = known[Sort.QUESTION] | known[Sort.LIST]
    found: set[tuple[str, str, str]] = set()
    for slot in slots(tree):
        if slot.holds is Holds.NAME:
            lost = frozenset({slot.value}) - known.get(slot.names, frozenset())
        else:
            lost = _names_in(slot) - asked
        found |= {(slot.spot.path, slot.field, name) for name in lost}
    return frozenset(found)


def _names_in(slot: Slot) -> frozenset[str]:
    if slot.holds is Holds.EXPRESSION:
        return _names_of(parse(slot.value))
    filled = (each for each in parts_of(slot.value) if isinstance(each, (Filled, Chosen)))
    return frozenset().union(*(_names_of(each.expression) for each in filled))


def _names_of(node: Expression) -> frozenset[str]:
    return references_in(node) | lists_of(node)
