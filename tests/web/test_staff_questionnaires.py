"""Questionnaires in the staff part: listed, told in words, checked, tried out, published."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from surveyapp.exchange.writers import WRITERS
from surveyapp.questionnaire import document, library
from surveyapp.questionnaire.types import KINDS
from surveyapp.services import studio
from surveyapp.services.keep_draft import MOST_DRAFTS, keep_draft
from surveyapp.storage import drafts, publications
from surveyapp.storage.db import main_store
from surveyapp.web.staff.questionnaire_words import _kinds
from tests.page_review import parsed, review, text_of
from tests.questionnaire.mini import FOLDER, source
from tests.staff_journey import COUNTY, OTHER_COUNTY, alerts, an_account, press, signed_in

HOME = "/verwaltung/fragebogen/"
BRING_IN = f"{HOME}einlesen"
HARM = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
TODAY = date(2026, 6, 1)


def a_draft(app, text, county=COUNTY):
    with app.app_context():
        return f"entwurf.{keep_draft(main_store(), county, text, today=TODAY).id}"


def agree(app, key):
    """Sign a draft off as a second person."""
    with app.app_context():
        session, id_ = main_store(), key.partition(".")[2]
        second = an_account(COUNTY, "designer", "zweite@16065.example")
        desk = studio.open_draft(session, second, id_)
        studio.sign_off(session, second, id_, desk.revision, now=datetime(2026, 6, 1, tzinfo=UTC))


def bring_in(client, content, name, form=""):
    return press(client, BRING_IN, BRING_IN, files=(BytesIO(content), name), form=form)


def try_out(client, key, **fields):
    page = f"{HOME}{key}/probieren"
    return press(client, page, page, **fields)


def words(page):
    return text_of(parsed(page.text).find(".//main"))


def kept_drafts(app, county=COUNTY):
    with app.app_context():
        return [each.title for each in drafts.drafts_of(main_store(), county)]


# Looking at questionnaires


def test_every_questionnaire_is_listed_with_what_staff_want_to_know(app):
    client = signed_in(app, role="planner")

    page = client.get(HOME)

    assert review(page.text) == []
    assert "Mitgeliefert" in words(page)
    assert "Deutsch, Leichte Sprache, Englisch" in words(page)
    assert words(page).count("etwa") == len(library.ids())


def test_a_questionnaire_is_told_in_words_with_its_filters(sqlite_app):
    client = signed_in(sqlite_app)

    page = client.get(f"{HOME}familie.1.0/")

    assert review(page.text) == []
    assert "Nur wenn das Kind 0 bis 9 Jahre alt ist." in words(page)
    assert "Nacheinander für alle Kinder." in words(page)
    assert "3 und mehr Kinder" in words(page)
    assert "mehrere Antworten" in words(page)


def test_every_type_of_question_has_a_german_name(sqlite_app):
    with sqlite_app.test_request_context():
        named = set(_kinds())

    assert named == set(KINDS)


@pytest.mark.parametrize("form", WRITERS)
def test_a_questionnaire_goes_out_in_every_format(sqlite_app, form):
    client = signed_in(sqlite_app)

    file = client.get(f"{HOME}thekiz.1.0/ausgabe/{form}")

    assert file.status_code == 200
    assert file.headers["Content-Disposition"].startswith('attachment; filename="thekiz-1')
    assert len(file.data) > 100
    assert f"/ausgabe/{form}" in client.get(f"{HOME}thekiz.1.0/").text


@pytest.mark.parametrize(
    "key",
    [
        *("familie", "familie.9.0", "familie.1.7", "familie.x.y", "..", "entwurf.", "entwurf.1"),
        *("familie.1.0.0", "unbekannt.1.0", "%00.1.0"),
    ],
)
def test_what_does_not_exist_is_not_found(sqlite_app, key):
    client = signed_in(sqlite_app)

    assert client.get(f"{HOME}{key}/").status_code == 404
    assert client.get(f"{HOME}regeln/Q999").status_code == 404
    assert client.get(f"{HOME}thekiz.1.0/ausgabe/doc").status_code == 404


def test_rules_have_german_help_pages(sqlite_app):
    client = signed_in(sqlite_app)

    every, one = client.get(f"{HOME}regeln/"), client.get(f"{HOME}regeln/Q071")

    assert review(every.text) == review(one.text) == []
    assert "Q071: Eine Frage fragt zweierlei" in words(every)
    assert "Eine Frage verbindet zwei Dinge" in words(one)


# The check


def test_the_check_names_place_cure_and_rule_in_german(sqlite_app):
    client = signed_in(sqlite_app)
    key = a_draft(sqlite_app, (FOLDER / "rules" / "Q007.yaml").read_text(encoding="utf-8"))

    page = client.get(f"{HOME}{key}/pruefung")

    assert review(page.text) == []
    assert "1 Fehler, 0 Hinweise" in words(page)
    assert "hat keine Grenzen auf beiden Seiten." in words(page)
    assert "Setzen Sie minimum und maximum" in words(page)
    assert f"{HOME}regeln/Q007" in page.text


def test_a_sound_questionnaire_is_praised(sqlite_app):
    page = signed_in(sqlite_app).get(f"{HOME}thekiz.1.0/pruefung")

    assert "Alles in Ordnung" in words(page)


# Publishing


def test_a_draft_becomes_the_first_version_of_its_questionnaire(app):
    client = signed_in(app)
    text = library.path_of("thekiz", 1).read_text(encoding="utf-8").replace("id: thekiz", "id: neu")
    key = a_draft(app, text)
    agree(app, key)

    page = press(
        client, f"{HOME}{key}/fassungen", f"{HOME}{key}/veroeffentlichen", note="Erster Versuch"
    )
    link = next(each for each in parsed(page.text).iter("a") if "Befragung damit" in text_of(each))
    new = parsed(client.get(link.get("href")).text)

    assert alerts(page.text) == ["Veröffentlicht. Wellen können diesen Fragebogen jetzt stellen."]
    assert "Erster Versuch" in words(page)
    assert [each.get("value") for each in new.findall(".//option[@selected]")] == ["neu"]
    assert kept_drafts(app) == []
    with app.app_context():
        assert publications.latest(main_store(), "neu", 1).note == "Erster Versuch"


def test_a_changed_draft_becomes_the_next_version_and_says_what_changed(sqlite_app):
    client = signed_in(sqlite_app)
    press(client, f"{HOME}thekiz.1.0/fassungen", f"{HOME}thekiz.1.0/veroeffentlichen")
    text = library.text_of("thekiz", 1)
    asked = document.parse(text)
    first = asked.pages[0].questions[0].text["de"]
    key = a_draft(sqlite_app, text.replace(first, f"{first} Bitte!", 1))
    agree(sqlite_app, key)

    before = client.get(f"{HOME}{key}/fassungen")
    after = press(client, f"{HOME}{key}/fassungen", f"{HOME}{key}/veroeffentlichen")

    assert review(before.text) == review(after.text) == []
    assert "Als Fassung 2 veröffentlichen" in words(before)
    assert "1 Änderung" in words(before)
    assert "Anders formuliert. vergleichbar" in words(before)
    assert "Fassung 2" in words(after)


def test_a_draft_that_no_second_person_has_read_is_not_published(sqlite_app):
    client = signed_in(sqlite_app)
    key = a_draft(sqlite_app, source("skip_rule"))

    page = press(client, f"{HOME}{key}/fassungen", f"{HOME}{key}/veroeffentlichen")

    assert page.status_code == 422
    assert "Noch hat keine zweite Person diesen Entwurf freigegeben." in alerts(page.text)[0]
    assert len(kept_drafts(sqlite_app)) == 1


def test_an_unsound_draft_is_refused_with_its_findings(sqlite_app):
    client = signed_in(sqlite_app)
    key = a_draft(sqlite_app, (FOLDER / "rules" / "Q007.yaml").read_text(encoding="utf-8"))

    page = press(client, f"{HOME}{key}/fassungen", f"{HOME}{key}/veroeffentlichen")

    assert page.status_code == 422
    assert review(page.text) == []
    assert "Der Fragebogen hat noch 1 Fehler." in alerts(page.text)[0]
    assert "hat keine Grenzen auf beiden Seiten." in words(page)
    assert len(kept_drafts(sqlite_app)) == 1


def test_a_planner_reads_that_others_publish(sqlite_app):
    page = signed_in(sqlite_app, role="planner").get(f"{HOME}thekiz.1.0/fassungen")

    assert "Veröffentlichen darf nur die Leitung der Befragungen." in words(page)
    assert "veroeffentlichen" not in page.text


# Trying out


def test_chosen_answers_show_the_way_and_why(sqlite_app):
    client = signed_in(sqlite_app)
    key = a_draft(sqlite_app, source("skip_rule"))

    page = try_out(client, key, art="auswahl", kita="no")

    assert page.status_code == 200
    assert review(page.text) == []
    assert "nicht gezeigt, weil „Nutzen Sie eine Kita?“ mit „nein“ beantwortet ist" in words(page)
    assert 'value="no" selected' in page.text


def test_a_second_try_opens_what_changed(sqlite_app):
    client = signed_in(sqlite_app)
    key = a_draft(sqlite_app, source("skip_rule"))

    first = try_out(client, key, art="auswahl", kita="no")
    second = try_out(client, key, art="auswahl", kita="yes", vorher='{"kita": "no"}')

    folds = [each for each in parsed(second.text).iter("details") if "open" in each.attrib]
    assert "<details open" not in first.text
    assert [text_of(each.find("summary")) for each in folds] == [
        "Wartezeit neu 1 von 1 Frage gezeigt"
    ]
    assert "Auf 1 Seite hat sich" in words(second)


def test_the_same_number_gives_the_same_family(sqlite_app):
    client = signed_in(sqlite_app)

    pages = [try_out(client, "familie.1.0", art="zufall", seed=seed) for seed in ("7", "7", "8")]

    given = [text_of(parsed(page.text).find(".//textarea")) for page in pages]
    assert given[0] == given[1] != given[2]
    assert all(review(page.text) == [] for page in pages)
    assert "municipality" in given[0]


def test_answers_come_as_text_and_as_file(sqlite_app):
    client = signed_in(sqlite_app)
    answers = json.dumps({"children_count": 1, "age_band": {"1": "0-2"}})

    written = try_out(client, "familie.1.0", art="json", answers=answers)
    sent = try_out(
        client, "familie.1.0", art="json", file=(BytesIO(answers.encode()), "antworten.json")
    )

    assert "Kind 1 (0–2 Jahre)" in words(written)
    assert "Kind 1 (0–2 Jahre)" in words(sent)


@pytest.mark.parametrize(
    "fields",
    [
        {"art": "json", "answers": "kein JSON"},
        {"art": "json", "answers": "[" * 50_000},
        {"art": "json", "answers": "[]"},
        {"art": "json", "answers": '{"a": "\\ud800"}'},
        {"art": "zufall", "seed": "sieben"},
        {"art": "zufall", "seed": "-1"},
        {"art": "zufall"},
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(sqlite_app, fields):
    page = try_out(signed_in(sqlite_app), "thekiz.1.0", **fields)

    assert page.status_code == 422
    assert review(page.text) == []
    assert "Eine Angabe passt noch nicht" in alerts(page.text)[0]


def test_nobody_waits_for_a_family_without_end(sqlite_app):
    key = a_draft(sqlite_app, _endless(source("nested_lists")))

    page = signed_in(sqlite_app).get(f"{HOME}{key}/probieren")

    assert "so oft, dass er sich hier nicht probieren lässt" in words(page)


def _endless(text):
    asked = document.parse(text)
    lists = tuple(replace(each, maximum=10**6) for each in asked.lists)
    return document.write(replace(asked, lists=lists))


# Bringing in


def test_a_file_is_brought_in_with_a_report_and_nothing_is_kept(sqlite_app):
    client = signed_in(sqlite_app, role="planner")
    content = (FOLDER.parent / "exchange/limesurvey/logic.lss").read_bytes()

    page = bring_in(client, content, "logic.lss")

    assert page.status_code == 200
    assert review(page.text) == []
    assert "Übernommen:" in alerts(page.text)[0]
    assert "Gelesen als LimeSurvey" in words(page)
    assert kept_drafts(sqlite_app) == []


def test_what_was_brought_in_is_kept_and_deleted_on_demand(app):
    client = signed_in(app, role="planner")
    page = bring_in(client, source("skip_rule").encode(), "frage.yaml")
    packed = parsed(page.text).find(".//input[@name='fragebogen']").get("value")

    kept = press(client, BRING_IN, f"{BRING_IN}/behalten", fragebogen=packed)
    listed = words(client.get(HOME))
    file = press(client, BRING_IN, f"{BRING_IN}/laden", fragebogen=packed)
    there = kept_drafts(app)
    with app.app_context():
        key = f"entwurf.{drafts.drafts_of(main_store(), COUNTY)[0].id}"
    gone = press(client, HOME + key + "/", f"{HOME}{key}/loeschen")

    assert alerts(kept.text) == ["Als Entwurf behalten. Nur Ihr Landkreis sieht ihn."]
    assert "Entwurf" in listed
    assert file.data.decode() == source("skip_rule")
    assert len(there) == 1
    assert "ist gelöscht" in alerts(gone.text)[0]
    assert kept_drafts(app) == []


def test_drafts_of_another_county_are_not_listed(sqlite_app):
    a_draft(sqlite_app, source("skip_rule"), OTHER_COUNTY)

    assert "Entwurf</span>" not in signed_in(sqlite_app).get(HOME).text


def test_a_county_keeps_only_so_many_drafts(sqlite_app):
    with sqlite_app.app_context():
        for _ in range(MOST_DRAFTS):
            drafts.add(
                main_store(),
                county_ags=COUNTY,
                title="x",
                document=source("skip_rule"),
                updated_on=TODAY,
            )
        main_store().commit()
    client = signed_in(sqlite_app)
    page = bring_in(client, source("skip_rule").encode(), "frage.yaml")
    packed = parsed(page.text).find(".//input[@name='fragebogen']").get("value")

    refused = press(client, BRING_IN, f"{BRING_IN}/behalten", fragebogen=packed)

    assert "Ihr Landkreis behält schon 50 Entwürfe." in alerts(refused.text)[0]


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        pytest.param(b"", "leer.xlsx", "", id="empty"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 200, "halb.xlsx", "", id="truncated zip"),
        pytest.param(b"PK\x03\x04 kaputt", "falsch.lss", "limesurvey", id="wrong suffix"),
        pytest.param(b"\xff\xfe\x00" * 500, "bild.png", "", id="no format at all"),
        pytest.param(b"{" * 100_000, "tief.json", "surveyjs", id="deep"),
        pytest.param(
            b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "x.lss", "limesurvey", id="entity"
        ),
        pytest.param(b"id: [", "kaputt.yaml", "", id="no YAML"),
        pytest.param(b"a: 1", "-strange --name.yaml", "yaml", id="no questionnaire"),
        pytest.param(b"name,type\n", "--help.csv", "xlsform", id="name like an option"),
    ],
)
def test_hostile_files_give_sentences(sqlite_app, content, name, form):
    page = bring_in(signed_in(sqlite_app), content, name, form)

    assert page.status_code == 422
    assert review(page.text) == []
    assert alerts(page.text)[0].startswith("Nicht übernommen")


def test_what_is_wrong_with_our_own_format_is_said_in_german(sqlite_app):
    client = signed_in(sqlite_app)

    page = bring_in(client, b"id: x\ncolour: red\n", "frage.yaml")

    assert "Zeile 1, version: fehlt; ergänzen Sie version: …" in words(page)
    assert "missing" not in words(page)
    assert "nobody knows" not in words(page)


@pytest.mark.parametrize("packed", ["", "x", "eJwDAAAAAAE=", "äöü", "eJx" + "A" * 1000])
def test_a_damaged_form_keeps_nothing(sqlite_app, packed):
    client = signed_in(sqlite_app)

    kept = press(client, BRING_IN, f"{BRING_IN}/behalten", fragebogen=packed)
    loaded = press(client, BRING_IN, f"{BRING_IN}/laden", fragebogen=packed)

    assert "kam nicht vollständig an" in alerts(kept.text)[0]
    assert loaded.status_code == 200
    assert kept_drafts(sqlite_app) == []


def test_nothing_in_the_wordings_of_a_questionnaire_becomes_html(sqlite_app):
    client = signed_in(sqlite_app)
    text = document.write(_harmful(document.parse(source("skip_rule"))))
    key = a_draft(sqlite_app, text)

    pages = [
        client.get(HOME),
        *(client.get(f"{HOME}{key}/{name}") for name in ("", "pruefung", "fassungen", "probieren")),
        try_out(client, key, art="auswahl", kita="no", vorher="{}"),
        try_out(client, key, art="json", answers=json.dumps({"kita": HARM, HARM: HARM})),
        bring_in(client, text.encode(), "<script>alert(1)</script>.yaml"),
        press(client, f"{HOME}{key}/fassungen", f"{HOME}{key}/veroeffentlichen", note=HARM),
    ]

    for page in pages:
        assert review(page.text) == []
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert HARM in words(page) or page is pages[-1]


def _harmful(asked):
    def spoiled(question):
        options = tuple(
            replace(each, text={"de": f"{each.text['de']} {HARM}"}) for each in question.options
        )
        return replace(question, text={"de": f"{question.text['de']} {HARM}"}, options=options)

    pages = tuple(
        replace(
            page,
            title={"de": f"{page.title['de']} {HARM}"},
            questions=tuple(spoiled(each) for each in page.questions),
        )
        for page in asked.pages
    )
    return replace(asked, title={"de": f"Titel {HARM}"}, pages=pages)
