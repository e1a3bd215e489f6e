"""Every address for programs on one page."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask.sansio.blueprints import BlueprintSetupState

from surveyapp.web.api import views
from surveyapp.web.api.document import tree

blueprint = Blueprint("api", __name__, template_folder="templates", url_prefix="/api/v1")

for rule, view in (
    ("/", views.docs),
    ("/openapi.json", views.openapi),
    ("/surveys", views.surveys),
    ("/surveys/<slug>", views.survey),
    ("/surveys/<slug>/waves/<int:number>/release", views.release),
    ("/surveys/<slug>/waves/<int:number>/cells", views.cells),
    ("/places", views.places),
    ("/offers", views.offers),
    ("/questionnaires", views.questionnaires),
    ("/questionnaires/<questionnaire>/<int:version>/codebook", views.codebook),
):
    blueprint.add_url_rule(rule, view.__name__, view, methods=["GET"])


@blueprint.record_once
def _know_the_application(state: BlueprintSetupState) -> None:
    """Tell the document whose addresses it describes."""
    tree.app = state.app


@blueprint.after_request
def _let_it_be_asked_again(response: Response) -> Response:
    """Spare whoever has the same answer already its body; nobody in between keeps it."""
    if response.status_code == 200:
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Authorization"
        response.add_etag()
        response.make_conditional(request)
    return response
