"""Big characters in whatever way fits: captioned blocks side by side, or a few large words.

Each widget knows several ways to be drawn, the best first, and takes the first that fits.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.glyphs import Scale, draw
from tui.widgets.tap_grid import boxed

GAP: Final = 4  # columns between two blocks
DRAWN_UP_TO: Final = 6  # characters; a longer name is written, not drawn
_SCALES: Final[tuple[Scale, ...]] = ("large", "small")

Block = tuple[str, str]  # a small caption, and what is drawn large below it


def width_of(lines: Iterable[str]) -> int:
    """The columns of the longest line."""
    return max(map(len, lines), default=0)


def centred(lines: Sequence[str], width: int) -> list[str]:
    """The lines moved to the middle as one, so that a drawing keeps its shape."""
    left = (width - width_of(lines)) // 2
    return [(" " * left + line).ljust(width) for line in lines]


def side_by_side(blocks: Sequence[Block], scale: Scale) -> list[str]:
    """All blocks in one row, each under its caption."""
    columns = []
    for caption, text in blocks:
        drawn = (draw(text, scale) if len(text) <= DRAWN_UP_TO else None) or as_a_key(text)
        width = max(len(caption), width_of(drawn))
        columns.append([caption.center(width), *centred(drawn, width)])
    rows = max((len(column) for column in columns), default=0)
    padded = [in_the_middle(column, rows) for column in columns]
    return [(" " * GAP).join(row) for row in zip(*padded, strict=True)]


def as_a_key(name: str) -> list[str]:
    """A name that is written, in the shape of a key."""
    return boxed(name, len(name) + 4, 3)


def in_the_middle(column: list[str], rows: int) -> list[str]:
    """A caption and its drawing on so many rows, the drawing in the middle below."""
    blank = " " * len(column[0])
    above = [blank] * ((rows - len(column)) // 2)
    return (column[:1] + above + column[1:] + [blank] * rows)[:rows]


def ways_of_blocks(blocks: Sequence[Block]) -> Iterator[list[str]]:
    """Side by side, then below each other, then as lines of text."""
    for scale in _SCALES:
        yield side_by_side(blocks, scale)
    for scale in _SCALES:
        yield [line for block in blocks for line in side_by_side([block], scale)]
    yield [f"{caption} {text}" for caption, text in blocks]


def ways_of_words(text: str, width: int) -> Iterator[list[str]]:
    """In one line, in two, then as text."""
    for scale in _SCALES:
        if (lines := draw(text, scale)) is not None:
            yield lines
    words = text.split()
    for at in sorted(range(1, len(words)), key=lambda at: abs(at * 2 - len(words))):
        halves = [draw(" ".join(half), "small") for half in (words[:at], words[at:])]
        known = [half for half in halves if half is not None]
        if len(known) == len(halves):
            widest = max(map(width_of, known))
            first, second = (centred(half, widest) for half in known)
            yield [*first, "", *second]
    yield [line.center(width) for line in textwrap.wrap(text, max(1, width))]


class Largest(Widget):
    """Takes the first of its ways that fits its width, and its height once that is given."""

    ALLOW_SELECT = False
    MARKED = False
    """Whether a single line is drawn in reverse, so that it still is what is seen first."""
    DEFAULT_CSS = "Largest { width: auto; height: auto; max-width: 100%; text-style: bold; }"

    def ways(self, width: int) -> Iterator[list[str]]:
        """The ways to draw it, the best first. The last one is taken if none fits."""
        raise NotImplementedError

    def smaller(self, rows: int, width: int) -> int | None:
        """The rows of the next smaller way at a width; None if there is none."""
        heights = (len(lines) for lines in self.ways(width) if width_of(lines) <= width)
        return max((height for height in heights if height < rows), default=None)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns of all that may be drawn, so that shrinking needs no other width."""
        width = container.width
        return max((w for way in self.ways(width) if (w := width_of(way)) <= width), default=width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows of the best way that fits the width."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The best way that fits."""
        width = self.content_size.width
        lines = self._lines(width, self.content_size.height)
        content = Content("\n".join(centred(lines, width)))
        return content if len(lines) > 1 or not self.MARKED else content.stylize("reverse")

    def _lines(self, width: int, height: int | None = None) -> list[str]:
        lines: list[str] = []
        for lines in self.ways(width):
            if width_of(lines) <= width and (height is None or len(lines) <= height):
                return lines
        return lines


class Blocks(Largest):
    """Captioned big characters: PRESS KEY 2, TIMES 7."""

    blocks: reactive[tuple[Block, ...]] = reactive[tuple[Block, ...]]((), layout=True)
    """The captions and what is drawn below each."""

    def ways(self, width: int) -> Iterator[list[str]]:
        """Side by side, below each other, as text."""
        return ways_of_blocks(self.blocks)


class BigWords(Largest):
    """A few large words: the state of the radio, or a question."""

    MARKED = True

    text: reactive[str] = reactive("", layout=True)
    """What it says."""

    def __init__(self, text: str = "", *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.set_reactive(BigWords.text, text)

    def ways(self, width: int) -> Iterator[list[str]]:
        """In one line, in two, as text."""
        return ways_of_words(self.text, width)
