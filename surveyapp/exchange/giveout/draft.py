"""A form while it is written: its rows, choices, names and remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from babel import Locale

from surveyapp.exchange.giveout.naming import Scope, way
from surveyapp.exchange.giveout.xpath import XPath
from surveyapp.exchange.giveout.xpath_parts import InexpressibleError
from surveyapp.exchange.report import Remark
from surveyapp.questionnaire import expression as language
from surveyapp.questionnaire.expression import Count, Expression, Name
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import Option, Question, Text
from surveyapp.questionnaire.phrases import mistake
from surveyapp.questionnaire.texts import locale_of, wording

Row: TypeAlias = dict[str, str | float]
"""One line of a sheet by its column."""

Says: TypeAlias = Callable[[str, str], str]
"""Wording and language to what stands in a form."""


@dataclass(slots=True)
class Draft:
    """One form of one questionnaire."""

    index: Index
    #: Languages, the default one first.
    languages: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    choices: list[Row] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _names: dict[tuple[str, ...], str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _places: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    _pieces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _helpers: dict[str, list[Row]] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)
    _lists: dict[tuple[object, ...], str] = field(default_factory=dict)
    _worked_out: dict[tuple[str, tuple[tuple[str, str], ...]], str] = field(default_factory=dict)
    _scopes: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    _used_today: bool = False

    def __post_init__(self) -> None:
        """Give questions their own ids before anything else takes one."""
        for piece in way(self.index):
            for question in piece.page.questions if piece.page else ():
                self._places.setdefault(question.id, piece.scope.repeats)
                self.name_of(question, None, piece.scope)
            if piece.opens:
                list_id, name = piece.opens
                self._taken.add(name)
                self._scopes[name] = piece.scope.repeats
                self._pieces[list_id] = (*self._pieces.get(list_id, ()), name)

    # Names

    def free(self, wanted: str) -> str:
        """Return a name that nothing else has."""
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self._taken.add(name)
        return name

    def name_of(self, question: Question, row: str | None, scope: Scope) -> str:
        """Return the name of a question or row of a matrix in a scope."""
        own = scope.suffix if self._is_written_out(question, scope) else ""
        key = ("question", question.id, row or "", own)
        if key not in self._names:
            code = "" if row is None else f"_{row}".replace("-", "_").replace("+", "_")
            self._names[key] = self.free(f"{question.id}{code}{own}")
        return self._names[key]

    def _is_written_out(self, question: Question, scope: Scope) -> bool:
        line = self.index.lineages.get(self.index.list_of[question.id] or "", ())
        return any(list_id in line for list_id in scope.rows)

    def place_of(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return the repeats around a question."""
        return self._places.get(question.id, ())

    def number_in(self, repeat: str) -> str:
        """Return the name of the calculation that holds the position in a repeat."""
        if repeat not in self._numbers:
            self._numbers[repeat] = self.free(f"{repeat}_number")
        return self._numbers[repeat]

    def repeat_of(self, node: Expression, list_id: str, scope: Scope) -> str:
        """Return the last repeat of a list that holds a question an expression asks for."""
        names = [each for each in language.every(node) if isinstance(each, Name)]
        places = [
            dict(self.place_of(self.index.questions[each.question])).get(list_id)
            for each in names
            if each.question in self.index.questions
        ]
        pieces = self._pieces.get(list_id, ())
        found = [each for each in pieces if each in places] or list(pieces[:1])
        if not found:
            german = f"fragt nach der Liste {list_id}, zu der keine Seite gehört"
            english = f"asks for the list {list_id}, which no page belongs to"
            raise InexpressibleError(german, english)
        del scope
        return found[0] if isinstance(node, Count) else found[-1]

    def scope_in(self, repeat: str, scope: Scope) -> Scope:
        """Return the scope inside a repeat."""
        return Scope(self._scopes[repeat], scope.rows)

    def helper(self, repeat: str, calculation: str, stem: str) -> str:
        """Return the name of a calculation that every item of a repeat makes."""
        known = self._helpers.setdefault(repeat, [])
        same = next((row for row in known if row["calculation"] == calculation), None)
        if same is not None:
            return str(same["name"])
        row: Row = {
            "type": "calculate",
            "name": self.free(f"{repeat}_{stem}_{len(known) + 1}"),
            "calculation": calculation,
        }
        known.append(row)
        return str(row["name"])

    # Rows

    def add(self, type_: str, name: str, **cells: str | float) -> Row:
        """Add a line to the survey."""
        row: Row = {"type": type_, "name": name, **{k: v for k, v in cells.items() if v != ""}}
        self.rows.append(row)
        return row

    def texts(self, row: Row, column: str, text: Text, say: Says) -> None:
        """Put a text into its columns, one for each language."""
        for each in self.languages:
            said = say(wording(text, each), each)
            if said:
                row[f"{column}::{self.called(each)}"] = said

    def called(self, code: str) -> str:
        """Return how a form names a language: "Deutsch (de)"."""
        locale: Locale = locale_of(code)
        name = locale.get_display_name(locale) or code
        return f"{name[:1].upper()}{name[1:].partition(' (')[0]} ({code})"

    def finished(self) -> list[Row]:
        """Return all rows, the calculations of each repeat at its begin and end."""
        found: list[Row] = []
        for row in self.rows:
            repeat = str(row.get("name", ""))
            if row["type"] == "end_repeat":
                found += self._helpers.get(str(row.pop("_repeat", "")), [])
            found.append(row)
            if row["type"] == "begin_repeat" and repeat in self._numbers:
                name = self._numbers[repeat]
                found.append({"type": "calculate", "name": name, "calculation": "position(..)"})
        return found

    def worked_out(self, calculation: str, scope: Scope) -> str:
        """Return the name of a calculation that stands here, or before in the same repeat."""
        key = (calculation, scope.repeats)
        if key not in self._worked_out:
            self._worked_out[key] = self.free(f"said_{len(self._worked_out) + 1}")
            self.add("calculate", self._worked_out[key], calculation=calculation)
        return self._worked_out[key]

    # Choices

    def list_of(self, options: Iterable[Option], wanted: str) -> str:
        """Return the name of a list of choices; the same options share one."""
        shown = tuple(options)
        key = tuple((each.code, tuple(each.text.items()), each.image) for each in shown)
        if key not in self._lists:
            name = self._free_list(wanted)
            self._lists[key] = name
            for each in shown:
                self._choice(name, each)
        return self._lists[key]

    def _free_list(self, wanted: str) -> str:
        taken, name, number = set(self._lists.values()), wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}_{number}"
        return name

    def _choice(self, name: str, option: Option) -> None:
        row: Row = {"list_name": name, "name": option.code}
        self.texts(row, "label", option.text, lambda said, _: plain(said))
        if option.value is not None:
            row["points"] = option.value
        if option.image is not None:
            for each in self.languages:
                row[f"media::image::{self.called(each)}"] = option.image
        self.choices.append(row)

    # Expressions

    def xpath(self, scope: Scope) -> XPath:
        """Return what writes expressions in a scope."""
        return XPath(self, scope)

    def said(self, where: str, scope: Scope, work: Callable[[XPath], str]) -> str:
        """Return an expression; empty, with a remark, where a form cannot say it."""
        self._used_today = False
        try:
            found = work(self.xpath(scope))
        except InexpressibleError as error:
            self.remark(
                where,
                f"die Bedingung kommt nicht mit, sie {error.german}",
                f"the condition does not come over, it {error.english}",
            )
            return ""
        if self._used_today:
            self.remark(
                where,
                "für den Beginn der Befragung steht der Tag der Antwort",
                "the day of answering stands for the begin of the wave",
            )
        return found

    def today(self) -> None:
        """Note that the day of answering stands for the wave."""
        self._used_today = True

    def remark(self, where: str, german: str, english: str) -> None:
        """Say what a form cannot say; the same thing once."""
        found = Remark(where, {"de": german, "en": english})
        if found not in self.remarks:
            self.remarks.append(found)


def plain(said: str) -> str:
    """Return a wording that is no template for a form: its ``${`` is none."""
    return said.replace("${", "$ {") if not mistake(said) else said


def joined_text(parts: Iterable[Text | None], languages: Iterable[str]) -> dict[str, str]:
    """Return texts below each other."""
    present = [part for part in parts if part]
    found: Mapping[str, list[str]] = {
        each: [wording(part, each) for part in present if wording(part, each)] for each in languages
    }
    return {each: "\n".join(lines) for each, lines in found.items() if lines}
