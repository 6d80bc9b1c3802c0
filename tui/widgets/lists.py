"""Lists for fingers: pages instead of scrolling, rows, columns and pads of tap targets.

One widget that draws its keys opens and repaints much faster on a small computer than
forty widgets do.
"""

from collections.abc import Sequence
from typing import ClassVar, Literal

import msgspec
from rich.segment import Segment
from textual import events
from textual.geometry import NULL_REGION, Offset, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from tui.widgets.actions import EMPTY, FULL, PRESSED_SECONDS, label_lines
from tui.widgets.press_guard import PressGuard, Stand

ROWS = 3
"""The height of an item: two lines of text and a rule."""
PREVIOUS, NEXT = "previous", "next"
DIGITS = "123456789"
STEPS = 8
"""How often resting items are drawn anew until they can be chosen."""

LEAST = 12
"""The least width of an item, in columns: a make of ten letters stands whole below its digit."""


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


class PagedList(TapGrid):
    """Shows as many items as fit and turns the page with two buttons.

    A tap, an item's digit, or Enter on the marked item posts ``Chosen``. Up and Down move the
    mark, Left, Right, PageUp and PageDown turn the page. New ``items`` start at the first.

    With ``states`` each item is a statement: none can be chosen before it has stood for a while,
    nor by the digit or in the place of the press that brought the list, and Enter chooses only
    where the mark was moved. With ``stays`` choosing one can't be undone by going back: it is not
    done by the press that brought the list until that has rested.
    """

    items: reactive[Sequence[str]] = reactive[Sequence[str]](())
    """The texts. Assign another sequence to show others."""
    marked: reactive[int] = reactive(0)
    """The index of the item Enter chooses; its page is shown."""

    class Chosen(Message):
        """The item with that index in ``items`` was chosen."""

        def __init__(self, paged_list: "PagedList", index: int) -> None:
            super().__init__()
            self.paged_list = paged_list
            self.index = index

    def __init__(
        self,
        items: Sequence[str] = (),
        *,
        previous: str = "◀",
        next: str = "▶",
        states: PressGuard | None = None,
        stays: PressGuard | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = (previous, next)
        self._press_guard, self._states = states or stays, states is not None
        self._stand: Stand | None = None
        self._moved = False
        self._resting: Timer | None = None
        self.set_reactive(PagedList.items, items)

    @property
    def per_page(self) -> int:
        """How many items a page holds at the present height."""
        height = self.content_size.height
        most = len(self._digits)
        if len(self.items) <= min(most, height // ROWS):
            return max(1, len(self.items))
        return max(1, min(most, (height - self._foot_rows) // ROWS))

    @property
    def _digits(self) -> str:
        """The digits of a page's items: without the one that brought statements."""
        stand = self._stand
        if stand is None or not self._states:
            return DIGITS
        return "".join(digit for digit in DIGITS if not stand.on_key(digit))

    @property
    def rests(self) -> bool:
        """Whether each item is a statement, and can't be chosen at once."""
        return self._states

    @property
    def weighed(self) -> bool:
        """Whether it is a matter of the moment, or of the press, if one is chosen."""
        return self._press_guard is not None

    def digit_of(self, index: int) -> str:
        """The digit that chooses the item with that index, while its page is shown."""
        return self._digits[index % self.per_page]

    def stand_anew(self) -> None:
        """The list comes into view now: statements rest from here on."""
        if self._press_guard is not None:
            self._stand = self._press_guard.stand()
            self._moved = False
            self.show_rest()

    def show_rest(self) -> None:
        """Draw how long the items still rest, and look again in a moment."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        self.changed()
        if self._press_guard is not None and self._filled < 1.0 and self.is_attached:
            self._resting = self.set_timer(self._press_guard.stand_s / STEPS, self.show_rest)

    @property
    def _filled(self) -> float:
        return self._stand.filled if self._stand is not None and self._states else 1.0

    @property
    def _foot_rows(self) -> int:
        return 5 if self.content_size.height >= 17 else 3

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-len(self.items) // self.per_page) or 1

    def turn(self, pages: int) -> None:
        """Show a later page, or an earlier one for a negative number, and mark its first item."""
        page = self.marked // self.per_page + pages
        self.marked = max(0, min(self.pages - 1, page)) * self.per_page

    def on_mount(self) -> None:
        """Statements rest from now on."""
        super().on_mount()
        self.stand_anew()

    def watch_items(self) -> None:
        """Begin at the first item. What was not there before is brought by the last press."""
        self.marked = 0
        self.stand_anew()
        self.changed()

    def watch_marked(self) -> None:
        """Show the marked item."""
        self.changed()

    def cells(self, area: Size) -> Sequence[Cell]:
        """The items of the marked one's page, and the buttons if there are more pages."""
        first = self.marked // self.per_page * self.per_page
        shown = range(first, min(first + self.per_page, len(self.items)))
        rows = [
            Cell(
                region=Region(0, place * ROWS, area.width, ROWS),
                token=self._digits[place],
                lines=self._item(index, self._digits[place], area.width),
                kind="plain",
            )
            for place, index in enumerate(shown)
        ]
        return rows + (self._foot(area) if self.pages > 1 else [])

    def _item(self, index: int, digit: str, width: int) -> list[str]:
        edge = "█" if index == self.marked else "▏"
        lines = label_lines(digit, self.items[index], width - 2)
        if len(lines) > ROWS - 1:
            lines = [*lines[: ROWS - 2], lines[ROWS - 2][: width - 3] + "…"]
        lines += [""] * (ROWS - 1 - len(lines))
        rule = "─" * width
        if (filled := self._filled) < 1.0:
            done = int(filled * width)
            rule = FULL * done + EMPTY * (width - done)
        return [f"{edge} {line}".ljust(width) for line in lines] + [rule]

    def _foot(self, area: Size) -> list[Cell]:
        """Previous, the page, next; on the first page and the last one of them is not there."""
        height = self._foot_rows
        top = area.height - height
        wide = (area.width - 8) // 2
        page = f"{self.marked // self.per_page + 1}/{self.pages}"
        middle = Region(wide, top, area.width - 2 * wide, height)
        blank = " " * middle.width
        lines = [blank] * height
        lines[height // 2] = page.center(middle.width)
        previous, next_ = Region(0, top, wide, height), Region(middle.right, top, wide, height)
        page_at = self.marked // self.per_page
        return [
            self._turner(PREVIOUS, self._labels[0], previous, there=page_at > 0),
            Cell(region=middle, token="", lines=lines, kind="plain"),
            self._turner(NEXT, self._labels[1], next_, there=page_at < self.pages - 1),
        ]

    def _turner(self, token: str, label: str, place: Region, *, there: bool) -> Cell:
        """A button that turns the page, or its empty place."""
        if there:
            return Cell(region=place, token=token, lines=boxed(label, *place.size))
        return Cell(region=place, token="", lines=[" " * place.width] * place.height, kind="plain")

    def tapped(self, token: str) -> None:
        """Turn the page or choose the item with that digit."""
        if token in (PREVIOUS, NEXT):
            self.turn(1 if token == NEXT else -1)
            return
        chosen = self.marked // self.per_page * self.per_page + self._digits.index(token)
        self._choose(chosen, self.place_of(token))

    def _choose(self, index: int, place: Region) -> None:
        """Choose the item in that place, if the press that is being made counts for it."""
        if self._takes(place):
            self.marked = index
            self.post_message(self.Chosen(self, index).set_sender(self))

    def _takes(self, place: Region) -> bool:
        if self._stand is None:
            return True
        return (
            self._stand.takes_a_statement if self._states else self._stand.takes_what_stays(place)
        )

    def on_key(self, event: events.Key) -> None:
        """The same from a keyboard."""
        if event.key in ("up", "down"):
            step = 1 if event.key == "down" else -1
            self.marked = max(0, min(len(self.items) - 1, self.marked + step))
            self._moved = True
        elif event.key in ("left", "pageup", "right", "pagedown"):
            self.turn(1 if event.key in ("right", "pagedown") else -1)
        elif event.key == "enter" and self.items:
            if self._moved or not self._states:
                self._choose(self.marked, NULL_REGION)
        elif any(cell.token == event.character for cell in self.shown_cells()):
            self.light(event.character or "")
            self.tapped(event.character or "")
        else:
            return
        event.stop()


class PagedGrid(PagedList):
    """Shows its items in columns of at least 12, read row by row; else as ``PagedList``."""

    LEAST = LEAST
    """The least width of an item, in columns."""

    @property
    def columns(self) -> int:
        """How many items stand side by side."""
        return max(1, min(3, (self.content_size.width + 1) // (self.LEAST + 1)))

    @property
    def per_page(self) -> int:
        """How many items a page holds at the present size."""
        height = self.content_size.height
        most = len(self._digits)
        if len(self.items) <= min(most, height // ROWS * self.columns):
            return max(1, len(self.items))
        return max(1, min(most, (height - self._foot_rows) // ROWS * self.columns))

    def cells(self, area: Size) -> Sequence[Cell]:
        """The items of the marked one's page, and the buttons if there are more pages."""
        first = self.marked // self.per_page * self.per_page
        shown = range(first, min(first + self.per_page, len(self.items)))
        width = (area.width + 1) // self.columns - 1
        cells = [
            Cell(
                region=Region(
                    place % self.columns * (width + 1), place // self.columns * ROWS, width, ROWS
                ),
                token=self._digits[place],
                lines=self._item(index, self._digits[place], width),
                kind="plain",
            )
            for place, index in enumerate(shown)
        ]
        return cells + (self._foot(area) if self.pages > 1 else [])
