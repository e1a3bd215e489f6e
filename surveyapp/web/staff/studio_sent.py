"""What a form of the studio sent, as edits: only what differs from what the person saw.

Names of fields say what they hold, so that one reader serves all forms: ``text~question/age~hint~de`` is a
wording, ``wert~question/age~required`` a setting, ``neu~question/age`` one more option, ``zeile~…`` one more
row. A box that is not ticked sends nothing, so ``da~question/age~required`` says that it was there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.setting import properties_of
from surveyapp.questionnaire.editing.spots import Spot, find
from surveyapp.questionnaire.editing.tree import Tree

BETWEEN = "~"
TEXT, VALUE, THERE, OPTION, ROW = "text", "wert", "da", "neu", "zeile"

Sent = MultiDict[str, str]

_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def edits_in(sent: Sent, seen: Tree) -> tuple[Edit, ...]:
    """Return what a form changes against the document the person ``seen`` it on."""
    return (*_texts(sent, seen), *_values(sent, seen), *_additions(sent))


def _named(sent: Sent, sort: str) -> Iterator[list[str]]:
    """Iterate over the parts of the field names of a sort."""
    parts = (name.split(BETWEEN) for name in sent)
    return (rest for first, *rest in parts if first == sort)


def clean(text: str) -> str:
    """Return a text as it is kept: line ends of one sort, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _texts(sent: Sent, seen: Tree) -> Iterator[Edit]:
    for path, name, language in (each for each in _named(sent, TEXT) if len(each) == 3):
        written = clean(sent[BETWEEN.join((TEXT, path, name, language))])
        spot = find(seen, path)
        known = (spot.element.get(name) or {}) if spot is not None else {}
        before = known.get(language, "") if isinstance(known, Mapping) else ""
        if written != clean(str(before)):
            arguments = {"name": name, "language": language, "text": written}
            yield Edit("set_text", path, arguments)


def _values(sent: Sent, seen: Tree) -> Iterator[Edit]:
    named = (*_named(sent, VALUE), *_named(sent, THERE))
    for path, name in dict.fromkeys((each[0], each[1]) for each in named if len(each) == 2):
        spot = find(seen, path)
        if spot is None or name == "planning":
            yield from _planned(sent, path, spot)
            continue
        value, before = _value(sent, spot, name), properties_of(spot).get(name)
        is_empty = value in _NOTHING and before in _NOTHING
        if value != before and not is_empty:
            yield Edit("set_property", path, {"name": name, "value": value})


_NOTHING: tuple[object, ...] = ("", None, [], ())


def _planned(sent: Sent, path: str, spot: Spot | None) -> Iterator[Edit]:
    """Give the planning meaning, where it differs; an element that is gone has none."""
    if spot is None:
        return
    planned = planning_in(sent, path)
    said = {name: value for name, value in (planned or {}).items() if value is not None}
    if said != spot.element.get("planning", {}):
        yield Edit("set_planning", path, {"planning": planned})


def _value(sent: Sent, spot: Spot, name: str) -> Any:  # noqa: ANN401 - JSON
    texts = sent.getlist(BETWEEN.join((VALUE, spot.path, name)))
    reader = READERS.get(f"{spot.sort}.{name}") or READERS.get(name, _word)
    return reader(texts)


def _flag(texts: list[str]) -> bool:
    return bool(texts)


def _word(texts: list[str]) -> str | None:
    return clean(texts[0]) or None if texts else None


def _several(texts: list[str]) -> list[str]:
    return [each for each in texts if each]


def _number(texts: list[str]) -> float | str | None:
    """Return a number as Germans write it; anything else stays for the engine to judge."""
    written = _word(texts)
    return None if written is None else number_in(written)


def number_in(written: str) -> float | str:
    """Return a number as Germans write it; a text that is none as it is."""
    if not _NUMBER.fullmatch(written):
        return written
    number = float(written.replace(",", "."))
    return int(number) if number.is_integer() else number


def _limit(texts: list[str]) -> float | str | None:
    """Return a limit: a number, a day as the number it is kept as, or an expression."""
    day = _DAY.fullmatch(_word(texts) or "")
    return int("".join(day.groups())) if day else _number(texts)


Reader = Callable[[list[str]], Any]

READERS: Mapping[str, Reader] = {
    **dict.fromkeys(
        ("required", "may_refuse", "may_not_apply", "rotate", "exclusive", "sensitive"), _flag
    ),
    **dict.fromkeys(("minimum", "maximum"), _limit),
    **dict.fromkeys(
        *(("step", "decimals", "lines", "min_choices", "max_choices", "keep_months", "minutes"),),
        _number,
    ),
    "option.value": _number,
    **dict.fromkeys(("facility_types", "fields", "life_stages"), _several),
}
"""Setting to how it is read from what a browser sent; a word where it stands not here."""


def planning_in(sent: Sent, path: str) -> Mapping[str, Any] | None:
    """Return the planning meaning that was picked; None where nothing was."""

    def texts(name: str) -> list[str]:
        return _several(sent.getlist(BETWEEN.join(("plan", path, name))))

    measures, unit = texts("measures"), texts("unit")
    if not measures:
        return None
    lists = {name: texts(name) or None for name in ("fields", "life_stages", "facility_types")}
    return {"measures": measures[0], "unit": (unit or ["family"])[0], **lists}


def _additions(sent: Sent) -> Iterator[Edit]:
    for sort, operation in ((OPTION, "add_option"), (ROW, "add_row")):
        for (path,) in (each for each in _named(sent, sort) if len(each) == 1):
            for text in sent.getlist(BETWEEN.join((sort, path))):
                if clean(text):
                    yield Edit(operation, path, {"text": clean(text)})
