"""Pages on which people give texts their themes, as two administrators use them."""

from __future__ import annotations

import re

import pytest

from surveyapp.storage.db import main_store
from surveyapp.storage.staff import staff_by_email
from surveyapp.web.staff.theme_words import verdict
from tests.page_review import parsed, review, text_of
from tests.services.theme_texts import BUS, CALM, Desk, codes_in_urn
from tests.staff_journey import alerts, an_account, keep_session, press, token_on

THEMES = "/verwaltung/befragungen/familie-26/1/themen"
FIRST, SECOND, THIRD = (f"{THEMES}/wish/{look}" for look in ("erste", "zweite", "abweichungen"))
LIST = f"{THEMES}/wish/liste"
HARMFUL = "<script>alert(1)</script> & ein Kinderarzt"


@pytest.fixture
def office(sqlite_app):
    """Two administrators of a county, and three texts."""
    with sqlite_app.app_context():
        desk = Desk([BUS, CALM, HARMFUL])
        sqlite_app.keys = [each.hex() for each in desk.ids()]
    return sqlite_app


def client_of(app, email="admin@16065.example"):
    with app.app_context():
        staff_id = staff_by_email(main_store(), email).id
    client = app.test_client()
    keep_session(client, staff_id)
    return client


def second(app):
    return client_of(app, "zweite@16065.example")


def given(app):
    with app.app_context():
        return [(text_id.hex(), look, themes) for text_id, look, themes in codes_in_urn()]


def words(response):
    assert review(response.text) == []
    return text_of(parsed(response.text).find(".//main"))


def sent(page, **changes):
    """Everything a browser sends from a page of texts that nobody touched, with these changes."""
    form = next(each for each in parsed(page).iter("form") if "data-coding" in each.attrib)
    fields: dict[str, list[str]] = {}
    for each in form.iter("input"):
        if each.get("type") != "checkbox" or "checked" in each.attrib:
            fields.setdefault(each.get("name"), []).append(each.get("value"))
    return {**fields, **changes}


def save(client, address, **changes):
    fields = sent(client.get(address).text, **changes)
    return client.post(address, data=fields, follow_redirects=True)


def test_texts_get_themes_page_by_page_and_the_overview_says_how_far_they_are(office):
    client, (bus, calm, doctor) = client_of(office), office.keys
    assert "Noch 3 Texte sind einzuordnen." in words(client.get(THEMES))
    page = client.get(FIRST)
    assert "&lt;script&gt;" in page.text
    assert re.findall(r"(\S+) \(?Vorschlag", words(page)) != []

    after = save(client, FIRST, **{f"stimmt-{bus}": "1", f"thema-{calm}": "-"})

    assert alerts(after.text) == [
        (
            "2 Texte gespeichert. 1 Text ist noch offen: kein Häkchen, oder der Vorschlag ist nicht "
            "bestätigt."
        )
    ]
    assert given(office) == [(bus, 1, ["transport"]), (calm, 1, [])]
    assert "Noch 1 Text ist einzuordnen." in words(client.get(THEMES))
    assert doctor not in [key for key, _, _ in given(office)]


def test_what_could_not_be_kept_stands_there_with_what_was_ticked(office):
    client, (bus, calm, _) = client_of(office), office.keys

    page = save(client, FIRST, **{f"thema-{bus}": ["care", "-"], f"thema-{calm}": "care"})

    assert page.status_code == 422
    assert "„Keins davon“ und ein Thema passen nicht zusammen." in words(page)
    assert "1 anderer Text ist gespeichert." in words(page)
    assert sent(page.text)[f"thema-{bus}"] == ["care", "-"]
    assert given(office) == [(calm, 1, ["care"])]


def test_two_people_at_once_lose_nothing_and_are_told(office):
    client, other, bus = client_of(office), client_of(office), office.keys[0]
    mine = sent(client.get(FIRST).text, **{f"thema-{bus}": "care"})
    other.post(FIRST, data=sent(other.get(FIRST).text, **{f"thema-{bus}": "school"}))

    page = client.post(FIRST, data=mine)

    assert page.status_code == 422
    assert "Jemand anderes hat diesen Text inzwischen eingeordnet: „Schule und Lernen“." in words(
        page
    )
    assert given(office) == [(bus, 1, ["school"])]
    client.post(FIRST, data=sent(page.text))
    assert given(office) == [(bus, 1, ["care"])]


def test_the_second_person_is_blind_and_differences_are_decided(office):
    client, blind, bus = client_of(office), second(office), office.keys[0]
    save(client, FIRST, **{f"thema-{key}": "care" for key in office.keys})
    page = blind.get(SECOND)
    assert "Vorschlag" not in page.text.partition("<main")[2].partition("<form")[2]
    assert not [name for name in sent(page.text) if name.startswith("thema-")]
    save(
        blind,
        SECOND,
        **{f"thema-{key}": "care" for key in office.keys[1:]},
        **{f"thema-{bus}": "-"},
    )
    assert alerts(blind.get(FIRST, follow_redirects=True).text)[0].startswith(
        "Sie ordnen die Texte"
    )
    assert "Noch 1 Abweichung ist zu entscheiden." in words(client.get(THEMES))

    shown = words(client.get(THIRD))
    after = save(client, THIRD, **{f"thema-{bus}": "transport"})

    # Given 5 times among 6, 1 of 3 differs: 1 - (1/3)/(2·5·1/(6·5)) = 0.
    assert "Übereinstimmung: noch zu wenige Texte." in shown
    assert "Alle Themen zusammen noch zu wenige Texte 0,00 (" in shown
    assert "Kita, Hort und Betreuung erste Person" in shown
    assert alerts(after.text) == ["1 Text gespeichert."]
    assert "Alles eingeordnet." in words(after)


def test_agreement_is_said_in_words_by_published_thresholds(sqlite_app):
    said = {
        (0.8, 20): "gut",
        (0.799, 20): "brauchbar",
        (0.667, 20): "brauchbar",
        (0.666, 20): "zu niedrig",
        (1.0, 19): "noch zu wenige Texte",
        (None, 50): "nicht messbar",
    }

    with sqlite_app.test_request_context():
        assert {each: verdict(*each) for each in said} == said


def test_who_has_not_begun_chooses_first(office):
    with office.app_context():
        an_account(email="dritte@16065.example")
    client = client_of(office, "dritte@16065.example")

    page = client.get(FIRST, follow_redirects=True)
    begun = press(client, THEMES, f"{FIRST}/beginnen")

    assert alerts(page.text)[0].startswith("Bitte wählen Sie zuerst")
    assert "Texte einordnen: Ein Wunsch an den Landkreis" in words(begun)


def test_themes_are_added_changed_merged_and_deleted(office):
    client = client_of(office)
    save(client, FIRST, **{f"thema-{key}": "care" for key in office.keys})

    added = press(client, f"{LIST}/neu", f"{LIST}/neu", label="Hunde", stems="hund, leine")
    wrong = press(client, f"{LIST}/neu", f"{LIST}/neu", label="hunde", stems="ab")
    changed = press(
        client, f"{LIST}/care", f"{LIST}/care", label="Betreuung", stems="kita", reopen="y"
    )
    page = words(client.get(f"{LIST}/school"))
    gone = press(client, f"{LIST}/school", f"{LIST}/school/loeschen")

    assert alerts(added.text) == ["Das Thema „Hunde“ ist gespeichert."]
    assert wrong.status_code == 422
    assert "Ein anderes Thema dieser Frage heißt schon so." in words(wrong)
    assert "Jeder Wortteil braucht 3 bis 40 Zeichen." in words(wrong)
    assert alerts(changed.text) == [
        "Das Thema „Betreuung“ ist gespeichert. 3 Texte sind wieder einzuordnen."
    ]
    assert "Kein Text hat dieses Thema." in page
    assert alerts(gone.text) == ["Das Thema ist gelöscht."]
    assert given(office) == []


def test_a_theme_in_use_is_not_deleted_but_merged(office):
    client = client_of(office)
    save(client, FIRST, **{f"thema-{key}": "care" for key in office.keys})

    refused = press(client, f"{LIST}/care", f"{LIST}/care/loeschen")
    page = words(refused)
    merged = press(client, f"{LIST}/care", f"{LIST}/care/loeschen", into="school")

    assert alerts(refused.text)[0].startswith("Nicht gelöscht: Texte haben dieses Thema.")
    assert "3 Texte haben dieses Thema schon." in page
    assert alerts(merged.text) == ["Die Themen sind zusammengelegt. Alle Texte sind umgezogen."]
    assert {tuple(themes) for _, _, themes in given(office)} == {("school",)}


def test_what_was_written_for_a_theme_that_went_meanwhile_is_not_lost(office):
    client = client_of(office)
    token = token_on(client.get(f"{LIST}/care").text)
    press(client, f"{LIST}/care", f"{LIST}/care/loeschen")
    written = {"csrf_token": token, "label": "Betreuung früh", "explanation": "Vor sieben Uhr"}

    page = client.post(f"{LIST}/care", data=written)
    kept = client.post(f"{LIST}/neu", data=written, follow_redirects=True)

    assert page.status_code == 422
    assert "Dieses Thema hat inzwischen jemand gelöscht." in words(page)
    assert "Vor sieben Uhr" in words(page)
    assert f'action="{LIST}/neu"' in page.text
    assert alerts(kept.text) == ["Das Thema „Betreuung früh“ ist gespeichert."]


def test_a_question_without_words_and_a_theme_nobody_has_are_not_there(office):
    client = client_of(office)

    for address in (f"{THEMES}/children_count/liste", f"{LIST}/unbekannt", f"{THEMES}/x/erste"):
        assert client.get(address).status_code == 404
