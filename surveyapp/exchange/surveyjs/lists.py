"""Repeated groups: panels and rows that families add become lists with pages of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from surveyapp.exchange.surveyjs.conditions import number, piping
from surveyapp.exchange.surveyjs.elements import column_element, elements_of
from surveyapp.exchange.surveyjs.expression import SyntaxMistake, Variable, parse
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.exchange.surveyjs.names import Answer, Lost, resolve
from surveyapp.exchange.surveyjs.pieces import Block, Piece, Place
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol
from surveyapp.questionnaire.model import ItemList, Text

MOST_ITEMS = 50
"""Most items of a list for which the file names no limit a phone can bear."""

USUAL_ITEMS, USUAL_INNER_ITEMS = 12, 4
"""Items of a list for which the file names no limit, and of one inside another list."""

Walk: TypeAlias = Callable[
    [Reading, Json, str, Scope, tuple[str | None, ...], Mapping[str, Symbol]], Iterator[Piece]
]
"""Turns one element of a group into pieces."""


def dynamic_panel(place: Place, walk: Walk) -> Iterator[Piece]:
    """Make a list of a group of questions a family repeats."""
    inside = place.scope.inside(place.symbol.parts)
    if not items(place.element.get("templateElements")):
        place.refuse(
            "templateElements", "die Gruppe enthält keine Fragen", "the group holds no questions"
        )
        return
    _say_key(place)
    label = place.reading.texts.read(
        place.element.get("templateTitle"), f"{place.path}.templateTitle", piping(inside)
    )
    inner = Place(place.reading, place.element, place.path, inside, place.symbol)
    show = inner.condition("templateVisibleIf")
    pieces = tuple(
        piece
        for path, element in elements_of(place.element, place.path, "templateElements")
        for piece in walk(place.reading, element, path, inside, (show,), place.symbol.parts)
    )
    counts = ("panelCount", "minPanelCount", "maxPanelCount")
    may = ("allowAddPanel", "allowRemovePanel")
    add = place.text("addPanelText") or place.text("panelAddText")
    yield Block(
        _list(place, label, counts, may, add), place.wording(), _intro(place), pieces, place.shown()
    )


def dynamic_matrix(place: Place, walk: Walk) -> Iterator[Piece]:
    """Make a list of a table to which a family adds rows."""
    if not items(place.element.get("columns")):
        place.refuse("columns", "die Matrix hat keine Spalten", "the matrix has no columns")
        return
    inside = place.scope.with_row(place.symbol.parts, None)
    pieces = tuple(
        piece
        for n, column in enumerate(items(place.element.get("columns")))
        for piece in walk(
            place.reading,
            {k: v for k, v in column_element(place.element, column).items() if k != "cellType"},
            f"{place.path}.columns[{n}]",
            inside,
            (),
            place.symbol.parts,
        )
    )
    counts = ("rowCount", "minRowCount", "maxRowCount")
    may = ("allowAddRows", "allowRemoveRows")
    yield Block(
        _list(place, None, counts, may, place.text("addRowText")),
        place.wording(),
        _intro(place),
        pieces,
        place.shown(),
    )


def _intro(place: Place) -> Text | None:
    return place.text("description") or place.text("templateDescription")


def _say_key(place: Place) -> None:
    key = str(place.element.get("keyName") or "").strip().lower()
    if not key:
        return
    if key not in place.symbol.parts:
        place.refuse(
            "keyName",
            f"die Frage „{key}“ gibt es in der Gruppe nicht",
            f"the group has no question “{key}”",
        )
    place.change(
        "keyName",
        "dass sich die Antworten nicht wiederholen, wird nicht geprüft",
        "it is not checked that the answers do not repeat",
    )


def _list(
    place: Place,
    label: Text | None,
    counts: tuple[str, str, str],
    may: tuple[str, str],
    add: Text | None,
) -> ItemList:
    first, low, high = (number_of(place.element.get(key)) for key in counts)
    _refuse_counts(place, counts, low, high)
    texts = place.reading.texts
    numbered = texts.joined(place.wording(), dict.fromkeys(texts.languages, "{number}"), " ")
    counted = _counted(place)
    minimum = int(low or 0)
    usual = USUAL_INNER_ITEMS if place.symbol.list else USUAL_ITEMS
    maximum = int(high) if high is not None and 0 < high <= MOST_ITEMS else usual
    if high is None or high > MOST_ITEMS:
        maximum = max(maximum, minimum, int(first or 0))
    is_fixed = all(place.element.get(key) is False for key in may) and counted is None
    if is_fixed:
        minimum = maximum = max(1, int(first or low or 1))
    elif counted is None and place.element.get(may[0]) is False:
        place.change(may[0], "hier lassen sich Einträge hinzufügen", "items can be added here")
    if counted is None and not is_fixed and maximum != high:
        place.change(
            counts[2],
            f"die Liste hat höchstens {maximum} Einträge",
            f"the list has at most {maximum} items",
        )
    outer = place.symbol.list
    return ItemList(
        place.id,
        label or numbered,
        count=counted,
        within=outer or None,
        minimum=0 if counted is not None else min(minimum, maximum),
        maximum=maximum,
        add=add,
    )


def _refuse_counts(
    place: Place, counts: tuple[str, str, str], low: float | None, high: float | None
) -> None:
    if low is not None and high is not None and max(low, 0) > (high if high > 0 else 1):
        place.refuse(
            counts[1],
            f"mindestens {low} Einträge, aber höchstens {high}",
            f"at least {low} items, but at most {high}",
        )


def _counted(place: Place) -> str | None:
    """Return the number question that says how many items there are, where one does."""
    bindings = place.element.get("bindings")
    bound = (
        bindings.get("panelCount", bindings.get("rowCount")) if isinstance(bindings, dict) else None
    )
    said = f"{{{bound}}}" if bound else place.element.get("panelCountExpression")
    if not said:
        return None
    try:
        tree = parse(str(said))
        found = resolve(tree.name, place.scope) if isinstance(tree, Variable) else None
    except (SyntaxMistake, Lost):
        found = None
    if (
        isinstance(found, Answer)
        and found.sort is Sort.NUMBER
        and found.is_name
        and not found.formula
    ):
        return found.text
    key = "bindings" if bound else "panelCountExpression"
    if number(place.reading, said, f"{place.path}.{key}", place.scope) is not None:
        place.change(
            key,
            f"die Zahl der Einträge folgt hier nicht „{said}“; Familien fügen sie selbst hinzu",
            f"the number of items does not follow “{said}” here; families add them themselves",
        )
    return None
