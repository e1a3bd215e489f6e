"""Which variables of a questionnaire may leave as rows, and what part each plays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from surveyapp.questionnaire.codebook import codebook
from surveyapp.questionnaire.expression import parse, references
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Option, Questionnaire, Row, Unit
from surveyapp.questionnaire.resting import resting_on
from surveyapp.questionnaire.types import kind_of

GERMAN = "de"
CONTEXT = "context"
USUAL_KEYS = 6
"""Key variables that are proposed, at most."""

AS_AREA = "{} (als Planungsraum)"
NOT_OF_A_FAMILY = "Antworten zu einzelnen Kindern und Erwachsenen"
DERIVED = "aus anderen Antworten errechnet"
PRECISE = "zu genau: Datum, Ort oder gezählte Einträge"
KNOWN = "beschreibt die Familie und ist kein Schlüsselmerkmal"
IN_A_KEY = "steckt gröber in einem Schlüsselmerkmal"


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """A variable that describes a family, as the page offers it."""

    name: str
    label: str
    is_proposed: bool


@dataclass(frozen=True)
class Choices:
    """What a questionnaire offers for rows of families."""

    questionnaire: Questionnaire

    @cached_property
    def _variables(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(codebook(self.questionnaire)["variables"])

    @cached_property
    def keys(self) -> tuple[KeyChoice, ...]:
        """Return what may be a key variable: where a family lives first, then axes, then the rest."""
        ranked = sorted(self._describing(), key=self._rank)
        proposed = [each["name"] for each in ranked if self._rank(each) < _LAST][:USUAL_KEYS]
        return tuple(
            KeyChoice(
                each["name"],
                AS_AREA.format(label_of(each)) if self._rank(each) == 0 else label_of(each),
                each["name"] in proposed,
            )
            for each in ranked
        )

    @cached_property
    def _in_axes(self) -> frozenset[str]:
        """Return the questions axes are made of: the axis stands for them."""
        axes = (f"axis.{each.id}" for each in self.questionnaire.axes)
        found = frozenset(name for axis in axes for name in self.sources(axis))
        return found - {self.questionnaire.area_question}

    def _describing(self) -> Iterator[Mapping[str, Any]]:
        for each in self._variables:
            is_context = each["measures"] == CONTEXT and not each["sensitive"]
            is_left = each["kind"] == "indicator" or self._reason(each) in {
                NOT_OF_A_FAMILY,
                PRECISE,
            }
            in_axis = each["question"] in self._in_axes and each["name"] not in _USUAL
            if is_context and not is_left and not in_axis:
                yield each

    def _rank(self, variable: Mapping[str, Any]) -> int:
        if variable["question"] == self.questionnaire.area_question:
            return 0
        if variable["kind"] == "axis":
            return 1
        return 2 if variable["name"] in _USUAL else _LAST

    def _reason(self, variable: Mapping[str, Any]) -> str:
        """Return why a variable cannot leave at all; empty where it can."""
        question = index_of(self.questionnaire).questions.get(variable["question"] or "")
        if self._stands_apart(variable):
            return NOT_OF_A_FAMILY
        if variable["kind"] in {"axis", "indicator"}:
            return DERIVED
        if question is None or kind_of(question).is_precise or kind_of(question).is_stored_apart:
            return PRECISE
        return ""

    def _stands_apart(self, variable: Mapping[str, Any]) -> bool:
        """Say whether a variable stands in rows of children or of listed adults."""
        index = index_of(self.questionnaire)
        if variable["question"]:
            return index.row_unit(index.list_of[variable["question"]]) is not Unit.FAMILY
        return index.stands_in(Unit(variable["unit"])) is not Unit.FAMILY

    def sources(self, key: str) -> frozenset[str]:
        """Return the questions a key variable says something of."""
        if not key.startswith("axis."):
            found = next(each for each in self._variables if each["name"] == key)
            return frozenset({found["question"]})
        axis = next(each for each in self.questionnaire.axes if f"axis.{each.id}" == key)
        return frozenset(
            name for each in axis.categories if each.show for name in references(parse(each.show))
        )

    def left_out(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the variables that are not in the file, with the reason in German."""
        inside = {question for key in keys for question in self.sources(key)}
        found = {}
        for each in self._variables:
            name, reason = each["name"], self._reason(each)
            if name in keys:
                continue
            if not reason and each["question"] in inside:
                reason = IN_A_KEY
            if not reason and each["measures"] == CONTEXT and not each["sensitive"]:
                reason = KNOWN
            if reason:
                found[name] = reason
        return found

    def leaving(self, keys: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
        """Return the variables of the file: keys first, in their order, then all others."""
        out = self.left_out(keys)
        by_name = {each["name"]: each for each in self._variables}
        rest = [e for n, e in by_name.items() if n not in out and n not in keys]
        return (*(by_name[key] for key in keys), *rest)

    def sensitive(self, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return each sensitive question with its variables in the file."""
        found: dict[str, tuple[str, ...]] = {}
        for each in self.leaving(keys):
            if each["sensitive"] and each["name"] not in keys:
                found[each["question"]] = (*found.get(each["question"], ()), each["name"])
        return found

    def followers(self, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return what is asked only because of a key variable or a sensitive question."""
        asked = {
            **{key: self.sources(key) for key in keys},
            **{question: frozenset({question}) for question in self.sensitive(keys)},
        }
        return {
            name: tuple(
                each["name"]
                for each in self.leaving(keys)
                if each["question"] in resting_on(self.questionnaire, questions)
                or self._is_part_shown_by(each, questions)
            )
            for name, questions in asked.items()
        }

    def _is_part_shown_by(self, variable: Mapping[str, Any], questions: frozenset[str]) -> bool:
        """Say whether a row or an option is shown only because of the answers to some questions."""
        index = index_of(self.questionnaire)
        question = index.questions[variable["question"]] if variable["question"] else None
        if question is None:
            return False
        parts: tuple[Row | Option, ...] = (*question.rows, *index.options[question.id])
        wanted = {variable["row"], variable["option"]} - {None}
        shown = (each.show for each in parts if each.code in wanted)
        return any(references(parse(each)) & questions for each in shown if each)


_USUAL = frozenset({"children_count", "age", "gender", "family_form"})
"""Names of questions that describe a family and are proposed as keys where they exist."""
_LAST = 3


def label_of(variable: Mapping[str, Any]) -> str:
    """Return the German label, with its question before it where it is a part of one."""
    own = str((variable.get("label") or {}).get(GERMAN, ""))
    whole = str((variable.get("question_label") or {}).get(GERMAN, ""))
    return (
        f"{whole} – {own}" if whole and own and whole != own else own or whole or variable["name"]
    )
