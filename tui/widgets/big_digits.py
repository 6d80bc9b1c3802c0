"""Big characters: digits and key names that can be read from a metre away."""

from typing import Literal

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.glyphs import Scale, draw

_FALLBACKS: dict[Scale, tuple[Scale, ...]] = {"large": ("large", "small"), "small": ("small",)}


def _drawing(text: str, scale: Scale, width: int, height: int | None = None) -> list[str] | None:
    """The largest drawing of ``text``, not above ``scale``, that fits; None if none does."""
    for candidate in _FALLBACKS[scale]:
        lines = draw(text, candidate)
        if lines is None or len(lines[0]) > width:
            continue
        if height is None or len(lines) <= height:
            return lines
    return None


def _columns(text: str) -> int | None:
    """The width of the large drawing; None if there is none."""
    lines = draw(text, "large")
    return len(lines[0]) if lines else None


class BigDigits(Widget):
    """Digits, capital letters and ``: - / + ? . ★ ‖`` drawn with blocks.

    ``size`` is the largest size wanted: "large" is 5 rows high (digits 6 columns wide),
    "small" 3 rows (4 columns). Where that does not fit, the next smaller is drawn, and at
    last the text itself in bold. A character without a drawing also gives bold text.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    BigDigits { width: auto; height: auto; max-width: 100%; text-style: bold; }
    """

    text: reactive[str] = reactive("")
    """What is drawn."""
    scale: reactive[Scale] = reactive[Scale]("large", layout=True)
    """The largest size wanted."""

    def __init__(
        self,
        text: str = "",
        *,
        size: Literal["large", "small"] = "large",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(BigDigits.text, text)
        self.set_reactive(BigDigits.scale, size)

    def watch_text(self, before: str, after: str) -> None:
        """Lay out anew only where the size may change: a running clock keeps its place."""
        columns = _columns(before)
        if columns is None or columns != _columns(after):
            self.refresh(layout=True)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns the drawing takes in a container of that width."""
        lines = _drawing(self.text, self.scale, container.width)
        return len(lines[0]) if lines else min(len(self.text), max(1, container.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The rows the drawing takes at a width in columns."""
        lines = _drawing(self.text, self.scale, width)
        return len(lines) if lines else Content(self.text).get_height({}, max(1, width))

    def render(self) -> Content:
        """The blocks, or the text itself where they do not fit."""
        lines = _drawing(self.text, self.scale, *self.content_size)
        return Content("\n".join(lines) if lines else self.text)
