"""Where families find advice: a list of the whole county, the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from babel import Locale
from flask_babel import gettext

from surveyapp.questionnaire.texts import locale_of
from surveyapp.region import territory
from surveyapp.services import advice
from surveyapp.storage.db import main_store
from surveyapp.storage.inventory import Place
from surveyapp.storage.surveys import Survey
from surveyapp.ui import chosen_language, languages
from surveyapp.web.respond import pages
from surveyapp.web.respond.context import AdviceKind, AdvicePage, AdvicePlace
from surveyapp.web.respond.visit import county_name


def advice_page(survey: Survey) -> AdvicePage:
    """Return all public places of the county where families find advice, whatever anybody answered."""
    found = advice.advice_of(main_store(), survey.county_ags, datetime.now(UTC).date())
    towns = {each.ags: each.short_name for each in territory.municipalities_of(survey.county_ags)}
    locale = locale_of(chosen_language())
    title = gettext("Familienzentren und Beratung")
    return AdvicePage(
        frame=pages.frame(
            title, county_name(survey.county_ags), languages.spoken(), about=survey.title
        ),
        kinds=tuple(
            AdviceKind(kind.label, tuple(_place(each, towns, locale) for each in kind.places))
            for kind in found
        ),
        has_examples=any(each.is_example for kind in found for each in kind.places),
        is_translated=chosen_language() != languages.SOURCE,
    )


def _place(place: Place, towns: Mapping[str, str], locale: Locale) -> AdvicePlace:
    return AdvicePlace(
        name=place.name,
        town=towns.get(place.municipality_ags or "", ""),
        hours=place.opening_hours,
        languages=", ".join(str(locale.languages.get(code, code)) for code in place.languages),
        is_step_free=place.steps_free == "yes",
    )
