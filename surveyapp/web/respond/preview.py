"""The pages of a questionnaire nobody is asked yet, as families will see them.

Drawn by the same functions and templates as always; only what keeps, sends or counts answers is left out.
The answers travel sealed in the page, under a name no survey has, so that no page of a preview can ever be
sent to a survey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Flask, Response, make_response, render_template

from surveyapp.questionnaire.flow import first_step, step_from_key
from surveyapp.services.enter import CLAIM_BYTES, Ticket
from surveyapp.services.keys import derived_key
from surveyapp.ui import languages, policy
from surveyapp.ui import preview as seat
from surveyapp.ui.preview import Outcome, Said, Scene
from surveyapp.web.respond import pages, tester, views
from surveyapp.web.respond.context import NoticePage, Page, QuestionPage, ReviewPage
from surveyapp.web.respond.draft import Draft, open_draft
from surveyapp.web.respond.moves import MOVES, Move, show
from surveyapp.web.respond.visit import OpenSurvey, Visit

KEEPS_NOTHING: Mapping[str, Move] = {
    name: MOVES[name]
    for name in ("next", "back", "language", "change", "add", "remove", "edit", "stay")
}
"""The buttons that work in a preview; all others end it."""


def init_app(app: Flask, *, is_alone: bool) -> None:
    """Give the preview its seat; where families' pages are served elsewhere, with the pictures it shows."""
    app.extensions[seat.EXTENSION] = seat.Seat(draw, read, gone)
    if is_alone:
        pictures = Blueprint("respond", __name__, template_folder="templates")
        pictures.add_url_rule("/bilder/<questionnaire>/<name>", view_func=views.picture)
        pictures.add_url_rule("/piktogramme/<name>.svg", view_func=views.pictogram)
        app.register_blueprint(pictures)


def draw(scene: Scene) -> Response:
    """Return the page of a scene."""
    survey = OpenSurvey.tried(scene.questionnaire, scene.county_ags, scene.name)
    page = _moved(scene, survey) if scene.sent else _first(scene, survey)
    if scene.tester is None:
        return _drawn(page, "respond/preview.html")
    said = scene.tester.too_long
    if said is None and _has_form(page):
        said = scene.tester.said_of(_step_on(page, scene))
    return _drawn(page, "respond/tester.html", tester=scene.tester, words=said or "")


def read(scene: Scene) -> Said | None:
    """Return what the page of a scene sent, opened."""
    found = _opened(scene)
    if found is None:
        return None
    return Said(found.answers, found.step, found.language, found.ticket.claim)


def gone() -> Response:
    """Say that a link opens nothing any more."""
    return _drawn(tester.gone(), "respond/notice.html")


def _drawn(page: Page, template: str, **told: object) -> Response:
    response = make_response(render_template(template, page=page, frame=page.frame, **told))
    response.status_code = page.status
    response.headers["Content-Security-Policy"] = policy.IN_FRAME
    return response


def _has_form(page: Page) -> bool:
    return isinstance(page, QuestionPage | ReviewPage)


def _step_on(page: Page, scene: Scene) -> str:
    """Return the key of the step a page shows; empty on the review page."""
    draft = open_draft(getattr(page, "draft", ""), derived_key(pages.DRAFT_KEY), slug=scene.name)
    return "" if draft is None else draft.step


def _opened(scene: Scene) -> Draft | None:
    sealed = "".join(scene.sent.get("draft", ()))
    return open_draft(sealed, derived_key(pages.DRAFT_KEY), slug=scene.name)


def _first(scene: Scene, survey: OpenSurvey) -> Page:
    languages.use(scene.language)
    step = step_from_key(scene.step)
    visit = Visit(survey, _draft(scene), {})
    if step is None or visit.to(step).screen is None:
        return _nothing(scene, survey)
    return _harmless(show(visit.to(step)))


def _moved(scene: Scene, survey: OpenSurvey) -> Page:
    found = _opened(scene)
    draft = found or _draft(scene)
    languages.use(draft.language)
    verb, _, target = "".join(scene.sent.get("do", ())[:1]).partition(":")
    move = KEEPS_NOTHING.get(verb or "next")
    if move is None:
        return _end(scene, survey)
    raw = {name: values for name, values in scene.sent.items() if name not in views.RESERVED}
    visit = Visit(survey, draft, raw)
    if found is None:
        visit = Visit(survey, draft, {}).to(first_step(survey.questionnaire, draft.answers))
        return _harmless(show(visit))
    return _harmless(move(visit, target))


def _nothing(scene: Scene, survey: OpenSurvey) -> Page:
    if scene.tester is not None:
        return tester.notice(scene.tester.outcome or Outcome.EMPTY)
    return _notice(survey, *scene.nothing)


def _end(scene: Scene, survey: OpenSurvey) -> Page:
    if scene.tester is not None:
        return tester.notice(Outcome.ENDED)
    return _notice(survey, *scene.end)


def _draft(scene: Scene) -> Draft:
    claim = bytes(CLAIM_BYTES) if scene.tester is None else scene.tester.claim
    ticket = Ticket(wave_id="", claim=claim)
    return Draft(ticket, scene.language, "", scene.answers, scene.step)


def _harmless(page: Page) -> Page:
    """Return a page without what would write it down, prove it or send it."""
    if isinstance(page, QuestionPage):
        return replace(page, device="", ticket="")
    if isinstance(page, ReviewPage):
        return replace(page, device="", ticket="", has_trap=False, effort=None)
    return page


def _notice(survey: OpenSurvey, heading: str, sentence: str) -> NoticePage:
    found = pages.survey_frame(survey, heading)
    return NoticePage(frame=replace(found, languages=()), heading=heading, sentences=(sentence,))
