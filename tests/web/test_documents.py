"""Families read what is promised; administrators read and take along all documents."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest

from surveyapp.services.documents.facts import file_to_fill_in
from surveyapp.services.documents.pack import DOCUMENTS
from surveyapp.storage.db import main_store
from surveyapp.storage.surveys import add_survey
from tests.builders import a_wave
from tests.jobs import run_jobs
from tests.page_review import parsed, review, text_of
from tests.staff_journey import COUNTY, press, signed_in, token_on
from tests.web.test_page_weight import weight

FAMILY = (
    "/f/familie-26/anonymitaet",
    "/f/familie-26/datenschutz",
    "/f/familie-26/datenschutz-leicht",
)
STAFF = "/verwaltung/befragungen/familie-26/unterlagen"


def links_on(page):
    return {each.get("href") for each in parsed(page).iter("a")}


def test_the_first_page_leads_to_what_families_may_read(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
    client = sqlite_app.test_client()

    german, english = client.get("/f/familie-26/").text, client.get("/f/familie-26/?lang=en").text

    assert {*FAMILY, "/barrierefreiheit"} <= links_on(german)
    assert {f"{address}?lang=en" for address in FAMILY} <= links_on(english)


@pytest.mark.parametrize("address", [*FAMILY, "/barrierefreiheit"])
def test_pages_for_families_are_sound_light_and_leave_no_trace(sqlite_app, address):
    with sqlite_app.app_context():
        a_wave()
    client = sqlite_app.test_client()

    german, english = client.get(address), client.get(f"{address}?lang=en")

    for response in (german, english):
        assert review(response.text) == []
        assert "Set-Cookie" not in response.headers
        assert parsed(response.text).find(".//article").get("lang") == "de"
        assert weight(client, response.text, {})[1] < 20 * 1024
    assert "This text is in German" in english.text
    assert "This text is in German" not in german.text


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_the_notice_can_be_read_before_and_after_the_survey(sqlite_app, state):
    with sqlite_app.app_context():
        a_wave(state=state)

    response = sqlite_app.test_client().get(FAMILY[1])

    assert response.status_code == 200
    assert "Datenschutzhinweise" in response.text


def test_a_survey_without_a_wave_says_that_it_is_not_open(sqlite_app):
    with sqlite_app.app_context():
        session = main_store()
        add_survey(
            session, county_ags=COUNTY, slug="familie-26", title="Leer", questionnaire="familie"
        )
        session.commit()

    responses = [sqlite_app.test_client().get(address) for address in FAMILY]

    assert [response.status_code for response in responses] == [410, 410, 410]


def test_a_broken_file_of_the_county_stops_neither_families_nor_staff(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
        path = file_to_fill_in(sqlite_app.extensions["surveyapp.config"].instance, COUNTY)
        path.parent.mkdir()
        path.write_text("{", "utf-8")

    family = sqlite_app.test_client().get(FAMILY[1])
    staff = signed_in(sqlite_app).get(STAFF)

    assert family.status_code == 200
    assert "[bitte ergänzen: Postanschrift]" in family.text
    assert "Die Datei mit Ihren Angaben ist nicht lesbar." in staff.text


def test_the_statute_of_the_installation_stands_in_the_notice(tmp_path, sqlite_app):
    with sqlite_app.app_context():
        a_wave()
    client = signed_in(sqlite_app)

    consent = client.get(f"{STAFF}/datenschutz").text
    statute = client.get(f"{STAFF}/datenschutz?profil=statistik").text

    assert "§§ 22 und 23" not in consent
    assert "§§ 22 und 23" in statute


def test_administrators_see_every_document_with_its_files(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
    client = signed_in(sqlite_app)

    listed = client.get(STAFF)
    shown = [client.get(f"{STAFF}/{key}") for key in DOCUMENTS]

    assert review(listed.text) == []
    for key, response in zip(DOCUMENTS, shown, strict=True):
        assert review(response.text) == [], key
        assert f"{STAFF}/{key}?profil=einwilligung" in links_on(listed.text)
        assert f"{STAFF}/{key}.docx?profil=einwilligung" in links_on(response.text)
    assert STAFF in links_on(client.get("/verwaltung/befragungen/familie-26/").text)


def test_planners_find_no_link_to_the_documents(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
    client = signed_in(sqlite_app, role="planner")

    page = client.get("/verwaltung/befragungen/familie-26/").text

    assert STAFF not in links_on(page)


def test_everything_comes_in_one_file(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
    client = signed_in(sqlite_app)

    waiting = press(client, STAFF, f"{STAFF}.zip", profil="statistik")
    run_jobs(sqlite_app)
    made = client.get(waiting.request.path)
    response = client.get(f"{waiting.request.path}dateien/0")

    assert review(made.text) == []
    assert hashlib.sha256(response.data).hexdigest() in made.text

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="unterlagen-familie-26-welle-1.zip"'
    )
    names = zipfile.ZipFile(BytesIO(response.data)).namelist()
    assert len(names) == 3 * len(DOCUMENTS)
    assert names[0] == "01-anonymitaet-familie-26-welle-1.html"


def test_an_unknown_document_is_not_found(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
    client = signed_in(sqlite_app)

    statuses = [client.get(f"{STAFF}/{name}").status_code for name in ("nichts", "nichts.pdf")]

    assert statuses == [404, 404]


def test_a_survey_without_a_wave_asks_to_plan_one_first(sqlite_app):
    with sqlite_app.app_context():
        session = main_store()
        add_survey(
            session, county_ags=COUNTY, slug="familie-26", title="Leer", questionnaire="familie"
        )
        session.commit()
    client = signed_in(sqlite_app)

    page = client.get(STAFF, follow_redirects=True)

    assert "Bitte planen Sie zuerst eine Welle" in text_of(parsed(page.text))
    token = token_on(page.text)
    assert client.post(f"{STAFF}.zip", data={"csrf_token": token}).status_code == 404
