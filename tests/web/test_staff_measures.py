"""Pages of measures: proposed for a need, resolved by somebody, read by families from then on."""

import re

import pytest

from surveyapp.storage import measures
from surveyapp.storage.db import main_store
from surveyapp.storage.measures import Words
from tests import builders_release as builders
from tests.page_review import parsed, review
from tests.staff_journey import COUNTY, OTHER_COUNTY, alerts, press, signed_in

LIST = "/verwaltung/planung/massnahmen/"
SLUG = "familie-16065"
NEW = f"{LIST}neu?befragung={SLUG}&bedarf=need.care_gap"
WORDS = {"title": "Späte Betreuung", "sentence": "Vier Kitas bleiben bis 19 Uhr offen."}


@pytest.fixture
def county(sqlite_app):
    """A county with results that are public."""
    with sqlite_app.app_context():
        builders.publish(main_store(), builders.release())
    return sqlite_app


def proposed(client):
    """Propose a measure through the page; return its address."""
    sent = {"befragung": SLUG, "topic": "need.care_gap", "life_stage": ["L1", "L2"], **WORDS}
    page = press(client, NEW, f"{LIST}neu", **sent)
    return page.request.path


def revision_on(client, page):
    return re.search(r'name="revision" value="(\d+)"', client.get(page).text).group(1)


def resolve(client, page, **fields):
    sent = {"revision": revision_on(client, page), "state": "resolved", **fields}
    return press(client, page, f"{page}beschluss", **sent)


def test_a_need_leads_to_a_measure_that_is_about_the_same(county):
    client = signed_in(county, role="planner")

    need = client.get("/verwaltung/planung/?bedarf=need.care_gap").text
    form = client.get(NEW).text

    assert NEW.replace("&", "&amp;") in need
    ticked = [each for each in parsed(form).iter("input") if "checked" in each.attrib]
    assert [(each.get("name"), each.get("value")) for each in ticked] == [
        ("topic", "need.care_gap"),
        ("field", "HF2"),
        ("life_stage", "L1"),
        ("life_stage", "L2"),
        ("facility_type", "kita"),
    ]
    assert review(form) == []


def test_planner_proposes_and_families_read_it_once_it_is_resolved(county):
    client, family = signed_in(county, role="planner"), county.test_client()
    feedback = f"/ergebnisse/{SLUG}/familien"
    page = proposed(client)
    before = family.get(feedback).text

    without = resolve(client, page)
    half = resolve(client, page, body="county_council", number="88/26")
    done = resolve(client, page, body="county_council", decided_on="01.07.2026", number="88/26")

    assert "Ohne Beschluss geht das nicht" in alerts(without.text)[0]
    assert "Bitte geben Sie den Tag" in alerts(half.text)[0]
    assert 'value="88/26"' in half.text
    assert alerts(done.text) == ["Gespeichert."]
    assert WORDS["title"] not in before
    assert WORDS["title"] in family.get(feedback).text
    assert "Kreistag, 01.07.2026, 88/26" in client.get(LIST).text
    assert [review(client.get(each).text) for each in (LIST, page, f"{page}sprachen")] == [[]] * 3


def test_what_another_wrote_meanwhile_is_kept_and_only_a_proposal_is_deleted(county):
    client = signed_in(county)
    page = proposed(client)
    old = revision_on(client, page)
    resolve(client, page, body="county_council", decided_on="2026-07-01")

    late = press(client, page, f"{page}aendern", revision=old, title="Anders", sentence="Anders.")
    kept = press(client, page, f"{page}loeschen")

    assert "inzwischen geändert" in alerts(late.text)[0]
    assert 'value="Anders"' in late.text
    assert "aufgegeben" in alerts(kept.text)[0]
    with county.app_context():
        known = measures.of_county(main_store(), COUNTY)
        assert [each.content.words.title for each in known] == [WORDS["title"]]


def test_signs_nobody_sees_do_not_turn_what_families_read(county):
    client = signed_in(county)
    sent = {
        "befragung": SLUG,
        "title": "Sp\u202eäte\u2066 Betreuung",
        "sentence": "Bis\x07 19 Uhr.",
    }

    press(client, NEW, f"{LIST}neu", **sent)

    with county.app_context():
        [known] = measures.of_county(main_store(), COUNTY)
        assert known.content.words == Words("Späte Betreuung", "Bis 19 Uhr.")


def test_measure_is_translated_for_families_or_the_page_says_what_is_missing(county):
    client = signed_in(county)
    page = proposed(client)
    words = f"{page}sprachen"

    half = press(client, words, words, revision="1", **{"title.en": "Late childcare"})
    sent = {"title.en": "Late childcare", "sentence.en": "Open till 7 pm."}
    kept = press(client, words, words, revision="1", **sent)

    assert "Bitte schreiben Sie in einem Satz" in alerts(half.text)[0]
    assert 'value="Late childcare"' in half.text
    assert "Übersetzt: English" in kept.text


def test_another_county_sees_nothing_of_a_measure(county):
    page = proposed(signed_in(county))
    foreign = signed_in(county, OTHER_COUNTY)

    found = [foreign.get(each).status_code for each in (page, f"{page}sprachen", NEW)]

    assert found == [404, 404, 404]
    assert WORDS["title"] not in foreign.get(LIST).text
