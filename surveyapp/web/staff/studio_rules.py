"""What a sentence of the studio decides on: what is shown, what must hold, who reads other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from surveyapp.questionnaire.editing.spots import Sort, Spot
from surveyapp.questionnaire.explain import in_words
from surveyapp.questionnaire.model import Constraint, Questionnaire, Variant
from surveyapp.web.staff.questionnaire_words import said
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_fields import TextField, text_field

SENTENCE = "satz"
"""Name of the field for the text of a new check or wording."""


@dataclass(frozen=True, slots=True)
class RuleSort:
    """One thing a sentence can decide on."""

    #: What saving does, see ``studio_deeds``.
    verb: str
    #: Where the expression stands in the element.
    field: str = "show"
    #: Part of an address; empty for what is shown or not.
    part: str = ""
    #: Name of the text families read.
    text: str = ""
    #: Whether numbers of several answers are added and compared.
    adds_up: bool = False

    @property
    def has_text(self) -> bool:
        """Say whether a text belongs to it."""
        return bool(self.text)

    @property
    def is_new(self) -> bool:
        """Say whether it is only made now."""
        return self.verb != "bedingung"

    def place(self, path: str) -> str:
        """Return the address whose answers before it may be asked for."""
        return f"{path}/{self.part}/new" if self.is_new else path


_CHECK = RuleSort("bedingung", "that", "check", "message", adds_up=True)
_VARIANT = RuleSort("bedingung", "when", "variant", "text")
_KEPT: Mapping[str, RuleSort] = {
    Sort.CHECK: _CHECK,
    Sort.VARIANT: _VARIANT,
    **dict.fromkeys(
        (Sort.SECTION, Sort.PAGE, Sort.QUESTION, Sort.OPTION, Sort.ROW, Sort.CATEGORY),
        RuleSort("bedingung"),
    ),
}
NEW_RULES: Mapping[str, RuleSort] = {
    "pruefung": RuleSort("pruefung", "", "check", "message", adds_up=True),
    "wortlaut": RuleSort("wortlaut", "", "variant", "text"),
}
"""Task in the address to what is made."""

_NEW_IN: Mapping[str, frozenset[str]] = {
    "pruefung": frozenset({Sort.QUESTION, Sort.PAGE}),
    "wortlaut": frozenset({Sort.QUESTION}),
}


def rule_sort(path: str, task: str, spot: Spot | None) -> RuleSort | None:
    """Return what is decided on at an address; None where there is nothing to decide."""
    if spot is None or path != spot.path:
        return None
    if task in NEW_RULES:
        return NEW_RULES[task] if spot.sort in _NEW_IN[task] else None
    return _KEPT.get(spot.sort)


def rule_words(sort: RuleSort, expression: str, asked: Questionnaire) -> str:
    """Return a sentence without its full stop; empty where nothing is said yet."""
    if not expression:
        return ""
    when = in_words(expression, asked, "de")
    if sort.part == Sort.CHECK:
        return _("In Ordnung, %(when)s", when=when)
    if sort.part == Sort.VARIANT:
        return _("Diesen Wortlaut liest eine Familie, %(when)s", when=when)
    return _("Nur %(when)s", when=when)


def rule_text(
    sort: RuleSort, path: str, spot: Spot, languages: tuple[str, ...]
) -> TextField | None:
    """Return the field of the text that belongs to it, as it is kept or was just sent."""
    if not sort.has_text:
        return None
    is_check = sort.part == Sort.CHECK
    label = (
        _("Was liest die Familie, wenn es nicht stimmt?") if is_check else _("Wortlaut der Frage")
    )
    kept = {} if sort.is_new else spot.element.get(sort.text, {})
    sent = {
        code: request.form.get(name)
        for code in ("de", *languages)
        if (name := f"text~{path}~{sort.text}~{code}") in request.form
    }
    hint = _("Freundlich, und mit dem, was zu tun ist.") if is_check else ""
    text = {**kept, **{code: each for code, each in sent.items() if each is not None}}
    if sort.is_new:
        text, languages = {"de": request.form.get(SENTENCE, "")}, ()
    return text_field(path, sort.text, label, text, languages, hint, 2)


# On the page of an element


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A check or another wording there is."""

    path: str
    sentence: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """All checks, or all other wordings, of an element, and how one more is made."""

    title: str
    #: What they are for, where there are none yet.
    lead: str
    more: str
    more_url: str
    lines: tuple[RuleLine, ...]


def check_group(seat: Seat, path: str, checks: Sequence[Constraint]) -> RuleGroup:
    """Return the checks of a question or page."""
    asked = seat.desk.questionnaire
    inner = [(f"{path}/check/{number}", each) for number, each in enumerate(checks)]
    return RuleGroup(
        _("Prüfungen"),
        _("passen Antworten zueinander?"),
        _("Prüfung hinzufügen"),
        seat.url(path, "pruefung"),
        tuple(
            RuleLine(
                place,
                rule_words(_CHECK, each.that, asked),
                said(each.message),
                seat.url(place, "bedingung"),
            )
            for place, each in inner
        ),
    )


def variant_group(seat: Seat, path: str, variants: Sequence[Variant]) -> RuleGroup:
    """Return the other wordings of a question."""
    asked = seat.desk.questionnaire
    inner = [(f"{path}/variant/{number}", each) for number, each in enumerate(variants)]
    return RuleGroup(
        _("Anderer Wortlaut"),
        _("für manche Familien anders fragen"),
        _("Wortlaut hinzufügen"),
        seat.url(path, "wortlaut"),
        tuple(
            RuleLine(
                place,
                rule_words(_VARIANT, each.when, asked),
                said(each.text),
                seat.url(place, "bedingung"),
            )
            for place, each in inner
        ),
    )
