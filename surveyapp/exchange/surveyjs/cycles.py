"""Values and conditions that depend on themselves."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.exchange.surveyjs.elements import every_element, folded
from surveyapp.exchange.surveyjs.expression import SyntaxMistake, Tree, Variable, every, parse
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Sort


def refuse_cycles(reading: Reading) -> None:
    """Refuse values worked out of themselves, and questions that are shown because of each other."""
    values = {
        name: _names(reading, _variables_of(symbol.formula) if symbol.formula else [])
        for name, symbol in reading.names.items()
        if symbol.sort is Sort.FORMULA
    }
    for name in _on_cycles(values):
        reading.notes.refuse(
            reading.names[name].path,
            f"der Wert „{reading.names[name].name}“ wird aus sich selbst berechnet",
            f"the value “{reading.names[name].name}” is worked out of itself",
        )
    shown = {
        folded(element.get("name")): _names(reading, _variables(element.get("visibleIf")))
        for path, element in every_element(reading.survey)
        if not _stands_behind(reading, folded(element.get("name")), path)
    }
    for name in _on_cycles(shown):
        if name not in shown[name] and name in reading.names:
            reading.notes.refuse(
                f"{reading.names[name].path}.visibleIf",
                f"„{reading.names[name].name}“ hängt über andere Fragen von sich selbst ab",
                f"“{reading.names[name].name}” depends on itself through other questions",
            )


def _stands_behind(reading: Reading, name: str, path: str) -> bool:
    """Say whether a page or panel has the name of a question, which the name then means."""
    own, meant = reading.at.get(path), reading.names.get(name)
    return own is not None and own.sort is Sort.GROUP and meant is not None and meant.path != path


def _variables(text: object) -> list[str]:
    try:
        return _variables_of(parse(text)) if isinstance(text, str) and text.strip() else []
    except SyntaxMistake:
        return []  # whoever reads the expression says so


def _variables_of(tree: Tree) -> list[str]:
    return [node.name for node in every(tree) if isinstance(node, Variable)]


def _names(reading: Reading, variables: list[str]) -> set[str]:
    """Return the elements that variables name, without what comes after a point or bracket."""
    found: set[str] = set()
    for variable in variables:
        lower = folded(variable.lstrip("#"))
        starts = [lower, *(lower[:n] for n, sign in enumerate(lower) if sign in ".[-")]
        found |= {start for start in starts[:1] + starts[:0:-1] if start in reading.names}
    return found


def _on_cycles(links: dict[str, set[str]]) -> Iterator[str]:
    """Iterate over the names from which a way leads back to themselves."""
    for name, first in links.items():
        seen: set[str] = set()
        waiting = list(first)
        while waiting:
            each = waiting.pop()
            if each == name:
                yield name
                break
            if each not in seen:
                seen.add(each)
                waiting += links.get(each, ())
