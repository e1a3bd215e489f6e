"""Which template and which content stand in the middle of the studio."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request

from surveyapp.questionnaire.editing.spots import unescaped
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.web.staff import studio_parts as parts
from surveyapp.web.staff.studio_conditions import condition_room
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_paste import paste_room
from surveyapp.web.staff.studio_question import question_room
from surveyapp.web.staff.studio_types import type_groups


@dataclass(frozen=True, slots=True)
class Room:
    """What stands in the middle."""

    template: str
    room: Any
    #: What of a family's pages stands beside it: id of a page or question.
    place: str = ""


def room_at(seat: Seat) -> Room | None:
    """Return what stands in the middle; None where there is no such element or task."""
    if seat.task:
        task = TASKS.get(seat.task)
        return (
            task(seat) if task is not None and exists(seat.desk.questionnaire, seat.path) else None
        )
    sort, id_ = _head(seat.path)
    at = SORTS.get(sort)
    return at(seat, id_) if at is not None else None


def exists(asked: Questionnaire, path: str) -> bool:
    """Say whether an element of the outline, or a part of one, is there."""
    sort, id_ = _head(path)
    index = index_of(asked)
    known: Mapping[str, Any] = {
        "": {"": None},
        "page": index.pages,
        "question": index.questions,
        "section": index.sections,
        "list": index.lists,
        "scale": asked.scales,
    }
    return id_ in known.get(sort, ())


def _head(path: str) -> tuple[str, str]:
    sort, id_, *_rest = (*path.split("/"), "", "")
    return sort, unescaped(id_)


def _start(seat: Seat, _id: str) -> Room:
    return Room("part", parts.start_room(seat))


def _section(seat: Seat, id_: str) -> Room | None:
    section = index_of(seat.desk.questionnaire).sections.get(id_)
    return None if section is None else Room("part", parts.section_room(seat, section), id_)


def _page(seat: Seat, id_: str) -> Room | None:
    page = index_of(seat.desk.questionnaire).pages.get(id_)
    return None if page is None else Room("part", parts.page_room(seat, page), id_)


def _question(seat: Seat, id_: str) -> Room | None:
    question = index_of(seat.desk.questionnaire).questions.get(id_)
    return None if question is None else Room("question", question_room(seat, question), id_)


def _list(seat: Seat, id_: str) -> Room | None:
    items = index_of(seat.desk.questionnaire).lists.get(id_)
    return None if items is None else Room("part", parts.list_room(seat, items))


def _scale(seat: Seat, id_: str) -> Room | None:
    is_there = id_ in seat.desk.questionnaire.scales
    return Room("part", parts.scale_room(seat, id_)) if is_there else None


SORTS: Mapping[str, Callable[[Seat, str], Room | None]] = {
    "": _start,
    "section": _section,
    "page": _page,
    "question": _question,
    "list": _list,
    "scale": _scale,
}
"""First part of an address to what stands in the middle for it."""


@dataclass(frozen=True, slots=True)
class TypesRoom:
    """All types of questions to choose from."""

    path: str
    after: str
    groups: Any


def _types(seat: Seat) -> Room | None:
    if _head(seat.path)[0] != "page":
        return None
    room = TypesRoom(seat.path, request.values.get("nach", ""), type_groups())
    return Room("types", room, _head(seat.path)[1])


@dataclass(frozen=True, slots=True)
class NewRoom:
    """A page or section that gets its title first."""

    path: str
    verb: str


def _new_page(seat: Seat) -> Room:
    return Room("new_part", NewRoom(seat.path, "seite"))


def _new_section(seat: Seat) -> Room:
    return Room("new_part", NewRoom(seat.path, "abschnitt"))


def _new_scale(seat: Seat) -> Room:
    return Room("new_scale", NewRoom(seat.path, "skala"))


def _paste(seat: Seat) -> Room:
    return Room("paste", paste_room(seat), _head(seat.path)[1])


def _condition(seat: Seat) -> Room | None:
    found = condition_room(seat)
    return None if found is None else Room("condition", found, _head(seat.path)[1])


TASKS: Mapping[str, Callable[[Seat], Room | None]] = {
    "frage": _types,
    "seite": _new_page,
    "abschnitt": _new_section,
    "skala": _new_scale,
    "einfuegen": _paste,
    "bedingung": _condition,
    "pruefung": _condition,
    "wortlaut": _condition,
}
"""Task in the address to what stands in the middle for it."""
