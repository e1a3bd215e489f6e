"""What a scanner reads on every page: four corner marks, a QR code, and where each box is.

The layout file gives all places in millimetres from the upper left corner of the page, as the page is
printed: a scanner program finds the corner marks, straightens the page, and looks at each box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from surveyapp.access import serials
from surveyapp.exchange.pdf.press import HEIGHT, LEFT, WIDTH, Press, Spot
from surveyapp.exchange.pdf.qr import drawn, modules

CORNER, INSET = 5.0, 8.0
"""Side of a corner mark, and its distance from both edges of the paper."""

HOLE = 1.8
"""Side of the white square inside the upper left mark, which says which way up the page is."""

QR = 15.0
"""Side of the QR code with its quiet zone."""

QR_TOP = HEIGHT - 21.0

_PREFIX = "SA1"


@dataclass(frozen=True, slots=True)
class PageKey:
    """What the QR code of a page says."""

    questionnaire: str
    version: str
    language: str
    page: int
    #: None on copies that were not issued for a wave, and on the contact sheet.
    serial: int | None = None

    def written(self) -> str:
        """Return the text of the QR code."""
        serial = "" if self.serial is None else serials.written(self.serial)
        parts = (_PREFIX, self.questionnaire, self.version, self.language, self.page, serial)
        return "/".join(map(str, parts))


def corners() -> tuple[tuple[float, float], ...]:
    """Return the upper left corners of the four marks, beginning with the one that has a hole."""
    far, low = WIDTH - INSET - CORNER, HEIGHT - INSET - CORNER
    return ((INSET, INSET), (far, INSET), (INSET, low), (far, low))


def draw_corners(press: Press) -> None:
    """Draw the four marks; they stand where they are in every language."""
    pdf = press.pdf
    with press.as_artifact():
        pdf.set_fill_color(0)
        for x, y in corners():
            pdf.rect(x, y, CORNER, CORNER, style="F")
        pdf.set_fill_color(255)
        gap = (CORNER - HOLE) / 2
        pdf.rect(INSET + gap, INSET + gap, HOLE, HOLE, style="F")


def qr_left(*, is_rtl: bool) -> float:
    """Return where the QR code begins: at the end of the last line."""
    return LEFT if is_rtl else WIDTH - LEFT - QR


def draw_qr(press: Press, key: PageKey, mask: int | None = None) -> int:
    """Draw the QR code of a page and return its mask, which fits all other pages too."""
    matrix, mask = modules(key.written(), mask)
    with press.as_artifact():
        press.raw(drawn(matrix, qr_left(is_rtl=press.is_rtl), QR_TOP, QR))
    return mask


def layout(press: Press, key: PageKey, pages: int, answered: int) -> dict[str, Any]:
    """Return where everything stands that a scanner reads; ``answered`` pages belong to the answers."""
    return {
        "format": _PREFIX,
        "questionnaire": key.questionnaire,
        "version": key.version,
        "language": key.language,
        "unit": "mm",
        "paper": {"width": WIDTH, "height": HEIGHT},
        "pages": pages,
        "answer_pages": answered,
        "marks": [_place(x, y, CORNER, CORNER) for x, y in corners()],
        "qr": _place(qr_left(is_rtl=press.is_rtl), QR_TOP, QR, QR),
        "spots": [_spot(each) for each in _of_answers(press.spots, answered)],
    }


def _of_answers(spots: Sequence[Spot], answered: int) -> list[Spot]:
    """Leave out the contact sheet, which is handed in apart."""
    found = [each for each in spots if each.page <= answered]
    return sorted(found, key=lambda each: (each.page, each.y, each.x))


def _place(x: float, y: float, width: float, height: float) -> dict[str, float]:
    sides = {"x": x, "y": y, "w": width, "h": height}
    return {name: round(side, 2) for name, side in sides.items()}


def _spot(spot: Spot) -> dict[str, Any]:
    mark = spot.mark
    found = {
        "page": spot.page,
        **_place(spot.x, spot.y, spot.width, spot.height),
        "kind": spot.kind,
        "variable": mark.variable,
        "code": mark.code,
        "screen": mark.screen,
        "field": mark.field,
        "value": mark.value,
    }
    cell = {"place": spot.place, "after": spot.after}
    return found if spot.kind == "tick" else {**found, **cell}
