"""The OpenAPI document: made from the models and views, never written by hand."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from flask import abort
from spectree import Response, SecurityScheme, SpecTree
from spectree.models import SecureType, SecuritySchemeData

from surveyapp.ui.problem import MEDIA_TYPE, problem
from surveyapp.web.api.models import Problem

DESCRIPTION = (
    "Was ein Landkreis Programmen zu lesen gibt: Befragungen, Bestand, freigegebene Ergebnisse und "
    "Codepläne. Nie Antworten von Familien, Codes, Kontakte oder Freitexte. | What a county lets programs "
    "read: surveys, inventory, released results and codebooks. Never answers of families, codes, contacts "
    "or texts."
)
_BEARER = "token"


def _refuse_invalid(_request: Any, _response: Any, error: Any, *_rest: Any) -> None:  # noqa: ANN401
    """Answer a query that breaks its model as every other problem."""
    if error is not None:
        names = sorted({str(part) for each in error.errors() for part in each["loc"][:1]})
        abort(problem(422, f"Nicht erlaubt ist der Wert von: {', '.join(names)[:200]}."))


tree = SpecTree(
    "flask",
    before=_refuse_invalid,
    validation_error_model=Problem,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    title="Familienbefragung",
    description=DESCRIPTION,
    version="1",
    mode="strict",
    page_templates={},
    security_schemes=[
        SecurityScheme(
            name=_BEARER, data=SecuritySchemeData(type=SecureType.HTTP, scheme="bearer")
        ),
    ],
    security={_BEARER: []},
)


def answers(model: type) -> Response:
    """Return the responses of a view that returns ``model``."""
    return Response(
        HTTP_200=model,
        HTTP_401=Problem,
        HTTP_403=Problem,
        HTTP_404=Problem,
        HTTP_429=Problem,
        HTTP_503=Problem,
    )


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document; call it while the application is running."""
    found: dict[str, Any] = deepcopy(tree.spec)
    for path in found["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}
    return found
