"""Pages for what went wrong: one place, plain words, nothing about the inside.

The wording stands here in both languages, and the page in one template of its own, because these
pages must appear when catalogues, stores or the rest of the page cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, make_response, render_template
from werkzeug.exceptions import HTTPException

from surveyapp.storage.faults import RETRY_AFTER_SECONDS, StoreUnavailableError
from surveyapp.ui import chosen_language


@dataclass(frozen=True, slots=True)
class ErrorText:
    """What one page says in one language: what happened, and what to do now."""

    title: str
    text: str


TEXTS: dict[int, dict[str, ErrorText]] = {
    400: {
        "de": ErrorText(
            "Das hat nicht geklappt",
            "Die Seite hat etwas erhalten, das sie nicht lesen kann. "
            "Bitte gehen Sie einen Schritt zurück und versuchen Sie es noch einmal.",
        ),
        "en": ErrorText(
            "That did not work",
            "The page received something it cannot read. Please go back one step and try again.",
        ),
    },
    403: {
        "de": ErrorText(
            "Das gehört nicht zu Ihren Aufgaben",
            "Ihr Zugang darf das nicht ändern. "
            "Bitte wenden Sie sich an die Person, die die Befragungen in Ihrem Landkreis leitet.",
        ),
        "en": ErrorText(
            "This is not among your tasks",
            "Your account may not change this. "
            "Please ask the person who runs the surveys in your county.",
        ),
    },
    404: {
        "de": ErrorText(
            "Diese Seite gibt es nicht",
            "Bitte prüfen Sie die Adresse. Vielleicht ist beim Abtippen ein Zeichen verrutscht.",
        ),
        "en": ErrorText(
            "This page does not exist",
            "Please check the address. Maybe a character got lost while typing.",
        ),
    },
    405: {
        "de": ErrorText(
            "So lässt sich diese Seite nicht öffnen",
            "Bitte gehen Sie zurück und benutzen Sie die Schaltflächen auf der Seite.",
        ),
        "en": ErrorText(
            "This page cannot be opened that way",
            "Please go back and use the buttons on the page.",
        ),
    },
    413: {
        "de": ErrorText(
            "Das ist zu groß",
            "Was Sie gesendet haben, ist größer, als wir annehmen können. "
            "Bitte kürzen Sie es oder teilen Sie es auf.",
        ),
        "en": ErrorText(
            "That is too large",
            "What you sent is larger than we can take. Please shorten it or split it up.",
        ),
    },
    429: {
        "de": ErrorText(
            "Bitte warten Sie einen Moment",
            "Es kamen sehr viele Versuche hintereinander. "
            "Bitte versuchen Sie es in einigen Minuten noch einmal.",
        ),
        "en": ErrorText(
            "Please wait a moment",
            "There were very many attempts in a row. Please try again in a few minutes.",
        ),
    },
    500: {
        "de": ErrorText(
            "Bei uns ist ein Fehler passiert",
            "Das liegt nicht an Ihnen. Bitte versuchen Sie es später noch einmal.",
        ),
        "en": ErrorText(
            "Something went wrong on our side",
            "It is not your fault. Please try again later.",
        ),
    },
    503: {
        "de": ErrorText(
            "Wir können gerade nichts speichern",
            "Ihre letzte Eingabe ist noch nicht gespeichert. Bitte lassen Sie die Seite offen und "
            "laden Sie sie in einer Minute neu. Ihr Browser fragt dann, ob er die Angaben noch "
            "einmal senden soll. Bitte sagen Sie Ja.",
        ),
        "en": ErrorText(
            "We cannot save anything right now",
            "Your last entry is not saved yet. Please keep this page open and reload it in a "
            "minute. Your browser will ask whether to send the form again. Please say yes.",
        ),
    },
}
"""Every status that has a page of its own; others use the page of their hundred."""


def init_app(app: Flask) -> None:
    """Answer every error with one of these pages."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StoreUnavailableError, _store_unavailable)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = _page(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _store_unavailable(error: StoreUnavailableError) -> Response:
    current_app.logger.error("%s", error)
    response = _page(503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _page(code: int) -> Response:
    texts = TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    first = "de" if chosen_language() == "de" else "en"
    second = "en" if first == "de" else "de"
    page = render_template(
        "ui/error.html",
        language=first,
        main=texts[first],
        other_language=second,
        other=texts[second],
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    return response
