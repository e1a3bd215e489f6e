"""The desk for translations in clumsy hands: tabs left open, odd files, texts that say nothing."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire.editing.edits import Edit
from tests.page_review import parsed, review
from tests.staff_journey import signed_in
from tests.web.test_staff_translations import (
    Draft,
    bring_in,
    file_of,
    keep,
    words,
)


@pytest.fixture
def draft(sqlite_app):
    return Draft(sqlite_app)


@pytest.fixture
def client(draft):
    return signed_in(draft.app, role="translator")


def test_emptying_a_wording_somebody_else_has_changed_is_asked(client, draft):
    draft.translate("Перший")
    shown = client.get(draft.url())
    keep(client, draft, "Другий")

    page = keep(client, draft, "", shown=shown)
    form = {each.get("name"): each.get("value") for each in parsed(page.text).iter("input")}
    client.post(draft.url("entscheiden"), data={**form, "text~0": "", "wahl~0": "neu"})

    assert page.status_code == 409
    assert review(page.text) == []
    assert "Другий" in words(page)
    assert "(leer)" in words(page)
    assert draft.state()[0] == ""


def test_all_of_a_text_that_is_too_long_is_given_back(client, draft):
    page = keep(client, draft, "я" * 100_000)

    assert page.status_code == 422
    assert "я" * 100_000 in page.text


@pytest.mark.parametrize("said", ["\u200b", "\ufeff \u2060", "\u200f\u00ad"])
def test_signs_nobody_sees_are_no_translation(client, draft, said):
    keep(client, draft, said)

    assert draft.state()[:2] == ("", "missing")


def test_a_formula_in_a_field_is_named_as_what_it_is_there(client, draft):
    page = keep(client, draft, "=1+1")

    assert page.status_code == 422
    assert "Gleichheitszeichen" in words(page)


@pytest.mark.parametrize("code", ["uk-UA", "uk_UA", "UK"])
def test_a_file_that_names_a_country_as_well_is_of_this_language(client, draft, code):
    content = file_of(client, draft, "po").replace(b"Language: uk", f"Language: {code}".encode())

    page = bring_in(client, draft, content, "x.po")

    assert "6 unverändert." in words(page)


def test_plain_german_is_not_taken_for_german_with_a_country(client, draft):
    content = file_of(client, draft, "po").replace(b"Language: uk", b"Language: de-simple")

    page = bring_in(client, draft, content, "x.po")

    assert "Diese Datei ist für Leichte Sprache" in words(page)


def test_a_file_of_another_questionnaire_changes_nothing(client, draft):
    content = """msgid ""
msgstr ""
"Project-Id-Version: sport\\n"

msgctxt ":title"
msgid "Sport im Verein"
msgstr "Спорт"
"""

    page = bring_in(client, draft, content.encode(), "x.po")

    assert page.status_code == 422
    assert "gehört zu einem anderen Fragebogen" in words(page)
    assert draft.state(":title")[0] == ""


def test_a_file_of_the_questionnaire_this_one_was_copied_from_is_taken(client, draft):
    content = file_of(client, draft, "po")
    content = content.replace(b"Version: familien", b"Version: frueher")
    content = content.replace(b'Kita?"\nmsgstr ""', b'Kita?"\nmsgstr "Kita"')

    page = bring_in(client, draft, content, "x.po")

    assert b"frueher" in content
    assert "1 übernommen" in words(page)


def test_german_without_end_in_a_file_is_cut_and_still_asked_about(client, draft):
    draft.translate("Садок?")
    long = "x" * 200_000
    content = f'msgctxt "question/kinder:text"\nmsgid "{long}"\nmsgstr "Чи є?"\n'

    page = bring_in(client, draft, content.encode(), "x.po")

    assert "Neu hereingekommen" in words(page)
    assert len(page.data) < 80_000


def test_a_wording_keeps_its_number_on_a_page_that_is_open_while_others_add_texts(client, draft):
    shown = client.get(draft.url())
    draft.edit(Edit("set_text", "page/seite", {"name": "intro", "text": "Guten Tag"}))

    answer = keep(client, draft, "Чи є?", shown=shown, leise="5")

    assert 'id="text-5"' in answer.text
    assert 'value="question/kinder:text"' in answer.text


@pytest.mark.parametrize(
    ("suffix", "mark", "agreed"),
    [("po", b"#, fuzzy\n", b""), ("xlf", b'state="initial"', b'state="reviewed"')],
)
def test_a_stale_translation_fits_again_where_a_program_says_that_it_was_looked_at(
    client, draft, suffix, mark, agreed
):
    draft.translate("Садок?")
    draft.say("Anders")
    content = file_of(client, draft, suffix)

    bring_in(client, draft, content, f"x.{suffix}")
    before = draft.state()[1]
    page = bring_in(client, draft, content.replace(mark, agreed), f"x.{suffix}")

    assert mark in content
    assert (before, draft.state()[1]) == ("stale", "done")
    assert "1 übernommen, 5 unverändert" in words(page)
