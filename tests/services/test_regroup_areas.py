"""Planning areas a county makes for itself, from a day on."""

from datetime import date

import pytest

from surveyapp.region import territory
from surveyapp.region.model import AreaGroup
from surveyapp.services.regroup_areas import (
    Grouping,
    Regrouped,
    RegroupErrors,
    read_grouping,
    regroup,
)
from surveyapp.storage.areas import areas_on, municipalities_by_code
from surveyapp.storage.db import main_store

COUNTY = "16065"
MEMBERS = tuple(one.ags for one in territory.municipalities_of(COUNTY))
WEST, EAST = AreaGroup("W", "Westen", MEMBERS[:14]), AreaGroup("O", "Osten", MEMBERS[14:])
START = date(2026, 1, 1)


@pytest.fixture
def session(app):
    with app.app_context():
        yield main_store()


def names(session, day):
    return [area.name for area in areas_on(session, COUNTY, day)]


def test_a_county_without_own_areas_has_its_associations(session):
    assert areas_on(session, COUNTY, START) == territory.default_areas(COUNTY)


def test_new_areas_count_from_their_day_and_the_old_ones_before(session):
    regroup(session, COUNTY, [WEST, EAST], START)

    done = regroup(session, COUNTY, [AreaGroup("K", "Kreis", MEMBERS)], date(2027, 1, 1))

    assert isinstance(done, Regrouped)
    assert len(names(session, date(2025, 12, 31))) == 10
    assert names(session, START) == ["Osten", "Westen"]
    assert names(session, date(2026, 12, 31)) == ["Osten", "Westen"]
    assert names(session, date(2027, 1, 1)) == ["Kreis"]
    members = [ags for area in areas_on(session, COUNTY, START) for ags in area.municipalities]
    assert sorted(members) == sorted(MEMBERS)


@pytest.mark.parametrize(
    ("grouping", "column", "reason"),
    [
        ([WEST], "gemeinde_ags", "gehört zu keinem"),
        ([WEST, EAST, AreaGroup("X", "X", MEMBERS[:1])], "gemeinde_ags", "gehört zu mehreren"),
        ([WEST, AreaGroup("O", "Osten", (*MEMBERS[14:], "16051000"))], "gemeinde_ags", "nicht zum"),
        ([WEST, AreaGroup("W", "Osten", MEMBERS[14:])], "flaeche_code", "mehrfach"),
        ([WEST, AreaGroup("O", "Westen", MEMBERS[14:])], "flaeche", "mehrfach"),
        ([WEST, EAST, AreaGroup("X", "X", ())], "flaeche", "keine Gemeinde"),
        ([WEST, AreaGroup("", "Osten", MEMBERS[14:])], "flaeche_code", "fehlt oder ist zu lang"),
        ([WEST, AreaGroup("O", "O" * 121, MEMBERS[14:])], "flaeche", "fehlt oder ist zu lang"),
    ],
)
def test_a_wrong_grouping_is_refused_and_nothing_changes(session, grouping, column, reason):
    regroup(session, COUNTY, [WEST, EAST], START)

    done = regroup(session, COUNTY, grouping, date(2027, 1, 1))

    assert isinstance(done, RegroupErrors)
    assert {fault.column for fault in done.rows} == {column}
    assert all(reason in fault.reason and fault.cure for fault in done.rows)
    assert names(session, date(2027, 1, 1)) == ["Osten", "Westen"]


def test_new_areas_must_begin_after_the_last_ones(session):
    regroup(session, COUNTY, [WEST, EAST], START)

    done = regroup(session, COUNTY, [WEST, EAST], START)

    assert [(fault.column, fault.reason) for fault in done.rows] == [
        ("gueltig_ab", "Die bisherigen Planungsräume gelten seit 01.01.2026.")
    ]


def test_one_countys_areas_are_not_anothers(session):
    regroup(session, COUNTY, [WEST, EAST], START)

    assert areas_on(session, "16061", START) == territory.default_areas("16061")


def test_codes_of_earlier_areas_still_name_their_municipalities(session):
    regroup(session, COUNTY, [WEST, EAST], START)
    regroup(session, COUNTY, [AreaGroup("W", "Alles", MEMBERS)], date(2027, 1, 1))

    members = municipalities_by_code(session, COUNTY)

    assert members["O"] == tuple(sorted(EAST.municipalities))
    assert members["W"] == tuple(sorted(MEMBERS))
    assert members["160650067"] == ("16065067",)


def table(tmp_path, *lines):
    path = tmp_path / "flaechen.csv"
    path.write_text("\n".join(("flaeche_code;flaeche;gemeinde_ags;gueltig_ab", *lines)), "utf-8")
    return path


def test_a_table_names_the_areas_and_their_first_day(tmp_path):
    rows = [
        f"{area.code};{area.name};{ags};01.01.2026"
        for area in (WEST, EAST)
        for ags in area.municipalities
    ]

    read = read_grouping(table(tmp_path, *rows), COUNTY)

    assert read == Grouping((WEST, EAST), START)


@pytest.mark.parametrize(
    ("lines", "row", "column"),
    [
        (["W;Westen;16051000;01.01.2026"], 2, "gemeinde_ags"),
        (["W;Westen;16065067;32.01.2026"], 2, "gueltig_ab"),
        (["W;Westen;16065067;01.01.2026", "W;West;16065089;01.01.2026"], 3, "flaeche"),
        (["W;Westen;16065067;01.01.2026", "W;Westen;16065089;02.01.2026"], 3, "gueltig_ab"),
        ([], 0, ""),
    ],
)
def test_a_wrong_table_names_row_and_column(tmp_path, lines, row, column):
    read = read_grouping(table(tmp_path, *lines), COUNTY)

    assert [(fault.row, fault.column) for fault in read.rows] == [(row, column)]


def test_a_table_without_its_columns_and_an_empty_file_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("a;b\n1;2\n")
    (tmp_path / "b.csv").write_text("")

    columns = read_grouping(tmp_path / "a.csv", COUNTY)
    empty = read_grouping(tmp_path / "b.csv", COUNTY)

    assert len(columns.rows) == 4
    assert [fault.reason for fault in empty.rows] == ["Die Datei ist leer."]
