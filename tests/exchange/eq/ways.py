"""Questionnaires of ONS eQ about the way through them: rules, groups, variants, facts."""

from __future__ import annotations

from tests.exchange.eq.building import (
    END,
    Json,
    answer,
    block,
    choice,
    equals,
    group,
    number,
    question,
    said,
    section,
    survey,
    to,
)


def routing() -> Json:
    return survey(
        section(
            block(
                "first",
                choice("kids", "None", "One", "More"),
                routing_rules=[
                    to("last", equals("kids", "None")),
                    to("many", equals("kids", "More")),
                    to("one"),
                ],
            ),
            block("one", choice("alone"), routing_rules=[to("last")]),
            block(
                "many",
                number("how-many"),
                routing_rules=[
                    to(None, {">": [said("how-many"), 5]}, **END),
                    to("last"),
                ],
            ),
            block("last", skip_conditions={"when": equals("alone", "No")}),
        ),
        section(block("more"), id="second"),
    )


def groups() -> Json:
    return survey(
        {
            "id": "section",
            "title": "Groups",
            "groups": [
                group(
                    block(
                        "way",
                        choice("by", "Car", "Bus", "Walk"),
                        routing_rules=[
                            to(None, equals("by", "Walk"), group="walking"),
                            to(None, equals("by", "Bus"), group="bus"),
                            to("car"),
                        ],
                    ),
                    block("car"),
                    id="start",
                ),
                group(
                    block("ticket"),
                    block("stop"),
                    id="bus",
                    skip_conditions={"when": {"!=": [said("by"), "Bus"]}},
                ),
                group(block("shoes"), id="walking"),
            ],
        }
    )


def old_rules() -> Json:
    return survey(
        section(
            block(
                "first",
                choice("kind", "A", "B", "C"),
                routing_rules=[
                    {
                        "goto": {
                            "block": "third",
                            "when": [{"id": "kind", "condition": "equals", "value": "A"}],
                        }
                    },
                    {
                        "goto": {
                            "block": "second",
                            "when": [
                                {"id": "kind", "condition": "equals any", "values": ["B", "C"]}
                            ],
                        }
                    },
                    {"goto": {"block": "third"}},
                ],
            ),
            block("second", choice("some", "X", "Y", kind="Checkbox")),
            block(
                "third",
                skip_conditions=[
                    {"when": [{"id": "some", "condition": "contains", "value": "X"}]},
                    {"when": [{"id": "kind", "condition": "not set"}]},
                ],
            ),
        ),
        section(
            block("late"),
            id="later",
            enabled=[
                {
                    "when": [
                        {"id": "kind", "condition": "set"},
                        {"id": "some", "condition": "not contains", "value": "Y"},
                    ]
                }
            ],
        ),
    )


def operators() -> Json:
    many = said("many")
    rules = [
        {"any-in": [many, ["A", "B"]]},
        {"all-in": [["A", "B"], many]},
        {"all-in": [many, ["A", "B"]]},
        {">": [{"count": [many]}, 1]},
        {"==": [{"count": [many]}, 0]},
        {"not": [{"in": [said("one"), ["X", "Y"]]}]},
        {"and": [{">=": [said("n"), 3]}, {"<": [said("n"), 9]}]},
        {"!=": [said("n"), 4]},
        {"==": [said("n"), None]},
        {"<": [5, said("n")]},
        {"<=": [{"date": [said("d")]}, {"date": ["2026-05-15", {"years": -1}]}]},
        {">": [{"date": [said("m")]}, {"date": [said("d")]}]},
        {"<": [{"date": [said("d")]}, {"date": ["now", {"years": -18}]}]},
        {"or": [equals("one", "X"), {"==": [said("n"), said("k")]}]},
        {">": [{"+": [said("n"), said("k")]}, 10]},
        {"in": [said("one"), [None, "Z"]]},
    ]
    return survey(
        section(
            block("a", choice("many", "A", "B", "C", kind="Checkbox")),
            block("b", choice("one", "X", "Y", "Z")),
            block("c", number("n"), number("k")),
            block("days", answer("d", "Date"), answer("m", "MonthYearDate")),
            *(
                block(f"skip-{place}", skip_conditions={"when": rule})
                for place, rule in enumerate(rules)
            ),
        )
    )


def variants() -> Json:
    def asked(title: str, *values: str, mandatory: bool) -> Json:
        return {**question(choice("fit", *values, mandatory=mandatory), id="fit"), "title": title}

    proxy = {"==": [said("self"), "No"]}
    own = {"==": [said("self"), "Yes"]}
    return survey(
        section(
            block("self-block", choice("self", mandatory=True)),
            {
                "id": "fit-block",
                "type": "Question",
                "question_variants": [
                    {"when": own, "question": asked("How are you?", "Well", "Bad", mandatory=True)},
                    {
                        "when": proxy,
                        "question": asked("How are they?", "Well", "Ill", mandatory=False),
                    },
                ],
            },
            {
                "id": "reading",
                "type": "Interstitial",
                "content_variants": [
                    {
                        "when": own,
                        "content": {"title": "About you", "contents": [{"description": "Yours"}]},
                    },
                    {
                        "when": proxy,
                        "content": {"title": "About them", "contents": [{"list": ["a", "b"]}]},
                    },
                ],
            },
        )
    )


def hub() -> Json:
    return survey(
        section(block("one", choice("ready")), id="one-section"),
        section(block("two"), id="two-section", enabled={"when": equals("ready", "Yes")}),
        section(
            block("three"),
            id="three-section",
            enabled={
                "when": {"==": [said("one-section", "progress", selector="section"), "COMPLETED"]}
            },
        ),
        questionnaire_flow={
            "type": "Hub",
            "options": {"required_completed_sections": ["one-section"]},
        },
        post_submission={"view_response": True},
        submission={"button": "Send"},
        individual_response={"for_list": "people"},
    )


def facts() -> Json:
    return survey(
        section(
            block(
                "one",
                routing_rules=[to("three", {"==": [said("region", "metadata"), "W"]}), to("two")],
            ),
            block(
                "two",
                skip_conditions={
                    "when": {
                        "<": [
                            {"date": [said("started_at", "response_metadata")]},
                            {"date": ["now"]},
                        ]
                    }
                },
            ),
            block("three"),
        ),
        metadata=[{"name": "region", "type": "string"}],
        supplementary_data={"lists": ["employees"]},
    )
