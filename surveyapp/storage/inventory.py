"""Places, what they hold, and offers, as one county keeps them. Nothing here commits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import Session

from surveyapp.inventory import lists
from surveyapp.inventory.rows import OfferRow, PlaceRow
from surveyapp.inventory.ways import Catchment, Mode, Unit, Ways
from surveyapp.storage.tables import Capacity, FacilityType, Offer, OfferCode, Place, TravelTime

__all__ = [
    "FacilityType",
    "Kept",
    "Offer",
    "Place",
    "TypeSettings",
    "codes",
    "ensure_types",
    "facility_type",
    "facility_types",
    "has_places",
    "keep_offers",
    "keep_places",
    "name_of",
    "offers_on",
    "place_keys",
    "place_of",
    "places_on",
    "update_type",
    "ways_of",
]

_Keyed = TypeVar("_Keyed", Place, Offer)

OFFER_LISTS: Mapping[str, str] = {
    "life_stage": "life_stages",
    "field": "fields",
    "target_group": "target_groups",
    "language": "languages",
    "area": "areas",
}
"""Name of each list of an offer in the table, and in ``OfferRow``."""


# Facility types


def ensure_types(session: Session, county_ags: str) -> None:
    """Give a county the packaged facility types it does not have yet."""
    own = set(
        session.scalars(select(FacilityType.code).where(FacilityType.county_ags == county_ags))
    )
    session.add_all(
        _type_row(county_ags, default)
        for default in lists.facility_types().values()
        if default.code not in own
    )
    session.flush()


def facility_types(session: Session, county_ags: str) -> tuple[FacilityType, ...]:
    """Return a county's facility types in the packaged order, its hidden ones included.

    Types the county has not been given yet come as the packaged default, unsaved: reading never writes.
    """
    rows = session.scalars(select(FacilityType).where(FacilityType.county_ags == county_ags))
    own = {row.code: row for row in rows}
    packaged = {
        code: own.get(code) or _type_row(county_ags, default)
        for code, default in lists.facility_types().items()
    }
    return tuple({**packaged, **own}.values())


def facility_type(session: Session, county_ags: str, code: str) -> FacilityType | None:
    """Return one facility type of a county, hidden or not; None where it has no such type."""
    found = facility_types(session, county_ags)
    return next((each for each in found if each.code == code), None)


@dataclass(frozen=True, slots=True)
class TypeSettings:
    """What a county may change of a facility type; its code never changes."""

    label: str
    fields: tuple[str, ...]
    life_stages: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    ways: Ways
    is_hidden: bool = False


def update_type(
    session: Session, county_ags: str, code: str, settings: TypeSettings
) -> FacilityType | None:
    """Change one facility type of a county; None where the county has no such type."""
    ensure_types(session, county_ags)
    row = session.get(FacilityType, (county_ags, code))
    if row is None:
        return None
    row.label = settings.label
    row.fields, row.life_stages = list(settings.fields), list(settings.life_stages)
    row.age_from, row.age_to = settings.age_from, settings.age_to
    row.is_hidden = settings.is_hidden
    _fill_ways(row, settings.ways)
    row.reach_km = settings.ways.reach_km
    session.flush()
    return row


def ways_of(kind: FacilityType) -> Ways:
    """Return what the county counts as near for a facility type."""
    is_timed = kind.reach_minutes is not None
    return Ways(
        mode=Mode(kind.mode),
        unit=Unit.MINUTES if is_timed else Unit.KILOMETRES,
        reach=kind.reach_minutes if kind.reach_minutes is not None else kind.reach_km,
        catchment=Catchment(kind.catchment),
        zones=(kind.zone_near, kind.zone_middle, kind.zone_far),
    )


def _fill_ways(row: FacilityType, ways: Ways) -> None:
    row.mode, row.catchment = ways.mode.value, ways.catchment.value
    row.reach_minutes = ways.reach if ways.unit is Unit.MINUTES else None
    row.zone_near, row.zone_middle, row.zone_far = ways.zones


# Places and offers


def places_on(
    session: Session, county_ags: str, day: date, types: Collection[str] | None = None
) -> Sequence[Place]:
    """Return the places of a county on a day with their capacities, in two statements."""
    found = select(Place).where(*valid_on(Place, county_ags, day))
    if types is not None:
        found = found.where(Place.type.in_(types))
    return session.scalars(found.order_by(Place.type, Place.name, Place.key)).all()


def has_places(session: Session, county_ags: str, day: date, types: Collection[str]) -> bool:
    """Say whether a county has a place of some types on a day; one statement."""
    query = (
        select(Place.id).where(*valid_on(Place, county_ags, day), Place.type.in_(types)).limit(1)
    )
    return session.scalar(query) is not None


def offers_on(
    session: Session, county_ags: str, day: date, types: Collection[str] | None = None
) -> Sequence[Offer]:
    """Return the offers of a county on a day with their lists, in two statements."""
    found = select(Offer).where(*valid_on(Offer, county_ags, day))
    if types is not None:
        found = found.where(Offer.type.in_(types))
    return session.scalars(found.order_by(Offer.type, Offer.title, Offer.key)).all()


def codes(offer: Offer, list_name: str) -> tuple[str, ...]:
    """Return one list of an offer, such as its ``life_stage`` codes."""
    return tuple(sorted(entry.code for entry in offer.codes if entry.list == list_name))


def place_keys(session: Session, county_ags: str) -> frozenset[str]:
    """Return the keys of all places a county keeps."""
    return frozenset(session.scalars(select(Place.key).where(Place.county_ags == county_ags)))


@dataclass(frozen=True, slots=True)
class Kept:
    """How many rows were kept, and how many of them replaced earlier ones."""

    new: int
    replaced: int


def keep_places(session: Session, county_ags: str, rows: Sequence[PlaceRow]) -> Kept:
    """Keep places by their keys; a key known already gets the new row's values.

    Capacities of the key dates in the new row replace those of the same dates; those of other dates
    stay, so that a yearly hand-in builds a series. Travel times to a place that moved are forgotten.
    """
    known = _by_key(session, Place, county_ags)
    _forget_ways(session, known, rows)
    for row in rows:
        place = known.get(row.key) or Place(county_ags=county_ags, key=row.key, capacities=[])
        _fill_place(place, row)
        session.add(place)
    session.flush()
    return _kept(known, rows)


def _forget_ways(session: Session, known: Mapping[str, Place], rows: Sequence[PlaceRow]) -> None:
    moved = [
        known[row.key].id
        for row in rows
        if row.key in known and (known[row.key].lon, known[row.key].lat) != (row.lon, row.lat)
    ]
    if moved:
        session.execute(delete(TravelTime).where(TravelTime.place_id.in_(moved)))


def keep_offers(session: Session, county_ags: str, rows: Sequence[OfferRow]) -> Kept:
    """Keep offers by their keys; a key known already gets the new row's values and lists."""
    known = _by_key(session, Offer, county_ags)
    place_ids = {key: place.id for key, place in _by_key(session, Place, county_ags).items()}
    for row in rows:
        offer = known.get(row.key) or Offer(county_ags=county_ags, key=row.key, codes=[])
        _fill_offer(offer, row)
        offer.place_id = place_ids[row.place_key] if row.place_key else None
        session.add(offer)
    session.flush()
    return _kept(known, rows)


# Rows


def valid_on(
    table: type[Place | Offer], county_ags: str, day: date
) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that hold for what a county keeps on a day."""
    return (
        table.county_ags == county_ags,
        table.valid_from <= day,
        or_(table.valid_to.is_(None), table.valid_to > day),
    )


def _by_key(session: Session, table: type[_Keyed], county_ags: str) -> dict[str, _Keyed]:
    found = session.scalars(select(table).where(table.county_ags == county_ags))
    return {one.key: one for one in found}


def _kept(known: Mapping[str, object], rows: Sequence[PlaceRow | OfferRow]) -> Kept:
    replaced = sum(1 for row in rows if row.key in known)
    return Kept(new=len(rows) - replaced, replaced=replaced)


def _type_row(county_ags: str, default: lists.FacilityTypeDefault) -> FacilityType:
    row = FacilityType(
        county_ags=county_ags,
        code=default.code,
        label=default.label,
        fields=list(default.fields),
        life_stages=list(default.life_stages),
        age_from=default.age_from,
        age_to=default.age_to,
        reach_km=default.ways.reach_km,
        is_hidden=False,
    )
    _fill_ways(row, default.ways)
    return row


PLACE_FIELDS = (
    "type", "name", "carrier", "municipality_ags", "lon", "lat", "position_quality",
    "steps_free", "opening_hours", "in_holidays", "source", "is_example", "valid_from", "valid_to",
)  # fmt: skip
OFFER_FIELDS = (
    "type", "title", "carrier", "prevention_level", "source", "is_example", "valid_from",
    "valid_to",
)  # fmt: skip
"""Fields that have the same name in the row handed in and in the table."""


def place_of(session: Session, county_ags: str, place_id: int) -> Place | None:
    """Return a place of a county."""
    query = select(Place).where(Place.county_ags == county_ags, Place.id == place_id)
    return session.scalar(query)


def name_of(session: Session, county_ags: str, place_id: int | None) -> str:
    """Return what a place of a county is called; empty for None, and where there is none."""
    place = None if place_id is None else place_of(session, county_ags, place_id)
    return "" if place is None else place.name


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a facility says of itself."""

    opening_hours: str
    in_holidays: str
    steps_free: str
    languages: tuple[str, ...]
    #: Kind to number, all of one age group and key date; empty where nothing new is reported.
    counts: Mapping[str, int]
    age_group: str
    key_date: date


def update_own(place: Place, said: OwnWords) -> None:
    """Keep what a facility says of itself; older numbers stay."""
    place.opening_hours, place.in_holidays = said.opening_hours, said.in_holidays
    place.steps_free, place.languages = said.steps_free, list(said.languages)
    for kind, number in said.counts.items():
        key = (said.age_group, kind, said.key_date)
        present = {(each.age_group, each.kind, each.key_date): each for each in place.capacities}
        if key in present:
            present[key].number = number
        else:
            place.capacities.append(_capacity(key, number))


def _fill_place(place: Place, row: PlaceRow) -> None:
    for name in PLACE_FIELDS:
        setattr(place, name, getattr(row, name))
    place.languages = list(row.languages)
    present = {(one.age_group, one.kind, one.key_date): one for one in place.capacities}
    handed_in = {(one.age_group, one.kind, one.key_date): one.number for one in row.counts}
    dates = {key_date for _, _, key_date in handed_in}
    for key, number in handed_in.items():
        if key in present:
            present[key].number = number
        else:
            place.capacities.append(_capacity(key, number))
    for key, capacity in present.items():
        if key[2] in dates and key not in handed_in:
            place.capacities.remove(capacity)


def _capacity(key: tuple[str, str, date], number: int) -> Capacity:
    age_group, kind, key_date = key
    return Capacity(age_group=age_group, kind=kind, key_date=key_date, number=number)


def _fill_offer(offer: Offer, row: OfferRow) -> None:
    for name in OFFER_FIELDS:
        setattr(offer, name, getattr(row, name))
    present = {(one.list, one.code): one for one in offer.codes}
    wanted = {
        (list_name, code) for list_name, name in OFFER_LISTS.items() for code in getattr(row, name)
    }
    for key in present.keys() - wanted:
        offer.codes.remove(present[key])
    for list_name, code in sorted(wanted - present.keys()):
        offer.codes.append(OfferCode(list=list_name, code=code))
