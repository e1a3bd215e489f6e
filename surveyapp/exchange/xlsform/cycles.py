"""Conditions and calculations that in the end depend on themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from surveyapp.exchange.xlsform import xpath
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.xpath import Call, Ref, Tree


def circle(form: Form, trees: Iterable[tuple[Node, Tree]]) -> tuple[Node, ...]:
    """Return one circle of nodes whose conditions and calculations wait for each other.

    ``trees`` are conditions and calculations with the node they belong to; empty where none circles.
    """
    needs: dict[Node, set[Node]] = {}
    for node, tree in trees:
        if node.name:
            needs.setdefault(node, set()).update(_needed(form, node, tree))
    for node in form.nodes:
        # Whatever stands in a group waits for the condition of the group.
        needs.setdefault(node, set()).update(each for each in node.above if each in needs)
    return _circle(needs)


def _needed(form: Form, own: Node, tree: Tree) -> Iterator[Node]:
    """Iterate over the nodes an expression waits for, but not over other instances of a repeat."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Call) and part.name in (
            "indexed-repeat",
            "once",
            "instance",
            "position",
        ):
            continue
        if isinstance(part, Ref):
            found = form.named(part.name)
            if found is not None and found.kind == "question" and not _is_other(found, own):
                yield found
        waiting += xpath.children(part)


def _is_other(found: Node, own: Node) -> bool:
    """Say whether a question stands in a repeat that the own one is not in."""
    return not set(found.repeats) <= set(own.repeats)


def _circle(needs: Mapping[Node, set[Node]]) -> tuple[Node, ...]:
    done: set[Node] = set()
    for start in needs:
        path: list[Node] = []
        waiting = [(start, False)]
        while waiting:
            node, is_left = waiting.pop()
            if is_left:
                done.add(path.pop())
                continue
            if node in path:
                return tuple(path[path.index(node) :])
            if node in done:
                continue
            path.append(node)
            waiting.append((node, True))
            inner = sorted(needs.get(node, ()), key=lambda each: each.place, reverse=True)
            waiting += ((each, False) for each in inner)
    return ()
