"""What a file of eQ says of itself and of its running, and what becomes of it here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from surveyapp.exchange.eq.plan import Plan
from surveyapp.exchange.eq.source import obj
from surveyapp.exchange.eq.wording import Wordings
from surveyapp.exchange.names import identifier
from surveyapp.exchange.surveyjs.json_file import Json, items

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


_KNOWN: Mapping[str, frozenset[str]] = {
    "section": frozenset({"id", "title", "enabled", "repeat", "groups"}),
    "group": frozenset({"id", "title", "blocks", "skip_conditions", "routing_rules"}),
    "block": frozenset(
        {"id", "type", "for_list", "question", "question_variants", "content", "content_variants"}
        | {"skip_conditions", "routing_rules", "add_block", "edit_block", "remove_block", "title"}
        | {"add_or_edit_block", "unrelated_block", "repeating_blocks", "calculation"}
        | {"add_answer", "remove_answer", "add_or_edit_answer", "primary_content"}
        | {"secondary_content", "preview_content"}
    ),
    "question": frozenset(
        {"id", "type", "title", "description", "instruction", "guidance", "definitions", "answers"}
        | {"definition", "warning", "dynamic_answers", "calculations", "period_limits", "mandatory"}
    ),
    "answer": frozenset(
        {"id", "type", "mandatory", "label", "description", "guidance", "options", "minimum"}
        | {
            "maximum",
            "decimal_places",
            "unit",
            "units",
            "currency",
            "max_length",
            "rows",
            "default",
        }
        | {"dynamic_options", "suggestions", "suggestions_url"}
    ),
    "option": frozenset({"label", "value", "description", "detail_answer", "action"}),
}
"""What is read of each piece; everything else means nothing here and is named."""


def _say_inside(plan: Plan) -> None:
    """Name settings of sections, blocks and answers that mean nothing here."""
    for kind, said in _pieces(plan):
        plan.notes.looks |= {str(key)[:60] for key in set(said) - _KNOWN[kind]}
    for name, symbol in plan.symbols.items():
        if symbol.id not in ("", identifier(name)) and not symbol.is_part:
            plan.notes.change(
                symbol.block.path,
                f"„{name}“ heißt hier „{symbol.id}“",
                f"“{name}” is called “{symbol.id}” here",
            )


def _pieces(plan: Plan) -> Iterator[tuple[str, Json]]:
    for section in plan.source.sections:
        yield "section", section.json
        yield from (("group", group.json) for group in section.groups)
    for block in plan.source.every_block():
        yield "block", block.json
        yield from (("question", wording.json) for wording in block.wordings)
    for answer in (each for found in plan.source.answers.values() for each in found):
        yield "answer", answer.json
        yield from (("option", obj(each)) for each in items(answer.json.get("options")))


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
