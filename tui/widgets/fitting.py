"""A body that fits every size: what matters least is left out first, big characters shrink last.

Each line says how soon it may be left out where the room is short. What may never be left out
is kept short enough in its words for the smallest terminal.

Each widget knows several ways to be drawn, the best first, and takes the first that fits.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from textual.content import Content
from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from tui.widgets.big_digits import BigDigits, Scale, draw
from tui.widgets.lists import boxed

GAP: Final = 4  # columns between two blocks
DRAWN_UP_TO: Final = 6  # characters; a longer name is written, not drawn
_SCALES: Final[tuple[Scale, ...]] = ("large", "small")

Block = tuple[str, str]  # a small caption, and what is drawn large below it

NEVER: Final = 0
SHRINKS_AT: Final = 5
"""Lines that may go sooner than this go before big digits shrink, the others after."""
_SMALLER: Final = (5, 3, 1)  # rows of big digits


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


class Line(Static):
    """One short text. ``drop``: how soon it may be left out, 1 last, 9 first, 0 never."""

    DEFAULT_CSS = """
    Line { width: 1fr; height: auto; padding: 0 1; }
    Line.centred { text-align: center; }
    Line.strong { text-style: bold; }
    Line.warn { background: $status-danger; color: $status-danger-text; text-style: bold; }
    Line.wait { background: $status-wait; color: $status-wait-text; text-style: bold; }
    Line.ok { background: $status-ok; color: $status-ok-text; text-style: bold; }
    """

    def __init__(self, text: str = "", *, drop: int = NEVER, classes: str | None = None) -> None:
        super().__init__(Content(text), classes=classes)
        self.drop = drop
        self.said = text
        self.display = bool(text)

    def say(self, text: str) -> None:
        """Say something else. An empty text takes no room."""
        if text != self.said:
            self.said = text
            self.update(Content(text))
            self.display = bool(text)


class _Place:
    """One child with the rows it wants."""

    def __init__(self, widget: Widget, size: Size, viewport: Size) -> None:
        self.widget = widget
        self.drop: int = getattr(widget, "drop", NEVER)
        gutter = widget.gutter
        styled = widget.styles.width
        wide = styled is not None and not styled.is_auto
        most = size.width - gutter.width
        self.width = most if wide else min(most, widget.get_content_width(size, viewport))
        self.rows = widget.get_content_height(size, viewport, self.width) + gutter.height
        self.width += gutter.width
        self._room = 0 if wide else size.width

    def region(self, y: int) -> Region:
        """Where it goes: in the middle, unless it takes the whole width."""
        width = self.width
        if isinstance(self.widget, BigDigits):
            lines = draw(self.widget.text, "large" if self.rows == _SMALLER[0] else "small")
            drawn = lines is not None and self.rows == len(lines)
            width = len(lines[0]) if lines and drawn else min(width, len(self.widget.text))
        return Region(max(0, self._room - width) // 2, y, width, self.rows)

    @property
    def smaller(self) -> int | None:
        """The rows of the next smaller size; None if it can't be smaller."""
        if isinstance(self.widget, Largest):
            return self.widget.smaller(self.rows, self.width)
        if isinstance(self.widget, BigDigits):
            return max((rows for rows in _SMALLER if rows < self.rows), default=None)
        return None

    @property
    def written_next(self) -> bool:
        """Whether these are digits that would be text and no drawing if they were any smaller."""
        return isinstance(self.widget, BigDigits) and self.smaller == _SMALLER[-1]


def _fitted(places: list[_Place], height: int) -> list[_Place]:
    """What stays: lines are left out and big ones shrunk until the rest fits the height.

    What a big one gave up may leave room again for a line that went before, but for no big one:
    it would be larger than what gave way. Digits stay a drawing while any line may go: they are
    what is read from afar.
    """
    stay, gone = list(places), []
    while sum(place.rows for place in stay) > height:
        drop = max((place.drop for place in stay), default=NEVER)
        shrinkable = [
            place
            for place in stay
            if place.smaller is not None and (drop == NEVER or not place.written_next)
        ]
        if shrinkable and drop <= SHRINKS_AT:
            largest = max(shrinkable, key=lambda place: place.rows)
            largest.rows = largest.smaller or largest.rows
        elif drop == NEVER:
            break
        else:
            gone.append(next(place for place in reversed(stay) if place.drop == drop))
            stay.remove(gone[-1])
    lines = [place for place in gone if place.smaller is None]
    for place in sorted(lines, key=lambda place: place.drop):
        if sum(each.rows for each in stay) + place.rows <= height:
            stay.append(place)
    return sorted(stay, key=places.index)


class _Fit(Layout):
    """Children from top to bottom. Empty rows above each, from the top, while there is room."""

    name = "fit"

    def arrange(
        self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True
    ) -> ArrangeResult:
        """The place of each child that fits; the others get none."""
        parent.pre_layout(self)
        viewport = parent.app.size
        places = [_Place(child, size, viewport) for child in children]
        places = _fitted([place for place in places if place.rows], size.height)
        spare = size.height - sum(place.rows for place in places)
        gaps = min(max(0, spare), len(places))
        y = min(1, gaps) + max(0, spare - gaps) // 2
        placed = []
        for index, place in enumerate(places):
            placed.append(WidgetPlacement(place.region(y), NULL_OFFSET, Spacing(), place.widget))
            y += place.rows + (index < gaps - 1)
        return placed


class Fitted(Widget):
    """Holds the lines of a body."""

    DEFAULT_CSS = "Fitted { width: 1fr; height: 1fr; overflow: hidden; }"

    def __init__(self, *children: Widget, classes: str | None = None) -> None:
        super().__init__(*children, classes=classes)
        self._fit = _Fit()

    @property
    def layout(self) -> Layout:
        """The layout of this body alone; style sheets cannot name it."""
        return self._fit
