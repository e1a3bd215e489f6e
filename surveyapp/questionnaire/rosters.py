"""Items of lists: one more, one less, and what belongs to an item goes with it.

Items are added and removed as values: both functions return new answers, of the family's new way only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from surveyapp.questionnaire.index import BETWEEN, Index, index_of
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.path import Way, walk
from surveyapp.questionnaire.texts import say
from surveyapp.questionnaire.values import Answers, Value

Move = Callable[[str], str | None]
"""Item of a list to its new key; None where the item goes."""


class NotAddedError(ValueError):
    """The items of a list are answers to a question: only another answer changes them."""


def add(
    questionnaire: Questionnaire, answers: Answers, list_id: str, outer: str | None = None
) -> Answers:
    """Return the answers with one more item, the last; a full list stays as it is.

    ``outer`` is the item of the outer list, where the list is inside one. Of a list by count, the
    count grows.

    Raises
    ------
    NotAddedError
        If the list takes the rows or options of a question.
    """
    items = _changeable(questionnaire, list_id)
    now = _items(questionnaire, answers, list_id, outer)
    if len(now) >= items.maximum:
        return answers
    if items.count is not None:
        changed = answers.put(
            items.count, len(now) + 1, _item_of_count(questionnaire, items, outer)
        )
    else:
        prefix = "" if outer is None else outer + BETWEEN
        number = max((_number(each) for each in now), default=0) + 1
        changed = answers.put(list_id, (*now, f"{prefix}{number}"), outer)
    return walk(questionnaire, changed).answers()


def remove(questionnaire: Questionnaire, answers: Answers, list_id: str, item: str) -> Answers:
    """Return the answers without an item and without all that was said of it.

    Of a list by count, the count falls and later items move up; one that may not fall stays.

    Raises
    ------
    NotAddedError
        If the list takes the rows or options of a question.
    """
    index = index_of(questionnaire)
    items = _changeable(questionnaire, list_id)
    line = index.lineage(list_id, item)
    outer = line[-2][1] if len(line) > 1 else None
    now = _items(questionnaire, answers, list_id, outer)
    if item not in now:
        return answers
    if items.count is None:
        changed = _moved(index, answers, list_id, lambda key: None if key == item else key)
    elif len(now) > _least(index, items):
        changed = _moved(index, answers, list_id, _moving_up(item))
        changed = changed.put(
            items.count, len(now) - 1, _item_of_count(questionnaire, items, outer)
        )
    else:
        return answers
    return walk(questionnaire, changed).answers()


def renumbered(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Return the answers with added items numbered 1, 2, 3 …, so that nothing tells of removed ones."""
    index = index_of(questionnaire)
    for list_id in sorted(index.lists, key=lambda each: len(index.lineages[each])):
        if index.lists[list_id].is_collected and list_id in answers:
            keys = _new_keys(list_id, answers)
            if any(old != new for old, new in keys.items()):
                answers = _moved(index, answers, list_id, keys.get)
    return answers


def label(
    questionnaire: Questionnaire, way: Way, list_id: str, item: str, language: str
) -> tuple[str, ...]:
    """Return what an item is called, after the items it belongs to: "Kind 2", "Betreuungsplatz 1"."""
    index = way.environment.index
    return tuple(
        say(index.lists[each].label, language, questionnaire, Answers(), key, way=way, of=each)
        for each, key in index.lineage(list_id, item)
        if each in index.lists
    )


def _changeable(questionnaire: Questionnaire, list_id: str) -> ItemList:
    items = index_of(questionnaire).lists[list_id]
    source = items.rows_of or items.options_of
    if source is not None:
        message = (
            f"the items of list {list_id!r} are answers to {source!r}; "
            "change that answer instead of adding or removing items"
        )
        raise NotAddedError(message)
    return items


def _items(
    questionnaire: Questionnaire, answers: Answers, list_id: str, outer: str | None
) -> tuple[str, ...]:
    known = walk(questionnaire, answers).environment
    within = known.index.outer(list_id)
    if within is not None and outer is not None:
        known = known.inside(within, outer)
    return known.items(list_id) or ()


def _item_of_count(questionnaire: Questionnaire, items: ItemList, outer: str | None) -> str | None:
    is_repeated = index_of(questionnaire).list_of[items.count or ""] is not None
    return outer if is_repeated else None


def _least(index: Index, items: ItemList) -> float:
    minimum = index.questions[items.count or ""].minimum
    return max(items.minimum, minimum if isinstance(minimum, (int, float)) else 0)


def _number(item: str) -> int:
    return int(item.rpartition(BETWEEN)[2])


def _moving_up(removed: str) -> Move:
    """Return where the items of a counted list go when one is removed."""
    prefix, between, _ = removed.rpartition(BETWEEN)

    def move(key: str) -> str | None:
        is_beside = key.rpartition(BETWEEN)[:2] == (prefix, between)
        if not is_beside or _number(key) < _number(removed):
            return key
        return None if key == removed else f"{prefix}{between}{_number(key) - 1}"

    return move


def _new_keys(list_id: str, answers: Answers) -> dict[str, str]:
    found = answers.get(list_id)
    groups: dict[str | None, object] = {None: found}
    if isinstance(found, Mapping):
        groups = dict(found.items())
    return {
        old: f"{'' if outer is None else outer + BETWEEN}{place}"
        for outer, items in groups.items()
        if isinstance(items, tuple)
        for place, old in enumerate(items, start=1)
    }


def _moved(index: Index, answers: Answers, list_id: str, move: Move) -> Answers:
    """Return the answers after the items of a list have moved, with all that belongs to them."""
    depth = len(index.lineages[list_id])

    def moved(key: str) -> str | None:
        parts = key.split(BETWEEN)
        if len(parts) < depth:
            return key  # an outer item: it stays
        head = move(BETWEEN.join(parts[:depth]))
        return None if head is None else BETWEEN.join((head, *parts[depth:]))

    return Answers.of(
        said for id_ in answers for said in _moved_answer(index, list_id, id_, answers, moved)
    )


def _moved_answer(
    index: Index, list_id: str, id_: str, answers: Answers, moved: Move
) -> Iterator[tuple[str, str | None, Value]]:
    value = answers.get(id_)
    if value is None:
        return
    is_list = id_ in index.lists and id_ not in index.questions
    repeated_over = index.outer(id_) if is_list else index.list_of.get(id_)
    if list_id not in index.lineages.get(id_ if is_list else repeated_over or "", ()):
        yield id_, None, value
    elif not isinstance(value, Mapping):
        yield id_, None, _kept(value, moved)
    else:
        for item in value:
            key, inner = moved(item), answers.get(id_, item)
            if key is not None and inner is not None:
                yield id_, key, _kept(inner, moved) if is_list else inner


def _kept(items: Value, moved: Move) -> Value:
    """Return the items of a list that are still there, by their new keys."""
    if not isinstance(items, tuple):
        return items
    return tuple(key for key in map(moved, items) if key is not None)
