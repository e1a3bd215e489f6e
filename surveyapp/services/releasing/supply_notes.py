"""What stands beside figures of supply: how old and complete they are, and how ways were measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from analytics.describe import listed, number
from analytics.released import SupplyNote
from analytics.supply import DETOUR
from surveyapp.inventory import hours, lists
from surveyapp.inventory.rows import APPROVED, NO, TAKEN, UNKNOWN, YES
from surveyapp.inventory.ways import MODE_WORDS, UNIT_WORDS, Catchment, Unit, Ways
from surveyapp.services.releasing.setting import Setting
from surveyapp.services.releasing.supply import HOLIDAYS, HOLIDAYS_UNKNOWN
from surveyapp.services.releasing.supply_quality import (
    is_counted,
    month_words,
    state_words,
    supply_quality,
)
from surveyapp.services.releasing.supply_stock import Stock
from surveyapp.storage.travel_times import TravelSource

SHARING: Mapping[Catchment, str] = {
    Catchment.LIMIT: "erreichbare Plätze geteilt mit allen Kindern bis {far} {unit} (2SFCA)",
    Catchment.ZONES: (
        "erreichbare Plätze geteilt mit allen Kindern bis {near}, {middle} und {far} {unit}, nahe "
        "zählen mehr (E2SFCA)"
    ),
    Catchment.BELL: (
        "erreichbare Plätze geteilt mit allen Kindern bis {far} {unit}, nahe zählen mehr (Gauß)"
    ),
}
"""How places are shared, in words; a further way is a further row."""


def notes_of(setting: Setting) -> dict[str, SupplyNote]:
    """Return what stands beside the figures of each facility type that the county has."""
    stocks = (Stock(setting, kind) for kind in setting.types)
    return {stock.kind.code: _note(stock) for stock in stocks if stock.places or stock.offers}


def _note(stock: Stock) -> SupplyNote:
    quality = supply_quality(stock.setting, stock.kind.code)
    return SupplyNote(
        facilities=quality.facilities,
        reported=quality.reported,
        oldest=quality.oldest.isoformat() if quality.oldest else "",
        newest=quality.newest.isoformat() if quality.newest else "",
        misplaced=quality.misplaced,
        unit=stock.ways.unit.value,
        state=state_words(quality, is_counted=is_counted(stock.kind.code)),
        ways="; ".join(_way_words(stock)),
        sharing=sharing_words(stock.ways) if stock.site_places.any() else "",
    )


def _way_words(stock: Stock) -> Iterator[str]:
    ways = stock.ways
    if stock.sites:
        limit = f"{number(ways.reach, 1).removesuffix(',0')} {UNIT_WORDS[ways.unit]}"
        yield f"nah heißt: höchstens {limit} {MODE_WORDS[ways.mode]}"
        yield _measured_words(stock)
    misplaced = supply_quality(stock.setting, stock.kind.code).misplaced
    if misplaced:
        yield (
            f"ohne {misplaced} Orte mit unsicherer Lage"
            if misplaced > 1
            else ("ohne einen Ort mit unsicherer Lage")
        )


def sharing_words(ways: Ways) -> str:
    """Say how places are shared among the children who reach them."""
    near, middle, far = (number(zone, 1).removesuffix(",0") for zone in ways.zones)
    return SHARING[ways.catchment].format(
        near=near, middle=middle, far=far, unit=UNIT_WORDS[ways.unit]
    )


def _measured_words(stock: Stock) -> str:
    """Say whether ways come from the county's table, from straight lines, or from both."""
    straight = f"Luftlinie × {number(DETOUR, 1)}"
    if stock.ways.unit is Unit.KILOMETRES:
        return f"Wege: {straight}"
    straight += f" bei {number(stock.ways.speed, 1).removesuffix(',0')} km/h"
    share = float(np.isfinite(stock.measured).mean())
    if not share:
        return f"Wege: {straight}"
    table = f"Fahrzeiten: {listed(sources_of(stock))}"
    percent = f"{number(np.floor(share * 100))} %"
    return table if share == 1 else f"{table} ({percent} der Wege), sonst {straight}"


def sources_of(stock: Stock) -> list[str]:
    """Return the tables of travel times used for the type, with the day they hold for."""
    found = (stock.setting.travel.source_of(stock.ways.mode, site.id) for site in stock.sites)
    return list(dict.fromkeys(_source_words(found)))


def _source_words(found: Iterable[TravelSource | None]) -> Iterator[str]:
    for each in found:
        if each is not None:
            yield f"{each.source}, Stand: {month_words(each.as_of)}"


def category_words() -> dict[str, str]:
    """Return the German words for the categories of figures of supply."""
    return {
        APPROVED: "genehmigt",
        TAKEN: "belegt",
        YES: "ohne Stufen",
        "partial": "teilweise ohne Stufen",
        NO: "mit Stufen",
        UNKNOWN: "unbekannt",
        HOLIDAYS: "in den Ferien",
        HOLIDAYS_UNKNOWN: "in den Ferien: unbekannt",
        **{code: label for code, (label, _is_open) in hours.OPENINGS.items()},
        **{unit.value: word for unit, word in UNIT_WORDS.items()},
        **{code: each.label for code, each in lists.languages().items()},
    }
