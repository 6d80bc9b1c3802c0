"""Captioned big characters, side by side: PRESS KEY 2, TIMES 7.

What fits is chosen from the largest down: large digits, small ones, then lines of text.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.glyphs import Scale, draw

GAP: Final = 4
DRAWN_UP_TO: Final = 6  # characters; a longer name is written, not drawn
_SCALES: Final[tuple[Scale, ...]] = ("large", "small")

Block = tuple[str, str]


def drawn(text: str, scale: Scale) -> list[str]:
    """The text in big characters, or written where it has no drawing or is a name."""
    return (draw(text, scale) if len(text) <= DRAWN_UP_TO else None) or [text]


def side_by_side(blocks: Sequence[Block], scale: Scale) -> list[str]:
    """All blocks in one row, each under its caption."""
    columns = [[caption, *drawn(text, scale)] for caption, text in blocks]
    rows = max((len(column) for column in columns), default=0)
    widths = [max(len(line) for line in column) for column in columns]
    padded = [column + [""] * (rows - len(column)) for column in columns]
    gap = " " * GAP
    return [
        gap.join(line.ljust(width) for line, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*padded, strict=True)
    ]


def below_each_other(blocks: Sequence[Block], scale: Scale) -> list[str]:
    """Each block in rows of its own."""
    return [line for block in blocks for line in side_by_side([block], scale)]


def in_text(blocks: Sequence[Block]) -> list[str]:
    """Each block in one line of text."""
    return [f"{caption} {text}" for caption, text in blocks]


def layouts(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """Every way to show the blocks, the best first."""
    for scale in _SCALES:
        yield side_by_side(blocks, scale)
    for scale in _SCALES:
        yield below_each_other(blocks, scale)
    yield in_text(blocks)


class Blocks(Widget):
    """Shows the largest way to draw its blocks that fits."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Blocks { width: auto; height: auto; max-width: 100%; text-style: bold; }"

    blocks: reactive[tuple[Block, ...]] = reactive[tuple[Block, ...]]((), layout=True)
    """The captions and what is drawn below each."""

    def smaller(self, rows: int, width: int) -> int | None:
        """The rows of the next smaller way at a width; None if there is none."""
        heights = (len(lines) for lines in self._fitting(width))
        return max((height for height in heights if height < rows), default=None)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns of the largest way that fits the width."""
        return max(map(len, self._lines(container.width)), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows of the largest way that fits the width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The largest way that fits."""
        return Content("\n".join(self._lines(*self.content_size)))

    def _fitting(self, width: int) -> Iterator[list[str]]:
        for lines in layouts(self.blocks):
            if max(map(len, lines), default=0) <= width:
                yield lines

    def _lines(self, width: int, height: int | None = None) -> list[str]:
        for lines in self._fitting(width):
            if height is None or len(lines) <= height:
                return lines
        return in_text(self.blocks)
