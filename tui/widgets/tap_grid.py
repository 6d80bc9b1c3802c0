"""Many tap targets in one widget: the common part of the pads and lists.

One widget that draws its keys opens and repaints much faster on a small computer than
forty widgets do.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

import msgspec
from rich.segment import Segment
from textual import events
from textual.geometry import NULL_REGION, Offset, Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.actions import PRESSED_SECONDS


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One tap target: where it is, what a tap means, and its lines, as wide as the region.

    An empty ``token`` is not a target, only shown.
    """

    region: Region
    token: str
    lines: list[str]
    kind: Literal["key", "special", "plain", "display"] = "key"


def boxed(label: str, width: int, height: int) -> list[str]:
    """``label`` in the middle of a box of that size in cells; at least 3 by 3."""
    inner = width - 2
    blank = "│" + " " * inner + "│"
    lines = ["╭" + "─" * inner + "╮", *[blank] * (height - 2), "╰" + "─" * inner + "╯"]
    lines[height // 2] = "│" + label[:inner].center(inner) + "│"
    return lines


def grid(area: Size, columns: int, rows: int, largest: Size) -> list[Region]:
    """Regions of equally large keys, row by row, centred, no larger than ``largest``.

    A gap of one is left between keys where that keeps them 8 columns wide or 5 rows high, or
    as large as they may get.
    """
    across = 1 if area.width >= columns * (min(largest.width, 8) + 1) - 1 else 0
    down = 1 if area.height >= rows * (min(largest.height, 5) + 1) - 1 else 0
    width = min(largest.width, (area.width - across * (columns - 1)) // columns)
    height = min(largest.height, (area.height - down * (rows - 1)) // rows)
    left = (area.width - columns * (width + across) + across) // 2
    return [
        Region(left + column * (width + across), row * (height + down), width, height)
        for row in range(rows)
        for column in range(columns)
    ]


class TapGrid(Widget, can_focus=True):
    """Draws cells and hears taps on them. A finger that slides to another cell presses none.

    Subclasses say which cells there are (``cells``) and what a token means (``tapped``). The
    widget takes the focus when it appears, so that the same keys can be typed.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tap-grid--key",
        "tap-grid--special",
        "tap-grid--plain",
        "tap-grid--display",
        "tap-grid--pressed",
    }
    DEFAULT_CSS = """
    TapGrid {
        width: 1fr;
        height: 1fr;
        & > .tap-grid--key { background: $panel; color: $foreground; text-style: bold; }
        & > .tap-grid--special { background: $surface; color: $foreground; text-style: bold; }
        & > .tap-grid--plain { color: $foreground; }
        & > .tap-grid--display { background: $foreground; color: $background; text-style: bold; }
        &:ansi > .tap-grid--display { background: ansi_black; color: ansi_white; }
        &:ansi > .tap-grid--key { background: ansi_white; color: ansi_black; text-style: none; }
        &:ansi > .tap-grid--special {
            background: ansi_cyan;
            color: ansi_black;
            text-style: none;
        }
        & > .tap-grid--pressed { color: $foreground; text-style: bold reverse; }
    }
    """

    lit: reactive[str] = reactive("")
    """The token of the cell that looks pressed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._down = ""
        self._cells: tuple[Size, Sequence[Cell]] | None = None

    def cells(self, area: Size) -> Sequence[Cell]:
        """The cells that fill an area in columns and rows, in reading order."""
        raise NotImplementedError

    def tapped(self, token: str) -> None:
        """A cell was tapped."""
        raise NotImplementedError

    def changed(self) -> None:
        """Other cells are to be drawn."""
        self._cells = None
        self.refresh()

    def shown_cells(self) -> Sequence[Cell]:
        """The cells of the widget at its present size."""
        if self._cells is None or self._cells[0] != self.content_size:
            self._cells = (self.content_size, self.cells(self.content_size))
        return self._cells[1]

    def place_of(self, token: str) -> Region:
        """Where a cell is on the screen; nowhere without one of that token."""
        corner = self.content_region.offset
        regions = (cell.region for cell in self.shown_cells() if cell.token == token)
        return next((region.translate(corner) for region in regions), NULL_REGION)

    def light(self, token: str) -> None:
        """Let a cell look pressed for a moment."""
        self.lit = token
        self.set_timer(PRESSED_SECONDS, self._dark)

    def _dark(self) -> None:
        self.lit = ""

    def on_mount(self) -> None:
        """Hear typed keys from the start."""
        if not self.can_focus:
            return
        if self.screen.focused is None or not isinstance(self.screen.focused, TapGrid):
            self.screen.set_focus(self)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where the finger came down."""
        self._down = self._token_at(event.get_content_offset(self))

    def on_click(self, event: events.Click) -> None:
        """A tap counts when the finger lifts where it came down."""
        event.stop()
        token = self._token_at(event.get_content_offset(self))
        if token and token == self._down:
            self.light(token)
            self.tapped(token)

    def _token_at(self, place: Offset | None) -> str:
        if place is None:
            return ""
        hit = (cell.token for cell in self.shown_cells() if cell.region.contains_point(place))
        return next(hit, "")

    def render_line(self, y: int) -> Strip:
        """One line of all the cells it crosses."""
        ground = self.rich_style
        segments: list[Segment] = []
        x = 0
        for cell in self.shown_cells():
            region = cell.region
            if not region.y <= y < region.bottom:
                continue
            pressed = cell.token and cell.token == self.lit
            name = "pressed" if pressed else cell.kind
            style = self.get_component_rich_style(f"tap-grid--{name}")
            segments.append(Segment(" " * (region.x - x), ground))
            segments.append(Segment(cell.lines[y - region.y], style))
            x = region.right
        return Strip(segments).adjust_cell_length(self.content_size.width, ground)
