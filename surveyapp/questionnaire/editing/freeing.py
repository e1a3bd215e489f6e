"""What names a part that goes: what can go with it, and what cannot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from surveyapp.questionnaire.editing.references import Target, mentions, referring, without
from surveyapp.questionnaire.editing.slots import Holds, Slot
from surveyapp.questionnaire.editing.spots import Sort
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.expression import parse
from surveyapp.questionnaire.phrases import Chosen, Filled, Phrase, read, spelled
from surveyapp.questionnaire.spelling import write

_Free: TypeAlias = Callable[[Tree, Slot, Target], None]


def free(tree: Tree, target: Target) -> tuple[Slot, ...]:
    """Take away what names a part, in place; what cannot be without it is left and returned."""
    left = []
    for slot in tuple(referring(tree, target)):
        work = _way_of(slot)
        if work is None:
            left.append(slot)
        else:
            work(tree, slot, target)
    return tuple(left)


def _way_of(slot: Slot) -> _Free | None:
    by_place = (slot.spot.sort, slot.field)
    if by_place in _WAYS:
        return _WAYS[by_place]
    if slot.holds is Holds.TEXT:
        return _shorten_text
    return _shorten if slot.field == "show" else _drop


def _drop(tree: Tree, slot: Slot, target: Target) -> None:  # noqa: ARG001
    slot.holder.pop(slot.key, None)


def _drop_element(tree: Tree, slot: Slot, target: Target) -> None:  # noqa: ARG001
    siblings = slot.spot.siblings
    if siblings is not None:
        siblings[:] = [each for each in siblings if each is not slot.spot.element]


def _shorten(tree: Tree, slot: Slot, target: Target) -> None:  # noqa: ARG001
    """Leave of a condition what does not name the part."""
    rest = without(parse(slot.value), target)
    if rest is None:
        del slot.holder[slot.key]
    else:
        slot.holder[slot.key] = write(rest)


def _shorten_text(tree: Tree, slot: Slot, target: Target) -> None:  # noqa: ARG001
    slot.holder[slot.key] = spelled(_unfilled(read(slot.value), target))


def _unfilled(phrase: Phrase, target: Target) -> Phrase:
    found: list[str | object] = []
    for part in phrase:
        if isinstance(part, Filled) and mentions(part.expression, target):
            found.append("…")
        elif isinstance(part, Chosen) and mentions(part.expression, target):
            found += _unfilled(part.arms["other"], target)
        else:
            found.append(part)
    return tuple(found)  # type: ignore[arg-type]


def _own_options(tree: Tree, slot: Slot, target: Target) -> None:
    """Give a question the options of the scale that goes as its own."""
    del slot.holder[slot.key]
    slot.holder.setdefault("options", tree.get("scales", {}).get(target.name, []))


def _drop_ages(tree: Tree, slot: Slot, target: Target) -> None:
    _drop(tree, slot, target)
    tree.pop("child_ages", None)


_WAYS: Mapping[tuple[Sort, str], _Free | None] = {
    (Sort.PAGE, "section"): None,
    (Sort.QUESTION, "value"): None,
    (Sort.LIST, "count"): None,
    (Sort.LIST, "rows_of"): None,
    (Sort.LIST, "options_of"): None,
    (Sort.LIST, "answered"): None,
    (Sort.QUESTION, "scale"): _own_options,
    (Sort.PAIR, "importance"): _drop_element,
    (Sort.PAIR, "satisfaction"): _drop_element,
    (Sort.VARIANT, "when"): _drop_element,
    (Sort.CHECK, "that"): _drop_element,
    (Sort.CATEGORY, "show"): _drop_element,
    (Sort.INDICATOR, "need"): _drop_element,
    (Sort.INDICATOR, "base"): _drop_element,
    (Sort.QUESTIONNAIRE, "child_age_question"): _drop_ages,
}
"""What becomes of places that differ from the rest; None where nothing can be done."""
