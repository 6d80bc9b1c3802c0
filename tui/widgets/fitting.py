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

from tui.widgets.big_digits import BigDigits
from tui.widgets.blocks import Largest
from tui.widgets.glyphs import draw

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
        self._room = 0 if wide else size.width

    def region(self, y: int) -> Region:
        """Where it goes: in the middle, unless it takes the whole width."""
        width = self.width
        if isinstance(self.widget, BigDigits):
            lines = draw(self.widget.text, "large" if self.rows == _SMALLER[0] else "small")
            width = len(lines[0]) if lines and self.rows == len(lines) else width
        return Region(max(0, self._room - width) // 2, y, width, self.rows)

    @property
    def smaller(self) -> int | None:
        """The rows of the next smaller size; None if it can't be smaller."""
        if isinstance(self.widget, Largest):
            return self.widget.smaller(self.rows, self.width)
        if isinstance(self.widget, BigDigits):
            return max((rows for rows in _SMALLER if rows < self.rows), default=None)
        return None


def _fitted(places: list[_Place], height: int) -> list[_Place]:
    """What stays: lines are left out and big ones shrunk until the rest fits the height.

    What a big one gave up may leave room again for a line that went before, but for no big one:
    it would be larger than what gave way.
    """
    stay, gone = list(places), []
    while sum(place.rows for place in stay) > height:
        drop = max((place.drop for place in stay), default=NEVER)
        shrinkable = [place for place in stay if place.smaller is not None]
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
