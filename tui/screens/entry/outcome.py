"""Did it take the code? The confirm key, named after it was written down that it would be.

After a restart the key is not named again: nobody knows whether it was pressed, so the try
counts as a wrong one until the owner says what the radio did. Escape does nothing here: whatever
leaves this screen is a statement. So is no answer the first button's, although the sketches have
it so: the key that told the confirm key is the one that a finger still lies on.
"""

from typing import Final

from textual.widget import Widget

from pi.radio.head_unit import HeadUnit
from pi.radio.steps import Step
from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import State
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.screens.entry.shows import after_a_try
from tui.screens.entry.step_view import StepView
from tui.screens.questions import AskedOnceScreen
from tui.text import home
from tui.text import outcome as words
from tui.text.asked_once import Claim
from tui.text.panel import buttons
from tui.text.states import large_word
from tui.text.telling import confirm
from tui.text.told import Telling
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line

ROOMY: Final = 48
"""Columns of a title line that has room for the tries left in full."""


class OutcomeScreen(DrawnScreen):
    """The confirm key while it is known, then the question."""

    def __init__(self) -> None:
        super().__init__()
        self._view = StepView(self.steady.clock)
        self._buttons = Line(drop=9)
        why, counts = words.asks_back()
        self._question = Fitted(
            BigWords(large_word("OutcomeUnknown")),
            Line(why, drop=4),
            Line(counts, classes="warn"),
            self._buttons,
        )

    def body(self) -> tuple[Widget, ...]:
        """One of the two."""
        return (self._view, self._question)

    def draw(self, state: State) -> None:
        """Name the key, or ask back."""
        radio = state.radio
        if radio is None or radio.state != "OutcomeUnknown":
            return
        family, entry = family_of(radio), state.entry
        self.entitle(
            words.title() if entry is not None else home.title(state, family),
            home.tries_left(radio, short=self.app.size.width < ROOMY),
        )
        self._view.display = entry is not None
        self._question.display = entry is None
        self._buttons.say(buttons(state))
        if entry is not None:
            self._view.show(
                _told(entry.step, family), pace_s=self.steady.pace_s, under=buttons(state)
            )
        step = entry.step if entry is not None else None
        self.offer(
            Action(name="not-sent", key="1", label=words.not_sent(step), primary=True),
            Action(name="refused", key="2", label=words.label("refused")),
            Action(name="plays", key="3", label=words.label("plays"), states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """What the radio did. The second of two answers is refused as stale."""
        state = self.steady.state
        if state is None or state.radio is None:
            return
        match event.action.name:
            case "not-sent":
                self.app.push_screen(AskedOnceScreen(Claim.NOT_SENT))
            case "refused":
                self.app.push_screen(after_a_try(family_of(state.radio)))
            case "plays":
                await self.steady.report(Outcome.ACCEPTED, answers=state.radio.seq)


def _told(step: Step, family: HeadUnit) -> Telling:
    """The confirm key, and a warning where the radio plays for a while without a code."""
    told = confirm(step)
    trial_min = family.behaviour.trial_play_min
    if trial_min is None:
        return told
    notes = (*told.notes, home.plays_on_trial(trial_min))
    return Telling(blocks=told.blocks, states="", notes=notes, shows=told.shows, beats=told.beats)
