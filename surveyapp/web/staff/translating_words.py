"""What the desk for translations says: places, hints, and what became of a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.rules import german, plain
from surveyapp.questionnaire.rules.readability import words
from surveyapp.questionnaire.translating.hints import Hint, Sort
from surveyapp.questionnaire.translating.intake import LONGEST, Fate
from surveyapp.questionnaire.translating.units import Unit
from surveyapp.services.translate import Intake
from surveyapp.web.staff.studio_words import place_name, property_name


def unit_name(unit: Unit) -> str:
    """Return what a wording is: „Antwort“, „Hilfe zur Frage“."""
    return _named().get((unit.sort, unit.name)) or _other(unit)


def _named() -> Mapping[tuple[str, str], str]:
    return {
        ("questionnaire", "title"): _("Titel des Fragebogens"),
        ("questionnaire", "intro"): _("Begrüßung"),
        ("questionnaire", "thanks"): _("Dank am Ende"),
        ("section", "title"): _("Titel des Abschnitts"),
        ("page", "title"): _("Titel der Seite"),
        ("page", "intro"): _("Einleitung der Seite"),
        ("question", "text"): _("Frage"),
        ("question", "hint"): _("Hilfe zur Frage"),
        ("question", "purpose"): _("Warum gefragt wird"),
        ("question", "unit_text"): _("Einheit"),
        ("question", "low"): _("Anfang der Skala"),
        ("question", "high"): _("Ende der Skala"),
        ("question", "pattern_hint"): _("Meldung zur Schreibweise"),
        ("option", "text"): _("Antwort"),
        ("row", "text"): _("Zeile"),
        ("variant", "text"): _("Frage, anderer Wortlaut"),
        ("variant", "hint"): _("Hilfe, anderer Wortlaut"),
        ("check", "message"): _("Meldung bei einer Unstimmigkeit"),
        ("list", "label"): _("Name in einer Wiederholung"),
        ("list", "add"): _("Knopf zum Hinzufügen"),
        ("indicator", "label"): _("Name eines Ergebnisses"),
        ("indicator", "sentence"): _("Satz zu einem Ergebnis"),
        ("contact", "title"): _("Titel"),
        ("contact", "intro"): _("Einleitung"),
        ("contact", "consent"): _("Zustimmung"),
    }


def _other(unit: Unit) -> str:
    if unit.name.startswith("forms."):
        return _("Antwort in der Form „%(form)s“", form=unit.name.removeprefix("forms."))
    return property_name(unit.name)


def group_name(asked: Questionnaire, group: str) -> str:
    """Return the heading of wordings that stand together."""
    together = {
        "section": _("Abschnitte"),
        "list": _("Wiederholungen"),
        "indicator": _("Sätze zu den Ergebnissen"),
    }
    return together.get(group) or place_name(asked, group)


def place_of(asked: Questionnaire, unit: Unit) -> str:
    """Return where a wording stands, in words: „Seite „Kita“ › Frage „Haben Sie …“ › Antwort“."""
    group = group_name(asked, unit.group)
    element = "/".join(unit.path.split("/")[:2])
    is_inside = unit.path.startswith("question/")
    parts = (group, *((place_name(asked, element),) if is_inside else ()), unit_name(unit))
    return " › ".join(parts)


def hint_words(hint: Hint) -> str:
    """Return a hint as a sentence with its cure."""
    said = {"about": hint.about, "more": hint.more}
    if hint.sort is Sort.PLAIN:
        return _plain_words(hint)
    if hint.sort is Sort.LONG or hint.sort is Sort.WRAPS:
        return _length_words(hint)
    return {
        Sort.BRACES: _(
            "Die geschweiften Klammern stimmen nicht. Bitte übernehmen Sie sie genau wie im Deutschen."
        ),
        Sort.LACKING: _(
            "Der Platzhalter {%(about)s} fehlt. Bitte setzen Sie ihn an der passenden Stelle ein.",
            **said,
        ),
        Sort.ADDED: _(
            "Den Platzhalter {%(about)s} gibt es im Deutschen nicht. Bitte nehmen Sie ihn heraus.",
            **said,
        ),
        Sort.TERM: _(
            "„%(about)s“ heißt sonst überall „%(more)s“. Bitte nehmen Sie dasselbe Wort.", **said
        ),
    }[hint.sort]


def _length_words(hint: Hint) -> str:
    if hint.sort is Sort.WRAPS:
        return _(
            "Auf dem Handy braucht das etwa %(lines)s Zeilen, auf Deutsch %(german)s. Geht es kürzer?",
            lines=hint.about,
            german=hint.more,
        )
    return _(
        "Auf dem Handy etwa %(lines)s Zeilen, auf Deutsch %(german)s. Geht es kürzer?",
        lines=hint.about,
        german=hint.more,
    )


def _plain_words(hint: Hint) -> str:
    sentence, cure = next(iter(german.page(hint.about).sentences.values()))
    known = {
        "word": hint.more,
        "sentence": hint.more,
        "number": len(words(hint.more)),
        "most": plain.LONGEST_SENTENCE,
    }
    said = f"{sentence}. {cure[:1].upper()}{cure[1:]}.".format(**known)
    return said[:1].upper() + said[1:]


def progress_words(done: int, of: int) -> str:
    """Return how far a language is: „34 von 60 Texten“."""
    return _("%(done)s von %(of)s Texten", done=done, of=of)


# What became of a file


def counts_words(intake: Intake) -> str:
    """Return what became of the lines of a file: „41 übernommen, 3 veraltet, 2 widersprechen sich“."""
    found = intake.counts
    said = [words for fate, words in _counted(found) if found[fate]]
    return ", ".join(said) or _("Die Datei enthält nichts, was hier noch nicht steht")


def _counted(found: Mapping[Fate, int]) -> Iterator[tuple[Fate, str]]:
    yield Fate.TAKEN, _("%(num)s übernommen", num=found[Fate.TAKEN])
    yield Fate.STALE, _("%(num)s veraltet", num=found[Fate.STALE])
    number = found[Fate.CONFLICT]
    yield Fate.CONFLICT, ngettext("%(num)s widerspricht sich", "%(num)s widersprechen sich", number)
    yield Fate.EMPTIED, _("%(num)s geleert", num=found[Fate.EMPTIED])
    yield Fate.UNKNOWN, _("%(num)s unbekannt", num=found[Fate.UNKNOWN])
    refused = found[Fate.FORMULA] + found[Fate.TOO_LONG]
    yield (
        (Fate.FORMULA if found[Fate.FORMULA] else Fate.TOO_LONG),
        _("%(num)s abgelehnt", num=refused),
    )
    same = found[Fate.SAME] + found[Fate.UNTOUCHED]
    unchanged = _("%(num)s unverändert", num=same)
    yield (Fate.SAME if found[Fate.SAME] else Fate.UNTOUCHED), unchanged


def fate_words() -> Mapping[Fate, tuple[str, str]]:
    """Return heading and sentence for lines that somebody should look at."""
    return {
        Fate.STALE: (
            _("Veraltet"),
            _(
                "Der deutsche Wortlaut hat sich geändert, seit diese Übersetzungen gemacht wurden. Sie sind "
                "übernommen und als veraltet markiert."
            ),
        ),
        Fate.EMPTIED: (
            _("In der Datei geleert"),
            _(
                "Hier steht schon eine Übersetzung. Sie ist geblieben; löschen können Sie sie von Hand."
            ),
        ),
        Fate.UNKNOWN: (
            _("Unbekannt"),
            _(
                "Diese Texte gibt es im Entwurf nicht oder nicht mehr. Vielleicht gehören sie zu einem "
                "anderen Fragebogen. Hier können Sie sie noch kopieren."
            ),
        ),
        Fate.FORMULA: (
            _("Formeln statt Text"),
            _("Diese Zellen enthalten eine Formel. Bitte schreiben Sie den Text selbst hinein."),
        ),
        Fate.TOO_LONG: (
            _("Zu lang"),
            _(
                "Ein Text darf höchstens %(most)s Zeichen haben. Bitte kürzen Sie ihn.",
                most=LONGEST,
            ),
        ),
    }
