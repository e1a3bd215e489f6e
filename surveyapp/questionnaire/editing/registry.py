"""How an operation is entered: its name, the elements it works on, and its arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.spots import Sort, Spot
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.expression import ExpressionError, parse

Outcome: TypeAlias = str | Refusal | None
"""The address of what was made, if anything was; or why the operation was refused."""

Work: TypeAlias = Callable[..., Outcome]
"""Changes a copy of a tree: ``work(tree, spot, **arguments)``."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the registry."""

    name: str
    #: Sorts of elements it works on, empty for all.
    sorts: frozenset[Sort]
    #: Arguments with their types, and those that must be given.
    takes: Mapping[str, Any]
    needs: frozenset[str]
    work: Work
    #: Whether it only adds, so that it can be made on any later revision as well.
    adds: bool = False

    def refused(self, spot: Spot, arguments: Mapping[str, Any]) -> Refusal | None:
        """Return what is wrong with an element or arguments, if anything."""
        if self.sorts and spot.sort not in self.sorts:
            return Refusal(Reason.WRONG_ELEMENT, spot.path, {"sort": spot.sort})
        for name in sorted(self.needs - arguments.keys()):
            return Refusal(Reason.MISSING_ARGUMENT, spot.path, {"name": name})
        for name, value in arguments.items():
            if name not in self.takes:
                return Refusal(Reason.UNKNOWN_ARGUMENT, spot.path, {"name": name})
            if not _fits(value, self.takes[name]):
                return bad(spot, name, value)
        return None


def bad(spot: Spot, name: str, value: object) -> Refusal:
    """Return the refusal of an argument that cannot be used so."""
    return Refusal(Reason.BAD_ARGUMENT, spot.path, {"name": name, "value": str(value)[:60]})


def unreadable(spot: Spot, expression: str) -> Refusal | None:
    """Return the refusal of an expression that cannot be read; None where it can."""
    try:
        parse(expression)
    except ExpressionError as error:
        words = {"expression": expression[:200], "error": str(error)[:300]}
        return Refusal(Reason.BAD_EXPRESSION, spot.path, words)
    return None


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its name."""


def operation(*sorts: Sort, adds: bool = False) -> Callable[[Work], Work]:
    """Enter a function as the operation of its name; its keyword arguments are the operation's."""

    def enter(work: Work) -> Work:
        hints = get_type_hints(work)
        given = [
            each
            for each in inspect.signature(work).parameters.values()
            if each.kind is inspect.Parameter.KEYWORD_ONLY
        ]
        name = work.__name__
        OPERATIONS[name] = Operation(
            name=name,
            sorts=frozenset(sorts),
            takes={each.name: hints[each.name] for each in given},
            needs=frozenset(each.name for each in given if each.default is inspect.Parameter.empty),
            work=work,
            adds=adds,
        )
        return work

    return enter


def _fits(value: object, hint: Any) -> bool:  # noqa: ANN401 - a type
    if hint is Any:
        return True
    if isinstance(hint, UnionType):
        return any(_fits(value, each) for each in get_args(hint))
    return isinstance(value, get_origin(hint) or hint)


def put(siblings: list[Any], element: dict[str, Any], after: str | None, named_by: str) -> None:
    """Put an element behind the one named; "" puts it first, None or an unknown name last."""
    names = [str(each.get(named_by)) for each in siblings]
    if after == "":
        siblings.insert(0, element)
    elif after in names:
        siblings.insert(names.index(after) + 1, element)
    else:
        siblings.append(element)


def german(text: str) -> dict[str, str]:
    """Return a wording in German, which all others are translated from."""
    return {"de": text.strip()}


def ids_of(tree: Tree) -> frozenset[str]:
    """Return all ids that expressions may name: of questions and lists."""
    asked = (*tree["pages"], tree.get("contact", {}))
    questions = (each["id"] for around in asked for each in around.get("questions", ()))
    return frozenset((*questions, *(each["id"] for each in tree.get("lists", ()))))


def names_in(siblings: list[dict[str, Any]], named_by: str) -> frozenset[str]:
    """Return the ids or codes in a list of elements."""
    return frozenset(str(each.get(named_by)) for each in siblings)
