"""Elements, settings and values of a draft in words, for history and conflicts."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire, Text
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_words import said
from surveyapp.web.staff.studio_fields import written

LONGEST = 400


def place_name(asked: Questionnaire, path: str) -> str:
    """Return an element in words: „Frage „Wie viele Kinder …““."""
    sort, id_, *rest = (*path.split("/"), "")
    index = index_of(asked)
    texts: Mapping[str, Text] = {
        "question": index.questions[id_].text if id_ in index.questions else {},
        "page": index.pages[id_].title if id_ in index.pages else {},
        "section": index.sections[id_].title if id_ in index.sections else {},
        "list": index.lists[id_].label if id_ in index.lists else {},
    }
    name = sort_names().get(sort, sort)
    if not id_:
        return name
    inner = f" ({part_names().get(rest[0], rest[0])} {rest[1]})" if len(rest) > 1 else ""
    return f"{name} „{said(texts.get(sort) or {}) or id_}“{inner}"


def sort_names() -> Mapping[str, str]:
    """Return what the sorts of elements are called."""
    return {
        "": _("Fragebogen"),
        "section": _("Abschnitt"),
        "page": _("Seite"),
        "question": _("Frage"),
        "list": _("Wiederholung"),
        "scale": _("Gemeinsame Antworten"),
        "contact": _("Rückrufformular"),
        "indicator": _("Bedarf"),
        "axis": _("Merkmal"),
        "pair": _("Paar"),
    }


def part_names() -> Mapping[str, str]:
    """Return what the parts of elements are called."""
    return {
        "option": _("Antwort"),
        "row": _("Zeile"),
        "variant": _("anderer Wortlaut"),
        "check": _("Prüfung"),
        "category": _("Ausprägung"),
    }


def property_name(name: str) -> str:
    """Return a setting in words: „Text (Englisch)“."""
    first, _dot, language = name.partition(".")
    known = _properties().get(first, first)
    return f"{known} ({language_name(language)})" if language and language != "de" else known


def _properties() -> Mapping[str, str]:
    return {
        "text": _("Text"),
        "title": _("Titel"),
        "intro": _("Einleitung"),
        "thanks": _("Dank"),
        "hint": _("Hilfe"),
        "label": _("Kurzer Name"),
        "show": _("Bedingung"),
        "required": _("Nachfragen"),
        "may_refuse": _("„Keine Angabe“"),
        "minimum": _("kleinster Wert"),
        "maximum": _("größter Wert"),
        "options": _("Antworten"),
        "rows": _("Zeilen"),
        "questions": _("Fragen der Seite"),
        "pages": _("Reihenfolge der Seiten"),
        "planning": _("Bedeutung für die Planung"),
        "type": _("Art der Frage"),
        "repeat": _("Wiederholung"),
        "purpose": _("Warum gefragt wird"),
        "unit_text": _("Einheit"),
        "position": _("Stelle"),
        "": _("das Ganze"),
    }


def shown_value(value: object) -> str:
    """Return a value in words, shortened."""
    if value is None or value == "":
        return _("(leer)")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, Mapping):
        inner = value.get("de") or value.get("text") or value.get("title")
        text = shown_value(inner) if inner else ", ".join(map(str, value.values()))
    elif isinstance(value, list | tuple):
        text = ", ".join(shown_value(each) for each in value)
    else:
        text = written(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
