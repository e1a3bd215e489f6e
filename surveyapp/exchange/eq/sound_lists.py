"""What eQ would refuse of lists and of sums over several blocks."""

from __future__ import annotations

from collections import Counter

from surveyapp.exchange.eq.source import Block, Source, identifiers, obj, references
from surveyapp.exchange.surveyjs.json_file import Json, items

ADD = "RedirectToListAddBlock"
REMOVE = "RemoveListItemAndAnswers"


def check_lists(source: Source) -> None:
    """Refuse lists nothing fills, collectors that contradict each other, and sums of unlike things."""
    for section in source.sections:
        if section.repeats is not None:
            _known(source, section.repeats, f"{section.path}.repeat.for_list")
        for n, each in enumerate(items(obj(section.json.get("summary")).get("items"))):
            where = f"{section.path}.summary.items[{n}]"
            _known(source, str(obj(each).get("for_list")), f"{where}.for_list")
            _anchor(source, obj(each), where)
    for block in source.way:
        check = _CHECKS.get(block.type)
        if check is not None:
            check(source, block)
        _actions(source, block)


def _say(source: Source, block: Block, german: str, english: str) -> None:
    source.notes.refuse(block.path, f"„{block.id}“: {german}", f"“{block.id}”: {english}")


def _known(source: Source, name: str, where: str) -> None:
    if name not in source.lists:
        source.notes.refuse(
            where, f"die Liste „{name[:60]}“ füllt niemand", f"nothing fills the list “{name[:60]}”"
        )


def _ids(source: Source, block: Block, role: str) -> set[str]:
    inner = next((b for b in source.inner if b.parent is block and b.role == role), None)
    return {
        str(said.get("id"))
        for wording in (inner.wordings if inner else ())
        for _, said in wording.answers
    }


def _anchor(source: Source, item: Json, where: str) -> None:
    own = {
        name
        for block in source.collectors(str(item.get("for_list")), "ListCollector")
        for role in ("add_block", "edit_block", "repeating_blocks")
        for name in _ids(source, block, role)
    }
    named = [item.get("item_anchor_answer_id")] if item.get("item_anchor_answer_id") else []
    named += [obj(each).get("identifier") for each in items(item.get("related_answers"))]
    for name in named:
        answer = source.answer(name)
        is_inside = answer is not None and answer.block.parent is not None
        if own and name not in own and not is_inside:
            german = f"„{name}“ ist keine Antwort der Liste"
            source.notes.refuse(where, german, f"“{name}” is no answer of the list")


def _actions(source: Source, block: Block) -> None:
    """Refuse options that lead to a list or block that is not there."""
    for wording in block.wordings:
        for _, answer in wording.answers:
            for option in items(answer.get("options")):
                action = obj(obj(option).get("action"))
                params = obj(action.get("params"))
                if action.get("type") != ADD or not params:
                    continue
                target = str(params.get("block_id"))
                inner = {each.id for each in source.inner}
                if str(params.get("list_name")) not in source.lists:
                    named = params.get("list_name")
                    _say(source, block, f"die Liste „{named}“ gibt es nicht", f"no list “{named}”")
                if target not in inner:
                    _say(source, block, f"den Block „{target}“ gibt es nicht", f"no “{target}”")


def _asks(source: Source, block: Block, owner: Block, action: str, old: str) -> None:
    """Refuse a question whose options do not do what the list needs."""
    for wording in block.wordings:
        answers = [said for _, said in wording.answers]
        radios = [said for said in answers if said.get("type") == "Radio"]
        if not radios:
            _say(source, block, "die Frage braucht eine Antwort Radio", "a Radio answer is needed")
            return
        options = [obj(each) for each in items(radios[0].get("options"))]
        reference = obj(owner.json.get(old))
        if reference:
            is_there = any(each.get("value") == reference.get("value") for each in options)
        else:
            is_there = any(obj(each.get("action")).get("type") == action for each in options)
        if not is_there:
            german = f"keine Option führt weiter ({action})"
            _say(source, block, german, f"no option goes on ({action})")


def _collector(source: Source, block: Block) -> None:
    name = str(block.json.get("for_list"))
    _asks(source, block, block, ADD, "add_answer")
    removing = [b for b in source.inner if b.parent is block and b.role == "remove_block"]
    for inner in removing:
        _asks(source, inner, block, REMOVE, "remove_answer")
    added = _ids(source, block, "add_block")
    if added != _ids(source, block, "edit_block"):
        german = "Hinzufügen und Ändern haben verschiedene Antworten"
        _say(source, block, german, "adding and editing have different answers")
    others = [b for b in source.collectors(name, "ListCollector") if b is not block]
    if any(_ids(source, each, "add_block") != added for each in others):
        german = f"die Liste „{name}“ wird mit verschiedenen Antworten gefüllt"
        _say(source, block, german, f"the list “{name}” is filled with different answers")
    if block.json.get("repeating_blocks") and others:
        german = "eine Liste mit Folgeblöcken hat nur einen Sammelblock"
        _say(source, block, german, "a list with repeating blocks has one collector only")
    for each in items(block.json.get("same_name_answer_ids")):
        if each not in added:
            german = f"„{each}“ ist keine Antwort der Liste"
            _say(source, block, german, f"“{each}” is no answer of the list")


def _driving(source: Source, block: Block) -> None:
    name = str(block.json.get("for_list"))
    _known(source, name, f"{block.path}.for_list")
    if len(source.collectors(name, "ListCollectorDrivingQuestion")) > 1:
        german = f"die Liste „{name}“ hat zwei einleitende Fragen"
        _say(source, block, german, f"the list “{name}” has two driving questions")


def _primary(source: Source, block: Block) -> None:
    name = str(block.json.get("for_list"))
    _known(source, name, f"{block.path}.for_list")
    _asks(source, block, block, ADD, "add_or_edit_answer")
    reference = obj(block.json.get("add_or_edit_answer"))
    own = {str(said.get("id")) for each in block.wordings for _, said in each.answers}
    if reference and reference.get("id") not in own:
        german = "add_or_edit_answer nennt keine Antwort dieses Blocks"
        _say(source, block, german, "add_or_edit_answer names no answer of this block")
    added = _ids(source, block, "add_or_edit_block")
    others = source.collectors(name, "PrimaryPersonListCollector")
    if any(_ids(source, each, "add_or_edit_block") != added for each in others):
        german = f"die Liste „{name}“ wird mit verschiedenen Antworten gefüllt"
        _say(source, block, german, f"the list “{name}” is filled with different answers")


def _content(source: Source, block: Block) -> None:
    _known(source, str(block.json.get("for_list")), f"{block.path}.for_list")


def _relationship(source: Source, block: Block) -> None:
    _known(source, str(block.json.get("for_list")), f"{block.path}.for_list")
    answers = [said for each in block.wordings for _, said in each.answers]
    if any(said.get("type") != "Relationship" for said in answers):
        german = "hier sind nur Antworten vom Typ Relationship erlaubt"
        _say(source, block, german, "only answers of the type Relationship are allowed here")
    if len({said.get("id") for said in answers}) > 1:
        _say(source, block, "hier ist nur eine Antwort erlaubt", "only one answer is allowed here")


def summed(block: Block) -> list[tuple[str, str]]:
    """Return what a block adds up: source and id of each."""
    said = obj(block.json.get("calculation"))
    if isinstance(said.get("answers_to_calculate"), list):
        return [("answers", str(each)) for each in said["answers_to_calculate"]]
    found = references(obj(said.get("operation")), "")
    return [(str(each["source"]), name) for _, each in found for name in identifiers(each)]


def _sum(source: Source, block: Block) -> None:
    named = summed(block)
    for (_, name), number in Counter(named).items():
        if number > 1:
            _say(source, block, f"„{name}“ wird zweimal gezählt", f"“{name}” is counted twice")
    found = [source.answer(name) for kind, name in named if kind == "answers"]
    missing = [name for kind, name in named if kind == "answers" and source.answer(name) is None]
    for name in missing:
        _say(source, block, f"die Antwort „{name}“ gibt es nicht", f"there is no “{name}”")
    answers = [each for each in found if each is not None]
    if len({each.type for each in answers}) > 1:
        german = "zusammengezählt werden nur Antworten eines Typs"
        _say(source, block, german, "only answers of one type can be added up")
    for key in ("unit", "currency"):
        if len({str(each.json.get(key)) for each in answers}) > 1:
            german = f"zusammengezählt wird nur, was dieselbe Einheit hat ({key})"
            _say(source, block, german, f"only what has one {key} can be added up")
    if any(each.block.position > block.position for each in answers):
        german = "die Summe steht vor einer ihrer Antworten"
        _say(source, block, german, "the sum stands before one of its answers")


def _grand_sum(source: Source, block: Block) -> None:
    for kind, name in summed(block):
        other = source.blocks.get(name)
        if kind != "calculated_summary" or other is None or other.type != "CalculatedSummary":
            german = f"„{name}“ ist keine Zwischensumme"
            _say(source, block, german, f"“{name}” is no calculated summary")
        elif other.position > block.position:
            german = f"die Summe steht vor der Zwischensumme „{name}“"
            _say(source, block, german, f"the sum stands before the calculated summary “{name}”")
        elif other.section.repeats is not None and other.section is not block.section:
            german = f"die Zwischensumme „{name}“ steht in einem anderen wiederholten Abschnitt"
            _say(source, block, german, f"“{name}” stands in another section that repeats")


_CHECKS = {
    "ListCollector": _collector,
    "ListCollectorDrivingQuestion": _driving,
    "PrimaryPersonListCollector": _primary,
    "ListCollectorContent": _content,
    "RelationshipCollector": _relationship,
    "CalculatedSummary": _sum,
    "GrandCalculatedSummary": _grand_sum,
}
