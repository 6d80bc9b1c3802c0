"""A paged list of short texts, in columns, so that many are reached in few taps."""

from collections.abc import Sequence

from textual.geometry import Region, Size

from tui.widgets.lists import ROWS, PagedList
from tui.widgets.tap_grid import Cell

LEAST = 12
"""The least width of an item, in columns: a make of ten letters stands whole below its digit."""


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
