"""The kinds of long work: one row each. A new kind is a new row and the function it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.access.roles import Action

GIGABYTE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of long work."""

    #: What people call it.
    words: str
    #: What one must be allowed to do to ask for it, to see it and to take its files along.
    action: Action
    #: ``module:function`` that does it: takes a ``Work`` and its arguments, returns a ``Result``.
    #: A name, so that no web process loads what only the worker needs.
    function: str
    #: Longest time it may take.
    seconds: int = 600
    #: Bytes it may use besides what the worker holds.
    memory: int = 3 * GIGABYTE
    #: ``module:function`` that clears away what a job left that did not come to its end; takes the
    #: session, the arguments and a sentence for staff. Empty where the work commits once, at its end.
    undo: str = ""
    #: Days after its end on which it is deleted, with its files.
    kept_days: int = 30


KINDS: Mapping[str, Kind] = {
    "release": Kind(
        "Ergebnisse berechnen",
        Action.RELEASE,
        "surveyapp.services.run_release:work",
        seconds=3600,
        undo="surveyapp.services.run_release:undo",
    ),
    "special": Kind(
        "Sonderauswertung berechnen",
        Action.RELEASE,
        "surveyapp.services.special_analyses:work",
        seconds=3600,
        undo="surveyapp.services.special_analyses:undo",
    ),
    "microdata": Kind(
        "Einzeldaten für die Auswertung behandeln",
        Action.EXPORT_MICRODATA,
        "surveyapp.services.microdata.ask:work",
        seconds=1800,
        undo="surveyapp.services.microdata.ask:undo",
    ),
    "best_places": Kind(
        "Beste Standorte suchen",
        Action.PLAN,
        "surveyapp.services.planning.best:work",
        seconds=60,
    ),
    "inventory": Kind(
        "Tabelle in den Bestand einlesen",
        Action.EDIT_INVENTORY,
        "surveyapp.services.import_inventory:work",
        seconds=180,
    ),
    "letters": Kind(
        "Briefe schreiben",
        Action.ISSUE_CODES,
        "surveyapp.services.letter_files:work",
        seconds=900,
        kept_days=1,
    ),
    "documents": Kind(
        "Unterlagen für den Datenschutz zusammenstellen",
        Action.PREPARE_DOCUMENTS,
        "surveyapp.services.documents.archive:work",
        seconds=300,
    ),
    "trial_run": Kind(
        "Probelauf mit erfundenen Familien",
        Action.EDIT_QUESTIONNAIRES,
        "surveyapp.services.trial.run:work",
        seconds=300,
    ),
    "trial_proof": Kind(
        "Beweise zu nie erreichten Stellen suchen",
        Action.EDIT_QUESTIONNAIRES,
        "surveyapp.services.trial.prove:work",
        seconds=180,
    ),
}
"""Every kind of long work, by its key."""
