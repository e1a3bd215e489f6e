"""Each type of element as the questions it becomes: one row of a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from surveyapp.exchange.surveyjs.checks import (
    checked_at_end,
    checks,
    choice_limits,
    say_unchecked,
    text_rules,
)
from surveyapp.exchange.surveyjs.choices import entries, options
from surveyapp.exchange.surveyjs.conditions import all_of, number
from surveyapp.exchange.surveyjs.declare import NOT_TAKEN, text_sort
from surveyapp.exchange.surveyjs.json_file import is_on, items, number_of
from surveyapp.exchange.surveyjs.pieces import Piece, Place, note, question, say_properties
from surveyapp.exchange.surveyjs.sentences import date_number
from surveyapp.exchange.surveyjs.symbols import Sort, code_for, key_of
from surveyapp.questionnaire.model import Option, Question

_YES_NO = (("yes", "labelTrue", "Ja", "Yes"), ("no", "labelFalse", "Nein", "No"))
_CALENDAR = {Sort.DATE: "date", Sort.MONTH: "month", Sort.TIME: "time"}
LONGEST_NAME = 250
MOST_POINTS = 101

Builds = Callable[[Place], Iterator[Piece]]


def _text(place: Place) -> Iterator[Piece]:
    sort = text_sort(place.element)
    if place.element.get("type") != "comment" and sort is Sort.NUMBER:
        yield _number(place)
    elif place.element.get("type") != "comment" and sort in _CALENDAR:
        limits = {side: _date_limit(place, key, sort) for side, key in _LIMITS.items()}
        yield question(place, _CALENDAR[sort], checks=checks(place), **limits)
    else:
        yield _words(place)
    yield from _other(place)


_LIMITS = {"minimum": "min", "maximum": "max"}


def _number(place: Place) -> Question:
    limits = {side: _number_limit(place, key) for side, key in _LIMITS.items()}
    for side, limit in text_rules(place).limits.items():
        limits[side] = limit if limits[side] is None else limits[side]
    low, high = limits["minimum"], limits["maximum"]
    if isinstance(low, (int, float)) and isinstance(high, (int, float)) and low > high:
        place.refuse(
            "min",
            f"das Minimum {low} ist größer als das Maximum {high}",
            f"the minimum {low} is larger than the maximum {high}",
        )
    return question(place, "number", decimals=_decimals(place), checks=checks(place), **limits)


def _decimals(place: Place) -> int:
    """Return the digits behind the comma; SurveyJS allows them where no step forbids them."""
    step = number_of(place.element.get("step"))
    if step is not None:
        return (
            0
            if float(step).is_integer()
            else min(6, len(f"{step:f}".rstrip("0").partition(".")[2]))
        )
    return 0 if place.element.get("inputType") == "range" else 2


def _number_limit(place: Place, key: str) -> float | str | None:
    expression = place.element.get(f"{key}ValueExpression")
    if expression:
        return number(place.reading, expression, f"{place.path}.{key}ValueExpression", place.scope)
    return number_of(place.element.get(key))


def _date_limit(place: Place, key: str, sort: Sort) -> float | str | None:
    expression = place.element.get(f"{key}ValueExpression")
    if expression:
        return number(place.reading, expression, f"{place.path}.{key}ValueExpression", place.scope)
    found = place.element.get(key)
    if found in (None, ""):
        return None
    limit = date_number(found, sort)
    if limit is None:
        place.change(
            key,
            f"„{found}“ ist kein lesbares Datum; die Grenze entfällt",
            f"“{found}” is no readable date; the limit is left out",
        )
    return limit // 100 if limit is not None and sort is Sort.MONTH else limit


def _words(place: Place) -> Question:
    kind = str(place.element.get("inputType", "text")).lower()
    if str(place.element.get("maskType", "none")).lower() in ("pattern", "datetime"):
        place.change(
            "maskType",
            "die Eingabemaske entfällt; gefragt wird ein freier Text",
            "the input mask is left out; a free text is asked",
        )
    if kind in ("email", "tel", "password", "url", "color", "week", "datetime-local", "datetime"):
        place.change(
            "inputType",
            f"„{kind}“ wird als freier Text gefragt",
            f"“{kind}” is asked as a free text",
        )
    is_long = place.element.get("type") == "comment"
    rules = text_rules(place)
    lines = number_of(place.element.get("rows")) if is_long else 1
    longest = number_of(place.element.get("maxLength"))
    limits = dict(rules.lengths)
    if longest is not None and longest > 0:
        limits["maximum"] = longest
    return question(
        place,
        "text",
        lines=max(1, min(20, int(lines if lines is not None else 4))),
        pattern=rules.pattern,
        pattern_hint=rules.hint,
        checks=checks(place),
        **limits,
    )


def _choice(kind: str) -> Builds:
    def build(place: Place) -> Iterator[Piece]:
        found = options(place.reading, place.element, place.path, place.symbol, place.scope)
        if not _has_choices(place, found):
            return
        fields = {
            "options": found,
            "rotate": str(place.element.get("choicesOrder", "")).lower() == "random",
            "checks": checks(place),
        }
        if kind in ("multiple", "ranking"):
            fields |= choice_limits(place, found)
        yield question(place, kind, **fields)
        yield from _other(place)

    return build


def _has_choices(place: Place, found: tuple[Option, ...]) -> bool:
    """Say whether there is something to choose; a list from elsewhere leaves nothing."""
    if found:
        return True
    source = place.element.get("choicesByUrl") or place.element.get("choicesFromQuestion")
    if source or place.element.get("choicesLazyLoadEnabled"):
        place.drop(
            "die Antworten stehen nicht in der Datei; die Frage entfällt",
            "the choices do not stand in the file; the question is left out",
        )
    else:
        place.drop(
            "die Frage hat keine Antworten zur Auswahl und entfällt",
            "the question has no choices and is left out",
        )
    return False


def _other(place: Place) -> Iterator[Question]:
    """Return the text that follows "other", or one beside the whole question."""
    comment = place.symbol.comment
    if not comment:
        return
    element, symbol = place.element, place.symbol
    held: list[str] = []
    word = "has" if symbol.sort in (Sort.CODES, Sort.RANKING) else "=="
    if "other" in symbol.codes and (element.get("showOtherItem") or element.get("hasOther")):
        held.append(f"{symbol.id} {word} '{symbol.codes['other']}'")
    for entry in items(element.get("choices")):
        if isinstance(entry, dict) and entry.get("showCommentArea"):
            code = code_for(symbol.codes, entry.get("value"))
            held.append(f"{symbol.id} {word} '{code}'")
    is_for_all = bool(element.get("showCommentArea") or element.get("hasComment"))
    if not held and not is_for_all:
        return
    own = None if is_for_all else " or ".join(held)
    said = place.text("commentText") if is_for_all else place.text("otherText")
    texts = place.reading.texts
    wording = said or texts.own(
        "Bitte nennen Sie es:" if held else "Anmerkung", "Please say which:" if held else "Comment"
    )
    show = all_of((place.shown(), own))
    needed = bool(held) and not is_for_all
    yield Question(
        id=comment,
        type="text",
        text=wording,
        show=show,
        lines=1 if held else 2,
        required=needed,
        maximum=LONGEST_NAME,
    )


def _picture(place: Place) -> Iterator[Piece]:
    """Ask a choice with pictures by its words; the pictures lie elsewhere."""
    place.change(
        "type",
        "die Bilder kommen nicht mit; gefragt wird mit den Worten",
        "the pictures do not come along; the words are asked",
    )
    yield from _choice("multiple" if place.symbol.sort is Sort.CODES else "single")(place)


def _yes_no(place: Place) -> Iterator[Piece]:
    found = [(code, place.text(key)) for code, key, _, _ in _YES_NO]
    if all(text is None for _, text in found):
        yield question(place, "yesno", checks=checks(place))
    else:
        texts = place.reading.texts
        given = tuple(
            Option(code, place.text(key) or texts.own(german, english))
            for code, key, german, english in _YES_NO
        )
        yield question(place, "single", options=given, checks=checks(place))
    yield from _other(place)


def _rating(place: Place) -> Iterator[Piece]:
    if place.symbol.sort is Sort.CODE:
        found = tuple(
            Option(place.symbol.codes[key_of(each.value)], each.text, show=each.show)
            for each in entries(place.reading, place.element, place.path, "rateValues", place.scope)
        )
        yield question(place, "single", options=found, checks=checks(place))
    else:
        ends = {"low": place.text("minRateDescription"), "high": place.text("maxRateDescription")}
        points = tuple(entries(place.reading, place.element, place.path, "rateValues", place.scope))
        if points:
            given = tuple(
                Option(f"p{n}", each.text, value=number_of(each.value), show=each.show)
                for n, each in enumerate(points, 1)
            )
            yield question(place, "scale", options=given, checks=checks(place), **ends)
        else:
            yield question(place, "scale", checks=checks(place), **_rate_ends(place), **ends)
    yield from _other(place)


def _rate_ends(place: Place) -> dict[str, float]:
    low = _given(place, "rateMin", 1)
    step = _given(place, "rateStep", 1)
    count = number_of(place.element.get("rateCount"))
    high = _given(place, "rateMax", low + (count - 1) * step if count else 5)
    return _ends(place, ("rateMin", "rateMax", "rateStep"), low, high, step)


def _ends(
    place: Place, keys: tuple[str, str, str], low: float, high: float, step: float
) -> dict[str, float]:
    if low >= high:
        place.refuse(
            keys[0],
            f"der Anfang {low} der Skala liegt nicht vor ihrem Ende {high}",
            f"the start {low} of the scale is not before its end {high}",
        )
    elif step <= 0 or step > high - low:
        place.refuse(
            keys[2],
            f"die Schrittweite {step} passt nicht zwischen {low} und {high}",
            f"the step {step} does not fit between {low} and {high}",
        )
    elif (high - low) / step >= MOST_POINTS:
        coarse = (high - low) / 100
        place.change(
            keys[2],
            f"mehr als {MOST_POINTS} Stufen; die Schrittweite ist hier {coarse:g}",
            f"more than {MOST_POINTS} points; the step is {coarse:g} here",
        )
        step = coarse
    return {"minimum": low, "maximum": high, "step": step}


def _given(place: Place, key: str, default: float) -> float:
    found = number_of(place.element.get(key))
    return default if found is None else found


def _slider(place: Place) -> Iterator[Piece]:
    ends = _ends(
        place,
        ("min", "max", "step"),
        _given(place, "min", 0),
        _given(place, "max", 100),
        _given(place, "step", 1),
    )
    if place.symbol.sort is Sort.NUMBER:
        yield question(place, "scale", display="slider", checks=checks(place), **ends)
        return
    place.change(
        "sliderType",
        "ein Bereich wird mit zwei Reglern gefragt, „von“ und „bis“",
        "a range is asked by two sliders, “from” and “to”",
    )
    texts = place.reading.texts
    first = question(place, "scale", display="slider", **ends)
    until = place.reading.new_id(f"{place.symbol.name} to")
    yield replace(first, text=texts.joined(first.text, texts.own("von", "from")))
    yield replace(
        first,
        id=until,
        text=texts.joined(first.text, texts.own("bis", "to")),
        hint=None,
        checks=checks(place),
    )


def _fields(place: Place) -> Iterator[Piece]:
    """Several text fields: a note with their title, then one question for each."""
    found = items(place.element.get("items"))
    if not found:
        place.refuse("items", "die Frage hat keine Felder", "the question has no items")
        return
    yield note(place, "title", place.wording(), place.text("description"))
    yield from checked_at_end(place, _each_field(place, found))


def _each_field(place: Place, found: list[Any]) -> Iterator[Piece]:
    show = place.shown()
    for n, item in enumerate(found):
        said = item if isinstance(item, dict) else {"name": item}
        path = f"{place.path}.items[{n}]"
        symbol = place.symbol.parts.get(str(said.get("name", "")).strip().lower())
        if symbol is None:
            continue
        is_needed = is_on(place.element.get("isRequired"))
        element = {**said, "type": "text", **({"isRequired": True} if is_needed else {})}
        inner = Place(place.reading, element, path, place.scope, symbol, (show,))
        say_properties(inner)
        yield from _text(inner)


def _computed(place: Place) -> Iterator[Piece]:
    say_unchecked(place)
    said = place.element.get("expression")
    where = f"{place.path}.expression"
    value = number(place.reading, said, where, place.scope) if said else None
    if value is None:
        place.drop(
            "der Rechenwert lässt sich hier nicht bilden und entfällt",
            "the value cannot be worked out here and is left out",
        )
        return
    yield question(place, "computed", value=value, required=False)
    if place.element.get("title"):
        texts = place.reading.texts
        shown_value = texts.joined(
            place.wording(), dict.fromkeys(texts.languages, f"{{{place.id}}}"), ": "
        )
        yield note(place, "shown", shown_value)


def _html(place: Place) -> Iterator[Piece]:
    said = place.text("html")
    if said is None:
        place.drop("der Abschnitt enthält keinen Text", "the section holds no text")
    else:
        yield note(place, "text", said)


_WHY_NOT = {
    "file": ("Dateien werden nicht angenommen", "files are not accepted"),
    "signaturepad": (
        "eine Unterschrift würde Familien kenntlich machen",
        "a signature would identify families",
    ),
    "image": (
        "Bilder der Datei werden nicht übernommen",
        "pictures of the file are not taken over",
    ),
    "imagemap": (
        "eine Auswahl auf einem Bild gibt es hier nicht",
        "there is no choice on a picture here",
    ),
}


def _not_taken(place: Place) -> Iterator[Piece]:
    own = (
        "den eigenen Typ gibt es nur im Programm der Quelle",
        "the custom type exists only there",
    )
    german, english = _WHY_NOT.get(str(place.element.get("type")).lower(), own)
    place.drop(f"{german}; das Element entfällt", f"{english}; the element is left out")
    yield from ()


BUILDERS: Mapping[str, Builds] = {
    **dict.fromkeys(NOT_TAKEN, _not_taken),
    "text": _text,
    "comment": _text,
    "radiogroup": _choice("single"),
    "dropdown": _choice("dropdown"),
    "buttongroup": _choice("single"),
    "checkbox": _choice("multiple"),
    "tagbox": _choice("multiple"),
    "imagepicker": _picture,
    "ranking": _choice("ranking"),
    "boolean": _yes_no,
    "rating": _rating,
    "slider": _slider,
    "multipletext": _fields,
    "expression": _computed,
    "html": _html,
}
"""What an element of each type becomes; groups and matrices stand in files of their own."""


def comment_beside(place: Place) -> Iterator[Question]:
    """Return the comment beside a question of any type, where there is one."""
    yield from _other(place)
