"""The rooms of the staff part in the order of the work, and which of them somebody may enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action, Role, may
from surveyapp.storage.staff import Staff


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong to one step of the work."""

    title: str
    links: tuple[Link, ...]
    #: Whether it is about the office itself and no step of the work.
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """One entry, before anybody is known who would see it."""

    label: str
    view: str
    #: Begins of addresses below ``/verwaltung`` it stands for; the longest that fits says where one is.
    begins: tuple[str, ...]
    #: What one must be allowed to.
    action: Action
    #: Who begins here; empty where everybody who may sees it.
    roles: frozenset[Role] = frozenset()


_READERS = frozenset({Role.COUNCIL, Role.STATE})


def groups(actor: Staff, results: str) -> tuple[Group, ...]:
    """Return what somebody may enter, step by step; ``results`` is the address of the newest ones."""
    found = {title: _open_to(actor, rooms) for title, rooms in _steps().items()}
    current = _current(room for rooms in found.values() for room in rooms)
    links = {
        title: [Link(room.label, url_for(room.view), room is current) for room in rooms]
        for title, rooms in found.items()
    }
    if results:
        links[_("Ergebnis")].append(Link(_("Ergebnisse"), results))
    office = _("Verwaltung")
    return tuple(
        Group(title, tuple(each), title == office) for title, each in links.items() if each
    )


def _open_to(actor: Staff, rooms: tuple[Room, ...]) -> list[Room]:
    return [
        room
        for room in rooms
        if may(actor, room.action, actor.county_ags)
        and (not room.roles or Role(actor.role) in room.roles)
    ]


def _current(rooms: Iterator[Room]) -> Room | None:
    """Return the room the present page belongs to."""
    path = request.path.removeprefix("/verwaltung")
    fitting = [
        (len(begin), room)
        for room in rooms
        for begin in room.begins
        if path.startswith(begin) and (begin != "/" or path == "/")
    ]
    return max(fitting, key=lambda each: each[0])[1] if fitting else None


def _steps() -> dict[str, tuple[Room, ...]]:
    """Return all rooms by step, as the work goes on: ask, be in the field, count, compare, act."""
    return {
        _("Fragen"): (
            Room(_("Fragebögen"), "staff.questionnaires", ("/fragebogen/",), Action.VIEW),
            Room(_("Fragenbank"), "staff.item_bank", ("/itembank/",), Action.VIEW),
            Room(_("Übersetzungen"), "staff.translations", ("/uebersetzungen/",), Action.TRANSLATE),
        ),
        _("Feld"): (Room(_("Befragungen"), "staff.surveys", ("/", "/befragungen/"), Action.VIEW),),
        _("Bestand"): (
            Room(_("Orte und Angebote"), "staff.inventory", ("/bestand/",), Action.EDIT_INVENTORY),
            Room(_("Planungsräume"), "staff.areas", ("/gebiete/",), Action.EDIT_AREAS),
            Room(
                _("Meine Einrichtung"),
                "staff.surveys",
                ("/", "/bestand/", "/befragungen/"),
                Action.EDIT_FACILITY,
                frozenset({Role.FACILITY}),
            ),
        ),
        _("Ergebnis"): (
            Room(
                _("Freigegebene Befragungen"),
                "staff.counties",
                ("/landkreise/",),
                Action.READ_RELEASED,
                _READERS,
            ),
        ),
        _("Maßnahmen"): (
            Room(_("Bedarf und Lücken"), "staff.needs", ("/planung/",), Action.PLAN),
            Room(_("Maßnahmen"), "staff.measures", ("/planung/massnahmen/",), Action.PLAN),
        ),
        _("Verwaltung"): (
            Room(_("Aufträge"), "staff.jobs", ("/auftraege/",), Action.VIEW),
            Room(_("Zugänge"), "staff.people", ("/zugaenge/",), Action.MANAGE_STAFF),
            Room(_("Programme"), "staff.access", ("/zugaenge-programme/",), Action.MANAGE_TOKENS),
            Room(
                _("Datenschutz"),
                "staff.protection",
                ("/datenschutz/",),
                Action.PREPARE_DOCUMENTS,
            ),
            Room(_("Protokoll"), "staff.log", ("/protokoll/",), Action.READ_LOG),
            Room(_("Anlage"), "staff.installation", ("/anlage/",), Action.RUN_SYSTEM),
        ),
    }
