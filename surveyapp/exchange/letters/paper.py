"""Letters ready to print: A4, one page a letter, for window envelopes (DIN 5008, form B).

The window stays empty but for the number of the letter: the address comes from the county, which prints
it over the letters or merges it with the list instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from babel import Locale
from babel.dates import format_date

from surveyapp.exchange.letters import words
from surveyapp.exchange.letters.model import Letter, Occasion
from surveyapp.exchange.pdf.press import BODY, GREY, HEAD, SMALL, Press, line_height
from surveyapp.exchange.pdf.qr import drawn, modules

LEFT, INNER = 25.0, 165.0
"""Millimetres of the left margin and of the text beside it."""

WINDOW_LINE = 57.5
"""Where the number stands: in the window, above the lines of the address."""

SIDE, SIDE_TOP, SIDE_WIDTH = 125.0, 50.0, 65.0
SUBJECT_TOP = 98.5
QR_SIZE = 38.0
"""Of the code with its quiet zone: on a phone's screen a module is still wider than a pixel."""

_TELLING = 100
"""Letters from one word about progress to the next."""

_LOWEST = 288.0
_SMALLEST = 6.5
_LOCALES = {"en": "en_GB"}
"""Where a language writes dates in several ways: the one of Europe."""

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def letters_pdf(
    letters: Sequence[Letter], occasion: Occasion, tell: Callable[[int], None] | None = None
) -> bytes:
    """Return the letters, one a page, in the order of their numbers; reserve codes get none.

    ``tell`` is told now and then how many are written.
    """
    press = Press("de", is_rtl=False, is_tagged=False)
    press.pdf.set_title(f"Briefe: {occasion.title}")
    press.pdf.set_creation_date(_ALWAYS)
    press.pdf.viewer_preferences = press.preferences()
    sheets = (letter for letter in letters if not letter.is_reserve)
    _pages(press, _counted(sheets, tell), occasion)
    return bytes(press.pdf.output())


def _counted(letters: Iterable[Letter], tell: Callable[[int], None] | None) -> Iterable[Letter]:
    for number, letter in enumerate(letters):
        if tell is not None and number % _TELLING == 0:
            tell(number)
        yield letter


def _pages(press: Press, letters: Iterable[Letter], occasion: Occasion) -> None:
    """Draw what all letters share once, and copy it: shaping its text takes most of the time."""
    shared, top, mask = b"", 0.0, None
    for letter in letters:
        press.pdf.add_page()
        content = press.pdf.pages[press.pdf.page].contents
        assert isinstance(content, bytearray)
        if not shared:
            press.text(0, 0, " ", 1, 1)  # so that the first text names its own size
            start = len(content)
            top = _shared(press, occasion)
            shared = b"q\n" + bytes(content[start:]) + b"Q\n"
        else:
            content += shared
        press.text(LEFT, WINDOW_LINE, words.NUMBER.format(serial=letter.serial), 80, 8, grey=GREY)
        press.text(LEFT + QR_SIZE + 6, top + 29, letter.code, 110, 20, bold=True)
        matrix, mask = modules(letter.address, mask)
        content += drawn(matrix, LEFT, top, QR_SIZE)


def _shared(press: Press, occasion: Occasion) -> float:
    """Draw everything but number and code; return where the code begins."""
    _marks(press)
    press.text(LEFT, 20, occasion.county, INNER, 15, bold=True)
    _side(press, occasion)
    y = SUBJECT_TOP
    subject = words.SUBJECT.format(title=occasion.title)
    y = _written(press, y, subject, HEAD, is_bold=True) + 4
    y = _written(press, y, words.GREETING, BODY) + 2
    y = _written(press, y, words.OPENING.format(minutes=occasion.minutes), BODY) + 4
    top = y
    _way_in(press, top, occasion)
    y = top + QR_SIZE + 4
    for promise in words.PROMISES:
        press.text(LEFT, y, "•", 4, BODY)
        y = _written(press, y, promise, BODY, indent=4)
    y = _written(press, y + 3, words.CLOSING, BODY) + 1
    y = _written(press, y, occasion.county, BODY) + 4
    _other_languages(press, y, occasion)
    return top


def _marks(press: Press) -> None:
    """Draw where the letter is folded and punched."""
    for y, width in ((105.0, 4.0), (148.5, 6.0), (210.0, 4.0)):
        press.rule(4, y, width)


def _side(press: Press, occasion: Occasion) -> None:
    day = format_date(occasion.closes_on, "long", locale="de")
    y = SIDE_TOP
    for head, said in ((words.UNTIL, day), (words.CONTACT, occasion.contact)):
        if not said:
            continue
        press.text(SIDE, y, head, SIDE_WIDTH, SMALL, grey=GREY)
        y += line_height(SMALL)
        lines = press.lines(said, SIDE_WIDTH, SMALL, bold=head == words.UNTIL)[:6]
        press.block(SIDE, y, lines, SIDE_WIDTH, SMALL, bold=head == words.UNTIL)
        y += line_height(SMALL) * len(lines) + 2


def _way_in(press: Press, top: float, occasion: Occasion) -> None:
    start, width = LEFT + QR_SIZE + 6, INNER - QR_SIZE - 6
    press.text(start, top + 3, words.SCAN, width, BODY)
    press.text(start, top + 10, words.TYPE, width, BODY)
    size = BODY
    while size > _SMALLEST and press.width(occasion.short_address, size, bold=True) > width:
        size -= 0.5
    press.text(start, top + 16, occasion.short_address, width, size, bold=True)
    press.text(start, top + 23, words.CODE, width, BODY)


def _written(
    press: Press, y: float, said: str, size: float, *, is_bold: bool = False, indent: float = 0
) -> float:
    """Write a paragraph and return where the next one begins."""
    lines = press.lines(said, INNER - indent, size, bold=is_bold)
    press.block(LEFT + indent, y, lines, INNER - indent, size, bold=is_bold)
    return y + line_height(size) * len(lines)


def _other_languages(press: Press, y: float, occasion: Occasion) -> None:
    """Say the letter in short in every further language, as large as the page allows.

    Nine languages fit below a short title; where a title takes the room of the last, they are left out.
    """
    spoken = [each for each in occasion.languages if each in words.BRIEFLY]
    size = SMALL
    while spoken and y + _height(press, spoken, occasion, size) > _LOWEST:
        if size > _SMALLEST:
            size -= 0.5
        else:
            spoken.pop()
    if spoken:
        press.rule(LEFT, y, INNER)
    y += 2
    for language in spoken:
        lines = press.lines(_briefly(language, occasion), INNER, size)
        is_rtl = Locale.parse(language, sep="-").text_direction == "rtl"
        press.turn(is_rtl=is_rtl)
        press.block(LEFT, y, lines, INNER, size, align="end" if is_rtl else "start")
        press.turn(is_rtl=False)
        y += line_height(size) * len(lines) + 1.5


def _height(press: Press, spoken: Sequence[str], occasion: Occasion, size: float) -> float:
    return 2 + sum(
        line_height(size) * len(press.lines(_briefly(each, occasion), INNER, size)) + 1.5
        for each in spoken
    )


def _briefly(language: str, occasion: Occasion) -> str:
    locale = _LOCALES.get(language, language.replace("-", "_"))
    day = format_date(occasion.closes_on, "long", locale=locale)
    return words.BRIEFLY[language].format(day=day).replace("..", ".")  # dates may end in a point
