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
