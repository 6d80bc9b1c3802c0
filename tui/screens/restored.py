"""It is done: what came back, where the old one lies, and what to know now."""

import os

from textual.widget import Widget

from pi.service.protocol.answers import Restored
from pi.service.protocol.views import State
from tui.app.opening import open_screen
from tui.screens.base import DrawnScreen
from tui.text import backup, new_unlocker
from tui.text import backup_screens as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line


class RestoredScreen(DrawnScreen):
    """Stands while the service begins anew, and until its owner has read it.

    ``place``: the store whose place was taken, if there was one.
    """

    def __init__(self, made: Restored, place: str) -> None:
        super().__init__()
        self._word = BigWords(words.are_back(made.vehicles))
        self._anew = Line(words.begins_anew())
        aside = os.path.join(os.path.dirname(place), made.aside) if made.aside else ""
        self._told = (
            Line(words.no_pin_now(), drop=1, classes="strong"),
            Line(words.look_first(), drop=2),
            Line(words.lies_aside(aside) if aside else "", drop=3),
            Line(backup.families_missing(made.families_missing), classes="warn"),
            Line(backup.families_aside(made.families_aside), drop=1),
        )

    def body(self) -> tuple[Widget, ...]:
        """All of it."""
        return (Fitted(self._word, self._anew, *self._told),)

    def draw(self, state: State) -> None:
        """On to the radio, once the service tells of it."""
        self.entitle(words.label("restore"))
        waits = self.steady.returning.waits
        self._anew.say(words.begins_anew() if waits else "")
        no_pin = not waits and not state.lock.has_pin
        self._told[0].say(words.no_pin_now() if waits or no_pin else "")
        new = Action(name="new-pin", key="2", label=new_unlocker.set_a_pin())
        go_on = Action(name="go-on", key="1", label=words.label("go-on"), primary=True)
        self.offer(*(() if waits else (go_on,)), *((new,) if no_pin else ()))

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Set a PIN, or leave everything that led here."""
        if event.action.name == "go-on":
            self.steady.go_to_state()
        else:
            open_screen(self.steady, "new-pin")
