"""What must stand where in a file of eQ: without it nothing else can be looked at."""

from __future__ import annotations

from surveyapp.exchange.eq.shape_answers import (
    LANGUAGE,
    check_answers,
    check_id,
    inner_parts,
    is_words,
)
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


_DATA_VERSIONS = ("0.0.1", "0.0.2", "0.0.3")


def has_shape(survey: Json, notes: Notes) -> bool:
    """Refuse a file in which something needed is missing or of another kind."""
    for key in REQUIRED:
        if key not in survey:
            notes.refuse(key, "der Schlüssel fehlt", "the key is missing")
        elif key not in ("metadata", "sections") and not is_words(survey[key]):
            notes.refuse(key, "hier muss ein Text stehen", "a text must stand here")
    _top(survey, notes)
    for path, section in inner_parts(survey, "sections", "", notes):
        check_id(section, path, notes)
        _enabled(section, path, notes)
        for inner_path, group in inner_parts(section, "groups", path, notes):
            check_id(group, inner_path, notes)
            _rules(group, inner_path, notes)
            for block_path, block in inner_parts(group, "blocks", inner_path, notes):
                _block(block, block_path, notes)
    return not notes.errors


def _top(survey: Json, notes: Notes) -> None:
    if not isinstance(survey.get("metadata", []), list):
        notes.refuse("metadata", "hier muss eine Liste stehen", "a list must stand here")
    for n, each in enumerate(items(survey.get("metadata"))):
        if not is_words(obj(each).get("name")):
            notes.refuse(f"metadata[{n}].name", "der Name fehlt", "the name is missing")
    language, version = survey.get("language"), survey.get("data_version")
    if isinstance(language, str) and not LANGUAGE.fullmatch(language):
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


def _enabled(section: Json, path: str, notes: Notes) -> None:
    enabled = section.get("enabled")
    if enabled is not None and not isinstance(obj(enabled).get("when"), dict):
        notes.refuse(f"{path}.enabled", "die Bedingung (when) fehlt", "the rule (when) is missing")
    repeat = section.get("repeat")
    if repeat is not None and not is_words(obj(repeat).get("for_list")):
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
        targets = [key for key in ("block", "group", "section") if is_words(obj(rule).get(key))]
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
    check_id(block, path, notes)
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
    if is_for_list and not is_words(block.get("for_list")):
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
        found += [(role, where, each) for where, each in inner_parts(block, role, path, notes)]
    for role, where, inner in found:
        if not isinstance(inner, dict):
            notes.refuse(where, "das ist kein Objekt", "this is no object")
            continue
        check_id(inner, where, notes)
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
    found = list(inner_parts(block, key, path, notes))
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
    check_id(question, path, notes)
    kind = str(question.get("type"))
    if kind not in QUESTIONS:
        notes.refuse(
            f"{path}.type",
            f"die Frage „{str(kind)[:40]}“ gibt es in eQ nicht",
            f"there is no question “{str(kind)[:40]}” in eQ",
        )
    if not question.get("title"):
        notes.refuse(f"{path}.title", "der Wortlaut fehlt", "the wording is missing")
    check_answers(question, path, notes)
    for where, each in (
        inner_parts(question, "calculations", path, notes) if kind == "Calculated" else ()
    ):
        if not isinstance(each.get("answers_to_calculate"), list):
            german = "hier muss eine Liste stehen"
            notes.refuse(f"{where}.answers_to_calculate", german, "a list must stand here")
