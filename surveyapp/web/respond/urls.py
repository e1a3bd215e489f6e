"""Every address of this part on one page."""

from __future__ import annotations

from flask import Blueprint, request

from surveyapp.storage.db import StoreUnavailableError
from surveyapp.ui.family import choose_language
from surveyapp.web.respond import device, places, ticket, views

blueprint = Blueprint("respond", __name__, template_folder="templates")
blueprint.add_url_rule("/", view_func=views.home)
blueprint.add_url_rule("/bilder/<questionnaire>/<name>", view_func=views.picture)
blueprint.add_url_rule("/piktogramme/<name>.svg", view_func=views.pictogram)
blueprint.add_url_rule("/f/<slug>/", view_func=views.start)
blueprint.add_url_rule("/f/<slug>/<any(kiosk, begleitet):place>", view_func=views.start)
blueprint.add_url_rule("/f/<slug>/", view_func=views.move, methods=["POST"])
blueprint.add_url_rule("/f/<slug>/fortsetzen", view_func=views.resume)
blueprint.add_url_rule("/f/sw.js", view_func=device.worker)
blueprint.add_url_rule("/f/<slug>/ohne-netz", view_func=device.shell)
blueprint.add_url_rule("/f/<slug>/paket", view_func=device.packed_survey)
blueprint.add_url_rule("/f/<slug>/nachreichen", view_func=device.catch_up, methods=["POST"])
blueprint.add_url_rule("/f/<slug>/app.webmanifest", view_func=device.manifest)
blueprint.add_url_rule("/f/<slug>/kontakt", view_func=views.contact, methods=["GET", "POST"])
blueprint.add_url_rule("/f/<slug>/schluessel", view_func=ticket.keys)
blueprint.add_url_rule("/f/<slug>/code", view_func=ticket.check, methods=["POST"])
blueprint.add_url_rule("/f/<slug>/ticket", view_func=ticket.sign, methods=["POST"])
blueprint.add_url_rule("/f/<slug>/widerruf", view_func=views.withdraw, methods=["GET", "POST"])
blueprint.add_url_rule(
    "/f/<slug>/<any(anonymitaet, datenschutz, 'datenschutz-leicht'):document>",
    view_func=views.survey_document,
)
blueprint.add_url_rule("/f/<slug>/beratung", view_func=views.advice)
blueprint.add_url_rule("/barrierefreiheit", view_func=views.accessibility)


@blueprint.before_request
def _prepare() -> None:
    request.max_content_length = views.LONGEST_FORM
    places.arrive()
    choose_language()


blueprint.url_defaults(places.stay)


blueprint.register_error_handler(StoreUnavailableError, views.try_again)
