"""What all screens share: a title line, a red line when nothing is saved, a body, the actions.

Below 40 columns or 16 rows nothing of that can be read, so one line names the size needed, and
no key acts: nobody can see what it would say.
"""

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from pi.service.protocol.views import CarView, State
from tui.port import ScreenName
from tui.practice.rehearsal import PractisedScreen
from tui.text.home import too_small
from tui.text.states import saving
from tui.widgets.actions import Action

LEAST: Final = Size(40, 16)
"""The smallest terminal that a screen is drawn on, in columns and rows."""
HELP_KEY: Final = "?"  # tells what each key does, but where it is typed as a sign of a text


def must_park(car: CarView) -> bool:
    """Whether no step may be shown: parking is sensed, and not for certain."""
    return car.senses_parked and car.parked is not True


def hides_codes(car: CarView) -> bool:
    """Whether no code may be shown. With the ignition off the car goes nowhere."""
    return must_park(car) and car.ignition is not False


class DrawnScreen(PractisedScreen):
    """A screen that draws states. ``draw`` is called on arrival and with every later state.

    Subclasses yield their body in ``body``, set the title with ``entitle`` and the rest in
    ``draw``, and answer presses in ``on_action_button_pressed``.
    """

    AUTO_FOCUS = ""  # Enter presses what leads on; where nothing does it presses nothing

    def __init__(self) -> None:
        super().__init__()
        self._left, self._right = Static(classes="left"), Static(classes="right")
        self._not_saved = Static(id="not-saved")
        self._too_small = Static(id="too-small")

    def compose(self) -> ComposeResult:
        """The frame of every screen, and the body of this one."""
        rehearsal = self.steady.rehearsal
        yield from rehearsal.framed(
            self,
            (
                Widget(self._left, self._right, *rehearsal.in_title(), id="title"),
                self._not_saved,
                Vertical(*self.body(), id="body"),
                self._notice,
                self.bar,
            ),
        )
        yield self._too_small

    def body(self) -> tuple[Widget, ...]:
        """The widgets between the title and the actions."""
        return ()

    def on_mount(self) -> None:
        """Draw what is known."""
        self.redraw()

    def on_screen_resume(self) -> None:
        """Draw what changed while another screen stood before this one; statements rest anew."""
        self.redraw()
        self.bar.stand_anew()

    def on_resize(self, event: events.Resize) -> None:
        """Give way to one line where the terminal is too small to be read."""
        size = event.size
        small = size.width < LEAST.width or size.height < LEAST.height
        self.set_class(small, "-too-small")
        self._too_small.update(Content(too_small(LEAST.width, LEAST.height)))
        self.steady.rehearsal.arrange(self)

    def on_key(self, event: events.Key) -> None:
        """Keep keys from buttons that nobody can see; in practice, give the radio its own. One
        key tells what the others do.
        """
        if self.has_class("-too-small") or self.steady.rehearsal.takes_key(self, event):
            event.stop()
            event.prevent_default()
        elif event.character == HELP_KEY and self.known_as is not ScreenName.HELP:
            event.stop()
            self.steady.open(ScreenName.HELP, self)

    def redraw(self) -> None:
        """Draw the last state, if there is one."""
        if (state := self.steady.state) is not None:
            self.show_saving(state)
            self.draw(state)
            if self.steady.noted and self.is_current:
                self.notice(self.steady.noted)

    def redraw_at(self, size: Size) -> None:
        """Draw the last state where it is a matter of the size how many buttons stand here."""
        legible = size.width >= LEAST.width and size.height >= LEAST.height
        if legible and self.bar.is_mounted:
            self.redraw()

    def draw(self, state: State) -> None:
        """Draw a state."""

    def entitle(self, left: str, right: str = "") -> None:
        """Set the title line: what this is about, and what is left."""
        self._left.update(Content(self.steady.rehearsal.title(left)))
        self._right.update(Content(right))

    def show_saving(self, state: State) -> None:
        """The red line, over everything else: no service, or events that do not reach the card."""
        line = self.steady.away or saving(state.saving)
        self._not_saved.update(Content(line))
        self._not_saved.display = bool(line)

    def offer(self, *actions: Action) -> None:
        """What can be done here, in the order of the keys."""
        actions = self.steady.rehearsal.offered(actions)
        if self.bar.actions != actions:
            self.bar.actions = actions
