"""Choices that another question supplies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from surveyapp.exchange.surveyjs.elements import (
    every_element,
    special_values,
)
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Sort, Symbol, codes_of


def carry_forward(reading: Reading) -> None:
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
