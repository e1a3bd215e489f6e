"""One question of ours as rows of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from surveyapp.exchange.giveout.draft import Draft, Row, joined_text
from surveyapp.exchange.giveout.form_rows import (
    Place,
    add_row,
    constraint_of,
    options_shown,
    planning_of,
    remark_on,
    required_when,
    shown_when,
)
from surveyapp.exchange.giveout.naming import Scope
from surveyapp.exchange.giveout.xpath_parts import literal
from surveyapp.questionnaire import expression as language
from surveyapp.questionnaire.explain import is_condition
from surveyapp.questionnaire.model import Option, Question
from surveyapp.questionnaire.model import Row as Line

MAX_TABLE = 20
"""Rows of a table that a phone can still show."""


def write(draft: Draft, scope: Scope, question: Question) -> None:
    """Add the rows of a question."""
    place = Place(draft, scope, question)
    remark_on(place)
    writer = _WRITERS.get(question.type)
    if writer is None:
        place.remark(
            f"die Frageart {question.type} kennt ein Formular nicht",
            f"a form does not know the type {question.type}",
        )
        return
    writer(place)


# Choices


def _select(place: Place, command: str, **cells: str | float) -> Row:
    options = options_shown(place)
    question = place.question
    wanted = question.scale or question.id
    list_name = place.draft.list_of(options, wanted)
    if question.rotate and command != "rank":
        cells["parameters"] = "randomize=true"
        place.remark(
            "auch „keine Angabe“ und Ausschließendes werden gemischt",
            "“prefer not to say” and exclusive options are shuffled, too",
        )
    return add_row(place, f"{command} {list_name}", choice_filter=_filter(place, options), **cells)


def _filter(place: Place, options: Sequence[Option]) -> str:
    parts = []
    for each in options:
        condition = shown_when(place, each.show)
        if condition:
            parts.append(f"(name != {literal(each.code)} or {condition})")
    return " and ".join(parts)


def _one(appearance: str = "") -> Callable[[Place], None]:
    def work(place: Place) -> None:
        _select(place, "select_one", appearance=appearance)

    return work


def _several(place: Place) -> None:
    _select(place, "select_multiple")


def _ranking(place: Place) -> None:
    if place.question.may_refuse:
        place.remark(
            "„keine Angabe“ wird nicht angeboten: alles wird geordnet",
            "“prefer not to say” is not offered: everything is put in order",
        )
    plain = replace(place.question, may_refuse=False, may_not_apply=False)
    _select(replace(place, question=plain), "rank")


def _scale(place: Place) -> None:
    question = place.question
    if question.options or question.scale or question.display != "slider":
        _select(place, "select_one", appearance="likert")
        return
    low, high = question.minimum, question.maximum
    add_row(
        replace(place, question=replace(question, required=_kept(place))),
        "range",
        parameters=f"start={low:g} end={high:g} step={question.step:g}",
    )


def _kept(place: Place) -> bool | str:
    """Return whether a slider must be moved: nobody can leave it out on purpose."""
    if place.question.may_refuse and place.question.required:
        place.remark(
            "der Regler ist freiwillig: daneben gibt es kein „keine Angabe“",
            "the slider is voluntary: there is no “prefer not to say” beside it",
        )
        return False
    return place.question.required


def _municipality(place: Place) -> None:
    if place.draft.index.options[place.question.id]:
        _select(place, "select_one", appearance="minimal")
        return
    place.remark(
        "die Gemeinden des Landkreises kennt erst eine Befragung; gefragt wird ein Text",
        "only a survey knows the municipalities of its county; a text is asked for",
    )
    add_row(place, "text")


# Matrices


def _matrix(place: Place) -> None:
    """Write a matrix as a table of choices, or as a group of questions where rows have conditions."""
    question = place.question
    is_table = question.type == "matrix" and 1 < len(question.rows) <= MAX_TABLE
    list_name = ""
    if question.type != "matrix_number":
        list_name = place.draft.list_of(options_shown(place), question.scale or question.id)
    cells: Row = {}
    place.draft.texts(cells, "label", question.text, place.say)
    hint = joined_text((question.hint, question.purpose), place.draft.languages)
    place.draft.texts(cells, "hint", hint, place.say)
    name = place.name
    appearance = "table-list" if is_table else "field-list"
    cells |= {"appearance": appearance, "relevant": shown_when(place, question.show)}
    place.draft.add("begin_group", name, **cells, planning=planning_of(question))
    constraint = constraint_of(place)
    required = required_when(place)
    for line in question.rows:
        _line(place, line, list_name, required, constraint)
    place.draft.add("end_group", "")


def _line(place: Place, line: Line, list_name: str, required: str, constraint: str) -> None:
    question = place.question
    type_ = {
        "matrix": f"select_one {list_name}",
        "matrix_multiple": f"select_multiple {list_name}",
    }.get(question.type, "decimal" if question.decimals else "integer")
    cells: Row = {"relevant": shown_when(place, line.show), "required": required}
    place.draft.texts(cells, "label", line.text, place.say)
    if question.type == "matrix_number":
        limits = ((">=", question.minimum), ("<=", question.maximum))
        constraint = " and ".join(
            f". {sign} {limit:g}" for sign, limit in limits if isinstance(limit, (int, float))
        )
    name = place.draft.name_of(question, line.code, place.scope)
    filter_ = "" if question.type == "matrix_number" else _filter(place, options_shown(place))
    place.draft.add(type_, name, **cells, constraint=constraint, choice_filter=filter_)


# Written answers


def _plain(type_: str, **cells: str | float) -> Callable[[Place], None]:
    def work(place: Place) -> None:
        add_row(place, type_, **cells)

    return work


def _number(place: Place) -> None:
    add_row(place, "decimal" if place.question.decimals else "integer")


def _duration(place: Place) -> None:
    place.remark(
        "eine Dauer wird als Zahl von Minuten gefragt", "a duration is asked as a number of minutes"
    )
    add_row(place, "integer")


def _text(place: Place) -> None:
    add_row(place, "text", appearance="multiline" if place.question.lines > 1 else "")


def _computed(place: Place) -> None:
    question = place.question
    text = question.value or "0"
    found = place.draft.said(place.where, place.scope, lambda path: path.amount(text))
    if not found:
        return
    if is_condition(language.parse(text)) and not found.startswith("if("):
        found = f"if({found}, 1, 0)"
    row = place.draft.add(
        "calculate", place.name, calculation=found, relevant=shown_when(place, question.show)
    )
    row["planning"] = planning_of(question)


_WRITERS: Mapping[str, Callable[[Place], None]] = {
    "single": _one(),
    "dropdown": _one("minimal"),
    "yesno": _one(),
    "image": _one("no-buttons"),
    "scale": _scale,
    "multiple": _several,
    "ranking": _ranking,
    "matrix": _matrix,
    "matrix_multiple": _matrix,
    "matrix_number": _matrix,
    "consent": _plain("acknowledge"),
    "municipality": _municipality,
    "postcode": _municipality,
    "point": _plain("geopoint"),
    "number": _number,
    "year": _plain("date", appearance="year"),
    "month": _plain("date", appearance="month-year"),
    "date": _plain("date"),
    "time": _plain("time"),
    "duration": _duration,
    "text": _text,
    "note": _plain("note"),
    "computed": _computed,
}
