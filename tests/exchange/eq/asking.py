"""Questionnaires of ONS eQ about what is asked: answers, wordings, dates, codes."""

from __future__ import annotations

from tests.exchange.eq.building import (
    Json,
    answer,
    block,
    choice,
    equals,
    number,
    piped,
    said,
    section,
    survey,
    text,
    to,
    transform,
)


def answers() -> Json:
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


def personal() -> Json:
    return survey(
        section(
            block("who", text("first-name"), text("last-name"), number("age")),
            block("where", answer("home", "Address")),
            block("call", answer("mobile", "MobileNumber")),
            block("company", text("company-name")),
        )
    )


def details() -> Json:
    other = choice("care", "Nursery", "Other", kind="Checkbox")
    other["options"][1]["detail_answer"] = text("care-other", mandatory=True)
    more = choice("job", "Full time", "Other hours")
    more["options"][1]["detail_answer"] = number("job-hours", maximum={"value": 60})
    more["options"][0]["description"] = "35 hours or more"
    return survey(section(block("care-block", other), block("job-block", more)))


def exclusive() -> Json:
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


def dates() -> Json:
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


def reading() -> Json:
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


def placeholders() -> Json:
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


def confirmation() -> Json:
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


def codes() -> Json:
    return survey(
        section(
            block("a", choice("mode", "Bus & train", "12 km or more", "Bus / train", "Ärger")),
            block("b", skip_conditions={"when": equals("mode", "bus / TRAIN")}),
        ),
        answer_codes=[{"answer_id": "mode", "code": "1"}, {"answer_id": "b-answer", "code": "2"}],
    )
