"""Whether a screen is whole: nothing cut off, nothing outside, nothing too small for a finger."""

from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.setup.recovery import KeyGroups
from tui.widgets.action_bar import KIOSK_CLASS
from tui.widgets.actions import ActionButton
from tui.widgets.lists import TapGrid
from tui.widgets.paragraphs import Paragraphs
from tui.widgets.typing import Digits, KeyPad

BUTTON = (12, 5)
DIGIT = (8, 3)
LETTER = (5, 3)
SQUEEZED = 2  # rows of a key while a notice or the red line takes some of its room


def shown_text(screen: Screen[Any]) -> str:
    """All that can be read, blanks and line breaks as one blank, edges of boxes left away."""
    lines = [strip.text.strip("▏▌█ ") for strip in screen._compositor.render_strips()]
    return " ".join(" ".join(lines).split())


def visible(widget: Widget) -> bool:
    """Whether any of a widget can be seen."""
    return bool(widget.region.area) and all(
        node.display for node in widget.ancestors_with_self if isinstance(node, Widget)
    )


def whole(screen: Screen[Any]) -> list[str]:
    """What is wrong with a screen; nothing if it is whole."""
    seen = [widget for widget in screen.query("*") if visible(widget)]
    if not seen:
        return ["nothing is laid out yet"]
    wrong = [f"{each} is outside" for each in seen if not _inside(screen, each)]
    wrong += [f"{each} is cut off" for each in seen if _cut_off(each)]
    wrong += [f"{each} has a key outside" for each in seen if _key_outside(each)]
    if screen.app.has_class(KIOSK_CLASS):
        squeezed = any(each.display for each in screen.query("#notice, #not-saved"))
        wrong += [f"{each} is too small" for each in seen if _too_small(each, squeezed)]
    return wrong


def _inside(screen: Screen[Any], widget: Widget) -> bool:
    parent = widget.parent
    home = parent.region if isinstance(parent, Widget) else screen.region
    return home.contains_region(widget.region) and screen.region.contains_region(widget.region)


def _cut_off(widget: Widget) -> bool:
    content = widget.visual if isinstance(widget, Static) else None
    if isinstance(widget, KeyGroups | Paragraphs):
        content = widget.render()
    if not isinstance(content, Content) or "left" in widget.classes:  # a long title ends in dots
        return False
    width, height = widget.content_size
    return content.get_height({}, max(1, width)) > height


def _key_outside(widget: Widget) -> bool:
    if not isinstance(widget, TapGrid):
        return False
    home = widget.content_size.region
    return not all(home.contains_region(cell.region) for cell in widget.shown_cells())


def _too_small(widget: Widget, squeezed: bool) -> bool:
    if isinstance(widget, ActionButton):
        return widget.outer_size.width < BUTTON[0] or widget.outer_size.height < BUTTON[1]
    if not isinstance(widget, KeyPad):
        return False
    columns, rows = DIGIT if isinstance(widget, Digits) else LETTER
    least = SQUEEZED if squeezed else rows
    return any(
        cell.region.width < columns or cell.region.height < least for cell in widget.shown_cells()
    )
