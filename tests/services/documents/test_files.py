"""Every document of every kind of survey becomes a file that opens and says what is true."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO

import docx
import html5lib
import pytest
from docx.oxml.ns import qn

from surveyapp.services.documents import page, sheet, word
from surveyapp.services.documents.facts import Profile
from surveyapp.services.documents.model import (
    Bullets,
    Document,
    Heading,
    Lines,
    Paragraph,
    Table,
    blanks,
    texts,
)
from surveyapp.services.documents.pack import DOCUMENTS, archive_of, document_of, for_office
from surveyapp.services.documents.writers import WRITERS
from tests.page_review import parsed, text_of
from tests.questionnaire_folder import mini_questionnaires
from tests.services.documents.surveys import SETTINGS, TODAY, a_survey, facts_about

__all__ = ["mini_questionnaires"]

MARKERS = re.compile(r"\{|\}|\[wenn|\[sonst|\[ende|\[tabelle|None|True|False|Mode\.|Profile\.")
ENGLISH = re.compile(r"\b(the|and|survey|wave|county|with|of|is|are|batch|ballot|ticket)\b")
HARMFUL = 'Süd & "Nord" <script>alert(1)</script>'
EVERY_BLOCK = Document(
    "probe",
    "Probe",
    HARMFUL,
    (
        Heading("Überschrift"),
        Heading("Kleinere", 3),
        Paragraph(f"Vorher [bitte ergänzen: Anschrift] nachher {HARMFUL}"),
        Bullets(("eins", "zwei [bitte ergänzen: Ort]")),
        Lines(("Erste Zeile.", "Zweite Zeile.")),
        Table("Tabelle", ("Was", "Wann"), (("Antworten", "2029"), ("Texte", "2027"))),
    ),
)


@pytest.fixture(params=SETTINGS)
def facts(request, sqlite_app, mini_questionnaires):
    """What is true of each kind of survey."""
    with sqlite_app.app_context():
        yield facts_about(a_survey(SETTINGS[request.param]))


def words_of(document):
    return " ".join(text for block in document.blocks for text in texts(block))


@pytest.mark.parametrize("profile", Profile)
def test_no_document_holds_an_unfilled_place_or_an_english_word(facts, profile):
    of_profile = replace(facts, profile=profile)

    found = {key: words_of(for_office(document_of(key, of_profile), TODAY)) for key in DOCUMENTS}

    for key, words in found.items():
        said = re.sub(r"test_\w+", "test", words)
        assert MARKERS.findall(said) == [], key
        assert ENGLISH.findall(said) == [], key
        assert "  " not in said, key


def test_every_page_is_valid_and_needs_nothing_else(facts):
    for key in DOCUMENTS:
        opened_html(page.write(document_of(key, facts), TODAY))


def test_every_blank_is_listed_at_the_end_and_no_other(facts):
    documents = [for_office(document_of(key, facts), TODAY) for key in DOCUMENTS]

    for document in documents:
        missing = blanks(document.blocks)
        headings = [block.text for block in document.blocks if isinstance(block, Heading)]
        assert ("Noch zu ergänzen" in headings) == bool(missing)
        assert not missing or document.blocks[-2] == Bullets(missing)


@pytest.mark.parametrize("facts", ["coded", "open", "closed-city"], indirect=True)
def test_every_document_opens_in_every_format(facts):
    archive = zipfile.ZipFile(BytesIO(archive_of(facts)))

    names = archive.namelist()

    assert len(names) == len(DOCUMENTS) * len(WRITERS)
    for name in names:
        OPENED[name.rpartition(".")[2]](archive.read(name))


def opened_html(content):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(content.decode())
    assert len(tree.findall(".//h1")) == 1
    assert [each for each in tree.iter() if each.get("src") or each.get("href")] == []
    assert "url(" not in content.decode()


def opened_pdf(content):
    assert content.startswith(b"%PDF")
    assert re.search(rb"/Type /Page\b", content)
    assert b"/Lang (de)" in content


def opened_docx(content):
    file = docx.Document(BytesIO(content))
    assert file.paragraphs[0].style.name == "Title"
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in file.tables)


OPENED = {"html": opened_html, "pdf": opened_pdf, "docx": opened_docx}


def test_the_promise_is_one_page_whatever_the_survey_is_like(facts):
    document = for_office(document_of("anonymitaet", facts), TODAY)

    content = sheet.write(document, TODAY)

    assert len(re.findall(rb"/Type /Page\b", content)) == 1


def test_the_same_document_gives_the_same_pdf_and_page():
    twice = [(sheet.write(EVERY_BLOCK, TODAY), page.write(EVERY_BLOCK, TODAY)) for _ in range(2)]

    assert twice[0] == twice[1]


def test_html_shows_markup_as_words_and_marks_blanks():
    tree = parsed(page.write(EVERY_BLOCK, TODAY).decode())

    assert tree.find(".//script") is None
    assert HARMFUL in text_of(tree)
    marked = [text_of(each) for each in tree.iter("mark")]
    assert marked == ["[bitte ergänzen: Anschrift]", "[bitte ergänzen: Ort]"]


def test_word_has_real_headings_lists_and_german_as_its_language():
    file = docx.Document(BytesIO(word.write(EVERY_BLOCK, TODAY)))

    styles = {paragraph.text: paragraph.style.name for paragraph in file.paragraphs}
    languages = {each.get(qn("w:val")) for each in file.styles.element.iter(qn("w:lang"))}
    highlighted = [
        run.text
        for paragraph in file.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color
    ]
    assert styles["Überschrift"] == "Heading 1"
    assert styles["Kleinere"] == "Heading 2"
    assert styles["eins"] == "List Bullet"
    assert languages == {"de-DE"}
    assert highlighted == ["[bitte ergänzen: Anschrift]", "[bitte ergänzen: Ort]"]


def test_pdf_holds_every_word(tmp_path):
    path = tmp_path / "probe.pdf"
    path.write_bytes(sheet.write(EVERY_BLOCK, TODAY))

    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True)

    for text in ("Überschrift", "[bitte ergänzen: Anschrift]", "Zweite Zeile.", "2029", "<script>"):
        assert text in said.stdout
