"""Whether the codes of a head unit can be keyed in as its entry says."""

from math import isfinite

from pi.catalogue.unsound import Found, Unsound
from pi.radio.entry import (
    DIGITS,
    Confirm,
    ConfirmKind,
    DigitKeys,
    Entry,
    GroupStep,
    Method,
    Opening,
    PositionKeys,
    RockerEdges,
    SelectThenStep,
    StepKeys,
    TouchKeypad,
    UnknownKeys,
    WheelAndAccept,
)
from pi.radio.head_unit import CodeShape

Stepped = PositionKeys | RockerEdges | SelectThenStep | StepKeys | WheelAndAccept

LONGEST_CODE = 8  # digits; the longest known has six
NO_DIGIT_YET = "- "  # what a position may show before its first press


def positive(key: str, value: float | None) -> Found:
    """A number that may be unknown, but not zero, negative or endless."""
    if value is None:
        return
    if not isfinite(value):
        yield key, Unsound.NOT_FINITE
    elif value <= 0:
        yield key, Unsound.NOT_POSITIVE


def code_problems(code: CodeShape) -> Found:
    """What is wrong with the shape of a code."""
    if not code.lengths:
        yield "code.lengths", Unsound.EMPTY
        return
    if min(code.lengths) < 1 or max(code.lengths) > LONGEST_CODE:
        yield "code.lengths", Unsound.OUT_OF_RANGE
    if len(code.digits) not in {1, max(code.lengths)}:
        yield "code.digits", Unsound.WRONG_NUMBER
    for at, digits in enumerate(code.digits):
        yield from _digit_list(f"code.digits[{at}]", digits)
    if code.usual_digits is not None:
        yield from _digit_list("code.usual_digits", code.usual_digits)
    if code.max_value is not None and code.max_value < 1:
        yield "code.max_value", Unsound.NOT_POSITIVE


def _digit_list(key: str, digits: str) -> Found:
    if not digits:
        yield key, Unsound.EMPTY
    elif set(digits) - set(DIGITS):
        yield key, Unsound.NOT_DIGITS
    elif len(set(digits)) < len(digits):
        yield key, Unsound.REPEATED


def entry_problems(entry: Entry, code: CodeShape) -> Found:
    """What keeps a legal code from being keyed in as the entry says."""
    yield from _hold("entry.opening", entry.opening)
    yield from _hold("entry.confirm", entry.confirm)
    yield from positive("entry.timeout_s", entry.timeout_s)
    yield from positive("entry.timeout_per_digit_s", entry.timeout_per_digit_s)
    kind, method = entry.confirm.kind, entry.method
    if kind is ConfirmKind.AUTOMATIC and not isinstance(
        method, DigitKeys | TouchKeypad | UnknownKeys
    ):
        yield "entry.confirm.kind", Unsound.NOT_WANTED
    if kind is ConfirmKind.AUTOMATIC and entry.confirm.key_sets:
        yield "entry.confirm.key_sets", Unsound.NOT_WANTED
    if kind is ConfirmKind.SAME_CHORD and not entry.opening.key_sets:
        yield "entry.opening.key_sets", Unsound.MISSING
    yield from _method(method, code)


def _hold(key: str, part: Opening | Confirm) -> Found:
    yield from positive(f"{key}.min_seconds", part.min_seconds)
    yield from positive(f"{key}.max_seconds", part.max_seconds)
    if part.min_seconds and part.max_seconds and part.min_seconds > part.max_seconds:
        yield f"{key}.max_seconds", Unsound.TOO_SMALL
    for at, keys in enumerate(part.key_sets):
        if not keys or not all(name.strip() for name in keys):
            yield f"{key}.key_sets[{at}]", Unsound.EMPTY


def _method(method: Method, code: CodeShape) -> Found:
    if isinstance(method, TouchKeypad | UnknownKeys):
        return
    if isinstance(method, GroupStep):
        yield from _group(method, code)
    elif isinstance(method, DigitKeys):
        if _legal_digits(code) - set(method.key_of_digit):
            yield "entry.method.key_of_digit", Unsound.DIGIT_NOT_REACHED
    else:
        yield from _keys(method, max(code.lengths))
        yield from _cycle(method, code)


def _keys(method: Stepped, longest: int) -> Found:
    if isinstance(method, StepKeys | WheelAndAccept):
        return
    if isinstance(method, RockerEdges):
        name, keys = "edges", method.edges
    else:
        name, keys = "keys", method.keys
    if len(keys) != longest:
        yield f"entry.method.{name}", Unsound.WRONG_NUMBER
    elif len(set(keys)) < len(keys):
        yield f"entry.method.{name}", Unsound.REPEATED


def _cycle(method: Stepped, code: CodeShape) -> Found:
    if method.start is not None:
        yield from _start(method.start, method.cycle, max(code.lengths))
    elif _counts(method):
        yield "entry.method.start", Unsound.MISSING
    if method.cycle is not None:
        yield from _digit_list("entry.method.cycle", method.cycle)
        if _legal_digits(code) - set(method.cycle):
            yield "entry.method.cycle", Unsound.DIGIT_NOT_REACHED
    elif _counts(method):
        yield "entry.method.cycle", Unsound.MISSING


def _counts(method: Stepped) -> bool:
    return isinstance(method, PositionKeys | RockerEdges) and method.count_is_sure


def _legal_digits(code: CodeShape) -> set[str]:
    return set("".join(code.digits))


def _start(start: str, cycle: str | None, longest: int) -> Found:
    if len(start) != longest:
        yield "entry.method.start", Unsound.WRONG_NUMBER
    if set(start) - set(DIGITS if cycle is None else cycle) - set(NO_DIGIT_YET):
        yield "entry.method.start", Unsound.NOT_DIGITS


def _group(method: GroupStep, code: CodeShape) -> Found:
    if code.max_value is None:
        yield "code.max_value", Unsound.MISSING
    elif method.left_max * 100 + 99 < code.max_value:
        yield "entry.method.left_max", Unsound.TOO_SMALL
    if method.start is not None and set(method.start) - set(DIGITS):
        yield "entry.method.start", Unsound.NOT_DIGITS
