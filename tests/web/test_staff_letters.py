"""The page for codes and letters: issued once, pressed twice, made void, issued anew, reminded."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest

from surveyapp.access.codes import read_code
from surveyapp.services.letters import standing
from surveyapp.storage import register
from surveyapp.storage.db import register_store
from surveyapp.web.staff.letters import ranges
from tests.builders import a_wave
from tests.exchange.pdf.reading import read
from tests.page_review import parsed, review
from tests.staff_journey import alerts, signed_in, token_on

SURVEY = "/verwaltung/befragungen/familie-26"
PAGE, ISSUE = f"{SURVEY}/briefe", f"{SURVEY}/1/briefe"


@pytest.fixture
def wave_id(app):
    with app.app_context():
        return a_wave(state="planned").id


def form_on(client):
    """Return the fields of the form as the page carries them."""
    page = client.get(PAGE)
    assert review(page.text) == []
    key = parsed(page.text).find(".//input[@id='w1-key']")
    return {
        "csrf_token": token_on(page.text),
        "w1-key": key.get("value") if key is not None else "",
        "w1-letters": "",
        "w1-parts": "",
        "w1-reserve": "5",
        "w1-contact": "",
    }


def send(client, form, address=ISSUE, **changes):
    fields = {name.replace("_", "-"): value for name, value in changes.items()}
    return client.post(address, data={**form, **fields}, follow_redirects=True)


def opened(response):
    """Return the files of an archive by their endings."""
    assert response.mimetype == "application/zip", response.text
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        assert {each[:23] for each in archive.namelist()} == {"briefe-familie-26-welle"}
        return {each.rpartition(".")[2]: archive.read(each) for each in archive.namelist()}


def open_batch(app, wave_id, used):
    with app.app_context(), register_store() as session:
        session.connection().exec_driver_sql(
            f"UPDATE invitation SET state = 'used' WHERE serial <= {used}"
        )
        register.report(session, wave_id)


def test_one_press_gives_the_same_codes_as_table_list_and_letters(app, wave_id):
    client = signed_in(app)

    response = send(client, form_on(client), w1_parts="Nord: 200\nSüd: 210")

    files = opened(response)
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    document = read(files["pdf"])
    assert len({read_code(row["Code"]) for row in rows} - {None}) == 420
    assert [row["Teil"] for row in rows[:410]] == ["Nord"] * 200 + ["Süd"] * 210
    assert [cell.value for cell in book["Briefe"]["D"]][1:] == [row["Code"] for row in rows[:410]]
    assert len(document.pages) == 410
    assert all(
        row["Code"] in page.text for row, page in zip(rows[:410], document.pages, strict=True)
    )
    assert response.headers["Cache-Control"] == "no-store"
    after = client.get(PAGE)
    assert review(after.text) == []
    assert "200 Briefe, 5 Reserve-Codes" in after.text
    assert not any(row["Code"] in after.text for row in rows)


def test_a_double_click_gets_the_same_codes_and_a_new_page_gets_none(app, wave_id):
    client = signed_in(app)
    form = form_on(client)

    first = opened(send(client, form, w1_letters="100"))
    second = opened(send(client, form, w1_letters="100"))
    form["w1-key"] = "0" * 32
    third = send(client, form, w1_letters="100")

    assert (first["csv"], first["xlsx"]) == (second["csv"], second["xlsx"])
    assert third.status_code == 422
    assert "schon Codes ausgegeben" in third.text
    assert review(third.text) == []
    with app.app_context():
        assert standing(wave_id).last_serial == 105


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"w1_letters": "99"}, "erst ab 100 Briefen"),
        ({"w1_letters": "99"}, "offene Umfrage"),
        ({}, "erst ab 100 Briefen"),
        ({"w1_letters": "viele"}, "nur eine Zahl"),
        ({"w1_letters": "-5"}, "nur eine Zahl"),
        ({"w1_letters": "25000"}, "von 1 bis 20"),
        ({"w1_parts": "Nord: 300\nSüd: 150"}, "mindestens 200 Briefe"),
        ({"w1_parts": "Nord 300"}, "„Name: Zahl“"),
        ({"w1_parts": "Nord: 300\nNord: 300"}, "steht zweimal da"),
        ({"w1_parts": f"{'N' * 61}: 300"}, "1 bis 60 sichtbare Zeichen"),
        ({"w1_parts": "Nord\u202eSüd: 300"}, "1 bis 60 sichtbare Zeichen"),
        ({"w1_letters": "500", "w1_parts": "Nord: 300\nSüd: 300"}, "zusammen 600 Briefe"),
        ({"w1_letters": "100", "w1_reserve": ""}, "auch wenn sie 0 ist"),
        ({"w1_letters": "100", "w1_contact": "x" * 201}, "höchstens 200 Zeichen"),
        ({"w1_letters": "100", "w1_key": "kurz"}, "laden Sie die Seite neu"),
    ],
)
def test_what_cannot_be_issued_is_said_at_its_field_and_what_was_typed_stays(
    sqlite_app, changes, sentence
):
    with sqlite_app.app_context():
        wave_id = a_wave().id
    client = signed_in(sqlite_app)

    page = send(client, form_on(client), **changes)

    assert page.status_code == 422
    assert review(page.text) == []
    assert sentence in alerts(page.text)[0]
    for value in changes.values():
        assert value.partition("\n")[0] in page.text
    with sqlite_app.app_context(), register_store() as session:
        assert register.count_reported(session, wave_id) == {}


def test_a_number_is_made_void_in_the_same_words_whether_its_code_was_used_or_not(app, wave_id):
    client = signed_in(app)
    form = form_on(client)
    send(client, form, w1_letters="100")
    with app.app_context(), register_store() as session:
        session.connection().exec_driver_sql(
            "UPDATE invitation SET state = 'used' WHERE serial = 18"
        )

    pages = [send(client, form, f"{ISSUE}/sperren", serial=each) for each in ("17", "18")]
    again = send(client, form, f"{ISSUE}/sperren", serial="17")
    strange = [send(client, form, f"{ISSUE}/sperren", serial=each) for each in ("999", "x", "")]

    said = [re.sub(r"Nr\. \d+", "Nr.", alerts(page.text)[0]) for page in pages]
    assert said[0] == said[1]
    assert "Nr. ist gesperrt" in said[0]
    assert "Gesperrt: Nr. 17–18" in pages[1].text
    assert "war schon gesperrt" in alerts(again.text)[0]
    assert all("gibt es in dieser Welle nicht" in alerts(page.text)[0] for page in strange)
    open_batch(app, wave_id, 0)
    assert "Gesperrt: Nr. 17<" in client.get(PAGE).text


def test_all_codes_are_replaced_after_a_tick_and_never_after_the_first_answers(app, wave_id):
    client = signed_in(app)
    form = form_on(client)
    send(client, form, w1_letters="100")

    unsure = send(client, form, f"{ISSUE}/alle-sperren")
    sure = send(client, form, f"{ISSUE}/alle-sperren", sure="1")
    anew = opened(send(client, form_on(client), w1_letters="100", w1_reserve="0"))
    open_batch(app, wave_id, 120)
    late = send(client, form, f"{ISSUE}/alle-sperren", sure="1")

    assert "kreuzen Sie zuerst an" in alerts(unsure.text)[0]
    assert "Alle Codes dieser Welle sind gesperrt" in alerts(sure.text)[0]
    assert "Adressliste ab 106" in sure.text
    assert anew["csv"].decode("utf-8-sig").splitlines()[1].startswith("106;")
    assert "schon Familien geantwortet" in alerts(late.text)[0]


def test_the_list_for_a_reminder_comes_twice_by_a_double_click_and_then_waits(app):
    with app.app_context():
        wave_id = a_wave().id
    client = signed_in(app)
    send(client, form_on(client), w1_letters="100")
    early = client.get(PAGE)
    open_batch(app, wave_id, 30)
    page = client.get(PAGE)
    fields = {
        "csrf_token": token_on(page.text),
        "mark": parsed(page.text).find(".//input[@name='mark']").get("value"),
    }

    sheet = client.post(f"{ISSUE}/erinnern", data={**fields, "form": "xlsx"})
    text = client.post(f"{ISSUE}/erinnern", data={**fields, "form": "csv"})
    late = client.post(f"{ISSUE}/erinnern", data={**fields, "mark": "ü"}, follow_redirects=True)

    book = openpyxl.load_workbook(io.BytesIO(sheet.data))
    assert "liegen versiegelt beisammen" in early.text
    assert [cell.value for cell in book.active["A"]][1:] == list(range(31, 101))
    assert text.data.decode("utf-8-sig").split() == ["Lfd.", "Nr.", *map(str, range(31, 101))]
    assert "Die nächste Liste gibt es ab dem" in alerts(late.text)[0]
    assert client.post(f"{ISSUE}/erinnern", data={**fields, "form": "exe"}).status_code == 404


def test_the_page_of_the_survey_leads_to_the_letters_only_those_who_may_issue_them(sqlite_app):
    with sqlite_app.app_context():
        a_wave()
        a_wave(slug="offen", sampling="open")
        a_wave(slug="zu", state="closed")
    admin, planner = signed_in(sqlite_app), signed_in(sqlite_app, role="planner")

    assert f'href="{PAGE}"' in admin.get(f"{SURVEY}/").text
    assert f'href="{PAGE}"' not in planner.get(f"{SURVEY}/").text
    for slug in ("offen", "zu"):
        page = admin.get(f"/verwaltung/befragungen/{slug}/briefe")
        assert "So eine Welle gibt es hier nicht" in page.text
        assert review(page.text) == []
        assert "/briefe" not in admin.get(f"/verwaltung/befragungen/{slug}/").text
        refused = send(
            admin, {"csrf_token": token_on(page.text)}, f"/verwaltung/befragungen/{slug}/1/briefe"
        )
        assert refused.status_code == 404


@pytest.mark.parametrize(
    ("serials", "written"), [((), ""), ((3,), "3"), ((3, 17, 18, 19, 21), "3, 17–19, 21")]
)
def test_numbers_are_written_as_people_write_them(serials, written):
    assert ranges(serials) == written
