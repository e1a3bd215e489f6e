"""Reads a QR code of version 5, level M, as a phone does (ISO/IEC 18004): an own witness.

It knows nothing of the library that draws them: format bits, mask, the zigzag of modules, the two
interleaved blocks, and the bytes. There is no error correction; every module has to be right.
"""

from __future__ import annotations

SIZE = 37
BLOCKS, DATA = 2, 43
_FORMAT = [(8, 0), (8, 1), (8, 2), (8, 3), (8, 4)]
_FORMAT_MASK = 0b10101
_LEVEL_M = 0b00
_MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, _: i % 2,
    lambda _, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)


def decoded(dark: set[tuple[int, int]]) -> str:
    """Return the text of a QR code given by its dark modules (row, column)."""
    assert max(max(module) for module in dark) == SIZE - 1, "not version 5"
    five = int("".join(str(int(module in dark)) for module in _FORMAT), 2) ^ _FORMAT_MASK
    assert five >> 3 == _LEVEL_M
    mask = _MASKS[five & 7]
    bits = [(place in dark) ^ (mask(*place) == 0) for place in _zigzag()]
    words = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    data = [words[block + step * BLOCKS] for block in range(BLOCKS) for step in range(DATA)]
    stream = [bool(word >> (7 - bit) & 1) for word in data for bit in range(8)]
    assert _number(stream[:4]) == 0b0100, "not in bytes"
    length = _number(stream[4:12])
    start = 12
    return bytes(
        _number(stream[start + 8 * at : start + 8 * at + 8]) for at in range(length)
    ).decode("ascii")


def _zigzag():
    """Yield the modules that hold content, in the order of its bits."""
    upwards = True
    for right in (*range(SIZE - 1, 6, -2), *range(5, 0, -2)):
        rows = range(SIZE - 1, -1, -1) if upwards else range(SIZE)
        for row in rows:
            for column in (right, right - 1):
                if not _is_pattern(row, column):
                    yield row, column
        upwards = not upwards


def _is_pattern(row: int, column: int) -> bool:
    corners = (
        (row < 9 and column < 9)
        or (row < 9 and column >= SIZE - 8)
        or (row >= SIZE - 8 and column < 9)
    )
    alignment = 28 <= row <= 32 and 28 <= column <= 32
    return corners or row == 6 or column == 6 or alignment


def _number(bits) -> int:
    return int("".join(str(int(bit)) for bit in bits), 2)
