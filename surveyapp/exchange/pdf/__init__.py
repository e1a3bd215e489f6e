"""A questionnaire on paper: A4 in black and grey, for families who do not answer on a screen.

The way of a questionnaire: ``compose`` (what stands on the form, with conditions in words), ``bodies``
(how each type is answered with a pen), ``setting``, ``answering`` and ``tables`` (blocks as strips that no
page tears), ``strips`` (strips onto pages), ``press`` (the pen), ``tagging`` (what is read aloud) and
``machine`` (what a scanner reads).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from surveyapp.access import serials as numbering
from surveyapp.exchange.pdf import machine
from surveyapp.exchange.pdf.compose import compose, is_rtl
from surveyapp.exchange.pdf.items import MOST
from surveyapp.exchange.pdf.press import BOTTOM, GREY, HEIGHT, INNER, LEFT, SMALL, Press
from surveyapp.exchange.pdf.setting import Setter
from surveyapp.exchange.pdf.sheet import NewSheet, Sheet
from surveyapp.exchange.pdf.strips import Leaf, Strip, Turn, on_pages
from surveyapp.exchange.report import Remark
from surveyapp.questionnaire import library
from surveyapp.questionnaire.model import Questionnaire

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The day of every form, so that the same questionnaire gives the same bytes."""

_FOOT = INNER - machine.QR - 3

Finds = Callable[[str], Path | None]
"""Gives the file of a picture by its name."""


@dataclass(frozen=True, slots=True)
class Form:
    """A printable form."""

    content: bytes
    #: What could not be printed.
    remarks: tuple[Remark, ...]
    #: Where a scanner finds each box, as JSON; see ``machine.layout``.
    layout: dict[str, Any]


def write(
    questionnaire: Questionnaire, language: str, finds: Finds | None = None
) -> tuple[bytes, tuple[Remark, ...]]:
    """Return the printable form and what could not be printed.

    ``finds`` gives the file of a picture by its name; where there is none, its wording stands alone.
    The same questionnaire always gives the same bytes.
    """
    form = form_of(questionnaire, language, finds)
    return form.content, form.remarks


def form_of(
    questionnaire: Questionnaire,
    language: str,
    finds: Finds | None = None,
    *,
    items: int = MOST,
    serials: Sequence[int] = (),
) -> Form:
    """Return the printable form, with where its boxes are.

    ``items`` parts are printed for each list, as for children. With ``serials`` the form is printed
    once for each of them; such a print run has no tags, as nobody listens to it.
    """
    sheet = compose(questionnaire, language, items)
    press = Press(language, is_rtl=is_rtl(language), is_tagged=not serials)
    where = finds or (lambda name: library.picture_of(questionnaire.id, name))
    strips = tuple(Setter(press, where).strips(sheet.blocks))
    printer = _Printer(press, sheet, on_pages(strips, _blank(press, sheet)))
    printer.print()
    layout = machine.layout(press, printer.key(1), len(printer.pages), printer.answered)
    printer.repeat(serials or (None,))
    return Form(bytes(press.pdf.output()), _remarks(press.missing), layout)


def _blank(press: Press, sheet: Sheet) -> Strip | None:
    said = next((each.blank for each in sheet.blocks if isinstance(each, NewSheet)), None)
    if said is None:
        return None
    return Strip(6, lambda y: press.text(LEFT, y, said, INNER, SMALL, grey=GREY, align="center"))


@dataclass
class _Printer:
    """Prints the pages of one form, once or for many sheets."""

    press: Press
    sheet: Sheet
    pages: list[Leaf]
    mask: int | None = None

    @property
    def answered(self) -> int:
        """Return how many pages belong to the answers: the contact sheet begins a sheet of its own."""
        starts = (
            place
            for place, page in enumerate(self.pages)
            if page and page[0].strip.turn is Turn.SHEET
        )
        return next(starts, len(self.pages))

    def key(self, number: int, serial: int | None = None) -> machine.PageKey:
        """Return what a scanner reads on a page; nothing joins the contact sheet to the answers."""
        questionnaire, _, version = self.sheet.key.partition(" ")
        issued = serial if number <= self.answered else None
        return machine.PageKey(questionnaire, version, self.sheet.language, number, issued)

    def print(self) -> None:
        """Print every page once, each with its bookmarks."""
        pdf = self.press.pdf
        self.press.declare(self.sheet.title)
        pdf.set_subject(self.sheet.identity)
        pdf.set_creation_date(_ALWAYS)
        level = -1
        for number, page in enumerate(self.pages, start=1):
            pdf.add_page()
            machine.draw_corners(self.press)
            for placed in page:
                if placed.strip.mark is not None:
                    pdf.set_y(placed.y)
                    level = min(placed.strip.mark[0], level + 1)
                    pdf.start_section(placed.strip.mark[1], level)
                placed.strip.draw(placed.y)
            self.footer(number)

    def footer(self, number: int) -> None:
        """Write what the form is, and which page of it this is."""
        press, sheet, y = self.press, self.sheet, HEIGHT - BOTTOM + 6
        press.rule(LEFT, y, _FOOT)
        said = sheet.page.format(page=number, pages=len(self.pages))
        name = press.lines(f"{sheet.title} · {sheet.identity}", _FOOT - 40, 8.5)[:2]
        press.block(LEFT, y + 1.5, name, _FOOT - 40, 8.5, grey=GREY, tag=press.artifact)
        place = LEFT + _FOOT - 40
        press.text(place, y + 1.5, said, 40, 8.5, grey=GREY, align="end", tag=press.artifact)

    def repeat(self, serials: Sequence[int | None]) -> None:
        """Print the form for each sheet, each on paper of its own.

        The drawing of a page is copied: to shape its text takes most of the time.
        """
        count = len(self.pages)
        drawn = [self.press.drawing_of(number) for number in range(1, count + 1)]
        for sheet, serial in enumerate(serials):
            for number in range(1, count + 1):
                if sheet == 0:
                    self.press.pdf.page = number
                else:
                    self.press.paste(number, drawn[number - 1])
                self.number(number, serial)
            if count % 2 and len(serials) > 1:
                self.press.pdf.add_page()

    def number(self, number: int, serial: int | None = None) -> None:
        """Draw what a scanner reads, and write the serial of the sheet where everybody finds it."""
        press, key = self.press, self.key(number, serial)
        self.mask = machine.draw_qr(press, key, self.mask)
        if key.serial is None:
            return
        press.text(0, 0, " ", 1, 1, tag=press.artifact)  # so that the text names its own size
        said = self.sheet.serial.format(serial=numbering.written(key.serial))
        y, start = HEIGHT - BOTTOM + 11, LEFT + _FOOT - 40
        press.text(start, y, said, 40, 11, bold=True, align="end", tag=press.artifact)


def _remarks(missing: set[str]) -> tuple[Remark, ...]:
    if not missing:
        return ()
    signs = " ".join(sorted(missing))
    sentence = {
        "de": f"diese Zeichen hat die Schrift des Ausdrucks nicht: {signs}",
        "en": f"the font of the printed form lacks these characters: {signs}",
    }
    return (Remark("", sentence),)
