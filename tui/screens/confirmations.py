"""Asked once: before a wait, a count or a series is given up, and before a statement is taken
back.

The radio's own display wins, always; but a hasty press is no look at it. So this screen draws what
the display must show now, says what is given up, and leads back: the careful answer is the one that
Enter, Escape and the first key give. The other one stands on a key that no screen which leads here
uses.

The sketches of the screens end a wait by its first button; that is departed from here, as one press
of a finger that was meant for something else then ended an hour of waiting.

*Take back* stands on the state's own screen, as it is the cure for a slip. Where a row has no room
for one more, another gives way to it: one that can be found elsewhere, or, for the first minutes,
one that is seldom needed.
"""

from collections.abc import Callable, Collection
from typing import Final

from textual.widget import Widget

from pi.service.protocol.commands import DropQuestion, Outcome
from pi.service.protocol.views import RadioView, State, TakeBackView
from tui.app.reactions import CLAIMS
from tui.families import family_of
from tui.port import ScreenName
from tui.screens.base import DrawnScreen
from tui.text import lockout as words
from tui.text.entry import NOTHING_SAID
from tui.text.home import buttons, tries_left
from tui.text.lockout import Claim
from tui.widgets.action_bar import room_of
from tui.widgets.actions import MOST, SPARE_HEIGHT, Action, ActionButton, in_rows
from tui.widgets.fitting import BigWords, Fitted, Line
from tui.widgets.step import Faceplate

YES_KEY: Final = "9"
_OUTCOMES: Final = {
    Claim.ASKS: Outcome.ASKING,
    Claim.PLAYS: Outcome.ACCEPTED,
    Claim.LOST: Outcome.INTERRUPTED,
    Claim.REFUSED: Outcome.REJECTED,
    Claim.REFUSES: Outcome.STILL_WAITING,
    Claim.NOT_SENT: Outcome.ABANDONED,
    Claim.NOT_KNOWN: Outcome.REJECTED,  # as it counts until somebody says what it did
}
WAITS: Final = {"Waiting", "SafeToTry"}
"""The states of a radio that refuses to ask, or did until it was counted out."""

NAME: Final = ScreenName.TAKE_BACK.value
KEY: Final = "0"
TAKE_KEY: Final = "9"  # of the question: no screen that leads to it has this key
FRESH_S: Final = 600.0


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
        if self._of_panel and state.panel.wants not in CLAIMS:
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
        self.entitle(words.ONE_MORE_LOOK, tries_left(radio))
        self._question.text = words.CLAIM_QUESTIONS[self._claim]
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
            Action(name="yes", key=YES_KEY, label=words.CLAIM_IS_SO[self._claim], states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """It is so, or nothing is changed."""
        state = self.steady.state
        radio = state.radio if state is not None else None
        if event.action.name == "careful" or radio is None:
            self.leave()
            if state is not None and state.panel.wants in CLAIMS:
                await self.steady.tell(DropQuestion())
            waits = radio is not None and radio.state in WAITS
            open_still = self._claim in {Claim.NOT_SENT, Claim.NOT_KNOWN}
            left_so = "not-sent" if open_still else "leave-so"
            self.steady.answer(NOTHING_SAID["keep" if waits else left_so])
            return
        again = self._claim is Claim.ASKS and radio.state in {*WAITS, "DeadEnd"}
        outcome = Outcome.ASKS_AGAIN if again else _OUTCOMES[self._claim]
        self._said()
        if await self.steady.report(outcome, answers=self._answers):
            self.steady.go_to_state()


class TakingBackScreen(DrawnScreen):
    """Says what was said, and what then is. Enter, Escape and the first key change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: TakeBackView | None = None
        self._question = BigWords()
        self._said, self._then = Line(classes="strong"), Line()
        self._watched = Line(drop=2)
        self._question.text = words.WAS_IT_A_SLIP

    def body(self) -> tuple[Fitted, ...]:
        """What was said, and what then is."""
        return (Fitted(self._question, self._said, self._then, self._watched),)

    def draw(self, state: State) -> None:
        """Gone as soon as it can't be taken back any more, or something else was said."""
        radio = state.radio
        back = None if radio is None else radio.take_back
        if radio is None or back is None or not self._is_asked(back):
            self.leave()
            return
        self.entitle(words.TAKING_BACK_TITLE, tries_left(radio))
        self._said.say(words.was_said(back))
        self._then.say(words.afterwards(back))
        self._watched.say(words.not_watched(back))
        self.offer(
            Action(name="careful", key="1", label=words.NO, primary=True, back=True),
            Action(name="take", key=TAKE_KEY, label=words.IT_WAS_A_SLIP, states=True),
        )

    async def on_action_button_pressed(self, event: ActionButton.Pressed) -> None:
        """Take it back, and go where the state leads; or leave all as it is."""
        state = self.steady.state
        if event.action.name == "careful" or state is None or state.radio is None:
            self.leave()
            return
        if await self.steady.report(Outcome.TAKE_BACK, answers=state.radio.seq):
            self.steady.go_to_state()

    def _is_asked(self, back: TakeBackView) -> bool:
        """Whether it is still the same statement that is asked about."""
        if self._asked is None:
            self._asked = back
        return (back.kind, back.wall) == (self._asked.kind, self._asked.wall)


def with_taking_back(
    screen: DrawnScreen,
    radio: RadioView,
    actions: tuple[Action, ...],
    *,
    elsewhere: Collection[str] = (),
    seldom: Collection[str] = (),
    always: bool = False,
) -> tuple[Action, ...]:
    """What a screen offers, and the way to take the last statement back where that can be done.

    Where there is no room for one more, the first of ``elsewhere`` gives way, as it is found on
    another screen as well, and in the first minutes after the statement the first of ``seldom``.
    ``always``: here it stands at the cost of a row.
    """
    back = radio.take_back
    if back is None or not actions:
        return actions
    taking = Action(name=NAME, key=KEY, label=words.take_back_label(back))
    more = (actions[0], taking, *actions[1:])  # beside the primary: not where the question has it
    if always or _has_room(screen, actions, more):
        return more
    fresh = back.said_at is not None
    fresh = fresh and screen.steady.rehearsal.clock() - (back.said_at or 0.0) < FRESH_S
    gives_way = [*elsewhere, *(seldom if fresh else ())]
    for name in gives_way:
        fewer = tuple(one for one in more if one.name != name)
        if len(fewer) < len(more):
            return fewer
    return actions


def _has_room(screen: DrawnScreen, few: tuple[Action, ...], more: tuple[Action, ...]) -> bool:
    """Whether one more button costs no row, or there is a row to spare."""
    if len(more) > MOST:
        return False
    return costs_no_row(screen, few, more) or screen.app.size.height >= SPARE_HEIGHT


def costs_no_row(screen: DrawnScreen, few: tuple[Action, ...], more: tuple[Action, ...]) -> bool:
    """Whether more buttons stand in as many rows as few."""
    room = room_of(screen.bar, screen.bar.size.width or screen.app.size.width)
    return len(more) <= MOST and len(in_rows(few, room)[0]) == len(in_rows(more, room)[0])
