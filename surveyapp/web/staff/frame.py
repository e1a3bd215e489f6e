"""What stands around every staff page: who is signed in, for which county, and the navigation."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.access.roles import Action, Role, may
from surveyapp.region import territory
from surveyapp.services.rights import ROLES
from surveyapp.storage import releases
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.ui import who
from surveyapp.web.staff.rooms import Group, groups


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page; empty where nobody is signed in."""

    county: str = ""
    name: str = ""
    role: str = ""
    #: Entries of the navigation, step by step.
    groups: tuple[Group, ...] = ()

    @property
    def here(self) -> str:
        """Return what the entry is called whose page this is; empty where it is none of them."""
        links = (link for group in self.groups for link in group.links)
        return next((link.label for link in links if link.is_current), "")


def shared() -> dict[str, Frame]:
    """Return what every template of the staff part may use."""
    actor = who.inside()
    return {"frame": _frame(actor) if actor is not None else Frame()}


def _frame(actor: Staff) -> Frame:
    return Frame(
        county=territory.county(actor.county_ags).name,
        name=actor.name,
        role=ROLES[Role(actor.role)],
        groups=groups(actor, _newest_results(actor)) if who.signed_in() is not None else (),
    )


def _newest_results(actor: Staff) -> str:
    """Return the address of what the county has released last; empty where there is nothing to read."""
    if not may(actor, Action.READ_RELEASED, actor.county_ags):
        return ""
    newest = releases.newest_slug(main_store(), actor.county_ags)
    return results_url(newest) if newest is not None else ""


def results_url(slug: str, wave: int | None = None) -> str:
    """Return where results are shown; another process may serve them, so no rule is looked up."""
    return f"/ergebnisse/{slug}/" + (f"?welle={wave}" if wave is not None else "")


def downloads_url(slug: str, wave: int) -> str:
    """Return where all figures of a wave can be had as files."""
    return f"/ergebnisse/{slug}/herunterladen?welle={wave}"
