"""Devices on site: where a kiosk and somebody who helps begin, with what they need to know."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup

from surveyapp.services.keys import settings
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey
from surveyapp.ui import qr
from surveyapp.web.staff.guard import SEES_SURVEY, Page, for_staff, own_survey


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer away from home."""

    name: str
    #: Part of its address.
    key: str
    purpose: str
    hints: tuple[str, ...]
    #: Where it begins: from here, and from anywhere.
    path: str
    address: str
    #: The address as QR code.
    picture: Markup


@dataclass(frozen=True, slots=True)
class OnSitePage:
    """All ways to answer a survey away from home."""

    slug: str
    title: str
    is_open: bool
    ways: tuple[Way, ...]


@for_staff(SEES_SURVEY)
def on_site(actor: Staff, slug: str) -> Page:
    """Show the addresses for devices on site."""
    return render_template("staff/on_site.html", page=_page(own_survey(actor, slug)))


def _page(survey: Survey) -> OnSitePage:
    is_open = any(wave.state == "open" for wave in survey.waves)
    return OnSitePage(survey.slug, survey.title, is_open, (_kiosk(survey), _assisted(survey)))


def _way(survey: Survey, key: str, name: str, purpose: str, hints: tuple[str, ...]) -> Way:
    path = f"/f/{survey.slug}/{key}"
    address = f"{settings().address}{path}"
    return Way(name, key, purpose, hints, path, address, qr.drawn(address))


def _kiosk(survey: Survey) -> Way:
    purpose = _("Ein Gerät, an dem viele Familien nacheinander selbst antworten.")
    hints = (
        _("Öffnen Sie die Adresse auf dem Gerät und schalten Sie den Browser auf Vollbild."),
        _(
            "Nach 90 Sekunden ohne Berührung fragt das Gerät nach; 20 Sekunden später vergisst es alles."
        ),
        _("Nach dem Absenden beginnt die Seite von selbst neu."),
        _("Ist JavaScript ausgeschaltet, drückt nach jeder Familie jemand auf „Neu beginnen“."),
    )
    return _way(survey, "kiosk", _("Gerät für alle (Kiosk)"), purpose, hints)


def _assisted(survey: Survey) -> Way:
    purpose = _("Jemand hilft mehreren Familien nacheinander, etwa bei Hausbesuchen.")
    hints = (
        _("Öffnen Sie die Adresse einmal mit Internet, bevor Sie losgehen. Warten Sie, bis unten steht, "
          "dass das Gerät auch ohne Internet bereit ist."),
        _("Ohne Internet warten fertige Antworten verschlüsselt auf dem Gerät und werden später gesendet."),
        _("Abends mit Internet auf „Tag beenden“ drücken. Was nicht gesendet ist, wird zuerst genannt und "
          "bleibt auf dem Gerät, höchstens 14 Tage."),
        _("Gespeichert wird nur, dass jemand geholfen hat: nicht wer, nicht wem und nicht an welchem Tag."),
    )  # fmt: skip
    return _way(survey, "begleitet", _("Begleitetes Ausfüllen"), purpose, hints)
