"""Scenarios: made, changed and compared. The stock stays what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic
from analytics.whatif import NOWHERE, Moved, Outcome, Site, Ways, moved, outcome
from surveyapp.services.planning.stock import Stock
from surveyapp.storage import scenarios
from surveyapp.storage.scenarios import Change, Scenario, ScenarioChange

NEW = "neu-"
"""Begin of the key of a facility that is not in the stock; the number of its change follows."""

MOST_PLACES = 2000


class Refusal(StrEnum):
    """Why something was not kept."""

    NO_NAME = "no_name"
    NAME_TOO_LONG = "name_too_long"
    UNKNOWN_TYPE = "unknown_type"
    TOO_MANY = "too_many"
    #: There is a scenario of this name for another type of facility.
    NAME_TAKEN = "name_taken"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_SPOT = "unknown_spot"
    WRONG_PLACES = "wrong_places"
    TOO_MANY_CHANGES = "too_many_changes"
    #: Somebody has changed the scenario since the page was shown.
    CHANGED_MEANWHILE = "changed_meanwhile"


def make(
    session: Session, county_ags: str, name: str, stock: Stock | None, today: date
) -> Scenario | Refusal:
    """Make an empty scenario; asked twice, the first one is returned."""
    name = " ".join(name.split())
    if not any(sign.isalnum() for sign in name):  # invisible signs make no name anybody could press
        return Refusal.NO_NAME
    if len(name) > scenarios.LONGEST_NAME:
        return Refusal.NAME_TOO_LONG
    if stock is None or stock.kind.is_hidden:
        return Refusal.UNKNOWN_TYPE
    known = scenarios.scenario_named(session, county_ags, name)
    if known is None and scenarios.count_of(session, county_ags) >= scenarios.MOST_SCENARIOS:
        return Refusal.TOO_MANY
    if known is None:
        code = stock.kind.code
        scenarios.add(session, county_ags=county_ags, name=name, kind=code, made_on=today)
        session.commit()
        known = scenarios.scenario_named(session, county_ags, name)
    if known is None or known.type != stock.kind.code:
        return Refusal.NAME_TAKEN
    return known


def add_change(
    session: Session, stock: Stock, scenario: Scenario, number: int, change: Change
) -> Refusal | None:
    """Add a change as the scenario's ``number``-th; the same one sent twice counts once."""
    return add_changes(session, stock, scenario, number, [change])


def add_changes(
    session: Session, stock: Stock, scenario: Scenario, number: int, changes: Iterable[Change]
) -> Refusal | None:
    """Add changes from the scenario's ``number``-th on: all of them, or none."""
    for place, change in enumerate(changes, number):
        refused = _add(session, stock, scenario, place, change)
        if refused is not None:
            session.rollback()
            return refused
    session.commit()
    return None


def _add(
    session: Session, stock: Stock, scenario: Scenario, number: int, change: Change
) -> Refusal | None:
    same = next((each for each in scenario.changes if each.number == number), None)
    if same is not None:
        return None if _content(same) == change else Refusal.CHANGED_MEANWHILE
    if number != scenarios.next_number(scenario):
        return Refusal.CHANGED_MEANWHILE
    if len(scenario.changes) >= scenarios.MOST_CHANGES:
        return Refusal.TOO_MANY_CHANGES
    wrong = _wrong(stock, scenario, change)
    if wrong is not None:
        return wrong
    is_kept = scenarios.add_change(session, scenario, number, change)
    return None if is_kept else Refusal.CHANGED_MEANWHILE


def _content(change: ScenarioChange) -> Change:
    return Change(change.kind, change.place_key, change.spot, change.places)


def _wrong(stock: Stock, scenario: Scenario, change: Change) -> Refusal | None:
    if change.kind != "add":
        present = {site.key for site in tried(stock, scenario.changes).sites}
        if change.place_key not in present:
            return Refusal.UNKNOWN_PLACE
    if change.kind in {"add", "move"} and change.spot not in stock.cells:
        return Refusal.UNKNOWN_SPOT
    needs_places = change.kind in {"add", "resize"}
    if change.places is None:
        return Refusal.WRONG_PLACES if needs_places else None
    return None if 0 <= change.places <= MOST_PLACES else Refusal.WRONG_PLACES


def remove_change(session: Session, scenario: Scenario, number: int) -> None:
    """Take a change out of a scenario; twice is the same as once."""
    scenarios.remove_change(session, scenario, number)
    session.commit()


def remove(session: Session, scenario: Scenario) -> None:
    """Delete a scenario for good."""
    scenarios.remove(session, scenario)
    session.commit()


@dataclass(frozen=True, slots=True)
class Tried:
    """The facilities as a scenario leaves them."""

    sites: tuple[Site, ...]
    #: Numbers of changes whose facility or square kilometre is not there any more: they do nothing.
    idle: frozenset[int]


def tried(stock: Stock, changes: Iterable[ScenarioChange]) -> Tried:
    """Return the facilities after changes, in the order in which they were made."""
    sites, idle = {site.key: site for site in stock.sites}, set()
    for change in changes:
        if not _change(stock, sites, change):
            idle.add(change.number)
    return Tried(tuple(sites.values()), frozenset(idle))


def _change(stock: Stock, sites: dict[str, Site], change: ScenarioChange) -> bool:
    """Make one change to the facilities; False where it cannot be made any more."""
    key = change.place_key or f"{NEW}{change.number}"
    if change.spot is not None and change.spot not in stock.cells:
        return False
    if change.place_key is None:
        sites[key] = Site(key, f"Neu {change.number}", 0.0, 0.0, NOWHERE, 0.0)
    if key not in sites:
        return False
    if change.kind == "close":
        del sites[key]
        return True
    if change.places is not None:
        sites[key] = replace(sites[key], places=float(change.places), is_reported=True)
    if change.spot is not None:
        cell = stock.cells[change.spot]
        area = stock.area_of.get(cell.municipality_ags, NOWHERE)
        moved_to = replace(sites[key], lon=cell.lon, lat=cell.lat, area=area)
        sites[key] = replace(moved_to, is_placed=True, measured=())
    return True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of the facilities of one type, side by side."""

    before: Outcome
    after: Outcome
    moved: Moved
    #: For each need that counts places of the type: missing places by group, before and after.
    gaps: tuple[tuple[Topic, Mapping[str, Cell], Mapping[str, Cell]], ...]


def compare(
    stock: Stock,
    before: Iterable[ScenarioChange],
    after: Iterable[ScenarioChange],
    release: tuple[ReleasedTable, Contents] | None,
) -> Comparison:
    """Compare two sets of changes; no changes are the stock as it is."""
    ways = Ways(stock.ground)
    was, now = (
        outcome(stock.ground, (*tried(stock, changes).sites, *stock.hosts), ways)
        for changes in (before, after)
    )
    today = outcome_places(stock)
    gaps = tuple(
        (topic, _shifted(cells, today, was.places), _shifted(cells, today, now.places))
        for topic, cells in (_gaps(stock, *release) if release else ())
    )
    return Comparison(was, now, moved(stock.ground, was, now), gaps)


def outcome_places(stock: Stock) -> Mapping[str, float]:
    """Return the places of the stock by area, and for "" of the county."""
    found: dict[str, float] = {NOWHERE: sum(site.places for site in stock.sites)}
    for site in stock.sites:
        if site.area != NOWHERE:
            found[site.area] = found.get(site.area, 0.0) + site.places
    return found


def _gaps(
    stock: Stock, table: ReleasedTable, contents: Contents
) -> Iterable[tuple[Topic, Mapping[str, Cell]]]:
    """Yield the released missing places of needs that this type answers, by group."""
    areas = {area.code for area in stock.areas}
    for topic in contents.topics:
        if stock.kind.code not in topic.facility_types:
            continue
        cells = {
            NOWHERE if cell.view == "county" else cell.group: cell
            for cell in table
            if cell.measure is Measure.GAP and cell.topic == topic.id
        }
        found = {group: cell for group, cell in cells.items() if group in areas | {NOWHERE}}
        if found:
            yield topic, found


def _shifted(
    cells: Mapping[str, Cell], today: Mapping[str, float], places: Mapping[str, float]
) -> dict[str, Cell]:
    """Return missing places when there are more places than today, or fewer.

    A new place is a free one, and a closed one leaves its child without: both ends move by as much.
    """
    return {
        group: _less(cell, places.get(group, 0.0) - today.get(group, 0.0))
        for group, cell in cells.items()
        if cell.value is not None
    }


def _less(cell: Cell, number: float) -> Cell:
    low, high = cell.low or 0.0, cell.high or 0.0
    return replace(cell, value=(cell.value or 0.0) - number, low=low - number, high=high - number)
