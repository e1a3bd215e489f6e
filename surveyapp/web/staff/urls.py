"""Every address of the staff part on one page."""

from __future__ import annotations

from flask import Blueprint

from surveyapp.web.staff import views

blueprint = Blueprint("staff", __name__, template_folder="templates", url_prefix="/verwaltung")

GET, POST, FORM = ["GET"], ["POST"], ["GET", "POST"]

for rule, view, methods in (
    ("/anmelden", views.sign_in, FORM),
    ("/abmelden", views.sign_out, POST),
    ("/", views.surveys, GET),
    ("/befragungen/<slug>/", views.survey, GET),
    ("/befragungen/<slug>/<int:number>/oeffnen", views.open_wave, POST),
    ("/befragungen/<slug>/<int:number>/schliessen", views.close_wave, POST),
    ("/befragungen/<slug>/<int:number>/freigeben", views.release, POST),
    ("/befragungen/<slug>/<int:number>/veroeffentlichen", views.publish, POST),
    ("/bestand/", views.inventory, GET),
    ("/bestand/einlesen", views.import_inventory, POST),
    ("/bestand/arten/<code>", views.facility_type, FORM),
    ("/gebiete/", views.areas, GET),
    ("/gebiete/einlesen", views.regroup, POST),
):
    blueprint.add_url_rule(rule, view.__name__, view, methods=methods)
