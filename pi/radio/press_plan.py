"""The press plan: the steps that key this code in on this head unit.

``plan`` puts together what opens the prompt, the keying of the digits (``keying``), the check and
the confirm. What mends a slip is in ``correction``.
"""

from pi.radio.entry import (
    Confirm,
    ConfirmKind,
    DigitKeys,
    Entry,
    GroupStep,
    OpeningKind,
    TouchKeypad,
    UnknownKeys,
)
from pi.radio.head_unit import HeadUnit
from pi.radio.keying import keyed, number_shown
from pi.radio.security_code import SecurityCode
from pi.radio.steps import Check, Hold, Plan, Prepare, Press, Step, Touch


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
    shown = number_shown(digits) if isinstance(entry.method, GroupStep) else digits
    if _last_digit_may_submit(entry):
        *before, last = steps
        check = Check(display=getattr(before[-1], "display", None) if before else None)
        return (_prepare(entry), *_opening(entry), *before, check, _confirming(last))
    visible = shown if _shows_digits(entry) else None
    return (_prepare(entry), *_opening(entry), *steps, Check(display=visible), _confirm(entry))


def _last_digit_may_submit(entry: Entry) -> bool:
    """Whether the check must come before the last digit already.

    Where keys carry their digits, or may, and nobody says what submits, the last digit may: better
    a code that waits for one more key than a code that is gone unchecked.
    """
    if entry.confirm.kind is ConfirmKind.UNKNOWN:
        return isinstance(entry.method, DigitKeys | TouchKeypad | UnknownKeys)
    return entry.confirm.kind is ConfirmKind.AUTOMATIC


def _prepare(entry: Entry) -> Prepare:
    return Prepare(radio_off=entry.opening.asks_while_off)


def _opening(entry: Entry) -> Plan:
    opening = entry.opening
    if opening.kind is OpeningKind.PRESS_ANY:
        return (Press(key="any", times=1, display=opening.until),)
    if opening.kind not in {OpeningKind.HOLD, OpeningKind.HOLD_WHILE_SWITCHING_ON}:
        return ()
    seconds = opening.min_seconds if opening.min_seconds == opening.max_seconds else None
    return (
        Hold(
            keys=opening.key_sets[0] if len(opening.key_sets) == 1 else None,
            key_options=opening.key_sets if len(opening.key_sets) > 1 else (),
            seconds=seconds,
            until=opening.until,
            while_switching_on=opening.kind is OpeningKind.HOLD_WHILE_SWITCHING_ON,
            release_at_once=opening.release_at_once,
        ),
    )


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


def _confirming(last: Step) -> Step:
    if isinstance(last, Press):
        return Press(
            key=last.key,
            times=last.times,
            display=last.display,
            position=last.position,
            digit=last.digit,
            confirms=True,
        )
    if isinstance(last, Touch):
        return Touch(
            key=last.key,
            display=last.display,
            position=last.position,
            digit=last.digit,
            confirms=True,
        )
    raise ValueError("only a key that carries its digit can submit the code by itself")


def _shows_digits(entry: Entry) -> bool:
    match entry.method:
        case DigitKeys(display_shows_digits=shows) | UnknownKeys(shows_digits=shows):
            return bool(shows)
    return True
