"""A file of SurveyJS as a questionnaire with remarks, or as the reasons why it is refused."""

from __future__ import annotations

import json
from pathlib import PurePath

from surveyapp.exchange.names import identifier
from surveyapp.exchange.report import Outcome, Refused, Taken
from surveyapp.exchange.surveyjs.conditions import piping, without_answers
from surveyapp.exchange.surveyjs.cycles import refuse_cycles
from surveyapp.exchange.surveyjs.declare import declare
from surveyapp.exchange.surveyjs.elements import folded
from surveyapp.exchange.surveyjs.json_file import Json, items, read_json
from surveyapp.exchange.surveyjs.notes import Notes
from surveyapp.exchange.surveyjs.pages import Laid, lay_out, trigger_expression, trigger_kind
from surveyapp.exchange.surveyjs.pieces import Place, say_properties
from surveyapp.exchange.surveyjs.reading import Reading
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol
from surveyapp.exchange.surveyjs.texts import Texts
from surveyapp.questionnaire.model import Questionnaire

SECONDS_PER_QUESTION = 15
"""Time families take for one question, for the promise on the first page."""

_TRIGGERS = {
    "setvalue": ("setzt einen Wert", "sets a value"),
    "copyvalue": ("kopiert einen Wert", "copies a value"),
    "runexpression": ("rechnet einen Wert aus", "works out a value"),
}


def read(content: bytes, file_name: str) -> Outcome:
    """Return what became of a file; never raises for what the file says."""
    notes = Notes()
    survey = read_json(content, notes)
    if survey is None or not _has_shape(survey, notes):
        return Refused(tuple(notes.errors))
    reading = Reading(survey, notes, Texts(survey, notes))
    _note_triggers(reading)
    declare(reading)
    refuse_cycles(reading)
    if notes.errors:
        return Refused(tuple(notes.errors))
    laid = lay_out(reading)
    if not notes.errors and not laid.pages:
        notes.refuse("", "der Fragebogen fragt nichts", "the survey asks nothing")
    if notes.errors:
        return Refused(tuple(notes.errors))
    questionnaire = _questionnaire(reading, laid, file_name)
    _last_remarks(reading)
    return Taken(questionnaire, tuple(notes.changed), tuple(notes.dropped))


def _has_shape(survey: Json, notes: Notes) -> bool:
    """Refuse a file whose lists are no lists, or that holds no survey at all."""
    for key in ("pages", "elements", "questions"):
        if key in survey and not isinstance(survey[key], list):
            notes.refuse(key, "hier muss eine Liste stehen", "a list must stand here")
    if not any(key in survey for key in ("pages", "elements", "questions")):
        notes.refuse(
            "",
            "die Datei enthält weder Seiten (pages) noch Elemente (elements)",
            "the file holds neither pages nor elements",
        )
    for n, page in enumerate(items(survey.get("pages"))):
        if not isinstance(page, dict):
            notes.refuse(f"pages[{n}]", "die Seite ist kein Objekt", "the page is no object")
            continue
        for key in ("elements", "questions"):
            if key in page and not isinstance(page[key], list):
                notes.refuse(
                    f"pages[{n}].{key}", "hier muss eine Liste stehen", "a list must stand here"
                )
    return not notes.errors


def _note_triggers(reading: Reading) -> None:
    """Find what triggers show, and say which of them do something that does not exist here."""
    for n, each in enumerate(items(reading.survey.get("triggers"))):
        trigger = each if isinstance(each, dict) else {}
        kind, where = trigger_kind(trigger), f"triggers[{n}]"
        if kind == "visible":
            for key in ("pages", "questions"):
                for name in items(trigger.get(key)):
                    reading.shown_by_trigger[folded(name)] = trigger_expression(trigger) or ""
        elif kind in _TRIGGERS:
            german, english = _TRIGGERS[kind]
            reading.notes.drop(
                where,
                f"der Auslöser {german}; das gibt es hier nicht",
                f"the trigger {english}; that does not exist here",
            )
        elif kind not in ("complete", "skip"):
            reading.notes.refuse(
                where,
                f"den Auslöser „{kind}“ gibt es in SurveyJS nicht",
                f"there is no trigger “{kind}” in SurveyJS",
            )


def _questionnaire(reading: Reading, laid: Laid, file_name: str) -> Questionnaire:
    survey, texts = reading.survey, reading.texts
    place = Place(reading, survey, "", Scope(reading.names), Symbol("", "", Sort.GROUP))
    say_properties(place, "survey")
    stem = PurePath(file_name).stem or "survey"
    title = texts.read(survey.get("title"), "title", piping(place.scope))
    intro = place.text("description")
    thanked = without_answers(reading, survey.get("completedHtml"), "completedHtml", place.scope)
    thanks = texts.read(thanked, "completedHtml", piping(place.scope))
    number = sum(len(page.questions) for page in laid.pages)
    return Questionnaire(
        id=identifier(stem),
        version=1,
        title=title or texts.same(stem),
        intro=intro
        or texts.own("Bitte beantworten Sie die Fragen.", "Please answer the questions."),
        thanks=thanks or texts.own("Vielen Dank!", "Thank you!"),
        languages=texts.languages,
        minutes=max(1, -(-number * SECONDS_PER_QUESTION // 60)),
        sections=laid.sections,
        pages=laid.pages,
        lists=laid.lists,
    )


def _note_unused(reading: Reading) -> None:
    """Say which values the survey works out for whoever reads the answers."""
    survey = reading.survey
    said = json.dumps(survey, ensure_ascii=False).lower()
    for n, each in enumerate(items(survey.get("calculatedValues"))):
        name = str(each.get("name") if isinstance(each, dict) else "")
        if f"{{{name.lower()}}}" not in said:
            reading.notes.drop(
                f"calculatedValues[{n}]",
                f"der Rechenwert „{name}“ steht in keiner Frage und entfällt",
                f"the value “{name}” is used by no question and is left out",
            )


def _last_remarks(reading: Reading) -> None:
    _note_unused(reading)
    reading.notes.change(
        "",
        "jede Frage bietet hier auch „keine Angabe“ an",
        "every question also offers “prefer not to say” here",
    )
    if reading.texts.was_marked:
        reading.notes.change(
            "",
            "fette, schräge und verlinkte Wörter sind einfacher Text geworden",
            "bold, italic and linked words have become plain text",
        )
    if reading.notes.looks:
        named = ", ".join(sorted(reading.notes.looks))
        reading.notes.drop(
            "",
            f"Einstellungen für Aussehen und Ablauf gelten hier nicht: {named}",
            f"settings of look and running do not apply here: {named}",
        )
