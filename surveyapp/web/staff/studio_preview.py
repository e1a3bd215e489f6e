"""The live preview of the studio: the family's own page, from the draft, in a frame of our own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from babel.lists import format_list
from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.access.roles import Action
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.values import Answers
from surveyapp.services import preview_family
from surveyapp.services.asked import as_tried
from surveyapp.services.preview_family import (
    DRAWN,
    FAMILIES,
    MOST_DRAWN,
    Sight,
    drawn,
    family_called,
)
from surveyapp.services.try_out import is_walkable
from surveyapp.storage.staff import Staff
from surveyapp.ui import preview
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_views import own

PLACE, FAMILY, LANGUAGE = "ort", "familie", "sprache"
"""Parts of the address of a preview."""


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What stands around the frame of the preview."""

    #: Address of the page in the frame.
    url: str
    families: tuple[tuple[str, str], ...]
    #: Families drawn by number, and the next one of them.
    drawn: tuple[tuple[str, str], ...]
    next_drawn: str
    family: str
    languages: tuple[tuple[str, str], ...]
    language: str


def family_names() -> Mapping[str, str]:
    """Return what the invented families are called."""
    return {
        "zwei": _("Paar, Kinder 3 und 7 Jahre"),
        "allein": _("Alleinerziehend, 2 Kinder"),
        "baby": _("Paar mit einem Baby"),
        "viele": _("Paar, 4 Kinder, andere Sprache"),
        "ohne": _("Noch keine Antwort gegeben"),
    }


SHOWN = 12
"""Drawn families to choose from at once, the chosen one among them."""


def _number(family: str) -> int:
    """Return the number of a drawn family, 0 for others."""
    word, _tilde, number = family.partition("-")
    return int(number) if word == DRAWN else 0


def _drawn_numbers(family: str) -> range:
    first = max(1, min(_number(family) - SHOWN // 2, MOST_DRAWN + 1 - SHOWN))
    return range(first, first + SHOWN)


def drawn_name(number: int) -> str:
    """Return who a drawn family is: „Nr. 17: alleinerziehend, Kinder 3 und 7 Jahre“."""
    family = drawn(number)
    ages = [str(age) if age else _("unter 1") for age in sorted(family.ages)]
    words = [
        _("Paar") if family.has_partner else _("alleinerziehend"),
        ngettext("Kind %(ages)s Jahre", "Kinder %(ages)s Jahre", len(ages), ages=_listed(ages)),
    ]
    if family.speaks_other_language:
        words.append(_("andere Sprache"))
    return _("Nr. %(number)s: %(who)s", number=number, who=", ".join(words))


def _listed(words: list[str]) -> str:
    return str(format_list(words, locale="de"))


def preview_view(key: str, asked: Questionnaire, place: str, state: int) -> PreviewView:
    """Return what stands around the preview of a place, as it was last chosen in the address.

    The ``state`` of the draft makes the address another one, so that a frame shows what is new.
    """
    family = family_called(request.values.get(FAMILY, "")).key
    language = _language(asked)
    names = family_names()
    return PreviewView(
        f"{preview_url(key, place, family, language)}&stand={state}",
        tuple((each, names[each]) for each in FAMILIES),
        tuple((f"{DRAWN}-{number}", drawn_name(number)) for number in _drawn_numbers(family)),
        f"{DRAWN}-{_number(family) % MOST_DRAWN + 1}",
        family,
        tuple((each, language_name(each)) for each in asked.languages),
        language,
    )


def preview_url(key: str, place: str, family: str, language: str) -> str:
    """Return the address of a preview."""
    query = urlencode({PLACE: place, FAMILY: family, LANGUAGE: language})
    return f"{url_for('staff.studio_preview', key=key)}?{query}"


def _language(asked: Questionnaire) -> str:
    wanted = request.values.get(LANGUAGE, "")
    known = asked.languages or ("de",)
    return wanted if wanted in known else "de" if "de" in known else known[0]


@for_staff(Action.VIEW)
def studio_preview(actor: Staff, key: str) -> Page | Response:
    """Show a page of a questionnaire as families will see it; nothing of it is kept."""
    return preview_of(actor, key)


def preview_of(actor: Staff, key: str, language: str = "") -> Page | Response:
    """Return a page of a questionnaire as families will see it, in a language or the one asked for."""
    written = own(actor, key).questionnaire
    asked = as_tried(written, actor.county_ags, today())
    family = family_called(request.args.get(FAMILY, ""))
    found = _sight(asked, family, actor.county_ags, request.args.get(PLACE, ""))
    return preview.draw(
        preview.Scene(
            name=f"vorschau/{key}",
            county_ags=actor.county_ags,
            questionnaire=asked,
            answers=found.answers,
            step=found.screen.step.key if found.screen else "",
            language=language or _language(written),
            nothing=_nothing(asked),
            end=_end(),
            sent=dict(request.form.lists()) if request.method == "POST" else {},
        )
    )


def _sight(
    asked: Questionnaire, family: preview_family.PreviewFamily, county_ags: str, place: str
) -> Sight:
    if not is_walkable(asked):
        return Sight(Answers(), None)
    answers = preview_family.answers_of(asked, family, county_ags)
    return preview_family.sight(asked, answers, place)


def _nothing(asked: Questionnaire) -> tuple[str, str]:
    if not any(page.questions for page in asked.pages):
        return _("Noch keine Frage"), _("Sobald die erste Frage da ist, sehen Sie sie hier.")
    heading = _("Diese Familie sieht das nicht")
    return heading, _("Eine Bedingung ist nicht erfüllt. Bitte wählen Sie eine andere Familie.")


def _end() -> tuple[str, str]:
    return _("Hier endet die Vorschau"), _("Nichts davon wurde gespeichert oder gesendet.")
