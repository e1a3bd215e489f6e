"""From what stands in braces to the answer it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from surveyapp.exchange.surveyjs.expression import Const, Tree
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol, code_for


class Lost(Exception):  # noqa: N818 - nothing went wrong: it only cannot be said in our language
    """An expression that our language cannot say exactly."""

    def __init__(self, german: str, english: str) -> None:
        """Say what stands in the way."""
        super().__init__(english)
        self.german = german
        self.english = english


class UnknownName(Lost):
    """A name nothing in the file has: a variable of the page's program, or a mistake.

    SurveyJS runs such files; the name is empty to it.
    """

    def __init__(self, name: str) -> None:
        """Keep the name as the file writes it."""
        self.name = name
        super().__init__(
            german=f"{{{name}}} gibt es in der Datei nicht",
            english=f"{{{name}}} does not exist in the file",
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as our expressions name it."""

    text: str
    sort: Sort
    codes: Mapping[str, str] = field(default_factory=dict)
    refusals: frozenset[str] = frozenset()
    #: Whether it is a question's name and not a calculation.
    is_name: bool = True
    formula: Tree | None = None
    #: The list itself, where a repeated group is named.
    list: Symbol | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value known while the file is read: the choice or row an expression decides about."""

    value: str | float | bool


Named = Answer | Fixed

_NEVER_HERE = {
    **dict.fromkeys(("prevpanel", "nextpanel", "prevrow", "nextrow", "totalrow", "composite")),
}
_BUILT_IN = frozenset(
    {"pageno", "pagecount", "locale", "processedtitle", "timerspent", "quizquestioncount"}
    | {"correctanswers", "correctanswercount", "incorrectanswers", "incorrectanswercount"}
    | {"correctedanswers", "incorrectedanswers", "correctedanswercount", "incorrectedanswercount"}
    | {"questioncount", "state", "currentpageno", "currentpagenumber", "questionno"}
)
_STEP = re.compile(r"\[(-?\d+)\]")


def resolve(name: str, scope: Scope) -> Named:
    """Return what a name in braces stands for.

    Raises
    ------
    UnknownName
        If nothing in the file has the name.
    Lost
        If it names something our expressions cannot see.
    """
    wanted = name.strip().lstrip("#").strip()
    if wanted.startswith("$") or wanted.lower() == "self" or wanted.lower().startswith("self."):
        raise Lost(
            german=f"{{{name}}} fragt nach einer Eigenschaft statt nach einer Antwort",
            english=f"{{{name}}} asks for a property, not for an answer",
        )
    found = _from_scope(wanted, scope)
    return found if found is not None else _from_names(wanted, scope.survey, name)


def _from_scope(wanted: str, scope: Scope) -> Named | None:
    lower = wanted.lower()
    if lower in ("item", "choice") and scope.item is not None:
        return Fixed(scope.item)
    if lower in ("rowname", "rowvalue") and scope.row is not None:
        return Fixed(scope.row)
    if lower in ("panelindex", "visiblepanelindex") and scope.panels:
        return Answer("number - 1", Sort.NUMBER, is_name=False)
    if lower in ("rowindex", "visiblerowindex") and scope.rows is not None and scope.row is None:
        return Answer("number", Sort.NUMBER, is_name=False)
    prefix, point, rest = wanted.partition(".")
    if not point or lower in scope.survey:
        return None
    return _relative(prefix.lower(), rest, scope, wanted)


def _relative(prefix: str, rest: str, scope: Scope, wanted: str) -> Named | None:
    if prefix == "panel" and scope.panels:
        return _from_names(rest, scope.panels[0], wanted)
    if prefix == "parentpanel" and len(scope.panels) > 1:
        return _from_names(rest, scope.panels[1], wanted)
    if prefix == "row" and scope.rows is not None:
        return _from_names(rest, scope.rows, wanted, scope.row)
    if prefix in _NEVER_HERE:
        raise Lost(
            german=f"{{{wanted}}} fragt nach einem Nachbarn in der Liste",
            english=f"{{{wanted}}} asks for a neighbour in the list",
        )
    return None


def _from_names(
    wanted: str, names: Mapping[str, Symbol], said: str, row: str | None = None
) -> Named:
    """Find the longest beginning that is a name, and follow what comes after it."""
    lower = wanted.lower()
    ends = [len(lower), *(m.start() for m in re.finditer(r"[.\[]|-comment|-total", lower))]
    for end in sorted(set(ends), reverse=True):
        symbol = names.get(lower[:end].strip())
        if symbol is not None:
            return _follow(symbol, wanted[end:], said, row)
    if lower in _BUILT_IN:
        raise Lost(
            german=f"{{{said}}} ist ein Wert von SurveyJS, den es hier nicht gibt",
            english=f"{{{said}}} is a value of SurveyJS that does not exist here",
        )
    raise UnknownName(said)


def _follow(symbol: Symbol, rest: str, said: str, row: str | None = None) -> Named:
    if symbol.sort is Sort.GONE:
        raise Lost(
            german=f"„{symbol.name}“ wurde nicht übernommen",
            english=f"“{symbol.name}” was not taken over",
        )
    if rest.lower() == "-comment":
        if symbol.comment:
            return Answer(symbol.comment, Sort.TEXT)
        raise UnknownName(said)
    if rest.lower().startswith("-total"):
        raise Lost(
            german=f"{{{said}}} ist eine Summenzeile", english=f"{{{said}}} is a row of totals"
        )
    if rest.lower() == ".length" and symbol.sort in (Sort.CODES, Sort.RANKING, Sort.LIST):
        return Answer(f"count({symbol.id})", Sort.NUMBER, is_name=False)
    return _FOLLOWERS.get(symbol.sort, _plain)(symbol, rest, said, row)


def _plain(symbol: Symbol, rest: str, said: str, _row: str | None) -> Named:
    if rest:
        if symbol.sort in (Sort.CODES, Sort.RANKING) and _STEP.match(rest):
            raise Lost(
                german=f"{{{said}}} fragt nach der Stelle einer Antwort",
                english=f"{{{said}}} asks for the place of an answer",
            )
        raise UnknownName(said)
    return Answer(symbol.id, symbol.sort, symbol.codes, symbol.refusals, formula=symbol.formula)


def _of_matrix(symbol: Symbol, rest: str, said: str, row: str | None) -> Named:
    wanted = rest.removeprefix(".") or row
    if wanted is None:
        return Answer(symbol.id, Sort.ROWS)
    code = code_for(symbol.rows, wanted)
    if code is None:
        raise UnknownName(said)
    return Answer(f"{symbol.id}.{code}", symbol.cell, symbol.codes, symbol.refusals)


def _of_parts(symbol: Symbol, rest: str, said: str, row: str | None) -> Named:
    path = rest.removeprefix(".").lower()
    if not path and row is not None:
        path = row.lower()
    if not path:
        raise Lost(
            german=f"{{{said}}} fragt nach mehreren Antworten zugleich",
            english=f"{{{said}}} asks for several answers at once",
        )
    if path in symbol.parts:
        return _follow(symbol.parts[path], "", said)
    for column, part in symbol.parts.items():
        if path.endswith(f".{column}"):
            return _follow(part, f".{path[: -len(column) - 1]}", said)
    raise UnknownName(said)


def _of_list(symbol: Symbol, rest: str, said: str, _row: str | None) -> Named:
    if not rest:
        return Answer(symbol.id, Sort.LIST, list=symbol)
    step = _STEP.match(rest)
    if step is None or step[1] not in ("0", "-1") or not rest[step.end() :].startswith("."):
        raise Lost(
            german=f"{{{said}}} fragt nach einem Eintrag, der nicht der erste oder letzte ist",
            english=f"{{{said}}} asks for an item that is neither the first nor the last",
        )
    inner = _from_names(rest[step.end() + 1 :], symbol.parts, said)
    if not isinstance(inner, Answer) or inner.formula is not None or inner.list is not None:
        raise Lost(
            german=f"{{{said}}} ist zu verschachtelt", english=f"{{{said}}} is nested too deeply"
        )
    word = "first" if step[1] == "0" else "last"
    text = f"{word}({symbol.id}, {inner.text})"
    return Answer(text, inner.sort, inner.codes, inner.refusals, is_name=False)


def _of_group(symbol: Symbol, _rest: str, said: str, _row: str | None) -> Named:
    raise Lost(
        german=f"{{{said}}} fragt nach der Gruppe „{symbol.name}“",
        english=f"{{{said}}} asks for a whole group",
    )


_FOLLOWERS: Mapping[Sort, Callable[[Symbol, str, str, str | None], Named]] = {
    Sort.ROWS: _of_matrix,
    Sort.PARTS: _of_parts,
    Sort.LIST: _of_list,
    Sort.GROUP: _of_group,
}


def fixed(found: Named) -> Const | None:
    """Return a known value as the constant it is."""
    return Const(found.value) if isinstance(found, Fixed) else None
