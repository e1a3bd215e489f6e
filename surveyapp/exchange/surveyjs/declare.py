"""The first walk through a file: every name, what it stands for, and what is named twice."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from surveyapp.exchange.names import Names
from surveyapp.exchange.surveyjs.expression import SyntaxMistake, parse
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.exchange.surveyjs.notes import Notes
from surveyapp.exchange.surveyjs.symbols import Sort, Symbol, codes_of, key_of
from surveyapp.exchange.surveyjs.texts import Texts
from surveyapp.questionnaire.expression import RESERVED_WORDS

_OUR_WORDS = frozenset({"item", "number", "wave", "county", "area"})
_CALENDAR = {"date": Sort.DATE, "month": Sort.MONTH, "time": Sort.TIME}

CUSTOM = frozenset(
    {"bootstrapdatepicker", "datepicker", "sortablelist", "nouislider", "barrating", "select2"}
    | {"bootstrapslider", "editor", "microphone", "icheck", "nps", "fullname", "shippingaddress"}
    | {"country", "emotionsratings", "emotionratings", "location", "geopoint", "ckeditor"}
    | {"summernote", "linkvalue", "color", "question", "creditcard", "address", "phone"}
)
"""Question types that users of SurveyJS add by programs of their own."""

NOT_TAKEN = frozenset({"file", "signaturepad", "imagemap", "image", "html"}) | CUSTOM
"""Types without an answer here; ``html`` becomes a note."""


@dataclass
class Reading:
    """One file on its way: what it says, and what was found out so far."""

    survey: Json
    notes: Notes
    texts: Texts
    ids: Names = field(default_factory=lambda: Names(RESERVED_WORDS | _OUR_WORDS))
    #: Names of the survey, in small letters.
    names: dict[str, Symbol] = field(default_factory=dict)
    #: What stands at a place of the file.
    at: dict[str, Symbol] = field(default_factory=dict)
    #: Conditions that old "visible" triggers add to elements, by name in small letters.
    shown_by_trigger: dict[str, str] = field(default_factory=dict)
    #: Repeated groups by the name under which SurveyJS stores their answers.
    stored: dict[str, Symbol] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def new_id(self, name: str, inside: str = "") -> str:
        """Return an id for a name; a name used before gets that of its group in front."""
        wanted = name
        if wanted in self._used and inside:
            wanted = f"{inside}_{name}"
        number = 2
        while wanted in self._used:
            wanted, number = f"{name} {number}", number + 1
        self._used.add(wanted)
        return self.ids.id_of(wanted)


def declare(reading: Reading) -> None:
    """Note every name of the file, refusing what is named twice or not at all."""
    for path, page in pages_of(reading.survey):
        if page.get("name"):
            _put(reading, reading.names, _group(page, path))
        for inner_path, element in elements_of(page, path):
            declare_element(reading, element, inner_path, reading.names, "")
    for place, value in enumerate(items(reading.survey.get("calculatedValues"))):
        _declare_formula(reading, value, f"calculatedValues[{place}]")
    _carry_forward(reading)


def pages_of(survey: Json) -> Iterator[tuple[str, Json]]:
    """Iterate over the pages; a survey that lists its elements itself is one page."""
    given = items(survey.get("pages"))
    for place, page in enumerate(given):
        if isinstance(page, dict):
            yield f"pages[{place}]", page
    if not given and any(items(survey.get(key)) for key in ("elements", "questions")):
        yield "", {key: survey[key] for key in ("elements", "questions") if key in survey}


def elements_of(owner: Json, path: str, *keys: str) -> Iterator[tuple[str, Json]]:
    """Iterate over the elements of a page, panel or group with their paths."""
    for key in keys or ("elements", "questions"):
        for place, element in enumerate(items(owner.get(key))):
            where = f"{path}.{key}[{place}]".lstrip(".")
            yield where, element if isinstance(element, dict) else {}


def type_of(element: Json) -> str:
    """Return the type of an element as SurveyJS finds it: capital letters make no difference."""
    found = element.get("type")
    return found.strip().lower() if isinstance(found, str) else ""


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
    _put(reading, names, symbol)
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


def _put(reading: Reading, names: dict[str, Symbol], symbol: Symbol) -> None:
    key = symbol.name.strip().lower()
    held = names.get(key)
    if held is not None and Sort.GROUP in (held.sort, symbol.sort):
        # pages and panels have names of their own; in braces the question is meant
        reading.at[symbol.path] = symbol
        names[key] = symbol if held.sort is Sort.GROUP else held
        return
    if held is not None:
        reading.notes.refuse(
            symbol.path,
            f"der Name „{symbol.name}“ ist schon vergeben ({held.path})",
            f"the name “{symbol.name}” is taken already ({held.path})",
        )
        return
    names[key] = symbol
    reading.at[symbol.path] = symbol


def _group(element: Json, path: str) -> Symbol:
    return Symbol(str(element["name"]), path, Sort.GROUP)


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
    except SyntaxMistake:
        tree = None  # whoever reads its expression says so
    sort = Sort.FORMULA if tree is not None else Sort.GONE
    _put(reading, reading.names, Symbol(str(value["name"]), path, sort, formula=tree))


# What each type gives


def _simple(sort: Sort) -> Callable[[Reading, Json, str, str], Symbol]:
    def found(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
        name = str(element["name"])
        return Symbol(name, path, sort, reading.new_id(name, inside), list=inside)

    return found


def text_sort(element: Json) -> Sort:
    """Return what a text field gives."""
    kind = str(element.get("inputType", "text")).lower()
    if kind in ("number", "range"):
        return Sort.NUMBER
    mask = str(element.get("maskType", "none")).lower()
    checks = {
        str(each.get("type", "")).removesuffix("validator")
        for each in items(element.get("validators"))
        if isinstance(each, dict)
    }
    if kind == "text" and (mask in ("numeric", "currency") or "numeric" in checks):
        return Sort.NUMBER
    return _CALENDAR.get(kind, Sort.TEXT)


def _text(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    return _simple(text_sort(element))(reading, element, path, inside)


def choice_values(element: Json, key: str = "choices") -> list[object]:
    """Return the values of choices, columns or rows as the file writes them."""
    return [
        each.get("value", each.get("name")) if isinstance(each, dict) else each
        for each in items(element.get(key))
    ]


SPECIAL = {
    "other": ("showOtherItem", "hasOther"),
    "none": ("showNoneItem", "hasNone"),
    "dontknow": ("showDontKnowItem",),
}
"""Values of the choices SurveyJS adds itself, with the properties that switch them on."""


def special_values(element: Json) -> list[str]:
    """Return the values of the choices that are added without being listed."""
    return [value for value, keys in SPECIAL.items() if any(element.get(key) for key in keys)]


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


def rate_values(element: Json) -> list[object]:
    """Return the points a rating lists itself."""
    return choice_values(element, "rateValues")


def rate_points(element: Json) -> list[object]:
    """Return the points of a rating, listed or counted from its ends; at most eleven of the latter."""
    listed = rate_values(element)
    if listed:
        return listed
    low = number_of(element.get("rateMin"))
    step = number_of(element.get("rateStep")) or 1
    count, high = number_of(element.get("rateCount")), number_of(element.get("rateMax"))
    low = 1 if low is None else low
    high = (low + (count - 1) * step if count else 5) if high is None else high
    points = int((high - low) / step) + 1 if step > 0 else 0
    return [low + n * step for n in range(max(0, min(points, 11)))]


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


_CHOOSING = frozenset({"dropdown", "radiogroup", "checkbox", "tagbox"})


def column_element(matrix: Json, column: object) -> Json:
    """Return a column of a matrix as the question it asks in each row."""
    said = column if isinstance(column, dict) else {"name": column}
    kind = str(said.get("cellType", "default")).lower()
    if kind == "default":
        kind = str(matrix.get("cellType", "dropdown")).lower()
    takes_shared = kind in _CHOOSING and not items(said.get("choices")) and matrix.get("choices")
    shared = {"choices": matrix["choices"]} if takes_shared else {}
    return {**said, **shared, "type": kind}


def _columns(matrix: Json, path: str) -> Iterator[tuple[str, Json]]:
    for place, column in enumerate(items(matrix.get("columns"))):
        yield f"{path}.columns[{place}]", column_element(matrix, column)


def _grid(reading: Reading, element: Json, path: str, inside: str) -> Symbol:
    rows = choice_values(element, "rows")
    symbol = replace(
        _simple(Sort.PARTS)(reading, element, path, inside), rows=codes_of(rows, named=True)
    )
    parts: dict[str, Symbol] = {}
    for column_path, column in _columns(element, path):
        if _is_sound(reading, column, column_path, type_of(column)):
            _put(reading, parts, _grid_column(reading, column, column_path, symbol))
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
    return _list(reading, element, path, inside, _columns(element, path))


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
            _put(reading, parts, replace(one, name=str(said["name"])))
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
    return _group(element, path)


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


# Choices that another question supplies


def _carry_forward(reading: Reading) -> None:
    """Give questions that take over the choices of another one its codes."""
    for path, element in every_element(reading.survey):
        source = element.get("choicesFromQuestion")
        symbol = reading.at.get(path)
        is_choice = symbol is not None and symbol.sort in (Sort.CODE, Sort.CODES, Sort.RANKING)
        if not source or symbol is None or not is_choice:
            continue
        found = reading.names.get(str(source).strip().lower())
        if found is None or found.name == symbol.name:
            reading.notes.refuse(
                f"{path}.choicesFromQuestion",
                f"die Frage „{source}“, deren Antworten übernommen werden, gibt es nicht",
                f"there is no question “{source}” to take the choices from",
            )
            continue
        own = codes_of([*found.codes, *special_values(element)]) if found.codes else {}
        changed = (
            replace(symbol, codes={**own, **found.codes})
            if found.codes
            else replace(symbol, sort=Sort.GONE)
        )
        _replace(reading, changed)


def _replace(reading: Reading, symbol: Symbol) -> None:
    reading.at[symbol.path] = symbol
    key = symbol.name.strip().lower()
    for names in _namespaces(reading.names):
        if key in names and names[key].path == symbol.path:
            names[key] = symbol


def _namespaces(names: dict[str, Symbol]) -> Iterator[dict[str, Symbol]]:
    yield names
    for symbol in list(names.values()):
        if isinstance(symbol.parts, dict) and symbol.parts:
            yield from _namespaces(symbol.parts)


def every_element(survey: Json) -> Iterator[tuple[str, Json]]:
    """Iterate over all elements, wherever they stand."""
    waiting = [each for path, page in pages_of(survey) for each in elements_of(page, path)]
    while waiting:
        path, element = waiting.pop(0)
        yield path, element
        waiting += elements_of(element, path, "elements", "questions", "templateElements")


def folded(name: object) -> str:
    """Return a name as SurveyJS compares names."""
    return re.sub(r"\s+$", "", str(name).strip().lower())
