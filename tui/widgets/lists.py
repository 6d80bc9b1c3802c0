"""A list for fingers: pages instead of scrolling, one wide row for each item."""

from collections.abc import Sequence

from textual import events
from textual.geometry import NULL_REGION, Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from tui.widgets.action import label_lines
from tui.widgets.actions import EMPTY, FULL
from tui.widgets.settle import Settle, Stand
from tui.widgets.tap_grid import Cell, TapGrid, boxed

ROWS = 3
"""The height of an item: two lines of text and a rule."""
PREVIOUS, NEXT = "previous", "next"
DIGITS = "123456789"
STEPS = 8
"""How often resting items are drawn anew until they can be chosen."""


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
        states: Settle | None = None,
        stays: Settle | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = (previous, next)
        self._settle, self._states = states or stays, states is not None
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
        return self._settle is not None

    def digit_of(self, index: int) -> str:
        """The digit that chooses the item with that index, while its page is shown."""
        return self._digits[index % self.per_page]

    def stand_anew(self) -> None:
        """The list comes into view now: statements rest from here on."""
        if self._settle is not None:
            self._stand = self._settle.stand()
            self._moved = False
            self.show_rest()

    def show_rest(self) -> None:
        """Draw how long the items still rest, and look again in a moment."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        self.changed()
        if self._settle is not None and self._filled < 1.0 and self.is_attached:
            self._resting = self.set_timer(self._settle.stand_s / STEPS, self.show_rest)

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
