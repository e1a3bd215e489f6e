"""What a device needs to go on without network, and the door for what it wrote down meanwhile.

``/nachreichen`` takes a journal, screen by screen, and shows the page at which it ends. Nothing is
kept here that the ordinary way would not keep: answers are sent through the same gate.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

from flask import Response, current_app, jsonify, request, url_for
from flask_babel import gettext

from surveyapp.questionnaire.anonymise import ASSISTED, WEB
from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.journal import Journal, Replayed, replay
from surveyapp.questionnaire.texts import wording
from surveyapp.services.enter import CLAIM_BYTES, Ticket
from surveyapp.services.keys import derived_key
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.surveys import Wave
from surveyapp.ui import chosen_language, languages, static_url
from surveyapp.ui.family import choose_language
from surveyapp.web.respond import gate, pages, places
from surveyapp.web.respond.context import DevicePage, NoticePage, Page
from surveyapp.web.respond.draft import Draft, open_draft
from surveyapp.web.respond.moves import again, show
from surveyapp.web.respond.packed import mark_of, packed
from surveyapp.web.respond.ticket import FIELD, decoded
from surveyapp.web.respond.views import (
    not_open,
    open_survey,
    render,
    unreadable,
)
from surveyapp.web.respond.visit import REVIEW, OpenSurvey, Visit

MODES = frozenset({WEB, ASSISTED})
"""Ways of answering on a device; paper is keyed elsewhere."""

LONGEST_JOURNAL = 200_000
"""Characters of a journal: some hundred screens, or some dozen long texts."""

MOST = 500
"""Screens of a journal, fields of a screen, values of a field."""

WORKER = Path("sw.js")
WORKER_PARTS = ("keep.js", "key.js", "blind.js", "queue.js")
"""What the service worker shares with pages."""


def shell(slug: str) -> Response:
    """Show the page that a device keeps for when there is no network."""
    survey = open_survey(slug)
    if survey is None:
        return render(not_open(slug))
    choose_language(survey.questionnaire.languages)
    places.serve_any()
    frame = pages.survey_frame(survey, gettext("Ohne Internet"))
    page = DevicePage(
        frame=frame,
        title=wording(survey.questionnaire.title, chosen_language()),
        document=survey.document_hash,
        mark=mark_of(survey.questionnaire, chosen_language()),
        needs_code=survey.needs_code,
    )
    return render(page)


def packed_survey(slug: str) -> Response:
    """Show the whole questionnaire for a device that goes on without network."""
    survey = open_survey(slug)
    if survey is None:
        return render(not_open(slug))
    choose_language(survey.questionnaire.languages)
    document = packed(survey.questionnaire, chosen_language())
    # Not sorted: sections stand in it as families meet them.
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    response = Response(content, mimetype="application/json")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def worker() -> Response:
    """Show the service worker of families' pages, with the addresses of what it shares with them."""
    shared = ", ".join(json.dumps(static_url(part)) for part in WORKER_PARTS)
    script = (Path(str(current_app.static_folder)) / WORKER).read_text("utf-8")
    response = Response(f"importScripts({shared});\n{script}", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


def manifest(slug: str) -> Response:
    """Show what a device needs to keep the survey on its home screen."""
    survey = open_survey(slug)
    if survey is None:
        return render(not_open(slug))
    choose_language(survey.questionnaire.languages)
    language = chosen_language()
    home = url_for("respond.move", slug=slug)
    name = wording(survey.questionnaire.title, language)
    response = jsonify(
        {
            "name": name,
            "short_name": name[:30],
            "lang": language,
            "dir": languages.language(language).direction,
            "id": home,
            "start_url": url_for("respond.start", slug=slug, lang=language),
            "scope": home,
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#2044aa",
            "icons": [
                {"src": static_url("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": static_url("icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static_url("icon-512.png"), "sizes": "512x512", "type": "image/png"},
            ],
        }
    )
    response.mimetype = "application/manifest+json"
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def catch_up(slug: str) -> Response:
    """Take what a device wrote down: show where it ends, or send it."""
    wave = surveys.open_wave_of(main_store(), slug)
    if wave is None:
        return render(not_open(slug))
    draft = _draft(wave)
    journal = read_journal(request.form.get("journal", ""))
    if draft is None or journal is None:
        return render(_unreadable(OpenSurvey.of(wave), is_journal=journal is None))
    survey = OpenSurvey.of(wave, draft.document_hash)
    places.recognise(draft.ticket.claim)
    languages.use(draft.language)
    replayed = replay(survey.questionnaire, journal, draft.answers, draft.seed)
    return render(_page(survey, draft, journal, replayed))


def _page(survey: OpenSurvey, draft: Draft, journal: Journal, replayed: Replayed) -> Page:
    """Return the page at which the journal ends, or the last one where it is sent."""
    token = request.form.get(FIELD, "")
    key = replayed.step.key if replayed.step else REVIEW
    answered = replace(draft, answers=replayed.answers, step=key)
    visit = Visit(survey, answered, journal.get(key, {}), token)
    if replayed.step is not None:
        page = again(visit, replayed.errors) if replayed.errors else show(visit)
        return gate.with_effort(page, visit)
    visit = replace(visit.to(None), token=token)
    if request.form.get("do") == "send" and visit.step is None and _is_current(survey):
        return gate.sent(visit, "", request.form)
    return gate.with_effort(show(visit), visit)


def _is_current(survey: OpenSurvey) -> bool:
    """Say whether the device asked what is asked now; if not, the family looks at its answers first."""
    return request.form.get("document", "") == survey.document_hash


def _draft(wave: Wave) -> Draft | None:
    """Return the draft a device went on from, or a new one with a claim it made itself."""
    form = request.form
    if "draft" in form:
        draft = open_draft(form["draft"], derived_key(pages.DRAFT_KEY), slug=wave.survey.slug)
        return draft if draft is not None and draft.ticket.wave_id == wave.id else None
    claim, mode = decoded(form.get("claim", "")), form.get("mode", WEB)
    if len(claim) != CLAIM_BYTES or mode not in MODES:
        return None
    survey = OpenSurvey.of(wave)
    choose_language(survey.questionnaire.languages)
    ticket = Ticket(wave_id=wave.id, claim=claim)
    return Draft(ticket, chosen_language(), survey.document_hash, Answers(), REVIEW, mode=mode)


def read_journal(text: str) -> Journal | None:
    """Return the journal a device sent; None where it is none."""
    if len(text) > LONGEST_JOURNAL:
        return None
    try:
        text.encode()  # half of a character outside the first plane is no text
        found = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    is_journal = _is_mapping(found) and all(_are_fields(fields) for fields in found.values())
    return found if is_journal else None


def _are_fields(fields: Any) -> bool:  # noqa: ANN401 - whatever JSON can say
    return _is_mapping(fields) and all(
        isinstance(values, list)
        and len(values) <= MOST
        and all(isinstance(value, str) for value in values)
        for values in fields.values()
    )


def _is_mapping(found: Any) -> bool:  # noqa: ANN401 - whatever JSON can say
    return isinstance(found, Mapping) and len(found) <= MOST


def _unreadable(survey: OpenSurvey, *, is_journal: bool) -> NoticePage:
    """Say what of a journal could not be read; nothing of it was kept."""
    if not is_journal:
        return unreadable(survey)
    sentences = (
        gettext(
            "Was Ihr Gerät ohne Internet aufgeschrieben hat, ließ sich nicht lesen. Es ist zu lang oder "
            "unvollständig übertragen. Wir haben nichts gespeichert."
        ),
        gettext(
            "Auf Ihrem Gerät ist noch alles da. Bitte versuchen Sie es noch einmal, oder beginnen Sie neu."
        ),
    )
    return replace(
        unreadable(survey), sentences=sentences, status=HTTPStatus.BAD_REQUEST, ticket=""
    )
