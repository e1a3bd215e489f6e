"""Pages by which staff looks after what families wrote: reading, approving, deleting."""

from __future__ import annotations

from datetime import date

import pytest

from surveyapp.services import deletion_log
from surveyapp.services.retain import retain
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.builders import a_wave, add_texts
from tests.page_review import parsed, review, text_of
from tests.staff_journey import alerts, press, signed_in

HARMFUL = "<script>alert(1)</script> & mehr Busse"
ARABIC = "أتمنى المزيد من الحافلات"
SURVEY = "/verwaltung/befragungen/familie-26"
TEXTS, PLAN = f"{SURVEY}/freitexte", f"{SURVEY}/loeschplan"
APPROVE = f"{SURVEY}/1/freitexte/{(b'a' * 16).hex()}/freigeben"
VOICES = "/ergebnisse/familie-26/stimmen"


@pytest.fixture
def office(sqlite_app):
    """An administrator of a county with a closed wave, two texts and public results."""
    with sqlite_app.app_context():
        wave = a_wave()
        add_texts(wave, ("de", HARMFUL), ("ar", ARABIC), question="wish")
        wave.opens_on = date(2025, 1, 1)
        main_store().commit()
        surveys.mark_closed(main_store(), wave, today=date(2025, 1, 31))
        release = releases.start(main_store(), wave.id, date(2026, 6, 9))
        releases.finish(main_store(), release, *builders.release(), {}, is_public=True)
        main_store().commit()
    return signed_in(sqlite_app)


def words(response):
    assert review(response.text) == []
    return text_of(parsed(response.text).find(".//main"))


def test_texts_are_read_approved_and_then_shown_to_everybody(office, sqlite_app):
    visitor = sqlite_app.test_client()
    assert ARABIC in words(office.get(TEXTS))
    assert visitor.get(VOICES).status_code == 404

    page = press(office, TEXTS, APPROVE, wording="[…] mehr Busse", frage="wish", seite="1")

    assert alerts(page.text) == ["Freigegeben. Der Text steht jetzt bei den Ergebnissen."]
    shown = visitor.get(VOICES)
    assert "[…] mehr Busse" in words(shown)
    assert "nicht repräsentativ" in shown.text
    assert ARABIC not in shown.text
    assert 'lang="de" dir="auto"' in shown.text
    assert "/stimmen" in visitor.get("/ergebnisse/familie-26/").text
    told = visitor.get("/ergebnisse/familie-26/familien")
    assert "Es steht nicht für alle. […] mehr Busse" in words(told)
    assert ARABIC not in told.text


def test_a_text_taken_back_is_gone_from_the_results(office, sqlite_app):
    page = press(office, TEXTS, APPROVE, wording="mehr Busse")
    address = next(
        form.get("action")
        for form in parsed(page.text).iter("form")
        if (form.get("action") or "").endswith("zuruecknehmen")
    )

    page = press(office, TEXTS, address)

    assert alerts(page.text) == ["Zurückgenommen. Der Text steht nicht mehr bei den Ergebnissen."]
    assert sqlite_app.test_client().get(VOICES).status_code == 404


def test_words_of_ones_own_are_refused_where_they_were_written(office, sqlite_app):
    page = press(office, TEXTS, APPROVE, wording="mehr Züge", frage="wish", seite="1")

    assert page.status_code == 422
    assert "„Züge“" in words(page)
    assert ">mehr Züge</textarea>" in page.text.replace("\n", "")
    assert sqlite_app.test_client().get(VOICES).status_code == 404


def test_markup_of_a_family_stays_text(office):
    press(office, TEXTS, APPROVE, wording=HARMFUL)

    for page in (office.get(TEXTS), office.get(VOICES)):
        assert "<script>alert" not in page.text
        assert HARMFUL in words(page)


def test_the_plan_names_the_days_that_follow_from_it(office):
    assert "Welle 1: fällig seit 31. Januar 2026" in words(office.get(PLAN))

    page = press(office, PLAN, PLAN, register="0", texts="120", responses="119", datasets="1")

    assert alerts(page.text) == ["Der Löschplan ist gespeichert."]
    assert "Welle 1: ab 31. Januar 2035" in words(page)
    assert "Welle 1: ab 31. Dezember 2034" in words(page)
    assert "Welle 1: nichts mehr da" in words(page)


def test_the_plan_names_the_questions_whose_answers_go_first(office):
    page = parsed(office.get(PLAN).text)

    own = [text_of(each) for each in page.iter("li") if "Bezug von Leistungen" in text_of(each)]
    assert "Antworten auf besonders geschützte Fragen" in own[0]
    assert own[1].startswith("Welle 1: ")


@pytest.mark.parametrize("typed", ["", "-1", "121", "zwölf", "1,5", "9" * 30, "²"])
def test_a_time_that_cannot_be_kept_comes_back_with_a_sentence(office, typed):
    page = press(office, PLAN, PLAN, register="1", texts=typed, responses="36", datasets="36")

    assert page.status_code == 422
    assert "ganze Monate von 0 bis 120" in words(page)
    assert "Welle 1: fällig seit 31. Januar 2026" in words(office.get(PLAN))


def test_the_plan_says_what_was_deleted_and_public_results_stay(office, sqlite_app):
    before = sqlite_app.test_client().get("/ergebnisse/familie-26/").text
    with sqlite_app.app_context():
        retain(main_store(), date(2031, 1, 1))
        assert deletion_log.verify(main_store()).entries == 4

    assert "Am 1. Januar 2031 gelöscht: weniger als 10 Freitexte der Welle 1" in words(
        office.get(PLAN)
    )
    assert "schon gelöscht" in words(office.get(TEXTS))
    assert sqlite_app.test_client().get("/ergebnisse/familie-26/").text == before
