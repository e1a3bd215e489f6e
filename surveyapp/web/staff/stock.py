"""What the pages of the stock and of the planning areas show."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.exchange.cells import safe_text
from surveyapp.inventory.rows import Fault, Note
from surveyapp.inventory.ways import MODE_WORDS, UNIT_WORDS, Ways
from surveyapp.region import packaged, territory
from surveyapp.region.model import AreaGroup
from surveyapp.services.import_inventory import Imported, ImportErrors
from surveyapp.services.regroup_areas import COLUMNS, Regrouped, RegroupErrors
from surveyapp.services.releasing.supply_quality import is_counted, month_words, quality_of
from surveyapp.storage import areas as area_store
from surveyapp.storage import capacities
from surveyapp.storage import inventory as inventory_store
from surveyapp.storage.staff import Staff

MOST_FAULTS = 200
"""Faulty cells shown at once; who has more mends these first."""


@dataclass(frozen=True, slots=True)
class KindView:
    """One facility type with what the county has of it."""

    code: str
    label: str
    is_hidden: bool
    places: str
    offers: str
    capacity: str
    reach: str
    #: How many facilities reported their places, and when the last did.
    state: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell of a file that is wrong or should be looked at."""

    place: str
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with a file, or should be looked at; and how many more there are."""

    rows: tuple[Finding, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class InventoryPage:
    """The register of places and offers."""

    kinds: tuple[KindView, ...]
    attribution: tuple[str, ...]
    has_examples: bool
    errors: Findings = field(default_factory=Findings)
    #: What was taken over, as a sentence; empty without an import.
    taken_over: str = ""
    notes: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class AreaView:
    """One planning area with the names of its municipalities."""

    name: str
    municipalities: str


@dataclass(frozen=True, slots=True)
class AreasPage:
    """The planning areas of a county on one day."""

    day: str
    #: First day of a grouping that is decided but does not count yet; empty without one.
    next_day: str
    is_own: bool
    areas: tuple[AreaView, ...]
    attribution: str
    errors: Findings = field(default_factory=Findings)


def inventory_page(
    session: Session, actor: Staff, day: date, outcome: Imported | ImportErrors | None = None
) -> InventoryPage:
    """Return what the county has, by facility type, and how an import ended."""
    places = inventory_store.places_on(session, actor.county_ags, day)
    offers = inventory_store.offers_on(session, actor.county_ags, day)
    done = outcome if isinstance(outcome, Imported) else None
    return InventoryPage(
        kinds=tuple(_kinds(session, actor.county_ags, places, offers, day)),
        attribution=(packaged.SCHOOLS, packaged.STATIONS),
        has_examples=any(one.is_example for one in places) or any(o.is_example for o in offers),
        errors=faults_of(outcome.rows) if isinstance(outcome, ImportErrors) else Findings(),
        taken_over=_imported_sentence(done) if done else "",
        notes=notes_of(done.notes) if done else Findings(),
    )


def _kinds(
    session: Session,
    county_ags: str,
    places: Sequence[inventory_store.Place],
    offers: Sequence[inventory_store.Offer],
    day: date,
) -> Iterator[KindView]:
    number, offered = Counter(each.type for each in places), Counter(each.type for each in offers)
    capacity: Counter[str] = Counter()
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        capacity[place.type] += capacities.usable_places(place, day)
        sources[place.type].add(_source(place))
    for offer in offers:
        sources[offer.type].add(_source(offer))
    for kind in inventory_store.facility_types(session, county_ags):
        yield KindView(
            code=kind.code,
            label=kind.label,
            is_hidden=kind.is_hidden,
            places=_number(number[kind.code]),
            offers=_number(offered[kind.code]),
            capacity=_number(capacity[kind.code]),
            reach=_reach(inventory_store.ways_of(kind)),
            state=_state(kind.code, [place for place in places if place.type == kind.code], day),
            sources=tuple(sorted(sources[kind.code])),
        )


def _reach(ways: Ways) -> str:
    return _(
        "%(way)s %(unit)s %(mode)s",
        way=format_decimal(ways.reach),
        unit=UNIT_WORDS[ways.unit],
        mode=MODE_WORDS[ways.mode],
    )


def _state(code: str, places: Sequence[inventory_store.Place], day: date) -> str:
    """Return how many places of a kind reported their number, and for when; a dash where none need."""
    quality = quality_of(places, day)
    if quality.newest is None and not (places and is_counted(code)):
        return "–"
    share = _("%(some)s von %(all)s", some=quality.reported, all=quality.facilities)
    return f"{share}, {month_words(quality.newest)}" if quality.newest else share


def _source(kept: inventory_store.Place | inventory_store.Offer) -> str:
    return _("Beispiel") if kept.is_example else kept.source


def _number(value: int) -> str:
    return format_decimal(value) if value else "–"


def faults_of(faults: Sequence[Fault]) -> Findings:
    """Return what is wrong with a file, as far as a page shows it at once."""
    rows = tuple(
        Finding(_place(fault), fault.column, fault.value, f"{fault.reason} {fault.cure}")
        for fault in faults[:MOST_FAULTS]
    )
    return Findings(rows, len(faults) - len(rows))


def notes_of(notes: Sequence[Note]) -> Findings:
    """Return what should be looked at in a file, as far as a page shows it at once."""
    rows = tuple(
        Finding(_place(note), note.column, "", note.sentence) for note in notes[:MOST_FAULTS]
    )
    return Findings(rows, len(notes) - len(rows))


def _place(found: Fault | Note) -> str:
    if found.row:
        return _("%(sheet)s, Zeile %(row)s", sheet=found.sheet, row=found.row)
    return found.sheet or _("ganze Tabelle")


def _imported_sentence(done: Imported) -> str:
    places = done.places.new + done.places.replaced
    offers = done.offers.new + done.offers.replaced
    return _(
        "Eingelesen: %(places)s und %(offers)s. Davon neu: %(new)s.",
        places=ngettext("%(num)s Ort", "%(num)s Orte", places),
        offers=ngettext("%(num)s Angebot", "%(num)s Angebote", offers),
        new=format_decimal(done.places.new + done.offers.new),
    )


def areas_page(
    session: Session, actor: Staff, day: date, outcome: RegroupErrors | None = None
) -> AreasPage:
    """Return the planning areas that count on a day, and why a new grouping was refused."""
    last = area_store.last_start(session, actor.county_ags)
    names = {place.ags: place.short_name for place in territory.municipalities_of(actor.county_ags)}
    groups = area_store.areas_on(session, actor.county_ags, day)
    return AreasPage(
        day=format_date(day, "long"),
        next_day=format_date(last, "long") if last is not None and last > day else "",
        is_own=groups != territory.default_areas(actor.county_ags),
        areas=tuple(
            AreaView(group.name, ", ".join(sorted(names[ags] for ags in group.municipalities)))
            for group in groups
        ),
        attribution=packaged.BOUNDARIES,
        errors=faults_of(outcome.rows) if outcome is not None else Findings(),
    )


def regrouped_sentence(done: Regrouped) -> str:
    """Return from when a new grouping counts."""
    return _(
        "Die neue Einteilung in %(number)s gilt ab dem %(day)s.",
        number=ngettext("%(num)s Planungsraum", "%(num)s Planungsräume", len(done.areas)),
        day=format_date(done.valid_from, "long"),
    )


def grouping_table(actor: Staff, groups: Sequence[AreaGroup], day: date) -> str:
    """Return planning areas as a CSV that German Excel opens and the upload reads.

    It proposes the first day of the coming year; the name of the municipality is for the eye only.
    """
    names = {place.ags: place.name for place in territory.municipalities_of(actor.county_ags)}
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";")
    rows.writerow([*(column.name for column in COLUMNS), "gemeinde"])
    for group in groups:
        for ags in group.municipalities:
            name = safe_text(group.name)
            rows.writerow([group.code, name, ags, f"01.01.{day.year + 1}", names[ags]])
    return "\ufeff" + text.getvalue()
