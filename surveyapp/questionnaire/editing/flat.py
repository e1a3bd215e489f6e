"""A document as single values with addresses: what two documents differ in, and how they are joined.

``("question/age", "text.de")`` leads to a wording, ``("page/children", "questions#")`` to the ids of
the questions there in their order. So a question keeps its places wherever it is moved, and what two
people change in it can be told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from surveyapp.questionnaire.editing.spots import WITHIN, Sort, escaped, inner_path, unescaped
from surveyapp.questionnaire.editing.tree import Tree

Place: TypeAlias = tuple[str, str]
"""Address of an element and one of its properties; ``#`` ends the order of what is inside it."""

Flat: TypeAlias = dict[Place, Any]


class Absent:
    """The value of a place that does not exist."""

    def __repr__(self) -> str:
        """Return a word for messages."""
        return "ABSENT"


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one place."""

    place: Place
    old: Any
    new: Any


def flatten(tree: Tree) -> Flat:
    """Return a document as single values."""
    flat: Flat = {}
    _element(flat, "", Sort.QUESTIONNAIRE, tree)
    for name, options in tree.get("scales", {}).items():
        _element(flat, f"scale/{escaped(name)}", Sort.SCALE, {"options": options})
    if "contact" in tree:
        _element(flat, "contact", Sort.CONTACT, tree["contact"])
    return flat


_APART = {Sort.QUESTIONNAIRE: {"scales", "contact"}}
"""Fields of an element whose content has an address of its own."""


def _element(flat: Flat, path: str, sort: Sort, element: Mapping[str, Any]) -> None:
    lists = WITHIN.get(sort, {})
    for field, value in element.items():
        if field in _APART.get(sort, ()):
            continue
        within = lists.get(field)
        if within is None or not within.named_by:
            flat.update({(path, name): leaf for name, leaf in _leaves(field, value)})
            continue
        flat[path, f"{field}#"] = names = []
        for inner in value:
            inner_at, number = inner_path(path, within, inner[within.named_by]), 1
            at = inner_at
            while (at, within.named_by) in flat:
                number += 1
                at = f"{inner_at}#{number}"
            names.append(at)
            _element(flat, at, within.sort, inner)


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - JSON
    if not isinstance(value, dict) or not value:
        yield name, value
        return
    for key, inner in value.items():
        yield from _leaves(f"{name}.{escaped(str(key))}", inner)


def restore(flat: Mapping[Place, Any]) -> Tree:
    """Return the document of single values; those of elements that stand nowhere are left out."""
    by_path: dict[str, dict[str, Any]] = {}
    for (path, name), value in flat.items():
        by_path.setdefault(path, {})[name] = value
    tree = _restored(by_path, "", Sort.QUESTIONNAIRE)
    scales = [path for path in by_path if path.startswith("scale/") and path.count("/") == 1]
    if scales:
        tree["scales"] = {
            unescaped(path.partition("/")[2]): _restored(by_path, path, Sort.SCALE)["options"]
            for path in scales
        }
    if "contact" in by_path:
        tree["contact"] = _restored(by_path, "contact", Sort.CONTACT)
    return tree


def _restored(by_path: Mapping[str, Mapping[str, Any]], path: str, sort: Sort) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in by_path.get(path, {}).items():
        if name.endswith("#"):
            within = WITHIN[sort][name[:-1]]
            found[name[:-1]] = [_restored(by_path, each, within.sort) for each in value]
            continue
        *around, last = (unescaped(part) for part in name.split("."))
        holder = found
        for part in around:
            holder = holder.setdefault(part, {})
        holder[last] = value
    return found


def changes(old: Mapping[Place, Any], new: Mapping[Place, Any]) -> tuple[Change, ...]:
    """Return what differs, in the order of the new document, what is gone last."""
    places = (*new, *(place for place in old if place not in new))
    found = (
        Change(place, old.get(place, ABSENT), new.get(place, ABSENT))
        for place in places
        if not same(old.get(place, ABSENT), new.get(place, ABSENT))
    )
    return tuple(found)


def same(one: Any, other: Any) -> bool:  # noqa: ANN401 - JSON
    """Say whether two values are the same; 1 is not true."""
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)


def changed(flat: Mapping[Place, Any], found: tuple[Change, ...]) -> Flat:
    """Return a document after changes."""
    after = dict(flat)
    for each in found:
        after.pop(each.place, None)
        if each.new is not ABSENT:
            after[each.place] = each.new
    return after


def reverse(found: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes that take these back."""
    return tuple(Change(each.place, each.new, each.old) for each in found)


def to_json(found: tuple[Change, ...]) -> list[list[Any]]:
    """Return changes as JSON: place, and what there was and is, each in a list of at most one."""
    return [[*each.place, _boxed(each.old), _boxed(each.new)] for each in found]


def from_json(kept: list[list[Any]]) -> tuple[Change, ...]:
    """Return changes from what ``to_json`` gave."""
    return tuple(
        Change((path, name), old[0] if old else ABSENT, new[0] if new else ABSENT)
        for path, name, old, new in kept
    )


def _boxed(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    return [] if value is ABSENT else [value]
