"""What eQ would refuse of a file as a whole: ids, ways, references, and what belongs together."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from surveyapp.exchange.eq.sound_answers import check_answers
from surveyapp.exchange.eq.sound_lists import check_lists
from surveyapp.exchange.eq.sound_references import check_references, check_section
from surveyapp.exchange.eq.sound_rules import check_rule, check_value
from surveyapp.exchange.eq.source import Block, Source, obj, references
from surveyapp.exchange.surveyjs.json_file import Json, items

_NAMED_THEMES = frozenset(
    {"business", "default", "northernireland", "dbt", "dbt-ni", "dbt-dsit", "dbt-dsit-ni", "orr"}
    | {"desnz", "desnz-ni"}
)
_OF_THEMES = ("user_id", "period_id", "ru_name")
_PLACEHOLDER = re.compile(r"\{(.*?)\}")


def check(source: Source) -> bool:
    """Say whether eQ would ask a file; whatever it would refuse is said."""
    _metadata(source)
    _duplicates(source)
    _hub(source)
    for block in source.every_block():
        check_references(source, block.json, block.path, block)
        _placeholders(source, block.json, block.path)
    for section in source.sections:
        check_section(source, section.json, section.path, source.sections.index(section))
        for group in section.groups:
            rest = {key: value for key, value in group.json.items() if key != "blocks"}
            check_references(source, rest, group.path, group.blocks[0])
    if source.notes.errors:
        return False
    for section in source.sections:
        for group in section.groups:
            _rules(source, group.json, group.path, [block.id for block in group.blocks])
            for block in group.blocks:
                _rules(source, block.json, block.path, [each.id for each in group.blocks])
    for block in source.every_block():
        _variant_rules(source, block)
    check_answers(source)
    check_lists(source)
    _answer_codes(source)
    return not source.notes.errors


def _metadata(source: Source) -> None:
    names = [str(obj(each).get("name")) for each in items(source.survey.get("metadata"))]
    for name in sorted(name for name, number in Counter(names).items() if number > 1):
        source.notes.refuse(
            "metadata", f"„{name}“ steht zweimal da", f"“{name}” stands there twice"
        )
    if source.survey.get("theme") in _NAMED_THEMES:
        for name in _OF_THEMES:
            if name not in names:
                german = f"„{name}“ fehlt; das Thema der Datei braucht es"
                source.notes.refuse("metadata", german, f"“{name}” is missing; the theme needs it")


def _duplicates(source: Source) -> None:
    """Refuse ids that stand twice; variants of a question and the blocks of one list share theirs."""
    owners: dict[str, set[str]] = {}
    for section in source.sections:
        owners.setdefault(section.id, set()).add(section.path)
        for group in section.groups:
            owners.setdefault(group.id, set()).add(group.path)
    for block in source.every_block():
        owners.setdefault(block.id, set()).add(block.path)
        outer = (block.parent or block).path
        for wording in block.wordings:
            owners.setdefault(str(wording.json.get("id")), set()).add(f"{outer}:question")
            held = Counter(str(said.get("id")) for _, said in wording.answers)
            for name in (name for name, number in held.items() if number > 1):
                owners.setdefault(name, set()).add(f"{wording.path}:twice")
    for name, found in source.answers.items():
        owners.setdefault(name, set()).update(_owner(each.block) for each in found)
    for name, paths in owners.items():
        if len(paths) > 1:
            where = min(path.partition(":")[0] for path in paths)
            source.notes.refuse(
                where,
                f"die Kennung „{name}“ steht zweimal da",
                f"the id “{name}” stands there twice",
            )


def _owner(block: Block) -> str:
    outer = block.parent or block
    if block.role in ("add_block", "edit_block", "add_or_edit_block"):
        return f"list:{outer.json.get('for_list')}"
    if block.role == "remove_block":
        return "removing"
    return f"{outer.path}:answer"


def _hub(source: Source) -> None:
    known = {section.id for section in source.sections}
    options = obj(obj(source.survey.get("questionnaire_flow")).get("options"))
    for name in map(str, items(options.get("required_completed_sections"))):
        if name not in known:
            source.notes.refuse(
                "questionnaire_flow.options.required_completed_sections",
                f"den Abschnitt „{name}“ gibt es nicht",
                f"there is no section “{name}”",
            )
    is_introduced = any(block.type == "Introduction" for block in source.way)
    if source.survey.get("preview_questions") is True and not is_introduced:
        source.notes.refuse(
            "preview_questions",
            "eine Vorschau braucht einen Block Introduction",
            "a preview needs a block Introduction",
        )


# Placeholders


def _placeholders(source: Source, value: Any, path: str) -> None:  # noqa: ANN401 - JSON
    waiting: list[tuple[str, Any]] = [(path, value)]
    while waiting:
        where, each = waiting.pop()
        if isinstance(each, list):
            waiting += ((f"{where}[{n}]", inner) for n, inner in enumerate(each))
        elif isinstance(each, dict):
            if "placeholders" in each and ("text" in each or "text_plural" in each):
                _placeholder(source, each, where)
            waiting += ((f"{where}.{key}", inner) for key, inner in each.items())


def _placeholder(source: Source, text: Json, where: str) -> None:
    forms = obj(obj(text.get("text_plural")).get("forms"))
    said = [text["text"]] if "text" in text else list(forms.values())
    if not all(isinstance(each, str) for each in said) or (not said and "text" not in text):
        source.notes.refuse(where, "der Text ist kein Text", "the text is none")
        return
    named = {name for each in said for name in _PLACEHOLDER.findall(each)}
    defined = {str(obj(each).get("placeholder")) for each in items(text["placeholders"])}
    for name in sorted(named - defined):
        german = f"{{{name[:60]}}} wird nirgends erklärt"
        source.notes.refuse(where, german, f"{{{name[:60]}}} is explained nowhere")
    for n, each in enumerate(items(text["placeholders"])):
        _transforms(source, items(obj(each).get("transforms")), f"{where}.placeholders[{n}]")


TRANSFORMS = frozenset(
    {"add", "calculate_date_difference", "calculate_difference", "calculate_years_difference"}
    | {"concatenate_list", "conditional_trad_as", "contains", "date_range_bounds", "email_link"}
    | {"first_non_empty_item", "format_currency", "format_date", "format_date_range"}
    | {"format_date_range_pair", "format_household_name", "format_household_summary"}
    | {"format_list", "format_name", "format_nisra_suggestions_url", "format_number"}
    | {"format_ordinal", "format_percentage", "format_possessive", "format_suggestions_url"}
    | {"format_unit", "list_has_items", "list_item_count", "name_is_duplicate"}
    | {"number_to_words", "option_label_from_value", "remove_empty", "remove_empty_from_list"}
    | {"telephone_number_link"}
)
"""Transforms of placeholders that any version of eQ knows."""


def _transforms(source: Source, transforms: list[Any], where: str) -> None:
    for n, each in enumerate(transforms):
        arguments = obj(obj(each).get("arguments"))
        name = str(obj(each).get("transform"))
        if name not in TRANSFORMS:
            source.notes.refuse(
                f"{where}.transforms[{n}]",
                f"die Umformung „{name[:60]}“ gibt es in eQ nicht",
                f"there is no transform “{name[:60]}” in eQ",
            )
        uses = any(said["source"] == "previous_transform" for _, said in references(arguments, ""))
        if n == 0 and uses:
            source.notes.refuse(
                where,
                "die erste Umformung kann sich auf keine frühere beziehen",
                "the first transform cannot refer to an earlier one",
            )
        if n and not uses:
            source.notes.refuse(
                where,
                "eine weitere Umformung muss sich auf die vorige beziehen",
                "a further transform must refer to the one before",
            )


# Ways


def _rules(source: Source, of: Json, path: str, blocks: list[str]) -> None:
    if "skip_conditions" in of:
        check_rule(source, of["skip_conditions"]["when"], f"{path}.skip_conditions.when")
    rules = items(of.get("routing_rules"))
    defaults = sum("when" not in rule for rule in rules)
    if "routing_rules" in of and defaults != 1:
        source.notes.refuse(
            f"{path}.routing_rules",
            f"genau eine Regel muss ohne Bedingung (when) gelten, nicht {defaults}",
            f"exactly one rule must hold without a condition (when), not {defaults}",
        )
    for n, rule in enumerate(rules):
        where = f"{path}.routing_rules[{n}]"
        target = rule.get("block") or rule.get("group") or rule.get("section")
        known = blocks if "block" in rule else source.groups if "group" in rule else ("End",)
        if target not in known:
            german = f"das Ziel „{str(target)[:60]}“ gibt es hier nicht"
            source.notes.refuse(where, german, f"there is no target “{str(target)[:60]}” here")
        if "when" in rule:
            check_rule(source, rule["when"], f"{where}.when")


def _variant_rules(source: Source, block: Block) -> None:
    for key in ("question_variants", "content_variants"):
        for n, each in enumerate(items(block.json.get(key))):
            check_rule(source, obj(each).get("when"), f"{block.path}.{key}[{n}].when")
    operation = obj(block.json.get("calculation")).get("operation")
    if isinstance(operation, dict):
        check_value(source, operation, f"{block.path}.calculation.operation")


# Codes of answers


def _answer_codes(source: Source) -> None:
    codes = [obj(each) for each in items(source.survey.get("answer_codes"))]
    if not codes:
        return
    refuse = source.notes.refuse
    if source.survey.get("data_version") != "0.0.3":
        refuse("answer_codes", "Codes gibt es nur in data_version 0.0.3", "codes need 0.0.3")
    for code, number in Counter(str(each.get("code")) for each in codes).items():
        if number > 1:
            refuse("answer_codes", f"der Code „{code}“ steht zweimal da", f"“{code}” stands twice")
    named = {str(each.get("answer_id")) for each in codes}
    for name in sorted(named - set(source.answers)):
        refuse("answer_codes", f"die Antwort „{name}“ gibt es nicht", f"there is no “{name}”")
    for name in sorted(set(source.answers) - named):
        refuse("answer_codes", f"„{name}“ hat keinen Code", f"“{name}” has no code")
    for each in codes:
        found = source.answers.get(str(each.get("answer_id")), ())
        values = {
            obj(option).get("value") for one in found for option in items(one.json.get("options"))
        }
        value = each.get("answer_value")
        if found and value is not None and value not in values:
            german = f"„{str(value)[:60]}“ ist keine Option von „{found[0].id}“"
            refuse("answer_codes", german, f"“{str(value)[:60]}” is no option of “{found[0].id}”")
