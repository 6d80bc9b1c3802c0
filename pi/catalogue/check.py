"""Whether a head unit's file is sound: its rules, its entry, its sources. Problems are data,
never sentences.

``check`` finds what the schema cannot: parts that contradict each other, numbers that make no
sense, a code nobody could key in. A problem is data; whoever draws it puts it into words.

A rule states something where a field of its own differs from its default; unknown is no statement,
and neither is a note. The stages and the end of an account are covered by the account's sources.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from math import isfinite
from typing import assert_never

import msgspec
from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from pi.drawable import is_drawable
from pi.radio.display import PLACES, figures_in
from pi.radio.entry import (
    DIGITS,
    Confirm,
    ConfirmKind,
    DigitKeys,
    Entry,
    GroupStep,
    KeySet,
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
from pi.radio.head_unit import CodeShape, HeadUnit, is_an_id
from pi.radio.lockout import Lockout, LockoutCandidate, Stage, Tail, Terminal
from pi.radio.provenance import Rule, Source, Trust

SteppedMethod = PositionKeys | RockerEdges | SelectThenStep | StepKeys | WheelAndAccept

LONGEST_CODE = 8  # digits; the longest known has six
NO_DIGIT_YET = "- "  # what a position may show before its first press

ABOUT_THE_RULE = {"sources", "notes"}
UNKNOWN = "unknown"  # how every enum here says it
MAKERS_WORD = {Trust.MAKER, Trust.MAKER_QUOTED}


class Unsound(StrEnum):
    """What is wrong with one key of a head unit."""

    MISSING = "missing"  # needed beside what else is stated
    NOT_WANTED = "not_wanted"  # contradicts what else is stated
    EMPTY = "empty"
    NOT_AN_ID = "not_an_id"  # small letters, digits and single hyphens
    NOT_POSITIVE = "not_positive"
    NEGATIVE = "negative"
    NOT_FINITE = "not_finite"
    NOT_DIGITS = "not_digits"
    REPEATED = "repeated"
    WRONG_NUMBER = "wrong_number"  # not as many as the longest code has digits
    DIGIT_NOT_REACHED = "digit_not_reached"  # a legal digit that no key brings up
    TOO_SMALL = "too_small"
    OUT_OF_RANGE = "out_of_range"
    NOT_A_PATTERN = "not_a_pattern"
    NOT_PRINTABLE = "not_printable"
    TOO_FEW = "too_few"  # a disagreement takes two sides
    NO_SUCH_PLACE = "no_such_place"  # for a figure, in a word of the display
    NO_SOURCE = "no_source"  # a rule that states something, and nobody who says so


class Problem(Struct, frozen=True, kw_only=True):
    """One thing wrong: the key as it is written in the file, and what is wrong with it."""

    key: str
    rule: Unsound


Found = Iterator[tuple[str, Unsound]]


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
    if set(code.digits_told_of) - set(code.lengths):
        yield "code.digits_told_of", Unsound.OUT_OF_RANGE
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
    if kind is ConfirmKind.AUTOMATIC and not method.may_submit_itself:
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
    match method:
        case GroupStep():
            yield from _group(method, code)
        case DigitKeys():
            if _legal_digits(code) - set(method.key_of_digit):
                yield "entry.method.key_of_digit", Unsound.DIGIT_NOT_REACHED
        case TouchKeypad() | UnknownKeys():
            pass
        case PositionKeys(keys=keys) | SelectThenStep(keys=keys):
            yield from _keys("entry.method.keys", keys, max(code.lengths))
            yield from _cycle(method, code)
        case RockerEdges(edges=keys):
            yield from _keys("entry.method.edges", keys, max(code.lengths))
            yield from _cycle(method, code)
        case StepKeys() | WheelAndAccept():
            yield from _cycle(method, code)
        case _:
            assert_never(method)


def _keys(key: str, keys: KeySet, longest: int) -> Found:
    if len(keys) != longest:
        yield key, Unsound.WRONG_NUMBER
    elif len(set(keys)) < len(keys):
        yield key, Unsound.REPEATED


def _cycle(method: SteppedMethod, code: CodeShape) -> Found:
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


def _counts(method: SteppedMethod) -> bool:
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


def source_problems(head_unit: HeadUnit) -> Found:
    """The rules without a source, and the sources that name nobody."""
    for key, part in _parts(head_unit):
        if isinstance(part, Source) and not part.where.strip():
            yield f"{key}.where", Unsound.EMPTY
    for key, rule in stated_rules(head_unit):
        if not rule.sources:
            yield key, Unsound.NO_SOURCE


def stated_rules(head_unit: HeadUnit) -> Iterator[tuple[str, Rule]]:
    """Every rule that states something and answers for itself, with its key."""
    for key, part in _parts(head_unit):
        if isinstance(part, Rule) and not isinstance(part, Stage | Terminal) and _states(part):
            yield key, part


def has_makers_word(rule: Rule) -> bool:
    """Whether the maker says so, read or quoted."""
    return any(source.trust in MAKERS_WORD for source in rule.sources)


def _parts(value: object, key: str = "") -> Iterator[tuple[str, Struct]]:
    """Every struct inside a value with its key, in the order of the file."""
    if isinstance(value, Struct):
        yield key, value
        for name in value.__struct_fields__:
            yield from _parts(getattr(value, name), f"{key}.{name}" if key else name)
    elif isinstance(value, tuple):
        for at, one in enumerate(value):
            yield from _parts(one, f"{key}[{at}]")


def _states(rule: Rule) -> bool:
    return any(
        _is_stated(getattr(rule, field.name), field.default)
        for field in fields(rule)
        if field.name not in ABOUT_THE_RULE
    )


def _is_stated(value: object, default: object) -> bool:
    """Whether a field says something itself. The rules it holds answer for themselves."""
    if isinstance(value, Rule) or (
        isinstance(value, tuple) and value and all(isinstance(one, Rule) for one in value)
    ):
        return False
    return value != UNKNOWN if default is NODEFAULT else value != default


def check(head_unit: HeadUnit) -> list[Problem]:
    """Everything wrong with a head unit, in the order of its file. Empty: it can be used."""
    return [Problem(key=key, rule=rule) for key, rule in _found(head_unit)]


def _found(head_unit: HeadUnit) -> Found:
    yield from _texts("", msgspec.to_builtins(head_unit))
    if not is_an_id(head_unit.id):
        yield "id", Unsound.NOT_AN_ID
    if not head_unit.name.strip():
        yield "name", Unsound.EMPTY
    for part, key in ((head_unit.code, "code"), (head_unit.entry, "entry")):
        if head_unit.protection.takes_a_code and part is None:
            yield key, Unsound.MISSING
        elif not head_unit.protection.takes_a_code and part is not None:
            yield key, Unsound.NOT_WANTED
    if head_unit.code is not None:
        yield from code_problems(head_unit.code)
        if head_unit.entry is not None and head_unit.code.lengths:
            yield from entry_problems(head_unit.entry, head_unit.code)
    yield from _words(head_unit)
    yield from _lockout(head_unit.lockout)
    yield from positive("timer.radio_auto_off_min", head_unit.timer.radio_auto_off_min)
    yield from _patterns(head_unit.serial.patterns)
    yield from positive("behaviour.trial_play_min", head_unit.behaviour.trial_play_min)
    yield from _disagreements(head_unit)
    yield from source_problems(head_unit)


def _texts(key: str, value: object) -> Found:
    """Control characters would reach a terminal."""
    if isinstance(value, str):
        if not is_drawable(value):
            yield key, Unsound.NOT_PRINTABLE
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(f"{key}.{name}" if key else str(name), part)
    elif isinstance(value, list | tuple):
        for at, part in enumerate(value):
            yield from _texts(f"{key}[{at}]", part)


def _words(head_unit: HeadUnit) -> Found:
    seen: set[str] = set()
    for at, word in enumerate(head_unit.words):
        plain = "".join(word.text.casefold().split())
        if not plain:
            yield f"words[{at}].text", Unsound.EMPTY
        elif plain in seen:
            yield f"words[{at}].text", Unsound.REPEATED
        if not set(figures_in(word)) <= PLACES:
            yield f"words[{at}].text", Unsound.NO_SUCH_PLACE
        if not word.meanings:
            yield f"words[{at}].meanings", Unsound.EMPTY
        seen.add(plain)


def _lockout(lockout: Lockout) -> Found:
    if lockout.none and lockout.candidates:
        yield "lockout.none", Unsound.NOT_WANTED
    yield from positive("lockout.may_take_s", lockout.may_take_s)
    for at, candidate in enumerate(lockout.candidates):
        yield from _candidate(f"lockout.candidates[{at}]", candidate)


def _candidate(key: str, candidate: LockoutCandidate) -> Found:
    for at, stage in enumerate(candidate.stages):
        if stage.wait_s is not None and not isfinite(stage.wait_s):
            yield f"{key}.stages[{at}].wait_s", Unsound.NOT_FINITE
        elif stage.wait_s is not None and stage.wait_s < 0:
            yield f"{key}.stages[{at}].wait_s", Unsound.NEGATIVE
    last = candidate.stages[-1].wait_s if candidate.stages else None
    if candidate.tail is not Tail.UNKNOWN and not candidate.stages:
        yield f"{key}.stages", Unsound.EMPTY
    elif candidate.tail is Tail.REPEAT and not 0 <= candidate.repeat_from < len(candidate.stages):
        yield f"{key}.repeat_from", Unsound.OUT_OF_RANGE
    elif candidate.tail is Tail.DOUBLE and not last:
        yield f"{key}.stages[{len(candidate.stages) - 1}].wait_s", Unsound.NOT_POSITIVE
    yield from positive(f"{key}.cap_s", candidate.cap_s)
    if candidate.cap_s is not None and last is not None and candidate.cap_s < last:
        yield f"{key}.cap_s", Unsound.TOO_SMALL
    yield from positive(f"{key}.terminal.after_wrong", candidate.terminal.after_wrong)


def _disagreements(head_unit: HeadUnit) -> Found:
    for at, one in enumerate(head_unit.disagreements):
        key = f"disagreements[{at}]"
        if len(one.claims) < 2:
            yield f"{key}.claims", Unsound.TOO_FEW
        if not one.applied.strip():
            yield f"{key}.applied", Unsound.EMPTY
        for number, claim in enumerate(one.claims):
            if not claim.says.strip():
                yield f"{key}.claims[{number}].says", Unsound.EMPTY
            if not claim.sources:
                yield f"{key}.claims[{number}].sources", Unsound.EMPTY
    for at, display in enumerate(head_unit.serial.displays):
        yield from positive(f"serial.displays[{at}].tries", display.tries)
        if display.tries is not None and not display.costs_attempts:
            yield f"serial.displays[{at}].costs_attempts", Unsound.MISSING


def _patterns(patterns: tuple[str, ...]) -> Found:
    for at, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            yield f"serial.patterns[{at}]", Unsound.NOT_A_PATTERN
