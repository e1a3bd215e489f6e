"""Matrices: one question with rows where all rows answer alike, else a question for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from surveyapp.exchange.surveyjs.checks import checked_at_end, checks, say_unchecked
from surveyapp.exchange.surveyjs.choices import columns, entries, options, rows
from surveyapp.exchange.surveyjs.conditions import all_of
from surveyapp.exchange.surveyjs.elements import column_element, rate_points, rate_values, type_of
from surveyapp.exchange.surveyjs.json_file import Json, is_on, items, number_of
from surveyapp.exchange.surveyjs.pieces import Piece, Place, note, question, say_properties
from surveyapp.exchange.surveyjs.questions import BUILDERS
from surveyapp.exchange.surveyjs.symbols import Sort, Symbol, key_of
from surveyapp.questionnaire.model import Option, Question, Row, Text


def matrix(place: Place) -> Iterator[Piece]:
    """One choice, or several, in each row."""
    if _lacks(place, "columns") or _lacks(place, "rows"):
        return
    symbol = place.symbol
    kind = "matrix_multiple" if symbol.cell is Sort.CODES else "matrix"
    if str(place.element.get("rowsOrder", "")).lower() == "random":
        place.change(
            "rowsOrder", "die Zeilen stehen in fester Folge", "the rows stand in a fixed order"
        )
    every_row = place.element.get("isAllRowRequired") or place.element.get("eachRowRequired")
    given = question(
        place,
        kind,
        options=columns(place.reading, place.element, place.path, symbol, place.scope),
        rows=rows(place.reading, place.element, place.path, symbol, place.scope),
        checks=checks(place),
    )
    if given.required is True and not every_row:
        place.change(
            "isRequired",
            "in SurveyJS genügt eine beantwortete Zeile; hier wird jede gebraucht",
            "one answered row is enough in SurveyJS; every row is needed here",
        )
    yield replace(given, required=given.required or bool(every_row))


def _lacks(place: Place, key: str) -> bool:
    if items(place.element.get(key)):
        return False
    said = {"columns": ("Spalten", "columns"), "rows": ("Zeilen", "rows")}[key]
    place.refuse(key, f"die Matrix hat keine {said[0]}", f"the matrix has no {said[1]}")
    return True


def grid(place: Place) -> Iterator[Piece]:
    """Make a matrix of each column of a table, or a question of each of its cells."""
    yield from checked_at_end(place, _columns_of(place))


def _columns_of(place: Place) -> Iterator[Piece]:
    if _lacks(place, "columns") or _lacks(place, "rows"):
        return
    title = place.wording()
    place.change(
        "columns",
        "die Tabelle wird Spalte für Spalte gefragt",
        "the table is asked column by column",
    )
    if place.text("description"):
        yield note(place, "title", title, place.text("description"))
    for n, said in enumerate(items(place.element.get("columns"))):
        element = column_element(place.element, said)
        symbol = place.symbol.parts.get(str(element.get("name", "")).strip().lower())
        if symbol is not None:
            yield from _column(place, element, f"{place.path}.columns[{n}]", symbol, title)


def _column(place: Place, element: Json, path: str, symbol: Symbol, title: Text) -> Iterator[Piece]:
    if is_on(place.element.get("isRequired")):
        element = {**element, "isRequired": True}
    inner = Place(place.reading, element, path, place.scope, symbol, (place.shown(),), title)
    _say(inner)
    if symbol.sort is Sort.ROWS:
        yield from _as_matrix(place, inner)
    elif symbol.sort is Sort.PARTS:
        yield from _cell_by_cell(place, inner)
    else:
        yield from BUILDERS[type_of(element)](inner)


def _say(inner: Place) -> None:
    """Remark the properties of a column as those of the question it is."""
    own = {k: v for k, v in inner.element.items() if k != "cellType"}
    say_properties(replace(inner, element=own))


def _as_matrix(place: Place, inner: Place) -> Iterator[Piece]:
    found = rows(place.reading, place.element, place.path, place.symbol, place.scope)
    inner = replace(inner, scope=place.scope.with_row(place.symbol.parts, None))
    cell = inner.symbol.cell
    fields: dict[str, Any] = {"rows": _filtered(place, inner, found)}
    is_number = cell is Sort.NUMBER and type_of(inner.element) != "rating"
    say_unchecked(inner, *(("numeric",) if is_number else ()))
    if is_number:
        like = next(iter(BUILDERS["text"](replace(inner, element=_bare(inner.element)))))
        if isinstance(like, Question):
            fields |= {"minimum": like.minimum, "maximum": like.maximum, "decimals": like.decimals}
        kind = "matrix_number"
    else:
        fields["options"] = _cell_options(inner)
        kind = "matrix_multiple" if cell is Sort.CODES else "matrix"
    bare = replace(inner, element={k: v for k, v in inner.element.items() if k not in _BY_ROW})
    yield question(bare, kind, **fields)


_BY_ROW = ("visibleIf", "requiredIf")


def _bare(element: Json) -> Json:
    """Return a column without what differs from row to row."""
    limits = [
        each
        for each in items(element.get("validators"))
        if isinstance(each, dict) and str(each.get("type", "")).lower().startswith("numeric")
    ]
    return {**{k: v for k, v in element.items() if k not in _BY_ROW}, "validators": limits}


def _filtered(place: Place, inner: Place, found: tuple[Row, ...]) -> tuple[Row, ...]:
    """Give each row the condition its cell has there."""
    if not inner.element.get("visibleIf"):
        return found
    values = {code: key for key, code in place.symbol.rows.items()}
    return tuple(
        replace(
            row,
            show=all_of(
                (
                    row.show,
                    replace(
                        inner, scope=place.scope.with_row(place.symbol.parts, values[row.code])
                    ).condition("visibleIf"),
                )
            ),
        )
        for row in found
    )


def _cell_options(inner: Place) -> tuple[Option, ...]:
    kind = type_of(inner.element)
    if kind == "boolean":
        texts = inner.reading.texts
        return (Option("yes", texts.own("Ja", "Yes")), Option("no", texts.own("Nein", "No")))
    if kind == "rating":
        return _points(inner)
    found = options(inner.reading, inner.element, inner.path, inner.symbol, inner.scope)
    if not found:
        inner.refuse("choices", "die Spalte hat keine Antworten", "the column has no choices")
    return found


def _points(inner: Place) -> tuple[Option, ...]:
    """Return the points of a rating in a cell, each worded by its number."""
    if rate_values(inner.element):
        said = entries(inner.reading, inner.element, inner.path, "rateValues", inner.scope)
        return tuple(
            Option(inner.symbol.codes[key_of(each.value)], each.text, value=number_of(each.value))
            for each in said
        )
    return tuple(
        Option(f"p{n}", inner.reading.texts.same(key_of(point)), value=number_of(point))
        for n, point in enumerate(rate_points(inner.element), 1)
    )


def _cell_by_cell(place: Place, inner: Place) -> Iterator[Piece]:
    for row in rows(place.reading, place.element, place.path, place.symbol, place.scope):
        key = next(key for key, code in place.symbol.rows.items() if code == row.code)
        title = place.reading.texts.joined(inner.title or {}, row.text) if inner.title else row.text
        cell = replace(
            inner,
            symbol=inner.symbol.parts[key.lower()],
            scope=place.scope.with_row(place.symbol.parts, key),
            around=(*inner.around, row.show),
            title=title,
        )
        yield from BUILDERS[type_of(inner.element)](cell)


MATRICES: Mapping[str, Callable[[Place], Iterator[Piece]]] = {
    "matrix": matrix,
    "matrixdropdown": grid,
}
"""What the matrices with given rows become."""
