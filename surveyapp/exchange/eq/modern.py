"""The way rules were written for early runners, turned into the way they are written today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.exchange.surveyjs.json_file import Json, items

_SIGNS: Mapping[str, str] = {
    "equals": "==",
    "not equals": "!=",
    "greater than": ">",
    "less than": "<",
    "greater than or equal to": ">=",
    "less than or equal to": "<=",
    "equals any": "in",
    "not equals any": "not in",
    "contains": "contains",
    "not contains": "not contains",
    "contains any": "any-in",
    "contains all": "all-in",
    "set": "set",
    "not set": "not set",
}
"""Conditions of early runners and what they mean."""


class UnknownConditionError(ValueError):
    """A condition no runner ever knew; the message is the condition."""


def modern(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a piece of a file with every rule written as it is today."""
    if isinstance(value, list):
        return [modern(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: modern(each) for key, each in value.items() if key != "when"}
    if "when" in value:
        found["when"] = _when(value["when"])
    for key in ("skip_conditions", "enabled"):
        if isinstance(found.get(key), list):
            found[key] = {"when": _any_of([_inside(each) for each in found[key]])}
    if isinstance(found.get("routing_rules"), list):
        found["routing_rules"] = [_rule(each) for each in found["routing_rules"]]
    for ours, theirs in (("minimum", "min_value"), ("maximum", "max_value")):
        if isinstance(found.get(theirs), dict) and ours not in found:
            found[ours] = found.pop(theirs)
        if isinstance(found.get(ours), dict):
            found[ours] = _limit(found[ours])
    return found


def _inside(value: Any) -> Any:  # noqa: ANN401 - JSON
    return value.get("when") if isinstance(value, dict) else value


def _any_of(found: list[Any]) -> Any:  # noqa: ANN401 - JSON
    return found[0] if len(found) == 1 else {"or": found}


def _rule(rule: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a routing rule without the ``goto`` around it."""
    goto = rule.get("goto") if isinstance(rule, dict) else None
    return {**rule, **goto, "goto": True} if isinstance(goto, dict) else rule


def _limit(limit: Json) -> Json:
    if "answer_id" in limit:
        rest = {key: each for key, each in limit.items() if key != "answer_id"}
        return {**rest, "value": _source("answers", limit["answer_id"])}
    if "meta" in limit:
        rest = {key: each for key, each in limit.items() if key != "meta"}
        return {**rest, "value": _source("metadata", limit["meta"])}
    return limit


def _source(source: str, identifier: object) -> dict[str, object]:
    return {"source": source, "identifier": identifier}


def _when(when: Any) -> Any:  # noqa: ANN401 - JSON
    """Return a rule; a list of conditions holds when all of them do."""
    if not isinstance(when, list):
        return modern(when)
    is_old = all(isinstance(each, dict) and "condition" in each for each in when)
    if not when or not is_old:
        return modern(when)
    found = [_condition(each) for each in when]
    return found[0] if len(found) == 1 else {"and": found}


def _condition(said: Json) -> Any:  # noqa: ANN401 - JSON
    sign = _SIGNS.get(str(said["condition"]))
    if sign is None:
        raise UnknownConditionError(str(said["condition"])[:60])
    subject = _subject(said)
    if sign in ("set", "not set"):
        return {"!=" if sign == "set" else "==": [subject, None]}
    if isinstance(said.get("date_comparison"), dict):
        return {sign: [{"date": [subject]}, _date(said["date_comparison"])]}
    value = _value(said)
    turned: dict[str, Any] = {
        "contains": {"in": [value, subject]},
        "not contains": {"not": [{"in": [value, subject]}]},
        "not in": {"not": [{"in": [subject, value]}]},
        "all-in": {"all-in": [value, subject]},
    }
    return turned.get(sign, {sign: [subject, value]})


def _subject(said: Json) -> Json:
    if "list" in said:
        return {"count": [_source("list", said["list"])]}
    return (
        _source("metadata", said["meta"]) if "meta" in said else _source("answers", said.get("id"))
    )


def _value(said: Json) -> Any:  # noqa: ANN401 - JSON
    comparison = said.get("comparison")
    if isinstance(comparison, dict):
        found = {"source": comparison.get("source", "answers"), "identifier": comparison.get("id")}
        return {**found, "selector": "list_item_id"} if found["source"] == "location" else found
    return items(said["values"]) if "values" in said else said.get("value")


def _date(said: Json) -> Json:
    if "id" in said:
        first: object = _source("answers", said["id"])
    else:
        first = _source("metadata", said["meta"]) if "meta" in said else said.get("value")
    offset = said.get("offset_by")
    return {"date": [first, offset] if offset else [first]}
