"""Rules of a file that eQ would refuse: unknown operators, wrong operands, values nobody can choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.exchange.eq.shape_answers import NUMBERS
from surveyapp.exchange.eq.source import Source, identifiers, obj
from surveyapp.exchange.surveyjs.json_file import items, number_of

_LOGIC = {"and": (1, 500), "or": (1, 500), "not": (1, 1)}
_COMPARISONS = dict.fromkeys(("==", "!=", "<", "<=", ">", ">=", "in", "any-in", "all-in"), (2, 2))
_VALUES = {
    "count": (1, 1),
    "date": (1, 2),
    "format-date": (2, 2),
    "date-range": (2, 2),
    "map": (2, 2),
    "option-label-from-value": (2, 2),
    "+": (1, 500),
    "sum": (1, 500),
    "concat": (1, 500),
}
OPERATORS: Mapping[str, tuple[int, int]] = {**_LOGIC, **_COMPARISONS, **_VALUES}
"""Every operator with the least and most operands it takes."""

_TYPES = {
    **dict.fromkeys(NUMBERS, "number"),
    "Checkbox": "array",
    "Duration": "object",
    "Address": "object",
    "Relationship": "object",
}


def check_rule(source: Source, rule: Any, path: str) -> None:  # noqa: ANN401 - JSON
    """Refuse a rule that is none, or that decides nothing."""
    if not isinstance(rule, dict) or len(rule) != 1:
        source.notes.refuse(
            path,
            "eine Bedingung ist ein Objekt mit genau einem Operator",
            "a rule is an object with exactly one operator",
        )
        return
    name = next(iter(rule))
    if name not in OPERATORS:
        known = ", ".join(OPERATORS)
        source.notes.refuse(
            path,
            f"den Operator „{name[:40]}“ gibt es nicht; es gibt {known}",
            f"there is no operator “{name[:40]}”; there are {known}",
        )
        return
    if name in _VALUES:
        source.notes.refuse(
            path, f"„{name}“ gibt einen Wert, keine Bedingung", f"“{name}” gives a value, no truth"
        )
        return
    check_value(source, rule, path)


def check_value(source: Source, rule: Any, path: str) -> None:  # noqa: ANN401 - JSON
    """Refuse operators with too few, too many or the wrong operands."""
    if not isinstance(rule, dict) or isinstance(rule.get("source"), str):
        return
    if len(rule) != 1 or "source" in rule:
        _refuse(source, path, "das ist weder Wert noch Quelle", "this is neither value nor source")
        return
    name, operands = next(iter(rule.items()))
    if name not in OPERATORS:
        _refuse(source, path, f"den Operator „{name[:40]}“ gibt es nicht", f"unknown “{name[:40]}”")
        return
    least, most = OPERATORS[name]
    if not isinstance(operands, list) or not least <= len(operands) <= most:
        wanted = str(least) if least == most else f"{least}–{most}"
        german = f"„{name}“ braucht eine Liste von {wanted} Werten"
        _refuse(source, path, german, f"“{name}” takes a list of {wanted} values")
        return
    for n, operand in enumerate(operands):
        where = f"{path}.{name}[{n}]"
        if name in _LOGIC:
            check_rule(source, operand, where)
        elif name != "date" or n == 0:
            check_value(source, operand, where)
    if name in _COMPARISONS:
        _check_comparison(source, name, operands, path)
    _check_operand(source, name, operands, path)


def _check_operand(source: Source, name: str, operands: list[Any], path: str) -> None:
    if name == "count":
        _check_type(source, operands[0], ("Checkbox",), path, "count")
    elif name == "date":
        _check_type(source, operands[0], ("Date", "MonthYearDate", "YearDate"), path, "date")
    elif name == "map" and '"self"' not in str(operands[0]).replace("'", '"'):
        _refuse(source, path, "„map“ spricht nicht von „self“", "“map” does not speak of “self”")


def _refuse(source: Source, path: str, german: str, english: str) -> None:
    source.notes.refuse(path, german, english)


def _check_type(
    source: Source,
    operand: Any,  # noqa: ANN401 - JSON
    types: tuple[str, ...],
    path: str,
    name: str,
) -> None:
    said = obj(operand)
    answer = source.answer(said.get("identifier")) if said.get("source") == "answers" else None
    if answer is not None and answer.type not in types:
        wanted = ", ".join(types)
        german = f"„{name}“ braucht eine Antwort vom Typ {wanted}, nicht {answer.type}"
        _refuse(source, path, german, f"“{name}” takes an answer of {wanted}, not {answer.type}")


def _check_comparison(source: Source, name: str, operands: list[Any], path: str) -> None:
    types = [type_of(source, each) for each in operands]
    left, right = types
    is_same = left == right or "any" in types
    if name in ("==", "!="):
        is_sound = is_same or "null" in types
        is_sound = is_sound and "array" not in types
    elif name == "in":
        is_sound = right in ("array", "any") and left != "array"
    elif name in ("any-in", "all-in"):
        is_sound = all(each in ("array", "any") for each in types)
    else:
        is_sound = is_same and not {"array", "boolean", "null"} & set(types)
        is_sound = is_sound and (types != ["string", "string"] or _are_dates(source, operands))
    if not is_sound:
        german = f"„{name}“ kann {left} und {right} nicht vergleichen"
        _refuse(source, path, german, f"“{name}” cannot compare {left} and {right}")
        return
    _check_options(source, operands, path)


def _are_dates(source: Source, operands: list[Any]) -> bool:
    answers = [source.answer(obj(each).get("identifier")) for each in operands]
    return any(each is not None and each.type.endswith("Date") for each in answers)


def type_of(source: Source, operand: Any) -> str:  # noqa: ANN401 - JSON
    """Return what an operand gives: ``string``, ``number``, ``array`` …, or ``any``."""
    if operand is None:
        return "null"
    if isinstance(operand, bool):
        return "boolean"
    if isinstance(operand, (int, float)):
        return "number"
    if isinstance(operand, (str, list)):
        return "string" if isinstance(operand, str) else "array"
    said = obj(operand)
    if "source" not in said:
        name = next(iter(said), "")
        given = {"count": "number", "date": "date", "+": "number", "sum": "number", "map": "array"}
        return "boolean" if name in _LOGIC or name in _COMPARISONS else given.get(name, "any")
    return _source_type(source, said)


def _source_type(source: Source, said: Any) -> str:  # noqa: ANN401 - JSON
    kind = str(said["source"])
    if kind == "answers":
        answer = source.answer(said.get("identifier"))
        if answer is None or answer.is_dynamic or "selector" in said:
            return "any"
        return _TYPES.get(answer.type, "string")
    if kind == "list":
        selectors = {"count": "number", "first": "string", "primary_person": "string"}
        return selectors.get(str(said.get("selector")), "array")
    given = {"calculated_summary": "number", "grand_calculated_summary": "number"}
    return given.get(kind, "any" if kind != "location" else "string")


def _check_options(source: Source, operands: list[Any], path: str) -> None:
    """Refuse values that are no option of the answer they are compared with."""
    answers = [
        found
        for each in operands
        if obj(each).get("source") == "answers"
        for name in identifiers(each)
        for found in source.answers.get(name, ())
    ]
    if any("dynamic_options" in each.json for each in answers):
        return
    values = {
        str(obj(option).get("value")).casefold()
        for each in answers
        for option in items(each.json.get("options"))
    }
    written = [v for each in operands for v in (each if isinstance(each, list) else [each])]
    for value in written:
        if values and isinstance(value, str) and value.casefold() not in values:
            german = f"„{value[:60]}“ ist keine Option von „{answers[0].id}“"
            _refuse(source, path, german, f"“{value[:60]}” is no option of “{answers[0].id}”")
        if values and number_of(value) is not None and not isinstance(value, str):
            german = f"{value} ist keine Option von „{answers[0].id}“"
            _refuse(source, path, german, f"{value} is no option of “{answers[0].id}”")
