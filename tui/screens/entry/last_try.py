"""The last word before a dear try: what a wrong code would cost, and a second statement.

The first button leads back to the check, where the sketches have it go on: the press that brought
this warning was the first button's, and a second one must not be the answer to what nobody read.
"""

from pi.service.protocol.commands import DropQuestion, PromptConfirm, StopWalkthrough
from pi.service.protocol.views import State
from tui.screens.base import DrawnScreen
from tui.text import entry as words
from tui.text.home import tries_left
from tui.text.panel import buttons
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line


class LastTryScreen(DrawnScreen):
    """Names the price. Going on takes a statement of its own; the first key leads back."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self._step = step
        self._word = BigWords()
        self._before, self._cost = Line(classes="warn centred"), Line(classes="warn")
        self._so_far, self._buttons = Line(drop=6), Line(drop=9)

    def body(self) -> tuple[Fitted, ...]:
        """The large word and the price."""
        return (Fitted(self._word, self._before, self._cost, self._so_far, self._buttons),)

    def draw(self, state: State) -> None:
        """The price of this try; gone as soon as the entry stands elsewhere or may not be seen."""
        radio, cost = state.radio, state.radio.next_cost if state.radio is not None else None
        if radio is None or radio.step != self._step or cost is None or state.entry is None:
            self.leave()
            return
        word, means = words.last_try(cost)
        self.entitle(words.last_try_title(), tries_left(radio))
        self._word.text = word
        self._before.say(words.before_what(cost))
        self._cost.say(means)
        self._so_far.say(words.so_far(radio.rejected) if radio.rejected else "")
        self._buttons.say(buttons(state))
        self.offer(
            Action(name="look", key="1", label=words.label("look-again"), primary=True, back=True),
            Action(name="sure", key="2", label=words.label("sure"), states=True),
            Action(name="stop", key="3", label=words.label("stop-free"), states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """On to the confirm key, out of the entry, or back to the check."""
        state = self.steady.state
        if event.action.name == "sure":
            await self.steady.tell(PromptConfirm(step=self._step, sure=True))
        elif event.action.name == "stop":
            await self.steady.tell(StopWalkthrough(step=self._step))
        self.leave()
        if event.action.name == "look" and state is not None and state.panel.wants == "sure":
            await self.steady.tell(DropQuestion())
