"""What the page „Einlesen“ shows of the files somebody sent."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.questionnaire import library
from surveyapp.questionnaire.document import MAX_BYTES
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.bring_in_upload import OWN, BroughtIn
from surveyapp.services.check_questionnaire import check_questionnaire
from surveyapp.services.keep_draft import MOST_DRAFTS, KeepRefusal
from surveyapp.web.staff.questionnaire_pages import (
    CheckView,
    check_view,
    title_of,
    unfinished_words,
)

MOST_CARRIED = 200_000
"""Longest packed document a form carries on; one mebibyte of YAML has about this length."""


@dataclass(frozen=True, slots=True)
class UploadView:
    """What became of one file."""

    file_name: str
    is_taken: bool
    format: str
    title: str = ""
    #: What was taken over, as a sentence.
    sentence: str = ""
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    check: CheckView = field(default_factory=CheckView)
    #: The document, packed for the form that keeps it; empty where it is too long for that.
    packed: str = ""


def format_choices() -> list[tuple[str, str]]:
    """Return the formats that can be named, the automatic one first."""
    from surveyapp.exchange.formats import FORMATS  # noqa: PLC0415 - start-up stays light

    return [
        ("", _("automatisch erkennen")),
        *((each.name, each.label) for each in FORMATS.values()),
        (OWN, _("YAML (unser eigenes Format)")),
    ]


def upload_view(brought: BroughtIn) -> UploadView:
    """Return what became of one file, with the check of its questionnaire."""
    names = dict(format_choices())
    label = names.get(brought.format, brought.format)
    if not brought.text:
        said = (unfinished_words(brought.unfinished),) if brought.unfinished else brought.errors
        errors = tuple(map(_in_german, said))
        return UploadView(brought.file_name, is_taken=False, format=label, errors=errors)
    asked = finding.read(brought.text)
    questions = sum(len(page.questions) for page in asked.pages)
    return UploadView(
        brought.file_name,
        is_taken=True,
        title=title_of(asked),
        sentence=ngettext("%(num)s Frage ist da.", "%(num)s Fragen sind da.", questions),
        format=label,
        changed=tuple(map(_in_german, brought.changed)),
        dropped=tuple(map(_in_german, brought.dropped)),
        check=check_view(check_questionnaire(brought.text, library.pictures_of(asked.id)), asked),
        packed=pack(brought.text),
    )


_PLACES = (
    (re.compile(r"^question\b"), "Frage"),
    (re.compile(r"^group\b"), "Gruppe"),
    (re.compile(r"^survey:"), "Umfrage:"),
    (re.compile(r"^(\w+), row (?=\d)"), r"Blatt \1, Zeile "),
    (re.compile(r"^(\w+), rows (?=\d)"), r"Blatt \1, Zeilen "),
)
"""How files from elsewhere name places, and what that is in German."""


def _in_german(remark: str) -> str:
    """Return a remark with its place in German; its sentence is German already."""
    for named, german in _PLACES:
        remark = named.sub(german, remark)
    return remark[:1].upper() + remark[1:]


def refusal_words(why: KeepRefusal) -> str:
    """Return why a questionnaire was not kept."""
    return {
        KeepRefusal.TOO_MANY: _(
            "Ihr Landkreis behält schon %(number)s Entwürfe. Bitte löschen Sie zuerst einen.",
            number=MOST_DRAFTS,
        ),
        KeepRefusal.NOT_READABLE: _(
            "Der Fragebogen kam nicht vollständig an. Bitte lesen Sie die Datei noch einmal ein."
        ),
    }[why]


def pack(text: str) -> str:
    """Return a document as a form carries it; empty where it is too long."""
    packed = base64.b64encode(zlib.compress(text.encode(), 9)).decode()
    return packed if len(packed) <= MOST_CARRIED else ""


def unpack(packed: str) -> str | None:
    """Return the document a form carried; None where it was damaged or swells beyond all bounds."""
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(packed, validate=True), MAX_BYTES)
        return content.decode() if unpacking.eof else None
    except (binascii.Error, zlib.error, ValueError):
        return None
