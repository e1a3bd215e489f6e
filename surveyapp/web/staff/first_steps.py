"""The way from an empty sheet to results in short: what the first page tells a newcomer."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action, may
from surveyapp.storage.staff import Staff


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step of the way."""

    label: str
    #: What is to be done there, in a sentence.
    about: str
    #: Where; empty where the actor may not go, or where it is a page of each survey.
    url: str = ""


def first_steps(actor: Staff) -> tuple[FirstStep, ...]:
    """Return the steps in their order, with links to what the actor may open."""

    def to(action: Action, view: str) -> str:
        return url_for(f"staff.{view}") if may(actor, action, actor.county_ags) else ""

    return (
        FirstStep(
            _("Fragebogen schreiben"),
            _(
                "Leer, mit einer Vorlage oder mit Text aus Word; das Handy der Familie steht daneben."
            ),
            to(Action.VIEW, "questionnaires"),
        ),
        FirstStep(
            _("Übersetzen"),
            _("Deutsch und die andere Sprache nebeneinander, oder als Datei für ein Büro."),
            to(Action.TRANSLATE, "translations"),
        ),
        FirstStep(
            _("Prüfen, freigeben, veröffentlichen"),
            _("Im Fragebogen: Hinweise abarbeiten, ausprobieren; eine zweite Person gibt frei."),
        ),
        FirstStep(
            _("Befragung und Welle anlegen"),
            _("Titel, Fragebogen, Zeitraum und Stichprobe."),
            to(Action.PLAN_FIELD, "new_survey"),
        ),
        FirstStep(
            _("Einladen und öffnen"),
            _("In der Befragung: Unterlagen, Codes und Briefe, Bögen, Geräte vor Ort."),
        ),
        FirstStep(
            _("Rücklauf ansehen, erinnern, schließen"),
            _("Bei der Welle; sie sagt immer, was als Nächstes zu tun ist."),
        ),
        FirstStep(
            _("Gewichten, berechnen, zeigen"),
            _("Bei der geschlossenen Welle, in wenigen Minuten."),
        ),
        FirstStep(
            _("Neben den Bestand legen"),
            _("Orte, Plätze und Fahrzeiten einlesen."),
            to(Action.EDIT_INVENTORY, "inventory"),
        ),
        FirstStep(
            _("Lesen und entscheiden"),
            _("Bedarf und Lücken je Planungsraum, Szenarien, Maßnahmen."),
            to(Action.PLAN, "needs"),
        ),
    )
