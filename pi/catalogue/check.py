"""What a head unit's file can get wrong although it has the right shape.

``check`` finds what the schema cannot: parts that contradict each other, numbers that make no
sense, a code nobody could key in. A problem is data; the surfaces put it into words.
"""

from math import isfinite

import msgspec

from pi.catalogue.entry_check import code_problems, entry_problems, positive
from pi.catalogue.source_check import source_problems
from pi.catalogue.unsound import Found, Problem, Unsound
from pi.drawable import is_drawable
from pi.radio.head_unit import HeadUnit, is_an_id
from pi.radio.lockout_rule import Lockout, LockoutCandidate, Tail


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
    import re

    for at, pattern in enumerate(patterns):
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            yield f"serial.patterns[{at}]", Unsound.NOT_A_PATTERN
