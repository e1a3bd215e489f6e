"""The parts of a file as they are found: pages, elements, their types and what can be chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.exchange.surveyjs.symbols import Sort

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


def columns_of(matrix: Json, path: str) -> Iterator[tuple[str, Json]]:
    """Iterate over the columns of a matrix as elements, with their paths."""
    for place, column in enumerate(items(matrix.get("columns"))):
        yield f"{path}.columns[{place}]", column_element(matrix, column)


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
