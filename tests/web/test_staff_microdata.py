"""Treated rows for a named office: asked for, made by a worker, taken once their risk was read."""

import hashlib
import io
import zipfile
from collections import Counter
from datetime import timedelta

import pandas as pd
import pytest
from sqlalchemy import select

import config
from surveyapp.services.deeds import Deed
from surveyapp.services.microdata import files
from surveyapp.storage import audits, microdata, surveys
from surveyapp.storage.db import main_store, urn_store
from surveyapp.storage.tables import Response
from surveyapp.web.staff.files import today
from tests.builders import a_wave
from tests.conftest import an_app_with_tables
from tests.jobs import run_jobs
from tests.page_review import parsed, review
from tests.staff_journey import COUNTY, SLUG, a_simulated_wave, alerts, press, signed_in, token_on

PAGE = f"/verwaltung/befragungen/{SLUG}/1/einzeldaten"
KEYS = ["municipality", "axis.youngest", "children_count"]


def form(**changes):
    return {
        "office": "Institut für Sozialplanung",
        "address": "Bahnhofstraße 1, 99084 Erfurt",
        "purpose": "Bedarfe von Familien im Vergleich",
        "legal_basis": "Auftragsverarbeitung, Artikel 28 DSGVO",
        "contract_on": "2026-01-15",
        "keep_until": (today() + timedelta(days=365)).isoformat(),
        "keys": KEYS,
        "k": "5",
        "l": "2",
        **changes,
    }


def send(client, **changes):
    token = token_on(client.get(PAGE).text)
    fields = {"csrf_token": token, **form(**changes)}
    return client.post(PAGE, data=fields, follow_redirects=True)


def exports_in(app):
    with app.app_context():
        wave = surveys.survey_by_slug(main_store(), SLUG).waves[0]
        return [each for each, _asked, _taken in microdata.of_wave(main_store(), wave.id)]


def deeds_in(app):
    with app.app_context():
        return [each.deed for each in audits.in_order(main_store(), COUNTY)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return what happened once: rows asked for, made, read about, taken, and their file deleted."""
    settings = config.load(
        {"SURVEYAPP_INSTANCE": str(tmp_path_factory.mktemp("rows")), "SECRET_KEY": "t" * 64}
    )
    with an_app_with_tables(settings) as app:
        client = signed_in(app)
        with app.app_context():
            a_simulated_wave(120)
        send(client)
        run_jobs(app)
        page = client.get(PAGE).text
        taken = press(client, PAGE, f"{PAGE}/1/holen")
        yield app, client, page, zipfile.ZipFile(io.BytesIO(taken.data))


def test_rows_are_made_read_about_and_taken(made):
    app, _client, page, archive = made

    frame = pd.read_csv(archive.open("daten.csv"))
    keys = [each for each in ("municipality", "youngest", "children_count") if each in frame]
    assert review(page) == []
    assert "Familien, die es nur einmal gibt" in page
    assert min(Counter(frame[keys].itertuples(index=False)).values()) >= 5
    assert {"LIESMICH.txt", "daten.sav", "daten.dta", "daten.R"} <= set(archive.namelist())
    assert "Institut für Sozialplanung" in archive.read("LIESMICH.txt").decode("utf-8-sig")
    assert exports_in(app)[0].fetched_on == today()


def test_nothing_of_a_family_that_may_not_leave_is_in_the_rows(made):
    archive = made[3]

    frame = pd.read_csv(archive.open("daten.csv"))
    plan = pd.read_csv(archive.open("codeplan.csv"), sep=";", encoding="utf-8-sig")
    names = set(plan["merkmal_im_fragebogen"].dropna())
    forbidden = ("members", "age_band", "wish", "gender", "work.", "need.", "languages")
    assert not [name for name in names if name.startswith(forbidden)]
    assert not {"id", "wave_id", "received_month", "stratum", "family"} & set(frame)
    assert not frame.equals(frame.sort_values(list(frame)).reset_index(drop=True))
    keys = [each for each in ("municipality", "youngest", "children_count") if each in frame]
    assert frame.groupby(keys)["gewicht"].nunique().max() == 1


def test_once_rows_were_taken_all_later_ones_are_treated_alike(made):
    app, client = made[:2]

    page = client.get(PAGE).text
    send(client, keys=["age"], k="3")

    with app.app_context():
        wave = surveys.survey_by_slug(main_store(), SLUG).waves[0]
        newest, first = (each for each, *_ in microdata.of_wave(main_store(), wave.id))
        assert newest.choices == first.choices
    assert "steht für diese Welle schon fest" in page


def test_a_file_is_deleted_here_and_who_got_it_stays(made):
    app, client = made[:2]

    press(client, PAGE, f"{PAGE}/1/loeschen")
    gone = press(client, PAGE, f"{PAGE}/1/holen")

    deeds = [Deed.MICRODATA_ASKED, Deed.MICRODATA_GIVEN, Deed.MICRODATA_DELETED]
    assert "Diese Datei gibt es hier nicht mehr. Bitte erstellen Sie sie neu." in alerts(gone.text)
    assert not list(files_in(app))
    assert set(deeds) <= set(deeds_in(app))
    assert "Zuletzt geholt von" in client.get(PAGE).text


def files_in(app):
    with app.app_context():
        return files.path_of("x").parent.glob("*.zip")


def test_later_rows_are_the_same_families_and_none_once_one_is_missing(made):
    app, client = made[:2]

    send(client)
    run_jobs(app)
    same = exports_in(app)[0]
    with app.app_context(), urn_store() as urn:
        urn.delete(urn.scalars(select(Response).order_by(Response.id)).first())
    send(client)
    run_jobs(app)

    first, other = exports_in(app)[-1], exports_in(app)[0]
    assert (same.state, same.report["rows"]) == ("ready", first.report["rows"])
    assert other.state == "failed"
    assert "im Vergleich beider Dateien" in client.get(PAGE).text


def test_too_few_families_end_in_a_clear_sentence(app):
    client = signed_in(app)
    with app.app_context():
        a_simulated_wave(30)

    send(client)
    run_jobs(app)
    page = client.get(PAGE).text

    assert "blieben weniger als 50 Familien übrig" in page
    assert "Datei holen" not in page
    assert exports_in(app)[0].state == "failed"


WRONG = [
    ({"office": ""}, "office"),
    ({"purpose": "x" * 600}, "purpose"),
    ({"contract_on": "gestern"}, "contract_on"),
    ({"contract_on": "2099-01-01"}, "contract_on"),
    ({"keep_until": "01.01.2020"}, "keep_until"),
    ({"keep_until": "2099-01-01"}, "keep_until"),
    ({"keys": []}, "keys"),
    ({"keys": ["income"]}, "keys"),
    ({"k": "2"}, "k"),
    ({"k": "viele"}, "k"),
    ({"l": "1"}, "l"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_what_is_missing_or_wrong_is_named_at_its_field_and_nothing_is_lost(
    closed_wave, changes, field
):
    response = send(closed_wave, **changes)

    found = parsed(response.text)
    assert response.status_code == 422
    assert review(response.text) == []
    assert found.find(f".//*[@id='{field}-error']") is not None
    assert found.find(f".//a[@href='#{field}']") is not None
    kept = changes.get("address", form()["address"])
    assert kept in found.find(".//textarea[@id='address']").text
    assert exports_in(closed_wave.application) == []


@pytest.fixture
def closed_wave(sqlite_app):
    with sqlite_app.app_context():
        a_wave(slug=SLUG, state="closed")
    return signed_in(sqlite_app)


def test_the_database_itself_wants_an_office_and_an_end(app):
    with app.app_context():
        a_wave(slug=SLUG, state="closed")
    client = signed_in(app)

    again = send(client), send(client)

    assert [each.state for each in exports_in(app)] == ["running"]
    assert "wird schon eine Datei erstellt" in again[1].text


def test_an_open_wave_has_no_rows(sqlite_app):
    with sqlite_app.app_context():
        a_wave(slug=SLUG)
    client = signed_in(sqlite_app)

    page = client.get(PAGE).text
    forced = client.post(PAGE, data={"csrf_token": token_on(page), **form()})

    assert "noch nicht geschlossen" in page
    assert "Datei erstellen" not in page
    assert forced.status_code == 422
    assert exports_in(sqlite_app) == []


@pytest.mark.parametrize("role", ["planner", "officer", "council", "field"])
def test_only_the_head_of_surveys_gives_rows(sqlite_app, role):
    with sqlite_app.app_context():
        a_wave(slug=SLUG, state="closed")
    client = signed_in(sqlite_app, role=role)

    assert client.get(PAGE).status_code == 403


def test_a_file_waits_for_two_weeks_and_no_longer(closed_wave):
    send(closed_wave)
    app = closed_wave.application
    with app.app_context():
        export = microdata.by_id(main_store(), exports_in(app)[0].id)
        microdata.change_running(main_store(), export, state="ready", sha256="0" * 64)
        export.asked_on = today() - files.KEPT - timedelta(days=1)
        main_store().commit()
        files.path_of(export.id).parent.mkdir()
        files.path_of(export.id).write_bytes(b"x")

    page = closed_wave.get(PAGE).text

    assert "hier gelöscht" in page
    assert not list(files_in(app))


def test_a_file_somebody_changed_is_not_given(closed_wave):
    send(closed_wave)
    app = closed_wave.application
    with app.app_context():
        export = microdata.by_id(main_store(), exports_in(app)[0].id)
        microdata.change_running(main_store(), export, state="ready", sha256="0" * 64)
        main_store().commit()
        files.path_of(export.id).parent.mkdir()
        files.path_of(export.id).write_bytes(b"changed")

    answer = press(closed_wave, PAGE, f"{PAGE}/1/holen")

    assert "gibt es hier nicht mehr" in answer.text


@pytest.mark.parametrize(
    ("keys", "rows", "why"),
    [(["age"], "", "anders behandelt"), (KEYS, "others", "nicht dieselben Familien")],
    ids=["treated otherwise", "of other families"],
)
def test_rows_unlike_those_somebody_took_are_not_given(closed_wave, keys, rows, why):
    app = closed_wave.application
    for chosen, report in ((KEYS, {"rows": ""}), (keys, {"rows": rows})):
        send(closed_wave, keys=chosen)
        with app.app_context():
            export = microdata.by_id(main_store(), exports_in(app)[0].id)
            digest = hashlib.sha256(b"rows").hexdigest()
            values = {"state": "ready", "sha256": digest, "report": report}
            microdata.change_running(main_store(), export, **values)
            main_store().commit()
            files.path_of(export.id).parent.mkdir(exist_ok=True)
            files.path_of(export.id).write_bytes(b"rows")

    first = press(closed_wave, PAGE, f"{PAGE}/1/holen")
    second = press(closed_wave, PAGE, f"{PAGE}/2/holen")

    assert first.data == b"rows"
    assert why in second.text
    assert exports_in(app)[0].fetched_on is None
