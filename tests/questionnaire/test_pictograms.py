"""Pictograms: small, described, and shown to those they are meant for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from surveyapp.questionnaire import library, pictograms

GUIDE = Path(__file__).parents[2] / "docs" / "questionnaires.md"
INK = {"#1d2034", "#8fa8f0", "#fff", "none", None}
LARGEST = 1000
"""Bytes of one pictogram."""


@pytest.mark.parametrize("name", sorted(pictograms.names()))
def test_a_pictogram_is_small_described_and_in_one_style(name):
    content = pictograms.path_of(name).read_bytes()
    drawing = ET.fromstring(content)
    title = drawing.find("{*}title").text

    colours = {each.get(kind) for each in drawing.iter() for kind in ("fill", "stroke")}

    assert len(content) < LARGEST
    assert (drawing.get("viewBox"), drawing.get("stroke-width")) == ("0 0 48 48", "2.5")
    assert colours <= INK
    assert f"| `{name}` | {title} |" in GUIDE.read_text(encoding="utf-8")


def test_plain_german_shows_pictograms_and_other_languages_where_they_are_wanted():
    family = library.load("familie")
    always = replace(family, pictograms="always")

    shown = {
        language: pictograms.are_shown(family, language) for language in ("de", "de-simple", "ar")
    }

    assert shown == {"de": False, "de-simple": True, "ar": False}
    assert pictograms.are_shown(always, "ar")


@pytest.mark.parametrize("name", ["familie", "ankommen", "thekiz"])
def test_every_page_of_our_questionnaires_has_a_pictogram(name):
    pages = library.load(name).pages

    assert {
        page.id: page.pictogram for page in pages if page.pictogram not in pictograms.names()
    } == {}


def test_no_name_leads_out_of_the_folder_of_pictograms():
    assert pictograms.path_of("../familie/1") is None
    assert pictograms.path_of("") is None
