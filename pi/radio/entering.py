"""The entry of a code from event to state: begun, step by step, submitted, or stopped."""

from msgspec.structs import replace

from pi.radio.events import (
    ConfirmPrompted,
    ConfirmWithheld,
    EntryBegunAnew,
    Recorded,
    StepDone,
    StepTakenBack,
    WalkthroughStarted,
    WalkthroughStopped,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.lockout import cost_of, tries_left
from pi.radio.state import Name, RadioState


def walked(head_unit: HeadUnit, state: RadioState, record: Recorded) -> RadioState:
    """A radio after one more record of an entry. What does not fit the entry changes nothing."""
    entering = state.name is Name.ENTERING
    match record.event:
        case WalkthroughStarted(steps=steps) if state.name is Name.ASKING:
            return replace(state, name=Name.ENTERING, step=0, steps=steps, cut_off=False)
        case StepDone(step=step) if entering and step == state.step:
            return replace(state, step=min(step + 1, max(step, (state.steps or 0) - 1)))
        case StepTakenBack(step=step) if entering and step == state.step and step > 0:
            return replace(state, step=step - 1)
        case EntryBegunAnew() if entering:
            return replace(state, step=0)
        case WalkthroughStopped(cut_off=cut_off) if entering:
            return replace(state, name=Name.ASKING, step=None, steps=None, cut_off=cut_off)
        case ConfirmPrompted() if entering or state.name is Name.ASKING:
            feared = state.rejected + 1
            cost = cost_of(head_unit.lockout, feared)
            over = cost.ends_series or cost.dead_end
            left = 0 if over else tries_left(head_unit.lockout, feared)
            return replace(state, name=Name.OUTCOME_UNKNOWN, tries_left=left)
        case ConfirmWithheld() if state.name is Name.OUTCOME_UNKNOWN:
            left = tries_left(head_unit.lockout, state.rejected)
            return replace(state, name=Name.ASKING, step=None, steps=None, tries_left=left)
    return state
