"""One function for each type of question of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pyxform.errors import PyXFormError
from pyxform.parsing.parameters import parse as read_parameters

from surveyapp.exchange.clauses import NEVER
from surveyapp.exchange.report import short
from surveyapp.exchange.xlsform.choices import (
    MAX_ALL_OPTIONS,
    MAX_OPTIONS,
    OTHER,
    Coded,
    columns_of,
)
from surveyapp.exchange.xlsform.form import Node
from surveyapp.exchange.xlsform.pieces import InexpressibleError, said_truth
from surveyapp.exchange.xlsform.symbols import is_coarse
from surveyapp.questionnaire.model import Option, Question, Text

if TYPE_CHECKING:
    from surveyapp.exchange.xlsform.questions import Maker

MANY = 40
"""From this number of options on a list is searched instead of looked through."""

PATTERN: Text = {
    "de": "Bitte prüfen Sie die Schreibweise.",
    "en": "Please check how this is written.",
}


def parameters_of(node: Node) -> dict[str, str]:
    """Return the parameters of a row."""
    try:
        found = read_parameters(raw_parameters=node.text("parameters"), row_number=node.row)
    except PyXFormError:
        return {}
    return {str(key): str(value) for key, value in found.items()}


# One function for each type


def _text(maker: Maker, node: Node) -> Sequence[Question]:
    rows = parameters_of(node).get("rows") or node.text("control", "rows")
    lines = int(rows) if rows.isdigit() else (4 if "multiline" in node.appearance else 1)
    fields: dict[str, Any] = {"lines": max(1, min(lines, 20))}
    if node.written == "phone number":
        fields |= {"pattern": "[0-9]*", "pattern_hint": PATTERN}
    return (maker.base(node, "text", **fields),)


def _integer(maker: Maker, node: Node) -> Sequence[Question]:
    most = {"percentage": 100, "number of days in last month": 31}.get(node.written)
    least = None if most is None else 0
    return (maker.base(node, "number", minimum=least, maximum=most),)


def _decimal(maker: Maker, node: Node) -> Sequence[Question]:
    return (maker.base(node, "number", decimals=6),)


def _range(maker: Maker, node: Node) -> Sequence[Question]:
    given = parameters_of(node)
    low, high, step = (
        _float(given.get(key), other) for key, other in (("start", 1), ("end", 10), ("step", 1))
    )
    if low > high:
        low, high = high, low
    step = abs(step) or 1
    points = (high - low) / step + 1
    for key in given.keys() - {"start", "end", "step"}:
        maker.ledger.change(
            node.row,
            f"die Angabe „{short(key)}“ der Skala entfällt",
            f"the parameter “{short(key)}” is left out",
        )
    if points > 101 or points < 2 or points % 1:
        if points % 1:
            maker.ledger.change(
                node.row,
                f"gefragt wird eine Zahl von {low:g} bis {high:g}, nicht in Schritten von {step:g}",
                f"a number from {low:g} to {high:g} is asked for, not in steps of {step:g}",
            )
        return (
            maker.base(
                node, "number", minimum=low, maximum=high, decimals=0 if step % 1 == 0 else 6
            ),
        )
    display = "buttons" if points <= 11 and "rating" in node.appearance else "slider"
    return (maker.base(node, "scale", minimum=low, maximum=high, step=step, display=display),)


def _float(written: str | None, otherwise: float) -> float:
    try:
        found = float(written) if written is not None else otherwise
    except ValueError:
        return otherwise
    return int(found) if found % 1 == 0 else found


def _date(maker: Maker, node: Node) -> Sequence[Question]:
    if node.type == "dateTime":
        maker.ledger.change(
            node.row,
            "gefragt wird nur der Tag, nicht die Uhrzeit",
            "only the day is asked for, not the time",
        )
    if is_coarse(node):
        return (maker.base(node, "year" if "year" in node.appearance else "month"),)
    return (maker.base(node, "date"),)


def _plain(type_: str) -> Callable[[Maker, Node], Sequence[Question]]:
    return lambda maker, node: (maker.base(node, type_),)


def _remarked_note(maker: Maker, node: Node) -> Sequence[Question]:
    if node.text("bind", "calculate"):
        maker.ledger.drop(
            node.row,
            "die Berechnung eines Hinweises entfällt: er hat keine Antwort",
            "the calculation of a note is left out: a note has no answer",
        )
    return (maker.note(node),)


def _select(maker: Maker, node: Node) -> Sequence[Question]:
    coded = maker.symbols.coded(node)
    maker.options_made += len(coded)
    if not coded or len(coded) > MAX_OPTIONS or maker.options_made > MAX_ALL_OPTIONS:
        return _without_list(maker, node, len(coded))
    type_ = _type_of_select(maker, node, coded)
    values = maker.symbols.scale_values(node) if type_ == "scale" else [None] * len(coded)
    options = _options(maker, node, coded, values)
    fields: dict[str, Any] = {"rotate": parameters_of(node).get("randomize") == "true"}
    if parameters_of(node).get("seed"):
        maker.ledger.change(
            node.row,
            "die Reihenfolge wird für jede Familie neu gelost (seed entfällt)",
            "the order is drawn anew for each family (seed is left out)",
        )
    if not node.has_other:
        return (maker.base(node, type_, options=options, **fields),)
    other = maker.symbols.other_code(node)
    if other not in {each.code for each in options}:
        options = (*options, Option(other, _OTHER_OPTION))
    question = maker.base(node, type_, options=options, **fields)
    return question, _other(maker, node, question, other)


_OTHER_OPTION: Text = {"de": "Sonstiges", "en": "Other"}
_OTHER_TEXT: Text = {"de": "Was genau?", "en": "Please specify"}


def _other(maker: Maker, node: Node, question: Question, code: str) -> Question:
    sign = "has" if question.type in ("multiple", "ranking") else "=="
    id_ = maker.symbols.new_id(f"{node.name}_{OTHER}")
    return Question(id_, "text", _OTHER_TEXT, show=f"{question.id} {sign} '{code}'", lines=1)


def _without_list(maker: Maker, node: Node, number: int) -> Sequence[Question]:
    if number:
        maker.ledger.drop(
            node.row,
            f"{node.name}: die Liste hat mit {number} Antworten mehr, als ein Fragebogen fasst",
            f"{node.name}: the list of {number} choices is longer than a questionnaire can hold",
        )
    else:
        maker.ledger.drop(
            node.row,
            f"{node.name}: die Antworten stehen in einer Datei "
            f"oder in früheren Antworten („{node.list_name}“)",
            f"{node.name}: the choices stand in a file or in earlier answers (“{node.list_name}”)",
        )
    return ()


def _type_of_select(maker: Maker, node: Node, coded: Sequence[Coded]) -> str:
    if node.type == "select_multiple":
        return "multiple"
    if node.type == "rank":
        return "ranking"
    if maker.symbols.is_scale(node):
        return "scale"
    is_searched = bool({"minimal", "autocomplete", "search"} & set(node.appearance))
    return "dropdown" if is_searched or len(coded) > MANY else "single"


def _options(
    maker: Maker, node: Node, coded: Sequence[Coded], values: Sequence[float | None]
) -> tuple[Option, ...]:
    written = node.text("choice_filter")
    if not written:
        return tuple(each.option(value=value) for each, value in zip(coded, values, strict=True))
    try:
        shows = [maker.translator.option(written, node, columns_of(each.choice)) for each in coded]
    except InexpressibleError as error:
        maker.ledger.change(
            node.row,
            f"der Filter „{short(written)}“ der Antworten kommt nicht mit, er {error.german}: alle stehen da",
            f"the choice filter “{short(written)}” does not come over, it {error.english}: all are offered",
        )
        return tuple(each.option() for each in coded)
    offered = [(each, show) for each, show in zip(coded, shows, strict=True) if show is not False]
    if not offered:
        maker.ledger.change(
            node.row,
            f"der Filter „{short(written)}“ lässt keine Antwort übrig; die Frage wird niemandem gestellt",
            f"the choice filter “{short(written)}” offers no choice to anybody; the question is never asked",
        )
        return tuple(each.option(NEVER) for each in coded)
    return tuple(each.option(said_truth(show)) for each, show in offered)


MAKERS: Mapping[str, Callable[[Maker, Node], Sequence[Question]]] = {
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "range": _range,
    "date": _date,
    "dateTime": _date,
    "time": _plain("time"),
    "geopoint": _plain("point"),
    "acknowledge": _plain("consent"),
    "note": _remarked_note,
    "select_one": _select,
    "select_multiple": _select,
    "rank": _select,
}
