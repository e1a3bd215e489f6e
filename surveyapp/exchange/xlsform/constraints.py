"""Constraints of answers as limits, patterns, numbers of choices, or checks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import re2

from surveyapp.exchange.xlsform import xpath
from surveyapp.exchange.xlsform.form import Node
from surveyapp.exchange.xlsform.pieces import InexpressibleError, Piece, both
from surveyapp.exchange.xlsform.translate import Translator
from surveyapp.exchange.xlsform.values import readable
from surveyapp.exchange.xlsform.xpath import SELF, Binary, Call, Number, Ref, Text, Tree

_ANYTHING = (Binary("!=", SELF, Text("")), Call("not", (Binary("=", SELF, Text("")),)))
_MIRRORED = {"!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "="}


@dataclass(slots=True)
class Limits:
    """What a constraint says of one answer."""

    minimum: float | str | None = None
    maximum: float | str | None = None
    pattern: str | None = None
    min_choices: int | None = None
    max_choices: int | None = None
    #: Choices that exclude all others.
    exclusive: frozenset[str] = frozenset()
    #: What is said of it by no field.
    check: str | None = None


def limits(node: Node, kind: str, translator: Translator) -> Limits:
    """Return a question's constraint in fields of ours; ``kind`` is the kind of its symbol.

    Raises
    ------
    InexpressibleError
        If a part of it cannot be said.
    """
    found, rest = Limits(), list[Tree]()
    for part in _parts(xpath.parse(node.text("bind", "constraint"))):
        if _own(node, part) in _ANYTHING:
            continue  # an empty answer is never held against a constraint
        if not _take(found, _own(node, part), node, kind, translator):
            rest.append(part)
    if rest:
        truths = [translator.truth(_own(node, part), node, node.place + 1) for part in rest]
        pieces = [each for each in truths if isinstance(each, Piece)]
        if any(each is False for each in truths):
            raise InexpressibleError("ist nie erfüllt", "never holds")
        if pieces:
            whole = both(pieces)
            found.check = readable(whole).text if isinstance(whole, Piece) else None
    return found


def _parts(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Binary) and tree.operator == "and":
        yield from _parts(tree.left)
        yield from _parts(tree.right)
    else:
        yield tree


def _own(node: Node, tree: Tree) -> Tree:
    """Return a comparison with the question's own name written as ``.``, on the left."""
    if not isinstance(tree, Binary) or tree.operator not in _MIRRORED:
        return tree
    left, right = (SELF if each == Ref(node.name) else each for each in (tree.left, tree.right))
    if _speaks_of_self(right) and not _speaks_of_self(left):
        return Binary(_MIRRORED[tree.operator], right, left)
    return Binary(tree.operator, left, right)


def _speaks_of_self(tree: Tree) -> bool:
    return any(each == SELF for each in xpath.every(tree))


def _take(found: Limits, tree: Tree, node: Node, kind: str, translator: Translator) -> bool:
    """Put a part into a field; say whether there is one for it."""
    if kind == "text":
        return _take_text(found, tree)
    if kind == "codes":
        return _take_choices(found, tree)
    is_limit = (
        isinstance(tree, Binary) and tree.left == SELF and tree.operator in ("<", "<=", ">", ">=")
    )
    if not is_limit or not isinstance(tree, Binary) or kind not in ("number", "date", "time"):
        return False
    limit = _limit(tree, node, kind, translator)
    is_upper = tree.operator.startswith("<")
    known = found.maximum if is_upper else found.minimum
    if limit is None or known is not None:
        return False
    if is_upper:
        found.maximum = limit
    else:
        found.minimum = limit
    return True


def _limit(tree: Binary, node: Node, kind: str, translator: Translator) -> float | str | None:
    """Return what the answer may just reach; None where it may not quite reach it."""
    value = translator.value(tree.right, node, node.place + 1)
    is_whole = kind != "number" or node.type in ("integer", "range")
    if kind == "number" and value.number is not None:
        return _reached(value.number, tree.operator, is_whole=is_whole)
    truth = translator.truth(tree, node, node.place + 1)
    if not isinstance(truth, Piece):
        return None
    written = truth.text.rpartition(f" {tree.operator} ")[2]
    if written.replace(".", "", 1).isdigit() and kind != "date":
        return _reached(float(written), tree.operator, is_whole=True)
    if "=" not in tree.operator:
        return None
    return (
        float(written)
        if written.isdigit()
        else written.removeprefix("(").removesuffix(")")
        if (written.startswith("("))
        else written
    )


def _reached(limit: float, sign: str, *, is_whole: bool) -> float | None:
    if "=" in sign:
        return (math.ceil(limit) if sign == ">=" else math.floor(limit)) if is_whole else limit
    if not is_whole:
        return None
    return math.floor(limit) + 1 if sign == ">" else math.ceil(limit) - 1


def _take_text(found: Limits, tree: Tree) -> bool:
    if isinstance(tree, Call) and tree.name == "regex" and tree.arguments[0] == SELF:
        wanted = tree.arguments[1]
        if isinstance(wanted, Text) and found.pattern is None and _is_pattern(wanted.value):
            found.pattern = wanted.value
            return True
        raise InexpressibleError(
            "prüft mit einem unbekannten Muster", "checks with an unknown pattern"
        )
    length = _length(tree)
    if length is None:
        return False
    if length[0] is None:
        if found.maximum is not None:
            return False
        found.maximum = length[1]
        return True
    if found.pattern is not None:
        return False
    most = "" if length[1] is None else str(int(length[1]))
    found.pattern = f"(?s).{{{int(length[0])},{most}}}"
    return True


def _is_pattern(written: str) -> bool:
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    try:
        re2.compile(written, options)
    except re2.error:
        return False
    return len(written) <= 1000


def _length(tree: Tree) -> tuple[float | None, float | None] | None:  # noqa: PLR0911 - a table of cases
    """Return the fewest and most characters that a condition on the length allows."""
    if not (
        isinstance(tree, Binary) and isinstance(tree.left, Call) and isinstance(tree.right, Number)
    ):
        return None
    if tree.left.name != "string-length" or tree.left.arguments not in ((SELF,), ()):
        return None
    number = tree.right.value
    if not 0 <= number <= 1000:
        return None
    if tree.operator == "=":
        return number, number
    if tree.operator in ("<", "<="):
        return None, _reached(number, tree.operator, is_whole=True)
    if tree.operator in (">", ">="):
        return _reached(number, tree.operator, is_whole=True), None
    return None


def _take_choices(found: Limits, tree: Tree) -> bool:
    alone = _alone(tree)
    if alone is not None:
        found.exclusive |= {alone}
        return True
    if not (isinstance(tree, Binary) and tree.left == Call("count-selected", (SELF,))):
        return False
    if not isinstance(tree.right, Number):
        return False
    number, sign = tree.right.value, tree.operator
    if sign in ("<", "<=", "=") and found.max_choices is None:
        found.max_choices = int(_reached(number, "<=" if sign == "=" else sign, is_whole=True) or 0)
    elif sign in ("<", "<="):
        return False
    if sign in (">", ">=", "=") and found.min_choices is None:
        found.min_choices = int(_reached(number, ">=" if sign == "=" else sign, is_whole=True) or 0)
    elif sign in (">", ">="):
        return False
    return sign in ("<", "<=", ">", ">=", "=")


def _alone(tree: Tree) -> str | None:
    """Return the choice that may not stand beside others, if a condition says just that."""
    if not (
        isinstance(tree, Call) and tree.name == "not" and isinstance(tree.arguments[0], Binary)
    ):
        return None
    inside = tree.arguments[0]
    if inside.operator != "and":
        return None
    for one, other in ((inside.left, inside.right), (inside.right, inside.left)):
        chosen = isinstance(one, Call) and one.name == "selected" and one.arguments[0] == SELF
        several = Binary(">", Call("count-selected", (SELF,)), Number(1.0))
        more = Binary(">=", Call("count-selected", (SELF,)), Number(2.0))
        if chosen and isinstance(one, Call) and other in (several, more):
            name = one.arguments[1]
            return name.value if isinstance(name, Text) else None
    return None
