"""The best places for new facilities, computed by a worker.

The solver stops by itself and says how far it got.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from analytics.whatif import Outcome, cost_of, outcome
from surveyapp.services.jobs.work import JobRefusedError, Result, Work
from surveyapp.services.planning.stock import Stock, stock_of
from surveyapp.services.planning.try_out import tried
from surveyapp.storage import scenarios

MOST = 10
"""Most facilities that are placed at once."""

GONE = "Dieses Szenario gibt es nicht mehr."


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed square kilometre and its price; all numbers are children."""

    spot: str
    alone: float
    added: float
    #: The best other square kilometre to take instead, and how many children fewer it reaches.
    alternative: str | None
    lost: float


@dataclass(frozen=True, slots=True)
class Proposals:
    """The best places for new facilities, the one worth most first."""

    places: tuple[Proposal, ...]
    reached: float
    unreached: float
    #: No choice can reach more children than this.
    bound: float
    is_proven: bool


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Find the best places beside those of a scenario, in the process of a job."""
    work.progress(0, 1, "Quadratkilometer werden verglichen")
    found = compute(
        work.session,
        work.county_ags,
        arguments["type"],
        arguments["number"],
        arguments["scenario"],
        date.fromisoformat(arguments["day"]),
    )
    if found is None:
        raise JobRefusedError(GONE)
    return Result(found=asdict(found))


def read(found: Mapping[str, Any]) -> Proposals:
    """Read proposals as a job keeps them."""
    rest = {name: value for name, value in found.items() if name != "places"}
    return Proposals(tuple(Proposal(**each) for each in found["places"]), **rest)


def written(proposals: Proposals) -> str:
    """Return proposals as the command prints them."""
    return json.dumps(asdict(proposals))


def compute(
    session: Session, county_ags: str, code: str, number: int, scenario: str, today: date
) -> Proposals | None:
    """Choose the best places; None where the county has no such type or scenario."""
    stock = stock_of(session, county_ags, code, today)
    kept = scenarios.scenario_of(session, county_ags, scenario) if scenario else None
    if stock is None or (scenario and kept is None):
        return None
    sites = tried(stock, kept.changes if kept else ()).sites
    return propose(stock, outcome(stock.ground, (*sites, *stock.hosts)), number)


def propose(stock: Stock, now: Outcome, number: int) -> Proposals:
    """Choose the best square kilometres for children who have no facility near them now."""
    import numpy as np  # noqa: PLC0415 - only the process that computes loads it

    from analytics.best_places import best_places  # noqa: PLC0415

    spots: Sequence[str] = list(stock.cells)
    ground = stock.ground
    cells = ground.spots
    children = np.array(
        [0.0 if near else cell.children for near, cell in zip(now.is_near, cells, strict=True)]
    )
    near = np.array(
        [[cost_of(ground, a, b.lon, b.lat) <= ground.reach for b in cells] for a in cells]
    )
    found = best_places(children, near, number)
    places = tuple(
        Proposal(
            spots[price.place],
            price.alone,
            price.added,
            None if price.alternative is None else spots[price.alternative],
            price.lost,
        )
        for price in found.places
    )
    return Proposals(places, found.reached, found.unreached, found.bound, found.is_proven)
