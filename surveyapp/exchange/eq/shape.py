"""What must stand where in a file of eQ: without it nothing else can be looked at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from surveyapp.exchange.eq.source import SUB_BLOCKS, obj
from surveyapp.exchange.surveyjs.json_file import Json, items
from surveyapp.exchange.surveyjs.notes import Notes

REQUIRED = (
    *("mime_type", "language", "schema_version", "data_version", "survey_id", "title"),
    *("theme", "metadata", "sections"),
)
"""Keys without which eQ refuses a file."""

QUESTION_BLOCKS = frozenset(
    {"Question", "ConfirmationQuestion", "ListCollector", "ListCollectorDrivingQuestion"}
    | {"PrimaryPersonListCollector", "RelationshipCollector"}
)
"""Blocks on the way that ask a question."""

INNER_BLOCKS = {
    "add_block": "ListAddQuestion",
    "edit_block": "ListEditQuestion",
    "remove_block": "ListRemoveQuestion",
    "repeating_blocks": "ListRepeatingQuestion",
    "add_or_edit_block": "PrimaryPersonListAddOrEditQuestion",
    "unrelated_block": "UnrelatedQuestion",
}
"""Blocks inside others, by the key they stand under."""

PLAIN_BLOCKS = frozenset(
    {"Introduction", "Interstitial", "ListCollectorContent", "CalculatedSummary"}
    | {"GrandCalculatedSummary", "Summary", "SectionSummary", "AnswerSummary", "Confirmation"}
)
"""Blocks that ask nothing."""

QUESTIONS = frozenset({"General", "MutuallyExclusive", "DateRange", "Calculated"})

CHOICES = frozenset({"Radio", "Checkbox", "Dropdown", "Relationship"})
NUMBERS = frozenset({"Number", "Currency", "Percentage", "Unit"})
DATES = frozenset({"Date", "MonthYearDate", "YearDate"})
ANSWERS = (
    CHOICES | NUMBERS | DATES | {"TextField", "TextArea", "Duration", "Address", "MobileNumber"}
)
"""Every type of answer."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,199}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_NEEDED = {"Currency": "currency", "Unit": "unit", "Duration": "units"}
_DATA_VERSIONS = ("0.0.1", "0.0.2", "0.0.3")


def has_shape(survey: Json, notes: Notes) -> bool:
    """Refuse a file in which something needed is missing or of another kind."""
    for key in REQUIRED:
        if key not in survey:
            notes.refuse(key, "der Schlüssel fehlt", "the key is missing")
        elif key not in ("metadata", "sections") and not _is_words(survey[key]):
            notes.refuse(key, "hier muss ein Text stehen", "a text must stand here")
    _top(survey, notes)
    for path, section in _inside(survey, "sections", "", notes):
        _id(section, path, notes)
        _enabled(section, path, notes)
        for inner_path, group in _inside(section, "groups", path, notes):
            _id(group, inner_path, notes)
            _rules(group, inner_path, notes)
            for block_path, block in _inside(group, "blocks", inner_path, notes):
                _block(block, block_path, notes)
    return not notes.errors


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _top(survey: Json, notes: Notes) -> None:
    if not isinstance(survey.get("metadata", []), list):
        notes.refuse("metadata", "hier muss eine Liste stehen", "a list must stand here")
    for n, each in enumerate(items(survey.get("metadata"))):
        if not _is_words(obj(each).get("name")):
            notes.refuse(f"metadata[{n}].name", "der Name fehlt", "the name is missing")
    language, version = survey.get("language"), survey.get("data_version")
    if isinstance(language, str) and not _LANGUAGE.fullmatch(language):
        notes.refuse("language", f"„{language[:20]}“ ist keine Sprache", "this is no language")
    if isinstance(version, str) and version not in _DATA_VERSIONS:
        known = ", ".join(_DATA_VERSIONS)
        notes.refuse("data_version", f"es gibt nur {known}", f"there are only {known}")
    flow = survey.get("questionnaire_flow")
    kind = obj(flow).get("type")
    if flow is not None and kind not in ("Linear", "Hub"):
        notes.refuse(
            "questionnaire_flow.type",
            "hier muss Linear oder Hub stehen",
            "Linear or Hub must stand here",
        )
    for key in ("options",):
        if flow is not None and not isinstance(obj(flow).get(key, {}), dict):
            notes.refuse(f"questionnaire_flow.{key}", "das ist kein Objekt", "this is no object")


def _inside(of: Json, key: str, path: str, notes: Notes) -> Iterator[tuple[str, Json]]:
    """Iterate over the objects of a list that must not be empty."""
    where = f"{path}.{key}".lstrip(".")
    if key not in of:
        if path:
            notes.refuse(where, "die Liste fehlt", "the list is missing")
        return
    found = of[key]
    if not isinstance(found, list) or not found:
        german, english = "hier muss eine Liste mit Inhalt stehen", "a filled list must stand here"
        notes.refuse(where, german, english)
        return
    for n, each in enumerate(found):
        if isinstance(each, dict):
            yield f"{where}[{n}]", each
        else:
            notes.refuse(f"{where}[{n}]", "das ist kein Objekt", "this is no object")


def _id(of: Json, path: str, notes: Notes) -> None:
    named = of.get("id")
    if not isinstance(named, str) or not _ID.fullmatch(named):
        notes.refuse(
            f"{path}.id",
            "hier muss eine Kennung aus Buchstaben, Ziffern und Bindestrichen stehen",
            "an id of letters, digits and hyphens must stand here",
        )


def _enabled(section: Json, path: str, notes: Notes) -> None:
    enabled = section.get("enabled")
    if enabled is not None and not isinstance(obj(enabled).get("when"), dict):
        notes.refuse(f"{path}.enabled", "die Bedingung (when) fehlt", "the rule (when) is missing")
    repeat = section.get("repeat")
    if repeat is not None and not _is_words(obj(repeat).get("for_list")):
        notes.refuse(f"{path}.repeat.for_list", "die Liste fehlt", "the list is missing")


def _rules(of: Json, path: str, notes: Notes) -> None:
    skip = of.get("skip_conditions")
    if "skip_conditions" in of and not isinstance(obj(skip).get("when"), dict):
        notes.refuse(
            f"{path}.skip_conditions", "die Bedingung (when) fehlt", "the rule (when) is missing"
        )
    rules = of.get("routing_rules")
    if "routing_rules" in of and not isinstance(rules, list):
        notes.refuse(
            f"{path}.routing_rules", "hier muss eine Liste stehen", "a list must stand here"
        )
    for n, rule in enumerate(items(rules)):
        targets = [key for key in ("block", "group", "section") if _is_words(obj(rule).get(key))]
        if len(targets) != 1:
            notes.refuse(
                f"{path}.routing_rules[{n}]",
                "die Regel muss genau ein Ziel nennen: block, group oder section",
                "the rule must name exactly one target: block, group or section",
            )
        if "when" in obj(rule) and not isinstance(rule["when"], dict):
            notes.refuse(
                f"{path}.routing_rules[{n}].when", "das ist keine Bedingung", "this is no rule"
            )


def _block(block: Json, path: str, notes: Notes) -> None:
    _id(block, path, notes)
    _rules(block, path, notes)
    kind = str(block.get("type"))
    if kind not in QUESTION_BLOCKS | PLAIN_BLOCKS:
        notes.refuse(
            f"{path}.type",
            f"den Block „{str(kind)[:40]}“ gibt es in eQ nicht",
            f"there is no block “{str(kind)[:40]}” in eQ",
        )
        return
    if kind in QUESTION_BLOCKS:
        _questions(block, path, notes)
    if kind in ("CalculatedSummary", "GrandCalculatedSummary"):
        _calculation(block, path, notes)
    if kind == "Interstitial" and not {"content", "content_variants"} & set(block):
        notes.refuse(f"{path}.content", "der Inhalt fehlt", "the content is missing")
    _variants(block, "content", path, notes)
    is_for_list = "List" in str(kind) or kind == "RelationshipCollector"
    if is_for_list and not _is_words(block.get("for_list")):
        notes.refuse(f"{path}.for_list", "die Liste fehlt", "the list is missing")
    _inner_blocks(block, path, notes)


def _calculation(block: Json, path: str, notes: Notes) -> None:
    said = obj(block.get("calculation"))
    operands = obj(said.get("operation")).get("+")
    if not isinstance(said.get("answers_to_calculate"), list) and not isinstance(operands, list):
        notes.refuse(
            f"{path}.calculation",
            "hier muss stehen, was zusammengezählt wird",
            "what is added up must stand here",
        )


def _inner_blocks(block: Json, path: str, notes: Notes) -> None:
    needed = {
        "ListCollector": ("add_block", "edit_block", "remove_block"),
        "PrimaryPersonListCollector": ("add_or_edit_block",),
    }
    for role in needed.get(str(block.get("type")), ()):
        if not isinstance(block.get(role), dict):
            notes.refuse(f"{path}.{role}", "der Block fehlt", "the block is missing")
    found = [(role, f"{path}.{role}", block[role]) for role in SUB_BLOCKS if role in block]
    if "repeating_blocks" in block:
        role = "repeating_blocks"
        found += [(role, where, each) for where, each in _inside(block, role, path, notes)]
    for role, where, inner in found:
        if not isinstance(inner, dict):
            notes.refuse(where, "das ist kein Objekt", "this is no object")
            continue
        _id(inner, where, notes)
        # Early runners called every one of them a question.
        if inner.get("type") not in (INNER_BLOCKS[role], "Question"):
            wanted = INNER_BLOCKS[role]
            notes.refuse(f"{where}.type", f"hier muss {wanted} stehen", f"{wanted} must stand here")
        if "routing_rules" in inner or "skip_conditions" in inner:
            notes.refuse(
                f"{where}.routing_rules",
                "ein Block in einer Liste darf den Weg nicht ändern",
                "a block inside a list may not change the way",
            )
        _questions(inner, where, notes)


def _variants(block: Json, what: str, path: str, notes: Notes) -> None:
    """Refuse variants that could not be chosen between."""
    key = f"{what}_variants"
    if key not in block:
        return
    found = list(_inside(block, key, path, notes))
    if what in block:
        notes.refuse(f"{path}.{key}", f"neben „{what}“ ist zu viel", f"there is “{what}” as well")
    if len(found) == 1:
        notes.refuse(
            f"{path}.{key}", "eine einzige Variante ist keine", "one variant alone is none"
        )
    for where, each in found:
        if not isinstance(each.get(what), dict):
            notes.refuse(f"{where}.{what}", "das ist kein Objekt", "this is no object")
        if not isinstance(each.get("when"), dict):
            notes.refuse(f"{where}.when", "die Bedingung fehlt", "the rule is missing")


def _questions(block: Json, path: str, notes: Notes) -> None:
    _variants(block, "question", path, notes)
    if "question" not in block and "question_variants" not in block:
        notes.refuse(f"{path}.question", "die Frage fehlt", "the question is missing")
    if "question" in block:
        if isinstance(block["question"], dict):
            _question(block["question"], f"{path}.question", notes)
        else:
            notes.refuse(f"{path}.question", "das ist kein Objekt", "this is no object")
    for n, each in enumerate(items(block.get("question_variants"))):
        if isinstance(obj(each).get("question"), dict):
            _question(each["question"], f"{path}.question_variants[{n}].question", notes)


def _question(question: Json, path: str, notes: Notes) -> None:
    _id(question, path, notes)
    kind = str(question.get("type"))
    if kind not in QUESTIONS:
        notes.refuse(
            f"{path}.type",
            f"die Frage „{str(kind)[:40]}“ gibt es in eQ nicht",
            f"there is no question “{str(kind)[:40]}” in eQ",
        )
    if not question.get("title"):
        notes.refuse(f"{path}.title", "der Wortlaut fehlt", "the wording is missing")
    _answers(question, path, notes)
    for where, each in (
        _inside(question, "calculations", path, notes) if kind == "Calculated" else ()
    ):
        if not isinstance(each.get("answers_to_calculate"), list):
            german = "hier muss eine Liste stehen"
            notes.refuse(f"{where}.answers_to_calculate", german, "a list must stand here")


def _answers(question: Json, path: str, notes: Notes) -> None:
    dynamic = question.get("dynamic_answers")
    if dynamic is not None:
        if not isinstance(obj(dynamic).get("values"), dict):
            notes.refuse(
                f"{path}.dynamic_answers.values", "die Quelle fehlt", "the source is missing"
            )
        for where, each in _inside(obj(dynamic), "answers", f"{path}.dynamic_answers", notes):
            _answer(each, where, notes)
    if dynamic is None or "answers" in question:
        for where, each in _inside(question, "answers", path, notes):
            _answer(each, where, notes)


def _answer(answer: Json, path: str, notes: Notes) -> None:
    _id(answer, path, notes)
    kind = str(answer.get("type"))
    if kind not in ANSWERS:
        notes.refuse(
            f"{path}.type",
            f"die Antwort „{str(kind)[:40]}“ gibt es in eQ nicht",
            f"there is no answer “{str(kind)[:40]}” in eQ",
        )
        return
    if not isinstance(answer.get("mandatory"), bool):
        notes.refuse(
            f"{path}.mandatory", "hier muss true oder false stehen", "true or false must stand here"
        )
    needed = _NEEDED.get(str(kind))
    if needed and not answer.get(needed):
        notes.refuse(f"{path}.{needed}", "die Einheit fehlt", "the unit is missing")
    for key in ("minimum", "maximum"):
        if key in answer and not isinstance(answer[key], dict):
            notes.refuse(f"{path}.{key}", "das ist kein Objekt", "this is no object")
    if kind in CHOICES:
        _options(answer, path, notes)


def _options(answer: Json, path: str, notes: Notes) -> None:
    if "options" not in answer and isinstance(answer.get("dynamic_options"), dict):
        return
    for where, option in _inside(answer, "options", path, notes):
        if not _is_words(option.get("value")):
            notes.refuse(f"{where}.value", "der Wert fehlt", "the value is missing")
        if not _is_label(option.get("label")):
            notes.refuse(f"{where}.label", "die Beschriftung fehlt", "the label is missing")
        detail = option.get("detail_answer")
        if detail is not None and isinstance(detail, dict):
            _answer(detail, f"{where}.detail_answer", notes)
        elif detail is not None:
            notes.refuse(f"{where}.detail_answer", "das ist kein Objekt", "this is no object")


def _is_label(value: Any) -> bool:  # noqa: ANN401 - JSON
    return _is_words(value) or bool(obj(value).get("text") or obj(value).get("text_plural"))
