"""Accounts, factors and sessions in the words of staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.inventory import lists
from surveyapp.services import sessions
from surveyapp.services.passkeys import PasskeyRefusal
from surveyapp.services.rights import ROLES
from surveyapp.services.sessions import Entry, Way
from surveyapp.services.staff_accounts import assignable_roles
from surveyapp.storage import inventory
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.files import today

_HERE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class SessionView:
    """One browser somebody is signed in with, in words."""

    id: str
    way: str
    began: str
    seen: str
    is_here: bool


def session_views(store: Session, staff: Staff, here: Entry) -> Sequence[SessionView]:
    """Return where an account is signed in, this browser first."""
    found = sessions.others_of(store, staff.id, sessions.minute_now())
    views = (
        SessionView(
            each.id_hash.hex(),
            way_words(each.way),
            minute_words(each.began),
            minute_words(each.seen),
            each.id_hash == here.id_hash,
        )
        for each in found
    )
    return sorted(views, key=lambda view: not view.is_here)


def way_words(way: Way) -> str:
    """Return with what somebody signed in."""
    return {
        Way.PASSWORD: _("mit Passwort"),
        Way.PASSKEY: _("mit Passkey"),
        Way.PROVIDER: _("über den Landkreis"),
    }[way]


def minute_words(minute: int) -> str:
    """Return a minute since 1970 as people in Germany write it."""
    moment = datetime.fromtimestamp(minute * 60, UTC)
    return str(format_datetime(moment, "dd.MM.yyyy, HH:mm 'Uhr'", tzinfo=_HERE, locale="de"))


def day_words(day: date) -> str:
    """Return a day as people in Germany write it."""
    return str(format_date(day, "dd.MM.yyyy"))


def role_choices() -> list[tuple[str, str]]:
    """Return the roles a county may give, with their words."""
    return [(role.value, ROLES[role]) for role in assignable_roles()]


def place_choices(store: Session, county_ags: str) -> list[tuple[str, str]]:
    """Return the county's facilities that can be kept by somebody, by kind and name."""
    kinds = lists.facility_types()
    places = inventory.places_on(store, county_ags, today())
    words = {code: kind.label for code, kind in kinds.items()}
    return [(str(each.id), f"{each.name} ({words.get(each.type, each.type)})") for each in places]


def role_words(staff: Staff) -> str:
    """Return what people call an account's role."""
    return ROLES[Role(staff.role)]


def passkey_sentence(refusal: PasskeyRefusal) -> str:
    """Return why a passkey was not taken, and what helps."""
    return {
        PasskeyRefusal.NOT_ASKED: _(
            "Das hat zu lange gedauert oder wurde schon einmal gesendet. Bitte versuchen Sie es noch einmal."
        ),
        PasskeyRefusal.NOT_RIGHT: _(
            "Das Gerät hat den Passkey nicht bestätigt. Bitte versuchen Sie es noch einmal."
        ),
        PasskeyRefusal.KNOWN: _("Diesen Passkey gibt es hier schon."),
        PasskeyRefusal.TOO_MANY: _(
            "Mehr als 20 Passkeys gehen nicht. Bitte entfernen Sie zuerst einen."
        ),
    }[refusal]
