"""What the names of a file stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from surveyapp.exchange.names import identifier
from surveyapp.exchange.surveyjs.expression import Tree
from surveyapp.questionnaire.values import RESERVED_CODES

Scalar: TypeAlias = str | float | bool
"""A value of a choice as the file writes it."""


class Sort(StrEnum):
    """What the answer behind a name is to an expression of ours."""

    CODE = "code"
    CODES = "codes"
    RANKING = "ranking"
    NUMBER = "number"
    DATE = "date"
    MONTH = "month"
    TIME = "time"
    TEXT = "text"
    #: A matrix, whose rows have answers of the sort ``cell``.
    ROWS = "rows"
    #: Several questions under one name: text fields, columns of a grid.
    PARTS = "parts"
    #: A repeated group; its parts are asked for each item.
    LIST = "list"
    FORMULA = "formula"
    #: A page or panel.
    GROUP = "group"
    #: Something that did not come over.
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name."""

    name: str
    path: str
    sort: Sort
    #: Id of our question or list.
    id: str = ""
    #: Value as the file writes it to our code.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Value of a row to our code.
    rows: Mapping[str, str] = field(default_factory=dict)
    cell: Sort = Sort.CODE
    parts: Mapping[str, Symbol] = field(default_factory=dict)
    #: Id of the text beside the answer ("other", comment).
    comment: str = ""
    formula: Tree | None = None
    #: Id of the list on whose pages the answer is given.
    list: str = ""
    #: Values that stand for "keine Angabe".
    refusals: frozenset[str] = frozenset()


def key_of(value: object) -> str:
    """Return a value as SurveyJS compares it: numbers and their texts are the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def codes_of(values: Iterable[object], *, named: bool = False) -> dict[str, str]:
    """Return a code of ours for each value, always the same one for the same values.

    ``named`` codes can stand behind the point in ``matrix.row``.
    """
    given: dict[str, str] = {}
    used = set(RESERVED_CODES)
    for value in values:
        key = key_of(value)
        if key not in given:
            given[key] = _free(identifier(key) if named else _code(key), used)
            used.add(given[key])
    return given


def _code(key: str) -> str:
    if re.fullmatch(r"[a-z0-9][a-z0-9_]{0,40}", key):
        return key
    if re.fullmatch(r"-[0-9]{1,10}", key):
        return f"minus_{key[1:]}"
    plain = identifier(key)
    return plain[2:] if plain.startswith("q_") and key[:1].isdigit() and plain[2:] else plain


def _free(wanted: str, used: set[str]) -> str:
    short = wanted[:40]
    if short not in used:
        return short
    return next(each for n in range(2, 100_000) if (each := f"{short}_{n}") not in used)


def code_for(codes: Mapping[str, str], value: object) -> str | None:
    """Return the code of a value; capital letters make no difference where they need not."""
    key = key_of(value)
    if key in codes:
        return codes[key]
    return next((code for each, code in codes.items() if each.lower() == key.lower()), None)


class Scope:
    """The names an expression may use."""

    def __init__(
        self,
        survey: Mapping[str, Symbol],
        panels: tuple[Mapping[str, Symbol], ...] = (),
        rows: Mapping[str, Symbol] | None = None,
        row: str | None = None,
        item: Scalar | None = None,
    ) -> None:
        """Begin with the names of the survey; ``panels`` are the repeated groups around, inner first."""
        self.survey = survey
        self.panels = panels
        self.rows = rows
        #: Value of the matrix row the expression stands in.
        self.row = row
        #: Value of the choice the expression decides about.
        self.item = item

    def with_item(self, item: Scalar) -> Scope:
        """Return the same names, deciding about one choice."""
        return Scope(self.survey, self.panels, self.rows, self.row, item)

    def with_row(self, rows: Mapping[str, Symbol], row: str | None) -> Scope:
        """Return the same names inside a row of a matrix."""
        return Scope(self.survey, self.panels, rows, row, self.item)

    def inside(self, panel: Mapping[str, Symbol]) -> Scope:
        """Return the same names inside a repeated group."""
        return Scope(self.survey, (panel, *self.panels))
