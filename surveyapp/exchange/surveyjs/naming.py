"""How a name of a file is given to what it stands for, once."""

from __future__ import annotations

from surveyapp.exchange.surveyjs.json_file import Json
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Sort, Symbol


def put(reading: Reading, names: dict[str, Symbol], symbol: Symbol) -> None:
    """Note what a name stands for; refuse a name that is taken already."""
    key = symbol.name.strip().lower()
    held = names.get(key)
    if held is not None and Sort.GROUP in (held.sort, symbol.sort):
        # pages and panels have names of their own; in braces the question is meant
        reading.at[symbol.path] = symbol
        names[key] = symbol if held.sort is Sort.GROUP else held
        return
    if held is not None:
        first = held.path
        reading.notes.refuse(
            symbol.path,
            f"der Name „{symbol.name}“ ist schon vergeben ({first})",
            f"the name “{symbol.name}” is taken already ({first})",
        )
        return
    names[key] = symbol
    reading.at[symbol.path] = symbol


def group(element: Json, path: str) -> Symbol:
    """Return what the name of a page or panel stands for."""
    return Symbol(str(element["name"]), path, Sort.GROUP)
