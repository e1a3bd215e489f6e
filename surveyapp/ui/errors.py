"""Pages for what went wrong: one place, plain words, nothing about the inside.

The page is one template of its own, and its words stand in a module, because these pages must appear
when catalogues, stores or the rest of the page cannot. Families read them in their language, and below
in German, or German ones in English.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, Response, current_app, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from surveyapp.storage.faults import RETRY_AFTER_SECONDS, StoreUnavailableError
from surveyapp.ui.error_texts import TEXTS
from surveyapp.ui.languages import SOURCE, best
from surveyapp.ui.problem import API, problem

STAFF = "/verwaltung"
"""Where pages are for staff, and German."""

RIGHT_TO_LEFT = frozenset({"ar", "fa"})


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
    if request.path.startswith(API):
        return problem(code)
    texts = TEXTS.get(code) or TEXTS[400 if code < 500 else 500]
    first = _language(texts)
    second = "en" if first == SOURCE else SOURCE
    page = render_template(
        "ui/error.html",
        language=first,
        direction="rtl" if first in RIGHT_TO_LEFT else "ltr",
        main=texts[first],
        other_language=second,
        other=texts[second],
        home=f"{STAFF}/" if code in {403, 404} and request.path.startswith(STAFF) else "",
    )
    response = make_response(page, code)
    response.headers["Cache-Control"] = "no-store"
    return response


def _language(among: Collection[str]) -> str:
    """Return the language of the page that failed, else the one its address or the browser asks for.

    The form is not asked: it may be what is too large or cannot be read.
    """
    if request.path.startswith(STAFF):
        return SOURCE
    wanted = str(g.get("language") or request.args.get("lang"))
    return wanted if wanted in among else best(request.accept_languages, among)
