"""Putting a draft aside on the server, and going on with it, here or on another device."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus

from babel.dates import format_date
from flask import url_for
from flask_babel import get_locale, gettext

from surveyapp.access.codes import read_code
from surveyapp.questionnaire.anonymise import WEB
from surveyapp.services import saved_drafts
from surveyapp.services.keys import settings
from surveyapp.services.limits import What
from surveyapp.storage.surveys import Wave
from surveyapp.ui import chosen_language, languages, qr
from surveyapp.web.respond import gate, pages, places
from surveyapp.web.respond.context import NoticePage, Page, PausedPage, ResumePage
from surveyapp.web.respond.draft import Draft, taken_up, without_code
from surveyapp.web.respond.limits import note
from surveyapp.web.respond.messages import ResumeRefusal, resume_refusal
from surveyapp.web.respond.moves import Move, show
from surveyapp.web.respond.visit import OpenSurvey, Visit

FIELD = "resume-code"
"""Field of the code; the dash keeps it apart from questions."""


def pause(visit: Visit, _target: str) -> Page:
    """Put aside what is valid so far, and show the code that brings it back."""
    if waiting := gate.held_back(What.SAVED):
        return waiting
    draft = replace(visit.saved().draft, is_saved=True)
    claim = draft.ticket.claim
    code, last_day = saved_drafts.save(visit.survey.wave_id, claim, without_code(draft), _today())
    note(What.SAVED)
    return _paused(Visit(visit.survey, draft, {}), code, last_day)


def rest(visit: Visit, _target: str) -> Page:
    """Leave for today: what was put aside waits."""
    back = url_for("respond.resume", slug=visit.survey.slug, lang=chosen_language())
    return NoticePage(
        frame=pages.survey_frame(visit.survey, gettext("Bis bald")),
        heading=gettext("Ihr Fragebogen wartet auf Sie"),
        sentences=(
            gettext("Mit Ihrem Fortsetzungscode machen Sie dort weiter, wo Sie aufgehört haben."),
            gettext(
                "Auf diesem Gerät bleibt nichts von Ihren Angaben. Sie können das Fenster schließen."
            ),
        ),
        link=(back, gettext("Angefangenen Fragebogen fortsetzen")),
        forgets=True,
        ticket="left" if visit.survey.needs_code else "",
    )


def ask(survey: OpenSurvey, typed: str = "", error: str = "") -> ResumePage:
    """Return the page that takes a resume code."""
    return ResumePage(
        frame=pages.survey_frame(survey, gettext("Weitermachen"), is_wrong=bool(error)),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        action=pages.action(survey.slug),
        start=url_for("respond.start", slug=survey.slug, lang=chosen_language()),
        code=typed,
        error=error,
        mistyped=resume_refusal(ResumeRefusal.MISTYPED),
    )


def take_up(wave: Wave, typed: str) -> Page:
    """Show the page where the family was, or say why its code opens none."""
    if waiting := gate.held_back(What.WRONG_CODE):
        return waiting
    content = saved_drafts.open_saved(wave.id, typed, _today())
    if content is None:
        return ask(OpenSurvey.of(wave), typed, resume_refusal(_refused(typed)))
    draft = _here(taken_up(content))
    places.recognise(draft.ticket.claim)
    languages.use(draft.language)
    return show(Visit(OpenSurvey.of(wave, draft.document_hash), draft, {}))


def _here(draft: Draft) -> Draft:
    """Return the draft as it goes on here: whoever was helped once has been helped."""
    mode = places.here().mode
    return draft if mode == WEB else replace(draft, mode=mode)


def _refused(typed: str) -> ResumeRefusal:
    """Say what is wrong with a code; only one that could be right is a guess."""
    if saved_drafts.is_well_written(typed):
        note(What.WRONG_CODE)
        return ResumeRefusal.UNKNOWN
    return ResumeRefusal.MISTYPED if read_code(typed) is None else ResumeRefusal.LETTER


def _paused(visit: Visit, code: str, last_day: date) -> PausedPage:
    address = f"/f/{visit.survey.slug}/fortsetzen"
    link = f"{settings().address}{address}#{code.replace('-', '')}"
    return PausedPage(
        frame=pages.survey_frame(visit.survey, gettext("Später weitermachen")),
        draft=pages.sealed(visit),
        code=code,
        picture=qr.drawn(link),
        address=f"{settings().address.partition('//')[2]}{address}",
        until=format_date(last_day, "long", locale=get_locale()),
        needs_code=visit.survey.needs_code,
        is_secret=True,
    )


def _today() -> date:
    return datetime.now(UTC).date()


MOVES: Mapping[str, Move] = {"pause": pause, "rest": rest}
"""What is done beside the moves on the way."""
