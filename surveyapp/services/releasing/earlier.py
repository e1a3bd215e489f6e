"""Everything that was released of a wave before: the audit attacks all of it together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analytics.released import ReleasedTable
from surveyapp.services.releasing.order import Pair, pairs_from_json
from surveyapp.services.releasing.setting import Setting
from surveyapp.storage import releases, specials
from surveyapp.storage.releases import Release

if TYPE_CHECKING:
    from analytics.dataset import Dataset
    from analytics.protect import Policy
    from analytics.variable_cells import Earlier
    from analytics.views import View

TAU = {"tau": 1.5, "tau_sensitive": 2.0}
"""What releases were made with whose protocol does not say."""


def decided_before(session: Session, wave_id: str) -> frozenset[Pair]:
    """Return what somebody decided to leave out of an earlier release of the wave."""
    found: set[Pair] = set()
    for release in releases.kept(session, wave_id):
        found |= pairs_from_json(release.protocol.get("decided", ()))
    return frozenset(found)


def draws(made: Iterable[Release], new: Mapping[str, str] | None = None) -> int:
    """Return how often the view drawn most often was drawn anew by some releases, and a new one.

    Other planning areas draw their view anew and leave that of the county as it was.
    """
    found: dict[str, set[str]] = {}
    for marks in (*(_marks(each.protocol) or {"county": each.id} for each in made), new or {}):
        for view, mark in marks.items():
            found.setdefault(view, set()).add(mark)
    return max(map(len, found.values()), default=0)


def earlier_figures(session: Session, setting: Setting, dataset: Dataset) -> list[Earlier]:
    """Return the figures of all kept releases and special analyses of a wave, each draw once.

    Their groups are rebuilt from today's answers by the areas of their day. An earlier release of
    other answers is thus attacked as if these had been the same; what changed carries fresh noise.
    """
    return [*_releases(session, setting, dataset), *_specials(session, setting, dataset)]


def _releases(session: Session, setting: Setting, dataset: Dataset) -> list[Earlier]:
    from analytics.variable_cells import Earlier  # noqa: PLC0415 - numbers load late
    from analytics.views import build_views  # noqa: PLC0415

    found: dict[str, Earlier] = {}
    for release in releases.kept(session, setting.wave.id):
        protocol, marks = release.protocol, _marks(release.protocol)
        area_of = protocol.get("grouping") or setting.area_of
        place = setting.questionnaire.area_question or ""
        views = build_views(dataset, setting.county, area_of, place=place)
        table = releases.read_release(session, release).table
        key = str(sorted(marks.items())) if marks else release.id
        if key in found:
            table = _both(found[key].table, table)
        found[key] = Earlier(table, views, marks, _policy(protocol, table.minimum))
    return list(found.values())


def _both(first: ReleasedTable, second: ReleasedTable) -> ReleasedTable:
    """Join two tables of one draw: what only one of them shows was left out of the other."""
    cells = {cell.key: cell for cell in (*second, *first)}
    return ReleasedTable(tuple(cells.values()), first.minimum)


def _specials(session: Session, setting: Setting, dataset: Dataset) -> list[Earlier]:
    from analytics.variable_cells import Earlier  # noqa: PLC0415 - numbers load late

    found = []
    for analysis, _ in specials.analyses_of(session, setting.wave.id):
        if analysis.state != specials.DONE:
            continue
        view = special_view(dataset, analysis.first, analysis.second)
        table = specials.read_special(session, analysis).table
        policy = _policy(analysis.protocol, analysis.minimum)
        if view is not None:
            found.append(Earlier(table, (view,), _marks(analysis.protocol), policy))
    return found


def special_view(dataset: Dataset, first: str, second: str) -> View | None:
    """Return the groups of a special analysis; None where the answers they came from are deleted."""
    from analytics.views import cross, view_by  # noqa: PLC0415 - numbers load late

    if first not in dataset.codebook or (second and second not in dataset.codebook):
        return None
    view = view_by(dataset, first)
    return cross(view, view_by(dataset, second)) if second else view


def _marks(protocol: Mapping[str, Any]) -> Mapping[str, str]:
    return dict(protocol.get("marks", {}))


def _policy(protocol: Mapping[str, Any], minimum: int) -> Policy:
    from analytics.protect import Policy  # noqa: PLC0415 - numbers load late

    tau, tau_sensitive = (float(protocol.get(name, least)) for name, least in TAU.items())
    return Policy(minimum=minimum, tau=tau, tau_sensitive=tau_sensitive)
