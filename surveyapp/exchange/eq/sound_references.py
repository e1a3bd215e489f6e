"""What eQ would refuse of references: names that nothing has, or that come too late."""

from __future__ import annotations

from typing import Any

from surveyapp.exchange.eq.sound_rules import check_rule
from surveyapp.exchange.eq.source import Block, Source, identifiers, obj, references
from surveyapp.exchange.surveyjs.json_file import Json

_SOURCES = frozenset(
    {"answers", "list", "metadata", "response_metadata", "location", "calculated_summary"}
    | {"grand_calculated_summary", "supplementary_data", "progress", "previous_transform"}
)

_NAMING = ("answers", "list", "metadata", "calculated_summary", "response_metadata")


def check_references(source: Source, value: Any, path: str, block: Block) -> None:  # noqa: ANN401
    """Refuse references of a block to what is not there or comes later."""
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


def check_section(source: Source, section: Json, path: str, place: int) -> None:
    """Refuse what a section hangs on and cannot know yet."""
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
