"""Addresses of the elements of a questionnaire, made of ids.

========================================  =======================================================
``""``                                    the questionnaire
``section/<id>``                          a section
``page/<id>``                             a page
``question/<id>``                         a question, wherever it stands, the contact form as well
``question/<id>/option/<code>``           an option of it
``question/<id>/row/<code>``              a row of it
``question/<id>/variant/<n>``             its n-th variant, from 0
``question/<id>/check/<n>``               its n-th check, from 0
``page/<id>/check/<n>``                   the n-th check of a page
``list/<id>``                             a list (what is repeated)
``scale/<name>``                          a scale that questions share
``scale/<name>/option/<code>``            an option of it
``indicator/<id>``, ``pair/<id>``         of the results
``axis/<id>``, ``axis/<id>/category/<c>`` of the results
``contact``                               the contact form
========================================  =======================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.editing.tree import Tree


@dataclass(frozen=True, slots=True)
class Spot:
    """An element in a tree, and where it stands."""

    path: str
    #: ``questionnaire``, ``page``, ``question``, ``option`` …
    sort: str
    element: dict[str, Any]
    #: The list it stands in and its position there; None for what stands alone.
    siblings: list[dict[str, Any]] | None = None
    position: int = 0
    #: Address of the element around it.
    parent: str = ""


def find(tree: Tree, path: str) -> Spot | None:
    """Return the element at an address; None where there is none."""
    raise NotImplementedError


def every(tree: Tree) -> Iterator[Spot]:
    """Iterate over all elements, each before what stands inside it."""
    raise NotImplementedError


def address_of(tree: Tree, document_path: str) -> tuple[str, str]:
    """Return address and property of a place as the check names it: ``pages[2].questions[0].show``.

    Gives ``("question/age", "show")``; what lies deeper is part of the property: ``text.de``.
    """
    raise NotImplementedError
