"""QR codes as filled paths, without seams between their modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from surveyapp.exchange.pdf.press import HEIGHT

QUIET = 4
"""Modules that stay white around a QR code, as its standard asks."""

_POINT = 72 / 25.4


def modules(text: str, mask: int | None = None) -> tuple[tuple[bytearray, ...], int]:
    """Return the QR code of a text, and its mask: the one that fits one letter fits all of a wave.

    Trying all eight masks takes four times as long as everything else.
    """
    import segno  # noqa: PLC0415 - needed to print only

    code = segno.make_qr(text, error="m", boost_error=False, mask=mask)
    return code.matrix, code.mask


def drawn(
    matrix: Sequence[Sequence[int]], x: float, y: float, size: float, height: float = HEIGHT
) -> bytes:
    """Return a QR code as one filled path; neighbours in a line are one rectangle, without seams."""
    module = size / (len(matrix) + 2 * QUIET)
    path = [
        f"{(x + (QUIET + first) * module) * _POINT:.3f} "
        f"{(height - y - (QUIET + row + 1) * module) * _POINT:.3f} "
        f"{(last - first) * module * _POINT:.3f} {module * _POINT:.3f} re"
        for row, line in enumerate(matrix)
        for first, last in _runs(line)
    ]
    return "\n".join(("q 0 g", *path, "f Q", "")).encode()


def _runs(line: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return where the dark parts of a line begin and end."""
    edges = [0, *line, 0]
    starts = [place for place in range(len(line)) if edges[place + 1] and not edges[place]]
    ends = [place for place in range(1, len(line) + 1) if edges[place] and not edges[place + 1]]
    return zip(starts, ends, strict=True)
