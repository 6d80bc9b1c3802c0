"""What mends a digit that shows wrong, before the confirm.

On a cycle whose wrap nobody has seen, the answer is "press until it shows", not "begin the entry
anew": going on pressing costs nothing before the confirm, while what beginning anew costs is
rarely known. Beginning anew stays open to the owner if the digit stops short.
"""

from pi.radio.entry import (
    DigitKeys,
    GroupStep,
    PositionKeys,
    RockerEdges,
    SelectThenStep,
    StepKeys,
    TouchKeypad,
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.keying import steps_of_cycle
from pi.radio.steps import Correction, PressMore, StartAgain, Step, Turn

Stepped = PositionKeys | StepKeys | SelectThenStep | RockerEdges
OneAtATime = StepKeys | SelectThenStep | WheelAndAccept  # its keys reach the current position only


def correction(
    head_unit: HeadUnit, step: Step, shown: str, *, moved_on: bool = False
) -> Correction:
    """What mends a step whose position shows another digit than wanted.

    ``shown`` is what the owner reads at that position: a digit, a dash or a blank. For a group of
    digits it is the group's number. ``moved_on``: a later position has been reached since, so a
    set that keys one position at a time can't go back to this one. Raises ValueError for a step
    that sets no digit.
    """
    entry = head_unit.entry
    wanted = getattr(step, "digit", None)
    if entry is None or wanted is None:
        raise ValueError("this step sets no digit")
    method = entry.method
    key = step.control if isinstance(step, Turn) else getattr(step, "key", None)
    if key is not None and shown == wanted:
        return PressMore(key=key, times=0, until=wanted)
    begin_anew = StartAgain(
        how=entry.mistakes.start_again, costs_a_try=entry.mistakes.start_again_costs_a_try
    )
    stored = moved_on and isinstance(method, OneAtATime)
    if key is None or stored or isinstance(method, DigitKeys | TouchKeypad | UnknownKeys):
        return begin_anew
    if isinstance(method, WheelAndAccept):
        return PressMore(key=key, times=None, until=wanted)  # which way it counts up isn't known
    if isinstance(method, GroupStep):
        return _group_correction(key, shown, wanted)
    return _cycle_correction(method, key, shown, wanted) or begin_anew


def _group_correction(key: str, shown: str, wanted: str) -> PressMore:
    more = int(wanted) - int(shown) if shown.isdigit() else -1
    return PressMore(key=key, times=more if more >= 0 else None, until=wanted)


def _cycle_correction(method: Stepped, key: str, shown: str, wanted: str) -> PressMore | None:
    """None where the digit lies behind, and the set is known to stop at the cycle's end."""
    cycle = method.cycle
    if cycle is None or shown not in cycle:
        return PressMore(key=key, times=None, until=wanted)
    behind = cycle.index(shown) - cycle.index(wanted)
    if behind > 0 and isinstance(method, StepKeys | SelectThenStep):
        return PressMore(key=method.down_key, times=behind, until=wanted)
    if behind > 0 and method.wraps is False:
        return None
    sure = getattr(method, "count_is_sure", True)
    times = steps_of_cycle(shown, wanted, cycle, method.wraps) if sure else None
    return PressMore(key=key, times=times, until=wanted)
