"""What programs get instead of an error page: problem details as JSON (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, json

API = "/api/"
"""Where addresses are for programs."""

MEDIA_TYPE = "application/problem+json"

DETAILS = {
    400: "Die Anfrage ist nicht lesbar.",
    401: (
        "Senden Sie im Kopf „Authorization: Bearer …“ ein Token, das noch gilt. Tokens gibt es in der "
        "Verwaltung unter „Zugänge für Programme“."
    ),
    403: "Dieses Token darf das nicht lesen. Was es darf, steht bei seinem Namen in der Verwaltung.",
    404: "Das gibt es nicht, oder nicht in Ihrem Landkreis.",
    405: "Diese Adresse wird nur gelesen: GET.",
    422: "Ein Wert der Anfrage ist nicht erlaubt.",
    429: "Von hier wurde zu oft gefragt. Der Kopf „Retry-After“ sagt, nach wie vielen Sekunden es geht.",
    503: "Der Dienst steht gerade nicht zur Verfügung. Bitte versuchen Sie es gleich noch einmal.",
}
"""What is wrong and what to do, by status."""


def problem(status: int, detail: str = "") -> Response:
    """Return what is wrong, for a program and for whoever looks after it."""
    usual = DETAILS.get(status) or DETAILS[400 if status < 500 else 503]
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or usual,
    }
    response = Response(json.dumps(body), status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
