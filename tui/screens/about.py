"""About this radio: what is known of it, what the owner saw of it, and what happened to it."""

from textual.widget import Widget

from pi.radio.head_unit import HeadUnit
from pi.service.protocol.views import State
from tui.app.opening import open_screen
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.text import copying, judging, known, radios
from tui.text import home as words
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line


class AboutScreen(DrawnScreen):
    """The family, and the ways to read on."""

    def __init__(self) -> None:
        super().__init__()
        self._family, self._shows, self._proof = Line(classes="strong"), Line(), Line(drop=1)

    def body(self) -> tuple[Widget, ...]:
        """The family in short."""
        return (Fitted(self._family, self._shows, self._proof),)

    def draw(self, state: State) -> None:
        """What the radio is. One that takes no code was never asked for one."""
        if state.radio is None:
            return
        family = family_of(state.radio)
        self.entitle(words.label("radio"))
        self._family.say(radios.name(family))
        takes = family.takes_a_code
        self._shows.say(radios.shows(family) if takes else _no_code(family))
        self._proof.say(radios.proof(family) if takes else "")
        judge = Action(name="judging", key="2", label=judging.title())
        self.offer(
            Action(name="known", key="1", label=known.what_is_known(), primary=True),
            *((judge,) if takes else ()),
            Action(name="history", key="3", label=words.label("history")),
            Action(name="practice", key="4", label=words.label("practice")),
            Action(name="copies", key="5", label=copying.title()),
            Action(name="back", key="6", label=words.label("back"), back=True),
        )

    def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Open it."""
        state = self.steady.state
        match event.action.name:
            case "back":
                self.dismiss()
            case "known" if state is not None and state.radio is not None:
                from tui.screens.known import KnownScreen

                self.app.push_screen(KnownScreen(family_of(state.radio), of_vehicle=True))
            case name:
                open_screen(self.steady, name)


def _no_code(family: HeadUnit) -> str:
    return radios.takes_no_code(family.protection) or radios.no_steps()
