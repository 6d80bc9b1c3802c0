"""The button of the product: a key, a label of one to three lines, and a tap target that is
large enough for a moving car."""

from collections.abc import Callable
from typing import Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.action import Action, label_lines

PRESSED_SECONDS = 0.3
"""How long a pressed button or key looks pressed. A tap arrives only when the finger lifts."""
PRESSED = "-pressed"
"""The class a button carries for that time."""
RESTING = "-resting"
"""The class of a button that can't be pressed yet: its last row fills up until it can."""
FULL: Final = "█"
EMPTY: Final = "░"


class ActionButton(Widget, can_focus=True):
    """A tap, Enter, Space or :meth:`press` posts ``Pressed``.

    A tap does not move the focus, and the pointer resting on a button changes nothing, so no
    button stays marked after a finger has left it. The focused button shows a thick edge.
    """

    ALLOW_SELECT = False
    FOCUS_ON_CLICK = False
    DEFAULT_CSS = """
    ActionButton {
        width: 1fr;
        height: 5;
        min-width: 12;
        background: $panel;
        color: $foreground;
        border-left: vkey $foreground;
        content-align: left middle;
        text-style: bold;
    }
    ActionButton.-primary {
        background: $primary;
        color: $button-color-foreground;
        border-left: vkey $background;
    }
    ActionButton:focus { border-left: outer $foreground; }
    ActionButton:ansi, ActionButton.-primary:ansi {
        background: ansi_white;
        color: ansi_black;
        border-left: vkey ansi_black;
        text-style: none;
    }
    ActionButton.-primary:ansi { background: ansi_yellow; }
    ActionButton:focus:ansi, ActionButton.-primary:focus:ansi { border-left: outer ansi_black; }
    ActionButton.-resting, ActionButton.-resting.-primary {
        background: $surface;
        color: $foreground;
        text-style: none;
    }
    ActionButton.-resting:ansi, ActionButton.-resting.-primary:ansi {
        background: ansi_black;
        color: ansi_white;
    }
    ActionButton.-pressed, ActionButton.-pressed.-primary {
        background: $foreground;
        color: $background;
    }
    ActionButton.-pressed:ansi, ActionButton.-pressed.-primary:ansi {
        background: ansi_black;
        color: ansi_white;
    }
    """

    action: reactive[Action] = reactive(Action(name="", key="", label=""))
    """What is drawn and what a press means."""
    filled: reactive[float] = reactive(1.0)
    """How much of the time has passed, from 0 to 1, for which the button rests."""

    class Pressed(Message):
        """The button was pressed. ``action`` is what it meant at that moment."""

        def __init__(self, button: "ActionButton") -> None:
            super().__init__()
            self.button = button
            self.action = button.action

        @property
        def control(self) -> "ActionButton":
            """The button, for selectors in ``@on``."""
            return self.button

    def __init__(
        self,
        action: Action,
        *,
        takes: Callable[[Action], bool] = lambda _: True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """``takes`` says whether a press of the action counts now; one that does not is nothing."""
        super().__init__(id=id, classes=classes)
        self._takes = takes
        self.set_reactive(ActionButton.action, action)
        self.set_class(action.primary, "-primary")

    def watch_action(self, action: Action) -> None:
        """Dress as the new action."""
        self.set_class(action.primary, "-primary")

    def watch_filled(self, filled: float) -> None:
        """Look as one that can be pressed, or can't be yet."""
        self.set_class(filled < 1.0, RESTING)

    def render(self) -> Content:
        """The key and the label, in lines; below them how long the button still rests."""
        width = self.content_size.width
        lines = label_lines(self.action.key, self.action.label, width)
        done, resting = int(self.filled * width), self.filled < 1.0
        rest = FULL * done + EMPTY * (width - done) if resting else ""
        if self.action.rests or (resting and len(lines) < self.content_size.height):
            lines.append(rest)
        return Content("\n".join(lines))

    def press(self) -> None:
        """Look pressed for a moment and say so; one that is off, hidden or rests does nothing."""
        if self.disabled or not self.display or not self._takes(self.action):
            return
        self.add_class(PRESSED)
        self.set_timer(PRESSED_SECONDS, self._released)
        # A bar that presses its own button must not count as the sender: Textual would then
        # stop the message at the bar, before the screen.
        self.post_message(self.Pressed(self).set_sender(self))

    def _released(self) -> None:
        self.remove_class(PRESSED)

    def on_click(self, event: events.Click) -> None:
        """A tap that began and ended here."""
        event.stop()
        self.press()

    def on_key(self, event: events.Key) -> None:
        """Enter and Space press the focused button."""
        if event.key in ("enter", "space"):
            event.stop()
            self.press()
