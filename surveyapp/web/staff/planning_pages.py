"""What the pages of planning show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from analytics import describe
from analytics.need_words import gap_sentence, with_value
from analytics.released import Measure
from analytics.whatif import NOWHERE, Outcome
from surveyapp.inventory.ways import MODE_WORDS, UNIT_WORDS
from surveyapp.region import packaged
from surveyapp.services.planning import try_out
from surveyapp.services.planning.best import MOST, Proposal, Proposals
from surveyapp.services.planning.stock import Stock, stock_of
from surveyapp.services.show_results import Shown
from surveyapp.storage import inventory, scenarios
from surveyapp.storage.scenarios import Scenario, ScenarioChange
from surveyapp.web.staff.planning_forms import NEW_FACILITY, ChangeForm
from surveyapp.web.staff.planning_map import MapView, map_view

NUMBERS = tuple(str(number) for number in range(1, MOST + 1))
"""How many new facilities can be asked for."""


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """One scenario beside today, with figures of the whole county."""

    #: Empty for the stock as it is.
    id: str
    name: str
    changes: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindTable:
    """All scenarios of one type."""

    label: str
    columns: tuple[str, ...]
    lines: tuple[ScenarioLine, ...]


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """The scenarios of a county."""

    tables: tuple[KindTable, ...]
    attribution: tuple[str, ...] = (packaged.CENSUS_GRID, packaged.REGISTER)


def kinds_of(session: Session, county_ags: str) -> dict[str, str]:
    """Return the facility types a county uses, by code."""
    types = inventory.facility_types(session, county_ags)
    return {kind.code: kind.label for kind in types if not kind.is_hidden}


def scenarios_page(session: Session, county_ags: str, day: date) -> ScenariosPage:
    """Return all scenarios by type, each beside today and the others."""
    by_kind: dict[str, list[Scenario]] = {}
    for each in scenarios.scenarios_of(session, county_ags):
        by_kind.setdefault(each.type, []).append(each)
    tables = [
        _kind_table(stock, kept)
        for code, kept in by_kind.items()
        if (stock := stock_of(session, county_ags, code, day)) is not None
    ]
    return ScenariosPage(tuple(tables))


def _kind_table(stock: Stock, kept: Sequence[Scenario]) -> KindTable:
    lines = [_scenario_line(stock, None, "", _("Heute"))]
    lines += [_scenario_line(stock, each, each.id, each.name) for each in kept]
    return KindTable(stock.kind.label, tuple(_columns(stock).values()), tuple(lines))


def _scenario_line(stock: Stock, kept: Scenario | None, id_: str, name: str) -> ScenarioLine:
    changes = kept.changes if kept is not None else ()
    figures = try_out.compare(stock, (), changes, None).after
    said = tuple(_figure(figures, measure, NOWHERE) for measure in _columns(stock))
    number = ngettext("%(num)s Änderung", "%(num)s Änderungen", len(changes)) if kept else ""
    return ScenarioLine(id_, name, number, said)


def _columns(stock: Stock) -> dict[Measure, str]:
    columns = {
        Measure.COUNT: _("Einrichtungen"),
        Measure.REACH: _("Kinder in der Nähe"),
        Measure.NEAREST: _("Weg im Mittel (%(unit)s)", unit=UNIT_WORDS[stock.ways.unit]),
    }
    if stock.has_places:
        columns[Measure.PER_100] = _("Plätze je 100 Kinder")
        columns[Measure.ACCESS] = _("erreichbare Plätze je Kind")
    return columns


def _figure(outcome: Outcome, measure: Measure, group: str) -> str:
    value = outcome.figures[measure].get(group, 0.0 if measure is Measure.COUNT else None)
    if value is None:
        return describe.NO_FIGURE
    return describe.FORMATS[measure](value)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change in words."""

    number: int
    sentence: str
    #: True when its facility is not there any more: it does nothing.
    is_idle: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure before and after; equal ones are written once."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Say whether nothing changes."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class GroupLine:
    """What changes in one area, or in the county."""

    name: str
    figures: tuple[Pair, ...]
    gained: str
    lost: str


@dataclass(frozen=True, slots=True)
class ScenarioPage:
    """What the changes of a scenario mean."""

    id: str
    name: str
    kind: str
    reach: str
    changes: tuple[ChangeLine, ...]
    next_number: int
    columns: tuple[str, ...]
    county: GroupLine
    areas: tuple[GroupLine, ...]
    moved: str
    #: Verdicts on missing places, before and after.
    gap_sentences: tuple[str, ...]
    counts_places: bool
    #: Scenarios it can be compared with, and which one is.
    others: tuple[tuple[str, str], ...]
    beside: str
    beside_name: str
    map: MapView
    attribution: tuple[str, ...]


def scenario_page(
    kept: Scenario,
    stock: Stock,
    results: Shown | None,
    others: Sequence[Scenario],
    beside: Scenario | None,
) -> ScenarioPage:
    """Return a scenario beside today, or beside another one of the same type."""
    alike = [each for each in others if each.type == kept.type and each.id != kept.id]
    against = beside if beside in alike else None
    release = (results.figures.table, results.figures.contents) if results else None
    found = try_out.compare(stock, against.changes if against else (), kept.changes, release)
    after = try_out.tried(stock, kept.changes)
    columns, values = _compared(stock, found)
    names = {area.code: area.name for area in stock.areas}
    return ScenarioPage(
        id=kept.id,
        name=kept.name,
        kind=stock.kind.label,
        reach=_near_words(stock),
        changes=tuple(_change_lines(kept.changes, stock, after.idle)),
        next_number=scenarios.next_number(kept),
        columns=columns,
        county=_group_line(_("Landkreis"), NOWHERE, found, values),
        areas=tuple(_group_line(name, code, found, values) for code, name in names.items()),
        moved=_moved_sentence(found),
        gap_sentences=tuple(_gap_sentences(found, results)),
        counts_places=stock.has_places,
        others=tuple((each.id, each.name) for each in alike),
        beside=against.id if against else "",
        beside_name=against.name if against else "",
        map=map_view(stock, found, try_out.tried(stock, against.changes if against else ()), after),
        attribution=(packaged.BOUNDARIES, packaged.CENSUS_GRID, packaged.REGISTER),
    )


def _near_words(stock: Stock) -> str:
    """Return how far is near for a type, such as ``15 Minuten zu Fuß`` or ``2,5 km mit dem Auto``."""
    ways = stock.ways
    number = describe.number(ways.reach, 1).removesuffix(",0")
    return f"{number}{describe.NBSP}{UNIT_WORDS[ways.unit]} {MODE_WORDS[ways.mode]}"


Values = Callable[[str], tuple[Pair, ...]]


def _compared(stock: Stock, found: try_out.Comparison) -> tuple[tuple[str, ...], Values]:
    """Return the columns of the table, and what stands in them for a group."""
    measures = _columns(stock)

    def values(group: str) -> tuple[Pair, ...]:
        pairs = [
            Pair(_figure(found.before, measure, group), _figure(found.after, measure, group))
            for measure in measures
        ]
        pairs += [
            Pair(with_value(before.get(group)), with_value(after.get(group)))
            for _topic, before, after in found.gaps
        ]
        return tuple(pairs)

    gaps = [_("fehlende Plätze: %(need)s", need=topic.label) for topic, _b, _a in found.gaps]
    return (*measures.values(), *gaps), values


def _group_line(name: str, group: str, found: try_out.Comparison, values: Values) -> GroupLine:
    gained, lost = found.moved.gained.get(group, 0.0), found.moved.lost.get(group, 0.0)
    return GroupLine(name, values(group), _children(gained), _children(lost))


def _moved_sentence(found: try_out.Comparison) -> str:
    gained, lost = (_children(each[NOWHERE]) for each in (found.moved.gained, found.moved.lost))
    if gained == lost == "0":
        return _("Für kein Kind ändert sich, ob eine Einrichtung in der Nähe ist.")
    return _(
        "Etwa %(gained)s Kinder gewinnen eine Einrichtung in der Nähe, etwa %(lost)s verlieren sie.",
        gained=gained,
        lost=lost,
    )


def _children(number: float) -> str:
    return describe.number(number) if number >= 0.5 else "0"


def _gap_sentences(found: try_out.Comparison, results: Shown | None) -> list[str]:
    if results is None:
        return []
    place = describe.in_county(results.figures.contents)
    day = format_date(results.wave.created_on, "long")
    said = []
    for topic, _before, after in found.gaps:
        cell = after.get(NOWHERE)
        if cell is not None:
            said.append(
                _(
                    "%(need)s (Ergebnisse vom %(day)s): %(sentence)s",
                    need=topic.label,
                    day=day,
                    sentence=gap_sentence(place, cell),
                )
            )
    return said


def _change_lines(
    changes: Sequence[ScenarioChange], stock: Stock, idle: frozenset[int]
) -> list[ChangeLine]:
    names = {site.key: site.name for site in stock.sites}
    for change in changes:
        if change.kind == "add":
            names[f"{try_out.NEW}{change.number}"] = _("Neu %(number)s", number=change.number)
    return [
        ChangeLine(change.number, _change_sentence(change, stock, names), change.number in idle)
        for change in changes
    ]


def _change_sentence(change: ScenarioChange, stock: Stock, names: Mapping[str, str]) -> str:
    name = names.get(
        change.place_key or f"{try_out.NEW}{change.number}", _("nicht mehr im Bestand")
    )
    spot = _spot_name(stock, change.spot) if change.spot else ""
    places = ngettext("%(num)s Platz", "%(num)s Plätze", change.places or 0)
    sentences = {
        "add": _("%(name)s in %(spot)s", name=name, spot=spot),
        "move": _("%(name)s zieht nach %(spot)s", name=name, spot=spot),
        "resize": _("%(name)s", name=name),
        "close": _("%(name)s schließt", name=name),
    }
    said = sentences[change.kind]
    is_counted = change.places is not None and stock.has_places
    return f"{said}: {places}" if is_counted else said


def _spot_name(stock: Stock, spot: str) -> str:
    if spot not in stock.cells:
        return _("ein Gebiet außerhalb des Landkreises")
    return f"{stock.place_of(spot)} ({square(spot)})"


def square(spot: str) -> str:
    """Return the short name of a square kilometre: ``Quadrat 3133/4393``, north before east."""
    north, east = spot.removeprefix("1kmN").split("E")
    return _("Quadrat %(north)s/%(east)s", north=north, east=east)


def offer(form: ChangeForm, kept: Scenario, stock: Stock) -> None:
    """Fill the lists of a form with the facilities of a scenario, and where new ones may stand."""
    sites = sorted(try_out.tried(stock, kept.changes).sites, key=lambda site: site.name)
    form.offer(
        [(site.key, _site_name(site.name, site.places, stock)) for site in sites],
        _spots(stock),
        counts_places=stock.has_places,
    )
    form.place.data = form.place.data or NEW_FACILITY


def _site_name(name: str, places: float, stock: Stock) -> str:
    if not stock.has_places:
        return name
    return f"{name} ({ngettext('%(num)s Platz', '%(num)s Plätze', int(places))})"


def _spots(stock: Stock) -> dict[str, list[tuple[str, str]]]:
    """Return the inhabited square kilometres by municipality, those with most people first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for cell in sorted(stock.cells.values(), key=lambda cell: (-cell.persons, cell.id)):
        people = ngettext("%(num)s Person", "%(num)s Personen", cell.persons)
        place = stock.place_of(cell.id)
        found.setdefault(place, []).append((cell.id, f"{place}, {square(cell.id)}, {people}"))
    return dict(sorted(found.items()))


# Best places


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposed place in words."""

    spot: str
    name: str
    added: str
    alone: str
    alternative: str


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The best places for new facilities, with what each of them is worth."""

    id: str
    name: str
    kind: str
    number: int
    reach: str
    finding: str
    proof: str
    lines: tuple[ProposalLine, ...]
    next_number: int
    counts_places: bool
    #: Places a facility of the type usually has; proposed for the new ones.
    usual: int
    attribution: tuple[str, ...] = (packaged.CENSUS_GRID, packaged.REGISTER)


def places_page(kept: Scenario, stock: Stock, number: int, found: Proposals) -> PlacesPage:
    """Return the proposals with their price list."""
    sizes = sorted(site.places for site in stock.sites if site.places)
    return PlacesPage(
        id=kept.id,
        name=kept.name,
        kind=stock.kind.label,
        number=number,
        reach=_near_words(stock),
        finding=_finding(found, number),
        proof=_proof(found, number),
        lines=tuple(_proposal_line(stock, each) for each in found.places),
        next_number=scenarios.next_number(kept),
        counts_places=stock.has_places,
        usual=int(sizes[len(sizes) // 2]) if sizes else 0,
    )


def _finding(found: Proposals, number: int) -> str:
    if not found.places:
        return _(
            "Alle Kinder, die ein neuer Standort erreichen könnte, haben schon einen in der Nähe."
        )
    sentence = ngettext(
        "%(num)s Standort bringt etwa %(reached)s von %(unreached)s Kindern, die heute keinen in der "
        "Nähe haben, einen in die Nähe.",
        "%(num)s Standorte bringen etwa %(reached)s von %(unreached)s Kindern, die heute keinen in der "
        "Nähe haben, einen in die Nähe.",
        len(found.places),
        reached=describe.number(found.reached),
        unreached=describe.number(found.unreached),
    )
    if len(found.places) < number:
        return f"{sentence} {_('Ein weiterer brächte keinem Kind mehr etwas.')}"
    return sentence


def _proof(found: Proposals, number: int) -> str:
    if found.is_proven:
        return ngettext(
            "Bewiesen: Kein anderer Standort erreicht mehr Kinder.",
            "Bewiesen: Keine andere Auswahl von %(num)s Standorten erreicht mehr Kinder.",
            number,
        )
    return _(
        "Nicht zu Ende gerechnet: Eine andere Auswahl könnte bis zu %(more)s Kinder mehr erreichen.",
        more=describe.number(found.bound - found.reached),
    )


def _proposal_line(stock: Stock, each: Proposal) -> ProposalLine:
    return ProposalLine(
        spot=each.spot,
        name=_spot_name(stock, each.spot),
        added=_about(each.added),
        alone=_about(each.alone),
        alternative=_alternative(stock, each),
    )


def _about(children: float) -> str:
    return ngettext("etwa %(num)s Kind", "etwa %(num)s Kinder", round(children))


def _alternative(stock: Stock, each: Proposal) -> str:
    if each.alternative is None:
        return _("keine andere Wahl")
    name = _spot_name(stock, each.alternative)
    if round(each.lost) == 0:
        return _("%(spot)s, gleich gut", spot=name)
    return _("%(spot)s, %(lost)s weniger", spot=name, lost=_about(each.lost))
