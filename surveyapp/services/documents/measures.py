"""Technical and organisational measures (article 32), as the settings make them true."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.services.documents.facts import Facts, Mode
from surveyapp.services.documents.model import Table

_PARTING = {
    Mode.TICKET: "blinde Unterschrift (RFC 9474) trennt Code und Antworten; ohne JavaScript der Rechner",
    Mode.SEALED: "der Rechner trennt Code und Antworten und speichert sie nie in einem Vorgang",
    Mode.OPEN: "es gibt keine Codes und kein Register der Eingeladenen",
}


def measures_table(facts: Facts) -> Table:
    """Return what is done, by the goal it serves."""
    rows = (*_secrecy(facts), *_soundness(facts), *_upkeep(facts))
    return Table("Technische und organisatorische Maßnahmen", ("Ziel", "Maßnahme"), rows)


def _secrecy(facts: Facts) -> Iterator[tuple[str, ...]]:
    k = facts.batch_size
    engine = "eigene Schemata und Verbindungen" if facts.is_postgresql else "eigene Dateien"
    yield (
        "Trennung",
        f"Hauptspeicher, Register und Urne ({engine}); keine gemeinsame Kennung oder Zeit",
    )
    yield "Nichtverkettung", _PARTING[facts.mode]
    yield (
        "Nichtverkettung",
        f"Antworten versiegelt (HPKE), geöffnet in Schüben von mindestens {k}, neu gemischt",
    )
    yield (
        "Datensparsamkeit",
        "nur Monat und Jahr; keine IP-Adressen, Cookies, Kennungen von Geräten",
    )
    if facts.contact is not None:
        yield "Vertraulichkeit", "Kontaktwünsche versiegelt (ChaCha20-Poly1305) und getrennt"
    yield "Übertragung", _transport(facts)
    yield (
        "Zugang",
        "eigene Zugänge, Kennwörter mit argon2id, Sperre nach Fehlversuchen, Sitzung endet",
    )
    yield "Zugriff", "Rechte je Rolle und Landkreis, bei jeder Anfrage geprüft"


def _transport(facts: Facts) -> str:
    if facts.is_https:
        return "TLS am Webserver; Cookies der Verwaltung nur über TLS"
    return (
        "In den Einstellungen ist TLS nicht eingeschaltet (SURVEYAPP_HTTPS=0). "
        "[bitte ergänzen: Nachweis der Transportverschlüsselung]"
    )


def _soundness(facts: Facts) -> Iterator[tuple[str, ...]]:
    lasting = "fsync und synchronous_commit ein" if facts.is_postgresql else "synchronous=FULL"
    yield (
        "Integrität",
        "strenge Inhaltsrichtlinie (CSP), Schutz vor gefälschten Anfragen, geprüfte Eingaben",
    )
    yield "Verfügbarkeit", f"bestätigt wird erst, was dauerhaft gespeichert ist ({lasting})"
    rescue = "Schlüssel der Schübe zusätzlich unter dem Notschlüssel des Landkreises versiegelt"
    none = "kein Notschlüssel: wartende Antworten gehen bei Verlust des Rechners verloren"
    yield "Wiederherstellung", rescue if facts.has_recovery_key else none


def _upkeep(facts: Facts) -> Iterator[tuple[str, ...]]:
    yield "Löschung", "Fristen je Art von Daten, unterschriebenes Löschprotokoll"
    yield (
        "Protokolle",
        "das Programm protokolliert keine Adressen, Aufrufe und Eingaben von Familien",
    )
    yield (
        "Veröffentlichung",
        "Mindestzahlen und ein eigener Angriff vor jeder Freigabe von Ergebnissen",
    )
    yield (
        "Überprüfung",
        f"automatische Tests und Prüfbericht der Ausgabe {facts.figures['release']}",
    )
