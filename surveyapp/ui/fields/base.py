"""What the fields of all question types have in common.

A field knows names, widgets and what a family typed; it has no rules of its own. The rules stand in
``surveyapp.questionnaire``, which gets ``raw()`` and answers with the messages to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import render_template
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields.core import Field

from surveyapp.questionnaire.model import Question

Raw = Mapping[str, Sequence[str]]
"""What a browser sends of one page: field name to values."""

REFUSED = "refused"
"""Code of the answer "keine Angabe" in every question."""

REASONS = frozenset({REFUSED, "not_applicable"})
"""Codes that say why there is no answer."""


@dataclass(frozen=True, slots=True)
class Gate:
    """When the browser shows a question, an option or a row, by answers of the same page."""

    #: As JSON for the browser; empty where nothing on the page decides.
    condition: str = ""
    #: Whether it holds as the page is sent.
    is_open: bool = True


ALWAYS = Gate()


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a family can tick, in its language."""

    code: str
    text: str
    is_exclusive: bool = False
    #: Address of its picture.
    image: str = ""
    gate: Gate = ALWAYS

    @property
    def is_reason(self) -> bool:
        """Say whether this is "keine Angabe" or "trifft nicht zu"."""
        return self.code in REASONS


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One line of a matrix, in the family's language."""

    code: str
    text: str
    gate: Gate = ALWAYS


@dataclass(frozen=True, slots=True)
class Shown:
    """What one family sees of one question, as the engine decided it for this family."""

    text: str
    #: Its short name, where the author gave one.
    label: str = ""
    hint: str = ""
    purpose: str = ""
    unit: str = ""
    #: Wordings of the ends of a scale.
    low: str = ""
    high: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple[ShownRow, ...] = ()
    language: str = "de"
    is_required: bool = False
    #: Limits that hold for this family, and what a right text looks like.
    minimum: float | None = None
    maximum: float | None = None
    pattern_hint: str = ""
    #: True when the answers on the same page have just opened the question.
    is_new: bool = False
    #: False where nobody should name somebody; True in the contact form, which asks for a name.
    may_name: bool = False
    #: Address of the pictogram that says what it is about; empty where none is shown.
    pictogram: str = ""
    #: What of a person the browser may fill in, as HTML names it.
    autocomplete: str = "off"
    gate: Gate = ALWAYS

    @property
    def is_live(self) -> bool:
        """Say whether answers of the same page open or close any of it."""
        options = (choice.gate for choice in self.choices)
        rows = (row.gate for row in self.rows)
        return any(gate.condition for gate in (self.gate, *options, *rows))


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words; ``row`` names the line of a matrix."""

    row: str
    text: str


class Widget:
    """Renders a field through a template, so that all HTML stands in templates."""

    def __init__(self, template: str) -> None:
        """Remember the ``template``."""
        self.template = template

    def __call__(self, field: QuestionField, **_: object) -> Markup:
        """Return the field as HTML."""
        return Markup(render_template(self.template, field=field))  # noqa: S704 - the template escapes


class QuestionField(Field):  # type: ignore[misc]
    """One question as a form field; each question type has a subclass."""

    #: Key of the question type in ``surveyapp.questionnaire.types``.
    type: ClassVar[str]
    #: Class of the choices, where they stand otherwise than below each other.
    layout: str = ""
    #: Script that makes the field more comfortable; loaded on pages that show one.
    script: str = ""

    def __init__(self, question: Question, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Bind the field to its ``question``."""
        super().__init__(label=question.id, **options)
        self.question = question
        self.shown = Shown(text=question.id)
        self.sent: dict[str, list[str]] = {}
        self.messages: dict[str, str] = {}

    def process(
        self,
        formdata: MultiDict[str, str] | None,
        data: object = None,  # noqa: ARG002 - WTForms' signature
        extra_filters: object = None,  # noqa: ARG002
    ) -> None:
        """Take this field's values out of ``formdata``; nothing is judged here."""
        self.process_errors: list[str] = []
        self.data = None
        if formdata is not None:
            self.sent = {name: formdata.getlist(name) for name in formdata if self.owns(name)}

    def owns(self, name: str) -> bool:
        """Say whether the browser's field ``name`` belongs to this question."""
        return name.replace("!", ".").partition(".")[0] == self.question.id

    def show(self, shown: Shown, messages: Mapping[str, str]) -> None:
        """Prepare the field for one family's screen, with the messages of its mistakes."""
        self.shown = shown
        self.messages = {name: text for name, text in messages.items() if self.owns(name)}

    def value(self, name: str | None = None) -> str:
        """Return the one value sent under ``name``, or nothing."""
        return next(iter(self.sent.get(name or self.question.id, ())), "")

    def is_ticked(self, code: str, name: str | None = None) -> bool:
        """Say whether ``code`` was chosen under ``name``."""
        return code in self.sent.get(name or self.question.id, ())

    def message(self, name: str | None = None) -> str:
        """Return the message that belongs at the field ``name``."""
        return self.messages.get(name or self.question.id, "")

    def answer(self) -> tuple[Line, ...]:
        """Return what was answered, as the family reads it on the last page before sending."""
        return (Line("", self.words()),)

    def words(self, name: str | None = None) -> str:
        """Return what was answered under one name; nothing where it was left empty."""
        name = name or self.question.id
        reason = self.reason(self.question.id)
        return reason or (self.written(name) if any(self.sent.get(name, ())) else "")

    def reason(self, name: str) -> str:
        """Return the words of the box ticked beside the field ``name``; nothing where none was."""
        code = self.value(f"{name}!{REFUSED}")
        named = (choice.text for choice in self.shown.choices if choice.code == code)
        return next(named, gettext("keine Angabe")) if code else ""

    @property
    def is_refused(self) -> bool:
        """Say whether the box "keine Angabe" beside the field was ticked."""
        return bool(self.sent.get(f"{self.question.id}!{REFUSED}"))

    def written(self, name: str) -> str:
        """Return the words for what was sent under ``name``: chosen options, or the text itself."""
        chosen = [choice.text for choice in self.shown.choices if self.is_ticked(choice.code, name)]
        return "\n".join(chosen)

    def described_by(self, *extra: str) -> str:
        """Return the ids of everything that explains this question to a screen reader."""
        parts = {"hint": self.shown.hint, "purpose": self.shown.purpose, "error": self.message()}
        ids = [f"{self.question.id}~{part}" for part, text in parts.items() if text]
        return " ".join([*ids, *extra])
