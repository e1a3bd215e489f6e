"""What a family may count on: a hint before its words are stored, a receipt, and a way to take all back."""

from __future__ import annotations

import re
from datetime import date

import pytest

from surveyapp.questionnaire.redaction import KINDS
from surveyapp.services.receipt import read_receipt
from surveyapp.services.waves import close_wave
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.web.respond.messages import POINTS_TO
from tests.builders import Actor, a_wave

WITHDRAWAL = "/f/text/widerruf"
CONSTANT = "Wenn es Antworten zu diesem Beleg gab, sind sie gelöscht"


@pytest.fixture
def family(journey):
    return journey("text")


def receipt_on(family):
    return re.search(r"(?:[0-9A-F]{4}-){4}[0-9A-F]{4}", family.words).group()


def test_the_last_page_before_sending_says_what_will_be_left_out_and_how_to_change_it(family):
    family.answer(mood="yes", wish="Anruf: 0176 12345678, max@gmx.de")

    family.sees(
        "„0176 12345678“ – Telefonnummer",
        "„max@gmx.de“ – E-Mail-Adresse",
        "drücken Sie oben auf „Ändern“",
    )

    family.press("change:wish_page").answer(mood="yes", wish="Mehr Busse")
    assert "Zu Ihrem Schutz" not in family.sees("Stimmt alles?", "Mehr Busse").words


def test_every_kind_has_words_for_families():
    assert set(POINTS_TO) == {each.name for each in KINDS}


def test_the_last_page_shows_a_receipt_and_says_what_it_is_for(family):
    family.answer(mood="yes", wish="Mehr Busse").submits()

    family.sees("Ihr Beleg", "bis die Umfrage endet", "nur auf diesem Bildschirm")

    assert read_receipt(receipt_on(family)) is not None


def test_sending_the_same_page_twice_shows_the_same_receipt(family):
    family.answer(mood="yes")
    sent = {**family._sent(), "do": ["send"]}

    first = family.client.post(family.address, data=sent).text
    second = family.client.post(family.address, data=sent).text

    pattern = r"(?:[0-9A-F]{4}-){4}[0-9A-F]{4}"
    assert re.search(pattern, first).group() == re.search(pattern, second).group()


def test_a_page_sent_again_after_its_answers_were_deleted_says_so(family):
    family.answer(mood="yes", wish="Mehr Busse")
    fields = {**family._sent(), "do": "send"}
    family.press("send")
    family.client.post(WITHDRAWAL, data={"receipt": receipt_on(family)})

    again = family.client.post("/f/text/", data=fields)

    assert again.status_code == 409
    assert "Ihre Antworten sind gelöscht" in again.text
    assert "gespeichert" not in again.text


def test_the_answer_to_a_receipt_never_tells_whether_there_were_answers(family):
    family.answer(mood="yes").submits()
    receipt = receipt_on(family)

    pages = [
        family.client.post(WITHDRAWAL, data={"receipt": typed})
        for typed in (receipt, receipt, receipt.lower().replace("-", " "), "0" * 20)
    ]

    assert {page.status_code for page in pages} == {200}
    assert len({page.text for page in pages}) == 1
    assert CONSTANT in pages[0].text
    assert pages[0].headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKMN", "0" * 19, "G" * 20, "<script>" * 3])
def test_a_mistyped_receipt_comes_back_with_a_sentence(family, typed):
    page = family.client.post(WITHDRAWAL, data={"receipt": typed})

    assert page.status_code == 422
    assert "Tippfehler" in page.text
    assert "<script>" not in page.text.replace("<script src", "")


def test_after_the_end_a_sentence_says_why_nothing_can_be_deleted(family, sqlite_app):
    with sqlite_app.app_context():
        wave = surveys.open_wave_of(main_store(), "text")
        close_wave(main_store(), Actor(), wave.id, date(2026, 12, 1))

    asked = family.client.get(WITHDRAWAL)
    sent = family.client.post(WITHDRAWAL, data={"receipt": "0" * 20})

    assert (asked.status_code, sent.status_code) == (410, 410)
    assert "Die Umfrage läuft nicht mehr" in sent.text


def test_before_the_beginning_nobody_is_told_that_it_is_over(sqlite_app):
    with sqlite_app.app_context():
        a_wave(slug="geplant", state="planned")

    page = sqlite_app.test_client().get("/f/geplant/widerruf")

    assert page.status_code == 410
    assert "Diese Umfrage ist zurzeit nicht geöffnet" in page.text
    assert "vernichtet" not in page.text


def test_an_unknown_survey_has_no_page_for_receipts(sqlite_app):
    page = sqlite_app.test_client().get("/f/gibt-es-nicht/widerruf")

    assert page.status_code == 404
