"""A QR code read from a picture: where it stands, and which of its fields are dark."""

from __future__ import annotations

import io

from PIL import Image

DARK = 20
"""Black is 0; the indigo of the frames is 36."""


def fields_of(png: bytes, count: int) -> list[list[int]]:
    """The fields of the one black code of ``count`` by ``count``, 1 dark and 0 light.

    Its upper left corner is known by its shape, so letters around it do not matter; its left
    edge then says how large it is.
    """
    picture = Image.open(io.BytesIO(png)).convert("L")
    width, grey = picture.width, picture.tobytes()
    black = [[value < DARK for value in grey[at : at + width]] for at in range(0, len(grey), width)]
    left, top, size = _corner(black)
    below = range(top, min(len(black), top + size * (count + 2) // 7))
    step = (max(y for y in below if black[y][left + 1]) + 1 - top) / count
    return [
        [
            int(black[int(top + (y + 0.5) * step)][int(left + (x + 0.5) * step)])
            for x in range(count)
        ]
        for y in range(count)
    ]


def _corner(black: list[list[bool]]) -> tuple[int, int, int]:
    """Left, top and width of the largest black ring with a black heart."""
    found = (0, 0, 0)
    for y, row in enumerate(black):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            end = x
            while end < len(row) and row[end]:
                end += 1
            size = end - x
            if size > found[2] and _ring(black, x, y, size):
                found = (x, y, size)
            x = end
    assert found[2], "no code in the picture"
    return found


def _ring(black: list[list[bool]], x: int, y: int, size: int) -> bool:
    """Seven fields by seven: dark edge, light ring, dark heart of three."""
    if size < 14 or y + size > len(black) or (y and black[y - 1][x]):
        return False
    step = size / 7

    def at(column: int, row: int) -> bool:
        return black[int(y + (row + 0.5) * step)][int(x + (column + 0.5) * step)]

    edge = all(at(n, 0) and at(n, 6) and at(0, n) and at(6, n) for n in range(7))
    ring = not any(at(n, 1) or at(n, 5) or at(1, n) or at(5, n) for n in range(1, 6))
    return edge and ring and all(at(a, b) for a in (2, 3, 4) for b in (2, 3, 4))
