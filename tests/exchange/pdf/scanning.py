"""A scanner of forms: it knows the layout file and the picture of a page, and nothing of what drew it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from PIL import Image, ImageDraw

RESOLUTION = 150
MILLIMETRE = RESOLUTION / 25.4
INKED = 0.10
"""Share of dark points inside a box from which it counts as ticked; an empty one has none."""


def pictures(content: bytes, folder: Path) -> list[Image.Image]:
    """Return the pages of a PDF as grey pictures, as a printer would print them."""
    path = folder / "form.pdf"
    path.write_bytes(content)
    command = ["pdftoppm", "-r", str(RESOLUTION), "-gray", "-png", str(path), str(folder / "page")]
    subprocess.run(command, check=True)
    return [Image.open(each).convert("L") for each in sorted(folder.glob("page*.png"))]


def tick(page: Image.Image, spot: dict) -> None:
    """Draw a cross with a pen, a little beside the middle."""
    pen = ImageDraw.Draw(page)
    x, y = spot["x"] + 0.3, spot["y"] - 0.2
    for first, last in (((0.4, 0.4), (3.4, 3.4)), ((0.4, 3.4), (3.4, 0.4))):
        line = [((x + dx) * MILLIMETRE, (y + dy) * MILLIMETRE) for dx, dy in (first, last)]
        pen.line(line, fill=40, width=3)


def scanned(page: Image.Image) -> Image.Image:
    """Return a page as it comes out of a scanner: turned, moved, and paler."""
    turned = page.rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor=255)
    moved = Image.new("L", page.size, 255)
    moved.paste(turned, (9, -6))
    return moved.point(lambda level: min(255, level + 25))


class Sheet:
    """A scanned page, straightened by its corner marks."""

    def __init__(self, page: Image.Image, layout: dict) -> None:
        self.page, self.layout = page, layout
        self.corners = [self._corner(mark) for mark in layout["marks"][:3]]
        self.printed = [_middle(mark) for mark in layout["marks"][:3]]

    def _corner(self, mark: dict) -> tuple[float, float]:
        """Return the middle of the dark points near where a mark should be, in points."""
        x, y = (each * MILLIMETRE for each in _middle(mark))
        reach = 7 * MILLIMETRE
        box = [int(each) for each in (x - reach, y - reach, x + reach, y + reach)]
        dark = self.page.crop(box).point(lambda level: 255 * (level < 110)).getbbox()
        assert dark, "no corner mark"
        return box[0] + (dark[0] + dark[2] - 1) / 2, box[1] + (dark[1] + dark[3] - 1) / 2

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place of the printed page, in millimetres, is in the picture."""
        (ox, oy), (rx, _), (_, by) = self.printed
        right, down = (x - ox) / (rx - ox), (y - oy) / (by - oy)
        first, second, third = self.corners
        return tuple(
            first[axis] + right * (second[axis] - first[axis]) + down * (third[axis] - first[axis])
            for axis in (0, 1)
        )

    def darkness(self, x: float, y: float, width: float, height: float) -> float:
        """Return the share of dark points of a place, in [0, 1]."""
        steps = 12
        dark = 0
        for row in range(steps):
            for column in range(steps):
                across, down = (column + 0.5) / steps, (row + 0.5) / steps
                left, top = self.point(x + width * across, y + height * down)
                dark += self.page.getpixel((round(left), round(top))) < 128
        return dark / steps**2

    def ticked(self, number: int) -> list[dict]:
        """Return the boxes of a page that somebody ticked."""
        spots = [
            each
            for each in self.layout["spots"]
            if each["page"] == number and each["kind"] == "tick"
        ]
        return [each for each in spots if self._is_ticked(each)]

    def _is_ticked(self, spot: dict) -> bool:
        inside = 0.22  # of the box on each side: its own line is no cross
        x, y = spot["x"] + inside * spot["w"], spot["y"] + inside * spot["h"]
        share = 1 - 2 * inside
        return self.darkness(x, y, share * spot["w"], share * spot["h"]) > INKED

    def modules(self, size: int) -> set[tuple[int, int]]:
        """Return the dark modules of the QR code, which has ``size`` of them in a row."""
        place, quiet = self.layout["qr"], 4
        module = place["w"] / (size + 2 * quiet)
        found = set()
        for row in range(size):
            for column in range(size):
                x = place["x"] + (quiet + column + 0.25) * module
                y = place["y"] + (quiet + row + 0.25) * module
                if self.darkness(x, y, module / 2, module / 2) > 0.5:
                    found.add((row, column))
        return found


def _middle(mark: dict) -> tuple[float, float]:
    return mark["x"] + mark["w"] / 2, mark["y"] + mark["h"] / 2
