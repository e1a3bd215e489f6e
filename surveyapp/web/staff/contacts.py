"""Who wants to be called back: the list administrators of the county work through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.services import contact
from surveyapp.services.contact import Said, Wish
from surveyapp.services.deeds import Deed
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, own_survey


@dataclass(frozen=True, slots=True)
class WishView:
    """One family's wish in words."""

    #: Place in the list, from 1; it says nothing of who came first.
    number: int
    #: None where it can no longer be read.
    said: tuple[Said, ...] | None
    delete_in: str
    #: Address that deletes it.
    forget: str


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """All wishes left in one survey."""

    slug: str
    title: str
    #: What families agreed to, in the words of the form; empty where no wave asked.
    purpose: str
    wishes: tuple[WishView, ...]


@for_staff(Action.READ_CONTACTS)
def contacts(actor: Staff, slug: str) -> Page:
    """List who wants to be called back."""
    survey = own_survey(actor, slug)
    found = contact.wishes_of(main_store(), actor, survey, today())
    wishes = tuple(_shown(slug, place, wish) for place, wish in enumerate(found, 1))
    purpose = contact.purpose_of(main_store(), survey)
    page = ContactsPage(slug, survey.title, purpose, wishes)
    return render_template("staff/contacts.html", page=page)


@for_staff(Action.READ_CONTACTS, Deed.CONTACT_FORGOTTEN)
def forget_contact(actor: Staff, slug: str, wish: str) -> Page:
    """Delete one wish: it is settled."""
    own_survey(actor, slug)
    is_gone = contact.forget_wish(main_store(), actor, _id(wish), today())
    gone, never = _("Die Kontaktdaten sind gelöscht."), _("Dieser Eintrag war schon gelöscht.")
    flash(gone if is_gone else never, "success" if is_gone else "info")
    return redirect(url_for("staff.contacts", slug=slug))


def _shown(slug: str, number: int, wish: Wish) -> WishView:
    month = date(wish.delete_in.year, wish.delete_in.month, 1)
    return WishView(
        number=number,
        said=wish.said,
        delete_in=str(format_skeleton("yMMMM", month, locale=get_locale())),
        forget=url_for("staff.forget_contact", slug=slug, wish=wish.id.hex()),
    )


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
