"""Letters on paper, read back: numbers, codes, places, and QR codes decoded from what is drawn."""

import re
import zlib

import pytest

from surveyapp.exchange.letters import words
from surveyapp.exchange.letters.paper import QR_SIZE, letters_pdf
from surveyapp.exchange.pdf.compose import is_rtl
from tests.exchange.letters.qr import decoded
from tests.exchange.letters.written import an_occasion, some_letters
from tests.exchange.pdf.reading import packed, read

MM = 72 / 25.4
_RECTANGLE = re.compile(rb"^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$", re.MULTILINE)


def contents(pdf):
    """Return what is drawn on each page."""
    found = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    plain = [zlib.decompress(each) for each in found if each[:1] == b"x"]
    return [each for each in plain if _RECTANGLE.search(each)]


def drawn_modules(content):
    """Return the dark modules of a page's QR code as rows and columns."""
    boxes = [tuple(map(float, box)) for box in _RECTANGLE.findall(content)]
    module = boxes[0][3]
    left, top = min(box[0] for box in boxes), max(box[1] for box in boxes)
    dark = set()
    for x, y, width, height in boxes:
        assert height == pytest.approx(module, abs=0.002)
        row, column = round((top - y) / module), round((x - left) / module)
        dark |= {(row, column + step) for step in range(round(width / module))}
    return dark


def test_every_letter_is_a_page_with_its_number_and_code():
    letters = some_letters(5, reserve=3)

    document = read(letters_pdf(letters, an_occasion()))

    assert len(document.pages) == 5
    for letter, page in zip(letters, document.pages, strict=False):
        said = packed(page.text)
        assert said.count(packed(f"Lfd. Nr. {letter.serial}")) == 1
        assert said.count(letter.code) == 1
        assert "15.Dezember2026" in said
        assert "umfrage.kyffhaeuser.de/f/familien-kyffhaeuser" in said
        assert "FrauBeispiel" in said
        assert packed(words.BRIEFLY["en"].format(day="15 December 2026")) in said
    assert not any(letter.code in document.text for letter in letters[5:])


def test_every_qr_code_leads_to_the_survey_with_the_code_of_its_own_letter():
    letters = some_letters(40)

    pages = contents(letters_pdf(letters, an_occasion()))

    assert [decoded(drawn_modules(page)) for page in pages] == [each.address for each in letters]


def test_a_qr_code_is_large_enough_and_stands_apart():
    (page,) = contents(letters_pdf(some_letters(1), an_occasion()))

    boxes = [tuple(map(float, box)) for box in _RECTANGLE.findall(page)]
    module = boxes[0][3] / MM
    assert module >= 0.75
    assert QR_SIZE - 37 * module == pytest.approx(8 * module, rel=0.01)


def test_the_window_of_the_envelope_holds_nothing_but_the_number():
    sides = an_occasion(contact="Zeile\n" * 30)

    document = read(letters_pdf(some_letters(1), sides))

    placed = places(document.raw)
    lines = {round(y, 3) for x, y in placed if 20 <= x <= 105 and 45 <= y <= 90}
    assert len(lines) == 1
    assert lines.pop() < 62.7, "above the lines of the address"
    assert not [y for x, y in placed if x > 105 and 95 < y < 99], "the side ends above the subject"


def places(pdf):
    """Return where texts begin, in millimetres from the left and from above."""
    (content,) = contents(pdf)
    tokens = re.findall(rb"(?:1 0 0 1 ([\d.]+) ([\d.]+) Tm|BT ([\d.]+) ([\d.]+) Td)", content)
    found = [(float(a or c), float(b or d)) for a, b, c, d in tokens]
    return [(x / MM, 297 - y / MM) for x, y in found if y / MM < 296]


@pytest.mark.parametrize("language", sorted(words.BRIEFLY))
def test_every_language_has_its_letters_and_the_day(language):
    occasion = an_occasion(languages=("de", language))

    document = read(letters_pdf(some_letters(1), occasion))

    (page,) = document.pages
    assert "\ufffd" not in page.text
    assert ".." not in page.text
    assert "2026" in packed(page.text).replace("15.Dezember2026", "", 1) or is_rtl(language)


@pytest.mark.parametrize(("title", "left_out"), [("Familien fragen", 0), ("Langer Titel " * 15, 3)])
def test_all_languages_together_stay_on_one_page_above_its_edge(title, left_out):
    occasion = an_occasion(languages=("de", *words.BRIEFLY), title=title)

    document = read(letters_pdf(some_letters(2), occasion))

    assert len(document.pages) == 2
    assert all(page.bottom > 8 * MM for page in document.pages)
    told = [each.partition(".")[0] for each in words.BRIEFLY.values()]
    there = [each for each in told if packed(each) in document.text or is_arabic(each)]
    assert len(there) >= len(told) - left_out


def is_arabic(said):
    """Say whether a text is drawn from right to left, and so read back in another order."""
    return "\u0600" <= said[0] <= "\u06ff"


def test_the_same_letters_give_the_same_bytes():
    letters = some_letters(2)

    assert letters_pdf(letters, an_occasion()) == letters_pdf(letters, an_occasion())
