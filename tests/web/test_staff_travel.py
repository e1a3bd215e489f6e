"""The page of travel times: a table is read in, named with its source, and deleted."""

from io import BytesIO

from surveyapp.services import load_stock
from surveyapp.storage.db import main_store
from tests.page_review import review
from tests.staff_journey import COUNTY, OTHER_COUNTY, alerts, press, signed_in

PAGE = "/verwaltung/bestand/fahrzeiten/"
TIMES = b"von;nach;minuten\n16065067;bsp-kita-01;4,5\n16065086;bsp-kita-01;41\n"
FORM = {"mode": "drive", "source": "OSRM <b>2026</b>", "as_of": "01.03.2026"}


def read_in(client, content, **changes):
    file = (BytesIO(content), "fahrzeiten.csv")
    return press(client, PAGE, f"{PAGE}einlesen", **{**FORM, "file": file, **changes})


def in_a_county_with_places(app):
    client = signed_in(app, role="planner")
    with app.app_context():
        load_stock.load_example(main_store(), COUNTY)
    return client


def test_a_table_is_read_in_named_and_deleted(app):
    client = in_a_county_with_places(app)
    before = client.get(PAGE)

    page = read_in(client, TIMES)
    gone = press(client, PAGE, f"{PAGE}1/loeschen")

    assert "Alle Wege sind geschätzt." in before.text
    assert alerts(page.text) == ["Eingelesen: 2 Wege zu 1 Ort."]
    assert "OSRM &lt;b&gt;2026&lt;/b&gt;, mit dem Auto" in page.text
    assert "Stand: 1. März 2026. 2 Wege zu 1 Ort." in page.text
    assert alerts(gone.text)[0].startswith("Die Fahrzeiten sind gelöscht.")
    assert "Alle Wege sind geschätzt." in gone.text
    assert review(before.text) == review(page.text) == review(gone.text) == []


def test_every_faulty_row_is_shown_and_nothing_is_taken_over(sqlite_app):
    client = in_a_county_with_places(sqlite_app)

    page = read_in(client, TIMES + b"16065086;nirgends;3\n")

    assert page.status_code == 422
    assert review(page.text) == []
    assert "fahrzeiten.csv, Zeile 4" in page.text
    assert "Eine Einrichtung mit diesem Schlüssel gibt es im Bestand nicht." in page.text
    assert "Alle Wege sind geschätzt." in page.text


def test_source_day_and_mode_are_demanded(sqlite_app):
    client = in_a_county_with_places(sqlite_app)

    page = read_in(client, TIMES, mode="", source=" ", as_of="gestern")

    assert page.status_code == 422
    assert review(page.text) == []
    for sentence in (
        "Bitte nennen Sie die Quelle.",
        "Bitte wählen Sie eine Möglichkeit aus.",
        "Das ist kein gültiges Datum.",
    ):
        assert sentence in page.text


def test_a_day_that_has_not_been_is_refused(sqlite_app):
    page = read_in(in_a_county_with_places(sqlite_app), TIMES, as_of="01.03.2099")

    assert page.status_code == 422
    assert "Dieser Tag liegt in der Zukunft." in page.text


def test_deleting_twice_is_no_mistake_and_a_foreign_table_is_not_found(sqlite_app):
    client = in_a_county_with_places(sqlite_app)
    foreign = signed_in(sqlite_app, OTHER_COUNTY)
    read_in(client, TIMES)

    theirs = press(foreign, PAGE, f"{PAGE}1/loeschen")
    press(client, PAGE, f"{PAGE}1/loeschen")
    again = press(client, PAGE, f"{PAGE}1/loeschen")

    assert theirs.status_code == 404
    assert alerts(again.text)[0].startswith("Diese Fahrzeiten sind schon gelöscht")


def test_the_lists_to_fill_in_are_tables(sqlite_app):
    client = in_a_county_with_places(sqlite_app)

    template, cells = (client.get(f"{PAGE}{name}.csv") for name in ("vorlage", "rasterzellen"))

    assert template.data.decode("utf-8-sig").startswith("von;nach;minuten;gemeinde;einrichtung")
    assert cells.data.decode("utf-8-sig").startswith("von;laenge;breite;gemeinde")
    assert "attachment" in template.headers["Content-Disposition"]
