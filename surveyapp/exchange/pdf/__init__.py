"""A questionnaire on paper: A4 in black and grey, for families who do not answer on a screen.

The way of a questionnaire: ``compose`` (what stands on the form, with conditions in words), ``bodies``
(how each type is answered with a pen), ``setting``, ``answering`` and ``tables`` (blocks as strips that no
page tears), ``strips`` (strips onto pages) and ``press`` (the pen).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from surveyapp.exchange.pdf.compose import compose, is_rtl
from surveyapp.exchange.pdf.press import BOTTOM, GREY, HEIGHT, INNER, LEFT, SMALL, Press
from surveyapp.exchange.pdf.setting import Setter
from surveyapp.exchange.pdf.sheet import NewSheet, Sheet
from surveyapp.exchange.pdf.strips import Leaf, Strip, on_pages
from surveyapp.exchange.report import Remark
from surveyapp.questionnaire import library
from surveyapp.questionnaire.model import Questionnaire

_ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""The day of every form, so that the same questionnaire gives the same bytes."""


def write(
    questionnaire: Questionnaire,
    language: str,
    finds: Callable[[str], Path | None] | None = None,
) -> tuple[bytes, tuple[Remark, ...]]:
    """Return the printable form and what could not be printed.

    ``finds`` gives the file of a picture by its name; where there is none, its wording stands alone.
    The same questionnaire always gives the same bytes.
    """
    sheet = compose(questionnaire, language)
    press = Press(language, is_rtl=is_rtl(language))
    where = finds or (lambda name: library.picture_of(questionnaire.id, name))
    strips = tuple(Setter(press, where).strips(sheet.blocks))
    _print(press, sheet, on_pages(strips, _blank(press, sheet)))
    return bytes(press.pdf.output()), _remarks(press.missing)


def _blank(press: Press, sheet: Sheet) -> Strip | None:
    said = next((each.blank for each in sheet.blocks if isinstance(each, NewSheet)), None)
    if said is None:
        return None
    return Strip(6, lambda y: press.text(LEFT, y, said, INNER, SMALL, grey=GREY, align="center"))


def _print(press: Press, sheet: Sheet, pages: list[Leaf]) -> None:
    pdf = press.pdf
    pdf.set_title(sheet.title)
    pdf.set_subject(sheet.identity)
    pdf.set_creation_date(_ALWAYS)
    pdf.viewer_preferences = press.preferences()
    level = -1
    for number, page in enumerate(pages, start=1):
        pdf.add_page()
        for placed in page:
            if placed.strip.mark is not None:
                pdf.set_y(placed.y)
                level = min(placed.strip.mark[0], level + 1)
                pdf.start_section(placed.strip.mark[1], level)
            placed.strip.draw(placed.y)
        _footer(press, sheet, number, len(pages))


def _footer(press: Press, sheet: Sheet, number: int, count: int) -> None:
    y = HEIGHT - BOTTOM + 6
    press.rule(LEFT, y, INNER)
    said = sheet.page.format(page=number, pages=count)
    press.text(LEFT, y + 1.5, f"{sheet.title} · {sheet.identity}", INNER - 40, 8.5, grey=GREY)
    press.text(LEFT + INNER - 40, y + 1.5, said, 40, 8.5, grey=GREY, align="end")


def _remarks(missing: set[str]) -> tuple[Remark, ...]:
    if not missing:
        return ()
    signs = " ".join(sorted(missing))
    sentence = {
        "de": f"diese Zeichen hat die Schrift des Ausdrucks nicht: {signs}",
        "en": f"the font of the printed form lacks these characters: {signs}",
    }
    return (Remark("", sentence),)
