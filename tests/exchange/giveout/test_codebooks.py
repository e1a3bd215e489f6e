"""Codebooks as workbook and as page."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import html5lib
import pytest
from openpyxl import load_workbook

from surveyapp.exchange.giveout.variables import WORDS, variables_of
from surveyapp.exchange.writers import WRITERS
from surveyapp.questionnaire.codebook import codebook
from tests.exchange.giveout.samples import NAMES, asked, plain


def workbook(questionnaire, language="de"):
    return load_workbook(BytesIO(WRITERS["codebook-xlsx"].write(questionnaire, language)))


@pytest.mark.parametrize("name", NAMES)
def test_the_workbook_holds_every_variable(name):
    questionnaire = asked(name)

    page = workbook(questionnaire)["Merkmale"]

    names = [cell.value for cell in page["A"][1:]]
    assert names == [each["name"] for each in codebook(questionnaire)["variables"]]


def test_the_workbook_has_a_head_that_stays_and_columns_one_can_read():
    book = workbook(plain("skip_rule"), "en")

    widths = [each.width for page in book for each in page.column_dimensions.values()]

    assert book.sheetnames == ["Variables", "Categories", "Missing values"]
    assert {page.freeze_panes for page in book} == {"B2"}
    assert all(8 <= width <= 60 for width in widths)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_never_becomes_a_formula(start):
    questionnaire = plain("skip_rule")
    text = f'{start}HYPERLINK("https://example.org")'
    first = questionnaire.pages[0]
    asked_so = replace(first.questions[0], text={"de": text, "en": text}, label=None)
    page = replace(first, questions=(asked_so, *first.questions[1:]))
    changed = replace(questionnaire, pages=(page, *questionnaire.pages[1:]))

    cells = [cell for row in workbook(changed)["Merkmale"].iter_rows() for cell in row]

    found = [cell for cell in cells if cell.value == text]
    assert found
    assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_questionnaire_gives_the_same_bytes(name):
    questionnaire = plain("every_type")

    first, second = (WRITERS[name].write(questionnaire, "de") for _ in range(2))

    assert first == second


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_is_sound_and_stands_alone(name, language):
    content = WRITERS["codebook-html"].write(asked(name), language)

    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(content)

    addresses = [each for each in page.iter() if each.get("src") or each.get("href")]
    assert page.get("lang") == language
    assert addresses == []
    assert len(page.findall(".//h1")) == 1
    assert all(each.get("scope") for each in page.iter("th"))


def test_the_page_says_who_is_asked_in_words_of_its_language():
    questionnaire = plain("repeat_children")

    pages = {each: WRITERS["codebook-html"].write(questionnaire, each).decode() for each in WORDS}

    assert "wenn das Kind 0 bis 5 Jahre alt ist" in pages["de"]
    assert "if the child is 0 to 5 years old" in pages["en"]


def test_markup_in_a_text_stays_text():
    questionnaire = plain("skip_rule")
    evil = replace(questionnaire, title={"de": "<script>alert(1)</script>"})

    page = WRITERS["codebook-html"].write(evil, "de")

    assert b"<script" not in page


def test_children_of_a_list_are_named_as_whom_a_question_is_asked_of():
    variables = {each.name: each for each in variables_of(plain("repeat_children"))}

    assert variables["hours_now"].universe("de").startswith("Kinder: jeder Eintrag; wenn das Kind")
