"""What forms as people write them become; every form is walked by invented families."""

import csv
import struct
from io import BytesIO, StringIO

import pytest
from openpyxl import Workbook

from surveyapp.exchange.formats import recognise
from tests.exchange.xlsform.forms import (
    YES_NO,
    changed,
    dropped,
    form,
    page_of,
    questions,
    sheet,
    survey,
    taken,
)

Q = "type | name | label::de"
R = f"{Q} | relevant"
C = f"{Q} | calculation"


# Kinds of file

ROWS = {
    "survey": [
        ["type", "name", "label::Deutsch (de)", "required", "relevant"],
        ["select_one yn", "kinder", "Haben Sie Kinder?", "yes", ""],
        [],
        ["integer", "anzahl", "Wie viele?", "", "${kinder} = 1"],
    ],
    "choices": [
        ["list_name", "name", "label::Deutsch (de)"],
        ["yn", 1, "ja"],
        ["yn", 0, "nein"],
    ],
    "settings": [["form_title", "form_id"], ["Familien", "familien_1"]],
    "notes": [["anything"], ["nobody reads this"]],
}


def _xlsx():
    book = Workbook()
    book.remove(book.active)
    for name, rows in ROWS.items():
        page = book.create_sheet(name.upper() if name == "survey" else name)
        for row in rows:
            page.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _csv():
    stream = StringIO(newline="")
    writer = csv.writer(stream)
    for name, rows in ROWS.items():
        if name != "notes":
            writer.writerow([name])
            writer.writerows(["", *row] for row in rows if row)
    return stream.getvalue().encode()


def _xls():
    """Write a workbook of 1997: a stream of records, one for each cell."""

    def record(kind, content=b""):
        return struct.pack("<HH", kind, len(content)) + content

    def begin(kind):
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))

    def cell(row, column, value):
        if isinstance(value, int):
            return record(0x0203, struct.pack("<HHHd", row, column, 0, value))
        text = value.encode("utf-16-le")
        return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(value), 1) + text)

    pages = []
    for rows in ROWS.values():
        cells = [
            cell(row, column, value)
            for row, line in enumerate(rows)
            for column, value in enumerate(line)
            if value != ""
        ]
        pages.append(begin(0x0010) + b"".join(cells) + record(0x000A))
    names = [name.encode() for name in ROWS]
    start = len(begin(0x0005)) + sum(4 + 8 + len(name) for name in names) + 4
    sheets = b""
    for name, page in zip(names, pages, strict=True):
        sheets += record(0x0085, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
        start += len(page)
    return begin(0x0005) + sheets + record(0x000A) + b"".join(pages)


@pytest.mark.parametrize(
    ("content", "name", "last_row"),
    [(_xlsx(), "f.xlsx", 5), (_xls(), "f.xls", 5), (_csv(), "f.csv", 4)],
    ids=["xlsx", "xls", "csv"],
)
def test_form_comes_over_from_every_kind_of_file(content, name, last_row):
    known = recognise(content, name)

    outcome = taken(content, name)

    assert known is not None
    assert known.name == "xlsform"
    assert outcome.questionnaire.id == "familien_1"
    assert outcome.questionnaire.title == {"de": "Familien"}
    found = questions(outcome)
    assert found["kinder"].required is True
    assert [option.code for option in found["kinder"].options] == ["1", "0"]
    assert found["anzahl"].show == "kinder == '1'"
    assert not outcome.changed, last_row


# Types

SIMPLE = {
    "text": ("text", {"lines": 1}),
    "add text prompt": ("text", {"lines": 1}),
    "integer": ("number", {"decimals": 0}),
    "int": ("number", {"decimals": 0}),
    "decimal": ("number", {"decimals": 6}),
    "percentage": ("number", {"minimum": 0, "maximum": 100}),
    "date": ("date", {}),
    "time": ("time", {}),
    "geopoint": ("point", {}),
    "gps": ("point", {}),
    "acknowledge": ("consent", {}),
    "trigger": ("consent", {}),
    "note": ("note", {}),
    "range": ("scale", {"minimum": 1, "maximum": 10, "step": 1}),
}


@pytest.mark.parametrize("written", SIMPLE)
def test_simple_type_comes_over_as_it_is(written):
    type_, fields = SIMPLE[written]

    outcome = taken(survey(Q, f"{written} | a | Was?"))

    question = questions(outcome)["a"]
    assert question.type == type_
    assert {key: getattr(question, key) for key in fields} == fields
    assert outcome.changed == outcome.dropped == ()


NEVER_ASKED = {
    "start": "never recorded",
    "end": "never recorded",
    "today": "never recorded",
    "deviceid": "never recorded",
    "imei": "never recorded",
    "username": "never recorded",
    "email": "never recorded",
    "phonenumber": "never recorded",
    "simserial": "never recorded",
    "start-geopoint": "never recorded",
    "background-audio": "never recorded",
    "geotrace": "is not asked",
    "geoshape": "is not asked",
    "image": "not asked",
    "audio": "not asked",
    "video": "not asked",
    "file": "not asked",
    "barcode": "is not asked",
    "hidden": "is not asked",
    "xml-external": "is not asked",
    "csv-external": "is not asked",
}


@pytest.mark.parametrize("written", NEVER_ASKED)
def test_what_families_are_never_asked_is_named(written):
    outcome = taken(survey(Q, "text | b | B", f"{written} | a | Was?"))

    assert list(questions(outcome)) == ["b"]
    assert len(outcome.dropped) == 1
    assert NEVER_ASKED[written] in dropped(outcome)
    assert dropped(outcome).startswith("survey, row 3: a")


def test_audit_log_is_never_kept():
    outcome = taken(survey(Q, "audit | |", "text | b | B"))

    assert "survey, row 2: audit (audit) is never recorded" in dropped(outcome)


def test_form_of_which_nothing_comes_over_is_an_empty_questionnaire():
    outcome = taken(survey(Q, "image | a | Foto"))

    assert questions(outcome) == {}
    assert "not asked" in dropped(outcome)


def test_appearance_and_parameters_choose_the_type():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{Q} | appearance | parameters",
                "text | t1 | T | multiline |",
                "text | t2 | T | | rows=7",
                "date | d1 | D | month-year |",
                "date | d2 | D | year |",
                "dateTime | d3 | D | |",
                "select_one yn | s1 | S | minimal |",
                "select_one yn | s2 | S | autocomplete w4 |",
                "select_one yn | s3 | S | likert |",
                "select_multiple yn | s4 | S | columns-2 | randomize=true seed=${t1}",
                "range | r1 | R | rating | start=1 end=5 step=1",
                "range | r2 | R | | start=0 end=1 step=0.1",
                "range | r3 | R | | start=10 end=0 step=-2",
                "range | r4 | R | | start=0 end=10000 step=1",
            ),
            YES_NO,
        )
    )

    found = questions(outcome)
    assert {id_: each.type for id_, each in found.items()} == {
        "t1": "text", "t2": "text", "d1": "month", "d2": "year", "d3": "date",
        "s1": "dropdown", "s2": "dropdown", "s3": "scale", "s4": "multiple",
        "r1": "scale", "r2": "scale", "r3": "scale", "r4": "number",
    }  # fmt: skip
    assert (found["t1"].lines, found["t2"].lines) == (4, 7)
    assert [option.value for option in found["s3"].options] == [1, 2]
    assert found["s4"].rotate is True
    assert (found["r1"].display, found["r2"].display) == ("buttons", "slider")
    assert (found["r3"].minimum, found["r3"].maximum, found["r3"].step) == (0, 10, 2)
    said = changed(outcome)
    assert "row 6: only the day is asked for" in said
    assert "row 8: the appearance “w4” is left out" in said
    assert "row 10: the appearance “columns-2” is left out" in said
    assert "row 10: the order is drawn anew" in said


def test_read_only_fields_become_notes():
    outcome = taken(
        survey(
            f"{C} | readonly",
            "integer | n | Wie viele? | |",
            "text | info | Bitte lesen | | yes",
            "integer | double | Das Doppelte | ${n} * 2 | true()",
            "note | after | Doppelt: ${double} | |",
        )
    )

    found = questions(outcome)
    assert found["info"].type == "note"
    assert (found["double"].type, found["double"].value) == ("computed", "n * 2")
    assert found["double_note"].type == "note"
    assert found["after"].text == {"de": "Doppelt: {double}"}
    assert "rows 3, 4: the field is only for reading" in changed(outcome)


# Groups, repeats


def test_groups_become_sections_and_pages():
    rows = [f"text | q{number} | F{number} |" for number in range(8)]
    outcome = taken(
        survey(
            f"{R} | appearance",
            "text | first | Zuerst | |",
            "begin group | home | Zuhause | ${first} != '' |",
            *rows,
            "begin group | inner | Innen | ${q0} != '' | field-list",
            *[f"text | i{number} | I{number} | |" for number in range(8)],
            "end group",
            "text | last | Zuletzt | |",
            "end group",
            "begin group | away | Unterwegs | |",
            "text | x | X | |",
            "end group",
        )
    )

    asked = outcome.questionnaire
    assert [each.title for each in asked.sections] == [
        {"de": "umfrage.md"}, {"de": "Zuhause"}, {"de": "Unterwegs"},
    ]  # fmt: skip
    assert [len(page.questions) for page in asked.pages] == [1, 6, 2, 8, 1, 1]
    assert page_of(outcome, "q7").show == "answered(first)"
    assert page_of(outcome, "i7").show == "answered(first) and answered(q0)"
    assert page_of(outcome, "x").show is None


def test_repeats_become_lists():
    outcome = taken(
        form(
            sheet(
                "survey",
                f"{R} | repeat_count | calculation | constraint",
                "integer | n | Wie viele Kinder? | | | | . >= 0 and . <= 6",
                "begin repeat | kid | Kind | ${n} > 0 | ${n}",
                "text | kn | Name",
                "integer | age | Wie alt ist ${kn}? | position(..) < 4",
                "begin repeat | place | Ort | ${age} < 7",
                "select_one yn | used | Genutzt, ${kn}?",
                "end repeat",
                "end repeat",
                "begin repeat | fix | Fest | | 3",
                "text | fx | X",
                "end repeat",
                "begin repeat | half | Halb | | ${n} div 2",
                "text | hx | X",
                "end repeat",
                "begin repeat | free | Frei",
                "text | ff | X",
                "end repeat",
            ),
            YES_NO,
        )
    )

    lists = {each.id: each for each in outcome.questionnaire.lists}
    assert (lists["kid"].count, lists["kid"].maximum) == ("n", 6)
    assert (lists["place"].within, lists["place"].is_collected) == ("kid", True)
    assert lists["fix"].maximum == 3
    assert questions(outcome)["half_count"].value == "n / 2"
    assert lists["free"].is_collected
    assert page_of(outcome, "age").repeat == "kid"
    assert page_of(outcome, "age").show == "n > 0"
    assert questions(outcome)["age"].show == "number < 4"
    assert page_of(outcome, "used").repeat == "place"
    assert [page.collect for page in outcome.questionnaire.pages if page.collect] == [
        "place",
        "free",
    ]


def test_calculations_over_repeats_look_at_all_items():
    outcome = taken(
        survey(
            C,
            "calculate | total | | sum(${age})",
            "calculate | oldest | | max(${age})",
            "calculate | youngest | | min(${kid}/age)",
            "calculate | kids | | count(${kid})",
            "calculate | eldest | | indexed-repeat(${age}, ${kid}, 1)",
            "calculate | another | | indexed-repeat(${age}, ${kid}, ${kids})",
            "begin repeat | kid | Kind |",
            "integer | age | Alter? |",
            "calculate | half | | ${age} div 2",
            "end repeat",
            "note | sum | Summe ${total}, ${age} |",
        )
    )

    found = questions(outcome)
    assert {id_: each.value for id_, each in found.items() if each.type == "computed"} == {
        "half": "age / 2",
        "total": "sum(kid, age)",
        "oldest": "highest(kid, age)",
        "youngest": "lowest(kid, age)",
        "kids": "count(kid)",
        "eldest": "first(kid, age)",
    }
    assert list(found).index("total") > list(found).index("age")
    assert "row 7: the calculation another" in dropped(outcome)
    assert "“…” stands for ${age}" in changed(outcome)


def test_loops_do_not_come_over():
    outcome = taken(
        form(
            sheet(
                "survey",
                Q,
                "begin loop over yn | l | L",
                "text | a | A",
                "end loop",
                "text | b | B",
            ),
            YES_NO,
        )
    )

    assert list(questions(outcome)) == ["b"]
    assert "row 2: the loop l does not come over" in dropped(outcome)
