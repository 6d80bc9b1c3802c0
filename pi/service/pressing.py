"""What a press of one of the panel's buttons means where a radio stands.

*Next* states what the screen's primary button would state, *back* is the way back. A statement
about what the radio did can't be taken back, so it takes a press that is held.
"""

from typing import Final

from pi.hardware.told import ButtonPressed
from pi.hardware.wiring import Signal
from pi.radio.state import Name, RadioState, Wait
from pi.radio.walkthrough import Walkthrough
from pi.service.asks import (
    Ask,
    ConfirmStep,
    Outcome,
    PromptConfirm,
    Report,
    StartWalkthrough,
    StepBack,
    StopWalkthrough,
)

_HELD: Final = {
    Name.PLAYING: {Signal.NEXT: Outcome.ASKING},
    Name.OUTCOME_UNKNOWN: {
        Signal.NEXT: Outcome.ACCEPTED,
        Signal.BACK: Outcome.REJECTED,
        Signal.SEE: Outcome.ABANDONED,
    },
    Name.WAITING: {
        Signal.NEXT: Outcome.ASKS_AGAIN,
        Signal.BACK: Outcome.INTERRUPTED,
        Signal.SEE: Outcome.STILL_WAITING,
    },
    Name.SAFE_TO_TRY: {Signal.NEXT: Outcome.ASKS_AGAIN, Signal.BACK: Outcome.STILL_WAITING},
}
_STAYED: Final = {Signal.NEXT: Outcome.POWER_ON, Signal.BACK: Outcome.INTERRUPTED}
_CAME_BACK: Final = {Signal.NEXT: Outcome.POWER_ON, Signal.BACK: Outcome.POWER_OFF}


def meant(
    press: ButtonPressed, state: RadioState, cursor: Walkthrough | None, end: int, *, warned: bool
) -> Ask | None:
    """What a press asks for, None where it means nothing here.

    ``end`` is the journal's end that the owner saw. ``warned``: the price of this try was told,
    and only a held *next* says that it is meant.
    """
    if state.name is Name.ASKING:
        return StartWalkthrough() if press.button is Signal.NEXT else None
    if state.name is Name.ENTERING:
        return _step(press, state.step or 0, cursor, warned)
    if not press.held:
        return None
    outcome = _held(state).get(press.button)
    return None if outcome is None else Report(outcome=outcome, answers=end)


def _step(press: ButtonPressed, step: int, cursor: Walkthrough | None, warned: bool) -> Ask | None:
    """A statement about a step. Held *back*, or *back* after the price was told, leaves."""
    if press.button is Signal.BACK:
        leaves = press.held or warned
        return StopWalkthrough(step=step) if leaves else StepBack(step=step)
    if press.button is not Signal.NEXT or cursor is None:
        return None
    if cursor.before_confirm:
        return PromptConfirm(step=step, sure=warned and press.held)
    return ConfirmStep(step=step)


def _held(state: RadioState) -> dict[Signal, Outcome]:
    """The statements about a radio that is not being keyed in."""
    wait = state.wait
    if state.name is Name.WAITING and wait is not None and not wait.counting:
        return _CAME_BACK if wait.powered is False or _lost(wait) else _STAYED
    return _HELD.get(state.name, {})


def _lost(wait: Wait) -> bool:
    """Whether the wait begins again anyway, so that only its beginning is asked about."""
    return wait.counted_s == 0 and wait.interruptions > 0
