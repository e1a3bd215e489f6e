"""Questionnaires of ONS eQ about lists and sums: households, repeats, totals."""

from __future__ import annotations

from tests.exchange.eq.building import (
    END,
    NAME,
    Json,
    acting,
    answer,
    block,
    calculated,
    choice,
    collector,
    equals,
    leading,
    number,
    piped,
    question,
    repeating,
    said,
    section,
    survey,
    text,
    to,
    transform,
)


def household() -> Json:
    primary = acting(
        choice("you-live-here", mandatory=True), "Yes", {"type": "RedirectToListAddBlock"}
    )
    return survey(
        section(
            {
                "id": "primary",
                "type": "PrimaryPersonListCollector",
                "for_list": "people",
                "question": question(primary, id="primary"),
                "add_or_edit_block": {
                    "id": "primary-name",
                    "type": "PrimaryPersonListAddOrEditQuestion",
                    "question": question(text("first-name"), text("last-name"), id="primary-name"),
                },
            },
            collector(),
            {
                "id": "relations",
                "type": "RelationshipCollector",
                "for_list": "people",
                "question": question(
                    choice("related", "Wife", "Son", kind="Relationship"), id="relations"
                ),
            },
            block(
                "size", skip_conditions={"when": {"<": [{"count": [said("people", "list")]}, 2]}}
            ),
        ),
        repeating(
            block(
                "age-block",
                number("age", maximum={"value": 120}),
                said={"title": piped("How old is {name}?", name=[NAME])},
                routing_rules=[to(None, {"<": [said("age"), 18]}, **END), to("work")],
            ),
            block(
                "work",
                choice("works"),
                said={
                    "title": piped(
                        "Where is {name} job?",
                        name=[
                            NAME,
                            transform(
                                "format_possessive",
                                string_to_format=said("x", "previous_transform"),
                            ),
                        ],
                    )
                },
            ),
            block(
                "first-only",
                skip_conditions={
                    "when": {
                        "!=": [
                            said("list_item_id", "location"),
                            said("people", "list", selector="first"),
                        ]
                    }
                },
            ),
        ),
    )


def driving() -> Json:
    driving = acting(choice("any", mandatory=True), "Yes", leading("companies", "collector-add"))
    return survey(
        section(
            {
                "id": "driving",
                "type": "ListCollectorDrivingQuestion",
                "for_list": "companies",
                "question": question(driving, id="driving"),
                "routing_rules": [to(None, equals("any", "No"), **END), to("collector")],
            },
            collector(
                list_name="companies",
                answers=(text("company-name"), number("staff", maximum={"value": 999})),
                repeating_blocks=[
                    {
                        "id": "branch",
                        "type": "ListRepeatingQuestion",
                        "question": question(choice("has-branch"), id="branch"),
                    }
                ],
                summary={
                    "title": "Companies",
                    "item_title": piped("{c}", c=said("company-name")),
                    "add_link_text": "Add a company",
                },
            ),
            block(
                "spent",
                said={
                    "dynamic_answers": {
                        "values": said("companies", "list"),
                        "answers": [
                            number(
                                "spent-at",
                                "Percentage",
                                label=piped("At {c}", c=said("company-name")),
                            )
                        ],
                    },
                    "answers": [number("spent-else", "Percentage")],
                },
            ),
            calculated(
                "total",
                "staff",
                calculation={"title": "Staff", "operation": {"+": [said("staff")]}},
            ),
        )
    )


def dynamic() -> Json:
    copied = {
        "id": "best",
        "type": "Radio",
        "mandatory": False,
        "dynamic_options": {
            "values": said("shops"),
            "transform": {"option-label-from-value": ["self", "shops"]},
        },
        "options": [{"label": "None of them", "value": "None of them"}],
    }
    week = {
        "values": {
            "map": [
                {"format-date": ["self", "yyyy-MM-dd"]},
                {"date-range": [{"date": [said("start"), {"day_of_week": "MONDAY"}]}, 7]},
            ]
        },
        "transform": {"format-date": [{"date": ["self"]}, "EEEE"]},
    }
    return survey(
        section(
            block("shops-block", choice("shops", "Market", "Baker", "Online", kind="Checkbox")),
            block("best-block", copied),
            block(
                "each-shop",
                said={
                    "dynamic_answers": {
                        "values": said("shops"),
                        "answers": [
                            number(
                                "visits",
                                label=piped(
                                    "At {shop}",
                                    shop=[
                                        transform(
                                            "option_label_from_value",
                                            value=said("shops"),
                                            answer_id="shops",
                                        )
                                    ],
                                ),
                            )
                        ],
                    },
                    "answers": [text("remark")],
                },
            ),
            block("start-block", answer("start", "Date")),
            block("days", {**choice("day", "No day", kind="Checkbox"), "dynamic_options": week}),
        )
    )


def supplied() -> Json:
    return survey(
        section(
            {
                "id": "content",
                "type": "ListCollectorContent",
                "for_list": "employees",
                "content": {"title": "Employees", "contents": [{"description": "Known ones"}]},
                "repeating_blocks": [
                    {
                        "id": "hours-block",
                        "type": "ListRepeatingQuestion",
                        "question": question(number("hours"), id="hours-block"),
                    }
                ],
            }
        ),
        section(
            block("pay-block", number("pay", maximum={"value": said("hours")})),
            calculated("pays", "pay"),
            id="each",
            repeat={"for_list": "employees", "title": "Employee"},
        ),
        supplementary_data={"lists": ["employees"]},
    )


def sums() -> Json:
    names = [f"cost-{n}" for n in range(30)]
    return survey(
        section(
            block("one", number("a", "Currency", currency="EUR", decimal_places=2)),
            block("two", number("b", "Currency", currency="EUR", decimal_places=2)),
            calculated("first-sum", "a", "b"),
            block("three", *(number(name) for name in names)),
            calculated("second-sum", *names),
            {
                "id": "grand",
                "type": "GrandCalculatedSummary",
                "title": "All together %(total)s",
                "calculation": {
                    "title": "All",
                    "operation": {
                        "+": [
                            said("first-sum", "calculated_summary"),
                            said("second-sum", "calculated_summary"),
                        ]
                    },
                },
            },
            block(
                "rich",
                skip_conditions={"when": {"<": [said("grand", "grand_calculated_summary"), 100]}},
            ),
            block(
                "less",
                number(
                    "part",
                    decimal_places=2,
                    maximum={"value": said("first-sum", "calculated_summary")},
                ),
            ),
        )
    )


def calculations() -> Json:
    return survey(
        section(
            block("total-block", number("total", mandatory=True, decimal_places=2)),
            block(
                "parts",
                number("part-1", decimal_places=2),
                number("part-2", decimal_places=2),
                kind="Calculated",
                said={
                    "calculations": [
                        {
                            "calculation_type": "sum",
                            "answer_id": "total",
                            "answers_to_calculate": ["part-1", "part-2"],
                            "conditions": ["less than", "equals"],
                        }
                    ]
                },
            ),
            block(
                "hundred",
                number("share-1", "Percentage"),
                number("share-2", "Percentage"),
                kind="Calculated",
                said={
                    "calculations": [
                        {
                            "calculation_type": "sum",
                            "value": 100,
                            "answers_to_calculate": ["share-1", "share-2"],
                            "conditions": ["equals"],
                        }
                    ]
                },
            ),
            block(
                "more",
                number(
                    "above", minimum={"value": said("total"), "exclusive": True}, decimal_places=2
                ),
            ),
        )
    )
