"""Beginning the entry anew: why, how on this radio, and what that costs."""

from pi.radio.steps import StartAgain
from pi.service.protocol.commands import BeginAnew, StopWalkthrough
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.text import entry as words
from tui.text.home import tries_left
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.fitting import Fitted, Line


class StartAgainScreen(DrawnScreen):
    """Leads back to the first key, or out of the entry."""

    def __init__(self, advice: StartAgain) -> None:
        super().__init__()
        self._advice = advice

    def body(self) -> tuple[Fitted, ...]:
        """What to do, how, and the price."""
        what, how, cost = words.start_again(self._advice)
        return (
            Fitted(
                Line(what, classes="strong"),
                Line(how),
                Line(cost, classes="" if self._advice.costs_a_try is False else "warn"),
            ),
        )

    def draw(self, state: State) -> None:
        """Begin again, stop, or go back to look; gone where the entry may not be seen."""
        if state.radio is None or state.entry is None:
            self.leave()
            return
        self.entitle(words.title(state), tries_left(state.radio))
        self.offer(
            Action(name="back", key="1", label=words.label("back"), primary=True, back=True),
            Action(name="anew", key="3", label=words.label("anew"), states=True),
            Action(name="stop", key="4", label=words.label("stop"), states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """One of the three."""
        entry = self.steady.state.entry if self.steady.state is not None else None
        if entry is not None and event.action.name == "anew":
            await self.steady.tell(BeginAnew(step=entry.at))
        elif entry is not None and event.action.name == "stop":
            await self.steady.tell(StopWalkthrough(step=entry.at))
        self.leave()
