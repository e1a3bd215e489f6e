"""The code plan of one questionnaire version: what each column of a dataset means.

This module is pure standard library, so labels can be read without loading the number crunchers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from analytics.errors import CodebookError

NOT_APPLICABLE = -7
REFUSED = -8
UNANSWERED = -9

MISSING_CODES = {NOT_APPLICABLE: "not_applicable", REFUSED: "refused", UNANSWERED: "unanswered"}
"""Codes that stand for no answer, the same in every column."""

KINDS = frozenset({"flag", "category", "number", "indicator", "axis", "design"})
"""What a variable can be. One of kind ``design`` says how a family was drawn; nobody was asked it, and
it is never released."""

STRATUM = "stratum"
"""Name of the variable of kind ``design`` that holds the part of the county a family was drawn in."""
UNITS = frozenset({"family", "child", "adult"})


@dataclass(frozen=True, slots=True)
class Category:
    """One answer a variable can hold."""

    #: Number stored in the column.
    code: int
    #: Stable name, the option code of the questionnaire.
    name: str
    #: Language to wording.
    label: Mapping[str, str]
    #: Number the answer stands for in means; None where it stands for none.
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of a dataset."""

    #: Column name: ``q``, ``q.row``, ``q.option``, ``need.id`` or ``axis.id``.
    name: str
    #: Id of the question it comes from; None for indicators and axes.
    question: str | None
    #: One of ``KINDS``.
    kind: str
    #: Whom it speaks for, one of ``UNITS``.
    unit: str
    row: str | None = None
    option: str | None = None
    categories: tuple[Category, ...] = ()
    label: Mapping[str, str] | None = None
    measures: str = "context"
    fields: tuple[str, ...] = ()
    life_stages: tuple[str, ...] = ()
    facility_types: tuple[str, ...] = ()
    #: Needs stricter protection.
    sensitive: bool = False
    #: Name of the importance variable a satisfaction variable is compared with.
    pair: str | None = None

    @property
    def is_yes_no(self) -> bool:
        """Say whether the column holds 0 and 1."""
        return self.kind in {"flag", "indicator"}


@dataclass(frozen=True)
class Codebook:
    """All variables of one questionnaire version, in the order of the questionnaire."""

    questionnaire: str
    version: int
    variables: tuple[Variable, ...]

    def __post_init__(self) -> None:
        """Refuse a code plan that contradicts itself.

        Raises
        ------
        CodebookError
            Naming the variable and what is wrong with it.
        """
        if len(self._index) != len(self.variables):
            message = f"{self.questionnaire}/{self.version}: two variables have the same name"
            raise CodebookError(message)
        for variable in self.variables:
            wrong = _broken(variable)
            if wrong:
                message = f"{self.questionnaire}/{self.version}, variable {variable.name}: {wrong}"
                raise CodebookError(message)

    @cached_property
    def _index(self) -> Mapping[str, Variable]:
        return {variable.name: variable for variable in self.variables}

    def __getitem__(self, name: str) -> Variable:
        """Return the variable with this name.

        Parameters
        ----------
        name
            Name of the variable, such as ``children.care``.

        Returns
        -------
        Variable
            What was asked, with its codes.

        Raises
        ------
        CodebookError
            If there is none.
        """
        if name not in self._index:
            message = f"{self.questionnaire}/{self.version} has no variable {name!r}"
            raise CodebookError(message)
        return self._index[name]

    def __contains__(self, name: object) -> bool:
        """Say whether there is a variable with this name."""
        return name in self._index

    @property
    def stratum(self) -> Variable | None:
        """Return the variable that says in which stratum each family was drawn, or None without strata.

        Its kind is ``design``, its unit ``family``, its categories are the strata by their names. It is
        called ``STRATUM``, and otherwise where a question has this name.
        """
        return next((each for each in self.variables if each.kind == "design"), None)

    @property
    def axes(self) -> tuple[Variable, ...]:
        """Return the social axes."""
        return tuple(variable for variable in self.variables if variable.kind == "axis")

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Codebook:
        """Read a code plan from its JSON form; keys it does not know are left aside.

        Parameters
        ----------
        document
            ``{"questionnaire", "version", "missing", "variables": [...]}``.

        Returns
        -------
        Codebook
            The same, checked.

        Raises
        ------
        CodebookError
            If a key is missing or the codes of missing answers differ from ``MISSING_CODES``.

        Examples
        --------
        >>> plan = Codebook.from_json({"questionnaire": "q", "version": 1, "variables": []})
        >>> plan.version
        1
        """
        try:
            missing = document.get("missing", {str(k): v for k, v in MISSING_CODES.items()})
            _check_missing(missing)
            variables = tuple(_variable(entry) for entry in document["variables"])
            return cls(str(document["questionnaire"]), int(document["version"]), variables)
        except KeyError as error:
            message = f"the codebook lacks the key {error}; write it anew from the questionnaire"
            raise CodebookError(message) from error

    def to_json(self) -> dict[str, Any]:
        """Return the JSON form that ``from_json`` reads."""
        document = {
            "questionnaire": self.questionnaire,
            "version": self.version,
            "missing": {str(code): name for code, name in MISSING_CODES.items()},
            "variables": [asdict(variable) for variable in self.variables],
        }
        return dict(json.loads(json.dumps(document)))


def _check_missing(missing: Mapping[str, str]) -> None:
    if {int(code): name for code, name in missing.items()} != MISSING_CODES:
        message = f"codes of missing answers are {dict(missing)}; they must be {MISSING_CODES}"
        raise CodebookError(message)


def _broken(variable: Variable) -> str:
    if variable.kind not in KINDS:
        return f"kind is {variable.kind!r}; it must be one of {sorted(KINDS)}"
    if variable.unit not in UNITS:
        return f"unit is {variable.unit!r}; it must be one of {sorted(UNITS)}"
    codes = [category.code for category in variable.categories]
    names = [category.name for category in variable.categories]
    if len(set(codes)) != len(codes) or len(set(names)) != len(names):
        return "two categories have the same code or name"
    if any(code < 0 for code in codes):
        return "a category has a negative code; those stand for missing answers"
    return ""


def _category(entry: Mapping[str, Any]) -> Category:
    value = entry.get("value")
    return Category(
        code=int(entry["code"]),
        name=str(entry["name"]),
        label=dict(entry.get("label") or {}),
        value=None if value is None else float(value),
    )


def _variable(entry: Mapping[str, Any]) -> Variable:
    return Variable(
        name=str(entry["name"]),
        question=entry["question"],
        kind=str(entry["kind"]),
        unit=str(entry["unit"]),
        row=entry.get("row"),
        option=entry.get("option"),
        categories=tuple(_category(category) for category in entry.get("categories") or ()),
        label=dict(entry.get("label") or {}),
        measures=str(entry.get("measures") or "context"),
        fields=tuple(entry.get("fields") or ()),
        life_stages=tuple(entry.get("life_stages") or ()),
        facility_types=tuple(entry.get("facility_types") or ()),
        sensitive=bool(entry.get("sensitive")),
        pair=entry.get("pair"),
    )
