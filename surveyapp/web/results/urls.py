"""Every address of this part on one page."""

from __future__ import annotations

from flask import Blueprint

from surveyapp.web.results import views

blueprint = Blueprint(
    "results", __name__, template_folder="templates", url_prefix="/ergebnisse/<slug>"
)

blueprint.add_url_rule("/", "overview", views.overview)
blueprint.add_url_rule("/bedarf-und-angebot", "need", views.need)
blueprint.add_url_rule("/wichtig-und-zufrieden", "pairs", views.pairs)
blueprint.add_url_rule("/praeventionskette", "chain", views.chain)
blueprint.add_url_rule("/wer-hat-geantwortet", "who", views.who)
blueprint.add_url_rule("/alle-fragen", "questions", views.questions)
blueprint.add_url_rule("/veraenderung", "change", views.change)
blueprint.add_url_rule("/abbildung/<kind>.<any(csv, svg):suffix>", "file", views.file)
