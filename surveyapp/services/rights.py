"""What people call roles and rights."""

from __future__ import annotations

from surveyapp.access.roles import Action, Role

ROLES = {
    Role.ADMIN: "Leitung der Befragungen",
    Role.DESIGNER: "Fragebögen",
    Role.FIELD: "Feldleitung",
    Role.PLANNER: "Planung",
    Role.TRANSLATOR: "Übersetzung",
    Role.FACILITY: "Einrichtung",
    Role.OFFICER: "Datenschutz",
    Role.COUNCIL: "Kreistag",
    Role.STATE: "Land",
    Role.OPERATOR: "Betrieb",
}
"""What people call a role."""

ACTIONS = {
    Action.VIEW: "Befragungen und Ergebnisse des Landkreises ansehen",
    Action.READ_RELEASED: "Freigegebene Ergebnisse lesen",
    Action.EXPORT: "Ergebnisse herunterladen",
    Action.EXPORT_MICRODATA: "Behandelte Einzeldaten an die benannte Stelle ausgeben",
    Action.EDIT_INVENTORY: "Bestand an Orten und Angeboten ändern",
    Action.EDIT_FACILITY: "Angaben zur eigenen Einrichtung pflegen",
    Action.FOLLOW_SURVEY: "Rücklauf, Aushänge und Ergebnisse der Befragung der eigenen Einrichtung ansehen",
    Action.EDIT_AREAS: "Planungsräume ändern",
    Action.RELEASE: "Ergebnisse berechnen und für alle zeigen",
    Action.WEIGH: "Gewichte festlegen, Zahlen des Registers einlesen",
    Action.PLAN_FIELD: "Befragungen und Wellen anlegen, Stichproben planen",
    Action.OPEN_WAVE: "Welle öffnen",
    Action.CLOSE_WAVE: "Welle schließen",
    Action.ISSUE_CODES: "Codes für Briefe ausgeben",
    Action.MANAGE_STAFF: "Zugänge verwalten",
    Action.MANAGE_TOKENS: "Zugänge für Programme verwalten",
    Action.READ_LOG: "Protokoll der Verwaltung lesen",
    Action.READ_CONTACTS: "Kontaktwünsche lesen und löschen",
    Action.EDIT_QUESTIONNAIRES: "Fragebögen entwerfen",
    Action.SIGN_OFF: "Fragebögen als zweite Person freigeben",
    Action.TRANSLATE: "Fragebögen übersetzen",
    Action.PUBLISH_QUESTIONNAIRE: "Fragebögen veröffentlichen",
    Action.READ_TEXTS: "Freitexte lesen, nach Themen ordnen, zum Zitieren freigeben",
    Action.EDIT_RETENTION: "Löschplan ändern",
    Action.PLAN: "Bedarf gewichten und Szenarien ausprobieren",
    Action.RESOLVE: "Maßnahmen und ihre Beschlüsse für Familien festhalten",
    Action.KEY_SHEETS: "Papierbögen drucken, eingeben und vergleichen",
    Action.RUN_SYSTEM: "Installation betreuen",
    Action.PREPARE_DOCUMENTS: "Unterlagen für den Datenschutz herunterladen",
}
"""What people call an action; a role table without one of them would be a lie."""
