from __future__ import annotations

import re

import pytest

from surveyapp.exchange.letters.poster_words import POSTERS
from surveyapp.exchange.letters.posters import PAPERS, posters_pdf
from surveyapp.exchange.pdf.words_marks import MARKS
from tests.exchange.letters.written import an_occasion
from tests.exchange.pdf.reading import packed, read

LANGUAGES = ("de", "de-simple", "en", "uk", "ru", "ar", "fa", "tr", "pl", "ro", "vi")
ADDRESS = "https://umfrage.kyffhaeuser.de/f/familien-kyffhaeuser"


def a_poster(paper, languages=("de",), **changes):
    occasion = an_occasion(address=ADDRESS, languages=LANGUAGES, **changes)
    return posters_pdf(occasion, languages, PAPERS[paper])


def test_a_poster_says_who_asks_why_until_when_and_where():
    found = read(a_poster("a4", ("de", "en")))

    for said in (
        *(
            "Kyffhäuserkreis",
            "Familienumfrage im Kyffhäuserkreis",
            "Mitmachen bis 15. Dezember 2026",
        ),
        *("Was brauchen Familien hier?", "umfrage.kyffhaeuser.de/f/familien-kyffhaeuser"),
        *("Take part by 15 December 2026", "Українська", "Tiếng Việt", "Leichte Sprache"),
    ):
        assert packed(said) in found.text
    assert len(found.pages) == 2


@pytest.mark.parametrize(
    ("paper", "width", "height"),
    [("a3", 297, 420), ("a4", 210, 297), ("karte", 105, 148.5), ("karten", 210, 297)],
)
def test_every_language_fits_on_its_page(paper, width, height):
    content = a_poster(paper, LANGUAGES, contact="Frau Beispiel, 03632 741-0")

    found = read(content)

    sides = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
    point = 72 / 25.4
    assert {tuple(round(float(each) / point, 1) for each in side) for side in sides} == {
        (width, height)
    }
    assert len(found.pages) == len(LANGUAGES)
    for page in found.pages:
        assert page.left >= 0
        assert page.right <= width * point
        assert page.bottom >= 5 * point if paper != "karten" else page.bottom >= 0


def test_only_a_survey_with_codes_speaks_of_them():
    said = packed("Ihren Code finden Sie in Ihrem Brief.")

    assert said in read(a_poster("a4")).text
    assert said not in read(a_poster("a4", needs_code=False)).text


def test_a_poster_can_be_listened_to():
    content = a_poster("a4", ("ar",))

    assert b"/S /Figure" in content
    assert b"/Alt (QR: umfrage.kyffhaeuser.de/f/familien-kyffhaeuser)" in content
    assert b"/S /H1" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


def test_every_language_has_its_words():
    assert set(POSTERS) == set(LANGUAGES)
    assert set(MARKS) == set(LANGUAGES) - {"de-simple"}
