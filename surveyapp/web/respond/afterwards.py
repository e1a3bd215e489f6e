"""After the last question: what happens with the answers.

Nothing here knows what a family answered: it reads the survey's waves and the county's public stock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from babel.dates import format_date, format_skeleton
from flask import url_for
from flask_babel import gettext

from surveyapp.questionnaire.texts import locale_of
from surveyapp.services import advice
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui import chosen_language, current_config, languages
from surveyapp.web.respond.context import Afterwards


def afterwards(slug: str, wave_id: str, today: date) -> Afterwards:
    """Return what happens next to the answers of a wave: only what is known today."""
    survey = surveys.survey_by_slug(main_store(), slug)
    wave = next((each for each in survey.waves if each.id == wave_id), None) if survey else None
    if survey is None or wave is None:
        return Afterwards((), "", "")
    results = results_address(slug)
    return Afterwards(
        steps=tuple(_steps(survey, wave, today, has_results=bool(results))),
        results=results,
        advice=_advice_address(survey, today),
    )


def _steps(survey: Survey, wave: Wave, today: date, *, has_results: bool) -> Iterator[str]:
    if wave.state == "closed":
        yield gettext("Die Umfrage ist beendet.")
    elif wave.closes_on >= today:
        yield gettext(
            "Bis %(day)s können noch andere Familien antworten.", day=_day(wave.closes_on)
        )
    else:
        yield gettext("Zurzeit können noch andere Familien antworten.")
    yield gettext(
        "Erst danach werden alle Antworten zusammen ausgewertet. Wann das fertig ist, steht noch nicht fest."
    )
    if has_results:
        yield gettext(
            "Die Ergebnisse stehen dann auf der Seite „Das haben Sie gesagt, das tun wir“."
        )
        yield gettext(
            "Politik und Verwaltung beraten darüber. Was beschlossen ist, steht auf derselben Seite."
        )
    else:
        yield gettext("Politik und Verwaltung beraten über die Ergebnisse.")
    later = (each for each in survey.waves if each.number > wave.number)
    planned = next((each for each in later if each.opens_on > today), None)
    if planned is not None:
        yield gettext(
            "Wir fragen Familien noch einmal. Geplant: %(month)s.", month=_month(planned.opens_on)
        )


def results_address(slug: str) -> str:
    """Return where a survey's results for families are; empty where this installation shows none.

    Another process may serve them, so no rule is looked up.
    """
    if "results" not in current_config().parts:
        return ""
    language = chosen_language()
    query = "" if language == languages.SOURCE else f"?lang={language}"
    return f"/ergebnisse/{slug}/familien{query}"


def _advice_address(survey: Survey, today: date) -> str:
    if not advice.has_advice(main_store(), survey.county_ags, today):
        return ""
    language = chosen_language()
    lang = None if language == languages.SOURCE else language
    return url_for("respond.advice", slug=survey.slug, lang=lang)


def _day(day: date) -> str:
    return str(format_date(day, "long", locale=locale_of(chosen_language())))


def _month(day: date) -> str:
    return str(format_skeleton("yMMMM", day, locale=locale_of(chosen_language())))
