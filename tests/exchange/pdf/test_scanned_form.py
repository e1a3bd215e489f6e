from __future__ import annotations

import re
import zlib
from random import Random

import pytest
import segno

from surveyapp.access.serials import read_serial, written
from surveyapp.exchange import pdf
from surveyapp.exchange.pdf.machine import PageKey
from surveyapp.questionnaire.answers import raw_step
from surveyapp.questionnaire.examples import example_answers
from surveyapp.questionnaire.flow import steps
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.journal import replay
from tests.exchange.pdf.scanning import Sheet, pictures, scanned, tick
from tests.questionnaire.mini import mini

RTL = "ar"


def journal_of(questionnaire, answers):
    return {
        each.key: raw_step(questionnaire, answers, each) for each in steps(questionnaire, answers)
    }


def ticks_of(layout, journal):
    """The boxes a family with these answers ticks."""
    return [
        spot
        for spot in layout["spots"]
        if spot["kind"] == "tick"
        and spot["value"] in journal.get(spot["screen"], {}).get(spot["field"], ())
    ]


def read_back(pages, layout):
    """What a scanner program hands to the engine: screens with their fields."""
    found = {}
    for number, page in enumerate(pages, start=1):
        for spot in Sheet(scanned(page), layout).ticked(number):
            fields = found.setdefault(spot["screen"], {})
            fields.setdefault(spot["field"], []).append(spot["value"])
    return found


@pytest.mark.parametrize("language", ["de", RTL])
def test_a_filled_sheet_that_was_scanned_askew_gives_the_answers_of_the_screen(language, tmp_path):
    questionnaire = mini("matrix_multiple")
    answers = example_answers(questionnaire, Random(3)).answers
    form = pdf.form_of(questionnaire, language)
    pages = pictures(form.content, tmp_path)
    journal = journal_of(questionnaire, answers)
    for spot in ticks_of(form.layout, journal):
        tick(pages[spot["page"] - 1], spot)

    found = replay(questionnaire, read_back(pages, form.layout))

    assert found.step is None
    assert found.answers == answers


def test_an_empty_sheet_has_no_ticks(tmp_path):
    form = pdf.form_of(mini("exclusive"), "de")

    pages = pictures(form.content, tmp_path)

    assert read_back(pages, form.layout) == {}


def test_the_code_on_every_page_says_which_page_of_which_sheet_it_is(tmp_path):
    form = pdf.form_of(mini("contact_form"), "en", serials=(17,))
    key = PageKey("contact_form", "1", "en", 1, 17)
    expected = segno.make_qr(key.written(), error="m", boost_error=False)

    pages = pictures(form.content, tmp_path)

    size = len(expected.matrix)
    dark = {(r, c) for r, row in enumerate(expected.matrix) for c, each in enumerate(row) if each}
    seen = [Sheet(scanned(page), form.layout).modules(size) for page in pages]
    masks = [
        segno.make_qr(key.written(), error="m", boost_error=False, mask=mask).matrix
        for mask in range(8)
    ]
    readings = [
        {(r, c) for r, row in enumerate(matrix) for c, each in enumerate(row) if each}
        for matrix in masks
    ]
    assert dark in readings
    assert seen[0] in readings
    assert key.written() == f"SA1/contact_form/1/en/1/{written(17)}"


def test_nothing_joins_the_contact_sheet_to_the_answers():
    form = pdf.form_of(mini("contact_form"), "de", serials=(17, 18))

    pages = {each["page"] for each in form.layout["spots"]}

    assert form.layout["answer_pages"] < form.layout["pages"]
    assert max(pages) <= form.layout["answer_pages"]


def test_every_sheet_of_a_run_begins_on_a_front():
    once = pdf.form_of(mini("exclusive"), "de")
    run = pdf.form_of(mini("exclusive"), "de", serials=(1, 2, 3))

    sheet = once.layout["pages"] + once.layout["pages"] % 2

    assert run.content.count(b"/Type /Page\n") == 3 * sheet
    assert run.layout == once.layout


@pytest.mark.parametrize("name", ["every_type", "repeat_children", "nested_lists", "ranking"])
def test_every_answer_has_a_place_in_the_layout(name):
    questionnaire = mini(name)
    index = index_of(questionnaire)

    layout = pdf.form_of(questionnaire, "de").layout

    asked = {each.id for each in index.questions.values() if each.type not in ("note", "computed")}
    placed = {spot["field"].replace("!", ".").split(".")[0] for spot in layout["spots"]}
    assert placed == asked
    for spot in layout["spots"]:
        assert 18 <= spot["x"] <= spot["x"] + spot["w"] <= 192.01
        assert 15.9 <= spot["y"] <= spot["y"] + spot["h"] <= 272.5


def test_boxes_of_one_page_do_not_lie_on_each_other():
    layout = pdf.form_of(mini("every_type"), RTL).layout

    spots = layout["spots"]

    for place, one in enumerate(spots):
        for two in spots[place + 1 :]:
            apart = (
                one["page"] != two["page"]
                or one["x"] + one["w"] <= two["x"] + 0.01
                or two["x"] + two["w"] <= one["x"] + 0.01
                or one["y"] + one["h"] <= two["y"] + 0.01
                or two["y"] + two["h"] <= one["y"] + 0.01
            )
            assert apart, (one, two)


def test_as_many_children_are_printed_as_were_asked_for():
    questionnaire = mini("repeat_children")
    screens = {
        number: {
            each["screen"]
            for each in pdf.form_of(questionnaire, "de", items=number).layout["spots"]
        }
        for number in (1, 4)
    }

    assert "child_age.1" in screens[1]
    assert "child_age.2" not in screens[1]
    assert "child_age.4" in screens[4]


def test_a_mistyped_serial_is_noticed():
    serials = {read_serial(written(number)) for number in range(1, 2000)}

    assert serials == set(range(1, 2000))
    assert read_serial("17") == 17
    right = written(1234)
    assert read_serial(right.replace("1234", "1243")) is None
    assert read_serial(right.replace("1234", "1235")) is None
    assert read_serial("") is None


def test_a_form_can_be_listened_to():
    form = pdf.form_of(mini("every_type"), RTL)

    assert b"/StructTreeRoot" in form.content
    assert b"/Marked true" in form.content
    assert b"/Lang (ar)" in form.content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in form.content
    assert b"/S /H1" in form.content
    assert b"/DisplayDocTitle true" in form.content


def test_everything_drawn_is_tagged_or_left_out_on_purpose():
    pdf_ = pdf.form_of(mini("every_type"), "de").content

    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf_, re.DOTALL)
    texts = []
    for each in streams:
        try:
            texts.append(zlib.decompress(each))
        except zlib.error:
            continue
    pages = [each for each in texts if b" Tj" in each]
    assert pages
    for page in pages:
        depth = 0
        for token in re.findall(rb"\b(?:BDC|BMC|EMC|Tj|re)\b", page):
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(token, 0)
            assert depth in (0, 1)
            if token in (b"Tj", b"re"):
                assert depth == 1
