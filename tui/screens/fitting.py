"""A body that fits every size: what matters least is left out first, big digits shrink last.

Each line says how soon it may be left out where the room is short. What may never be left out
is kept short enough in its words for the smallest terminal.
"""

from typing import Final

from textual.content import Content
from textual.geometry import NULL_OFFSET, Region, Size, Spacing
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.blocks import Blocks
from tui.widgets.big_digits import BigDigits

NEVER: Final = 0
SHRINKS_AT: Final = 5
"""Lines that may go sooner than this go before big digits shrink, the others after."""
_SMALLER: Final = (5, 3, 1)  # rows of big digits


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
        self.x = 0 if wide else (size.width - self.width) // 2

    @property
    def smaller(self) -> int | None:
        """The rows of the next smaller size; None if it can't be smaller."""
        if isinstance(self.widget, Blocks):
            return self.widget.smaller(self.rows, self.width)
        if isinstance(self.widget, BigDigits):
            return max((rows for rows in _SMALLER if rows < self.rows), default=None)
        return None


def _fitted(places: list[_Place], height: int) -> list[_Place]:
    """What stays: lines are left out and big ones shrunk until the rest fits the height."""
    while sum(place.rows for place in places) > height:
        drop = max((place.drop for place in places), default=NEVER)
        shrinkable = [place for place in places if place.smaller is not None]
        if shrinkable and drop <= SHRINKS_AT:
            largest = max(shrinkable, key=lambda place: place.rows)
            largest.rows = largest.smaller or largest.rows
        elif drop == NEVER:
            break
        else:
            del places[max(index for index, place in enumerate(places) if place.drop == drop)]
    return places


class _Fit(Layout):
    """Children from top to bottom, with an empty row between them where there is room."""

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
        gap = 1 if spare >= len(places) - 1 else 0
        y = max(0, spare - gap * (len(places) - 1)) // 2
        placed = []
        for place in places:
            region = Region(place.x, y, place.width, place.rows)
            placed.append(WidgetPlacement(region, NULL_OFFSET, Spacing(), place.widget))
            y += place.rows + gap
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
