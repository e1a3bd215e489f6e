"""Parts of questionnaires of ONS eQ, written after its rules."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]


def survey(*sections: Json, **more: Any) -> Json:
    return {
        "mime_type": "application/json/ons/eq",
        "language": "en",
        "schema_version": "0.0.1",
        "data_version": "0.0.3",
        "survey_id": "0",
        "title": "Families in the county",
        "theme": "social",
        "metadata": [{"name": "case_id", "type": "uuid"}],
        "questionnaire_flow": {"type": "Linear", "options": {}},
        "sections": list(sections),
        **more,
    }


def section(*blocks: Json, id: str = "section", **more: Any) -> Json:  # noqa: A002
    return {"id": id, "title": "Part", "groups": [group(*blocks, id=f"{id}-group")], **more}


def group(*blocks: Json, id: str = "group", **more: Any) -> Json:  # noqa: A002
    return {"id": id, "title": "Questions", "blocks": list(blocks), **more}


def question(*answers: Json, id: str, kind: str = "General", **more: Any) -> Json:  # noqa: A002
    return {
        "id": f"{id}-question",
        "type": kind,
        "title": f"What about {id}?",
        "answers": list(answers),
        **more,
    }


def block(
    id: str,  # noqa: A002
    *answers: Json,
    kind: str = "General",
    said: Json | None = None,
    **more: Any,
) -> Json:
    asked = question(*(answers or (text(f"{id}-answer"),)), id=id, kind=kind, **(said or {}))
    return {"id": id, "type": "Question", "question": asked, **more}


def answer(id: str, kind: str, **more: Any) -> Json:  # noqa: A002
    return {"id": id, "type": kind, "mandatory": False, "label": f"Label of {id}", **more}


def text(id: str, **more: Any) -> Json:  # noqa: A002
    return answer(id, "TextField", **more)


def number(id: str, kind: str = "Number", **more: Any) -> Json:  # noqa: A002
    return answer(id, kind, **more)


def choice(id: str, *values: str, kind: str = "Radio", **more: Any) -> Json:  # noqa: A002
    options = [{"label": value, "value": value} for value in values or ("Yes", "No")]
    return {"id": id, "type": kind, "mandatory": False, "options": options, **more}


def said(identifier: str, source: str = "answers", **more: Any) -> Json:
    return {"source": source, "identifier": identifier, **more}


def equals(identifier: str, value: Any) -> Json:
    return {"==": [said(identifier), value]}


def to(block: str | None = None, when: Json | None = None, **more: Any) -> Json:
    rule = {"block": block} if block else {}
    return {**rule, **({"when": when} if when else {}), **more}


END = {"section": "End"}


def piped(words: str, **values: Any) -> Json:
    placeholders = [
        {"placeholder": name, **({"transforms": v} if isinstance(v, list) else {"value": v})}
        for name, v in values.items()
    ]
    return {"text": words, "placeholders": placeholders}


def transform(name: str, **arguments: Any) -> Json:
    return {"transform": name, "arguments": arguments}


NAME = transform(
    "concatenate_list",
    list_to_concatenate=[said("first-name"), said("last-name")],
    delimiter=" ",
)


def leading(list_name: str, block_id: str) -> Json:
    params = {"list_name": list_name, "block_id": block_id}
    return {"type": "RedirectToListAddBlock", "params": params}


def acting(answer_: Json, value: str, action: Json) -> Json:
    options = [
        {**each, "action": action} if each["value"] == value else each
        for each in answer_["options"]
    ]
    return {**answer_, "options": options}


def collector(
    id: str = "collector",  # noqa: A002
    list_name: str = "people",
    answers: tuple[Json, ...] = (text("first-name"), text("last-name")),
    **more: Any,
) -> Json:
    more_answer = acting(
        choice(f"{id}-more", mandatory=True), "Yes", {"type": "RedirectToListAddBlock"}
    )
    remove = acting(choice("remove", mandatory=True), "Yes", {"type": "RemoveListItemAndAnswers"})

    def inner(role: str, kind: str, *asked: Json) -> Json:
        return {
            "id": f"{id}-{role}",
            "type": f"List{kind}Question",
            "question": question(*asked, id=f"{id}-{role}"),
        }

    return {
        "id": id,
        "type": "ListCollector",
        "for_list": list_name,
        "question": question(more_answer, id=id),
        "add_block": inner("add", "Add", *answers),
        "edit_block": inner("edit", "Edit", *answers),
        "remove_block": inner("remove", "Remove", remove),
        "summary": {"title": "Members", "item_title": piped("{name}", name=[NAME])},
        **more,
    }


def repeating(*blocks: Json, list_name: str = "people", id: str = "each") -> Json:  # noqa: A002
    repeat = {"for_list": list_name, "title": piped("{name}", name=[NAME])}
    return section(*blocks, id=id, repeat=repeat)


def calculated(id: str, *names: str, **more: Any) -> Json:  # noqa: A002
    operation = {"+": [said(name) for name in names]}
    return {
        "id": id,
        "type": "CalculatedSummary",
        "title": "We have calculated %(total)s. Is this correct?",
        "calculation": {"title": "Total", "operation": operation},
        **more,
    }


def one(*blocks: Any, **more: Any) -> Any:
    """Return a questionnaire of one section."""
    return survey(section(*blocks), **more)


def skip(rule: Any, *before: Any) -> Any:
    """Return a questionnaire whose last block is left out by a rule."""
    return one(*before, block("last", skip_conditions={"when": rule}))


RADIO = block("first", choice("one", "A", "B"))


def written(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
