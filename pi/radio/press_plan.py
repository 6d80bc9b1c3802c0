"""The press plan: the steps that key this code in on this head unit, and those that mend a
digit.

``plan`` puts together what opens the prompt, the keying of the digits (``keyed``), the check and
the confirm. ``correction`` mends a slip.

Presses are computed from what a position shows before the first press and from the order its key
steps through. Where either is not known well enough, or the way leads over an end of the cycle
that nobody has seen wrap, the step says "until it shows", never a count.

On a cycle whose wrap nobody has seen, the answer is "press until it shows", not "begin the entry
anew": going on pressing costs nothing before the confirm, while what beginning anew costs is
rarely known. Beginning anew stays open to the owner if the digit stops short.

What opens the prompt has a condition where the family's words tell the locked display from the
asking one: held once more, the keys that open many a set submit what stands there.
"""

from msgspec.structs import replace

from pi.radio.entry import (
    Carried,
    Confirm,
    ConfirmKind,
    DigitKeys,
    Entry,
    GroupStep,
    KeyPosition,
    KeySet,
    Method,
    OpeningKind,
    PositionKeys,
    RockerEdges,
    SelectThenStep,
    StepKeys,
    TouchKeypad,
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.head_unit import HeadUnit, Meaning
from pi.radio.security_code import SecurityCode
from pi.radio.steps import (
    Check,
    Correction,
    Hold,
    Plan,
    Prepare,
    Press,
    PressMore,
    StartAgain,
    Step,
    Touch,
    Turn,
)

_BY_HAND = {OpeningKind.HOLD, OpeningKind.HOLD_WHILE_SWITCHING_ON, OpeningKind.PRESS_ANY}


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
            carries=method.display_shows_digits is not False,
            if_shown=digits[: at + 1] if method.display_shows_digits is None else None,
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
        steps += [_stepped(method, digits, at, digit), Press(key=method.accept_key, times=1)]
    return steps[:-1]


def _select_then_step(method: SelectThenStep, digits: str) -> list[Step]:
    steps: list[Step] = []
    for at, digit in enumerate(digits):
        steps += [Press(key=method.keys[at], times=1), _stepped(method, digits, at, digit)]
    return steps


def _stepped(method: StepKeys | SelectThenStep, digits: str, at: int, digit: str) -> Press:
    """From what a position starts at to its digit."""
    return Press(
        key=method.up_key,
        times=_times(method.start, method.cycle, method.wraps, at, digit),
        display=_shown(method.start, digits, at + 1),
        position=at + 1,
        digit=digit,
    )


class NoCodeToKeyInError(LookupError):
    """This head unit takes no code from its owner."""


def plan(head_unit: HeadUnit, code: SecurityCode) -> Plan:
    """The steps from a prompting radio to a submitted code.

    The one step with ``confirms`` submits it, and a check stands before that step always.
    Raises NoCodeToKeyInError for a head unit without steps.
    """
    if head_unit.entry is None or not head_unit.takes_a_code:
        raise NoCodeToKeyInError(head_unit.id)
    entry, digits = head_unit.entry, code.reveal()
    steps = keyed(entry.method, digits)
    shown = number_shown(digits) if entry.method.places > 1 else digits
    if _last_digit_may_submit(entry):
        *before, last = steps
        check = Check(display=getattr(before[-1], "display", None) if before else None)
        return (*opening(head_unit, entry), *before, check, _confirming(last, entry.confirm))
    visible = shown if entry.method.shows_digits else None
    return (*opening(head_unit, entry), *steps, Check(display=visible), _confirm(entry))


def _last_digit_may_submit(entry: Entry) -> bool:
    """Whether the check must come before the last digit already.

    Where keys carry their digits, or may, and nobody says what submits, the last digit may: better
    a code that waits for one more key than a code that is gone unchecked.
    """
    if entry.confirm.kind is ConfirmKind.UNKNOWN:
        return entry.method.may_submit_itself
    return entry.confirm.kind is ConfirmKind.AUTOMATIC


def opening(head_unit: HeadUnit, entry: Entry) -> Plan:
    """Parked and ready, then what opens the prompt where a hand has to."""
    how, by_itself = entry.opening, entry.opening.kind is OpeningKind.WAIT
    where = _before_it_asks(head_unit)
    prepare = Prepare(
        radio_off=how.asks_while_off,
        ignition=KeyPosition.ON if how.asks_while_off else head_unit.key_position,
        where=where if by_itself or how.kind in _BY_HAND else (),
        until=how.until if by_itself else None,
        seconds=how.max_seconds if by_itself else None,
    )
    if how.kind is OpeningKind.PRESS_ANY:
        return (prepare, Press(key="any", times=1, display=how.until, where=where))
    if how.kind not in _BY_HAND:
        return (prepare,)
    hold = Hold(
        keys=how.key_sets[0] if len(how.key_sets) == 1 else None,
        key_options=how.key_sets if len(how.key_sets) > 1 else (),
        seconds=how.min_seconds if how.min_seconds == how.max_seconds else None,
        until=how.until,
        while_switching_on=how.kind is OpeningKind.HOLD_WHILE_SWITCHING_ON,
        release_at_once=how.release_at_once,
        where=where,
    )
    return (prepare, hold)


def _before_it_asks(head_unit: HeadUnit) -> tuple[str, ...]:
    """The words under which the prompt has yet to be opened."""
    asking = head_unit.words_meaning(Meaning.PROMPT)
    before = head_unit.words_meaning(Meaning.BEFORE_PROMPT)
    return tuple(word for word in before if word not in asking)


def _confirm(entry: Entry) -> Step:
    confirm = entry.confirm
    key_sets = (
        entry.opening.key_sets if confirm.kind is ConfirmKind.SAME_CHORD else confirm.key_sets
    )
    keys = key_sets[0] if len(key_sets) == 1 else None
    if confirm.kind is ConfirmKind.TOUCH:
        return Touch(key=keys[0] if keys else None, confirms=True)
    if confirm.kind in {ConfirmKind.PRESS, ConfirmKind.UNKNOWN}:
        sure = confirm.kind is ConfirmKind.PRESS
        return Press(key=keys[0] if keys else None, times=1 if sure else None, confirms=True)
    return Hold(
        keys=keys,
        key_options=key_sets if len(key_sets) > 1 else (),
        seconds=_hold_seconds(confirm),
        until=confirm.until,
        confirms=True,
    )


def _hold_seconds(confirm: Confirm) -> float | None:
    """A number only where the sources agree on one."""
    if confirm.max_seconds in {None, confirm.min_seconds}:
        return confirm.min_seconds
    return None


def _confirming(last: Step, confirm: Confirm) -> Step:
    if isinstance(last, Press | Touch):
        unknown = confirm.kind is ConfirmKind.UNKNOWN
        sent = replace(last, confirms=True, confirm_unknown=unknown)
        return replace(sent, if_shown=None) if isinstance(sent, Press) else sent
    raise ValueError("only a key that carries its digit can submit the code by itself")


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
        how=entry.mistakes.start_again,
        costs_a_try=entry.mistakes.start_again_costs_a_try,
        key_failed=getattr(step, "carries", False) and shown.isdigit(),
    )
    stored = moved_on and not method.goes_back
    if key is None or stored or isinstance(method, Carried):
        return begin_anew
    match method:
        case WheelAndAccept():  # which way it counts up isn't known
            return PressMore(key=key, times=None, until=wanted)
        case GroupStep():
            return _group_correction(key, shown, wanted)
        case _:
            return _cycle_correction(method, key, shown, wanted) or begin_anew


def _group_correction(key: str, shown: str, wanted: str) -> PressMore:
    more = int(wanted) - int(shown) if shown.isdigit() else -1
    return PressMore(key=key, times=more if more >= 0 else None, until=wanted)


def _cycle_correction(
    method: PositionKeys | RockerEdges | StepKeys | SelectThenStep,
    key: str,
    shown: str,
    wanted: str,
) -> PressMore | None:
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
