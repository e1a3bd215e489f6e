"""Every address of this part on one page."""

from __future__ import annotations

from flask import Blueprint, Response

from surveyapp.ui.who import signed_in
from surveyapp.web.results import families, views

blueprint = Blueprint("results", __name__, template_folder="templates", url_prefix="/ergebnisse")

blueprint.add_url_rule("/", "index", views.index)
blueprint.add_url_rule("/<slug>/", "overview", views.overview)
blueprint.add_url_rule("/<slug>/familien", "families", families.families)
blueprint.add_url_rule("/<slug>/bedarf-und-angebot", "need", views.need)
blueprint.add_url_rule("/<slug>/angebot", "supply", views.supply)
blueprint.add_url_rule("/<slug>/bekannt-und-genutzt", "known", views.known)
blueprint.add_url_rule("/<slug>/wichtig-und-zufrieden", "pairs", views.pairs)
blueprint.add_url_rule("/<slug>/praeventionskette", "chain", views.chain)
blueprint.add_url_rule("/<slug>/wer-hat-geantwortet", "who", views.who)
blueprint.add_url_rule("/<slug>/alle-fragen", "questions", views.questions)
blueprint.add_url_rule("/<slug>/stimmen", "voices", views.voices)
blueprint.add_url_rule("/<slug>/veraenderung", "change", views.change)
blueprint.add_url_rule("/<slug>/herunterladen", "downloads", views.downloads)
blueprint.add_url_rule("/<slug>/herunterladen/<release_form>", "download", views.download)
blueprint.add_url_rule("/<slug>/abbildung/<kind>.<any(csv, svg, xlsx):suffix>", "file", views.file)


@blueprint.after_request
def _keep_briefly(response: Response) -> Response:
    """Leave nothing staff saw in a cache, and let no cache show what was public once without asking."""
    response.headers["Cache-Control"] = "no-cache" if signed_in() is None else "no-store"
    return response
