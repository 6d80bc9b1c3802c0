"""A list for fingers: pages instead of scrolling, one wide row for each item."""

from collections.abc import Sequence

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive

from tui.widgets.action import label_lines
from tui.widgets.tap_grid import Cell, TapGrid, boxed

ROWS = 3
"""The height of an item: two lines of text and a rule."""
MOST = 9
"""The most items on a page: each has a digit."""
PREVIOUS, NEXT = "previous", "next"


class PagedList(TapGrid):
    """Shows as many items as fit and turns the page with two buttons.

    A tap, an item's digit, or Enter on the marked item posts ``Chosen``. Up and Down move the
    mark, Left, Right, PageUp and PageDown turn the page. New ``items`` start at the first.
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
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._labels = (previous, next)
        self.set_reactive(PagedList.items, items)

    @property
    def per_page(self) -> int:
        """How many items a page holds at the present height."""
        height = self.content_size.height
        if len(self.items) <= min(MOST, height // ROWS):
            return max(1, len(self.items))
        return max(1, min(MOST, (height - self._foot_rows) // ROWS))

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

    def watch_items(self) -> None:
        """Begin at the first item."""
        self.marked = 0
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
                token=str(place + 1),
                lines=self._item(index, place + 1, area.width),
                kind="plain",
            )
            for place, index in enumerate(shown)
        ]
        return rows + (self._foot(area) if self.pages > 1 else [])

    def _item(self, index: int, number: int, width: int) -> list[str]:
        edge = "█" if index == self.marked else "▏"
        lines = label_lines(str(number), self.items[index], width - 2)
        if len(lines) > ROWS - 1:
            lines = [*lines[: ROWS - 2], lines[ROWS - 2][: width - 3] + "…"]
        lines += [""] * (ROWS - 1 - len(lines))
        return [f"{edge} {line}".ljust(width) for line in lines] + ["─" * width]

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
        self.marked = self.marked // self.per_page * self.per_page + int(token) - 1
        self._choose()

    def _choose(self) -> None:
        self.post_message(self.Chosen(self, self.marked).set_sender(self))

    def on_key(self, event: events.Key) -> None:
        """The same from a keyboard."""
        if event.key in ("up", "down"):
            step = 1 if event.key == "down" else -1
            self.marked = max(0, min(len(self.items) - 1, self.marked + step))
        elif event.key in ("left", "pageup", "right", "pagedown"):
            self.turn(1 if event.key in ("right", "pagedown") else -1)
        elif event.key == "enter" and self.items:
            self._choose()
        elif any(cell.token == event.character for cell in self.shown_cells()):
            self.light(event.character or "")
            self.tapped(event.character or "")
        else:
            return
        event.stop()
