"""Where families of a county find advice and company: from its stock, and from nothing they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from surveyapp.storage import inventory
from surveyapp.storage.inventory import Place

KINDS = (
    "family_centre",
    "mgh",
    "thekiz",
    "service_point",
    "counselling",
    "early_help",
    "pregnancy_advice",
    "womens_centre",
    "integration_advice",
    "debt_advice",
    "addiction_advice",
    "care_advice",
    "youth_office",
)
"""Facility types that anybody may walk into, in the order in which families read them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of place as the county calls it, with its places by name."""

    label: str
    places: Sequence[Place]


def has_advice(session: Session, county_ags: str, day: date) -> bool:
    """Say whether the county's stock holds any such place; one statement."""
    return inventory.has_places(session, county_ags, day, KINDS)


def advice_of(session: Session, county_ags: str, day: date) -> tuple[Kind, ...]:
    """Return all such places of a county on a day, those of hidden kinds left out."""
    types = {kind.code: kind for kind in inventory.facility_types(session, county_ags)}
    shown = [types[code] for code in KINDS if code in types and not types[code].is_hidden]
    found = inventory.places_on(session, county_ags, day, [kind.code for kind in shown])
    kinds = (Kind(kind.label, [p for p in found if p.type == kind.code]) for kind in shown)
    return tuple(kind for kind in kinds if kind.places)
