"""The nine criteria of WP 248, judged from the settings of a survey."""

from __future__ import annotations

from surveyapp.services.documents.facts import Facts, Mode
from surveyapp.services.documents.model import Table

LARGE_SCALE = 5000
"""From so many letters on we call a survey one of large scale; the law names no number."""


def _judged(facts: Facts) -> tuple[tuple[str, bool, str], ...]:
    """Return each criterion, whether it applies and why."""
    invited = facts.invited or 0
    is_open, is_large = facts.mode is Mode.OPEN, invited >= LARGE_SCALE
    many = "offene Teilnahme, Zahl nicht begrenzt" if is_open else f"{invited} Briefe"
    named = f"{len(facts.sensitive)} besonders geschützte Fragen"
    people = "Kinder sind mittelbar betroffen" if facts.asks_children else "keine Fragen zu Kindern"
    is_blind = facts.mode is Mode.TICKET
    new = "blinde Unterschriften sind neu in der Verwaltung" if is_blind else "übliche Verfahren"
    return (
        ("Bewerten oder Einstufen von Personen", False, "nur Ergebnisse über viele Familien"),
        ("Automatisierte Entscheidung mit Rechtswirkung", False, "es gibt keine"),
        ("Systematische Überwachung", False, "einmalige freiwillige Befragung ohne Kennungen"),
        ("Vertrauliche oder höchst persönliche Daten", bool(facts.sensitive), named),
        ("Verarbeitung in großem Umfang", is_open or is_large, many),
        (
            "Abgleichen oder Zusammenführen",
            False,
            "keine Verknüpfung mit anderen Daten von Personen",
        ),
        ("Schutzbedürftige betroffene Personen", facts.asks_children, people),
        ("Neue technische Lösungen", is_blind, new),
        ("Hindern an einem Recht oder einer Leistung", False, "keine Nachteile bei Nichtteilnahme"),
    )


def met(facts: Facts) -> tuple[str, ...]:
    """Return the criteria that apply to a survey."""
    return tuple(name for name, applies, _ in _judged(facts) if applies)


def criteria_table(facts: Facts) -> Table:
    """Return the criteria with what the settings say."""
    rows = tuple((name, "ja" if applies else "nein", why) for name, applies, why in _judged(facts))
    return Table("Kriterien nach WP 248", ("Kriterium", "Trifft zu", "Woran es liegt"), rows)
