"""Where references and paths of an expression lead."""

from __future__ import annotations

from collections.abc import Sequence

from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.pieces import InexpressibleError
from surveyapp.exchange.xlsform.soundness import form_node
from surveyapp.exchange.xlsform.xpath import Call, Ref, Route


def resolve(form: Form, node: Node, tree: Ref | Route) -> Node:
    """Return the node that a reference or path leads to, seen from a node.

    Raises
    ------
    InexpressibleError
        If it leads out of the form, or to several nodes.
    """
    if isinstance(tree, Ref):
        return _found(form.named(tree.name), tree.name)
    if tree.filters:
        raise InexpressibleError("wählt mit eckigen Klammern aus", "selects with square brackets")
    if tree.is_absolute:
        return _found(form_node(form, tree.steps[1:]), "/".join(tree.steps))
    start = node
    if isinstance(tree.base, Ref):
        start = _found(form.named(tree.base.name), tree.base.name)
    elif tree.base is not None and tree.base != Call("current", ()):
        raise InexpressibleError("liest aus einer anderen Liste", "reads from another list")
    return _walked(start, tree.steps)


def _walked(node: Node, steps: Sequence[str]) -> Node:
    for step in steps:
        if step == ".":
            continue
        if step == "..":
            node = _found(node.parent, "..")
        else:
            node = _found(next((each for each in node.children if each.name == step), None), step)
    return node


def _found(node: Node | None, name: str) -> Node:
    if node is None:
        german, english = f"führt zu {name}", f"leads to {name}"
        raise InexpressibleError(german, english)
    return node


def common(repeats: Sequence[Node], node: Node) -> int:
    """Return how many of the repeats around something are around a node, too."""
    own = (*node.repeats, node) if node.kind == "repeat" else node.repeats
    number = 0
    for one, other in zip(repeats, own, strict=False):
        if one is not other:
            break
        number += 1
    return number
