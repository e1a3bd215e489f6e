"""All figures of a release as files, read back by other programs and held against the release."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import jsonschema
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from analytics.released import HIDDEN, Area, ReleasedTable
from surveyapp.exchange.cells import safe_text
from surveyapp.exchange.released.forms import FORMS
from surveyapp.exchange.released.model import COLUMNS, INTERNAL, Made, Whole
from surveyapp.region.outlines import plane_of
from tests import builders_figures

HEADINGS = [heading for heading, _ in COLUMNS.values()]
EVIL = '=HYPERLINK("http://x";"y")'


@pytest.fixture(scope="module")
def whole():
    return made_whole()


def made_whole(*, is_public=True, **changes):
    table, contents = builders_figures.full()
    made = Made(2, date(2026, 6, 9), is_public, table.minimum, "0.1.0")
    return Whole(table, replace(contents, **changes), made)


def excel_rows(content):
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    start = lines.index(HEADINGS)
    return lines[:start], [dict(zip(HEADINGS, line, strict=True)) for line in lines[start + 1 :]]


def as_read(name, content):
    """Return the figures of a file as key to value, low, high and n."""
    if name == "csv-excel":
        rows = excel_rows(content)[1]
        keys = ("kennzahl_code", "thema_code", "ansicht_code", "gruppe_code", "antwort_code")
        numbers = ("wert", "von", "bis", "n")
        return {
            tuple(row[key] for key in keys): tuple(
                float(row[each].replace(",", ".")) if row[each] else None for each in numbers
            )
            for row in rows
        }
    texts = {"group": str, "category": str}
    frame = {
        "csv": lambda: pd.read_csv(
            io.BytesIO(content),
            dtype=texts,
            keep_default_na=False,
            na_values={each: [""] for each in ("value", "low", "high", "n")},
        ),
        "json": lambda: pd.DataFrame(json.loads(content)["figures"]),
        "parquet": lambda: pq.read_table(io.BytesIO(content)).to_pandas(),
        "xlsx": lambda: pd.read_excel(
            io.BytesIO(content), sheet_name="Zahlen", dtype=str, keep_default_na=False
        ).set_axis(list(COLUMNS), axis=1),
    }[name]()
    return {
        tuple(str(row[key]) for key in ("measure", "topic", "view", "group", "category")): tuple(
            None if pd.isna(row[each]) or row[each] == "" else float(row[each])
            for each in ("value", "low", "high", "n")
        )
        for row in frame.to_dict("records")
    }


@pytest.mark.parametrize("name", ["csv-excel", "csv", "json", "parquet", "xlsx"])
def test_every_file_holds_exactly_the_released_figures(whole, name):
    found = as_read(name, FORMS[name].write(whole))

    assert set(found) == {tuple(map(str, cell.key)) for cell in whole.table}
    for cell in whole.table:
        value, low, high, n = found[tuple(map(str, cell.key))]
        if cell.flag in HIDDEN:
            assert (value, low, high, n) == (None, None, None, None)
        else:
            assert value == pytest.approx(cell.value, abs=0.06)
            assert n == cell.n
            assert (low is None) == (cell.low is None)


def test_released_shares_stand_word_for_word(whole):
    found = as_read("csv", FORMS["csv"].write(whole))

    shares = [cell for cell in whole.table if cell.measure == "share" and cell.value is not None]
    assert {c.key: found[tuple(map(str, c.key))][0] for c in shares} == {
        c.key: c.value for c in shares
    }


@pytest.mark.parametrize("name", [name for name in FORMS if name != "schema"])
def test_every_file_says_what_it_is(whole, name):
    content = FORMS[name].write(whole)

    text = {
        "xlsx": lambda: " ".join(
            str(cell.value)
            for row in openpyxl.load_workbook(io.BytesIO(content))["Lies mich"]
            for cell in row
        ),
        "parquet": lambda: json.dumps(
            json.loads(pq.read_schema(io.BytesIO(content)).metadata[b"about"]), ensure_ascii=False
        ),
    }.get(name, content.decode)()
    for words in (
        *("Kyffhäuserkreis", "Familienumfrage", "Mai 2026", "09.06.2026", "1.230", "simuliert"),
        *("Zufallsauswahl", "Freigabe 2, surveyapp 0.1.0", "dl-de/by-2-0", "95 Prozent"),
    ):
        assert words in text, words


def test_figures_not_yet_public_carry_no_licence():
    text = FORMS["csv"].write(made_whole(is_public=False)).decode()

    assert INTERNAL in text
    assert "dl-de/by-2-0, Quelle" not in text


def test_the_german_table_opens_in_excel_with_decimal_commas(whole):
    content = FORMS["csv-excel"].write(whole)

    head, rows = excel_rows(content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert ["Landkreis", "Kyffhäuserkreis (16065)"] in head
    assert rows[0]["wert"] == "0,27"
    assert any(row["wert"].startswith("-") for row in rows)  # a negative number stays one


def test_the_standard_table_has_one_line_of_headings_and_a_width(whole):
    content = FORMS["csv"].write(whole).decode()

    lines = list(csv.reader(io.StringIO(content)))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert lines[0][: len(COLUMNS)] == list(COLUMNS)
    assert "\r\n" in content


def test_json_fits_its_schema(whole):
    schema = json.loads(FORMS["schema"].write(whole))

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(FORMS["json"].write(whole)), schema)


def test_the_schema_refuses_a_hidden_figure_with_a_number(whole):
    schema = json.loads(FORMS["schema"].write(whole))
    document = json.loads(FORMS["json"].write(whole))
    hidden = next(each for each in document["figures"] if each["flag"] == "too_few")
    hidden["value"] = 0.5

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_the_map_holds_valid_outlines_where_the_county_lies(whole):
    found = json.loads(FORMS["geojson"].write(whole))

    areas = [f for f in found["features"] if f["properties"]["kind"] == "Planungsraum"]
    shapes = [shapely.geometry.shape(each["geometry"]) for each in areas]
    assert len(areas) == 10
    assert all(shape.is_valid and not shape.is_empty for shape in shapes)
    west, south, east, north = shapely.total_bounds(shapely.GeometryCollection(shapes))
    assert 10 < west < east < 12
    assert 51 < south < north < 52
    assert all(each.exterior.is_ccw for shape in shapes for each in shape.geoms)


def test_what_is_hidden_says_so_on_the_map(whole):
    found = json.loads(FORMS["geojson"].write(whole))

    hidden = [c for c in whole.table if c.view == "area" and c.flag in HIDDEN]
    by_code = {f["id"]: f["properties"] for f in found["features"]}
    assert hidden
    for cell in hidden:
        key = ".".join(filter(None, (cell.measure, cell.topic, cell.category)))
        assert by_code[cell.group][key] is None
        assert by_code[cell.group][f"{key}.status"].endswith("keine Zahl")
        assert f"{key}.n" not in by_code[cell.group]


def test_degrees_lead_back_from_kilometres():
    plane = plane_of("16065")

    there = plane.km(10.9, 51.4)

    assert plane.degrees(*there) == pytest.approx((10.9, 51.4), abs=1e-9)


def test_the_workbook_has_a_sheet_for_each_question_that_can_be_read(whole):
    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(whole)))

    first = book[book.sheetnames[2]]
    texts = [str(cell.value) for row in first for cell in row if cell.value is not None]
    assert book.sheetnames[:2] == ["Lies mich", "Zahlen"]
    assert book.sheetnames[-1] == "Hinweise"
    assert len(book.sheetnames) > 20
    assert texts[0] == "Kinder mit zu wenig Betreuung"
    assert "zu wenige Antworten" in texts
    assert "simuliert" in texts[1]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", " =", "\n="])
def test_no_text_is_run_as_a_formula_and_numbers_stay_numbers(sign):
    assert safe_text(f"{sign}cmd").startswith("'")
    assert safe_text("-12,5") == "-12,5"
    assert safe_text("+3") == "+3"
    assert safe_text("-0.5") == "-0.5"


def test_names_that_look_like_formulas_stay_texts_in_every_table(whole):
    areas = tuple(Area(each.code, EVIL, each.rings, each.children) for each in whole.contents.areas)
    evil = replace(whole, contents=replace(whole.contents, areas=areas, survey=EVIL))

    book = openpyxl.load_workbook(io.BytesIO(FORMS["xlsx"].write(evil)))
    tables = [FORMS[name].write(evil).decode("utf-8-sig") for name in ("csv", "csv-excel")]

    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    cells = [
        c
        for t, d in zip(tables, ",;", strict=True)
        for line in csv.reader(io.StringIO(t), delimiter=d)
        for c in line
    ]
    assert "f" not in kinds
    assert f"'{EVIL}" in cells
    assert EVIL not in cells


def test_the_same_release_gives_the_same_bytes(whole):
    again = made_whole()

    assert {n: f.write(whole) for n, f in FORMS.items() if n != "xlsx"} == {
        n: f.write(again) for n, f in FORMS.items() if n != "xlsx"
    }


def test_an_empty_release_is_a_file_too(whole):
    empty = replace(whole, table=ReleasedTable((), whole.table.minimum))

    assert all(form.write(empty) for form in FORMS.values())
