"""Lines of a condition as a form sends them: question, relation and value, what is added and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from surveyapp.questionnaire.editing import clauses as engine
from surveyapp.questionnaire.editing.choosing import Choice
from surveyapp.questionnaire.editing.clauses import (
    SEVERAL,
    WITHOUT_VALUE,
    Clause,
    Clauses,
    Relation,
    Subject,
    Term,
)
from surveyapp.web.staff.studio_sent import Sent, number_in

MOST_LINES = 30
_LONGEST_NUMBER = 5
LINE, ALL_OF = "bed", "alle"

NEW_LINE = Clause("", Relation.IS)
"""A line nobody has chosen anything in."""


def was_sent(sent: Sent) -> bool:
    """Say whether a form holds lines."""
    return any(name.startswith(f"{LINE}~") for name in sent)


def key_of(each: Choice | Clause | Term) -> str:
    """Return how what a line speaks of stands in a form; empty for a new line."""
    return f"{each.subject}|{each.name}|{each.row or ''}" if each.name else ""


def is_number(choice: Choice) -> bool:
    """Say whether one can add to it and compare it with other numbers."""
    return choice.subject is not Subject.QUESTION or Relation.LESS in choice.relations


def clauses_in(sent: Sent, choices: Sequence[Choice], *, is_open: bool = False) -> Clauses:
    """Return the lines that were sent; lines that are not finished only where it is still ``open``."""
    known = {key_of(each): each for each in choices}
    groups = _numbers(sent)
    verb, _tilde, rest = sent.get("do", "").partition("~")
    parts: dict[int, list[Clause]] = {
        group: [
            clause
            for number in numbers
            if not (verb == "zeile_weg" and rest == f"{group}~{number}")
            and (clause := _clause(sent, known, group, number)) is not None
            and (is_open or _is_finished(clause))
        ]
        for group, numbers in groups.items()
    }
    if is_open and verb == "zeile_dazu":
        parts.setdefault(int(rest) if _is_number(rest) else 0, []).append(NEW_LINE)
    if is_open and verb == "gruppe_dazu":
        parts[max(parts, default=0) + 1] = [NEW_LINE]
    is_all = sent.get(f"{ALL_OF}~0", "ja") == "ja"
    inner = (
        Clauses(all=not is_all, parts=tuple(lines))
        for group, lines in parts.items()
        if group and lines
    )
    return Clauses(all=is_all, parts=(*parts.get(0, ()), *inner))


def _is_number(written: str) -> bool:
    """Say whether it is a number of a line or group; Python reads none of thousands of digits."""
    return written.isascii() and written.isdecimal() and len(written) < _LONGEST_NUMBER


def _numbers(sent: Sent) -> dict[int, list[int]]:
    """Return the groups that were sent with the numbers of their lines."""
    found: dict[int, list[int]] = {}
    for name in sent:
        first, *rest = name.split("~")
        if first != LINE or len(rest) != 3 or rest[2] != "frage":
            continue
        if _is_number(rest[0]) and _is_number(rest[1]) and len(found) < MOST_LINES:
            found.setdefault(int(rest[0]), []).append(int(rest[1]))
    return {group: lines[:MOST_LINES] for group, lines in sorted(found.items())}


def _clause(sent: Sent, known: Mapping[str, Choice], group: int, number: int) -> Clause | None:
    name = f"{LINE}~{group}~{number}"
    choice = known.get(sent.get(f"{name}~frage", ""))
    if choice is None:
        return NEW_LINE
    offered = [each for each in choice.relations if each == sent.get(f"{name}~bezug")]
    relation = (offered or [*choice.relations])[0]
    clause = Clause(choice.name, relation, (), choice.row, choice.subject)
    if relation in WITHOUT_VALUE:
        return clause
    if not is_number(choice):
        return replace(
            clause, values=_first(relation, _values(sent.getlist(f"{name}~wert"), choice))
        )
    others = tuple(_terms(sent.getlist(f"{name}~andere"), known))
    values = _first(relation, _values(sent.getlist(f"{name}~wert"), choice))
    if others and relation is not Relation.BETWEEN:
        values = others[:1]
    plus = tuple(_terms(sent.getlist(f"{name}~plus"), known))[:MOST_LINES]
    return replace(clause, values=values, plus=plus)


def _first(relation: Relation, values: Iterator[str | float]) -> tuple[str | float | Term, ...]:
    """Return as many values as a relation takes."""
    most = None if relation in SEVERAL else 2 if relation is Relation.BETWEEN else 1
    return tuple(values)[:most]


def _terms(keys: Sequence[str], known: Mapping[str, Choice]) -> Iterator[Term]:
    """Iterate over the numbers that were picked."""
    for choice in (known[key] for key in keys if key in known):
        if is_number(choice):
            yield Term(choice.name, choice.row, choice.subject)


def _values(given: Sequence[str], choice: Choice) -> Iterator[str | float]:
    codes = {code for code, _label in choice.values}
    for each in (text.strip() for text in given):
        if codes:
            yield from ([each] if each in codes else [])
        elif each:
            yield number_in(each)


def _is_finished(clause: Clause) -> bool:
    if not clause.name:
        return False
    if clause.relation in WITHOUT_VALUE:
        return True
    return len(clause.values) >= (2 if clause.relation is Relation.BETWEEN else 1)


def is_unfinished(sent: Sent, choices: Sequence[Choice]) -> bool:
    """Say whether a line names a question and no value yet."""
    groups = clauses_in(sent, choices, is_open=True)
    lines = (
        each
        for part in groups.parts
        for each in (part.parts if isinstance(part, Clauses) else (part,))
    )
    return any(isinstance(each, Clause) and each.name and not _is_finished(each) for each in lines)


def expression_in(sent: Sent, choices: Sequence[Choice]) -> str:
    """Return the expression that was put together or written."""
    if "ausdruck" in sent:
        return sent["ausdruck"].strip()
    return engine.expression_of(clauses_in(sent, choices))
