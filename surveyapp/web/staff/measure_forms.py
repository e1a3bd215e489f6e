"""What staff can send of measures: words and subjects, how far one is, and its words in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.core import Field
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from surveyapp.planning.measures import BODIES, STEPS, Refusal, Resolution, State
from surveyapp.storage.measures import SUBJECTS, Content, Known, Words

_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")


class DayField(Field):  # type: ignore[misc]
    """A day, as the browser's calendar sends it or as Germans write it; None where nothing is written."""

    widget = DateInput()
    data: date | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a day."""
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        german = _GERMAN_DAY.fullmatch(written)
        try:
            self.data = (
                date(*map(int, reversed(german.groups())))
                if german
                else date.fromisoformat(written)
            )
        except ValueError as error:
            message = _("Bitte schreiben Sie einen Tag, zum Beispiel 12.03.2026.")
            raise ValueError(message) from error


class ChecksField(SelectMultipleField):  # type: ignore[misc]
    """Several choices of a list, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _checks(label: str) -> ChecksField:
    return ChecksField(label, validate_choice=False)


class MeasureForm(FlaskForm):  # type: ignore[misc]
    """What a measure says, and what it is about."""

    title = StringField(_l("Kurzer Name"))
    sentence = TextAreaField(_l("Was wird getan? Ein einfacher Satz"), render_kw={"rows": "3"})
    topic = _checks(_l("Auf welchen Bedarf antwortet die Maßnahme?"))
    field = _checks(_l("Handlungsfelder"))
    life_stage = _checks(_l("Lebensphasen"))
    facility_type = _checks(_l("Arten von Einrichtungen und Angeboten"))

    def offer(self, choices: Mapping[str, Mapping[str, str]]) -> None:
        """Fill the lists: kind of subject to codes and labels."""
        for kind in SUBJECTS:
            field = getattr(self, kind)
            kept = {code: code for code in field.data or () if code not in choices[kind]}
            field.choices = list({**choices[kind], **kept}.items())

    def content(self, choices: Mapping[str, Mapping[str, str]], known: Known | None) -> Content:
        """Return what was sent; a code that no list holds counts only where it was kept before."""
        before = known.content.subjects if known else {}
        subjects = {
            kind: [
                code
                for code in getattr(self, kind).data or ()
                if code in choices[kind] or code in before.get(kind, ())
            ]
            for kind in SUBJECTS
        }
        return Content(Words(self.title.data or "", self.sentence.data or ""), subjects)

    def refuse(self, refusal: Refusal) -> None:
        """Say why the measure was not kept."""
        of_sentence = {Refusal.NO_SENTENCE, Refusal.SENTENCE_TOO_LONG}
        field = self.sentence if refusal in of_sentence else self.title
        field.errors = [refusal_sentence(refusal)]


class StepForm(FlaskForm):  # type: ignore[misc]
    """How far a measure is, and who decided it when."""

    state = SelectField(_l("Stand"), validate_choice=False)
    body = SelectField(_l("Wer hat beschlossen?"), validate_choice=False)
    decided_on = DayField(_l("Wann?"), [Optional()])
    number = StringField(_l("Nummer des Beschlusses"), [Optional()])
    link = StringField(_l("Adresse des Beschlusses im Internet"), [Optional()])
    done_on = DayField(_l("Fertig seit"), [Optional()])

    def offer(self, state: State) -> None:
        """Fill the lists with the steps a measure may take, and with who may decide."""
        self.state.choices = [(str(each), state_words()[each]) for each in STEPS[state]]
        self.body.choices = [("", _("noch niemand")), *BODIES.items()]

    @property
    def resolution(self) -> Resolution | None:
        """Return the resolution that was sent; None where a part of it is missing."""
        if not self.body.data or self.decided_on.data is None:
            return None
        number, link = (self.number.data or "").strip(), (self.link.data or "").strip()
        return Resolution(self.body.data, self.decided_on.data, number, link)

    def half_a_resolution(self) -> Refusal | None:
        """Say what a resolution lacks that was begun to be written; None where nothing is lost."""
        if self.body.data and self.decided_on.data is None:
            return Refusal.NO_DECIDED_ON
        has_more = self.decided_on.data or (self.number.data or self.link.data or "").strip()
        return Refusal.NO_RESOLUTION if has_more and not self.body.data else None

    def refuse(self, refusal: Refusal) -> None:
        """Say why the step was not taken."""
        fields = {
            Refusal.NO_RESOLUTION: self.body,
            Refusal.UNKNOWN_BODY: self.body,
            Refusal.NO_DECIDED_ON: self.decided_on,
            Refusal.DECIDED_LATER: self.decided_on,
            Refusal.NUMBER_TOO_LONG: self.number,
            Refusal.WRONG_LINK: self.link,
            Refusal.NO_DONE_ON: self.done_on,
            Refusal.DONE_LATER: self.done_on,
            Refusal.DONE_BEFORE_DECIDED: self.done_on,
        }
        fields.get(refusal, self.state).errors = [refusal_sentence(refusal)]


def step_data(known: Known) -> dict[str, Any]:
    """Return what a form about a measure's standing shows first."""
    resolution = known.standing.resolution
    return {
        "state": str(known.standing.state),
        "body": resolution.body if resolution else "",
        "decided_on": resolution.decided_on if resolution else None,
        "number": resolution.number if resolution else "",
        "link": resolution.link if resolution else "",
        "done_on": known.standing.done_on,
    }


def sent_words(form: Mapping[str, str], languages: Iterable[str]) -> dict[str, Words]:
    """Return the words of a measure by language, as a form sends them."""
    return {
        code: Words(form.get(f"title.{code}", ""), form.get(f"sentence.{code}", ""))
        for code in languages
    }


def state_words() -> dict[State, str]:
    """Return how planners say how far a measure is."""
    return {
        State.PROPOSED: _("vorgeschlagen"),
        State.RESOLVED: _("beschlossen"),
        State.UNDER_WAY: _("hat begonnen"),
        State.DONE: _("fertig"),
        State.DROPPED: _("aufgegeben"),
    }


def refusal_sentence(refusal: Refusal) -> str:
    """Return why something was not kept, and what to do."""
    sentences = {
        Refusal.NO_TITLE: _("Bitte geben Sie der Maßnahme einen kurzen Namen."),
        Refusal.TITLE_TOO_LONG: _("Bitte schreiben Sie für den Namen höchstens 120 Zeichen."),
        Refusal.NO_SENTENCE: _("Bitte schreiben Sie in einem Satz, was getan wird."),
        Refusal.SENTENCE_TOO_LONG: _("Bitte schreiben Sie für den Satz höchstens 400 Zeichen."),
        Refusal.NO_SUCH_STEP: _(
            "Dieser Stand folgt nicht auf den jetzigen. Bitte wählen Sie einen aus der Liste."
        ),
        Refusal.NO_RESOLUTION: _(
            "Ohne Beschluss geht das nicht: Bitte wählen Sie, wer beschlossen hat, und den Tag."
        ),
        Refusal.UNKNOWN_BODY: _("Bitte wählen Sie aus der Liste, wer beschlossen hat."),
        Refusal.NO_DECIDED_ON: _("Bitte geben Sie den Tag des Beschlusses an."),
        Refusal.DECIDED_LATER: _(
            "Dieser Tag liegt in der Zukunft. Bitte tragen Sie den Beschluss ein, wenn er gefasst ist."
        ),
        Refusal.NUMBER_TOO_LONG: _("Bitte schreiben Sie für die Nummer höchstens 60 Zeichen."),
        Refusal.WRONG_LINK: _(
            "Bitte geben Sie eine Adresse an, die mit https:// beginnt, oder lassen Sie das Feld leer."
        ),
        Refusal.NO_DONE_ON: _("Bitte geben Sie an, seit wann die Maßnahme fertig ist."),
        Refusal.DONE_LATER: _(
            "Dieser Tag liegt in der Zukunft. Fertig ist eine Maßnahme erst, wenn sie es ist."
        ),
        Refusal.DONE_BEFORE_DECIDED: _(
            "Dieser Tag liegt vor dem Beschluss. Bitte prüfen Sie beide."
        ),
        Refusal.CHANGED_MEANWHILE: _(
            "Die Maßnahme wurde inzwischen geändert. Bitte sehen Sie sie noch einmal an."
        ),
        Refusal.NOT_ONLY_PROPOSED: _(
            "Familien können davon schon gelesen haben. Bitte setzen Sie den Stand auf „aufgegeben“."
        ),
    }
    return sentences[refusal]
