"""Texts of eQ, with what is filled into them, as texts of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from surveyapp.exchange.cleaning import plain, said, with_placeholders
from surveyapp.exchange.eq.plan import LOST, Plan
from surveyapp.exchange.eq.rules import Operand, Rules, Scope
from surveyapp.exchange.eq.source import obj
from surveyapp.exchange.eq.truth import Condition, TooLargeError
from surveyapp.exchange.surveyjs.json_file import Json, items
from surveyapp.questionnaire.model import Text

_PLACEHOLDER = re.compile(r"\{([^{}\n]{1,200})\}")
_TOTAL = re.compile(r"%\(total\)s")
_PLURALS = ("zero", "one", "two", "few", "many", "other")
_GAP = "…"
_QUIET = ("'", '"')

Case = tuple[Condition, Any]
"""When something is said, and what."""


class Wordings:
    """Reads every text of one file; all are in its one language."""

    def __init__(self, plan: Plan, rules: Rules) -> None:
        """Fill in what a plan names."""
        self.plan = plan
        self.rules = rules
        self.language = str(plan.source.survey.get("language", "en")).lower()
        self.was_marked = False
        self.has_plain_quotes = False

    def text(self, words: str) -> Text:
        """Return words as a text of the file's language."""
        return {self.language: words}

    def own(self, german: str, english: str) -> Text:
        """Return a wording of ours."""
        return self.text(german if self.language == "de" else english)

    def read(self, value: Any, scope: Scope) -> str:  # noqa: ANN401 - JSON
        """Return a text of the file in our grammar; empty where nothing is said."""
        if isinstance(value, list):
            return "\n\n".join(filter(None, (self.read(each, scope) for each in value)))
        if not isinstance(value, dict):
            return self._cleaned(value, scope, {})
        filled = {
            str(obj(each).get("placeholder")): self._filled(obj(each), scope)
            for each in items(value.get("placeholders"))
        }
        if "text_plural" in value:
            return self._plural(obj(value["text_plural"]), scope, filled)
        return self._cleaned(value.get("text"), scope, filled)

    def _cleaned(self, value: object, scope: Scope, filled: dict[str, str]) -> str:
        if not isinstance(value, str):
            return ""
        found = plain(value)
        self.was_marked |= found.was_marked
        self.has_plain_quotes |= any(sign in found.text for sign in _QUIET)
        if found.removed:
            named = ", ".join(found.removed)
            self.plan.notes.change(
                scope.where,
                f"aus dem Text wurde entfernt, was kein Text ist: {named}",
                f"what is no text was taken out: {named}",
            )
        return with_placeholders(found.text, _PLACEHOLDER, lambda match: filled.get(match[1]))

    def _plural(self, value: Json, scope: Scope, filled: dict[str, str]) -> str:
        forms = {
            key: self._cleaned(form, scope, filled)
            for key, form in obj(value.get("forms")).items()
            if key in _PLURALS
        }
        if not forms:
            return ""
        count = obj(value.get("count"))
        operand = self.rules.value(count, scope) if "source" in count else Operand("nothing")
        operand = self.rules._count(operand, scope) if operand.kind == "list" else operand  # noqa: SLF001
        last = forms.get("other", next(iter(forms.values())))
        if not operand.text:
            return last
        arms = " ".join(f"{key} {{{form}}}" for key, form in {**forms, "other": last}.items())
        return f"{{{operand.text}, plural, {arms}}}"

    def total(self, value: Any, scope: Scope, sum_id: str) -> str:  # noqa: ANN401 - JSON
        """Return the title of a sum with the sum in it."""
        read = self.read(value, scope)
        filled = _TOTAL.sub(f"{{{sum_id}}}", read)
        return filled if filled != read else f"{read}: {{{sum_id}}}".lstrip(": ")

    # Placeholders

    def _filled(self, placeholder: Json, scope: Scope) -> str:
        """Return what stands for a placeholder, braces and all."""
        transforms = items(placeholder.get("transforms"))
        if not transforms:
            return self._value(placeholder.get("value"), scope)
        found = _GAP
        for each in transforms:
            arguments = obj(obj(each).get("arguments"))
            found = self._transformed(str(obj(each).get("transform")), arguments, found, scope)
        return found

    def _value(self, value: Any, scope: Scope, before: str = _GAP) -> str:  # noqa: ANN401 - JSON
        """Return a value as it is read inside a text."""
        if not isinstance(value, dict):
            return said(str(value)) if value is not None else ""
        source = value.get("source")
        if source in (None, "previous_transform"):
            return before if source else _GAP
        name = str(value.get("identifier"))
        symbol = self.plan.symbols.get(name) if source == "answers" else None
        if scope.options_of and scope.options_of == name:
            return "{row}"
        if symbol is not None and symbol.kind == LOST:
            return self._lost(name, symbol.list, scope)
        operand = self.rules.source(value, scope)
        if operand.kind == "list":
            return f"{{count({operand.text})}}"
        return f"{{{operand.text}}}" if operand.text else _GAP

    def _lost(self, name: str, list_id: str | None, scope: Scope) -> str:
        """Return what stands for the name of a person, which is not asked."""
        if list_id is not None and list_id == scope.list:
            return "{item}"
        self.plan.notes.change(
            scope.where,
            f"„{name}“ wird nicht erfragt; im Text steht „diese Person“",
            f"“{name}” is not asked; the text says “this person”",
        )
        return "diese Person" if self.language == "de" else "this person"

    def _transformed(self, name: str, arguments: Json, before: str, scope: Scope) -> str:
        if name in _JOINING:
            return self._several(name, arguments, before, scope)
        if name == "format_possessive":
            found = self._value(arguments.get("string_to_format"), scope, before)
            return f"{found}’s" if self.language == "en" and found != _GAP else found
        if name in ("list_item_count", "calculate_date_difference", "add"):
            return self._computed(name, arguments, before, scope)
        for key in _SUBJECTS:
            if key in arguments:
                return self._value(arguments[key], scope, before)
        self.rules.lose(scope, f"„{name}“", f"“{name}”")
        return _GAP

    def _several(self, name: str, arguments: Json, before: str, scope: Scope) -> str:
        given = arguments.get(_JOINING[name])
        values = given if isinstance(given, list) else [given]
        found = [self._value(each, scope, before) for each in values]
        kept = [each for each in dict.fromkeys(found) if each not in ("", _GAP)]
        if name == "first_non_empty_item":
            kept = kept[:1]
        delimiter = arguments.get("delimiter")
        return (delimiter if isinstance(delimiter, str) else " ").join(kept) or _GAP

    def _computed(self, name: str, arguments: Json, before: str, scope: Scope) -> str:
        if name == "list_item_count":
            given = obj(arguments.get("list_to_count"))
            return self._value(given, scope, before)
        keys = ("first_date", "second_date") if name != "add" else ("lhs", "rhs")
        first, second = (self._operand(arguments.get(key), scope) for key in keys)
        if name == "add" and first and second:
            return f"{{coalesce({first}, 0) + coalesce({second}, 0)}}"
        if name != "add" and first and second:
            self.plan.notes.change(
                scope.where,
                "die Zeitspanne wird in vollen Jahren genannt",
                "the time between is said in full years",
            )
            words = " Jahre" if self.language == "de" else " years"
            return f"{{years_between({first}, {second})}}{words}"
        return _GAP

    def _operand(self, value: Any, scope: Scope) -> str:  # noqa: ANN401 - JSON
        if obj(value).get("value") == "now":
            return "wave.month"
        if "source" in obj(value):
            return self.rules.source(value, scope).text
        return ""

    # Several wordings

    def varied(self, cases: Sequence[Case], scope: Scope) -> str:
        """Return the text for whichever case holds; the last one for all others."""
        texts = [(when, self.read(value, scope)) for when, value in cases]
        found = texts[-1][1]
        for when, text in reversed(texts[:-1]):
            if text == found:
                continue
            said_when = self.condition(when, scope)
            if said_when is None:
                found = text
            elif found.count("{") - found.count("'{'") < 40:
                found = f"{{{said_when}, select, true {{{text}}} other {{{found}}}}}"
        return found

    def condition(self, when: Condition, scope: Scope) -> str | None:
        """Return a condition as an expression; None where it always holds or cannot be said."""
        try:
            found = self.plan.conditions.said(when)
        except (TooLargeError, RecursionError):
            found = "x" * LONGEST
        if found is None or len(found) < LONGEST:
            return found
        self.plan.notes.change(
            scope.where,
            "die Bedingung ist zu lang und gilt hier nicht",
            "the condition is too long and does not hold here",
        )
        return None

    # Contents

    def contents(self, value: Any, scope: Scope) -> str:  # noqa: ANN401 - JSON
        """Return titles, paragraphs and lists, one after the other."""
        parts: list[str] = []
        for each in items(value) if isinstance(value, list) else [value]:
            if isinstance(each, str):
                parts.append(self.read(each, scope))
                continue
            part = obj(each)
            if "text" in part or "text_plural" in part:
                parts.append(self.read(part, scope))
            parts += [self.read(part.get(key), scope) for key in ("title", "description")]
            listed = [self.read(entry, scope) for entry in items(part.get("list"))]
            parts.append("\n".join(f"– {entry}" for entry in listed if entry))
            for key in ("guidance", "definition", "contents", "content", "definitions"):
                if part.get(key):
                    parts.append(self.contents(part[key], scope))
        return "\n\n".join(filter(None, parts))


LONGEST = 1900
"""Characters of one condition that can be kept."""

_JOINING = {
    "concatenate_list": "list_to_concatenate",
    "format_list": "list_to_format",
    "first_non_empty_item": "items",
    "remove_empty_from_list": "list_to_filter",
}
"""Transforms of several values, and where they stand."""

_SUBJECTS = (
    *(
        "date_to_format",
        "number",
        "number_to_format",
        "value",
        "string_to_format",
        "unit_value",
        "percentage",
    ),
    *("telephone_number", "email_address", "string_to_extract", "first_date", "items"),
    *("list_to_remove_empty_from", "date_range", "concatenated_list", "date"),
)
"""What a transform only formats; the answer is read in its own form here."""
