"""BSI IT-Grundschutz APP.3.1: each requirement, where it is met, and the test that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.services.documents.facts import Facts
from surveyapp.services.documents.model import Table


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of the building block."""

    code: str
    name: str
    #: Where it is met, or what is left to those who operate the program.
    where: str
    #: Names of functions in ``tests/``; none where the program cannot meet it alone.
    tests: tuple[str, ...] = ()


REQUIREMENTS = (
    Requirement(
        "A1",
        "Authentisierung",
        "eigene Zugänge, argon2id, begrenzte Fehlversuche, Sitzungen enden von selbst",
        (
            "test_too_many_wrong_passwords_close_the_account_for_a_while",
            "test_a_session_ends_after_a_working_day_or_a_pause",
        ),
    ),
    Requirement(
        "A4",
        "Kontrolliertes Einbinden von Dateien und Inhalten",
        "nur Tabellen und Fragebögen, in einem begrenzten Prozess gelesen; Texte erscheinen als Text",
        (
            "test_a_workbook_that_unpacks_to_too_much_is_refused",
            "test_a_workbook_with_a_path_out_of_itself_is_refused",
            "test_titles_and_places_with_markup_are_shown_as_words",
        ),
    ),
    Requirement(
        "A7",
        "Schutz vor unerlaubter automatisierter Nutzung",
        "lange Codes mit Prüfzeichen, begrenzte Anmeldeversuche, Schutz vor gefälschten Anfragen",
        (
            "test_every_single_wrong_symbol_is_noticed",
            "test_nothing_changes_without_the_token_of_our_own_page",
        ),
    ),
    Requirement(
        "A8",
        "Systemarchitektur",
        "drei getrennte Speicher; Familien, Ergebnisse und Verwaltung auf Wunsch in eigenen Prozessen",
        (
            "test_each_store_holds_only_its_own_tables",
            "test_stores_are_apart_unless_somebody_says_otherwise",
        ),
    ),
    Requirement("A9", "Beschaffung", "Betrieb: Auswahl des Betreibers und Vertrag"),
    Requirement(
        "A11",
        "Sichere Anbindung von Hintergrundsystemen",
        "eigene Verbindung je Speicher; Ausfälle werden gemeldet und verlieren nichts",
        (
            "test_lost_store_becomes_a_page_that_asks_to_try_again",
            "test_full_disk_refuses_with_a_sentence_and_keeps_what_was_acknowledged",
        ),
    ),
    Requirement(
        "A12",
        "Sichere Konfiguration",
        "jede falsche Einstellung verhindert den Start; kein Standardkennwort",
        (
            "test_wrong_setting_names_itself_and_the_cure",
            "test_secret_key_is_made_once_and_only_its_owner_may_read_it",
        ),
    ),
    Requirement(
        "A14",
        "Schutz vertraulicher Daten",
        "Codes nur als Prüfsummen, keine Adressen und Zeiten, Fehlermeldungen ohne Eingaben",
        (
            "test_register_keeps_hashes_only_and_not_the_order_of_issue",
            "test_crash_shows_and_logs_nothing_that_was_sent",
            "test_a_copied_database_shows_nothing_and_says_no_day",
        ),
    ),
    Requirement(
        "A20", "Einsatz von Web Application Firewalls", "Betrieb, nur bei erhöhtem Schutzbedarf"
    ),
    Requirement(
        "A21",
        "Sichere HTTP-Konfiguration bei Webanwendungen",
        "strenge Kopfzeilen auf jeder Antwort; Cookies nur für die Verwaltung",
        (
            "test_strict_headers_are_on_every_answer",
            "test_over_tls_the_cookie_is_bound_to_this_host_and_kept_from_scripts_and_other_sites",
        ),
    ),
    Requirement(
        "A22",
        "Penetrationstest und Revision",
        "automatische Prüfung aller Adressen gegen alle Rollen; Test durch Dritte: Betrieb",
        (
            "test_who_may_gets_what_the_table_says",
            "test_who_may_not_is_refused_everywhere_and_changes_nothing",
            "test_every_address_has_a_line",
            "test_a_query_that_forgets_the_county_reads_and_changes_own_rows_only",
        ),
    ),
)
"""The requirements of edition 2023 that concern this program."""


def baseline_table(facts: Facts) -> Table:
    """Return the requirements; what depends on the settings of the installation says so."""
    rows = tuple(
        (f"APP.3.1.{each.code}", each.name, _where(each, facts), _tests(each))
        for each in REQUIREMENTS
    )
    return Table("BSI APP.3.1", ("Anforderung", "Titel", "Umsetzung", "Test"), rows)


def _where(requirement: Requirement, facts: Facts) -> str:
    if requirement.code != "A21":
        return requirement.where
    tls = (
        "TLS ist eingeschaltet"
        if facts.is_https
        else "TLS ist in den Einstellungen nicht eingeschaltet"
    )
    return f"{requirement.where}; {tls}"


def _tests(requirement: Requirement) -> str:
    return ", ".join(requirement.tests) or "Betrieb"
