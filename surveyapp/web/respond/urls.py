"""Every address of this part on one page."""

from __future__ import annotations

from flask import Blueprint

from surveyapp.storage.db import StoreUnavailableError
from surveyapp.web.respond import views

blueprint = Blueprint("respond", __name__, template_folder="templates")
blueprint.add_url_rule("/", view_func=views.home)
blueprint.add_url_rule("/f/<slug>/", view_func=views.start)
blueprint.add_url_rule("/f/<slug>/", view_func=views.move, methods=["POST"])


@blueprint.before_request
def _choose_language() -> None:
    views.choose_language()


blueprint.register_error_handler(StoreUnavailableError, views.try_again)
