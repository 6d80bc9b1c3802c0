"""Did it take the code? Before the confirm, before a dear try, and after it.

After a restart the key is not named again: nobody knows whether it was pressed, so the try counts
as a wrong one until the owner says what the radio did. Escape does nothing here: whatever leaves
this screen is a statement. So is no answer the first button's, although the sketches have it so:
the key that told the confirm key is the one that a finger still lies on.

The warning before a dear try leads back to the check by its first button, where the sketches have
it go on: the press that brought the warning was the first button's, and a second one must not be
the answer to what nobody read.
"""

from typing import Final

from textual import events
from textual.widget import Widget

from pi.radio.head_unit import HeadUnit
from pi.radio.steps import Step
from pi.service.protocol.commands import DropQuestion, Outcome, PromptConfirm, StopWalkthrough
from pi.service.protocol.views import State
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.screens.confirmations import AskedOnceScreen, costs_no_row
from tui.screens.entry.display import after_a_try
from tui.screens.entry.step_view import REPLAY_KEY, StepView
from tui.text import entry as words
from tui.text import home
from tui.text.entry import Telling, confirm
from tui.text.home import buttons, tries_left
from tui.text.lockout import Claim
from tui.text.states import large_word
from tui.widgets.actions import Action, ActionButton
from tui.widgets.fitting import BigWords, Fitted, Line

ROOMY: Final = 48
"""Columns of a title line that has room for the tries left in full."""


class OutcomeScreen(DrawnScreen):
    """The confirm key while it is known, then the question."""

    def __init__(self) -> None:
        super().__init__()
        self._view = StepView(self.steady.clock)
        self._buttons = Line(drop=9)
        why, counts = words.ASKS_BACK
        self._question = Fitted(
            BigWords(large_word("OutcomeUnknown")),
            Line(why, drop=4),
            Line(counts, classes="warn"),
            self._buttons,
        )

    def body(self) -> tuple[Widget, ...]:
        """One of the two."""
        return (self._view, self._question)

    def on_resize(self, event: events.Resize) -> None:
        """How many buttons stand here is a matter of the size."""
        self.redraw_at(event.size)

    def draw(self, state: State) -> None:
        """Name the key, or ask back."""
        radio = state.radio
        if radio is None or radio.state != "OutcomeUnknown":
            return
        family, entry = family_of(radio), state.entry
        self.entitle(
            words.CONFIRM_TITLE if entry is not None else home.title(state, family),
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
        few = (
            Action(name="not-sent", key="1", label=words.not_sent(step), primary=True),
            Action(name="refused", key="2", label=words.OUTCOME_LABELS["refused"]),
            Action(name="plays", key="3", label=words.OUTCOME_LABELS["plays"], states=True),
        )
        more = (
            *few,
            Action(name="not-known", key="4", label=words.OUTCOME_LABELS["not-known"]),
            Action(name="more", key="5", label=words.OUTCOME_LABELS["more"]),
        )
        # Beside the key to press there may be no room; nothing is asked there before it was pressed
        self.offer(*(more if entry is None or costs_no_row(self, few, more) else few))

    def on_key(self, event: events.Key) -> None:
        """The beat once more."""
        if event.character == REPLAY_KEY:
            self._view.replay()

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """What the radio did. The second of two answers is refused as stale."""
        state = self.steady.state
        if state is None or state.radio is None:
            return
        match event.action.name:
            case "not-sent":
                self.app.push_screen(AskedOnceScreen(Claim.NOT_SENT))
            case "not-known":
                self.app.push_screen(AskedOnceScreen(Claim.NOT_KNOWN))
            case "more":
                self.steady.open(ScreenName.MORE)
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


class LastTryScreen(DrawnScreen):
    """Names the price. Going on takes a statement of its own; the first key leads back."""

    known_as = ScreenName.LAST_TRY

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
        word, means = words.last_try(cost, family_of(radio))
        self.entitle(words.LAST_TRY_TITLE, tries_left(radio))
        self._word.text = word
        self._before.say(words.before_what(cost))
        self._cost.say(means)
        self._so_far.say(words.so_far(radio.rejected) if radio.rejected else "")
        self._buttons.say(buttons(state))
        self.offer(
            Action(name="look", key="1", label=words.LABELS["look-again"], primary=True, back=True),
            Action(name="sure", key="2", label=words.LABELS["sure"], states=True),
            Action(name="stop", key="3", label=words.LABELS["stop-free"], states=True),
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
