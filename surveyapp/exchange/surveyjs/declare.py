"""The first walk through a file: every name, what it stands for, and what is named twice."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from surveyapp.exchange.surveyjs.carried import carry_forward
from surveyapp.exchange.surveyjs.elements import (
    NOT_TAKEN,
    choice_values,
    columns_of,
    elements_of,
    folded,
    pages_of,
    rate_points,
    rate_values,
    special_values,
    text_sort,
    type_of,
)
from surveyapp.exchange.surveyjs.expression import SyntaxMistake, parse
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.exchange.surveyjs.naming import group, put
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Sort, Symbol, codes_of, key_of


def declare(reading: Reading) -> None:
    """Note every name of the file, refusing what is named twice or not at all."""
    for path, page in pages_of(reading.survey):
        if page.get("name"):
            put(reading, reading.names, group(page, path))
        for inner_path, element in elements_of(page, path):
            declare_element(reading, element, inner_path, reading.names, "")
    for place, value in enumerate(items(reading.survey.get("calculatedValues"))):
        _declare_formula(reading, value, f"calculatedValues[{place}]")
    carry_forward(reading)


def declare_element(
    reading: Reading, element: Json, path: str, names: dict[str, Symbol], inside: str
) -> None:
    """Note one element and all elements in it."""
    kind, name = type_of(element), element.get("name")
    if not _is_sound(reading, element, path, kind):
        return
    symbol = _sort_of(kind)(reading, element, path, inside)
    if element.get("visible") is False and not element.get("visibleIf"):
        is_shown = str(name).strip().lower() in reading.shown_by_trigger
        symbol = symbol if is_shown else Symbol(str(name), path, Sort.GONE)
    symbol = _with_comment(reading, element, symbol, inside)
    put(reading, names, symbol)
    if kind in ("panel", "flowpanel"):
        for inner_path, inner in elements_of(element, path):
            declare_element(reading, inner, inner_path, names, inside)


def _is_sound(reading: Reading, element: Json, path: str, kind: str) -> bool:
    if not kind:
        reading.notes.refuse(path, "das Element hat keinen Typ", "the element has no type")
    elif kind not in SORTS:
        near = "".join(difflib.get_close_matches(kind[:40], SORTS, 1))
        german, english = (f"; gemeint ist vielleicht „{near}“", f"; perhaps “{near}”")
        reading.notes.refuse(
            path,
            f"den Typ „{kind[:40]}“ gibt es in SurveyJS nicht{german if near else ''}",
            f"there is no type “{kind[:40]}” in SurveyJS{english if near else ''}",
        )
    elif not isinstance(element.get("name"), (str, int)) or not str(element["name"]).strip():
        reading.notes.refuse(path, "das Element hat keinen Namen", "the element has no name")
    else:
        return True
    return False


def _with_comment(reading: Reading, element: Json, symbol: Symbol, inside: str) -> Symbol:
    keys = ("showCommentArea", "hasComment", "showOtherItem", "hasOther")
    has_other = any(
        isinstance(each, dict) and each.get("showCommentArea")
        for each in items(element.get("choices"))
    )
    if symbol.sort in (Sort.GONE, Sort.GROUP) or not (has_other or any(map(element.get, keys))):
        return symbol
    return replace(symbol, comment=reading.new_id(f"{symbol.name} comment", inside))


def _declare_formula(reading: Reading, value: object, path: str) -> None:
    if not isinstance(value, dict) or not value.get("name"):
        reading.notes.refuse(path, "der Rechenwert hat keinen Namen", "the value has no name")
        return
    said = value.get("expression")
    try:
        tree = parse(str(said)) if said not in (None, "") else None
    except SyntaxMistake as mistake:
        tree = None
        reading.notes.refuse(
            f"{path}.expression",
            f"der Ausdruck „{str(said)[:80]}“ ist ab „{mistake}“ nicht lesbar",
            f"the expression “{str(said)[:80]}” cannot be read from “{mistake}” on",
        )
    sort = Sort.FORMULA if tree is not None else Sort.GONE
    put(reading, reading.names, Symbol(str(value["name"]), path, sort, formula=tree))


# What each type gives


def _simple(sort: Sort) -> Callable[[Reading, Json, str, str], Symbol]:
    def found(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
        name = str(element["name"])
        return Symbol(name, path, sort, reading.new_id(name, inside), list=inside)

    return found


def _text(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    return _simple(text_sort(element))(reading, element, path, inside)


def _choice(sort: Sort) -> Callable[[Reading, Json, str, str], Symbol]:
    def found(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
        codes = codes_of([*choice_values(element), *special_values(element)])
        refused = frozenset({"refused"}) if element.get("showRefuseItem") else frozenset[str]()
        is_there = codes or element.get("choicesFromQuestion")
        symbol = _simple(sort if is_there else Sort.GONE)(reading, element, path, inside)
        return replace(symbol, codes=codes, refusals=refused)

    return found


def _picture(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    sort = Sort.CODES if element.get("multiSelect") else Sort.CODE
    return _choice(sort)(reading, element, path, inside)


def _truth(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    said = {"yes": element.get("valueTrue", True), "no": element.get("valueFalse", False)}
    codes = {"true": "yes", "false": "no", **{key_of(said[code]): code for code in said}}
    return replace(_simple(Sort.CODE)(reading, element, path, inside), codes=codes)


def _rating(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    values = rate_values(element)
    if all(number_of(each) is not None for each in values):
        return _simple(Sort.NUMBER)(reading, element, path, inside)
    return replace(_simple(Sort.CODE)(reading, element, path, inside), codes=codes_of(values))


def _slider(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    sort = Sort.NUMBER if element.get("sliderType") == "single" else Sort.PARTS
    return _simple(sort)(reading, element, path, inside)


def _matrix(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    is_multiple = str(element.get("cellType", "radio")).lower() == "checkbox"
    return replace(
        _simple(Sort.ROWS)(reading, element, path, inside),
        codes=codes_of(choice_values(element, "columns")),
        rows=codes_of(choice_values(element, "rows"), named=True),
        cell=Sort.CODES if is_multiple else Sort.CODE,
    )


def _grid(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    rows = choice_values(element, "rows")
    symbol = replace(
        _simple(Sort.PARTS)(reading, element, path, inside), rows=codes_of(rows, named=True)
    )
    parts: dict[str, Symbol] = {}
    for column_path, column in columns_of(element, path):
        if _is_sound(reading, column, column_path, type_of(column)):
            put(reading, parts, _grid_column(reading, column, column_path, symbol))
    return replace(symbol, parts=parts)


def _grid_column(reading: Reading, column: Json, path: str, grid: Symbol) -> Symbol:
    """Make a matrix of a column that all rows answer alike, of any other a question for each row."""
    name = str(column["name"])
    if type_of(column) == "rating" and all(
        number_of(each) is not None for each in rate_values(column)
    ):
        column = {**column, "rateValues": rate_points(column)}
        one = _simple(Sort.ROWS)(reading, {**column, "name": f"{grid.name} {name}"}, path, "")
        points = {key_of(point): f"p{n}" for n, point in enumerate(rate_points(column), 1)}
        return replace(one, name=name, codes=points, rows=grid.rows)
    one = _sort_of(type_of(column))(reading, {**column, "name": f"{grid.name} {name}"}, path, "")
    if one.sort in (Sort.CODE, Sort.CODES, Sort.NUMBER):
        return replace(one, name=name, sort=Sort.ROWS, cell=one.sort, rows=grid.rows)
    if one.sort is Sort.GONE:
        return replace(one, name=name)
    parts = {
        key.lower(): replace(one, id=reading.new_id(f"{grid.name} {name} {key}"))
        for key in grid.rows
    }
    return replace(one, name=name, sort=Sort.PARTS, parts=parts)


def _dynamic_matrix(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    return _list(reading, element, path, inside, columns_of(element, path))


def _dynamic_panel(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    return _list(reading, element, path, inside, elements_of(element, path, "templateElements"))


def _list(
    reading: Reading,
    element: Json,
    path: str,
    inside: str,
    fields: Iterator[tuple[str, Json]],
) -> Symbol:
    """Note a repeated group; one stored under the name of an earlier group asks more of its items."""
    key = folded(element.get("valueName") or element["name"])
    first = reading.stored.get(key)
    symbol = _simple(Sort.LIST)(reading, element, path, inside)
    symbol = symbol if first is None else replace(symbol, id=first.id, list=first.list)
    known = {} if first is None else first.parts
    parts = dict(known)
    for inner_path, inner in fields:
        if folded(inner.get("name")) in known:
            reading.notes.drop(
                inner_path,
                f"wird für dieselbe Liste schon in „{first.name if first else ''}“ gefragt",
                f"is asked for the same list in “{first.name if first else ''}” already",
            )
        else:
            declare_element(reading, inner, inner_path, parts, symbol.id)
    found = replace(symbol, parts=parts)
    reading.stored[key] = found if first is None else replace(first, parts=parts)
    return found


def _fields(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    symbol = _simple(Sort.PARTS)(reading, element, path, inside)
    parts: dict[str, Symbol] = {}
    for place, item in enumerate(items(element.get("items"))):
        where, said = f"{path}.items[{place}]", item if isinstance(item, dict) else {"name": item}
        if _is_sound(reading, said, where, "text"):
            one = _text(reading, {**said, "name": f"{symbol.name} {said['name']}"}, where, inside)
            put(reading, parts, replace(one, name=str(said["name"])))
    return replace(symbol, parts=parts)


def _formula(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    try:
        tree = parse(str(element["expression"])) if element.get("expression") else None
    except SyntaxMistake:
        tree = None
    name = str(element["name"])
    if tree is None:
        return Symbol(name, path, Sort.GONE)
    return Symbol(name, path, Sort.FORMULA, reading.new_id(name, inside), formula=tree)


def _panel(_reading: Reading, element: Json, path: str, _inside: str) -> Symbol:
    return group(element, path)


def _gone(_reading: Reading, element: Json, path: str, _inside: str) -> Symbol:
    return Symbol(str(element["name"]), path, Sort.GONE)


SORTS: Mapping[str, Callable[[Reading, Json, str, str], Symbol]] = {
    "text": _text,
    "comment": _simple(Sort.TEXT),
    "radiogroup": _choice(Sort.CODE),
    "dropdown": _choice(Sort.CODE),
    "buttongroup": _choice(Sort.CODE),
    "checkbox": _choice(Sort.CODES),
    "tagbox": _choice(Sort.CODES),
    "imagepicker": _picture,
    "ranking": _choice(Sort.RANKING),
    "boolean": _truth,
    "rating": _rating,
    "slider": _slider,
    "matrix": _matrix,
    "matrixdropdown": _grid,
    "matrixdynamic": _dynamic_matrix,
    "paneldynamic": _dynamic_panel,
    "multipletext": _fields,
    "expression": _formula,
    "panel": _panel,
    "flowpanel": _panel,
    **dict.fromkeys(NOT_TAKEN, _gone),
}
"""What a name of each type stands for."""


def _sort_of(kind: str) -> Callable[[Reading, Json, str, str], Symbol]:
    return SORTS[kind]
