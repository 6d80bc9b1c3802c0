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
    WheelAndAccept,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.keying import steps_of_cycle
from pi.radio.steps import Correction, PressMore, StartAgain, Step, Turn


def correction(head_unit: HeadUnit, step: Step, shown: str) -> Correction:
    """What mends a step whose position shows another digit than wanted.

    ``shown`` is what the owner reads at that position: a digit, a dash or a blank. For a group of
    digits it is the group's number.
    """
    entry = head_unit.entry
    wanted = getattr(step, "digit", None)
    if entry is None or wanted is None:
        raise ValueError("this step sets no digit")
    method = entry.method
    begin_anew = StartAgain(
        how=entry.mistakes.start_again, costs_a_try=entry.mistakes.start_again_costs_a_try
    )
    if isinstance(method, DigitKeys | TouchKeypad):
        return begin_anew
    key = step.control if isinstance(step, Turn) else getattr(step, "key", None)
    if key is None:
        return begin_anew
    if shown == wanted:
        return PressMore(key=key, times=0, until=wanted)
    if isinstance(method, GroupStep):
        return _group_correction(method, key, shown, wanted)
    return _cycle_correction(method, key, shown, wanted, begin_anew)


def _group_correction(method: GroupStep, key: str, shown: str, wanted: str) -> PressMore:
    more = int(wanted) - int(shown) if shown.isdigit() else -1
    return PressMore(key=key, times=more if more >= 0 else None, until=wanted)


def _cycle_correction(
    method: PositionKeys | StepKeys | WheelAndAccept | SelectThenStep | RockerEdges,
    key: str,
    shown: str,
    wanted: str,
    begin_anew: StartAgain,
) -> Correction:
    if method.cycle is None:
        return PressMore(key=key, times=None, until=wanted)
    behind = shown in method.cycle and method.cycle.index(shown) > method.cycle.index(wanted)
    if behind and isinstance(method, StepKeys | SelectThenStep):
        back = method.cycle.index(shown) - method.cycle.index(wanted)
        return PressMore(key=method.down_key, times=back, until=wanted)
    if behind and method.wraps is False:
        return begin_anew
    sure = getattr(method, "count_is_sure", True) and shown in method.cycle
    times = steps_of_cycle(shown, wanted, method.cycle, method.wraps) if sure else None
    return PressMore(key=key, times=times, until=wanted)
