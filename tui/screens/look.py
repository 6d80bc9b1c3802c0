"""How the screen looks, and how fast the beat goes."""

from typing import Final

from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.text import home as words
from tui.themes import DAY, HIGH_CONTRAST, NIGHT, SIXTEEN_COLOURS
from tui.widgets.action import Action, in_order
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line

_THEMES: Final = {
    "day": DAY,
    "night": NIGHT,
    "high-contrast": HIGH_CONTRAST,
    "sixteen": SIXTEEN_COLOURS,
}
PACES: Final = (0.5, 0.8, 1.2, None)
"""Seconds from press to press, in the order of the button."""


class LookScreen(DrawnScreen):
    """Day, night, high contrast, 16 colours; and the beat."""

    def body(self) -> tuple[Fitted, ...]:
        """Its name alone: the choice shows itself at once."""
        return (Fitted(Line(words.look(), classes="strong")),)

    def draw(self, state: State) -> None:
        """The choices."""
        self.entitle(words.look())
        self.offer(
            *in_order(_THEMES, words.label, leads=False),
            Action(name="pace", key="5", label=words.pace(self.steady.pace_s)),
            Action(name="back", key="6", label=words.label("back"), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Wear it at once."""
        match event.action.name:
            case "back":
                self.dismiss()
            case "pace":
                at = PACES.index(self.steady.pace_s)
                self.steady.pace_s = PACES[(at + 1) % len(PACES)]
                self.redraw()
            case name:
                self.steady.theme = _THEMES[name]
