"""Texts of ours in a form: answers by ``${name}``, plurals and selections by calculations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from surveyapp.exchange.giveout.draft import Draft
from surveyapp.exchange.giveout.naming import Scope
from surveyapp.exchange.giveout.xpath_parts import InexpressibleError, literal
from surveyapp.questionnaire import phrases
from surveyapp.questionnaire.expression import CurrentRow, Expression, Name
from surveyapp.questionnaire.phrases import Chosen, Filled, ItemLabel, Number, Part, Phrase
from surveyapp.questionnaire.texts import wording

_ALONE = re.compile(r"\$\{(\w+)\}")
"""A calculation that only repeats an answer."""

_NUMBERED = {"one": 1}
"""Categories of numbers that are one number in every language of ours."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Says the texts that stand in one place of a form."""

    draft: Draft
    scope: Scope
    #: Where a text stands, for remarks.
    where: str
    #: The number of the plural around, and whether the label of the item is being said.
    number: str = ""
    in_label: bool = False

    def say(self, said: str, language: str) -> str:
        """Return a wording as a form writes it."""
        if not phrases.is_phrase(said):
            return said.replace("${", "$ {")
        try:
            phrase = phrases.read(said)
        except phrases.PhraseError:
            return said.replace("${", "$ {")
        return "".join(self._label(part, language) for part in phrase).strip()

    def _label(self, part: Part, language: str) -> str:
        if isinstance(part, str):
            return part.replace("${", "$ {")
        if isinstance(part, ItemLabel):
            return self._item(language, lambda teller, text: teller.say(text, language))
        if isinstance(part, Filled) and isinstance(part.expression, CurrentRow):
            return self._row(language)
        name = self._named(part, language)
        return f"${{{name}}}" if name else "…"

    def _named(self, part: Part, language: str) -> str:
        """Return the name of what a form puts in: a question, or a calculation written for it."""
        if isinstance(part, Filled) and isinstance(part.expression, Name) and part.form is None:
            question = self.draft.index.questions.get(part.expression.question)
            if question is not None and question.type in ("number", "text", "computed"):
                place = self.draft.place_of(question)
                if place == self.scope.repeats[: len(place)]:
                    return self.draft.name_of(question, part.expression.row, self.scope)
        try:
            calculation = self._value(part, language)
        except InexpressibleError as error:
            self.draft.remark(
                self.where,
                f"im Text steht „…“, er {error.german}",
                f"“…” stands in the text, it {error.english}",
            )
            return ""
        alone = _ALONE.fullmatch(calculation)
        return alone[1] if alone else self.draft.worked_out(calculation, self.scope)

    def _value(self, part: Part, language: str) -> str:
        """Return a part of a text as a calculation that gives words."""
        if isinstance(part, str):
            return _words(part)
        if isinstance(part, Number):
            return self.number or "''"
        if isinstance(part, ItemLabel):
            return self._item(language, lambda teller, text: teller.concatenated(text, language))
        if isinstance(part, Chosen):
            return self._chosen(part, language)
        if isinstance(part.expression, CurrentRow):
            return _words(self._row(language))
        return self._filled(part.expression)

    def _filled(self, expression: Expression) -> str:
        path = self.draft.xpath(self.scope)
        if isinstance(expression, Name):
            question = path.question(expression)
            if question.type in ("matrix", "single", "dropdown", "yesno", "image", "scale"):
                here = path.ref(expression)
                return f"jr:choice-name({here}, {literal(here)})"
            if question.type in ("multiple", "ranking", "matrix_multiple"):
                raise InexpressibleError("nennt mehrere Antworten", "names several answers")
            return path.ref(expression)
        return path.value(expression)

    def _chosen(self, part: Chosen, language: str) -> str:
        path = self.draft.xpath(self.scope)
        value = path.value(part.expression)
        if part.kind == "select" and isinstance(part.expression, Name):
            value = path.ref(part.expression)
        inner = replace(self, number=value if part.kind != "select" else self.number)
        found = inner.joined(part.arms["other"], language)
        for key, arm in part.arms.items():
            if key == "other":
                continue
            wanted = literal(key) if part.kind == "select" else _number(key)
            if not wanted:
                self.draft.remark(
                    self.where,
                    f"die Mehrzahl „{key}“ kennt ein Formular nicht; es steht „other“",
                    f"a form does not know the plural “{key}”; “other” stands for it",
                )
                continue
            found = f"if({value} = {wanted}, {inner.joined(arm, language)}, {found})"
        return found

    def concatenated(self, said: str, language: str) -> str:
        """Return a wording as a calculation."""
        return self.joined(phrases.read(said), language)

    def joined(self, phrase: Phrase, language: str) -> str:
        """Return parts of a text as one calculation."""
        parts = [self._value(part, language) for part in phrase]
        return parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})" if parts else "''"

    def _item(self, language: str, say: Callable[[Teller, str], str]) -> str:
        list_id = next(reversed(tuple(self.scope.rows)), None) or next(
            (each for each, _ in reversed(self.scope.repeats)), None
        )
        items = self.draft.index.lists.get(list_id or "")
        if items is None or self.in_label:
            return ""
        return say(replace(self, in_label=True), wording(items.label, language))

    def _row(self, language: str) -> str:
        for list_id, code in reversed(list(self.scope.rows.items())):
            for row in self.draft.index.rows_of(list_id):
                if row.code == code:
                    return wording(row.text, language)
        return ""


def _words(text: str) -> str:
    """Return words as a literal; where they hold both kinds of quotation marks one is turned."""
    return literal(text.replace('"', "”") if "'" in text else text)


def _number(key: str) -> str:
    return key[1:] if key.startswith("=") else str(_NUMBERED.get(key, ""))
