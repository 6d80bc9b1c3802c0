"""Taking back the last statement: the button that leads here, and the one question before it.

The button stands on the state's own screen, as it is the cure for a slip. Where a row has no room
for one more, another gives way to it: one that can be found elsewhere, or, for the first minutes,
one that is seldom needed.
"""

from collections.abc import Collection
from typing import Final

from pi.service.protocol.commands import Outcome
from pi.service.protocol.views import RadioView, State, TakeBackView
from tui.screens.base import DrawnScreen
from tui.text import taking_back as words
from tui.text.home import tries_left
from tui.widgets.action import Action
from tui.widgets.action_bar import room_of
from tui.widgets.action_places import MOST, SPARE_HEIGHT, in_rows
from tui.widgets.actions import ActionButton
from tui.widgets.blocks import BigWords
from tui.widgets.fitting import Fitted, Line

NAME: Final = "take-back"
KEY: Final = "0"
TAKE_KEY: Final = "9"  # of the question: no screen that leads to it has this key
FRESH_S: Final = 600.0


class TakingBackScreen(DrawnScreen):
    """Says what was said, and what then is. Enter, Escape and the first key change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._asked: TakeBackView | None = None
        self._question = BigWords()
        self._said, self._then = Line(classes="strong"), Line()
        self._watched = Line(drop=2)
        self._question.text = words.question()

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
        self.entitle(words.title(), tries_left(radio))
        self._said.say(words.was_said(back))
        self._then.say(words.afterwards(back))
        self._watched.say(words.not_watched(back))
        self.offer(
            Action(name="careful", key="1", label=words.no(), primary=True, back=True),
            Action(name="take", key=TAKE_KEY, label=words.yes(), states=True),
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
    taking = Action(name=NAME, key=KEY, label=words.label(back))
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
