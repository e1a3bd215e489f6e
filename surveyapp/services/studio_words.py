"""What people call operations, refusals and cures of the studio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from surveyapp.questionnaire.editing.cures import Cure, CureKind
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.spots import every, unescaped
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.rules import german
from surveyapp.questionnaire.texts import FALLBACK

SORTS = {
    "": "Fragebogen",
    "section": "Abschnitt",
    "page": "Seite",
    "question": "Frage",
    "option": "Antwort",
    "row": "Zeile",
    "variant": "Wortlaut für bestimmte Familien",
    "check": "Prüfung",
    "list": "Liste",
    "scale": "Skala",
    "indicator": "Kennzahl",
    "pair": "Paar",
    "axis": "Merkmal",
    "category": "Gruppe",
    "contact": "Kontaktformular",
}
"""What people call an element."""

_DEEDS = {
    "add_section": "Abschnitt angelegt",
    "add_page": "Seite angelegt",
    "add_question": "Frage angelegt",
    "add_option": "Antwort angelegt",
    "add_row": "Zeile angelegt",
    "add_scale": "Skala angelegt",
    "share_options": "Antworten zu gemeinsamen gemacht",
    "take_scale": "gemeinsame Antworten genommen",
    "own_options": "eigene Antworten aus gemeinsamen gemacht",
    "add_list": "Liste angelegt",
    "add_variant": "Wortlaut für bestimmte Familien angelegt",
    "add_check": "Prüfung angelegt",
    "add_contact": "Kontaktformular angelegt",
    "move": "verschoben",
    "remove": "gelöscht",
    "duplicate": "verdoppelt",
    "set_text": "Wortlaut geändert",
    "set_type": "Art der Frage geändert",
    "set_property": "Eigenschaft geändert",
    "set_condition": "Bedingung geändert",
    "set_planning": "Bedeutung für die Planung geändert",
    "rename": "Kennung geändert",
    "add_language": "Sprache hinzugefügt",
    "remove_language": "Sprache entfernt",
    "paste": "Text eingefügt",
    "add_item": "Frage aus der Fragenbank übernommen",
    "restore_item": "wieder wie in der Fragenbank",
    "confirm_wording": "gleicher Sinn wie in der Fragenbank bestätigt",
}
"""What an operation did."""

_REFUSALS: Mapping[Reason, str] = {
    Reason.NO_OPERATION: "Diese Änderung gibt es nicht. Bitte laden Sie die Seite neu.",
    Reason.NOT_FOUND: "{what} gibt es nicht mehr. Bitte laden Sie die Seite neu.",
    Reason.MISSING_ARGUMENT: "Es fehlt eine Angabe ({name}). Bitte ergänzen Sie sie.",
    Reason.UNKNOWN_ARGUMENT: "Die Angabe „{name}“ ist hier nicht vorgesehen.",
    Reason.BAD_ARGUMENT: "Die Angabe „{value}“ passt hier nicht. Bitte wählen Sie eine andere.",
    Reason.WRONG_ELEMENT: "Das geht mit {what} nicht.",
    Reason.TAKEN: "„{id}“ ist schon vergeben. Bitte wählen Sie eine andere Kennung.",
    Reason.BAD_ID: "„{id}“ kann keine Kennung sein. Erlaubt sind kleine Buchstaben von a bis z, Ziffern und "
    "der Unterstrich; am Anfang steht ein Buchstabe.",
    Reason.BAD_EXPRESSION: "Die Bedingung „{expression}“ lässt sich nicht lesen. Bitte prüfen Sie Klammern "
    "und Anführungszeichen.",
    Reason.REFERRED_TO: "{what} wird noch gebraucht: {references}. Ändern Sie zuerst diese Stellen, oder "
    "löschen Sie die Bedingungen mit.",
    Reason.NOT_READABLE: "So ließe sich der Fragebogen nicht mehr lesen. Bitte prüfen Sie die Angabe; es "
    "wurde nichts geändert.",
    Reason.NEEDS_GERMAN: "Deutsch kann nicht entfernt werden: Aus Deutsch wird übersetzt.",
    Reason.BAD_LANGUAGE: "Die Sprache „{language}“ passt hier nicht: Sie ist schon dabei, fehlt im "
    "Fragebogen oder wird nicht angeboten.",
    Reason.NOTHING_FOUND: "In diesem Text wurde keine Frage gefunden. Schreiben Sie jede Frage in eine "
    "eigene Zeile, am besten mit Fragezeichen.",
    Reason.TOO_LARGE: "Das ist zu lang. Bitte kürzen Sie den Text oder fügen Sie ihn in Teilen ein.",
    Reason.NOT_ALLOWED: "Dafür reicht Ihre Rolle nicht aus.",
    Reason.OWN_EDIT: "Sie haben seit der letzten Freigabe selbst etwas geändert. Bitte lassen Sie jemanden "
    "lesen und freigeben, der seitdem nichts geändert hat.",
    Reason.TOO_MANY: "Ihr Landkreis hat schon {most} Entwürfe. Bitte löschen Sie zuerst einen.",
    Reason.CHANGED_SINCE: "Inzwischen wurde dieselbe Stelle geändert. Bitte sehen Sie sich den neuen Stand "
    "an.",
    Reason.NOTHING_TO_UNDO: "Es gibt nichts, was sich zurücknehmen oder wiederholen lässt.",
    Reason.NO_REVISION: "Diesen Stand des Entwurfs gibt es nicht.",
}
"""Why an edit was not made, and what to do."""

_CURES: Mapping[CureKind, str] = {
    CureKind.COPY_GERMAN: "Vorerst den deutschen Wortlaut übernehmen",
    CureKind.OFFER_REFUSAL: "„keine Angabe“ anbieten",
    CureKind.NEW_ID: "Neue Kennung „{id}“ vergeben",
    CureKind.REMOVE_CONDITION: "Bedingung entfernen",
    CureKind.REMOVE_ELEMENT: "{what} löschen",
    CureKind.REMOVE_PROPERTY: "Überflüssige Angabe entfernen",
    CureKind.MAKE_EXCLUSIVE: "Nur allein ankreuzbar machen",
    CureKind.NUMBER_OPTIONS: "Den Antworten die Werte 1, 2, 3 … geben",
    CureKind.NUMBER_ITEMS: "Neu durchnummerieren",
    CureKind.KEEP_A_YEAR: "Nach 12 Monaten löschen",
    CureKind.MEND_TYPOGRAPHY: "Zeichen berichtigen",
    CureKind.PROMISE_MINUTES: "{value} Minuten angeben",
    CureKind.RESTORE_WORDING: "Wortlaut wiederherstellen",
    CureKind.TAKE_TRANSLATION: "Übersetzung aus der Fragenbank übernehmen",
    CureKind.RESTORE_ITEM: "Frage wie in der Fragenbank wiederherstellen",
    CureKind.CONFIRM_SPELLING: "Nur Schreibung verbessert: gleicher Sinn",
    CureKind.CONFIRM_TRANSLATION: "Diese Übersetzung sagt dasselbe",
    CureKind.UNTIE: "Nicht mehr als Kernfrage führen",
    CureKind.SET_PLANNING: "Bedeutung für die Planung wählen",
}
"""The label of the button that mends a finding."""


Names: TypeAlias = Mapping[str, str]
"""Address of an element to its German wording; without it people read ids."""


def names_of(tree: Tree) -> Names:
    """Return the wordings of all elements, short enough for a sentence."""
    found = {}
    for spot in every(tree):
        said = next(
            (spot.element[k] for k in ("title", "text", "label") if k in spot.element), None
        )
        if isinstance(said, dict) and said.get("de"):
            found[spot.path] = _short(str(said["de"]))
    return found


def element_words(path: str, names: Names = MappingProxyType({})) -> str:
    """Return what people call an element: „Frage „alter““, „Antwort „ja“ der Frage „kita““."""
    parts = [_named(path, part, n, names) for n, part in enumerate(path.split("/"))]
    own = [f"{SORTS.get(sort, sort)} „{name}“" for sort, name in zip(parts[::2], parts[1::2])]  # noqa: B905
    if not own:
        return SORTS.get(path, path)
    inner, *around = reversed(own)
    return " ".join(
        [inner, *(f"{_OF.get(each.partition(' ')[0], 'von')} {each}" for each in around)]
    )


def _named(path: str, part: str, place: int, names: Names) -> str:
    here = "/".join(path.split("/")[: place + 1])
    return names.get(here) or unescaped(part) if place % 2 else part


_OF = {"Frage": "der", "Seite": "der", "Skala": "der", "Merkmal": "beim"}
"""What stands before an element that another one belongs to."""


def words_of(edit: Edit, names: Names = MappingProxyType({})) -> str:
    """Return what an edit did, German; with the wordings of the document (``names_of``) without ids."""
    deed = _DEEDS.get(edit.operation, edit.operation)
    language = str(edit.arguments.get("language", FALLBACK))
    if edit.operation == "set_text" and language != FALLBACK:
        deed = f"{deed} ({german.language(language)})"
    if edit.operation == "add_language":
        return f"{deed}: {german.language(language)}"
    if edit.operation.startswith("add_") or edit.operation == "paste":
        said = str(
            next(
                (edit.arguments[k] for k in ("text", "title", "label") if k in edit.arguments),
                "",
            )
        )
        return f"{deed}: „{_short(said)}“" if said else deed
    return f"{element_words(edit.path, names)}: {deed}"


def words_of_all(edits: Sequence[Edit], names: Names = MappingProxyType({})) -> tuple[str, ...]:
    """Return what edits did together, German; of many only the first, and how many more there were."""
    said = tuple(words_of(each, names) for each in edits)
    if len(said) <= _SHOWN + 1:
        return said
    return (*said[:_SHOWN], f"und {len(said) - _SHOWN} weitere Änderungen")


_SHOWN = 3
"""Edits of one revision that are told one by one."""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def refusal_words(refusal: Refusal, names: Names = MappingProxyType({})) -> str:
    """Return why an edit was not made and what to do, German."""
    words = dict(refusal.words)
    places = words.get("references", ())
    said = ", ".join(dict.fromkeys(element_words(path, names) for path, _ in places))
    return _REFUSALS[refusal.reason].format_map(
        _Words(words | {"what": element_words(refusal.path, names), "references": said})
    )


def cure_words(cure: Cure, names: Names = MappingProxyType({})) -> str:
    """Return the label of the button that mends a finding, German."""
    first = cure.edits[0] if cure.edits else Edit("")
    words = {**first.arguments, "what": element_words(first.path, names)}
    return _CURES[cure.kind].format_map(_Words(words))


class _Words(dict[str, object]):
    """Words of a sentence; one that nobody gave stays a gap."""

    def __missing__(self, key: str) -> str:
        return "…"
