"""Who could join a family to its answers, and what each of them really learns in this survey."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.services.documents.facts import Facts, Mode
from surveyapp.services.documents.model import Table

_LIVE = {
    Mode.TICKET: (
        "Mit JavaScript: Code und Antworten kommen getrennt an; verbindbar nur über den Zeitpunkt und die "
        "Adresse des Anschlusses. Ohne JavaScript: alles, was ab diesem Augenblick ankommt."
    ),
    Mode.SEALED: "Code und Antworten von allem, was ab diesem Augenblick ankommt.",
    Mode.OPEN: "Antworten und Adressen der Anschlüsse von allem, was ab diesem Augenblick ankommt.",
}

_LATER = {
    Mode.TICKET: "Prüfsummen der Codes ohne Verbindung zu Antworten; Kennungen sind zufällig.",
    Mode.SEALED: "Prüfsummen der Codes ohne Verbindung zu Antworten; Kennungen sind zufällig.",
    Mode.OPEN: "Antworten mit zufälligen Kennungen; wer teilgenommen hat, steht nirgends.",
}


def threat_table(facts: Facts) -> Table:
    """Return each adversary with what is left for it to learn, and what helps against that."""
    return Table(
        "Bedrohungen",
        ("Wer", "Was diese Person erfährt", "Was dagegen hilft"),
        (*_inside(facts), *_copies(facts), *_recovery(facts), *_outside(facts)),
    )


def _inside(facts: Facts) -> Iterator[tuple[str, ...]]:
    k = facts.batch_size
    if facts.mode is Mode.OPEN:
        seen = f"Zahl der Antworten, die sich nur mit einem Schub von {k} ändert."
    else:
        seen = f"Wer teilgenommen hat, und Zahlen, die sich nur mit einem Schub von {k} ändern: 1 zu {k}."
    yield "Beschäftigte mit Zugang", seen, "Rechte je Rolle, Zahlen nur an Grenzen von Schüben"
    if facts.texts:
        yield (
            "Wer Freitexte liest",
            "Was jemand von sich selbst verrät, ohne die übrigen Antworten.",
            "Hinweis an Familien, Lesen vor jeder Verwendung, eigene Löschfrist",
        )
    if facts.contact is not None:
        yield (
            "Wer Kontaktwünsche liest",
            "Name und Kontakt von Familien, die das wünschen, ohne Verbindung zu Antworten.",
            "nur Leitung der Befragungen, versiegelt, Löschfrist",
        )


def _copies(facts: Facts) -> Iterator[tuple[str, ...]]:
    k = facts.batch_size
    yield "Wer später die Datenbanken liest", _LATER[facts.mode], "getrennte Speicher, keine Zeiten"
    yield (
        "Wer zusätzlich alle Sicherungen liest",
        f"Zuordnung zu einer Gruppe von {k}; versiegelte Antworten bleiben unlesbar.",
        "Schlüssel der Schübe werden nie gesichert und nach dem Öffnen vernichtet",
    )
    yield (
        "Wer zusätzlich Änderungsprotokolle der Datenbank liest",
        f"Reihenfolge versiegelter Umschläge, nicht ihr Inhalt: 1 zu {k}.",
        "Mischen beim Öffnen, keine Archive der Änderungsprotokolle",
    )
    yield (
        "Wer Protokolle von Webserver und Netz liest",
        "Nichts, wenn der Betrieb sie wie vereinbart nicht führt; sonst Zeitpunkt und Anschluss.",
        "Auftragsverarbeitungsvertrag, Nummer 6; das Programm selbst schreibt keine",
    )
    yield (
        "Dieb des laufenden Rechners mit Schlüsseldatei",
        f"Die wartenden Antworten (weniger als {2 * k}); frühere Schübe bleiben 1 zu {k}.",
        "verschlüsselte Datenträger, Zutrittskontrolle",
    )


def _recovery(facts: Facts) -> Iterator[tuple[str, ...]]:
    if facts.has_recovery_key:
        yield (
            "Inhaber des Notschlüssels mit alten Sicherungen der Urne",
            "Könnten damals wartende Antworten öffnen, in ihrer Reihenfolge.",
            "zwei Personen, Sicherungen löschen, Schlüssel am Ende der Welle vernichten",
        )


def _outside(facts: Facts) -> Iterator[tuple[str, ...]]:
    yield (
        "Betreiber, der den laufenden Rechner mitliest",
        _LIVE[facts.mode],
        "Vertrag, Vier-Augen-Prinzip, geprüfte Ausgabe des Programms",
    )
    yield (
        "Beobachter des Netzes",
        "Dass und wann ein Anschluss die Seite besucht hat; nicht die Antworten.",
        "TLS, gleiche Längen"
        if facts.is_https
        else "TLS ist in den Einstellungen nicht eingeschaltet",
    )
    yield (
        "Wer veröffentlichte Ergebnisse liest",
        "Nur zusammengefasste Zahlen; sehr ungewöhnliche Lagen können auffallen.",
        "Mindestzahlen, Rauschen, eigener Angriff vor jeder Freigabe",
    )
    yield (
        "Mitbewohner am selben Gerät",
        "Was auf dem Gerät gerade offen ist.",
        "keine Cookies, Löschen der Seiten nach dem Absenden",
    )
