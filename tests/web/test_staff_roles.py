"""Where each role begins, what it sees, and the log of what people did."""

from datetime import date

import pytest

from surveyapp.access.roles import Role
from surveyapp.services import audit
from surveyapp.services.deeds import Deed
from surveyapp.services.jobs import ask
from surveyapp.storage import audits, inventory, jobs, releases
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import staff_by_email
from tests import builders_release as builders
from tests.builders import a_wave
from tests.cli.test_commands import run
from tests.page_review import parsed
from tests.staff_journey import (
    COUNTY,
    OTHER_COUNTY,
    a_place,
    alerts,
    press,
    signed_in,
    token_on,
)

LOG = "/verwaltung/protokoll/"
SURVEY = "/verwaltung/befragungen/familien/"
FORMS = "/verwaltung/fragebogen/"


@pytest.fixture
def county(sqlite_app):
    """A county with a planned survey, a facility, and results that are not yet public."""
    with sqlite_app.app_context():
        a_wave(slug="familien", state="planned", sampling="open")
        wave = a_wave(slug="fertig")
        release = releases.start(main_store(), wave.id, date(2026, 6, 9))
        releases.finish(main_store(), release, *builders.release(), {}, is_public=False)
        main_store().commit()
        a_place()
    return sqlite_app


def the_log(app):
    with app.app_context():
        return [
            (each.deed, each.subject, each.detail)
            for each in audits.found(main_store(), audits.matching(COUNTY), 0, 20)
        ]


@pytest.mark.parametrize(
    ("role", "start", "sees"),
    [
        (Role.FIELD, "/verwaltung/", "Befragungen"),
        (Role.OFFICER, "/verwaltung/datenschutz/", "Unterlagen für den Datenschutz"),
        (Role.COUNCIL, "/verwaltung/landkreise/", "Was Ihr Landkreis freigegeben hat"),
        (Role.STATE, "/verwaltung/landkreise/", "Kyffhäuserkreis"),
        (Role.TRANSLATOR, "/verwaltung/uebersetzungen/", "Ukrainisch"),
        (Role.FACILITY, "/verwaltung/bestand/orte/1", "Kita Regenbogen"),
        (Role.OPERATOR, "/verwaltung/anlage/", "Zugänge je Landkreis"),
    ],
)
def test_every_role_begins_where_its_work_is(county, role, start, sees):
    client = signed_in(county, role=role)

    page = client.get("/verwaltung/", follow_redirects=True)

    assert page.status_code == 200
    assert page.request.path == start
    assert sees in page.text


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.TRANSLATOR, Role.OPERATOR, Role.STATE])
def test_navigation_shows_no_room_one_may_not_enter(county, role):
    client = signed_in(county, role=role)

    page = client.get("/verwaltung/", follow_redirects=True).text

    assert not any(
        f">{word}</a>" in page for word in ("Bestand", "Planung", "Fragebögen", "Protokoll")
    )


def test_state_of_another_county_sees_what_was_released_and_no_survey_page(county):
    client = signed_in(county, OTHER_COUNTY, Role.STATE)

    beside = client.get("/verwaltung/landkreise/").text
    results = client.get("/ergebnisse/fertig/").status_code
    survey = client.get("/verwaltung/befragungen/fertig/").status_code

    assert 'href="/ergebnisse/fertig/"' in beside
    assert "/ergebnisse/familien/" not in beside
    assert (results, survey) == (200, 403)


def test_a_translator_sees_no_results_before_everybody_does(county):
    client = signed_in(county, role=Role.TRANSLATOR)

    assert client.get("/ergebnisse/fertig/").status_code == 404


def test_a_facility_keeps_its_own_entry_and_no_other(county):
    with county.app_context():
        other = a_place(key="kita-2").id
    client = signed_in(county, role=Role.FACILITY)
    own = "/verwaltung/bestand/orte/1"
    said = {
        "opening_hours": "mo-fr 6.30-17 Uhr",
        "in_holidays": "yes",
        "steps_free": "partial",
        "languages": "Deutsch, ukrainisch",
        "usable": "48",
        "taken": "40",
        "key_date": "2026-03-01",
    }

    kept = press(client, own, own, **said).text
    foreign = client.get(f"/verwaltung/bestand/orte/{other}").status_code

    assert "Gespeichert." in kept
    assert foreign == 404
    with county.app_context():
        place = inventory.place_of(main_store(), COUNTY, 1)
        numbers = {each.kind: each.number for each in place.capacities}
    assert (place.opening_hours, place.in_holidays) == ("Mo-Fr 6:30-17:00", "yes")
    assert (sorted(place.languages), numbers) == (["de", "uk"], {"usable": 48, "taken": 40})
    assert the_log(county) == [("facility_changed", "", "Kita Regenbogen")]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("opening_hours", "immer", "Schreiben Sie"),
        ("languages", "Klingonisch", "„Klingonisch“ kennt das Verzeichnis nicht"),
        ("usable", "viele", "nur eine ganze Zahl"),
        ("key_date", "2999-01-01", "liegt in der Zukunft"),
    ],
)
def test_what_a_facility_says_wrongly_is_not_kept(county, field, value, sentence):
    client = signed_in(county, role=Role.FACILITY)
    own = "/verwaltung/bestand/orte/1"
    token = token_on(client.get(own).text)
    said = {"in_holidays": "yes", "steps_free": "no", field: value}

    page = client.post(own, data={"csrf_token": token, **said})

    assert page.status_code == 422
    assert sentence in page.text
    assert the_log(county) == []


def test_what_people_do_stands_in_the_log_once(county):
    client = signed_in(county)

    press(client, SURVEY, f"{SURVEY}1/oeffnen")
    press(client, SURVEY, f"{SURVEY}1/oeffnen")
    client.get("/ergebnisse/fertig/abbildung/rangliste.csv")
    press(client, f"{SURVEY}loeschplan", f"{SURVEY}loeschplan", register="viele")

    assert [each[0] for each in reversed(the_log(county))] == ["wave_opened", "results_taken"]
    page = client.get(LOG).text
    assert "familien, Welle 1" in page
    assert "vollständig und unverändert" in page


def test_the_log_is_searched_by_deed_person_and_day(county):
    client = signed_in(county)
    with county.app_context():
        actor = staff_by_email(main_store(), f"admin@{COUNTY}.example")
        for number in range(60):
            audit.note(main_store(), actor, Deed.AREAS_CHANGED, f"Nr. {number}")
        audit.note(main_store(), actor, Deed.WAVE_CLOSED, "=1+1")
        main_store().commit()

    first = client.get(LOG, query_string={"was": "areas_changed"}).text
    last = client.get(LOG, query_string={"was": "areas_changed", "seite": "99"}).text
    nobody = client.get(LOG, query_string={"wer": "Niemand"}).text
    wrong = client.get(LOG, query_string={"von": "gestern"})
    table = client.get(f"{LOG}tabelle.csv", query_string={"was": "wave_closed"}).data.decode()

    assert "60 Einträge, Seite 1 von 2" in first
    assert "Nr. 0<" in last
    assert "Nr. 59<" not in last
    assert "Dazu gibt es keinen Eintrag." in nobody
    assert wrong.status_code == 422
    assert "Das ist kein Tag" in wrong.text
    assert "'=1+1" in table
    assert the_log(county)[0][0] == "log_taken"


def test_the_ends_of_the_calendar_are_days_like_others_in_a_search_of_the_log(county):
    client = signed_in(county)
    press(client, SURVEY, f"{SURVEY}1/oeffnen")

    ever = client.get(LOG, query_string={"von": "0001-01-01", "bis": "9999-12-31"})
    never = client.get(LOG, query_string={"von": "9999-12-31", "bis": "0001-01-01"})

    assert "1 Eintrag" in ever.text
    assert "Dazu gibt es keinen Eintrag." in never.text


def test_what_was_over_already_leaves_no_entry(county):
    client = signed_in(county)
    with county.app_context():
        actor = staff_by_email(main_store(), f"admin@{COUNTY}.example")
        job = ask.start(main_store(), actor, "documents", {"slug": "familien"}).id
        jobs.claim(main_store(), "gone", 1_000)

    press(client, SURVEY, "/verwaltung/zugang/geraete/00/abmelden")
    press(client, SURVEY, "/verwaltung/zugaenge/einladungen/weg/zuruecknehmen")
    ended = press(client, SURVEY, f"/verwaltung/auftraege/{job}/abbrechen")

    assert "Dieser Auftrag ist schon zu Ende." in alerts(ended.text)
    assert the_log(county) == []


def test_a_broken_log_is_said_on_the_page_and_by_the_command(county):
    client = signed_in(county)
    press(client, SURVEY, f"{SURVEY}1/oeffnen")
    with county.app_context():
        session = main_store()
        session.connection().exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        session.connection().exec_driver_sql("UPDATE audit_entry SET actor_name = 'Niemand'")
        session.commit()

    page = client.get(LOG).text
    command = run(county, "audit", "check")

    assert "Eintrag 1 passt nicht zu den anderen" in " ".join(alerts(page))
    assert command.exit_code == 1
    assert f"{COUNTY}: entry 1 is changed" in command.stderr


@pytest.mark.parametrize(
    ("role", "steps"),
    [
        (Role.ADMIN, ["Fragen", "Feld", "Bestand", "Ergebnis", "Maßnahmen", "Verwaltung"]),
        (Role.DESIGNER, ["Fragen", "Feld", "Ergebnis", "Verwaltung"]),
        (Role.FIELD, ["Fragen", "Feld", "Ergebnis", "Verwaltung"]),
        (Role.PLANNER, ["Fragen", "Feld", "Bestand", "Ergebnis", "Maßnahmen", "Verwaltung"]),
        (Role.TRANSLATOR, ["Fragen"]),
        (Role.FACILITY, ["Bestand"]),
        (Role.OFFICER, ["Ergebnis", "Verwaltung"]),
        (Role.COUNCIL, ["Ergebnis"]),
        (Role.STATE, ["Ergebnis"]),
        (Role.OPERATOR, ["Verwaltung"]),
    ],
)
def test_navigation_follows_the_work_and_marks_where_one_is(county, role, steps):
    with county.app_context():
        results = releases.latest_release(main_store(), "fertig")
        releases.set_public(main_store(), results, is_public=True)
        main_store().commit()
    client = signed_in(county, role=role)

    page = parsed(client.get("/verwaltung/", follow_redirects=True).text)

    assert [each.text for each in page.iterfind(".//p[@class='menu__title']")] == steps
    (current,) = (each for each in page.iterfind(".//nav//a") if each.get("aria-current"))
    assert page.find(".//span[@class='menu__here']").text == current.text


@pytest.mark.parametrize(
    ("role", "path", "closed"),
    [
        (Role.FIELD, FORMS, (f"{FORMS}neu", f"{FORMS}einlesen", "/verwaltung/uebersetzungen/")),
        (Role.FIELD, f"{FORMS}familie.1.0/", (f"{FORMS}familie.1.0/probelauf",)),
        (Role.OFFICER, f"{SURVEY}unterlagen", (SURVEY,)),
    ],
)
def test_no_link_leads_to_what_is_not_ones_task(county, role, path, closed):
    client = signed_in(county, role=role)

    links = {each.get("href") for each in parsed(client.get(path).text).iterfind(".//main//a")}

    assert links
    assert links.isdisjoint(closed)
    assert {client.get(each).status_code for each in closed} == {403}


def test_who_may_not_see_a_page_is_led_home(county):
    client = signed_in(county, role=Role.OPERATOR)

    refused = client.get("/verwaltung/fragebogen/neu")

    assert refused.status_code == 403
    assert parsed(refused.text).find(".//main//a").get("href") == "/verwaltung/"
