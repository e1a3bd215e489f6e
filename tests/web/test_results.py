import csv
import gzip
import html
import io
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from sqlalchemy import event

from surveyapp.storage.db import db, main_store
from surveyapp.web.results.spreadsheet import safe_cell
from surveyapp.web.results.workbook import number_of
from tests import builders_figures
from tests import builders_release as builders
from tests.staff_journey import an_account, keep_session

BASE = "/ergebnisse/familie-16065"
PAGES = (
    "/",
    "/bedarf-und-angebot",
    "/angebot",
    "/wichtig-und-zufrieden",
    "/praeventionskette",
    "/wer-hat-geantwortet",
    "/alle-fragen",
)


def published(app, *waves, is_public=True):
    with app.app_context():
        for made in waves or (builders.release(),):
            builders.publish(main_store(), made, is_public=is_public)
    return app.test_client()


def sign_in(client, county_ags):
    with client.application.app_context():
        account = an_account(county_ags, "planner")
    keep_session(client, account.id)


def figures_on(html):
    return re.findall(r'<figure class="figure" id="([^"]+)"', html)


@pytest.mark.parametrize("page", PAGES)
def test_everybody_sees_public_results(app, page):
    client = published(app)

    response = client.get(BASE + page)

    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert "Diese Antworten sind simuliert" in response.text
    assert "GeoBasis-DE" in response.text
    assert "Set-Cookie" not in response.headers


def test_the_list_names_public_results_and_for_staff_their_countys_others(sqlite_app):
    client = published(sqlite_app, is_public=False)

    stranger = client.get("/ergebnisse/").text
    sign_in(client, "16067")
    other_county = client.get("/ergebnisse/").text
    sign_in(client, builders.COUNTY)
    own_county = client.get("/ergebnisse/").text

    assert "Noch sind keine Ergebnisse veröffentlicht" in stranger
    assert "Noch sind keine Ergebnisse veröffentlicht" in other_county
    assert f'href="{BASE}/"' in own_county
    assert "Noch nicht öffentlich" in own_county


def test_everybody_finds_public_results_in_the_list(app):
    client = published(app, builders.release(), builders.second_wave())

    response = client.get("/ergebnisse/")

    assert response.status_code == 200
    assert f'href="{BASE}/"' in response.text
    assert "Kyffhäuserkreis, 2. Welle" in response.text
    assert "Noch nicht öffentlich" not in response.text
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("slug", ["familie-16065", "gibt-es-nicht"])
def test_a_survey_without_results_has_a_friendly_page_that_tells_nothing_of_it(sqlite_app, slug):
    client = published(sqlite_app, is_public=False)

    response = client.get(f"/ergebnisse/{slug}/")

    assert response.status_code == 404
    assert "Noch keine Ergebnisse" in response.text
    assert 'href="/ergebnisse/"' in response.text
    assert "Kyffhäuser" not in response.text


def test_the_overview_shows_where_the_strongest_need_is(sqlite_app):
    client = published(sqlite_app)

    page = client.get(BASE + "/").text

    assert 'id="karte-need-mobility-svg"' in page
    assert f'class="preview__link" href="{BASE}/bedarf-und-angebot?bedarf=need.mobility"' in page


@pytest.mark.parametrize("page", PAGES)
def test_results_not_yet_public_are_seen_by_staff_of_their_county_only(sqlite_app, page):
    client = published(sqlite_app, is_public=False)

    stranger = client.get(BASE + page)
    sign_in(client, "16067")
    other_county = client.get(BASE + page)
    sign_in(client, builders.COUNTY)
    own_county = client.get(BASE + page)

    assert stranger.status_code == other_county.status_code == 404
    assert own_county.status_code == 200
    assert "noch nicht öffentlich" in own_county.text


def test_a_public_wave_stays_visible_while_the_next_one_is_not_yet_public(sqlite_app):
    client = published(sqlite_app)
    with sqlite_app.app_context():
        builders.publish(main_store(), builders.second_wave(), is_public=False)

    newest = client.get(BASE + "/")
    second = client.get(BASE + "/?welle=2")

    assert "1. Welle" in newest.text
    assert second.status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_page_reads_the_stores_with_six_statements_at_most(app, page):
    client = published(app)
    statements = []
    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

    client.get(BASE + page)

    assert 1 <= len(statements) <= 6


def test_choices_stand_in_the_address_and_change_the_figures(sqlite_app):
    client = published(sqlite_app)

    page = client.get(
        BASE + "/bedarf-und-angebot?bedarf=need.play&angebot=playground&mass=reach"
    ).text

    assert "karte-need-play" in figures_on(page)
    assert "bedarf-angebot-need-play-playground-reach" in figures_on(page)
    assert '<option value="need.play" selected>' in page
    assert "bedarf=need.play&amp;angebot=playground&amp;mass=reach" in page


def test_a_measure_left_over_from_another_offer_is_replaced_and_not_refused(sqlite_app):
    client = published(sqlite_app)

    response = client.get(BASE + "/bedarf-und-angebot?mass=gibt-es-nicht")

    assert response.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["bedarf=need.unbekannt", "angebot=x", "frage=x", "welle=9", "welle=abc", "merkmal=x"],
)
def test_an_address_that_names_nothing_released_is_not_found(sqlite_app, query):
    client = published(sqlite_app)

    response = client.get(f"{BASE}/bedarf-und-angebot?{query}")

    assert response.status_code == 404


def test_a_question_is_shown_by_group_when_asked(sqlite_app):
    client = published(sqlite_app)

    county = client.get(BASE + "/alle-fragen?frage=care").text
    forms = client.get(
        BASE + "/alle-fragen?frage=care&ansicht=axis.family_form&antwort=care.none"
    ).text

    assert "antworten-care-county" in figures_on(county)
    assert "balken-share-care-none-axis-family-form" in figures_on(forms)
    assert "Alleinerziehend" in forms


def test_how_to_split_is_offered_only_where_it_matters(sqlite_app):
    client = published(sqlite_app)

    first = client.get(BASE + "/alle-fragen").text
    chosen = client.get(BASE + "/alle-fragen?frage=care").text
    split = client.get(BASE + "/alle-fragen?frage=care&ansicht=axis.family_form").text

    names = [re.findall(r'<select[^>]* name="(\w+)"', page) for page in (first, chosen, split)]
    assert names == [["frage"], ["frage", "ansicht"], ["frage", "ansicht", "antwort"]]


def test_questions_are_listed_by_field_of_action(sqlite_app):
    client = published(sqlite_app)

    page = client.get(BASE + "/alle-fragen").text

    groups = re.findall(r'<optgroup label="([^"]+)">', page)
    assert groups
    assert len(groups) == len(set(groups))
    assert page.count("<option ") == len(re.findall(r'<option value="[^"]+"', page)) > len(groups)


def test_without_a_second_wave_there_is_no_page_of_change(sqlite_app):
    client = published(sqlite_app)

    response = client.get(BASE + "/veraenderung")

    assert response.status_code == 404


def test_change_between_waves_is_shown_when_both_are_released(sqlite_app):
    client = published(sqlite_app, builders.release(), builders.second_wave())

    page = client.get(BASE + "/veraenderung").text

    assert "gesunken (−9 Prozentpunkte)" in page
    assert '<option value="2" selected>' in page
    assert "Veränderung" in client.get(BASE + "/").text


def test_a_response_rate_is_shown_only_where_families_were_invited(sqlite_app):
    table, about = builders.release()
    opened = builders.replace(about, invited=None, sampling="open")
    client = published(sqlite_app, (table, opened))

    page = client.get(BASE + "/").text

    assert "Rücklauf</dt>" not in page
    assert "keine Rücklaufquote" in page


def test_the_table_for_excel_names_filter_number_day_and_source(sqlite_app):
    client = published(sqlite_app)

    response = client.get(BASE + "/abbildung/rangliste.csv?bedarf=need.care_gap")
    text = response.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))

    assert response.data.startswith(b"\xef\xbb\xbf")
    head = {row[0]: row[1] for row in rows if len(row) == 2}
    assert head["Basis"] == "Kinder, n = 1.230 (gerundet)"
    assert head["Freigegeben am"] == "9. Juni 2026"
    assert "simulierte Antworten" in head["Quelle"]
    assert "bedarf=need.care_gap" in head["Adresse"]
    assert rows[-1][0] == "An der Schmücke"
    assert "\r\n" in text


@pytest.mark.parametrize(
    ("value", "safe"),
    [
        ("=SUMME(A1)", "'=SUMME(A1)"),
        ("+4 Punkte", "'+4 Punkte"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("−30", "-30"),
        ("-1.230,5", "-1.230,5"),
        ("43\u00a0%", "43 %"),
    ],
)
def test_no_cell_of_a_table_runs_as_a_formula(value, safe):
    assert safe_cell(value) == safe


def test_the_workbook_holds_numbers_as_numbers_and_no_formula(sqlite_app):
    table, about = builders.release()
    topics = tuple(
        replace(topic, label="=1+1") if topic.id == "need.play" else topic for topic in about.topics
    )
    client = published(sqlite_app, (table, replace(about, topics=topics)))

    response = client.get(BASE + "/abbildung/rangliste.xlsx?bedarf=need.play")
    again = client.get(BASE + "/abbildung/rangliste.xlsx?bedarf=need.play")
    sheet = load_workbook(io.BytesIO(response.data)).active
    rows = list(sheet.iter_rows(values_only=True))

    head = {row[0]: row[1] for row in rows if row[0]}
    assert head["Ergebnis"].startswith("„=1+1“")
    assert "simulierte Antworten" in head["Quelle"]
    header = next(k for k, row in enumerate(rows) if row[0] == "Planungsraum")
    assert isinstance(rows[header + 1][1], float)
    assert 0 < rows[header + 1][1] < 1
    assert isinstance(rows[header + 1][3], int | float)
    assert all(cell.data_type in "nsb" for row in sheet.iter_rows() for cell in row)
    assert response.data == again.data
    assert "rangliste" not in response.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1.230", 1230.0),
        ("43\u00a0%", 0.43),
        ("−30", -30.0),
        ("3,4", 3.4),
        ("+4 Prozentpunkte", None),
        ("37 bis 49\u00a0%", None),
        ("=1+1", None),
        ("", None),
    ],
)
def test_german_numbers_of_a_table_become_numbers_of_a_workbook(words, number):
    assert number_of(words) == number


def test_a_picture_for_black_and_white_paper_can_be_saved(sqlite_app):
    client = published(sqlite_app)

    response = client.get(BASE + "/abbildung/karte.svg?bedarf=need.care_gap&fassung=druck")

    assert response.headers["Content-Disposition"].endswith('"karte-need-care-gap-druck.svg"')
    assert "#1f5a96" not in response.text
    assert "Bad Frankenhausen" in response.text


FULL_PAGES = {
    "/bedarf-und-angebot?bedarf=need.care_gap": 8,
    "/angebot?angebot=kita": 9,
    "/bekannt-und-genutzt": 1,
    "/alle-fragen?frage=care_hours&ansicht=area": 3,
    "/alle-fragen?frage=surroundings_satisfaction.doctor&ansicht=axis.family_form": 3,
}
HEAVIEST = 32 * 1024
"""Bytes of a page as it is sent, without styles and scripts, which are kept."""


@pytest.mark.parametrize(("page", "number"), FULL_PAGES.items())
def test_a_page_shows_every_measure_that_was_released_and_stays_light(sqlite_app, page, number):
    client = published(sqlite_app, builders_figures.full())
    statements = []
    with sqlite_app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

    shown = client.get(BASE + page)

    assert len(figures_on(shown.text)) == number
    assert len(statements) <= 6
    assert len(gzip.compress(shown.data)) <= HEAVIEST
    files = re.findall(r'href="([^"]+/abbildung/[^"]+)"', shown.text)
    assert len(files) == 4 * number
    assert all(client.get(html.unescape(address)).status_code == 200 for address in files)


def test_what_is_to_be_known_of_a_need_first_stands_above_its_figures(sqlite_app):
    client = published(sqlite_app, builders_figures.full())

    page = client.get(BASE + "/bedarf-und-angebot?bedarf=need.care_gap").text

    leads = page.partition('<ul class="leads"')[2].partition("</ul>")[0]
    assert "rund 1.240 Kinder (1.090 bis 1.390)" in leads
    assert "Lücke belegt: Im Kyffhäuserkreis fehlen rund 340 Plätze" in leads
    assert "zu den 3 Planungsräumen mit dem höchsten Anteil" in leads


def test_a_release_from_before_shows_what_it_has_and_no_page_for_what_it_lacks(sqlite_app):
    client = published(sqlite_app)

    need = client.get(BASE + "/bedarf-und-angebot?bedarf=need.care_gap").text
    known = client.get(BASE + "/bekannt-und-genutzt")

    assert [name.partition("-")[0] for name in figures_on(need)] == [
        "karte",
        "balken",
        "luecken",
        "bedarf",
    ]
    assert known.status_code == 200
    assert "Dazu enthält diese Freigabe keine Zahlen." in known.text
    assert "Bekannt und genutzt</a>" not in need


def test_a_picture_can_be_saved_by_itself(sqlite_app):
    client = published(sqlite_app)

    response = client.get(BASE + "/abbildung/karte.svg?bedarf=need.care_gap")

    assert response.mimetype == "image/svg+xml"
    assert response.text.startswith("<svg xmlns=")
    assert client.get(BASE + "/abbildung/unbekannt.svg").status_code == 404


def test_no_figure_carries_a_style_that_the_policy_forbids(sqlite_app):
    client = published(sqlite_app)

    pages = [client.get(BASE + page).text for page in PAGES]

    assert not any(re.search(r"<style|\sstyle=|\son\w+=", page) for page in pages)


def test_the_web_process_imports_no_heavy_library():
    code = (
        "import sys, config, tempfile; from surveyapp.app import create_app; "
        "import surveyapp.web.results.views; "
        "create_app(config.load({'SURVEYAPP_INSTANCE': tempfile.mkdtemp(), 'SECRET_KEY': 't'*64, "
        "'SURVEYAPP_PARTS': 'results'})); "
        "print([m for m in ('pandas', 'numpy', 'scipy', 'plotly', 'pyarrow') if m in sys.modules])"
    )

    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def an_open_release(made):
    table, about = made
    return table, replace(about, sampling="open", invited=None)


@pytest.mark.parametrize("page", PAGES)
def test_results_of_an_open_survey_say_so_on_every_page(app, page):
    client = published(app, an_open_release(builders.release()))

    shown = client.get(BASE + page).text

    assert "Offene Beteiligung, nicht repräsentativ." in shown


def test_results_of_an_open_survey_say_so_in_the_list_and_in_every_file(app):
    client = published(app, an_open_release(builders.release()))

    listed = client.get("/ergebnisse/").text
    table = client.get(f"{BASE}/abbildung/rangliste.csv").text
    picture = client.get(f"{BASE}/abbildung/karte.svg").text

    for shown in (listed, table, picture):
        assert "Offene Beteiligung, nicht repräsentativ" in shown


def test_results_of_invited_families_do_not_say_so(app):
    client = published(app)

    for page in ("/ergebnisse/", *(BASE + page for page in PAGES)):
        assert "Offene Beteiligung" not in client.get(page).text


@pytest.mark.parametrize("is_open", [(True, False), (False, True), (True, True)])
def test_an_open_wave_is_compared_with_no_other(app, is_open):
    made = [builders.release(), builders.second_wave()]
    waves = [
        an_open_release(each) if is_so else each for each, is_so in zip(made, is_open, strict=True)
    ]
    client = published(app, *waves)

    pages = [
        client.get(f"{BASE}{rest}") for rest in ("/veraenderung", "/abbildung/veraenderung.csv")
    ]

    assert [page.status_code for page in pages] == [404, 404]
    assert "Veränderung" not in client.get(f"{BASE}/").text


def test_a_wave_with_codes_is_compared_with_the_last_one_like_it(app):
    middle = an_open_release(builders.release(seed=3))
    waves = [builders.release(), (middle[0], replace(middle[1], wave=2)), builders.second_wave()]
    waves[2] = (waves[2][0], replace(waves[2][1], wave=3))
    client = published(app, *waves)

    shown = client.get(f"{BASE}/veraenderung")

    assert shown.status_code == 200
    assert "1. Welle (Mai 2026)" in shown.text
