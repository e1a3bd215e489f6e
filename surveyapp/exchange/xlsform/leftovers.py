"""What a form says beyond its questions, and where it stays: settings, columns, lists, groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from surveyapp.exchange.report import short
from surveyapp.exchange.xlsform.form import Form, Node
from surveyapp.exchange.xlsform.ledger import Ledger
from surveyapp.exchange.xlsform.questions import Maker

_SETTINGS: Mapping[str, tuple[str, str]] = {
    "public_key": ("die Verschlüsselung (public_key)", "the encryption (public_key)"),
    "submission_url": ("die Adresse zum Senden", "the submission address"),
    "instance_name": (
        "der Name der einzelnen Antwort (instance_name)",
        "the name of one response (instance_name)",
    ),
    "auto_send": ("auto_send", "auto_send"),
    "auto_delete": ("auto_delete", "auto_delete"),
}
_READ_SETTINGS = frozenset(
    {"title", "id_string", "version", "default_language", "allow_choice_duplicates", "name"}
)
_READ = frozenset(
    {"type", "name", "label", "hint", "guidance_hint", "bind", "control", "instance", "media"}
    | {"parameters", "choice_filter", "default", "trigger", "disabled"}
)
_READ_OF_CHOICES = frozenset({"list name", "name", "label", "media"})


def note(form: Form, maker: Maker) -> None:
    """Say of everything that is no question what becomes of it."""
    ledger = maker.ledger
    for node in form.nodes:
        if node.kind in ("group", "repeat"):
            _note_group(node, maker)
    columns = {str(key) for node in form.nodes for key in node.cells} - _READ
    _note_columns(columns, "survey", ledger)
    _note_lists(form, ledger)
    _note_sheets(form, ledger)
    _note_settings(form, ledger)


def _note_group(node: Node, maker: Maker) -> None:
    ledger = maker.ledger
    maker.note_columns(node)
    if not node.children:
        ledger.drop(
            node.row,
            f"die Gruppe {node.name} ist leer und entfällt",
            f"the group {node.name} is empty and is left out",
        )
    for column in ("hint", "guidance_hint"):
        said = maker.wording.text(node.cells.get(column), node.row, node)
        if said:
            words = short(next(iter(said.values())))
            ledger.drop(
                node.row,
                f"der Hinweis der Gruppe „{words}“ entfällt",
                f"the hint of the group “{words}” is left out",
            )
    for key in ("required", "constraint", "readonly"):
        if node.text("bind", key):
            ledger.drop(
                node.row,
                f"{key} gilt für Fragen, nicht für Gruppen, und entfällt",
                f"{key} is for questions, not for groups, and is left out",
            )


def _note_columns(columns: Iterable[str], sheet: str, ledger: Ledger) -> None:
    named = ", ".join(sorted(short(each) for each in columns if not each.startswith("__")))
    if named:
        ledger.drop(
            0,
            f"Spalten, die hier nichts bedeuten, entfallen: {named}",
            f"columns that mean nothing here are left out: {named}",
            sheet,
        )


def _note_lists(form: Form, ledger: Ledger) -> None:
    asked = {node.list_name for node in form.nodes}
    lost = [name for name in form.choices if name not in asked and not _is_named(form, name)]
    if lost:
        named = ", ".join(short(each) for each in lost[:12])
        ledger.drop(
            0,
            f"Listen, nach denen keine Frage fragt, entfallen: {named}",
            f"lists that no question asks are left out: {named}",
            "choices",
        )
    choices = [choice for each in form.choices.values() for choice in each]
    columns = {str(key) for choice in choices for key in choice.cells} - _READ_OF_CHOICES
    filters = " ".join(node.text("choice_filter") for node in form.nodes)
    unused = columns - set(re.findall(r"[\w.-]+", filters))
    _note_columns(unused, "choices", ledger)


def _is_named(form: Form, name: str) -> bool:
    """Say whether an expression speaks of a list, which its own remark then quotes."""
    quoted = re.compile(rf"['\"]{re.escape(name)}['\"]")
    return any(quoted.search(node.text("bind", "calculate")) for node in form.nodes)


def _note_sheets(form: Form, ledger: Ledger) -> None:
    for place in range(form.entities):
        ledger.drop(
            place + 2,
            "Entitäten kommen nicht mit: Antworten werden nicht zu Akten",
            "entities do not come over: answers do not become records",
            "entities",
        )
    if form.osm:
        ledger.drop(2, "OSM-Merkmale kommen nicht mit", "OSM tags do not come over", "osm")


def _note_settings(form: Form, ledger: Ledger) -> None:
    for key, (german, english) in _SETTINGS.items():
        if form.settings.get(key):
            ledger.drop(2, f"{german} entfällt", f"{english} is left out", "settings")
    others = set(form.settings) - _SETTINGS.keys() - _READ_SETTINGS
    named = ", ".join(sorted(_settings(form.settings, others)))
    if named:
        ledger.drop(
            2,
            f"Einstellungen anderer Programme entfallen: {named}",
            f"settings of other programs are left out: {named}",
            "settings",
        )


def _settings(settings: Mapping[str, Any], keys: Iterable[str]) -> Sequence[str]:
    return [short(str(key)) for key in keys if settings[key] and not str(key).startswith("__")]
