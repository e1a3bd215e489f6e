"""Tables made from the settings of one survey: deletion, sensitive questions, rights."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from surveyapp.access.roles import ALLOWED, Action
from surveyapp.services.contact import month_after
from surveyapp.services.documents import german
from surveyapp.services.documents.facts import Facts, Mode, Sensitive
from surveyapp.services.documents.model import Table
from surveyapp.services.retention import months_after
from surveyapp.services.rights import ACTIONS, ROLES

__all__ = ["Table"]

_KEPT = {
    "register": ("Register: Prüfsummen der Codes und ihr Stand", "Erinnerungen sind dann erledigt"),
    "responses": ("Antworten ohne Freitexte", "Vergleich mit der nächsten Welle"),
    "texts": ("Freitexte und ihre Themen", "Ordnen nach Themen, Freigeben von Zitaten"),
    "datasets": ("Auswertungsdateien mit Antworten ohne Kennung", "Nachrechnen der Ergebnisse"),
}
"""Subject of deletion to what it is and why it is kept so long."""


def deleted_on(facts: Facts, subject: str) -> date:
    """Return the day on which a kind of record of the wave is deleted."""
    return months_after(facts.closes_on, facts.months[subject])


def deletion_table(facts: Facts) -> Table:
    """Return what is deleted when, with days counted from the end of the wave."""
    return Table(
        "Löschfristen",
        ("Was", "Frist", "Gelöscht", "Warum so lange"),
        (*_kept(facts), *_contacts(facts), _keys(facts), _receipts(facts)),
    )


def _kept(facts: Facts) -> Iterator[tuple[str, ...]]:
    is_there = {"register": facts.mode is not Mode.OPEN, "texts": bool(facts.texts)}
    for subject, (what, why) in _KEPT.items():
        if is_there.get(subject, True):
            months = german.count(facts.months[subject], "Monat", "Monate")
            yield what, f"{months} nach Ende der Welle", german.day(deleted_on(facts, subject)), why


def _contacts(facts: Facts) -> Iterator[tuple[str, ...]]:
    if facts.contact is None:
        return
    days = german.count(facts.contact.keep_days, "Tag", "Tage")
    last = month_after(facts.closes_on, facts.contact.keep_days)
    when = f"spätestens {last.month:02}/{last.year}"
    span = f"{days} nach dem Eintrag, dann zum Monatswechsel"
    yield "Kontaktwünsche", span, when, "um sich bei der Familie zu melden; früher, wenn erledigt"


def _keys(facts: Facts) -> tuple[str, ...]:
    span = f"mit dem Öffnen eines Schubs (ab {facts.batch_size} Antworten)"
    day = german.day(facts.closes_on)
    return "Schlüssel der Schübe", span, f"laufend, der letzte am {day}", "zum Öffnen des Schubs"


def _receipts(facts: Facts) -> tuple[str, ...]:
    day = german.day(facts.closes_on)
    return "Prüfsummen der Belege", "Ende der Welle", day, "Löschen auf Wunsch der Familie"


def sensitive_table(facts: Facts) -> Table:
    """Return the questions that need stricter protection, with purpose and deletion."""
    rows = tuple(
        (each.label, each.purpose or _NO_PURPOSE, _ends(facts, each)) for each in facts.sensitive
    )
    return Table("Besonders geschützte Fragen", ("Frage", "Zweck", "Gelöscht"), rows)


_NO_PURPOSE = "[bitte ergänzen: Zweck besonders geschützter Fragen ohne Angabe]"


def _ends(facts: Facts, question: Sensitive) -> str:
    """Say when answers go: with the responses at the latest, own words with all own words too."""
    subject, others = ("texts", "Freitexten") if question.is_text else ("responses", "Antworten")
    months = question.keep_months
    if months is None or min(months, facts.months["responses"]) > facts.months[subject]:
        return f"mit den {others} am {german.day(deleted_on(facts, subject))}"
    first = min(months, facts.months["responses"])
    day = german.day(months_after(facts.closes_on, first))
    return f"{german.count(first, 'Monat', 'Monate')} nach Ende der Welle, am {day}"


def rights_table() -> Table:
    """Return who may do what, from the table by which the program decides."""
    rows = tuple((name, _rights(ALLOWED[role])) for role, name in ROLES.items())
    return Table("Rechte je Rolle im eigenen Landkreis", ("Rolle", "Darf"), rows)


def _rights(allowed: frozenset[Action]) -> str:
    """Say what a role may do; of one that may do nearly everything, what it may not."""
    missing = [words for action, words in ACTIONS.items() if action not in allowed]
    if len(missing) < len(ACTIONS) / 3:
        return f"Alles außer: {'; '.join(missing)}"
    return "; ".join(words for action, words in ACTIONS.items() if action in allowed)
