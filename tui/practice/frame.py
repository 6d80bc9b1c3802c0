"""Where the radio stands in practice: beside the real screen, below it, or in its place."""

from enum import Enum
from typing import TYPE_CHECKING, Final, cast

from textual import events
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from tui.text import practice as words
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import Blocks

if TYPE_CHECKING:
    from tui.screens.base import DrawnScreen


SCREEN: Final = Size(40, 24)  # what a real screen needs beside or above the radio
FACE: Final = Size(26, 16)  # what the radio needs there
WIDEST: Final = 44


class Place(Enum):
    """Where the radio stands."""

    BESIDE = "-beside"
    BELOW = "-below"
    PAGED = "-paged"  # one at a time


def place_of(size: Size) -> Place:
    """The radio's place on a terminal of that size."""
    if size.width >= SCREEN.width + FACE.width:
        return Place.BESIDE
    return Place.BELOW if size.height >= SCREEN.height + FACE.height else Place.PAGED


class Steps(Vertical):
    """Holds the real screen, whole. Buttons that belong to practice are answered here."""

    DEFAULT_CSS = "Steps { width: 1fr; height: 1fr; overflow: hidden; }"

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """To the radio, or out of practice; everything else is the screen's."""
        screen = cast("DrawnScreen", self.screen)
        if event.action.name in {"radio", "leave-practice"}:
            event.stop()
            screen.steady.rehearsal.go(screen, event.action.name)


class Flip(Static):
    """A word in the title line that brings the radio up, where a button would take a row."""

    DEFAULT_CSS = "Flip { width: auto; height: 1; margin-left: 1; text-style: reverse bold; }"

    def __init__(self) -> None:
        super().__init__(Content(f" R {words.label('radio')} "), classes="flip")

    def on_click(self, event: events.Click) -> None:
        """Bring it up."""
        event.stop()
        screen = cast("DrawnScreen", self.screen)
        screen.steady.rehearsal.go(screen, "radio")


def arrange(screen: "DrawnScreen", face: Widget, size: Size) -> None:
    """Put the radio where it stands on a terminal of that size."""
    where = place_of(size)
    for each in Place:
        screen.set_class(each is where, each.value)
    beside = where is Place.BESIDE
    columns = max(FACE.width, min(WIDEST, size.width - SCREEN.width - 4))
    face.styles.width = columns if beside else "1fr"
    face.styles.padding = (0, 0, 0, 1 if beside and columns > FACE.width else 0)
    face.styles.height = FACE.height if where is Place.BELOW else "1fr"


def told_on(screen: "DrawnScreen") -> str:
    """The step that stands on a screen, in a line."""
    for blocks in screen.query(Blocks):
        if all(each.display for each in blocks.ancestors_with_self if isinstance(each, Widget)):
            return " · ".join(f"{caption} {text}" for caption, text in blocks.blocks)
    return ""
