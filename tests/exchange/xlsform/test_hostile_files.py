import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook

from surveyapp.exchange.formats import bring_in
from surveyapp.exchange.report import Refused
from tests.exchange.xlsform.forms import changed, dropped, errors, questions, survey, taken

Q = "type | name | label"


def _workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with_member(content, name, data):
    stream = BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, data)
    return stream.getvalue()


PLAIN = _workbook(survey=[("type", "name", "label"), ("text", "a", "A")])


def test_workbook_that_unpacks_without_end_is_refused():
    content = _with_member(PLAIN, "xl/worksheets/sheet9.xml", b" " * 70_000_000)

    assert "unpacks" in errors(content, "bomb.xlsx")[0]


def test_workbook_of_thousands_of_files_is_refused():
    stream = BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a") as packed:
        for number in range(2_100):
            packed.writestr(f"xl/media/{number}.png", b"")

    assert "unpacks" in errors(stream.getvalue(), "many.xlsx")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_workbook_with_entities_of_its_own_is_refused(encoding):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    content = _with_member(PLAIN, "xl/evil.xml", bomb.encode(encoding))

    assert "entities" in errors(content, "evil.xlsx")[0]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PLAIN[: len(PLAIN) // 2], "half.xlsx"),
        (b"PK\x03\x04" + b"\x00" * 200, "zeros.xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "zeros.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20, "noise.xls"),
        (b"hello", "words.xlsx"),
        (b"hello", "words.md"),
        (b"survey\n,type\n\xff\xfe,text", "latin.csv"),
        (b"\x00" * 5_000, "nothing.xls"),
        (b"| survey |\n", "empty.md"),
        (b"| survey |\n| | type | name |", "only_columns.md"),
        (_workbook(other=[("a",)], more=[("b",)]), "other.xlsx"),
        (_workbook(survey=[]), "blank.xlsx"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_file_that_is_no_form_is_refused_in_a_sentence(content, name):
    outcome = bring_in(content, name, "xlsform")

    if isinstance(outcome, Refused):
        assert all(len(each.say("de")) > 15 for each in outcome.errors)
    else:
        assert outcome.questionnaire.pages[0].questions == ()


def test_groups_without_end_inside_each_other_are_refused():
    rows = [f"begin group | g{number} | G" for number in range(500)]

    assert "inside each other" in errors(survey(Q, *rows, *["end group"] * 500))[0]


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 5_000 + "1" + ")" * 5_000,
        "not(" * 200 + "1" + ")" * 200,
        " + ".join(["1"] * 4_000),
        "1 - " * 3_000 + "1",
        "-" * 5_000 + "1",
    ],
    ids=["brackets", "calls", "sums", "differences", "signs"],
)
def test_expression_without_end_is_refused(expression):
    content = survey(f"{Q} | calculation", f"calculate | a | | {expression}")

    assert "survey, row 2" in errors(content)[0]


@pytest.mark.parametrize(
    "text",
    ["| survey |\n" + "#" * 200_000 + "|", "\n" * 3_000_000, " " * 3_000_000, "| " * 500_000],
    ids=["comments", "lines", "blanks", "bars"],
)
def test_table_that_is_hard_to_search_is_refused_soon(text):
    assert errors(text.encode())[0]


def test_sheet_of_too_many_rows_is_refused():
    rows = [f"text | q{number} | A" for number in range(6_000)]

    assert "more than 5000 rows" in errors(survey(Q, *rows))[0]


def test_cell_of_a_novel_is_refused():
    assert "characters" in errors(survey(Q, f"text | a | {'x' * 60_000}"))[0]


def test_scripts_and_pictures_in_labels_are_left_out_and_named():
    outcome = taken(
        survey(
            "type | name | label::de",
            "text | a | Was <b>fehlt</b>?<script>alert(1)</script><img src=x onerror=alert(2)>",
        )
    )

    assert questions(outcome)["a"].text == {"de": "Was fehlt?"}
    assert "survey, row 2: “script” in the text is left out" in dropped(outcome)


def test_braces_and_apostrophes_in_labels_stand_for_themselves():
    outcome = taken(survey("type | name | label::de", "text | a | Wie geht's {Name} '{x}'?"))

    text = questions(outcome)["a"].text["de"]
    assert text.replace("'", "") == "Wie gehts {Name} {x}?"
    assert "'{'Name'}'" in text or "'{'" in text


def test_formulas_and_control_signs_in_cells_do_no_harm():
    content = survey(
        "type | name | label::de", "text | a | =cmd()\x07\x1b[31m", "text | b | a\x00b"
    )

    outcome = taken(content)

    assert questions(outcome)["a"].text == {"de": "=cmd()[31m"}
    assert changed(outcome) == ""


def test_thousands_of_choices_are_left_out_with_a_sentence():
    rows = [("v", f"v{number}", f"Dorf {number}") for number in range(3_000)]
    content = _workbook(
        survey=[
            ("type", "name", "label::de"),
            ("select_one v", "dorf", "Dorf?"),
            ("text", "b", "B"),
        ],
        choices=[("list_name", "name", "label::de"), *rows],
    )

    outcome = taken(content, "dorf.xlsx")

    assert list(questions(outcome)) == ["b"]
    assert "the list of 3000 choices is longer" in dropped(outcome)


@pytest.mark.parametrize("suffix", ["csv", "tsv", "txt"])
def test_table_of_semicolons_or_tabs_is_named_as_such(suffix):
    for sign in ";\t":
        content = sign.join(["survey", "", "\n", "type", "name", "label\n", "text", "a", "Größe\n"])

        said = errors(content.encode("utf-8-sig"), f"form.{suffix}")

        assert "parted by semicolons or tabs" in said[0]


@pytest.mark.parametrize(
    "head", ["type,name,label", "list_name;name;label", '"type","name","label"']
)
def test_one_sheet_alone_is_named_as_such(head):
    outcome = bring_in(f"{head}\ntext,a,A\n".encode(), "survey.csv")

    assert isinstance(outcome, Refused)
    assert "single sheet" in outcome.errors[0].say("en")


def test_table_in_utf_16_is_recognised_and_named_as_such():
    outcome = bring_in("survey,,\n,type,name\n,text,a\n".encode("utf-16"), "form.csv")

    assert isinstance(outcome, Refused)
    assert "not UTF-8" in outcome.errors[0].say("en")


def test_column_named_twice_is_named():
    content = _workbook(survey=[("type", "name", "label", "label"), ("text", "a", "A", "B")])

    assert "two columns “label”" in errors(content, "form.xlsx")[0]


def test_sheets_of_offices_come_over():
    """Hidden sheets, empty formatted rows and columns, protected spaces and numbers as names."""
    book = Workbook()
    page = book.active
    page.title = "survey"
    for row in (
        ("type ", " name", "label", "required", "relevant"),
        ("select_one\u00a0n", "q1\u00a0", "Frage\u00a01", 1, None),
        ("text", "q2", "Frage 2", True, "${q1}\u00a0= ‘1’"),
        ("text", "q3", "Frage 3", "TRUE", "${q1} = “2”"),
    ):
        page.append(row)
    page.cell(row=30_000, column=1).value = " "
    page.cell(row=1, column=900).value = "  "
    choices = book.create_sheet("choices")
    for row in (("list_name", "name", "label"), ("n ", 1.0, "eins"), ("n", 2.0, "zwei")):
        choices.append(row)
    choices.sheet_state = "hidden"
    book.create_sheet("Notizen").append(("Entwurf",))
    stream = BytesIO()
    book.save(stream)

    found = questions(taken(stream.getvalue(), "FORM.XLSX"))

    assert [option.code for option in found["q1"].options] == ["1", "2"]
    assert all(each.required is True for each in found.values())
    assert (found["q2"].show, found["q3"].show) == ("q1 == '1'", "q1 == '2'")


def test_texts_that_double_with_every_step_are_left_out():
    doubled = [f"calculate | t{n} | | concat(${{t{n - 1}}}, ${{t{n - 1}}})" for n in range(1, 60)]
    content = survey(
        "type | name | label | calculation", "text | t0 | A |", *doubled, "note | n | ${t59} |"
    )

    outcome = taken(content)

    assert "it makes too long a text" in dropped(outcome)
