"""Choices, rows and columns of SurveyJS as options and rows of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from surveyapp.exchange.surveyjs.conditions import all_of, condition, piping
from surveyapp.exchange.surveyjs.elements import SPECIAL
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol, key_of
from surveyapp.questionnaire.model import Option, Row, Text

_WORDS = {
    "other": ("otherText", "Sonstiges", "Other"),
    "none": ("noneText", "Nichts davon", "None"),
    "dontknow": ("dontKnowText", "Weiß nicht", "Don't know"),
}
_KNOWN_KEYS = frozenset(
    {"value", "text", "visibleIf", "enableIf", "score", "imageLink", "showCommentArea", "name"}
    | {"isCommentRequired", "commentPlaceholder", "title", "isExclusive", "icon", "iconSize"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list of values."""

    value: Any
    text: Text
    show: str | None
    said: Json
    path: str


def entries(
    reading: Reading, owner: Json, path: str, key: str, scope: Scope, shared: str = ""
) -> Iterator[Choice]:
    """Iterate over a list of values, refusing two equal ones; ``shared`` filters all of them."""
    seen: set[str] = set()
    for place, entry in enumerate(items(owner.get(key))):
        where = f"{path}.{key}[{place}]"
        said: Json = entry if isinstance(entry, dict) else {"value": entry}
        value = said.get("value", said.get("name"))
        if value is None or isinstance(value, (dict, list)):
            reading.notes.refuse(where, "der Eintrag hat keinen Wert", "the entry has no value")
            continue
        if key_of(value) in seen:
            reading.notes.refuse(
                where,
                f"der Wert „{key_of(value)}“ steht zweimal in der Liste",
                f"the value “{key_of(value)}” stands twice in the list",
            )
            continue
        seen.add(key_of(value))
        inner = scope.with_item(value)
        show = all_of(
            (
                condition(reading, owner.get(shared), f"{path}.{shared}", inner)
                if shared
                else None,
                condition(reading, said.get("visibleIf"), f"{where}.visibleIf", inner),
            )
        )
        text = reading.texts.read(
            said.get("text", said.get("title")), f"{where}.text", piping(scope)
        )
        _remark(reading, said, where)
        yield Choice(value, text or reading.texts.same(value), show, said, where)


def _remark(reading: Reading, said: Json, where: str) -> None:
    if said.get("enableIf"):
        reading.notes.change(
            f"{where}.enableIf",
            f"die Antwort kann immer gewählt werden; in SurveyJS nur, wenn „{said['enableIf']}“",
            f"the option can always be chosen; in SurveyJS only if “{said['enableIf']}”",
        )
    if said.get("imageLink"):
        reading.notes.drop(
            f"{where}.imageLink",
            "Bilder der Datei werden nicht übernommen; das Bild gehört neben den Fragebogen",
            "pictures of the file are not taken over; put the picture beside the questionnaire",
        )
    for key in sorted(set(map(str, said)) - _KNOWN_KEYS)[:20]:
        reading.notes.drop(
            f"{where}.{key}",
            "diese Eigenschaft kennt SurveyJS nicht",
            "SurveyJS does not know this property",
        )


def options(
    reading: Reading, element: Json, path: str, symbol: Symbol, scope: Scope
) -> tuple[Option, ...]:
    """Return the options of a choice, with those SurveyJS adds itself last."""
    if element.get("choicesFromQuestion"):
        found = _carried(reading, element, path, scope)
    else:
        found = [
            Option(
                symbol.codes[key_of(each.value)],
                each.text,
                value=number_of(each.said.get("score")),
                show=each.show,
                exclusive=bool(each.said.get("isExclusive")) and symbol.sort is Sort.CODES,
            )
            for each in entries(reading, element, path, "choices", scope, "choicesVisibleIf")
        ]
    return (*_ordered(reading, element, found), *_special(reading, element, path, symbol))


def _ordered(reading: Reading, element: Json, found: list[Option]) -> list[Option]:
    order = str(element.get("choicesOrder", "none")).lower()
    if order not in ("asc", "desc"):
        return found
    first = reading.texts.languages[0]
    words = {
        option.code: str(option.text.get(first) or next(iter(option.text.values())))
        for option in found
    }
    return sorted(found, key=lambda option: words[option.code].lower(), reverse=order == "desc")


def _special(reading: Reading, element: Json, path: str, symbol: Symbol) -> Iterator[Option]:
    listed = {
        key_of(each.get("value") if isinstance(each, dict) else each)
        for each in items(element.get("choices"))
    }
    for value, keys in reversed(SPECIAL.items()):
        if not any(element.get(key) for key in keys):
            continue
        if value in listed:
            reading.notes.refuse(
                path,
                f"der Wert „{value}“ steht in der Liste und wird zugleich von selbst ergänzt",
                f"the value “{value}” is listed and added by itself as well",
            )
            continue
        key, german, english = _WORDS[value]
        said = reading.texts.read(element.get(key), f"{path}.{key}")
        is_exclusive = value != "other" and symbol.sort is Sort.CODES
        yield Option(
            symbol.codes[value], said or reading.texts.own(german, english), exclusive=is_exclusive
        )


def _carried(reading: Reading, element: Json, path: str, scope: Scope) -> list[Option]:
    """Return the options of another question, all of them or those (not) chosen there."""
    source = reading.names.get(str(element["choicesFromQuestion"]).strip().lower())
    owner = _element_at(reading.survey, source.path) if source is not None else None
    if source is None or owner is None or not source.codes:
        return []
    mode = str(element.get("choicesFromQuestionMode", "all")).lower()
    word = "has" if source.sort in (Sort.CODES, Sort.RANKING) else "=="
    special = _special(reading, {**owner, "choices": []}, source.path, source)
    found = [
        Option(source.codes[key_of(each.value)], each.text, show=each.show)
        for each in entries(reading, owner, source.path, "choices", scope, "choicesVisibleIf")
    ] or list(
        _carried(reading, owner, source.path, scope) if owner.get("choicesFromQuestion") else []
    )
    own = condition_of_item(reading, element, path, scope)
    carried: list[Option] = []
    for option in (*found, *(each for each in special if each.code == source.codes.get("other"))):
        chosen = f"{source.id} {word} '{option.code}'"
        held = {"selected": chosen, "unselected": f"not ({chosen})"}.get(mode)
        show = all_of((option.show if mode == "all" else None, held, own.get(option.code)))
        carried.append(replace(option, show=show, exclusive=False, value=None))
    return carried


def condition_of_item(
    reading: Reading, element: Json, path: str, scope: Scope
) -> Mapping[str, str | None]:
    """Return the filter of a choice that takes over options, by the code of each."""
    said = element.get("choicesVisibleIf")
    source = reading.names.get(str(element.get("choicesFromQuestion")).strip().lower())
    if not said or source is None:
        return {}
    return {
        code: condition(reading, said, f"{path}.choicesVisibleIf", scope.with_item(value))
        for value, code in source.codes.items()
    }


def _element_at(survey: Json, path: str) -> Json | None:
    """Return what stands at a path of the file."""
    found: Any = survey
    for part in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found if isinstance(found, dict) else None


def rows(
    reading: Reading, element: Json, path: str, symbol: Symbol, scope: Scope
) -> tuple[Row, ...]:
    """Return the rows of a matrix."""
    return tuple(
        Row(symbol.rows[key_of(each.value)], each.text, each.show)
        for each in entries(reading, element, path, "rows", scope, "rowsVisibleIf")
    )


def columns(
    reading: Reading, element: Json, path: str, symbol: Symbol, scope: Scope
) -> tuple[Option, ...]:
    """Return the columns of a matrix as the options of its rows."""
    return tuple(
        Option(
            symbol.codes[key_of(each.value)],
            each.text,
            show=each.show,
            value=number_of(each.said.get("score")),
        )
        for each in entries(reading, element, path, "columns", scope, "columnsVisibleIf")
    )
