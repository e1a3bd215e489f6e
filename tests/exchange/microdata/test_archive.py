"""Treated rows in every file of the archive, read back by the programs they are for."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from analytics.treatment.model import MISSING_WORDS
from surveyapp.exchange.microdata.archive import FILES, archive
from surveyapp.exchange.microdata.model import LONGEST_NAME, Rows, Variable, safe_names
from surveyapp.questionnaire import library

FLAG = {0: "nicht gewählt", 1: "gewählt"}
NUMBER = 150
"""More rows than writers look at to guess what a column holds."""


def _long(number):
    """Return a variable whose name, label and words are as long as they get."""
    name = f"{'v' * (LONGEST_NAME - 3)}{number:03}"
    return Variable(name, "v", "L" * 300, "category", "", np.ones(NUMBER, int), {1: "x" * 200})


def rows():
    chance = np.random.default_rng(4)
    boxes = ("offers.kita", "offers.beratung")
    area = Variable(
        "planungsraum", "municipality", "Wohngemeinde – „=SUMME(A1)“", "category",
        "Schlüsselmerkmal", chance.choice([1, 2, -6], NUMBER), {1: "Bad Frankenhausen", 2: 'Köthen: "West"'},
    )  # fmt: skip
    late = np.where(np.arange(NUMBER) < 120, -7, 3)
    return Rows(
        title="Familienumfrage Kyffhäuserkreis, 1. Welle",
        about=[("Landkreis", "Kyffhäuserkreis"), ("Zweck", "Bedarfe auswerten " * 20)],
        variables=(
            area,
            Variable("stunden", "care_hours", "Stunden", "number", "", late, {}),
            Variable("nie", "never", "Nie gefragt", "category", "", np.full(NUMBER, -9), {1: "ja"}),
            *(
                Variable(
                    name.replace(".", "_"), name, f"Angebote – {name}", "flag", "",
                    chance.choice([0, 1, -8], NUMBER), FLAG, "offers", "Welche Angebote? 'Alle'",
                )
                for name in boxes
            ),
            *map(_long, range(120)),
        ),
        weights=np.round(chance.uniform(1, 3, NUMBER), 2),
        missing=MISSING_WORDS,
        report=[("Vorher und nachher", [("Kleinste Gruppe", "1 → 5")])],
    )  # fmt: skip


@pytest.fixture(scope="module")
def given():
    return rows()


@pytest.fixture(scope="module")
def folder(given, tmp_path_factory):
    place = tmp_path_factory.mktemp("archive")
    content = archive(given, library.load("thekiz", 1))
    zipfile.ZipFile(io.BytesIO(content)).extractall(place)
    return place


def test_spss_gets_labels_and_missing_codes(given, folder):
    frame, about = pyreadstat.read_sav(folder / "daten.sav", user_missing=True)

    for each in given.variables:
        assert frame[each.name].tolist() == each.codes.tolist()
    assert frame["gewicht"].tolist() == given.weights.tolist()
    assert about.column_names_to_labels["planungsraum"] == "Wohngemeinde – „=SUMME(A1)“"
    assert about.variable_value_labels["planungsraum"][1] == "Bad Frankenhausen"
    assert about.variable_value_labels["planungsraum"][-6].startswith("zurückgehalten")
    assert about.missing_ranges["stunden"] == [{"lo": -9.0, "hi": -6.0}]
    assert about.variable_measure["stunden"] == "scale"
    assert about.variable_measure["planungsraum"] == "nominal"


def test_spss_leaves_missing_answers_out_by_itself(given, folder):
    frame, _ = pyreadstat.read_sav(folder / "daten.sav")

    answered = given.variables[1].codes[given.variables[1].codes >= 0]
    assert frame["stunden"].dropna().tolist() == answered.tolist()


def test_the_syntax_weighs_and_names_questions_of_several_boxes(folder):
    text = (folder / "daten.sps").read_text("utf-8-sig")

    assert "GET FILE='daten.sav'." in text
    assert "WEIGHT BY gewicht." in text
    assert "NAME=$offers LABEL='Welche Angebote? ''Alle'''" in text
    assert "VARIABLES=offers_kita offers_beratung VALUE=1" in text
    assert all(len(line) <= 251 for line in text.splitlines())


def test_stata_gets_letters_for_missing_answers(given, folder):
    frame, about = pyreadstat.read_dta(folder / "daten.dta", user_missing=True)

    letters = {-6: "d", -7: "a", -8: "b", -9: "c"}
    for each in given.variables:
        assert frame[each.name].tolist() == [letters.get(int(v), int(v)) for v in each.codes]
    assert about.variable_value_labels["stunden"] == {"a": MISSING_WORDS[-7]}
    assert about.variable_value_labels["offers_kita"][1] == "gewählt"
    assert about.variable_value_labels["planungsraum"]["d"] == MISSING_WORDS[-6]


def test_stata_itself_sees_no_number_where_an_answer_is_missing(given, folder):
    frame = pd.read_stata(folder / "daten.dta", convert_categoricals=False)

    assert frame["stunden"].dropna().tolist() == [3.0] * 30
    assert frame["nie"].isna().all()


def test_csv_and_code_plan_belong_together(given, folder):
    frame = pd.read_csv(folder / "daten.csv")
    lines = list(
        csv.DictReader(io.StringIO((folder / "codeplan.csv").read_text("utf-8-sig")), delimiter=";")
    )

    assert list(frame) == [*(each.name for each in given.variables), "gewicht"]
    assert frame["planungsraum"].tolist() == given.variables[0].codes.tolist()
    known = {(line["merkmal"], line["wert"]) for line in lines}
    assert {("planungsraum", str(code)) for code in frame["planungsraum"].unique()} <= known
    assert {line["merkmal"] for line in lines} == set(frame)


def test_parquet_is_typed_and_carries_its_code_plan(given, folder):
    table = pq.read_table(folder / "daten.parquet")

    field = table.schema.field("planungsraum")
    assert str(field.type) == "int32"
    assert json.loads(field.metadata[b"values"])["2"] == 'Köthen: "West"'
    assert json.loads(table.schema.metadata[b"about"])["Landkreis"] == "Kyffhäuserkreis"
    assert table.column("gewicht").to_pylist() == given.weights.tolist()


@pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not on this machine")
def test_r_reads_names_marks_and_weighs(given, folder):
    program = (
        "source('daten.R'); cat(levels(daten$planungsraum), sep='|'); cat('\\n');"
        "cat(sum(is.na(daten$stunden)), mean(daten$stunden, na.rm=TRUE), '\\n');"
        "cat(fehlend_je_merkmal[2, 'stunden'], attr(daten$stunden, 'label'), '\\n');"
        "cat(if (exists('design'))"
        " round(as.numeric(survey::svytotal(~I(gewicht*0+1), design)), 2) else 'ohne')"
    )

    done = subprocess.run(
        ["Rscript", "-e", program], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == 'Bad Frankenhausen|Köthen: "West"'
    assert lines[1].split() == ["120", "3"]
    assert lines[2].split() == ["120", "Stunden"]
    assert lines[3] in {"ohne", f"{given.weights.sum():.2f}".rstrip("0").rstrip(".")}


def test_the_script_holds_no_sign_that_a_machine_may_read_otherwise(folder):
    assert (folder / "daten.R").read_bytes().isascii()


def test_the_questionnaire_lies_beside_as_ddi(folder):
    root = ET.parse(folder / "fragebogen-ddi.xml").getroot()

    assert root.tag == "{ddi:codebook:2_5}codeBook"
    assert len(root.findall(".//{ddi:codebook:2_5}var")) > 50


def test_people_find_what_it_is_and_how_safe(folder):
    first = (folder / "LIESMICH.txt").read_text("utf-8-sig")
    report = (folder / "risikobericht.html").read_text("utf-8")

    assert "bricht den Vertrag" in first
    assert all(name in first for name in FILES if name != "LIESMICH.txt")
    assert "Kleinste Gruppe" in report
    assert "1 → 5" in report


def test_no_file_of_the_archive_carries_a_moment(given):
    content = archive(given, library.load("thekiz", 1))

    dates = {each.date_time for each in zipfile.ZipFile(io.BytesIO(content)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_names_fit_every_program_and_stay_apart():
    names = ["axis.family_form", "care.kita", "care_kita", "1a", "ä", "x" * 60, "x" * 61, "gewicht"]

    found = safe_names(names)

    assert len(set(found.values())) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", each) for each in found.values())
    assert max(map(len, found.values())) <= LONGEST_NAME
    assert found["axis.family_form"] == "family_form"
    assert Path(found["care.kita"]).name == "care_kita"
