"""Every address of the staff part on one page."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from surveyapp.web.staff import (
    contacts,
    documents,
    facility,
    field,
    frame,
    jobs,
    kinds,
    letters,
    limesurvey,
    log,
    measures,
    microdata,
    on_site,
    paper,
    planning,
    releases,
    retention,
    returns,
    sample,
    specials,
    start,
    studio_pages,
    studio_preview,
    studio_release,
    studio_views,
    texts,
    themes,
    tokens,
    travel,
    trial_run,
    views,
    weighting,
)
from surveyapp.web.staff import questionnaire_views as questionnaires
from surveyapp.web.staff.door_urls import RULES

blueprint = Blueprint("staff", __name__, template_folder="templates", url_prefix="/verwaltung")
blueprint.context_processor(frame.shared)

WEIGHTING = "/befragungen/<slug>/<int:number>/gewichtung"
MICRODATA = "/befragungen/<slug>/<int:number>/einzeldaten"
PAPER = "/befragungen/<slug>/<int:number>/papier"

TRIAL = "/fragebogen/<key>/probelauf"
STUDIO = "/fragebogen/<key>/studio"

GET, POST, FORM = ["GET"], ["POST"], ["GET", "POST"]

for rule, view, methods in (
    *RULES,
    ("/", views.surveys, GET),
    ("/anlage/", start.installation, GET),
    ("/datenschutz/", start.protection, GET),
    ("/landkreise/", start.counties, GET),
    ("/protokoll/", log.log, GET),
    ("/protokoll/tabelle.csv", log.log_table, GET),
    ("/uebersetzungen/", start.translations, GET),
    ("/befragungen/neu", field.new_survey, FORM),
    ("/befragungen/<slug>/", views.survey, GET),
    ("/befragungen/<slug>/aendern", field.change_survey, FORM),
    ("/befragungen/<slug>/loeschen", field.delete_survey, POST),
    ("/befragungen/<slug>/zeitraeume", field.periods, FORM),
    ("/befragungen/<slug>/neue-welle", field.new_wave, FORM),
    ("/befragungen/<slug>/<int:number>/aendern", field.change_wave, FORM),
    ("/befragungen/<slug>/<int:number>/loeschen", field.delete_wave, POST),
    ("/befragungen/<slug>/<int:number>/stichprobe", sample.sample, FORM),
    ("/befragungen/<slug>/<int:number>/ruecklauf", returns.returns, GET),
    ("/befragungen/<slug>/kontakte", contacts.contacts, GET),
    ("/befragungen/<slug>/kontakte/<wish>/loeschen", contacts.forget_contact, POST),
    ("/befragungen/<slug>/unterlagen", documents.documents, GET),
    ("/befragungen/<slug>/unterlagen.zip", documents.document_archive, POST),
    ("/befragungen/<slug>/unterlagen/<document>", documents.document, GET),
    (
        "/befragungen/<slug>/unterlagen/<document>.<any(html, pdf, docx):suffix>",
        documents.document_file,
        GET,
    ),
    ("/befragungen/<slug>/briefe", letters.letters, GET),
    ("/befragungen/<slug>/<int:number>/briefe", letters.issue_letters, POST),
    ("/befragungen/<slug>/<int:number>/briefe/sperren", letters.void_letter, POST),
    ("/befragungen/<slug>/<int:number>/briefe/alle-sperren", letters.void_all_letters, POST),
    ("/befragungen/<slug>/<int:number>/briefe/erinnern", letters.remind, POST),
    ("/befragungen/<slug>/vor-ort", on_site.on_site, GET),
    ("/befragungen/<slug>/papier", paper.papers, GET),
    (f"{PAPER}/bogen.<any(pdf, json):suffix>", paper.print_sheets, GET),
    (f"{PAPER}/<any(a3, a4, karte, karten):paper>.pdf", paper.print_poster, GET),
    (f"{PAPER}/eingeben", paper.begin_sheet, POST),
    (f"{PAPER}/eingeben/bogen", paper.key_sheet, POST),
    (f"{PAPER}/vergleich/<int:sheet>", paper.compare_sheet, FORM),
    (f"{PAPER}/vergleich/<int:sheet>/bogen", paper.decide_sheet, POST),
    (f"{PAPER}/vergleich/<int:sheet>/verwerfen", paper.discard_sheet, POST),
    ("/befragungen/<slug>/loeschplan", retention.retention, FORM),
    ("/befragungen/<slug>/freitexte", texts.texts, GET),
    ("/befragungen/<slug>/<int:number>/freitexte/<text>/freigeben", texts.approve_text, POST),
    ("/befragungen/<slug>/<int:number>/freitexte/<text>/zuruecknehmen", texts.take_back_text, POST),
    ("/befragungen/<slug>/<int:number>/themen", themes.themes, GET),
    (
        "/befragungen/<slug>/<int:number>/themen/<question>/<any(erste, zweite):look>/beginnen",
        themes.begin_coding,
        POST,
    ),
    (
        "/befragungen/<slug>/<int:number>/themen/<question>/<any(erste, zweite, abweichungen):look>",
        themes.code_texts,
        FORM,
    ),
    ("/befragungen/<slug>/<int:number>/themen/<question>/liste", themes.theme_list, GET),
    ("/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>", themes.theme, FORM),
    (
        "/befragungen/<slug>/<int:number>/themen/<question>/liste/<theme>/loeschen",
        themes.remove_theme,
        POST,
    ),
    (WEIGHTING, weighting.weighting, GET),
    (f"{WEIGHTING}/auswahl", weighting.say_drawing, POST),
    (f"{WEIGHTING}/einlesen", weighting.bring_in_totals, POST),
    (f"{WEIGHTING}/entscheiden", weighting.decide_weighting, POST),
    (f"{WEIGHTING}/neu-entscheiden", weighting.undo_weighting, POST),
    (f"{WEIGHTING}/randzahlen.csv", weighting.totals_table, GET),
    (f"{WEIGHTING}/zuruecknehmen", weighting.take_totals_back, POST),
    ("/befragungen/<slug>/<int:number>/oeffnen", views.open_wave, POST),
    ("/befragungen/<slug>/<int:number>/schliessen", views.close_wave, POST),
    ("/befragungen/<slug>/<int:number>/berechnen", views.release, POST),
    ("/befragungen/<slug>/<int:number>/freigaben", releases.releases, GET),
    (
        "/befragungen/<slug>/<int:number>/freigaben/<int:release>/ohne",
        releases.release_rest,
        POST,
    ),
    ("/befragungen/<slug>/<int:number>/sonderauswertungen", specials.special_analyses, FORM),
    (
        "/befragungen/<slug>/<int:number>/sonderauswertungen/<int:special>",
        specials.special_analysis,
        GET,
    ),
    (MICRODATA, microdata.microdata, FORM),
    (f"{MICRODATA}/<int:export>/holen", microdata.take_microdata, POST),
    (f"{MICRODATA}/<int:export>/loeschen", microdata.forget_microdata, POST),
    ("/befragungen/<slug>/<int:number>/zeigen", views.publish, POST),
    ("/befragungen/<slug>/<int:number>/verbergen", views.withdraw, POST),
    ("/bestand/", views.inventory, GET),
    ("/bestand/einlesen", views.import_inventory, POST),
    ("/bestand/vorlage/<any(bestand, angebote):table>.csv", views.template, GET),
    ("/bestand/arten/<code>", kinds.facility_type, FORM),
    ("/bestand/orte/<int:place>", facility.facility, FORM),
    ("/bestand/fahrzeiten/", travel.travel, GET),
    ("/bestand/fahrzeiten/einlesen", travel.import_travel, POST),
    ("/bestand/fahrzeiten/vorlage.csv", travel.travel_template, GET),
    ("/bestand/fahrzeiten/rasterzellen.csv", travel.travel_origins, GET),
    ("/bestand/fahrzeiten/<int:times>/loeschen", travel.forget_travel, POST),
    ("/gebiete/", views.areas, GET),
    ("/gebiete/einlesen", views.regroup, POST),
    ("/gebiete/vorlage.csv", views.grouping, GET),
    ("/planung/", planning.needs, GET),
    ("/planung/gewichte", planning.weigh, POST),
    ("/planung/szenarien/", planning.scenarios, FORM),
    ("/planung/szenarien/<scenario>/", planning.scenario, GET),
    ("/planung/szenarien/<scenario>/aendern", planning.change_scenario, POST),
    ("/planung/szenarien/<scenario>/standorte", planning.best_places, GET),
    ("/planung/szenarien/<scenario>/standorte/suchen", planning.search_places, POST),
    ("/planung/szenarien/<scenario>/uebernehmen", planning.adopt_places, POST),
    ("/planung/szenarien/<scenario>/<int:number>/zuruecknehmen", planning.undo_change, POST),
    ("/planung/szenarien/<scenario>/loeschen", planning.delete_scenario, POST),
    ("/planung/massnahmen/", measures.measures, GET),
    ("/planung/massnahmen/neu", measures.new_measure, FORM),
    ("/planung/massnahmen/<measure>/", measures.measure, GET),
    ("/planung/massnahmen/<measure>/aendern", measures.change_measure, POST),
    ("/planung/massnahmen/<measure>/beschluss", measures.resolve_measure, POST),
    ("/planung/massnahmen/<measure>/sprachen", measures.translate_measure, FORM),
    ("/planung/massnahmen/<measure>/loeschen", measures.delete_measure, POST),
    ("/zugaenge-programme/", tokens.access, FORM),
    ("/zugaenge-programme/<access>/sperren", tokens.block_access, POST),
    ("/auftraege/", jobs.jobs, GET),
    ("/auftraege/<job>/", jobs.job, GET),
    ("/auftraege/<job>/abbrechen", jobs.cancel_job, POST),
    ("/auftraege/<job>/dateien/<int:file>", jobs.job_file, GET),
    ("/fragebogen/", questionnaires.questionnaires, GET),
    ("/fragebogen/einlesen", questionnaires.bring_in, FORM),
    ("/fragebogen/einlesen/limesurvey", limesurvey.limesurvey, FORM),
    ("/fragebogen/einlesen/behalten", questionnaires.keep, POST),
    ("/fragebogen/einlesen/laden", questionnaires.take_along, POST),
    ("/fragebogen/regeln/", questionnaires.rules, GET),
    ("/fragebogen/regeln/<rule>", questionnaires.rule, GET),
    ("/fragebogen/<key>/", questionnaires.questionnaire, GET),
    ("/fragebogen/<key>/pruefung", questionnaires.check, GET),
    ("/fragebogen/<key>/fassungen", questionnaires.editions, GET),
    ("/fragebogen/<key>/veroeffentlichen", questionnaires.publish_questionnaire, POST),
    ("/fragebogen/<key>/probieren", questionnaires.try_out, FORM),
    (TRIAL, trial_run.trial_run, GET),
    (f"{TRIAL}/starten", trial_run.start_trial_run, POST),
    (f"{TRIAL}/beweise", trial_run.trial_proof, GET),
    (f"{TRIAL}/beweise/suchen", trial_run.start_trial_proof, POST),
    (f"{TRIAL}/seiten", trial_run.trial_sheets, GET),
    ("/fragebogen/<key>/ausgabe/<form>", questionnaires.give_out, GET),
    ("/fragebogen/<key>/loeschen", questionnaires.delete_draft, POST),
    ("/fragebogen/neu", studio_pages.new_questionnaire, FORM),
    ("/fragebogen/<key>/bearbeiten", studio_pages.edit_questionnaire, POST),
    (STUDIO, studio_views.studio, GET),
    (f"{STUDIO}/aendern", studio_views.change_studio, POST),
    (f"{STUDIO}/rueckgaengig", studio_views.undo_edit, POST),
    (f"{STUDIO}/wiederholen", studio_views.redo_edit, POST),
    (f"{STUDIO}/zusammenfuehren", studio_views.resolve_conflict, POST),
    (f"{STUDIO}/vorschau", studio_preview.studio_preview, FORM),
    (f"{STUDIO}/hinweise", studio_pages.studio_findings, GET),
    (f"{STUDIO}/kommentare", studio_pages.studio_remarks, GET),
    (f"{STUDIO}/kommentare/sagen", studio_pages.say_remark, POST),
    (f"{STUDIO}/verlauf", studio_pages.studio_history, GET),
    (f"{STUDIO}/verlauf/zurueck", studio_pages.return_to_revision, POST),
    (f"{STUDIO}/freigabe", studio_release.studio_release, GET),
    (f"{STUDIO}/freigabe/geben", studio_release.sign_off_draft, POST),
):
    blueprint.add_url_rule(rule, view.__name__, view, methods=methods)


@blueprint.before_request
def _refuse_nul() -> None:
    """Refuse the NUL sign, which no keyboard has and PostgreSQL keeps nowhere."""
    if any("\0" in f"{name}{value}" for name, value in request.values.items(multi=True)):
        abort(400)


@blueprint.after_request
def _keep_nowhere(response: Response) -> Response:
    """Leave no page of the staff part in a cache: the next person at the machine reads none."""
    response.headers["Cache-Control"] = "no-store"
    return response
