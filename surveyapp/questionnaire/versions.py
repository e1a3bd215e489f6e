"""What two versions of a questionnaire have in common: which answers may be compared, and which not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any, TypeAlias

from surveyapp.questionnaire import document
from surveyapp.questionnaire.conditions import parse, write
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Indicator, Option, Question, Questionnaire, Row, Text, Tie


class Change(IntEnum):
    """How much a question differs; a graver change has the higher number."""

    SAME = 0
    #: Other words, the same codes asked of the same families.
    WORDING = 1
    #: Asked of other families, or under other conditions.
    FILTER = 2
    #: Other options, rows, limits or unit.
    OPTIONS = 3
    #: Another type of answer under the same id.
    TYPE = 4
    NEW = 5
    GONE = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one question, list or indicator."""

    #: ``question``, ``list`` or ``indicator``.
    kind: str
    id: str
    change: Change
    #: Every kind of change found, the gravest included.
    all: frozenset[Change]
    #: Codes of options or rows that only one version has.
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_comparable(self) -> bool:
        """Say whether shares of both versions may stand in one chart without a break."""
        return self.change <= Change.WORDING

    @property
    def is_partly_comparable(self) -> bool:
        """Say whether what both versions have may be compared with a mark and a sentence."""
        return self.change in {Change.FILTER, Change.OPTIONS} and Change.TYPE not in self.all


def fingerprint(questionnaire: Questionnaire) -> str:
    """Return the SHA-256 of what a questionnaire says, however its file is laid out, hexadecimal."""
    bare = replace(questionnaire, facts={}, areas={})
    return hashlib.sha256(document.write(bare).encode()).hexdigest()


def compare(old: Questionnaire, new: Questionnaire) -> tuple[Difference, ...]:
    """Return what became of every question, list and indicator: first as the new one asks them."""
    before, after = index_of(old), index_of(new)
    return (
        *_differences("question", before, after, _questions, _question_changes),
        *_differences("list", before, after, _lists, _plain_changes),
        *_differences("indicator", before, after, _indicators, _indicator_changes),
    )


def is_correction(old: Questionnaire, new: Questionnaire) -> bool:
    """Say whether ``new`` only words things better, so that begun and given answers keep their sense."""
    return _without_words(old) == _without_words(new)


_Parts: TypeAlias = Callable[[Index], Mapping[str, Any]]
_Changes: TypeAlias = Callable[[Index, Any, Index, Any], frozenset[Change]]


def _questions(index: Index) -> Mapping[str, Any]:
    return index.questions


def _lists(index: Index) -> Mapping[str, Any]:
    return index.lists


def _indicators(index: Index) -> Mapping[str, Any]:
    return {each.id: each for each in index.questionnaire.indicators}


def _differences(
    kind: str, before: Index, after: Index, parts: _Parts, changes: _Changes
) -> Iterator[Difference]:
    old, new = parts(before), parts(after)
    for id_, each in new.items():
        if id_ not in old:
            yield Difference(kind, id_, Change.NEW, frozenset({Change.NEW}))
            continue
        found = changes(before, old[id_], after, each)
        gravest = max(found, default=Change.SAME)
        had, has = _codes(before, old[id_]), _codes(after, each)
        added = tuple(code for code in has if code not in had)
        removed = tuple(code for code in had if code not in has)
        yield Difference(kind, id_, gravest, found or frozenset({Change.SAME}), added, removed)
    for id_ in old:
        if id_ not in new:
            yield Difference(kind, id_, Change.GONE, frozenset({Change.GONE}))


def _codes(index: Index, part: object) -> tuple[str, ...]:
    """Return the codes of options and rows; those of lists and indicators are none."""
    if not isinstance(part, Question):
        return ()
    return (*(each.code for each in index.options[part.id]), *(row.code for row in part.rows))


def _question_changes(
    before: Index, old: Question, after: Index, new: Question
) -> frozenset[Change]:
    """Compare two questions by what each kind of change looks at; a new aspect is a new row."""
    return frozenset(
        change for change, aspect in _ASPECTS if aspect(before, old) != aspect(after, new)
    )


def _words(index: Index, question: Question) -> object:
    options = [(each.code, each.text, each.forms) for each in index.options[question.id]]
    rows = [(row.code, row.text) for row in question.rows]
    variants = [(each.text, each.hint) for each in question.variants]
    said = (question.text, question.hint, question.label, question.purpose, question.unit_text)
    page = index.page_of[question.id]
    around = (page.title, page.intro, question.low, question.high)
    return said, options, rows, variants, around, [each.message for each in question.checks]


def _filter(index: Index, question: Question) -> object:
    page = index.page_of[question.id]
    sections = {each.id: each.show for each in index.questionnaire.sections}
    shown = (
        question.show,
        page.show,
        sections.get(page.section),
        *_part_conditions(index, question),
    )
    return [_canonical(each) for each in shown], page.repeat, _canonical(question.required)


def _part_conditions(index: Index, question: Question) -> Iterator[str | None]:
    both: tuple[Option | Row, ...] = (*index.options[question.id], *question.rows)
    yield from (each.show for each in both)
    yield from (each.when for each in question.variants)


def _choices(index: Index, question: Question) -> object:
    options = [(each.code, each.value, each.exclusive) for each in index.options[question.id]]
    rows = [row.code for row in question.rows]
    limits = [_canonical(each) for each in (question.minimum, question.maximum)]
    numbers = (question.decimals, question.step, question.min_choices, question.max_choices)
    missing = (question.may_refuse, question.may_not_apply, question.best, question.pattern)
    checks = [_canonical(each.that) for each in question.checks]
    return options, rows, limits, numbers, missing, checks, _canonical(question.value)


def _type(index: Index, question: Question) -> object:  # noqa: ARG001 - one shape for all aspects
    return question.type


_ASPECTS: tuple[tuple[Change, Callable[[Index, Question], object]], ...] = (
    (Change.WORDING, _words),
    (Change.FILTER, _filter),
    (Change.OPTIONS, _choices),
    (Change.TYPE, _type),
)


def _canonical(expression: str | float | None) -> object:
    """Return an expression as it reads after parsing, so that blanks and brackets change nothing."""
    return write(parse(expression)) if isinstance(expression, str) else expression


def _plain_changes(_: Index, old: object, __: Index, new: object) -> frozenset[Change]:
    """Compare lists: their words, and everything else."""
    if old == new:
        return frozenset()
    return frozenset({Change.WORDING if _wordless(old) == _wordless(new) else Change.FILTER})


def _indicator_changes(_: Index, old: Indicator, __: Index, new: Indicator) -> frozenset[Change]:
    found = set()
    if (old.label, old.sentence) != (new.label, new.sentence):
        found.add(Change.WORDING)
    if _canonical(old.base) != _canonical(new.base):
        found.add(Change.FILTER)
    if (_canonical(old.need), old.planning.unit) != (_canonical(new.need), new.planning.unit):
        found.add(Change.OPTIONS)
    return frozenset(found)


def _without_words(questionnaire: Questionnaire) -> object:
    bare = replace(questionnaire, correction=0, facts={}, areas={}, minutes=0)
    return _wordless(bare)


def _wordless(value: Any) -> Any:  # noqa: ANN401 - any part of a questionnaire
    """Return a part of a questionnaire with every text reduced to the languages it is written in."""
    if isinstance(value, Tie):  # where a question comes from changes nothing of what is asked
        return None
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is not None:
        return {name: _wordless(getattr(value, name)) for name in fields}
    if isinstance(value, tuple):
        return [_wordless(each) for each in value]
    if isinstance(value, Mapping):
        texts: Text = value
        is_text = all(isinstance(each, str) for each in texts.values())
        return {key: "" if is_text else _wordless(each) for key, each in value.items()}
    return value
