"""What every answer, list and sum of a file is called here, decided before anything is translated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from surveyapp.exchange.eq.shape_answers import DATES, NUMBERS
from surveyapp.exchange.eq.source import Answer, Block, Source, Wording, obj
from surveyapp.exchange.eq.truth import Condition, Conditions
from surveyapp.exchange.names import Names
from surveyapp.exchange.surveyjs.json_file import items
from surveyapp.exchange.surveyjs.notes import Notes


@dataclass(frozen=True, slots=True)
class Symbol:
    """What an answer of the file is here."""

    #: Id of our question; empty where it is not asked.
    id: str
    #: ``code``, ``codes``, ``number``, ``date``, ``text``; ``said`` is known without being asked.
    kind: str
    block: Block
    #: Type of the answer in eQ.
    type: str = ""
    #: Our list for each of whose items it is asked.
    list: str | None = None
    #: Value of an option, in small letters, to its code.
    codes: Mapping[str, str] = field(default_factory=dict)
    #: Whether other options than those in ``codes`` belong to the same question.
    is_part: bool = False
    #: Value of what is known without being asked.
    value: str | None = None


LOST = "lost"
"""Kind of an answer that is not asked here."""

_NAMED = frozenset({"first", "last", "middle", "full", "family", "given", "your", "preferred"})
_SURE = frozenset({"surname", "surnames", "forename", "forenames", "firstname", "lastname"})
_THINGS = frozenset(
    {"company", "business", "branch", "organisation", "organization", "employer", "school", "site"}
    | {"product", "supermarket", "street", "job", "country", "language", "trading", "pet", "bank"}
    | {"shop", "charity", "nursery", "kita", "town", "place", "building", "club", "offer"}
)
_NOT_COLLECTED = ("edit_block", "remove_block", "add_or_edit_block", "unrelated_block")


def is_personal(answer: Answer) -> bool:
    """Say whether an answer would name a person, or where and how to reach one."""
    if answer.type in ("Address", "MobileNumber"):
        return True
    if answer.type not in ("TextField", "TextArea"):
        return False
    label = answer.json.get("label")
    said = f"{answer.id} {label if isinstance(label, str) else ''}".lower()
    words = set(re.split(r"[^a-zäöüß]+", said))
    if words & _SURE or words & {"email", "telephone", "vorname", "nachname"}:
        return True
    if words & {"phone", "mobile"} and "number" in words:
        return True
    if not words & {"name", "names"} or words & _THINGS:
        return False
    return bool(words & _NAMED) or answer.block.role == "add_block" or "person" in words


@dataclass(slots=True)
class Plan:
    """Everything the translation looks up."""

    source: Source
    notes: Notes
    names: Names = field(default_factory=Names)
    conditions: Conditions = field(default_factory=Conditions)
    symbols: dict[str, Symbol] = field(default_factory=dict)
    #: Our ids of lists and of sums, by the names in the file.
    lists: dict[str, str] = field(default_factory=dict)
    sums: dict[str, Symbol] = field(default_factory=dict)
    #: When each block is seen, as far as it is known.
    seen: dict[str, Condition] = field(default_factory=dict)
    #: Lists of whose items names were dropped.
    nameless: set[str] = field(default_factory=set)

    def list_id(self, name: str | None) -> str | None:
        """Return our id of a list."""
        if name is None:
            return None
        if name not in self.lists:
            is_taken = name in self.source.answers
            self.lists[name] = self.names.id_of(f"{name} list" if is_taken else name)
        return self.lists[name]

    def items_of(self, answer_id: str) -> str:
        """Return our id of the list whose items are the chosen options of an answer."""
        return str(self.list_id(f"{answer_id} items"))


def asked_block(block: Block) -> bool:
    """Say whether the questions of a block are asked here."""
    if block.role:
        outer = block.parent.type if block.parent else ""
        return block.role not in _NOT_COLLECTED and outer != "RelationshipCollector"
    return block.type not in ("ListCollector", "RelationshipCollector")


def planned(source: Source, notes: Notes) -> Plan:
    """Return the plan of a sound file."""
    plan = Plan(source, notes)
    for answer_id, found in source.answers.items():
        asked = [each for each in found if asked_block(each.block)]
        plan.symbols[answer_id] = _symbol(plan, asked) if asked else _not_asked(found)
    for block in source.way:
        for wording in block.wordings if asked_block(block) else ():
            _merge(plan, wording)
    for name in sorted(source.lists):
        plan.list_id(name)
    for block in source.way:
        if block.type in ("CalculatedSummary", "GrandCalculatedSummary"):
            plan.sums[block.id] = Symbol(
                plan.names.id_of(block.id), "number", block, "Sum", plan.list_id(block.sees)
            )
    return plan


def _not_asked(found: list[Answer]) -> Symbol:
    """Return what an answer is that only steers a list: whoever goes on has said no."""
    first = found[0]
    if first.block.type == "ListCollector" and not first.block.role and first.type == "Radio":
        options = [obj(each) for each in items(first.json.get("options"))]
        rest = [each for each in options if not each.get("action")]
        reference = obj(first.block.json.get("add_answer")).get("value")
        value = next((each["value"] for each in rest if each["value"] != reference), None)
        return Symbol("", "said", first.block, value=value)
    return Symbol("", LOST, first.block)


def _symbol(plan: Plan, asked: list[Answer]) -> Symbol:
    first = asked[0]
    list_name = first.block.sees
    if is_personal(first):
        if list_name is not None and first.type in ("TextField", "TextArea"):
            plan.nameless.add(list_name)
        return Symbol("", LOST, first.block, first.type, plan.list_id(list_name))
    list_id = _dynamic_list(plan, first) if first.is_dynamic else plan.list_id(list_name)
    kind = _kind(first)
    named = plan.names.id_of(first.id)
    return Symbol(named, kind, first.block, first.type, list_id, _codes(asked))


def _kind(answer: Answer) -> str:
    if answer.type == "Checkbox":
        return "codes"
    if answer.type in ("Radio", "Dropdown"):
        return "code"
    if answer.type in NUMBERS:
        return "number"
    if answer.type in DATES:
        return "date"
    return "text" if answer.type in ("TextField", "TextArea") else "duration"


def _dynamic_list(plan: Plan, answer: Answer) -> str | None:
    values = obj(obj(answer.wording.json.get("dynamic_answers")).get("values"))
    name = str(values.get("identifier"))
    if values.get("source") == "list":
        return plan.list_id(name)
    return plan.items_of(name) if values.get("source") == "answers" else None


def _codes(asked: list[Answer]) -> dict[str, str]:
    """Return the codes of all options, static ones and those taken from another answer."""
    names = Names(())
    values = [v for each in asked for v in option_values(each)]
    return {value.casefold(): names.id_of(value) for value in dict.fromkeys(values)}


def option_values(answer: Answer) -> list[str]:
    """Return the values of the options that stand in the file."""
    return [str(obj(each).get("value")) for each in items(answer.json.get("options"))]


def copied_from(answer: Answer) -> str | None:
    """Return the answer whose chosen options become the options of this one."""
    dynamic = obj(answer.json.get("dynamic_options"))
    values, transform = obj(dynamic.get("values")), obj(dynamic.get("transform"))
    is_copy = values.get("source") == "answers" and "option-label-from-value" in transform
    return str(values.get("identifier")) if is_copy else None


def exclusive_parts(wording: Wording) -> tuple[str, list[str]] | None:
    """Return a choice and the answers that exclude it, where all can be one question."""
    if wording.json.get("type") != "MutuallyExclusive" or wording.dynamic:
        return None
    answers = [said for _, said in wording.fixed]
    first, rest = answers[0], answers[1:]
    if first.get("type") != "Checkbox" or not rest:
        return None
    if any(each.get("type") not in ("Checkbox", "Radio") for each in rest):
        return None
    if any(len(items(each.get("options"))) != 1 for each in rest if each["type"] == "Checkbox"):
        return None
    return str(first.get("id")), [str(each.get("id")) for each in rest]


def _merge(plan: Plan, wording: Wording) -> None:
    """Give a choice and the answers that exclude it one question with codes of its own."""
    parts = exclusive_parts(wording)
    if parts is None:
        return
    first = plan.symbols[parts[0]]
    names = Names(first.codes.values())
    for name in parts[1]:
        other = plan.symbols[name]
        codes = {value: names.id_of(code) for value, code in other.codes.items()}
        plan.symbols[name] = Symbol(
            first.id, "codes", other.block, other.type, first.list, codes, is_part=True
        )
    plan.symbols[parts[0]] = Symbol(
        first.id, "codes", first.block, first.type, first.list, first.codes, is_part=True
    )
