"""The keying of the digits, one way for each entry method.

Presses are computed from what a position shows before the first press and from the order its key
steps through. Where either is not known well enough, or the way leads over an end of the cycle
that nobody has seen wrap, the step says "until it shows", never a count.
"""

from pi.radio.entry import (
    DigitKeys,
    GroupStep,
    KeySet,
    Method,
    PositionKeys,
    RockerEdges,
    SelectThenStep,
    StepKeys,
    TouchKeypad,
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.steps import Press, Step, Touch, Turn


def keyed(method: Method, digits: str) -> list[Step]:
    """The steps that put the digits on the display, in order, without opening or confirm."""
    match method:
        case PositionKeys():
            return _position_keys(method, method.keys, digits)
        case RockerEdges():
            return _position_keys(method, method.edges, digits)
        case DigitKeys():
            return _digit_keys(method, digits)
        case TouchKeypad():
            return _touched(digits)
        case UnknownKeys():
            return _by_handbook(method, digits)
        case GroupStep():
            return _groups(method, digits)
        case WheelAndAccept():
            return _wheel(method, digits)
        case StepKeys():
            return _step_keys(method, digits)
        case SelectThenStep():
            return _select_then_step(method, digits)


def steps_of_cycle(start: str, wanted: str, cycle: str, wraps: bool | None) -> int | None:
    """How many steps lead from what a position shows to the wanted digit.

    A start that is no digit of the cycle (a dash, a blank) needs one step to show the first.
    None where the way crosses the cycle's end and it is not known to wrap.
    """
    if start not in cycle:
        return cycle.index(wanted) + 1
    steps = cycle.index(wanted) - cycle.index(start)
    if steps >= 0:
        return steps
    return steps + len(cycle) if wraps else None


def number_shown(digits: str) -> str:
    """How a set that counts in groups shows a code: ``0345`` and ``345`` look the same."""
    left, right = divmod(int(digits), 100)
    return f"{left}{right:02d}"


def _shown(start: str | None, digits: str, keyed_in: int) -> str:
    """The display after so many digits: blanks and what is unknown fall off its end."""
    rest = start[keyed_in:] if start is not None else ""
    return (digits[:keyed_in] + rest).rstrip()


def _times(
    start: str | None, cycle: str | None, wraps: bool | None, at: int, digit: str
) -> int | None:
    if start is None or cycle is None:
        return None
    return steps_of_cycle(start[at], digit, cycle, wraps)


def _position_keys(method: PositionKeys | RockerEdges, keys: KeySet, digits: str) -> list[Step]:
    return [
        Press(
            key=keys[at],
            times=_times(method.start, method.cycle, method.wraps, at, digit)
            if method.count_is_sure
            else None,
            display=_shown(method.start, digits, at + 1),
            position=at + 1,
            digit=digit,
        )
        for at, digit in enumerate(digits)
    ]


def _digit_keys(method: DigitKeys, digits: str) -> list[Step]:
    return [
        Press(
            key=method.key_of_digit[digit],
            times=1,
            display=digits[: at + 1] if method.display_shows_digits else None,
            position=at + 1,
            digit=digit,
        )
        for at, digit in enumerate(digits)
    ]


def _touched(digits: str) -> list[Step]:
    return [
        Touch(key=digit, display=digits[: at + 1], position=at + 1, digit=digit)
        for at, digit in enumerate(digits)
    ]


def _by_handbook(method: UnknownKeys, digits: str) -> list[Step]:
    """One step a digit, its key and count left open: the set's handbook has them."""
    return [
        Press(
            key=None,
            times=None,
            display=digits[: at + 1] if method.shows_digits else None,
            position=at + 1,
            digit=digit,
        )
        for at, digit in enumerate(digits)
    ]


def _groups(method: GroupStep, digits: str) -> list[Step]:
    """No count for a group: a key held down counts on by itself, and up to 99 is lost count of.

    The first press may also only bring the start value up in place of the prompt's word.
    """
    left, right = divmod(int(digits), 100)
    display = f"{left}{method.start[-2:]}" if method.start is not None else None
    return [
        Press(key=method.left_key, times=None, display=display, position=1, digit=str(left)),
        Press(
            key=method.right_key,
            times=None,
            display=number_shown(digits),
            position=2,
            digit=f"{right:02d}",
        ),
    ]


def _wheel(method: WheelAndAccept, digits: str) -> list[Step]:
    """The last digit is not accepted here: the confirm does that."""
    steps: list[Step] = []
    for at, digit in enumerate(digits):
        display = _shown(method.start, digits, at + 1)
        turn = Turn(
            control=method.control, clicks=None, display=display, position=at + 1, digit=digit
        )
        steps += [turn, Press(key=method.accept_key, times=1, display=display)]
    return steps[:-1]


def _step_keys(method: StepKeys, digits: str) -> list[Step]:
    """The last digit is not accepted here: the confirm does that."""
    steps: list[Step] = []
    if method.accept_key_opens:
        steps.append(Press(key=method.accept_key, times=1, display=method.start))
    for at, digit in enumerate(digits):
        steps += [
            Press(
                key=method.up_key,
                times=_times(method.start, method.cycle, method.wraps, at, digit),
                display=_shown(method.start, digits, at + 1),
                position=at + 1,
                digit=digit,
            ),
            Press(key=method.accept_key, times=1),
        ]
    return steps[:-1]


def _select_then_step(method: SelectThenStep, digits: str) -> list[Step]:
    steps: list[Step] = []
    for at, digit in enumerate(digits):
        steps += [
            Press(key=method.keys[at], times=1),
            Press(
                key=method.up_key,
                times=_times(method.start, method.cycle, method.wraps, at, digit),
                display=_shown(method.start, digits, at + 1),
                position=at + 1,
                digit=digit,
            ),
        ]
    return steps
