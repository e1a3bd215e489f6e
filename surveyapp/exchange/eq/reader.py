"""A file of ONS eQ as a questionnaire with remarks, or as the reasons why it is refused."""

from __future__ import annotations

from pathlib import PurePath

from surveyapp.exchange.eq.fields import Fields
from surveyapp.exchange.eq.modern import UnknownConditionError, modern
from surveyapp.exchange.eq.pages import Layout
from surveyapp.exchange.eq.plan import Plan, planned
from surveyapp.exchange.eq.routes import Router
from surveyapp.exchange.eq.rules import Rules, Scope
from surveyapp.exchange.eq.settings import say_settings
from surveyapp.exchange.eq.shape import has_shape
from surveyapp.exchange.eq.sound import check
from surveyapp.exchange.eq.source import Section as Found
from surveyapp.exchange.eq.source import found_in
from surveyapp.exchange.eq.truth import TooLargeError
from surveyapp.exchange.eq.wording import Wordings
from surveyapp.exchange.names import Names, identifier
from surveyapp.exchange.report import Outcome, Refused, Taken
from surveyapp.exchange.surveyjs.json_file import Json, read_json
from surveyapp.exchange.surveyjs.notes import Notes
from surveyapp.questionnaire.model import Questionnaire, Section

SECONDS_PER_QUESTION = 15
"""Time families take for one question, for the promise on the first page."""


def read(content: bytes, file_name: str) -> Outcome:
    """Return what became of a file; never raises for what the file says."""
    notes = Notes()
    survey = read_json(content, notes)
    if survey is not None:
        survey = _modern(survey, notes)
    if survey is None or notes.errors or not has_shape(survey, notes):
        return Refused(tuple(notes.errors))
    source = found_in(survey, notes)
    if not check(source):
        return Refused(tuple(notes.errors))
    plan = planned(source, notes)
    try:
        questionnaire = _questionnaire(plan, file_name)
    except (TooLargeError, RecursionError):
        notes.refuse(
            "",
            "die Bedingungen der Datei sind zu verwickelt, um sie zu übersetzen",
            "the conditions of the file are too intricate to be translated",
        )
        return Refused(tuple(notes.errors))
    if not questionnaire.pages:
        notes.refuse("", "der Fragebogen fragt nichts", "the questionnaire asks nothing")
        return Refused(tuple(notes.errors))
    return Taken(questionnaire, tuple(notes.changed), tuple(notes.dropped))


def _modern(survey: Json, notes: Notes) -> Json | None:
    try:
        found = modern(survey)
    except UnknownConditionError as error:
        notes.refuse(
            "when",
            f"die Bedingung „{error}“ gibt es in eQ nicht",
            f"there is no condition “{error}” in eQ",
        )
        return None
    return found if isinstance(found, dict) else None


def _questionnaire(plan: Plan, file_name: str) -> Questionnaire:
    survey = plan.source.survey
    rules = Rules(plan)
    words = Wordings(plan, rules)
    router = Router(plan, rules)
    layout = Layout(plan, rules, words, Fields(plan, rules, words), router.ways)
    sections: list[Section] = []
    ids = Names(())
    for number, found in enumerate(plan.source.sections, 1):
        section = Section(ids.id_of(found.id), _title(words, found, number), _show(words, found))
        router.section(found)
        before = len(layout.pages)
        layout.lay(found, section.id)
        sections += [section] if len(layout.pages) > before else []
    say_settings(plan, words)
    stem = PurePath(file_name).stem or "questionnaire"
    asked = sum(len(page.questions) for page in layout.pages)
    title = words.read(survey["title"], Scope(None, "title"))
    description = words.read(survey.get("description"), Scope(None, "description"))
    said = words.text(description) if description else None
    return Questionnaire(
        id=identifier(stem),
        version=1,
        title=words.text(title or stem),
        intro=layout.intro
        or said
        or words.own("Bitte beantworten Sie die Fragen.", "Please answer the questions."),
        thanks=words.own("Vielen Dank!", "Thank you!"),
        languages=(words.language,),
        minutes=max(1, -(-asked * SECONDS_PER_QUESTION // 60)),
        sections=tuple(sections),
        pages=tuple(layout.pages),
        lists=tuple(layout.lists.values()),
    )


def _title(words: Wordings, found: Found, number: int) -> dict[str, str]:
    scope = Scope(None, f"{found.path}.title")
    groups = (group.json.get("title") for group in found.groups)
    candidates = (found.json.get("title"), *groups)
    said = next((read for each in candidates if each and (read := words.read(each, scope))), "")
    return dict(words.text(said) if said else words.own(f"Teil {number}", f"Part {number}"))


def _show(words: Wordings, found: Found) -> str | None:
    enabled = found.json.get("enabled")
    if enabled is None:
        return None
    scope = Scope(None, f"{found.path}.enabled")
    return words.condition(words.rules.truth(enabled["when"], scope), scope)
