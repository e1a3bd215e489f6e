"""The views: find the open wave, hand the request to one move, show the page it returns."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from flask import Response, abort, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from surveyapp.questionnaire import library, pictograms
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.flow import first_step
from surveyapp.services.enter import EnterRefusal, enter
from surveyapp.services.keys import derived_key
from surveyapp.services.limits import What
from surveyapp.services.saved_drafts import is_well_written
from surveyapp.services.tickets import enter_blind
from surveyapp.storage import surveys
from surveyapp.storage.db import StoreUnavailableError, main_store
from surveyapp.storage.faults import RETRY_AFTER_SECONDS
from surveyapp.storage.surveys import Wave
from surveyapp.ui import current_config, fallback, languages
from surveyapp.ui.family import choose_language
from surveyapp.web.respond import contact as contacting
from surveyapp.web.respond import gate, pages, places, reading, resuming, withdrawing
from surveyapp.web.respond.advising import advice_page
from surveyapp.web.respond.afterwards import results_address
from surveyapp.web.respond.context import (
    ContactThanksPage,
    HomePage,
    NoticePage,
    Page,
    SurveyLink,
    TryAgainPage,
)
from surveyapp.web.respond.draft import Draft, open_draft
from surveyapp.web.respond.limits import note
from surveyapp.web.respond.messages import ENTER_REFUSALS
from surveyapp.web.respond.moves import MOVES, go_on, show
from surveyapp.web.respond.ticket import BLIND, FIELD
from surveyapp.web.respond.visit import OpenSurvey, Visit, county_name

RESERVED = gate.NAMES | frozenset(
    {"draft", "do", "lang", "code", FIELD, resuming.FIELD, places.FIELD}
)
"""Field names of the page itself; all others belong to questions."""

LONGEST_FORM = 512 * 1024
"""Bytes of a form: the longest draft and some dozen texts; uploads of staff have a limit of theirs."""


PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
"""Ending of a picture file to its media type."""


def render(page: Page) -> Response:
    """Return a page as HTML.

    Pages may be kept by the browser, or its back button would ask to send the form again; they are
    never shown again without asking the server, and the last one wipes them all.
    """
    response = make_response(render_template(page.template, page=page, frame=page.frame))
    response.status_code = page.status
    stays_nowhere = page.forgets or page.is_secret or page.frame.place.is_shared
    response.headers["Cache-Control"] = "no-store" if stays_nowhere else "private, no-cache"
    if page.forgets:
        response.headers["Clear-Site-Data"] = '"cache"'
    if page.outcome:
        response.headers["Survey-Outcome"] = page.outcome
    if page.retry_after:
        response.headers["Retry-After"] = str(page.retry_after)
    return response


def home() -> Response:
    """Show the open surveys of this installation."""
    waves = surveys.open_waves(main_store())
    found = tuple(
        SurveyLink(
            address=url_for("respond.start", slug=wave.survey.slug),
            title=_title(wave),
            county=county_name(wave.survey.county_ags),
        )
        for wave in waves
    )
    return render(
        HomePage(
            frame=pages.frame(gettext("Start"), codes=languages.spoken()),
            surveys=found,
            links=_links(),
        )
    )


def _title(wave: surveys.Wave) -> str:
    """Return what a survey is called: in German as the county says it, else as its questionnaire."""
    language = str(g.language)
    if language == languages.SOURCE:
        return wave.survey.title
    return fallback.worded(OpenSurvey.of(wave).questionnaire.title, language)


def _links() -> tuple[tuple[str, str], ...]:
    addresses = {
        "results": ("/ergebnisse/", gettext("Ergebnisse ansehen")),
        "staff": ("/verwaltung/", gettext("Anmeldung für die Verwaltung")),
    }
    parts = current_config().parts
    return tuple(link for part, link in addresses.items() if part in parts)


def start(slug: str, place: str = "") -> Response:  # noqa: ARG001 - ``places`` has read it
    """Show the first page of a survey, as it is at this place."""
    survey = open_survey(slug)
    if survey is None:
        return render(not_open(slug))
    choose_language(survey.questionnaire.languages)
    return render(pages.start_page(survey, links=reading.links_of(slug)))


def resume(slug: str) -> Response:
    """Show the page that takes the code of a draft put aside."""
    survey = open_survey(slug)
    if survey is None:
        return render(not_open(slug))
    choose_language(survey.questionnaire.languages)
    return render(resuming.ask(survey))


def survey_document(slug: str, document: str) -> Response:
    """Show what a survey promises, or the law it rests on; also before and after it is open."""
    survey = surveys.survey_by_slug(main_store(), slug)
    if survey is None or not survey.waves:
        return render(not_open(slug))
    return render(reading.survey_document(survey, document))


def advice(slug: str) -> Response:
    """Show where families of the county find advice: the same for everybody."""
    survey = surveys.survey_by_slug(main_store(), slug)
    return render(not_open(slug) if survey is None else advice_page(survey))


def accessibility() -> Response:
    """Show how accessible the pages are, and where to tell what is not."""
    return render(reading.accessibility_page())


def move(slug: str) -> Response:
    """Do what the pressed button says."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return render(not_open(slug))
    if "draft" not in request.form:
        return render(_begun(wave))
    key = derived_key(pages.DRAFT_KEY)
    draft = open_draft(request.form["draft"], key, slug=slug)
    if draft is None or draft.ticket.wave_id != wave.id:
        return render(unreadable(OpenSurvey.of(wave)))
    survey = OpenSurvey.of(wave, draft.document_hash)
    places.recognise(draft.ticket.claim)
    languages.use(draft.language)
    verb, _, target = request.form.get("do", "next").partition(":")
    token, code = request.form.get(FIELD, ""), request.form.get("code", "")
    visit = Visit(survey, draft, _raw(request.form), token, code)
    if verb == "send":
        return render(gate.sent(visit, target, request.form))
    moves = {**MOVES, **resuming.MOVES}
    return render(gate.with_effort(moves.get(verb, go_on)(visit, target), visit))


def contact(slug: str) -> Response:
    """Show the contact form, or take what it was filled in with."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return render(not_open(slug))
    survey = OpenSurvey.of(wave)
    choose_language(survey.questionnaire.languages)
    form = survey.contact_form(wave)
    if form is None:
        return render(contacting.none_here(survey))
    if request.method == "GET":
        return render(contacting.begin(form))
    raw, key = _raw(request.form), request.form.get(contacting.PAGE_KEY, "")
    verb, _, target = request.form.get("do", "send").partition(":")
    if verb == "language":
        languages.use(target if target in survey.questionnaire.languages else str(g.language))
        return render(contacting.show(form, raw, key))
    is_trapped = bool(request.form.get(contacting.TRAP))
    page = gate.held_back(What.WISH) or contacting.leave(form, raw, key, is_trapped=is_trapped)
    if isinstance(page, ContactThanksPage):
        note(What.WISH)
    return render(page)


def withdraw(slug: str) -> Response:
    """Show the page that takes a receipt, or delete what belongs to one."""
    survey = open_survey(slug)
    if survey is None:
        known = surveys.survey_by_slug(main_store(), slug)
        was_open = known is not None and any(wave.state == "closed" for wave in known.waves)
        return render(withdrawing.closed(known.title) if known and was_open else not_open(slug))
    choose_language(survey.questionnaire.languages)
    if request.method == "GET":
        return render(withdrawing.show(survey))
    if waiting := gate.held_back(What.RECEIPT):
        return render(waiting)
    note(What.RECEIPT)
    return render(withdrawing.take(survey, request.form.get("receipt", "")))


def picture(questionnaire: str, name: str) -> Response:
    """Show a picture of a questionnaire; opened by itself it may do nothing at all."""
    return _shown_picture(library.picture_of(questionnaire, name))


def pictogram(name: str) -> Response:
    """Show one of the pictograms that come with the product."""
    return _shown_picture(pictograms.path_of(name))


def _shown_picture(path: Path | None) -> Response:
    if path is None:
        abort(HTTPStatus.NOT_FOUND)
    response = Response(path.read_bytes(), mimetype=PICTURES[path.suffix])
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    )
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _raw(form: MultiDict[str, str]) -> dict[str, list[str]]:
    return {name: values for name, values in form.lists() if name not in RESERVED}


def open_survey(slug: str) -> OpenSurvey | None:
    """Return the survey that is open under this name, if any."""
    wave = surveys.open_wave_of(main_store(), slug)
    return None if wave is None else OpenSurvey.of(wave)


def _begun(wave: Wave) -> Page:
    """Show the first questions, or those where a family left off, or say what is wrong with its code."""
    survey = OpenSurvey.of(wave)
    choose_language(survey.questionnaire.languages)
    code = request.form.get(resuming.FIELD)
    if code is None and is_well_written(request.form.get("code", "")):
        code = request.form["code"]
    return _enter(survey) if code is None else resuming.take_up(wave, code)


def _enter(survey: OpenSurvey) -> Page:
    """Turn the code into a draft and show the first questions, or say what is wrong with it."""
    if survey.needs_code and (waiting := gate.held_back(What.WRONG_CODE)):
        return waiting
    code = request.form.get("code", "")
    is_blind = survey.needs_code and request.form.get("do") == BLIND
    ticket = enter_blind(survey.slug) if is_blind else enter(survey.slug, code)
    if ticket is EnterRefusal.CLOSED:
        return not_open(survey.slug)
    if isinstance(ticket, EnterRefusal):
        if ticket is not EnterRefusal.MISTYPED:  # which looks nothing up, so it guesses nothing
            note(What.WRONG_CODE)
        error = str(ENTER_REFUSALS[ticket])
        return pages.start_page(survey, code, error, links=reading.links_of(survey.slug))
    digest = survey.document_hash
    draft = Draft(ticket, str(g.language), digest, Answers(), "", mode=places.here().mode)
    places.recognise(ticket.claim)
    first = first_step(survey.questionnaire, draft.answers, draft.seed)
    return show(Visit(survey, draft, {}).to(first))


def not_open(slug: str) -> NoticePage:
    """Say that a survey is not open, or that there is none of this name; devices forget it."""
    title = surveys.title_of(main_store(), slug)
    home_link = (url_for("respond.home"), gettext("Zu den offenen Umfragen"))
    if title is None:
        return NoticePage(
            frame=pages.frame(gettext("Nicht gefunden"), codes=languages.spoken()),
            status=HTTPStatus.NOT_FOUND,
            heading=gettext("Diese Umfrage gibt es nicht"),
            sentences=(gettext("Bitte vergleichen Sie die Adresse mit der in Ihrem Brief."),),
            link=home_link,
            outcome="closed",
        )
    results = results_address(slug)
    return NoticePage(
        frame=pages.frame(gettext("Nicht geöffnet"), codes=languages.spoken(), about=title),
        status=HTTPStatus.GONE,
        heading=gettext("Diese Umfrage ist zurzeit nicht geöffnet"),
        sentences=(
            gettext(
                "Sie hat noch nicht begonnen oder ist schon beendet. Den Zeitraum finden Sie in "
                "Ihrem Brief."
            ),
        ),
        link=(results, gettext("Ergebnisse für Familien")) if results else home_link,
        ticket="closed",
        device="closed",
        outcome="closed",
    )


def unreadable(survey: OpenSurvey) -> NoticePage:
    """Say that the draft of a page could not be read."""
    return NoticePage(
        frame=pages.frame(gettext("Bitte neu beginnen"), survey.county, about=survey.title),
        status=HTTPStatus.BAD_REQUEST,
        heading=gettext("Diese Seite passt nicht mehr zur Umfrage"),
        sentences=(
            gettext(
                "Ihre Angaben ließen sich nicht lesen, zum Beispiel weil die Seite sehr alt oder "
                "unvollständig übertragen ist. Wir haben nichts gespeichert."
            ),
            gettext(
                "Solange Sie nicht abgesendet haben, gilt Ihr Code weiter. Bitte beginnen Sie neu."
            ),
        ),
        link=(url_for("respond.start", slug=survey.slug), gettext("Zum Anfang der Umfrage")),
        ticket="left" if survey.needs_code else "",
    )


def try_again(error: StoreUnavailableError) -> Response:
    """Give everything back to the family's page, so that nothing is lost while a store is down."""
    current_app.logger.error("%s", error)
    page = TryAgainPage(
        frame=pages.frame(gettext("Bitte noch einmal versuchen")),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        fields=tuple(request.form.items(multi=True)),
    )
    response = render(page)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
