"""The desk for translations: one wording after the other, and files in every order."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.services import studio, translate
from surveyapp.storage.db import main_store
from tests.page_review import parsed, review, text_of
from tests.staff_journey import (
    COUNTY,
    OTHER_COUNTY,
    alerts,
    an_account,
    keep_session,
    press,
    signed_in,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)
START = "/verwaltung/uebersetzungen/"
HARM = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>"
QUESTION = "question/kinder:text"


class Draft:
    """A draft with a few wordings, offered in Ukrainian and Arabic."""

    def __init__(self, app):
        self.app = app
        with app.app_context():
            self.author = an_account(COUNTY, "designer", "entwurf@16065.example")
            begun = studio.start_empty(main_store(), self.author, "Familien", now=NOW)
            self.id = begun.draft_id
            page = begun.document["pages"][0]["id"]
        self.key = f"entwurf.{self.id}"
        self.edit(
            Edit("add_language", "", {"language": "uk"}),
            Edit("add_language", "", {"language": "ar"}),
            Edit("add_question", f"page/{page}", {"type": "text", "text": "Nutzen Sie eine Kita?"}),
        )
        with app.app_context():
            asked = self.desk().document["pages"][0]["questions"][0]["id"]
        self.edit(Edit("rename", f"question/{asked}", {"id": "kinder"}))

    def desk(self):
        return studio.open_draft(main_store(), self.author, self.id)

    def edit(self, *edits):
        with self.app.app_context():
            revision = self.desk().revision
            found = studio.edit(main_store(), self.author, self.id, revision, *edits, now=NOW)
            assert isinstance(found, studio.Desk), found

    def say(self, german):
        self.edit(Edit("set_text", "question/kinder", {"text": german}))

    def translate(self, said, key=QUESTION, language="uk", german=None):
        with self.app.app_context():
            line = translate.Line(key, said, german)
            translate.take(main_store(), self.author, self.id, language, [line], now=NOW)

    def state(self, key=QUESTION, language="uk"):
        with self.app.app_context():
            found = translate.translation(main_store(), self.author, self.id, language)
            [entry] = [each for each in found.entries if each.unit.key == key]
            return entry.said, str(entry.state), entry.was

    def url(self, rest="", language="uk"):
        return f"{START}{self.key}/{language}/{rest}"


@pytest.fixture
def draft(sqlite_app):
    return Draft(sqlite_app)


@pytest.fixture
def client(draft):
    return signed_in(draft.app, role="translator")


def words(page):
    return text_of(parsed(page.text).find(".//main"))


def fields(page, key=QUESTION):
    """Return the hidden fields of a wording's form."""
    forms = parsed(page.text).iterfind(".//form[@data-unit]")
    found = [{each.get("name"): each.get("value") for each in form.iter("input")} for form in forms]
    return next(each for each in found if each["key"] == key)


def keep(client, draft, said, key=QUESTION, shown=None, **more):
    """Send the form of a wording as a page showed it."""
    shown = shown or client.get(draft.url())
    return client.post(draft.url("text"), data={**fields(shown, key), "text": said, **more})


def bring_in(client, draft, content, name, language="uk"):
    address = draft.url("einlesen", language)
    return press(client, address, address, file=(BytesIO(content), name))


def file_of(client, draft, suffix, language="uk"):
    return client.get(draft.url(f"datei.{suffix}", language)).data


def filled(content, said, *, key=QUESTION):
    """Return a workbook with a translation written into a line."""
    book = load_workbook(BytesIO(content))
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[0].value == key:
            row[4].value = said
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


# One wording


def test_a_translator_finds_the_desk_and_sees_what_is_missing(client, draft):
    start = client.get(START)
    page = client.get(draft.url())

    assert draft.url() in start.text
    assert review(start.text) == review(page.text) == []
    assert "0 von 6 Texten" in words(page)
    assert "Kita: дитячий садок" in words(page)
    assert 'lang="uk" dir="ltr"' in page.text


def test_arabic_is_written_from_right_to_left(client, draft):
    page = client.get(draft.url(language="ar"))

    assert 'lang="ar" dir="rtl"' in page.text


def test_a_wording_is_kept_and_the_next_open_one_comes(client, draft):
    answer = keep(client, draft, "Ви користуєтеся дитячим садком?")

    assert answer.status_code == 303
    assert "#text-" in answer.location
    assert draft.state() == ("Ви користуєтеся дитячим садком?", "done", "")
    assert "1 von 6 Texten" in words(client.get(draft.url()))


def test_a_script_gets_back_only_the_wording_it_sent(client, draft):
    answer = keep(client, draft, "Чи є садок?", leise="1")

    assert answer.status_code == 200
    assert answer.text.count("<article") == 1
    assert "1 von 6 Texten" in answer.text


def test_a_translation_is_stale_when_the_german_changes_and_fits_again_when_somebody_says_so(
    client, draft
):
    draft.translate("Чи є садок?")
    draft.say("Haben Sie einen Platz in einer Kita?")

    page = client.get(draft.url("?zeigen=veraltet"))
    before = draft.state()
    start = client.get(START)
    keep(client, draft, "Чи є садок?", do="passt")

    assert "5 Texte fehlen, 1 veraltet" in words(start)
    assert before == ("Чи є садок?", "stale", "Nutzen Sie eine Kita?")
    assert "Nutzen Sie eine Kita?" in words(page)
    assert draft.state()[1] == "done"


def test_taking_the_german_back_makes_the_translation_fit_again(draft):
    draft.translate("Чи є садок?")
    draft.say("Anders")
    stale = draft.state()[1]

    with draft.app.app_context():
        studio.undo(main_store(), draft.author, draft.id, now=NOW)

    assert (stale, draft.state()[1]) == ("stale", "done")


def test_keeping_a_stale_wording_unchanged_does_not_say_that_it_fits(client, draft):
    draft.translate("Чи є садок?")
    draft.say("Anders")

    keep(client, draft, "Чи є садок?")

    assert draft.state()[1] == "stale"


def test_german_that_changed_while_somebody_wrote_marks_the_translation(client, draft):
    shown = client.get(draft.url())
    draft.say("Anders")

    keep(client, draft, "Чи є садок?", shown=shown)

    assert draft.state() == ("Чи є садок?", "stale", "Nutzen Sie eine Kita?")


def test_german_of_several_lines_is_known_again_when_a_form_comes_back(client, draft):
    draft.say("Erste Zeile\n\nZweite Zeile")
    shown = fields(client.get(draft.url()))

    german = shown["deutsch"].replace("\n", "\r\n")  # as browsers send it
    client.post(draft.url("text"), data={**shown, "deutsch": german, "text": "Один\r\nДва"})

    assert draft.state() == ("Один\nДва", "done", "")


def test_two_people_at_one_wording_are_asked(client, draft):
    shown = client.get(draft.url())
    draft.translate("Перший")

    page = keep(client, draft, "Другий", shown=shown)
    form = {each.get("name"): each.get("value") for each in parsed(page.text).iter("input")}
    chosen = client.post(
        draft.url("entscheiden"), data={**form, "text~0": "Другий", "wahl~0": "neu"}
    )

    assert page.status_code == 409
    assert review(page.text) == []
    assert "Перший" in words(page)
    assert "Другий" in words(page)
    assert "1 übernommen" in words(chosen)
    assert draft.state()[0] == "Другий"


def test_an_emptied_wording_is_taken_away(client, draft):
    draft.translate("Чи є садок?")

    keep(client, draft, "")

    assert draft.state()[:2] == ("", "missing")


def test_a_missing_placeholder_is_an_error_with_its_cure(client, draft):
    draft.say("Wie alt ist {item}?")
    draft.translate("Скільки років?")

    page = client.get(draft.url("?zeigen=hinweise"))

    assert "Fehler: Der Platzhalter {item} fehlt." in words(page)


def test_what_is_too_long_is_given_back(client, draft):
    page = keep(client, draft, "я" * 20_000)

    assert page.status_code == 422
    assert "я" * 20_000 in page.text
    assert draft.state()[0] == ""


def test_harm_in_a_translation_stays_text(client, draft):
    keep(client, draft, HARM)

    page = client.get(draft.url())

    assert "<script>alert" not in page.text
    assert draft.state()[0] == HARM


def test_the_page_is_shown_as_families_see_it(client, draft):
    draft.translate("Чи є садок?")

    page = client.get(draft.url("vorschau?ort=kinder"))

    assert page.status_code == 200
    assert "Чи є садок?" in page.text


# Languages


def test_a_language_is_added_to_a_draft(client, draft):
    page = press(client, START, f"{START}{draft.key}/sprache", sprache_neu="fa")

    assert "0 von 6 Texten" in words(page)
    assert 'lang="fa" dir="rtl"' in page.text


@pytest.mark.parametrize("code", ["xx", "de", "uk", "", "../../etc"])
def test_a_language_nobody_speaks_here_is_refused_with_a_sentence(client, draft, code):
    page = press(client, START, f"{START}{draft.key}/sprache", sprache_neu=code)

    assert "passt hier nicht" in alerts(page.text)[0]


def test_drafts_of_other_counties_and_other_languages_do_not_exist(draft, client):
    foreign = signed_in(draft.app, OTHER_COUNTY, "translator")

    statuses = [
        foreign.get(draft.url()).status_code,
        foreign.get(draft.url("datei.xlsx")).status_code,
        client.get(draft.url(language="pl")).status_code,
        client.get(draft.url(language="de")).status_code,
        client.get(f"{START}familie.1.0/uk/").status_code,
    ]

    assert statuses == [404] * 5


# Files


@pytest.mark.parametrize("suffix", ["xlsx", "xlf", "po"])
def test_a_file_comes_back_as_it_went_and_changes_nothing(client, draft, suffix):
    draft.translate(f"Чи є «садок»?\nДругий рядок & <b> {HARM}")
    content = file_of(client, draft, suffix)
    before = draft.state()

    page = bring_in(client, draft, b"\xef\xbb\xbf" * (suffix != "xlsx") + content, f"x.{suffix}")

    assert "6 unverändert." in words(page)
    assert review(page.text) == []
    assert draft.state() == before


@pytest.mark.parametrize("suffix", ["xlf", "po"])
def test_a_translation_of_another_program_is_taken(client, draft, suffix):
    content = file_of(client, draft, suffix).decode()
    german = "Nutzen Sie eine Kita?"
    said = "Чи є садок?"
    if suffix == "xlf":
        content = content.replace(
            f"<source>{german}</source>", f"<source>{german}</source><target>{said}</target>"
        )
    else:
        content = content.replace(
            f'msgid "{german}"\nmsgstr ""', f'msgid "{german}"\nmsgstr "{said}"'
        )

    page = bring_in(client, draft, content.encode(), f"x.{suffix}")

    assert "1 übernommen, 5 unverändert." in words(page)
    assert draft.state() == (said, "done", "")


@pytest.mark.parametrize("order", [("xlsx", "xlf", "po"), ("po", "xlsx", "xlf")])
def test_three_translators_with_three_formats_end_the_same_in_any_order(client, draft, order):
    german = {"xlsx": "Nutzen Sie eine Kita?", "xlf": "Fragen", "po": "Erste Seite"}
    files = {
        "xlsx": filled(file_of(client, draft, "xlsx"), "Садок?"),
        "xlf": file_of(client, draft, "xlf").replace(
            f"<source>{german['xlf']}</source>".encode(),
            f"<source>{german['xlf']}</source><target>Питання</target>".encode(),
        ),
        "po": file_of(client, draft, "po").replace(
            f'msgid "{german["po"]}"\nmsgstr ""'.encode(),
            f'msgid "{german["po"]}"\nmsgstr "Перша"'.encode(),
        ),
    }

    for suffix in (*order, *order):
        bring_in(client, draft, files[suffix], f"x.{suffix}")

    with draft.app.app_context():
        found = translate.translation(main_store(), draft.author, draft.id, "uk")
    said = {each.unit.german: (each.said, str(each.state)) for each in found.entries if each.said}
    assert said == {
        german["xlsx"]: ("Садок?", "done"),
        german["xlf"]: ("Питання", "done"),
        german["po"]: ("Перша", "done"),
    }


def test_an_older_file_touches_nothing_that_is_newer_and_asks_where_both_differ(client, draft):
    old = file_of(client, draft, "xlsx")
    draft.translate("Нове")

    untouched = bring_in(client, draft, old, "alt.xlsx")
    asked = bring_in(client, draft, filled(old, "Старе"), "alt.xlsx")

    assert "unverändert" in words(untouched)
    assert "1 widerspricht sich" in words(asked)
    assert draft.state()[0] == "Нове"


def test_german_that_changed_meanwhile_marks_what_comes_in(client, draft):
    old = file_of(client, draft, "xlsx")
    draft.say("Anders")

    page = bring_in(client, draft, filled(old, "Чи є садок?"), "alt.xlsx")

    assert "1 veraltet" in words(page)
    assert draft.state() == ("Чи є садок?", "stale", "Nutzen Sie eine Kita?")


def test_rows_may_be_gone_moved_or_without_their_keys(client, draft):
    book = load_workbook(BytesIO(filled(file_of(client, draft, "xlsx"), "Чи є садок?")))
    sheet = book.worksheets[0]
    sheet.protection.sheet = False
    sheet.delete_rows(2, 2)
    sheet.delete_cols(6)
    sheet.delete_cols(1)
    stream = BytesIO()
    book.save(stream)

    page = bring_in(client, draft, stream.getvalue(), "x.xlsx")

    assert "1 übernommen" in words(page)
    assert draft.state()[0] == "Чи є садок?"


def test_formulas_and_unknown_lines_are_named_and_the_rest_is_taken(client, draft):
    book = load_workbook(BytesIO(filled(file_of(client, draft, "xlsx"), "Чи є садок?")))
    sheet = book.worksheets[0]
    sheet["E2"] = "=1+1"
    sheet.append(["question/weg:text", "", "Gibt es nicht", "", HARM, ""])
    stream = BytesIO()
    book.save(stream)

    page = bring_in(client, draft, stream.getvalue(), "x.xlsx")

    assert "1 übernommen, 1 unbekannt, 1 abgelehnt" in words(page)
    assert HARM in words(page)
    assert "<script>alert" not in page.text


def test_german_is_protected_in_the_table_and_translations_are_not(client, draft):
    sheet = load_workbook(BytesIO(file_of(client, draft, "xlsx", "ar"))).worksheets[0]

    assert sheet.protection.sheet
    assert sheet["C2"].protection.locked
    assert not sheet["E2"].protection.locked
    assert sheet["E1"].value == "Übersetzung: Arabisch (ar)"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "x.xlsx", "Die Datei ist leer"),
        (b"PK\x03\x04kaputt", "x.xlsx", "beschädigt"),
        (b"a;b\n1;2\n", "x.csv", "fehlen die Spalten"),
        (b"%PDF-1.7", "x.pdf", "Das ist ein PDF"),
        (b"<html><body/></html>", "x.xlf", "kein XLIFF"),
        (b"<xliff version='1.2'/>", "x.xlf", "XLIFF 2.0"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><xliff version='2.0'>&b;</xliff>", "x.xlf", "als XML"),
        (b"<xliff", "x.xlf", "als XML"),
        (b"\xff\xfe\x00m", "x.po", "PO-Datei"),
        (b'msgid "a', "x.po", "PO-Datei"),
        (b"\x89PNG", "x.xlsx", "Das ist ein Bild"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(client, draft, content, name, sentence):
    page = bring_in(client, draft, content, name)

    assert page.status_code == 422
    assert sentence in words(page)


@pytest.mark.parametrize("suffix", ["xlsx", "xlf", "po"])
def test_a_file_of_another_language_is_refused(client, draft, suffix):
    content = file_of(client, draft, suffix, "ar")

    page = bring_in(client, draft, content, f"x.{suffix}")

    assert "Diese Datei ist für Arabisch. Hier ist Ukrainisch offen." in words(page)


def test_half_a_megabyte_in_one_line_is_refused_and_the_rest_is_taken(client, draft):
    content = file_of(client, draft, "po").decode()
    content = content.replace(
        'msgid "Familien"\nmsgstr ""', f'msgid "Familien"\nmsgstr "{"я" * 240_000}"'
    )
    content = content.replace('Kita?"\nmsgstr ""', 'Kita?"\nmsgstr "Чи є садок?"')

    page = bring_in(client, draft, content.encode(), "x.po")

    assert "1 übernommen, 1 abgelehnt" in words(page)
    assert len(page.data) < 50_000


def test_what_is_known_of_translations_is_kept_on_both_stores(app):
    draft = Draft(app)

    draft.translate("Чи є садок?")
    draft.say("Anders")
    draft.translate("Інакше?", german="Nutzen Sie eine Kita?")

    assert draft.state() == ("Чи є садок?", "stale", "Nutzen Sie eine Kita?")


def test_a_person_whose_session_ended_is_asked_to_sign_in(draft):
    client = draft.app.test_client()
    with draft.app.app_context():
        account = an_account(COUNTY, "translator", "alt@16065.example")
    keep_session(client, account.id, began=100_000, seen=100_000)

    assert client.get(draft.url()).location == "/verwaltung/anmelden"
