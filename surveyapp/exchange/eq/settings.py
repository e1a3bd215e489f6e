"""What a file of eQ says of itself and of its running, and what becomes of it here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.exchange.eq.plan import Plan
from surveyapp.exchange.eq.source import obj
from surveyapp.exchange.eq.wording import Wordings
from surveyapp.exchange.surveyjs.json_file import items

_READ = frozenset(
    {"mime_type", "language", "schema_version", "data_version", "survey_id", "title", "theme"}
    | {"description", "sections", "metadata", "questionnaire_flow", "answer_codes", "form_type"}
)

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "legal_basis": (
        "die Rechtsgrundlage ist eine andere; die des Landkreises steht in der Datenschutzerklärung",
        "the legal basis is another one; that of the county stands in the privacy notice",
    ),
    "submission": (
        "die Seite zum Absenden ist die des Programms",
        "the page before sending is the product's own",
    ),
    "post_submission": (
        "nach dem Absenden sind Antworten nicht mehr zu sehen",
        "answers cannot be seen any more once they are sent",
    ),
    "individual_response": (
        "eine Familie antwortet gemeinsam; eigene Zugänge für Einzelne gibt es nicht",
        "a family answers together; there are no accesses for single persons",
    ),
    "preview_questions": (
        "eine Vorschau aller Fragen gibt es nicht als Teil des Fragebogens",
        "there is no preview of all questions inside the questionnaire",
    ),
    "session_timeout_in_seconds": (
        "Familien haben so viel Zeit, wie sie brauchen",
        "families have as much time as they need",
    ),
    "supplementary_data": (
        "was andere Stellen über eine Familie wissen, wird hier nie verwendet",
        "what others know of a family is never used here",
    ),
    "hub": ("eine Übersicht der Abschnitte gibt es nicht", "there is no hub of sections"),
}


def say_settings(plan: Plan, words: Wordings) -> None:
    """Remark everything about the file as a whole that did not come over as it stood."""
    notes, survey = plan.notes, plan.source.survey
    if obj(survey.get("questionnaire_flow")).get("type") == "Hub":
        notes.change(
            "questionnaire_flow",
            "die Abschnitte stehen hier in fester Folge, nicht zur Auswahl auf einer Übersicht",
            "sections stand in a fixed order here, not on a hub to choose from",
        )
    names = sorted(plan.source.metadata)
    if names:
        notes.drop(
            "metadata",
            f"was das aufrufende System mitgibt, gibt es hier nicht: {', '.join(names)}",
            f"what the launching system says does not exist here: {', '.join(names)}",
        )
    if items(survey.get("answer_codes")):
        notes.drop(
            "answer_codes",
            "die Codes der Auswertung von eQ gelten nicht; Daten stehen unter den Kennungen",
            "the codes of eQ's output do not apply; data stand under the ids",
        )
    for key, value in survey.items():
        if key in _SENTENCES and value not in (None, False, {}):
            notes.drop(key, *_SENTENCES[key])
        elif key not in _READ and key not in _SENTENCES:
            notes.looks.add(key)
    _say_inside(plan)
    _say_texts(plan, words)
    if notes.looks:
        named = ", ".join(sorted(notes.looks))
        notes.drop(
            "",
            f"Einstellungen für Aussehen und Ablauf gelten hier nicht: {named}",
            f"settings of look and running do not apply here: {named}",
        )


_LOOKS = frozenset(
    {"q_code", "validation", "show_guidance", "hide_guidance", "show_on_section_summary"}
    | {
        "hide_on_section_summary",
        "show_on_hub",
        "summary",
        "unit_length",
        "visible",
        "detail_visible",
    }
    | {
        "page_title",
        "cancel_text",
        "cancel_button_text",
        "max_rows",
        "voluntary",
        "clear_answer_text",
    }
    | {
        "same_name_answer_ids",
        "hide_in_navigation",
        "collapsible",
        "non_list_item_answers",
    }
    | {"instruction_label", "last_viewed_question_guidance", "interviewer_only"}
)


def _say_inside(plan: Plan) -> None:
    """Name settings of sections, blocks and answers that mean nothing here."""
    waiting: list[Any] = [plan.source.survey.get("sections")]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            plan.notes.looks |= _LOOKS & set(each)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _say_texts(plan: Plan, words: Wordings) -> None:
    notes = plan.notes
    notes.change(
        "",
        "jede Frage bietet hier auch „keine Angabe“ an",
        "every question also offers “prefer not to say” here",
    )
    if words.was_marked:
        notes.change(
            "",
            "fette, schräge und verlinkte Wörter sind einfacher Text geworden",
            "bold, italic and linked words have become plain text",
        )
    if words.has_plain_quotes:
        notes.change(
            "",
            "gerade Anführungszeichen und Apostrophe bleiben stehen; typografische lesen sich besser",
            "straight quotes and apostrophes stay as they are; typographic ones read better",
        )
