"""A small drawing of the radio's display, to hold against the real one."""

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget


class Faceplate(Widget):
    """A box that shows what the radio's display should show, character by character.

    ``shows`` is the display's text, blanks included; ``position`` counts from 0 and is drawn
    in reverse. With ``narrow`` the box is left away and one row is enough. Characters are set
    apart where the width allows.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Faceplate {
        width: auto;
        height: auto;
        max-width: 100%;
        padding: 0 1;
        border: round $foreground;
        text-style: bold;
        text-wrap: nowrap;
    }
    Faceplate.-narrow { border: none; padding: 0; }
    """

    shows: reactive[str] = reactive("", layout=True)
    """What the display should show."""
    position: reactive[int | None] = reactive[int | None](None)
    """The character to look at, from 0; None for none."""
    narrow: reactive[bool] = reactive(False, layout=True, toggle_class="-narrow")
    """Whether to do without the box."""

    def __init__(
        self,
        shows: str = "",
        *,
        position: int | None = None,
        narrow: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Faceplate.shows, shows)
        self.set_reactive(Faceplate.position, position)
        self.set_reactive(Faceplate.narrow, narrow)
        self.set_class(narrow, "-narrow")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """The columns of the spaced text, or of the plain one where that is too wide."""
        return len(self._spaced(container.width - self.gutter.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One row."""
        return 1

    def render(self) -> Content:
        """The display's text, with the position in reverse."""
        text = self._spaced(self.content_size.width)
        step = 1 if text == self.shows else 2
        content = Content(text)
        if self.position is None or not 0 <= self.position < len(self.shows):
            return content
        return content.stylize("reverse", self.position * step, self.position * step + 1)

    def _spaced(self, width: int) -> str:
        spaced = " ".join(self.shows)
        return spaced if len(spaced) <= width else self.shows
