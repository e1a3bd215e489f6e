"""What stands around every staff page: who is signed in, for which county, and the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action, Role, may
from surveyapp.region import territory
from surveyapp.services.rights import ROLES
from surveyapp.storage import releases
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import who


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page; empty where nobody is signed in."""

    county: str = ""
    name: str = ""
    role: str = ""
    links: tuple[Link, ...] = ()


def shared() -> dict[str, Frame]:
    """Return what every template of the staff part may use."""
    actor = who.inside()
    return {"frame": _frame(actor) if actor is not None else Frame()}


def _frame(actor: Staff) -> Frame:
    return Frame(
        county=territory.county(actor.county_ags).name,
        name=actor.name,
        role=ROLES[Role(actor.role)],
        links=_links(actor) if who.signed_in() is not None else (),
    )


def _links(actor: Staff) -> tuple[Link, ...]:
    part = request.path.removeprefix("/verwaltung").split("/")[1]
    links = [
        Link(label, url_for(f"staff.{view}"), part in parts)
        for action, label, view, parts in _rooms()
        if may(actor, action, actor.county_ags)
    ]
    if own := _own_start().get(Role(actor.role)):
        label, view, addresses = own
        links.insert(0, Link(label, url_for(view), part in addresses))
    newest = releases.newest_slug(main_store(), actor.county_ags)
    if newest is not None and may(actor, Action.READ_RELEASED, actor.county_ags):
        links.append(Link(_("Ergebnisse"), results_url(newest)))
    return tuple(links)


def _rooms() -> tuple[tuple[Action, str, str, set[str]], ...]:
    """Return each entry with what one must be allowed to, its page, and the addresses it stands for."""
    return (
        (Action.VIEW, _("Befragungen"), "surveys", {"", "befragungen"}),
        (Action.VIEW, _("Fragebögen"), "questionnaires", {"fragebogen", "itembank"}),
        (Action.EDIT_INVENTORY, _("Bestand"), "inventory", {"bestand"}),
        (Action.EDIT_AREAS, _("Planungsräume"), "areas", {"gebiete"}),
        (Action.PLAN, _("Planung"), "needs", {"planung"}),
        (Action.VIEW, _("Aufträge"), "jobs", {"auftraege"}),
        (Action.MANAGE_TOKENS, _("Programme"), "access", {"zugaenge-programme"}),
        (Action.MANAGE_STAFF, _("Zugänge"), "people", {"zugaenge"}),
        (Action.READ_LOG, _("Protokoll"), "log", {"protokoll"}),
    )


def _own_start() -> dict[Role, tuple[str, str, set[str]]]:
    """Return label, page and addresses of where those begin who do not begin with surveys."""
    return {
        Role.TRANSLATOR: (_("Übersetzungen"), "staff.translations", {"uebersetzungen"}),
        Role.OFFICER: (_("Datenschutz"), "staff.protection", {"datenschutz"}),
        Role.COUNCIL: (_("Freigegebene Befragungen"), "staff.counties", {"landkreise"}),
        Role.STATE: (_("Landkreise"), "staff.counties", {"landkreise"}),
        Role.OPERATOR: (_("Anlage"), "staff.installation", {"anlage"}),
        Role.FACILITY: (_("Meine Einrichtung"), "staff.surveys", {"bestand", "befragungen"}),
    }


def results_url(slug: str, wave: int | None = None) -> str:
    """Return where results are shown; another process may serve them, so no rule is looked up."""
    return f"/ergebnisse/{slug}/" + (f"?welle={wave}" if wave is not None else "")


def downloads_url(slug: str, wave: int) -> str:
    """Return where all figures of a wave can be had as files."""
    return f"/ergebnisse/{slug}/herunterladen?welle={wave}"
