"""Questionnaires of ONS eQ, written after its rules: one for every construct."""

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


def _answers() -> Json:
    return survey(
        section(
            block("words", text("line", max_length=40, mandatory=True)),
            block("area", answer("long", "TextArea", rows=8, max_length=500)),
            block(
                "numbers",
                number("count", minimum={"value": 1}, maximum={"value": 20}),
                number("money", "Currency", currency="EUR", decimal_places=2),
                number("share", "Percentage", maximum={"value": 100}),
                number("way", "Unit", unit="length-kilometer", unit_length="short"),
            ),
            block("day", answer("born", "Date", minimum={"value": "2000-01-01"})),
            block("month", answer("since", "MonthYearDate", maximum={"value": "2026-06"})),
            block("year", answer("built", "YearDate")),
            block("length", answer("lived", "Duration", units=["years", "months"])),
            block("which", choice("colour", "Red", "Green", "Blue", kind="Dropdown")),
            block("some", choice("wishes", "Bus", "Playground", kind="Checkbox")),
            block("yes", choice("agreed", mandatory=True)),
        )
    )


def _personal() -> Json:
    return survey(
        section(
            block("who", text("first-name"), text("last-name"), number("age")),
            block("where", answer("home", "Address")),
            block("call", answer("mobile", "MobileNumber")),
            block("company", text("company-name")),
        )
    )


def _details() -> Json:
    other = choice("care", "Nursery", "Other", kind="Checkbox")
    other["options"][1]["detail_answer"] = text("care-other", mandatory=True)
    more = choice("job", "Full time", "Other hours")
    more["options"][1]["detail_answer"] = number("job-hours", maximum={"value": 60})
    more["options"][0]["description"] = "35 hours or more"
    return survey(section(block("care-block", other), block("job-block", more)))


def _exclusive() -> Json:
    none = choice("none", "None of these", kind="Checkbox")
    return survey(
        section(
            block(
                "help",
                choice("helps", "Money", "Time", kind="Checkbox"),
                none,
                kind="MutuallyExclusive",
                said={"mandatory": True},
                routing_rules=[
                    to("after", {"in": ["None of these", said("none")]}),
                    to("which"),
                ],
            ),
            block("which", text("which-help")),
            block(
                "after",
                number("amount"),
                choice("unknown", "I do not know", kind="Checkbox"),
                kind="MutuallyExclusive",
                said={"mandatory": False},
            ),
        )
    )


def _routing() -> Json:
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


def _groups() -> Json:
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


def _old_rules() -> Json:
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


def _operators() -> Json:
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


def _variants() -> Json:
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


def _household() -> Json:
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


def _driving() -> Json:
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


def _dynamic() -> Json:
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


def _sums() -> Json:
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


def _calculations() -> Json:
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


def _dates() -> Json:
    limits = {"minimum": {"days": 23}, "maximum": {"months": 1, "days": 20}}
    return survey(
        section(
            block(
                "stay",
                answer("from", "Date"),
                answer("until", "Date"),
                kind="DateRange",
                said={"period_limits": limits},
            ),
            block(
                "months",
                answer("m-from", "MonthYearDate"),
                answer("m-until", "MonthYearDate"),
                kind="DateRange",
                said={"period_limits": {"minimum": {"months": 2}, "maximum": {"years": 3}}},
            ),
            block(
                "born",
                answer("birth", "Date", maximum={"value": "now", "offset_by": {"years": -16}}),
            ),
            block(
                "later",
                answer("moved", "Date", minimum={"value": said("birth"), "offset_by": {"days": 5}}),
            ),
            block("month", answer("school", "MonthYearDate", minimum={"value": said("m-from")})),
            block("case", answer("sent", "Date", maximum={"value": said("case_id", "metadata")})),
        )
    )


def _confirmation() -> Json:
    confirm = choice("sure", "Yes, it is correct", "No, I must change it", mandatory=True)
    return survey(
        section(
            block("adults-block", number("adults", mandatory=True)),
            {
                **block(
                    "confirm",
                    confirm,
                    said={"title": piped("Are {n} adults right?", n=said("adults"))},
                ),
                "type": "ConfirmationQuestion",
                "skip_conditions": {"when": {">": [said("adults"), 0]}},
                "routing_rules": [
                    to("adults-block", equals("sure", "No, I must change it")),
                    to("children"),
                ],
            },
            block("children", number("minors")),
        )
    )


def _reading() -> Json:
    intro = {
        "id": "introduction",
        "type": "Introduction",
        "primary_content": [
            {
                "id": "p",
                "title": "Welcome",
                "contents": [
                    {"description": "Please <strong>answer</strong>."},
                    {"list": ["One", "Two"]},
                ],
            }
        ],
    }
    rich = block(
        "rich",
        text("note", description="Shortly", guidance={"contents": [{"description": "Guided"}]}),
        said={
            "description": ["<p>First</p>", "Second"],
            "instruction": ["Choose"],
            "definitions": [{"title": "Word", "contents": [{"description": "Meaning"}]}],
            "guidance": {"contents": [{"title": "Why", "list": ["because", "so"]}]},
        },
    )
    between = {
        "id": "between",
        "type": "Interstitial",
        "content": {"title": "Nearly done", "contents": [{"description": "It's {fine}"}]},
    }
    return survey(section(intro, rich, between), preview_questions=True, legal_basis="An Act")


def _placeholders() -> Json:
    plural = {
        "text_plural": {
            "forms": {"one": "{n} child", "other": "{n} children"},
            "count": said("n"),
        },
        "placeholders": [{"placeholder": "n", "value": said("n")}],
    }
    money = [transform("format_currency", number=said("pay"), currency="EUR")]
    first = [transform("first_non_empty_item", items=[said("trading", "metadata"), said("town")])]
    age = [
        transform(
            "calculate_date_difference", first_date=said("born"), second_date={"value": "now"}
        )
    ]
    return survey(
        section(
            block("a", number("n"), number("pay"), answer("born", "Date"), text("town")),
            block("b", choice("care", "At home", "Nursery", kind="Checkbox")),
            block("c", said={"title": plural}),
            block("d", said={"title": piped("You earn {m} in {t}", m=money, t=first)}),
            block(
                "e",
                said={
                    "title": piped(
                        "{a} old, {l}",
                        a=age,
                        l=[transform("format_list", list_to_format=said("care"))],
                    )
                },
            ),
            block("f", said={"title": piped("For {ru}", ru=said("ru_name", "metadata"))}),
        ),
        metadata=[{"name": name, "type": "string"} for name in ("trading", "ru_name")],
    )


def _hub() -> Json:
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


def _facts() -> Json:
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


def _supplied() -> Json:
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


def _codes() -> Json:
    return survey(
        section(
            block("a", choice("mode", "Bus & train", "12 km or more", "Bus / train", "Ärger")),
            block("b", skip_conditions={"when": equals("mode", "bus / TRAIN")}),
        ),
        answer_codes=[{"answer_id": "mode", "code": "1"}, {"answer_id": "b-answer", "code": "2"}],
    )


SURVEYS: dict[str, Json] = {
    "answers": _answers(),
    "personal": _personal(),
    "details": _details(),
    "exclusive": _exclusive(),
    "routing": _routing(),
    "groups": _groups(),
    "old_rules": _old_rules(),
    "operators": _operators(),
    "variants": _variants(),
    "household": _household(),
    "driving": _driving(),
    "dynamic": _dynamic(),
    "sums": _sums(),
    "calculations": _calculations(),
    "dates": _dates(),
    "confirmation": _confirmation(),
    "reading": _reading(),
    "placeholders": _placeholders(),
    "hub": _hub(),
    "facts": _facts(),
    "supplied": _supplied(),
    "codes": _codes(),
}
"""Every questionnaire by what it is about."""


def written(content: Json) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
