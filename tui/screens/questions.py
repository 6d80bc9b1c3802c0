"""One more look: asked once before an owed wait, counted time or a series is given up.

The radio's own display wins, always; but a hasty press is no look at it. So this screen draws what
the display must show now, says what is given up, and leads back: the careful answer is the one
that Enter, Escape and the first key give. The other one stands on a key that no screen which
leads here uses.

The sketches of the screens end a wait by its first button; that is departed from here, as one
press of a finger that was meant for something else then ended an hour of waiting.
"""

from collections.abc import Callable
from typing import Final

from textual.widget import Widget

from pi.service.protocol.commands import DropQuestion, Outcome
from pi.service.protocol.views import State
from tui.family import family_of
from tui.screens.base import DrawnScreen
from tui.text import asked_once as words
from tui.text.asked_once import Claim
from tui.text.home import tries_left
from tui.text.noted import nothing_said
from tui.text.panel import buttons
from tui.widgets.action import Action
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.faceplate import Faceplate
from tui.widgets.fitting import Fitted, Line

YES_KEY: Final = "9"
_OUTCOMES: Final = {
    Claim.ASKS: Outcome.ASKING,
    Claim.PLAYS: Outcome.ACCEPTED,
    Claim.LOST: Outcome.INTERRUPTED,
    Claim.REFUSED: Outcome.REJECTED,
    Claim.REFUSES: Outcome.STILL_WAITING,
    Claim.NOT_SENT: Outcome.ABANDONED,
}
WAITS: Final = {"Waiting", "SafeToTry"}
"""The states of a radio that refuses to ask, or did until it was counted out."""
WISHES: Final = {"ends": Claim.ASKS, "lost": Claim.LOST}
"""What a button of the panel has asked here."""


class AskedOnceScreen(DrawnScreen):
    """Is it so, now? The second of two answers is refused as stale."""

    def __init__(
        self, claim: Claim, said: Callable[[], None] = lambda: None, *, of_panel: bool = False
    ) -> None:
        """``said`` is called before the statement is sent.

        ``of_panel``: a button of the panel brought this, and may answer it as well.
        """
        super().__init__()
        self._claim, self._said, self._of_panel = claim, said, of_panel
        self._answers: int | None = None
        self._question = BigWords()
        self._price, self._caption = Line(classes="warn"), Line(classes="centred strong")
        self._display = Faceplate()
        self._or_else = Line(drop=4, classes="centred")
        self._buttons = Line(drop=6)

    def body(self) -> tuple[Widget, ...]:
        """The question, the display as it must be, and the price."""
        shown = (self._caption, self._display, self._or_else, self._price, self._buttons)
        return (Fitted(self._question, *shown),)

    def draw(self, state: State) -> None:
        """Gone as soon as something else happened to the radio, or the panel said no."""
        radio = state.radio
        if self._of_panel and state.panel.wants not in WISHES:
            self.leave()
            return
        if radio is None:
            return
        if self._answers is None:
            self._answers = radio.seq
        elif self._answers != radio.seq:
            self.leave()
            return
        family = family_of(radio)
        self.entitle(words.title(), tries_left(radio))
        self._question.text = words.question(self._claim)
        caption, shows = words.shown(self._claim, family)
        self._caption.say(caption)
        self._display.shows = shows
        self._display.display = bool(shows)
        self._display.narrow = self.app.size.height < 20
        self._or_else.say(words.or_else(self._claim, family))
        self._price.say(words.price(self._claim, radio, family))
        self._buttons.say(buttons(state) if self._of_panel else "")
        careful = words.careful(self._claim, waits=radio.state in WAITS)
        self.offer(
            Action(name="careful", key="1", label=careful, primary=True, back=True),
            Action(name="yes", key=YES_KEY, label=words.yes(self._claim), states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """It is so, or nothing is changed."""
        state = self.steady.state
        radio = state.radio if state is not None else None
        if event.action.name == "careful" or radio is None:
            self.leave()
            if state is not None and state.panel.wants in WISHES:
                await self.steady.tell(DropQuestion())
            waits = radio is not None and radio.state in WAITS
            left_so = "not-sent" if self._claim is Claim.NOT_SENT else "leave-so"
            self.steady.answer(nothing_said("keep" if waits else left_so))
            return
        again = self._claim is Claim.ASKS and radio.state in {*WAITS, "DeadEnd"}
        outcome = Outcome.ASKS_AGAIN if again else _OUTCOMES[self._claim]
        self._said()
        if await self.steady.report(outcome, answers=self._answers):
            self.steady.go_to_state()
