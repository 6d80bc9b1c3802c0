"""What a press of one of the panel's buttons means where a radio stands.

*Next* is the careful answer, *back* the way back. A statement about what the radio did, and what
ends an entry or begins a dear try, takes a press that is held, once its owner has had time to see
what is asked, and never the button that brought the question: a thumb that goes on pressing where
it did states nothing, however fast. What gives up a wait, or what was counted, is asked once more,
and takes another button.
"""

from typing import Final

from msgspec import Struct

from pi.hardware.body import ButtonPressed
from pi.hardware.wiring import Signal
from pi.radio.state import Name, RadioState, Wait
from pi.radio.walkthrough import Walkthrough
from pi.service.protocol.commands import (
    Ask,
    ConfirmStep,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StepBack,
    StopWalkthrough,
)

STAND_S: Final = 2.0  # what is asked stands, and nothing is pressed, for so long before an answer
BROUGHT_WITHIN_S: Final = 10.0  # what comes later after a press was not brought by it
LEFT_ALONE_S: Final = 60.0  # a button not pressed for so long is no longer the one that brought it
ASKED_FOR_S: Final = 60.0  # a question that nobody answered for so long is over


class Question(Struct, frozen=True):
    """Is it so, now? Asked before a wait or what was counted is given up by this report."""

    outcome: Outcome


class Standing(Struct, frozen=True, kw_only=True):
    """What the owner has before them. ``end`` is the journal's end that they saw.

    ``read``: it had stood long enough to be seen when the press began; ``stood``: nor was anything
    pressed for as long. ``brought`` is the press that brought it, or the last one at the same
    button, None where none did or another button was pressed since. ``warned``: the price of this
    try was told. ``asked`` is what was asked once more.
    """

    end: int
    read: bool = True
    stood: bool = True
    brought: ButtonPressed | None = None
    warned: bool = False
    asked: Outcome | None = None

    def takes(self, press: ButtonPressed) -> bool:
        """Whether this press can be a statement."""
        repeated = self.brought is not None and self.brought.button is press.button
        return self.stood and not repeated


_HELD: Final[dict[Name, dict[Signal, Outcome | Question]]] = {
    Name.PLAYING: {Signal.NEXT: Outcome.ASKING},
    Name.OUTCOME_UNKNOWN: {
        Signal.NEXT: Outcome.ACCEPTED,
        Signal.BACK: Outcome.REJECTED,
        Signal.SEE: Outcome.ABANDONED,
    },
    Name.WAITING: {
        Signal.NEXT: Outcome.STILL_WAITING,
        Signal.BACK: Question(Outcome.INTERRUPTED),
        Signal.SEE: Question(Outcome.ASKS_AGAIN),
    },
    Name.SAFE_TO_TRY: {Signal.NEXT: Outcome.ASKS_AGAIN, Signal.BACK: Outcome.STILL_WAITING},
}
_STAYED: Final[dict[Signal, Outcome | Question]] = {
    Signal.NEXT: Outcome.POWER_ON,
    Signal.BACK: Question(Outcome.INTERRUPTED),
}
_CAME_BACK: Final[dict[Signal, Outcome | Question]] = {
    Signal.NEXT: Outcome.POWER_OFF,
    Signal.BACK: Outcome.POWER_ON,
}


def meant(
    press: ButtonPressed, state: RadioState, cursor: Walkthrough | None, standing: Standing
) -> Ask | Question | None:
    """What a press asks for, None where it means nothing here."""
    if state.name is Name.ASKING:
        return StartWalkthrough() if press.button is Signal.NEXT else None
    if state.name is Name.ENTERING:
        return _step(press, state.step or 0, cursor, standing)
    if not press.held or not standing.takes(press):
        return None
    if standing.asked is not None:
        yes = press.button is Signal.NEXT
        return Report(outcome=standing.asked, answers=standing.end) if yes else None
    found = _held(state).get(press.button)
    if found is None or isinstance(found, Question):
        return found
    return Report(outcome=found, answers=standing.end)


def _step(
    press: ButtonPressed, step: int, cursor: Walkthrough | None, standing: Standing
) -> Ask | None:
    """A statement about a step. Held *back* leaves.

    After the price was told a short *back* only lets *next*, which brought that, count again.
    """
    if press.button is Signal.BACK:
        if press.held or step == 0:
            return StopWalkthrough(step=step) if standing.takes(press) else None
        return None if standing.warned else StepBack(step=step)
    if press.button is not Signal.NEXT or cursor is None:
        return None
    if not (standing.stood if cursor.before_confirm else standing.read):
        return None
    if not cursor.before_confirm:
        return ConfirmStep(step=step)
    meant_so = standing.warned and press.held and standing.takes(press)
    return PromptConfirm(step=step, sure=meant_so)


def _held(state: RadioState) -> dict[Signal, Outcome | Question]:
    """The statements about a radio that is not being keyed in."""
    wait = state.wait
    if state.name is Name.WAITING and wait is not None and not wait.counting:
        return _CAME_BACK if wait.powered is False or _lost(wait) else _STAYED
    return _HELD.get(state.name, {})


def _lost(wait: Wait) -> bool:
    """Whether the wait begins again anyway, so that only its beginning is asked about."""
    return wait.counted_s == 0 and wait.interruptions > 0
