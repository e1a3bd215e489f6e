"""Every address of the staff part on one page."""

from __future__ import annotations

from flask import Blueprint

from surveyapp.web.staff import views

blueprint = Blueprint("staff", __name__, template_folder="templates", url_prefix="/verwaltung")

for rule, name, view in (
    ("/anmelden", "sign_in", views.sign_in),
    ("/abmelden", "sign_out", views.sign_out),
    ("/", "surveys", views.surveys),
    ("/befragungen/<slug>/", "survey", views.survey),
    ("/befragungen/<slug>/<int:number>/oeffnen", "open_wave", views.open_wave),
    ("/befragungen/<slug>/<int:number>/schliessen", "close_wave", views.close_wave),
    ("/befragungen/<slug>/<int:number>/freigeben", "release", views.release),
    ("/befragungen/<slug>/<int:number>/veroeffentlichen", "publish", views.publish),
    ("/bestand/", "inventory", views.inventory),
    ("/bestand/einlesen", "import_inventory", views.import_inventory),
    ("/bestand/arten/<code>", "facility_type", views.facility_type),
    ("/gebiete/", "areas", views.areas),
    ("/gebiete/einlesen", "regroup", views.regroup),
):
    blueprint.add_url_rule(rule, name, view, methods=views.METHODS.get(name, ["GET"]))
