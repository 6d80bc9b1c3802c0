"""A panel, and what stands on it."""

from collections import Counter
from typing import NamedTuple

LOOKED_AT = 7  # one pixel of so many; no width is a multiple of it


class Panel(NamedTuple):
    """A panel, its letters, and the grid that they make; a cell in pixels."""

    size: tuple[int, int]
    font_px: int
    grid: tuple[int, int]
    cell: tuple[int, int]


class Picture(NamedTuple):
    """What stands on the screen: three bytes for each pixel, row by row."""

    size: tuple[int, int]
    pixels: bytes

    def part(self, left: int, top: int, right: int, bottom: int) -> bytes:
        """The pixels within these borders."""
        width = self.size[0]
        rows = range(top, bottom)
        return b"".join(self.pixels[3 * (y * width + left) : 3 * (y * width + right)] for y in rows)

    @property
    def drawn(self) -> float:
        """The share of pixels that have another colour than the most frequent one."""
        some = [self.pixels[at : at + 3] for at in range(0, len(self.pixels), 3 * LOOKED_AT)]
        return 1 - Counter(some).most_common(1)[0][1] / len(some)
