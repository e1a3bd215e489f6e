"""What staff do that stands in the audit log: one row for each, with the words for people."""

from __future__ import annotations

from enum import StrEnum


class Deed(StrEnum):
    """Something a person of the staff did."""

    SURVEY_MADE = "survey_made"
    SURVEY_CHANGED = "survey_changed"
    SURVEY_DELETED = "survey_deleted"
    PERIODS_SET = "periods_set"
    WAVE_PLANNED = "wave_planned"
    WAVE_CHANGED = "wave_changed"
    WAVE_DELETED = "wave_deleted"
    SAMPLE_PLANNED = "sample_planned"
    WAVE_OPENED = "wave_opened"
    WAVE_CLOSED = "wave_closed"
    RELEASE_COMPUTED = "release_computed"
    RELEASE_DECIDED = "release_decided"
    RESULTS_SHOWN = "results_shown"
    RESULTS_HIDDEN = "results_hidden"
    RESULTS_TAKEN = "results_taken"
    MICRODATA_ASKED = "microdata_asked"
    MICRODATA_GIVEN = "microdata_given"
    MICRODATA_DELETED = "microdata_deleted"
    SPECIAL_ASKED = "special_asked"
    CODES_ISSUED = "codes_issued"
    LETTER_VOIDED = "letter_voided"
    LETTERS_VOIDED = "letters_voided"
    REMINDER_LISTED = "reminder_listed"
    SHEETS_PRINTED = "sheets_printed"
    DOCUMENTS_TAKEN = "documents_taken"
    RETENTION_CHANGED = "retention_changed"
    CONTACT_FORGOTTEN = "contact_forgotten"
    TEXT_APPROVED = "text_approved"
    TEXT_TAKEN_BACK = "text_taken_back"
    THEME_CHANGED = "theme_changed"
    THEME_REMOVED = "theme_removed"
    TEXTS_CODED = "texts_coded"
    DRAWING_SAID = "drawing_said"
    TOTALS_IMPORTED = "totals_imported"
    TOTALS_TAKEN_BACK = "totals_taken_back"
    WEIGHTS_DECIDED = "weights_decided"
    WEIGHTS_UNDECIDED = "weights_undecided"
    INVENTORY_IMPORTED = "inventory_imported"
    FACILITY_CHANGED = "facility_changed"
    FACILITY_TYPE_CHANGED = "facility_type_changed"
    TRAVEL_IMPORTED = "travel_imported"
    TRAVEL_FORGOTTEN = "travel_forgotten"
    AREAS_CHANGED = "areas_changed"
    URGENCY_WEIGHED = "urgency_weighed"
    SCENARIO_CHANGED = "scenario_changed"
    SCENARIO_DELETED = "scenario_deleted"
    MEASURE_MADE = "measure_made"
    MEASURE_CHANGED = "measure_changed"
    MEASURE_RESOLVED = "measure_resolved"
    MEASURE_DELETED = "measure_deleted"
    DRAFT_KEPT = "draft_kept"
    DRAFT_CHANGED = "draft_changed"
    DRAFT_DELETED = "draft_deleted"
    DRAFT_SIGNED_OFF = "draft_signed_off"
    PRETEST_MADE = "pretest_made"
    PRETEST_DELETED = "pretest_deleted"
    ITEM_KEPT = "item_kept"
    ITEM_CHANGED = "item_changed"
    ITEM_REMOVED = "item_removed"
    QUESTIONNAIRE_PUBLISHED = "questionnaire_published"
    TRANSLATION_CHANGED = "translation_changed"
    STAFF_INVITED = "staff_invited"
    STAFF_MADE = "staff_made"
    STAFF_CHANGED = "staff_changed"
    STAFF_LOCKED = "staff_locked"
    SIGNED_IN = "signed_in"
    SIGN_IN_CHANGED = "sign_in_changed"
    TOKEN_MADE = "token_made"  # noqa: S105 - a deed, not a password
    TOKEN_ENDED = "token_ended"  # noqa: S105
    JOB_STARTED = "job_started"
    JOB_STOPPED = "job_stopped"
    JOB_FILE_TAKEN = "job_file_taken"
    LOG_TAKEN = "log_taken"


TAKEN = frozenset(
    {Deed.RESULTS_TAKEN, Deed.MICRODATA_GIVEN, Deed.DOCUMENTS_TAKEN, Deed.SHEETS_PRINTED}
    | {Deed.LOG_TAKEN, Deed.JOB_FILE_TAKEN}
)
"""Deeds that change nothing: somebody took a file along."""


DEEDS = {
    Deed.SURVEY_MADE: "Befragung angelegt",
    Deed.SURVEY_CHANGED: "Titel oder Adresse einer Befragung geändert",
    Deed.SURVEY_DELETED: "Befragung ohne Wellen gelöscht",
    Deed.PERIODS_SET: "Zeiträume einer laufenden Befragung geändert",
    Deed.WAVE_PLANNED: "Welle geplant",
    Deed.WAVE_CHANGED: "Geplante Welle geändert",
    Deed.WAVE_DELETED: "Geplante Welle gelöscht",
    Deed.SAMPLE_PLANNED: "Stichprobe einer Welle geplant",
    Deed.WAVE_OPENED: "Welle geöffnet",
    Deed.WAVE_CLOSED: "Welle geschlossen",
    Deed.RELEASE_COMPUTED: "Ergebnisse berechnen lassen",
    Deed.RELEASE_DECIDED: "Angehaltene Freigabe entschieden",
    Deed.RESULTS_SHOWN: "Ergebnisse für alle gezeigt",
    Deed.RESULTS_HIDDEN: "Ergebnisse wieder verborgen",
    Deed.RESULTS_TAKEN: "Ergebnisse heruntergeladen",
    Deed.MICRODATA_ASKED: "Behandelte Einzeldaten erstellen lassen",
    Deed.MICRODATA_GIVEN: "Behandelte Einzeldaten ausgegeben",
    Deed.MICRODATA_DELETED: "Behandelte Einzeldaten hier gelöscht",
    Deed.SPECIAL_ASKED: "Sonderauswertung veranlasst",
    Deed.CODES_ISSUED: "Codes für Briefe ausgegeben",
    Deed.LETTER_VOIDED: "Code eines Briefes gesperrt",
    Deed.LETTERS_VOIDED: "Alle Codes einer Welle gesperrt",
    Deed.REMINDER_LISTED: "Liste zum Erinnern erstellt",
    Deed.SHEETS_PRINTED: "Papierbögen oder Aushänge erstellt",
    Deed.DOCUMENTS_TAKEN: "Unterlagen zum Datenschutz heruntergeladen",
    Deed.RETENTION_CHANGED: "Löschplan geändert",
    Deed.CONTACT_FORGOTTEN: "Kontaktwunsch erledigt und gelöscht",
    Deed.TEXT_APPROVED: "Wortlaut eines Freitextes freigegeben",
    Deed.TEXT_TAKEN_BACK: "Freigegebenen Wortlaut zurückgenommen",
    Deed.THEME_CHANGED: "Thema für Freitexte geändert",
    Deed.THEME_REMOVED: "Thema für Freitexte gelöscht",
    Deed.TEXTS_CODED: "Mit dem Ordnen von Freitexten begonnen",
    Deed.DRAWING_SAID: "Angaben zur Auswahl der Familien geändert",
    Deed.TOTALS_IMPORTED: "Zahlen des Registers eingelesen",
    Deed.TOTALS_TAKEN_BACK: "Zahlen des Registers zurückgenommen",
    Deed.WEIGHTS_DECIDED: "Gewichtung festgelegt",
    Deed.WEIGHTS_UNDECIDED: "Festlegung der Gewichtung aufgehoben",
    Deed.INVENTORY_IMPORTED: "Bestand eingelesen",
    Deed.FACILITY_CHANGED: "Angaben einer Einrichtung geändert",
    Deed.FACILITY_TYPE_CHANGED: "Art von Einrichtungen geändert",
    Deed.TRAVEL_IMPORTED: "Fahrzeiten eingelesen",
    Deed.TRAVEL_FORGOTTEN: "Fahrzeiten gelöscht",
    Deed.AREAS_CHANGED: "Planungsräume geändert",
    Deed.URGENCY_WEIGHED: "Gewichte der Dringlichkeit geändert",
    Deed.SCENARIO_CHANGED: "Szenario geändert",
    Deed.SCENARIO_DELETED: "Szenario gelöscht",
    Deed.MEASURE_MADE: "Maßnahme angelegt",
    Deed.MEASURE_CHANGED: "Maßnahme geändert",
    Deed.MEASURE_RESOLVED: "Beschluss zu einer Maßnahme festgehalten",
    Deed.MEASURE_DELETED: "Maßnahme gelöscht",
    Deed.DRAFT_KEPT: "Entwurf eines Fragebogens angelegt",
    Deed.DRAFT_CHANGED: "Entwurf eines Fragebogens geändert",
    Deed.DRAFT_DELETED: "Entwurf eines Fragebogens gelöscht",
    Deed.DRAFT_SIGNED_OFF: "Entwurf als zweite Person freigegeben",
    Deed.PRETEST_MADE: "Link zum Ausprobieren erstellt",
    Deed.PRETEST_DELETED: "Link zum Ausprobieren mit allen Antworten gelöscht",
    Deed.ITEM_KEPT: "Frage in die Fragenbank aufgenommen",
    Deed.ITEM_CHANGED: "Angaben zu einer Frage der Fragenbank geändert",
    Deed.ITEM_REMOVED: "Frage des Landkreises gelöscht",
    Deed.QUESTIONNAIRE_PUBLISHED: "Fragebogen veröffentlicht",
    Deed.TRANSLATION_CHANGED: "Übersetzung geändert",
    Deed.STAFF_INVITED: "Zugang angeboten",
    Deed.STAFF_MADE: "Zugang angelegt",
    Deed.STAFF_CHANGED: "Zugang geändert",
    Deed.STAFF_LOCKED: "Zugang gesperrt",
    Deed.SIGNED_IN: "Angemeldet",
    Deed.SIGN_IN_CHANGED: "Eigene Anmeldung geändert",
    Deed.TOKEN_MADE: "Zugang für ein Programm angelegt",
    Deed.TOKEN_ENDED: "Zugang für ein Programm beendet",
    Deed.JOB_STARTED: "Auftrag gestartet",
    Deed.JOB_STOPPED: "Auftrag abgebrochen",
    Deed.JOB_FILE_TAKEN: "Datei eines Auftrags heruntergeladen",
    Deed.LOG_TAKEN: "Protokoll heruntergeladen",
}
"""What people call a deed; a log with a word nobody knows would be no log."""
