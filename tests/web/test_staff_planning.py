"""Pages of planning: needs beside places, what would be, and the best places."""

import re
from datetime import date

import pytest

from surveyapp.region.deprivation import deprivation_by_area
from surveyapp.region.outlines import municipality_at
from surveyapp.region.territory import default_areas
from surveyapp.storage import inventory, scenarios
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import Capacity, Place
from tests import builders_release as builders
from tests.jobs import result_on, run_jobs
from tests.page_review import review
from tests.staff_journey import COUNTY, OTHER_COUNTY, alerts, press, signed_in, token_on

NEEDS, TRIALS = "/verwaltung/planung/", "/verwaltung/planung/szenarien/"
SPOT, FAR_SPOT = "1kmN3138E4386", "1kmN3134E4375"


KITAS = {
    "Sondershausen": (10.87, 51.37), "Artern": (11.29, 51.36), "Bad Frankenhausen": (11.1, 51.36),
    "Greußen": (10.95, 51.23), "Roßleben": (11.43, 51.3), "Ebeleben": (10.73, 51.29),
}  # fmt: skip


@pytest.fixture
def stocked(sqlite_app):
    """A county with six Kitas of 60 places, near up to 3 km, and results."""
    with sqlite_app.app_context():
        main_store().add_all(a_kita(name, *point) for name, point in KITAS.items())
        builders.publish(main_store(), builders.release(), is_public=False)
        inventory.ensure_types(main_store(), COUNTY)
        kind = inventory.facility_type(main_store(), COUNTY, "kita")
        kind.reach_minutes, kind.reach_km = None, 3.0
        main_store().commit()
    return sqlite_app


def a_kita(name, lon, lat):
    return Place(
        county_ags=COUNTY, key=f"K-{name}", type="kita", name=f"Kita {name}",
        municipality_ags=municipality_at(COUNTY, lon, lat), lon=lon, lat=lat,
        source="Probe", valid_from=date(2020, 1, 1),
        capacities=[
            Capacity(age_group="", kind="usable", key_date=date(2026, 3, 1), number=60)
        ],
    )  # fmt: skip


def made(client, name="Zwei neue Kitas", kind="kita"):
    """Make a scenario through the page; return its address."""
    token = token_on(client.get(TRIALS).text)
    return client.post(TRIALS, data={"csrf_token": token, "name": name, "kind": kind}).location


def change(client, page, **fields):
    shown = client.get(page).text
    number = re.search(r'name="number" value="(\d+)"', shown).group(1)
    sent = {"number": number, "place": "neu", "spot": "", "places": "", **fields}
    sent["csrf_token"] = token_on(shown)
    return client.post(f"{page}aendern", data=sent, follow_redirects=True)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


# Needs


def test_needs_stand_beside_places_with_verdict_and_reports(stocked):
    page = signed_in(stocked, role="planner").get(f"{NEEDS}?bedarf=need.care_gap")

    assert page.status_code == 200
    assert review(page.text) == []
    assert "Im Kyffhäuserkreis fehlen zwischen 210 und 480 Plätze; Lücke belegt." in words(page)
    assert "zu wenige Antworten" in words(page)
    assert "Bedarf 50 %, Lebenslagen 25 %, Weg 25 %" in words(page).replace("\u00a0", " ")
    assert "Alleinerziehend (Familienform)" in words(page)


def test_without_results_the_page_says_what_to_do(sqlite_app):
    page = signed_in(sqlite_app).get(NEEDS)

    assert review(page.text) == []
    assert "Es gibt noch keine Ergebnisse. Schließen Sie eine Welle" in words(page)


def test_other_weights_change_the_order_and_no_result(stocked):
    client = signed_in(stocked, role="planner")
    poor = deprivation_by_area({a.code: a.municipalities for a in default_areas(COUNTY)})

    page = press(client, NEEDS, f"{NEEDS}gewichte", need="0", deprivation="10", distance="0")

    assert alerts(page.text) == ["Die Gewichte sind gespeichert."]
    assert "Bedarf 0 %, Lebenslagen 100 %, Weg 0 %" in words(page).replace("\u00a0", " ")
    rows = re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', page.text.replace("\u200b", ""))
    codes = {area.name: area.code for area in builders.areas()}
    shown = [poor[codes[name]] for name in rows[: len(codes) - 1]]
    assert shown == sorted(shown, reverse=True)


def test_weights_that_make_no_sense_are_refused_in_a_sentence(sqlite_app):
    with sqlite_app.app_context():
        builders.publish(main_store(), builders.release())
    client = signed_in(sqlite_app)
    cases = {
        ("0", "0", "0"): "Bitte geben Sie mindestens einem Gewicht eine Zahl über 0.",
        ("11", "1", "1"): "Bitte geben Sie eine ganze Zahl von 0 bis 10 ein.",
        ("0.5", "1", "1"): "Bitte schreiben Sie nur eine ganze Zahl, zum Beispiel 40.",
        ("viel", "1", "1"): "Bitte schreiben Sie nur eine ganze Zahl, zum Beispiel 40.",
        ("", "1", "1"): "Bitte geben Sie eine ganze Zahl von 0 bis 10 ein.",
    }

    for points, sentence in cases.items():
        sent = dict(zip(("need", "deprivation", "distance"), points, strict=True))
        page = press(client, NEEDS, f"{NEEDS}gewichte", **sent)

        assert (page.status_code, review(page.text)) == (422, [])
        assert sentence in page.text, points


# Scenarios


def test_scenario_shows_what_a_new_place_brings_and_leaves_the_stock_alone(stocked):
    client = signed_in(stocked, role="planner")
    page = made(client)
    with stocked.app_context():
        before = inventory.place_keys(main_store(), COUNTY)

    shown = change(client, page, spot=SPOT, places="40")

    assert shown.status_code == 200
    assert review(shown.text) == []
    assert "Neu 1 in Sondershausen (Quadrat 3138/4386): 40 Plätze" in words(shown)
    assert re.search(r"Etwa [1-9]\d* Kinder gewinnen eine Einrichtung in der Nähe", words(shown))
    assert "plan__square--gained" in shown.text
    # The released gap of 340 (210 to 480) is smaller by the 40 new places.
    assert "fehlen zwischen 170 und 440 Plätze; Lücke belegt." in words(shown)
    with stocked.app_context():
        assert inventory.place_keys(main_store(), COUNTY) == before


def test_the_same_press_twice_counts_once(app):
    client = signed_in(app)
    page = made(client)
    again = made(client)
    token = token_on(client.get(page).text)
    sent = {"csrf_token": token, "number": "1", "place": "neu", "spot": SPOT, "places": "40"}

    answers = [client.post(f"{page}aendern", data=sent) for _ in range(2)]
    other = client.post(f"{page}aendern", data={**sent, "places": "50"})

    assert page == again
    assert [each.status_code for each in answers] == [302, 302]
    assert other.status_code == 422
    assert "Das Szenario wurde inzwischen geändert." in other.text
    with app.app_context():
        kept = scenarios.scenarios_of(main_store(), COUNTY)
        assert [len(each.changes) for each in kept] == [1]


def test_places_are_moved_enlarged_closed_and_changes_taken_back(stocked):
    client = signed_in(stocked)
    page = made(client)
    offered = client.get(page).text.partition('id="place"')[2].partition("</select>")[0]
    keys = re.findall(r'<option value="([^"]*)"', offered)[1:]

    change(client, page, place=keys[0], spot=FAR_SPOT, places="70")
    change(client, page, place=keys[1], places="99")
    shown = change(client, page, place=keys[2], is_closed="y")

    said = words(shown)
    assert "zieht nach Sondershausen (Quadrat 3134/4375): 70 Plätze" in said
    assert ": 99 Plätze" in said
    assert " schließt Zurücknehmen" in said
    assert shown.text.count("plan__gone") == 3  # moved away, closed, and the key of the map
    back = press(client, page, f"{page}3/zuruecknehmen")
    assert " schließt Zurücknehmen" not in words(back)
    assert press(client, page, f"{page}3/zuruecknehmen").status_code == 200


def test_a_change_whose_place_has_gone_says_so(sqlite_app):
    client = signed_in(sqlite_app)
    page = made(client)
    change(client, page, spot=SPOT, places="10")
    change(client, page, place="neu-1", places="20")

    shown = press(client, page, f"{page}1/zuruecknehmen")

    assert "gilt nicht mehr" in words(shown)
    assert review(shown.text) == []


NONSENSE = (
    ({}, "Bitte wählen Sie, wo die neue Einrichtung stehen soll."),
    ({"spot": SPOT}, "Bitte geben Sie an, wie viele Plätze sie haben soll."),
    ({"spot": "1kmN1E1", "places": "3"}, "Bitte wählen Sie einen bewohnten Quadratkilometer"),
    ({"spot": SPOT, "places": "-3"}, "Bitte schreiben Sie nur eine ganze Zahl"),
    ({"spot": SPOT, "places": "1.5"}, "Bitte schreiben Sie nur eine ganze Zahl"),
    ({"spot": SPOT, "places": "9999"}, "Bitte geben Sie eine ganze Zahl von 0 bis 2.000 ein."),
    ({"is_closed": "y"}, "Eine neue Einrichtung lässt sich nicht schließen."),
    ({"place": "gibt-es-nicht", "places": "3"}, "Diese Einrichtung gibt es nicht mehr."),
    ({"place": "neu-9"}, "Bitte sagen Sie, was sich ändern soll"),
    ({"number": "x", "spot": SPOT, "places": "3"}, "Das Szenario wurde inzwischen geändert."),
)


def test_a_change_that_makes_no_sense_is_refused_in_a_sentence(sqlite_app):
    client = signed_in(sqlite_app)
    page = made(client)

    for fields, sentence in NONSENSE:
        shown = change(client, page, **fields)

        assert shown.status_code == 422
        assert sentence in shown.text, fields
    assert review(shown.text) == []


def test_a_scenario_that_cannot_be_made_is_refused_in_a_sentence(sqlite_app):
    client = signed_in(sqlite_app)
    made(client)
    cases = {
        ("  ", "kita"): "Bitte geben Sie dem Szenario einen Namen.",
        ("\u200b\u202e", "kita"): "Bitte geben Sie dem Szenario einen Namen.",
        ("x" * 81, "kita"): "Bitte schreiben Sie höchstens 80 Zeichen.",
        ("Neu", "schloss"): "Bitte wählen Sie eine Art aus der Liste.",
        ("Zwei neue Kitas", "playground"): "So heißt schon ein Szenario für eine andere Art.",
    }

    for (name, kind), sentence in cases.items():
        page = press(client, TRIALS, TRIALS, name=name, kind=kind)

        assert (page.status_code, review(page.text)) == (422, [])
        assert sentence in page.text, name


def test_scenarios_stand_beside_today_and_each_other_and_are_deleted(stocked):
    client = signed_in(stocked)
    first, second = made(client), made(client, "Nur eine Kita")
    change(client, first, spot=SPOT, places="40")
    change(client, second, spot=FAR_SPOT, places="40")

    listed = client.get(TRIALS)
    beside = client.get(f"{second}?mit={first.rstrip('/').rpartition('/')[2]}")

    assert review(listed.text) == []
    assert re.search(r"Heute 6 .* Nur eine Kita 7 ", words(listed))
    assert "„Zwei neue Kitas“ und danach dieses Szenario" in words(beside)
    assert "plan__square--lost" in beside.text
    gone = press(client, second, f"{second}loeschen")
    assert alerts(gone.text) == ["Das Szenario ist gelöscht."]
    token = token_on(gone.text)
    assert client.post(f"{second}loeschen", data={"csrf_token": token}).status_code == 302
    assert client.get(second).status_code == 404


def test_scenario_of_another_county_does_not_exist(sqlite_app):
    page = made(signed_in(sqlite_app))
    foreign = signed_in(sqlite_app, OTHER_COUNTY)
    token = token_on(foreign.get(TRIALS).text)

    answers = [foreign.get(page), foreign.get(f"{page}standorte?auftrag=x")]
    answers += [
        foreign.post(f"{page}{what}", data={"csrf_token": token})
        for what in ("aendern", "standorte/suchen", "uebernehmen", "1/zuruecknehmen", "loeschen")
    ]

    assert {each.status_code for each in answers} == {404}
    assert "Zwei neue Kitas" not in foreign.get(TRIALS).text


def test_a_kind_without_places_is_asked_for_none(sqlite_app):
    client = signed_in(sqlite_app)
    page = made(client, "Mehr Spielplätze", "playground")

    shown = client.get(page)

    assert 'name="places"' not in shown.text
    assert "Plätze je 100 Kinder" not in shown.text
    assert "Neu 1 in Sondershausen" in words(change(client, page, spot=SPOT))


# Best places


def test_best_places_have_a_price_and_are_taken_into_the_scenario(stocked):
    client = signed_in(stocked)
    page = made(client)

    waiting = press(client, page, f"{page}standorte/suchen", anzahl="2")
    run_jobs(stocked)
    found = client.get(result_on(client.get(waiting.request.path).text))

    assert review(waiting.text) == []
    assert "Wartet" in words(waiting)
    assert found.status_code == 200
    assert review(found.text) == []
    assert "Bewiesen: Keine andere Auswahl von 2 Standorten erreicht mehr Kinder." in words(found)
    spots = re.findall(r'name="spot" value="([^"]+)"', found.text)
    reached = int(re.search(r"bringen etwa (\d+) von", words(found)).group(1))
    sent = {"csrf_token": token_on(found.text), "number": "1", "spot": spots, "places": "30"}
    for _ in range(2):
        client.post(f"{page}uebernehmen", data=sent)
    after = words(client.get(page))
    assert after.count(": 30 Plätze") == 4  # once in words, once for a reader's button
    # What the search promises is what the scenario then shows.
    gained = int(re.search(r"Etwa (\d+) Kinder gewinnen", after).group(1))
    assert gained == pytest.approx(reached, abs=1)


@pytest.mark.parametrize(
    ("spots", "sentence"),
    [
        ([SPOT, "1kmN1E1"], "Bitte wählen Sie einen bewohnten Quadratkilometer"),
        ([], "Bitte wählen Sie mindestens einen Standort aus."),
    ],
)
def test_proposed_places_are_taken_over_all_or_none(app, spots, sentence):
    client = signed_in(app)
    page = made(client)
    token = token_on(client.get(page).text)
    sent = {"csrf_token": token, "number": "1", "spot": spots, "places": "30"}

    after = client.post(f"{page}uebernehmen", data=sent, follow_redirects=True)

    assert alerts(after.text)[0].startswith(sentence)
    assert ": 30 Plätze" not in words(after)


def test_a_number_of_places_that_makes_no_sense_is_not_found(sqlite_app):
    client = signed_in(sqlite_app)
    page = made(client)
    token = token_on(client.get(page).text)

    answers = [
        client.post(f"{page}standorte/suchen", data={"csrf_token": token, "anzahl": n})
        for n in ("0", "11", "drei", "")
    ]

    assert {each.status_code for each in answers} == {404}


def test_places_found_for_another_scenario_are_not_shown(sqlite_app):
    client = signed_in(sqlite_app)
    first, second = made(client, "Mehr Spielplätze", "playground"), made(client)
    waiting = press(client, first, f"{first}standorte/suchen", anzahl="1")
    run_jobs(sqlite_app)
    result = result_on(client.get(waiting.request.path).text)

    assert client.get(result).status_code == 200
    assert client.get(result.replace(first, second)).status_code == 404
