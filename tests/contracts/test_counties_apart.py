"""What is changed is noted, and every row belongs to a county: nothing is forgotten by being new."""

from surveyapp.services.deeds import TAKEN
from surveyapp.storage.db import db
from surveyapp.storage.row_security import SHARED, condition, tables
from surveyapp.web.staff.guard import ASKED, DEEDS_OF

NOT_NOTED = {
    "staff.sign_in": "who is let in is noted where it is decided",
    "staff.second_step": "who is let in is noted where it is decided",
    "staff.sign_in_with_passkey": "who is let in is noted where it is decided",
    "staff.invitation": "that an account was made is noted with it",
    "staff.accept_with_passkey": "that an account was made is noted with it",
    "staff.sign_out": "it changes nothing of a county",
    "staff.ask_to_sign_in": "it asks a question and keeps nothing of a person",
    "staff.ask_for_proof": "it asks a question and keeps nothing of a person",
    "staff.ask_for_new": "it asks a question and keeps nothing of a person",
    "staff.ask_guest": "it asks a question and keeps nothing of a person",
    "staff.prove": "what is done after the proof is noted",
    "staff.spare_codes_file": "it gives back what was just shown",
    "staff.begin_sheet": "when a sheet is keyed would tell when a family's answers came in",
    "staff.key_sheet": "when a sheet is keyed would tell when a family's answers came in",
    "staff.compare_sheet": "when a sheet is settled would tell when a family's answers came in",
    "staff.decide_sheet": "when a sheet is settled would tell when a family's answers came in",
    "staff.discard_sheet": "its number leads to a family's answers",
    "staff.code_texts": "texts are ordered one by one; that somebody began is noted",
    "staff.bring_in": "it reads a file and keeps nothing",
    "staff.limesurvey": "it reads a survey elsewhere and keeps nothing",
    "staff.take_along": "it gives back what was just brought in",
    "staff.translation_preview": "it shows a questionnaire and keeps nothing",
    "staff.change_studio": "the history of a draft says who changed what",
    "staff.undo_edit": "the history of a draft says who changed what",
    "staff.redo_edit": "the history of a draft says who changed what",
    "staff.resolve_conflict": "the history of a draft says who changed what",
    "staff.say_remark": "a remark stands with its author's name",
    "staff.pretest": "what testers send is of no person of the staff",
    "staff.studio_preview": "it shows a draft and keeps nothing",
    "staff.try_out": "it tries a questionnaire and keeps nothing",
}
"""Views that take a form without a deed in the audit log, and why."""


DOORS = {
    *("staff.sign_in", "staff.second_step", "staff.sign_in_with_passkey", "staff.ask_to_sign_in"),
    *("staff.sign_in_at_county", "staff.back_from_county", "staff.sign_out"),
    *("staff.invitation", "staff.accept_with_passkey", "staff.ask_guest"),
    "staff.pretest",
}
"""Views for people who are not signed in yet."""


def _views(app):
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("staff."):
            yield rule.endpoint, app.view_functions[rule.endpoint], rule.methods


def test_every_form_of_staff_names_its_deed_or_says_why_not(sqlite_app):
    forms = {name: view for name, view, methods in _views(sqlite_app) if "POST" in methods}

    silent = {name for name, view in forms.items() if DEEDS_OF.get(view) is None}

    assert silent == set(NOT_NOTED)


def test_every_page_of_staff_is_guarded(sqlite_app):
    bare = {name for name, view, _methods in _views(sqlite_app) if view not in ASKED}

    assert bare == DOORS


def test_files_that_are_taken_along_are_noted(sqlite_app):
    noted = {name for name, view, _methods in _views(sqlite_app) if DEEDS_OF.get(view) in TAKEN}

    assert {"staff.document_file", "staff.job_file", "staff.log_table"} <= noted


def test_every_row_of_the_main_store_belongs_to_a_county(sqlite_app):
    known = db.metadatas[None].tables

    conditions = {table.name: condition(table) for table in tables()}

    assert set(conditions) | set(SHARED) == set(known)
    assert set(conditions) & set(SHARED) == set()
    assert all("county_ags = " in each for each in conditions.values())


def test_every_row_of_register_and_urn_belongs_to_a_wave(sqlite_app):
    lost = {
        table.name
        for store in ("register", "urn")
        for table in db.metadatas[store].sorted_tables
        if not _is_of_a_wave(table)
    }

    assert lost == set()


def _is_of_a_wave(table):
    column = table.columns.get("wave_id")
    if column is not None:
        return not column.nullable
    keys = [key for key in table.foreign_keys if not key.parent.nullable]
    return any(_is_of_a_wave(key.column.table) for key in keys)
