"""Orders an attacker reads out of the evidence, and what he sees without any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from surveyapp.services.anonymity.evidence import Evidence, Group, Image
from surveyapp.storage.forensics import Row

Finds = dict[str, list[list[int]]]
"""Families of each batch in the order found, by what the order was read from."""

_TABLES: Mapping[str, Callable[[Group], tuple[Row, ...]]] = {
    "response": lambda group: group.responses,
    "text": lambda group: group.texts,
}
_LANGUAGE = ".language"
"""Texts show their language anyway: what that tells is measured by itself, and not promised."""
_LETTERS = {"response": "R", "text": "T"}


def stored(evidence: Evidence) -> Finds:
    """Return the orders of all stored columns."""
    return _by_columns(evidence, lambda name: not name.startswith("_"))


def hidden(evidence: Evidence) -> Finds:
    """Return the orders of all hidden columns."""
    return _by_columns(evidence, lambda name: name.startswith("_"))


def _by_columns(evidence: Evidence, is_wanted: Callable[[str], bool]) -> Finds:
    return {
        f"{table}.{column}": _sorted_groups(evidence, rows_of, column)
        for table, rows_of in _TABLES.items()
        for column in _columns(evidence, rows_of)
        if is_wanted(column)
    }


def _columns(evidence: Evidence, rows_of: Callable[[Group], tuple[Row, ...]]) -> list[str]:
    rows = (row for group in evidence.groups for row in rows_of(group))
    return list(next(rows, {}))


def _sorted_groups(
    evidence: Evidence, rows_of: Callable[[Group], tuple[Row, ...]], column: str
) -> list[list[int]]:
    return [
        evidence.families(sorted(rows_of(group), key=lambda row: _sortable(row[column])))
        for group in evidence.groups
    ]


def _sortable(value: object) -> tuple[str, object]:
    if isinstance(value, int | float):
        return ("number", value)
    return (
        ("bytes", bytes(value)) if isinstance(value, bytes | memoryview) else ("text", str(value))
    )


def by_backup(evidence: Evidence) -> Evidence:
    """Return the same with the rows of each backup that were not in the one before, and no batches."""
    groups, known = [], set[object]()
    for dump in evidence.dumps:
        fresh = [
            tuple(row for row in dump.tables[f"urn.{table}"] if row["id"] not in known)
            for table in ("response", "text_answer")
        ]
        known.update(row["id"] for rows in fresh for row in rows)
        groups.append(Group(*fresh))
    return replace(evidence, groups=groups)


def at_rest(evidence: Evidence) -> Finds:
    """Return the orders in the files of the stores, as they lay after each opening."""
    kinds = ("database", "heap")
    return _by_images(evidence, lambda image: image.is_at_rest and image.kind in kinds)


def while_mixing(evidence: Evidence) -> Finds:
    """Return the orders in journals and write-ahead logs, written while ballots were opened."""
    kinds = ("journal", "wal")
    return _by_images(evidence, lambda image: image.kind in kinds)


def _by_images(evidence: Evidence, is_wanted: Callable[[Image], bool]) -> Finds:
    images: dict[int, list[str]] = {}
    for image in filter(is_wanted, evidence.images):
        images.setdefault(image.mixed, []).extend(image.marks)
    if not images:
        return {}
    return {
        f"{table} marks": [
            _in_order(images.get(mixed, []), evidence, rows_of(group), _LETTERS[table])
            for mixed, group in enumerate(evidence.groups, start=1)
        ]
        for table, rows_of in _TABLES.items()
    }


def _in_order(
    marks: Iterable[str], evidence: Evidence, rows: Sequence[Row], letter: str
) -> list[int]:
    """Return the families of a batch by where their marks first stand; the rest by their rows."""
    members = dict.fromkeys(evidence.families(rows))
    family_of = evidence.truth.family_of
    seen = dict.fromkeys(family_of.get(mark, -1) for mark in marks if mark.startswith(letter))
    found = [family for family in seen if family in members]
    return found + [family for family in members if family not in seen]


def texts_beside_responses(
    evidence: Evidence,
) -> dict[str, tuple[list[list[int]], list[list[int]]]]:
    """Return orders of texts and of responses that were read from the same kind of thing."""
    pairs = {}
    for finds in (stored(evidence), hidden(evidence), at_rest(evidence), while_mixing(evidence)):
        kinds = {name.removeprefix("response") for name in finds if name.startswith("response")}
        for kind in sorted(kinds):
            if f"text{kind}" in finds and kind != _LANGUAGE:
                pairs[kind] = (finds[f"text{kind}"], finds[f"response{kind}"])
    return pairs


def copied_twice(evidence: Evidence) -> set[int]:
    """Return families whose answers lie more than once in a file after an opening."""
    return {
        evidence.truth.family_of[mark]
        for image in evidence.images
        if image.is_at_rest and image.kind in {"database", "heap"}
        for mark, number in Counter(image.marks).items()
        if number > 1
    }


def readable_early(evidence: Evidence) -> set[int]:
    """Return families whose answers could be read in a copy made before their batch was opened."""
    opened = {
        family: mixed
        for mixed, group in enumerate(evidence.groups, start=1)
        for family in evidence.families(group.responses)
    }
    early = {
        family
        for image in evidence.images
        for family in (evidence.truth.family_of[mark] for mark in image.marks)
        if image.mixed < opened.get(family, 0)
    }
    return early | {
        family
        for dump in evidence.dumps
        for rows in dump.tables.values()
        for family in evidence.families(rows)
        if dump.mixed < opened.get(family, 0)
    }


def counted_at_once(evidence: Evidence) -> tuple[int, list[int]]:
    """Return how many families could be watched, and which moved a number by themselves."""
    after_job = set(evidence.course.moments)
    watched = [number for number in range(1, len(evidence.counts)) if number not in after_job]
    moved = [number for number in watched if evidence.counts[number] != evidence.counts[number - 1]]
    return len(watched), moved
