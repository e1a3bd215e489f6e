"""Posters and cards: one page for each language, with a QR code that leads to the survey and no code.

Everything is measured for A4 and drawn in the size of the paper. Text from the top and text from the
bottom leave the middle to the QR code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from babel import Locale
from babel.dates import format_date

from surveyapp.exchange.letters.model import Occasion
from surveyapp.exchange.letters.poster_words import poster_words
from surveyapp.exchange.pdf.compose import is_rtl
from surveyapp.exchange.pdf.press import GREY, INK, WIDTH, Align, Press, line_height
from surveyapp.exchange.pdf.qr import drawn, modules
from surveyapp.exchange.pdf.words import form_words

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
_OWN_NAMES = {"de-simple": "Leichte Sprache"}
_EUROPEAN = {"en": "en_GB"}
_MARGIN = 17.0
_QR_LARGEST, _QR_GAP = 104.0, 6.0
_SMALLEST = 7.5
"""Points of the smallest type on any paper."""

_TITLE = 36.0
"""Points at which a title rather takes a second line."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sort of paper, and how many of the same stand on it."""

    width: float
    height: float
    #: Side by side and below each other.
    across: int = 1
    down: int = 1

    @property
    def scale(self) -> float:
        """Return the size of one piece, as a share of A4."""
        return self.width / self.across / WIDTH


PAPERS: Mapping[str, Paper] = {
    "a3": Paper(297.0, 420.0),
    "a4": Paper(210.0, 297.0),
    "karte": Paper(105.0, 148.5),
    "karten": Paper(210.0, 297.0, across=2, down=2),
}
"""Posters of two sizes, a card, and four cards on one sheet."""


def posters_pdf(occasion: Occasion, languages: Sequence[str], paper: Paper) -> bytes:
    """Return one page for each language, in the order given."""
    first = languages[0]
    press = Press(first, is_rtl=is_rtl(first), paper=(paper.width, paper.height))
    press.declare(occasion.title)
    press.pdf.set_creation_date(_ALWAYS)
    for language in languages:
        press.is_rtl = is_rtl(language)
        press.turn(is_rtl=press.is_rtl)
        press.pdf.add_page()
        for place in range(paper.across * paper.down):
            row, column = divmod(place, paper.across)
            Piece(press, paper, occasion, language, column, row).draw()
    return bytes(press.pdf.output())


@dataclass(frozen=True)
class Piece:
    """One poster or card on a page."""

    press: Press
    paper: Paper
    occasion: Occasion
    language: str
    column: int
    row: int

    def draw(self) -> None:
        """Draw what stands above the QR code, what stands below, and the code between them."""
        below = self._below()
        bottom = self._height() - 13.0 - sum(each.height for each in below)
        top = self._written(14.0, self._above())
        size = min(_QR_LARGEST, bottom - top - 2 * _QR_GAP)
        self._qr(top + (bottom - top - size) / 2, size)
        self._written(bottom, below)
        if self.paper.across > 1:
            self._cut()

    def _above(self) -> list[Writing]:
        words, form = poster_words(self.language), form_words(self.language)
        title = self.occasion.titles.get(self.language) or self.occasion.title
        return [
            self._writing(self.occasion.county, 20, bold=True),
            self._writing(title, 46, 3, bold=True, above=5, role="H1"),
            self._writing(f"{form.asks}.", 21, 1, above=4),
            self._writing(words.why, 21, 4, above=3),
        ]

    def _below(self) -> list[Writing]:
        words, form, occasion = (
            poster_words(self.language),
            form_words(self.language),
            self.occasion,
        )
        takes = form.takes.format(minutes=occasion.minutes)
        names = " · ".join(own_name(each) for each in occasion.languages)
        return [
            self._writing(words.scan, 18, 2, align="center"),
            self._writing(occasion.short_address, 26, 1, bold=True, align="center", above=1),
            *([self._writing(words.code, 18, 1, align="center")] if occasion.needs_code else []),
            self._writing(
                words.until.format(day=self._day()), 25, 1, bold=True, align="center", above=6
            ),
            self._writing(f"{words.promise} · {takes}", 16, 2, align="center", above=2),
            self._writing(names, 14, 3, align="center", above=5, grey=GREY),
            *(
                [self._writing(occasion.contact, 12, 2, align="center", above=3)]
                if occasion.contact
                else []
            ),
        ]

    def _day(self) -> str:
        locale = _EUROPEAN.get(self.language, self.language.partition("-")[0])
        return str(format_date(self.occasion.closes_on, "long", locale=locale))

    def _writing(
        self,
        said: str,
        size: float,
        most: int = 2,
        *,
        bold: bool = False,
        align: Align = "start",
        above: float = 0.0,
        role: str = "P",
        grey: int = INK,
    ) -> Writing:
        """Return a text as large as fits into so many lines, words whole."""
        width, least = WIDTH - 2 * _MARGIN, _SMALLEST / self.paper.scale
        if most > 1 and size > _TITLE and self.press.width(said, _TITLE, bold=bold) <= width:
            most = 1
        size = max(size, least)
        while True:
            lines = self.press.lines(said, width, size, bold=bold)
            widest = max(self.press.width(word, size, bold=bold) for word in said.split() or [""])
            if size - 1 < least or (len(lines) <= most and widest <= width):
                return Writing(
                    tuple(lines), size, above, bold=bold, align=align, role=role, grey=grey
                )
            size -= 1

    def _written(self, y: float, writings: Sequence[Writing]) -> float:
        """Draw texts below each other and return where they end."""
        scale, press = self.paper.scale, self.press
        for each in writings:
            y += each.above
            tag = press.tag(each.role)
            for line in each.lines:
                is_address = line == self.occasion.short_address
                with press.from_the_left() if is_address else press.unchanged():
                    press.text(
                        self._x(_MARGIN),
                        self._y(y),
                        line,
                        (WIDTH - 2 * _MARGIN) * scale,
                        each.size * scale,
                        bold=each.bold,
                        grey=each.grey,
                        align=each.align,
                        tag=tag,
                    )
                y += line_height(each.size)
        return y

    def _qr(self, y: float, size: float) -> None:
        matrix, _mask = modules(self.occasion.address)
        start = self._x((WIDTH - size) / 2)
        with self.press.as_figure(f"QR: {self.occasion.short_address}"):
            left = self.press.left_of(start, size * self.paper.scale)
            top = self._y(y)
            self.press.raw(drawn(matrix, left, top, size * self.paper.scale, self.paper.height))

    def _cut(self) -> None:
        """Draw where the cards are cut apart: short lines at the edges of the sheet."""
        press, middle = self.press, self.paper.width / 2
        if self.column == 0 and self.row == 0:
            across = self.paper.height / 2
            for start in (0.0, self.paper.width - 6):
                press.rule(start, across, 6)
            for y in (0.0, self.paper.height - 6):
                press.upright(middle, y, 6)

    def _height(self) -> float:
        return self.paper.height / self.paper.down / self.paper.scale

    def _x(self, x: float) -> float:
        return (self.column * WIDTH + x) * self.paper.scale

    def _y(self, y: float) -> float:
        return (self.row * self._height() + y) * self.paper.scale


@dataclass(frozen=True, slots=True)
class Writing:
    """A text, measured for A4."""

    lines: tuple[str, ...]
    size: float
    #: Space before it.
    above: float
    bold: bool
    align: Align
    role: str
    grey: int

    @property
    def height(self) -> float:
        """Return how tall it is, with the space before it."""
        return self.above + len(self.lines) * line_height(self.size)


def own_name(language: str) -> str:
    """Return the name of a language as those who speak it write it."""
    if language in _OWN_NAMES:
        return _OWN_NAMES[language]
    name = str(Locale.parse(language, sep="-").get_display_name() or language)
    return name[:1].upper() + name[1:]
