"""The registry of operations: name, arguments, function. Their words stand in ``services/studio_words``.

===================  ===================================================================================
``add_section``      ``title``, ``after`` (id; "" puts it first; left out puts it last)
``add_page``         ``title``, ``section`` (id, default: that of the page before), ``after``
``add_question``     path ``page/<id>`` or ``contact``; ``type``, ``text`` (German), ``after``
``add_option``       path of a question, scale or axis; ``text``, ``after``
``add_row``          path of a question; ``text``, ``after``
``add_scale``        ``name``, ``texts`` (list of German wordings)
``add_list``         ``label``; ``count`` or ``rows_of`` and ``answered`` or ``options_of``, or none of them
``add_variant``      path of a question; ``when``, ``text``
``add_check``        path of a question or page; ``that``, ``message``
``move``             any element in a list; ``after`` (as above), ``into`` (page of a question, section of a page)
``remove``           any element; ``with_references`` (true: conditions that name it go as well)
``duplicate``        section, page, question, option, row
``set_text``         ``name`` (``text``, ``hint``, ``title`` …), ``language``, ``text`` ("" takes it away)
``set_type``         path of a question; ``type``; what the new type has no use for is taken away
``set_property``     ``name`` (any field of the model), ``value`` (None: back to the default)
``set_condition``    ``expression`` ("" takes it away); of variants ``when``, of checks ``that``
``set_planning``     ``planning`` (dict with ``measures``, ``unit``, ``fields`` …; None takes it away)
``rename``           ``id``: the new id or code; conditions and placeholders follow
``add_language``     ``language``
``remove_language``  ``language``: its wordings go as well
``paste``            path ``""`` or of a page; ``text``: see ``pasting.py``
===================  ===================================================================================

Every ``add_…`` and ``duplicate`` makes the id from the German text; ``edits.made`` says which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from surveyapp.questionnaire.editing.edits import Refusal
from surveyapp.questionnaire.editing.tree import Tree

Work: TypeAlias = Callable[..., Refusal | None]
"""Changes a copy of the tree: ``work(tree, path, **arguments)``."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the registry."""

    name: str
    #: Sorts of elements it works on, see ``spots.Spot.sort``.
    sorts: frozenset[str]
    #: Arguments that must be given, and those that may.
    needs: Mapping[str, type]
    takes: Mapping[str, Any]
    work: Work


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its name."""


def properties_of(tree: Tree, path: str) -> Mapping[str, Any]:
    """Return every property an element may have, with its present value or default."""
    raise NotImplementedError
