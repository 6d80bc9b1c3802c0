"""A text as a QR code, drawn with half blocks: two rows of modules on a line of a terminal."""

from collections.abc import Sequence
from typing import Final

import segno

QUIET: Final = 4  # modules of light around it, which a reader needs to find it
_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}

Modules = tuple[tuple[int, ...], ...]


def modules(text: str) -> Modules:
    """The code with its quiet zone, row by row; 1 is dark.

    Raises ValueError where the text is too long for any.
    """
    letters = None if text.isascii() else "utf-8"
    drawn = segno.make_qr(text, error="l", encoding=letters)
    return tuple(tuple(row) for row in drawn.matrix_iter(border=QUIET))


def half_blocks(rows: Modules) -> list[str]:
    """The lines, for ink that is dark on a ground that is light."""
    padded = [*rows, (0,) * len(rows[0])] if len(rows) % 2 else list(rows)
    pairs = zip(padded[::2], padded[1::2], strict=True)
    return ["".join(_HALVES[pair] for pair in zip(*two, strict=True)) for two in pairs]


def best_fitting(texts: Sequence[str], columns: int, lines: int) -> list[str] | None:
    """The first of the texts whose code has room, as lines; None where not even the last has."""
    for text in texts:
        try:
            drawn = half_blocks(modules(text))
        except ValueError:
            continue
        if len(drawn[0]) <= columns and len(drawn) <= lines:
            return drawn
    return None
