"""What eQ would refuse of a file as a whole: ids, ways, references, and what belongs together."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from surveyapp.exchange.eq.sound_answers import check_answers
from surveyapp.exchange.eq.sound_lists import check_lists
from surveyapp.exchange.eq.sound_rules import check_rule, check_value
from surveyapp.exchange.eq.source import Block, Source, identifiers, obj, references
from surveyapp.exchange.surveyjs.json_file import Json, items

_NAMED_THEMES = frozenset(
    {"business", "default", "northernireland", "dbt", "dbt-ni", "dbt-dsit", "dbt-dsit-ni", "orr"}
    | {"desnz", "desnz-ni"}
)
_OF_THEMES = ("user_id", "period_id", "ru_name")
_SOURCES = frozenset(
    {"answers", "list", "metadata", "response_metadata", "location", "calculated_summary"}
    | {"grand_calculated_summary", "supplementary_data", "progress", "previous_transform"}
)
_NAMING = ("answers", "list", "metadata", "calculated_summary", "response_metadata")
_PLACEHOLDER = re.compile(r"\{(.*?)\}")


def check(source: Source) -> bool:
    """Say whether eQ would ask a file; whatever it would refuse is said."""
    _metadata(source)
    _duplicates(source)
    _hub(source)
    for block in source.every_block():
        _references(source, block.json, block.path, block)
        _placeholders(source, block.json, block.path)
    for section in source.sections:
        _section(source, section.json, section.path, source.sections.index(section))
        for group in section.groups:
            rest = {key: value for key, value in group.json.items() if key != "blocks"}
            _references(source, rest, group.path, group.blocks[0])
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


# References


def _references(source: Source, value: Any, path: str, block: Block) -> None:  # noqa: ANN401
    inner = {"add_block", "edit_block", "remove_block", "add_or_edit_block", "unrelated_block"}
    own = {k: v for k, v in obj(value).items() if k not in inner | {"repeating_blocks"}}
    for where, said in references(own, path):
        kind = said["source"]
        if kind not in _SOURCES:
            source.notes.refuse(
                where,
                f"die Quelle „{kind[:40]}“ gibt es nicht",
                f"there is no source “{kind[:40]}”",
            )
            continue
        if (kind in _NAMING or "identifier" in said) and not _is_named(said):
            source.notes.refuse(where, "die Kennung fehlt", "the identifier is missing")
            continue
        for name in identifiers(said):
            _reference(source, said, name, where, block)


def _is_named(said: Json) -> bool:
    names = said.get("identifier")
    names = names if isinstance(names, list) else [names]
    return bool(names) and all(isinstance(name, str) and name for name in names)


def _reference(source: Source, said: Json, name: str, where: str, block: Block) -> None:
    kind = said["source"]
    known = {
        "answers": source.answers,
        "list": source.lists,
        "metadata": source.metadata,
        "response_metadata": ("started_at",),
        "calculated_summary": [b.id for b in source.way if b.type == "CalculatedSummary"],
        "grand_calculated_summary": [
            b.id for b in source.way if b.type == "GrandCalculatedSummary"
        ],
    }
    if kind in known and name not in known[kind]:
        german = f"„{name[:60]}“ ({kind}) gibt es nicht"
        source.notes.refuse(where, german, f"there is no “{name[:60]}” ({kind})")
    elif kind == "answers":
        _answer_reference(source, said, name, where, block)
    elif kind == "list" and name not in source.supplied_lists:
        fillers = ("ListCollector", "PrimaryPersonListCollector", "ListCollectorDrivingQuestion")
        first = min(b.position for b in source.collectors(name, *fillers))
        if block.position < first:
            _too_early(source, where, name)
    elif kind == "progress":
        _progress(source, said, name, where, block)


def _answer_reference(source: Source, said: Json, name: str, where: str, block: Block) -> None:
    answer = source.answers[name][0]
    if "selector" in said:
        is_address = answer.type == "Address"
        if not is_address or said["selector"] not in ("line1", "line2", "town", "postcode"):
            german = f"„{name}“ hat keinen Teil „{said['selector']}“"
            source.notes.refuse(where, german, f"“{name}” has no part “{said['selector']}”")
    if answer.block.position > block.position:
        _too_early(source, where, name)
    is_same = answer.block is block and ".placeholders[" in where
    if is_same and not answer.is_dynamic and ".summary" not in where:
        german = f"der Block setzt seine eigene Antwort „{name}“ ein"
        source.notes.refuse(where, german, f"the block fills in its own answer “{name}”")


def _too_early(source: Source, where: str, name: str) -> None:
    german = f"„{name}“ wird gebraucht, bevor es da ist"
    source.notes.refuse(where, german, f"“{name}” is needed before it is there")


def _progress(source: Source, said: Json, name: str, where: str, block: Block) -> None:
    if said.get("selector") == "block":
        target = source.blocks.get(name)
        is_before = target is not None and target.position < block.position
    else:
        names = [section.id for section in source.sections]
        own = names.index(block.section.id)
        is_before = name in names and names.index(name) < own
    if not is_before:
        german = f"„{name}“ liegt nicht vor dieser Stelle"
        source.notes.refuse(where, german, f"“{name}” does not lie before this place")


def _section(source: Source, section: Json, path: str, place: int) -> None:
    names = [each.id for each in source.sections]
    for where, said in references(section.get("enabled"), f"{path}.enabled"):
        for name in identifiers(said):
            answer = source.answer(name) if said["source"] == "answers" else None
            if said["source"] == "answers" and answer is None:
                source.notes.refuse(where, f"„{name}“ gibt es nicht", f"there is no “{name}”")
            elif said["source"] == "list" and name not in source.lists:
                source.notes.refuse(where, f"„{name}“ gibt es nicht", f"there is no list “{name}”")
            elif said["source"] == "metadata" and name not in source.metadata:
                source.notes.refuse(where, f"„{name}“ gibt es nicht", f"there is no “{name}”")
            elif answer is not None and names.index(answer.block.section.id) > place:
                _too_early(source, where, name)
    if "enabled" in section and not source.notes.errors:
        check_rule(source, section["enabled"]["when"], f"{path}.enabled.when")


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


def _transforms(source: Source, transforms: list[Any], where: str) -> None:
    for n, each in enumerate(transforms):
        arguments = obj(obj(each).get("arguments"))
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
