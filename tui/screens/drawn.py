"""What all screens share: a title line, a red line when nothing is saved, a body, the actions.

Below 40 columns or 16 rows nothing of that can be read, so one line names the size needed, and
no key acts: nobody can see what it would say.
"""

from typing import TYPE_CHECKING, Final, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from pi.service.shown import State
from tui.widgets.action import Action
from tui.widgets.action_bar import ActionBar, ActionKeys

if TYPE_CHECKING:
    from tui.app import SteadyhandApp

LEAST: Final = Size(40, 16)
"""The smallest terminal that a screen is drawn on, in columns and rows."""


class DrawnScreen(ActionKeys, Screen[None]):
    """A screen that draws states. ``draw`` is called on arrival and with every later state.

    Subclasses yield their body in ``body``, set the title with ``entitle`` and the rest in
    ``draw``, and answer presses in ``on_action_button_pressed``.
    """

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = Static(classes="left"), Static(classes="right")
        self._not_saved = Static(id="not-saved")
        self._notice = Static(id="notice")
        self._too_small = Static(id="too-small")
        self.bar = ActionBar(settle=self.steady.settle)

    @property
    def steady(self) -> "SteadyhandApp":
        """The app, as what it is."""
        return cast("SteadyhandApp", self.app)

    def compose(self) -> ComposeResult:
        """The frame of every screen, and the body of this one."""
        yield Widget(self._left, self._right, id="title")
        yield self._not_saved
        yield Vertical(*self.body(), id="body")
        yield self._notice
        yield self.bar
        yield self._too_small

    def body(self) -> tuple[Widget, ...]:
        """The widgets between the title and the actions."""
        return ()

    def on_mount(self) -> None:
        """Draw what is known."""
        self.redraw()

    def on_screen_resume(self) -> None:
        """Draw what changed while another screen stood before this one."""
        self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        """Give way to one line where the terminal is too small to be read."""
        from tui.words.home import too_small

        size = event.size
        small = size.width < LEAST.width or size.height < LEAST.height
        self.set_class(small, "-too-small")
        self._too_small.update(Content(too_small(LEAST.width, LEAST.height)))

    def on_key(self, event: events.Key) -> None:
        """Keep keys from buttons that nobody can see."""
        if self.has_class("-too-small"):
            event.stop()
            event.prevent_default()

    def redraw(self) -> None:
        """Draw the last state, if there is one."""
        if (state := self.steady.state) is not None:
            self.show_saving(state)
            self.draw(state)

    def draw(self, state: State) -> None:
        """Draw a state."""

    def leave(self) -> None:
        """Give way to the screen below, if this one still stands in front."""
        if self.is_current:
            self.dismiss()

    def entitle(self, left: str, right: str = "") -> None:
        """Set the title line: what this is about, and what is left."""
        self._left.update(Content(left))
        self._right.update(Content(right))

    def notice(self, text: str) -> None:
        """Say one line about what was just asked. An empty one clears it."""
        self._notice.update(Content(text))
        self._notice.display = bool(text)

    def show_saving(self, state: State) -> None:
        """The red line, over everything else: no service, or events that do not reach the card."""
        from tui.words.refusals import saving

        line = self.steady.away or saving(state.saving)
        self._not_saved.update(Content(line))
        self._not_saved.display = bool(line)

    def offer(self, *actions: Action) -> None:
        """What can be done here, in the order of the keys."""
        if self.bar.actions != actions:
            self.bar.actions = actions
