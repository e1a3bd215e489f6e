"""The registry of operations, and how an edit becomes a new document or a refusal.

===================  =====================================================================================
``add_section``      ``title``, ``after`` (id; "" puts it first; left out puts it last)
``add_page``         ``title``, ``section`` (id, default: that of the page before), ``after``
``add_question``     path ``page/<id>`` or ``contact``; ``type``, ``text`` (German), ``after``
``add_option``       path of a question, scale or axis; ``text``, ``after``
``add_row``          path of a question; ``text``, ``after``
``add_scale``        ``name``, ``texts`` (list of German wordings)
``share_options``    path of a question; ``name`` of the scale its options become
``take_scale``       path of a question; ``scale`` (its own options go)
``own_options``      path of a question with a scale: its options become the question's own
``add_list``         ``label``; ``count`` or ``rows_of`` and ``answered`` or ``options_of``, or none
``add_variant``      path of a question; ``when``, ``text``
``add_check``        path of a question or page; ``that``, ``message``
``add_contact``      ``title``, ``intro``, ``consent``, ``keep_days``
``move``             any element in a list; ``after`` (as above), ``into`` (id of the page or section)
``remove``           any element; ``with_references`` (true: conditions that name it go as well)
``duplicate``        page, question, option, row
``set_text``         ``name`` (``text``, ``hint``, ``title`` …), ``language``, ``text`` ("" takes it away);
                     ``made_from``: the German wording of a translation
``set_type``         path of a question; ``type``; what the new type has no use for is taken away
``set_property``     ``name`` (any field of the model), ``value`` (None: back to the default)
``set_condition``    ``expression`` ("" takes it away); of variants ``when``, of checks ``that``
``set_planning``     ``planning`` (dict with ``measures``, ``unit``, ``fields`` …; None takes it away)
``rename``           ``id``: the new id or code; conditions and placeholders follow
``add_language``     ``language``
``remove_language``  ``language``: its wordings go as well
``paste``            path ``""`` or of a page; ``text``: see ``pasting.py``; ``after``
``add_item``         path of a page; ``question``: one of the item bank as documents have it; ``after``
``restore_item``     path of a question; ``language``: only its wording; left out: all the item says
``confirm_wording``  path of a question; ``language``: what it says there means what the item says
===================  =====================================================================================

Operations on the whole questionnaire have the path ``""``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.document import DocumentError
from surveyapp.questionnaire.editing import (
    adding,
    banking,
    pasting,
    placing,
    setting,
    sharing,
    wording,
)
from surveyapp.questionnaire.editing import (
    tree as trees,
)
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.registry import OPERATIONS, Operation
from surveyapp.questionnaire.editing.spots import Spot, every
from surveyapp.questionnaire.editing.tree import Tree

__all__ = ["OPERATIONS", "Applied", "Operation", "apply", "run"]

MODULES = (adding, banking, pasting, placing, setting, sharing, wording)
"""Where operations stand; importing them fills the registry."""

LONGEST_ARGUMENTS = 100_000
"""Characters of all arguments of one edit; a pasted questionnaire of 60 questions has 15 000."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The document after an edit."""

    tree: Tree
    #: Address of what was made or moved, if anything was.
    made: str = ""


def apply(tree: Tree, edit: Edit) -> Tree | Refusal:
    """Return the document after an edit; what comes out can always be read as a questionnaire."""
    found = run(tree, edit)
    return found.tree if isinstance(found, Applied) else found


def run(tree: Tree, *edits: Edit) -> Applied | Refusal:
    """Return the document after all edits, with what the last of them made; all are made or none."""
    work, made = trees.copy(tree), ""
    spots: Mapping[str, Spot] = {}
    for edit in edits:
        # A thousand wordings that come in together move nothing: what stands where is looked up once.
        if not spots or edit.operation != "set_text":
            spots = _spots(work)
        outcome = _make(work, edit, spots)
        if edit.operation != "set_text":
            spots = {}
        if isinstance(outcome, Refusal):
            return outcome
        made = outcome or ""
    return settled(work, made, edits[-1].path if edits else "")


def settled(work: Tree, made: str = "", path: str = "") -> Applied | Refusal:
    """Return a document in its canonical form, or say why it is no questionnaire."""
    try:
        if trees.is_too_large(work):
            return Refusal(Reason.TOO_LARGE, path)
        return Applied(trees.of(trees.questionnaire_of(work)), made)
    except DocumentError as error:
        first = error.problems[0]
        words = {"where": first.path, "sentence": first.sentence, "cure": first.cure}
        return Refusal(Reason.NOT_READABLE, path, words)


def _spots(work: Tree) -> Mapping[str, Spot]:
    return {spot.path: spot for spot in every(work)}


def _make(work: Tree, edit: Edit, spots: Mapping[str, Spot]) -> str | Refusal | None:
    operation = OPERATIONS.get(edit.operation)
    if operation is None:
        return Refusal(Reason.NO_OPERATION, edit.path, {"name": edit.operation[:60]})
    spot = spots.get(edit.path)
    if spot is None:
        return Refusal(Reason.NOT_FOUND, edit.path)
    if len(json.dumps(dict(edit.arguments), default=str)) > LONGEST_ARGUMENTS:
        return Refusal(Reason.TOO_LARGE, edit.path)
    arguments = {name: _clean(value) for name, value in edit.arguments.items()}
    refused = operation.refused(spot, arguments)
    return refused or operation.work(work, spot, **arguments)


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a value without signs that no text has and no file may hold."""
    if isinstance(value, str):
        return _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(value, Mapping):
        return {_clean(key): _clean(inner) for key, inner in value.items()}
    return [_clean(each) for each in value] if isinstance(value, list) else value
