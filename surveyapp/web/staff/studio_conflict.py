"""Two people changed the same place: both wordings side by side, and a choice for each."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import abort, render_template, request
from flask_babel import gettext as _

from surveyapp.questionnaire.editing.cures import findings
from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.services.studio import Clash, Conflict
from surveyapp.web.staff.guard import Page
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_frame import head
from surveyapp.web.staff.studio_words import place_name, property_name, shown_value

MOST_CARRIED = 8_000_000
"""Characters of all edits a page carries; a form with as many fields as fit into it makes fewer."""

MOST_DEPTH = 20
"""Lists inside lists; a questionnaire has fewer."""


@dataclass(frozen=True, slots=True)
class ClashView:
    """One place with what it was, and what each of the two made of it."""

    name: str
    place: str
    before: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class ConflictPage:
    """What has to be decided."""

    who: str
    clashes: tuple[ClashView, ...]
    #: What the form carries: the edits, and the revisions they meet.
    edits: str
    base: int
    revision: int


def conflict_page(found: Seat, conflict: Conflict, base: int) -> Page:
    """Return the page that shows both wordings."""
    page = ConflictPage(
        conflict.who or _("Jemand anderes"),
        clash_views(found.desk.questionnaire, conflict.clashes),
        packed(json.dumps([asdict(each) for each in conflict.edits])),
        base,
        conflict.revision,
    )
    shown = render_template(
        "staff/studio/conflict.html",
        conflict=page,
        seat=found,
        head=head(found, "", findings(found.desk.document)),
    )
    return shown, 409


def clash_views(asked: Questionnaire, clashes: Sequence[Clash]) -> tuple[ClashView, ...]:
    """Return clashes or differences in words."""
    return tuple(
        ClashView(
            f"{each.path}|{each.property}",
            f"{place_name(asked, each.path)} – {property_name(each.property)}",
            shown_value(each.base),
            shown_value(each.mine),
            shown_value(each.theirs),
        )
        for each in clashes
    )


def packed(text: str) -> str:
    """Return a text as a field carries it: what a large form has changed never outgrows the next one."""
    return urlsafe_b64encode(zlib.compress(text.encode())).decode()


def unpacked(field: str) -> str:
    """Return the text in a field.

    Raises
    ------
    ValueError
        If the field holds no text that was packed, or more than a form can have changed.
    """
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(urlsafe_b64decode(field), MOST_CARRIED)
    except zlib.error as error:
        raise ValueError(field[:60]) from error
    if not unpacking.eof:
        raise ValueError(field[:60])
    return text.decode()


def sent_edits() -> tuple[Edit, ...]:
    """Return the edits a conflict page carried; 400 where they are not what it sent."""
    try:
        found = json.loads(unpacked(request.form.get("edits", "")))
        # Half signs and numbers without end are JSON that no store and no page takes.
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
        if _is_deep(found, MOST_DEPTH):
            abort(400)
        return tuple(_edit(each) for each in found)
    except (ValueError, TypeError, KeyError, RecursionError):
        abort(400)


def _is_deep(value: object, left: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not left or any(_is_deep(each, left - 1) for each in inner)


def _edit(sent: Mapping[str, Any]) -> Edit:
    operation, path, arguments = sent["operation"], sent["path"], sent["arguments"]
    if not (isinstance(operation, str) and isinstance(path, str) and isinstance(arguments, dict)):
        raise TypeError
    return Edit(operation, path, arguments)


def chosen() -> dict[tuple[str, str], bool]:
    """Return of each place whether the person's own wording was chosen."""
    found = {}
    for name, value in request.form.items():
        first, _tilde, place = name.partition("~")
        path, _bar, property_ = place.partition("|")
        if first == "wahl":
            found[path, property_] = value == "meins"
    return found
