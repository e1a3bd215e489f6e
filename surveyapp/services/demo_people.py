"""The people of the demo: an account of every role, all opened by one password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.services import audit
from surveyapp.services.accounts import create_staff
from surveyapp.services.deeds import Deed
from surveyapp.storage import inventory
from surveyapp.storage.staff import Staff, staff_by_email, staff_of

PASSWORD_FILE = "demo-password"  # noqa: S105 - the name of a file
HOUSE = "family_centre"
"""Kind of the invented place that one of them keeps."""


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demo."""

    role: Role
    #: What stands before the @.
    mailbox: str
    name: str


PEOPLE = (
    Person(Role.ADMIN, "planung", "Petra Planung"),
    Person(Role.DESIGNER, "fragebogen", "Dana Fritsch"),
    Person(Role.TRANSLATOR, "uebersetzung", "Olena Kowal"),
    Person(Role.FIELD, "feld", "Falk Berger"),
    Person(Role.PLANNER, "jugendhilfe", "Jana Wolf"),
    Person(Role.FACILITY, "einrichtung", "Karin Busch"),
    Person(Role.OFFICER, "datenschutz", "Uwe Lang"),
    Person(Role.COUNCIL, "kreistag", "Renate Voigt"),
    Person(Role.STATE, "land", "Thomas Reuter"),
    Person(Role.OPERATOR, "betrieb", "Ina Scholz"),
)
"""Every role once, in the order of the work."""


def email_of(person: Person) -> str:
    """Return the address a person signs in with; nobody gets mail there."""
    return f"{person.mailbox}@kyffhaeuserkreis.example"


def make_people(session: Session, instance: Path, county: str, today: date) -> Mapping[Role, Staff]:
    """Return the accounts of the demo; those that are missing are made, with the one password."""
    password = _password(instance)
    place = inventory.places_on(session, county, today, {HOUSE})[0].id
    return {each.role: _made(session, each, county, password, place) for each in PEOPLE}


def those_there(session: Session, county: str) -> tuple[Person, ...]:
    """Return the people whose accounts an installation has; an older one has the first only."""
    there = {each.email for each in staff_of(session, county)}
    return tuple(each for each in PEOPLE if email_of(each) in there)


def _password(instance: Path) -> str:
    """Return the password, which is drawn anew for each installation."""
    path = instance / PASSWORD_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(12), encoding="ascii")
    return path.read_text(encoding="ascii")


def _made(session: Session, person: Person, county: str, password: str, place: int) -> Staff:
    known = staff_by_email(session, email_of(person))
    if known is not None:
        return known
    doer = audit.CommandLine(county)
    with audit.announced(session, doer, Deed.STAFF_MADE, person.name):
        made = create_staff(
            session,
            county_ags=county,
            email=email_of(person),
            name=person.name,
            role=person.role,
            password=password,
            place_id=place if person.role is Role.FACILITY else None,
        )
    if not isinstance(made, Staff):
        message = f"the demo's account {email_of(person)} cannot be made ({made}); load it into empty stores"
        raise TypeError(message)
    return made
