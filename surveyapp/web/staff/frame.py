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
        Link(_("Befragungen"), url_for("staff.surveys"), part in {"", "befragungen"}),
        Link(_("Fragebögen"), url_for("staff.questionnaires"), part == "fragebogen"),
        Link(_("Bestand"), url_for("staff.inventory"), part == "bestand"),
        Link(_("Planungsräume"), url_for("staff.areas"), part == "gebiete"),
        Link(_("Planung"), url_for("staff.needs"), part == "planung"),
    ]
    if may(actor, Action.MANAGE_STAFF, actor.county_ags):
        links.append(Link(_("Zugänge"), url_for("staff.people"), part == "zugaenge"))
    newest = releases.newest_slug(main_store(), actor.county_ags)
    if newest is not None:
        links.append(Link(_("Ergebnisse"), results_url(newest)))
    return tuple(links)


def results_url(slug: str, wave: int | None = None) -> str:
    """Return where results are shown; another process may serve them, so no rule is looked up."""
    return f"/ergebnisse/{slug}/" + (f"?welle={wave}" if wave is not None else "")
